// An answer leaves two minutes after it was sent: until then only staff know of
// it, and whoever sent it can take it back. With the real delay, and the clock
// moved by starting the service anew.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { STAFF, query, start, until } from '../lib/kaiku.mjs';
import { act, answer, at, form, given, inQueue, publish, route, staff, textOf } from '../lib/desk.mjs';
import { areaOf as area, joined, joinedAtOnce, sayToAll } from '../lib/group.mjs';

let k, desk, expert;
before(async () => {
	k = await start({ delay: 120, matters: 30 });
	desk = await staff(k);
	expert = await staff(k, STAFF.expert);
});
after(() => k?.stop());

const follow = async (g) => textOf((await g.client.get(`/follow/${g.code}`)).text);
const idOf = (number) => query(k, `SELECT id FROM matter WHERE number_year = ${number.split('-')[0]} AND number = ${number.split('-')[1]}`);
/** Everything an answer changes, as rows; not when somebody was reminded, which a job moves by itself meanwhile. */
const stateOf = (number) => {
	const id = idOf(number);
	return [
		query(k, `SELECT handling, outcome, outcome_note, verdict, handler_id, reacted_at, answered_at, closed_at, is_open, accept_due_at, accept_reminded_at, due_at, touched_at, assigned_at FROM matter WHERE id = ${id}`),
		query(k, `SELECT id, what, due_at, met_at, clock FROM due WHERE matter_id = ${id} ORDER BY id`),
		query(k, `SELECT from_at, until_at FROM stand WHERE matter_id = ${id} ORDER BY from_at`),
		query(k, `SELECT COUNT(*) FROM entry WHERE matter_id = ${id} AND visibility <> 'internal' AND author = 'staff'`),
	].join('\n');
};
const mails = (number, purpose) => Number(query(k, `SELECT COUNT(*) FROM mail WHERE matter_id = ${idOf(number)} AND purpose = '${purpose}'`));
const waiting = () => Number(query(k, 'SELECT COUNT(*) FROM outgoing'));
const undo = async (c, number) => c.submit(await c.get(at(number)), `${at(number)}/undo`);
const asker = { topic: 'street_maintenance', type: 'question', email: 'kysyja@posti.example', may_publish: '1' };
const TEXT = 'Kadun reuna korjataan ensi viikolla.';

test('staff see the answer at once; sender, mail and public page only when it leaves', async () => {
	const g = await given(k, asker);
	await publish(desk, g.number, { show_text: '1' });
	const before_ = await follow(g);
	const shown = await desk.get(`/fi/matters/${g.number}`);
	const sent = await answer(expert, g.number, { text: TEXT, outcome: 'done' });
	assert.match(sent.url, /done=answered_held/);
	assert.match(textOf(sent.text), /Vastaus lähtee kello \d+\.\d\d\.\d\d\. Peru lähetys/);
	assert.ok(sent.text.includes(TEXT) && /vastattu/.test(textOf(sent.text)), 'staff see it');
	assert.equal(await follow(g), before_, 'the sender sees what was');
	assert.equal((await desk.get(`/fi/matters/${g.number}`)).text, shown.text, 'and so does everybody');
	assert.equal(mails(g.number, 'answer'), 0);
	assert.equal(await inQueue(expert, 'unit', g.number), false, 'it has left the queue');
	const other = textOf((await desk.get(at(g.number))).text);
	assert.match(other, /Vastaus lähtee kello [\d.]+ Lähettäjä voi perua/);
	assert.ok(!form(await desk.get(at(g.number)), 'undo'), 'another person cannot');
});

