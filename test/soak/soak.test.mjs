// Everything at once, for KAIKU_SOAK_SECONDS: residents give with and without
// files, follow, add, take their permission back; staff sign in, route, note,
// answer, publish; the public reads; the relay comes and goes; backups run.
// Meanwhile processes are killed: in the first half all kinds, the supervisor
// too; in the second half one worker and the jobs process live on and are
// watched, so that memory and files that only grow are seen.
//
// Whoever sends keeps at it until there is an answer, with the same form, as a
// person would; what was acknowledged goes into the test's own ledger. At the
// end, and for each backup, the ledger is held against the database: everything
// is there, once, as it was said.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { after, before, test } from 'node:test';
import { BIN, Client, ENGINE, STAFF, freePort, freshDatabase, sleep, start, until } from '../lib/kaiku.mjs';
import { children } from '../lib/process.mjs';
import { at } from '../lib/desk.mjs';
import { assertAway, assertSound, flags, query, receiptOf } from '../fault/faults.mjs';
import { startRelay } from '../http/smtp_server.mjs';

const SECONDS = Number(process.env.KAIKU_SOAK_SECONDS || 25);
const LONG = SECONDS > 120; // then slower, so that a ledger of an hour can be checked every two minutes
const RESIDENTS = 8, DESKS = 3, READERS = 3;
const LANGS = ['fi', 'sv', 'en'];
const SLUG = 'esimerkkila';
const pick = (list) => list[Math.floor(Math.random() * list.length)];
const chance = (p) => Math.random() < p;
const sha = (bytes) => createHash('sha256').update(bytes).digest('hex');

let k, relay, relayPort, began;
const work = mkdtempSync(path.join(os.tmpdir(), 'kaiku-soak-'));
const mails = []; // what all the relays took, in their turn
const tally = { killed: {}, broken: 0, refused: 0, conflicts: 0, reads: 0, logins: 0, backups: 0, relays: 0 };
const ledger = []; // one for each receipt, in the order of the receipts
const elapsed = () => (Date.now() - began) / 1000;
/** Not before everything has happened at least once, however slow the machine is. */
const over = () => elapsed() >= SECONDS && (happened().every(Boolean) || elapsed() > 8 * SECONDS);
const happened = () => [
	...['notes', 'answers', 'additions', 'files'].map((what) => ledger.some((m) => m[what].length)),
	ledger.some((m) => m.published), tally.backups, tally.relays, tally.reads, tally.logins, tally.broken,
];
const storm = () => elapsed() < SECONDS / 2;

before(async () => {
	relayPort = await freePort();
	relay = await startRelay({ port: relayPort });
	k = await start({ args: ['--mail-relay', `smtp://127.0.0.1:${relayPort}`] });
});
after(async () => {
	await k?.stop();
	await relay?.stop();
	rmSync(work, { recursive: true, force: true });
});

// ---- people who do not give up ----

/** Asks until there is an answer that counts. A kill breaks connections, and a 503 is for a while. */
async function persist(ask) {
	for (const end = Date.now() + 120000; ; await sleep(20 + Math.random() * 80)) {
		assert.ok(Date.now() < end, 'two minutes without an answer');
		let page;
		try {
			page = await ask();
		} catch (e) {
			if (!/fetch failed|terminated/.test(e.message)) throw e;
			tally.broken++;
			continue;
		}
		if (page.status !== 503) return page;
		tally.refused++;
		assertAway(page, page.text.match(/<html lang="(\w+)"/)?.[1]);
	}
}

/** Fills the form of the page at `target` and sends that one form until there is an answer; another only after a conflict. */
async function stubborn(client, target, action, values, options) {
	for (;;) {
		const page = await persist(() => client.get(target));
		assert.equal(page.status, 200, `${target}: ${page.status}`);
		const done = await persist(() => client.submit(page, action, values, options));
		if (done.status !== 409) return done;
		tally.conflicts++;
	}
}

function ok(page, what) {
	assert.equal(page.status, 200, `${what}: ${page.status} ${page.text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').slice(0, 400)}`);
	return page;
}

