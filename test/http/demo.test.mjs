// The demo's passwords are in the README: they must open nothing from elsewhere.
import test from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { BIN, Client, ENGINE, STAFF, freshDatabase, run, start } from '../lib/kaiku.mjs';
import { raw } from '../lib/process.mjs';
import { flags, query } from '../fault/faults.mjs';

delete process.env.KAIKU_TEST_DEMO; // here it is made, not copied

test('demo sign-ins work on this machine only', async (t) => {
	const k = await start({ args: ['--trusted-proxies', '127.0.0.1'] });
	t.after(() => k.stop());
	const here = await new Client(k.url).login(STAFF.desk);
	assert.equal(here.status, 200);
	assert.match(here.url, /^\/staff\/queue\//);
	const afar = new Client(k.url, { 'x-forwarded-for': '192.0.2.7' });
	const refused = await afar.login(STAFF.desk);
	assert.equal(refused.status, 403);
	assert.equal(afar.cookies.size, 0);
	assert.match(refused.text, new RegExp(STAFF.desk), 'what was typed stays');
	assert.equal((await afar.get('/staff/queue/all', { follow: false })).status, 303);
});

/** Asks the database beside the service. */
const ask = (k, text) => query(k, text).split('\n').filter(Boolean);

test('the whole corpus is there, every topic in three languages, in believable states over a year', async (t) => {
	const k = await start();
	t.after(() => k.stop());
	const corpus = readFileSync('data/feedback_corpus.jsonl', 'utf8').trim().split('\n').map((l) => JSON.parse(l));
	const codes = [...new Set(corpus.map((c) => c.topic))].sort();
	const topics = ask(k, 'SELECT code, name_fi, name_sv, name_en FROM topic').map((l) => l.split('|'));
	for (const code of codes) {
		const topic = topics.find(([c]) => c === code);
		assert.ok(topic, `topic ${code}`);
		assert.equal(new Set(topic.slice(1)).size >= 2 && topic.slice(1).every((name) => name.length > 2), true, topic.join());
	}
	assert.equal(Number(ask(k, 'SELECT COUNT(*) FROM matter')[0]), corpus.length);
	assert.deepEqual(ask(k, 'SELECT DISTINCT lang FROM matter ORDER BY 1'), ['en', 'fi', 'sv']);
	const [first, last] = ask(k, 'SELECT MIN(received_at), MAX(received_at) FROM matter')[0].split('|').map(Number);
	const now = Date.now() * 1000, day = 86400e6;
	assert.ok(first > now - 367 * day && first < now - 300 * day && last <= now && last > now - 10 * day, `${first} ${last}`);
	const states = ask(k, 'SELECT handling, COUNT(*) FROM matter GROUP BY handling').map((l) => l.split('|')[0]);
	for (const state of ['triage', 'assigned', 'in_work', 'answered', 'closed']) assert.ok(states.includes(state), `${state} of ${states}`);
	assert.ok(Number(ask(k, "SELECT COUNT(*) FROM publication WHERE text_state = 'public'")[0]) > 50);
	assert.equal(ask(k, "SELECT COUNT(*) FROM publication p JOIN matter m ON m.tenant_id = p.tenant_id AND m.id = p.matter_id JOIN topic t ON t.tenant_id = m.tenant_id AND t.id = m.topic_id WHERE p.text_state = 'public' AND t.confidential = 1")[0], '0');
	const sound = run(['verify', ...flags(k)]);
	assert.equal(sound.status, 0, sound.stdout);
});

test('the demo municipality answers for any name of this machine, and for no other', async (t) => {
	const k = await start({ matters: 5 });
	t.after(() => k.stop());
	const status = async (host) => (await raw(k.port, `GET /fi/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).slice(9, 12);
	for (const host of ['localhost', 'localhost:1234', '127.0.0.1', '127.7.8.9', '[::1]', `[::1]:${k.port}`, 'kunta.localhost', 'LOCALHOST', 'esimerkkila.example']) assert.equal(await status(host), '200', host);
	for (const host of ['localhost.example', '128.0.0.1', 'mylocalhost', '[::2]', '0x7f.1']) assert.equal(await status(host), '421', host);
});

test('kaiku demo does nothing twice, and what a kill left is made whole', async (t) => {
	const k = await start({ matters: 40 });
	t.after(() => k.stop());
	const before = ask(k, 'SELECT COUNT(*), MAX(id) FROM matter');
	const again = run(['demo', ...flags(k)]);
	assert.equal(again.status, 1);
	assert.match(again.stderr, /there already/);
	const missing = run(['demo', ...flags(k), '--if-missing']);
	assert.equal(missing.status, 0, missing.stderr);
	assert.match(missing.stdout, /password kaiku-demo/);
	assert.deepEqual(ask(k, 'SELECT COUNT(*), MAX(id) FROM matter'), before);

	const dir = mkdtempSync(path.join(os.tmpdir(), 'kaiku-test-'));
	const database = k.db ? freshDatabase() : null;
	t.after(() => { database?.drop(); rmSync(dir, { recursive: true, force: true }); });
	const own = { dir, db: database?.url };
	for (const ms of [5, 30, 80, 150, 300]) spawnSync(BIN, ['demo', ...flags(own), '--matters', '60', '--if-missing'], { timeout: ms, killSignal: 'SIGKILL' });
	const whole = run(['demo', ...flags(own), '--matters', '60', '--if-missing']);
	assert.equal(whole.status, 0, whole.stderr);
	assert.deepEqual(ask(own, 'SELECT COUNT(*) FROM matter'), ['60']);
	assert.equal(run(['verify', ...flags(own)]).status, 0);
});

test('--staff makes that many more experts, each in a unit, none with a password', (t) => {
	const dir = mkdtempSync(path.join(os.tmpdir(), 'kaiku-test-'));
	const database = ENGINE === 'postgres' ? freshDatabase() : null;
	t.after(() => { database?.drop(); rmSync(dir, { recursive: true, force: true }); });
	const own = { dir, db: database?.url };
	const made = run(['demo', ...flags(own), '--matters', '5', '--staff', '40']);
	assert.equal(made.status, 0, made.stderr);
	assert.deepEqual(ask(own, "SELECT COUNT(*), COUNT(DISTINCT unit_id), COUNT(NULLIF(password_hash, '')) FROM staff WHERE mail LIKE 'henkilo-%'"), ['40|14|0']);
	assert.deepEqual(ask(own, "SELECT COUNT(*) FROM staff_permission p JOIN staff s ON s.tenant_id = p.tenant_id AND s.id = p.staff_id WHERE s.mail LIKE 'henkilo-%' AND p.unit_id = s.unit_id"), ['40']);
});
