// Places: facilities by file and by hand, what a form finds while a place is
// typed, the pages of facilities and districts, local addresses, another
// service that knows addresses.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Client, STAFF, query, run, start, until } from '../lib/kaiku.mjs';
import { act, given, publish, staff, textOf } from '../lib/desk.mjs';

const PLACES = '/staff/admin/facilities', ADDRESSES = '/staff/admin/addresses';
let k, admin, desk, anyone, upstream;
const asked = [];
const answers = new Map(); // by the first word of the question

before(async () => {
	upstream = http.createServer((q, r) => {
		const u = new URL(q.url, 'http://x');
		asked.push({ url: u, headers: q.headers });
		(answers.get(u.searchParams.get('text').split(' ')[0]) ?? (() => r.writeHead(500).end()))(r);
	});
	await new Promise((r) => upstream.listen(0, '127.0.0.1', r));
	k = await start({ matters: 10, args: ['--geocoder', `http://127.0.0.1:${upstream.address().port}/v1/autocomplete?api_key=salainen`] });
	admin = await staff(k, STAFF.admin);
	desk = await staff(k);
	anyone = new Client(k.url);
});
after(async () => { await k?.stop(); upstream?.close(); });

const json = async (url) => JSON.parse((await anyone.get(url)).text);
const found = (q, lang = 'fi') => json(`/${lang}/places/words?q=${encodeURIComponent(q)}`);
const addresses = (q, lang = 'fi') => json(`/${lang}/map/addresses?q=${encodeURIComponent(q)}`);
const preview = async (csv) => admin.submit(await admin.get(`${PLACES}/import`), `${PLACES}/import`, { csv });
const bring = async (csv) => admin.submit(await preview(csv), `${PLACES}/import/apply`);
const kept = (number, columns) => query(k, `SELECT ${columns} FROM matter WHERE number = ${number.split('-')[1]}`).trim();
const id = (code) => query(k, `SELECT id FROM facility WHERE code = '${code}'`).trim();

// ---- facilities ----

test('a table with mistakes names each row and changes nothing', async () => {
	const was = query(k, 'SELECT COUNT(*) FROM facility');
	const page = await preview('code;name_fi;kind;lat;lon;unit;closed;web\n'
		+ 'x1;Hyvä;koulu;60,2;24,9;;0;\nx 2;Huono koodi;school;;;;;\nx3;;school;;;;;\nx4;Laji;linna;;;;;\n'
		+ 'x5;Piste;school;60,2;;;;\nx6;Kaukana;school;91;24;;;\nx7;Yksikkö;school;;;eiole;;\nx8;Suljettu;school;;;;kyllä;\nx1;Toinen;school;;;;;\nx9;Verkko;school;;;;;javascript:alert(1)\n');
	assert.equal(page.status, 422);
	const text = textOf(page.text);
	for (const [row, words] of [[3, 'Kirjoita tunnus'], [4, 'suomenkielinen nimi'], [5, 'Tuntematon laji'], [6, 'Koordinaatit ovat väärin'],
		[7, 'Koordinaatit ovat väärin'], [8, 'Yksikköä ei ole'], [9, '1 tai 0'], [10, 'jo aiemmin'], [11, 'https://']])
		assert.match(text, new RegExp(`${row} \\S.{0,40} virhe [^.]*${words}`), `row ${row}: ${words}`);
	assert.doesNotMatch(page.text, /import\/apply/, 'nothing to press');
	for (const [bytes, words] of [['{"type":"Feature"', /FeatureCollection/], ['nimi\nA\n', /code/], ['"a;b\nc', /lainausmerk/]])
		assert.match(textOf((await preview(bytes)).text), words);
	assert.equal(query(k, 'SELECT COUNT(*) FROM facility'), was);
});

