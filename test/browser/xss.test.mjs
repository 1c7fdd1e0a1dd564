// What somebody writes in bad faith runs nowhere: every text that people may
// have written, in every column of every table and in every field of every form,
// is shown in Chromium on every page that links lead to, with the content policy
// (where it has nothing to refuse either) and without it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { DESK, stage } from './browser.mjs';
import { answer, given, publish, staff } from '../lib/desk.mjs';
import { query, run } from '../lib/kaiku.mjs';

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

/** Matters in every kind of standing, and the links that mails carry. */
async function town() {
	const mail = 'kaikki@sivut.example', password = 'sangen-pitka-salasana';
	const r = run(['staff-add', '--data', k.dir, ...(k.db ? ['--db', k.db] : []), '--mail', mail, '--name', 'Kaikki', '--unit', 'kadut', '--password-stdin', '--all'], { input: `${password}\n` });
	assert.equal(r.status, 0, r.stderr);
	const desk = await staff(k, mail, password);
	const open = await given(k, { text: 'Keinu on rikki leikkipuistossa.', nickname: 'Kulkija', place: 'Tori', lat: '60.2', lon: '24.9', may_publish: '1', type: 'fault', email: 'a@b.example' });
	await answer(desk, open.number, { text: 'Keinu korjataan.', outcome: 'answered' });
	await publish(desk, open.number, { show_text: '1', show_nickname: '1', show_place: '1', show_answer: '1' });
	const waits = await given(k, { text: 'Keinu on rikki leikkipuistossa.', email: 'a@b.example', phone: '040 123 4567', name: 'Maija' });
	const at = `/staff/matters/${waits.number}`;
	await desk.submit(await desk.get(at), `${at}/note`, { text: 'Muista.', note: 'Muista.' });
	const task = (await desk.submit(await desk.get(`${at}/contract`), `${at}/contract`, { name: 'Valo Oy', text: 'Korjaa.' })).text.match(/\/task\/[A-Za-z0-9_-]{43}/)[0];
	await desk.submit(await desk.get(`${at}/ask`), `${at}/ask`, { text: 'Monesko?', choices: 'Tämä\nTuo' });
	const ask = query(k, "SELECT body_text FROM mail WHERE body_text LIKE '%/ask/%'").match(/\/ask\/[A-Za-z0-9_-]{43}/)[0];
	for (const to of ['/staff/templates/new', '/staff/notices/new'])
		await desk.submit(await desk.get(to), to, { title: 'Pohja', text: 'Näin.', kind: 'faq', title_fi: 'Miksi?', text_fi: 'Siksi.', do: 'publish' });
	return { desk, links: [`/follow/${open.code}`, `/follow/${waits.code}`, task, ask, `/fi/matters/${open.number}`, at] };
}

// ---- where it is shown ----

const NO_PAGE = /\.(csv|atom|jsonl|geojson|xml|txt|svg|xlsx|pdf)(\?|$)|\/(files|photos)\/\d+\/?|\/logout|^\/(theme|map\/tiles)|^(mailto|tel):/;
const shape = (url) => url.replace(/\b(fi|sv|en)\b/, 'L').replace(/(?<=\/)(20\d\d-\d+|\d+|[A-Za-z0-9_-]{30,})/g, '#').replace(/=[^&]*/g, '=');

/** Every page that links lead to, one of each shape. */
async function crawl(o, from) {
	const waiting = [...from], known = new Set(waiting.map(shape)), pages = [];
	while (waiting.length && pages.length < 500) {
		const path = waiting.shift();
		const r = await o.page.goto(k.url + path);
		if (!(r.headers()['content-type'] ?? '').startsWith('text/html')) continue;
		assert.ok(r.status() < 500, `${path}: ${r.status()}`);
		await calm(o, path);
		pages.push(path);
		pages.shown = (pages.shown ?? 0) + (await o.page.content()).includes('hx()');
		const { links, forms } = await o.page.evaluate(() => ({
			links: [...document.querySelectorAll('a[href]')].map((a) => a.href),
			forms: [...document.querySelectorAll('form[method=post]')].map((f) => new URL(f.action).pathname),
		}));
		pages.forms ??= new Map();
		for (const f of forms) if (!pages.forms.has(shape(f))) pages.forms.set(shape(f), path);
		for (const href of links) {
			const path = href.startsWith(k.url) && href.slice(k.url.length).replace(/#.*/, '');
			if (!path || NO_PAGE.test(path) || known.has(shape(path))) continue;
			known.add(shape(path));
			waiting.push(path);
		}
	}
	return pages;
}

/** Every field of the form filled and sent; what comes back is a page like others. */
async function sendForm(o, page, action) {
	await o.page.goto(k.url + page);
	const found = await o.page.evaluate(([wanted, all, some]) => {
		const shape = new Function('url', 'return url.replace(/\\b(fi|sv|en)\\b/, "L").replace(/(?<=\\/)(20\\d\\d-\\d+|\\d+|[A-Za-z0-9_-]{30,})/g, "#").replace(/=[^&]*/g, "=")');
		const form = [...document.querySelectorAll('form[method=post]')].find((f) => shape(new URL(f.action).pathname) === wanted);
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

const cookiesOf = (client) => [...client.cookies].map(([name, value]) => ({ name, value, url: k.url }));
let pages, desk;

test('in every column, on every page, without the policy', async () => {
	const made = await town();
	desk = made.desk;
	assert.ok(plant() > 40, 'columns that people write');
	await k.restart(); // what each process remembers
	const o = await observer(true, cookiesOf(desk));
	pages = await crawl(o, ['/fi', '/fi/map', '/fi/matters?q=keinu', '/style', '/staff/queue/all', '/staff/search?q=keinu', '/staff/admin', ...made.links]);
	assert.ok(pages.length > 90 && pages.shown > 60, `${pages.length} pages, ${pages.shown} show it`);
	await o.context.close();
});

test('with the policy, it has nothing to refuse; no page is heavier than its budget, and none asks elsewhere', async () => {
	const o = await observer(false, cookiesOf(desk)), sizes = new Map(), elsewhere = [];
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
	await o.page.locator('#near a').first().waitFor();
	await calm(o, 'what is offered beside the text');
	await o.page.goto(`${k.url}/fi/matters`);
	const words = o.page.waitForResponse(/search\/words/);
	await o.page.locator('#q').pressSequentially('oner');
	await words;
	await calm(o, 'suggestions');
	await o.context.close();
});

test('in every field of every form, and in what comes back', async () => {
	const o = await observer(true, cookiesOf(desk));
	let sent = 0;
	for (const [action, page] of pages.forms)
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
