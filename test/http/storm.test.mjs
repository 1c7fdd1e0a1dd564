// A storm: one act makes the notice, the receipt's words, the common due and
// the group. And what goes to the registry leaves as a package.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Client, give, query as inDatabase, STAFF, start, until } from '../lib/kaiku.mjs';
import { act, answer, at, form, given, staff, textOf } from '../lib/desk.mjs';
import { mailsTo as sentTo } from '../lib/post.mjs';
import { startRelay } from './smtp_server.mjs';

let k, post, desk, expert, admin;
before(async () => {
	post = await startRelay();
	k = await start({ matters: 0, workers: 1, args: ['--mail-relay', post.url] });
	desk = await staff(k);
	expert = await staff(k, STAFF.expert);
	admin = await staff(k, STAFF.admin);
});
after(async () => { await k?.stop(); await post?.stop(); });

const query = (sql) => inDatabase(k, sql);
const mailsTo = (address, what) => sentTo(post, address, what);
const day = (n) => new Date(Date.now() + n * 86400000).toLocaleDateString('sv-SE', { timeZone: 'Europe/Helsinki' });
const topic = (code) => query(`SELECT id FROM topic WHERE code = '${code}'`);
const words = {
	notice_fi: 'LUMIMYRSKY: auraamme kaikki kadut lauantaihin mennessä.', notice_sv: 'SNÖSTORM: vi plogar alla gator före lördag.', notice_en: 'SNOWSTORM: we plough all streets by Saturday.',
	receipt_fi: 'Tiedämme lumitilanteen ja auraamme jo.', receipt_sv: 'Vi känner till läget och plogar redan.', receipt_en: 'We know of the snow and are ploughing.',
};
async function begin(values, who = desk) {
	const page = await who.get('/staff/storm');
	return who.submit(page, '/staff/storm', { topic: topic('winter_maintenance'), ...words, answer_by: day(20), last_day: day(3), ...values });
}
const front = async (lang = 'fi', page = '') => textOf((await new Client(k.url).get(`/${lang}${page}`)).text);

test('a storm needs a topic of one\'s own, words in all languages and days that come', async () => {
	for (const [values, said] of [[{ topic: '' }, /Valitse aihe/], [{ topic: topic('health_services') }, /Valitse aihe/], [{ notice_sv: '' }, /kaikilla kolmella kielellä/], [{ receipt_en: 'x'.repeat(1001) }, /kaikilla kolmella kielellä/],
		[{ answer_by: '' }, /Valitse päivä/], [{ answer_by: day(-1) }, /Valitse päivä/], [{ last_day: day(61) }, /Valitse päivä/], [{ last_day: '2026-02-30' }, /Valitse päivä/]]) {
		const refused = await begin(values);
		assert.equal(refused.status, 422, JSON.stringify(values));
		assert.match(textOf(refused.text), said);
		assert.match(refused.text, /LUMIMYRSKY/, 'nothing typed is lost');
	}
	assert.equal((await begin({ topic: topic('parks') }, expert)).status, 422, 'not of the expert\'s units');
	assert.equal((await admin.get('/staff/storm')).status, 403, 'only who publishes');
	assert.equal(query('SELECT COUNT(*) FROM storm'), '0');
});

