// The administration in Chromium: every page at phone and desk, light and dark,
// with axe-core finding nothing; and signing in with scripts off, as a real
// browser sends its forms.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STAFF } from '../lib/kaiku.mjs';
import { DESK, PHONE, axe, fits, stage, watch } from './browser.mjs';

const PAGES = ['', '/staff', '/staff/new', '/staff/import', '/units', '/units/new', '/units/import', '/topics', '/topics/new', '/settings', '/outbox'];
let k, browser;
stage({ matters: 30 }, (s) => { ({ k, browser } = s); });

/** Presses a button and waits for the page it leads to. */
const press = (page, selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);

async function signIn(page) {
	await page.goto(`${k.url}/staff/login`);
	await page.fill('#mail', STAFF.admin);
	await page.fill('#password', STAFF.password);
	await press(page, 'main button[type=submit]');
	assert.doesNotMatch(page.url(), /login/);
}

test('with scripts off: in, a unit made, out', async () => {
	const context = await browser.newContext({ javaScriptEnabled: false, viewport: PHONE });
	const page = await context.newPage();
	await signIn(page);
	await page.goto(`${k.url}/staff/admin/units/new`);
	await page.fill('#name_fi', 'Selaimen yksikkö');
	await page.fill('#code', 'selain');
	await press(page, 'main form button[type=submit]');
	assert.match(await page.textContent('main'), /Selaimen yksikkö/);
	await press(page, 'form[action="/staff/logout"] button');
	await page.goto(`${k.url}/staff/account`);
	assert.match(page.url(), /\/staff\/login\?next=/);
	await context.close();
});

for (const [name, viewport, colorScheme, lang] of [['phone, light, fi', PHONE, 'light', 'fi'], ['desk, dark, sv', DESK, 'dark', 'sv'], ['phone, dark, en', PHONE, 'dark', 'en']])
	test(`every page of the administration: ${name}`, async () => {
		const context = await browser.newContext({ viewport, colorScheme });
		const page = await context.newPage();
		const bad = watch(page, k.url);
		const look = async (what) => { await fits(page, what); await axe(page, what); };
		for (const open of ['/staff/login', '/staff/forgot', '/staff/link/none']) {
			await page.goto(`${k.url}${open}?lang=${lang}`);
			await look(open);
		}
		await signIn(page);
		await press(page, `form[action="/staff/language"] button[value=${lang}]`);
		assert.equal(await page.getAttribute('html', 'lang'), lang);
		for (const path of PAGES) {
			const r = await page.goto(`${k.url}/staff/admin${path}`);
			assert.equal(r.status(), 200, path);
			await look(path);
		}
		await page.goto(`${k.url}/staff/account`);
		await look('account');
		await page.goto(`${k.url}/staff/admin/staff`);
		await press(page, 'main table a');
		await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
		await look('a person');
		await page.goto(`${k.url}/staff/admin/staff/new`);
		await page.fill('#mail', 'nonsense');
		await press(page, 'main form:has(#mail) button[type=submit]');
		assert.equal(await page.inputValue('#mail'), 'nonsense');
		await look('a person with mistakes');
		await page.goto(`${k.url}/staff/admin/units/import`);
		await page.fill('#csv', 'code;name_fi;parent\nyksi;Yksi;\nhuono koodi;X;\n');
		await press(page, 'main form:has(#csv) button[type=submit]');
		await look('a table with mistakes');
		await page.fill('#csv', 'code;name_fi;parent\nyksi;Yksi;\n');
		await press(page, 'main form:has(#csv) button[type=submit]');
		await look('a table to save');
		assert.deepEqual(bad, []);
		await context.close();
	});
