// Hard messages: help first when a life is in danger, spam and its way back,
// evidence that stays as it is.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { BIN, Client, STAFF, start } from '../lib/kaiku.mjs';
import { act, at, form, given, staff, textOf } from '../lib/desk.mjs';

let k, desk;

before(async () => {
	k = await start();
	desk = await staff(k);
});
after(() => k?.stop());

/** The receipt page of a message sent by a plain form. */
async function send(lang, values) {
	const c = new Client(k.url);
	const page = await c.get(`/${lang}/give`);
	return c.submit(page, `/${lang}/give`, values);
}

const numberOf = (page) => page.text.match(/class="number">(20\d\d-\d+)</)[1];
const codeOf = (page) => page.text.match(/\/follow\/([A-Za-z0-9_-]{37})"/)[1];

test('who writes of harming themselves sees help first, in their language', async () => {
	for (const [lang, text, words] of [
		['fi', 'Olen yksin, enkä näe ulospääsyä. En jaksa enää elää.', /Apua on heti saatavilla.*112.*Kriisipuhelimessa.*09 2525 0111/],
		['sv', 'Jag är ensam. Jag vill inte längre leva.', /Det finns hjälp genast.*112.*kristelefonen.*09 2525 0111/],
		['en', 'I am alone and I want to die.', /Help is there right away.*112.*crisis line.*09 2525 0111/],
	]) {
		const receipt = await send(lang, { text });
		assert.equal(receipt.status, 200);
		assert.match(textOf(receipt.text), words);
		assert.ok(receipt.text.indexOf('id="help"') < receipt.text.indexOf('class="notice success"'), 'first of all');
		const followed = await new Client(k.url).get(`/follow/${codeOf(receipt)}`);
		assert.match(textOf(followed.text), words);
		const page = await desk.get(at(numberOf(receipt)));
		assert.match(textOf(page.text), /Lue tämä ensin: kirjoittaja voi olla hengenvaarassa/);
		assert.ok(page.text.indexOf('id="help"') < page.text.indexOf('id="message"'));
	}
});

test('a child at risk: the duty to notify, and the phone the city has set', async () => {
	const receipt = await send('fi', { text: 'Naapurissa isä lyö lapsiaan joka ilta.' });
	assert.match(textOf(receipt.text), /ota yhteys oman alueesi lastensuojeluun/);
	assert.doesNotMatch(textOf(receipt.text), /Kriisipuhelimessa/);
	const admin = await staff(k, STAFF.admin);
	const settings = await admin.get('/staff/admin/settings');
	await admin.submit(settings, '/staff/admin/settings', { child_protection_phone: '09 310 44450' });
	const page = await desk.get(at(numberOf(receipt)));
	assert.match(textOf(page.text), /Lue tämä ensin: lapsi voi olla vaarassa.*lastensuojelulaki 25 §.*09 310 44450/);
	assert.match(page.text, /href="tel:0931044450"/);
});

test('what is added later counts too, and everyday messages show nothing', async () => {
	const receipt = await send('fi', { text: 'Liukastuin ja satutin itseni. Lapset ovat vaarassa suojatiellä.' });
	assert.doesNotMatch(receipt.text, /id="help"/);
	const c = new Client(k.url);
	const page = await c.get(`/follow/${codeOf(receipt)}`);
	assert.doesNotMatch(page.text, /id="help"/);
	const added = await c.submit(page, `/follow/${codeOf(receipt)}/reply`, { text: 'Haluan vain kuolla.' });
	assert.match((await c.get(`/follow/${codeOf(receipt)}`)).text, /id="help"/);
	assert.match((await desk.get(at(numberOf(receipt)))).text, /id="help"/);
	assert.ok(added.status < 400);
});

test('spam is closed at one choice, listed, and comes back by reopening', async () => {
	const g = await given(k, { text: 'Osta halpoja kelloja heti nyt!' });
	await act(desk, g.number, 'close', { outcome: 'spam' });
	assert.match((await desk.get('/staff/queue/all')).text, /href="\/staff\/spam"/);
	assert.match((await desk.get('/staff/spam')).text, new RegExp(g.number));
	const page = await desk.get(at(g.number));
	assert.ok(form(page, 'reopen'));
	await act(desk, g.number, 'reopen');
	assert.doesNotMatch((await desk.get('/staff/spam')).text, new RegExp(g.number));
	assert.equal((await desk.get('/staff/spam?after=x')).status, 404);
});

test('an improper message needs a reason and no answer', async () => {
	const g = await given(k, { text: 'Haukkumista ilman asiaa, monta riviä.', email: 'a@b.example' });
	const page = await desk.get(at(g.number));
	const refused = await desk.submit(page, `${at(g.number)}/close`, { outcome: 'improper' });
	assert.equal(refused.status, 422);
	await act(desk, g.number, 'close', { outcome: 'improper', reason: 'Pelkkää loukkaamista.' });
	const c = new Client(k.url);
	assert.doesNotMatch((await c.get(`/follow/${g.code}`)).text, /Pelkkää loukkaamista/, 'the reason stays in the house');
});

test('a threat is kept as evidence: nobody takes it back, the package can be checked', async () => {
	const receipt = await send('fi', { text: 'Tulen polttamaan teidän toimistonne ensi yönä.', title: 'Odottakaa vain', name: 'Uhkaaja Ukko' });
	const number = numberOf(receipt), code = codeOf(receipt);
	const page = await desk.get(at(number, '/evidence'));
	assert.doesNotMatch(page.text, /polttamaan/, 'the page says nothing of the message');
	assert.equal((await desk.get(at(number, '/evidence.tar'))).status, 404, 'not before it is held');
	for (const [values, why] of [[{ why: '' }, /Kirjoita syy/], [{ why: 'u'.repeat(501) }, /Kirjoita syy, enintään 500/], [{ why: 'uhkaus', until: '2001-01-01' }, /Valitse päivä/],
		[{ why: 'uhkaus', until: '2999-01-01' }, /Valitse päivä/], [{ why: 'uhkaus', until: 'huomenna' }, /Valitse päivä/]]) {
		const r = await desk.submit(page, `${at(number)}/evidence`, values);
		assert.equal(r.status, 422);
		assert.match(textOf(r.text), why);
	}
	const held = await desk.submit(page, `${at(number)}/evidence`, { why: 'Uhkaus, rikosilmoitus tehdään.' });
	assert.equal(held.status, 200);
	assert.match(textOf(held.text), /Säilytetään muuttumattomana.*Aino Neuvonen.*Uhkaus, rikosilmoitus tehdään/);
	assert.match(textOf((await desk.get(at(number))).text), /todiste .*merkittiin todisteeksi/);

	const c = new Client(k.url);
	const follow = await c.get(`/follow/${code}`);
	assert.doesNotMatch(follow.text, /\/withdraw"/);
	const forced = await c.post(`/follow/${code}/withdraw`, [...form(follow, 'reply').fields.filter(([n]) => n === 'key'), ['confirm', '1']]);
	assert.ok(forced.status >= 400, `${forced.status}`);

	const tar = await fetch(`${k.url}${at(number, '/evidence.tar')}`, { headers: { cookie: [...desk.cookies].map(([n, v]) => `${n}=${v}`).join('; ') } });
	assert.equal(tar.status, 200);
	assert.match(tar.headers.get('content-disposition'), new RegExp(`kaiku-${number}\\.tar`));
	const dir = mkdtempSync(path.join(os.tmpdir(), 'kaiku-evidence-'));
	writeFileSync(path.join(dir, 'e.tar'), Buffer.from(await tar.arrayBuffer()));
	assert.equal(spawnSync('tar', ['xf', 'e.tar'], { cwd: dir }).status, 0);
	const inside = path.join(dir, number);
	const sums = spawnSync('b2sum', ['-l', '256', '-c', 'b2sums'], { cwd: inside, encoding: 'utf8' });
	assert.equal(sums.status, 0, sums.stdout + sums.stderr);
	const message = readFileSync(path.join(inside, 'message.txt'), 'utf8');
	assert.match(message, /Name: Uhkaaja Ukko\n[\s\S]*Title: Odottakaa vain\n\nTulen polttamaan teidän toimistonne ensi yönä\.\n/);
	const json = JSON.parse(readFileSync(path.join(inside, 'matter.json'), 'utf8'));
	assert.equal(json.number, number);
	assert.equal(json.hold.why, 'Uhkaus, rikosilmoitus tehdään.');
	assert.deepEqual(json.events.map((e) => e.kind), ['matter_created', 'held', 'disclosed']);
	for (const e of json.events) for (const part of ['commitment', 'chain']) assert.match(e[part], /^[0-9a-f]{64}$/);
	rmSync(dir, { recursive: true });

	const lifted = await desk.submit(await desk.get(at(number, '/evidence')), `${at(number)}/evidence/lift`, { why: 'Poliisi sai aineiston.' });
	assert.doesNotMatch(textOf(lifted.text), /Säilytetään muuttumattomana/);
	assert.match((await c.get(`/follow/${code}`)).text, /\/withdraw"/);
	const verified = spawnSync(BIN, ['verify', '--data', k.dir, ...(k.db ? ['--db', k.db] : [])], { encoding: 'utf8' });
	assert.equal(verified.status, 0, verified.stdout + verified.stderr);
});