test('undo brings the words back as a draft, and the matter to what it was, to the last promise', async () => {
	const g = await given(k, asker);
	await route(desk, g.number, 'Kadut ja liikenne');
	for (const kind of ['', 'interim']) {
		const was = stateOf(g.number), page = await follow(g);
		await answer(expert, g.number, { text: TEXT, ...(kind ? {} : { outcome: 'wont_do', reason: 'Ei rahaa.' }) }, kind);
		assert.notEqual(stateOf(g.number), was);
		const back = await undo(expert, g.number);
		assert.equal(back.url.split('?')[0], at(g.number, '/answer'));
		assert.match(textOf(back.text), /Lähetys on peruttu\. Teksti on tallessa luonnoksena\./);
		assert.match(back.text, new RegExp(`<textarea id="text"[^>]*>\\n?${TEXT}</textarea>`));
		if (!kind) assert.match(back.text, /value="wont_do" selected[\s\S]*Ei rahaa\.<\/textarea>/);
		assert.equal(stateOf(g.number), was);
		assert.equal(await follow(g), page);
		assert.equal(mails(g.number, 'answer') + mails(g.number, 'interim_reply'), 0);
		assert.match(textOf((await desk.get(at(g.number))).text), /lähetys peruttiin/, 'the history tells it');
		await expert.submit(back, '/answer', { step: 'discard' });
	}
	assert.equal(query(k, `SELECT COUNT(*) FROM outgoing_due WHERE matter_id = ${idOf(g.number)}`), '0');
});

test('a wait for the sender that an answer ended goes on after the undo', async () => {
	const g = await given(k, asker);
	await expert.submit(await expert.get(at(g.number, '/ask')), `${at(g.number)}/ask`, { text: 'Mikä talo se on?', step: 'send', days: '7' });
	const was = stateOf(g.number);
	assert.match(was, /waiting_resident/);
	await answer(expert, g.number, { text: TEXT });
	assert.doesNotMatch(stateOf(g.number), /waiting_resident/);
	await undo(expert, g.number);
	assert.equal(stateOf(g.number), was);
});

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

test('files come back with the draft, and leave with it; before that nobody can fetch them', async () => {
	const g = await given(k, asker);
	const write = await expert.get(at(g.number, '/answer'));
	const preview = await expert.submit(write, `${at(g.number)}/answer`, { text: TEXT, step: 'preview' }, { files: [['photo', 'kartta.png', png, 'image/png']] });
	await expert.submit(preview, `${at(g.number)}/answer`, { step: 'send' });
	const id = query(k, `SELECT id FROM attachment WHERE matter_id = ${idOf(g.number)}`);
	assert.ok(id);
	assert.equal((await g.client.get(`/follow/${g.code}/files/${id}`)).status, 404);
	const back = await undo(expert, g.number);
	assert.match(back.text, /name="kept"[^>]*checked[^>]*><label[^>]*><span class="break">kartta\.png/);
	const again = await expert.submit(back, `${at(g.number)}/answer`, { step: 'send' });
	assert.match(textOf(again.text), /kartta\.png/);
});

