// Notices: written by who may, seen where people read and where they write, gone
// at once when they are taken away; nobody knows of a draft.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, STAFF, query as inDatabase, start, until } from '../lib/kaiku.mjs';
import { act, answer, at, given, mailsTo, publish, staff, textOf } from '../lib/desk.mjs';
import { readXml } from '../lib/xml.mjs';
import { startRelay } from './smtp_server.mjs';

let k, post, desk, anyone;
before(async () => {
	post = await startRelay();
	k = await start({ matters: 0, args: ['--mail-relay', post.url] });
	desk = await staff(k);
	anyone = new Client(k.url);
});
after(async () => { await k?.stop(); await post?.stop(); });

const query = (sql) => inDatabase(k, sql);
const day = (n) => new Date(Date.now() + n * 86400000).toLocaleDateString('sv-SE', { timeZone: 'Europe/Helsinki' });
const topic = (code) => query(`SELECT id FROM topic WHERE code = '${code}'`);
const BASE = '/staff/notices';
const words = { kind: 'disruption', title_fi: 'SULKU Torikadulla', text_fi: 'Torikatu on suljettu.\n\nKierrä <Kirkkokadun> kautta & varo.', title_sv: '', text_sv: '', title_en: '', text_en: '' };
async function write(values, what = 'publish', path = `${BASE}/new`) {
	return desk.submit(await desk.get(path), path, { ...words, ...values, do: what });
}
const idOf = (title) => query(`SELECT id FROM notice WHERE title_fi = '${title}'`);
const seen = async (path) => (await new Client(k.url).get(path)).text;
/** The words of the front page, the list, the feed and the form, in Finnish. */
const everywhere = async () => [await seen('/fi'), await seen('/fi/notices'), await seen('/fi/notices.atom'), await seen('/fi/give?topic=street_maintenance'), await seen('/sitemap.xml')].join();

test('only who may write', async () => {
	const expert = await staff(k, STAFF.expert);
	assert.equal((await expert.get(BASE)).status, 403);
	assert.equal((await expert.get(`${BASE}/new`)).status, 403);
	assert.doesNotMatch((await expert.get('/staff')).text, /href="\/staff\/notices"/);
	assert.match((await desk.get('/staff')).text, /href="\/staff\/notices"/);
});

test('a fault says what to do and loses nothing', async () => {
	for (const [values, said] of [[{ kind: '' }, /Valitse laji/], [{ title_fi: '', text_fi: '' }, /ainakin yhdellä kielellä/], [{ title_fi: '' }, /Kirjoita otsikko/], [{ text_fi: '' }, /Kirjoita teksti/],
		[{ title_sv: 'Bara rubrik' }, /Kirjoita teksti/], [{ title_fi: 'x'.repeat(121) }, /enintään 120/], [{ text_fi: 'x'.repeat(5001) }, /enintään 5 000/], [{ from: 'eilen' }, /Kirjoita päivä/],
		[{ from: day(3), until: day(2) }, /ei ole ennen/], [{ until: '31.2.2027' }, /ei ole ennen/], [{ review: '99' }, /Kirjoita päivä/], [{ topic: '1' }, /Valitse aihe/], [{ find: 'x'.repeat(301) }, /enintään 300/],
		[{ text_fi: 'Hänen tunnuksensa on 131052-308T.' }, /henkilötunnus/]]) {
		const refused = await write({ ...values, find: values.find ?? 'TORIKATU' });
		assert.equal(refused.status, 422, JSON.stringify(values));
		assert.match(textOf(refused.text), said, JSON.stringify(values));
		assert.match(refused.text, /TORIKATU|x{301}/, 'what was typed is there');
	}
	assert.equal(idOf(words.title_fi), '');
});

test('preview, draft, publish: nobody knows of it before', async () => {
	const look = await write({ title_sv: 'AVSTÄNGD Torggatan', text_sv: 'Gatan är avstängd.' }, 'preview');
	assert.equal(look.status, 200);
	assert.match(look.text, /<h3 lang="sv"[^>]*>AVSTÄNGD Torggatan/);
	assert.equal(idOf(words.title_fi), '', 'a look stores nothing');
	await write({ topic: topic('street_maintenance') }, 'draft');
	const id = idOf(words.title_fi);
	assert.ok(id);
	assert.equal((await anyone.get(`/fi/notices/${id}`)).status, 404);
	assert.doesNotMatch(await everywhere(), /SULKU/);
	await write({ topic: topic('street_maintenance') }, 'publish', `${BASE}/${id}`);
	await until(async () => /SULKU/.test(await seen('/fi')), 'it is on the front page');
	const page = await anyone.get(`/fi/notices/${id}`);
	assert.match(page.text, /<p>Kierrä &lt;Kirkkokadun&gt; kautta &amp; varo\.<\/p>/);
	assert.match(await seen('/fi/notices'), /SULKU/);
	assert.match(await seen(`/sv/notices/${id}`), /<h1 lang="fi" dir="auto">SULKU/, 'who reads Swedish gets what there is, marked as Finnish');
});

