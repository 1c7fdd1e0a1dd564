// The form for feedback: what is accepted, what is refused and how, and that
// nothing typed is lost and nothing is stored twice.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, STAFF, forms, query, sleep, start, unescape } from '../lib/kaiku.mjs';

let k;
const TEXT = 'Koulukadun valo on pimeänä, lapset kulkevat siitä kouluun.';
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const PDF = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');
const LANGS = { fi: 'vastaanotettu', sv: 'tagits emot', en: 'received' };
// Every field as typed, to be found again in a form with an error.
const FULL = {
	text: TEXT, title: 'Pimeä valo', type: 'question', topic: 'street_lighting', place: 'Koulukatu 3',
	lat: '60,98', lon: '25.66', nickname: 'Kulkija', name: 'Maija Meikäläinen', email: 'maija@example.org',
	phone: '040 123 4567', wants_reply: 'yes', may_publish: '1',
};

before(async () => { k = await start(); });
after(() => k?.stop());

const form = (page, action = '/give') => forms(page.text).find((f) => f.method === 'post' && f.action.endsWith(action));
const field = (page, name) => form(page).fields.find(([n]) => n === name)?.[1];
const numberOf = (page) => page.text.match(/\b(20\d\d-\d+)\b/)?.[1];

async function send(values, { lang = 'fi', client = new Client(k.url), ...options } = {}) {
	const page = await client.get(`/${lang}/give${values.topic ? `?topic=${values.topic}` : ''}`);
	return client.submit(page, `/${lang}/give`, { first: 'on', ...values }, options);
}

/** What staff see of a matter. */
async function desk(number) {
	const c = new Client(k.url);
	await c.login(STAFF.desk);
	return { c, page: await c.get(`/staff/matters/${number}`) };
}

test('the form opens in three languages and needs no cookie', async () => {
	for (const lang of Object.keys(LANGS)) {
		const c = new Client(k.url);
		const page = await c.get(`/${lang}/give`);
		assert.equal(page.status, 200);
		assert.match(page.text, new RegExp(`<html lang="${lang}"`));
		assert.match(page.text, /112/);
		assert.equal(c.cookies.size, 0);
		for (const name of ['text', 'title', 'type', 'topic', 'place', 'lat', 'lon', 'nickname', 'name', 'email', 'phone', 'key'])
			assert.notEqual(field(page, name), undefined, name);
		for (const name of ['photo', 'wants_reply', 'may_publish'])
			assert.match(form(page).body, new RegExp(`name="${name}"`), name);
	}
});

test('a message alone is enough, and is answered with its receipt', async () => {
	for (const [lang, word] of Object.entries(LANGS)) {
		const done = await send({ text: TEXT }, { lang });
		assert.equal(done.status, 200);
		assert.match(done.text, new RegExp(word));
		assert.match(numberOf(done), /^20\d\d-\d+$/);
		assert.match(done.text, /\/follow\/[A-Za-z0-9_-]{37}/);
		assert.match(done.text, /Koulukadun valo/);
		assert.match(done.headers.get('cache-control'), /no-store/);
	}
});

test('everything that can be given reaches the desk', async () => {
	const done = await send(FULL);
	assert.equal(done.status, 200);
	const { page } = await desk(numberOf(done));
	for (const words of [TEXT, 'Pimeä valo', 'Koulukatu 3', 'Kulkija', 'Maija Meikäläinen', 'maija@example.org', '040 123 4567'])
		assert.ok(unescape(page.text).includes(words), words);
});

