// SIGKILL for workers and for the supervisor while a thousand residents send
// at once. Every sender keeps the form key and tries again until there is a
// receipt, as a person would. Afterwards the test's own list of receipts is
// held against the database: nobody's message is missing, nobody's is there
// twice. KAIKU_ROUNDS sets how often.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Client, forms, run, sleep, start, until } from '../lib/kaiku.mjs';
import { children } from '../lib/process.mjs';

const ROUNDS = Number(process.env.KAIKU_ROUNDS || 3);
const SENDERS = 1000;
const receipts = new Map(); // marker -> {number, code}: what residents were told

let k;
before(async () => { k = await start(); });
after(() => k.stop());

function query(text) {
	const r = k.db
		? spawnSync('psql', [k.db, '-qAtX', '-c', text], { encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, PGOPTIONS: '-c kaiku.tenant=1' } })
		: spawnSync('sqlite3', ['-cmd', '.timeout 10000', path.join(k.dir, 'esimerkkila', 'kaiku.db'), text], { encoding: 'utf8', maxBuffer: 1 << 28 });
	assert.equal(r.status, 0, r.stderr);
	return r.stdout.trim();
}

const readReceipt = (text) => ({ number: text.match(/\b(20\d\d-\d+)\b/)?.[1], code: text.match(/\/follow\/([A-Za-z0-9_-]{37})/)?.[1] });

/** A page that is asked for again when its connection dies: the last killed worker's may still be open here. */
async function getAlive(client, target) {
	for (let tries = 0; ; tries++)
		try {
			return await client.get(target);
		} catch (e) {
			if (tries === 20) throw e;
			await sleep(50);
		}
}

/** A form as the resident has it open, before anything breaks. */
async function openForm(marker) {
	const client = new Client(k.url);
	const page = await getAlive(client, '/fi/give');
	const form = forms(page.text).find((f) => f.fields.some(([name]) => name === 'text'));
	assert.ok(form, `the form of /fi/give (${page.status})`);
	const fields = form.fields.filter(([name]) => !['text', 'email', 'first'].includes(name));
	return { client, marker, fields: [...fields, ['first', 'on'], ['text', `Katuvalo on pimeänä, merkki ${marker}, kiitos.`], ['email', `${marker}@asukas.example`]] };
}

const tally = { tries: 0, broken: 0, refused: 0 };
/** Sends until there is a receipt. */
async function sendUntilDone(form) {
	for (const end = Date.now() + 120000; Date.now() < end; await sleep(20 + Math.random() * 80)) {
		tally.tries++;
		let page;
		try {
			page = await form.client.post('/fi/give', form.fields);
		} catch {
			tally.broken++; // the connection died: sent or not, who knows
			continue;
		}
		if (page.status === 503) {
			tally.refused++;
			continue;
		}
		assert.equal(page.status, 200, page.text);
		const receipt = readReceipt(page.text);
		assert.ok(receipt.number && receipt.code, page.text);
		receipts.set(form.marker, receipt);
		return;
	}
	assert.fail(`no receipt for ${form.marker} in two minutes`);
}

function killOne(name) {
	const victims = children(k.child.pid).filter((c) => c.name.startsWith(name));
	const victim = victims[Math.floor(Math.random() * victims.length)];
	if (victim) try { process.kill(victim.pid, 'SIGKILL'); } catch { return 0; }
	return victim ? 1 : 0;
}

async function killSupervisor() {
	k.child.kill('SIGKILL');
	await k.exited;
	await k.spawn();
}

