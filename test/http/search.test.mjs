// Everybody's search: published messages and answers by their words, while they
// are public and not a moment longer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, STAFF, query, run, start, until } from '../lib/kaiku.mjs';
import { act, answer, given, publish, staff, textOf } from '../lib/desk.mjs';

let k, desk, expert, anyone;
before(async () => {
	k = await start();
	desk = await staff(k);
	expert = await staff(k, STAFF.expert);
	anyone = new Client(k.url);
});
after(() => k?.stop());

const page = (q, more = '', lang = 'fi') => anyone.get(`/${lang}/matters?q=${encodeURIComponent(q)}${more}`);
const shown = (html) => [...html.matchAll(/href="\/..\/matters\/(20\d\d-\d+)"/g)].map((m) => m[1]);
async function finds(q, number, more, lang) {
	const r = await page(q, more, lang);
	assert.equal(r.status, 200, q);
	return shown(r.text).includes(number);
}
const words = async (q) => JSON.parse((await anyone.get(`/fi/search/words?q=${encodeURIComponent(q)}`)).text);

/** The year the demo was made with, too. */
const indexed = () => until(() => query(k, 'SELECT COUNT(*) FROM search_mark WHERE version = 1 AND matter_id >= until_id') === '1', 'all to be indexed', 120000);

async function published(values, shows = {}, reply) {
	const g = await given(k, { topic: 'street_maintenance', may_publish: '1', ...values });
	if (reply) {
		await act(expert, g.number, 'take');
		await answer(expert, g.number, { text: reply });
	}
	const done = await publish(expert, g.number, { show_text: '1', text: values.text, show_answer: null, ...shows });
	assert.match(done.url, /done=published/, textOf(done.text).slice(0, 600));
	return g;
}

test('by inflected words, by parts of compounds, with a wrong letter, in any language of the page', async () => {
	const lamp = await published({ title: 'Zirkonivalaisin', text: 'Zirkonivalaisimet sammuivat <b>viime</b> & "toissa" yönä. Lumet aurataan, kun ehditään.' });
	await until(() => finds('zirkonivalaisin', lamp.number), 'the index');
	for (const q of ['zirkonivalaisimista', 'ZIRKONIVALAISIN', 'lumenauraus', 'zirkoniv', 'zirkonnivalaisin', 'miksi zirkonivalaisin sammui', 'viime zirkonivalaisin'])
		assert.ok(await finds(q, lamp.number), q);
	assert.ok(await finds('zirkonivalaisin', lamp.number, '', 'sv'));
	for (const q of ['kaktusorava', 'b', '"', '*', 'a:b', '~', '&', '|', '(', '\\', '%', "'", '·kmatter', 'x'.repeat(3000), 'yö'.repeat(200), 'a '.repeat(500), '🙂', 'OR AND NOT'])
		assert.equal((await page(q)).status, 200, q);
	const r = await page('zirkonivalaisimista');
	assert.match(r.text, /<a class="matter-link"[^>]*><mark>Zirkonivalaisin<\/mark><\/a>/);
	assert.match(r.text, /<mark>Zirkonivalaisimet<\/mark> sammuivat &lt;b&gt;viime&lt;\/b&gt; &amp; /);
	assert.match(r.text, /<title>[^<]*zirkonivalaisimista/);
	assert.match(r.text, /name="q" value="zirkonivalaisimista"/);
	const meant = await page('zirkonnivalaisin');
	assert.match(textOf(meant.text), /sanoilla: zirkonivalaisin\./);
	assert.match(textOf((await page('kaktusorava')).text), /ei löytynyt yhtään viestiä/);
});

test('only what is public is found: not the original, not an answer that is kept back', async () => {
	const kept = await given(k, { topic: 'street_maintenance', may_publish: '1', text: 'Yksityinen norsunluutorni.' });
	const g = await published({ text: 'Alkuperäisessä luki jalopeura.' }, { text: 'Julkinen versio kertoo kirahvista.' }, 'Vastauksessa mainitaan virtahepo.');
	await until(() => finds('kirahvi', g.number), 'the index');
	await until(async () => (await desk.get('/staff/search?q=norsunluutorni')).text.includes(kept.number), 'the index of staff');
	for (const q of ['jalopeura', 'virtahepo', 'norsunluutorni']) {
		assert.deepEqual(shown((await page(q)).text), [], q);
		assert.deepEqual(await words(q.slice(0, 8)), [], q);
	}
	const r = await publish(expert, g.number, { show_text: '1', text: 'Julkinen versio kertoo seeprasta.', show_answer: '1', answer: 'Vastauksessa mainitaan virtahepo.' });
	assert.match(r.url, /done=published/, textOf(r.text).slice(0, 600));
	assert.deepEqual(shown((await page('kirahvi')).text), [], 'what it said before, at once');
	await until(() => finds('virtahepo', g.number), 'the answer');
	assert.match((await page('virtahevot')).text, /mainitaan <mark>virtahepo<\/mark>/);
});

