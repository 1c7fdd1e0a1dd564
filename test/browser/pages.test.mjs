// Every page in every language, light and dark, on a phone and on a desk's
// screen: axe-core finds nothing, nothing is wider than its window down to
// 320 px (400 % zoom), only one language is spoken, nothing comes from elsewhere.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESK, PHONE, axe, axeOfCopy, fits, stage, watch } from './browser.mjs';
import { Client, give, run } from '../lib/kaiku.mjs';
import { button, fillGive, inMain, press, sendGive, signIn, unfold } from './steps.mjs';
import { LANGS, speaks, w } from './words.mjs';

const PASSWORD = 'sangen-pitka-salasana';
let k, browser;

stage({ workers: 2 }, (s) => {
	({ k, browser } = s);
	for (const lang of LANGS)
		for (const [name, rights] of [['kaikki', ['--all']], ['tyhja', []]]) {
			const r = run(['staff-add', '--data', k.dir, ...(k.db ? ['--db', k.db] : []), '--mail', `${name}.${lang}@sivut.example`,
				'--name', `Sini Sivuinen ${lang}`, '--unit', 'kadut', '--lang', lang, '--password-stdin', ...rights], { input: `${PASSWORD}\n` });
			assert.equal(r.status, 0, r.stderr);
		}
});

/** Looks at pages in one language. */
class Inspector {
	constructor(lang, viewport) { this.lang = lang; this.viewport = viewport; this.seen = 0; }

	async open() {
		this.context = await browser.newContext({ viewport: this.viewport, locale: this.lang, reducedMotion: 'reduce' });
		this.context.setDefaultTimeout(15000);
		this.page = await this.context.newPage();
		this.cdp = await this.context.newCDPSession(this.page);
		this.bad = watch(this.page, k.url);
		return this.page;
	}

	/** At 400 % zoom a window of 1280 x 1024 is 320 x 256. */
	async zoomed(what) {
		await this.cdp.send('Emulation.setDeviceMetricsOverride', { width: 320, height: 256, deviceScaleFactor: 4, mobile: false });
		await fits(this.page, `${what} at 320 px`);
		await this.cdp.send('Emulation.clearDeviceMetricsOverride');
	}

	async look(what, { status = 200, response, but } = {}) {
		const { page, lang } = this;
		if (response) assert.equal(response.status(), status, `${what} (${page.url()})`);
		await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
		await speaks(page, lang, what, but);
		// In every scheme with KAIKU_EVERY=1 (test/run browser), else by turns.
		const schemes = process.env.KAIKU_EVERY ? ['light', 'dark'] : [['light', 'dark'][this.seen % 2]];
		await this.zoomed(what);
		for (const scheme of schemes) {
			await page.setViewportSize((scheme === 'dark') === (this.viewport === PHONE) ? DESK : PHONE);
			await page.emulateMedia({ colorScheme: scheme });
			await fits(page, what);
			await axe(page, `${what}, ${lang}, ${scheme}`);
		}
		await page.emulateMedia({ colorScheme: 'light' });
		await page.setViewportSize(this.viewport);
		this.seen++;
	}

	async go(path, what, status = 200, but = undefined) {
		const response = await this.page.goto(k.url + path);
		await this.look(what, { status, response, but });
	}

	async send(target, what, status = 200, but) {
		const response = await press(this.page, target);
		await this.look(what, { status, response, but });
	}

	async close() {
		assert.deepEqual(this.bad, []);
		await this.context.close();
		return this.seen;
	}
}

/** A topic and a type that nothing published has. */
async function emptyFilter(lang) {
	const client = new Client(k.url);
	const list = (await client.get(`/${lang}/matters`)).text;
	for (const [, topic] of list.match(/<select id="topic"[^]*?<\/select>/)[0].matchAll(/value="(\w+)"/g)) {
		const query = `type=thanks&topic=${topic}`;
		if (!/class="number"/.test((await client.get(`/${lang}/matters?${query}`)).text)) return query;
	}
	throw new Error('every topic has thanks');
}

