// What somebody writes in bad faith runs nowhere: every text that people may
// have written, in every column of every table and in every field of every form,
// is shown in Chromium on every page that links lead to, with the content policy
// (where it has nothing to refuse either) and without it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { DESK, stage } from './browser.mjs';
import { cookiesOf, crawl, everyRight, shape, town } from './crawl.mjs';
import { query } from '../lib/kaiku.mjs';

const CORPUS = readFileSync(new URL('../data/xss.txt', import.meta.url), 'utf8').split('\n').filter((l) => l && !l.startsWith('# '));
const ALL = CORPUS.join('\n');

let k, browser;
stage({ workers: 2, matters: 0 }, (s) => { ({ k, browser } = s); });

// ---- what is watched ----

/** A page that counts what ran, and what its policy refused to run. */
async function observer(bypassCSP, cookies = []) {
	const context = await browser.newContext({ viewport: DESK, locale: 'fi', bypassCSP });
	await context.addCookies(cookies);
	const page = await context.newPage(), seen = { ran: [], refused: [] };
	page.setDefaultTimeout(20000);
	await context.exposeFunction('hx', () => { seen.ran.push(page.url()); });
	page.on('dialog', (d) => { seen.ran.push(`${d.message()} ${page.url()}`); d.dismiss(); });
	page.on('console', (m) => { if (/Content Security Policy/.test(m.text())) seen.refused.push(`${page.url()}: ${m.text().slice(0, 200)}`); });
	return { context, page, seen };
}

/** Nothing of the page came from what somebody wrote: no handler, no script, no address that runs. */
const strange = (page) => page.evaluate(() => [...document.querySelectorAll('*')].filter((e) => [...e.attributes].some((a) => /^on/i.test(a.name)
	|| (/^(href|src|action|formaction|data|srcdoc|xlink:href|background|poster)$/i.test(a.name) && /^[\s\u0000-\u001f]*(javascript|vbscript|data:text)/i.test(a.value)))
	|| (e.tagName === 'SCRIPT' && !e.src) || /^(IFRAME|OBJECT|EMBED|BASE|MATH|MARQUEE|HX)$/i.test(e.tagName) || (e.tagName === 'META' && e.httpEquiv))
	.map((e) => e.outerHTML.slice(0, 160)));

async function calm(o, what) {
	assert.deepEqual(await strange(o.page), [], `${what}: markup of somebody's`);
	assert.deepEqual(o.seen, { ran: [], refused: [] }, what);
}

// ---- what is written ----

/** Columns that no person's words come into: names of ours, keys, and what programs make. */
const OURS = /(^|_)(author|hash|key|digest|code|kind|state|lang|type|channel|handling|outcome|verdict|what|whom|how|purpose|delivery|visibility|clock|measure|act|actor|slug|host|shape|chain|salt|commitment|csrf|permission|facets|weights|fate|file|files|status|reasons?|reactions|answers|part|told|signer|page|covers|query|route|fingerprint|ref|secret|version|day|date|hours)$|^(setting|mail|search_|job|draft|idempotency|head|schema_|party_word|staff_link|staff_session|tenant_host|stat_)/;
const JOINED = /^(text|title|answer|note|.*_note|words|why|.*_why|payload|urgency|folded|notice_.*|receipt_.*|text_.*)$/;

function plant() {
	const quote = (s) => `'${s.replaceAll("'", "''")}'`;
	const rows = CORPUS.map((p, i) => `(${i}, ${quote(p)})`);
	query(k, `CREATE TABLE planted (n INTEGER PRIMARY KEY, p TEXT); INSERT INTO planted VALUES ${rows.join(', ')}`);
	const columns = query(k, `SELECT m.name, p.name FROM sqlite_master m JOIN pragma_table_info(m.name) p
		WHERE m.type = 'table' AND upper(p.type) = 'TEXT' AND m.name <> 'planted'`).split('\n').map((l) => l.split('|'));
	const chosen = columns.filter(([t, c]) => !OURS.test(t) && !OURS.test(c) && !(t === 'event'));
	for (const [t, c] of chosen)
		query(k, `UPDATE ${t} SET ${c} = ${JOINED.test(c) ? quote(ALL) : `(SELECT p FROM planted WHERE n = abs(random()) % ${CORPUS.length}) || id`} WHERE ${c} <> ''`
			.replace('|| id', /^(about|setting|signature)$/.test(t) ? '' : '|| rowid'));
	query(k, 'DROP TABLE planted');
	return chosen.length;
}

// ---- where it is shown ----

/** Every field of the form filled and sent; what comes back is a page like others. */
async function sendForm(o, page, action) {
	await o.page.goto(k.url + page);
	const found = await o.page.evaluate(([wanted, all, some]) => {
		const form = [...document.querySelectorAll('form[method=post]')].find((f) => new URL(f.action).pathname === wanted);
		if (!form) return false;
		let i = 0;
		for (const e of form.elements) {
			if (e.tagName === 'TEXTAREA') e.value = all;
			else if (e.tagName === 'INPUT' && /^(text|search|email|tel|url|number|password)$/.test(e.type)) { e.type = 'text'; e.removeAttribute('maxlength'); e.value = some[i++ % some.length]; }
		}
		HTMLFormElement.prototype.submit.call(form);
		return true;
	}, [action, ALL, CORPUS]);
	if (!found) return 0;
	await o.page.waitForLoadState('load');
	await o.page.waitForFunction(() => document.readyState === 'complete');
	await calm(o, `${action} on ${page}`);
	return 1;
}

