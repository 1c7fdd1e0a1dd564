// Giving feedback with scripts: three steps and a summary on a phone, a draft,
// a lost connection, the text before its photos, the place of a photo.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { STAFF, query, until } from '../lib/kaiku.mjs';
import { jpegWithAll, png, vips } from '../lib/images.mjs';
import { DESK, PHONE, axe, fits, stage, targets, watch } from './browser.mjs';
import { atStep, button, fillGive, link, photo, readReceipt, said, sendGive, signIn } from './steps.mjs';
import { LANGS, w } from './words.mjs';

const TEXT = 'Rantapuiston lammen reunalta puuttuu aita, ja lapset leikkivät siinä.';
let k, browser, picture;
stage({ matters: 0 }, async (s) => {
	({ k, browser } = s);
	picture = await photo(browser);
});

async function open(options = {}) {
	const context = await browser.newContext({ viewport: PHONE, locale: 'fi', reducedMotion: 'reduce', ...options });
	context.setDefaultTimeout(15000);
	const page = await context.newPage();
	return { context, page, bad: watch(page, k.url) };
}
const matters = () => Number(query(k, 'SELECT count(*) FROM matter'));
const focus = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.localName);
const summary = async (page) => (await page.locator('#summary').innerText()).replace(/\s+/g, ' ');
const next = (page) => page.locator('#step-on [data-next]');

for (const lang of LANGS) test(`three steps and a summary: ${lang}`, async () => {
	const { context, page, bad } = await open({ viewport: lang === 'sv' ? { width: 320, height: 640 } : PHONE });
	const right = async (what) => { await fits(page, what); await targets(page, what); await axe(page, `${what}, ${lang}`); };
	await page.goto(`${k.url}/${lang}/give`);
	await right('the first step');
	await next(page).click();
	assert.equal(await focus(page), 'text', 'a message is needed first');
	await said(page, w(lang, 'give_error_text_missing'));
	await page.fill('#text', TEXT);
	await next(page).click();
	assert.equal(await focus(page), 'step-where');
	await said(page, `${w(lang, 'give_step_2')} ${w(lang, 'give_step_where')}`);
	assert.match(await page.title(), new RegExp(w(lang, 'give_step_where')));
	assert.equal(await page.locator('#text').isVisible(), false);
	await right('the second step');
	await page.fill('#place', 'Rantapuisto');
	await page.press('#place', 'Enter');
	assert.equal(await focus(page), 'step-you', 'Enter goes on and sends nothing');
	await right('the third step');
	await page.fill('#email', 'asukas@posti');
	await page.check('#may_publish');
	await page.goBack();
	assert.deepEqual([await focus(page), await page.inputValue('#place')], ['step-where', 'Rantapuisto'], 'one step back');
	await next(page).click();
	await next(page).click();
	assert.equal(await focus(page), 'step-check');
	await right('the summary');
	for (const words of [TEXT, 'Rantapuisto', 'asukas@posti', w(lang, 'give_may_publish')]) assert.ok((await summary(page)).includes(words), words);
	assert.equal(await page.locator('#summary .badge').count(), 2, 'the text and the place may become public');
	await said(page, w(lang, 'give_public_yes'));

	// change one part, and straight back
	await page.locator('#summary button').nth(1).click();
	await page.fill('#place', 'Lammen ranta');
	assert.equal(await next(page).innerText(), w(lang, 'give_to_summary'));
	await next(page).click();
	await page.locator('#step-check:focus').waitFor();
	assert.ok((await summary(page)).includes('Lammen ranta'));

	// what the server refuses opens where it is
	assert.equal((await sendGive(page, lang)).status(), 422);
	await page.locator('#errors:focus').waitFor();
	assert.ok(await page.locator('#email').isVisible(), 'the step with the error');
	await right('the step with an error');
	await link(page, w(lang, 'give_error_email')).click();
	assert.equal(await focus(page), 'email');
	await page.fill('#email', `asukas.${lang}@posti.example`);
	const before = matters();
	assert.equal((await sendGive(page, lang)).status(), 200);
	const got = await readReceipt(page, k);
	assert.equal(matters(), before + 1);
	await right('the receipt');
	await page.reload();
	assert.deepEqual(await readReceipt(page, k), got, 'the receipt loaded again');
	assert.equal(matters(), before + 1);
	assert.deepEqual(bad, []);
	await context.close();
});

