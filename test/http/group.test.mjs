// Many as one: matters about the same thing join a group, one answer reaches
// every sender once, and leaving is the undo.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, forms, query as inDatabase, run, STAFF, start, until } from '../lib/kaiku.mjs';
import { act, answer, at, form, given, route, staff, textOf } from '../lib/desk.mjs';
import { areaOf as area, groupOf as groupFor, joined, joinedAtOnce, sayToAll } from '../lib/group.mjs';
import { mailsTo as sentTo } from '../lib/post.mjs';
import { startRelay } from './smtp_server.mjs';

let k, post, desk, expert;

before(async () => {
	post = await startRelay();
	k = await start({ matters: 0, args: ['--mail-relay', post.url] });
	desk = await staff(k);
	expert = await staff(k, STAFF.expert);
});
after(async () => { await k?.stop(); await post?.stop(); });

const query = (sql) => inDatabase(k, sql);
const mailsTo = (address, what) => sentTo(post, address, what);
const join = (number, other, who = desk) => act(who, number, 'join', { with: other });
const leave = (number, who = desk) => act(who, number, 'leave');
const groupOf = (number, who = desk) => groupFor(who, number);
const leak = { topic: 'water_sewer', text: 'Vesiputki on rikki ja katu tulvii koulun edessä.', place: 'Koulukatu 3', wants_reply: '1' };
const answerAll = (group, values, who = desk) => sayToAll(who, group, values);

test('what is alike is offered on the page of the matter and where messages are directed; a click joins, a click leaves', async () => {
	const a = await given(k, leak), far = await given(k, { ...leak, text: 'Hanavesi maistuu oudolta meillä.', place: 'Rantatie 90' });
	const b = await given(k, { ...leak, text: 'Koulun edessä vuotaa vettä kadulle.', place: 'Koulukatu 3' });
	const other = await given(k, { ...leak, topic: 'parks' });
	const page = await desk.get(at(b.number));
	const offers = page.text.match(/<section class="card same"[\s\S]*?<\/section>/)[0];
	assert.match(offers, new RegExp(a.number));
	assert.doesNotMatch(offers, new RegExp(`${far.number}|${other.number}`), 'another place and other words, another topic');
	const joined = await desk.submit(page, `${at(b.number)}/join`);
	assert.match(textOf(joined.text), /Viesti on nyt samassa ryhmässä\. .*2 viestiä, avoinna 2/);
	const group = await groupOf(b.number);
	assert.equal(await groupOf(a.number), group, 'the other one is in it, too');
	const shown = textOf((await desk.get(group)).text);
	assert.match(shown, new RegExp(`${a.number}.*vanhin viesti.*${b.number}`));
	const c = await given(k, { ...leak, topic: '', text: 'Katu tulvii koulun kohdalla!' }); // nobody's yet
	const queue = textOf((await desk.get('/staff/queue/triage')).text);
	assert.ok([a, b].some((x) => queue.includes(`Sama asia kuin ${x.number}?`)), 'the newcomer is marked');
	assert.match(textOf((await desk.get(at(c.number))).text), /on jo ryhmässä/);
	assert.equal((await join(c.number, a.number)).status, 200);
	assert.equal(await groupOf(c.number), group);
	const left = await leave(c.number);
	assert.match(textOf(left.text), /poistettu ryhmästä ja on ennallaan/);
	assert.equal(await groupOf(c.number), undefined);
	await leave(b.number);
	assert.equal(await groupOf(a.number), undefined, 'a group of one is none');
	assert.match(textOf((await desk.get(at(b.number))).text), /yhdistettiin samaa asiaa koskeviin.*|poistettiin ryhmästä/, 'both are written down');
});

