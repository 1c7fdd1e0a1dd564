// An answer from a template: three clicks from the page of the matter, also
// without scripts; with them the text is seen as its reader will see it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESK, stage, watch } from './browser.mjs';
import { give } from '../lib/kaiku.mjs';
import { button, signIn } from './steps.mjs';
import { w } from './words.mjs';

let k, browser;
stage({ matters: 20 }, (s) => { ({ k, browser } = s); });

async function desk(options) {
	const context = await browser.newContext({ viewport: DESK, ...options });
	context.setDefaultTimeout(15000);
	const page = await context.newPage();
	await signIn(page, k, 'asiantuntija@esimerkkila.example', 'fi');
	return page;
}
const pothole = () => give(k, { text: 'Kadulla on kuoppa, johon kaatuu.', topic: 'street_maintenance', place: 'Torikatu 5' });

for (const javaScriptEnabled of [true, false])
	test(`three clicks to an answer, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
		const page = await desk({ javaScriptEnabled });
		const bad = watch(page, k.url);
		const g = await pothole();
		await page.goto(`${k.url}/staff/matters/${g.number}`);
		let clicks = 0;
		const click = async (what) => { clicks++; await what.click(); await page.waitForLoadState(); };
		await click(page.getByRole('link', { name: 'Kuoppa korjataan' }));
		await click(button(page, w('fi', 'desk_preview_button')));
		await click(button(page, w('fi', 'desk_answer_send')));
		await page.getByText(w('fi', 'desk_done_answered')).waitFor();
		assert.ok(clicks <= 3, `${clicks} clicks`);
		assert.deepEqual(bad, []);
		await page.context().close();
	});

test('what is typed is seen as its reader will see it, and what is missing is marked', async () => {
	const page = await desk({});
	const g = await pothole();
	await page.goto(`${k.url}/staff/matters/${g.number}/answer`);
	const live = page.locator('[data-live-text]');
	await page.locator('#text').fill('Hei {lähettäjä},\n\nkuoppa on <b>korjattu</b>.\nKiitos!');
	assert.equal(await live.locator('p').count(), 2);
	assert.equal(await live.locator('mark').innerText(), '{lähettäjä}');
	assert.equal(await live.locator('b').count(), 0, 'words stay words');
	assert.match(await live.innerText(), /kuoppa on <b>korjattu<\/b>\.\s+Kiitos!/);
	await page.locator('#template').selectOption({ label: 'Kuoppa korjataan' });
	await button(page, w('fi', 'desk_template_insert')).click();
	await page.waitForLoadState();
	assert.match(await page.locator('#text').inputValue(), /^Hei \{lähettäjä\},[\s\S]*paikkauskierroksen/);
	assert.match(await live.innerText(), /paikkauskierroksen/);
	await page.locator('#text').fill('Enter ei lähetä mitään.');
	await page.locator('.other-way summary').click();
	await page.locator('[name=told_by]').press('Enter');
	await page.getByRole('heading', { name: w('fi', 'desk_preview_title') }).waitFor(); // the preview, never a template
	await page.context().close();
});
