// Open data: facts of published matters and the city's answers, a page at a
// time; residents' words only where the municipality wants it; what is hidden is
// gone from the next answer, for who kept one too.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, STAFF, query as inDatabase, start, until } from '../lib/kaiku.mjs';
import { act, answer, given, publish, staff } from '../lib/desk.mjs';
import { readXml } from '../lib/xml.mjs';

let k, desk;
const mine = [];
before(async () => {
	k = await start({ matters: 60 });
	desk = await staff(k);
	for (const [i, topic] of ['street_maintenance', 'parks', 'parks'].entries()) {
		const g = await given(k, { topic, type: 'question', title: `OTSAKE${i}`, text: `RUNKO${i} puuttuu; "kadulta".`, place: `PAIKKA${i}`, nickname: `NIMI${i}`, may_publish: '1', wants_reply: 'yes' });
		if (i) await answer(desk, g.number, { text: `=VASTINE${i}; kiitos`, outcome: 'answered' });
		await publish(desk, g.number, { show_answer: i ? '1' : null });
		mine.push(g.number);
	}
	await given(k, { text: 'JULKAISEMATON viesti.' });
});
after(() => k?.stop());

const get = async (path, headers = {}) => new Client(k.url, headers).get(path);
const lines = (r) => r.text.split('\n').filter(Boolean).map((l) => JSON.parse(l));
const link = (r, rel) => r.headers.get('link')?.match(new RegExp(`<([^>]*)>; rel="${rel}"`))?.[1];
/** A table as rows by name (";" between, quotes doubled). */
function table(text) {
	const rows = [[]];
	for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^;\r\n"]*))(;|\r\n)/g)) {
		rows.at(-1).push(quoted?.replaceAll('""', '"') ?? plain);
		if (end !== ';') rows.push([]);
	}
	const [head, ...body] = rows.filter((r) => r.length);
	return body.map((r) => { assert.equal(r.length, head.length); return Object.fromEntries(head.map((h, i) => [h, r[i]])); });
}
const OWN = /OTSAKE|RUNKO|PAIKKA|NIMI|JULKAISEMATON/;