test('what was said to a group and taken back reached nobody, and is a draft again with its files', async () => {
	const all = [await given(k, asker), await given(k, asker), await given(k, { ...asker, email: 'sven@posti.example' }, { lang: 'sv' })];
	const [a, twice, sven] = all, group = await joined(desk, all);
	await route(desk, a.number, 'Kadut ja liikenne');
	const values = { text_fi: 'Asia {asianumero} korjataan.', text_sv: 'Ärende {ärendenummer} lagas.', outcome: 'wont_do', reason: 'Ei rahaa.' };
	const was = all.map((g) => stateOf(g.number)), pages = [];
	for (const g of all) pages.push(await follow(g));
	const sent = await sayToAll(desk, group, values, { files: [['photo', 'kartta.png', png, 'image/png']] });
	assert.match(textOf(sent.text), /Vastaus lähtee koko ryhmälle kello \d+\.\d\d\.\d\d\. Peru lähetys/);
	for (const [i, g] of all.entries()) {
		assert.match(stateOf(g.number), /^answered/, 'staff see it at once');
		assert.equal(await follow(g), pages[i], 'its sender sees what was');
	}
	const other = await expert.get(at(a.number));
	assert.match(textOf(other.text), /Vastaus lähtee koko ryhmälle kello [\d.]+ Lähettäjä voi perua/);
	assert.equal((await expert.post(`${group}/undo`, form(other, 'note').fields.filter(([n]) => n !== 'text'))).status, 403);
	assert.equal((await expert.post(`${at(a.number)}/undo`, form(other, 'note').fields.filter(([n]) => n !== 'text'))).status, 403);
	const back = await desk.submit(await desk.get(at(twice.number)), `${group}/undo`); // from any of them
	assert.equal(back.url.split('?')[0], `${group}/answer`);
	assert.match(textOf(back.text), /Lähetys on peruttu\. Teksti on tallessa luonnoksena\./);
	assert.deepEqual([area(back, 'text_fi'), area(back, 'text_sv'), area(back, 'reason')], [values.text_fi, values.text_sv, 'Ei rahaa.']);
	assert.match(back.text, /value="wont_do"[^>]* selected/);
	assert.match(back.text, /name="kept"[^>]*checked[^>]*><label[^>]*><span class="break">kartta\.png/);
	for (const [i, g] of all.entries()) {
		assert.equal(stateOf(g.number), was[i]);
		assert.equal(await follow(g), pages[i]);
		assert.equal(mails(g.number, 'answer'), 0);
	}
	assert.equal(query(k, `SELECT COUNT(*) FROM outgoing_due WHERE matter_id IN (${all.map((g) => idOf(g.number)).join()})`), '0');
	assert.doesNotMatch(textOf((await desk.get(group)).text), /Viimeksi sanottu kaikille/);

	// Sent again; one sender writes in between: it leaves to all, each once, and nobody takes it back.
	await desk.submit(await desk.submit(back, `${group}/answer`, { step: 'preview' }), `${group}/answer`, { step: 'send' });
	const undoable = await desk.get(group);
	await sven.client.submit(await sven.client.get(`/follow/${sven.code}`), '/reply', { text: 'Tack!' });
	await until(() => mails(a.number, 'answer') + mails(twice.number, 'answer') === 1 && mails(sven.number, 'answer') === 1 && !Number(query(k, `SELECT COUNT(*) FROM outgoing WHERE matter_id = ${idOf(twice.number)}`)), 'it to leave to all');
	assert.equal(mails(a.number, 'answer') + mails(twice.number, 'answer'), 1, 'two messages of one sender: one mail');
	assert.match(await follow(sven), new RegExp(`Ärende ${sven.number} lagas\\.[\\s\\S]*kartta\\.png`));
	for (const g of [a, twice]) assert.match(await follow(g), new RegExp(`Asia ${g.number} korjataan\\.[\\s\\S]*kartta\\.png`), 'its own number and file');
	assert.match(textOf((await desk.submit(undoable, `${group}/undo`)).text), /Sitä ei voi enää perua/);
	assert.match(textOf((await desk.get(group)).text), /sähköpostilla.*sama lähettäjä, toisen viestin mukana/);
});

test('a promised date waits, too: taken back, date and note are in the form again', async () => {
	const g = await given(k, asker);
	await route(desk, g.number, 'Kadut ja liikenne');
	const page = await follow(g), promise = async (date, note) => expert.submit(await expert.get(at(g.number, '/due')), `${at(g.number)}/promise`, { date, note });
	const [soon, later] = [30, 60].map((days) => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10));
	for (const [date, note] of [[soon, 'Odotamme routaa.'], [later, '']]) {
		const was = stateOf(g.number);
		assert.match(textOf((await promise(date, note)).text), /Luvattu päivä lähtee kello [\d.]+ Peru lähetys/);
		assert.match(stateOf(g.number), /planned[\s\S]*promise/);
		assert.equal(await follow(g), page);
		const back = await undo(expert, g.number);
		assert.match(textOf(back.text), /Lähetys on peruttu/);
		assert.match(back.text, new RegExp(`name="date"[^>]*value="${date}"`));
		assert.equal(area(back, 'note'), note);
		assert.equal(stateOf(g.number), was);
		assert.equal(await follow(g), page);
	}
	await promise(soon, 'Odotamme routaa.');
	await answer(expert, g.number, { text: TEXT }); // what was said before leaves before
	assert.equal(mails(g.number, 'interim_reply'), 1);
	assert.match(await follow(g), /Odotamme routaa\./);
	assert.doesNotMatch((await expert.get(at(g.number, '/due'))).text, /Odotamme routaa/, 'what was sent is no draft');
});

