// callback.test.mjs: a resident asks to be called: the number, the time, the
// queue of calls, what came of each, and the end when nobody is reached.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Client, STAFF, query, start, until } from '../lib/kaiku.mjs';
import { act, answer, at, inQueue, staff, textOf } from '../lib/desk.mjs';

const ASK = '/fi/callback';
let k, desk;
before(async () => { k = await start({ matters: 0 }); desk = await staff(k); });
after(() => k?.stop());

const ask = async (values, lang = 'fi', c = new Client(k.url)) => {
	const page = await c.submit(await c.get(`/${lang}/callback`), `/${lang}/callback`, { phone: '040 123 4567', text: 'Haluan kysyä päivähoidon paikasta.', ...values });
	return { page, c, number: page.text.match(/\b(20\d\d-\d+)\b/)?.[1], follow: page.url.split('?')[0] };
};
/** The next working day but so many, as a browser sends it. */
const workday = (skip = 1) => {
	const d = new Date(Date.now() + 86400000);
	for (;; d.setUTCDate(d.getUTCDate() + 1)) {
		const iso = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Helsinki' }).format(d);
		if ([0, 6].includes(new Date(`${iso}T12:00:00Z`).getUTCDay()) || holidays.has(iso)) continue;
		if (!skip--) return iso;
	}
};
const holidays = new Set(JSON.parse(readFileSync(new URL('../vectors/workdays.json', import.meta.url), 'utf8')).holidays?.flatMap((h) => h.date ?? h) ?? []);
const finnish = (iso) => `${+iso.slice(8)}.${+iso.slice(5, 7)}.${iso.slice(0, 4)}`;

test('asking without a day: stored, shown to the one who asked, in the queue of calls; the same form sent twice is one', async () => {
	const c = new Client(k.url);
	const form = await c.get(ASK);
	const values = { phone: '(040) 1234567', text: 'Haluan kysyä jätemaksuista.', name: 'Kaisa Kysyjä', part: 'morning' };
	const first = await c.submit(form, ASK, values), second = await c.submit(form, ASK, values);
	assert.equal(first.url, second.url);
	assert.match(textOf(first.text), /Soittopyyntösi on perillä.*Soitamme sinulle aamupäivällä klo 8–12\./);
	const number = first.text.match(/\b(20\d\d-\d+)\b/)[1];
	assert.ok(await inQueue(desk, 'calls', number));
	const page = await desk.get(at(number));
	assert.match(page.text, /href="tel:\+358401234567"/);
	assert.match(textOf(page.text), /Soita lähettäjälle \+358 40 123 4567 aamupäivällä klo 8–12/);
	assert.match(textOf(page.text), /Kaisa Kysyjä/);
	assert.match(textOf(page.text), /Odottaako vastausta\? Kyllä/);
});

test('a chosen day is a promise: shown to both, and a due', async () => {
	const day = workday();
	const a = await ask({ date: day, part: 'afternoon' });
	assert.match(textOf(a.page.text), new RegExp(`iltapäivällä klo 12–16\\. Päivä: ${finnish(day).replaceAll('.', '\\.')}`));
	const shown = textOf((await desk.get(at(a.number))).text);
	assert.match(shown, new RegExp(`Soita lähettäjälle \\+358 40 123 4567 ${finnish(day).replaceAll('.', '\\.')} , iltapäivällä`));
	assert.match(shown, new RegExp(`Luvattu [^.]*${finnish(day).replaceAll('.', '\\.')}`, 'i'));
});

