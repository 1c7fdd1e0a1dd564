// Files that no message came with go away after a day; all others stay.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { give, run, start, until } from '../lib/kaiku.mjs';

let k;
before(async () => { k = await start(); });
after(() => k.stop());

test('what nobody owns is swept, what somebody owns or just sent stays', async () => {
	const home = path.join(k.dir, 'esimerkkila');
	const g = await give(k, { text: 'Kuva rikkinäisestä keinusta on liitteenä.' },
		{ files: [['photo', 'keinu.pdf', '%PDF-1.4\n%%EOF\n', 'application/pdf']] });
	assert.ok(g.code, g.page.text);
	const [owned] = readdirSync(path.join(home, 'files'));
	mkdirSync(path.join(home, 'tmp'), { recursive: true });
	// Ages are told by the file system's clock, whatever ours says.
	const ago = (hours) => new Date(Date.now() - hours * 3600e3);
	const old = 'a'.repeat(32), young = 'b'.repeat(32);
	for (const [name, when] of [[`files/${old}`, ago(27)], [`files/${young}`, ago(24)], ['files/not-ours', ago(1000)], ['tmp/old-upload', ago(3)], ['tmp/young-upload', ago(1)]]) {
		writeFileSync(path.join(home, name), 'x');
		utimesSync(path.join(home, name), when, when);
	}
	utimesSync(path.join(home, 'files', owned), ago(27), ago(27));
	// The sweep of the first start ran before; a day later it is due again.
	k.child.kill('SIGTERM');
	await k.exited;
	const next = await start({ dir: k.dir, db: k.db, demo: false, env: { KAIKU_CLOCK: `+${24 * 3600}` } });
	try {
		await until(() => !existsSync(path.join(home, 'files', old)), 'the sweep of files');
		await until(() => !existsSync(path.join(home, 'tmp/old-upload')), 'the sweep of tmp');
	} finally {
		await next.stop();
	}
	assert.deepEqual(readdirSync(path.join(home, 'files')).sort(), [owned, young, 'not-ours'].sort());
	assert.deepEqual(readdirSync(path.join(home, 'tmp')), ['young-upload']);
	const v = run(['verify', '--data', k.dir, ...(k.db ? ['--db', k.db] : [])]);
	assert.match(v.stdout, /, 1 files, 0 bad/);
});
