// What the municipality promises and on which days it counts, as the
// administration sets it and as a resident and a handler see it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from '../lib/kaiku.mjs';
import { at, given, staff, textOf } from '../lib/desk.mjs';
import { STAFF } from '../lib/kaiku.mjs';

const BASE = '/staff/admin';
const DAY = 86400000;
/** "24.12.2026" in Helsinki. */
const finnish = (date) => new Intl.DateTimeFormat('fi-FI', { timeZone: 'Europe/Helsinki' }).format(date);
/** The date so many days from today, at noon, so that no clock change moves it. */
const inDays = (n) => new Date(Date.parse(`${isoOf(new Date())}T10:00Z`) + n * DAY);
const isoOf = (date) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Helsinki' }).format(date);

let k, admin;
before(async () => {
	k = await start();
	admin = await staff(k, STAFF.admin);
});
after(() => k.stop());

const topicId = async (name) => {
	const page = await admin.get(`${BASE}/topics`);
	const m = page.text.match(new RegExp(`href="${BASE}/topics/(\\d+)">${name}<`));
	assert.ok(m, `${name}: ${textOf(page.text).slice(0, 400)}`);
	return m[1];
};
const dueOf = async (c, number, word) => textOf((await c.get(at(number))).text).match(new RegExp(`${word}\\s+(\\d{1,2}\\.\\d{1,2}\\.\\d{4})`))?.[1];

/** Working days by the plain rule, for days near today; the holidays of the page are asked. */
async function workdaysFrom(date, n) {
	const page = await admin.get(`${BASE}/calendar`);
	const closed = new Set([...page.text.matchAll(/datetime="(\d{4}-\d\d-\d\d)"/g)].map(([, d]) => d));
	let d = date;
	while (n > 0) {
		d = new Date(d.getTime() + DAY);
		if (![0, 6].includes(d.getUTCDay()) && !closed.has(isoOf(d))) n--;
	}
	return finnish(d);
}

test('a topic promises by type; what is empty is inherited; running matters keep theirs', async () => {
	const desk = await staff(k, STAFF.desk);
	const id = await topicId('Katujen kunto');
	const before = await given(k, { type: 'question', topic: 'street_maintenance' });
	const was = await dueOf(desk, before.number, 'Vastaus viimeistään');
	assert.equal(was, await workdaysFrom(inDays(0), 5), 'the municipality promises five working days');

	let page = await admin.get(`${BASE}/topics/${id}`);
	assert.ok(page.text.includes(`${BASE}/topics/${id}/promise`), 'the form of a topic leads to its promise');
	page = await admin.get(`${BASE}/topics/${id}/promise`);
	assert.match(textOf(page.text), /Muuten: 5 työpäivää/);
	let r = await admin.submit(page, `${BASE}/topics/${id}/promise`, { 'answer-question': '61' });
	assert.equal(r.status, 422);
	assert.match(r.text, /href="#answer-question"/);
	assert.match(r.text, /value="61"/, 'what was typed stays');
	r = await admin.submit(page, `${BASE}/topics/${id}/promise`, { 'answer-question': '3', 'answer-all': '9', 'reaction-all': '1' });
	assert.equal(r.status, 200);
	assert.match(textOf(r.text), /tallennettu/);

	const question = await given(k, { type: 'question', topic: 'street_maintenance' });
	assert.equal(await dueOf(desk, question.number, 'Vastaus viimeistään'), await workdaysFrom(inDays(0), 3));
	const proposal = await given(k, { type: 'proposal', topic: 'street_maintenance', wants_reply: '1' });
	assert.equal(await dueOf(desk, proposal.number, 'Vastaus viimeistään'), await workdaysFrom(inDays(0), 9));
	assert.equal(await dueOf(desk, before.number, 'Vastaus viimeistään'), was, 'a running matter keeps its due');

	r = await admin.submit(page, `${BASE}/topics/${id}/promise`, { 'answer-question': '2' });
	assert.equal(r.status, 409, 'an old form does not undo what somebody saved meanwhile');
	assert.match(r.text, /value="2"/);
});