test('one answer reaches every sender once, in their language; each keeps number, page and promise', async () => {
	const of = (n, more = {}, options) => given(k, { ...leak, ...more, email: n && `${n}@posti.example` }, options);
	const a = await of('anna'), twice = await of('anna'), sv = await of('sven', { text: 'Vattnet rinner på gatan vid skolan.' }, { lang: 'sv' });
	const en = await of('eve', { text: 'Water is running down the street.' }, { lang: 'en' });
	const page = await given(k, { ...leak, wants_reply: '1' });
	for (const g of [twice, sv, en, page]) assert.equal((await join(g.number, a.number)).status, 200);
	const group = await groupOf(a.number);
	await until(() => mailsTo('eve@posti.example').length, 'the receipts');
	const preview = await desk.submit(await desk.get(`${group}/answer`), `${group}/answer`, { text_fi: 'Putki on korjattu.', text_sv: 'Röret är lagat.', text_en: '', outcome: 'done', step: 'preview' });
	assert.match(textOf(preview.text), /Menee 5 avoimelle viestille.*Putki on korjattu.*Röret är lagat/);
	const done = await desk.submit(preview, `${group}/answer`, { step: 'send' });
	assert.match(done.url, /done=answered/);
	const shown = textOf(done.text);
	assert.match(shown, /sama lähettäjä, toisen viestin mukana/);
	assert.match(shown, /seurantasivulla/);
	for (const [g, text, state] of [[a, /Putki on korjattu\./, /Korjattu|hoidettu|Valmis/i], [twice, /Putki on korjattu\./, /./], [sv, /Röret är lagat\./, /./], [en, /Putki on korjattu\./, /./], [page, /Putki on korjattu\./, /./]]) {
		const follow = await g.client.get(`/follow/${g.code}`);
		assert.match(textOf(follow.text), text);
		assert.match(textOf(follow.text), state);
		assert.match(textOf(follow.text), new RegExp(g.number), 'its own number');
	}
	await until(() => mailsTo('sven@posti.example', /Röret är lagat/).length && mailsTo('eve@posti.example', /Putki on korjattu/).length && mailsTo('anna@posti.example', /Putki on korjattu/).length, 'the answers');
	assert.equal(mailsTo('anna@posti.example', /Putki on korjattu/).length, 1, 'two messages, one mail');
	assert.match(mailsTo('sven@posti.example', /Röret är lagat/)[0], /Ditt ärende|Ärendenummer|svar/i, 'the frame is in their language');
	assert.match(mailsTo('eve@posti.example', /Putki on korjattu/)[0], /answer/i);
	const ids = [a, twice, sv, en, page].map((g) => g.number.split('-')[1]).join();
	assert.equal(query(`SELECT COUNT(*) FROM due d JOIN matter m ON m.id = d.matter_id AND m.tenant_id = d.tenant_id WHERE m.number IN (${ids}) AND d.met_at IS NULL`), '0', 'all promises are kept');

	// who comes later is offered the same answer
	const late = await of('lauri');
	await join(late.number, sv.number);
	const again = await desk.get(`${group}/answer`);
	assert.match(again.text, /Putki on korjattu\./);
	assert.match(textOf(again.text), /Menee 1 avoimelle viestille/);
	await desk.submit(await desk.submit(again, `${group}/answer`, { step: 'preview' }), `${group}/answer`, { step: 'send' });
	await until(() => mailsTo('lauri@posti.example', /Putki on korjattu/).length, 'the answer for the latecomer');
	assert.equal(mailsTo('anna@posti.example', /Putki on korjattu/).length, 1, 'nobody else hears it again');
	assert.equal((await desk.get(at(late.number))).text.includes('Vastaa kaikille'), false, 'nobody is left');
});