test('numbers nobody calls, and days nobody works, are refused at their field; all that was typed stays', async () => {
	const vectors = JSON.parse(readFileSync(new URL('../vectors/phone.json', import.meta.url), 'utf8'));
	for (const { in: typed, callback_allowed, class: kind } of vectors.parse) {
		if (callback_allowed && kind !== 'foreign') continue;
		const { page } = await ask({ phone: typed });
		if (!callback_allowed) assert.equal(page.status, 422, typed);
	}
	const service = await ask({ phone: '0800 123 456', name: 'Nimi Säilyy' });
	assert.match(textOf(service.page.text), /Emme voi soittaa palvelunumeroihin/);
	assert.match(service.page.text, /value="Nimi Säilyy"/);
	const sunday = new Date(Date.now() + 86400000);
	while (sunday.getUTCDay() !== 0) sunday.setUTCDate(sunday.getUTCDate() + 1);
	for (const [values, id] of [[{ phone: '' }, 'phone'], [{ phone: '112' }, 'phone'], [{ phone: 'soita' }, 'phone'], [{ text: 'lyhyt' }, 'text'], [{ date: '2020-01-02' }, 'date'],
		[{ date: sunday.toISOString().slice(0, 10) }, 'date'], [{ date: '2099-01-02' }, 'date'], [{ date: 'huomenna' }, 'date'], [{ part: 'yöllä' }, 'part-0'], [{ email: 'ei' }, 'email']]) {
		const { page } = await ask(values);
		assert.equal(page.status, 422, JSON.stringify(values));
		assert.match(page.text, new RegExp(`href="#${id}"`), JSON.stringify(values));
	}
	// Carried to another language nothing is stored, and nothing is lost.
	const c = new Client(k.url);
	const bad = await c.submit(await c.get(ASK), ASK, { phone: '112', text: 'Kysyn kaavoituksesta.' });
	const swedish = await c.language(bad, 'sv');
	assert.match(textOf(swedish.text), /Kontrollera numret/);
	assert.match(swedish.text, /Kysyn kaavoituksesta/);
});

