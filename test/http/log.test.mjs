// The log of use: searches, exports and looks at confidential matters are
// written down, without the words; only an auditor reads them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { BIN, Client, STAFF, run, start } from '../lib/kaiku.mjs';
import { at, given, staff, textOf } from '../lib/desk.mjs';

const PASSWORD = 'pitka-ja-hyva-salasana-9';
let k, desk, auditor;

before(async () => {
	k = await start();
	desk = await staff(k);
	for (const [name, permissions] of [['tarkastaja', ['auditor']], ['luottohenkilo', ['triage', 'confidential']]]) {
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

test('a forged address of the log is no page, and the chain still fits', async () => {
	for (const bad of ['kind=nothing', 'before=x', 'staff=1%27'])
		assert.equal((await auditor.get(`/staff/log?${bad}`)).status, 404, bad);
	const r = spawnSync(BIN, ['verify', '--data', k.dir, ...(k.db ? ['--db', k.db] : [])], { encoding: 'utf8' });
	assert.equal(r.status, 0, r.stdout + r.stderr);
	assert.match(r.stdout, / 0 bad/);
});