for (let round = 1; round <= ROUNDS; round++)
	test(`round ${round} of ${ROUNDS}: ${SENDERS} senders, killed workers, one killed supervisor`, async () => {
		const all = [];
		for (let i = 0; i < SENDERS; i += 100)
			all.push(...await Promise.all(Array.from({ length: 100 }, (_, j) => openForm(`r${round}n${i + j}x`))));
		assert.equal(new Set(all.map((f) => new Map(f.fields).get('key'))).size, SENDERS, 'every form has a key of its own');
		let running = true, killed = 0;
		const senders = Promise.all(all.map(sendUntilDone)).finally(() => { running = false; });
		const killer = (async () => {
			await sleep(20 + Math.random() * 60);
			killed += killOne('kaiku-worker');
			await sleep(Math.random() * 100);
			await killSupervisor();
			killed++;
			while (running) {
				await sleep(20 + Math.random() * 200);
				killed += running ? killOne('kaiku-worker') : 0;
			}
		})();
		await Promise.all([senders, killer]);
		assert.ok(killed >= 2, `${killed} processes killed`);
		assert.equal([...receipts.keys()].filter((m) => m.startsWith(`r${round}n`)).length, SENDERS);
	});

test('something did break', () => {
	assert.ok(tally.broken > 0, JSON.stringify(tally));
	assert.ok(tally.tries > ROUNDS * SENDERS, JSON.stringify(tally));
});

test('every acknowledged message is there exactly once, under the number that was given', () => {
	const rows = query("SELECT number_year || '-' || number || ' ' || text FROM matter WHERE text LIKE '%merkki r%'").split('\n');
	const stored = new Map();
	for (const row of rows) {
		const [, number, marker] = row.match(/^(\d+-\d+) .*merkki (\w+),/);
		stored.set(marker, [...(stored.get(marker) ?? []), number]);
	}
	for (const [marker, receipt] of receipts)
		assert.deepEqual(stored.get(marker), [receipt.number], `message ${marker}`);
	assert.equal(stored.size, ROUNDS * SENDERS);
	assert.equal(new Set([...receipts.values()].map((r) => r.number)).size, ROUNDS * SENDERS, 'no number twice');
	assert.equal(new Set([...receipts.values()].map((r) => r.code)).size, ROUNDS * SENDERS, 'no code twice');
});

test('the tracking codes open the messages', async () => {
	const list = [...receipts];
	for (let i = 0; i < list.length; i += 50)
		await Promise.all(list.slice(i, i + 50).map(async ([marker, receipt]) => {
			const page = await getAlive(new Client(k.url), `/follow/${receipt.code}`);
			assert.equal(page.status, 200);
			assert.ok(page.text.includes(receipt.number) && page.text.includes(`merkki ${marker},`), `${marker}: ${receipt.number}`);
		}));
});

test('whatever belongs to a message came with it', () => {
	for (const [table, where] of [['event', "x.kind = 'matter_created'"], ['party', '1 = 1'], ['due', "x.what = 'reaction'"], ['mail', "x.purpose = 'receipt'"]])
		assert.equal(query(`SELECT COUNT(*) FROM matter m WHERE m.text LIKE '%merkki r%' AND 1 <> (SELECT COUNT(*) FROM ${table} x WHERE x.tenant_id = m.tenant_id AND x.matter_id = m.id AND ${where})`), '0', `one ${table} each`);
	if (!k.db) assert.equal(query('PRAGMA integrity_check'), 'ok');
	const v = run(['verify', '--data', k.dir, ...(k.db ? ['--db', k.db] : [])]);
	assert.equal(v.status, 0, v.stdout + v.stderr);
});

test('a killed process was replaced within a second, each time', async () => {
	const waits = [...k.log.matchAll(/child ended: kind=worker.*again_in_ms=(\d+)/g)].map((m) => Number(m[1]));
	assert.ok(waits.length >= 1);
	assert.ok(waits.every((ms) => ms < 1000), `${waits}`);
	const names = () => children(k.child.pid).map((c) => c.name).sort().join(' ');
	await until(() => names() === 'kaiku-helper0 kaiku-helper1 kaiku-imager0 kaiku-jobs0 kaiku-opener0 kaiku-photos0 kaiku-worker0 kaiku-worker1', `everybody to be there: ${names()}`);
});
