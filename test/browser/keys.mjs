// keys.mjs: a person with a keyboard and nothing else. No mouse, no focus set
// by the test: only keys, and looking where the focus is. Every stop on the way
// must show itself.
import assert from 'node:assert/strict';
import { inMain } from './steps.mjs';

/** What has the focus: its kind, its name as a person reads it, and what is wrong with how it shows. */
const look = (page) => page.evaluate(() => {
	const e = document.activeElement;
	if (!e || e === document.body) return null;
	const label = e.labels?.[0]?.cloneNode(true);
	label?.querySelector('.optional')?.remove();
	const name = (label?.textContent ?? e.getAttribute('aria-label') ?? (e.innerText || e.value || '')).replace(/\s+/g, ' ').trim();
	const s = getComputedStyle(e);
	const box = e.getClientRects()[0] ?? e.getBoundingClientRect();
	const hit = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
	const wrong = [
		!e.matches(':focus-visible') && 'has no visible focus',
		(s.outlineStyle === 'none' || parseFloat(s.outlineWidth) < 3) && `its ring is ${s.outlineStyle} ${s.outlineWidth}`,
		(box.width < 2 || box.height < 2) && 'has no size',
		(box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) && 'is outside the window',
		hit && !e.contains(hit) && !hit.contains(e) && ![...(e.labels ?? [])].some((l) => l.contains(hit)) && `is under ${hit.outerHTML.slice(0, 80)}`,
	].filter(Boolean);
	return {
		tag: e.localName, type: e.type ?? '', name, value: e.value ?? '', checked: Boolean(e.checked), id: e.id,
		inMain: Boolean(e.closest('main')), open: e.parentElement?.open ?? false, wrong, html: e.outerHTML.slice(0, 120),
	};
});

const KINDS = {
	link: (f) => f.tag === 'a', button: (f) => f.tag === 'button', summary: (f) => f.tag === 'summary',
	field: (f) => ['input', 'textarea', 'select'].includes(f.tag),
};
const named = (f, name) => (name instanceof RegExp ? name.test(f.name) : f.name === name);

export class Keyboard {
	constructor(page) { this.page = page; this.stops = 0; }

	/** Notes every use of a pointer, so that done() can refuse it. */
	static async of(page) {
		const keys = new Keyboard(page);
		await page.exposeFunction('pointerUsed', (what) => { keys.pointer = what; });
		await page.addInitScript(() => {
			for (const kind of ['pointerdown', 'mousedown', 'touchstart'])
				addEventListener(kind, (e) => window.pointerUsed(`${kind} on ${e.target.outerHTML?.slice(0, 80)}`), true);
		});
		return keys;
	}

	async press(key) {
		await this.page.keyboard.press(key);
	}

	/** One step with Tab; the new place must show that it has the focus. */
	async tab(key = 'Tab') {
		await this.press(key);
		const f = await look(this.page);
		if (f) assert.deepEqual(f.wrong, [], `${f.html} on ${this.page.url()}`);
		this.stops++;
		return f;
	}

	/** Goes on with Tab to a link, button, summary or field of this name. */
	async to(kind, name, { within = 'main' } = {}) {
		const seen = [];
		for (let n = 0, left = 0; n < 250 && left < 2; n++) {
			const f = await this.tab();
			if (!f) { left++; continue; }
			if (KINDS[kind](f) && named(f, name) && (within !== 'main' || f.inMain)) return f;
			seen.push(f.name.slice(0, 40));
		}
		assert.fail(`no Tab reaches the ${kind} "${name}" on ${this.page.url()}; passed: ${seen.join(' | ')}`);
	}

	/** Presses a key that leads to another page; answers its response. */
	async follow(key = 'Enter') {
		const [response] = await Promise.all([this.page.waitForNavigation({ waitUntil: 'load' }), this.press(key)]);
		return response;
	}

	async go(kind, name, options) {
		await this.to(kind, name, options);
		return this.follow();
	}

	/** Opens what is folded, unless it stands open. */
	async unfold(name) {
		const f = await this.to('summary', name);
		if (!f.open) await this.press('Enter');
		assert.ok((await look(this.page)).open, `"${name}" opens`);
	}

	async type(label, text) {
		await this.to('field', label);
		await this.press('Control+A');
		await this.page.keyboard.type(text);
		const f = await look(this.page);
		assert.equal(f.value, text, `what was typed in "${label}"`);
	}

	async check(label) {
		const f = await this.to('field', label);
		if (!f.checked) await this.press(' ');
		assert.ok((await look(this.page)).checked, `"${label}" is chosen by Space`);
	}

	/** A radio group: Tab to it, arrows to the choice. */
	async choose(label) {
		let f;
		do f = await this.tab(); while (f && f.type !== 'radio');
		await this.press(' ');
		for (let n = 0; n < 12; n++) {
			f = await look(this.page);
			if (named(f, label)) break;
			await this.press('ArrowDown');
		}
		assert.deepEqual([f.name, (await look(this.page)).checked], [label, true]);
	}

	/** A list: arrows until the words stand there. */
	async select(label, words) {
		await this.to('field', label);
		await this.press('Home');
		for (let n = 0; n < 100; n++) {
			const chosen = await this.page.evaluate(() => document.activeElement.selectedOptions[0].textContent.trim());
			if (chosen === words) return;
			await this.press('ArrowDown');
		}
		assert.fail(`no arrow reaches "${words}" in "${label}"`);
	}

	/** The browser's own file window, opened by Space. */
	async attach(label, file) {
		await this.to('field', label);
		const [window] = await Promise.all([this.page.waitForEvent('filechooser'), this.press(' ')]);
		await window.setFiles(file);
	}

	/** The first Tab shows the skip link; Enter passes the header by. */
	async skip(words) {
		const f = await this.tab();
		assert.deepEqual([f?.tag, f?.name], ['a', words], `the first stop of ${this.page.url()}`);
		await this.press('Enter');
		const next = await this.tab();
		assert.ok(next?.inMain, `after the skip link comes ${next?.html}`);
	}

	async reads(words) {
		const text = (await inMain(this.page).innerText()).replace(/\s+/g, ' ');
		assert.ok(text.includes(words), `"${words}" on ${this.page.url()}:\n${text.slice(0, 1500)}`);
	}

	async done() {
		await this.page.evaluate(() => 0); // what the page has told us by now has arrived
		assert.equal(this.pointer, undefined);
		assert.ok(this.stops > 10);
	}
}

export { look };
