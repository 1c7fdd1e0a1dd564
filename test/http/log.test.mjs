// The log of use: searches, exports and looks at confidential matters are
// written down, without the words; only an auditor reads them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { BIN, STAFF, query, run, start } from '../lib/kaiku.mjs';
import { act, answer, at, fieldOf, given, staff, textOf } from '../lib/desk.mjs';

const PASSWORD = 'pitka-ja-hyva-salasana-9';
let k, desk, auditor;

before(async () => {
	k = await start();
	desk = await staff(k);
	for (const [name, permissions] of [['tarkastaja', ['auditor']], ['luottohenkilo', ['triage', 'confidential']],
		['luottamusmies', ['triage', 'handle', 'publish', 'confidential', 'admin_topics']]]) {
		const made = run(['staff-add', '--data', k.dir, ...(k.db ? ['--db', k.db] : []), '--tenant', 'esimerkkila',
			'--mail', `${name}@esimerkkila.example`, '--name', `Tiina ${name}`, '--password-stdin',
			...permissions.flatMap((p) => ['--permission', p])], { input: `${PASSWORD}\n` });
		assert.equal(made.status, 0, made.stderr);
	}
	auditor = await staff(k, 'tarkastaja@esimerkkila.example', PASSWORD);
});
after(() => k?.stop());

const rows = (page) => [...page.text.matchAll(/<tr><td[\s\S]*?<\/tr>/g)].map(([r]) => textOf(r));

test('only an auditor reads the log', async () => {
	assert.equal((await auditor.get('/staff/log')).status, 200);
	assert.equal((await desk.get('/staff/log')).status, 403);
	assert.equal((await (await staff(k, STAFF.admin)).get('/staff/log')).status, 403);
	assert.doesNotMatch((await desk.get('/staff/queue/triage')).text, /"\/staff\/log"/);
});

test('a search is written down without its words; who knows them can ask', async () => {
	await desk.get('/staff/search?q=Kaarina+Salaperäinen');
	await desk.get('/staff/search?q=040+765+4321');
	await desk.get('/staff/search?q=joku%40salainen.example');
	const page = await auditor.get('/staff/log?kind=searched');
	const list = rows(page);
	assert.equal(list.length, 3);
	assert.match(list[0], /Haki sähköpostiosoitteella, löytyi 0/);
	assert.match(list[1], /Haki puhelinnumerolla, löytyi \d/);
	assert.match(list[2], /Haki nimellä tai sanoilla, löytyi 0/);
	assert.doesNotMatch(page.text, /Salaperäinen|765|salainen/i);
	const asked = await auditor.get('/staff/log?asked=kaarina++SALAPERÄINEN');
	assert.equal(rows(asked).length, 1);
	assert.match(textOf(asked.text), /Verrattiin 3 uusimpaan hakuun/);
	assert.equal(rows(await auditor.get('/staff/log?asked=Kaarina')).length, 0);
});

test('exports and looks at confidential matters are written down', async () => {
	const admin = await staff(k, STAFF.admin);
	for (const path of ['/staff/admin/units.csv', '/staff/admin/staff.csv', '/staff/figures.csv'])
		assert.equal((await admin.get(path)).status, 200, path);
	const g = await given(k, { topic: 'health_services', text: 'Terveysasemalla ei vastata puhelimeen.' });
	const trusted = await staff(k, 'luottohenkilo@esimerkkila.example', PASSWORD);
	assert.equal((await trusted.get(at(g.number))).status, 200);
	const list = rows(await auditor.get('/staff/log'));
	for (const wanted of [/Vei taulukon yksiköt/, /Vei taulukon henkilöstö/, /Vei taulukon luvut/,
		new RegExp(`Tiina luottohenkilo Katsoi luottamuksellista asiaa ${g.number}`), /Luki käyttölokia/])
		assert.ok(list.some((r) => wanted.test(r)), `${wanted}\n${list.join('\n')}`);
	assert.doesNotMatch((await trusted.get(at(g.number))).text, /avasi luottamuksellisen|katsoi/i);
	const person = (await auditor.get('/staff/log')).text.match(/<option value="(\d+)"[^>]*>Tiina luottohenkilo</)[1];
	const theirs = rows(await auditor.get(`/staff/log?staff=${person}`));
	assert.ok(theirs.length && theirs.every((r) => r.includes('Tiina luottohenkilo')));
});

