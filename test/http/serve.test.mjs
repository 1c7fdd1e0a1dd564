// The processes: who answers, who dies, who comes back, and how it all ends.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { BIN, ENGINE, freePort, freshDatabase, run, sleep, start, until } from '../lib/kaiku.mjs';
import { children, raw } from '../lib/process.mjs';

let k;
before(async () => { k = await start({ demo: false }); });
after(() => k.stop());

const health = async (url = k.url) => {
	const r = await fetch(`${url}/health`);
	return { status: r.status, body: await r.json() };
};
const flags = () => ['--data', k.dir, ...(k.db ? ['--db', k.db] : [])];

test('one worker process each, one for the jobs, a helper each, an opener of mails, two for photos', () => {
	const names = children(k.child.pid).map((c) => c.name).sort();
	assert.deepEqual(names, ['kaiku-helper0', 'kaiku-helper1', 'kaiku-imager0', 'kaiku-jobs0', 'kaiku-opener0', 'kaiku-photos0', 'kaiku-worker0', 'kaiku-worker1']);
});

test('/health answers for any host, and says nothing of municipalities', async () => {
	const r = await raw(k.port, 'GET /health HTTP/1.1\r\nHost: nobody.example\r\nConnection: close\r\n\r\n');
	assert.match(r, /^HTTP\/1\.1 200 /);
	const { body } = await health();
	assert.deepEqual(Object.keys(body).sort(),
		['database', 'dead_jobs', 'disk_free_mb', 'jobs', 'oldest_due_job_s', 'restarts', 'status', 'version', 'writes']);
	assert.equal(body.status, 'ok');
});

test('a host of nobody is told so, in plain words', async () => {
	for (const [lang, word] of [['fi', 'lang="fi"'], ['sv', 'lang="sv"'], ['en', 'lang="en"']]) {
		const r = await raw(k.port, `GET /fi/ HTTP/1.1\r\nHost: nobody.example\r\nAccept-Language: ${lang}\r\nConnection: close\r\n\r\n`);
		assert.match(r, /^HTTP\/1\.1 421 /);
		assert.ok(r.includes(word), r);
		assert.match(r, /content-security-policy:/i);
	}
});

test('the first municipality is added while the service runs', async () => {
	const r = run(['tenant-add', ...flags(), '--slug', 'testila', '--name', 'Testilä', '--host', 'testila.example', '--loopback']);
	assert.equal(r.status, 0, r.stderr);
	await until(async () => (await fetch(`${k.url}/`, { redirect: 'manual' })).status === 303, 'the new municipality to be seen');
	const again = run(['tenant-add', ...flags(), '--slug', 'testila', '--name', 'Toinen']);
	assert.equal(again.status, 1);
	assert.match(again.stderr, /taken/);
});

test('the front page is chosen by the reader\'s language', async () => {
	for (const [accept, to] of [['sv-FI,sv;q=0.9', '/sv/'], ['en', '/en/'], ['de', '/fi/'], ['fi;q=0.1,en;q=0.9', '/en/']]) {
		const r = await fetch(`${k.url}/`, { redirect: 'manual', headers: { 'accept-language': accept } });
		assert.equal(r.status, 303);
		assert.equal(r.headers.get('location'), to, accept);
		assert.match(r.headers.get('vary'), /accept-language/i);
	}
});

test('an unknown address is 404, a wrong method 405 with Allow', async () => {
	assert.equal((await fetch(`${k.url}/fi/nothing-here`)).status, 404);
	const r = await fetch(`${k.url}/health`, { method: 'POST', body: 'x' });
	assert.equal(r.status, 405);
	assert.equal(r.headers.get('allow'), 'GET, HEAD');
});

test('people are added by command: a link, or a password', async () => {
	const link = run(['staff-add', ...flags(), '--mail', 'Eka@Testila.Example', '--name', 'Eka', '--all']);
	assert.equal(link.status, 0, link.stderr);
	assert.match(link.stdout, /https?:\/\/\S+\/[A-Za-z0-9_-]{43}\n/);
	const taken = run(['staff-add', ...flags(), '--mail', 'eka@testila.example', '--name', 'Toka']);
	assert.equal(taken.status, 1);
	assert.match(taken.stderr, /taken/);
	const weak = run(['staff-add', ...flags(), '--mail', 'kolmas@testila.example', '--name', 'K', '--password-stdin'], { input: 'short\n' });
	assert.equal(weak.status, 1);
	assert.match(weak.stderr, /10 to 200/);
	const unknown = run(['staff-add', ...flags(), '--mail', 'x@testila.example', '--name', 'X', '--permission', 'rule-the-world']);
	assert.equal(unknown.status, 1);
	assert.match(unknown.stderr, /permission/);
	const unit = run(['staff-add', ...flags(), '--mail', 'x@testila.example', '--name', 'X', '--unit', 'nowhere']);
	assert.match(unit.stderr, /no unit/);
});

