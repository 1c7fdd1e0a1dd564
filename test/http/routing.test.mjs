// Between the units: accepted, handed on, given back; through the pages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { STAFF, query, start } from '../lib/kaiku.mjs';
import { act, answer, at, form, given, numbers, publish, route, staff, target, textOf } from '../lib/desk.mjs';

let k, desk, expert, parks;

before(async () => {
	k = await start();
	desk = await staff(k);
	expert = await staff(k, STAFF.expert);
	parks = await staff(k, 'puistot@esimerkkila.example');
});
after(() => k?.stop());

test('a unit accepts what is handed to it', async () => {
	const g = await given(k, { topic: 'street_maintenance' });
	let page = await expert.get(at(g.number));
	assert.match(textOf(page.text), /odottaa hyväksyntää Yksikön on hyväksyttävä asia viimeistään \d+\.\d+\.\d+/);
	page = await act(expert, g.number, 'accept');
	assert.match(page.text, /Asia on nyt yksikkösi/);
	assert.ok(!form(page, 'accept'), 'once');
	assert.doesNotMatch(textOf(page.text), /odottaa hyväksyntää/);
	assert.match(textOf(page.text), /hyväksyttiin yksikköön Eero Katunen/);
});

test('taking it is accepting it', async () => {
	const g = await given(k, { topic: 'street_maintenance' });
	const page = await act(expert, g.number, 'take');
	assert.ok(!form(page, 'accept'));
});

test('handed on with a note, given back with a reason', async () => {
	const g = await given(k, { topic: 'street_maintenance', text: 'Puistokatu on poikki kaatuneen puun takia.' });
	let page = await route(expert, g.number, 'Puistot ja luonto');
	assert.equal(page.status, 422);
	assert.match(page.text, /Kirjoita toiselle yksikölle, miksi asia siirretään/);
	page = await route(expert, g.number, 'Puistot ja luonto', { note: 'Puu on teidän.' });
	assert.match(page.text, /Asia on ohjattu/);

	page = await parks.get(at(g.number));
	assert.match(textOf(page.text), /Asia palaa: Kadut ja liikenne/);
	page = await parks.submit(page, `${at(g.number)}/return`, { why: ' ' });
	assert.equal(page.status, 422);
	assert.match(page.text, /Kirjoita, miksi asia palautetaan/);
	page = await parks.submit(page, `${at(g.number)}/return`, { why: 'Puu kasvoi katualueella.' });
	assert.match(page.text, /Asia on palautettu/);
	assert.ok(page.url.startsWith('/staff/queue/'), 'it is no longer theirs to see');
	assert.equal((await parks.get(at(g.number))).status, 404);

	page = await act(expert, g.number, 'return', { why: 'Kiinteistön puu, ei meidän.' });
	assert.match(page.text, /Asia on palautettu/);
	page = await desk.get(at(g.number));
	assert.match(textOf(page.text), /palautettu Palautti: Kadut ja liikenne/);
	assert.match(page.text, /Puu kasvoi katualueella/);
	const queue = await desk.get('/staff/queue/triage');
	assert.ok(numbers(queue).includes(g.number));
	assert.match(queue.text, /palautettu/);
	assert.doesNotMatch((await g.client.get(`/follow/${g.code}`)).text, /katualueella|Kiinteistön puu|Puu on teidän/, 'notes are for the house');
});

test('a version clash keeps the reason that was typed', async () => {
	const g = await given(k, { topic: 'street_maintenance' });
	const page = await expert.get(at(g.number));
	await act(expert, g.number, 'accept');
	const again = await expert.submit(page, `${at(g.number)}/return`, { why: 'Syy jota en kirjoita toista kertaa.' });
	assert.equal(again.status, 409);
	assert.match(again.text, /Syy jota en kirjoita toista kertaa/);
});

test('a unit where nobody works is no target', async () => {
	const g = await given(k);
	const page = await desk.get(at(g.number));
	assert.throws(() => target(page, 'Sivistys ja vapaa-aika'));
	target(page, 'Kadut ja liikenne');
});

// ---- substitutes ----