test('facts and answers, the same as a table and as lines', async () => {
	const [csv, jsonl] = [await get('/fi/matters.csv'), await get('/fi/matters.jsonl')];
	assert.match(csv.headers.get('content-type'), /^text\/csv/);
	assert.match(jsonl.headers.get('content-type'), /^application\/jsonl/);
	for (const r of [csv, jsonl]) {
		assert.doesNotMatch(r.text, OWN, 'nothing of what residents wrote');
		assert.equal(link(r, 'license'), 'https://creativecommons.org/licenses/by/4.0/');
		assert.match(r.headers.get('x-robots-tag'), /noindex/);
	}
	const rows = table(csv.text), objects = lines(jsonl);
	assert.equal(rows.length, objects.length);
	assert.equal(rows.length, Number(inDatabase(k, "SELECT COUNT(*) FROM publication WHERE text_state = 'public'")));
	for (const [i, o] of objects.entries()) for (const [name, value] of Object.entries(o))
		assert.equal(typeof value === 'number' ? Number(rows[i][name]) : rows[i][name].replace(/^'(?=[=+@-])/, ''), value === null ? '' : typeof value === 'number' ? value : String(value), `${o.number} ${name}`);
	const o = objects.find((x) => x.number === mine[1]);
	assert.equal(o.answer, '=VASTINE1; kiitos');
	assert.deepEqual([o.type, o.topic, o.topic_name, o.language, o.handling, o.late], ['question', 'parks', 'Puistot', 'fi', 'answered', false]);
	assert.equal(o.url, `${k.url}/fi/matters/${mine[1]}`);
	for (const name of ['received', 'published', 'answered', 'answer_due', 'updated']) assert.ok(!Number.isNaN(Date.parse(o[name])), name);
	assert.equal(rows.find((x) => x.number === mine[1]).answer, "'=VASTINE1; kiitos", 'no formula for a spreadsheet');
});

test('late is what came after its promise', async () => {
	const matter = `(SELECT matter_id FROM publication WHERE number = ${mine[1].split('-')[1]})`;
	inDatabase(k, `UPDATE due SET due_at = 1000000 WHERE what = 'answer' AND matter_id IN ${matter}`);
	const o = lines(await get('/fi/matters.jsonl')).find((x) => x.number === mine[1]);
	assert.equal(o.late, true);
	assert.equal(o.answer_due, '1970-01-01T00:00:01Z');
});

test('the list\'s filters; what does not exist is 404', async () => {
	const numbers = async (query) => lines(await get(`/fi/matters.jsonl?${query}`)).map((o) => o.number);
	const parks = await numbers('topic=parks');
	assert.ok(parks.includes(mine[1]) && parks.includes(mine[2]) && !parks.includes(mine[0]));
	assert.ok(!(await numbers('type=fault')).some((n) => mine.includes(n)));
	for (const query of ['topic=ei', 'type=ei', 'unit=ei', 'before=x']) for (const ending of ['csv', 'jsonl', 'geojson', 'atom']) assert.equal((await get(`/fi/matters.${ending}?${query}`)).status, 404, query);
});

test('a page is bounded, and the next one goes on where it ended', async () => {
	inDatabase(k, `INSERT INTO publication (tenant_id, matter_id, number_year, number, type, topic_id, unit_id, lang, title, text, nickname, place, answer, handling, outcome, received_at, text_state, answer_state, published_at, updated_at)
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 450)
		SELECT 1, i, 2019, i, 'fault', 0, 0, 'fi', 'x', 'x', '', '', '', 'answered', 'none', 1000000, 'public', 'private', 1000000 + i / 3, 1000000 FROM n`);
	const all = [];
	let next = `${k.url}/fi/matters.jsonl`, pages = 0;
	for (; next; pages++) {
		const r = await get(next.slice(k.url.length));
		const some = lines(r);
		assert.ok(some.length <= 200);
		all.push(...some.map((o) => o.number));
		next = link(r, 'next');
	}
	const want = Number(inDatabase(k, "SELECT COUNT(*) FROM publication WHERE text_state = 'public'"));
	assert.equal(all.length, want);
	assert.equal(new Set(all).size, want, 'each once');
	assert.equal(pages, Math.ceil(want / 200));
});

test('who has it gets 304; what is hidden is gone at once from every face', async () => {
	const paths = ['/fi/matters.csv', '/fi/matters.jsonl', '/fi/matters.geojson', '/fi/matters.atom'];
	const tags = [];
	for (const p of paths) {
		const r = await get(p);
		tags.push(r.headers.get('etag'));
		assert.match(r.headers.get('cache-control'), /no-cache/, 'never served from a cache without asking');
		const again = await get(p, { 'if-none-match': tags.at(-1) });
		assert.equal(again.status, 304, p);
		assert.equal(again.text, '');
		assert.match(r.text, new RegExp(mine[2]));
	}
	await act(desk, mine[2], 'hide', { why: 'Siinä on nimi.' });
	for (const [i, p] of paths.entries()) {
		const r = await get(p, { 'if-none-match': tags[i] });
		assert.equal(r.status, 200, p);
		assert.doesNotMatch(r.text, new RegExp(`${mine[2]}|VASTINE2`), p);
	}
	assert.equal((await get(`/fi/matters/${mine[2]}`)).status, 410);
});

test('residents\' published words only when the municipality says so', async () => {
	const admin = await staff(k, STAFF.admin), path = '/staff/admin/settings';
	assert.match((await get('/fi/open-data')).text, /Asukkaiden tekstit eivät ole mukana/);
	assert.equal((await admin.submit(await admin.get(path), path, { open_text: 'joskus' })).status, 422);
	await admin.submit(await admin.get(path), path, { open_text: '1' });
	await until(async () => /RUNKO0/.test((await get('/fi/matters.jsonl')).text), 'the setting', 20000);
	await until(async () => /Mukana ovat myös/.test((await get('/fi/open-data')).text), 'the page says so');
	let o;
	await until(async () => (o = lines(await get('/fi/matters.jsonl')).find((x) => x.number === mine[0])).text, 'every worker');
	assert.deepEqual([o.title, o.text, o.place], ['OTSAKE0', 'RUNKO0 puuttuu; "kadulta".', 'PAIKKA0']);
	for (const p of ['/fi/matters.csv', '/fi/matters.jsonl', '/fi/matters.geojson', '/fi/matters.atom']) assert.doesNotMatch((await get(p)).text, /NIMI|JULKAISEMATON|RUNKO2/);
	for (const p of ['/fi/matters.geojson?type=question', '/fi/matters.atom?type=question']) assert.match((await get(p)).text, /RUNKO0/);
	await admin.submit(await admin.get(path), path, { open_text: '0' });
	await until(async () => !OWN.test((await get('/fi/matters.csv')).text + (await get('/fi/matters.atom')).text + (await get('/fi/matters.geojson')).text), 'off again');
});

test('feeds and the site map are XML; the site map leads to no residents\' text', async () => {
	for (const path of ['/fi/matters.atom', '/sv/matters.atom?topic=parks', '/en/notices.atom']) {
		const root = readXml((await get(path)).text);
		assert.equal(root.attributes.xmlns, 'http://www.w3.org/2005/Atom');
		for (const name of ['id', 'title', 'updated']) assert.ok(root.one(name).text, name);
		assert.ok(root.all('link').some((l) => l.attributes.rel === 'self' && l.attributes.href === `${k.url}${path}`));
		for (const e of root.all('entry')) for (const name of ['id', 'title', 'updated', 'link']) assert.equal(e.all(name).length, 1, name);
	}
	const map = readXml((await get('/sitemap.xml')).text);
	assert.equal(map.name, 'urlset');
	const places = map.all('url').map((u) => u.one('loc').text);
	assert.ok(places.includes(`${k.url}/sv/notices`) && places.some((p) => /\/fi\/notices\/\d+$/.test(p)));
	assert.ok(!places.some((p) => /\/matters\/|\/staff|\/follow/.test(p)));
	for (const p of places) assert.equal((await get(p.slice(k.url.length))).status, 200, p);
	assert.match((await get('/robots.txt')).text, new RegExp(`^Sitemap: ${k.url}/sitemap\\.xml$`, 'm'));
	assert.match((await get('/fi/matters')).text, /rel="alternate" type="application\/atom\+xml"/);
});