test('tries in vain are seen by the one who asked; notes are not; after three it can be ended with a mail', async () => {
	const a = await ask({ email: 'soita@example.org' });
	for (const [i, result] of ['call_no_answer', 'call_busy', 'call_no_answer'].entries()) {
		assert.doesNotMatch((await desk.get(at(a.number))).text, /\/call\/end"/, `not before the third try: ${i}`);
		const done = await act(desk, a.number, 'call', { result, call_note: `Vastaajaan ${i}, salainen huomio.` });
		assert.match(textOf(done.text), /Soitto on kirjattu/);
	}
	let own = await a.c.get(a.follow);
	assert.equal(own.text.match(/Soitimme, mutta emme tavoittaneet sinua/g).length, 3);
	assert.doesNotMatch(own.text, /salainen huomio/);
	const seen = textOf((await desk.get(at(a.number))).text);
	assert.match(seen, /Vastaajaan 2, salainen huomio.*3 yritystä ei onnistunut/);
	assert.doesNotMatch(seen, /Tulosta kirjeenä/);
	const ended = await act(desk, a.number, 'call/end');
	assert.equal(ended.status, 200, textOf(ended.text).slice(0, 400));
	assert.ok(!await inQueue(desk, 'calls', a.number));
	own = await a.c.get(a.follow);
	assert.match(textOf(own.text), /Soitimme sinulle, mutta emme tavoittaneet sinua\. Vastaa tähän/);
	assert.match(textOf((await desk.get(at(a.number))).text), /Lähetetyt sähköpostit/);
});

test('a wrong number can be ended at once; one who is reached cannot; nothing chosen is said', async () => {
	const wrong = await ask({});
	await act(desk, wrong.number, 'call', { result: 'call_wrong_number' });
	assert.match((await wrong.c.get(wrong.follow)).text, /numero oli väärä/);
	assert.equal((await act(desk, wrong.number, 'call/end')).status, 200);
	const a = await ask({});
	const none = await act(desk, a.number, 'call');
	assert.equal(none.status, 422);
	assert.match(textOf(none.text), /Valitse, miten soitto päättyi/);
	for (const r of ['call_no_answer', 'call_no_answer', 'call_no_answer', 'call_reached']) await act(desk, a.number, 'call', { result: r });
	const page = await desk.get(at(a.number));
	assert.doesNotMatch(page.text, /\/call\/end"/);
	assert.match((await a.c.get(a.follow)).text, /Soitimme ja puhuimme kanssasi/);
	// Somebody else has been faster.
	const stale = await desk.get(at(a.number));
	await act(desk, a.number, 'take');
	assert.equal((await desk.submit(stale, `${at(a.number)}/call`, { result: 'call_busy' })).status, 409);
	await answer(desk, a.number, { text: 'Kerroimme puhelimessa päivähoidon paikoista.' });
	assert.ok(!await inQueue(desk, 'calls', a.number));
});

test('an ordinary message is not called; others than its handlers do not see the call', async () => {
	const c = new Client(k.url);
	const form = await c.get('/fi/give');
	assert.match(form.text, /href="\/fi\/callback"/);
	const page = await c.submit(form, '/fi/give', { text: 'Lamppu on pimeänä kadulla.', first: 'on' });
	const number = page.text.match(/\b(20\d\d-\d+)\b/)[1];
	assert.doesNotMatch((await desk.get(at(number))).text, /\/call"/);
	const a = await ask({});
	const expert = await staff(k, STAFF.expert);
	assert.equal((await expert.get(at(a.number))).status, 404);
	assert.ok(!await inQueue(expert, 'calls', a.number));
});

test('the hours and the tries are settings; what was promised stays', async () => {
	const admin = await staff(k, STAFF.admin), SETTINGS = '/staff/admin/settings';
	const set = async (values) => admin.submit(await admin.get(SETTINGS), SETTINGS, values);
	const before_ = await ask({ date: workday(), part: 'afternoon' });
	const bad = await set({ call_from: '16', call_until: '9', call_tries: '0' });
	assert.equal(bad.status, 422);
	for (const id of ['call_until', 'call_tries']) assert.match(bad.text, new RegExp(`href="#${id}"`));
	assert.match(bad.text, /value="16"[^]*value="9"/, 'what was typed stays');
	assert.equal((await set({ call_from: '10', call_until: '15', call_tries: '1' })).status, 200);
	const c = new Client(k.url);
	const form = await until(async () => { const p = await c.get(ASK); return /klo 10–15/.test(p.text) && p; }, 'the new hours');
	assert.match(textOf(form.text), /Milloin vain klo 10–15 .*Aamupäivällä klo 10–12 .*Iltapäivällä klo 12–15/);
	const a = await ask({}), day = workday();
	assert.match(textOf(a.page.text), /Soitamme sinulle klo 10–15\./);
	assert.match(textOf((await desk.get(at(a.number))).text), /milloin vain klo 10–15/);
	const dated = await ask({ date: day });
	assert.match(textOf(dated.page.text), /klo 10–15\. Päivä/);
	const due = Number(query(k, `SELECT d.due_at FROM due d JOIN matter m ON m.id = d.matter_id WHERE m.number = ${dated.number.split('-')[1]} AND d.what = 'promise'`));
	const ends = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Helsinki', dateStyle: 'short', timeStyle: 'short' }).format(new Date((due + 1) / 1000));
	assert.equal(ends, `${day} 15:00`, 'the promise ends with the hours');
	assert.match(textOf((await before_.c.get(before_.follow)).text), /iltapäivällä klo 12–16\. Päivä/, 'promised with other hours');
	assert.doesNotMatch((await desk.get(at(a.number))).text, /\/call\/end"/);
	await act(desk, a.number, 'call', { result: 'call_busy' });
	assert.equal((await act(desk, a.number, 'call/end')).status, 200, 'one try is enough now');
	await set({ call_from: '13' });
	const late = await until(async () => { const p = await c.get(ASK); return /klo 13–15/.test(p.text) && p; }, 'afternoons only');
	assert.doesNotMatch(late.text, /value="morning"/);
	assert.equal((await ask({ part: 'morning' })).page.status, 422);
});