const day = (n) => new Date(Date.now() + n * 86400000).toLocaleDateString('sv-SE', { timeZone: 'Europe/Helsinki' });
async function away(c, path, values) {
	return c.submit(await c.get(path), path, values);
}
const optionOf = (page, label) => page.text.match(new RegExp(`<option value="(\\d+)"[^>]*>${label}<`))?.[1];

test('a substitute sees the matters of who is away, but nothing confidential', async () => {
	const g = await given(k, { topic: 'street_maintenance', text: 'Kuoppa kasvaa kadun keskellä päivä päivältä.' });
	const secret = await given(k, { topic: 'street_maintenance', text: 'Salainen kuoppa naapurin pihan edessä.' });
	await act(expert, g.number, 'take');
	await route(desk, secret.number, 'Eero Katunen');
	assert.equal((await parks.get(at(g.number))).status, 404);

	const form_ = await expert.get('/staff/absence');
	const helmi = optionOf(form_, 'Helmi Puistola');
	let page = await away(expert, '/staff/absence', { first: day(2), last: day(1), substitute: helmi });
	assert.equal(page.status, 422);
	page = await away(expert, '/staff/absence', { first: 'huomenna', last: '', substitute: '' });
	assert.equal(page.status, 422);
	for (const field of ['first', 'substitute']) assert.match(page.text, new RegExp(`href="#${field}"`));
	assert.match(page.text, /value="huomenna"/, 'what was typed stays');
	page = await away(expert, '/staff/absence', { first: day(0), last: day(3), substitute: helmi });
	assert.equal(page.status, 200);
	assert.match(textOf(page.text), /Helmi Puistola poissa nyt/);
	page = await away(expert, '/staff/absence', { first: day(1), last: day(2), substitute: helmi });
	assert.match(page.text, /on jo poissaolo/, 'one at a time');

	const mine = await parks.get('/staff/queue/mine');
	assert.ok(numbers(mine).includes(g.number) && numbers(mine).includes(secret.number), 'both queues in one');
	assert.match(mine.text, /sijaisena/);
	assert.match(textOf((await desk.get(at(secret.number))).text), /Eero Katunen \(poissa .* asti, sijainen Helmi Puistola\)/);
	page = await act(parks, g.number, 'note', { text: 'Hoidan tämän sijaisena.' });
	assert.match(page.text, /Hoidan tämän sijaisena/);

	page = await act(desk, secret.number, 'confidential');
	assert.match(page.text, /Asia on nyt luottamuksellinen/);
	assert.equal((await parks.get(at(secret.number))).status, 404, 'nothing is inherited');
	assert.ok(!numbers(await parks.get('/staff/queue/mine')).includes(secret.number));

	const own = await expert.get('/staff/absence');
	await expert.submit(own, '/staff/absence/end');
	assert.equal((await parks.get(at(g.number))).status, 404, 'back again: it is over at once');
});

