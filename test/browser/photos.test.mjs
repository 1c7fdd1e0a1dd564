// Photos in a browser: made smaller before they are sent, and covered by
// dragging, by keys and by fields.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { query, start, until } from '../lib/kaiku.mjs';
import { answer, at, given, publish, staff } from '../lib/desk.mjs';
import { CANARY, jpegWithAll, kinds, png } from '../lib/images.mjs';
import { DESK, PHONE, axe, fits, launch, targets, watch } from './browser.mjs';
import { sendGive } from './steps.mjs';
import { w } from './words.mjs';

let k, browser, desk, dir;
before(async () => {
	dir = mkdtempSync(path.join(os.tmpdir(), 'kaiku-photos-'));
	k = await start({ matters: 0 });
	desk = await staff(k);
	browser = await launch();
});
after(async () => {
	await browser?.close();
	await k?.stop();
	rmSync(dir, { recursive: true, force: true });
});

const made = () => until(() => query(k, 'SELECT count(*) FROM photo WHERE todo = 1') === '0', 'the pictures', 60000);
async function open(viewport, options = {}) {
	const context = await browser.newContext({ viewport, ...options });
	await context.addCookies([...desk.cookies].map(([name, value]) => ({ name, value, url: k.url })));
	const page = await context.newPage();
	page.bad = watch(page, k.url);
	return page;
}

test('what is sent is smaller, upright and without what was beside the pixels; what cannot be opened goes as it is', async () => {
	const page = await open(PHONE);
	writeFileSync(path.join(dir, 'suuri.jpg'), jpegWithAll(kinds(dir, 3000, 1500).jpg));
	writeFileSync(path.join(dir, 'pieni.png'), png(64, 48));
	writeFileSync(path.join(dir, 'puhelin.heic'), kinds(dir, 640, 480).heic);
	await page.goto(`${k.url}/fi/give`);
	await page.fill('#text', 'Keinun ketju on poikki leikkipuistossa.');
	await page.click('summary:has-text("kuva")');
	await page.setInputFiles('#photo', ['suuri.jpg', 'pieni.png', 'puhelin.heic'].map((n) => path.join(dir, n)));
	await sendGive(page, 'fi');
	await page.getByText(w('fi', 'receipt_photos_done')).waitFor();
	const sent = query(k, "SELECT name || ' ' || media_type || ' ' || file FROM attachment ORDER BY id").split('\n').map((l) => l.split(' '));
	assert.deepEqual(sent.map(([n, t]) => `${n} ${t}`), ['suuri.jpg image/jpeg', 'pieni.png image/png', 'puhelin.heic image/heic']);
	const big = readFileSync(path.join(k.dir, 'esimerkkila', 'files', sent[0][2]));
	assert.ok(!big.includes(CANARY) && !big.includes('Exif'), 'the browser sent pixels');
	const at = big.findIndex((b, i) => b === 0xff && [0xc0, 0xc2].includes(big[i + 1]));
	assert.deepEqual([big.readUInt16BE(at + 7), big.readUInt16BE(at + 5)], [1000, 2000], 'turned, and 2,000 pixels high');
	assert.deepEqual(page.bad, []);
	await page.context().close();
});

test('covered by dragging, moved and sized by keys, removed; the fields say the same', async () => {
	const g = await given(k, { text: 'Keinun ketju on poikki leikkipuistossa.', topic: 'parks', may_publish: '1' }, { files: [['photo', 'keinu.jpg', kinds(dir, 800, 600).jpg, 'image/jpeg']] });
	await made();
	const id = query(k, 'SELECT max(attachment_id) FROM photo');
	const page = await open(DESK);
	await page.goto(`${k.url}/staff/photos/${id}`);
	const svg = page.locator('.stage svg');
	await svg.scrollIntoViewIfNeeded();
	const box = await svg.boundingBox();
	const to = (x, y) => [box.x + box.width * x, box.y + box.height * y];
	const drag = async (a, b) => { await page.mouse.move(...to(...a)); await page.mouse.down(); await page.mouse.move(...to(...b), { steps: 4 }); await page.mouse.up(); };
	const fields = async (n) => Promise.all([...'xywh'].map(async (f) => Math.round(Number((await page.inputValue(`#${f}-${n}`)).replace(',', '.')))));
	await drag([0.1, 0.2], [0.3, 0.5]);
	assert.deepEqual(await fields(1), [10, 20, 20, 30]);
	assert.equal(await page.evaluate(() => document.activeElement.localName), 'rect', 'it has the focus');
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Shift+ArrowRight');
	assert.deepEqual(await fields(1), [11, 21, 21, 30]);
	await drag([0.2, 0.3], [0.4, 0.3]);
	assert.deepEqual(await fields(1), [31, 21, 21, 30], 'dragged elsewhere');
	await drag([0.7, 0.9], [0.6, 0.8]); // backwards
	assert.deepEqual(await fields(2), [60, 80, 10, 10]);
	await drag([0.0, 0.0], [0.05, 0.05]); // no row was free: one more
	assert.deepEqual(await fields(3), [0, 0, 5, 5]);
	await page.keyboard.press('Delete');
	assert.equal(await page.inputValue('#x-3'), '');
	assert.equal(await page.evaluate(() => document.activeElement.id), 'x-3', 'the focus is not lost');
	await page.fill('#w-2', '15');
	assert.equal(await svg.locator('rect').nth(1).getAttribute('width'), '150', 'drawn as it is typed');
	await axe(page, 'a photo being covered');
	await page.click('button[value=save]');
	await page.waitForURL(/done=covered/);
	await made();
	assert.match(query(k, `SELECT covers FROM photo WHERE attachment_id = ${id}`), /^31\d,21\d,21\d,30\d;60\d,80\d,150,10\d$/);
	assert.deepEqual(page.bad, []);
	await page.context().close();

	await answer(desk, g.number, { text: 'Keinu korjataan.', outcome: 'answered' });
	await publish(desk, g.number, { show_text: '1' });
	await desk.submit(await desk.get(`/staff/photos/${id}`), `/staff/photos/${id}/publish`, { alt: 'Keinu, jonka ketju on poikki.' });
	for (const viewport of [PHONE, DESK, { width: 320, height: 700 }]) for (const colorScheme of ['light', 'dark']) for (const javaScriptEnabled of viewport === PHONE ? [true, false] : [true])
		for (const target of [`/staff/photos/${id}`, at(g.number), `/fi/matters/${g.number}`, `/follow/${g.code}?lang=sv`]) {
			const seen = await open(viewport, { colorScheme, javaScriptEnabled });
			await seen.goto(k.url + target);
			const what = `${target}, ${viewport.width}, ${colorScheme}`;
			await fits(seen, what);
			if (javaScriptEnabled) {
				if (target !== at(g.number)) await targets(seen, what);
				await axe(seen, what);
			}
			assert.deepEqual(seen.bad, []);
			await seen.context().close();
		}
});