test('where people write: by topic, by a word of its list, by two of its title; never by chance', async () => {
	await write({ kind: 'faq', title_fi: 'Miten VUOKRAAN venepaikan', text_fi: 'Venepaikat jaetaan keväällä.', find: 'laituri lumenauraus' });
	const near = async (query) => (await seen(`/fi/give${query}`)).match(/<div id="near"[\s\S]*?<form hidden/)[0];
	await until(async () => /SULKU/.test(await near('?topic=street_maintenance')), 'by topic');
	assert.doesNotMatch(await near('?topic=libraries'), /SULKU|VUOKRAAN/);
	const ask = async (values) => { const c = new Client(k.url); return (await c.submit(await c.get('/fi/give'), '/fi/give/near', values)).text; };
	assert.match(await ask({ text: 'Meidän laiturin lankut ovat poikki.' }), /VUOKRAAN/, 'a word of its list, inflected');
	assert.match(await ask({ text: 'Auraatteko lumet rannasta?' }), /VUOKRAAN/, 'what a compound of its list is made of');
	assert.doesNotMatch(await ask({ text: 'Lumet painavat kattoa.' }), /VUOKRAAN/, 'not by a part of it');
	assert.match(await ask({ text: 'Haluan vuokrata venepaikan ensi kesäksi, miten se tehdään?' }), /VUOKRAAN/, 'two words of its title');
	assert.doesNotMatch(await ask({ text: 'Miten pääsen kirjastoon sunnuntaina?' }), /VUOKRAAN|SULKU/);
	assert.match(await ask({ text: 'Kuoppa', topic: 'street_maintenance' }), /SULKU/);
	assert.doesNotMatch(await ask({ text: 'Laituri ZORBAS "><b>x' }), /ZORBAS|<b>x/, 'nothing typed comes back');
	// Without scripts: on the form that came back with an error, with all that was typed.
	const c = new Client(k.url);
	const refused = await c.submit(await c.get('/fi/give'), '/fi/give', { text: 'Laituri', email: 'ei osoite' });
	assert.equal(refused.status, 422);
	assert.match(refused.text, /VUOKRAAN[\s\S]*value="ei osoite"/);
});

test('one line on the public pages of its topic', async () => {
	const g = await given(k, { topic: 'street_maintenance', may_publish: '1', text: 'Kadun kivi on irti.' });
	const other = await given(k, { topic: 'parks', may_publish: '1', text: 'Penkki on rikki.' });
	await publish(desk, g.number);
	await publish(desk, other.number);
	assert.match(await seen(`/fi/matters/${g.number}`), /SULKU/);
	assert.doesNotMatch(await seen(`/fi/matters/${other.number}`), /SULKU/);
});

test('the feed is Atom, by topic too, and says 304 to who has it', async () => {
	const feed = await anyone.get('/fi/notices.atom');
	assert.match(feed.headers.get('content-type'), /^application\/atom\+xml/);
	const root = readXml(feed.text);
	assert.equal(root.name, 'feed');
	assert.equal(root.attributes.xmlns, 'http://www.w3.org/2005/Atom');
	for (const name of ['id', 'title', 'updated']) assert.equal(root.all(name).length, 1, name);
	const entries = root.all('entry');
	const mine = entries.find((e) => /SULKU/.test(e.one('title').text));
	assert.equal(mine.one('summary').text, words.text_fi.replace('\n\n', '\n\n'));
	assert.match(mine.one('id').text, /^tag:/);
	assert.equal(new Set(entries.map((e) => e.one('id').text)).size, entries.length);
	for (const e of entries) for (const name of ['published', 'updated']) assert.match(e.one(name).text, /^\d{4}-\d\d-\d\dT[\d:]{8}Z$/);
	const some = readXml(await seen('/fi/notices.atom?topic=street_maintenance'));
	assert.deepEqual(some.all('entry').map((e) => e.one('title').text), [words.title_fi]);
	assert.equal((await anyone.get('/fi/notices.atom?topic=ei_ole')).status, 404);
	const again = await new Client(k.url, { 'if-none-match': feed.headers.get('etag') }).get('/fi/notices.atom');
	assert.equal(again.status, 304);
	assert.equal(again.text, '');
	assert.match(await seen('/fi/notices'), /rel="alternate" type="application\/atom\+xml"[^>]*href="\/fi\/notices\.atom"/);
});