test('one act: notice, receipt, due and group; leaving is the undo; ending it leaves what was promised', async () => {
	const before_ = await given(k, { text: 'Katu on auraamatta meidän kulmalla.', topic: 'winter_maintenance', wants_reply: '1' });
	assert.match((await begin({}, expert)).url, /done=begun/);
	assert.equal((await begin({})).status, 422, 'one about a topic');
	await until(async () => /LUMIMYRSKY/.test(await front()), 'the notice');
	await until(async () => /SNÖSTORM/.test(await front('sv', '/give')), 'the notice on the form');
	await until(async () => /SNOWSTORM/.test(await front('en')), 'in each language');
	let g;
	await until(async () => {
		g = await give(k, { text: 'Lunta on polveen asti Torikadulla.', topic: 'winter_maintenance', email: 'lumi@posti.example', wants_reply: '1' });
		return /Tiedämme lumitilanteen/.test(textOf(g.page.text));
	}, 'the receipt');
	const [y, m, d] = day(20).split('-').map(Number);
	assert.match(textOf(g.page.text), new RegExp(`${d}\\.${m}\\.${y}`), 'the common day');
	await until(() => mailsTo('lumi@posti.example', /Tiedämme lumitilanteen/).length, 'the mail');
	const sv = await give(k, { text: 'Gatan är full av snö.', topic: 'winter_maintenance', wants_reply: '1' }, { lang: 'sv' });
	assert.match(textOf(sv.page.text), /Vi känner till läget/);
	const storm = query('SELECT id FROM storm');
	const shown = textOf((await desk.get(`/staff/groups/${storm}`)).text);
	assert.match(shown, new RegExp(g.number));
	assert.match(shown, new RegExp(sv.number));
	assert.doesNotMatch(shown, new RegExp(before_.number));
	const other = await give(k, { text: 'Puistossa on roskia penkin luona.', topic: 'parks' });
	assert.doesNotMatch(textOf(other.page.text), /lumitilanteen/);
	await act(desk, before_.number, 'join', { with: g.number });
	assert.match(textOf((await desk.get(`/staff/groups/${storm}`)).text), new RegExp(before_.number), 'what came before may join');
	await act(desk, sv.number, 'leave');
	assert.doesNotMatch(textOf((await desk.get(`/staff/groups/${storm}`)).text), new RegExp(sv.number));

	const page = await desk.get('/staff/storm');
	assert.match((await desk.submit(page, `/staff/storm/${storm}/end`)).url, /done=ended/);
	await until(async () => !/LUMIMYRSKY/.test(await front()) && !/LUMIMYRSKY/.test(await front('fi', '/give')), 'the notice to go');
	let later;
	await until(async () => {
		later = await give(k, { text: 'Vieläkin on lunta kadulla paljon.', topic: 'winter_maintenance', wants_reply: '1' });
		return !/Tiedämme lumitilanteen/.test(textOf(later.page.text));
	}, 'receipts as before');
	assert.match(textOf((await g.client.get(`/follow/${g.code}`)).text), new RegExp(`${d}\\.${m}\\.${y}`), 'the promise stays');
	const all = await desk.get(`/staff/groups/${storm}/answer`);
	const preview = await desk.submit(all, `/staff/groups/${storm}/answer`, { text_fi: 'Kaikki kadut on aurattu.', step: 'preview' });
	await desk.submit(preview, `/staff/groups/${storm}/answer`, { step: 'send' });
	assert.match(textOf((await before_.client.get(`/follow/${before_.code}`)).text), /Kaikki kadut on aurattu/);
	assert.equal(query(`SELECT COUNT(*) FROM event WHERE kind IN ('storm_begun', 'storm_ended')`), '2');
});

test('a storm ends by its date', async () => {
	await begin({ topic: topic('water_sewer'), notice_fi: 'VESIVUOTO keskustassa.' });
	await until(async () => /VESIVUOTO/.test(await front()), 'the notice');
	query(`UPDATE storm SET ends_at = 2 WHERE notice_fi LIKE 'VESIVUOTO%'`);
	await until(async () => !/VESIVUOTO/.test(await front()), 'the notice to go');
	assert.equal(form(await desk.get('/staff/storm'), 'end'), undefined);
});

// ---- the registry ----

const folder = (number) => path.join(k.dir, 'esimerkkila', 'registry', `${number}.tar`);
async function toRegistry(values = {}, files) {
	const email = `kirje${Math.random().toString(36).slice(2)}@posti.example`;
	const g = await given(k, { text: 'Haen oikaisua päätökseen 12 §.', email, ...values }, files ? { files } : {});
	await answer(desk, g.number, { text: 'Asiasi kuuluu kirjaamoon.', outcome: 'to_registry', reason: 'Oikaisuvaatimus' });
	await until(() => query(`SELECT COUNT(*) FROM registry r JOIN matter m ON m.tenant_id = r.tenant_id AND m.id = r.matter_id WHERE m.number = ${g.number.split('-')[1]}`) === '1', 'the package');
	return { ...g, email };
}