test('what is hidden or withdrawn is gone at once, its words too', async () => {
	const hidden = await published({ text: 'Papukaijatarha aukeaa toukokuussa.' });
	const withdrawn = await published({ text: 'Papukaijatarha sulkeutuu syyskuussa.' });
	await until(async () => await finds('papukaijatarha', hidden.number) && finds('papukaijatarha', withdrawn.number), 'the index');
	assert.deepEqual(await words('hyvä papuk'), ['hyvä papukaijatarha']);
	const r = await act(expert, hidden.number, 'hide', { why: 'Kokeilu.' });
	assert.ok(r.status < 400);
	assert.deepEqual(shown((await page('papukaijatarha')).text), [withdrawn.number]);
	const follow = `/follow/${withdrawn.code}`;
	const back = await anyone.submit(await anyone.get(follow), `${follow}/consent`, {});
	assert.ok(back.status < 400, String(back.status));
	assert.deepEqual(shown((await page('papukaijatarha')).text), []);
	assert.deepEqual(await words('papuk'), []);
	await until(() => query(k, "SELECT COUNT(*) FROM search_lemma WHERE lemma = 'papukaijatarha'") === '0', 'no trace of the word');
});

test('with the filters of the list, page by page', async () => {
	const number = (await published({ text: 'Flamingot nukkuvat seisaaltaan.', type: 'fault' })).number;
	await until(() => finds('flamingo', number), 'the index');
	assert.ok(await finds('flamingo', number, '&topic=street_maintenance&type=fault'));
	assert.ok(!await finds('flamingo', number, '&topic=parks'));
	assert.ok(!await finds('flamingo', number, '&type=thanks'));
	await indexed();
	const first = await page('katu');
	const next = first.text.match(/href="([^"]*)" rel="next"/)?.[1].replaceAll('&amp;', '&');
	assert.match(next ?? '', /q=katu&page=2/);
	const second = await anyone.get(next);
	assert.ok(shown(second.text).length > 0 && !shown(second.text).some((n) => shown(first.text).includes(n)));
	for (const more of ['&page=0', '&page=99', '&page=x', '&near=1', '&near=x,y', '&near=99,1', '&near=nan,nan', '&topic=none'])
		assert.equal((await page('katu', more)).status, 404, more);
	assert.equal((await page('katu', '&near=60.2,24.9')).status, 200);
	assert.equal((await anyone.get('/fi/search/words')).text, '[]');
});

test('everything can be indexed anew while people search', async () => {
	const { number } = await published({ text: 'Manaatti ui altaassa.' });
	await until(() => finds('manaatti', number), 'the index');
	await indexed();
	const docs = query(k, 'SELECT COUNT(*) FROM search_doc');
	// As after an upgrade from a program that knew no lemmas.
	const tables = ['search_doc', 'search_word', 'search_lemma', 'search_typo', 'search_total', 'search_mark'];
	query(k, `BEGIN; ${tables.map((table) => `DELETE FROM ${table};`).join(' ')} COMMIT`);
	await until(() => finds('manaatit', number), 'the job', 120000);
	await until(() => query(k, 'SELECT COUNT(*) FROM search_doc') === docs, 'all of them', 120000);
	const before = query(k, 'SELECT SUM(docs) FROM search_lemma');
	const r = run(['reindex', '--data', k.dir, ...(k.db ? ['--db', k.db] : [])]);
	assert.equal(r.status, 0, r.stderr);
	assert.ok(await finds('manaatit', number), 'the old words do meanwhile');
	await until(() => query(k, 'SELECT version FROM search_mark WHERE matter_id >= until_id') === '1', 'it to be done', 120000);
	assert.equal(query(k, 'SELECT SUM(docs) FROM search_lemma'), before, 'each word is counted once');
	assert.ok(await finds('manaatit', number));
});