test('clients who stay are shared among the workers', async () => {
	const sockets = (c) => readdirSync(`/proc/${c.pid}/fd`).filter((f) => { try { return readlinkSync(`/proc/${c.pid}/fd/${f}`).startsWith('socket:'); } catch { return false; } }).length;
	const workers = children(k.child.pid).filter((c) => c.name.startsWith('kaiku-worker'));
	const before = workers.map(sockets);
	const clients = await Promise.all(Array.from({ length: 60 }, () => new Promise((resolve, reject) => {
		const s = net.connect(k.port, '127.0.0.1');
		s.once('error', reject);
		s.once('data', () => resolve(s));
		s.write('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n');
	})));
	const more = workers.map((c, i) => sockets(c) - before[i]);
	for (const s of clients) s.destroy();
	assert.equal(workers.length, 2);
	assert.ok(more.every((n) => n >= 15), `${more}`);
});

test('whoever is killed is replaced within a second', async () => {
	for (const name of ['kaiku-worker0', 'kaiku-jobs0', 'kaiku-helper1', 'kaiku-worker1']) {
		const victim = children(k.child.pid).find((c) => c.name === name);
		process.kill(victim.pid, 'SIGKILL');
		await until(() => children(k.child.pid).some((c) => c.name === name && c.pid !== victim.pid), `a new ${name}`);
	}
	const waits = [...k.log.matchAll(/child ended:.*again_in_ms=(\d+)/g)].map((m) => Number(m[1]));
	assert.equal(waits.length, 4);
	assert.ok(waits.every((ms) => ms < 1000), `${waits}`);
	await until(async () => (await health()).body.jobs, 'the jobs process to be seen');
	assert.ok((await health()).body.restarts >= 4);
});

test('what keeps dying is given time, and the rest goes on', async () => {
	const seen = new Set();
	const end = Date.now() + 2000;
	while (Date.now() < end) {
		const c = children(k.child.pid).find((p) => p.name === 'kaiku-helper0');
		if (c && !seen.has(c.pid)) {
			seen.add(c.pid);
			process.kill(c.pid, 'SIGKILL');
		}
		await sleep(2);
	}
	assert.ok(seen.size >= 3, `came back ${seen.size} times`);
	assert.ok(seen.size < 12, `came back ${seen.size} times in 2 s`);
	assert.equal((await health()).status, 200);
	await until(() => children(k.child.pid).some((p) => p.name === 'kaiku-helper0'), 'the helper', 15000);
});

test('a second service on the folder is refused', async () => {
	const port = await freePort();
	const r = run(['serve', ...flags(), '--listen', `127.0.0.1:${port}`]);
	assert.equal(r.status, 1);
	assert.match(r.stderr, /another kaiku serves/);
});

test('a second service on the address is refused', async () => {
	const dir = mkdtempSync(path.join(os.tmpdir(), 'kaiku-test-'));
	const r = run(['serve', '--data', dir, '--listen', `127.0.0.1:${k.port}`]);
	assert.equal(r.status, 1);
	assert.match(r.stderr, /cannot listen/);
	rmSync(dir, { recursive: true });
});

test('--check says whether it could serve, and changes nothing', () => {
	assert.equal(run(['serve', ...flags(), '--check']).status, 0);
	for (const bad of [['--listen', 'nowhere'], ['--listen', '127.0.0.1:99999'], ['--mail-relay', 'smtp://'], ['--mail-relay', 'smtp://relay.example:99999'], ['--mail-ca', '/nonexistent'], ['--trusted-proxies', '10.0.0.0/64'], ['--mail-relay', 'http://x'],
		['--db', 'mysql://x'], ['--workers', '1000'], ['--log-level', 'loud'], ['--workers', 'two'], ['--bogus', '1']]) {
		const r = run(['serve', '--data', k.dir, ...bad, '--check']);
		assert.equal(r.status, 2, `${bad}: ${r.stderr}`);
		assert.match(r.stderr, new RegExp(bad[0].slice(2)));
	}
	assert.equal(run(['serve', '--check']).status, 2, 'no folder');
});

test('the key is for its owner only', () => {
	assert.equal(statSync(path.join(k.dir, 'key')).mode & 0o777, 0o600);
});