test('nothing leaves when the group has changed since it was looked at, and nothing typed is lost', async () => {
	const a = await given(k, leak), b = await given(k, leak), c = await given(k, leak);
	await join(b.number, a.number);
	const group = await groupOf(a.number);
	const page = await desk.get(`${group}/answer`);
	for (const [values, said] of [[{ text_fi: '' }, /Kirjoita vastaus/], [{ text_fi: 'Hei {lähettäjä}' }, /Täydennä tai poista \{lähettäjä\}/], [{ text_fi: 'Ei tehdä.', outcome: 'wont_do' }, /perustelu|syy/i]]) {
		const refused = await desk.submit(page, `${group}/answer`, { ...values, step: 'preview' });
		assert.equal(refused.status, 422);
		assert.match(textOf(refused.text), said);
	}
	const preview = await desk.submit(page, `${group}/answer`, { text_fi: 'Tulossa kuntoon.', step: 'preview' });
	await join(c.number, a.number);
	const stopped = await desk.submit(preview, `${group}/answer`, { step: 'send' });
	assert.equal(stopped.status, 409);
	assert.match(textOf(stopped.text), /Ryhmä on muuttunut/);
	assert.match(stopped.text, /Tulossa kuntoon\./);
	assert.doesNotMatch(textOf((await a.client.get(`/follow/${a.code}`)).text), /Tulossa kuntoon/);
	const again = await desk.submit(stopped, `${group}/answer`, { kind: 'interim', step: 'preview' });
	const sent = await desk.submit(again, `${group}/answer`, { step: 'send' });
	assert.match(sent.url, /done=answered/);
	const twice = await desk.submit(again, `${group}/answer`, { step: 'send' });
	assert.ok(twice.status < 500);
	for (const g of [a, b, c]) {
		const follow = textOf((await g.client.get(`/follow/${g.code}`)).text);
		assert.equal(follow.match(/Tulossa kuntoon\./g)?.length, 1, 'an interim reply, once');
	}
	assert.match((await desk.get(group)).text, /Vastaa kaikille/, 'they are open still');
});