test('each thing that is wrong is said at its field, and nothing typed is lost', async () => {
	const wrong = {
		text: ['', 'Moi', 'x'.repeat(5001)],
		title: ['o'.repeat(121)],
		type: ['rant'],
		topic: ['nowhere', "'; DROP TABLE topic; --"],
		place: ['p'.repeat(201)],
		lat: ['91', 'pohjoinen', '', 'nan', '1e3'],
		nickname: ['n'.repeat(61)],
		name: ['n'.repeat(101)],
		email: ['maija@', 'maija', '@x.fi', 'a b@example.org', 'a@example', `${'a'.repeat(250)}@example.org`, 'a@example.org\r\nBcc: b@example.org'],
		phone: ['soita', '12', '0'.repeat(41), '+358 40 abc'],
	};
	const client = new Client(k.url);
	for (const lang of Object.keys(LANGS)) {
		for (const [name, values] of Object.entries(wrong)) {
			for (const value of values) {
				const page = await send({ ...FULL, [name]: value }, { lang, client });
				assert.equal(page.status, 422, `${lang} ${name}=${value.slice(0, 20)}`);
				assert.match(page.text, new RegExp(`<a href="#${name}">`), `${lang} ${name}: the summary links to the field`);
				assert.match(page.text, /aria-invalid="true"/);
				for (const [n, v] of Object.entries(FULL))
					if (n !== name && n !== 'wants_reply' && n !== 'may_publish')
						assert.equal(field(page, n), v, `${lang} ${name}: ${n} is kept`);
				assert.ok(['yes', '1'].every((v) => form(page).fields.some(([, w]) => w === v)), 'the choices are kept');
			}
		}
	}
});

test('the corrected form is accepted', async () => {
	const client = new Client(k.url);
	const page = await send({ ...FULL, email: 'maija@' }, { client });
	const done = await client.submit(page, '/fi/give', { first: 'on', email: 'maija@example.org' });
	assert.equal(done.status, 200);
	assert.ok(numberOf(done));
});

test('hostile text is text', async () => {
	const evil = '<script>alert(1)</script>"><img src=x onerror=a()> %n';
	for (const name of ['text', 'title', 'place', 'nickname', 'name']) {
		const ok = await send({ ...FULL, [name]: evil });
		assert.equal(ok.status, 200, name);
		assert.doesNotMatch(ok.text, /<script>alert|<img src=x/);
		const { page } = await desk(numberOf(ok));
		assert.equal(page.status, 200);
		assert.doesNotMatch(page.text, /<script>alert|<img src=x/, name);
		const bad = await send({ ...FULL, [name]: evil, email: 'x' });
		assert.equal(bad.status, 422);
		assert.doesNotMatch(bad.text, /<script>alert|<img src=x/);
	}
});

