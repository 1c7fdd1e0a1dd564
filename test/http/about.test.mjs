// The pages every municipality must have: there from the first day, written in
// the administration, safe whatever is written, and feedback about
// accessibility has its two weeks.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, STAFF, forms, query, start, unescape } from '../lib/kaiku.mjs';
import { act, answer, at, staff, textOf } from '../lib/desk.mjs';

const PAGES = ['accessibility', 'privacy', 'handling'], LANGS = ['fi', 'sv', 'en'];
const BASE = '/staff/admin/about';
let k, admin, anyone;

before(async () => {
	k = await start();
	admin = await staff(k, STAFF.admin);
	anyone = new Client(k.url);
});
after(() => k?.stop());

const edit = (page, lang = 'fi') => `${BASE}/${page}/${lang}`;
const typed = (page) => forms(page.text).flatMap((f) => f.fields).find(([n]) => n === 'text')[1];
async function save(page, lang, text, values = {}) {
	const to = edit(page, lang);
	return admin.submit(await admin.get(to), to, { text, do: 'save', ...values });
}
const body = (r) => r.text.split('<article')[1].split('</article>')[0];

test('every page is there in every language from the first day, and every page leads to them', async () => {
	for (const lang of LANGS)
		for (const page of PAGES) {
			const r = await anyone.get(`/${lang}/about/${page}`);
			assert.equal(r.status, 200);
			assert.match(body(r), lang === 'sv' ? /Exempelby/ : /Esimerkkilä/);
			assert.match(body(r), /href="tel:090000000"[^]*href="mailto:neuvonta@esimerkkila.example"/);
			assert.doesNotMatch(r.text, /noindex|Päivitetty|\{name\}/);
			assert.equal(r.headers.get('cache-control'), 'public, max-age=300');
			assert.match(r.headers.get('vary'), /Accept-Encoding/i);
		}
	const statement = textOf((await anyone.get('/fi/about/accessibility')).text);
	assert.match(statement, /306\/2019.*Traficom.*14 päivän kuluessa/);
	assert.match(textOf((await anyone.get('/fi/about/privacy')).text), /6 artikla.*tietosuojavaltuutetulle/);
	for (const [client, path, lang] of [[anyone, '/sv', 'sv'], [anyone, '/en/give', 'en'], [anyone, '/fi/nothing', 'fi'], [admin, '/staff/queue/all', 'fi'], [anyone, '/staff/login', 'fi']]) {
		const foot = (await client.get(path)).text.split('<footer')[1];
		for (const page of PAGES) assert.match(foot, new RegExp(`href="/${lang}/about/${page}"`), path);
	}
	assert.equal((await anyone.get('/fi/about/cookies')).status, 404);
	assert.equal((await admin.get(`${BASE}/cookies/fi`)).status, 404);
	assert.equal((await admin.get(`${BASE}/privacy/de`)).status, 404);
});

test('what is written is looked at first, then saved, in one language', async () => {
	const to = edit('privacy');
	const text = '## Oma otsikko\n\nOma teksti, jossa on [linkki](https://tietosuoja.fi/).\n\n- yksi\n- kaksi';
	const look = await admin.submit(await admin.get(to), to, { text, do: 'preview' });
	assert.equal(look.status, 200);
	assert.match(look.text, /<h2>Oma otsikko<\/h2><p>Oma teksti, jossa on <a href="https:\/\/tietosuoja\.fi\/">linkki<\/a>\.<\/p><ul><li>yksi<\/li>/);
	assert.equal(typed(look), text);
	assert.doesNotMatch((await anyone.get('/fi/about/privacy')).text, /Oma teksti/);
	const done = await admin.submit(look, to, { do: 'save' });
	assert.match(done.url, /\?done=saved/);
	const shown = await anyone.get('/fi/about/privacy');
	assert.match(body(shown), /<h2>Oma otsikko<\/h2>[^]*Päivitetty <time/);
	assert.match(body(await anyone.get('/sv/about/privacy')), /dataombudsmannen/);
	assert.match(query(k, 'SELECT payload FROM event WHERE kind = \'about_saved\''), /"page":"privacy","lang":"fi"/);
	const back = await admin.submit(await admin.get(to), to, { do: 'first' });
	assert.match(typed(back), /Tietojesi käsittelystä vastaa Esimerkkilä/);
	assert.match(body(await anyone.get('/fi/about/privacy')), /Oma teksti/, 'the first text is only fetched');
});

test('nothing written becomes anything but words, lists, headings and links', async () => {
	const evil = '<script>alert(1)</script>\n\n[a](javascript:alert(1)) [b](data:text/html,x) ![kuva](https://evil.example/p.png)\n\nrivi <img src=x onerror=alert(1)>';
	await save('handling', 'sv', evil);
	const page = body(await anyone.get('/sv/about/handling'));
	assert.doesNotMatch(page, /<script|<img|javascript:alert[^<]*"|href="data|evil\.example/);
	assert.match(page, /&lt;script&gt;alert\(1\)&lt;\/script&gt;[^]*<p>a b kuva<\/p>[^]*&lt;img src=x onerror=alert\(1\)&gt;/);
	const preview = await admin.submit(await admin.get(edit('handling', 'sv')), edit('handling', 'sv'), { text: evil, do: 'preview' });
	assert.doesNotMatch(preview.text, /<script>alert|<img/);
});