test('GeoJSON: points, areas by their middle, Finnish names; then changed and closed by a table', async () => {
	const geo = { type: 'FeatureCollection', features: [
		{ type: 'Feature', properties: { tunnus: 'koelampi', nimi: 'Koelampi', namn: 'Provträsket', tyyppi: 'Uimaranta' }, geometry: { type: 'Point', coordinates: [24.9, 60.2] } },
		{ type: 'Feature', properties: { tunnus: 'koepuisto', nimi_fi: 'Koepuisto', kind: 'park' }, geometry: { type: 'Polygon', coordinates: [[[24, 60], [24.4, 60], [24.4, 60.2], [24, 60.2], [24, 60]], [[24.1, 60.1], [24.2, 60.1], [24.2, 60.15]]] } },
		{ type: 'Feature', id: 'koeton', properties: { nimi: 'Koeton' }, geometry: null }] };
	let page = await bring(JSON.stringify(geo));
	assert.equal(page.url.split('?')[0], PLACES, textOf(page.text).slice(0, 400));
	const rows = query(k, "SELECT code, kind, ROUND(CAST(lat * 1000 AS NUMERIC)), ROUND(CAST(lon * 1000 AS NUMERIC)) FROM facility WHERE code LIKE 'koe%' ORDER BY code").split('\n').map((r) => r.replace(/\.0+(?=\||$)/g, ''));
	assert.deepEqual(rows.filter(Boolean), ['koelampi|beach|60200|24900', 'koepuisto|park|60100|24200', 'koeton|other||']);
	const was = id('koelampi');
	page = await preview('code;name_fi;closed\nkoelampi;Koelampi;1\nkoepuisto;Koepuisto;0\nkoeuusi;Koeuusi;\n');
	assert.match(textOf(page.text), /1 uusi 1 muuttuu 1 ennallaan .*koelampi Koelampi muuttuu Kohde suljetaan/);
	page = await admin.submit(page, `${PLACES}/import/apply`);
	assert.equal(id('koelampi'), was, 'it keeps its messages');
	assert.equal(query(k, "SELECT name_sv, closed FROM facility WHERE code = 'koelampi'").trim(), 'Provträsket|1', 'a column that is not there changes nothing');
	const out = await admin.get(`${PLACES}.csv`);
	assert.match(textOf((await preview(out.text)).text), /0 uusi 0 muuttuu \d+ ennallaan|0 uutta 0 muuttuu \d+ ennallaan/, 'what goes out comes in as it is');
	assert.equal((await anyone.get('/fi/places/koelampi')).status, 200, 'old links work');
	assert.match((await anyone.get('/fi/places/koelampi')).text, /suljettu/);
	assert.deepEqual(await found('koelampi'), []);
});

test('by hand: added, refused with everything typed, changed, never over another hand', async () => {
	let page = await admin.submit(await admin.get(`${PLACES}/new`), `${PLACES}/new`, { name_fi: 'Käsin tehty', code: 'paakirjasto', lat: 'pohjoinen', lon: '' });
	assert.equal(page.status, 422);
	assert.match(textOf(page.text), /Toisella|toisella kohteella[^]*Koordinaatit ovat väärin/);
	assert.match(page.text, /value="Käsin tehty"[^]*value="pohjoinen"/);
	page = await admin.submit(await admin.get(`${PLACES}/new`), `${PLACES}/new`, { name_fi: 'Käsin tehty', code: 'kasin', kind: 'park', lat: '6672118,4', lon: '385611,3' });
	assert.match(page.url, /done=saved/);
	assert.deepEqual((await found('käsin teh')).map((x) => [x.code, x.lat.toFixed(4), x.lon.toFixed(4)]), [['kasin', '60.1699', '24.9384']], 'from the national grid');
	const one = `${PLACES}/${id('kasin')}`;
	const [first, second] = [await admin.get(one), await admin.get(one)];
	await admin.submit(first, one, { name_sv: 'Handgjord' });
	page = await admin.submit(second, one, { name_sv: 'Hantverk' });
	assert.equal(page.status, 409);
	assert.match(page.text, /Handgjord[^]*Hantverk/);
	assert.equal((await desk.get(PLACES)).status, 403);
});

// ---- the form ----

