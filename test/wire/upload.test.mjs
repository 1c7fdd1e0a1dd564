// upload.test.mjs: multipart bodies, streamed to the disk: content, ceilings,
// hashes, names, aborted and failed uploads, many at once.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Raw, sleep, startEcho } from './wire.mjs';
import { until } from '../lib/kaiku.mjs';

const MB = 1024 * 1024;
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);
const list = (e, where) => (existsSync(path.join(e.folder, where)) ? readdirSync(path.join(e.folder, where)) : []);
const noise = (n) => { const b = Buffer.alloc(n); for (let i = 0; i < n; i++) b[i] = (i * 31 + (i >> 7) * 17) & 255; return b; };

/** parts: [disposition parameters, bytes, further header lines] */
function body(parts, boundary = 'xyz', end = `--${boundary}--\r\n`) {
	const out = [];
	for (const [params, bytes, more = ''] of parts)
		out.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${params}\r\n${more}\r\n`), Buffer.from(bytes), Buffer.from('\r\n'));
	return Buffer.concat([...out, Buffer.from(end)]);
}
const head = (length, { target = '/files', boundary = 'xyz', more = '' } = {}) =>
	`POST ${target} HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=${boundary}\r\n${more}` +
	`${length === null ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`}\r\n\r\n`;

async function upload(e, bytes, options = {}) {
	const c = new Raw(e.port);
	c.send(head(bytes.length, options)).send(bytes);
	const r = await c.response({ ms: 30000 });
	c.destroy();
	return r;
}

describe('uploads', () => {
	let e;
	before(async () => { e = await startEcho({ env: { RATE_MS: '5000' } }); });
	after(() => e.stop());

	test('fields and a file: what arrives is what was sent', async () => {
		const photo = Buffer.concat([JPEG, noise(300000)]);
		const r = await upload(e, body([['name="text"', 'Hei\r\nmaailma ä'], ['name="photo"; filename="kuva.jpg"', photo, 'Content-Type: text/html\r\n'], ['name="text"', '']]));
		assert.equal(r.status, 200);
		assert.deepEqual(r.json.fields, [['text', 'Hei\r\nmaailma ä'], ['text', '']]);
		const [u] = r.json.uploads;
		assert.deepEqual([u.field, u.name, u.type, u.bytes], ['photo', 'kuva.jpg', 'image/jpeg', photo.length]);
		assert.match(u.file, /^[0-9a-f]{32}$/);
		assert.ok(readFileSync(path.join(e.folder, 'files', u.file)).equals(photo));
		assert.equal(statSync(path.join(e.folder, 'files', u.file)).mode & 0o777, 0o600);
		assert.match(u.digest, /^[0-9a-f]{64}$/);
		assert.deepEqual(list(e, 'tmp'), []);
	});

	test('the digest is BLAKE2b-256 of the bytes', async () => {
		// RFC 7693's function; the value for "abc" with a 32-byte digest.
		const r = await upload(e, body([['name="f"; filename="a"', 'abc']]));
		assert.equal(r.json.uploads[0].digest, 'bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319');
	});

	test('media types by content, whatever the name says', async () => {
		const kinds = [
			['image/jpeg', JPEG], ['image/png', Buffer.from('\x89PNG\r\n\x1a\nrest', 'latin1')],
			['image/webp', Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1')], ['image/heic', Buffer.from('\0\0\0\x18ftypheic', 'latin1')],
			['application/pdf', Buffer.from('%PDF-1.7\n')], ['', Buffer.from('<html>')], ['', Buffer.from('RIFF\0\0\0\0WAVE', 'latin1')], ['', Buffer.from([0xff, 0xd8])],
		];
		for (const [type, bytes] of kinds) {
			const r = await upload(e, body([['name="f"; filename="x.jpg"', bytes]]));
			assert.equal(r.json.uploads[0].type, type);
		}
	});

	test('names are cleaned', async () => {
		const names = [['C:\\\\Users\\\\x\\\\kuva.jpg', 'kuva.jpg'], ['../../etc/passwd', 'passwd'], ['a%22b.png', 'a"b.png'], ['a\\"b.png', 'a"b.png'],
			['päivä.jpg', 'päivä.jpg'], ['a\u0007b.jpg', 'ab.jpg'], ['ä'.repeat(300), `${'ä'.repeat(119)}…`]];
		for (const [sent, kept] of names) {
			const r = await upload(e, body([[`name="f"; filename="${sent}"`, 'abc']]));
			assert.equal(r.json.uploads[0].name, kept);
		}
	});

	test('an empty file input is no file', async () => {
		const r = await upload(e, body([['name="photo"; filename=""', '', 'Content-Type: application/octet-stream\r\n'], ['name="a"', 'b']]));
		assert.deepEqual(r.json.uploads, []);
		assert.deepEqual(r.json.fields, [['a', 'b']]);
		assert.equal(r.json.too_large, false);
	});

	test('five files of 20 MiB are kept', async () => {
		const big = noise(20 * MB);
		const r = await upload(e, body(Array.from({ length: 5 }, (_, i) => [`name="photo"; filename="${i}"`, big])));
		assert.equal(r.json.uploads.length, 5);
		assert.equal(r.json.too_large, false);
		assert.equal(new Set(r.json.uploads.map((u) => u.digest)).size, 1);
		for (const u of r.json.uploads) {
			assert.ok(readFileSync(path.join(e.folder, 'files', u.file)).equals(big));
			rmSync(path.join(e.folder, 'files', u.file));
		}
	});

	test('one byte too many: that file is not kept, the rest is', async () => {
		const before = list(e, 'files').length;
		const r = await upload(e, body([['name="a"', 'b'], ['name="f"; filename="large"', noise(20 * MB + 1)], ['name="f"; filename="small"', 'abc']]));
		assert.equal(r.status, 200);
		assert.equal(r.json.too_large, true);
		assert.deepEqual(r.json.uploads.map((u) => u.name), ['small']);
		assert.deepEqual(r.json.fields, [['a', 'b']]);
		await until(() => list(e, 'tmp').length === 0, 'tmp to be empty');
		assert.equal(list(e, 'files').length, before + 1);
	});

	test('a film of 150 MB is read over: what was typed and the other file are kept', async () => {
		const film = body([['name="a"', 'b'], ['name="f"; filename="film"', noise(150 * MB)], ['name="f"; filename="small"', 'abc'], ['name="c"', 'd']]);
		const r = await upload(e, film);
		assert.equal(r?.status, 200);
		assert.equal(r.json.too_large, true);
		assert.deepEqual(r.json.uploads.map((u) => u.name), ['small']);
		assert.deepEqual(r.json.fields, [['a', 'b'], ['c', 'd']]);
		await until(() => list(e, 'tmp').length === 0, 'tmp to be empty');
	});

	test('a sixth file is not kept', async () => {
		const r = await upload(e, body(Array.from({ length: 8 }, (_, i) => [`name="f"; filename="${i}"`, `file ${i}`])));
		assert.equal(r.json.too_large, true);
		assert.deepEqual(r.json.uploads.map((u) => u.name), ['0', '1', '2', '3', '4']);
	});

	test('bodies over the ceilings: 413', async () => {
		assert.equal((await upload(e, body([['name="a"', 'x'.repeat(300 * 1024)]]))).status, 413, 'fields');
		assert.equal((await upload(e, body([['name="a"', 'x'.repeat(300 * 1024)]]), { target: '/form' })).status, 413, 'a form without files');
		assert.equal((await upload(e, body(Array.from({ length: 201 }, (_, i) => [`name="a${i}"`, 'x'])))).status, 413, 'fields in number');
		const c = new Raw(e.port);
		assert.equal((await c.send(head(501 * MB)).response()).status, 413, 'announced');
		c.destroy();
	});

	test('multipart that is broken: 400', async () => {
		const part = (text) => Buffer.from(text, 'latin1');
		const broken = {
			'no end': body([['name="a"', 'b']], 'xyz', ''),
			'no delimiter at all': part('hello'),
			'nothing but an end in the wrong place': part('--xyz-'),
			'no name': body([['filename="a"', 'b']]),
			'not form-data': part('--xyz\r\nContent-Disposition: attachment; name="a"\r\n\r\nb\r\n--xyz--\r\n'),
			'no disposition': part('--xyz\r\nContent-Type: text/plain\r\n\r\nb\r\n--xyz--\r\n'),
			'no part head': part('--xyz\r\n\r\nb\r\n--xyz--\r\n'),
			'bare LF in a part head': part('--xyz\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--xyz--\r\n'),
			'NUL in a part head': part('--xyz\r\nContent-Disposition: form-data; name="a\0"\r\n\r\nb\r\n--xyz--\r\n'),
			'a part head of 5 kB': part(`--xyz\r\nA: ${'b'.repeat(5000)}\r\n\r\nb\r\n--xyz--\r\n`),
			'a delimiter with a tail': part('--xyz\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--xyzz\r\n--xyz--\r\n'),
			'an open quote': part('--xyz\r\nContent-Disposition: form-data; name="a\r\n\r\nb\r\n--xyz--\r\n'),
			'a name that is not UTF-8': part('--xyz\r\nContent-Disposition: form-data; name="\xff"\r\n\r\nb\r\n--xyz--\r\n'),
			'a value that is not UTF-8': part('--xyz\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\r\n--xyz--\r\n'),
			'a value with NUL': part('--xyz\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\0\r\n--xyz--\r\n'),
		};
		for (const [what, bytes] of Object.entries(broken)) assert.equal((await upload(e, bytes)).status, 400, what);
		for (const boundary of ['""', '', 'x'.repeat(71), '"x\ty"', '"x '])
			assert.equal((await upload(e, body([['name="a"', 'b']]), { boundary })).status, 400, `boundary ${boundary}`);
	});

	test('unusual but right multipart is read', async () => {
		const r = await upload(e, Buffer.from('preamble\r\n--xyz  \t\r\nX-Other: 1\r\ncontent-disposition:form-data ; NAME="a" ; x=y\r\n\r\n' +
			'-\r\n--xy\r\n\r--xyz\r\r\n-\r\n--xyz--\r\nepilogue --xyz'), { boundary: '"xyz"; charset=utf-8' });
		assert.equal(r.status, 200, r.text);
		assert.deepEqual(r.json.fields, [['a', '-\r\n--xy\r\n\r--xyz\r\r\n-']]);
	});

	test('every way of cutting a body into packets gives the same', async () => {
		const bytes = body([['name="a"', '\r\n--xy\r\n-'], ['name="f"; filename="x"', '\r\n\r\n--x\r\n']]);
		for (let cut = 1; cut < bytes.length; cut += 3) {
			const c = new Raw(e.port);
			c.send(head(null)).send(`${cut.toString(16)}\r\n`).send(bytes.subarray(0, cut)).send('\r\n');
			await new Promise(setImmediate);
			c.send(`${(bytes.length - cut).toString(16)}\r\n`).send(bytes.subarray(cut)).send('\r\n0\r\n\r\n');
			const r = await c.response();
			assert.deepEqual([r.json.fields, r.json.uploads[0].bytes], [[['a', '\r\n--xy\r\n-']], 9], `cut at ${cut}`);
			c.destroy();
		}
	});

	test('the next request on the connection is answered too', async () => {
		const bytes = body([['name="f"; filename="x"', noise(3 * MB)]]);
		const c = new Raw(e.port);
		for (let i = 0; i < 3; i++) c.send(head(bytes.length)).send(bytes);
		c.send('GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n');
		for (let i = 0; i < 3; i++) assert.equal((await c.response({ ms: 20000 })).json.uploads[0].bytes, 3 * MB);
		assert.equal((await c.response()).json.path, '/echo');
		c.destroy();
	});

	test('a file sent to a form without files is read over', async () => {
		const r = await upload(e, body([['name="f"; filename="x"', 'abc'], ['name="a"', 'b']]), { target: '/form' });
		assert.deepEqual([r.json.fields, r.json.uploads], [[['a', 'b']], []]);
	});

	test('an aborted upload leaves nothing', async () => {
		const files = list(e, 'files').length;
		for (const how of ['destroy', 'end']) {
			const c = new Raw(e.port);
			c.send(head(30 * MB)).send(body([['name="f"; filename="whole"', noise(2 * MB)], ['name="f"; filename="half"', noise(5 * MB)]], 'xyz', ''));
			await until(() => list(e, 'tmp').length === 2, 'both to arrive');
			c[how]();
			await until(() => list(e, 'tmp').length === 0, 'tmp to be empty');
			c.destroy();
		}
		assert.equal(list(e, 'files').length, files);
	});

	test('an upload that breaks the rules at its end leaves nothing', async () => {
		const files = list(e, 'files').length;
		const r = await upload(e, body([['name="f"; filename="whole"', noise(2 * MB)], ['name="a"', Buffer.from([0xff])]]));
		assert.equal(r.status, 400);
		await until(() => list(e, 'tmp').length === 0, 'tmp to be empty');
		assert.equal(list(e, 'files').length, files);
	});

	test('forty uploads at once, and small requests in between', async () => {
		const bytes = body([['name="f"; filename="x"', noise(MB)], ['name="f"; filename="y"', noise(1000)]]);
		const all = Array.from({ length: 40 }, () => upload(e, bytes));
		for (let i = 0; i < 20; i++) {
			const c = new Raw(e.port);
			assert.equal((await c.send('GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n').response()).status, 200);
			c.destroy();
		}
		const done = await Promise.all(all);
		assert.ok(done.every((r) => r.json.uploads.length === 2));
		assert.equal(new Set(done.flatMap((r) => r.json.uploads.map((u) => u.file))).size, 80);
	});
});

test('when the folder cannot be written: 503 with Retry-After, and later it works again', async () => {
	const e = await startEcho();
	const bytes = body([['name="a"', 'b'], ['name="f"; filename="x"', noise(3 * MB)]]);
	writeFileSync(path.join(e.folder, 'tmp'), 'in the way');
	for (let i = 0; i < 3; i++) {
		const r = await upload(e, bytes);
		assert.equal(r.status, 503);
		assert.ok(r.headers['retry-after']);
	}
	rmSync(path.join(e.folder, 'tmp'));
	assert.equal((await upload(e, bytes)).status, 200);
	await e.stop();
});

test('when the disk is full in the middle of a file: 503, nothing left', async () => {
	// A file size limit stands for the full disk; both fail the write.
	const e = await startEcho({ shell: 'trap "" XFSZ; ulimit -f 1000' });
	const r = await upload(e, body([['name="f"; filename="small"', noise(1000)], ['name="f"; filename="x"', noise(8 * MB)]]));
	assert.equal(r.status, 503);
	assert.ok(r.headers['retry-after']);
	await until(() => list(e, 'tmp').length === 0, 'tmp to be empty');
	assert.deepEqual(list(e, 'files'), []);
	assert.equal((await upload(e, body([['name="f"; filename="small"', noise(1000)]]))).status, 200);
	await e.stop();
});

test('draining while uploads run: they are finished', async () => {
	const e = await startEcho();
	const bytes = body([['name="f"; filename="x"', noise(4 * MB)]]);
	const c = new Raw(e.port);
	c.send(head(bytes.length)).send(bytes.subarray(0, 2 * MB));
	await until(() => list(e, 'tmp').length === 1, 'the file');
	e.term();
	await sleep(100);
	c.send(bytes.subarray(2 * MB));
	const r = await c.response();
	assert.equal(r.json.uploads[0].bytes, 4 * MB);
	assert.equal(r.headers.connection, 'close');
	c.destroy();
	await e.stop();
});
