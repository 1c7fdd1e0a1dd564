// connection.test.mjs: keep-alive, pipelining, HEAD, chunks, Expect, slow and
// too many clients, early refusals, draining.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { Raw, once, sleep, startEcho } from './wire.mjs';

const H = 'Host: localhost\r\n';
const FORM = `${H}Content-Type: application/x-www-form-urlencoded\r\n`;
const SECURITY = ['x-content-type-options', 'x-frame-options', 'content-security-policy', 'referrer-policy',
	'cross-origin-opener-policy', 'cross-origin-resource-policy', 'permissions-policy', 'cache-control'];
const get = (target, lines = '') => `GET ${target} HTTP/1.1\r\n${H}${lines}\r\n`;

describe('one connection', () => {
	let e;
	before(async () => { e = await startEcho(); });
	after(() => e.stop());

	test('keeps alive, request after request', async () => {
		const c = new Raw(e.port);
		for (let i = 0; i < 5; i++) {
			const r = await c.send(get(`/echo?n=${i}`)).response();
			assert.deepEqual(r.json.args, [['n', String(i)]]);
			assert.equal(r.headers.connection, undefined);
		}
		c.destroy();
	});

	test('closes when asked', async () => {
		const c = new Raw(e.port);
		const r = await c.send(get('/echo', 'Connection: close\r\n')).response();
		assert.equal(r.headers.connection, 'close');
		assert.ok(await c.gone());
	});

	test('HTTP/1.0 closes, and keeps alive when asked', async () => {
		let c = new Raw(e.port);
		let r = await c.send(`GET /echo HTTP/1.0\r\n${H}\r\n`).response();
		assert.equal(r.headers.connection, 'close');
		assert.ok(await c.gone());
		c = new Raw(e.port);
		for (let i = 0; i < 2; i++) {
			r = await c.send(`GET /echo HTTP/1.0\r\n${H}Connection: keep-alive\r\n\r\n`).response();
			assert.equal(r.headers.connection, 'keep-alive');
		}
		c.destroy();
		for (const both of ['close, keep-alive', 'keep-alive, close', 'close\r\nConnection: keep-alive'])
			for (const version of ['1.0', '1.1'])
				assert.equal((await once(e.port, `GET /echo HTTP/${version}\r\n${H}Connection: ${both}\r\n\r\n`)).headers.connection, 'close', `${version}, ${both}`);
	});

	test('answers pipelined requests in order, slow ones too', async () => {
		const c = new Raw(e.port);
		c.send(get('/slow/300?n=0') + get('/echo?n=1') + `POST /form HTTP/1.1\r\n${FORM}Content-Length: 3\r\n\r\nn=2` +
			get('/big/100000?n=3') + get('/echo?n=4'));
		assert.equal((await c.response()).json.query, 'n=0');
		assert.equal((await c.response()).json.query, 'n=1');
		assert.deepEqual((await c.response()).json.fields, [['n', '2']]);
		assert.equal((await c.response()).body.length, 100000);
		assert.equal((await c.response()).json.query, 'n=4');
		c.destroy();
	});

	test('answers a thousand pipelined requests', async () => {
		const c = new Raw(e.port);
		c.send(Array.from({ length: 1000 }, (_, i) => get(`/echo?n=${i}`)).join(''));
		for (let i = 0; i < 1000; i++) assert.equal((await c.response()).json.query, `n=${i}`);
		c.destroy();
	});

	test('reads a request that comes byte by byte', async () => {
		const c = new Raw(e.port);
		for (const b of `POST /form HTTP/1.1\r\n${FORM}Transfer-Encoding: chunked\r\n\r\n3;x=y\r\na=1\r\n2\r\n&b\r\n0\r\nT: u\r\n\r\n`) {
			c.send(b);
			await new Promise(setImmediate);
		}
		assert.deepEqual((await c.response()).json.fields, [['a', '1'], ['b', '']]);
		c.destroy();
	});

	test('a half-closed client gets its answer', async () => {
		const c = new Raw(e.port);
		c.send(get('/slow/200')).end();
		const r = await c.response();
		assert.equal(r.status, 200);
		assert.ok(await c.gone());
	});

	test('a half-closed client gets an answer to each request it sent ahead, and none to half of one', async () => {
		const c = new Raw(e.port);
		c.send(get('/slow/200?n=0') + get('/echo?n=1') + get('/echo?n=2') + 'GET /echo?n=3 HTTP/1.1\r\n').end();
		for (let i = 0; i < 3; i++) assert.equal((await c.response())?.json.query, `n=${i}`);
		assert.ok(await c.gone());
		assert.equal(c.bytes.length, 0);
	});

	test('HEAD: the headers of GET, no body, and the connection lives', async () => {
		const c = new Raw(e.port);
		const a = await c.send(get('/big/5000', 'Accept-Encoding: gzip\r\n')).response();
		const b = await c.send(`HEAD /big/5000 HTTP/1.1\r\n${H}Accept-Encoding: gzip\r\n\r\n`).response({ head: true });
		delete a.headers.date; delete b.headers.date;
		assert.deepEqual(b.headers, a.headers);
		assert.equal((await c.send(get('/echo?after')).response()).json.query, 'after');
		c.destroy();
	});

	test('Expect: 100-continue is answered before the body comes', async () => {
		const c = new Raw(e.port);
		c.send(`POST /form HTTP/1.1\r\n${FORM}Content-Length: 3\r\nExpect: 100-continue\r\n\r\n`);
		assert.equal((await c.response()).status, 100);
		assert.deepEqual((await c.send('a=b').response()).json.fields, [['a', 'b']]);
		c.destroy();
	});

	test('Expect: 100-continue for a body that is not welcome: the refusal comes instead', async () => {
		for (const [target, length, status] of [['/form', 999999, 413], ['/echo', 3, 413], ['/nowhere', 3, 404], ['/big/1', 3, 405]]) {
			const r = await once(e.port, `POST ${target} HTTP/1.1\r\n${FORM}Content-Length: ${length}\r\nExpect: 100-continue\r\n\r\n`);
			assert.equal(r.status, status, target);
			assert.equal(r.headers.connection, 'close');
		}
	});

	test('401 says how to prove who one is; nobody else is asked', async () => {
		assert.match((await once(e.port, get('/status/401'))).headers['www-authenticate'], /^Cookie /);
		assert.equal((await once(e.port, get('/status/403'))).headers['www-authenticate'], undefined);
	});

	test('405 says what is allowed', async () => {
		assert.equal((await once(e.port, `POST /big/1 HTTP/1.1\r\n${FORM}Content-Length: 0\r\n\r\n`)).headers.allow, 'GET, HEAD');
		assert.equal((await once(e.port, get('/form'))).headers.allow, 'POST');
		assert.equal((await once(e.port, `DELETE /echo HTTP/1.1\r\n${H}\r\n`)).headers.allow, 'GET, HEAD, POST');
	});

	test('a refusal of a whole request keeps the connection', async () => {
		const c = new Raw(e.port);
		assert.equal((await c.send(get('/nowhere')).response()).status, 404);
		assert.equal((await c.send(get('/echo')).response()).status, 200);
		c.destroy();
	});

	test('the sender of a refused body can read why, though it goes on sending', async () => {
		const c = new Raw(e.port);
		c.send(`POST /form HTTP/1.1\r\n${FORM}Content-Length: 90000000\r\n\r\n`);
		const piece = Buffer.alloc(65536, 'a');
		for (let i = 0; i < 100; i++) c.send(piece);
		const r = await c.response();
		assert.equal(r.status, 413);
		assert.ok(await c.gone());
	});

	test('Connection: Upgrade with a body does not leave HTTP', async () => {
		const c = new Raw(e.port);
		c.send(`POST /form HTTP/1.1\r\n${FORM}Connection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 3\r\n\r\na=b`);
		assert.deepEqual((await c.response()).json.fields, [['a', 'b']]);
		assert.equal((await c.send(get('/echo')).response()).status, 200);
		c.destroy();
	});

	test('every reply carries the security headers', async () => {
		for (const bytes of [get('/echo'), get('/nowhere'), get('/secret/3000'), get('/static/a.0123.css'), 'x\r\n\r\n', get('/status/503')]) {
			const r = await once(e.port, bytes);
			for (const name of [...SECURITY, 'date']) assert.ok(r.headers[name], `${name} after ${bytes.slice(0, 20)}`);
			assert.doesNotMatch(r.headers['content-security-policy'], /unsafe/);
			assert.equal(r.headers['strict-transport-security'], undefined, 'not without TLS');
			if (r.status === 503) assert.ok(r.headers['retry-after']);
		}
	});

	test('compresses large open pages for those who ask, secret ones never', async () => {
		const ask = 'Accept-Encoding: br;q=0, gzip;q=0.5\r\n';
		const plain = await once(e.port, get('/big/5000'));
		const zipped = await once(e.port, get('/big/5000', ask));
		assert.equal(plain.headers['content-encoding'], undefined);
		assert.equal(plain.headers.vary, 'Accept-Encoding');
		assert.equal(zipped.headers['content-encoding'], 'gzip');
		assert.deepEqual(zlib.gunzipSync(zipped.body), plain.body);
		assert.equal((await once(e.port, get('/big/1000', ask))).headers['content-encoding'], undefined);
		assert.equal((await once(e.port, get('/big/5000', 'Accept-Encoding: gzip;q=0, *\r\n'))).headers['content-encoding'], undefined);
		assert.equal((await once(e.port, get('/big/5000', 'Accept-Encoding: *\r\n'))).headers['content-encoding'], 'gzip');
		const secret = await once(e.port, get('/secret/5000', ask));
		assert.equal(secret.headers['content-encoding'], undefined);
		assert.equal(secret.headers['cache-control'], 'no-store');
		assert.equal(secret.headers['referrer-policy'], 'same-origin'); // no-referrer would make forms send Origin: null
	});

	test('static files: for ever, in three forms, 304', async () => {
		const target = '/static/a.0123.css';
		const plain = await once(e.port, get(target));
		assert.match(plain.headers['cache-control'], /immutable/);
		assert.equal(plain.text, 'body{color:#123}');
		const br = await once(e.port, get(target, 'Accept-Encoding: gzip, br\r\n'));
		assert.equal(br.headers['content-encoding'], 'br');
		assert.equal(br.text, '(br)');
		const gz = await once(e.port, get(target, 'Accept-Encoding: gzip, br;q=0\r\n'));
		assert.equal(gz.text, '(gzip)');
		assert.equal(new Set([plain, br, gz].map((r) => r.headers.etag)).size, 3);
		const again = await once(e.port, get(target, `If-None-Match: W/"x", ${plain.headers.etag}\r\n`));
		assert.equal(again.status, 304);
		assert.equal(again.headers.etag, plain.headers.etag);
		assert.equal(again.headers['content-length'], undefined);
		assert.equal((await once(e.port, get(target, 'If-None-Match: "other"\r\n'))).status, 200);
		assert.equal((await once(e.port, get('/static/b.css'))).status, 404);
	});

	test('sends a file of the disk, whole and in order', async () => {
		const bytes = Buffer.alloc(3000001, (i) => i);
		for (let i = 0; i < bytes.length; i++) bytes[i] = (i * 7 + (i >> 8)) & 255;
		writeFileSync(path.join(e.folder, 'some'), bytes);
		writeFileSync(path.join(e.folder, 'none'), '');
		const c = new Raw(e.port);
		let r = await c.send(get('/send/some')).response();
		assert.ok(bytes.equals(r.body));
		r = await c.send(`HEAD /send/some HTTP/1.1\r\n${H}\r\n`).response({ head: true });
		assert.equal(r.headers['content-length'], '3000001');
		assert.equal((await c.send(get('/send/none')).response()).body.length, 0);
		assert.equal((await c.send(get('/send/missing')).response()).status, 500);
		assert.equal((await c.send(get('/echo')).response()).status, 200);
		c.destroy();
	});

	test('a reader who vanishes in the middle of a file costs nothing', async () => {
		writeFileSync(path.join(e.folder, 'large'), Buffer.alloc(30000000));
		for (let i = 0; i < 5; i++) {
			const c = new Raw(e.port);
			c.send(get('/send/large'));
			await c.wait(() => c.bytes.length > 100000);
			c.destroy();
		}
		assert.equal((await once(e.port, get('/echo'))).status, 200);
	});

	test('a client that vanishes while its answer is made costs nothing', async () => {
		for (let i = 0; i < 20; i++) {
			const c = new Raw(e.port);
			c.send(get('/slow/200'));
			await sleep(10);
			c.socket.resetAndDestroy?.() ?? c.destroy();
		}
		await sleep(400);
		assert.equal((await once(e.port, get('/echo'))).status, 200);
	});

	test('logs the route, never the path or the address', async () => {
		await once(e.port, get('/big/77?code=sesame'));
		await sleep(50);
		assert.match(e.log, /request: method=GET route=\/big\/\{n\} status=200 us=\d+ bytes=\d+/);
		assert.doesNotMatch(e.log, /sesame|\/big\/77|127\.0\.0\.1/);
	});

	test('cookies: ours by name, with all attributes', async () => {
		const r = await once(e.port, get('/echo', 'Cookie: a=b; xkaiku_test=no; kaiku_test=yes; kaiku_test=later\r\n'));
		assert.equal(r.headers['set-cookie'], 'kaiku_test=yes; Path=/; Max-Age=60; HttpOnly; SameSite=Lax');
	});
});