test('on a wide screen everything is in sight, and goes in one', async () => {
	const { context, page } = await open({ viewport: DESK });
	await page.goto(`${k.url}/fi/give`);
	for (const seen of ['#text', '#email', '#may_publish']) assert.ok(await page.locator(seen).isVisible(), seen);
	for (const hidden of ['#summary', '#step-on', '#step-you', '#website']) assert.equal(await page.locator(hidden).isVisible(), false, hidden);
	await page.fill('#text', TEXT);
	await page.setViewportSize(PHONE);
	assert.equal(await page.locator('#email').isVisible(), false, 'a window made narrow walks');
	await page.setViewportSize(DESK);
	await button(page, w('fi', 'give_send')).click();
	await page.locator('.number').waitFor();
	await context.close();
});

test('a draft stays only where it is wished, without anything of the person, and ends when it is sent', async () => {
	const { context, page, bad } = await open();
	const kept = () => page.evaluate(() => JSON.stringify({ ...localStorage }));
	await page.goto(`${k.url}/fi/give`);
	await page.fill('#text', TEXT);
	await page.waitForTimeout(700);
	assert.equal(await kept(), '{}', 'nothing without a choice');
	await page.check('#keep');
	await said(page, w('fi', 'give_draft_kept'));
	await fillGive(page, 'fi', { text: `${TEXT} Heti.`, email: 'salainen@posti.example', nickname: 'Salanimi' });
	await page.close();

	const again = await context.newPage();
	await again.goto(`${k.url}/sv/give`);
	await said(again, w('sv', 'give_draft_found'));
	assert.equal(await focus(again), 'body', 'the offer leaves the focus');
	assert.doesNotMatch(await again.evaluate(() => JSON.stringify({ ...localStorage })), /salainen|Salanimi/);
	await button(again, w('sv', 'give_draft_use')).click();
	assert.equal(await again.inputValue('#text'), `${TEXT} Heti.`);
	assert.ok(await again.isChecked('#keep'), 'the choice is remembered');
	await sendGive(again, 'sv');
	assert.equal(await again.evaluate(() => localStorage['kaiku.draft']), undefined);

	// removed by its button; forgotten after two weeks
	for (const [days, offered] of [[13, true], [15, false]]) {
		await again.evaluate((at) => localStorage.setItem('kaiku.draft', JSON.stringify({ text: 'Vanha luonnos', at })), Date.now() - days * 86400e3);
		await again.goto(`${k.url}/fi/give`);
		assert.equal(await again.locator('#draft-found').isVisible(), offered, `${days} days`);
		if (offered) await button(again, w('fi', 'give_draft_drop')).click();
		assert.equal(await again.evaluate(() => localStorage['kaiku.draft']), undefined);
	}
	assert.deepEqual(bad, []);
	await context.close();
});

test('a lost connection loses nothing, and the message is stored once', async () => {
	const { context, page } = await open();
	await page.goto(`${k.url}/fi/give`);
	await fillGive(page, 'fi', { text: TEXT, place: 'Rantapuisto' });
	await atStep(page, 'check');
	const before = matters();
	await context.setOffline(true);
	await button(page, w('fi', 'give_send')).click();
	await page.getByText(w('fi', 'give_lost')).waitFor();
	await page.locator('#unsent button:focus').waitFor();
	await axe(page, 'the lost connection');
	assert.ok((await summary(page)).includes('Rantapuisto'));
	await button(page, w('fi', 'give_try_again')).click();
	await page.getByText(w('fi', 'give_lost')).waitFor();
	assert.equal(matters(), before);
	await context.setOffline(false); // it goes by itself
	await page.locator('.number').waitFor();
	assert.equal(matters(), before + 1);

	// the message arrives, its answer does not: the same key makes one of both
	await page.goto(`${k.url}/fi/give`);
	await fillGive(page, 'fi', { text: `${TEXT} Toinen.` });
	let lost = 0;
	await page.route('**/fi/give', async (route) => {
		if (route.request().method() !== 'POST' || lost++) return route.continue();
		await route.fetch();
		return route.abort('connectionreset');
	});
	await atStep(page, 'check');
	await button(page, w('fi', 'give_send')).click();
	await page.getByText(w('fi', 'give_lost')).waitFor();
	assert.equal(matters(), before + 2);
	await button(page, w('fi', 'give_try_again')).click();
	await page.locator('.number').waitFor();
	assert.equal(matters(), before + 2);
	assert.equal(query(k, 'SELECT count(*) FROM entry'), '0', 'and nothing was added to it');
	await context.close();
});