test('bytes that are no UTF-8 are refused whole', async () => {
	const client = new Client(k.url);
	const page = await client.get('/sv/give');
	const key = field(page, 'key');
	const body = `key=${encodeURIComponent(key)}&text=Kuoppa%20kadulla%20%FF%FE%20t%E4%E4ll%E4`;
	const done = await client.request('POST', '/sv/give', { body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
	assert.equal(done.status, 400);
	assert.match(done.text, /<html lang="sv"/);
});

test('the same submission twice has one receipt', async () => {
	const client = new Client(k.url);
	const page = await client.get('/fi/give');
	const key = field(page, 'key');
	const fields = { key, text: TEXT };
	const [a, b] = await Promise.all([client.post('/fi/give', fields), client.post('/fi/give', fields)]);
	const c = await client.post('/fi/give', fields);
	assert.deepEqual([a.status, b.status, c.status], [200, 200, 200]);
	assert.ok(numberOf(a));
	assert.equal(numberOf(a), numberOf(b));
	assert.equal(numberOf(a), numberOf(c));
	const next = await send({ text: TEXT });
	const count = (page) => Number(numberOf(page).split('-')[1]);
	assert.equal(count(next), count(a) + 1, 'no number was used up in between');
});

test('another text under the same key is added to the first matter', async () => {
	const client = new Client(k.url);
	const key = field(await client.get('/sv/give'), 'key');
	const first = await client.post('/sv/give', { key, text: 'Lampan på Skolgatan är mörk igen.' });
	const second = await client.post('/sv/give', { key, text: 'Det gäller hörnet vid nummer tre.' });
	const again = await client.post('/sv/give', { key, text: 'Det gäller hörnet vid nummer tre.' });
	assert.equal(second.status, 200);
	assert.equal(numberOf(second), numberOf(first));
	assert.match(second.text, /lade till din nya text/);
	assert.equal(again.status, 200);
	const link = first.text.match(/\/follow\/[A-Za-z0-9_-]{37}/)[0];
	const follow = await client.get(link);
	assert.equal(follow.text.split('hörnet vid nummer tre').length - 1, 1, 'added once');
	const short = await client.post('/sv/give', { key, text: 'kort' });
	assert.equal(short.status, 422);
});

test('a key that is not ours loses nothing', async () => {
	const client = new Client(k.url);
	const key = field(await client.get('/en/give'), 'key');
	for (const bad of ['', 'x', key.slice(0, -1), `${key.slice(0, 30)}AAAA${key.slice(34)}`, 'a'.repeat(5000)]) {
		const page = await client.post('/en/give', { ...FULL, key: bad });
		assert.equal(page.status, 422);
		assert.equal(field(page, 'text'), TEXT);
		assert.match(page.text, /out of date/);
		const done = await client.submit(page, '/en/give', { first: 'on' });
		assert.equal(done.status, 200);
	}
});

test('an identity code or an account number is asked about once', async () => {
	const client = new Client(k.url);
	for (const text of ['Olen 131052-308T ja valo on pimeä.', 'Maksakaa tilille FI21 1234 5600 0007 85.']) {
		const page = await send({ text }, { client });
		assert.equal(page.status, 422);
		assert.match(page.text, /name="send_anyway"/);
		assert.equal(field(page, 'text'), text);
		const done = await client.submit(page, '/fi/give', { first: 'on', send_anyway: '1' });
		assert.equal(done.status, 200);
		assert.ok(numberOf(done));
	}
});

test('photos are kept over an error, stored once, and only staff get them', async () => {
	const client = new Client(k.url);
	const files = [['photo', 'kuoppa.png', PNG, 'image/png'], ['photo', 'liite.pdf', PDF, 'application/pdf']];
	const page = await send({ text: 'lyhyt' }, { client, files });
	assert.equal(page.status, 422);
	const kept = form(page).fields.filter(([n]) => n === 'kept').map(([, v]) => v);
	assert.equal(kept.length, 2);
	const done = await client.submit(page, '/fi/give', { text: TEXT, first: 'on' }, { files: [] });
	assert.equal(done.status, 200);
	assert.match(done.text, /2 tiedostoa/);
	const { c, page: shown } = await desk(numberOf(done));
	const href = shown.text.match(/\/staff\/files\/\d+/)?.[0];
	assert.ok(href, 'the desk has a link');
	const file = await c.get(href);
	assert.equal(file.status, 200);
	assert.match(file.headers.get('content-disposition'), /^attachment; filename="kuoppa.png"/);
	assert.match(file.headers.get('content-security-policy'), /sandbox/);
	assert.equal(file.headers.get('x-content-type-options'), 'nosniff');
	assert.equal(file.headers.get('content-type'), 'image/png');
	assert.equal((await client.get(href, { follow: false })).status, 303, 'a resident is asked to sign in');
	assert.equal((await c.get('/staff/files/123456789')).status, 404);
	assert.equal((await c.get('/staff/files/x')).status, 404);
	// the same ticket in another form: the file belongs to the first
	const other = await client.get('/fi/give');
	const stolen = await client.submit(other, '/fi/give', { text: TEXT, kept, first: 'on' });
	assert.equal(stolen.status, 422);
	assert.match(stolen.text, /Lisää se uudelleen/);
});

test('forged tickets and wrong files are refused, the rest is kept', async () => {
	const client = new Client(k.url);
	for (const kept of ['x', 'a.b', '../../etc/passwd', 'YWJj.YWJjZGVmZ2hpamtsbW5vcA']) {
		const page = await send({ ...FULL, kept }, { client });
		assert.equal(page.status, 422);
		assert.equal(field(page, 'text'), TEXT);
	}
	const html = await send(FULL, { client, files: [['photo', 'kuva.jpg', Buffer.from('<html><script>alert(1)</script>'), 'image/jpeg']] });
	assert.equal(html.status, 422);
	assert.match(html.text, /<a href="#photo">/);
	const six = Array.from({ length: 6 }, (_, i) => ['photo', `k${i}.png`, PNG, 'image/png']);
	const many = await send(FULL, { client, files: six });
	assert.equal(many.status, 422);
	assert.equal(form(many).fields.filter(([n]) => n === 'kept').length, 5);
});

test('a file over 20 MB is said kindly, and the text stays', async () => {
	const big = Buffer.concat([PNG, Buffer.alloc(20 * 1024 * 1024 + 1)]);
	const page = await send(FULL, { files: [['photo', 'iso.png', big, 'image/png']] });
	assert.equal(page.status, 422);
	assert.equal(field(page, 'text'), TEXT);
	assert.match(page.text, /20\u00a0Mt/);
});

test('links can choose a topic and a type', async () => {
	const client = new Client(k.url);
	const page = await client.get('/en/give?topic=street_lighting&type=fault');
	assert.equal(field(page, 'topic'), 'street_lighting');
	assert.equal(field(page, 'type'), 'fault');
	const odd = await client.get('/en/give?topic=%3Cscript%3E&type=rant');
	assert.equal(odd.status, 200);
	assert.doesNotMatch(odd.text, /<script>[^<]/);
});

test('at most five receipts an hour to one address; the message is stored all the same', async () => {
	const pages = [];
	for (let i = 0; i < 6; i++) pages.push(await send({ text: `${TEXT} ${i}`, email: 'tulva@example.org' }));
	assert.ok(pages.every((p) => p.status === 200 && numberOf(p)));
	assert.match(pages[4].text, /osoitteeseen tulva@example.org/);
	assert.match(pages[5].text, /Emme lähetä sähköpostia nyt/);
});

test('the limits of the text are counted in characters', async () => {
	for (const [n, status] of [[9, 422], [10, 200], [5000, 200], [5001, 422]])
		assert.equal((await send({ text: 'ä'.repeat(n) })).status, status, `${n} characters`);
});

test('five files are taken, with a place on the map', async () => {
	const files = Array.from({ length: 5 }, (_, i) => ['photo', `kuva${i}.png`, Buffer.concat([PNG, Buffer.from([i])]), 'image/png']);
	const done = await send(FULL, { files });
	assert.equal(done.status, 200);
	const { page } = await desk(numberOf(done));
	for (let i = 0; i < 5; i++) assert.ok(page.text.includes(`kuva${i}.png`), `kuva${i}.png`);
	assert.match(page.text, /60[.,]98/);
	assert.match(page.text, /25[.,]66/);
});

test('the receipt tells number, arrival, link, what happens next and by when', async () => {
	for (const lang of Object.keys(LANGS)) {
		const sent = Date.now();
		const done = await send({ text: TEXT, wants_reply: 'yes', may_publish: '1' }, { lang });
		const [arrived, due] = [...done.text.matchAll(/<time datetime="([^"]+)"/g)].map((m) => Date.parse(m[1]));
		assert.ok(Math.abs(arrived - sent) < 120e3, `arrived at ${arrived}, sent at ${sent}`);
		const days = (due - sent) / 86400e3;
		assert.ok(days > 5 && days < 14, `five working days are ${days} days`);
		assert.equal(done.text.match(/<ol class="steps">[^]*?<\/ol>/)[0].split('<li>').length - 1, 3, 'who reads it, by when, what is published');
		assert.match(done.text, /<a class="break" href="http[^"]*\/follow\/[A-Za-z0-9_-]{37}">/);
	}
});

// ---- machines, and those who look like one ----

test('what a machine does is asked about once more, of whom it is; nothing is lost, nothing refused', async () => {
	const strangers = await start({ matters: 0, workers: 1, args: ['--trusted-proxies', '127.0.0.1'] });
	const afar = (ip) => new Client(strangers.url, { 'x-forwarded-for': ip });
	const cases = [
		['at once', afar('192.0.2.81'), {}],
		['in the field nobody sees', new Client(k.url), { website: 'https://halpaa.example' }],
		['with a file', afar('192.0.2.82'), {}, [['photo', 'kuoppa.png', PNG, 'image/png']]],
	];
	for (const [what, client, more, files] of cases) {
		const asked = await send({ ...FULL, ...more }, { client, files });
		assert.equal(asked.status, 422, what);
		assert.match(asked.text, /role="alert" id="once-more"/, what);
		assert.doesNotMatch(asked.text, /\/follow\/[A-Za-z0-9_-]{37}/, what);
		for (const [name, value] of Object.entries(FULL)) if (!['wants_reply', 'may_publish'].includes(name)) assert.equal(field(asked, name), value, `${what}: ${name}`);
		assert.equal(field(asked, 'website'), '');
		assert.equal(form(asked).fields.filter(([n]) => n === 'kept').length, files?.length ?? 0);
		const done = await client.submit(asked, '/fi/give'); // at once again: a person's press is enough
		assert.equal(done.status, 200, what);
		assert.ok(numberOf(done), what);
	}
	const slow = afar('192.0.2.83');
	const page = await slow.get('/fi/give');
	assert.match(form(page).body, /<div hidden aria-hidden="true"><label for="website">[^<]+<\/label><input id="website" name="website" tabindex="-1" autocomplete="off">/);
	await sleep(2100);
	assert.equal((await slow.submit(page, '/fi/give', { text: TEXT })).status, 200, 'who takes two seconds is a person');
	await strangers.stop();
	// with something to correct that comes first
	const wrong = await send({ ...FULL, email: 'maija@', website: 'x' });
	assert.equal(wrong.status, 422);
	assert.doesNotMatch(wrong.text, /once-more/);
});

test('photos may follow their message, each once; they are part of it, and nobody else can add', async () => {
	const client = new Client(k.url);
	const key = field(await client.get('/fi/give'), 'key');
	const done = await client.post('/fi/give', { key, text: TEXT });
	const to = form(done, '/photos').action;
	const add = (name, bytes, path = to, more = {}) => client.post(path, { key, ...more }, { files: [['photo', name, bytes, 'image/png']], follow: false });
	const other = Buffer.concat([PNG, Buffer.from('2')]);
	for (const [name, bytes] of [['a.png', PNG], ['a.png', PNG], ['b.png', other]]) assert.equal((await add(name, bytes)).status, 303, name);
	const id = query(k, 'SELECT max(id) FROM matter');
	assert.equal(query(k, `SELECT name || COALESCE(entry_id, 0) FROM attachment WHERE matter_id = ${id} ORDER BY id`).replace(/\s/g, ' '), 'a.png0 b.png0');
	assert.equal(query(k, `SELECT count(*) FROM entry WHERE matter_id = ${id}`), '0', 'no addition of words');
	assert.equal((await add('c.png', Buffer.from('<svg>'))).status, 422);
	assert.equal((await client.post(to, { key }, { follow: false })).status, 422, 'nothing came');
	assert.equal((await add('d.png', other, to.replace(/.\/photos/, (e) => (e[0] === 'A' ? 'B' : 'A') + e.slice(1)))).status, 404);
	assert.equal((await add('d.png', other, to, { key: 'x' })).status, 403);
	// later it is an addition of its own
	query(k, `UPDATE matter SET received_at = received_at - 3700000000 WHERE id = ${id}`);
	assert.equal((await add('e.png', Buffer.concat([PNG, Buffer.from('3')]))).status, 303);
	assert.equal(query(k, `SELECT count(*) FROM entry WHERE matter_id = ${id} AND author = 'resident'`), '1');
});

// ---- another language, in the middle of it ----

test('a form with an error changes its language with all that was typed and sent', async () => {
	const client = new Client(k.url);
	const files = [['photo', 'kuoppa.png', PNG, 'image/png']];
	const wrong = await send({ ...FULL, email: 'maija@' }, { client, files });
	const sv = await client.language(wrong, 'sv');
	assert.equal(sv.status, 422);
	assert.match(sv.text, /<html lang="sv"/);
	assert.match(sv.text, /<a href="#email">Kontrollera/);
	const en = await client.language(sv, 'en');
	assert.match(en.text, /<html lang="en"/);
	for (const [name, value] of Object.entries({ ...FULL, email: 'maija@', wants_reply: undefined, may_publish: undefined }))
		if (value) assert.equal(field(en, name), value, name);
	assert.equal(form(en).fields.filter(([n]) => n === 'kept').length, 1, 'the file came along');
	const done = await client.submit(en, '/en/give', { first: 'on', email: 'maija@example.org' });
	assert.match(done.text, /1 file</);
});

test('a receipt changes its language; nothing is stored by it', async () => {
	const client = new Client(k.url);
	const files = [['photo', 'kuoppa.png', PNG, 'image/png']];
	const done = await send({ ...FULL, text: 'Tunnukseni on 131052-308T, ja valo on pimeä.', send_anyway: '1' }, { client, files });
	assert.equal(done.status, 200);
	const sv = await client.language(done, 'sv');
	const en = await client.language(sv, 'en');
	for (const [page, lang] of [[sv, 'sv'], [en, 'en']]) {
		assert.equal(page.status, 200);
		assert.match(page.text, new RegExp(`<html lang="${lang}"[^]*${LANGS[lang]}`));
		assert.equal(numberOf(page), numberOf(done));
	}
	assert.match(en.text, /1 file</);
	assert.doesNotMatch(en.text, /We added your new text/);
	const follow = await client.get(done.text.match(/\/follow\/[A-Za-z0-9_-]{37}/)[0]);
	assert.equal(follow.text.match(/class="entry[ "]/g).length, 1, 'one message, no additions');
	const next = await send({ text: TEXT });
	assert.equal(Number(numberOf(next).split('-')[1]), Number(numberOf(done).split('-')[1]) + 1);
});

test('what is still being written is carried to another language, not sent', async () => {
	const client = new Client(k.url);
	const before = await client.get('/fi/give');
	const files = [['photo', 'kuoppa.png', PNG, 'image/png']];
	for (const text of ['Kes', TEXT, 'Tunnukseni on 131052-308T.']) {
		const page = await client.submit(before, '/fi/give', { ...FULL, text, email: 'maija@', look: 'look' }, { files });
		assert.equal(page.status, 200);
		assert.doesNotMatch(page.text, /aria-invalid|id="errors"|\/follow\/[A-Za-z0-9_-]{37}/);
		assert.deepEqual([field(page, 'text'), field(page, 'email')], [text, 'maija@']);
		assert.equal(form(page).fields.filter(([n]) => n === 'kept').length, 1);
	}
	// a key that was used: still nothing is added to what it made
	const first = await client.submit(before, '/fi/give', { text: TEXT, first: 'on' });
	const look = await client.submit(before, '/fi/give', { text: 'Aivan muuta asiaa tällä kertaa.', look: 'look' });
	assert.match(field(look, 'text'), /Aivan muuta/);
	const follow = await client.get(first.text.match(/\/follow\/[A-Za-z0-9_-]{37}/)[0]);
	assert.doesNotMatch(follow.text, /Aivan muuta/);
});

test('a refusal has its languages too', async () => {
	const client = new Client(k.url);
	const big = Buffer.concat([PNG, Buffer.alloc(20 * 1024 * 1024 + 1)]);
	for (const page of [await client.get('/fi/nowhere?x=1'), await client.post('/fi/nowhere', { x: '1' })]) {
		const sv = await client.language(page, 'sv');
		assert.equal(sv.status, 404);
		assert.match(sv.text, /<html lang="sv"/);
	}
	// what was wrong is gone with the file that was too large, but nobody pressed "send"
	const page = await send(FULL, { client, files: [['photo', 'iso.png', big, 'image/png']] });
	const sv = await client.language(await client.language(page, 'en'), 'sv');
	assert.match(sv.text, /<html lang="sv"/);
	assert.equal(field(sv, 'text'), TEXT);
	assert.doesNotMatch(sv.text, /\/follow\/[A-Za-z0-9_-]{37}/);
	assert.equal((await client.submit(sv, '/sv/give', { first: 'on' })).status, 200);
});

test('another method, another language, another place', async () => {
	const client = new Client(k.url);
	assert.equal((await client.get('/de/give')).status, 404);
	assert.equal((await client.request('POST', '/fi/give', { body: '', headers: { 'content-type': 'text/plain' } })).status >= 400, true);
	assert.equal((await client.request('POST', '/fi/give', { body: 'x=1', headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' } })).status, 403);
});