/** A municipality of its own in a folder of its own; never served. */
function aside(t) {
	const dir = mkdtempSync(path.join(os.tmpdir(), 'kaiku-test-'));
	const database = k.db ? freshDatabase() : null;
	t.after(() => { database?.drop(); rmSync(dir, { recursive: true, force: true }); });
	const own = ['--data', dir, ...(database ? ['--db', database.url] : [])];
	const made = run(['tenant-add', ...own, '--slug', 'toinen', '--name', 'Toinen']);
	assert.equal(made.status, 0, made.stderr);
	return { dir, own, key: path.join(dir, 'key'), check: () => run(['serve', ...own, '--check']) };
}

test('a key that is open, damaged or unreadable is refused, and told why', (t) => {
	const a = aside(t);
	assert.equal(a.check().status, 0);
	const refused = (why) => {
		const r = a.check();
		assert.equal(r.status, 1);
		assert.match(r.stderr, why);
		assert.ok(r.stderr.includes(a.key), r.stderr);
	};
	chmodSync(a.key, 0o640);
	refused(/owner alone: chmod 600/);
	chmodSync(a.key, 0o600);
	writeFileSync(a.key, 'short');
	refused(/not a key; bring it back/);
	rmSync(a.key);
	symlinkSync('/dev/zero', a.key);
	refused(/symbolic link/);
});

test('a lost key is not replaced by a new one: residents\' links would open nothing', (t) => {
	const a = aside(t), was = readFileSync(a.key);
	rmSync(a.key);
	for (const args of [['serve', ...a.own, '--check'], ['serve', ...a.own, '--listen', '127.0.0.1:0'], ['migrate', ...a.own]]) {
		const r = run(args);
		assert.equal(r.status, 1, r.stderr);
		assert.match(r.stderr, /key is missing, and there are municipalities/);
		assert.ok(!existsSync(a.key));
	}
	writeFileSync(a.key, was, { mode: 0o600 });
	assert.equal(a.check().status, 0);
});

test('what root adds belongs to whom the folder belongs to', { skip: process.getuid() !== 0 && 'not root' }, async (t) => {
	const a = aside(t), nobody = 65534;
	assert.equal(spawnSync('chown', ['-R', `${nobody}:${nobody}`, a.dir]).status, 0);
	for (const args of [['tenant-add', ...a.own, '--slug', 'kolmas', '--name', 'Kolmas', '--loopback'], ['staff-add', ...a.own, '--tenant', 'kolmas', '--mail', 'eka@kolmas.example', '--name', 'Eka', '--all'], ['migrate', ...a.own]]) {
		const r = run(args);
		assert.equal(r.status, 0, r.stderr);
	}
	const own = await start({ dir: a.dir, db: a.own[3] });
	t.after(() => own.stop());
	assert.ok(existsSync(path.join(a.dir, 'kolmas')));
	const strangers = readdirSync(a.dir, { recursive: true }).filter((name) => statSync(path.join(a.dir, name)).uid !== nobody);
	assert.deepEqual(strangers, []);
	assert.equal(statSync(`/proc/${own.child.pid}`).uid, nobody);
});

test('a folder that cannot be made or written is told', () => {
	for (const dir of ['/proc/kaiku', '/etc/passwd', '/nonexistent/kaiku']) {
		const r = run(['serve', '--data', dir, '--listen', '127.0.0.1:0']);
		assert.equal(r.status, 1, dir);
		assert.match(r.stderr, new RegExp(`^kaiku: cannot (make|open) ${dir}`));
	}
});

test('too few open files are told at the start, and the soft limit is raised', (t) => {
	const a = aside(t);
	const few = spawnSync('sh', ['-c', 'ulimit -n 255; exec "$@"', 'sh', BIN, 'serve', ...a.own, '--listen', '127.0.0.1:0'], { encoding: 'utf8' });
	assert.equal(few.status, 1);
	assert.match(few.stderr, /only 255 open files.*256/);
	const allowed = readFileSync(`/proc/${k.child.pid}/limits`, 'utf8').match(/Max open files\s+(\d+)\s+(\d+)/).slice(1).map(Number);
	assert.ok(allowed[0] >= Math.min(allowed[1], 65536), `${allowed}`);
});