test('from an answer: question and answer to be rewritten, and nothing of a confidential one', async () => {
	const g = await given(k, { title: 'KUKA auraa pihatien', text: 'Kuka auraa meidän pihatien? t. Maija', topic: 'winter_maintenance' });
	assert.doesNotMatch((await desk.get(at(g.number))).text, /\/faq"/, 'not before the answer');
	await answer(desk, g.number, { text: 'Pihatiet auraa tiekunta.', outcome: 'answered' });
	assert.match((await desk.get(at(g.number))).text, /\/faq"/);
	const page = await desk.get(at(g.number, '/faq'));
	assert.match(textOf(page.text), /omin sanoin.*Poista nimet/);
	assert.equal(Number(query('SELECT COUNT(*) FROM notice WHERE title_fi LIKE \'KUKA%\'')), 0);
	const bad = await desk.submit(page, `${BASE}/new`, { text_fi: '', do: 'publish' });
	assert.equal(bad.status, 422);
	assert.match(textOf(bad.text), /Poista nimet/, 'the reminder stays');
	await desk.submit(page, `${BASE}/new`, { title_fi: 'KUKA auraa pihatiet?', do: 'publish' });
	assert.equal(query(`SELECT kind || ' ' || text_fi || ' ' || topic_id FROM notice WHERE title_fi = 'KUKA auraa pihatiet?'`), `faq Pihatiet auraa tiekunta. ${topic('winter_maintenance')}`);
	await act(desk, g.number, 'confidential');
	assert.equal((await desk.get(at(g.number, '/faq'))).status, 404);
	assert.equal((await (await staff(k, STAFF.expert)).get(at(g.number, '/faq'))).status, 403);
});

test('two who change it at once: the second sees both, and loses nothing', async () => {
	const id = idOf(words.title_fi);
	const mine = await desk.get(`${BASE}/${id}`);
	await write({ title_fi: 'SULKU Torikadulla jatkuu', topic: topic('street_maintenance') }, 'publish', `${BASE}/${id}`);
	const late = await desk.submit(mine, `${BASE}/${id}`, { title_fi: 'SULKU päättyy', do: 'publish' });
	assert.equal(late.status, 409);
	assert.match(textOf(late.text), /SULKU Torikadulla jatkuu/);
	assert.match(late.text, /value="SULKU päättyy"/);
	assert.equal(query(`SELECT title_fi FROM notice WHERE id = ${id}`), 'SULKU Torikadulla jatkuu');
	const done = await desk.submit(late, `${BASE}/${id}`, { do: 'publish' });
	assert.match(done.url, /done=published/);
	assert.equal(query(`SELECT title_fi FROM notice WHERE id = ${id}`), 'SULKU päättyy');
});

test('its days: before the first nobody sees it, after the last it says so', async () => {
	await write({ title_fi: 'TULEVA työ', from: day(2) });
	await write({ title_fi: 'MENNYT työ', from: day(-9), until: day(-2) });
	assert.equal((await anyone.get(`/fi/notices/${idOf('TULEVA työ')}`)).status, 404);
	assert.match(textOf((await anyone.get(`/fi/notices/${idOf('MENNYT työ')}`)).text), /Päättynyt/);
	assert.doesNotMatch(await everywhere(), /TULEVA|MENNYT/);
	const list = textOf((await desk.get(BASE)).text);
	assert.match(list, /TULEVA työ\s+Tulossa/);
	assert.match(list, /MENNYT työ\s+Mennyt/);
});

test('taken away: gone at once everywhere, 410 on its page', async () => {
	const id = idOf('SULKU päättyy');
	await desk.submit(await desk.get(`${BASE}/${id}`), `${BASE}/${id}/end`, {});
	await until(async () => !/SULKU/.test(await everywhere()), 'both workers to know');
	for (const lang of ['fi', 'sv', 'en']) {
		const gone = await anyone.get(`/${lang}/notices/${id}`);
		assert.equal(gone.status, 410);
		assert.doesNotMatch(gone.text, /SULKU/);
	}
	assert.match(textOf((await desk.get(BASE)).text), /SULKU päättyy\s+Poistettu/);
	assert.equal(query(`SELECT COUNT(*) FROM event WHERE kind IN ('notice_ended')`), '1');
});

test('on its day whoever wrote it is asked once to read it again', async () => {
	await write({ title_fi: 'VANHA ohje', review: day(-1) });
	const mail = await until(() => mailsTo(post, STAFF.desk).find((m) => /VANHA ohje/.test(m)), 'the reminder', 90000);
	assert.match(mail, new RegExp(`/staff/notices/${idOf('VANHA ohje')}`));
	assert.equal(mailsTo(post, STAFF.desk).filter((m) => /VANHA ohje/.test(m) && /ajan tasalla/.test(m)).length, 1);
	assert.match(textOf((await desk.get(BASE)).text), /VANHA ohje\s+Julki\s+Tarkista/);
});
