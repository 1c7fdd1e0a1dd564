// Nothing that staff type is lost: drafts come back, are one's own, go when they
// are sent, and outlive a session that ended and somebody who was faster.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, query as inDatabase, STAFF, start, unescape } from '../lib/kaiku.mjs';
import { answer, at, form, given, staff, textOf } from '../lib/desk.mjs';

let k, desk, expert;
before(async () => {
	k = await start();
	desk = await staff(k);
	expert = await staff(k, STAFF.expert);
});
after(() => k?.stop());

const query = (sql) => inDatabase(k, sql);
const drafts = () => Number(query('SELECT COUNT(*) FROM draft'));
const area = (page, name = 'text') => unescape(page.text.match(new RegExp(`<textarea id="${name}"[^>]*>\\n?([\\s\\S]*?)</textarea>`))[1]);
const write = (c, number, kind = '') => c.get(at(number, `/answer${kind && `?kind=${kind}`}`));
const save = (c, page, act, values) => c.submit(page, `/${act}`, { ...values, step: 'draft' });

test('a draft is kept by a button, comes back, and is nobody else\'s', async () => {
	const g = await given(k, { topic: 'street_maintenance' });
	const saved = await save(desk, await write(desk, g.number), 'answer', { text: 'Valo on <b>tilattu</b>.', outcome: 'wont_do', reason: 'Ei rahaa' });
	assert.match(saved.url, /\/answer\?from=&done=drafted/);
	assert.match(textOf(saved.text), /Luonnos on tallennettu\. Vain sinä näet sen\./);
	const again = await write(desk, g.number);
	assert.equal(area(again), 'Valo on <b>tilattu</b>.');
	assert.equal(area(again, 'reason'), 'Ei rahaa');
	assert.match(again.text, /<option value="wont_do"[^>]* selected/);
	assert.equal(area(await write(desk, g.number, 'interim')), '', 'the interim reply is another form');
	assert.equal(area(await write(expert, g.number)), '', 'another person');
	assert.doesNotMatch((await desk.get(at(g.number))).text, /tilattu/, 'no entry of the matter');
	const gone = await desk.submit(again, '/answer', { step: 'discard' });
	assert.match(textOf(gone.text), /Luonnos on poistettu/);
	assert.equal(area(await write(desk, g.number)), '');
});

test('a script saves again and again with one page, and is told when', async () => {
	const g = await given(k);
	const page = await write(desk, g.number);
	for (const text of ['Val', 'Valo on', 'Valo on korjattu.']) {
		const r = await desk.submit(page, '/answer', { text, step: 'autosave' }, { follow: false });
		assert.equal(r.status, 200);
		assert.match(r.headers.get('content-type'), /^text\/plain/);
		assert.match(r.text, /^Luonnos tallennettu \d.*klo/);
	}
	assert.equal(area(await write(desk, g.number)), 'Valo on korjattu.');
	const was = drafts();
	// The same page, by its one key, still previews and sends: once.
	const preview = await desk.submit(page, '/answer', { text: 'Valo on korjattu tänään.', step: 'preview' });
	assert.equal(area(await write(desk, g.number)), 'Valo on korjattu tänään.', 'what is previewed is kept');
	const sent = await desk.submit(preview, '/answer', { step: 'send' });
	assert.match(sent.url, /done=answered/);
	assert.equal(drafts(), was - 1, 'what was sent is no draft');
	const empty = await given(k);
	await desk.submit(await write(desk, empty.number), '/answer', { text: '', step: 'autosave' }, { follow: false });
	assert.equal(drafts(), was - 1, 'nothing is no draft');
});

test('a note and an interim reply have drafts of their own', async () => {
	const g = await given(k);
	let page = await desk.get(at(g.number));
	page = await save(desk, page, 'note', { text: 'Soitettava huomenna' });
	assert.equal(area(page), 'Soitettava huomenna');
	assert.match(page.text, /<details open><summary>[^<]*muistiinpano/i);
	await save(desk, await write(desk, g.number, 'interim'), 'answer', { text: 'Selvitämme.' });
	assert.equal(area(await write(desk, g.number, 'interim')), 'Selvitämme.');
	assert.equal(area(await write(desk, g.number)), '');
	page = await desk.submit(page, '/note', { step: 'note' });
	assert.match(textOf(page.text), /Soitettava huomenna/);
	assert.equal(area(page), '', 'a note that was made is no draft');
	assert.equal(area(await write(desk, g.number, 'interim')), 'Selvitämme.');
	await answer(desk, g.number, { text: 'Selvitämme viikon.' }, 'interim');
	assert.equal(area(await write(desk, g.number, 'interim')), '');
});