test('undo twice, of what left, or by another: nothing happens', async () => {
	const g = await given(k, asker);
	await answer(expert, g.number, { text: TEXT });
	const page = await expert.get(at(g.number));
	const theirs = await desk.get(at(g.number));
	const forged = await desk.post(`${at(g.number)}/undo`, form(theirs, 'note').fields.filter(([n]) => n !== 'text'));
	assert.equal(forged.status, 403);
	await expert.submit(page, `${at(g.number)}/undo`);
	const was = stateOf(g.number);
	const twice = await expert.submit(page, `${at(g.number)}/undo`);
	assert.equal(twice.url.split('?')[0], at(g.number, '/answer'), 'the same click again leads to the same place');
	const fresh = await expert.post(`${at(g.number)}/undo`, form(await expert.get(at(g.number)), 'note').fields);
	assert.match(textOf(fresh.text), /Sitä ei voi enää perua/);
	assert.equal(stateOf(g.number), was);
});

test('whoever acts on the matter meanwhile lets it leave first', async () => {
	const g = await given(k, asker);
	await answer(expert, g.number, { text: 'Selvitämme asiaa.' }, 'interim');
	assert.equal(mails(g.number, 'interim_reply'), 0);
	await answer(expert, g.number, { text: TEXT });
	assert.equal(mails(g.number, 'interim_reply'), 1, 'the interim reply left before the answer was said');
	assert.equal(mails(g.number, 'answer'), 0);
	assert.match(await follow(g), /Selvitämme asiaa/);
	assert.ok(!(await follow(g)).includes(TEXT));
	// The sender writes in between: they see the answer, and their word opens the matter again.
	const page = await g.client.get(`/follow/${g.code}`);
	await g.client.submit(page, '/reply', { text: 'Vielä yksi asia.' });
	assert.equal(mails(g.number, 'answer'), 1);
	const now = await follow(g);
	assert.ok(now.includes(TEXT) && now.includes('Vielä yksi asia.'));
	assert.match(query(k, `SELECT handling FROM matter WHERE id = ${idOf(g.number)}`), /assigned|triage/);
	const h = await given(k, asker);
	await answer(expert, h.number, { text: TEXT });
	await act(expert, h.number, 'reopen', {});
	assert.equal(mails(h.number, 'answer'), 1);
	assert.equal(query(k, `SELECT COUNT(*) FROM outgoing WHERE matter_id = ${idOf(h.number)}`), '0');
});

test('marked confidential meanwhile, its words do not leave by mail', async () => {
	const g = await given(k, asker);
	await answer(expert, g.number, { text: 'Salaista sisältöä tässä.' });
	await act(desk, g.number, 'confidential', {});
	const body = query(k, `SELECT body_text FROM mail WHERE matter_id = ${idOf(g.number)} AND purpose = 'answer'`);
	assert.ok(body);
	assert.doesNotMatch(body, /Salaista sisältöä/);
});

test('told on the phone: it has been said, there is nothing to undo', async () => {
	const g = await given(k, asker);
	const was = waiting();
	const write = await expert.get(at(g.number, '/answer'));
	const preview = await expert.submit(write, `${at(g.number)}/answer`, { text: TEXT, told: 'phone', step: 'preview' });
	assert.equal(preview.status, 200);
	await expert.submit(preview, `${at(g.number)}/answer`, { step: 'send' });
	assert.equal(waiting(), was);
	assert.match(await follow(g), /Kadun reuna/);
});

test('after two minutes everything leaves once, also when the service was killed in between', async () => {
	const list = [], many = [];
	for (let i = 0; i < 8; i++) {
		const g = await given(k, { ...asker, email: `kysyja${i}@posti.example` });
		await answer(expert, g.number, { text: TEXT });
		list.push(g);
	}
	for (let i = 0; i < 22; i++) many.push(await given(k, { ...asker, email: `moni${i}@posti.example` }));
	const group = await joinedAtOnce(k, desk, many);
	await sayToAll(desk, group, { text_fi: TEXT }, { files: [['photo', 'kartta.png', png, 'image/png']] });
	list.push(...many);
	assert.ok(waiting() >= 28, 'eight alone, the first twenty of the group');
	for (const g of list) assert.equal(mails(g.number, 'answer'), 0, 'not before its time');
	k.child.kill('SIGKILL');
	await k.exited;
	const next = await start({ dir: k.dir, db: k.db, port: k.port, env: { KAIKU_CLOCK: '+121' } });
	try {
		await until(() => waiting() < 28, 'some to leave');
		next.child.kill('SIGKILL'); // while they leave, too
		await next.exited;
		await next.spawn();
		await until(() => waiting() === 0 && mails(many.at(-1).number, 'answer') + mails(many.at(-2).number, 'answer') === 2, 'all to leave');
		for (const g of list) {
			assert.equal(mails(g.number, 'answer'), 1, g.number);
			assert.ok((await follow(g)).includes(TEXT));
		}
		for (const g of many) assert.match(await follow(g), /kartta\.png/);
		const names = query(k, `SELECT file FROM attachment WHERE matter_id IN (${many.map((g) => idOf(g.number)).join()})`).split('\n');
		assert.equal(new Set(names).size, many.length, 'each has its own');
		const late = await staff(k, STAFF.expert);
		const page = await late.get(at(list[0].number));
		assert.ok(!form(page, 'undo'));
	} finally {
		await next.stop({ keep: true });
		await k.spawn();
	}
});

