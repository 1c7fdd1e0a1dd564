// faults.mjs: what the fault tests share: a disk that fills up, a database
// server of their own that goes and comes, and looking at what was stored.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort, run } from '../lib/kaiku.mjs';
import { children } from '../lib/process.mjs';

/** Asks the database behind the service's back. */
export function query(k, text, slug = 'esimerkkila', tenant = 1) {
	const r = k.db
		? spawnSync('psql', [k.db, '-qAtX', '-c', text], { encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, PGOPTIONS: `-c kaiku.tenant=${tenant}` } })
		: spawnSync('sqlite3', ['-cmd', '.timeout 10000', path.join(k.dir, slug, 'kaiku.db'), text], { encoding: 'utf8', maxBuffer: 1 << 28 });
	assert.equal(r.status, 0, r.stderr);
	return r.stdout.trim();
}

export const flags = (k) => ['--data', k.dir, ...(k.db ? ['--db', k.db] : [])];

/** The rows are whole, the chain of events holds, every file is there. */
export function assertSound(k) {
	if (!k.db) assert.equal(query(k, 'PRAGMA integrity_check'), 'ok');
	const v = run(['verify', ...flags(k)]);
	assert.equal(v.status, 0, v.stdout + v.stderr);
}

export const receiptOf = (page) => ({
	number: page.text.match(/\b(20\d\d-\d+)\b/)?.[1],
	code: page.text.match(/\/follow\/([A-Za-z0-9_-]{37})/)?.[1],
});

/** Every reply of this service, also a refusal, carries these. */
export function assertSecure(res, what = res.url) {
	assert.match(res.headers.get('content-security-policy') ?? '', /default-src 'none'/, what);
	assert.equal(res.headers.get('x-content-type-options'), 'nosniff', what);
	assert.equal(res.headers.get('x-frame-options'), 'DENY', what);
	assert.equal(res.headers.get('referrer-policy'), 'same-origin', what);
	assert.equal(res.headers.get('cross-origin-opener-policy'), 'same-origin', what);
	assert.equal(res.headers.get('cross-origin-resource-policy'), 'same-origin', what);
	assert.ok(res.headers.get('permissions-policy'), what);
	assert.ok(res.headers.get('cache-control'), what);
}

/** A 503 as it must be, in this language. */
export function assertAway(res, lang, what = res.url) {
	assert.equal(res.status, 503, `${what}: ${res.text.slice(0, 300)}`);
	assert.match(res.headers.get('retry-after') ?? '', /^\d+$/, what);
	assert.match(res.text, new RegExp(`<html lang="${lang}"`), what);
	assertSecure(res, what);
}

/**
 * A folder that can be filled to its last byte. As root a small file system of
 * its own; else the largest size a file may have is lowered to what the
 * database has now, for every process of the service (fill needs its pid).
 */
export function smallDisk(megabytes) {
	const dir = mkdtempSync(path.join(os.tmpdir(), 'kaiku-disk-'));
	const filler = path.join(dir, 'filler');
	const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'none', dir]).status === 0;
	const everybody = (pid) => [pid, ...children(pid).map((c) => c.pid)];
	const limit = (pid, bytes) => everybody(pid).forEach((p) => {
		const r = spawnSync('prlimit', ['--pid', String(p), `--fsize=${bytes}:`], { encoding: 'utf8' });
		assert.equal(r.status, 0, r.stderr);
	});
	return {
		dir, mounted,
		fill(pid, files = []) {
			if (!mounted) return limit(pid, Math.min(...files.filter(existsSync).map((f) => statSync(f).size)));
			const fd = openSync(filler, 'w');
			for (const piece of [1 << 20, 4096])
				try { for (;;) writeSync(fd, Buffer.alloc(piece)); } catch (e) { assert.equal(e.code, 'ENOSPC'); }
			closeSync(fd);
		},
		free(pid) {
			if (mounted) rmSync(filler, { force: true });
			else limit(pid, 'unlimited');
		},
		remove() {
			if (mounted) spawnSync('umount', ['-l', dir]);
			rmSync(dir, { recursive: true, force: true });
		},
	};
}

/** A PostgreSQL of the test's own, to be stopped, frozen and started again. */
export async function ownPostgres(dir = mkdtempSync(path.join(os.tmpdir(), 'kaiku-pg-'))) {
	chmodSync(dir, 0o755);
	const script = path.resolve('test/pg.sh');
	const call = (...args) => {
		const r = spawnSync(script, args, { encoding: 'utf8' });
		assert.equal(r.status, 0, r.stderr);
		return r.stdout.trim();
	};
	const folder = path.join(dir, 'pg');
	spawnSync('mkdir', ['-p', folder]);
	const url = call('start', folder, String(await freePort()));
	const postmaster = () => Number(readFileSync(path.join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
	const all = (signal) => [postmaster(), ...children(postmaster()).map((c) => c.pid)].forEach((p) => process.kill(p, signal));
	const up = () => spawnSync('psql', [url, '-qAtXc', 'SELECT 1']).status === 0;
	return {
		url, up,
		crash: () => { if (up()) call('kill', folder); },
		again: () => { if (!up()) call('again', folder); },
		freeze: () => all('SIGSTOP'),
		thaw: () => all('SIGCONT'),
		remove: () => { spawnSync(script, ['stop', folder]); rmSync(folder, { recursive: true, force: true }); },
	};
}
