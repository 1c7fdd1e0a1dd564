// The staff's work on matters, through the pages: who sees what, where a
// matter can go, what the resident hears of it, and that nothing typed is lost.
import assert from 'node:assert/strict';
import dns from 'node:dns';
import { after, before, test } from 'node:test';
import { Client, STAFF, forms, run, start, unescape } from '../lib/kaiku.mjs';
import { act, answer, at, fieldOf, form, given, numbers, route, staff, target, textOf } from '../lib/desk.mjs';

dns.setDefaultResultOrder('ipv4first'); // the second municipality is "localhost"

let k, desk, expert, parks;
const PARKS = 'puistot@esimerkkila.example';

before(async () => {
	k = await start();
	desk = await staff(k);
	expert = await staff(k, STAFF.expert);
	parks = await staff(k, PARKS);
});
after(() => k?.stop());

const tabs = (page) => Object.fromEntries([...page.text.matchAll(/href="\/staff\/queue\/(\w+)"[^>]*>[^<]*<span class="count">(\d+)/g)].map((m) => [m[1], Number(m[2])]));
const follow = async (g) => (await g.client.get(`/follow/${g.code}`)).text;
const version = async (c, number) => fieldOf(await c.get(at(number)), 'note', 'version');

// ---- queues ----

test('queues and counts follow the rights of who asks', async () => {
	const home = await desk.get('/staff');
	assert.match(home.url, /\/staff\/queue\/triage/);
	const before_ = tabs(home);
	assert.deepEqual(Object.keys(before_).sort(), ['all', 'calls', 'late', 'mine', 'triage', 'unit']);
	const g = await given(k);
	const streets = await given(k, { topic: 'street_maintenance' });
	const after_ = tabs(await desk.get('/staff/queue/triage'));
	assert.equal(after_.triage, before_.triage + 1, 'without a topic it waits to be directed');
	assert.equal(after_.all, before_.all + 2);
	assert.ok(numbers(await desk.get('/staff/queue/triage')).includes(g.number));

	const own = await expert.get('/staff');
	assert.match(own.url, /\/staff\/queue\/unit/);
	assert.deepEqual(Object.keys(tabs(own)).sort(), ['all', 'calls', 'late', 'mine', 'unit']);
	assert.ok(!numbers(own).includes(g.number));
	assert.ok((await everywhere(expert, '/staff/queue/unit')).includes(streets.number));
	assert.equal((await expert.get('/staff/queue/triage')).status, 403);
	assert.equal((await expert.get('/staff/queue/none')).status, 404);
	assert.equal((await expert.get('/staff/queue/unit?after=x')).status, 404);
});