async function residentPages(lang) {
	const eye = new Inspector(lang, PHONE);
	const page = await eye.open();
	const listed = (await new Client(k.url).get(`/${lang}/matters`)).text.match(/\/matters\/(20\d\d-\d+)"/)[1];
	await eye.go(`/${lang}`, 'front page');
	await eye.go(`/${lang}/give`, 'form');
	await fillGive(page, lang, { text: 'Liian pitkä paikka.', email: 'ei osoite', place: 'x'.repeat(300) });
	await eye.look('form with errors', { response: await sendGive(page, lang), status: 422 });
	await fillGive(page, lang, { text: 'Tunnukseni on 131052-308T, ja asiani on tärkeä.', email: 'asukas@sivut.example', place: 'Tori' });
	await eye.look('form with a warning', { response: await sendGive(page, lang), status: 422 });
	await fillGive(page, lang, { text: 'Valo on ollut sammuksissa jo viikon ajan.', title: 'Katuvalo' });
	await eye.look('receipt', { response: await sendGive(page, lang) });
	const url = new URL(await inMain(page).getByRole('link', { name: /\/follow\// }).getAttribute('href')).pathname;
	await eye.go(url, 'follow page');
	const reply = await unfold(page, w(lang, 'follow_reply'));
	await eye.send(reply.getByRole('button', { name: w(lang, 'common_send') }), 'empty reply', 422);
	const withdraw = await unfold(page, w(lang, 'follow_withdraw'));
	await eye.send(withdraw.getByRole('button', { name: w(lang, 'follow_withdraw_send') }), 'unconfirmed withdrawal', 422);
	await page.getByLabel(w(lang, 'follow_withdraw_confirm')).check();
	await eye.send(button(page, w(lang, 'follow_withdraw_send')), 'withdrawn');
	await eye.go(`/${lang}/callback`, 'asking to be called');
	await eye.send(button(page, w(lang, 'call_send')), 'asking with errors', 422);
	await page.locator('#phone').fill('040 123 4567');
	await page.locator('#text').fill('Kysyn katuvaloista.');
	await eye.send(button(page, w(lang, 'call_send')), 'to be called');
	await eye.go(`/${lang}/follow`, 'find page');
	await page.getByLabel(w(lang, 'follow_code')).fill('vaara');
	await eye.send(button(page, w(lang, 'follow_open')), 'wrong code', 404);
	await eye.go(`/${lang}/matters`, 'public list');
	await eye.go(`/${lang}/matters?${await emptyFilter(lang)}`, 'empty public list');
	await eye.go(`/${lang}/matters/${listed}`, 'public page');
	await eye.go(`/${lang}/figures`, 'figures');
	await eye.go(`/${lang}/figures?period=${new Date().getFullYear()}&topic=street_maintenance`, 'figures of a topic');
	for (const about of ['accessibility', 'privacy', 'handling']) await eye.go(`/${lang}/about/${about}`, about);
	if (lang === LANGS[0]) await eye.go(`/style?lang=${lang}`, 'every component');
	await eye.go(`/${lang}/nothing/here`, 'page not found', 404);
	return eye.close();
}

/** Questions and work that go out by a link, and what their readers see. */
async function askPages(eye, lang, at, code) {
	const { page } = eye;
	await eye.go(`${at}/ask`, 'asking the sender');
	await page.locator('[name=text]').fill('Kumpi?');
	await page.locator('[name=choices]').fill('Vain yksi');
	await eye.send(button(page, w(lang, 'desk_ask_send')), 'a question with one choice', 422);
	await page.locator('[name=choices]').fill('Tämä\nTuo');
	await eye.send(button(page, w(lang, 'desk_ask_send')), 'a matter that waits for its sender');
	await eye.go(`/follow/${code}?lang=${lang}`, 'follow page with a question');
	await page.goto(k.url + await page.getByRole('link', { name: w(lang, 'follow_ask_answer') }).getAttribute('href'));
	await eye.look('a question', { but: 'fieldset' });
	await eye.send(button(page, w(lang, 'common_send')), 'a question without an answer', 422, 'fieldset');
	await eye.go(`${at}/contract`, 'asking a contractor');
	await page.locator('[name=text]').fill('Soita 040 123 4567.');
	await eye.send(button(page, w(lang, 'desk_contract_send')), 'work with a phone number in it', 422);
	await page.locator('[name=text]').fill('Paikkaa kuoppa.');
	await page.locator('[name=name]').fill('Katu Oy');
	await eye.send(button(page, w(lang, 'desk_contract_send')), 'the link for a contractor');
	const link = new URL(await page.locator('#url').inputValue()).pathname;
	await page.goto(`${k.url}${link}?lang=${lang}`);
	await eye.look('a contractor\'s page', { but: '.message' });
	await eye.send(button(page, w(lang, 'work_cannot')), 'work that cannot be done, without saying why', 422, '.message');
	await page.locator('[name=text]').fill('Valmis.');
	await eye.send(button(page, w(lang, 'work_done')), 'work that is done');
}

/** An open message of this language with all one can give, and what the desk does to it. */
async function matterPages(eye, lang) {
	const { page } = eye;
	const given = await give(k, {
		text: 'Soita numeroon 040 123 4567. Kadulla on iso kuoppa.', nickname: 'Pyöräilijä', email: 'asukas@sivut.example',
		name: 'Maija Malli', place: 'Koulutie', may_publish: '1', wants_reply: 'yes',
	}, { lang, files: [['photo', 'liite.pdf', '%PDF-1.4\n%%EOF\n', 'application/pdf']] });
	assert.ok(given.number, given.page.text);
	const at = `/staff/matters/${given.number}`;
	await eye.go(at, 'matter to triage');
	await askPages(eye, lang, at, given.code);
	await eye.go(`${at}/answer`, 'writing an answer', 200, 'select, .earlier');
	await page.getByLabel(w(lang, 'desk_answer_text')).fill('Emme korjaa sitä vielä.');
	await page.getByLabel(w(lang, 'desk_outcome')).selectOption('wont_do');
	await eye.send(button(page, w(lang, 'desk_preview_button')), 'answer without its reason', 422);
	await page.locator('[name=reason]').fill('Rahat loppuivat.');
	await eye.send(button(page, w(lang, 'desk_preview_button')), 'preview');
	await eye.send(button(page, w(lang, 'desk_answer_send')), 'answered matter');
	await eye.go(`${at}/publish`, 'publishing page');
	await page.getByLabel(w(lang, 'desk_publish_text')).fill('Soita numeroon 040 123 4567.');
	await eye.send(button(page, w(lang, 'desk_publish_button')), 'publishing page with a phone number', 422);
	await page.getByLabel(w(lang, 'desk_publish_text')).fill('Kadulla on iso kuoppa.');
	await eye.send(button(page, w(lang, 'desk_publish_button')), 'published matter');
	await page.goto(k.url + at);
	await page.goto(k.url + await page.locator('a[href*="/letter/"]').last().getAttribute('href'));
	await eye.look('a letter');
	await page.goto(`${k.url}/follow/${given.code}?lang=${lang}`);
	await eye.look('follow page with an answer');
	await page.goto(k.url + at);
	await unfold(page, w(lang, 'desk_hide'));
	await page.getByLabel(w(lang, 'desk_hide_reason')).fill('Kokeilu');
	await eye.send(button(page, w(lang, 'desk_hide_button')), 'hidden matter');
	await eye.go(`/${lang}/matters/${given.number}`, 'page no longer public', 410);
}

async function deskPages(lang) {
	const eye = new Inspector(lang, DESK);
	const page = await eye.open();
	await eye.go(`/staff/matters/2026-1?lang=${lang}`, 'desk without signing in');
	await eye.go(`/staff/login?lang=${lang}`, 'sign-in page');
	await page.getByLabel(w(lang, 'staff_mail')).fill('kuka@sivut.example');
	await page.getByLabel(w(lang, 'login_password')).fill('väärä salasana');
	await eye.send(button(page, w(lang, 'login_send')), 'refused sign-in', 422);
	await eye.go(`/staff/forgot?lang=${lang}`, 'forgotten password');
	await signIn(page, k, `kaikki.${lang}@sivut.example`, lang, PASSWORD);
	for (const queue of ['triage', 'unit', 'mine', 'all']) await eye.go(`/staff/queue/${queue}`, `queue ${queue}`);
	await eye.go('/staff/search?q=kuoppa', 'search');
	await eye.go('/staff/search?q=xyzzyx', 'search that finds nothing');
	await matterPages(eye, lang);
	await eye.go('/staff/figures', 'figures for staff');
	await eye.go('/staff/templates', 'templates', 200, 'td');
	await eye.go('/staff/templates/new', 'a new template');
	await eye.send(button(page, w(lang, 'common_save')), 'a template without words', 422);
	await eye.go('/staff/account/signature', 'signature');
	await eye.go('/staff/account', 'account');
	await eye.send(button(page, w(lang, 'account_password_send')), 'account with errors', 422);
	return eye.close();
}

async function adminPages(lang) {
	const eye = new Inspector(lang, DESK);
	const page = await eye.open();
	await signIn(page, k, `tyhja.${lang}@sivut.example`, lang, PASSWORD);
	await eye.go('/staff/admin/units', 'page without the right to it', 403);
	await page.context().clearCookies();
	await signIn(page, k, `kaikki.${lang}@sivut.example`, lang, PASSWORD);
	await eye.go('/staff/admin', 'administration');
	for (const folder of ['staff', 'units', 'topics']) {
		await eye.go(`/staff/admin/${folder}`, folder);
		const one = await inMain(page).locator(`td a[href*="/admin/${folder}/"]`).first().getAttribute('href');
		await eye.go(one, `one of ${folder}`);
		if (folder === 'staff') await eye.go(`${one}/deactivate`, 'deactivating a person');
		await eye.go(`/staff/admin/${folder}/new`, `new of ${folder}`);
		await eye.send(button(page, w(lang, 'common_save')), `new of ${folder} with errors`, 422);
	}
	await eye.go('/staff/admin/units/import', 'import');
	await page.locator('textarea').fill((await (await page.context().request.get(`${k.url}/staff/admin/units.csv`)).text()).replace('kadut@', 'kadut.'));
	await eye.send(button(page, w(lang, 'import_preview')), 'what an import would do', 422, 'td'); // names in every language
	await eye.go('/staff/admin/settings', 'settings');
	await page.locator('[name=contact_mail]').fill('ei osoite');
	await eye.send(button(page, w(lang, 'common_save')), 'settings with errors', 422);
	await eye.go('/staff/admin/about', 'pages about the service');
	await eye.go(`/staff/admin/about/accessibility/${lang}`, 'one of them');
	await page.locator('[value=preview]').click();
	await eye.look('its preview');
	await page.locator('[name=text]').fill('');
	await eye.send(button(page, w(lang, 'common_save')), 'a page without words', 422);
	await eye.go('/staff/admin/look', 'the looks');
	await page.locator('[name=accent]').fill('#ffd500');
	await eye.send(button(page, w(lang, 'look_try')), 'a colour that is tried');
	await page.locator('[name=accent]').fill('keltainen');
	await eye.send(button(page, w(lang, 'common_save')), 'no colour', 422);
	await eye.go(`/staff/admin/links?in=${lang}`, 'links and codes');
	await eye.go(`/staff/admin/links/print?in=${lang}`, 'a sheet');
	await eye.go('/staff/admin/outbox', 'outgoing mail');
	await eye.go('/staff/admin/mailboxes', 'mailboxes');
	await eye.go('/staff/admin/mailboxes/new', 'a new mailbox');
	await page.locator('[name=server]').fill('imap://muualla.example');
	await eye.send(button(page, w(lang, 'common_save')), 'a mailbox with errors', 422);
	return eye.close();
}

for (const [what, pages, count] of [
	['residents', residentPages, 21], ['the desk', deskPages, 38], ['the administration', adminPages, 30],
]) test(`the pages of ${what}`, async () => {
	const seen = await Promise.all(LANGS.map(pages));
	for (const n of seen) assert.ok(n >= count, `${n} pages seen`);
});

test('the inspection sees what is wrong', async () => {
	const context = await browser.newContext({ viewport: PHONE });
	const page = await context.newPage();
	await page.setContent(`<!doctype html><html lang="fi"><title>x</title><main><h1>Otsikko</h1><input name="ilman">
		<p>${w('sv', 'give_promise', { n: 5 })}</p><p style="width: 400px">leveä</p></main>`);
	await assert.rejects(axe(page, 'a field without a label'), /label/);
	await assert.rejects(fits(page, 'a wide paragraph'), /18 px wider/);
	await assert.rejects(speaks(page, 'fi', 'a Swedish paragraph'), /in fi only/);
	await assert.rejects(speaks(page, 'sv', 'a Finnish page'), /html lang/);
	await context.close();
	const bare = await browser.newPage({ javaScriptEnabled: false });
	await bare.goto(`${k.url}/fi/give`);
	await axeOfCopy(bare, 'the form');
	await bare.evaluate(() => document.querySelector('label[for=text]').remove());
	await assert.rejects(axeOfCopy(bare, 'the form without a label'), /label/);
	await bare.close();
});

test('a theme of the palest yellow can be read on every kind of page, in both schemes', async () => {
	const context = await browser.newContext({ viewport: DESK, locale: 'fi', reducedMotion: 'reduce' });
	const page = await context.newPage();
	await signIn(page, k, 'kaikki.fi@sivut.example', 'fi', PASSWORD);
	const accent = async (value) => {
		await page.goto(`${k.url}/staff/admin/look`);
		await page.locator('[name=accent]').fill(value);
		await press(page, button(page, w('fi', 'common_save')));
	};
	await accent('#ffef9f');
	for (const path of ['/fi', '/fi/give', '/fi/matters', '/fi/figures', '/style', '/staff/queue/all', '/staff/admin/settings']) {
		await page.goto(k.url + path);
		assert.ok(await page.locator('link[href^="/theme/"]').count(), `${path} has the theme`);
		for (const colorScheme of ['light', 'dark']) {
			await page.emulateMedia({ colorScheme });
			await axe(page, `${path} in yellow, ${colorScheme}`);
		}
	}
	await accent('');
	await context.close();
});

/** Forced colours take every background away: what can be pressed must still show an edge. */
test('controls keep an edge in forced colours', async () => {
	const context = await browser.newContext({ viewport: PHONE, locale: 'fi', forcedColors: 'active' });
	const page = await context.newPage();
	await signIn(page, k, 'kaikki.fi@sivut.example', 'fi', PASSWORD);
	for (const path of ['/fi', '/fi/give', '/fi/matters', '/fi/figures', '/fi/about/privacy', '/style', '/staff/queue/all', '/staff/admin/look', '/staff/admin/about/privacy/fi']) {
		await page.goto(k.url + path);
		const bare = await page.evaluate(() => [...document.querySelectorAll('main :is(button, .button, input, select, textarea, summary)')]
			.filter((e) => e.type !== 'hidden' && e.checkVisibility())
			.filter((e) => {
				const edge = (x) => parseFloat(getComputedStyle(x).borderTopWidth) >= 1 && getComputedStyle(x).borderTopStyle !== 'none'
					&& getComputedStyle(x).borderTopColor !== getComputedStyle(document.body).backgroundColor;
				return !edge(e) && !edge(e.parentElement) && !['checkbox', 'radio'].includes(e.type);
			}).map((e) => e.outerHTML.slice(0, 120)));
		assert.deepEqual(bare, [], path);
		const marked = await page.evaluate(() => ['.main-nav li', '.tabs li'].map((list) => {
			const edges = [...document.querySelectorAll(`${list} > a`)].map((a) => [a.hasAttribute('aria-current'), getComputedStyle(a).borderBottomColor]);
			return edges.filter(([current, colour]) => edges.some(([other, theirs]) => other !== current && theirs === colour)).length;
		}));
		assert.deepEqual(marked, [0, 0], `${path}: where one is can be told from the rest`);
	}
	await context.close();
});