/** Each time as somebody new: the sign-in may have worked, and only its page been lost. */
async function signIn(mail) {
	let client;
	ok(await persist(() => { client = new Client(k.url); return client.login(mail); }), 'signing in');
	return client;
}

let count = 0;
async function resident() {
	while (!over()) {
		const n = ++count, marker = `s${n}x`, lang = pick(LANGS), client = new Client(k.url);
		const files = chance(0.3) ? Array.from({ length: 1 + n % 3 }, (_, i) =>
			['photo', `kuva${n}-${i}.png`, Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(1 + Math.floor(Math.random() * (LONG ? 40000 : 300000)), `${n}-${i}`)]), 'image/png']) : null;
		const given = {
			marker, files: (files ?? []).map((f) => sha(f[2])).sort(), client,
			mail: chance(0.5) ? `${marker}@asukas.example` : '', publish: chance(0.5),
			additions: [], notes: [], answers: [], published: false,
		};
		const values = { first: 'on', text: `Katuvalo on pimeänä, merkki ${marker}, kiitos.`, ...(chance(0.7) ? { topic: 'street_maintenance' } : {}), ...(given.mail ? { email: given.mail, wants_reply: '1' } : {}), ...(given.publish ? { may_publish: '1' } : {}) };
		const done = ok(await stubborn(client, `/${lang}/give`, `/${lang}/give`, values, files ? { files } : {}), 'a message');
		Object.assign(given, receiptOf(done));
		assert.ok(given.number && given.code, done.text);
		ledger.push(given);
		const page = ok(await persist(() => client.get(`/follow/${given.code}`)), 'the follow page');
		assert.ok(page.text.includes(`merkki ${marker},`) && page.text.includes(given.number));
		if (chance(0.3)) {
			ok(await stubborn(client, `/follow/${given.code}`, '/reply', { text: `Lisään vielä, merkki ${marker}a, kiitos.` }), 'an addition');
			given.additions.push(`${marker}a`);
		}
		await sleep(Math.random() * (LONG ? 1200 : 60));
	}
}

/** Every matter is one desk's business; what this one did not begin nobody does. */
let taken = 0;
async function desk() {
	const client = await signIn(STAFF.desk);
	while (!over()) {
		const m = ledger[taken];
		if (!m) {
			await sleep(50);
			continue;
		}
		taken++;
		const url = at(m.number);
		const page = ok(await persist(() => client.get(url)), 'the matter');
		assert.ok(page.text.includes(`merkki ${m.marker},`), m.number);
		if (chance(0.5)) {
			const [, value] = pick([...page.text.matchAll(/<option value="(u\d+)"/g)]);
			ok(await stubborn(client, url, '/route', { to: value }), 'routing');
		}
		ok(await stubborn(client, url, '/note', { text: `Sisäinen, merkki ${m.marker}n, kiitos.` }), 'a note');
		m.notes.push(`${m.marker}n`);
		if (chance(0.6)) await answer(client, m, url);
		if (m.publish && chance(0.7)) await publish(client, m, url);
	}
}

async function answer(client, m, url) {
	for (;;) {
		const preview = await stubborn(client, `${url}/answer`, '/answer', { text: `Lamppu vaihdetaan, merkki ${m.marker}v, kiitos.`, outcome: 'done', step: 'preview' });
		const done = await persist(() => client.submit(ok(preview, 'a preview'), '/answer', { step: 'send' }));
		if (done.status === 409) continue; // the resident said more meanwhile
		ok(done, 'an answer');
		m.answers.push(`${m.marker}v`);
		return;
	}
}

async function publish(client, m, url) {
	ok(await stubborn(client, `${url}/publish`, '/publish', { show_text: '1' }), 'publishing');
	m.published = true;
	const shown = await persist(() => new Client(k.url).get(`/fi/matters/${m.number}`));
	assert.ok(ok(shown, 'the public page').text.includes(`merkki ${m.marker},`));
	if (chance(0.7)) return;
	ok(await stubborn(m.client, `/follow/${m.code}`, '/consent', {}), 'taking the permission back');
	m.published = false;
	assert.equal((await persist(() => new Client(k.url).get(`/fi/matters/${m.number}`))).status, 410);
}