describe('slow clients', () => {
	let e;
	before(async () => {
		e = await startEcho({ env: { HEAD_MS: '1000', IDLE_MS: '1500', RATE_MS: '1000', RATE: '1000', BODY_MS: '4000', REPLY_MS: '1000', LINGER_MS: '500' } });
	});
	after(() => e.stop());

	test('a trickling head is cut with 408, whatever trickles', async () => {
		const c = new Raw(e.port);
		c.send('GET /echo HTTP/1.1\r\n');
		const timer = setInterval(() => c.send('A: b\r\n'), 100);
		const r = await c.response();
		clearInterval(timer);
		assert.equal(r.status, 408);
		assert.ok(await c.gone());
	});

	test('an idle connection is closed without a word', async () => {
		const c = new Raw(e.port);
		await c.send(get('/echo')).response();
		assert.ok(await c.gone());
		assert.equal(c.bytes.length, 0);
	});

	test('a connection that says nothing is closed', async () => {
		const c = new Raw(e.port);
		assert.ok(await c.gone());
		assert.equal(c.bytes.length, 0);
	});

	test('a body below the rate is cut with 408', async () => {
		const c = new Raw(e.port);
		c.send(`POST /form HTTP/1.1\r\n${FORM}Content-Length: 10000\r\n\r\n`);
		const timer = setInterval(() => c.send('a'), 50);
		const r = await c.response();
		clearInterval(timer);
		assert.equal(r.status, 408);
		assert.ok(await c.gone());
	});

	test('chunk extensions are no progress', async () => {
		const c = new Raw(e.port);
		c.send(`POST /form HTTP/1.1\r\n${FORM}Transfer-Encoding: chunked\r\n\r\n1;`);
		const timer = setInterval(() => c.send('x'.repeat(60)), 50);
		const r = await c.response();
		clearInterval(timer);
		assert.ok([408, 431].includes(r.status));
	});

	test('a slow but steady body is read', async () => {
		const c = new Raw(e.port);
		c.send(`POST /form HTTP/1.1\r\n${FORM}Content-Length: 6000\r\n\r\n`);
		for (let i = 0; i < 20; i++) {
			c.send('a'.repeat(300));
			await sleep(100);
		}
		const r = await c.response();
		assert.equal(r.status, 200);
		assert.equal(r.json.fields[0][0].length, 6000);
		c.destroy();
	});

	test('a steady body that never ends is cut', async () => {
		const c = new Raw(e.port);
		c.send(`POST /form HTTP/1.1\r\n${FORM}Content-Length: 200000\r\n\r\n`);
		const timer = setInterval(() => c.send('a'.repeat(300)), 100);
		const r = await c.response({ ms: 9000 });
		clearInterval(timer);
		assert.equal(r?.status, 408);
	});

	test('a client that does not read its reply is cut', async () => {
		const c = new Raw(e.port);
		c.socket.pause();
		c.send(Array.from({ length: 20 }, () => get('/big/8000000')).join(''));
		await sleep(6500);
		c.socket.resume();
		assert.ok(await c.gone());
		assert.ok(c.bytes.length < 20 * 8000000);
	});

	test('one who lingers after a last reply is closed', async () => {
		const c = new Raw(e.port);
		const r = await c.send(get('/echo', 'Connection: close\r\n')).response();
		assert.equal(r.status, 200);
		await sleep(1500);
		c.send('more');
		assert.ok(await c.wait(() => c.socket.destroyed || c.socket.errored || c.socket.readableEnded));
		c.destroy();
	});

	test('an answer may take longer than all of these', async () => {
		assert.equal((await once(e.port, get('/slow/3000'))).status, 200);
	});
});