test('an administrator sets an absence for somebody; it begins and ends by itself', async () => {
	const admin = await staff(k, STAFF.admin);
	const people = (await admin.get('/staff/admin/staff')).text;
	const id = people.match(/\/staff\/admin\/staff\/(\d+)"[^>]*>Veikko Lähde/)[1];
	const path = `/staff/admin/staff/${id}/absence`;
	const helmi = optionOf(await admin.get(path), 'Helmi Puistola');
	const g = await given(k, { text: 'Kaivo haisee kadun varrella kummasti.' });
	await route(desk, g.number, 'Veikko Lähde');
	await away(admin, path, { first: day(2), last: day(3), substitute: helmi });
	assert.ok(!numbers(await parks.get('/staff/queue/mine')).includes(g.number), 'not before it begins');
	assert.equal((await parks.get(at(g.number))).status, 404);
	assert.equal((await expert.get(path)).status, 403);
});

// ---- one confidential matter ----

test('a matter marked confidential is known to those named only', async () => {
	const canary = 'Kanarialintu-7391';
	const g = await given(k, { topic: 'street_maintenance', text: `Naapurissa on jotain vakavaa, ${canary}.`, may_publish: '1', email: 'kanaria@example.org', type: 'question' });
	let page = await expert.get(at(g.number));
	assert.match(page.text, /Et näe asiaa enää merkinnän jälkeen/);
	const counts = (p) => Number(p.text.match(/\/staff\/queue\/unit"[^>]*>[^<]*<span class="count">(\d+)/)[1]);
	const before_ = counts(page);
	page = await expert.submit(page, `${at(g.number)}/confidential`);
	assert.ok(page.url.startsWith('/staff/queue/'), page.url);
	assert.equal(counts(page), before_ - 1, 'not even counted');
	for (const path of [at(g.number), at(g.number, '/answer'), at(g.number, '/publish'), `/staff/confidential/${g.number}`])
		assert.equal((await expert.get(path)).status, 404, path);
	for (const path of ['/staff/queue/unit', '/staff/queue/all', `/staff/search?q=${g.number}`, '/staff/search?q=kanaria@example.org'])
		assert.ok(!(await expert.get(path)).text.includes(at(g.number)), path);
	const admin = await staff(k, STAFF.admin);
	assert.ok([403, 404].includes((await admin.get(at(g.number))).status));

	page = await desk.get(at(g.number));
	assert.equal(page.url, `/staff/confidential/${g.number}`, 'the look is written down');
	assert.match(textOf(page.text), /merkittiin luottamukselliseksi Eero Katunen/);
	assert.ok(!form(page, 'publish') && !page.text.includes(`${at(g.number)}/publish`));
	const list = await desk.get('/staff/search?q=kanaria@example.org');
	assert.ok(list.text.includes(at(g.number)) && !list.text.includes(canary), 'lists keep its words');
	const to = target(page, 'Puistot ja luonto');
	assert.ok(to, 'the desk, named for all units, still sees it there');

	page = await desk.submit(page, `${at(g.number)}/open-up`);
	assert.match(page.text, /ei ole enää luottamuksellinen/);
	assert.equal((await expert.get(at(g.number))).status, 200);
});

test('what is confidential leaves the public page at once, and no mail carries it', async () => {
	const g = await given(k, { topic: 'street_maintenance', type: 'question', text: 'Kysyn valaistuksesta kadulla, kiitos.', may_publish: '1', email: 'julkinen@example.org' });
	const published = await publish(desk, g.number);
	assert.equal((await desk.get(`/fi/matters/${g.number}`)).status, 200, textOf(published.text).slice(0, 200));
	await act(desk, g.number, 'confidential');
	assert.equal((await desk.get(`/fi/matters/${g.number}`)).status, 410);
	await answer(desk, g.number, { text: 'Salainen vastaus 4471.', outcome: 'answered' });
	assert.match((await g.client.get(`/follow/${g.code}`)).text, /Salainen vastaus 4471/, 'the sender reads it on the own page');
	const mails = query(k, "SELECT body_text || body_html FROM mail WHERE to_address = 'julkinen@example.org'");
	assert.ok(mails.includes('follow') && !mails.includes('4471'), 'the mail says only that there is an answer');
});

test('what becomes confidential, or moves as such, stays where somebody named sees it', async () => {
	const NAMED = "permission = 'confidential' AND unit_id = 0";
	const own = await staff(k, 'hyvinvointi@esimerkkila.example');
	const everywhere = query(k, `SELECT staff_id FROM staff_permission WHERE ${NAMED}`).trim().split('\n');
	const g = await given(k, { topic: 'street_maintenance', text: 'Kadun varressa asuu joku, joka tarvitsee apua.' });
	await act(expert, g.number, 'accept');
	query(k, `DELETE FROM staff_permission WHERE tenant_id = 1 AND ${NAMED}`);
	let page = await expert.get(at(g.number));
	const social = page.text.match(/<option value="(\d+)"[^>]*>Sosiaalipalvelut</)[1];
	const state = () => query(k, `SELECT topic_id, COALESCE(unit_id, 0), version FROM matter WHERE number = ${g.number.split('-')[1]}`);
	const was = state();
	page = await expert.submit(page, `${at(g.number)}/route`, { topic: social, to: target(page, 'Kadut ja liikenne'), note: 'Tämä on sosiaalitoimen asia.' });
	assert.equal(page.status, 422, 'the same unit, a confidential topic: nobody there would see it');
	assert.match(page.text, /href="#topic"[^>]*>Asia on luottamuksellinen, eikä kukaan näkisi sitä siellä/);
	assert.match(page.text, /Tämä on sosiaalitoimen asia\./, 'what was typed stays');
	assert.match(page.text, new RegExp(`value="${social}" selected`), 'and what was chosen');
	assert.equal(state(), was);

	await expert.submit(page, `${at(g.number)}/route`, { topic: social, to: target(page, 'Hyvinvointi ja työllisyys'), note: 'Teille.' });
	page = await own.get(at(g.number));
	assert.equal(page.url, `/staff/confidential/${g.number}`);
	const there = state();
	page = await own.submit(page, `${at(g.number)}/return`, { why: 'Kuuluu kadulle.' });
	assert.equal(page.status, 422, 'back where it came from nobody would see it');
	assert.match(page.text, /eikä kukaan näkisi sitä siellä[^]*Kuuluu kadulle\./);
	const [, id, version] = query(k, `SELECT id, version FROM matter WHERE number = ${g.number.split('-')[1]}`).match(/(\d+)\|(\d+)/);
	page = await own.get(`/staff/batch?act=route&m=${id}.${version}`);
	page = await own.submit(page, '/staff/batch', { to: target(page, 'Puistot ja luonto'), text: 'Puiston asia.' });
	assert.match(textOf(page.text), /luottamuksellinen, eikä kukaan näkisi sitä siellä/);
	assert.equal(state(), there);

	const admin = await staff(k, STAFF.admin);
	await rule(admin, 'Sosiaalipalvelut', '', 'Puistot ja luonto');
	const fresh = await given(k, { topic: 'social_services', text: 'Naapuri tarvitsee apua arjessa.' });
	assert.equal(query(k, `SELECT COALESCE(unit_id, 0) FROM matter WHERE number = ${fresh.number.split('-')[1]}`).trim(), '0', 'no rule hides it: it is directed by a person');
	await admin.submit(await admin.get(ROUTING), `${ROUTING}/remove`);
	for (const one of everywhere) query(k, `INSERT INTO staff_permission (tenant_id, staff_id, permission, unit_id) VALUES (1, ${one}, 'confidential', 0)`);
	assert.equal((await desk.get(at(fresh.number))).status, 200);
});

// ---- rules ----

const square = (west, south, size) => [[[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]];
const feature = (code, nimi, coordinates) => ({ type: 'Feature', properties: { code, nimi }, geometry: { type: 'Polygon', coordinates } });
const ROUTING = '/staff/admin/routing';
const upload = async (c, json) => c.submit(await c.get(ROUTING), `${ROUTING}/areas`, {}, { files: [['geojson', 'alueet.geojson', typeof json === 'string' ? json : JSON.stringify(json), 'application/geo+json']] });
const rule = async (c, topic, area, unit) => {
	const page = await c.get(ROUTING);
	const of = (label) => (label ? optionOf(page, label) : '');
	return c.submit(page, ROUTING, { topic: of(topic), area: of(area), unit: of(unit) });
};

test('areas come as GeoJSON; what is wrong with a file is said', async () => {
	const admin = await staff(k, STAFF.admin);
	const cases = [['{"type":', /ei ole kelvollista JSONia/], ['{"type":"FeatureCollection","features":[]}', /ei ole alueita/],
		[feature('x', 'Kartta', square(25496000, 6672000, 1000)), /Vie tiedosto koordinaatistossa WGS 84/],
		[{ type: 'FeatureCollection', features: [feature('a', 'A', square(1, 1, 1)), feature('a', 'B', square(2, 2, 1))] }, /on sama tunnus/],
		[feature('', '', square(1, 1, 1)), /ei ole tunnusta eikä nimeä/], ['', /Valitse GeoJSON-tiedosto/]];
	for (const [json, words] of cases) {
		const page = await upload(admin, json);
		assert.equal(page.status, 422, String(words));
		assert.match(page.text, words);
	}
	let page = await upload(admin, { type: 'FeatureCollection', features: [
		feature('pohjoinen', 'Pohjoinen', [...square(25, 61, 1), square(25.4, 61.4, 0.2)[0]]), feature('etela', 'Etelä', square(25, 60, 1))] });
	assert.match(page.text, /2 aluetta on tuotu/);
	page = await upload(admin, feature('etela', 'Eteläinen', square(25, 60, 1)));
	assert.match(page.text, /1 alue on tuotu/);
	assert.ok(optionOf(page, 'Eteläinen') && !optionOf(page, 'Etelä'), 'a known code is updated');
});

test('topic and area find the unit, the rule is shown, and the order decides', async () => {
	const admin = await staff(k, STAFF.admin);
	assert.match((await rule(admin, '', '', 'Puistot ja luonto')).text, /Valitse aihe, alue tai molemmat/);
	assert.match((await rule(admin, 'Katuvalot', '', '')).text, /Valitse yksikkö, jossa on käsittelijöitä/);
	await rule(admin, '', 'Pohjoinen', 'Puistot ja luonto');
	let page = await rule(admin, 'Katuvalot', 'Pohjoinen', 'Vesihuolto ja jätteet');
	assert.equal(page.status, 200);
	assert.match((await rule(admin, 'Katuvalot', 'Pohjoinen', 'Kadut ja liikenne')).text, /on jo sääntö/);
	const at_ = async (lat, lon, topic = 'street_lighting') => {
		const g = await given(k, { topic, lat: String(lat), lon: String(lon), text: 'Valo ei pala kadun varrella.' });
		const facts = textOf((await desk.get(at(g.number))).text);
		return { number: g.number, unit: facts.match(/Yksikkö (Kadut ja liikenne|Puistot ja luonto|Vesihuolto ja jätteet|Ei vielä yksikköä|.{0,20})/)[1], rule: facts.match(/Ohjaussääntö (.*?) Käsittelijä/)?.[1] };
	};
	let seen = await at_(61.2, 25.2);
	assert.equal(seen.unit, 'Puistot ja luonto', 'the first that fits');
	assert.equal(seen.rule, 'mikä tahansa aihe, Pohjoinen');
	assert.equal((await at_(61.5, 25.5)).unit, 'Kadut ja liikenne', 'in the hole of the area the topic decides');
	assert.equal((await at_(60.5, 25.5)).unit, 'Kadut ja liikenne', 'and in the neighbour');
	assert.equal((await at_(60.5, 25.5)).rule, undefined);

	page = await admin.get(ROUTING);
	const ups = [...page.text.matchAll(/routing\/up">[\s\S]*?name="rule" value="(\d+)"/g)].map((m) => m[1]);
	assert.equal(ups.length, 1, 'the first cannot go up');
	page = await admin.submit(page, `${ROUTING}/up`);
	seen = await at_(61.2, 25.2);
	assert.equal(seen.unit, 'Vesihuolto ja jätteet', 'another order, another unit');
	assert.equal(seen.rule, 'Katuvalot, Pohjoinen');

	// A wrong topic: dues and words stay, the rules are asked again.
	const form_ = await desk.get(at(seen.number));
	const dues = [...form_.text.matchAll(/viimeistään<\/dt><dd><time datetime="([^"]*)/g)].map((m) => m[1]);
	const signs = optionOf(form_, 'Liikennemerkit');
	page = await desk.submit(form_, '/route', { topic: signs, to: '' });
	page = await desk.get(at(seen.number));
	assert.match(textOf(page.text), /Yksikkö Puistot ja luonto/);
	assert.match(textOf(page.text), /Ohjaussääntö mikä tahansa aihe, Pohjoinen/);
	assert.deepEqual([...page.text.matchAll(/viimeistään<\/dt><dd><time datetime="([^"]*)/g)].map((m) => m[1]), dues);

	// A person's choice is no rule's.
	await route(desk, seen.number, 'Kadut ja liikenne');
	assert.doesNotMatch(textOf((await desk.get(at(seen.number))).text), /Ohjaussääntö/);

	page = await admin.get(ROUTING);
	const north = page.text.match(/name="area" value="(\d+)">\s*<span>Pohjoinen/)[1];
	const refused = await admin.submit(page, `${ROUTING}/areas/remove`, { area: north });
	assert.match(refused.text, /Poista sääntö ensin/);
	for (let i = 0; i < 2; i++) await admin.submit(await admin.get(ROUTING), `${ROUTING}/remove`);
	page = await admin.submit(await admin.get(ROUTING), `${ROUTING}/areas/remove`, { area: north });
	assert.ok(!page.text.includes('Pohjoinen'));
	assert.equal((await at_(61.2, 25.2)).unit, 'Kadut ja liikenne');
});