test('a form finds places as they are typed: å, ä and ö as on any keyboard, in each language', async () => {
	assert.equal((await found('paakirj'))[0].code, 'paakirjasto');
	assert.equal((await found('HUVUDBIB', 'sv'))[0].name, 'Huvudbiblioteket');
	assert.equal((await found('leikkipaikka pihlajatie'))[0].code, 'pihlajaleikki', 'words in any order');
	for (const q of ['', 'p', '%', '\\', '"<', 'x'.repeat(3000), '\u0000a'])
		assert.ok((await anyone.get(`/fi/places/words?q=${encodeURIComponent(q)}`)).status < 500, q.slice(0, 9));
	assert.deepEqual(await found('zzzz'), []);
});

test('a message about a facility: by link, by its name in words, removable; its unit gets it', async () => {
	const form = await anyone.get('/sv/give?facility=paakirjasto');
	assert.match(form.text, /name="facility" type="checkbox" value="paakirjasto" checked[^]*<b>Huvudbiblioteket<\/b>/);
	const library = id('paakirjasto'), unit = query(k, "SELECT unit_id FROM facility WHERE code = 'paakirjasto'").trim();
	let done = await anyone.submit(form, '/sv/give', { first: 'on', text: 'Dörren går inte att öppna.' });
	const numbers = [done.text.match(/20\d\d-\d+/)[0]];
	assert.equal(kept(numbers[0], 'facility_id, place, unit_id'), `${library}|Huvudbiblioteket|${unit}`);
	assert.match(textOf(done.text), /Plats: Huvudbiblioteket/);
	const words = await given(k, { text: 'Hyllyn valo on rikki.', place: 'pääkirjasto' });
	assert.equal(kept(words.number, 'facility_id, place'), `${library}|pääkirjasto`, 'as it was written');
	const light = await given(k, { text: 'Lamppu ovella ei pala.', place: 'Pääkirjasto', topic: 'street_lighting' });
	assert.notEqual(kept(light.number, 'unit_id'), unit, 'a topic of another branch goes where it goes');
	done = await anyone.submit(await anyone.get('/fi/give?facility=paakirjasto'), '/fi/give', { first: 'on', text: 'Yleinen asia kaupungille.', facility: null });
	assert.equal(kept(done.text.match(/20\d\d-\d+/)[0], 'COALESCE(facility_id, 0)'), '0', 'unticked');
	for (const code of ['koelampi', 'eiole', "' OR 1=1"])
		assert.equal(kept((await given(k, { text: 'Jotain ihan muuta asiaa.', facility: code })).number, 'COALESCE(facility_id, 0)'), '0', code);
});

