// A backup of a running service, restored elsewhere, holds everything: every
// row of every table, every file, the key.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { BIN, Client, ENGINE, freshDatabase, give, run, start, until } from '../lib/kaiku.mjs';
import { answer, staff } from '../lib/desk.mjs';

const SLUG = 'esimerkkila';
const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex');
const PDF = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');

let k;
const work = mkdtempSync(path.join(os.tmpdir(), 'kaiku-backup-'));
const drops = [];
before(async () => { k = await start(); });
after(async () => {
	await k.stop();
	for (const d of drops) d();
	rmSync(work, { recursive: true, force: true });
});

const home = (dir, db) => ['--data', dir, ...(db ? ['--db', db] : [])];
const sha = (bytes) => createHash('sha256').update(bytes).digest('hex');

function sql(dir, db, text) {
	const r = db
		? spawnSync('psql', [db, '-qAtX', '-c', text], { encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, PGOPTIONS: '-c kaiku.tenant=1' } })
		: spawnSync('sqlite3', ['-readonly', path.join(dir, SLUG, 'kaiku.db'), text], { encoding: 'utf8', maxBuffer: 1 << 28 });
	assert.equal(r.status, 0, r.stderr);
	return r.stdout;
}

/** {table: [rows, digest of them all]} */
function content(dir, db) {
	const list = db ? "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
		: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1";
	const tables = sql(dir, db, list).split('\n').filter(Boolean);
	assert.ok(tables.length > 15, `${tables}`);
	const all = sql(dir, db, tables.map((t) => `SELECT '== ${t}'; SELECT ${db ? 'x::text' : '*'} FROM "${t}" x`).join('; '));
	return Object.fromEntries(all.split(/^== /m).slice(1).map((part) => {
		const [name, ...rows] = part.split('\n').filter(Boolean);
		return [name, [rows.length, sha(rows.sort().join('\n'))]];
	}));
}

function files(dir, below = 'files') {
	const folder = path.join(dir, SLUG, below);
	if (!existsSync(folder)) return {};
	return Object.fromEntries(readdirSync(folder).sort().filter((f) => !f.endsWith('.part')).map((f) => [f, sha(readFileSync(path.join(folder, f)))]));
}

function restore(from, extra = []) {
	const dir = path.join(work, `restored-${Math.random().toString(36).slice(2)}`);
	const database = ENGINE === 'postgres' ? freshDatabase() : null;
	if (database) drops.push(database.drop);
	const r = run(['restore', '--from', from, ...home(dir, database?.url), ...extra]);
	return { dir, db: database?.url, ...r };
}

const message = (n) => ({ text: `Katuvalo on pimeänä, ilmoitus numero ${n}, kiitos kun korjaatte.`, may_publish: '1' });

test('some messages come with files', async () => {
	for (let n = 0; n < 3; n++) {
		const g = await give(k, message(n), { files: [['photo', `kuva${n}.jpg`, JPEG, 'image/jpeg'], ['photo', `liite${n}.pdf`, PDF, 'application/pdf']] });
		assert.ok(g.code, g.page.text);
	}
	assert.equal(Object.keys(files(k.dir)).length, 6);
	// One goes to the registry: nobody has taken its package yet; another is being written.
	const g = await give(k, message(9)), desk = await staff(k);
	await answer(desk, g.number, { text: 'Asiasi kuuluu kirjaamoon.', outcome: 'to_registry', reason: 'Oikaisuvaatimus' });
	await until(() => sql(k.dir, k.db, "SELECT COUNT(*) FROM event WHERE kind = 'registered'").trim() === '1', 'the package');
	assert.deepEqual(Object.keys(files(k.dir, 'registry')), [`${g.number}.tar`]);
	writeFileSync(path.join(k.dir, SLUG, 'registry', '2026-9999.tar.part'), 'half of');
});

