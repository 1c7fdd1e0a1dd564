// What everybody can see: what may become public, what never does, and that
// nothing of a person's data reaches any public page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, STAFF, forms, start, unescape, until } from '../lib/kaiku.mjs';
import { act, answer, at, fieldOf, form, given, publish, route, staff, textOf } from '../lib/desk.mjs';

let k, desk, expert, anyone;
const open = (number, lang = 'fi') => `/${lang}/matters/${number}`;

before(async () => {
	k = await start();
	desk = await staff(k);
	expert = await staff(k, STAFF.expert);
	anyone = new Client(k.url);
});
after(() => k?.stop());

async function consented(values = {}, options) {
	return given(k, { topic: 'street_maintenance', text: 'Sillan kaide on irti keskeltä.', may_publish: '1', ...values }, options);
}

/** A small XML reader: throws unless every tag is closed and every & is a reference. */
function wellFormed(xml) {
	const stack = [];
	const body = xml.replace(/^<\?xml [^?]*\?>\s*/, '');
	for (const part of body.split(/(<[^>]*>)/)) {
		if (!part.startsWith('<')) {
			assert.doesNotMatch(part, /&(?!(amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)/i, part);
			assert.doesNotMatch(part, /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
			continue;
		}
		const m = part.match(/^<(\/?)([\w:]+)((?:\s+[\w:]+="[^"<&]*(?:&(?:amp|lt|gt|quot|#\d+);[^"<&]*)*")*)\s*(\/?)>$/);
		assert.ok(m, `a tag: ${part}`);
		if (m[1]) assert.equal(stack.pop(), m[2]);
		else if (!m[4]) stack.push(m[2]);
	}
	assert.deepEqual(stack, []);
}

// ---- what may become public ----

test('nothing is published without the sender\'s consent', async () => {
	const g = await consented({ may_publish: null, text: 'Tätä en halua julki kenellekään.' });
	const page = await expert.get(at(g.number));
	assert.doesNotMatch(page.text, /\/publish/);
	const asked = await expert.get(at(g.number, '/publish'));
	assert.match(textOf(asked.text), /ei ole antanut julkaisulupaa/);
	const hidden = form(page, 'note').fields.filter(([n]) => n !== 'text');
	const forced = await expert.post(at(g.number, '/publish'), [...hidden, ['show_text', '1'], ['text', 'Pakolla julki']]);
	assert.equal(forced.status, 422);
	assert.match(textOf(forced.text), /ei ole antanut julkaisulupaa/);
	assert.equal((await anyone.get(open(g.number))).status, 404);
	assert.doesNotMatch((await anyone.get('/fi/matters')).text, /Pakolla julki/);
});

test('a confidential topic is never published', async () => {
	const g = await given(k, { topic: 'health_services', text: 'Terveysasemalla jonotettiin tunti.', may_publish: '1' });
	const page = await desk.get(at(g.number));
	const hidden = form(page, 'note').fields.filter(([n]) => n !== 'text');
	const forced = await desk.post(at(g.number, '/publish'), [...hidden, ['show_text', '1'], ['text', 'Terveysasia']]);
	assert.equal(forced.status, 422);
	assert.match(textOf(forced.text), /Aihe on luottamuksellinen/);
	assert.equal((await anyone.get(open(g.number))).status, 404);
});

test('a matter that moves into a confidential topic leaves the public at once', async () => {
	const g = await consented();
	await publish(desk, g.number, {});
	assert.equal((await anyone.get(open(g.number))).status, 200);
	const page = await desk.get(at(g.number));
	const topic = [...form(page, 'route').body.matchAll(/<option value="(\d+)"[^>]*>([^<]*)</g)].find(([, , l]) => /erveys/.test(l))[1];
	await desk.submit(page, `${at(g.number)}/route`, { topic });
	assert.equal((await anyone.get(open(g.number))).status, 410);
	assert.match(textOf((await desk.get(at(g.number))).text), /siirtyi luottamukselliseen aiheeseen/);
});

test('only who may publish does', async () => {
	const g = await given(k, { topic: 'waste', may_publish: '1' });
	const water = await staff(k, 'vesi@esimerkkila.example');
	assert.doesNotMatch((await water.get(at(g.number))).text, /\/publish|\/hide/);
	assert.equal((await water.get(at(g.number, '/publish'))).status, 403);
	const hidden = form(await water.get(at(g.number)), 'note').fields.filter(([n]) => n !== 'text');
	for (const name of ['publish', 'hide'])
		assert.equal((await water.post(at(g.number, `/${name}`), [...hidden, ['text', 'x'], ['show_text', '1'], ['why', 'x']])).status, 403);
});

const HITS = {
	hetu: '131052-308T', phone: '040 123 4567', mail: 'matti.meikalainen@example.org', iban: 'FI21 1234 5600 0007 85', plate: 'ABC-123',
};

test('every identity code, phone, mail, account and plate is resolved first, in every field', async () => {
	for (const [kind, hit] of Object.entries(HITS)) {
		const g = await consented({ title: `Otsikko ${hit}`, text: `Soittakaa tai kirjoittakaa: ${hit}. Kiitos!`, nickname: 'Kulkija', send_anyway: '1' });
		await answer(expert, g.number, { text: `Kiitos! Merkitsimme: ${hit}.`, outcome: 'done' });
		const page = await expert.get(at(g.number, '/publish'));
		assert.ok(page.text.includes(`<mark>${hit}</mark>`), `${kind} is marked in the original`);
		assert.ok(!fieldOf(page, 'publish', 'text').includes(hit) || kind === 'plate', `${kind}: the proposal covers it`);
		for (const [field, values] of [['title', { title: `T ${hit}` }], ['text', { text: `Teksti ${hit}` }], ['answer', { answer: `Vastaus ${hit}` }]]) {
			const clean = { title: 'Puhdas otsikko', text: 'Puhdas teksti', answer: 'Puhdas vastaus', show_text: '1', show_answer: '1' };
			const r = await expert.submit(page, '/publish', { ...clean, ...values });
			assert.equal(r.status, 422, `${kind} in ${field}`);
			assert.ok(r.text.includes(`<a href="#${field}">`), `${kind}: linked to ${field}`);
			assert.ok(textOf(r.text).includes(hit), 'what was found is shown');
			for (const [name, value] of Object.entries({ ...clean, ...values }))
				assert.equal(fieldOf(r, 'publish', name), value, `${name} is kept`);
		}
		assert.equal((await anyone.get(open(g.number))).status, 404, kind);
	}
});

test('personal data in the place or the nickname cannot be shown either', async () => {
	const g = await consented({ place: 'Rantatie 1, puh. 040 123 4567', nickname: 'Kulkija 040 123 4567', send_anyway: '1' });
	const r = await publish(expert, g.number, { show_place: '1', show_nickname: '1' });
	assert.equal(r.status, 422);
	assert.match(r.text, /<a href="#show_place">/);
	assert.match(r.text, /<a href="#show_nickname">/);
	const done = await publish(expert, g.number, { show_place: null, show_nickname: null });
	assert.match(done.url, /done=published/);
	assert.doesNotMatch((await anyone.get(open(g.number))).text, /040/);
});

test('the municipality\'s own addresses are no hits', async () => {
	const g = await consented();
	const r = await publish(expert, g.number, { text: 'Kysy lisää: neuvonta@esimerkkila.example tai 09 000 0000.', show_text: '1' });
	assert.match(r.url, /done=published/, textOf(r.text).slice(0, 500));
});

test('the sender\'s own name is pointed out', async () => {
	const g = await consented({ name: 'Tuomas Kurki', text: 'Kurkien pesä on tuhottu. Terveisin Tuomas' });
	assert.match(textOf((await expert.get(at(g.number, '/publish'))).text), /sana ”Tuomas”/);
	const r = await publish(expert, g.number, { text: 'Lintujen pesä on tuhottu.' });
	assert.match(r.url, /done=published/);
});

// ---- text and answer, each by itself ----

test('the message alone, the answer alone, both', async () => {
	const g = await consented({ title: 'Kaide' });
	await answer(expert, g.number, { text: 'Kaide on korjattu.', outcome: 'done' });
	await publish(expert, g.number, { text: 'Sillan kaide on irti.', show_text: '1', show_answer: null });
	let page = await anyone.get(open(g.number));
	assert.match(page.text, /Sillan kaide on irti/);
	assert.doesNotMatch(page.text, /Kaide on korjattu/);
	assert.doesNotMatch((await anyone.get('/fi/matters.atom')).text, /Kaide on korjattu/);

	await publish(expert, g.number, { title: 'Kaide', show_text: null, show_answer: '1', answer: 'Kaide on korjattu.' });
	page = await anyone.get(open(g.number));
	assert.match(page.text, /Kaide on korjattu/);
	assert.doesNotMatch(page.text, /Sillan kaide on irti/);

	await publish(expert, g.number, { show_text: '1', text: 'Kaide oli irti.', show_answer: '1', answer: 'Kaide on korjattu.' });
	page = await anyone.get(open(g.number));
	assert.match(page.text, /Kaide oli irti/);
	assert.match(page.text, /Kaide on korjattu/);
	const seen = await g.client.get(`/follow/${g.code}`);
	assert.match(seen.text, new RegExp(`/fi/matters/${g.number}`), 'its sender finds it');
});

test('what cannot be shown is refused beside its field', async () => {
	const g = await consented();
	const none = { title: '', text: '', show_text: null };
	for (const [values, field] of [[{ ...none }, 'show_text'], [{ text: '', show_text: '1' }, 'text'], [{ text: '   ', show_text: '1' }, 'text'],
		[{ text: 'ä'.repeat(5001), show_text: '1' }, 'text'], [{ text: 'Hyvä', show_text: '1', title: 'x'.repeat(121) }, 'title']]) {
		const r = await publish(expert, g.number, values);
		assert.equal(r.status, 422, field);
		assert.ok(r.text.includes(`<a href="#${field}">`), `${field}: ${JSON.stringify(values).slice(0, 60)}`);
	}
	const early = await publish(expert, g.number, { text: 'Hyvä', show_text: '1', show_answer: '1', answer: 'Keksitty vastaus' });
	assert.match(early.url, /done=published/);
	assert.doesNotMatch((await anyone.get(open(g.number))).text, /Keksitty vastaus/, 'no answer before there is one');

	const answered = await consented();
	await answer(expert, answered.number, { text: 'Selvä.', outcome: 'done' });
	const r = await publish(expert, answered.number, { title: '', show_text: null, show_answer: '1', answer: 'Selvä.' });
	assert.equal(r.status, 422);
	assert.match(r.text, /<a href="#title">/, 'an answer alone needs a title');
});

test('a stale form shows what changed and keeps the public version as typed', async () => {
	const g = await consented();
	const page = await expert.get(at(g.number, '/publish'));
	await act(desk, g.number, 'take');
	const r = await expert.submit(page, '/publish', { title: 'Oma otsikko', text: 'Huolella muokattu', show_text: '1' });
	assert.equal(r.status, 409);
	assert.match(textOf(r.text), /Joku muutti asiaa sillä välin/);
	assert.equal(fieldOf(r, 'publish', 'text'), 'Huolella muokattu');
	assert.equal(fieldOf(r, 'publish', 'title'), 'Oma otsikko');
	assert.equal((await anyone.get(open(g.number))).status, 404);
	assert.match((await expert.submit(r, '/publish', {})).url, /done=published/);
});

test('consent withdrawn before the form is sent', async () => {
	const g = await consented();
	const page = await expert.get(at(g.number, '/publish'));
	await g.client.submit(await g.client.get(`/follow/${g.code}`), '/consent', {});
	const r = await expert.submit(page, '/publish', { text: 'Liian myöhään', show_text: '1' });
	assert.ok([409, 422].includes(r.status));
	assert.equal((await anyone.get(open(g.number))).status, 404);
});

// ---- hiding ----

test('hidden is gone at once, and published again by a person', async () => {
	const g = await consented();
	await publish(expert, g.number, { text: 'Kohta piilotettava teksti', show_text: '1' });
	assert.equal((await anyone.get(open(g.number))).status, 200);
	const empty = await act(expert, g.number, 'hide', { why: '' });
	assert.equal(empty.status, 422);
	assert.match(empty.text, /<a href="#why">/);
	const done = await act(expert, g.number, 'hide', { why: 'SYY-31: nimi jäi tekstiin' });
	assert.match(textOf(done.text), /Piilotettu\./);
	assert.match(done.text, /SYY-31/);
	for (const lang of ['fi', 'sv', 'en']) {
		const gone = await anyone.get(open(g.number, lang));
		assert.equal(gone.status, 410);
		assert.match(gone.text, new RegExp(`<html lang="${lang}"`));
		assert.doesNotMatch(gone.text, /Kohta piilotettava|SYY-31/);
	}
	for (const path of ['/fi/matters', '/fi/matters.atom', '/fi/'])
		assert.doesNotMatch((await anyone.get(path)).text, /Kohta piilotettava|SYY-31/);
	assert.doesNotMatch((await g.client.get(`/follow/${g.code}`)).text, /SYY-31/);
	assert.equal((await act(expert, g.number, 'note', { text: 'x' })).status, 200);
	const again = await publish(expert, g.number, { text: 'Korjattu teksti', show_text: '1' });
	assert.match(again.url, /done=published/);
	assert.match((await anyone.get(open(g.number))).text, /Korjattu teksti/);
	assert.equal((await anyone.get(open(g.number))).status, 200);
});

test('the sender takes the consent back: 410 at once', async () => {
	const g = await consented();
	await publish(expert, g.number, { text: 'Vielä hetken julkinen', show_text: '1' });
	assert.equal((await anyone.get(open(g.number))).status, 200);
	await g.client.submit(await g.client.get(`/follow/${g.code}`), '/consent', {});
	assert.equal((await anyone.get(open(g.number))).status, 410);
	assert.match(textOf((await expert.get(at(g.number))).text), /Lähettäjä perui julkaisuluvan/);
});

test('a withdrawn matter leaves the public at once', async () => {
	const g = await consented();
	await publish(expert, g.number, { text: 'Perutaan kohta PERUTTAVA-5', show_text: '1' });
	assert.equal((await anyone.get(open(g.number))).status, 200);
	const done = await g.client.submit(await g.client.get(`/follow/${g.code}`), '/withdraw', { confirm: '1' });
	assert.match(textOf(done.text), /Peruit tämän palautteen/);
	assert.equal((await anyone.get(open(g.number))).status, 410);
	for (const path of ['/fi', '/fi/matters', '/fi/matters.atom'])
		assert.doesNotMatch((await anyone.get(path)).text, /PERUTTAVA-5/, path);
});

test('before anything is published the pages say so, and show where to begin', async () => {
	const fresh = await start({ matters: 0, workers: 1 });
	try {
		const c = new Client(fresh.url);
		for (const [lang, words] of Object.entries({ fi: 'Yhtään palautetta ei ole vielä julkaistu', sv: 'Ännu har ingen respons publicerats', en: 'No feedback has been published yet' })) {
			const list = await c.get(`/${lang}/matters`);
			assert.equal(list.status, 200);
			assert.match(textOf(list.text), new RegExp(words));
			assert.match(list.text, new RegExp(`<a class="button[^"]*" href="/${lang}/give"`));
			const home = await c.get(`/${lang}`);
			assert.match(home.text, new RegExp(`href="/${lang}/give"`));
			assert.doesNotMatch(home.text, /id="newest"/, 'no heading over nothing');
			const feed = await c.get(`/${lang}/matters.atom`);
			assert.equal(feed.status, 200);
			wellFormed(feed.text);
			assert.match(feed.text, /<updated>20\d\d-/);
			assert.doesNotMatch(feed.text, /<entry/);
		}
	} finally {
		await fresh.stop();
	}
});

// ---- the list, the page, the feed ----

test('newest first, in pages, each matter once', async () => {
	const seen = [];
	let path = '/fi/matters', page;
	for (let i = 0; i < 40 && path; i++) {
		page = await anyone.get(path);
		assert.equal(page.status, 200);
		seen.push(...[...page.text.matchAll(/class="matter-link" href="\/fi\/matters\/(20\d\d-\d+)"[\s\S]*?Julkaistu <time datetime="([^"]+)"/g)].map((m) => [m[1], m[2]]));
		path = unescape(page.text.match(/href="([^"]*)" rel="next"/)?.[1] ?? '');
	}
	assert.ok(seen.length > 100, `${seen.length} published in the demo`);
	assert.equal(new Set(seen.map(([n]) => n)).size, seen.length);
	assert.ok(seen.every(([, t], i) => !i || t <= seen[i - 1][1]), 'newest first');
	assert.ok(seen.length % 20 !== 0 || !path, 'the last page has no next');
	assert.match(page.text, /href="\/fi\/matters"[^>]*>Uusimpiin/);
});

test('filters by type, topic and unit, together; unknown ones are no page', async () => {
	const g = await given(k, { topic: 'parks', type: 'proposal', text: 'Lisää penkkejä puistoon.', may_publish: '1' });
	await publish(desk, g.number, { text: 'SUODATIN-8 lisää penkkejä', show_text: '1' });
	for (const query of ['type=proposal', 'topic=parks', 'unit=puistot', 'type=proposal&topic=parks', 'topic=parks&unit=puistot', 'unit=puistot&type=proposal', 'type=proposal&topic=parks&unit=puistot', 'type=&topic=&unit=']) {
		assert.match((await anyone.get(`/fi/matters?${query}`)).text, /SUODATIN-8/, query);
		const feed = await anyone.get(`/fi/matters.atom?${query}`);
		assert.ok(feed.text.includes(`/fi/matters/${g.number}"`), query);
		assert.doesNotMatch(feed.text, /SUODATIN-8/, 'what residents wrote only where the municipality wants it');
		wellFormed(feed.text);
	}
	for (const query of ['type=thanks', 'topic=waste', 'unit=kadut', 'type=proposal&unit=kadut', 'topic=parks&unit=kadut'])
		assert.doesNotMatch((await anyone.get(`/fi/matters?${query}`)).text, /SUODATIN-8/, query);
	for (const query of ['type=x', 'type=%3Cscript%3E', 'topic=olematon', 'unit=x', 'unit=1', 'before=x', 'before=1', 'before=1.x', 'before=.', 'topic=parks%00'])
		for (const path of ['/fi/matters', '/fi/matters.atom']) {
			const r = await anyone.get(`${path}?${query}`);
			assert.ok([404, 400].includes(r.status), `${path}?${query}: ${r.status}`);
			assert.match(r.text, /<html lang="fi"/);
			assert.doesNotMatch(r.text, /<script>(?!<)/);
		}
	const nothing = await anyone.get('/fi/matters?type=thanks&unit=hallinto&topic=zoning');
	assert.equal(nothing.status, 200);
	assert.match(textOf(nothing.text), /Näillä rajauksilla ei löytynyt/);
});

/** What a list says: numbers, how many, chips with the address without them. */
async function listed(query, base = '/fi/matters') {
	const r = await anyone.get(`${base}?${query}`);
	const body = r.text.match(/<ul class="chips"[\s\S]*?<\/ul>/)?.[0] ?? '';
	return {
		status: r.status, text: r.text,
		numbers: [...r.text.matchAll(/class="matter-link" href="\/fi\/matters\/(20\d\d-\d+)"/g)].map((m) => m[1]),
		count: textOf(r.text.match(/<div class="sorts"><p role="status">([^<]*)/)?.[1] ?? ''),
		chips: Object.fromEntries([...body.matchAll(/<a href="([^"]*)">[\s\S]*?<\/span>([^<]*) </g)].map((m) => [m[2].trim(), unescape(m[1])])),
	};
}

test('narrowed by place, state, answer, photo and time, in any order, and counted', async () => {
	const admin = await staff(k, STAFF.admin), routing = '/staff/admin/routing';
	const corner = (w) => [[[w, 61.4], [w + 0.1, 61.4], [w + 0.1, 61.6], [w, 61.6], [w, 61.4]]];
	const bring = (features) => admin.get(routing).then((p) => admin.submit(p, `${routing}/areas`, {}, { files: [['geojson', 'a.geojson', JSON.stringify({ type: 'FeatureCollection', features }), 'application/geo+json']] }));
	const area = (code, nimi, w) => ({ type: 'Feature', properties: { code, nimi }, geometry: { type: 'Polygon', coordinates: corner(w) } });
	await bring([area('lansi', 'Länsikylä', 23.6), area('koko', 'Koko kylä', 23.6)]);
	const mine = [];
	for (const [i, lon] of ['23.650000', '23.750000'].entries()) {
		const g = await given(k, { topic: 'water_sewer', type: 'question', text: `Vesi on ruskeaa ${i}.`, may_publish: '1', wants_reply: 'yes', lat: '61.500000', lon });
		if (!i) await answer(desk, g.number, { text: 'Putki vaihdettiin.', outcome: 'done' });
		await publish(desk, g.number, { show_text: '1', title: `Ruskea vesi ${i}`, show_point: '1', show_answer: i ? null : '1' });
		mine.push(g.number);
	}
	const [west, east] = mine, all = 'type=question&topic=water_sewer';
	const has = async (query, wanted) => assert.deepEqual((await listed(`${all}&${query}`)).numbers.filter((n) => mine.includes(n)).sort(), wanted.slice().sort(), query);
	await has('', mine);
	await has('area=lansi', [west]);
	await has('area=koko', [west]);
	await has('state=done', [west]);
	await has('state=open', [east]);
	await has('state=planned', []);
	await has('answered=yes', [west]);
	await has('answered=no', [east]);
	await has('photo=yes', []);
	await has('time=week', mine);
	await has('from=2020-01-01&to=1.2.2020', []);
	await has('from=1.1.2020', mine);
	await has('sort=answered', [west]);
	assert.deepEqual((await listed(`${all}&sort=oldest&time=week&area=lansi`)).numbers, [west]);
	const both = await listed(`${all}&time=week`);
	assert.deepEqual(both.numbers.slice(0, 2), [east, west], 'the newest first');
	assert.deepEqual((await listed(`${all}&time=week&sort=oldest`)).numbers, both.numbers.slice().reverse());
	assert.equal(both.count, `${both.numbers.length} viestiä`);
	// Chips lead to the same without them, in one order whatever was typed.
	const chips = (await listed(`area=lansi&state=done&type=question&q=`)).chips;
	assert.deepEqual(chips, { 'Palautetyyppi: kysymys': '/fi/matters?area=lansi&state=done', 'Alue: Länsikylä': '/fi/matters?type=question&state=done', 'Tilanne: vastattu tai päättynyt': '/fi/matters?type=question&area=lansi' });
	// A search, the map, feeds and open data obey the same.
	const found = async (query) => { await until(async () => /Ruskea vesi/.test(textOf((await anyone.get(`/fi/matters?q=ruskea+vesi`)).text)), 'the words', 20000); return (await listed(`q=ruskea+vesi&${query}`)).numbers; };
	assert.deepEqual(await found('area=lansi'), [west]);
	assert.deepEqual(await found('state=open'), [east]);
	const json = async (path) => JSON.parse((await anyone.get(path)).text);
	assert.equal((await json(`/fi/map/spots?bbox=23.5,61.3,23.9,61.7&zoom=14&${all}&state=done`)).newest[0].number, west);
	assert.equal((await json(`/fi/map/spots?bbox=23.5,61.3,23.9,61.7&zoom=14&${all}&area=lansi&time=week`)).total, 1);
	const features = async (query) => (await json(`/fi/matters.geojson?${query}`)).features.map((f) => f.id);
	assert.deepEqual(await features('bbox=23.7,61.4,23.8,61.6'), [east]);
	assert.deepEqual(await features('bbox=23.5,61.4,23.8,61.6&answered=yes'), [west]);
	const feature = (await json('/fi/matters.geojson?bbox=23.7,61.4,23.8,61.6')).features[0];
	assert.deepEqual([feature.type, feature.geometry], ['Feature', { type: 'Point', coordinates: [23.75, 61.5] }]);
	assert.ok((await anyone.get('/fi/matters.atom?area=lansi')).text.includes(`/fi/matters/${west}"`));
	assert.ok(!(await anyone.get('/fi/matters.atom?area=lansi')).text.includes(`/fi/matters/${east}"`));
	// A page tells what is near it.
	const near = await given(k, { topic: 'water_sewer', text: 'Vesi on ruskeaa tässäkin.', may_publish: '1', lat: '61.500500', lon: '23.750000' });
	await publish(desk, near.number, { show_text: '1', title: 'Tässäkin ruskeaa', show_point: '1' });
	const page = await anyone.get(open(near.number));
	assert.match(textOf(page.text), /Julkaistut viestit lähellä Ruskea vesi 1 [^<]*noin 56 m/);
	assert.ok(!page.text.includes(`"/fi/matters/${west}"`), 'what is farther is not');
	assert.match(textOf(page.text), /viesti saapui .*viesti julkaistiin/);
	// Another answer, another state, gone: each at once, and so do the counts.
	await answer(desk, east, { text: 'Tutkimme.', outcome: 'done' });
	await has('state=done', mine);
	await has('answered=no', [east]);
	const before = Number((await listed(`${all}&time=week`)).count.split(' ')[0]);
	await act(desk, west, 'hide', { why: 'Virhe' });
	for (const query of ['area=lansi', 'state=done', 'answered=yes', 'time=week', 'sort=answered']) assert.ok(!(await listed(`${all}&${query}`)).numbers.includes(west), query);
	assert.equal(Number((await listed(`${all}&time=week`)).count.split(' ')[0]), before - 1);
	assert.deepEqual(await features('bbox=23.5,61.4,23.7,61.6'), []);
	assert.equal((await json(`/fi/map/spots?bbox=23.5,61.3,23.9,61.7&zoom=14&${all}&area=lansi&time=week`)).total, 0);
	// Areas drawn anew: a job asks each point again.
	await bring([area('lansi', 'Länsikylä', 23.7)]);
	await until(async () => (await listed(`${all}&area=lansi`)).numbers.includes(east), 'the points are asked again', 30000);
	assert.ok(!(await listed(`${all}&area=koko`)).numbers.includes(east));
});

test('dates that are none are told beside their fields, and nothing typed is lost', async () => {
	for (const base of ['/fi/matters', '/fi/map'])
		for (const query of ['from=eilen', 'from=2026-02-30', 'to=x', 'from=2.5.2026&to=1.5.2026']) {
			const r = await listed(`type=fault&${query}`, base);
			assert.equal(r.status, 422, `${base}?${query}`);
			assert.match(r.text, /<a href="#from">Kirjoita päivät/);
			assert.match(r.text, /<option value="fault" selected>/);
			assert.deepEqual(r.numbers, []);
		}
	for (const path of ['matters.atom', 'matters.csv', 'matters.jsonl', 'matters.geojson', 'map/spots']) assert.equal((await anyone.get(`/fi/${path}?from=eilen`)).status, 422, path);
	for (const bbox of ['1,2,3', 'x', '30,60,20,61', '20,60,21,61;']) assert.equal((await anyone.get(`/fi/matters.geojson?bbox=${bbox}`)).status, 422, bbox);
	for (const query of ['area=x', 'state=x', 'answered=x', 'photo=1', 'time=x', 'sort=x', 'before=1.0', 'before=1.-5']) for (const path of ['matters', 'map', 'matters.csv']) assert.equal((await anyone.get(`/fi/${path}?${query}`)).status, 404, `${path}?${query}`);
});

test('another language keeps the filters, the page and the refusal', async () => {
	for (const path of ['/fi/matters?type=fault&topic=parks', '/fi/matters?unit=kadut', '/fi/matters/1999-1', '/fi/matters?type=x']) {
		const page = await anyone.get(path);
		const sv = await anyone.language(page, 'sv');
		assert.equal(sv.url, path.replace('/fi/', '/sv/'));
		assert.equal(sv.status, page.status);
		assert.match(sv.text, /<html lang="sv"/);
	}
	const older = unescape((await anyone.get('/fi/matters')).text.match(/href="([^"]*)" rel="next"/)[1]);
	const numbers = (page) => [...page.text.matchAll(/class="matter-link" href="\/\w\w\/matters\/(20\d\d-\d+)"/g)].map((m) => m[1]);
	const fi = await anyone.get(older);
	assert.ok(numbers(fi).length > 0);
	assert.deepEqual(numbers(await anyone.language(fi, 'en')), numbers(fi), 'the same matters');
});

test('addresses that lead nowhere', async () => {
	for (const number of ['2026-0', '2026-99999999', '1999-1', 'x', '2026', '2026-1x', `2026-${'9'.repeat(30)}`, '..%2f..%2fetc%2fpasswd'])
		for (const lang of ['fi', 'sv', 'en']) {
			const r = await anyone.get(`/${lang}/matters/${number}`);
			assert.ok([404, 400].includes(r.status), `${number}: ${r.status}`);
		}
});

test('the feed: ids that stay, times that move with the text', async () => {
	const admin = await staff(k, STAFF.admin), settings = '/staff/admin/settings';
	await admin.submit(await admin.get(settings), settings, { open_text: '1' });
	for (let i = 0; i < 4; i++) // every worker
		await until(async () => /SUODATIN-8/.test((await new Client(k.url).get('/fi/matters.atom?type=proposal')).text), 'the setting', 20000);
	const g = await consented({ text: 'Syötteeseen & <tageineen> "lainattu".' });
	await publish(expert, g.number, { title: 'Syöte & <otsikko>', text: 'Syötteeseen & <tageineen> "lainattu" ]]> loppu.', show_text: '1' });
	const entry = (xml) => xml.split('<entry').find((e) => e.includes(`:${g.number}<`));
	const one = async (lang = 'fi') => {
		const r = await anyone.get(`/${lang}/matters.atom`);
		assert.equal(r.status, 200);
		assert.match(r.headers.get('content-type'), /^application\/atom\+xml/);
		assert.match(r.headers.get('x-robots-tag'), /noindex/);
		wellFormed(r.text);
		for (const need of ['<id>', '<title>', '<updated>', 'rel="self"', '<author><name>']) assert.ok(r.text.split('<entry')[0].includes(need), need);
		const e = entry(r.text);
		return { all: r.text, id: e.match(/<id>(.*?)<\/id>/)[1], published: e.match(/<published>(.*?)</)[1], updated: e.match(/<updated>(.*?)</)[1], link: e.match(/href="([^"]*)"/)[1], e };
	};
	const first = await one();
	assert.match(first.id, /^tag:[\w.-]+,20\d\d:20\d\d-\d+$/);
	assert.match(first.e, /Syöte &amp; &lt;otsikko&gt;/);
	assert.match(first.updated, /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
	assert.equal(first.link, `${k.url}/fi/matters/${g.number}`);
	assert.equal((await one('sv')).id, first.id, 'one name in every language');
	await new Promise((r) => setTimeout(r, 1100));
	await publish(expert, g.number, { text: 'Muutettu teksti', show_text: '1' });
	const second = await one();
	assert.equal(second.id, first.id);
	assert.equal(second.published, first.published);
	assert.ok(second.updated > first.updated);
	const updates = [...second.all.matchAll(/<updated>(.*?)</g)].map((m) => m[1]);
	assert.equal(updates[0], updates.slice(1).sort().at(-1), 'the feed is as new as its newest entry');
	assert.equal(new Set([...second.all.matchAll(/<id>(.*?)</g)].map((m) => m[1])).size, updates.length, 'no id twice');
});

test('public pages may not be listed by search engines, and stand in three languages', async () => {
	const g = await consented({ text: 'Räcket på bron är löst.' }, { lang: 'sv' });
	await publish(expert, g.number, { text: 'Räcket på bron är löst.', show_text: '1' });
	for (const [lang, words] of Object.entries({ fi: 'Kaikki palautteet', sv: 'All respons', en: 'All feedback' })) {
		for (const path of [open(g.number, lang), `/${lang}/matters`]) {
			const r = await anyone.get(path);
			assert.match(r.text, /<meta name="robots" content="noindex">/);
			assert.match(r.text, new RegExp(`<html lang="${lang}"`));
			assert.match(r.text, /rel="alternate" type="application\/atom\+xml"|matters/);
		}
		const page = await anyone.get(open(g.number, lang));
		assert.ok(page.text.includes(words));
		assert.match(page.text, /<div lang="sv" dir="auto"><p>Räcket på bron/, 'the text keeps its own language');
	}
});

test('search engines list pages of messages only where the municipality says so', async () => {
	const admin = await staff(k, STAFF.admin), settings = '/staff/admin/settings';
	const g = await consented({ text: 'Tämän saa löytää.' });
	await publish(expert, g.number, { text: 'Tämän saa löytää.', show_text: '1' });
	const asked = async (path) => (await new Client(k.url).get(path)).text;
	await admin.submit(await admin.get(settings), settings, { open_index: '1' });
	for (let i = 0; i < 4; i++) await until(async () => !/noindex/.test(await asked(open(g.number))), 'the setting', 20000);
	assert.doesNotMatch(await asked('/fi/matters'), /noindex/);
	assert.match(await asked('/fi/matters?type=fault'), /noindex/, 'one of many lists is enough');
	assert.ok((await asked('/sitemap.xml')).includes(`/fi/matters/${g.number}<`));
	await act(expert, g.number, 'hide', { why: 'Virhe' });
	assert.ok(!(await asked('/sitemap.xml')).includes(`/fi/matters/${g.number}<`));
	await admin.submit(await admin.get(settings), settings, { open_index: '0' });
	for (let i = 0; i < 4; i++) await until(async () => /noindex/.test(await asked('/fi/matters')), 'off again', 20000);
});

test('the state on a public page follows the matter', async () => {
	const g = await consented();
	await publish(expert, g.number, { text: 'Tilaa seurataan', show_text: '1' });
	assert.match((await anyone.get(open(g.number))).text, /ohjattu yksikölle/);
	await answer(expert, g.number, { text: 'Ei toteuteta.', outcome: 'wont_do', reason: 'PERUSTELU-5' });
	const page = await anyone.get(open(g.number));
	assert.match(page.text, /vastattu/);
	assert.match(page.text, /ei toteuteta/);
	assert.doesNotMatch(page.text, /PERUSTELU-5|Ei toteuteta\./, 'the answer is not public by itself');
});

// ---- nothing of a person ----

test('canary: what a resident and the staff keep to themselves is nowhere in public, nor in the log', async () => {
	const secret = {
		name: 'Kanarialintu Salanimi', email: 'kanaria.salainen@example.org', phone: '+358 40 987 6543',
		text: 'KANARIATEKSTI-1 alkuperäinen viesti, jossa on kaikki.', title: 'KANARIAOTSIKKO-2',
		place: 'KANARIAPAIKKA-3', nickname: 'KANARIANIMIMERKKI-4',
	};
	const needles = ['Kanarialintu', 'Salanimi', 'kanaria.salainen', '40 987 6543', '0409876543', '+358409876543', 'KANARIATEKSTI', 'KANARIAOTSIKKO', 'KANARIAPAIKKA', 'KANARIANIMIMERKKI', 'KANARIAMUISTIO', 'KANARIASAATE', 'KANARIAVÄLI', 'KANARIAVASTAUS', 'KANARIASYY', 'KANARIALISÄYS'];
	const g = await consented({ ...secret, wants_reply: 'yes' });
	needles.push(g.code);
	await act(expert, g.number, 'note', { text: 'KANARIAMUISTIO-5' });
	await route(desk, g.number, 'Eero Katunen', { note: 'KANARIASAATE-6' });
	await answer(expert, g.number, { text: 'KANARIAVÄLI-7' }, 'interim');
	await g.client.submit(await g.client.get(`/follow/${g.code}`), '/reply', { text: 'KANARIALISÄYS-10' });
	await answer(expert, g.number, { text: 'KANARIAVASTAUS-8', outcome: 'wont_do', reason: 'KANARIASYY-9' });
	const done = await publish(expert, g.number, { title: 'Julkinen otsikko', text: 'Julkinen teksti', show_text: '1', show_answer: null, show_place: null, show_nickname: null });
	assert.match(done.url, /done=published/, textOf(done.text).slice(0, 300));

	const paths = [];
	for (const lang of ['fi', 'sv', 'en'])
		paths.push(`/${lang}/`, `/${lang}`, `/${lang}/matters`, `/${lang}/matters.atom`, `/${lang}/matters/${g.number}`, `/${lang}/matters?topic=street_maintenance`, `/${lang}/matters?unit=kadut`, `/${lang}/matters.atom?unit=kadut`, `/${lang}/give`, `/${lang}/follow`);
	paths.push('/', '/health', '/robots.txt', '/staff', at(g.number), at(g.number, '/answer'), `/staff/search?q=${encodeURIComponent(secret.name)}`, `/follow/${g.code.slice(0, -1)}x`, '/nowhere', '/fi/matters/2026-99999999');
	const stranger = new Client(k.url);
	const look = async (when) => {
		for (const path of paths) {
			const r = await stranger.get(path, { follow: false });
			const heads = JSON.stringify([...r.headers]);
			const mine = path.startsWith('/staff/search') ? needles.filter((n) => !secret.name.includes(n)) : needles;
			for (const needle of mine) assert.ok(!r.text.includes(needle) && !heads.includes(needle), `${needle} on ${path} ${when}`);
		}
		for (const [path, fields] of [[at(g.number, '/note'), { text: 'x' }], [`/fi/matters/${g.number}`, { a: 'b' }], [`/follow/${'x'.repeat(37)}/reply`, { text: 'x' }]]) {
			const r = await stranger.post(path, fields, { follow: false });
			assert.ok(r.status >= 300);
			for (const needle of needles) assert.ok(!r.text.includes(needle), `${needle} after POST ${path}`);
		}
	};
	await look('while public');
	await act(expert, g.number, 'hide', { why: 'KANARIASYY-11' });
	await look('once hidden');
	await publish(expert, g.number, { title: 'Julkinen otsikko', text: 'Julkinen teksti', show_text: '1' });
	await desk.get(`/staff/search?q=${encodeURIComponent(secret.email)}`);
	await g.client.get(`/follow/${g.code}`);
	for (const needle of needles) assert.ok(!k.log.includes(needle), `${needle} in the log`);
	assert.ok(k.log.length > 0, 'there is a log');
});

test('the administrator reads no messages', async () => {
	const g = await consented();
	const admin = await staff(k, STAFF.admin);
	for (const path of [at(g.number), '/staff/queue/all', '/staff/search?q=silta', at(g.number, '/answer'), at(g.number, '/publish')])
		assert.equal((await admin.get(path)).status, 403, path);
	assert.equal(forms((await admin.get('/staff')).text).filter((f) => f.action.includes('/matters/')).length, 0);
});