let pages, desk;

test('in every column, on every page, without the policy', async () => {
	desk = await everyRight(k, 'fi');
	const from = await town(k, desk);
	assert.ok(plant() > 40, 'columns that people write');
	await k.restart(); // what each process remembers
	const o = await observer(true, cookiesOf(k, desk));
	const forms = new Map();
	let shown = 0;
	pages = await crawl(k, o.page, from, async (path, page) => {
		await calm(o, path);
		shown += (await page.content()).includes('hx()');
		for (const action of await page.evaluate(() => [...document.querySelectorAll('form[method=post]')].map((f) => new URL(f.action).pathname)))
			if (!forms.has(shape(action))) forms.set(shape(action), [path, action]);
	});
	pages.forms = [...forms.values()];
	assert.ok(pages.length > 90 && shown > 60, `${pages.length} pages, ${shown} show it`);
	await o.context.close();
});

test('with the policy, it has nothing to refuse; no page is heavier than its budget, and none asks elsewhere', async () => {
	const o = await observer(false, cookiesOf(k, desk)), sizes = new Map(), elsewhere = [];
	o.page.on('request', (r) => { if (!r.url().startsWith(k.url) && !r.url().startsWith('data:')) elsewhere.push(`${r.url()} on ${o.page.url()}`); });
	const size = async (url) => sizes.get(url) ?? sizes.set(url, gzipSync(await (await fetch(url)).text()).length).get(url);
	let heaviest = [0];
	for (const path of pages) {
		const html = await (await o.page.goto(k.url + path)).text();
		await calm(o, path);
		const parts = await o.page.evaluate(() => performance.getEntriesByType('resource').map((e) => e.name).filter((n) => /\.(css|js)(\?|$)/.test(n)));
		let sum = gzipSync(html).length;
		for (const url of new Set(parts)) sum += await size(url);
		assert.ok(sum <= (parts.some((n) => n.includes('leaflet')) ? 200000 : 100000), `${path}: ${sum} bytes of HTML, CSS and JS, compressed`);
		heaviest = [[sum, path], heaviest].sort((x, y) => y[0] - x[0])[0];
	}
	assert.ok(heaviest[0] > 10000, `the heaviest: ${heaviest}`);
	assert.deepEqual(elsewhere, []);
	await o.context.close();
});

test('in an address, in suggestions, beside what is written', async () => {
	const o = await observer(true);
	for (const path of ['/fi/matters', '/fi/map', '/fi/give', '/fi/figures', '/fi/notices', '/fi/follow', '/staff/login'])
		for (const evil of [ALL.slice(0, 1500), ...CORPUS.slice(0, 6)]) {
			const query = ['q', 'type', 'topic', 'unit', 'next', 'place', 'from', 'period', 'code', 'after', 'facility', 'area'].map((n) => `${n}=${encodeURIComponent(evil)}`).join('&');
			const r = await o.page.goto(`${k.url}${path}?${query.slice(0, 7000)}`);
			assert.ok(r.status() < 500, `${path}: ${r.status()}`);
			await calm(o, path);
		}
	// What scripts put on a page.
	await o.page.goto(`${k.url}/fi/map?at=60.2,24.9,18`);
	await o.page.locator('.spot').first().press('Enter');
	await o.page.locator('.leaflet-popup').waitFor();
	await calm(o, 'a popup of the map');
	await o.page.goto(`${k.url}/fi/give`);
	await o.page.locator('#text').fill(`Keinu on rikki. ${ALL.slice(0, 900)}`);
	await o.page.locator('#near [data-first-item]').first().waitFor();
	await calm(o, 'what is offered beside the text');
	await o.page.goto(`${k.url}/fi/matters`);
	const words = o.page.waitForResponse(/search\/words/);
	await o.page.locator('#q').pressSequentially('oner');
	await words;
	await calm(o, 'suggestions');
	await o.context.close();
});

test('in every field of every form, and in what comes back', async () => {
	const o = await observer(true, cookiesOf(k, desk));
	let sent = 0;
	for (const [page, action] of pages.forms)
		if (!/logout|\/staff\/(account|language|login)|deactivate/.test(action)) sent += await sendForm(o, page, action);
	assert.ok(sent > 50, `${sent} forms`);
	await o.context.close();
});

test('the observer sees what runs: the corpus as it is', async () => {
	const o = await observer(true);
	let ran = 0;
	await o.page.route('**/bare', (r) => r.fulfill({ contentType: 'text/html', body: `<!doctype html><body>${CORPUS[Number(new URL(r.request().url()).searchParams.get('n'))]}` }));
	for (const i of CORPUS.keys()) {
		await o.page.route(`**/bare?n=${i}`, (r) => r.fulfill({ contentType: 'text/html', body: `<!doctype html><body><input value="${CORPUS[i]}"><div>${CORPUS[i]}</div>` }));
		await o.page.goto(`${k.url}/bare?n=${i}`);
		await o.page.waitForTimeout(20);
		ran += o.seen.ran.length > 0 || (await strange(o.page)).length > 0;
		o.seen.ran.length = 0;
	}
	assert.ok(ran >= CORPUS.length * 0.8, `${ran} of ${CORPUS.length} would have run`);
	await o.context.close();
});
