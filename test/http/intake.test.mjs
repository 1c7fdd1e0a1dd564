// Messages by phone, by letter, at the desk: written down by staff, with a
// receipt for the sender; and what was answered at once, counted by topic.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, STAFF, start, unescape } from '../lib/kaiku.mjs';
import { at, inQueue, staff, textOf } from '../lib/desk.mjs';

const DAY = 86400000;
const ENTER = '/staff/enter', SPOT = '/staff/spot';
const TEXT = 'Soittaja kertoo, että Koulukadun valo on pimeänä.';
const isoOf = (date) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Helsinki' }).format(date);
const finnish = (date) => new Intl.DateTimeFormat('fi-FI', { timeZone: 'Europe/Helsinki' }).format(date);

let k, desk, expert;
before(async () => {
	k = await start();
	desk = await staff(k);
	expert = await staff(k, STAFF.expert);
});
after(() => k?.stop());

async function enter(c, values, options) {
	return c.submit(await c.get(ENTER), ENTER, { text: TEXT, ...values }, options);
}
const numberOf = (page) => page.text.match(/class="number">(20\d\d-\d+)</)?.[1];
const linkOf = (page) => unescape(page.text.match(/href="https?:\/\/[^/"]+(\/follow\/[^"]+)"/)?.[1] ?? '');

test('a phone call: who said and who entered are both kept, the receipt can be printed', async () => {
	const page = await enter(desk, { channel: 'phone', name: 'Maija Soittaja', phone: '040 123 4567', topic: 'street_lighting', place: 'Koulukatu 3' });
	assert.equal(page.status, 200, textOf(page.text));
	const number = numberOf(page), follow = linkOf(page);
	assert.ok(number && follow, textOf(page.text));
	assert.match(page.text, /Kirjasimme viestisi näin/);
	assert.match(page.text, new RegExp(`href="/staff/matters/${number}"`));
	assert.ok(page.text.includes('/staff/enter?channel=phone'), 'and on to the next call');

	const shown = textOf((await desk.get(at(number))).text);
	assert.match(shown, /Kanava puhelin Kirjasi: Aino Neuvonen/);
	assert.match(shown, /Maija Soittaja/);
	assert.match(shown, /040 123 4567/);
	assert.match(shown, /Vastaus viimeistään \d/, 'contact asks for an answer');
	const own = await new Client(k.url).get(follow);
	assert.equal(own.status, 200);
	assert.match(own.text, /Koulukadun valo on pimeänä/);
	assert.doesNotMatch(own.text, /Aino Neuvonen/, 'who wrote it down is the house\'s own business');
});

test('a letter of four weeks ago: arrival is given back in time, dues count from it, the hand-over does not', async () => {
	const day = new Date(new Date().setUTCHours(9, 0, 0, 0) - 28 * DAY);
	const page = await enter(desk, { channel: 'letter', date: isoOf(day), topic: 'street_maintenance', name: 'Kirjeen Kirjoittaja', wants_reply: 'yes' });
	const number = numberOf(page);
	const shown = textOf((await desk.get(at(number))).text);
	assert.match(shown, new RegExp(`Saapui ${finnish(day).replaceAll('.', '\\.')} klo 12\\.00`));
	const due = shown.match(/Vastaus viimeistään (\d+)\.(\d+)\.(\d{4})/);
	assert.ok(new Date(`${due[3]}-${due[2].padStart(2, '0')}-${due[1].padStart(2, '0')}T12:00:00Z`) < Date.now(), due[0]);
	assert.match(shown, /myöhässä/);
	const until = textOf((await expert.get(at(number))).text).match(/hyväksyttävä asia viimeistään (\d+)\.(\d+)\.(\d{4})/);
	assert.ok(new Date(`${until[3]}-${until[2].padStart(2, '0')}-${until[1].padStart(2, '0')}T23:59:59Z`) > Date.now(), until[0]);
});

test('the receipt goes by mail, and everything for the sender is in their language', async () => {
	const page = await enter(desk, { channel: 'desk', language: 'sv', email: 'svea@example.org', text: 'Gatlyktan på Skolgatan är släckt.', topic: 'street_lighting' });
	assert.match(page.text, /<div lang="sv">/);
	assert.match(page.text, /Så här registrerade vi ditt meddelande/);
	assert.match(page.text, /svea@example\.org/);
	const number = numberOf(page);
	const shown = textOf((await desk.get(at(number))).text);
	assert.match(shown, /Kieli ruotsi/);
	assert.match(shown, /Kanava palvelupiste/);
	assert.match(shown, /Lähetetyt sähköpostit/, 'the mail is on its way');
	assert.match((await new Client(k.url).get(linkOf(page))).text, /Gatlyktan/);
});

test('what is wrong is said at its field; all that was typed stays', async () => {
	const tomorrow = isoOf(new Date(Date.now() + 2 * DAY));
	for (const [values, said, id] of [
		[{ date: tomorrow }, /Saapumisaika on tulevaisuudessa/, 'date'],
		[{ date: '2001-01-01' }, /yli vuosi/, 'date'],
		[{ date: 'eilen' }, /Tarkista päivä ja kellonaika/, 'date'],
		[{ time: '25.99' }, /Tarkista päivä ja kellonaika/, 'date'],
		[{ channel: 'web' }, /Valitse, mistä viesti tuli/, 'channel'],
		[{ language: 'xx' }, /Valitse lähettäjän kieli/, 'language'],
		[{ email: 'ei osoite' }, /Tarkista sähköpostiosoite/, 'email'],
	]) {
		const page = await enter(desk, { name: 'Säilyvä Nimi', place: 'Rantatie 4', ...values });
		assert.equal(page.status, 422, JSON.stringify(values));
		assert.match(page.text, said);
		assert.ok(page.text.includes(`href="#${id}"`), `a way to ${id}`);
		assert.match(page.text, /Säilyvä Nimi/);
		assert.match(page.text, /Rantatie 4/);
		assert.ok(page.text.includes(TEXT));
	}
});

test('sent twice it is stored once; another text typed into the same page is not lost', async () => {
	const page = await desk.get(ENTER);
	const first = await desk.submit(page, ENTER, { text: TEXT, channel: 'phone' });
	const again = await desk.submit(page, ENTER, { text: TEXT, channel: 'phone' });
	assert.equal(numberOf(again), numberOf(first));
	const other = await desk.submit(page, ENTER, { text: 'Aivan toisen soittajan viesti.', channel: 'phone' });
	assert.equal(other.status, 422);
	assert.match(other.text, new RegExp(`jo kirjattu asiaksi ${numberOf(first)}`));
	assert.match(other.text, /Aivan toisen soittajan viesti/);
	const stored = await desk.submit(other, ENTER);
	assert.notEqual(numberOf(stored), numberOf(first));
	assert.doesNotMatch((await desk.get(at(numberOf(first)))).text, /Aivan toisen soittajan/);
});

test('files come with it, also over a mistake', async () => {
	const pdf = ['photo', 'kirje.pdf', '%PDF-1.4\n%%EOF\n', 'application/pdf'];
	const wrong = await enter(desk, { channel: 'letter', date: 'eilen' }, { files: [pdf] });
	assert.equal(wrong.status, 422);
	assert.match(wrong.text, /kirje\.pdf/);
	const page = await desk.submit(wrong, ENTER, { date: '' });
	assert.match((await desk.get(at(numberOf(page)))).text, /kirje\.pdf/);
});

test('who may not see triage still gets the receipt, without a link that leads nowhere', async () => {
	const page = await enter(expert, { channel: 'field', text: 'Torilla kysyttiin, milloin kirjasto aukeaa.' });
	const number = numberOf(page);
	assert.ok(number);
	assert.ok(!page.text.includes(at(number)));
	assert.equal((await expert.get(at(number))).status, 404);
	assert.ok(await inQueue(desk, 'triage', number));
});

test('answered on the spot: a topic and two clicks, no personal data, counted as answered', async () => {
	let page = await desk.get('/staff/queue/triage');
	assert.ok(page.text.includes(`href="${SPOT}"`), 'the first click');
	page = await desk.get(SPOT);
	assert.match(page.text, /<button[^>]*name="topic" value="street_lighting"/, 'the second');
	const done = await desk.submit(page, SPOT, { topic: 'street_lighting', channel: 'desk' });
	assert.match(textOf(done.text), /Kirjattu: /);
	assert.match(done.text, /<option value="desk" selected>/, 'the channel stays for the next one');
	const number = done.text.match(/\/staff\/matters\/(20\d\d-\d+)"/)[1];
	const shown = textOf((await desk.get(at(number))).text);
	assert.match(shown, /Kanava palvelupiste Kirjasi: Aino Neuvonen/);
	assert.match(shown, /käsittely päättynyt/);
	assert.match(shown, /Kysymys, johon vastattiin heti/);
	assert.match(shown, /Lähettäjä ei antanut yhteystietoja/);
	for (const queue of ['triage', 'unit', 'mine', 'all']) assert.ok(!await inQueue(desk, queue, number), `not in ${queue}`);
	// the same click twice is one
	const twice = await desk.submit(page, SPOT, { topic: 'street_lighting', channel: 'desk' });
	assert.match(twice.text, new RegExp(number));

	for (const [values, said] of [[{ topic: 'eiole', channel: 'desk' }, /Valitse aihe luettelosta/], [{ topic: 'street_lighting', channel: 'web' }, /Valitse, mistä viesti tuli/]]) {
		const r = await desk.submit(await desk.get(SPOT), SPOT, values);
		assert.equal(r.status, 422);
		assert.match(r.text, said);
	}
});
