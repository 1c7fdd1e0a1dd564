// What scripts add to residents' pages, and what residents' devices ask for:
// big enough targets, motion, print. Without scripts all of it is only absent.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESK, PHONE, axe, stage, targets, watch } from './browser.mjs';
import { give as giveByPost, Client } from '../lib/kaiku.mjs';
import { atStep, button, fillGive, give, inMain, link, press, readReceipt, said, sendGive, unfold } from './steps.mjs';
import { LANGS, speaks, w } from './words.mjs';

const TEXT = 'Uimarannan laiturista on irronnut kaksi lautaa.';
let k, browser;
stage({ workers: 2 }, (s) => { ({ k, browser } = s); });

async function open(options = {}) {
	const context = await browser.newContext({ viewport: PHONE, locale: 'fi', ...options });
	context.setDefaultTimeout(15000);
	const page = await context.newPage();
	return { context, page, bad: watch(page, k.url) };
}

const languageIn = (page, lang) => page.locator('.langs').getByText(w('fi', `layout_lang_${lang}`), { exact: true });

for (const scripts of [true, false]) test(`another language in the middle of it, ${scripts ? 'with' : 'without'} scripts`, async () => {
	const { context, page, bad } = await open({ javaScriptEnabled: scripts });
	await page.goto(`${k.url}/fi/give`);
	if (scripts) {
		await fillGive(page, 'fi', { text: TEXT, email: 'asukas@posti' });
		const response = await press(page, languageIn(page, 'sv'));
		assert.equal(response.status(), 200);
		await speaks(page, 'sv', 'the form carried over');
		assert.equal(await page.locator('#text').inputValue(), TEXT);
		assert.equal(await page.locator('[aria-invalid]').count(), 0, 'nothing is called wrong before it is sent');
	} else {
		await press(page, languageIn(page, 'sv'));
		await fillGive(page, 'sv', { text: TEXT, email: 'asukas@posti' });
	}
	assert.equal((await sendGive(page, 'sv')).status(), 422);
	assert.equal((await press(page, languageIn(page, 'en'))).status(), 422);
	await speaks(page, 'en', 'the form with an error');
	assert.deepEqual([await page.locator('#text').inputValue(), await page.locator('#email').inputValue()], [TEXT, 'asukas@posti']);
	await atStep(page, 'you');
	await page.locator('#email').fill('asukas@posti.example');
	await sendGive(page, 'en');
	const first = await readReceipt(page, k);
	assert.equal((await press(page, languageIn(page, 'fi'))).status(), 200);
	await speaks(page, 'fi', 'the receipt');
	assert.deepEqual(await readReceipt(page, k), first);
	assert.deepEqual(bad, []);
	await context.close();
});

test('one\'s own position, when asked for', async () => {
	const { context, page, bad } = await open({ geolocation: { latitude: 60.981234, longitude: 25.661234 }, permissions: ['geolocation'] });
	await page.goto(`${k.url}/fi/give`);
	await page.locator('#text').fill(TEXT);
	await atStep(page, 'where');
	await unfold(page, w('fi', 'give_where'));
	assert.equal(await page.locator('#lat').inputValue(), '', 'not before it is asked for');
	await button(page, w('fi', 'give_position')).click();
	await page.getByText(w('fi', 'give_position_done')).waitFor();
	assert.deepEqual([await page.locator('#lat').inputValue(), await page.locator('#lon').inputValue()], ['60.981234', '25.661234']);
	assert.equal((await sendGive(page, 'fi')).status(), 200);
	assert.deepEqual(bad, []);
	await context.close();
});

test('a position refused is said, and words do', async () => {
	const { context, page } = await open();
	await page.goto(`${k.url}/sv/give`);
	await page.locator('#text').fill(TEXT);
	await atStep(page, 'where');
	await unfold(page, w('sv', 'give_where'));
	await button(page, w('sv', 'give_position')).click();
	await page.getByText(w('sv', 'give_position_failed')).waitFor();
	await context.close();
});

test('the secret link is copied by a button', async () => {
	const { context, page } = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
	const { url } = await give(page, k, 'en', { text: TEXT });
	await button(page, w('en', 'receipt_copy')).click();
	await page.getByText(w('en', 'receipt_copied')).waitFor();
	assert.equal(await page.evaluate(() => navigator.clipboard.readText()), url);
	await context.close();
});

