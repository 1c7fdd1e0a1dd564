// Every page that links lead to, staff pages too: axe-core, 320 px at 400 % zoom,
// phone and desk. Each in one language, scheme and width; KAIKU_EVERY=1 (test/run
// browser) in every one of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESK, PHONE, axe, fits, stage, watch } from './browser.mjs';
import { cookiesOf, crawl, everyRight, town } from './crawl.mjs';
import { LANGS } from './words.mjs';

const WAYS = LANGS.flatMap((lang, i) => ['light', 'dark'].map((scheme, j) => ({ lang, scheme, viewport: (i + j) % 2 ? DESK : PHONE })));

let k, browser, pages;
const desks = {};
stage({ workers: 2, matters: 40 }, async (s) => {
	({ k, browser } = s);
	for (const lang of LANGS) desks[lang] = await everyRight(k, lang);
	const context = await browser.newContext({ viewport: DESK, locale: 'fi' });
	await context.addCookies(cookiesOf(k, desks.fi));
	pages = await crawl(k, await context.newPage(), await town(k, desks.fi));
	assert.ok(pages.length > 90, `${pages.length} pages`);
	await context.close();
});

/** The same page in another language: in its address, or as the reader's browser asks. */
const inLang = (path, lang) => (/^\/fi\b/.test(path) ? path.replace('/fi', `/${lang}`)
	: /^\/(staff|style)/.test(path) && !path.includes('lang=') ? path : `${path.replace(/[?&]lang=\w+/, '')}${path.includes('?') && !/\?lang=\w+$/.test(path) ? '&' : '?'}lang=${lang}`);

async function lookAt(page, path, what) {
	await page.goto(k.url + path);
	await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
	await axe(page, what);
	await fits(page, what);
	const was = page.viewportSize();
	await page.setViewportSize({ width: 320, height: 256 });
	await fits(page, `${what} at 320 px`);
	await page.setViewportSize(was);
}

for (const [n, way] of WAYS.entries()) test(`${way.lang}, ${way.scheme}, ${way.viewport.width} px`, async () => {
	const { lang, scheme, viewport } = way;
	const context = await browser.newContext({ viewport, locale: lang, colorScheme: scheme, reducedMotion: 'reduce' });
	await context.addCookies(cookiesOf(k, desks[lang]));
	const page = await context.newPage(), bad = watch(page, k.url);
	let seen = 0;
	for (const [i, path] of pages.entries()) {
		if (!process.env.KAIKU_EVERY && i % WAYS.length !== n) continue;
		await lookAt(page, inLang(path, lang), `${path}, ${lang}, ${scheme}`);
		seen++;
	}
	assert.ok(seen >= 15, `${seen} pages`);
	assert.deepEqual(bad, []);
	await context.close();
});
