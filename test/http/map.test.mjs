// The map: what is published with its place is on it, what is hidden is gone
// at once; a place beyond the border is told; squares of other servers come
// through us, and from a file.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Client, STAFF, give, run, start } from '../lib/kaiku.mjs';
import { act, given, publish, staff, textOf } from '../lib/desk.mjs';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const AREAS = '/staff/admin/routing';
const HERE = { lat: '61.500000', lon: '23.700000' }; // where the demo has nothing
let k, desk, anyone, upstream, source;
const asked = [];

before(async () => {
	upstream = http.createServer((q, r) => {
		asked.push({ url: q.url, headers: q.headers });
		r.writeHead(q.url.includes('/11/') ? 500 : 200, { 'content-type': 'image/png' });
		r.end(q.url.includes('/12/') ? '<svg xmlns="http://www.w3.org/2000/svg"/>' : PNG);
	});
	await new Promise((r) => upstream.listen(0, '127.0.0.1', r));
	source = `http://127.0.0.1:${upstream.address().port}/{z}/{x}/{y}.png?key=salainen`;
	k = await start({ args: ['--tiles', source, '--tiles-credit', 'Testikartta <b>'] });
	desk = await staff(k);
	anyone = new Client(k.url);
});
after(async () => { await k?.stop(); upstream?.close(); });

const spots = async (query = '', box = '23.6,61.4,23.8,61.6', zoom = 15) =>
	JSON.parse((await anyone.get(`/fi/map/spots?bbox=${box}&zoom=${zoom}${query}`)).text);
const placed = (values = {}) => given(k, { topic: 'street_maintenance', text: 'Sillan kaide on irti keskeltä.', may_publish: '1', ...HERE, ...values });

test('a place is on the map when a person publishes it, and gone at once when hidden', async () => {
	const g = await placed();
	assert.equal((await spots()).total, 0, 'nothing is public yet');
	await publish(desk, g.number, { show_text: '1', title: 'Kaide irti', show_point: null });
	assert.equal((await spots()).total, 0, 'the text alone');
	await publish(desk, g.number, { show_text: '1', title: 'Kaide irti', show_point: '1' });
	const there = await spots();
	assert.equal(there.total, 1);
	assert.equal(there.spots[0].n, 1);
	assert.ok(Math.abs(there.spots[0].lat - 61.5) < 1e-5 && Math.abs(there.spots[0].lon - 23.7) < 1e-5);
	assert.deepEqual(Object.keys(there.newest[0]).sort(), ['date', 'href', 'lang', 'number', 'state', 'title', 'tone', 'topic']);
	assert.equal(there.newest[0].title, 'Kaide irti');
	assert.equal((await anyone.get(there.newest[0].href)).status, 200);
	assert.equal((await spots('', '20,60,29,65', 6)).total >= 1, true, 'from afar too');
	assert.equal((await spots('&topic=street_maintenance')).total, 1);
	assert.equal((await spots('&topic=waste')).total, 0);
	assert.equal((await spots('&type=question')).total, 0);
	await act(desk, g.number, 'hide', { why: 'Virhe' });
	assert.deepEqual(await spots(), { total: 0, listed: true, spots: [], newest: [] });
});

test('a move to another topic moves it on the map; a withdrawn consent takes it away', async () => {
	const g = await placed({ text: 'Penkki puuttuu puistosta.' });
	await publish(desk, g.number, { show_text: '1', title: 'Penkki', show_point: '1' });
	assert.equal((await spots('&topic=street_maintenance')).total, 1);
	const page = await desk.get(`/staff/matters/${g.number}`);
	const topic = page.text.match(/<option value="(\d+)"[^>]*>[^<]*(?:Roska|Jäte)[^<]*</)[1];
	await desk.submit(page, `/staff/matters/${g.number}/route`, { topic });
	assert.equal((await spots('&topic=street_maintenance')).total, 0);
	assert.equal((await spots()).total, 1);
	await g.client.submit(await g.client.get(`/follow/${g.code}`), `/follow/${g.code}/consent`, {});
	assert.equal((await spots()).total, 0);
});