test('a template chosen twice stands in a draft once', async () => {
	const g = await given(k, { topic: 'street_lighting' });
	const link = unescape((await desk.get(at(g.number))).text.match(/href="([^"]*\/answer\?[^"]*template=\d+[^"]*)"/)[1]);
	const one = await desk.get(link);
	assert.ok(area(one));
	await save(desk, one, 'answer', {});
	assert.equal(area(await desk.get(link)), area(one));
});

test('a session that ended while one wrote: kept, and there after signing in', async () => {
	for (const [act, path_] of [['answer', '/answer'], ['note', '']]) {
		const g = await given(k);
		const c = new Client(k.url);
		await c.login(STAFF.desk, STAFF.password);
		const page = await c.get(at(g.number, path_));
		const id = query(`SELECT id FROM staff WHERE mail = '${STAFF.desk}'`);
		const csrf = form(page, act).fields.find(([n]) => n === 'csrf')[1];
		query(`UPDATE staff_session SET expires_at = 1 WHERE staff_id = ${id} AND csrf = '${csrf}'`);
		// A stranger's page, or another's token, keeps nothing.
		const was = drafts();
		const far = await c.submit(page, `/${act}`, { text: 'Vieras' }, { follow: false, headers: { origin: 'https://paha.example' } });
		assert.equal(far.status, 401);
		const forged = await c.submit(page, `/${act}`, { text: 'Vieras', csrf: 'A'.repeat(43) }, { follow: false });
		assert.equal(forged.status, 401);
		assert.ok(forged.text.includes('Vieras'), 'the page shows it, to be copied');
		assert.equal(drafts(), was);
		const r = await c.submit(page, `/${act}`, { text: `Pitkä teksti: ${act}`, step: act === 'answer' ? 'send' : 'note' }, { follow: false });
		assert.equal(r.status, 303);
		const to = r.headers.get('location');
		assert.match(to, /^\/staff\/login\?done=kept&next=/);
		const login = await c.get(to);
		assert.match(textOf(login.text), /Kirjoittamasi teksti on tallessa luonnoksena/);
		const back = await c.submit(login, '/staff/login', { mail: STAFF.desk, password: STAFF.password });
		assert.equal(back.url.split('?')[0], at(g.number, path_));
		assert.equal(area(back), `Pitkä teksti: ${act}`);
		assert.equal(query(`SELECT COUNT(*) FROM entry WHERE text = 'Pitkä teksti: ${act}'`), '0', 'nothing was sent');
	}
});

test('somebody was faster: both texts are on the page', async () => {
	const g = await given(k, { topic: 'street_maintenance' });
	const mine = await write(desk, g.number);
	await answer(expert, g.number, { text: 'Asiantuntijan vastaus on tässä.' });
	await desk.submit(mine, '/answer', { text: 'Neuvonnan oma teksti.', step: 'autosave' }, { follow: false });
	const r = await desk.submit(mine, '/answer', { text: 'Neuvonnan oma teksti.', step: 'preview' });
	assert.equal(r.status, 409);
	assert.equal(area(r), 'Neuvonnan oma teksti.');
	assert.match(textOf(r.text), /Asiantuntijan vastaus on tässä\./);
	assert.equal(query(`SELECT COUNT(*) FROM draft WHERE text = 'Neuvonnan oma teksti.'`), '1', 'and it is kept');
});

test('what nobody came back to in 60 days is swept', async () => {
	const g = await given(k);
	await save(desk, await write(desk, g.number), 'answer', { text: 'Vanha' });
	await save(desk, await desk.get(at(g.number)), 'note', { text: 'Uusi' });
	query(`UPDATE draft SET saved_at = saved_at - ${61 * 86400}000000 WHERE text = 'Vanha'`);
	query(`UPDATE draft SET saved_at = saved_at - ${59 * 86400}000000 WHERE text = 'Uusi'`);
	query(`UPDATE job SET run_at = 0 WHERE kind = 'draft'`);
	for (let i = 0; i < 200 && query(`SELECT COUNT(*) FROM draft WHERE text = 'Vanha'`) !== '0'; i++) await new Promise((r) => setTimeout(r, 100));
	assert.equal(query(`SELECT COUNT(*) FROM draft WHERE text = 'Vanha'`), '0');
	assert.equal(query(`SELECT COUNT(*) FROM draft WHERE text = 'Uusi'`), '1');
});