test('without scripts no button promises what needs them', async () => {
	const { context, page } = await open({ javaScriptEnabled: false });
	await page.goto(`${k.url}/fi/give`);
	await unfold(page, w('fi', 'give_where'));
	assert.equal(await button(page, w('fi', 'give_position')).isVisible(), false);
	await give(page, k, 'fi', { text: TEXT });
	assert.equal(await button(page, w('fi', 'receipt_copy')).isVisible(), false);
	await context.close();
});

test('a form pressed many times is sent once', async () => {
	const { context, page } = await open();
	let posts = 0;
	page.on('request', (r) => { if (r.method() === 'POST' && r.url().endsWith('/give')) posts++; });
	await page.goto(`${k.url}/fi/give`);
	await page.locator('#text').fill(TEXT);
	await atStep(page, 'check');
	await page.evaluate(() => {
		const send = document.querySelector('main form button[type=submit]');
		for (let i = 0; i < 3; i++) send.click();
	});
	await page.locator('.number').waitFor();
	await said(page, w('fi', 'receipt_title'));
	assert.equal(posts, 1);
	await context.close();
});

test('the summary of errors has the focus, with scripts and without, and leads to the field', async () => {
	for (const javaScriptEnabled of [true, false]) {
		const { context, page } = await open({ javaScriptEnabled });
		await page.goto(`${k.url}/fi/give`);
		await fillGive(page, 'fi', { text: TEXT, email: 'vaara' });
		await sendGive(page, 'fi');
		await page.locator('#errors:focus').waitFor();
		await link(page, w('fi', 'give_error_email')).click();
		await page.locator('#email:focus').waitFor();
		await context.close();
	}
});

