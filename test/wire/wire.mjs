// wire.mjs: raw sockets and the little echo server, for tests that must see
// every byte.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { freePort, sleep } from '../lib/kaiku.mjs';

export { sleep };
const ECHO = path.resolve(process.env.B || 'build', 'test/wire/echo_server');

/** Starts echo_server; env are its limits, trusted its proxies, shell a line before it (ulimit). */
export async function startEcho({ env = {}, trusted = '', shell } = {}) {
	if (!existsSync(ECHO)) throw new Error(`${ECHO} is not built: make wire`);
	const folder = mkdtempSync(path.join(os.tmpdir(), 'kaiku-wire-'));
	const port = await freePort();
	const args = [`::ffff:127.0.0.1:${port}`, folder, ...(trusted ? [trusted] : [])];
	const options = { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] };
	const child = shell ? spawn('bash', ['-c', `${shell}; exec "$0" "$@"`, ECHO, ...args], options) : spawn(ECHO, args, options);
	const e = { child, port, folder, log: '', path: '/echo', form: '/form' };
	e.exited = new Promise((r) => child.once('exit', (code, signal) => r({ code, signal })));
	child.stderr.on('data', (d) => { e.log += d; });
	await new Promise((resolve, reject) => {
		child.stdout.on('data', resolve);
		e.exited.then((x) => reject(new Error(`echo_server ended: ${JSON.stringify(x)} ${e.log}`)));
	});
	/** Ends it as a service manager would; a leak or a lost handle is an error. */
	e.term = () => { child.kill('SIGTERM'); e.term = () => {}; };
	e.stop = async () => {
		e.term();
		const t = setTimeout(() => child.kill('SIGKILL'), 15000);
		const end = await e.exited;
		clearTimeout(t);
		rmSync(folder, { recursive: true, force: true });
		if (end.code !== 0) throw new Error(`echo_server: ${JSON.stringify(end)}\n${e.log.slice(-4000)}`);
	};
	return e;
}

/** One connection, byte by byte. */
export class Raw {
	constructor(port, options = {}) {
		this.bytes = Buffer.alloc(0);
		this.closed = false;
		this.waiting = new Set();
		this.socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true, ...options });
		this.socket.setNoDelay(true);
		const wake = () => { for (const w of [...this.waiting]) w(); };
		this.socket.on('data', (d) => { this.bytes = Buffer.concat([this.bytes, d]); wake(); });
		for (const e of ['end', 'close', 'error']) this.socket.on(e, () => { this.closed = true; wake(); });
	}

	send(text) {
		this.socket.write(typeof text === 'string' ? Buffer.from(text, 'latin1') : text);
		return this;
	}

	/** Waits until fn() is truthy; false after ms. */
	async wait(fn, ms = 8000) {
		const end = Date.now() + ms;
		for (;;) {
			const v = fn();
			if (v) return v;
			if (Date.now() > end) return false;
			await new Promise((resolve) => {
				const t = setTimeout(done, Math.max(1, end - Date.now()));
				const self = this;
				function done() { clearTimeout(t); self.waiting.delete(done); resolve(); }
				this.waiting.add(done);
			});
		}
	}

	/** The next whole response; null when the server closed or kept silent instead. */
	async response({ head = false, ms = 8000 } = {}) {
		const got = await this.wait(() => parse(this.bytes, head) || (this.closed && 'closed'), ms);
		if (!got || got === 'closed') return null;
		this.bytes = this.bytes.subarray(got.used);
		return got;
	}

	end() { this.socket.end(); return this; }
	destroy() { this.socket.destroy(); }
	async gone(ms = 8000) { return this.wait(() => this.closed, ms); }
}

function parse(bytes, isHead) {
	const at = bytes.indexOf('\r\n\r\n');
	if (at < 0) return null;
	const [line, ...lines] = bytes.subarray(0, at).toString('latin1').split('\r\n');
	const m = line.match(/^HTTP\/1\.1 (\d{3}) /);
	if (!m) throw new Error(`not a status line: ${JSON.stringify(line)}`);
	const headers = {};
	for (const l of lines) {
		const colon = l.indexOf(': ');
		const name = l.slice(0, colon).toLowerCase();
		headers[name] = name in headers ? `${headers[name]}, ${l.slice(colon + 2)}` : l.slice(colon + 2);
	}
	const status = Number(m[1]);
	const none = isHead || status < 200 || status === 204 || status === 304;
	const length = none ? 0 : Number(headers['content-length']);
	if (bytes.length < at + 4 + length) return null;
	const body = bytes.subarray(at + 4, at + 4 + length);
	return {
		status, headers, body, text: body.toString(), used: at + 4 + length,
		get json() { return JSON.parse(body.toString()); },
	};
}

/** Sends and reads one response on a connection of its own. */
export async function once(port, text, options = {}) {
	const c = new Raw(port, options.socket);
	c.send(text);
	const r = await c.response(options);
	c.destroy();
	return r;
}