test('the form keeps what is typed: drafts, templates in each language, a session that ended, a group that came to its end', async () => {
	const texts = { text_fi: 'Suomeksi kaikille.', text_sv: 'På svenska.', reason: 'Ei rahaa.', outcome: 'wont_do' };
	const light = { topic: 'street_maintenance', text: 'Kuoppa kadussa.', email: 'a@posti.example' };
	const a = await given(k, light), sv = await given(k, { ...light, email: 'b@posti.example' }, { lang: 'sv' });
	const group = await joined(desk, [a, sv]);
	const form_ = () => desk.get(`${group}/answer`);
	const typed = (page) => [area(page, 'text_fi'), area(page, 'text_sv'), area(page, 'reason')];
	const saved = await desk.submit(await form_(), `${group}/answer`, { ...texts, kind: 'interim', step: 'draft' });
	assert.match(textOf(saved.text), /Luonnos on tallennettu/);
	assert.deepEqual(typed(await form_()), ['Suomeksi kaikille.', 'På svenska.', 'Ei rahaa.']);
	assert.match((await form_()).text, /value="interim"[^>]* checked/);
	assert.equal(area(await expert.get(`${group}/answer`), 'text_fi'), '', 'nobody else has it');
	await desk.submit(await form_(), `${group}/answer`, { kind: 'final', step: 'autosave' }, { follow: false });
	assert.equal(query(`SELECT COUNT(*) FROM draft WHERE matter_id = ${group.split('/').pop()}`), '1', 'one of both kinds');

	// A template of each language joins its own text; each sender's own number is filled for each.
	let page = await form_();
	for (const [lang, name] of [['fi', 'Kuoppa korjataan'], ['sv', 'Gropen lagas']]) {
		const id = page.text.match(new RegExp(`<select id="template_${lang}"[\\s\\S]*?<option value="(\\d+)">${name}<`))[1];
		page = await desk.submit(page, `${group}/answer`, { [`template_${lang}`]: id, step: `insert_${lang}` });
	}
	assert.match(area(page, 'text_fi'), /^Suomeksi kaikille\.\n\nKiitos ilmoituksestasi \(\{asianumero\}\)/);
	assert.match(area(page, 'text_sv'), /^På svenska\.\n\nTack för din anmälan \(\{ärendenummer\}\)/);
	const look = await desk.submit(page, `${group}/answer`, { step: 'preview' });
	const [fi, swedish] = [look.text.slice(look.text.indexOf('id="on-page-fi"'), look.text.indexOf('id="on-page-sv"')), look.text.slice(look.text.indexOf('id="on-page-sv"'))];
	assert.match(textOf(fi), new RegExp(`Kiitos ilmoituksestasi \\(${a.number}\\)[\\s\\S]*Otsikko Vastaus`), 'their page, and their mail');
	assert.match(textOf(swedish), new RegExp(`Tack för din anmälan \\(${sv.number}\\)`));
	assert.match(textOf(swedish), /Svar på ditt|Vårt svar|Svar/);
	assert.doesNotMatch(look.text, /[ab]@posti\.example/, 'no one\'s address stands for all');

	// The one who is spoken to in Swedish leaves: what was written in it stays.
	await leave(sv.number);
	const alone = await desk.submit(look, `${group}/answer`, { step: 'send' });
	assert.equal(alone.url.split('?')[0], at(a.number, '/answer'), 'there is no group: its words go on with its oldest matter');
	assert.match(textOf(alone.text), /Ryhmää ei enää ole/);
	assert.match(area(alone, 'text'), /^Suomeksi kaikille\.[\s\S]*På svenska\./);
	assert.doesNotMatch(textOf((await a.client.get(`/follow/${a.code}`)).text), /Suomeksi kaikille/);

	const again = await joined(desk, [a, sv]), c = new Client(k.url);
	await c.login(STAFF.desk, STAFF.password);
	const late = await c.get(`${again}/answer`);
	query(`UPDATE staff_session SET expires_at = 1 WHERE csrf = '${form(late, 'answer').fields.find(([n]) => n === 'csrf')[1]}'`);
	const ended = await c.submit(late, `${again}/answer`, { ...texts, step: 'send' }, { follow: false });
	assert.match(ended.headers.get('location') ?? '', /^\/staff\/login\?done=kept&next=/);
	const login = await c.get(ended.headers.get('location'));
	const back = await c.submit(login, '/staff/login', { mail: STAFF.desk, password: STAFF.password });
	assert.equal(back.url.split('?')[0], `${again}/answer`);
	assert.deepEqual(typed(back), ['Suomeksi kaikille.', 'På svenska.', 'Ei rahaa.']);
	// Somebody else was faster: both texts, also in a language nobody waits in any more.
	await answerAll(again, { text_fi: 'Toisen vastaus kaikille.' }, desk);
	const d = await given(k, light);
	await join(d.number, a.number);
	const both = await c.submit(back, `${again}/answer`, { step: 'send' });
	assert.equal(both.status, 409);
	assert.deepEqual(typed(both), ['Suomeksi kaikille.', 'På svenska.', 'Ei rahaa.']);
	assert.match(textOf(both.text), /Viimeksi sanottu kaikille Toisen vastaus kaikille\./);
});