test('the map page: the same list without scripts, filters and permalink kept, nothing of strangers loaded', async () => {
	const r = await anyone.get('/fi/map?type=fault&at=60.17,24.94,12');
	assert.equal(r.status, 200);
	assert.match(r.headers.get('content-security-policy'), /default-src 'none'/);
	assert.match(r.text, /data-at="60\.17,24\.94,12"/);
	assert.match(r.text, /data-spots="\/fi\/map\/spots\?type=fault"/);
	assert.match(r.text, /data-credit="Testikartta &lt;b&gt;"/);
	assert.ok([...r.text.matchAll(/<li><a href="\/fi\/matters\/20/g)].length > 2, 'a list');
	assert.doesNotMatch(r.text, /salainen|127\.0\.0\.1:\d+\/\{z\}| style=/);
	assert.doesNotMatch((await anyone.get('/fi/map?at="><script>')).text, /data-at="[^"]/);
	assert.equal((await anyone.get('/fi/map?topic=nothing')).status, 404);
	for (const bad of ['', '?bbox=1,2,3&zoom=5', '?bbox=30,60,20,61&zoom=5', '?bbox=nan,60,20,61&zoom=5', '?bbox=20,60,21,61&zoom=99', '?bbox=20,60,21,61;&zoom=9'])
		assert.equal((await anyone.get(`/fi/map/spots${bad}`)).status, 422, bad);
	assert.equal((await anyone.get('/fi/map/inside?lat=60')).status, 422);
});

test('a page with its map is at most 200 kB, one without at most 100 kB', async () => {
	const weigh = async (page) => {
		const { text } = await anyone.get(page);
		let bytes = text.length;
		for (const [, asset] of text.matchAll(/(?:href|src)="(\/static\/[^"]+\.(?:css|js))"/g))
			bytes += Number((await fetch(k.url + asset, { headers: { 'accept-encoding': 'br' }, method: 'HEAD' })).headers.get('content-length'));
		return bytes;
	};
	assert.ok(await weigh('/fi/map') < 200_000, `${await weigh('/fi/map')}`);
	assert.ok(await weigh('/fi/give') < 100_000, `${await weigh('/fi/give')}`);
});

test('a place beyond the border is told and never refused', async () => {
	const admin = await staff(k, STAFF.admin);
	const square = { type: 'Feature', properties: { code: 'kunta', nimi: 'Esimerkkilä' },
		geometry: { type: 'Polygon', coordinates: [[[24.7, 60.1], [25.1, 60.1], [25.1, 60.3], [24.7, 60.3], [24.7, 60.1]]] } };
	const side = async (lat, lon) => JSON.parse((await anyone.get(`/fi/map/inside?lat=${lat}&lon=${lon}`)).text).side;
	assert.equal(await side(60.2, 24.9), 'unknown');
	await admin.submit(await admin.get(AREAS), `${AREAS}/areas`, {}, { files: [['geojson', 'raja.geojson', JSON.stringify(square), 'application/geo+json']] });
	assert.equal(await side(60.2, 24.9), 'inside');
	assert.equal(await side(61.5, 23.7), 'outside');
	const out = await give(k, { text: 'Kuoppa tiessä.', wants_reply: '0', ...HERE });
	assert.ok(out.number, 'it was taken');
	assert.match(textOf(out.page.text), /kunnan rajan ulkopuolelle/);
	const within = await give(k, { text: 'Kuoppa tiessä.', wants_reply: '0', lat: '60.2', lon: '24.9' });
	assert.doesNotMatch(textOf(within.page.text), /ulkopuolelle/);
	assert.match((await anyone.get('/fi/map')).text, /data-box="24\.7000,60\.1000,25\.1000,60\.3000"/);
});

test('squares of another server: fetched once by us, nothing of the reader goes along, pictures only, near only', async () => {
	asked.length = 0;
	const tile = (p) => fetch(`${k.url}/map/tiles/${p}`, { headers: { cookie: 'a=b', referer: 'https://x.example/', 'user-agent': 'somebody' } });
	for (let i = 0; i < 3; i++) {
		const r = await tile('10/583/296');
		assert.equal(r.status, 200);
		assert.equal(r.headers.get('content-type'), 'image/png');
		assert.deepEqual(Buffer.from(await r.arrayBuffer()), PNG);
	}
	assert.deepEqual(asked.map((a) => a.url), ['/10/583/296.png?key=salainen']);
	assert.equal(asked[0].headers.cookie ?? asked[0].headers.referer, undefined);
	assert.equal(asked[0].headers['user-agent'], 'kaiku');
	for (const p of ['11/1166/592', '12/2332/1185']) { // fails; is no picture
		assert.equal((await tile(p)).status, 404, p);
		assert.equal((await tile(p)).status, 404, p);
	}
	assert.equal(asked.length, 3, 'what failed is not asked for again at once');
	for (const p of ['10/1/1', '19/0/0', '10/1024/0', '10/-1/0', 'x/y/z']) assert.equal((await tile(p)).status, 404, p);
	assert.equal(asked.length, 3, 'far away is not fetched');
	const base = await fetch(`${k.url}/map/base/10/583/296`);
	assert.equal(base.headers.get('content-type'), 'image/svg+xml');
	assert.match(await base.text(), /^\s*<svg [^>]*><path/);
});

test('a server that is away keeps no page waiting', async () => {
	await new Promise((r) => upstream.close(r));
	assert.equal((await fetch(`${k.url}/map/tiles/13/4664/2371`)).status, 404);
	assert.equal((await fetch(`${k.url}/map/tiles/10/583/296`)).status, 200, 'what we have stays');
	assert.equal((await anyone.get('/fi/map')).status, 200);
});

test('an MBTiles file is served as it is; one of vector tiles is refused at the start', async () => {
	const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'kaiku-map-')), 'kartta.mbtiles');
	const make = (format) => spawnSync('sqlite3', [file], { input: `DROP TABLE IF EXISTS metadata; DROP TABLE IF EXISTS tiles;
		CREATE TABLE metadata (name TEXT, value TEXT); INSERT INTO metadata VALUES ('format', '${format}'), ('maxzoom', '14');
		CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB);
		INSERT INTO tiles VALUES (10, 583, ${1023 - 296}, X'${PNG.toString('hex')}');`, encoding: 'utf8' });
	assert.equal(make('pbf').status, 0);
	const refused = run(['serve', '--data', k.dir, '--tiles', file, '--check']);
	assert.equal(refused.status, 2, refused.stderr);
	assert.match(refused.stderr, /--tiles .*holds pictures/);
	assert.equal(make('png').status, 0);
	await k.stop();
	const m = await start({ args: ['--tiles', file, '--tiles-credit', 'Tiedosto'] });
	try {
		const r = await fetch(`${m.url}/map/tiles/10/583/296`);
		assert.equal(r.status, 200);
		assert.equal(r.headers.get('content-type'), 'image/png');
		assert.deepEqual(Buffer.from(await r.arrayBuffer()), PNG);
		assert.equal((await fetch(`${m.url}/map/tiles/10/583/297`)).status, 404);
		assert.equal((await fetch(`${m.url}/map/tiles/15/18656/9472`)).status, 404);
		assert.match((await new Client(m.url).get('/fi/map')).text, /data-zoom-max="14"/);
	} finally { await m.stop(); rmSync(path.dirname(file), { recursive: true }); }
});