/** All pages of a queue, and all that stands on them. */
async function pages(c, path) {
	const all = [await c.get(path)];
	for (let m; (m = all.at(-1).text.match(/<a[^>]*href="([^"]*)" rel="next"/));) all.push(await c.get(unescape(m[1])));
	return all;
}
const everywhere = async (c, path) => (await pages(c, path)).flatMap(numbers);
/** The dues of a page's rows, in their order; '~' where nothing is promised. */
const dues = (page) => [...page.text.matchAll(/<td class="due">([\s\S]*?)<span class="hint">/g)].map(([, cell]) => cell.match(/datetime="([^"]*)"/)?.[1] ?? '~');

test('a long queue is read in pages, what is late first, and keeps the place', async () => {
	for (let i = 0; i < 6; i++) await Promise.all(Array.from({ length: 10 }, () => given(k)));
	const first = await desk.get('/staff/queue/all');
	const one = numbers(first);
	assert.equal(one.length, 50);
	const next = unescape(first.text.match(/<a[^>]*href="([^"]*)" rel="next"/)[1]);
	const second = await desk.get(next);
	const two = numbers(second);
	assert.equal(new Set([...one, ...two]).size, one.length + two.length, 'no matter stands twice');
	const order = [...dues(first), ...dues(second)];
	assert.equal(order.length, one.length + two.length);
	assert.deepEqual(order, [...order].sort(), 'the nearest due first, so what is late; what has none last');
	const late = await everywhere(desk, '/staff/queue/late');
	assert.ok(late.length > 0);
	assert.deepEqual(one.slice(0, late.length), late.slice(0, one.length), 'the queue of late ones is how the others begin');
	assert.equal(tabs(first).late, late.length);
	assert.match((await desk.get(next)).text, /href="\/staff\/queue\/all"[^>]*>Jonon alkuun/);

	// From the second page into a matter, and back to the same page or on to the next matter.
	const link = unescape((await desk.get(next)).text.match(new RegExp(`href="(/staff/matters/${two[0]}\\?[^"]*)"`))[1]);
	const matter = await desk.get(link);
	assert.ok(matter.text.includes(`href="${next.replaceAll('&', '&amp;')}"`), 'back to the page');
	const on = unescape(matter.text.match(/href="([^"]*)" rel="next"/)[1]);
	assert.ok(on.startsWith(at(two[1])), `${on} is ${two[1]}`);
	const noted = await desk.submit(matter, '/note', { text: 'Paikka jonossa säilyy.' });
	assert.ok(noted.text.includes(`href="${next.replaceAll('&', '&amp;')}"`), 'and after an act');
});

test('the end of a queue and an empty one say so', async () => {
	const end = await desk.get('/staff/queue/mine?after=9007199254740991');
	assert.match(end.text, /Jonossa ei ole enempää asioita/);
	const c = await staff(k, 'vesi@esimerkkila.example');
	assert.match((await c.get('/staff/queue/mine')).text, /Sinulla ei ole avoimia asioita/);
});

test('what is late says so in words', async () => {
	const page = await desk.get('/staff/queue/all');
	assert.match(page.text, /<tr class="is-late">[\s\S]*?myöhässä/);
	assert.match(textOf(page.text), /Tällä sivulla on \d+ myöhässä/);
});

// ---- search ----

test('search by number, name, mail and phone, within rights', async () => {
	const g = await given(k, { topic: 'parks', text: 'Puistossa on kaatunut puu polun päällä.', name: 'Tuulikki Hakusanala', email: 'tuulikki.haku@example.org', phone: '040 765 4321' });
	for (const q of [g.number, 'Tuulikki', 'hakusanala', 'Tuulikki Hakusanala', 'hakus', 'tuulikki.haku@example.org', 'TUULIKKI.HAKU@example.org', '0407654321', '+358 40 765 4321']) {
		const page = await desk.get(`/staff/search?q=${encodeURIComponent(q)}`);
		assert.equal(page.status, 200);
		if (q === g.number) assert.match(page.url, new RegExp(`^${at(g.number)}`), 'a number is its page');
		else assert.ok(numbers(page).includes(g.number), q);
		const hidden = await expert.get(`/staff/search?q=${encodeURIComponent(q)}`);
		assert.ok(!hidden.text.includes(at(g.number)) && !hidden.text.includes('kaatunut puu'), `${q}: not the expert's`);
		assert.ok((await parks.get(`/staff/search?q=${encodeURIComponent(q)}`)).text.includes(at(g.number)), `${q}: the parks' own`);
	}
	const none = await desk.get('/staff/search?q=%3Cb%3Eolemaqon');
	assert.match(none.text, /ei löytynyt/);
	assert.ok(none.text.includes('&lt;b&gt;olemaqon') && !none.text.includes('<b>olemaqon'));
	assert.match((await desk.get('/staff/search')).text, /Mitä haetaan/);
	assert.equal((await desk.get(`/staff/search?q=${'a'.repeat(3000)}`)).status, 200);
});

test('search by a word of the message', async () => {
	const g = await given(k, { topic: 'parks', text: 'Sorsalammen suihkulähde solisee kovin kummallisesti.' });
	let page;
	for (let i = 0; i < 100; i++) {
		page = await desk.get('/staff/search?q=suihkul%C3%A4hde');
		if (numbers(page).includes(g.number)) break;
		await new Promise((r) => setTimeout(r, 200));
	}
	assert.ok(numbers(page).includes(g.number), 'the word index has caught up');
	assert.ok(!(await expert.get('/staff/search?q=suihkul%C3%A4hde')).text.includes(at(g.number)));
});

// ---- rights to one matter ----

test('another unit\'s matter does not exist for an expert', async () => {
	const g = await given(k, { topic: 'parks' });
	for (const path of ['', '/answer', '/publish']) assert.equal((await expert.get(at(g.number, path))).status, 404, path);
	const own = await given(k, { topic: 'street_maintenance' });
	const page = await expert.get(at(own.number));
	assert.equal(page.status, 200);
	const hidden = form(page, 'note').fields;
	for (const name of ['take', 'route', 'note', 'close', 'reopen', 'answer', 'publish', 'hide']) {
		const r = await expert.post(at(g.number, `/${name}`), [...hidden.filter(([n]) => n !== 'text'), ['text', 'Ei minun'], ['outcome', 'done'], ['to', 't'], ['why', 'x'], ['step', 'send'], ['show_text', '1']]);
		assert.equal(r.status, 404, name);
	}
	const after_ = await desk.get(at(g.number));
	assert.doesNotMatch(after_.text, /Ei minun/);
});

test('forged numbers and versions', async () => {
	for (const number of ['2026-0', '2026-99999999', '1999-1', '2026', '2026-1x', '-1', 'x', '2026-1%00', `2026-${'9'.repeat(30)}`])
		assert.ok([400, 404].includes((await desk.get(at(number))).status), number);
	const g = await given(k);
	for (const bad of ['0', '-1', 'x', '', '99999999999999999999']) {
		const r = await act(desk, g.number, 'take', { version: bad });
		assert.equal(r.status, 422, `version ${bad}`);
	}
	assert.equal((await act(desk, g.number, 'take', { version: '77' })).status, 409);
	assert.match((await desk.get(at(g.number))).text, /ohjattavana/, 'nothing happened');
});

test('a matter of another municipality is not there', async () => {
	const flags = ['--data', k.dir, ...(k.db ? ['--db', k.db] : [])];
	const made = run(['tenant-add', ...flags, '--slug', 'toisela', '--name', 'Toisela', '--host', 'localhost']);
	assert.equal(made.status, 0, made.stderr);
	await k.restart();
	const there = new Client(k.url.replace('127.0.0.1', 'localhost'));
	const page = await there.get('/fi/give');
	assert.match(page.text, /Toisela/);
	const sent = await there.submit(page, '/fi/give', { first: 'on', text: 'Toisen kunnan asia on tämä viesti.' });
	assert.equal(sent.status, 200, sent.text);
	const number = sent.text.match(/\b(20\d\d-\d+)\b/)[1];
	const own = await desk.get(at(number));
	assert.doesNotMatch(own.text, /Toisen kunnan asia/);
	const search = await desk.get('/staff/search?q=Toisen');
	assert.doesNotMatch(search.text, /Toisen kunnan asia/);
});

// ---- routing ----

test('to a unit, to a person, by the topic, and back', async () => {
	const g = await given(k);
	let page = await route(desk, g.number, 'Kadut ja liikenne', { note: 'Taitaa olla teidän.' });
	assert.match(textOf(page.text), /Asia on ohjattu\./);
	assert.match(textOf(page.text), /ohjattiin: Kadut ja liikenne Aino Neuvonen/);
	assert.match(page.text, /Taitaa olla teidän/);
	assert.ok((await everywhere(expert, '/staff/queue/unit')).includes(g.number));

	page = await route(desk, g.number, 'Helmi Puistola');
	assert.match(textOf(page.text), /ohjattiin: Helmi Puistola/);
	assert.ok(numbers(await parks.get('/staff/queue/mine')).includes(g.number), 'it is hers');
	assert.equal((await expert.get(at(g.number))).status, 404, 'and no longer the streets\'');

	page = await route(parks, g.number, 'Ohjattavat', { note: 'Ei meidän.' });
	assert.match(page.url, /\/staff\/queue\/\w+\?done=routed/, 'out of her sight: back to the queue');
	assert.match(textOf(page.text), /Asia on ohjattu/);
	assert.equal((await parks.get(at(g.number))).status, 404);
	assert.ok((await everywhere(desk, '/staff/queue/triage')).includes(g.number));

	page = await desk.get(at(g.number));
	const topic = page.text.match(/<option value="(\d+)"[^>]*>Leikkipaikat/)?.[1] ?? page.text.match(/<option value="(\d+)"[^>]*>[^<]*eikki/)[1];
	page = await desk.submit(page, `${at(g.number)}/route`, { topic, to: '' });
	assert.match(textOf(page.text), /ohjattiin: Puistot ja luonto/, 'the topic knows its unit');
});

test('directing from a queue leads on to the next in it, and at its end back to it', async () => {
	const [a, b] = [await given(k), await given(k)];
	const queue = await everywhere(desk, '/staff/queue/triage');
	const i = queue.indexOf(a.number);
	assert.deepEqual(queue.slice(i, i + 2), [a.number, b.number], 'of those due together the older comes first');
	let page = await desk.get(at(a.number, '?from=triage'));
	page = await desk.submit(page, '/route', { to: target(page, 'Kadut ja liikenne') });
	assert.equal(page.url.split('?')[0], at(b.number), 'the next one');
	assert.ok(textOf(page.text).includes(`Asia ${a.number} on ohjattu.`));
	assert.ok(page.text.includes(`<a href="${at(a.number)}">`), 'and the way back to the one before');
	assert.match(textOf((await desk.get(at(a.number))).text), /Yksikkö Kadut ja liikenne/);

	// A refusal stays where it is.
	const wrong = await desk.submit(page, '/route', { to: 'u999999' });
	assert.equal(wrong.status, 422);
	assert.ok(wrong.text.includes(b.number));
	page = await desk.submit(wrong, '/route', { to: target(wrong, 'Puistot ja luonto') });
	assert.equal(page.url.split('?')[0], queue[i + 2] ? at(queue[i + 2]) : '/staff/queue/triage');
	assert.ok(textOf(page.text).includes(`Asia ${b.number} on ohjattu.`));
	const end = (await everywhere(desk, '/staff/queue/triage')).at(-1);
	page = await desk.get(at(end, '?from=triage'));
	page = await desk.submit(page, '/route', { to: target(page, 'Puistot ja luonto') });
	assert.match(page.url, /^\/staff\/queue\/triage\?/);

	// Handed on out of sight: nothing of it is linked.
	page = await parks.get(at(b.number, '?from=unit'));
	page = await parks.submit(page, '/route', { to: target(page, 'Kadut ja liikenne'), note: 'Teidän.' });
	assert.ok(textOf(page.text).includes(`Asia ${b.number} on ohjattu.`));
	assert.ok(!page.text.includes(`"${at(b.number)}"`));

	// The address says nothing but what can be so.
	for (const was of ['<b>x</b>', '', 'x', '2026-1x'])
		assert.doesNotMatch(textOf((await desk.get(`/staff/queue/all?done=routed_on&was=${encodeURIComponent(was)}`)).text), /on ohjattu\./, was);
});

test('what waits to be directed shows no columns that would all say the same', async () => {
	const g = await given(k);
	const triage = await pages(desk, '/staff/queue/triage');
	assert.ok(triage.some((p) => numbers(p).includes(g.number)));
	for (const p of triage) assert.doesNotMatch(p.text, /<th scope="col">(Kenellä|Tila)</);
	assert.match((await desk.get('/staff/queue/all')).text, /<th scope="col">Kenellä<\/th><th scope="col">Tila</);
});

test('a matter can be given only to who works on matters', async () => {
	const g = await given(k, { topic: 'street_maintenance' });
	const page = await desk.get(at(g.number));
	assert.ok(target(page, 'Helmi Puistola'));
	for (const name of ['Päivi Pääkäyttäjä', 'Arvo Tarkkanen']) assert.throws(() => target(page, name), `${name} could not even see it`);
	const admin = await staff(k, STAFF.admin);
	const id = (await admin.get('/staff/admin/staff?q=tarkkanen')).text.match(/\/staff\/admin\/staff\/(\d+)"/)[1];
	const r = await act(desk, g.number, 'route', { to: `p${id}` });
	assert.equal(r.status, 422, 'nor by a forged form');
	assert.match(r.text, /<a href="#to">/);
	assert.match(textOf((await desk.get(at(g.number))).text), /Käsittelijä Ei vielä käsittelijää/);
});

test('wrong targets are refused beside the field, with all that was typed', async () => {
	const g = await given(k);
	const wrong = [{ to: '' }, { to: 'u999999' }, { to: 'p999999' }, { to: 'u0' }, { to: 'u-1' }, { to: 'x1' }, { to: 'u1x' }, { to: 'p' }];
	for (const values of wrong) {
		const r = await act(desk, g.number, 'route', { topic: '', note: 'Pidä tämä <b>teksti</b>', ...values });
		assert.equal(r.status, 422, JSON.stringify(values));
		assert.match(r.text, /<a href="#to">/, 'the summary links to the field');
		assert.match(r.text, /id="to-error"/);
		assert.match(r.text, /Pidä tämä &lt;b&gt;teksti/);
	}
	for (const topic of ['999999', '-1', 'x']) {
		const r = await act(desk, g.number, 'route', { topic, to: 't' });
		assert.equal(r.status, 422, `topic ${topic}`);
	}
	const long = await act(desk, g.number, 'route', { to: 't', note: 'a'.repeat(10001) });
	assert.equal(long.status, 422);
	assert.match(long.text, /<a href="#note">/);
	assert.match(await follow(g), /Etsimme sille oikean käsittelijän/, 'it has not moved');
});

test('a confidential matter goes only to who may see it, and lists keep its words', async () => {
	const g = await given(k, { topic: 'social_services', text: 'Salainen huoli naapurin lapsista.' });
	assert.equal((await expert.get(at(g.number))).status, 404);
	const publisher = await staff(k, 'julkaisija@esimerkkila.example');
	assert.equal((await publisher.get(at(g.number))).status, 404, 'handling everything is not enough');
	const list = await pages(desk, '/staff/queue/all');
	assert.ok(list.some((p) => numbers(p).includes(g.number)));
	for (const p of list) assert.doesNotMatch(p.text, /Salainen huoli/);
	assert.match((await desk.get(at(g.number))).text, /Salainen huoli/);
	const page = await desk.get(at(g.number));
	assert.match(page.url, /\/staff\/confidential\//);
	assert.doesNotMatch(textOf(page.text), /luottamuksellinen asia luettiin/, 'who looked is the auditor\'s to know (log.test.mjs)');
	const r = await desk.submit(page, `${at(g.number)}/route`, { to: target(page, 'Eero Katunen') });
	assert.equal(r.status, 422, 'he may not see confidential topics');
	const own = await staff(k, 'hyvinvointi@esimerkkila.example');
	assert.match((await own.get(at(g.number))).text, /Salainen huoli/);
	const write = await own.get(at(g.number, '/answer?kind=interim'));
	assert.match(write.url, /\/staff\/confidential\/.*kind=interim/);
	assert.match(write.text, /Väliaikatieto lähettäjälle/);
	for (const path of ['', '/answer']) assert.equal((await expert.get(`/staff/confidential/${g.number}${path}`)).status, 404);
	const plain = await given(k, { topic: 'street_maintenance' });
	assert.equal((await expert.get(`/staff/confidential/${plain.number}`)).status, 200);
});

test('what shows a confidential matter is written down: previews and files, too', async () => {
	const pdf = ['photo', 'lausunto.pdf', '%PDF-1.4\n%%EOF\n', 'application/pdf'];
	const g = await given(k, { topic: 'social_services', text: 'Liitteenä on lausunto, luottamuksella.' }, { files: [pdf] });
	const looks = () => {
		const r = run(['verify', '--data', k.dir, ...(k.db ? ['--db', k.db] : [])]);
		return Number(r.stdout.match(/(\d+) events/)[1]);
	};
	const page = await desk.get(at(g.number));
	const hidden = form(page, 'note').fields.filter(([n]) => !['text', 'key'].includes(n));
	const key = async () => ['key', fieldOf(await desk.get('/staff/account'), 'logout', 'key')];
	const file = page.text.match(/href="(\/staff\/files\/\d+)"/)[1];
	const seen = async (what, look) => {
		const before_ = looks();
		assert.match((await look()).text, /luottamuksella|%PDF/, what);
		assert.equal(looks(), before_ + 1, what);
	};
	for (const step of ['preview', 'edit'])
		await seen(`the answer, ${step}`, async () => desk.post(at(g.number, '/answer'), [...hidden, await key(), ['text', 'Vastaus, luottamuksella.'], ['outcome', 'answered'], ['step', step]]));
	await seen('the file', () => desk.get(file));
	assert.equal((await desk.get(file, { follow: false })).headers.get('location'), file.replace('/staff/files/', '/staff/confidential/files/'));
	for (const path of [file, file.replace('/staff/files/', '/staff/confidential/files/')]) {
		const before_ = looks();
		assert.equal((await expert.get(path)).status, 404);
		assert.equal(looks(), before_);
	}
});

test('the history tells where a matter went, about what, and how it ended', async () => {
	const g = await given(k, { topic: 'street_maintenance' });
	const free = await given(k);
	const events = async (number) => {
		const html = (await desk.get(at(number))).text;
		return [...html.slice(html.indexOf('id="history"'), html.indexOf('</main>')).matchAll(/<li>([\s\S]*?)<\/li>/g)].map((m) => textOf(m[1]).replace(/^ ?\S+ klo \S+ /, '').trim());
	};
	assert.deepEqual(await events(g.number), ['viesti vastaanotettiin: Kadut ja liikenne (aihe: Katujen kunto) lähettäjä']);
	assert.deepEqual(await events(free.number), ['viesti vastaanotettiin lähettäjä']);
	const page = await expert.get(at(g.number));
	const lights = page.text.match(/<option value="(\d+)"[^>]*>Katuvalot</)[1];
	await expert.submit(page, '/route', { topic: lights, to: target(page, 'Puistot ja luonto'), note: 'Puiston lamppu.' });
	await act(parks, g.number, 'note', { text: 'Ei meidän lamppumme.' });
	await route(parks, g.number, 'Ohjattavat');
	await act(desk, g.number, 'take');
	await answer(desk, g.number, { text: 'Selvitämme asiaa.' }, 'interim');
	await answer(desk, g.number, { text: 'Lamppu on vaihdettu.', outcome: 'done' });
	await act(desk, g.number, 'reopen');
	await act(desk, g.number, 'close', { outcome: 'not_ours', reason: 'Yksityinen tie' });
	assert.deepEqual(await events(g.number), [
		'käsittely päätettiin: ei kuulu kunnalle, siirretty Aino Neuvonen',
		'avattiin uudelleen Aino Neuvonen',
		'vastattiin: tehty Aino Neuvonen',
		'lähetettiin väliaikatieto Aino Neuvonen',
		'otettiin käsittelyyn Aino Neuvonen',
		'ohjattiin: Ohjattavat Helmi Puistola',
		'lisättiin sisäinen muistiinpano Helmi Puistola',
		'ohjattiin: Puistot ja luonto (aihe: Katuvalot) Eero Katunen',
		'viesti vastaanotettiin: Kadut ja liikenne (aihe: Katujen kunto) lähettäjä',
	]);
});

// ---- notes, interim replies, answers ----

test('a note stays in the house', async () => {
	const g = await given(k, { topic: 'street_maintenance', wants_reply: 'yes', email: 'lukija@example.org' });
	const noted = await act(expert, g.number, 'note', { text: 'MUISTIO-77: kolmas ilmoitus tästä.' });
	assert.match(noted.text, /MUISTIO-77/);
	await answer(expert, g.number, { text: 'Kiitos, kuoppa paikataan huomenna.', outcome: 'done' });
	assert.doesNotMatch(await follow(g), /MUISTIO-77/);
	const empty = await act(expert, g.number, 'note', { text: '  ' });
	assert.equal(empty.status, 422);
	assert.match(empty.text, /<a href="#text">/);
	assert.match(empty.text, /<details open>/);
});

test('an interim reply reaches the resident, the matter stays open', async () => {
	const g = await given(k, { topic: 'street_maintenance', email: 'odottaja@example.org' });
	const page = await answer(expert, g.number, { text: 'Selvitämme asiaa ja palaamme viikossa.' }, 'interim');
	assert.match(textOf(page.text), /Väliaikatieto on lähetetty/);
	assert.match(page.text, /käsittelyssä/);
	assert.match(textOf(page.text), /Väliaikatieto palautteestasi/, 'a mail');
	assert.match(await follow(g), /Selvitämme asiaa ja palaamme viikossa/);
});

test('preview is what the sender will see; editing keeps all', async () => {
	const g = await given(k, { topic: 'street_maintenance', text: 'Varför är gropen kvar på Strandvägen?', email: 'lasare@example.org' }, { lang: 'sv' });
	const text = 'Hej!\n\nGropen lagas <i>snart</i> & säkert.\nHälsningar, "Gatuenheten"';
	const write = await expert.get(at(g.number, '/answer'));
	assert.match(write.text, /Lähettäjän kieli on ruotsi/);
	const preview = await expert.submit(write, `${at(g.number)}/answer`, { text, outcome: 'wont_do', reason: 'Ingår i nästa års <b>program</b>', step: 'preview' });
	assert.equal(preview.status, 200);
	assert.match(preview.text, /Näin lähettäjä näkee sen/);
	const shown = preview.text.slice(preview.text.indexOf('class="card preview"'));
	assert.match(shown, /Gropen lagas &lt;i&gt;snart&lt;\/i&gt; &amp; säkert\.<br>/);
	assert.match(textOf(shown), /Svar på din respons \(20\d\d-\d+\)/, 'the subject, in the sender\'s language');
	assert.match(textOf(shown), /lasare@example\.org/);
	assert.match(textOf(shown), /Motivering Ingår i nästa års <b>program<\/b>/);
	assert.doesNotMatch(preview.text, /\/follow\//, 'the secret link is not for staff');
	const edit = await expert.submit(preview, `${at(g.number)}/answer`, { step: 'edit' });
	assert.equal(fieldOf(edit, 'answer', 'text').replaceAll('\r\n', '\n'), text);
	assert.equal(fieldOf(edit, 'answer', 'outcome'), 'wont_do');
	assert.equal(fieldOf(edit, 'answer', 'reason'), 'Ingår i nästa års <b>program</b>');
	assert.doesNotMatch(await follow(g), /Gropen lagas/, 'nothing has been sent');

	const again = await expert.submit(edit, `${at(g.number)}/answer`, { step: 'preview' });
	const sent = await expert.submit(again, `${at(g.number)}/answer`, { step: 'send' });
	assert.match(textOf(sent.text), /Vastaus on lähetetty ja käsittely päättynyt/);
	const page = await follow(g);
	// The same fragment stands on the follow page, but for the minute it was sent.
	const fragment = (html) => html.match(/<section class="card answer"[\s\S]*?<p class="hint">/)[0];
	assert.equal(fragment(page), fragment(shown));
	assert.match(textOf(page), /Motivering Ingår i nästa års/);
});

test('without an address the preview says so, and no mail is made', async () => {
	const g = await given(k, { topic: 'street_maintenance', type: 'question', text: 'Milloin Rantatie avataan liikenteelle?' });
	const preview = await expert.submit(await expert.get(at(g.number, '/answer')), '/answer', { text: 'Perjantaina.', outcome: 'answered', step: 'preview' });
	assert.match(preview.text, /Sähköpostia ei lähetetä/);
	const sent = await expert.submit(preview, '/answer', { step: 'send' });
	assert.doesNotMatch(sent.text, /Lähetetyt sähköpostit/);
	assert.match(await follow(g), /Perjantaina\./);
});

test('an answer to a confidential matter is not in the mail', async () => {
	const g = await given(k, { topic: 'social_services', text: 'Miten haen apua omaishoitoon?', email: 'omainen@example.org' });
	const preview = await desk.submit(await desk.get(at(g.number, '/answer')), '/answer', { text: 'Varaa aika numerosta OMAISHOITO-55.', outcome: 'answered', step: 'preview' });
	const mail = preview.text.slice(preview.text.indexOf('id="by-mail-'));
	assert.doesNotMatch(mail, /OMAISHOITO-55/);
	assert.match(mail, /luottamuksellinen/);
	await desk.submit(preview, '/answer', { step: 'send' });
	assert.match(await follow(g), /OMAISHOITO-55/);
});

test('an answer with faults comes back whole', async () => {
	const g = await given(k, { topic: 'street_maintenance' });
	const long = 'ä'.repeat(10001);
	for (const [values, field] of [[{ text: '', outcome: 'done' }, 'text'], [{ text: long, outcome: 'done' }, 'text'], [{ text: 'Ei toteuteta.', outcome: 'wont_do', reason: '' }, 'reason'],
		[{ text: 'Siirretty.', outcome: 'not_ours' }, 'reason'], [{ text: 'Kirjaamoon.', outcome: 'to_registry' }, 'reason'],
		[{ text: 'x', outcome: 'spam' }, 'outcome'], [{ text: 'x', outcome: 'improper' }, 'outcome'], [{ text: 'x', outcome: '<b>' }, 'outcome']]) {
		for (const step of ['preview', 'send']) {
			const r = await expert.submit(await expert.get(at(g.number, '/answer')), '/answer', { ...values, step });
			assert.equal(r.status, 422, JSON.stringify(values).slice(0, 80));
			assert.ok(r.text.includes(`<a href="#${field}">`), `${field}: ${JSON.stringify(values).slice(0, 80)}`);
			assert.equal(fieldOf(r, 'answer', 'text'), values.text);
		}
	}
	assert.doesNotMatch(await follow(g), /Ei toteuteta/);
});

// ---- closing ----

test('closing with each outcome, with a reason where one is needed', async () => {
	const needs = new Set(['wont_do', 'not_ours', 'to_registry', 'improper']);
	for (const outcome of ['done', 'answered', 'wont_do', 'not_ours', 'to_registry', 'not_found', 'improper', 'spam']) {
		const g = await given(k, { topic: 'street_maintenance', type: 'thanks', text: 'Kiitos hyvästä aurauksesta!' });
		if (needs.has(outcome)) {
			const r = await act(expert, g.number, 'close', { outcome });
			assert.equal(r.status, 422, outcome);
			assert.match(r.text, /<a href="#reason">/);
			assert.match(r.text, new RegExp(`<option value="${outcome}" selected>`), 'the choice is kept');
		}
		const done = await act(expert, g.number, 'close', { outcome, reason: needs.has(outcome) ? 'Perusteltu syy' : '' });
		assert.match(textOf(done.text), /Käsittely on päätetty/, outcome);
		assert.equal((await act(desk, g.number, 'reopen', { note: '' })).status, 200);
	}
	const g = await given(k, { topic: 'street_maintenance' });
	for (const outcome of ['', 'withdrawn', 'none', 'x'])
		assert.equal((await act(expert, g.number, 'close', { outcome })).status, 422, outcome);
});

test('who waits for an answer gets one: the page says why it cannot be closed', async () => {
	const g = await given(k, { topic: 'street_maintenance', type: 'question', text: 'Milloin kadun valaistus korjataan?' });
	const page = await expert.get(at(g.number));
	assert.match(textOf(page.text), /Lähettäjä odottaa vastausta\. Vastaa ensin\./);
	const offered = [...form(page, 'close').body.matchAll(/<option value="(\w*)"/g)].map((m) => m[1]);
	assert.deepEqual(offered, ['', 'improper', 'spam']);
	const r = await expert.submit(page, '/close', { outcome: 'done' });
	assert.equal(r.status, 422);
	assert.match(textOf(r.text), /Vastaa ensin/);
	assert.match((await expert.get(at(g.number))).text, /ohjattu yksikölle/);
	const done = await act(expert, g.number, 'close', { outcome: 'spam' });
	assert.match(textOf(done.text), /Käsittely on päätetty/);
});

test('an improper message\'s reason is not for its sender', async () => {
	const g = await given(k, { topic: 'street_maintenance', text: 'Te olette kaikki ihan toivottomia!' });
	await act(expert, g.number, 'close', { outcome: 'improper', reason: 'HÄIRIKKÖ-12' });
	assert.doesNotMatch(await follow(g), /HÄIRIKKÖ-12/);
});

test('a withdrawn fault stays open until somebody has looked, then it can be closed', async () => {
	const g = await given(k, { topic: 'street_maintenance', type: 'fault', text: 'Kansi puuttuu kaivosta Rantatiellä.' });
	const own = await g.client.get(`/follow/${g.code}`);
	await g.client.submit(own, '/withdraw', { confirm: '1' });
	const page = await expert.get(at(g.number));
	assert.ok(form(page, 'close'), 'it is open');
	const done = await expert.submit(page, '/close', { outcome: 'withdrawn' });
	assert.match(textOf(done.text), /Käsittely on päätetty/);
});

test('reopening, and no answer to what is closed', async () => {
	const g = await given(k, { topic: 'street_maintenance' });
	await answer(expert, g.number, { text: 'Korjattu eilen.', outcome: 'done' });
	const closed = await expert.get(at(g.number, '/answer'));
	assert.match(closed.text, /Avaa asia uudelleen/);
	assert.equal(form(closed, 'answer'), undefined);
	const hidden = form(closed, 'reopen').fields.filter(([n]) => n !== 'note');
	const late = await expert.post(at(g.number, '/answer'), [...hidden, ['text', 'Toinen vastaus'], ['outcome', 'done'], ['step', 'send']]);
	assert.equal(late.status, 422);
	assert.doesNotMatch(await follow(g), /Toinen vastaus/);
	const opened = await act(expert, g.number, 'reopen', { note: 'Kuoppa on taas siinä.' });
	assert.match(textOf(opened.text), /Asia on avattu uudelleen/);
	assert.match(opened.text, /Kuoppa on taas siinä/);
	assert.ok(form(opened, 'close') && opened.text.includes('/answer'));
	await answer(expert, g.number, { text: 'Nyt se on paikattu kunnolla.', outcome: 'done' });
	assert.match(await follow(g), /Nyt se on paikattu kunnolla/);
});

test('take: it is mine, and no longer offered', async () => {
	const g = await given(k, { topic: 'street_maintenance' });
	const page = await act(expert, g.number, 'take');
	assert.match(textOf(page.text), /Asia on nyt sinulla käsittelyssä/);
	assert.equal(form(page, 'take'), undefined);
	assert.ok((await everywhere(expert, '/staff/queue/mine')).includes(g.number));
	assert.ok(form(await desk.get(at(g.number)), 'take'), 'somebody else still can');
});

// ---- two people at once ----

test('a stale form is told what changed, and keeps everything typed', async () => {
	const g = await given(k, { topic: 'street_maintenance' });
	const write = await expert.get(at(g.number, '/answer'));
	const show = await expert.get(at(g.number));
	await act(desk, g.number, 'take');
	const typed = 'Pitkä & huolella <kirjoitettu> vastaus.';
	for (const step of ['preview', 'send', 'edit']) {
		const r = await expert.submit(write, '/answer', { text: typed, outcome: 'wont_do', reason: 'Syy "tässä"', step });
		assert.equal(r.status, 409, step);
		assert.match(textOf(r.text), /Joku muutti asiaa sillä välin/);
		assert.match(textOf(r.text), /otettiin käsittelyyn \(Aino Neuvonen, /);
		assert.equal(fieldOf(r, 'answer', 'text'), typed);
		assert.equal(fieldOf(r, 'answer', 'reason'), 'Syy "tässä"');
		assert.equal(fieldOf(r, 'answer', 'outcome'), 'wont_do');
	}
	const routed = await expert.submit(show, '/route', { to: target(show, 'Puistot ja luonto'), note: 'Vanhalta sivulta' });
	assert.equal(routed.status, 409);
	assert.match(routed.text, /Vanhalta sivulta/);
	assert.match(routed.text, /<details open>/);
	assert.equal(fieldOf(routed, 'route', 'to'), target(show, 'Puistot ja luonto'));
	const again = await expert.submit(routed, '/route', {});
	assert.match(again.url, /done=routed/, 'sent again from the fresh page');
	for (const [name, values] of [['close', { outcome: 'done' }], ['take', {}]])
		assert.equal((await desk.submit(show, `/${name}`, { ...values, csrf: fieldOf(await desk.get(at(g.number)), 'note', 'csrf'), key: fieldOf(await desk.get(at(g.number)), 'note', 'key') })).status, 409, name);
	const noted = await desk.submit(await desk.get(at(g.number)), '/note', { version: fieldOf(show, 'note', 'version'), text: 'Muistiinpano ei kumoa ketään.' });
	assert.match(noted.text, /ei kumoa ketään/, 'a note is never too late');
});

test('two answer at once: one is sent, the other sees it beside their own text and loses nothing', async () => {
	const g = await given(k, { topic: 'street_maintenance', email: 'kaksi@example.org' });
	const [a, b] = [await expert.get(at(g.number, '/answer')), await desk.get(at(g.number, '/answer'))];
	const [first, second] = ['Ensimmäinen vastaus: kuoppa on paikattu.', 'Toinen vastaus:\nkuoppa paikataan <ensi> viikolla & merkitään.'];
	const [pa, pb] = [await expert.submit(a, '/answer', { text: first, outcome: 'done', step: 'preview' }),
		await desk.submit(b, '/answer', { text: second, outcome: 'wont_do', reason: 'Syy', step: 'preview' })];
	assert.equal(pb.status, 200, 'both have looked at it');
	const both = await Promise.all([expert.submit(pa, '/answer', { step: 'send' }), desk.submit(pb, '/answer', { step: 'send' })]);
	const [won, lost] = both[0].status === 200 ? both : [both[1], both[0]];
	const [won_text, lost_text] = both[0].status === 200 ? [first, second] : [second, first];
	assert.deepEqual([won.status, lost.status], [200, 409]);
	assert.match(textOf(lost.text), /Joku muutti asiaa sillä välin/);
	assert.equal(fieldOf(lost, 'answer', 'text').replaceAll('\r\n', '\n'), lost_text, 'what was typed');
	for (const line of won_text.split('\n')) assert.ok(textOf(lost.text).includes(line), 'what was sent');
	assert.match(textOf(lost.text), /vastattiin|vastaus lähetettiin|vastasi/i, 'and who did it');
	const page = await follow(g);
	for (const line of won_text.split('\n')) assert.ok(textOf(page).includes(line));
	assert.ok(!textOf(page).includes(lost_text.split('\n')[0]), 'the resident hears one');
	const shown = await desk.get(at(g.number));
	assert.equal([...textOf(shown.text).matchAll(/Vastaus palautteeseesi/g)].length, 1, 'one mail');
});

test('a form sent twice acts once', async () => {
	const g = await given(k, { topic: 'street_maintenance', email: 'kerran@example.org' });
	const page = await expert.get(at(g.number));
	const two = await Promise.all([1, 2, 3].map(() => expert.submit(page, '/note', { text: 'Vain kerran.' })));
	for (const r of two) assert.equal(r.status, 200);
	const shown = await expert.get(at(g.number));
	assert.equal(shown.text.match(/<p>Vain kerran\.<\/p>/g).length, 1);

	const preview = await expert.submit(await expert.get(at(g.number, '/answer')), '/answer', { text: 'Yksi vastaus riittää.', outcome: 'done', step: 'preview' });
	const sent = await Promise.all([1, 2].map(() => expert.submit(preview, '/answer', { step: 'send' })));
	for (const r of sent) assert.equal(r.status, 200);
	const done = await expert.get(at(g.number));
	assert.equal(done.text.match(/<p>Yksi vastaus riittää\.<\/p>/g).length, 1);
	assert.equal([...textOf(done.text).matchAll(/Vastaus palautteeseesi/g)].length, 1, 'one mail');
});

test('without the session\'s token nothing is done', async () => {
	const g = await given(k, { topic: 'street_maintenance' });
	const page = await expert.get(at(g.number));
	for (const csrf of ['', 'x', fieldOf(await desk.get(at(g.number)), 'note', 'csrf')])
		assert.equal((await expert.submit(page, '/take', { csrf })).status, 403);
	assert.equal((await expert.submit(page, '/take', { key: 'x' })).status, 403);
	assert.ok(form(await expert.get(at(g.number)), 'take'));
});

// ---- hostile words ----

const HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{v.x}}\'';
const SENT = HOSTILE.replace('}}', ''); // an answer that holds a {variable} is not sent
const bare = /<script>alert|<img src=x|onerror=alert\(2\)>(?!&)/;

test('hostile words of residents and staff stay words, on every page', async () => {
	const g = await given(k, { topic: 'street_maintenance', text: `Teksti ${HOSTILE}`, title: `Otsikko ${HOSTILE}`, place: `Paikka ${HOSTILE}`, nickname: 'Nimi"><b>', name: 'Nimi"><script>alert(1)</script>', email: '"a<b>"@example.org', may_publish: '1' })
		.catch(() => given(k, { topic: 'street_maintenance', text: `Teksti ${HOSTILE}`, title: `Otsikko ${HOSTILE}`, place: `Paikka ${HOSTILE}`, nickname: 'Nimi"><b>', name: 'Nimi"><script>alert(1)</script>', may_publish: '1' }));
	const seen = [];
	const keep = async (page) => { seen.push(page); return page; };
	await keep(await act(expert, g.number, 'note', { text: `Muistio ${HOSTILE}` }));
	await keep(await act(expert, g.number, 'route', { to: HOSTILE, topic: HOSTILE, note: HOSTILE }));
	await keep(await act(expert, g.number, 'close', { outcome: HOSTILE, reason: HOSTILE, from: HOSTILE }));
	await keep(await answer(expert, g.number, { text: `Väli ${SENT}` }, 'interim'));
	const preview = await keep(await expert.submit(await expert.get(at(g.number, '/answer')), '/answer', { text: `Vastaus ${SENT}`, outcome: 'wont_do', reason: `Syy ${HOSTILE}`, step: 'preview' }));
	await keep(await expert.submit(preview, '/answer', { step: 'edit' }));
	await keep(await expert.submit(preview, '/answer', { step: 'send' }));
	await keep(await expert.get(at(g.number, '/publish')));
	await keep(await expert.submit(seen.at(-1), '/publish', { title: `Julki ${HOSTILE}`, text: `Julkiteksti ${HOSTILE}`, show_text: '1', answer: `Julkivastaus ${HOSTILE}`, show_answer: '1', show_nickname: '1', show_place: '1' }));
	assert.match(seen.at(-1).url, /done=published/, textOf(seen.at(-1).text).slice(0, 400));
	for (const path of [at(g.number), `/staff/search?q=${encodeURIComponent(HOSTILE)}`, `${at(g.number)}?done=${encodeURIComponent(HOSTILE)}&from=${encodeURIComponent(HOSTILE)}`, '/staff/queue/unit'])
		await keep(await expert.get(path));
	for (const path of [`/fi/matters/${g.number}`, '/fi/matters', '/fi/matters.atom', `/follow/${g.code}`])
		await keep(await g.client.get(path));
	await keep(await act(expert, g.number, 'hide', { why: `Piilo ${HOSTILE}` }));
	for (const page of seen) assert.doesNotMatch(page.text, bare, page.url);
	assert.ok(seen.some((p) => p.text.includes('&lt;script&gt;alert(1)&lt;/script&gt;')));
	for (const page of seen.filter((p) => p.url.startsWith('/staff'))) assert.match(page.headers.get('content-security-policy'), /default-src 'none'|script-src 'self'/);
});

test('no page of the desk is kept anywhere, or compressed', async () => {
	const g = await given(k, { topic: 'street_maintenance' });
	for (const path of ['/staff/queue/all', '/staff/search?q=x', at(g.number), at(g.number, '/answer')]) {
		const r = await desk.get(path, { headers: { 'accept-encoding': 'gzip, br' } });
		assert.match(r.headers.get('cache-control'), /no-store/, path);
		assert.equal(r.headers.get('content-encoding'), null, path);
		assert.match(r.text, /noindex/, path);
	}
});

test('the pages stand in Swedish and English too', async () => {
	const sv = await staff(k, 'liikenne@esimerkkila.example');
	const page = await sv.get('/staff/queue/unit');
	assert.match(page.text, /<html lang="sv"/);
	assert.match(page.text, /Min enhet/);
	const g = await given(k, { topic: 'public_transport' });
	assert.match((await sv.get(at(g.number))).text, /Vad ska göras\?/);
	assert.ok(await version(sv, g.number));
});

test('in a large organisation the list of people is of those who work where the matter is', async () => {
	const admin = await staff(k, STAFF.admin);
	const csv = ['mail;name;unit;permissions', ...Array.from({ length: 201 }, (_, i) => `p${i}@esimerkkila.example;Henkilö ${i};${i === 7 ? 'streets' : 'parks'};handle@parks`)].join('\n');
	const units = (await admin.get('/staff/admin/units.csv')).text;
	const code = (name) => units.split('\n').find((line) => line.includes(name)).split(/[;,]/)[0].replaceAll('"', '');
	const plan = await admin.submit(await admin.get('/staff/admin/staff/import'), '/staff/admin/staff/import',
		{ csv: csv.replaceAll('streets', code('Kadut ja liikenne')).replaceAll('parks', code('Puistot ja luonto')) });
	assert.equal(plan.status, 200, textOf(plan.text).slice(0, 500));
	await admin.submit(plan, '/staff/admin/staff/import/apply', {}, { follow: false });
	const people = (page) => [...page.text.matchAll(/<option value="p\d+"[^>]*>([^<]*)</g)].map((m) => m[1]);
	const triage = await desk.get(at((await given(k)).number));
	assert.deepEqual(people(triage), [], 'nobody yet, only units');
	assert.ok(target(triage, 'Kadut ja liikenne'));
	const streets = people(await desk.get(at((await given(k, { topic: 'street_maintenance' })).number)));
	assert.ok(streets.includes('Eero Katunen') && streets.includes('Henkilö 7') && streets.length < 10, `${streets}`);
});
