// Maps by mouse and by keyboard, on a phone and a wide screen: spots, popups,
// the list, the permalink; choosing a place. Nothing leaves our own origin.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start, until } from '../lib/kaiku.mjs';
import { DESK, PHONE, axe, fits, launch, watch } from './browser.mjs';
import { atStep, unfold } from './steps.mjs';

let k, browser;
before(async () => { k = await start(); browser = await launch(); });
after(async () => { await browser?.close(); await k?.stop(); });

async function open(path, viewport, options = {}) {
	const context = await browser.newContext({ viewport, reducedMotion: 'reduce', ...options });
	const page = await context.newPage();
	const bad = watch(page, k.url);
	await page.goto(k.url + path);
	return { page, bad, close: async () => { assert.deepEqual(bad, []); await context.close(); } };
}
const answered = (page) => page.waitForFunction(() => document.querySelectorAll('.spot').length > 0);

for (const [name, viewport] of [['phone', PHONE], ['desk', DESK]]) {
	test(`${name}: the map shows what the list says; a popup leads to the message`, async () => {
		const { page, close } = await open('/fi/map', viewport);
		await answered(page);
		await fits(page, 'the map');
		await axe(page, `map, ${name}`);
		const total = Number((await page.textContent('#map-told')).match(/(\d+)\./)[1]);
		const shown = await page.$$eval('.spot', (l) => l.reduce((n, e) => n + (Number(e.textContent) || 1), 0));
		assert.equal(shown, total, 'spots and the sentence agree');
		assert.ok(new URL(page.url()).searchParams.get('at') || !(await page.$eval('#map-at', (e) => e.value)));
		// from a link to one place: its popup by the keyboard
		const spots = await page.evaluate(async () => (await (await fetch('/fi/map/spots?zoom=18&bbox=24.7,60.1,25.1,60.3')).json()).spots);
		const one = spots.find((s) => s.n === 1 && s.rows) ?? spots[0];
		await page.goto(`${k.url}/fi/map?at=${one.lat},${one.lon},18`);
		await answered(page);
		await page.focus('.spot');
		await page.keyboard.press('Enter');
		await page.waitForSelector('.leaflet-popup a[href^="/fi/matters/"]');
		await until(async () => (await page.evaluate(() => document.activeElement.closest('.leaflet-popup') !== null)), 'focus in the popup');
		await axe(page, `popup, ${name}`);
		await page.keyboard.press('Enter');
		await page.waitForURL(/\/fi\/matters\/20/);
		await page.goBack();
		await answered(page);
		// arrows move it, and the address follows
		const before = page.url();
		await page.focus('.map');
		await page.keyboard.press('ArrowRight');
		await page.waitForFunction((was) => location.href !== was, before);
		assert.match(page.url(), /at=60\.\d+,24\.\d+,18/);
		await close();
	});

	test(`${name}: a place is chosen by tapping, or by the crosshair and Enter`, async () => {
		const { page, close } = await open('/fi/give', viewport);
		await page.fill('#text', 'Lehtimajan penkki on poikki.');
		await atStep(page, 'where');
		await unfold(page, 'Kerro paikka');
		assert.equal(await page.locator('script[src*=leaflet]').count(), 0, 'the map is not fetched before it is wanted');
		await page.click('[data-map-open]');
		await page.waitForSelector('#map-pick .leaflet-tile-loaded');
		await fits(page, 'the open map');
		await axe(page, `choosing a place, ${name}`);
		await page.locator('#map-pick .map').click({ position: { x: 120, y: 150 } });
		const tapped = await page.inputValue('#lat');
		assert.match(tapped, /^\d\d\.\d{6}$/);
		await page.waitForFunction(() => /merkitty kartalle/.test(document.querySelector('#map-pick [role=status]').textContent));
		await page.focus('#map-pick .map');
		await page.keyboard.press('ArrowDown');
		await until(async () => { await page.keyboard.press('Enter'); return (await page.inputValue('#lat')) !== tapped; }, 'Enter to set the middle');
		assert.match(page.url(), /\/fi\/give$/, 'Enter sent no form');
		assert.equal(await page.locator('#map-pick .spot').count(), 1);
		await page.click('#map-pick [data-clear]');
		assert.equal(await page.inputValue('#lat') + await page.inputValue('#lon'), '');
		assert.equal(await page.locator('#map-pick .spot').count(), 0);
		await close();
	});
}

test('without scripts the page is a list', async () => {
	const { page, close } = await open('/sv/map', PHONE, { javaScriptEnabled: false });
	assert.equal(await page.locator('.map').isVisible(), false);
	assert.ok(await page.locator('#map-list a').count() > 2);
	await fits(page, 'the list');
	await close();
});

test('a place is chosen by keys alone: a facility from the list, then a house of a street; what is typed over it is forgotten', async () => {
	const { page, close } = await open('/fi/give', PHONE);
	await page.evaluate(() => { for (let e = document.getElementById('place'); e; e = e.parentElement) { e.hidden = false; if (e.tagName === 'DETAILS') e.open = true; } });
	const chosen = () => page.$eval('[name=facility]', (e) => (e.checked ? e.value : ''));
	const type = async (words) => { await page.fill('#place', ''); await page.locator('#place').pressSequentially(words); };
	await page.focus('#place');
	await type('uimaha');
	await page.waitForSelector('#place-list li:has-text("Uimahalli")');
	await page.keyboard.press('ArrowDown');
	assert.equal(await page.$eval('#place', (e) => document.getElementById(e.getAttribute('aria-activedescendant')).getAttribute('aria-selected')), 'true');
	await fits(page, 'the list of places');
	await axe(page, 'the list of places');
	await page.keyboard.press('Enter');
	assert.match(page.url(), /\/fi\/give$/, 'Enter sent no form');
	assert.equal(await page.inputValue('#place'), 'Uimahalli');
	assert.equal(await chosen(), 'uimahalli');
	assert.match(await page.inputValue('#lat'), /^60\.\d+$/);
	assert.match(await page.textContent('.find [role=status]'), /Valittu: Uimahalli/);
	await type('torikat');
	assert.equal(await chosen(), '');
	assert.equal(await page.inputValue('#lat'), '', 'its point goes with it');
	await page.waitForSelector('#place-list li:has-text("Torikatu 2")');
	await page.keyboard.press('ArrowUp');
	await page.keyboard.press('Escape');
	assert.equal(await page.locator('#place-list').isVisible(), false);
	assert.equal(await page.inputValue('#place'), 'torikat', 'Escape keeps what was typed');
	await page.locator('#place').pressSequentially('u 12');
	await page.waitForSelector('#place-list li:has-text("Torikatu 12")');
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('Enter');
	assert.equal(await page.inputValue('#place'), 'Torikatu 12');
	assert.match(await page.inputValue('#lon'), /^24\.\d+$/);
	await close();
});
