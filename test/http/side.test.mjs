// Working side by side: many matters at once, queues narrowed and kept, who has
// a matter open, single keys, and on to the next after sending.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { STAFF, forms, query, start, unescape } from '../lib/kaiku.mjs';
import { act, answer, at, given, numbers, route, staff, target, textOf } from '../lib/desk.mjs';

let k, desk, expert, parks;
before(async () => {
	k = await start({ matters: 60 });
	desk = await staff(k);
	expert = await staff(k, STAFF.expert);
	parks = await staff(k, 'puistot@esimerkkila.example');
});
after(() => k?.stop());

const idOf = (number) => query(k, `SELECT id FROM matter WHERE number_year = ${number.split('-')[0]} AND number = ${number.split('-')[1]}`);
const versionOf = (number) => query(k, `SELECT version FROM matter WHERE id = ${idOf(number)}`);
const pick = (number) => `${idOf(number)}.${versionOf(number)}`;
const column = (number, what) => query(k, `SELECT ${what} FROM matter WHERE id = ${idOf(number)}`);
const choose = (c, act_, list, from = 'triage') => c.get(`/staff/batch?${new URLSearchParams([['from', from], ['act', act_], ...list.map((n) => ['m', pick(n)])])}`);
const some = async (n, values = {}) => { const list = []; while (list.length < n) list.push((await given(k, values)).number); return list; };
/** number → what became of it */
const results = (page) => Object.fromEntries([...page.text.matchAll(/<tr><td[^>]*>[\s\S]*?<span class="number">([\d-]+)<\/span>[\s\S]*?<span class="badge[^"]*">([^<]*)</g)].map((m) => [m[1], m[2]]));

// ---- many at once ----

test('the queue is a form: boxes, all at once, the acts; without scripts', async () => {
	await some(2);
	const page = await desk.get('/staff/queue/triage');
	const boxes = [...page.text.matchAll(/<input type="checkbox" form="batch" name="m" value="(\d+\.\d+)">/g)];
	assert.equal(boxes.length, numbers(page).length);
	const all = await desk.get(unescape(page.text.match(/href="([^"]*pick=all)"/)[1]));
	assert.equal([...all.text.matchAll(/name="m" value="\d+\.\d+" checked/g)].length, boxes.length);
	const none = await desk.get('/staff/batch?from=triage&act=route');
	assert.match(textOf(none.text), /Valitse ensin asiat/);
	assert.equal((await desk.get('/staff/batch?act=explode&m=1.1')).status, 422);
});

test('routed together: the count, each its own result, the version seen is checked', async () => {
	const [a, b, c] = await some(3);
	const page = await choose(desk, 'route', [a, b, c]);
	assert.match(textOf(page.text), /Ohjaa 3 asiaa/);
	await act(desk, b, 'take', {}); // somebody is faster with one
	const wrong = await desk.submit(page, '/staff/batch', { to: 'u999999999' });
	assert.deepEqual(Object.values(results(wrong)), ['ei voi tehdä tälle asialle', 'joku muu muutti asiaa ensin', 'ei voi tehdä tälle asialle']);
	assert.equal(column(a, 'unit_id'), '');
	const done = await desk.submit(page, '/staff/batch', { to: target(page, 'Kadut ja liikenne'), text: 'Yhteinen saate.' });
	assert.match(done.url, /^\/staff\/batch\/\d+\?from=triage/);
	assert.match(textOf(done.text), /2 asiaa kaikkiaan 3 asiasta onnistui/);
	assert.deepEqual(results(done), { [a]: 'onnistui', [b]: 'joku muu muutti asiaa ensin', [c]: 'onnistui' });
	assert.equal(column(a, 'handling'), 'assigned');
	assert.equal(column(b, 'handling'), 'in_work', 'left as it was');
	assert.match((await expert.get(at(c))).text, /Yhteinen saate/);
	assert.equal((await expert.get(done.url)).status, 404, 'nobody else\'s page');
});

test('one that fails inside is undone alone, to the last row', async () => {
	const [a, b] = await some(2, { type: 'question' });
	const count = (n) => query(k, `SELECT COUNT(*) FROM entry WHERE matter_id = ${idOf(n)}`);
	await act(desk, b, 'close', { outcome: 'spam' });
	const page = await choose(desk, 'answer', [a, b]);
	const look = await desk.submit(page, '/staff/batch', { text: 'Vastaus molemmille.', outcome: 'answered' });
	assert.match(textOf(look.text), /Lähetä vastaus 2 asiaan/);
	const done = await desk.submit(look, '/staff/batch', { step: 'send' });
	assert.deepEqual(results(done), { [a]: 'onnistui', [b]: 'ei voi tehdä tälle asialle' });
	assert.equal(count(b), '0');
	assert.equal(count(a), '1');
	assert.equal(query(k, `SELECT COUNT(*) FROM event WHERE matter_id = ${idOf(a)} AND kind = 'answered'`), '1');
});

test('answered together: looked at first, with the signature; languages that differ are said', async () => {
	const [a] = await some(1, { type: 'question', email: 'a@posti.example' });
	const sv = (await given(k, { type: 'question', email: 'b@posti.example' }, { lang: 'sv' })).number;
	const page = await choose(desk, 'answer', [a, sv]);
	assert.match(textOf(page.text), /kirjoitettu eri kielillä/);
	for (const [values, error] of [[{ text: '' }, /Kirjoita viesti lähettäjälle\./], [{ text: 'Hei {nimi}', outcome: 'answered' }, /\{nimi\}/], [{ text: 'Ei onnistu.', outcome: 'wont_do' }, /erustel/], [{ text: 'x', outcome: 'spam' }, /opputulos/]]) {
		const r = await desk.submit(page, '/staff/batch', values);
		assert.equal(r.status, 422, JSON.stringify(values));
		assert.match(textOf(r.text), error);
		assert.ok(r.text.includes(`value="${pick(a)}" checked`), 'the selection stays');
	}
	const look = await desk.submit(page, '/staff/batch', { text: 'Kiitos, <b>asia</b> on hoidossa.', outcome: 'done' });
	assert.match(textOf(look.text), /Näin vastaus luetaan: suomi[\s\S]*Näin vastaus luetaan: ruotsi/);
	assert.ok(look.text.includes('&lt;b&gt;asia&lt;/b&gt;') && !look.text.includes('<b>asia</b>'));
	assert.equal(column(a, 'is_open'), '1', 'nothing is sent yet');
	const edit = await desk.submit(look, '/staff/batch', { step: 'edit' });
	assert.match(edit.text, /Kiitos, &lt;b&gt;asia&lt;\/b&gt; on hoidossa\.<\/textarea>/);
	const done = await desk.submit(look, '/staff/batch', { step: 'send' });
	assert.deepEqual(results(done), { [a]: 'onnistui', [sv]: 'onnistui' });
	for (const n of [a, sv]) assert.equal(query(k, `SELECT COUNT(*) FROM mail WHERE matter_id = ${idOf(n)} AND purpose = 'answer'`), '1');
});

test('noted and closed together; a form that comes twice does nothing twice', async () => {
	const list = await some(3);
	const page = await choose(desk, 'note', list);
	assert.equal((await desk.submit(page, '/staff/batch', { text: '' })).status, 422);
	const once = await desk.submit(page, '/staff/batch', { text: 'Sama rikko.' });
	const twice = await desk.submit(page, '/staff/batch', { text: 'Sama rikko.' });
	assert.equal(twice.url, once.url);
	for (const n of list) assert.equal(query(k, `SELECT COUNT(*) FROM entry WHERE matter_id = ${idOf(n)} AND text = 'Sama rikko.'`), '1');
	const asks = (await given(k, { type: 'question', email: 'c@posti.example' })).number;
	const close = await choose(desk, 'close', [...list, asks]);
	assert.match(textOf(close.text), /Päätä 4 asiaa ilman vastausta/);
	const done = await desk.submit(close, '/staff/batch', { outcome: 'done' });
	assert.deepEqual(results(done), { ...Object.fromEntries(list.map((n) => [n, 'onnistui'])), [asks]: 'ei voi tehdä tälle asialle' }, 'who waits for an answer gets one');
	assert.equal(column(list[2], 'handling'), 'closed');
});

test('another unit\'s matters, forged ids and versions: nothing is done, nothing is shown', async () => {
	const hidden = (await given(k, { topic: 'parks', text: 'Salainen puiston asia on tässä.' })).number;
	const own = (await given(k, { topic: 'street_maintenance' })).number;
	const page = await choose(expert, 'note', [hidden, own], 'unit');
	assert.match(textOf(page.text), /Muistiinpano 1 asiaan/);
	assert.match(textOf(page.text), /1 valittu asia ei enää näy sinulle/);
	assert.ok(!page.text.includes(hidden) && !page.text.includes('Salainen'));
	const sent = await expert.submit(page, '/staff/batch', { m: [pick(hidden), pick(own), '1.1', 'x.y', `${idOf(own)}.1`, '99999999999999999999.1'], text: 'Ei minun asiani.' });
	assert.deepEqual(results(sent), { [own]: 'onnistui' });
	assert.ok(!sent.text.includes(hidden));
	assert.equal(query(k, `SELECT COUNT(*) FROM entry WHERE text = 'Ei minun asiani.'`), '1');
	const gone = await expert.get(`/staff/batch?act=note&m=${pick(hidden)}`);
	assert.match(textOf(gone.text), /Valitse ensin asiat/);
});

test('fifty at once, at most', async () => {
	const list = query(k, 'SELECT id, version FROM matter WHERE is_open = 1 ORDER BY id DESC LIMIT 60').split('\n').map((l) => l.split('|').join('.'));
	const page = await desk.get(`/staff/batch?${new URLSearchParams([['act', 'note'], ...list.map((m) => ['m', m])])}`);
	const done = await desk.submit(page, '/staff/batch', { text: 'Kaikille sama.' });
	assert.equal(done.status, 200);
	assert.equal(Object.keys(results(done)).length, Math.min(50, list.length));
	assert.equal(Number(query(k, `SELECT COUNT(*) FROM entry WHERE text = 'Kaikille sama.'`)), Math.min(50, list.length));
});

// ---- on to the next ----

test('after an answer, a reply or a closing comes the next matter of the queue, else the same', async () => {
	const list = await some(4, { topic: 'street_maintenance', type: 'question' });
	const queue = [];
	for (let page = await expert.get('/staff/queue/unit'); ;) {
		queue.push(...numbers(page));
		const next = page.text.match(/<a[^>]*href="([^"]*)" rel="next"/);
		if (!next) break;
		page = await expert.get(unescape(next[1]));
	}
	const i = queue.indexOf(list[0]);
	assert.deepEqual(queue.slice(i, i + 4), list);
	const write = await expert.get(at(list[0], '/answer?from=unit'));
	const preview = await expert.submit(write, '/answer', { text: 'Korjattu.', step: 'preview' });
	let page = await expert.submit(preview, '/answer', { step: 'send' });
	assert.equal(page.url.split('?')[0], at(list[1]));
	assert.ok(textOf(page.text).includes(`Vastaus asiaan ${list[0]} on lähetetty.`));
	const interim = await expert.submit(await expert.get(at(list[1], '/answer?kind=interim&from=unit')), '/answer', { text: 'Selvitämme.', step: 'preview' });
	page = await expert.submit(interim, '/answer', { step: 'send' });
	assert.equal(page.url.split('?')[0], at(list[2]));
	page = await expert.submit(page, '/close', { outcome: 'spam' });
	assert.equal(page.url.split('?')[0], at(list[3]));
	assert.ok(textOf(page.text).includes(`Asian ${list[2]} käsittely on päätetty.`));
	const alone = await answer(expert, list[3], { text: 'Korjattu.' });
	assert.equal(alone.url.split('?')[0], at(list[3]), 'from nowhere: it stays');
});

// ---- queues narrowed ----

test('a queue narrowed by topic, unit, type, language and lateness; the way keeps it', async () => {
	const a = (await given(k, { topic: 'parks', type: 'fault' })).number;
	const b = (await given(k, { topic: 'parks', type: 'fault' })).number;
	const sv = (await given(k, { topic: 'parks', type: 'question' }, { lang: 'sv' })).number;
	const plain = await desk.get('/staff/queue/all');
	assert.doesNotMatch(plain.text, /<select/, 'the form is there when it is asked for');
	const page = await desk.get(unescape(plain.text.match(/href="([^"]*narrow=1)"/)[1]));
	const topic = page.text.match(/<select id="topic"[\s\S]*?<\/select>/)[0].match(/value="(\d+)"[^>]*>Puistot/)[1];
	const unit = page.text.match(/<select id="unit"[\s\S]*?<\/select>/)[0].match(/value="(\d+)"[^>]*>Puistot/)[1];
	const list = async (q) => numbers(await desk.get(`/staff/queue/all?${q}`));
	const faults = await list(`topic=${topic}&type=fault`);
	assert.ok(faults.includes(a) && faults.includes(b) && !faults.includes(sv));
	assert.deepEqual(await list(`f=t${topic}-yfault`), faults, 'the short form says the same');
	const swedes = await list(`unit=${unit}&language=sv`);
	assert.ok(swedes.includes(sv) && !swedes.includes(a));
	for (const n of await list('late=1')) assert.ok((await list('f=o')).includes(n));
	assert.deepEqual(await list('late=1'), numbers(await desk.get('/staff/queue/late')));
	assert.deepEqual(await list('f=rubbish-t-1-y<b>'), numbers(plain), 'what is no filter narrows nothing');
	const matter = await desk.get(unescape((await desk.get(`/staff/queue/all?topic=${topic}&type=fault`)).text.match(new RegExp(`href="(${at(a)}[^"]*)"`))[1]));
	assert.ok(matter.text.includes(`href="/staff/queue/all?f=t${topic}-yfault"`), 'back to the narrowed queue');
	assert.ok(matter.text.includes(`href="${at(b)}?from=all.0.0.t${topic}-yfault" rel="next"`), 'and on in it');
	const empty = await desk.get(`/staff/queue/all?topic=999999999`);
	assert.match(textOf(empty.text), /Rajauksella ei löydy asioita/);
});

test('a filter is kept under a name, is one\'s own, and goes again', async () => {
	const page = await desk.get('/staff/queue/all?type=fault&language=fi');
	const kept = await desk.submit(page, '/staff/filters', { name: 'Viat <suomeksi>' });
	assert.match(textOf(kept.text), /Rajaus on tallennettu/);
	assert.match(kept.text, /<a class="kept" href="\/staff\/queue\/all\?f=yfault-lfi" aria-current="true">Viat &lt;suomeksi&gt;<\/a>/);
	assert.ok((await desk.get('/staff/queue/triage')).text.includes('Viat &lt;suomeksi&gt;'), 'in every queue');
	assert.ok(!(await parks.get('/staff/queue/unit')).text.includes('Viat'), 'nobody else\'s');
	for (const bad of [{ name: '' }, { name: 'x'.repeat(61) }, { f: '' }, { queue: 'none' }])
		assert.equal((await desk.submit(page, '/staff/filters', { name: 'Nimi', ...bad })).status, 422, JSON.stringify(bad));
	const remove = forms(kept.text).find((f) => /\/staff\/filters\/\d+\/remove/.test(f.action));
	const own = forms((await parks.get('/staff/queue/unit')).text).find((f) => f.action.endsWith('/logout')).fields;
	assert.equal((await parks.post(remove.action, own)).status, 404);
	assert.ok((await desk.get('/staff/queue/triage')).text.includes('Viat &lt;suomeksi&gt;'));
	await desk.submit(kept, remove.action);
	assert.ok(!(await desk.get('/staff/queue/triage')).text.includes('Viat'));
});

// ---- who has it open ----

test('who has a matter open is seen by others for a minute, within rights', async () => {
	const g = await given(k, { topic: 'street_maintenance' });
	const mine = await expert.get(at(g.number));
	assert.equal((await expert.submit(mine, '/here', {}, { follow: false })).text, '', 'alone');
	assert.match(textOf((await desk.get(at(g.number))).text), /Avoinna myös: \S+ \S+/);
	const line = (await desk.get('/staff/here')).text.split('\n').find((l) => l.startsWith(`${g.number}\t`));
	assert.ok(line);
	const name = line.split('\t')[1];
	const row = (page) => page.text.match(new RegExp(`data-here-of="${g.number}"([^>]*)>[^<]*<b[^>]*>([^<]*)</b>`));
	let page = await desk.get('/staff/queue/all?f=o');
	for (page = await desk.get('/staff/queue/all'); !row(page);) page = await desk.get(unescape(page.text.match(/<a[^>]*href="([^"]*)" rel="next"/)[1]));
	assert.deepEqual([row(page)[1], row(page)[2]], ['', name]);
	assert.equal((await desk.submit(await desk.get(at(g.number)), '/here', {}, { follow: false })).text, name);
	assert.ok(!(await parks.get('/staff/here')).text.includes(g.number), 'not in a unit that does not see it');
	assert.equal((await parks.post(`${at(g.number)}/here`, forms(mine.text).find((f) => f.action.endsWith('/here')).fields)).status, 403, 'another\'s token');
	query(k, 'UPDATE presence SET seen_at = seen_at - 61000000');
	assert.match((await desk.get(at(g.number))).text, /id="here" hidden>/);
	assert.ok(!(await desk.get('/staff/here')).text.includes(g.number));
});

// ---- single keys ----

test('single keys are switched off and on in the account', async () => {
	const c = parks;
	assert.match((await c.get('/staff/queue/unit')).text, /<dialog id="keys"/);
	await c.submit(await c.get('/staff/account'), '/staff/shortcuts', { shortcuts: null });
	assert.doesNotMatch((await c.get('/staff/queue/unit')).text, /<dialog/);
	assert.match((await desk.get('/staff/queue/unit')).text, /<dialog/, 'each for oneself');
	const page = await c.get('/staff/account');
	assert.doesNotMatch(page.text, /name="shortcuts"[^>]*checked/);
	await c.submit(page, '/staff/shortcuts', { shortcuts: '1' });
	assert.match((await c.get('/staff/queue/unit')).text, /<dialog id="keys"/);
});