test('two who write at once lose nothing; what cannot be saved comes back as it was', async () => {
	const to = edit('handling');
	const [one, two] = [await admin.get(to), await admin.get(to)];
	await admin.submit(one, to, { text: 'Ensimmäisen teksti.', do: 'save' });
	const clash = await admin.submit(two, to, { text: 'Toisen teksti.', do: 'save' });
	assert.equal(clash.status, 409);
	assert.equal(typed(clash), 'Toisen teksti.');
	assert.match(unescape(clash.text), /id="conflict"[^]*Ensimmäisen teksti\./);
	assert.match(body(await anyone.get('/fi/about/handling')), /Ensimmäisen teksti/);
	assert.match((await admin.submit(clash, to, { do: 'save' })).url, /done=saved/);
	assert.match(body(await anyone.get('/fi/about/handling')), /Toisen teksti/);
	for (const text of ['', ' \n ', 'ä'.repeat(20001)]) {
		const bad = await save('handling', 'fi', text);
		assert.equal(bad.status, 422);
		assert.match(bad.text, /href="#text"/);
		assert.equal(typed(bad).trim(), text.trim());
	}
	assert.match((await save('handling', 'fi', 'ä'.repeat(20000))).url, /done=saved/);
});

const days = (us) => Math.round(us / 86400e6);
/** In how many days the answer is due from where its clock began, and whether it runs. */
const due = (number) => query(k, `SELECT d.due_at - d.start_at, d.clock, d.measure FROM due d JOIN matter m ON m.tenant_id = d.tenant_id AND m.id = d.matter_id
	WHERE d.what = 'answer' AND d.met_at IS NULL AND m.number_year || '-' || m.number = '${number}'`).split('|');

test('feedback about accessibility is answered in 14 days, and nothing makes that longer', async () => {
	const desk = await staff(k);
	// The municipality promises everybody three months.
	const all = '/staff/admin/promise';
	assert.match((await admin.submit(await admin.get(all), all, { 'answer-all': '60' })).url, /done/);
	const link = unescape((await anyone.get('/fi/about/accessibility')).text.match(/href="([^"]*topic=accessibility)"/)[1]);
	const form = await anyone.get(link);
	assert.match(form.text, /<option value="accessibility" selected>/);
	const receipt = await anyone.submit(form, '/fi/give', { first: 'on', text: 'Ruudunlukija ei lue kartan nappeja.', wants_reply: 'yes', email: 'asukas@posti.example' });
	const number = receipt.text.match(/\b(20\d\d-\d+)\b/)[1];
	const inTime = ([span, clock, measure]) => { assert.ok(days(span) <= 15 && days(span) >= 14, `${days(span)} days`); assert.deepEqual([clock, measure], ['runs', 'days']); };
	inTime(due(number));
	// A later date that a person promises stands beside it.
	const dates = await desk.get(at(number, '/due'));
	const later = new Date(Date.now() + 40 * 86400e3), text = `${later.getDate()}.${later.getMonth() + 1}.${later.getFullYear()}`;
	const field = forms(dates.text).find((f) => f.action.endsWith('/promise')).fields.find(([n]) => n === 'date');
	assert.ok(field, 'a field for the date');
	await desk.submit(dates, `${number}/promise`, { date: dates.text.includes('type="date"') ? later.toISOString().slice(0, 10) : text });
	assert.equal(query(k, 'SELECT count(*) FROM due WHERE what = \'promise\' AND met_at IS NULL'), '1');
	inTime(due(number));
	// Closed and taken up again: two weeks from then.
	await answer(desk, number, { text: 'Korjasimme napit.', outcome: 'done' });
	await act(desk, number, 'reopen', { reason: 'Ei toimi vielä.' });
	inTime(due(number));
});

test('the topic of the law can be neither closed nor renamed, other things of it change', async () => {
	const list = await admin.get('/staff/admin/topics');
	const to = [...list.text.matchAll(/href="(\/staff\/admin\/topics\/\d+)">([^<]*)</g)].find(([, , name]) => name === 'Saavutettavuus')[1];
	for (const values of [{ active: null }, { code: 'saavutettavuus' }]) {
		const bad = await admin.submit(await admin.get(to), to, values);
		assert.equal(bad.status, 422);
		assert.match(textOf(bad.text), /Laki vaatii/);
	}
	assert.match((await admin.submit(await admin.get(to), to, { name_fi: 'Esteettömyys verkossa' })).url, /done=saved/);
});
