// Between the units: accepted, handed on, given back; through the pages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { STAFF, start } from '../lib/kaiku.mjs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { act, answer, at, form, given, numbers, publish, route, staff, target, textOf } from '../lib/desk.mjs';

let k, desk, expert, parks;

/** What the database holds, read from outside. */
function sql(k_, query) {
	const r = k_.db ? spawnSync('psql', [k_.db, '-qAtX', '-c', query], { encoding: 'utf8', env: { ...process.env, PGOPTIONS: '-c kaiku.tenant=1' } })
		: spawnSync('sqlite3', [path.join(k_.dir, 'esimerkkila', 'kaiku.db'), query], { encoding: 'utf8' });
	assert.equal(r.status, 0, r.stderr);
	return r.stdout;
}

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
	const mails = sql(k, "SELECT body_text || body_html FROM mail WHERE to_address = 'julkinen@example.org'");
	assert.ok(mails.includes('follow') && !mails.includes('4471'), 'the mail says only that there is an answer');
});