test('a confidential matter is in no group and leaves when it becomes one; its text is on no page of the group', async () => {
	const canary = 'KANARIA-lintunen';
	const a = await given(k, leak), b = await given(k, { ...leak, text: `${canary} vesiputki tulvii.` }), c = await given(k, leak);
	const secret = await given(k, { ...leak, topic: 'health_services' });
	const page = await desk.get(at(a.number)), open = await desk.get(`/staff/confidential/${secret.number}`);
	assert.doesNotMatch(open.text, /class="card same"/, 'no form for it');
	const [, version] = open.text.match(/name="version" value="(\d+)"/);
	const hidden = Object.fromEntries(form(page, 'join').fields);
	const forced = await desk.post(`${at(secret.number)}/join`, { ...hidden, version, with: a.number });
	assert.equal(forced.status, 422);
	assert.equal((await join(a.number, secret.number)).status, 422);
	await join(b.number, a.number);
	await join(c.number, a.number);
	const group = await groupOf(a.number);
	assert.match((await desk.get(group)).text, new RegExp(canary));
	await act(desk, b.number, 'confidential');
	assert.doesNotMatch((await desk.get(group)).text, new RegExp(`${canary}|${b.number}`));
	assert.match(textOf((await desk.get(group)).text), /2 viestiä/);
	await route(desk, c.number, 'Hyvinvointi ja työllisyys', { topic: forms((await desk.get(at(c.number))).text).length ? (await desk.get(at(c.number))).text.match(/<option value="([^"]*)"[^>]*>Terveyspalvelut/)[1] : '' });
	assert.equal((await desk.get(group)).status, 404, 'one is left: no group');
	const d = await given(k, leak);
	const offered = (await desk.get(at(d.number))).text.match(/<section class="card same"[\s\S]*?<\/section>/)[0];
	assert.doesNotMatch(offered, new RegExp(`${canary}|${b.number}|${c.number}`), 'it is offered to nobody');
});

test('who sees only some of it: numbers of the rest, no words; who sees none finds nothing', async () => {
	const street = { topic: 'street_lighting', text: 'Katuvalot ovat pimeinä koko korttelissa.' };
	const mine = await given(k, street), parks = await given(k, { ...street, topic: 'parks', text: 'PUISTO-sana katuvalo.' });
	await route(desk, mine.number, 'Kadut ja liikenne');
	await route(desk, parks.number, 'Puistot ja luonto');
	assert.equal((await join(mine.number, parks.number, expert)).status, 422, 'an expert joins only what they see');
	await join(parks.number, mine.number);
	const group = await groupOf(mine.number, expert);
	const shown = await expert.get(group);
	assert.match(textOf(shown.text), new RegExp(`${parks.number} on toisella yksiköllä`));
	assert.doesNotMatch(shown.text, /PUISTO-sana/);
	const x = await given(k, leak), y = await given(k, leak);
	await join(x.number, y.number);
	assert.equal((await expert.get(await groupOf(x.number))).status, 404);
	assert.equal((await expert.get(`${await groupOf(x.number)}/answer`)).status, 404);
	await answerAll(group, { text_fi: 'Vika on sähköverkossa, korjaus on käynnissä.' }, expert);
	assert.match(textOf((await parks.client.get(`/follow/${parks.code}`)).text), /Vika on sähköverkossa/, 'joined by who saw both: the answer is for both');
});

test('a large group is answered by the job to the last', async () => {
	const a = await given(k, leak);
	const rest = [];
	for (let i = 0; i < 21; i++) rest.push(await given(k, leak));
	const group = await joinedAtOnce(k, desk, [a, ...rest]);
	await answerAll(group, { text_fi: 'Vesi tulee taas.' });
	await until(async () => /avoinna 0/.test(textOf((await desk.get(group)).text)), 'the job');
	const last = rest.at(-1);
	assert.match(textOf((await last.client.get(`/follow/${last.code}`)).text), /Vesi tulee taas\./);
	assert.match(textOf((await desk.get(at(last.number))).text), /Aino Neuvonen/, 'by who wrote it');
	assert.equal(run(['verify', '--data', k.dir, ...(k.db ? ['--db', k.db] : [])]).status, 0, 'the chain of events holds');
});

// ---- the property ----

const TABLES = {
	matter: 'id', due: 'id', entry: 'id', party: 'matter_id', publication: 'matter_id', stand: 'matter_id', reminder: 'id', mail: 'id',
};
/** Everything there is of these matters but events, and who is with whom, whatever the number of the group. */
function state(ids) {
	const parts = Object.entries(TABLES).map(([table, order]) => {
		const columns = table === 'mail' ? 'id, matter_id, purpose' : '*'; // what becomes of a mail is the world's
		const where = `${table === 'matter' ? 'id' : 'matter_id'} IN (${ids})`;
		return k.db ? `SELECT '${table}', row_to_json(x) FROM (SELECT ${columns} FROM ${table} WHERE tenant_id = 1 AND ${where}) x ORDER BY x.${order};`
			: `SELECT '${table}', x.* FROM (SELECT ${columns} FROM ${table} WHERE ${where}) x ORDER BY x.${order};`;
	});
	return query(`${parts.join(' ')} SELECT 'with', g.matter_id, (SELECT MIN(x.matter_id) FROM matter_group x WHERE x.tenant_id = g.tenant_id AND x.group_id = g.group_id) FROM matter_group g WHERE g.matter_id IN (${ids}) ORDER BY g.matter_id;`).split('\n');
}

test('joining and leaving a group returns to the same state: 40 random steps, compared row by row', async () => {
	let seed = 20261125;
	const dice = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
	const all = [];
	for (let i = 0; i < 5; i++) all.push(await given(k, { ...leak, email: `seppo${i}@posti.example`, may_publish: '1' }));
	await route(desk, all[1].number, 'Vesihuolto ja jätteet');
	await act(desk, all[2].number, 'take');
	await answer(desk, all[3].number, { text: 'Väliaikatieto.' }, 'interim');
	const ids = query(`SELECT id FROM matter WHERE number IN (${all.map((g) => g.number.split('-')[1]).join()}) ORDER BY id`).split('\n').join();
	await until(() => query(`SELECT COUNT(*) FROM mail WHERE matter_id IN (${ids}) AND delivery = 'queued'`) === '0', 'mails to leave');
	await until(() => query(`SELECT COUNT(*) FROM matter WHERE id IN (${ids}) AND assigned_at > told_at`) === '0', 'who is told');
	const first = state(ids);
	const where = new Map(); // number -> set of numbers, as it should be
	const others = (n) => where.get(n);
	for (let i = 0; i < 40; i++) {
		const one = all[dice(5)].number, two = all[dice(5)].number;
		if (others(one)) {
			const before = state(ids), group = others(one);
			assert.equal((await leave(one)).status, 200);
			group.delete(one);
			where.delete(one);
			if (group.size === 1) where.delete([...group][0]);
			if (group.size > 1 && dice(2)) { // and back: as it was
				await join(one, [...group][0]);
				assert.deepEqual(state(ids), before, `step ${i}: left and joined again`);
				group.add(one);
				where.set(one, group);
			}
		} else if (one !== two) {
			const before = state(ids);
			assert.equal((await join(one, two)).status, 200);
			if (dice(2)) { // and out: as it was
				await leave(one);
				assert.deepEqual(state(ids), before, `step ${i}: joined and left`);
				continue;
			}
			const group = others(two) ?? new Set([two]);
			group.add(one);
			where.set(one, group);
			where.set(two, group);
		}
		assert.equal(query(`SELECT COUNT(*) FROM matter_group WHERE matter_id IN (${ids})`), String(where.size), `step ${i}`);
	}
	for (const g of all) if (others(g.number) && (await groupOf(g.number))) await leave(g.number);
	assert.deepEqual(state(ids), first, 'at last all is as it was before');
	assert.ok(Number(query(`SELECT COUNT(*) FROM event WHERE matter_id IN (${ids}) AND kind IN ('joined_group', 'left_group')`)) > 20, 'every step is written down');
});

test('forms of a group refuse what is not theirs', async () => {
	const a = await given(k, leak), b = await given(k, leak);
	for (const other of ['', 'x', '2026-999999', a.number])
		assert.equal((await join(a.number, other)).status, 422, other);
	await join(b.number, a.number);
	assert.equal(form(await desk.get(at(b.number)), 'join'), undefined, 'it is in one');
	const page = await desk.get(at(b.number));
	await desk.submit(page, `${at(b.number)}/leave`);
	assert.equal((await leave(b.number).catch(() => null)), null, 'no form to leave');
	assert.equal((await desk.get('/staff/groups/1')).status, 404);
	assert.equal((await desk.get('/staff/groups/x')).status, 404);
	assert.equal((await desk.get('/staff/groups/1/answer')).status, 404);
});
