// malformed.test.mjs: what RFC 9112 forbids and attackers send, byte by byte.
// The table runs against the echo server, and without a change against the
// real binary (KAIKU_URL, or KAIKU_BIN when it is built).
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { BIN, start } from '../lib/kaiku.mjs';
import { Raw, startEcho } from './wire.mjs';

const H = 'Host: localhost\r\n';
const long = (n, c = 'a') => c.repeat(n);
const FORM = 'Content-Type: application/x-www-form-urlencoded\r\n';
// GET, POST: with a path that exists. f(e) gets {path, form}.
const get = (lines, { line, host = H } = {}) => (e) => `${line ? line(e) : `GET ${e.path} HTTP/1.1`}\r\n${host}${lines}\r\n`;
const post = (lines, body = '') => (e) => `POST ${e.form} HTTP/1.1\r\n${H}${FORM}${lines}\r\n${body}`;
const line = (fn) => get('', { line: fn });
const chunked = (body, lines = '') => post(`Transfer-Encoding: chunked\r\n${lines}`, body);

// status: refused with it, and the connection ends. 'taken': handled, whatever the page says.
const table = [
	// request line
	['HTTP/0.9', (e) => `GET ${e.path}\r\n`, 400],
	['HTTP/0.9 with headers', (e) => `GET ${e.path}\r\n${H}\r\n`, 400],
	['no version but a space', (e) => `GET ${e.path} \r\n${H}\r\n`, 400],
	['two spaces before the target', line((e) => `GET  ${e.path} HTTP/1.1`), 400],
	['two spaces before the version', line((e) => `GET ${e.path}  HTTP/1.1`), 400],
	['a space at the end', line((e) => `GET ${e.path} HTTP/1.1 `), 400],
	['a space in front', (e) => ` GET ${e.path} HTTP/1.1\r\n${H}\r\n`, 400],
	['a tab as separator', line((e) => `GET\t${e.path} HTTP/1.1`), 400],
	['a space in the target', line((e) => `GET ${e.path}?a b HTTP/1.1`), 400],
	['lower-case version', line((e) => `GET ${e.path} http/1.1`), 400],
	['version 1.10', line((e) => `GET ${e.path} HTTP/1.10`), 400],
	['version 1.', line((e) => `GET ${e.path} HTTP/1.`), 400],
	['version 2.0', line((e) => `GET ${e.path} HTTP/2.0`), 505],
	['version 1.2', line((e) => `GET ${e.path} HTTP/1.2`), 505],
	['version 0.9 said aloud', line((e) => `GET ${e.path} HTTP/0.9`), 505],
	['the HTTP/2 preface', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400, 505]],
	['a TLS hello', () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
	['no method', line((e) => ` ${e.path} HTTP/1.1`), 400],
	['a method that is no token', line((e) => `G(T ${e.path} HTTP/1.1`), 400],
	['an unknown method', line((e) => `BREW ${e.path} HTTP/1.1`), 501],
	['a lower-case method', line((e) => `get ${e.path} HTTP/1.1`), 501],
	['TRACE', line((e) => `TRACE ${e.path} HTTP/1.1`), 405],
	['CONNECT', line(() => 'CONNECT localhost:443 HTTP/1.1'), 405],
	['OPTIONS *', line(() => 'OPTIONS * HTTP/1.1'), 405],
	['GET *', line(() => 'GET * HTTP/1.1'), 400],
	['a target without a slash', line(() => 'GET echo HTTP/1.1'), 400],
	['absolute form of another host', line((e) => `GET http://evil.example${e.path} HTTP/1.1`), 400],
	['absolute form of another port', line((e) => `GET http://localhost:1${e.path} HTTP/1.1`), 400],
	['absolute form with user', line((e) => `GET http://a@localhost${e.path} HTTP/1.1`), 400],
	['absolute form of another scheme', line((e) => `GET ftp://localhost${e.path} HTTP/1.1`), 400],
	['absolute form of our own host', line((e) => `GET http://localhost${e.path} HTTP/1.1`), 'taken'],
	['absolute form, other letters', line((e) => `GET HTTP://LOCALHOST${e.path} HTTP/1.1`), 'taken'],
	['a fragment', line((e) => `GET ${e.path}#a HTTP/1.1`), 400],
	['raw bytes above ASCII in the target', line((e) => `GET ${e.path}?\xe4 HTTP/1.1`), 400],
	['%00 in the path', line((e) => `GET ${e.path}%00 HTTP/1.1`), 400],
	['%00 in the query', line((e) => `GET ${e.path}?a=%00 HTTP/1.1`), 400],
	['%0a in the path', line((e) => `GET ${e.path}%0a HTTP/1.1`), 400],
	['half an escape', line((e) => `GET ${e.path}%4 HTTP/1.1`), 400],
	['no escape', line((e) => `GET ${e.path}%zz HTTP/1.1`), 400],
	['half an escape in the query', line((e) => `GET ${e.path}?a=100% HTTP/1.1`), 400],
	['an encoded slash', line(() => 'GET /a%2Fb HTTP/1.1'), 400],
	['dots upwards', line(() => 'GET /a/../echo HTTP/1.1'), 400],
	['encoded dots upwards', line(() => 'GET /%2e%2e/etc/passwd HTTP/1.1'), 400],
	['dots at the end', line(() => 'GET /a/.. HTTP/1.1'), 400],
	['UTF-8 that is none in the path', line(() => 'GET /%c3%28 HTTP/1.1'), 400],
	['an overlong form', line(() => 'GET /%c0%af HTTP/1.1'), 400],
	['a surrogate in the query', line((e) => `GET ${e.path}?a=%ed%a0%80 HTTP/1.1`), 400],
	['a long line', line((e) => `GET ${e.path}?${long(9000)} HTTP/1.1`), 414],
	['a line without an end', (e) => `GET ${e.path}?${long(9000)}`, 414],
	['201 query fields', line((e) => `GET ${e.path}?${long(200, '&')} HTTP/1.1`), 414],
	// line ends and white space
	['bare LF after the request line', (e) => `GET ${e.path} HTTP/1.1\n${H}\r\n`, 400],
	['bare LF after a header', (e) => `GET ${e.path} HTTP/1.1\r\nHost: localhost\n\r\n`, 400],
	['bare LF as the last line', (e) => `GET ${e.path} HTTP/1.1\r\n${H}\n`, 400],
	['only LFs', (e) => `GET ${e.path} HTTP/1.1\nHost: localhost\n\n`, 400],
	['bare CR in a value', get('A: b\rc\r\n'), 400],
	['CR CR LF', get('A: b\r\r\n'), 400],
	['NUL in a value', get('A: b\0c\r\n'), 400],
	['NUL in a name', get('A\0: b\r\n'), 400],
	['a control character in a value', get('A: b\x01c\r\n'), 400],
	['DEL in a value', get('A: b\x7f\r\n'), 400],
	['obs-fold', get('A: b\r\n c\r\n'), 400],
	['obs-fold with a tab', get('A: b\r\n\tc\r\n'), 400],
	['obs-fold of the first header', (e) => `GET ${e.path} HTTP/1.1\r\n ${H}\r\n`, 400],
	['one empty line in front', (e) => `\r\nGET ${e.path} HTTP/1.1\r\n${H}\r\n`, 'taken'],
	['two empty lines in front', (e) => `\r\n\r\nGET ${e.path} HTTP/1.1\r\n${H}\r\n`, 400],
	// headers
	['a space before the colon', get('A : b\r\n'), 400],
	['a tab before the colon', get('A\t: b\r\n'), 400],
	['an empty name', get(': b\r\n'), 400],
	['no colon', get('A b\r\n'), 400],
	['a name that is no token', get('A[]: b\r\n'), 400],
	['a name above ASCII', get('\xc4: b\r\n'), 400],
	['65 headers', get(long(64).split('').map((_, i) => `A${i}: b\r\n`).join('')), 431],
	['64 headers', get(long(63).split('').map((_, i) => `A${i}: b\r\n`).join('')), 'taken'],
	['a head of 17 kB', get(`A: ${long(17000)}\r\n`), 431],
	['a head without an end', (e) => `GET ${e.path} HTTP/1.1\r\nA: ${long(17000)}`, 431],
	['an empty value', get('A:\r\n'), 'taken'],
	['Latin-1 in a value', get('User-Agent: \xe4\xf6\r\n'), 'taken'],
	['tabs around a value', get('A: \tb\t \r\n'), 'taken'],
	// Host
	['no Host', get('', { host: '' }), 400],
	['no Host in HTTP/1.0', (e) => `GET ${e.path} HTTP/1.0\r\n\r\n`, 400],
	['two Hosts', get(H), 400],
	['two different Hosts', get('Host: evil.example\r\n'), 400],
	['an empty Host', get('', { host: 'Host:\r\n' }), 400],
	['Host with a user', get('', { host: 'Host: a@localhost\r\n' }), 400],
	['Host with a path', get('', { host: 'Host: localhost/x\r\n' }), 400],
	['Host with a space', get('', { host: 'Host: local host\r\n' }), 400],
	['Host list', get('', { host: 'Host: localhost, evil.example\r\n' }), 400],
	['Host with a bad port', get('', { host: 'Host: localhost:8a\r\n' }), 400],
	['Host with a port too high', get('', { host: 'Host: localhost:65536\r\n' }), 400],
	['Host with half an IPv6 address', get('', { host: 'Host: [::1\r\n' }), 400],
	['Host of a dot', get('', { host: 'Host: .\r\n' }), 400],
	['Host with a name of two dots', get('', { host: 'Host: local..host\r\n' }), 400],
	['Host with a port', get('', { host: 'Host: localhost:8080\r\n' }), 'taken'],
	['Host with an IPv6 address', get('', { host: 'Host: [::1]:8080\r\n' }), 'taken'],
	['Host in capitals, last dot', get('', { host: 'Host: LOCALHOST.\r\n' }), 'taken'],
	// framing
	['Content-Length twice', post('Content-Length: 3\r\nContent-Length: 3\r\n', 'a=b'), 400],
	['Content-Length twice, different', post('Content-Length: 3\r\nContent-Length: 4\r\n', 'a=b'), 400],
	['Content-Length list', post('Content-Length: 3, 3\r\n', 'a=b'), 400],
	['Content-Length with a plus', post('Content-Length: +3\r\n', 'a=b'), 400],
	['Content-Length with a minus', post('Content-Length: -3\r\n', 'a=b'), 400],
	['Content-Length hexadecimal', post('Content-Length: 0x3\r\n', 'a=b'), 400],
	['Content-Length with a space inside', post('Content-Length: 3 3\r\n', 'a=b'), 400],
	['Content-Length empty', post('Content-Length:\r\n', 'a=b'), 400],
	['Content-Length beyond 64 bits', post('Content-Length: 99999999999999999999\r\n', 'a=b'), 413],
	['Content-Length too large', post('Content-Length: 999999999\r\n', 'a=b'), 413],
	['Content-Length and chunked', post('Content-Length: 3\r\nTransfer-Encoding: chunked\r\n', '3\r\na=b\r\n0\r\n\r\n'), 400],
	['chunked and Content-Length', post('Transfer-Encoding: chunked\r\nContent-Length: 3\r\n', '3\r\na=b\r\n0\r\n\r\n'), 400],
	['chunked twice', post('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'), 400],
	['chunked, chunked', post('Transfer-Encoding: chunked, chunked\r\n', '0\r\n\r\n'), 501],
	['gzip, chunked', post('Transfer-Encoding: gzip, chunked\r\n', '0\r\n\r\n'), 501],
	['gzip', post('Transfer-Encoding: gzip\r\n', '0\r\n\r\n'), 501],
	['identity', post('Transfer-Encoding: identity\r\n', ''), 501],
	['xchunked', post('Transfer-Encoding: xchunked\r\n', '0\r\n\r\n'), 501],
	['chunked in quotes', post('Transfer-Encoding: "chunked"\r\n', '0\r\n\r\n'), 501],
	['Transfer-Encoding empty', post('Transfer-Encoding:\r\n', '0\r\n\r\n'), 400],
	['Transfer-Encoding with a vertical tab', post('Transfer-Encoding: \x0bchunked\r\n', '0\r\n\r\n'), 400],
	['Transfer-Encoding before its colon', post('Transfer-Encoding : chunked\r\n', '0\r\n\r\n'), 400],
	['chunked in HTTP/1.0', (e) => `POST ${e.form} HTTP/1.0\r\n${H}${FORM}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
	['a POST of no stated length', post(''), 411],
	['a GET with content', get('Content-Length: 3\r\n\r\nabc'), 400],
	['a GET with chunks', get('Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n'), 400],
	['Content-Type twice', post('Content-Type: text/plain\r\nContent-Length: 0\r\n'), 400],
	// chunks
	['chunks', chunked('3\r\na=b\r\n0\r\n\r\n'), 'taken'],
	['chunk size in capitals', chunked('A\r\na=bbbbbbbb\r\n0\r\n\r\n'), 'taken'],
	['chunk extension', chunked('3;a=b\r\na=b\r\n0\r\n\r\n'), 'taken'],
	['trailer', chunked('3\r\na=b\r\n0\r\nA: b\r\nC: d\r\n\r\n'), 'taken'],
	['chunk size not hexadecimal', chunked('g\r\na=b\r\n0\r\n\r\n'), 400],
	['chunk size with 0x', chunked('0x3\r\na=b\r\n0\r\n\r\n'), 400],
	['chunk size negative', chunked('-3\r\na=b\r\n0\r\n\r\n'), 400],
	['chunk size empty', chunked('\r\na=b\r\n0\r\n\r\n'), 400],
	['chunk size with a space in front', chunked(' 3\r\na=b\r\n0\r\n\r\n'), 400],
	['chunk size beyond 64 bits', chunked('10000000000000003\r\na=b\r\n0\r\n\r\n'), [400, 413]],
	['chunk size too large', chunked('fffffff\r\na=b'), 413],
	['chunk size ended by LF', chunked('3\na=b\r\n0\r\n\r\n'), 400],
	['chunk ended by LF', chunked('3\r\na=b\n0\r\n\r\n'), 400],
	['chunk longer than it says', chunked('3\r\na=bcd\r\n0\r\n\r\n'), 400],
	['last chunk ended by LF', chunked('3\r\na=b\r\n0\n\r\n'), 400],
	['chunks ended by LF', chunked('3\r\na=b\r\n0\r\n\n'), 400],
	['chunk extension ended by LF', chunked('3;a\na=b\r\n0\r\n\r\n'), 400],
	['chunk extension with bare CR', chunked('3;a\rb\r\na=b\r\n0\r\n\r\n'), 400],
	['chunk extension with NUL', chunked('3;a\0\r\na=b\r\n0\r\n\r\n'), 400],
	['chunk extension without end', chunked(`3;${long(9000)}`), 431],
	['trailer ended by LF', chunked('3\r\na=b\r\n0\r\nA: b\n\r\n'), 400],
	['trailer folded', chunked('3\r\na=b\r\n0\r\nA: b\r\n c\r\n\r\n'), 400],
	['trailer with NUL', chunked('3\r\na=b\r\n0\r\nA: \0\r\n\r\n'), 400],
	['trailer with space before the colon', chunked('3\r\na=b\r\n0\r\nA : b\r\n\r\n'), 400],
	['trailer with a length, which means nothing', chunked('3\r\na=b\r\n0\r\nContent-Length: 5\r\n\r\n'), 'taken'],
	['trailers without end', chunked(`3\r\na=b\r\n0\r\nA: ${long(17000)}`), 431],
	// expectations, upgrades
	['an unknown expectation', post('Content-Length: 3\r\nExpect: 200-ok\r\n', 'a=b'), 417],
	['two expectations', post('Content-Length: 3\r\nExpect: 100-continue\r\nExpect: 100-continue\r\n', 'a=b'), 400],
	['an offer to upgrade', get('Connection: Upgrade\r\nUpgrade: websocket\r\n'), 'taken'],
	['an offer of h2c', get('Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n'), 'taken'],
	// content
	['a type we do not read', (e) => `POST ${e.form} HTTP/1.1\r\n${H}Content-Type: text/xml\r\nContent-Length: 3\r\n\r\na=b`, 415],
	['no type', (e) => `POST ${e.form} HTTP/1.1\r\n${H}Content-Length: 3\r\n\r\na=b`, 415],
	['a type that only begins right', (e) => `POST ${e.form} HTTP/1.1\r\n${H}Content-Type: application/x-www-form-urlencodedx\r\nContent-Length: 3\r\n\r\na=b`, 415],
	['multipart without a boundary', (e) => `POST ${e.form} HTTP/1.1\r\n${H}Content-Type: multipart/form-data\r\nContent-Length: 3\r\n\r\na=b`, 400],
	['a field with NUL', post('Content-Length: 5\r\n', 'a=%00'), 'refused body'],
	['a field that is not UTF-8', post('Content-Length: 5\r\n', 'a=%ff'), 'refused body'],
	['a field with raw bytes that are not UTF-8', post('Content-Length: 3\r\n', 'a=\xff'), 'refused body'],
	['a field with half an escape', post('Content-Length: 4\r\n', 'a=%4'), 'refused body'],
	['201 fields', post('Content-Length: 801\r\n', long(200).split('').map(() => 'a=b').join('&') + '&c'), 'refused body 413'],
];

const REFUSALS = [400, 408, 411, 413, 414, 415, 417, 431, 501, 505];

async function check(e, bytes, expected) {
	const c = new Raw(e.port);
	// Behind a refused head nothing may be taken for another request.
	c.send(bytes(e));
	const r = await c.response();
	assert.ok(r, `an answer; got ${JSON.stringify(c.bytes.toString('latin1').slice(0, 200))}`);
	if (expected === 'taken') {
		assert.ok(!REFUSALS.includes(r.status), `taken, not ${r.status}`);
		c.destroy();
		return;
	}
	const body = typeof expected === 'string';
	const wanted = body ? [Number(expected.split(' ')[2] || 400)] : [].concat(expected);
	assert.ok(wanted.includes(r.status), `${r.status}, wanted ${wanted}`);
	assert.equal(r.headers['x-content-type-options'], 'nosniff');
	assert.match(r.headers['content-security-policy'], /default-src 'none'/);
	assert.ok(r.headers['cache-control']);
	if (!body) {
		// A whole body was read where only its content was wrong; everything else ends.
		assert.equal(r.headers.connection, 'close');
		assert.ok(await c.gone(), 'the server closes');
		assert.equal(c.bytes.length, 0, 'one answer only');
	}
	c.destroy();
}

function suite(name, begin, end) {
	describe(name, () => {
		let e;
		before(async () => { e = await begin(); });
		after(() => end(e));
		for (const [what, bytes, expected] of table)
			test(`${what}: ${expected}`, () => check(e, bytes, expected));
		test('and a good request still works', async () => {
			await check(e, (x) => `GET ${x.path} HTTP/1.1\r\n${H}\r\n`, 'taken');
		});
	});
}

suite('echo server', () => startEcho(), (e) => e.stop());

const app = { path: '/health', form: '/staff/matters/1/take' };
if (process.env.KAIKU_URL)
	suite('the service', async () => ({ ...app, port: Number(new URL(process.env.KAIKU_URL).port) }), () => {});
else if (existsSync(BIN))
	suite('the service', async () => ({ ...app, ...await start({ workers: 1 }) }), (k) => k.stop());
