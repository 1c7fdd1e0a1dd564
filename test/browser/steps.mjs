// steps.mjs: what a resident and the staff do in a browser, by the words they
// see. Each step waits for the page it leads to.
import assert from 'node:assert/strict';
import { STAFF, until } from '../lib/kaiku.mjs';
import { named, w } from './words.mjs';

/** Clicks and waits for the page that follows; returns its response. */
export async function press(page, target) {
	const [response] = await Promise.all([
		page.waitForNavigation({ waitUntil: 'load' }),
		target.click(),
	]);
	return response;
}

export const button = (page, name) => page.getByRole('button', { name, exact: true });
export const link = (page, name) => page.getByRole('link', { name, exact: true });
export const inMain = (page) => page.locator('main');

/** Opens a details element by its words, unless it stands open. */
export async function unfold(page, summary) {
	const details = page.locator('details', { has: page.locator('summary', { hasText: summary }) }).first();
	if (!await details.evaluate((d) => d.open)) await details.locator('> summary').click();
	return details;
}

/** A real JPEG, drawn by the browser. */
export async function photo(browser) {
	const page = await browser.newPage();
	const url = await page.evaluate(() => {
		const c = document.createElement('canvas');
		[c.width, c.height] = [64, 48];
		const g = c.getContext('2d');
		g.fillStyle = '#556'; g.fillRect(0, 0, 64, 48);
		g.fillStyle = '#111'; g.beginPath(); g.ellipse(32, 30, 20, 9, 0, 0, 7); g.fill();
		return c.toDataURL('image/jpeg');
	});
	await page.close();
	return { name: 'kuoppa.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(url.split(',')[1], 'base64') };
}

const STEPS = ['what', 'where', 'you', 'check'];
/** On a phone with scripts the form is walked through, by its buttons; elsewhere all of it is in sight. */
export async function atStep(page, step) {
	const on = page.locator('#step-on');
	const to = STEPS.indexOf(step);
	// a window that has just been made narrow has not been told yet
	await until(() => page.evaluate(() => !window.kaikuBegin || matchMedia('(max-width: 40rem)').matches
		=== ([...document.querySelectorAll('[data-step]')].filter((s) => s.checkVisibility()).length === 1)), 'the form to fit its window');
	const seen = async () => (await page.locator('[data-step]').evaluateAll((all) => all.map((s) => s.checkVisibility()))).indexOf(true);
	if (step === 'check' ? !await on.isVisible() : await page.locator(`[data-step=${step}]`).isVisible()) return;
	for (let at = await seen(); at !== to; at = await seen()) {
		if (at === STEPS.length - 1) await page.goBack();
		else await on.locator(at < to ? '[data-next]' : '[data-back]').click();
		await page.waitForFunction((was) => !document.querySelectorAll('[data-step]')[was].checkVisibility(), at);
	}
}

/** Fills the form as far as `what` says; the labels are the contract. */
export async function fillGive(page, lang, what) {
	await atStep(page, 'what');
	await page.getByLabel(w(lang, 'give_text'), { exact: true }).fill(what.text);
	if (what.photo) {
		const files = await unfold(page, w(lang, 'give_files'));
		await files.locator('input[type=file]').setInputFiles(what.photo);
	}
	if (what.place || what.title) await atStep(page, 'where');
	if (what.place) {
		await unfold(page, w(lang, 'give_where'));
		await page.locator('#place').fill(what.place);
	}
	if (what.title) {
		await unfold(page, w(lang, 'give_about'));
		await page.getByLabel(w(lang, 'give_title_field')).fill(what.title);
	}
	if (what.email || what.nickname || what.consent) await atStep(page, 'you');
	if (what.email) await page.getByLabel(w(lang, 'give_email')).fill(what.email);
	if (what.nickname) await page.getByLabel(w(lang, 'give_nickname')).fill(what.nickname);
	if (what.consent) await page.getByLabel(w(lang, 'give_may_publish'), { exact: true }).check();
}

/** Sends the form; answers what the service said to it, once the page shows that. */
export async function sendGive(page, lang) {
	await atStep(page, 'check');
	await page.evaluate(() => { document.querySelector('main').dataset.was = '1'; }).catch(() => {});
	const answered = page.waitForResponse((r) => r.request().method() === 'POST' && /\/give$/.test(r.url()));
	await button(page, w(lang, 'give_send')).click();
	const answer = await answered;
	if (answer.status() === 200) {
		// What may answer was not offered yet, so quickly it was sent.
		const between = page.locator('button[name=first][value=on]');
		await page.locator('#photos-on').or(between).first().waitFor({ state: 'attached' });
		if (await between.count()) await press(page, between);
	}
	else await page.locator('main:not([data-was])').waitFor();
	await page.waitForLoadState('load');
	return answer;
}

/** From the front page to the receipt; answers {number, url}. */
export async function give(page, k, lang, what) {
	await page.goto(`${k.url}/${lang}`);
	await press(page, inMain(page).getByRole('link', { name: w(lang, 'layout_give'), exact: true }));
	await fillGive(page, lang, what);
	const answer = await sendGive(page, lang);
	if (what.photo) await page.waitForFunction(() => !document.querySelector('#photos-on progress')?.checkVisibility() || document.querySelector('#photos-on progress').value === 1);
	assert.equal(answer.status(), 200, await inMain(page).innerText());
	return readReceipt(page, k);
}

export async function readReceipt(page, k) {
	const number = (await page.locator('.number').first().innerText()).match(/^20\d\d-\d+$/)?.[0];
	assert.ok(number, 'the receipt tells the number');
	const url = await inMain(page).getByRole('link', { name: /\/follow\// }).getAttribute('href');
	assert.match(url, new RegExp(`^${k.url}/follow/[A-Za-z0-9_-]{37}$`));
	return { number, url };
}

/** Signs in and chooses the language of the pages. */
export async function signIn(page, k, who, lang, password = STAFF.password) {
	await page.goto(`${k.url}/staff/login?lang=${lang}`);
	await page.getByLabel(w(lang, 'staff_mail')).fill(who);
	await page.getByLabel(w(lang, 'login_password')).fill(password);
	await press(page, button(page, w(lang, 'login_send')));
	if (await page.locator('html').getAttribute('lang') !== lang)
		await press(page, page.locator(`.langs button[value=${lang}]`));
	assert.equal(await page.locator('html').getAttribute('lang'), lang);
}

export async function signOut(page, lang) {
	await press(page, button(page, w(lang, 'layout_sign_out')));
}

/** Routes the matter on the page, opened from a queue, to a unit; the queue goes on. */
export async function route(page, lang, number, unit, note = '') {
	await unfold(page, w(lang, 'desk_route'));
	await page.getByLabel(w(lang, 'desk_route_to')).selectOption({ label: named(lang, unit) });
	if (note) await page.getByLabel(w(lang, 'desk_route_note')).fill(note);
	await press(page, button(page, w(lang, 'desk_route_button')));
	await said(page, w(lang, 'desk_done_routed_on', { number }));
}

export async function writeNote(page, lang, text) {
	await unfold(page, w(lang, 'desk_note'));
	await page.getByLabel(w(lang, 'desk_note_label')).fill(text);
	await press(page, button(page, w(lang, 'desk_note_button')));
	await said(page, w(lang, 'desk_done_noted'));
}

/** An interim reply or the answer, through the preview; from the queue it leads on, and this comes back. */
export async function answer(page, lang, text, { interim = false } = {}) {
	const number = page.url().match(/\/matters\/(20\d\d-\d+)/)[1];
	await press(page, inMain(page).getByRole('link', { name: w(lang, interim ? 'desk_interim' : 'desk_answer'), exact: true }));
	await page.getByLabel(w(lang, interim ? 'desk_interim_text' : 'desk_answer_text')).fill(text);
	await press(page, button(page, w(lang, 'desk_preview_button')));
	await said(page, w(lang, 'desk_preview_title'));
	assert.ok((await inMain(page).innerText()).includes(text), 'the preview shows the text');
	await press(page, button(page, w(lang, interim ? 'desk_interim_send' : 'desk_answer_send')));
	if (!/_on&was=/.test(page.url())) return said(page, w(lang, interim ? 'desk_done_interim' : 'desk_done_answered'));
	await said(page, w(lang, interim ? 'desk_done_interim_on' : 'desk_done_answered_on', { number }));
	return press(page, link(page, w(lang, 'desk_done_open', { number })));
}

/** The page says these words, in its content. */
export async function said(page, words) {
	const text = (await inMain(page).innerText()).replace(/\s+/g, ' ');
	assert.ok(text.includes(words), `"${words}" on ${page.url()}:\n${text.slice(0, 1500)}`);
}

export async function silent(page, words) {
	assert.ok(!(await page.content()).includes(words), `no "${words}" on ${page.url()}`);
}
