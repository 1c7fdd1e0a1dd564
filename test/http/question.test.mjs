// What is asked about a topic: written in the administration in versions that
// freeze, asked in the form without scripts, answered by advice where a message
// would not help, kept with the words it was asked by, read by nobody else.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, STAFF, forms, query, start } from '../lib/kaiku.mjs';
import { at, staff, textOf } from '../lib/desk.mjs';

const TEXT = 'Puiston reunalla on jotain, mistä haluan kertoa.';
let k, admin, desk, base;

before(async () => {
	k = await start();
	admin = await staff(k, STAFF.admin);
	desk = await staff(k);
	base = `/staff/admin/topics/${query(k, "SELECT id FROM topic WHERE code = 'litter'")}/questions`;
});
after(() => k?.stop());

const ask = (topic, lang = 'fi') => new Client(k.url).get(`/${lang}/give?topic=${topic}`);
const send = (page, values, lang = 'fi') => new Client(k.url).submit(page, `/${lang}/give`, { text: TEXT, first: 'on', ...values });
const field = (page, name) => forms(page.text).find((f) => f.action.endsWith('/give')).fields.find(([n]) => n === name)?.[1];
const numberOf = (page) => page.text.match(/\b(20\d\d-\d+)\b/)?.[1];
const errors = (page) => textOf(page.text.split('id="errors"')[1]?.split('</ul>')[0] ?? '');
const answers = (page) => [...page.text.matchAll(/<dt dir="auto">([^<]*)<\/dt><dd(?: lang="..")? dir="auto">([\s\S]*?)<\/dd>/g)].map(([, q, a]) => [q, textOf(a).trim()]);
const count = () => Number(query(k, 'SELECT count(*) FROM matter'));
async function save(to, values, from = to) { return admin.submit(await admin.get(from), to, { do: 'save', ...values }); }
const add = (kind, values) => save(`${base}/new`, values, `${base}/new?kind=${kind}`);
const move = async (code, way) => {
	const page = await admin.get(base);
	const form = forms(page.text).find((f) => f.fields.some(([n, v]) => n === 'code' && v === code));
	return admin.post(base, [...form.fields, ['do', way]]);
};
const order = (page) => [...page.text.matchAll(/questions\/([a-z0-9_]+)">/g)].map(([, code]) => code).filter((code) => code !== 'new');

test('a form that does not know yet what is asked gets it, with all that was typed', async () => {
	const page = await new Client(k.url).get('/fi/give');
	const shown = await send(page, { topic: 'street_lighting', place: 'Koulukatu 3' });
	assert.equal(shown.status, 422);
	assert.match(errors(shown), /kysytään vielä muutama asia/);
	assert.match(shown.text, /name="q_laajuus" type="radio" value="katu"/);
	assert.match(textOf(shown.text), /Vastaa, jos vastasit kysymykseen ”Mikä on pimeänä\?”: Yksi lamppu/);
	assert.deepEqual([field(shown, 'text'), field(shown, 'place')], [TEXT, 'Koulukatu 3']);
	const done = await new Client(k.url).submit(shown, '/fi/give', { first: 'on', q_laajuus: 'lamppu', q_pylvas: '1042-17', q_alkaen: '2026-11-20' });
	assert.equal(done.status, 200);
	const want = [['Mikä on pimeänä?', 'Yksi lamppu'], ['Valopylvään numero', '1042-17'], ['Mistä päivästä lähtien?', '20.11.2026']];
	assert.deepEqual(answers(done), want);
	assert.deepEqual(answers(await desk.get(at(numberOf(done)))), want);
	assert.deepEqual(answers(await desk.get(at(numberOf(done), '/answer'))), want);
	const code = done.text.match(/\/follow\/([A-Za-z0-9_-]{37})/)[1];
	assert.equal(answers(await new Client(k.url).get(`/follow/${code}?lang=sv`))[0][1], 'En lampa');
});

test('a button beside the topic shows them without sending; programs send the fields alone', async () => {
	const page = await send(await new Client(k.url).get('/sv/give'), { topic: 'forests_nature', look: 'topic' }, 'sv');
	assert.equal(page.status, 200);
	assert.match(page.text, /name="q_kaatuu"/);
	assert.doesNotMatch(page.text, /id="errors"/);
	const key = field(page, 'key');
	const done = await new Client(k.url).post('/sv/give', { text: TEXT, topic: 'forests_nature', q_kaatuu: 'no', q_mita: 'puu', q_puita: '1 200,5', key });
	assert.equal(done.status, 200, errors(done));
	assert.deepEqual(answers(done).map(([, a]) => a), ['Nej', 'Ett enskilt träd', '1200,5']);
});

test('what must be answered is, what was not asked is not kept, and what is wrong says why', async () => {
	const none = await send(await ask('forests_nature'), {});
	assert.equal(none.status, 422);
	assert.match(none.text, /href="#q_kaatuu-0">Vastaa kysymykseen: Onko puu kaatumassa/);
	const wrong = await send(await ask('forests_nature', 'en'), { q_kaatuu: 'no', q_mita: ['puu', 'meteor'], q_puita: 'many' }, 'en');
	assert.match(errors(wrong), /Choose one of the options/);
	const odd = await send(wrong, { q_kaatuu: 'no', q_mita: 'puu', q_puita: 'many' }, 'en');
	assert.match(odd.text, /href="#q_puita">Write the answer as a number/);
	assert.equal(field(odd, 'q_puita'), 'many');
	const done = await send(odd, { q_kaatuu: 'no', q_mita: ['roskat', 'oksat'], q_puita: '4' }, 'en');
	assert.deepEqual(answers(done), [['Is a tree about to fall, or on the road already?', 'No'], ['What is it about?', 'Branches or brushwood, Litter or garden waste']]);
	assert.equal(query(k, 'SELECT count(*) FROM question_answer WHERE matter_id = (SELECT max(id) FROM matter)'), '2');
});

test('advice instead of a message: nothing is sent, nothing is lost, another answer goes on', async () => {
	const before = count();
	const page = await send(await ask('forests_nature'), { q_kaatuu: 'yes', q_mita: 'puu' });
	assert.equal(page.status, 422);
	assert.match(page.text, /data-stop="yes">\s*<div><h2>Soita heti<\/h2>[^]*<a href="tel:090000112">09 000 0112<\/a>/);
	assert.match(errors(page), /ei hoideta tällä lomakkeella/);
	assert.equal(count(), before);
	assert.equal(field(page, 'text'), TEXT);
	assert.match(page.text, /id="q_mita-0"[^>]* checked/);
	assert.equal((await send(page, { q_kaatuu: 'no' })).status, 200);
	assert.equal(count(), before + 1);
});

test('questions are written, ordered, looked at and asked at once', async () => {
	for (const kind of ['text', 'long', 'number', 'date', 'yes_no', 'one', 'many', 'info'])
		assert.equal((await admin.get(`${base}/new?kind=${kind}`)).status, 200, kind);
	assert.equal((await admin.get(`${base}/new?kind=robot`)).status, 404);
	assert.match((await admin.get(base.replace('/questions', ''))).text, /\/questions">Lomakkeen lisäkysymykset/);
	const bad = await add('one', { label_fi: '', label_sv: 'Vad?', c0_name_fi: 'Pullo', c0_stop: '1' });
	assert.equal(bad.status, 422);
	assert.match(errors(bad), /kunnan omalla kielellä.*vähintään kaksi.*Kirjoita ohje/);
	assert.match(bad.text, /id="label_sv"[^>]*value="Vad\?"[^]*id="c0_name_fi"[^>]*value="Pullo"[^]*id="c0_stop"[^>]*checked/);
	const more = await admin.submit(bad, `${base}/new`, { do: 'more' });
	assert.match(more.text, /id="c5_name_fi"/);
	const one = await admin.submit(more, `${base}/new`, { do: 'save', label_fi: 'Mitä <i>roskaa</i>?', c0_stop: null, c1_name_fi: 'Lasi', c1_name_sv: 'Glas', c4_name_fi: 'Auto', c4_stop: '1', c4_advice_fi: '[Poliisi](tel:0295419800) <script>x</script> [a](javascript:x)' });
	assert.match(one.url, /done=saved/);
	await add('text', { label_fi: 'Rekisterinumero', code: 'plate', shown: 'q1=c2', required: '1' });
	await add('date', { label_fi: 'Milloin?', code: 'day' });
	assert.equal((await add('text', { label_fi: 'Sama', code: 'day' })).status, 422);
	assert.deepEqual(order(await move('day', 'up')), ['q1', 'day', 'plate']);
	const refused = await move('day', 'up').then(() => move('plate', 'up')).then(() => move('plate', 'up'));
	assert.equal(refused.status, 409);
	assert.match(textOf(refused.text), /Rekisterinumero” näytetään tämän vastauksen mukaan/);
	const gone = await save(`${base}/q1`, { do: 'remove' });
	assert.equal(gone.status, 409, 'another stands on it');
	const shown = await ask('litter', 'sv');
	assert.match(shown.text, /Vad\?[^]*Glas[^]*<a href="tel:0295419800">Poliisi<\/a> &lt;script&gt;x&lt;\/script&gt; a</);
	assert.doesNotMatch(shown.text, /javascript:/);
	assert.match((await ask('litter')).text, /Mitä &lt;i&gt;roskaa&lt;\/i&gt;\?/);
	assert.match((await admin.get(base)).text, /id="preview"[^]*name="q_plate"/);
	assert.match(query(k, "SELECT payload FROM event WHERE kind = 'questions_saved' ORDER BY id DESC LIMIT 1"), /"version":1,"questions":3/);
});

test('what was answered is frozen; the next change is a new version, and a form of before is told', async () => {
	const old = await ask('litter');
	const first = await send(old, { q_q1: 'c2', q_plate: 'ABC-123' });
	assert.equal(first.status, 200, errors(first));
	assert.match((await admin.get(base)).text, /Tähän versioon on jo vastattu/);
	const stale = await admin.get(`${base}/plate`);
	assert.match((await save(`${base}/plate`, { label_fi: 'Auton rekisterinumero', required: null })).url, /done=saved/);
	const conflict = await admin.submit(stale, `${base}/plate`, { do: 'save', label_fi: 'Myöhässä' });
	assert.equal(conflict.status, 409);
	assert.match(conflict.text, /value="Myöhässä"/);
	const told = await send(old, { q_q1: 'c2', q_plate: 'XYZ-987' });
	assert.equal(told.status, 422);
	assert.match(errors(told), /muuttuivat, kun kirjoitit/);
	assert.equal(field(told, 'q_plate'), 'XYZ-987');
	const second = await send(told, {});
	assert.deepEqual(answers(await desk.get(at(numberOf(first))))[1], ['Rekisterinumero', 'ABC-123']);
	assert.deepEqual(answers(await desk.get(at(numberOf(second))))[1], ['Auton rekisterinumero', 'XYZ-987']);
	const history = await admin.get(`${base}?version=1`);
	assert.match(textOf(history.text), /aiempaa versiota.*Rekisterinumero/);
	assert.doesNotMatch(history.text, /questions\/plate">/);
	assert.equal((await admin.get(`${base}?version=9`)).status, 404);
	assert.equal((await (await staff(k, STAFF.expert)).get(base)).status, 403);
});

test('who writes down what another says is asked the same, and stopped by nothing', async () => {
	const form = await desk.get('/staff/enter?channel=phone&topic=forests_nature');
	assert.match(form.text, /name="q_kaatuu"/);
	const done = await desk.submit(form, '/staff/enter', { text: TEXT, q_kaatuu: 'yes', q_puita: '' });
	assert.equal(done.status, 200, errors(done));
	assert.deepEqual(answers(await desk.get(at(numberOf(done)))), [['Onko puu kaatumassa tai jo tiellä?', 'Kyllä']]);
});