test('what is passed on to a body outside waits, and undo brings the form back as it was filled', async () => {
	const units = '/staff/admin/units';
	const admin = await staff(k, STAFF.admin);
	const csv = 'code;name_fi;kind;mail\nlaitos;Esimerkin laitos;authority;kirjaamo@laitos.example\nyhtio;Esimerkin Sähkö Oy;company;vika@yhtio.example\n';
	await admin.submit(await admin.submit(await admin.get(`${units}/import`), `${units}/import`, { csv }), `${units}/import/apply`);
	const pass = async (number, name, values) => {
		const page = await desk.get(at(number, '/pass'));
		return desk.submit(page, `${at(number)}/pass`, { body: page.text.match(new RegExp(`<option value="(\\d+)"[^>]*>${name}<`))[1], agreed: null, ...values });
	};
	const g = await given(k, asker);
	const was = stateOf(g.number), page = await follow(g);
	const sent = await pass(g.number, 'Esimerkin Sähkö Oy', { how: 'mail', agreed: '1', text: 'Kiitos, että kerroit.' });
	assert.match(sent.url, /done=answered_held/);
	assert.match(textOf(sent.text), /Siirto lähtee kello [\d.]+ Peru lähetys/);
	assert.equal(await follow(g), page, 'the sender sees what was');
	assert.equal(mails(g.number, 'passed_on') + mails(g.number, 'answer'), 0, 'nobody has mail');
	const back = await undo(desk, g.number);
	assert.match(back.url, /\/pass\?.*done=undone/);
	assert.match(back.text, /<option value="\d+" selected>Esimerkin Sähkö Oy</);
	assert.match(back.text, /name="agreed"[^>]* checked/);
	assert.match(back.text, />\s*Kiitos, että kerroit\.<\/textarea>/);
	assert.equal(stateOf(g.number), was);
	assert.equal(query(k, `SELECT COUNT(*) FROM passing WHERE matter_id = ${idOf(g.number)}`), '0');

	await pass(g.number, 'Esimerkin laitos', { how: 'mail', text: '' });
	assert.equal(mails(g.number, 'passed_on'), 0);
	await g.client.submit(await g.client.get(`/follow/${g.code}`), '/reply', { text: 'Vielä yksi asia.' }); // who acts lets it leave
	assert.equal(mails(g.number, 'passed_on'), 1);
	assert.equal(mails(g.number, 'answer'), 1);
	assert.match(await follow(g), /Siirsimme viestisi[^]*Esimerkin laitos/);
	await g.client.submit(await g.client.get(`/follow/${g.code}`), '/reply', { text: 'Ja toinen.' });
	assert.equal(mails(g.number, 'passed_on'), 1, 'once');
});

test('the delay is a setting of the municipality; 0 sends at once', async () => {
	const admin = await staff(k, STAFF.admin);
	for (const [value, status] of [['601', 422], ['-1', 422], ['x', 422], ['', 422], ['0', 200]]) {
		const page = await admin.get('/staff/admin/settings');
		const r = await admin.submit(page, '/staff/admin/settings', { answer_delay: value });
		assert.equal(r.status, status, value);
	}
	await until(async () => {
		const g = await given(k, asker);
		const sent = await answer(expert, g.number, { text: TEXT });
		return /done=answered(&|$)/.test(sent.url) && mails(g.number, 'answer') === 1 && (await follow(g)).includes(TEXT);
	}, 'every worker to know it');
});
