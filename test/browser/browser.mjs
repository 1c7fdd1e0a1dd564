// browser.mjs: Debian's Chromium by Playwright, and axe-core on every page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';
import { start } from '../lib/kaiku.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1440, height: 900 };

export function launch() {
	return chromium.launch({
		executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
		args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
			'--disable-background-networking', '--disable-component-update', '--disable-sync'],
	});
}

/** The service and a browser for all tests of a file: `begin` gets {k, browser} before the first, both end after the last. */
export function stage(options, begin) {
	const s = {};
	before(async () => {
		s.k = await start(options);
		s.browser = await launch();
		await begin(s);
	});
	after(async () => {
		await s.browser?.close();
		await s.k?.stop();
	});
}

/** Fails on every request that leaves our own origin, and on every script error. */
export function watch(page, origin) {
	const bad = [];
	page.on('request', (r) => { if (!r.url().startsWith(origin) && !r.url().startsWith('data:')) bad.push(`request to ${r.url()}`); });
	page.on('pageerror', (e) => bad.push(`script error: ${e.message}`));
	page.on('console', (m) => { if (m.type() === 'error' && !/status of (4|5)\d\d/.test(m.text())) bad.push(`console: ${m.text()}`); });
	return bad;
}

/** Runs axe-core (WCAG 2.2 AA and best practices) on the page as it stands, its strict content policy in force. */
export async function axe(page, what) {
	if (!await page.evaluate(() => Boolean(window.axe))) await page.evaluate(`${axeSource}; 0`);
	const found = await page.evaluate(async () => {
		const r = await window.axe.run(document, {
			runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
			resultTypes: ['violations'],
		});
		return r.violations.map((v) => `${v.id} (${v.impact}): ${v.help}: ${v.nodes.slice(0, 4).map((n) => `${n.target.join(' ')} ${n.failureSummary ?? ''}`).join(' | ')}`);
	});
	assert.deepEqual(found, [], `axe on ${what} (${page.url()})`);
}

/** The same for a page whose browser runs no scripts: axe needs some, so it looks at a copy that runs none of ours. */
export async function axeOfCopy(page, what) {
	const url = page.url();
	const body = await page.content();
	copies.page ??= await page.context().browser().newPage();
	await copies.page.setViewportSize(page.viewportSize());
	await copies.page.route('**', (r) => (r.request().url() === url ? r.fulfill({ body, contentType: 'text/html; charset=utf-8' })
		: r.request().url().endsWith('.js') ? r.abort() : r.continue()));
	await copies.page.goto(url);
	await axe(copies.page, `${what}, without scripts`);
	await copies.page.unroute('**');
}
const copies = {};

/** No page may be wider than its window. */
export async function fits(page, what) {
	const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
	assert.ok(over <= 0, `${what} is ${over} px wider than its window`);
}

/** What a finger presses is at least 44 by 44 px. Links within a sentence are not meant, nor is what cannot be seen. */
export async function targets(page, what) {
	const small = await page.evaluate(() => {
		const inSentence = (e) => getComputedStyle(e).display === 'inline'
			&& [...e.parentElement.childNodes].some((n) => n !== e && n.textContent.trim() && getComputedStyle(n.nodeType === 3 ? e.parentElement : n).display === 'inline' || n.nodeType === 3 && n.data.trim());
		const area = (e) => {
			const row = e.matches('[type=checkbox], [type=radio]') ? e.closest('.check, .pick-box') ?? e : e.matches('.matter-link') ? e.closest('li') : e;
			return row.getBoundingClientRect();
		};
		return [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
			.filter((e) => e.type !== 'hidden' && e.checkVisibility({ visibilityProperty: true }) && !e.matches('.skip') && !inSentence(e))
			.map((e) => [e, area(e)]).filter(([, r]) => r.width < 43.9 || r.height < 43.9)
			.map(([e, r]) => `${Math.round(r.width)} x ${Math.round(r.height)}: ${e.outerHTML.slice(0, 120)}`);
	});
	assert.deepEqual(small, [], `targets on ${what} (${page.url()})`);
}