test('its page shows what is published there, while its place is shown, and nothing else', async () => {
	const page = async () => (await anyone.get('/fi/places/rantapuisto')).text;
	const g = await given(k, { text: 'Penkki on rikki puistossa.', place: 'Rantapuisto', may_publish: '1' });
	assert.doesNotMatch(await page(), /Penkki puistossa/);
	await publish(desk, g.number, { show_text: '1', title: 'Penkki puistossa', show_place: '1', show_point: '1' });
	assert.match(await page(), /Penkki puistossa[^]*matters\?facility=rantapuisto/);
	const of = async (query) => (await anyone.get(`/fi/matters${query}`)).text;
	for (const query of ['', '&sort=oldest', '&answered=no', '&time=week']) {
		assert.match(await of(`?facility=rantapuisto${query}`), /Penkki puistossa/, query);
		assert.doesNotMatch(await of(`?facility=uimahalli${query}`), /Penkki puistossa/, query);
	}
	await until(async () => /Penkki puistossa|<mark>Penkki/.test(await of('?facility=rantapuisto&q=penkki')), 'its words to be found');
	assert.doesNotMatch(await of('?facility=uimahalli&q=penkki'), /puistossa<\/a>/);
	assert.match(await of('?facility=rantapuisto'), /Kohde: Rantapuisto/);
	assert.match((await anyone.get('/fi/matters.jsonl?facility=rantapuisto')).text, /^\{[^\n]*\n/);
	assert.equal((await anyone.get('/fi/matters?facility=eiole')).status, 404);
	assert.match(await page(), /name="robots" content="noindex/, 'residents\' words are not for search engines');
	assert.match((await anyone.get('/fi/districts/rantala')).text, /Penkki puistossa[^]*Uimahalli/);
	await publish(desk, g.number, { show_text: '1', title: 'Penkki puistossa', show_place: null, show_point: null });
	assert.doesNotMatch(await page(), /Penkki puistossa/, 'its place is not told any more');
	await publish(desk, g.number, { show_text: '1', title: 'Penkki puistossa', show_place: '1', show_point: '1' });
	await act(desk, g.number, 'hide', { why: 'Virhe' });
	assert.doesNotMatch(await page(), /Penkki puistossa/);
	assert.doesNotMatch((await anyone.get('/fi/districts/rantala')).text, /Penkki puistossa/);
	for (const url of ['/fi/places/eiole', '/fi/districts/eiole', '/fi/districts/kunta', '/fi/places/%00', '/fi/places/..%2f..%2fetc'])
		assert.ok([400, 404].includes((await anyone.get(url)).status), url);
	const list = await anyone.get('/sv/places?q=lekplats');
	assert.match(textOf(list.text), /platser hittades\..*Rönnvägens lekplats/);
	const map = (await anyone.get('/sitemap.xml')).text;
	assert.ok(map.includes('/fi/places/rantapuisto<') && map.includes('/fi/districts/rantala<') && !map.includes('/places/koelampi'));
});

test('work that is coming stands on the pages of its area and of the places in it', async () => {
	const area = query(k, "SELECT id FROM area WHERE code = 'rantala'").trim();
	const day = (n) => new Date(Date.now() + n * 86400000).toLocaleDateString('sv-SE', { timeZone: 'Europe/Helsinki' });
	const make = async (values) => desk.submit(await desk.get('/staff/notices/new'), '/staff/notices/new', { kind: 'disruption', area, do: 'publish', ...values });
	await make({ title_fi: 'Rantatie suljetaan ensi viikolla', text_fi: 'Vaihdamme putken Rantatien alla.', from: day(5), until: day(9) });
	const there = query(k, "SELECT state FROM notice WHERE title_fi LIKE 'Rantatie%'").trim();
	assert.equal(there, 'published');
	for (const url of ['/fi/districts/rantala', '/fi/places/uimahalli'])
		assert.match(textOf((await anyone.get(url)).text), /Tulevat työt ja häiriöt .*Rantatie suljetaan ensi viikolla/, url);
	assert.doesNotMatch((await anyone.get('/fi/places/jaahalli')).text, /Rantatie suljetaan/);
});

// ---- addresses ----

test('addresses while they are typed: streets, then houses, in both languages', async () => {
	assert.deepEqual((await addresses('torik')).slice(0, 2).map((x) => x.name), ['Torikatu 1', 'Torikatu 2'], 'one street: its houses');
	const many = await addresses('ka');
	assert.ok(many.length >= 2 && many.every((x) => x.lat === undefined), 'several streets: no houses yet');
	assert.deepEqual((await addresses('Torggatan 12', 'sv')).map((x) => [x.name, x.more]), [['Torggatan 12', '01000']]);
	assert.deepEqual((await addresses('lammentie 4')).map((x) => x.name), ['Lammentie 4', 'Lammentie 40', 'Lammentie 41', 'Lammentie 44', 'Lammentie 45', 'Lammentie 48', 'Lammentie 49']);
	assert.deepEqual(await addresses('LEHMUSTIE 2, Esimerkkilä').then((l) => l[0].name), 'Lehmustie 2');
	for (const q of ['', '%', '99999999999999999999', 'torikatu 99999999999', 'x'.repeat(5000)])
		assert.equal((await anyone.get(`/fi/map/addresses?q=${encodeURIComponent(q)}`)).status, 200);
});

test('an address in words becomes the point when it can only be one; else it stays words', async () => {
	const place = async (words, more = {}) => kept((await given(k, { text: 'Kuoppa tiessä talon edessä.', place: words, ...more })).number, 'COALESCE(lat, 0), place').split('|');
	const [hit] = await addresses('Torikatu 12');
	for (const words of ['Torikatu 12', 'torggatan 12', 'Torikatu 12 B 7, 00100 Esimerkkilä'])
		assert.deepEqual(await place(words), [String(hit.lat), words], words);
	for (const words of ['Torikatu', 'Torikatu 7', 'siinä kulmalla 12', '12'])
		assert.equal((await place(words))[0], '0', words);
	assert.equal((await place('Torikatu 12', { lat: '60.2', lon: '24.9' }))[0], '60.2', 'the point that was given stays');
});

const upload = async (csv, name = 'osoitteet.csv') => admin.submit(await admin.get(ADDRESSES), ADDRESSES, {}, { files: [['file', name, csv, 'text/csv']] });
const settled = () => until(async () => {
	const page = await admin.get(ADDRESSES);
	return /luetaan/.test(page.text) ? null : page;
}, 'the file to be read');

test('a file of addresses is read by a job, takes the place of the one before as a whole; bad rows wait for a person', async () => {
	const street = (s) => String.fromCharCode(97 + s % 10, 97 + s / 10);
	const rows = ['Katu;N;E;Numero;Kirjain;Gata;Muu'];
	for (let s = 0; s < 60; s++)
		for (let n = 1; n <= 60; n++)
			rows.push(`Uus${street(s)}katu;${6672118 + n};${385611 + s};${n};${n === 3 ? 'A' : ''};Ny${street(s)}gatan;x`);
	let page = await upload(rows.join('\r\n'));
	assert.match(textOf(page.text), /luetaan|3.600 osoitetta/);
	await upload(rows.join('\r\n')); // another file comes while the first is read
	page = await settled();
	assert.match(textOf(page.text).replace(/\u00a0/g, ' '), /3.600 osoitetta\. Tiedosto: osoitteet\.csv/);
	assert.deepEqual((await addresses('uusaa')).slice(0, 4).map((x) => x.name), ['Uusaakatu 1', 'Uusaakatu 2', 'Uusaakatu 3 a', 'Uusaakatu 4']);
	assert.deepEqual((await addresses('nybagatan 59')).map((x) => [x.name, x.lat.toFixed(3), x.lon.toFixed(3)]), [['Nybagatan 59', '60.170', '24.938']], 'from the national grid');
	assert.equal((await addresses('ny')).length, 10);
	assert.deepEqual(await addresses('torikatu'), [], 'those of before are gone');
	await until(() => query(k, 'SELECT COUNT(*) FROM address').trim() === '3600', 'the rows of before to go');
	page = await upload('Katu;lat;lon;numero\nHyvätie;60,2;24,9;1\n;60,2;24,9;2\nHyvätie;60,2;;3\nHyvätie;60,2;24,9;X\n');
	page = await settled();
	assert.match(textOf(page.text), /1 osoite on kunnossa\. 3 riviä on virheellisiä\..* 3 Kadun nimi .* 4 Koordinaatit .* 5 Numero/);
	assert.equal((await addresses('hyvätie')).length, 0, 'not yet');
	page = await admin.submit(page, `${ADDRESSES}/take`);
	assert.match(page.url, /done=saved/);
	assert.equal((await addresses('hyvätie'))[0].name, 'Hyvätie 1');
	for (const [csv, words] of [['katu;numero\nA;1\n', /lat/], ['lat;lon\n1;2\n', /street_fi/], ['', /./]])
		assert.equal((await upload(csv)).status, 422, String(words));
	page = await upload(Buffer.from('katu;lat;lon\nH\xe4me;60;24\n', 'latin1'));
	page = await settled();
	assert.match(textOf(page.text), /ei voi lukea tästä eteenpäin/);
	assert.doesNotMatch(page.text, /addresses\/take/, 'nothing of it can be used');
	page = await admin.submit(page, `${ADDRESSES}/drop`);
	assert.equal((await addresses('hyvätie'))[0].name, 'Hyvätie 1');
});

// ---- another service ----

const vain = path.join('places', 'vain');
const feature = (name, lon, lat, more = {}) => ({ type: 'Feature', geometry: { type: 'Point', coordinates: [lon, lat] }, properties: { name, ...more } });
const say = (body, type = 'application/json') => (r) => { r.writeHead(200, { 'content-type': type }); r.end(typeof body === 'string' ? body : JSON.stringify(body)); };

test('a Pelias-like service is asked by us: its key and who asks stay here, what lies elsewhere is left out', async () => {
	rmSync(path.join(k.dir, vain), { force: true });
	answers.set('Kaukokuja', say({ type: 'FeatureCollection', features: [feature('Kaukokuja 1', 24.9, 60.18, { postalcode: '01000' }), feature('Kaukokuja 2', 27, 65),
		feature('', 24.9, 60.18), feature('<b>Kaukokuja</b> 3', 24.9, 60.19), { type: 'Feature' }, 7, feature(7, 'a', null)] }));
	const hits = await addresses('Kaukokuja', 'sv');
	assert.deepEqual(hits, [{ name: 'Kaukokuja 1', more: '01000', lat: 60.18, lon: 24.9 }, { name: '<b>Kaukokuja</b> 3', more: '', lat: 60.19, lon: 24.9 }]);
	const q = asked.at(-1);
	assert.equal(q.url.searchParams.get('api_key'), 'salainen');
	assert.equal(q.url.searchParams.get('lang'), 'sv');
	assert.ok(Number(q.url.searchParams.get('boundary.rect.min_lat')) > 60 && Number(q.url.searchParams.get('boundary.rect.max_lon')) < 25.1);
	assert.deepEqual(Object.keys(q.headers).sort(), ['accept', 'host', 'user-agent'], 'nothing of who asks goes along');
	assert.equal(q.headers['user-agent'], 'kaiku');
	const n = asked.length;
	assert.deepEqual(await addresses('Kaukokuja', 'sv'), hits);
	assert.equal(asked.length, n, 'kept for a while');
	assert.doesNotMatch(k.log, /salainen|Kaukokuja/);
});

test('a slow one, nonsense, too much, an error, elsewhere: the local addresses answer', async () => {
	const cases = [['Hyvatie', () => {}], ['hyvatie', say('{"features":', 'text/html')], ['HYVATIE', say(`{"features":[],"x":"${'x'.repeat(1100000)}"}`)],
		['Hyvätie', (r) => r.writeHead(302, { location: `http://127.0.0.1:${upstream.address().port}/?text=Kaukokuja` }).end()], ['hyvätie', (r) => r.writeHead(500).end()],
		['HYVÄTIE', say({ features: [] })], ['HyväTie', (r) => r.destroy()]];
	for (const [word, answer] of cases) {
		rmSync(path.join(k.dir, vain), { force: true });
		answers.set(word, answer);
		const n = asked.length;
		assert.deepEqual((await addresses(word)).map((x) => x.name), ['Hyvätie 1'], word);
		assert.equal(asked.length, n + 1, `${word}: it was asked`);
	}
	rmSync(path.join(k.dir, vain), { force: true });
	await addresses('hyvatie');
	const n = asked.length;
	assert.equal((await addresses('hyvatie 1'))[0].name, 'Hyvätie 1');
	assert.equal(asked.length, n, 'one that failed is left alone for a moment');
});

test('municipalities are apart: neither places nor addresses of another', async () => {
	const r = run(['tenant-add', '--data', k.dir, ...(k.db ? ['--db', k.db] : []), '--slug', 'toinen', '--name', 'Toinen', '--host', 'localhost']);
	assert.equal(r.status, 0, r.stderr);
	await k.restart();
	const other = new Client(k.url.replace('127.0.0.1', 'localhost'));
	for (const url of ['/fi/places/words?q=paakirjasto', '/fi/map/addresses?q=hyvatie'])
		assert.equal((await other.get(url)).text, '[]', url);
	assert.equal((await other.get('/fi/places/paakirjasto')).status, 404);
	assert.equal((await other.get('/fi/districts/rantala')).status, 404);
});