test('a database that is not there or not ours is told, without its password', { skip: ENGINE !== 'postgres' && 'there is none' }, () => {
	for (const [url, why] of [
		['postgresql://kaiku:hunaja@127.0.0.1:1/kaiku', /refused/],
		[k.db.replace(/\/[^/?]*\?/, '/nowhere?'), /"nowhere" does not exist/],
		[k.db.replace('kaiku@', 'nobody@'), /"nobody" does not exist/],
	]) {
		const dir = mkdtempSync(path.join(os.tmpdir(), 'kaiku-test-'));
		const r = run(['serve', '--data', dir, '--db', url, '--listen', '127.0.0.1:0']);
		rmSync(dir, { recursive: true });
		assert.equal(r.status, 1);
		assert.match(r.stderr, why);
		assert.doesNotMatch(r.stdout + r.stderr, /hunaja/);
	}
});

test('a superuser is warned of: row-level security does not count for it', { skip: ENGINE !== 'postgres' && 'there is none' }, async (t) => {
	assert.doesNotMatch(k.log, /row-level security/, 'not for an ordinary role');
	const database = freshDatabase();
	t.after(() => database.drop());
	const own = await start({ demo: false, db: database.url.replace('kaiku@', 'postgres@') });
	t.after(() => own.stop());
	assert.match(own.log, / warn .*superuser or has BYPASSRLS: row-level security/);
	assert.equal((await health(own.url)).status, 200, 'monitors are not troubled');
});

test('a helper can open nothing, a worker is no helper', { skip: BIN.includes('-san') }, () => {
	const status = (name) => readFileSync(`/proc/${children(k.child.pid).find((c) => c.name === name).pid}/status`, 'utf8');
	assert.match(status('kaiku-helper0'), /Seccomp:\s+2/);
	assert.match(status('kaiku-helper0'), /NoNewPrivs:\s+1/);
	assert.match(status('kaiku-worker0'), /Seccomp:\s+0/);
	const fds = readdirSync(`/proc/${children(k.child.pid).find((c) => c.name === 'kaiku-helper0').pid}/fd`);
	assert.deepEqual(fds.map(Number).sort(), [0, 1, 2, 3]);
});

test('SIGHUP changes nothing', async () => {
	process.kill(k.child.pid, 'SIGHUP');
	await sleep(50);
	assert.equal((await health()).status, 200);
});

test('the service manager is told, and the children die with the supervisor', { skip: ENGINE !== 'sqlite' }, async () => {
	// Node has no datagram sockets of that kind: a few lines of Perl receive for us.
	const dir = mkdtempSync(path.join(os.tmpdir(), 'kaiku-test-'));
	const said = path.join(dir, 'said');
	const port = await freePort();
	const listener = spawn('perl', ['-MSocket', '-e', `
		socket(S, AF_UNIX, SOCK_DGRAM, 0) and bind(S, sockaddr_un($ARGV[0])) or die; open(F, '>', $ARGV[1]); close(F);
		recv(S, $said, 100, 0); open(F, '>', $ARGV[2]); print F $said; close(F);`,
		path.join(dir, 'notify'), path.join(dir, 'bound'), said], { stdio: 'ignore' });
	const listening = await until(() => existsSync(path.join(dir, 'bound')) || listener.exitCode !== null, 'a listener');
	assert.ok(listening);
	const child = spawn(BIN, ['serve', '--data', path.join(dir, 'data'), '--listen', `127.0.0.1:${port}`, '--workers', '1'],
		{ env: { ...process.env, NOTIFY_SOCKET: path.join(dir, 'notify') }, stdio: 'ignore' });
	await until(() => existsSync(said) && readFileSync(said, 'utf8') === 'READY=1', 'READY=1');
	const family = children(child.pid);
	child.kill('SIGKILL');
	await until(() => family.every((c) => !existsSync(`/proc/${c.pid}/stat`) ||
		readFileSync(`/proc/${c.pid}/stat`, 'utf8').includes(') Z ')), 'the children to end');
	const again = spawn(BIN, ['serve', '--data', path.join(dir, 'data'), '--listen', `127.0.0.1:${port}`, '--workers', '1'], { stdio: 'ignore' });
	await until(async () => { try { return (await health(`http://127.0.0.1:${port}`)).status === 200; } catch { return false; } }, 'the next one on the same address');
	again.kill('SIGTERM');
	assert.deepEqual(await new Promise((r) => again.once('exit', (code, signal) => r({ code, signal }))), { code: 0, signal: null });
	rmSync(dir, { recursive: true });
});