test('too many connections of one address: 503 for the next, others are served', async () => {
	const e = await startEcho({ env: { PER_ADDRESS: '5' } });
	const all = Array.from({ length: 5 }, () => new Raw(e.port));
	for (const c of all) assert.equal((await c.send(get('/echo')).response()).status, 200);
	const sixth = new Raw(e.port);
	const r = await sixth.response();
	assert.equal(r.status, 503);
	for (const name of [...SECURITY, 'retry-after']) assert.ok(r.headers[name], name);
	assert.ok(await sixth.gone());
	assert.equal((await once(e.port, get('/echo'), { socket: { localAddress: '127.0.0.2' } })).status, 200);
	all[0].destroy();
	await sleep(200);
	assert.equal((await once(e.port, get('/echo'))).status, 200);
	for (const c of all) c.destroy();
	await e.stop();
});

test('no room for one more: the idle make it, those at work do not; what is spared for files stays so', async () => {
	const e = await startEcho({ shell: 'ulimit -n 60' }); // 30 connections
	/** One answer read, and half of the next request in the same packet. */
	const atWork = async () => {
		const c = new Raw(e.port).send(`${get('/echo')}GET /echo HTTP/1.1\r\n`);
		assert.equal((await c.response())?.status, 200);
		return c;
	};
	const busy = [], idle = [];
	for (let i = 0; i < 20; i++) busy.push(await atWork());
	for (let i = 0; i < 10; i++) idle.push(new Raw(e.port));
	for (const c of idle) assert.equal((await c.send(get('/echo')).response()).status, 200);
	for (let i = 0; i < 10; i++) busy.push(await atWork());
	for (const c of idle) assert.ok(await c.gone(), 'the idle go');
	const r = await new Raw(e.port).response();
	assert.equal(r?.status, 503, 'all are at work');
	for (const c of busy) assert.equal((await c.send(`${H}\r\n`).response()).status, 200);
	assert.equal((await once(e.port, get('/echo'))).status, 200, 'and now they are not');
	for (const c of [...busy, ...idle]) c.destroy();
	await e.stop();
});

