// Who is told of what, and when: at once, in the digest of a working morning,
// and not again. Days pass by starting the service anew with another clock.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { query, STAFF, start, until } from '../lib/kaiku.mjs';
import { act, at, given, numbers, route, staff, textOf } from '../lib/desk.mjs';

const DAY = 86400000;
const EXPERT = STAFF.expert;
const iso = (date) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Helsinki' }).format(date);
const finnish = (date) => new Intl.DateTimeFormat('fi-FI', { timeZone: 'Europe/Helsinki' }).format(date);
/** Noon, so that no change of the clocks moves the date. */
const noonIn = (days) => new Date(new Date().setUTCHours(10, 0, 0, 0) + days * DAY);

let k, desk, expert, admin;
before(async () => {
	k = await start({ matters: 0 });
	await signIn();
});
after(() => k?.stop());

async function signIn() {
	desk = await staff(k, STAFF.desk);
	expert = await staff(k, EXPERT);
	admin = await staff(k, STAFF.admin);
}
/** The outbox, newest first: [address, subject] of each mail. */
async function outbox() {
	const page = await admin.get('/staff/admin/outbox');
	assert.equal(page.status, 200);
	return [...page.text.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row]) => textOf(row)).filter((t) => t.includes('@'));
}
const told = async (address, subject) => (await outbox()).filter((t) => t.includes(address) && t.includes(subject));
/** The service again, at noon of the first working day at least so many days ahead. */
async function pass(days) {
	const calendar = await admin.get('/staff/admin/calendar');
	const holidays = new Set([...calendar.text.matchAll(/datetime="(\d{4}-\d\d-\d\d)"/g)].map(([, d]) => d));
	while ([0, 6].includes(noonIn(days).getUTCDay()) || holidays.has(iso(noonIn(days)))) days++;
	const seconds = Math.round((noonIn(days) - Date.now()) / 1000);
	await k.stop({ keep: true });
	k = await start({ dir: k.dir, db: k.db, demo: false, env: { KAIKU_CLOCK: `+${seconds}` } });
	await signIn();
	return days;
}

test('a unit\'s mailbox hears at once of what came to it, a person of what was given to them', async () => {
	const g = await given(k, { topic: 'street_maintenance', type: 'question' });
	await until(async () => (await told('kadut@esimerkkila.example', `Uusi asia yksikölle Kadut ja liikenne (${g.number})`)).length === 1, 'the mail to the unit');
	const routed = await route(desk, g.number, 'Eero Katunen');
	assert.match(textOf(routed.text), /ohjattu|ohjattiin/i);
	await until(async () => (await told(EXPERT, `(${g.number})`)).length === 1, 'the mail to the person');
	const own = await given(k, { topic: 'street_maintenance', type: 'question' });
	await act(expert, own.number, 'take');
	assert.equal((await told(EXPERT, `(${own.number})`)).length, 0, 'who takes it knows');
	const secret = await given(k, { topic: 'social_services' });
	// the outbox says nothing of it to who looks after the mail: asked of the rows
	await until(() => query(k, `SELECT to_address FROM mail WHERE subject = 'Uusi asia (${secret.number})'`).startsWith('hyvinvointi@'), 'of a confidential matter the number');
	assert.equal((await told('hyvinvointi@', `(${secret.number})`)).length, 0);
});