/** A backup during which nothing moved (the jobs process writes by itself), and what it must hold. */
async function quietBackup(to) {
	for (let i = 0; i < 30; i++) {
		const before = content(k.dir, k.db);
		const made = run(['backup', ...home(k.dir, k.db), '--to', to]);
		assert.equal(made.status, 0, made.stderr);
		if (JSON.stringify(content(k.dir, k.db)) === JSON.stringify(before)) return before;
		rmSync(to, { recursive: true });
		await new Promise((r) => setTimeout(r, 300));
	}
	throw new Error('the service never rests');
}

test('everything comes back, as a folder and as a tar', async () => {
	for (const name of ['quiet', 'quiet.tar']) {
		const to = path.join(work, name);
		const was = await quietBackup(to);
		const r = restore(to);
		assert.equal(r.status, 0, r.stderr);
		assert.ok(was.matter[0] > 100 && was.attachment[0] >= 6);
		assert.deepEqual(content(r.dir, r.db), was);
		assert.deepEqual(files(r.dir), files(k.dir));
		assert.deepEqual(files(r.dir, 'registry'), files(k.dir, 'registry'), 'what the registry has not taken yet');
		assert.equal(Object.keys(files(r.dir, 'registry')).length, 1);
		assert.equal(readdirSync(path.join(r.dir, SLUG, 'registry')).length, 1, 'nothing half made');
		assert.deepEqual(readFileSync(path.join(r.dir, 'key')), readFileSync(path.join(k.dir, 'key')));
		const v = run(['verify', ...home(r.dir, r.db)]);
		assert.equal(v.status, 0, v.stdout + v.stderr);
		assert.match(v.stdout, /, 6 files, 0 bad/);
		assert.ok(!existsSync(`${to}.unfinished`));
		if (r.db) {
			const seen = spawnSync('psql', [r.db, '-qAtX', '-c', "SELECT reltuples FROM pg_class WHERE relname = 'matter'"], { encoding: 'utf8' });
			assert.ok(Number(seen.stdout) > 100, 'the planner knows what came back');
		}
	}
});

test('the list of digests is one b2sum can check', () => {
	const r = spawnSync('b2sum', ['-l', '256', '--strict', '-c', 'b2sums'], { cwd: path.join(work, 'quiet'), encoding: 'utf8' });
	assert.equal(r.status, 0, r.stdout + r.stderr);
	const listed = readFileSync(path.join(work, 'quiet', 'b2sums'), 'utf8').trim().split('\n').length;
	const there = readdirSync(path.join(work, 'quiet'), { recursive: true, withFileTypes: true });
	assert.ok(listed >= 8 && there.length >= 3);
});

test('while messages arrive, the copy holds whole ones only', async () => {
	let stop = false, sent = 0;
	const senders = [0, 1, 2, 3].map(async (s) => {
		const client = new Client(k.url);
		while (!stop) try {
			const g = await give(k, message(`${s}-${sent}`), { client, files: [['photo', 'a.jpg', Buffer.concat([JPEG, Buffer.from(`${s}-${sent}`)]), 'image/jpeg']] });
			assert.ok(g.code, g.page.text);
			sent++;
		} catch (e) { stop = true; throw e; }
	});
	const enough = (async () => { while (sent < 10 && !stop) await new Promise((r) => setTimeout(r, 5)); })();
	await Promise.race([enough, ...senders]);
	const to = path.join(work, 'busy');
	const child = spawn(BIN, ['backup', ...home(k.dir, k.db), '--to', to], { stdio: ['ignore', 'ignore', 'inherit'] });
	const code = await new Promise((r) => child.once('exit', r));
	stop = true;
	await Promise.all(senders);
	assert.equal(code, 0);
	const r = restore(to);
	assert.equal(r.status, 0, r.stderr);
	const v = run(['verify', ...home(r.dir, r.db)]);
	assert.equal(v.status, 0, v.stdout + v.stderr);
	const count = Number(v.stdout.match(/, (\d+) files, 0 bad/)[1]);
	assert.ok(count >= 16, `${count} files`);
});