test('a trusted proxy may hold as many connections as it likes', async () => {
	const e = await startEcho({ env: { PER_ADDRESS: '5' }, trusted: '127.0.0.1' });
	const all = Array.from({ length: 20 }, () => new Raw(e.port));
	for (const c of all) assert.equal((await c.send(get('/echo')).response()).status, 200);
	for (const c of all) c.destroy();
	await e.stop();
});

test('draining: idle connections close, running requests are answered, then it ends', async () => {
	const e = await startEcho();
	const idle = new Raw(e.port);
	await idle.send(get('/echo')).response();
	const slow = new Raw(e.port);
	slow.send(get('/slow/700'));
	const upload = new Raw(e.port);
	upload.send(`POST /form HTTP/1.1\r\n${FORM}Content-Length: 6\r\n\r\na=`);
	await sleep(200);
	e.term();
	assert.ok(await idle.gone(1000), 'idle ones close at once');
	await assert.rejects(new Promise((ok, no) => {
		const s = new Raw(e.port);
		s.socket.on('error', no);
		s.wait(() => s.closed, 1000).then(() => no(new Error('closed')));
		s.socket.on('data', ok);
		s.send(get('/echo'));
	}), undefined, 'nobody new is served');
	upload.send('bcde');
	for (const c of [slow, upload]) {
		const r = await c.response();
		assert.equal(r.status, 200);
		assert.equal(r.headers.connection, 'close');
		assert.ok(await c.gone());
		c.destroy();
	}
	await e.stop();
});