test('the text goes before its photos; one that is lost is named and tried again', async () => {
	const { context, page } = await open();
	await page.goto(`${k.url}/fi/give`);
	await fillGive(page, 'fi', { text: TEXT, photo: [{ ...picture, name: 'aita.jpg' }, { name: 'lampi.png', mimeType: 'image/png', buffer: png(64, 48) }] });
	const order = [];
	let tries = 0;
	await page.route(/\/(give|photos)$/, async (route) => {
		if (route.request().method() === 'POST') order.push(new URL(route.request().url()).pathname.replace(/^\/follow\/[^/]*/, ''));
		if (/photos$/.test(route.request().url()) && ++tries === 2) return route.abort('connectionreset');
		return route.continue();
	});
	await sendGive(page, 'fi');
	await readReceipt(page, k);
	await page.getByText(w('fi', 'receipt_photos_failed')).waitFor();
	await said(page, `aita.jpg – ${w('fi', 'receipt_photo_sent')}`);
	await said(page, `lampi.png – ${w('fi', 'receipt_photo_not')}`);
	assert.deepEqual(order, ['/fi/give', '/photos', '/photos']);
	await axe(page, 'the receipt with a photo lost');
	await targets(page, 'the receipt with a photo lost');
	await button(page, w('fi', 'give_try_again')).click();
	await page.getByText(w('fi', 'receipt_photos_done')).waitFor();
	const id = query(k, 'SELECT max(id) FROM matter');
	assert.equal(query(k, `SELECT name || ' ' || COALESCE(entry_id, 0) FROM attachment WHERE matter_id = ${id} ORDER BY id`).replace(/\n/g, ','), 'aita.jpg 0,lampi.png 0', 'each once, as part of the message');
	await until(() => query(k, 'SELECT count(*) FROM photo WHERE todo = 1') === '0', 'the pictures');
	await context.close();
});

test('where a photo was taken is used with a yes, and only then', async () => {
	const { context, page, bad } = await open();
	const there = { name: 'aita.jpg', mimeType: 'image/jpeg', buffer: jpegWithAll(picture.buffer) };
	const at = async () => [await page.inputValue('#lat'), await page.inputValue('#lon')];
	const offer = page.locator('#photo-place');
	await page.goto(`${k.url}/fi/give`);
	await fillGive(page, 'fi', { text: TEXT, photo: picture });
	await page.waitForTimeout(200);
	assert.equal(await offer.isVisible(), false, 'a photo that does not know');
	await page.setInputFiles('#photo', there);
	await page.getByText(w('fi', 'give_photo_place'), { exact: true }).waitFor();
	await axe(page, 'the offer of a photo');
	await targets(page, 'the offer of a photo');
	await button(page, w('fi', 'give_photo_place_no')).click();
	assert.deepEqual([await at(), await offer.isVisible()], [['', ''], false]);
	await page.setInputFiles('#photo', there);
	await button(page, w('fi', 'give_photo_place_yes')).click();
	await said(page, w('fi', 'give_photo_place_done'));
	assert.deepEqual(await at(), ['60.170094', '24.935525']);
	await sendGive(page, 'fi');
	await page.getByText(w('fi', 'receipt_photos_done')).waitFor();
	const id = query(k, 'SELECT max(id) FROM matter');
	assert.match(query(k, `SELECT lat FROM matter WHERE id = ${id}`), /^60\.170094/);

	// whatever else stands in a file: a place on the earth, or none, and no error
	await page.goto(`${k.url}/fi/give`);
	const [south, wild] = await page.evaluate(async ([good, big]) => {
		const bytes = (b64) => Uint8Array.from(atob(b64), (c) => c.charCodeAt(0));
		const odd = [];
		const check = (b, what) => {
			const p = window.kaikuPhotoPlace(b.buffer);
			if (p !== null && !(p.length === 2 && Math.abs(p[0]) <= 90 && Math.abs(p[1]) <= 180)) odd.push(`${what}: ${p}`);
		};
		const jpeg = bytes(good);
		for (let n = 0; n < 420; n++) {
			check(jpeg.slice(0, n), `cut at ${n}`);
			for (const value of [0, 1, 0x7f, 0xff]) {
				const b = jpeg.slice();
				b[n] = value;
				check(b, `${value} at ${n}`);
			}
		}
		return [window.kaikuPhotoPlace(bytes(big).buffer), odd];
	}, [there.buffer.toString('base64'), bigEndian().toString('base64')]);
	assert.deepEqual(south, [-33.5, -70.25]);
	assert.deepEqual(wild, []);
	assert.deepEqual(bad, []);
	await context.close();
});

