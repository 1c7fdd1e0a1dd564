// What scripts add to the desk: drafts that save themselves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { DESK, PHONE, axe, fits, stage, watch } from './browser.mjs';
import { STAFF } from '../lib/kaiku.mjs';
import { at, given } from '../lib/desk.mjs';

let k, browser;
stage({ workers: 2 }, (s) => { ({ k, browser } = s); });

async function signedIn(options = {}) {
	const context = await browser.newContext({ viewport: DESK, locale: 'fi', ...options });
	context.setDefaultTimeout(15000);
	const page = await context.newPage();
	const bad = watch(page, k.url);
	await page.goto(`${k.url}/staff/login`);
	await page.locator('#mail').fill(STAFF.desk);
	await page.locator('#password').fill(STAFF.password);
	await page.locator('#password').press('Enter');
	await page.waitForURL(/\/staff\/queue/);
	return { context, page, bad };
}
const told = (page) => page.locator('[data-draft-told] [role=status]');

test('an answer saves itself while it is written, and waits when the page is opened again', async () => {
	const { context, page, bad } = await signedIn();
	const g = await given(k);
	await page.goto(`${k.url}${at(g.number, '/answer')}`);
	await page.locator('#text').fill('Keinu korjataan');
	await told(page).getByText('Luonnos tallennettu').waitFor();
	await page.locator('#text').pressSequentially(' huomenna.');
	// Leaving saves what the pause had not: as the next page comes, beside it.
	await page.goto(`${k.url}/staff`);
	const there = async () => {
		await page.goto(`${k.url}${at(g.number, '/answer')}`);
		return await page.locator('#text').inputValue() === 'Keinu korjataan huomenna.';
	};
	for (const end = Date.now() + 10000; !await there() && Date.now() < end;) await sleep(200);
	assert.equal(await page.locator('#text').inputValue(), 'Keinu korjataan huomenna.');
	await axe(page, 'an answer with a draft');
	await page.setViewportSize(PHONE);
	await fits(page, 'an answer with a draft');
	if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/draft-phone.png`, fullPage: true });
	await page.setViewportSize(DESK);
	if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/draft-desk.png`, fullPage: true });
	await page.locator('[data-draft-told] button[value=discard]').click();
	await page.waitForURL(/done=undrafted/);
	assert.equal(await page.locator('#text').inputValue(), '');
	assert.deepEqual(bad, []);
	await context.close();
});

test('a note that is being saved is made after its draft, and leaves none', async () => {
	const { context, page, bad } = await signedIn();
	const g = await given(k);
	await page.goto(`${k.url}${at(g.number)}`);
	// The draft is on its way, and slow, when the button is pressed.
	let hold;
	const held = new Promise((r) => { hold = r; });
	await page.route('**/note', async (r) => {
		if (r.request().postData()?.includes('step=autosave')) await held;
		await r.continue();
	});
	await page.locator('details', { has: page.locator('form[action$="/note"]') }).locator('summary').click();
	const saving = page.waitForRequest((r) => r.postData()?.includes('step=autosave') ?? false);
	await page.locator('#text').fill('Soitettava huoltoon.');
	await saving;
	await page.locator('form[action$="/note"] button[value=note]').click();
	hold();
	await page.waitForURL(/done=noted/);
	assert.equal(await page.locator('#text').inputValue(), '');
	assert.deepEqual(bad, []);
	await context.close();
});