test('a restored service serves: the old tracking links open, new messages arrive', async () => {
	const g = await give(k, message('kept'));
	const to = path.join(work, 'served');
	assert.equal(run(['backup', ...home(k.dir, k.db), '--to', to]).status, 0);
	const r = restore(to);
	assert.equal(r.status, 0, r.stderr);
	const second = await start({ dir: r.dir, db: r.db, demo: false });
	const page = await new Client(second.url).get(`/follow/${g.code}`);
	assert.equal(page.status, 200);
	assert.ok(page.text.includes(g.number));
	const next = await give(second, message('new'));
	assert.ok(next.code && next.number !== g.number);
	await second.stop();
});

test('a damaged backup is refused before anything is written', () => {
	const bad = path.join(work, 'damaged');
	cpSync(path.join(work, 'quiet'), bad, { recursive: true });
	const victim = path.join(bad, SLUG, 'files', readdirSync(path.join(bad, SLUG, 'files'))[0]);
	appendFileSync(victim, 'x');
	const r = restore(bad);
	assert.equal(r.status, 1);
	assert.match(r.stderr, /is damaged/);
	assert.ok(!existsSync(r.dir));
	for (const [name, text, why] of [['b2sums', `${'0'.repeat(64)}  ../outside\n`, /damaged/], ['backup.json', '{"format":99}', /later kaiku/], ['backup.json', 'x', /not a backup/]]) {
		writeFileSync(path.join(bad, name), text);
		const again = restore(bad);
		assert.equal(again.status, 1);
		assert.match(again.stderr, why);
	}
});

test('nothing is overwritten', () => {
	const full = restore(path.join(work, 'quiet'));
	assert.equal(full.status, 0, full.stderr);
	const db = ENGINE === 'postgres' ? freshDatabase() : null;
	if (db) drops.push(db.drop);
	const again = run(['restore', '--from', path.join(work, 'quiet'), ...home(full.dir, db?.url)]);
	assert.equal(again.status, 1);
	assert.match(again.stderr, /not empty/);
	const twice = run(['backup', ...home(k.dir, k.db), '--to', path.join(work, 'quiet')]);
	assert.equal(twice.status, 1);
	assert.match(twice.stderr, /exists already/);
	if (ENGINE === 'postgres') {
		const filled = run(['restore', '--from', path.join(work, 'quiet'), ...home(path.join(work, 'other'), full.db)]);
		assert.equal(filled.status, 1);
		assert.match(filled.stderr, /empty/);
	}
});

test('what a broken-off restore left is not served', () => {
	const r = restore(path.join(work, 'quiet'));
	writeFileSync(path.join(r.dir, 'restore.unfinished'), '');
	const served = run(['serve', ...home(r.dir, r.db), '--check']);
	assert.equal(served.status, 1);
	assert.match(served.stderr, /did not finish/);
});

test('verify finds what was changed behind its back', () => {
	const r = restore(path.join(work, 'quiet'));
	const folder = path.join(r.dir, SLUG, 'files');
	const names = readdirSync(folder);
	writeFileSync(path.join(folder, names[0]), 'forged');
	rmSync(path.join(folder, names[1]));
	const forge = "UPDATE event SET payload = '{}' WHERE id = (SELECT id FROM event WHERE payload <> '{}' ORDER BY id LIMIT 1)";
	if (r.db) spawnSync('psql', [r.db, '-qc', forge], { env: { ...process.env, PGOPTIONS: '-c kaiku.tenant=1' } });
	else spawnSync('sqlite3', [path.join(r.dir, SLUG, 'kaiku.db'), forge]);
	const v = run(['verify', ...home(r.dir, r.db)]);
	assert.equal(v.status, 1, v.stdout);
	assert.match(v.stdout, /3 bad/);
	assert.match(v.stdout, /event \d+ does not fit/);
});