/** Every page of a resident, for what holds on all of them. */
async function everyPage(page, lang, look) {
	const listed = (await new Client(k.url).get('/fi/matters')).text.match(/\/matters\/(20\d\d-\d+)"/)[1];
	const { code } = await giveByPost(k, { text: TEXT, may_publish: '1' }, { lang });
	for (const path of [`/${lang}`, `/${lang}/give`, `/${lang}/matters`, `/${lang}/matters/${listed}`, `/${lang}/follow`, `/follow/${code}`, `/follow/vaara?lang=${lang}`, `/${lang}/olematon`]) {
		await page.goto(k.url + path);
		await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
		await look(path);
	}
	await give(page, k, lang, { text: TEXT, email: `koot.${lang}@posti.example` });
	await look('the receipt');
}

for (const [name, viewport] of [['phone', PHONE], ['desk', DESK], ['the narrowest', { width: 320, height: 568 }]])
	test(`what can be pressed is at least 44 by 44 px: ${name}`, async () => {
		const { context, page } = await open({ viewport, reducedMotion: 'reduce' });
		for (const lang of LANGS) await everyPage(page, lang, (what) => targets(page, what));
		await context.close();
	});

test('small targets are seen', async () => {
	const { context, page } = await open();
	await page.setContent('<main><p>Lause, jossa on <a href="/x">linkki</a>.</p><button style="height:30px;width:90px">Pieni</button></main>');
	await assert.rejects(targets(page, 'a small button'), /Pieni/);
	await page.setContent('<main><ul><li><a href="/x">Yksin</a></li></ul></main>');
	await assert.rejects(targets(page, 'a bare link'), /Yksin/);
	await context.close();
});

test('who wants no motion gets none', async () => {
	for (const [reducedMotion, moves] of [['reduce', false], ['no-preference', true]]) {
		const { context, page } = await open({ reducedMotion });
		await page.goto(`${k.url}/fi/give`);
		const moving = await page.evaluate(() => [...document.querySelectorAll('*')].flatMap((e) => ['', '::before', '::after'].map((p) => getComputedStyle(e, p || null)))
			.some((s) => s.transitionDuration.split(', ').some((d) => parseFloat(d) > 0) || s.animationName !== 'none' || s.scrollBehavior === 'smooth'));
		assert.equal(moving, moves, reducedMotion);
		await context.close();
	}
});

test('the receipt on paper: what is needed, nothing to press, black on white', async () => {
	const { context, page } = await open({ colorScheme: 'dark' });
	const { number, url } = await give(page, k, 'fi', { text: TEXT });
	await page.emulateMedia({ media: 'print' });
	const text = await page.locator('body').innerText();
	for (const words of [number, TEXT, w('fi', 'receipt_next')]) assert.ok(text.includes(words), words);
	assert.equal(text.replace(/\s/g, '').split(url).length - 1, 1, 'the link once');
	for (const gone of [inMain(page).locator('.actions'), page.locator('.main-nav'), page.locator('.langs'), page.locator('.skip')])
		assert.equal(await gone.first().isVisible(), false);
	const [ink, paper] = await page.evaluate(() => { const s = getComputedStyle(document.body); return [s.color, s.backgroundColor]; });
	assert.deepEqual([ink, paper], ['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
	await context.close();
});

/** RFC 4287 by the browser's own parser: what a feed and its entries must have, once, and how it must look. */
test('the feed is Atom', async () => {
	const { context, page } = await open();
	const ids = new Map();
	for (const lang of LANGS) for (const query of ['', '?topic=street_lighting', '?type=thanks&unit=kadut']) {
		await page.goto(`${k.url}/${lang}/matters`);
		const feed = await page.evaluate(async (address) => {
			const x = new DOMParser().parseFromString(await (await fetch(address)).text(), 'application/xml');
			const NS = 'http://www.w3.org/2005/Atom';
			const kids = (e, name) => [...e.children].filter((c) => c.localName === name && c.namespaceURI === NS);
			const plain = (e) => ({
				name: e.nodeName, ns: e.namespaceURI, lang: e.closest('[*|lang]')?.getAttribute('xml:lang'),
				count: Object.fromEntries(['id', 'title', 'updated', 'published', 'author', 'content'].map((n) => [n, kids(e, n).length])),
				id: kids(e, 'id')[0]?.textContent, title: kids(e, 'title')[0]?.textContent, updated: kids(e, 'updated')[0]?.textContent,
				published: kids(e, 'published')[0]?.textContent, links: kids(e, 'link').map((l) => [l.getAttribute('rel'), l.getAttribute('type'), l.getAttribute('href')]),
			});
			const root = x.documentElement;
			return { ...plain(root), broken: x.querySelector('parsererror')?.textContent, foreign: [...x.querySelectorAll('*')].filter((e) => e.namespaceURI !== NS).length, entries: kids(root, 'entry').map(plain) };
		}, `/${lang}/matters.atom${query}`);
		assert.deepEqual([feed.broken, feed.foreign, feed.name, feed.lang], [undefined, 0, 'feed', lang]);
		assert.deepEqual(feed.links.find(([rel]) => rel === 'self'), ['self', 'application/atom+xml', `${k.url}/${lang}/matters.atom${query}`]);
		assert.equal(feed.id, feed.links.find(([rel]) => rel === 'self')[2]);
		if (!query) assert.ok(feed.entries.length > 5);
		for (const e of [feed, ...feed.entries]) {
			assert.deepEqual([e.count.id, e.count.title, e.count.updated], [1, 1, 1], e.id);
			assert.ok(e.title.trim(), `${e.id} has a title`);
			assert.ok(e.updated === new Date(e.updated).toISOString().replace('.000', ''), `${e.updated} is a time by RFC 3339`);
			assert.ok(URL.canParse(e.id), `${e.id} is an address or a name`);
		}
		assert.equal(feed.count.author, 1, 'the author of all entries');
		for (const e of feed.entries) {
			assert.deepEqual([e.count.published, e.count.content, LANGS.includes(e.lang)], [1, 1, true], e.id);
			assert.deepEqual(e.links.map(([rel, type]) => [rel, type]), [['alternate', 'text/html']]);
			assert.ok(e.links[0][2].startsWith(`${k.url}/${lang}/matters/`));
			assert.ok(e.published <= e.updated, `${e.id} was published before it changed`);
		}
		assert.equal(new Set(feed.entries.map((e) => e.id)).size, feed.entries.length);
		if (!query) ids.set(lang, feed.entries.map((e) => e.id).join());
	}
	assert.equal(new Set(ids.values()).size, 1, 'a message has one name in every language');
	await context.close();
});

test('what may answer is offered while one writes: the focus stays, and each choice is said once', async () => {
	const { context, page, bad } = await open({ viewport: DESK });
	const field = (name) => page.locator(`form[data-carry] input[name=${name}]`).inputValue();
	await page.goto(`${k.url}/fi/give`);
	await page.locator('#text').fill('Miten ilmoitan pimeästä katuvalosta?');
	await page.locator('#near [data-first-item]').first().waitFor();
	assert.equal(await page.evaluate(() => document.activeElement.id), 'text', 'nobody is interrupted');
	assert.match(await page.locator('#near-told').textContent(), /^\d ehdotus/);
	const [name, ...others] = (await field('shown')).split(' ');
	assert.deepEqual((await field('counted')).split(' '), [name, ...others]);
	// Somebody reads it with the keyboard: what comes meanwhile waits.
	await page.locator('#near summary').first().focus();
	await page.evaluate(() => document.getElementById('text').dispatchEvent(new Event('input', { bubbles: true })));
	await page.waitForResponse((r) => r.url().endsWith('/fi/give/near'));
	assert.equal(await page.evaluate(() => document.activeElement.localName), 'summary');
	await page.keyboard.press('Enter');
	await page.locator(`#near [data-first-item=${name}] [data-first=different]`).click();
	assert.equal(await page.locator(`#near [data-first-item=${name}]`).count(), 0);
	assert.equal(await field('refused'), name);
	await page.locator('#text').fill('Miten ilmoitan pimeästä katuvalosta? Lamppu on rikki.');
	await page.waitForResponse((r) => r.url().endsWith('/fi/give/near'));
	assert.equal(await page.locator(`#near [data-first-item=${name}]`).count(), 0, 'not offered again');
	// Danger comes first, in few words for screen readers, too.
	await page.locator('#text').fill('Sähköjohto roikkuu kadun yllä.');
	await page.locator('#near a[href="tel:112"]').waitFor();
	assert.match(await page.locator('#near-told').textContent(), /112/);
	await sendGive(page, 'fi');
	await said(page, w('fi', 'receipt_title'));
	assert.deepEqual(bad, [], 'what was offered already does not stand between');
	await context.close();
});

test('the questions of a topic come when it is chosen, as answers ask for them, and the focus stays', async () => {
	const { context, page, bad } = await open({ viewport: DESK });
	await page.goto(`${k.url}/fi/give`);
	await page.locator('#text').fill(TEXT);
	await unfold(page, w('fi', 'give_about'));
	const topic = page.locator('#topic');
	await topic.focus();
	await topic.selectOption('forests_nature');
	const tree = page.locator('input[name=q_mita][value=puu]'), number = page.locator('#q_puita');
	await tree.waitFor();
	assert.equal(await page.evaluate(() => document.activeElement.id), 'topic');
	assert.match(await page.locator('#questions-said').textContent(), /kysytään 3 asiaa/);
	assert.equal(await page.locator('[data-choose]').count(), 0, 'the button is for who has no scripts');
	assert.equal(await number.isVisible(), false);
	await tree.check();
	await number.fill('3');
	assert.equal(await page.locator('[data-only]:visible').count(), 0);
	await page.locator('input[name=q_kaatuu][value=yes]').check();
	const advice = page.locator('[data-stop=yes]');
	assert.equal(await advice.isVisible(), true);
	assert.equal(await tree.isVisible(), false, 'nothing else is asked');
	await axe(page, 'advice instead of a form');
	await page.locator('#text').press('Enter'); // no message leaves
	await page.evaluate(() => document.querySelector('form[data-carry]').requestSubmit());
	assert.equal(await advice.evaluate((a) => a === document.activeElement), true, 'the advice is where it goes');
	await page.locator('input[name=q_kaatuu][value=no]').check();
	assert.equal(await number.inputValue(), '3');
	await topic.selectOption('street_lighting');
	await page.locator('#q_alkaen').waitFor();
	await topic.selectOption('forests_nature');
	await number.waitFor();
	assert.equal(await number.inputValue(), '3', 'typed answers come back with their topic');
	await page.locator('#text').fill(TEXT);
	assert.equal((await sendGive(page, 'fi')).status(), 200);
	assert.match(await page.locator('main').textContent(), /Montako puuta\?\s*3/);
	assert.deepEqual(bad, []);
	await context.close();
});
