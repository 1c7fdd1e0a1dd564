// proxy.test.mjs: whom the server believes about the client's address and
// about TLS.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { BIN, STAFF, forms, start } from '../lib/kaiku.mjs';
import { once, startEcho } from './wire.mjs';

const ask = async (e, lines, socket) =>
	(await once(e.port, `GET /echo HTTP/1.1\r\nHost: kaiku.example\r\n${lines}\r\n`, { socket }));

describe('behind a trusted proxy', () => {
	let e;
	before(async () => { e = await startEcho({ trusted: '127.0.0.1,10.0.0.0/8,fd00::/8' }); });
	after(() => e.stop());

	for (const [what, lines, ip] of [
		['one address', 'X-Forwarded-For: 192.0.2.7\r\n', '192.0.2.7'],
		['what the client made up is to the left', 'X-Forwarded-For: 127.0.0.1, 203.0.113.9, 192.0.2.7\r\n', '192.0.2.7'],
		['a chain of trusted proxies', 'X-Forwarded-For: 192.0.2.7, 10.1.2.3, fd00::1\r\n', '192.0.2.7'],
		['several headers are one list', 'X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-For: 192.0.2.7\r\nX-Forwarded-For: 10.0.0.1\r\n', '192.0.2.7'],
		['IPv6', 'X-Forwarded-For: 2001:db8::7\r\n', '2001:db8::7'],
		['IPv6 with a port', 'X-Forwarded-For: [2001:db8::7]:443\r\n', '2001:db8::7'],
		['IPv4 with a port', 'X-Forwarded-For: 192.0.2.7:443\r\n', '192.0.2.7'],
		['nonsense: the last that made sense', 'X-Forwarded-For: 192.0.2.7, unknown, 10.0.0.1\r\n', '10.0.0.1'],
		['nonsense alone', 'X-Forwarded-For: <script>\r\n', '127.0.0.1'],
		['nothing', '', '127.0.0.1'],
		['trusted ones all the way', 'X-Forwarded-For: 10.0.0.2, 10.0.0.1\r\n', '10.0.0.2'],
	]) test(`${what}: ${ip}`, async () => {
		const { json } = await ask(e, lines);
		assert.equal(json.ip, ip);
		assert.equal(json.proxied, true);
	});

	test('TLS at the proxy: secure, origin, HSTS, __Host- cookies', async () => {
		const r = await ask(e, 'X-Forwarded-Proto: https\r\nCookie: kaiku_test=a; __Host-kaiku_test=b\r\n');
		assert.equal(r.json.secure, true);
		assert.equal(r.json.origin, 'https://kaiku.example');
		assert.match(r.headers['strict-transport-security'], /max-age=\d{8}/);
		assert.equal(r.headers['set-cookie'], '__Host-kaiku_test=b; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure');
	});

	test('the nearest proxy knows best about TLS', async () => {
		assert.equal((await ask(e, 'X-Forwarded-Proto: https, http\r\n')).json.secure, false);
		assert.equal((await ask(e, 'X-Forwarded-Proto: http, https\r\n')).json.secure, true);
		assert.equal((await ask(e, 'X-Forwarded-Proto: http\r\nX-Forwarded-Proto: https\r\n')).json.secure, true);
		assert.equal((await ask(e, 'X-Forwarded-Proto: httpsx\r\n')).json.secure, false);
	});

	test('a client that is not on the list is not believed', async () => {
		const r = await ask(e, 'X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\n', { localAddress: '127.0.0.9' });
		assert.equal(r.json.ip, '127.0.0.9');
		assert.equal(r.json.proxied, false);
		assert.equal(r.json.secure, false);
		assert.equal(r.headers['strict-transport-security'], undefined);
		assert.match(r.headers['set-cookie'], /^kaiku_test=/);
	});
});

test('without a list nobody is believed', async () => {
	const e = await startEcho();
	const { json } = await ask(e, 'X-Forwarded-For: 192.0.2.7\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: evil.example\r\n');
	assert.deepEqual([json.ip, json.secure, json.proxied, json.host, json.origin], ['127.0.0.1', false, false, 'kaiku.example', 'http://kaiku.example']);
	await e.stop();
});