/** Signs in and out: passwords go through the helpers. */
async function guard() {
	while (!over()) {
		await signIn(STAFF.expert);
		const wrong = await persist(() => new Client(k.url).login(`nobody${++tally.logins}@esimerkkila.example`, 'wrong-password'));
		assert.equal(wrong.status, 422);
		await sleep(LONG ? 2000 : 300);
	}
}

async function reader() {
	while (!over()) {
		const client = new Client(k.url), lang = pick(LANGS);
		const list = ok(await persist(() => client.get(`/${lang}/matters`)), 'the list');
		for (const [, number] of [...list.text.matchAll(new RegExp(`/${lang}/matters/(20\\d\\d-\\d+)"`, 'g'))].slice(0, 5)) {
			const page = await persist(() => client.get(`/${lang}/matters/${number}`));
			assert.ok([200, 410].includes(page.status), `${number}: ${page.status}`);
		}
		for (const target of [`/${lang}/`, `/${lang}/matters.atom`, list.text.match(/href="(\/static\/[^"]+\.css)"/)[1]]) ok(await persist(() => client.get(target)), target);
		tally.reads++;
		await sleep(20 + Math.random() * 80);
	}
}

// ---- what goes wrong meanwhile ----

async function mailman() {
	for (let up = true; !over(); up = !up) {
		await sleep(Math.min(SECONDS * 60, 5000 + Math.random() * 10000));
		if (up) {
			await relay.stop();
			mails.push(...relay.taken);
			relay = null;
			tally.relays++;
		} else relay = await startRelay({ port: relayPort });
		if (relay && chance(0.5)) await relay.faults({ at: 'rcpt', reply: '452 4.2.2 later' }, null, { at: 'end', close: true }, { at: 'mail', close: true });
	}
	relay ??= await startRelay({ port: relayPort });
}

function kill(name) {
	const victim = pick(children(k.child.pid).filter((c) => c.name.startsWith(name)));
	if (!victim) return;
	try { process.kill(victim.pid, 'SIGKILL'); } catch { return; }
	tally.killed[name] = (tally.killed[name] ?? 0) + 1;
}

async function killer() {
	const pause = Math.min(10000, Math.max(500, SECONDS * 20));
	while (!over()) {
		await sleep(pause * (0.5 + Math.random()));
		if (over()) return;
		if (!storm()) {
			kill(pick(['kaiku-worker1', 'kaiku-helper']));
		} else if (chance(0.2)) {
			k.child.kill('SIGKILL');
			await k.exited;
			await k.spawn();
			tally.killed.supervisor = (tally.killed.supervisor ?? 0) + 1;
		} else kill(pick(['kaiku-worker', 'kaiku-worker', 'kaiku-jobs', 'kaiku-helper', 'kaiku-opener', 'kaiku-imager', 'kaiku-photos']));
	}
}

/** Without waiting for it inside of this process. */
function command(...args) {
	return new Promise((resolve) => {
		const child = spawn(BIN, args, { stdio: ['ignore', 'pipe', 'pipe'] });
		let said = '';
		for (const s of [child.stdout, child.stderr]) s.on('data', (d) => { said += d; });
		child.once('exit', (status) => resolve({ status, said }));
	});
}

async function backup() {
	const to = path.join(work, `backup${tally.backups}.tar`), dir = path.join(work, 'restored');
	const owed = ledger.map((m) => ({ ...m, additions: [...m.additions], notes: [...m.notes], answers: [...m.answers] }));
	const made = await command('backup', ...flags(k), '--to', to);
	assert.equal(made.status, 0, made.said);
	const database = ENGINE === 'postgres' ? freshDatabase() : null;
	try {
		const other = { dir, db: database?.url };
		const restored = await command('restore', '--from', to, ...flags(other));
		assert.equal(restored.status, 0, restored.said);
		const sound = await command('verify', ...flags(other));
		assert.equal(sound.status, 0, sound.said);
		assertAllThere(other, owed);
	} finally {
		database?.drop();
		rmSync(dir, { recursive: true, force: true });
		rmSync(to, { force: true });
	}
	tally.backups++;
}

async function keeper() {
	while (!over()) {
		await sleep(Math.min(SECONDS * 300, 120000));
		if (!over()) await backup();
	}
}

// ---- what grows ----

const samples = []; // {at, name, pid, kb, fds}, in the second half
function measure() {
	for (const c of children(k.child.pid)) {
		if (!/worker0|jobs/.test(c.name)) continue;
		try {
			const kb = Number(readFileSync(`/proc/${c.pid}/smaps_rollup`, 'utf8').match(/^Pss:\s+(\d+)/m)[1]);
			samples.push({ at: elapsed() / SECONDS, ...c, kb, fds: readdirSync(`/proc/${c.pid}/fd`).length });
		} catch { /* it just went */ }
	}
}

async function gauge() {
	for (; !over(); await sleep(Math.min(5000, SECONDS * 10))) if (!storm()) measure();
}

// ---- the ledger against the database ----

function stored(where, marks) {
	const list = new Map();
	for (const row of query(where, marks).split('\n').filter(Boolean)) {
		const [mark, ...rest] = row.split('|');
		list.set(mark, [...(list.get(mark) ?? []), rest.join('|')]);
	}
	return list;
}

const after_ = (word) => `substr(x.text, ${word.length + 1})`; // the marker, by SQL

/** Everything of `owed` is in this database: each once. */
function assertAllThere(where, owed) {
	const matters = stored(where, `SELECT ${after_('Katuvalo on pimeänä, merkki ')} || '|' || x.number_year || '-' || x.number FROM matter x WHERE x.text LIKE 'Katuvalo on pimeänä, merkki s%'`);
	const entries = stored(where, `SELECT CASE x.kind WHEN 'addition' THEN ${after_('Lisään vielä, merkki ')} WHEN 'note' THEN ${after_('Sisäinen, merkki ')} ELSE ${after_('Lamppu vaihdetaan, merkki ')} END || '|' || m.number_year || '-' || m.number FROM entry x JOIN matter m ON m.tenant_id = x.tenant_id AND m.id = x.matter_id WHERE x.kind IN ('addition', 'note', 'answer') AND m.text LIKE 'Katuvalo on pimeänä, merkki s%'`);
	const files = stored(where, "SELECT m.number_year || '-' || m.number || '|' || x.file FROM attachment x JOIN matter m ON m.tenant_id = x.tenant_id AND m.id = x.matter_id");
	const key = (marker) => `${marker}, kiitos.`;
	for (const m of owed) {
		assert.deepEqual(matters.get(key(m.marker)), [m.number], `message ${m.marker}`);
		for (const marker of [...m.additions, ...m.notes, ...m.answers]) assert.deepEqual(entries.get(key(marker)), [m.number], `entry ${marker}`);
		const there = (files.get(m.number) ?? []).map((f) => sha(readFileSync(path.join(where.dir, SLUG, 'files', f)))).sort();
		assert.deepEqual(there, m.files, `files of ${m.number}`);
	}
	for (const list of [matters, entries])
		for (const [mark, numbers] of list) assert.equal(numbers.length, 1, `${mark} is there ${numbers.length} times`);
	return { matters, entries };
}

// ---- the tests ----

test(`${SECONDS} seconds of everything at once`, async () => {
	began = Date.now();
	await Promise.all([
		...Array.from({ length: RESIDENTS }, resident), ...Array.from({ length: DESKS }, desk),
		...Array.from({ length: READERS }, reader), guard(), mailman(), killer(), keeper(), gauge(),
	]);
	assert.ok(happened().every(Boolean), `${happened().map(Boolean)} ${JSON.stringify(tally)}`);
});

test('processes were killed, connections broke, and nobody died by itself', (t) => {
	const killed = Object.values(tally.killed).reduce((a, b) => a + b, 0);
	t.diagnostic(JSON.stringify({ messages: ledger.length, ...tally, log: `${k.log.length >> 10} kB` }));
	assert.ok(killed > 3, JSON.stringify(tally));
	const ends = [...k.log.matchAll(/child ended: kind=(\w+) number=\d+ signal=(\d+) status=(\d+)/g)].map(([, kind, signal, status]) => `${kind} ${signal} ${status}`);
	assert.deepEqual(ends.filter((e) => !/ 9 0$/.test(e)), [], 'only ours');
	assert.doesNotMatch(k.log, /AddressSanitizer|runtime error|job dead/);
});

test('everything acknowledged is there, once, and nothing else', () => {
	const { matters, entries } = assertAllThere(k, ledger);
	assert.equal(matters.size, ledger.length);
	assert.equal(entries.size, ledger.reduce((n, m) => n + m.additions.length + m.notes.length + m.answers.length, 0));
	const shown = stored(k, "SELECT m.number_year || '-' || m.number || '|' || x.text_state FROM publication x JOIN matter m ON m.tenant_id = x.tenant_id AND m.id = x.matter_id WHERE m.text LIKE 'Katuvalo on pimeänä, merkki s%'");
	for (const m of ledger) assert.equal(shown.get(m.number)?.[0] === 'public', m.published, `${m.number} is ${shown.get(m.number)}`);
	assertSound(k);
});

test('memory and open files do not grow without bound', async (t) => {
	for (const name of ['kaiku-worker0', 'kaiku-jobs0']) {
		const own = samples.filter((s) => s.name === name);
		assert.equal(new Set(own.map((s) => s.pid)).size, 1, `${name} lived on`);
		const most = (list, what) => Math.max(...list.map((s) => s[what]));
		const early = own.filter((s) => s.at < 0.75), late = own.filter((s) => s.at >= 0.75);
		assert.ok(early.length >= 2 && late.length >= 2, `${name} was watched ${early.length} and ${late.length} times`);
		t.diagnostic(`${name}: ${most(early, 'kb') >> 10}, then ${most(late, 'kb') >> 10} MB; ${most(early, 'fds')}, then ${most(late, 'fds')} files`);
		// A page cache still fills in a short run: 16 MB is what it may hold.
		assert.ok(most(late, 'kb') <= most(early, 'kb') + 16 * 1024, 'memory');
		assert.ok(most(late, 'kb') <= 100 * 1024, 'memory in all');
		assert.ok(most(late, 'fds') <= most(early, 'fds') + 40, 'open files while clients come and go');
	}
	// With the clients gone: its own pipes and sockets, the database, the log.
	await until(() => { samples.length = 0; measure(); return samples.length === 2 && samples.every((s) => s.fds <= 40); }, 'connections to be given back', 90000)
		.catch((e) => { throw new Error(`${e.message}: ${JSON.stringify(samples)}`); });
});

test('what waited for the relay leaves later, each receipt at least once and as the same mail', async () => {
	const end = await k.stop({ keep: true });
	assert.deepEqual(end, { code: 0, signal: null });
	await relay.faults(); // one that nobody had met yet would make its mail wait two minutes
	const next = await start({ dir: k.dir, db: k.db, args: ['--mail-relay', `smtp://127.0.0.1:${relayPort}`], env: { KAIKU_CLOCK: `+${8 * 3600}` } });
	try {
		await until(() => query(k, "SELECT COUNT(*) FROM mail WHERE delivery = 'queued'") === '0', 'the outbox to be empty', 120000);
		assert.equal(query(k, 'SELECT COUNT(*) FROM job WHERE dead = 1'), '0');
	} finally {
		await next.stop({ keep: true });
	}
	mails.push(...relay.taken);
	for (const m of ledger.filter((one) => one.mail)) {
		const receipts = mails.filter((mail) => mail.to.includes(m.mail));
		const ids = new Map();
		for (const mail of receipts) {
			const id = mail.data.match(/^Message-I[dD]: (\S+)/mi)[1];
			assert.equal(ids.get(id) ?? mail.data, mail.data, 'sent twice it is the same');
			ids.set(id, mail.data);
		}
		assert.equal(ids.size, 1 + m.answers.length, `a receipt and every answer to ${m.mail}`);
	}
	assert.deepEqual(relay.violations, []);
});