test('a day the municipality keeps closed does not count; a wrong date is said, and nothing lost', async () => {
	const desk = await staff(k, STAFF.desk);
	const page = await admin.get(`${BASE}/calendar`);
	let r = await admin.submit(page, `${BASE}/calendar/closed`, { date: '31.2.2027', name: 'Turha päivä' });
	assert.equal(r.status, 422);
	assert.match(r.text, /value="Turha päivä"/);
	let first = inDays(1);
	const holidays = new Set([...page.text.matchAll(/datetime="(\d{4}-\d\d-\d\d)"/g)].map(([, d]) => d));
	while ([0, 6].includes(first.getUTCDay()) || holidays.has(isoOf(first))) first = new Date(first.getTime() + DAY);
	const without = await given(k, { type: 'question', topic: 'parks' });
	r = await admin.submit(page, `${BASE}/calendar/closed`, { date: finnish(first), name: 'Siirretty vapaa' });
	assert.match(textOf(r.text), /Siirretty vapaa/);
	const with_ = await given(k, { type: 'question', topic: 'parks' });
	const dates = [await dueOf(desk, without.number, 'Vastaus viimeistään'), await dueOf(desk, with_.number, 'Vastaus viimeistään')];
	assert.equal(dates[1], await workdaysFrom(inDays(0), 5));
	assert.notEqual(dates[0], dates[1]);
	const list = await admin.get(`${BASE}/calendar`);
	r = await admin.submit(list, `${BASE}/calendar/remove`, {});
	assert.doesNotMatch(textOf(r.text), /Siirretty vapaa/);
	for (const [length, status] of [[100, 200], [101, 422]]) { // letters, not bytes
		r = await admin.submit(page, `${BASE}/calendar/closed`, { date: finnish(first), name: 'ä'.repeat(length) });
		assert.equal(r.status, status, `${length} letters`);
	}
	await admin.submit(await admin.get(`${BASE}/calendar`), `${BASE}/calendar/remove`, {});
});

test('opening hours are set by weekday, and a promise in hours follows them', async () => {
	const page = await admin.get(`${BASE}/calendar`);
	let r = await admin.submit(page, `${BASE}/calendar/hours`, { 'opens-1': '16', 'closes-1': '8' });
	assert.equal(r.status, 422);
	assert.match(r.text, /id="opens-1"[^>]*value="16"[^>]*aria-invalid="true"/);
	const all = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].flatMap((d) => [[`opens-${d}`, '0'], [`closes-${d}`, '24']]));
	r = await admin.submit(page, `${BASE}/calendar/hours`, all);
	assert.equal(r.status, 200);
	assert.match(r.text, /name="closes-7"[^>]*value="24.00"/);
	const id = await topicId('Katujen kunto');
	const form = await admin.get(`${BASE}/topics/${id}/promise`);
	r = await admin.submit(form, `${BASE}/topics/${id}/promise`, { 'reaction-fault': '150', 'reaction-fault-in': 'hours' });
	assert.match(r.text, /name="reaction-fault"[^>]*value="150"/);
	assert.match(r.text, /name="reaction-fault-in"[\s\S]{0,200}value="hours" selected/);
	r = await admin.submit(page, `${BASE}/calendar/hours`, Object.fromEntries(Object.keys(all).map((n) => [n, ''])));
	assert.equal(r.status, 422, 'never open is refused');
});

test('the promise of accessibility feedback says what the law says', async () => {
	const id = await topicId('Saavutettavuus');
	const page = await admin.get(`${BASE}/topics/${id}/promise`);
	assert.match(textOf(page.text), /14 päivässä/);
	const all = await admin.get(`${BASE}/promise`);
	const r = await admin.submit(all, `${BASE}/promise`, { 'answer-thanks': '20' });
	assert.match(r.text, /name="answer-thanks"[^>]*value="20"/);
	assert.match(textOf((await admin.get(`${BASE}/topics/${id}/promise`)).text), /Muuten: 20 työpäivää/, 'a topic inherits by type');
	assert.equal((await admin.get(`${BASE}/topics/1/promise`)).status, 404);
});