// Every staff route there is, opened and refused: whatever shows the words of a
// confidential matter is written down once, also when the page says no.
test('no page shows a confidential matter without being written down', async () => {
	const canary = 'Kanarialintu-5512';
	const routes = JSON.parse(run(['routes', '--json']).stdout).filter((r) => r.path.startsWith('/staff') && !/login|logout|forgot|link|\/admin/.test(r.path));
	const person = await staff(k, 'luottamusmies@esimerkkila.example', PASSWORD);
	const make = async () => {
		const g = await given(k, { topic: 'social_services', type: 'question', text: `Naapurissa on hätä, ${canary}.`, email: 'lintu@posti.example' },
			{ files: [['photo', 'lausunto.pdf', `%PDF-1.4\n% ${canary}\n%%EOF\n`, 'application/pdf']] });
		const id = query(k, `SELECT id FROM matter WHERE number = ${g.number.split('-')[1]}`);
		const asks = await person.get(at(g.number, '/view'));
		const unit = asks.text.match(/<option value="(\d+)"[^>]*>Hyvinvointi ja työllisyys/)?.[1] ?? asks.text.match(/<select[^>]*id="unit"[^]*?<option value="(\d+)"/)[1];
		await person.submit(asks, at(g.number, '/view'), { unit, text: 'Mitä tästä ajattelette?' });
		await answer(person, g.number, { text: 'Selvitämme asiaa.', step: 'preview' }, 'interim');
		await act(person, g.number, 'urgent', { urgency: 'Ei voi odottaa.' });
		const one = (sql) => query(k, sql).split('\n')[0];
		return { id, number: g.number,
			letter: one(`SELECT id FROM entry WHERE matter_id = ${id} AND kind = 'interim_reply'`), ask: one(`SELECT id FROM ask WHERE matter_id = ${id}`),
			file: one(`SELECT id FROM attachment WHERE matter_id = ${id}`) };
	};
	const fill = (m, path) => path.replace('{number}', m.number).replace('letter/{id}', `letter/${m.letter}`).replace('ask/{id}', `ask/${m.ask}`)
		.replace('views/{id}', `views/${m.ask}`).replace('files/{id}', `files/${m.file}`).replace('{queue}', 'all').replace('{id}', '1');
	const state = (m) => query(k, `SELECT version, (SELECT COUNT(*) FROM event e WHERE e.matter_id = ${m.id} AND kind IN ('viewed', 'disclosed')) FROM matter WHERE id = ${m.id}`).split('|').map(Number);
	const shown = { GET: new Set(), POST: new Set() };
	const check = async (m, route, what, ask) => {
		const r = await ask(), shows = r.text.includes(canary), [version, looks] = state(m), page = r.status < 300 || r.status >= 400;
		assert.ok(r.status < 500, `${what}: ${r.status}`);
		assert.ok(looks === m.looks + (shows ? 1 : 0) || (page && looks === m.looks + 1), `${what}: ${r.status}${shows ? ', shown' : ''}, ${looks - m.looks} looks`);
		if (looks > m.looks) shown[route.method].add(`${route.path} ${r.status}`);
		Object.assign(m, { version, looks });
	};
	const walk = async (m, some) => {
		[m.version, m.looks] = state(m);
		for (const route of some.filter((r) => r.method === 'GET'))
			await check(m, route, route.path, () => person.request('GET', `${fill(m, route.path)}?q=Naapurissa`, { follow: false }));
		for (const [stale, text] of [[true, 'Näin.'], [false, ''], [false, 'x'.repeat(10001)]]) {
			const page = await person.get('/staff/account');
			const left = (r) => ![...shown.POST].some((one) => one.startsWith(`${r.path} 4`)); // until it has refused
			for (const route of some.filter((r) => r.method === 'POST' && /\{(number|id)\}/.test(r.path) && !/open-up|filters|templates|storm/.test(r.path) && left(r)))
				await check(m, route, `${route.path}, ${stale ? 'stale, ' : ''}${text.length} letters`, () => person.post(fill(m, route.path), [
					['csrf', fieldOf(page, 'logout', 'csrf')], ['key', fieldOf(page, 'logout', 'key')], ['version', stale ? 1 : m.version],
					...['text', 'note', 'why', 'reason', 'urgency', 'date', 'title'].map((n) => [n, text])], { follow: false }));
		}
	};
	const m = await make();
	await walk(m, routes);
	await act(person, m.number, 'close', { outcome: 'improper', reason: 'Ei asiaa.' });
	await walk(m, routes.filter((r) => r.path.includes('{number}')));
	const said = [...shown.POST].sort().join('\n');
	for (const path of ['route', 'return', 'note', 'close', 'take', 'ask', 'pass', 'view', 'answer', 'promise', 'join', 'urgent', 'take-up', 'publish', 'hide'])
		assert.match(said, new RegExp(`/${path} 4`), `${path} refuses with the page of the matter`);
	assert.ok(shown.GET.size >= 9, [...shown.GET].join('\n'));
});

test('a forged address of the log is no page, and the chain still fits', async () => {
	for (const bad of ['kind=nothing', 'before=x', 'staff=1%27'])
		assert.equal((await auditor.get(`/staff/log?${bad}`)).status, 404, bad);
	const r = spawnSync(BIN, ['verify', '--data', k.dir, ...(k.db ? ['--db', k.db] : [])], { encoding: 'utf8' });
	assert.equal(r.status, 0, r.stdout + r.stderr);
	assert.match(r.stdout, / 0 bad/);
});