/** A photo of Santiago by a camera that writes the other way round (33° 30' S, 70° 15' W). */
function bigEndian() {
	const hex = (s) => Buffer.from(s.replace(/\s/g, ''), 'hex');
	const tiff = hex(`4d4d002a 00000008 0001 8825 0004 00000001 0000001a 00000000
		0004 0001 0002 00000002 53000000 0002 0005 00000003 00000050 0003 0002 00000002 57000000 0004 0005 00000003 00000068 00000000
		00000021 00000001 0000001e 00000001 00000000 00000000 00000046 00000001 0000000f 00000001 00000000 00000001`);
	const head = hex('ffd8 ffe0 0004 0000 ffe1 0000 457869660000');
	head.writeUInt16BE(tiff.length + 8, 10);
	return Buffer.concat([head, tiff, hex('ffda')]);
}

test('the page is installable, in each language', async () => {
	const { context, page } = await open();
	const cdp = await context.newCDPSession(page);
	for (const lang of LANGS) {
		await page.goto(`${k.url}/${lang}/give`);
		const { installabilityErrors } = await cdp.send('Page.getInstallabilityErrors');
		assert.deepEqual(installabilityErrors.map((e) => e.errorId), ['in-incognito'], 'nothing but the window of this test');
		const { errors, data, manifest } = await cdp.send('Page.getAppManifest');
		assert.deepEqual(errors, []);
		assert.equal(manifest.startUrl, `${k.url}/${lang}/give`);
		const said = JSON.parse(data);
		assert.deepEqual([said.lang, said.short_name, said.theme_color], [lang, w(lang, 'install_short'), '#0b5563']);
		for (const icon of said.icons.filter((i) => i.type === 'image/png')) {
			const png = await (await context.request.get(k.url + icon.src)).body();
			assert.equal(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`, icon.sizes);
		}
	}
	await context.close();
});

test('a sheet for a wall: its code leads to the form with the topic or the place chosen', async () => {
	const { context, page, bad } = await open({ viewport: DESK });
	const dir = mkdtempSync(path.join(os.tmpdir(), 'kaiku-sheet-'));
	const decoded = (file) => execFileSync('zbarimg', ['-q', '--raw', file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
	await signIn(page, k, STAFF.admin, 'fi');
	await page.goto(`${k.url}/staff/admin/links`);
	await link(page, 'Svenska').click();
	await page.getByLabel('Gatubelysning', { exact: true }).check();
	await page.getByLabel(w('sv', 'sheet_any'), { exact: true }).check();
	await page.locator('input[name=facility][value=paakirjasto]').check();
	await page.locator('main button[type=submit]').click();
	await page.waitForURL(/links\/print/);
	const urls = [`${k.url}/sv/give`, `${k.url}/sv/give?topic=street_lighting`, `${k.url}/sv/give?facility=paakirjasto`];
	await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
	const sheets = page.locator('.poster');
	assert.equal(await sheets.count(), 3);
	for (const [i, url] of urls.entries()) {
		await sheets.nth(i).screenshot({ path: path.join(dir, `${i}.png`) });
		assert.equal(decoded(path.join(dir, `${i}.png`)), url);
		assert.ok((await sheets.nth(i).innerText()).includes(url.replace('http://', '')), 'and its address in words');
	}
	assert.ok((await sheets.nth(1).innerText()).includes('Gatubelysning'));
	writeFileSync(path.join(dir, 'a4.pdf'), await page.pdf({ format: 'A4' }));
	assert.match(execFileSync('pdfinfo', [path.join(dir, 'a4.pdf')], { encoding: 'utf8' }), /Pages: +3\n/, 'an A4 each');
	const file = await context.request.get(`${k.url}/staff/admin/links/code.svg?topic=street_lighting&in=sv`);
	assert.equal(file.headers()['content-type'], 'image/svg+xml');
	writeFileSync(path.join(dir, 'code.svg'), await file.body());
	vips('copy', path.join(dir, 'code.svg'), path.join(dir, 'code.png'));
	assert.equal(decoded(path.join(dir, 'code.png')), urls[1]);
	assert.equal((await context.request.get(`${k.url}/staff/admin/links/code.svg?topic=olematon`)).status(), 404);
	await page.goto(urls[1]);
	assert.equal(await page.inputValue('#topic'), 'street_lighting');
	await page.goto(urls[2]);
	assert.equal(await page.inputValue('#facility'), 'paakirjasto');
	rmSync(dir, { recursive: true });
	assert.deepEqual(bad, []);
	await context.close();
});

test('the form with all that belongs to it is at most 100 kB on its way', async () => {
	const { context, page } = await open();
	const sizes = [];
	page.on('requestfinished', (r) => sizes.push(r.sizes().then((s) => s.responseBodySize)));
	await page.goto(`${k.url}/fi/give`, { waitUntil: 'networkidle' });
	const total = (await Promise.all(sizes)).reduce((a, b) => a + b, 0);
	assert.ok(sizes.length >= 5 && total < 100000, `${sizes.length} files, ${total} bytes`);
	await context.close();
});