test('a list that is no list is refused at the start', async () => {
	for (const trusted of ['proxy.example', '10.0.0.0/33', '10.0.0.0/', '::1/129', '10.0.0.0/8x'])
		await assert.rejects(startEcho({ trusted }), /"code":2/);
});

describe('the service behind TLS', { skip: !existsSync(BIN) }, () => {
	let k;
	const FORM = 'Content-Type: application/x-www-form-urlencoded\r\n';
	const TLS = 'X-Forwarded-Proto: https\r\n';
	before(async () => { k = await start({ workers: 1, args: ['--trusted-proxies', '127.0.0.1'] }); });
	after(() => k.stop());

	const send = (line, lines = '', body = '', socket) => once(k.port, `${line} HTTP/1.1\r\nHost: localhost\r\n${lines}\r\n${body}`, { socket });

	/** Signs in; lines are the proxy's. */
	async function signIn(lines, socket) {
		const page = await send('GET /staff/login', lines, '', socket);
		const { fields } = forms(page.text).find((f) => f.action.endsWith('/staff/login') || !f.action);
		const body = new URLSearchParams([...fields.filter(([n]) => n !== 'mail' && n !== 'password'), ['mail', STAFF.desk], ['password', STAFF.password]]).toString();
		return send('POST /staff/login', `${lines}${FORM}Content-Length: ${body.length}\r\n`, body, socket);
	}

	test('the session\'s cookie: __Host-, Secure, HttpOnly, SameSite, and of no use without TLS', async () => {
		const done = await signIn(`${TLS}Origin: https://localhost\r\n`);
		assert.equal(done.status, 303, done.text.slice(0, 500));
		const cookies = done.headers['set-cookie'].split(', ');
		assert.deepEqual(cookies.map((c) => c.match(/^__Host-kaiku_(\w+)=[^;]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/)?.[1]), ['session', 'device']);
		const pair = cookies[0].split(';')[0];
		assert.notEqual((await send('GET /staff', `${TLS}Cookie: ${pair}\r\n`)).headers.location?.startsWith('/staff/login'), true);
		for (const lines of [`Cookie: ${pair}\r\n`, `Cookie: ${pair.replace('__Host-', '')}\r\n${TLS}`])
			assert.match((await send('GET /staff', lines)).headers.location, /^\/staff\/login/);
		// The same bytes from an address that is not on the list are not TLS, and from another origin.
		assert.equal((await signIn(`${TLS}Origin: https://localhost\r\n`, { localAddress: '127.0.0.9' })).status, 403);
	});

	test('every reply under TLS, refusals too, tells to stay there; no other does', async () => {
		const cases = [['GET /fi', 200], ['GET /none', 404], ['GET /a%00', 400], ['DELETE /fi', 405], ['POST /fi/give', 411], ['POST /staff/logout', 401, `${FORM}Content-Length: 0\r\n`],
			['POST /fi/give', 413, `${FORM}Content-Length: 999999\r\n`], ['POST /fi/give', 417, `${FORM}Content-Length: 3\r\nExpect: 200-ok\r\n`],
			['POST /fi/give', 415, 'Content-Type: text/xml\r\nContent-Length: 3\r\n'], ['GET /health', 200]];
		for (const [line, status, lines = ''] of cases) {
			const r = await send(line, `${TLS}${lines}`);
			assert.equal(r.status, status, line);
			assert.match(r.headers['strict-transport-security'] ?? '', /max-age=\d{8}/, `${line}: ${status}`);
			assert.match(r.headers['content-security-policy'], /default-src 'none'/);
			for (const socket of [undefined, { localAddress: '127.0.0.9' }])
				assert.equal((await send(line, socket ? `${TLS}${lines}` : lines, '', socket)).headers['strict-transport-security'], undefined, line);
		}
		const elsewhere = await once(k.port, `GET /fi HTTP/1.1\r\nHost: elsewhere.example\r\n${TLS}\r\n`);
		assert.equal(elsewhere.status, 421);
		assert.ok(elsewhere.headers['strict-transport-security']);
	});
});
