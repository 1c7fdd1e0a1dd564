// The tick is the transaction: what is answered is on the disk, what is not
// kept is not answered, and nobody waits for a lock inside the loop.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Client, ENGINE, forms, give, query as inDatabase, sleep, start, until } from '../lib/kaiku.mjs';

let k;
before(async () => { k = await start({ workers: 1 }); });
after(() => k.stop());

const query = (sql) => inDatabase(k, sql);
/** How often each marker is there. */
function storedAll() {
	const count = {};
	for (const [, marker] of query("SELECT text FROM matter WHERE text LIKE '%merkki %'").matchAll(/merkki ([\w-]+),/g))
		count[marker] = (count[marker] ?? 0) + 1;
	return count;
}
const stored = (marker) => Number(query(`SELECT COUNT(*) FROM matter WHERE text LIKE '%merkki ${marker},%'`));
const text = (marker) => `Tien reunassa on kuoppa, merkki ${marker}, kiitos.`;

/** Opens the form now and sends it later. */
async function prepared(marker) {
	const client = new Client(k.url);
	const page = await client.get('/fi/give');
	const form = forms(page.text).find((f) => f.fields.some(([name]) => name === 'text'));
	const fields = [...form.fields.filter(([name]) => !['text', 'email', 'first'].includes(name)), ['first', 'on'], ['text', text(marker)]];
	return { fields, send: () => client.post('/fi/give', fields) };
}

/** Holds the writer's lock of the municipality as another process would. */
async function holdLock(t) {
	const holder = k.db
		? spawn('psql', [k.db, '-qAtX', '-c', 'SELECT pg_advisory_lock(1)', '-c', "SELECT 'held'", '-c', 'SELECT pg_sleep(60)'], { env: { ...process.env, PGOPTIONS: '-c kaiku.tenant=1' } })
		: spawn('flock', ['--no-fork', path.join(k.dir, 'esimerkkila', 'write.lock'), 'sh', '-c', 'echo held; exec sleep 60']);
	let said = '';
	holder.stdout.on('data', (d) => { said += d; });
	await until(() => said.includes('held'), 'the lock to be held');
	const release = async () => {
		if (!said) return;
		said = '';
		const gone = new Promise((r) => holder.once('exit', r));
		if (k.db) query(`SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = 1 AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND pid <> pg_backend_pid()`);
		holder.kill();
		await gone;
	};
	t.after(release);
	return release;
}

test('many at once: every receipt is of a message that is there, once', async () => {
	const all = await Promise.all(Array.from({ length: 100 }, (_, i) => prepared(`rinnakkain${i}`)));
	const pages = await Promise.all(all.map((f) => f.send()));
	const numbers = pages.map((p) => { assert.equal(p.status, 200, p.text); return p.text.match(/\b(20\d\d-\d+)\b/)[1]; });
	assert.equal(new Set(numbers).size, 100);
	const count = storedAll();
	for (let i = 0; i < 100; i++) assert.equal(count[`rinnakkain${i}`], 1);
});

test('one that is refused takes nobody with it and leaves nothing', async () => {
	const good = await Promise.all(Array.from({ length: 20 }, (_, i) => prepared(`seurassa${i}`)));
	const bad = await Promise.all(Array.from({ length: 20 }, (_, i) => prepared(`huono${i}`)));
	for (const b of bad) b.fields.push(['email', 'no address']);
	const pages = await Promise.all(good.flatMap((g, i) => [g.send(), bad[i].send()]));
	assert.deepEqual(pages.map((p) => p.status), good.flatMap(() => [200, 422]));
	const count = storedAll();
	for (let i = 0; i < 20; i++) {
		assert.equal(count[`seurassa${i}`], 1);
		assert.equal(count[`huono${i}`], undefined);
	}
});

test('who hangs up after sending is still heard', async (t) => {
	const form = await prepared('katkennut');
	const body = new URLSearchParams(form.fields).toString();
	const socket = net.connect(k.port, '127.0.0.1');
	const release = await holdLock(t); // so that the line is dead before the transaction begins
	socket.write(`POST /fi/give HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
	await sleep(300);
	socket.resetAndDestroy ? socket.resetAndDestroy() : socket.destroy();
	await sleep(200);
	assert.equal(stored('katkennut'), 0);
	await release();
	await until(() => stored('katkennut') === 1, 'the message to be stored');
	const page = await form.send();
	assert.equal(page.status, 200);
	assert.equal(stored('katkennut'), 1, 'and the second try is shown the first receipt');
});

test('while another process writes, readers read and writers wait their turn', async (t) => {
	const form = await prepared('jonossa');
	const release = await holdLock(t);
	let answered = false;
	const waiting = form.send().then((p) => { answered = true; return p; });
	for (let i = 0; i < 20; i++)
		assert.equal((await fetch(`${k.url}/fi/matters`)).status, 200);
	await sleep(500);
	assert.equal(answered, false);
	await release();
	assert.equal((await waiting).status, 200);
	assert.equal(stored('jonossa'), 1);
});

test('who waits too long is told so, and nothing of theirs is written', async (t) => {
	const form = await prepared('liian-kauan');
	const release = await holdLock(t);
	const page = await form.send();
	assert.equal(page.status, 503);
	assert.ok(Number(page.headers.get('retry-after')) > 0);
	assert.match(page.text, /lang="fi"/);
	assert.equal((await fetch(`${k.url}/fi/matters`)).status, 200);
	await release();
	assert.equal(stored('liian-kauan'), 0);
	assert.equal((await form.send()).status, 200, 'the same form goes through later');
	assert.equal(stored('liian-kauan'), 1);
});

test('a batch the database cancels is run again, each alone, once', { skip: ENGINE !== 'postgres' }, async () => {
	query(`CREATE SEQUENCE test_once;
		CREATE FUNCTION test_fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
		IF NEW.text LIKE '%merkki kerran,%' AND nextval('test_once') = 1 THEN RAISE EXCEPTION 'once' USING ERRCODE = '40001'; END IF;
		IF NEW.text LIKE '%merkki aina,%' THEN RAISE EXCEPTION 'always' USING ERRCODE = '40P01'; END IF;
		RETURN NEW; END $$;
		CREATE TRIGGER test_fail BEFORE INSERT ON matter FOR EACH ROW EXECUTE FUNCTION test_fail()`);
	const names = [...Array.from({ length: 30 }, (_, i) => `erassa${i}`), 'kerran', 'aina'];
	const all = await Promise.all(names.map(prepared));
	const pages = await Promise.all(all.map((f) => f.send()));
	const count = storedAll();
	for (const [i, name] of names.entries()) {
		assert.equal(pages[i].status, name === 'aina' ? 503 : 200, name);
		assert.equal(count[name], name === 'aina' ? undefined : 1, name);
	}
	query('DROP TRIGGER test_fail ON matter; DROP FUNCTION test_fail; DROP SEQUENCE test_once');
	assert.equal((await all.at(-1).send()).status, 200);
	assert.equal(stored('aina'), 1);
});

test('the jobs process hears of new work soon', async () => {
	// Without a relay mails wait; the index of words is made by a job too.
	const g = await give(k, { text: text('hakusana-pupuhuhta') });
	const client = new Client(k.url);
	await client.login('neuvonta@esimerkkila.example');
	await until(async () => (await client.get('/staff/search?q=pupuhuhta')).text.includes(g.number), 'the words to be found');
});