test('a date promised to the sender is on their page; another one needs a word why', async () => {
	const g = await given(k, { topic: 'street_maintenance', type: 'question' });
	let page = await expert.get(at(g.number, '/due'));
	const first = noonIn(20), second = noonIn(30);
	let r = await expert.submit(page, `${at(g.number)}/promise`, { date: finnish(noonIn(-2)) });
	assert.equal(r.status, 422, 'a day that has gone');
	assert.match(r.text, /href="#date"/);
	r = await expert.submit(page, `${at(g.number)}/promise`, { date: iso(first), note: 'Tilasimme asfaltin.' });
	assert.match(textOf(r.text), new RegExp(`Luvattu lähettäjälle viimeistään ${finnish(first)}`));
	let follow = textOf((await g.client.get(`/follow/${g.code}`)).text);
	assert.match(follow, /Tilasimme asfaltin\. Vastaamme sinulle viimeistään/);
	assert.ok(follow.includes(finnish(first)));

	page = await expert.get(at(g.number, '/due'));
	r = await expert.submit(page, `${at(g.number)}/promise`, { date: iso(second) });
	assert.equal(r.status, 422);
	assert.match(textOf(r.text), /Kerro lähettäjälle, miksi päivä muuttuu/);
	assert.ok(r.text.includes(`value="${iso(second)}"`), 'what was typed stays');
	r = await expert.submit(page, `${at(g.number)}/promise`, { date: iso(second), note: 'Pakkanen viivytti työtä.' });
	assert.match(textOf(r.text), new RegExp(`${finnish(second)}.*alun perin ${finnish(first)}`));
	follow = textOf((await g.client.get(`/follow/${g.code}`)).text);
	assert.match(follow, /Pakkanen viivytti työtä/);
	assert.ok(follow.includes(finnish(second)));
	r = await expert.submit(page, `${at(g.number)}/promise`, { date: iso(first), note: 'Vanha lomake.' });
	assert.equal(r.status, 409, 'a form of before changes nothing');
	assert.match(r.text, /Vanha lomake/);
	assert.equal((await desk.get(at('2026-999999', '/due'))).status, 404);
});

test('what nobody handles and what is late is in one digest a reader, once; the head hears of what is late', async () => {
	const units = await admin.get('/staff/admin/units');
	const id = units.text.match(/href="\/staff\/admin\/units\/(\d+)">Kadut ja liikenne</)[1];
	const form = await admin.get(`/staff/admin/units/${id}`);
	const boss = form.text.match(/<option value="(\d+)"[^>]*>Päivi Pääkäyttäjä</)[1];
	const saved = await admin.submit(form, `/staff/admin/units/${id}`, { head: boss });
	assert.equal(saved.status, 200);

	const g = await given(k, { topic: 'street_maintenance', type: 'question' });
	const mine = await given(k, { topic: 'street_maintenance', type: 'question' });
	await act(expert, mine.number, 'take');
	const page = await expert.get(at(mine.number, '/due'));
	let r = await expert.submit(page, `${at(mine.number)}/remind`, { day: iso(noonIn(0)) });
	assert.equal(r.status, 422, 'not today');
	r = await expert.submit(page, `${at(mine.number)}/remind`, { day: finnish(noonIn(2)) });
	assert.match(textOf(r.text), /Muistutamme sinua tästä asiasta/);
	await until(async () => (await told('kadut@', `(${g.number})`)).length === 1, 'the first mail');

	await pass(12);
	const digests = async (address) => told(address, 'odottaa');
	for (const who of ['kadut@esimerkkila.example', EXPERT, STAFF.admin])
		await until(async () => (await digests(who)).length > 0, `the digest of ${who}`);

	const late = await desk.get('/staff/queue/late');
	assert.ok(numbers(late).includes(g.number));
	assert.match(textOf(late.text), /myöhässä/);
	const row = late.text.match(new RegExp(`<tr class="is-late">(?:(?!</tr>)[\\s\\S])*${g.number}[\\s\\S]*?</tr>`))[0];
	assert.match(textOf(row), /Lähetä väliaikatieto/);
	assert.match(textOf((await desk.get(at(g.number))).text), /lähettäjä ole vielä kuullut mitään/);
	assert.match(textOf((await desk.get(at(g.number))).text), /esihenkilölle ilmoitettiin/);
	const all = await desk.get('/staff/queue/all');
	assert.equal(numbers(all)[0], numbers(late)[0], 'what is late comes first everywhere');
});

test('the digest of a day leaves once, however often the service starts', async () => {
	const digests = async () => (await outbox()).filter((t) => t.includes('odottaa')).length;
	const before_ = await digests();
	await pass(12);
	const g = await given(k, { topic: 'street_maintenance', type: 'question' });
	await until(async () => (await told('kadut@', `(${g.number})`)).length === 1, 'a mail at once: the jobs have run');
	assert.equal(await digests(), before_);
});