test('a statutory matter leaves as a package to the folder, with a receipt; it stays followable', async () => {
	const g = await toRegistry({ topic: 'parking', q_asia: 'merkki' }, [['photo', 'paatos.pdf', Buffer.from('%PDF-1.4\n%%EOF\n'), 'application/pdf']]);
	assert.ok(existsSync(folder(g.number)));
	const list = spawnSync('tar', ['tf', folder(g.number)], { encoding: 'utf8' }).stdout;
	for (const part of ['message.txt', 'matter.pdf', 'matter.json', 'b2sums', 'files/01-']) assert.ok(list.includes(`${g.number}/${part}`), `${part} in ${list}`);
	const text = spawnSync('tar', ['xOf', folder(g.number), `${g.number}/message.txt`], { encoding: 'utf8' }).stdout;
	assert.match(text, /Haen oikaisua päätökseen 12 §\./);
	const pdf = spawnSync('tar', ['xOf', folder(g.number), `${g.number}/matter.pdf`], { maxBuffer: 1 << 26 }).stdout;
	const paper = spawnSync('pdftotext', ['-', '-'], { input: pdf, encoding: 'utf8' }).stdout;
	for (const words of [/Asianumero: 20\d\d-\d+/, /Haen oikaisua päätökseen 12 §\./, /vastaus, Aino Neuvonen/, /Asiasi kuuluu kirjaamoon\./, /paatos\.pdf/, /Mitä haluat\?: Kertoa liikennemerkistä tai paikoista/]) assert.match(paper, words);
	const json = JSON.parse(spawnSync('tar', ['xOf', folder(g.number), `${g.number}/matter.json`], { encoding: 'utf8' }).stdout);
	assert.equal(json.outcome, 'to_registry');
	assert.deepEqual(json.answers, [{ code: 'asia', question: 'Mitä haluat?', value: 'merkki', text: 'Kertoa liikennemerkistä tai paikoista' }]);
	assert.ok(json.entries.some((e) => e.text === 'Asiasi kuuluu kirjaamoon.'));
	const follow = textOf((await g.client.get(`/follow/${g.code}`)).text);
	assert.match(follow, /siirretty kirjaamoon, joka vie sitä eteenpäin/);
	await until(() => mailsTo(g.email, /siirretty kirjaamoon/).length, 'the receipt');
	assert.match(textOf((await desk.get(at(g.number))).text), /siirtyi kirjaamoon/);
	await act(desk, g.number, 'reopen', { note: 'Liite puuttui.' });
	await answer(desk, g.number, { text: 'Asiasi kuuluu kirjaamoon, nyt liitteineen.', outcome: 'to_registry', reason: 'Oikaisuvaatimus' });
	await until(() => spawnSync('tar', ['xOf', folder(g.number), `${g.number}/matter.json`], { encoding: 'utf8' }).stdout.includes('nyt liitteineen'), 'the package anew');
});

test('with an address it leaves by mail, whole; a confidential one only to the folder', async () => {
	const settings = await admin.get('/staff/admin/settings');
	assert.ok((await admin.submit(settings, '/staff/admin/settings', { registry_mail: 'kirjaamo@esimerkkila.example' })).status < 400);
	let g;
	await until(async () => { // the jobs read the settings anew every two seconds
		g = await toRegistry();
		return query(`SELECT mailed FROM registry ORDER BY made_at DESC LIMIT 1`) === '1';
	}, 'a package by mail');
	const raw = await until(() => post.taken.find((m) => [].concat(m.to).join().includes('kirjaamo@') && m.data.includes(`${g.number}.tar`)), 'the mail');
	const base64 = raw.data.split(/\r?\n\r?\n/).find((part) => /^[A-Za-z0-9+/=\r\n]{500,}$/.test(part.split(/\r?\n--/)[0])).split(/\r?\n--/)[0];
	const dir = mkdtempSync(path.join(os.tmpdir(), 'kaiku-tar-'));
	writeFileSync(path.join(dir, 'x.tar'), Buffer.from(base64, 'base64'));
	assert.match(spawnSync('tar', ['xOf', path.join(dir, 'x.tar'), `${g.number}/message.txt`], { encoding: 'utf8' }).stdout, /Haen oikaisua/);
	rmSync(dir, { recursive: true });
	assert.match(textOf((await g.client.get(`/follow/${g.code}`)).text), /kirjaamo@esimerkkila\.example/);
	const secret = await toRegistry({ topic: 'health_services', text: 'SALAISUUS potilaan asiassa.' });
	assert.ok(existsSync(folder(secret.number)));
	await until(() => mailsTo('kirjaamo@', new RegExp(secret.number)).length, 'a mail that says where');
	for (const m of mailsTo('kirjaamo@', new RegExp(secret.number))) assert.doesNotMatch(m, /SALAISUUS|x-tar/);
});