test('SIGTERM lets a request in hand finish, then ends with 0', async () => {
	const own = await start({ demo: false, workers: 1 });
	const socket = net.connect(own.port, '127.0.0.1');
	let got = '';
	socket.on('data', (d) => { got += d; });
	socket.write('GET /health HTTP/1.1\r\nHost: x\r\n');
	await sleep(200);
	own.child.kill('SIGTERM');
	await until(() => !children(own.child.pid).some((c) => c.name.startsWith('kaiku-jobs')), 'the jobs process to end');
	await sleep(200);
	socket.write('\r\n');
	const end = await own.exited;
	assert.deepEqual(end, { code: 0, signal: null });
	// Whole, and it tells a balancer to go elsewhere: nobody does the jobs any more.
	assert.match(got, /^HTTP\/1\.1 503 [^]*connection: close[^]*"status":"failing"[^]*}\n$/i);
	await assert.rejects(fetch(`${own.url}/health`));
	await own.stop();
});

test('a second SIGTERM, to everybody, takes nothing from who is in hand', async () => {
	const own = await start({ demo: false, workers: 1 });
	const socket = net.connect(own.port, '127.0.0.1');
	let got = '';
	socket.on('data', (d) => { got += d; });
	socket.write('GET /health HTTP/1.1\r\nHost: x\r\n');
	await sleep(200);
	const worker = children(own.child.pid).find((c) => c.name === 'kaiku-worker0');
	own.child.kill('SIGTERM');
	await until(() => !children(own.child.pid).some((c) => c.name.startsWith('kaiku-jobs')), 'the jobs process to end');
	process.kill(worker.pid, 'SIGTERM'); // as an init that signals the whole group
	own.child.kill('SIGTERM');
	await sleep(200);
	socket.write('\r\n');
	assert.deepEqual(await own.exited, { code: 0, signal: null });
	assert.match(got, /^HTTP\/1.1 503 [^]*"status":"failing"[^]*}\n$/i);
	await own.stop();
});

test('a second SIGINT ends at once', async () => {
	const own = await start({ demo: false, workers: 1 });
	const socket = net.connect(own.port, '127.0.0.1');
	socket.on('error', () => {});
	socket.write('GET /health HTTP/1.1\r\nHost: x\r\n'); // keeps the worker waiting
	await sleep(200);
	own.child.kill('SIGINT');
	await sleep(300);
	assert.equal(own.child.exitCode, null);
	own.child.kill('SIGINT');
	const end = await own.exited;
	assert.equal(end.signal, null);
	assert.equal(end.code, 1);
	socket.destroy();
	await own.stop();
});

test('help and version', () => {
	assert.match(run(['--version']).stdout, /^kaiku \d+\.\d+\.\d+\n$/);
	const help = run(['--help']).stdout;
	for (const command of ['serve', 'migrate', 'tenant-add', 'staff-add', 'backup', 'restore', 'verify', 'demo', 'routes']) {
		assert.match(help, new RegExp(`kaiku ${command} `));
		const r = run([command, '--help']);
		assert.equal(r.status, 0);
		assert.ok(r.stdout.startsWith(`kaiku ${command}`) || r.stdout.includes(command), command);
	}
	assert.equal(run([]).status, 2);
	assert.equal(run(['dance']).status, 2);
});

test('the manual page and the commands tell the same', () => {
	const manual = readFileSync('docs/kaiku.8', 'utf8').replaceAll('\\-', '-');
	const commands = [...run(['--help']).stdout.matchAll(/^  kaiku (\S+)/gm)].map((m) => m[1]);
	const told = [...manual.match(/\.SH COMMANDS([^]*?)\.SH/)[1].matchAll(/^\.TP\n\.B (\S+)$/gm)].map((m) => m[1]);
	assert.deepEqual(told, commands);
	const help = run(['serve', '--help']).stdout;
	const flagsOf = (text) => [...text.matchAll(/^\s*(?:\.BI? )?(--[a-z-]+)/gm)].map((m) => m[1]).sort();
	const part = manual.match(/\.SH FLAGS OF SERVE([^]*?)\.SH/)[1];
	assert.deepEqual(flagsOf(part), flagsOf(help));
	const variables = (text) => [...text.matchAll(/KAIKU_[A-Z_]+/g)].map((m) => m[0]).sort();
	assert.deepEqual(variables(part), variables(help));
	for (const command of ['backup', 'restore'])
		for (const flag of flagsOf(run([command, '--help']).stdout)) assert.ok(manual.includes(flag), `the manual page tells ${flag} of ${command}`);
	assert.equal(spawnSync('sh', ['-c', 'command -v man >/dev/null || exit 0; man -l --warnings docs/kaiku.8 2>&1 >/dev/null | grep . && exit 1; exit 0']).status, 0, 'man has nothing to say of it');
});
