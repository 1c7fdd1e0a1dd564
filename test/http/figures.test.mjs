// The figures of the promise: what everybody sees, what staff see, the table.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, STAFF, start, until } from '../lib/kaiku.mjs';
import { answer, given, route, staff, textOf } from '../lib/desk.mjs';

let k, desk, expert, anyone;

before(async () => {
	k = await start();
	desk = await staff(k);
	expert = await staff(k, STAFF.expert);
	anyone = new Client(k.url);
});
after(() => k?.stop());

/** Rows of the table as objects. */
function rows(csv) {
	const [head, ...lines] = csv.replace(/^\uFEFF/, '').trim().split('\r\n')
		.map((l) => l.split(';').map((c) => c.replace(/^"(.*)"$/, '$1')));
	return lines.map((l) => Object.fromEntries(head.map((name, i) => [name, l[i]])));
}

async function cells(query = '') {
	const r = await anyone.get(`/fi/figures.csv${query}`);
	assert.equal(r.status, 200);
	return rows(r.text);
}

const whole = (list) => list.filter((r) => r.unit_code === '' && r.topic_code === '');
const sum = (list, name) => list.reduce((n, r) => n + Number(r[name]), 0);
const thisMonth = () => new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Helsinki', year: 'numeric', month: '2-digit' }).format();

test('the demo year is counted, and every row adds up', async () => {
	const list = await until(async () => {
		const l = await cells();
		return l.length > 100 && l;
	}, 'the figures to be counted');
	for (const r of list)
		assert.equal(Number(r.arrived), Number(r.answered) + Number(r.no_answer) + Number(r.waiting), JSON.stringify(r));
	assert.ok(sum(whole(list), 'arrived') > 300);
	for (const r of list) {
		assert.equal(r.answer_mean_h !== '', Number(r.answer_n) >= 10, JSON.stringify(r));
		assert.equal(r.oldest_waiting_since !== '', Number(r.waiting) > 0, JSON.stringify(r));
	}
});

test('no confidential topic is a row of its own, here or for staff', async () => {
	const names = /Terveys|Lastensuojelu|Sosiaali/;
	for (const [who, path] of [[anyone, '/fi/figures'], [desk, '/staff/figures'], [anyone, '/fi/figures.csv'], [desk, '/staff/figures.csv']])
		assert.doesNotMatch((await who.get(path)).text, names, path);
	assert.equal((await anyone.get('/fi/figures?topic=health_services')).status, 404);
	for (const r of await cells())
		if (r.topic_code === 'confidential') assert.ok(Number(r.arrived) >= 5 && r.unit_code === '', JSON.stringify(r));
});

test('a message is counted soon after it came, and when it is answered', async () => {
	const month = (l) => whole(l).find((r) => r.month === thisMonth()) ?? { arrived: 0, answered: 0 };
	const was = month(await cells());
	const g = await given(k, { topic: 'street_maintenance', text: 'Kuinka usein tämä katu harjataan?', type: 'question' });
	await until(async () => Number(month(await cells()).arrived) === Number(was.arrived) + 1, 'it to arrive in the figures', 40000);
	await answer(expert, g.number, { text: 'Katu harjataan joka kevät.' });
	await until(async () => Number(month(await cells()).answered) === Number(was.answered) + 1, 'its answer in the figures', 40000);
});

test('why people were not content is counted; in public only of ten or more', async () => {
	const reasons = ['not_fixed', 'not_answered', 'unclear', 'disagree', 'too_slow', 'other'];
	const told = (r) => reasons.reduce((n, name) => n + Number(r[`reason_${name}`]), 0);
	const inside = async () => rows((await desk.get('/staff/figures.csv')).text);
	const month = (l) => whole(l).find((r) => r.month === thisMonth());
	const was = month(await inside());
	const g = await given(k, { topic: 'parks', text: 'Milloin puiston penkit korjataan?', type: 'question' });
	await answer(desk, g.number, { text: 'Asia on kunnossa.', outcome: 'answered' });
	const own = await anyone.get(`/follow/${g.code}`);
	assert.equal((await anyone.submit(own, '/verdict', { helped: 'no', reason: 'not_answered' })).status, 200);
	const now = await until(async () => {
		const r = month(await inside());
		return Number(r.reason_not_answered) === Number(was.reason_not_answered) + 1 && r;
	}, 'the reason in the figures', 40000);
	assert.equal(Number(now.unsatisfied), Number(was.unsatisfied) + 1);
	const all = await inside(), few = await cells();
	for (const [i, r] of all.entries()) {
		assert.ok(told(r) <= Number(r.unsatisfied), JSON.stringify(r));
		for (const name of reasons) assert.equal(few[i][`reason_${name}`], told(r) >= 10 ? r[`reason_${name}`] : '', JSON.stringify(few[i]));
		if (r.topic_code === 'confidential') assert.equal(told(r), 0);
	}
	const year = sum(whole(all), 'reason_not_answered');
	const shown = textOf((await desk.get('/staff/figures')).text);
	assert.match(shown, new RegExp(`Miksi vastaus ei auttanut.* Vastaus ei vastannut kysymykseeni ${year} `));
	const enough = whole(all).reduce((n, r) => n + told(r), 0) >= 10;
	assert.equal(/Miksi vastaus ei auttanut/.test((await anyone.get('/fi/figures')).text), enough);
	assert.doesNotMatch((await anyone.get(`/fi/figures?period=${thisMonth()}&topic=street_lighting`)).text, /Miksi vastaus ei auttanut/);
});

test('periods, units and topics are filters of a plain form', async () => {
	const page = await anyone.get('/sv/figures');
	assert.equal(page.status, 200);
	assert.match(textOf(page.text), /Så besvaras respons/);
	for (const name of ['period', 'unit', 'topic']) assert.match(page.text, new RegExp(`<select id="${name}"`));
	const unit = page.text.match(/<select id="unit"[\s\S]*?<option value="([^"]+)"/)[1];
	const one = await anyone.get(`/sv/figures?period=${thisMonth()}&unit=${unit}&topic=street_maintenance`);
	assert.equal(one.status, 200);
	assert.match(one.text, new RegExp(`/sv/figures\\.csv\\?period=${thisMonth()}&amp;unit=${unit}`));
	for (const bad of ['period=2026-13', 'period=20', 'period=9999', 'period=%2B202', 'unit=nobody', 'topic=nothing', "period=2026-1'"])
		assert.equal((await anyone.get(`/fi/figures?${bad}`)).status, 404, bad);
	const filtered = await cells(`?topic=street_maintenance`);
	assert.ok(filtered.length > 0 && filtered.every((r) => r.topic_code === 'street_maintenance'));
});

test('staff see what is still open; everybody else is sent to sign in', async () => {
	const page = await desk.get('/staff/figures');
	assert.match(textOf(page.text), /Ei vielä reagoitu/);
	assert.doesNotMatch(textOf((await anyone.get('/fi/figures')).text), /Ei vielä reagoitu/);
	for (const path of ['/staff/figures', '/staff/figures.csv'])
		assert.match((await anyone.get(path)).text, /<form[^>]*action="\/staff\/login/, path);
	const csv = await desk.get('/staff/figures.csv?period=2026');
	assert.match(csv.headers.get('content-disposition'), /attachment; filename="figures.csv"/);
});

test('no person is named or ranked', async () => {
	const text = (await desk.get('/staff/figures')).text + (await desk.get('/staff/figures.csv')).text;
	assert.doesNotMatch(text.replace(/<(header|footer)[\s\S]*?<\/\1>/g, ''), /Asiantuntija|@esimerkkila|handler|käsittelijä/i);
});
