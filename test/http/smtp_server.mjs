// smtp_server.mjs: a mail relay for tests: RFC 5321 as far as a relay's client
// meets it, in a process of its own, with faults on demand.
//
//   const relay = await startRelay();          // or startRelay({ port })
//   relay.faults({ at: 'rcpt', reply: '550 no such user' }, null, ...);
//   ... something sends to relay.url ...
//   relay.taken                                // [{ from, to, data, replied }]
//   await relay.stop();
//
// Each connection takes the next fault of the list (null: none; the list
// empty: none). `at` is where it strikes: greeting, ehlo, auth, mail, rcpt,
// data (the command), body (its first bytes came) or end (the final dot came).
// It does one of: reply (a string, or several lines), close (drop the
// connection without a word), hang (never reply), delay (milliseconds first).
// `end` with close is the lost reply: the message was taken.
//
// startRelay({ tls: { key, cert } }) offers STARTTLS and wants passwords only
// after it; { implicit: true } beside it speaks TLS from the first byte.
import { fork } from 'node:child_process';
import net from 'node:net';
import tls from 'node:tls';
import { fileURLToPath } from 'node:url';

const self = fileURLToPath(import.meta.url);

// ---- the parent's side ----

export async function startRelay(options = {}) {
	const child = fork(self, ['serve', JSON.stringify(options)], { stdio: 'inherit' });
	const relay = { taken: [], violations: [], connections: 0, child };
	const ready = new Promise((resolve, reject) => {
		child.once('exit', () => reject(new Error('the relay ended')));
		child.on('message', (m) => {
			if (m.port) resolve(m.port);
			if (m.acknowledged) relay.acknowledge();
			if (m.connection) relay.connections++;
			if (m.taken) relay.taken.push(m.taken);
			if (m.violation) relay.violations.push(m.violation);
		});
	});
	relay.port = await ready;
	relay.url = `smtp${options.implicit ? 's' : ''}://127.0.0.1:${relay.port}`;
	relay.faults = (...list) => new Promise((resolve) => {
		relay.acknowledge = resolve;
		child.send({ faults: list });
	});
	relay.stop = () => new Promise((resolve) => {
		child.removeAllListeners('exit');
		if (!child.connected) return resolve();
		child.once('disconnect', () => setImmediate(resolve)); // everything it said has been read
		child.kill();
	});
	return relay;
}

// ---- the server ----

/** Done once the parent's pipe has it: what was taken is told before the reply that says so. */
const say = (message) => new Promise((resolve) => { if (process.send) process.send(message, () => resolve()); else resolve(); });

class Connection {
	constructor(socket, fault, { auth, tls: identity, implicit }) {
		Object.assign(this, { fault, auth, identity, secured: implicit, state: 'start', buffer: Buffer.alloc(0), work: Promise.resolve() });
		this.listen(socket);
		this.then(() => this.reply('greeting', '220 relay.test ESMTP'));
	}

	listen(socket) {
		this.socket = socket;
		socket.on('data', (bytes) => this.more(bytes));
		socket.on('error', () => {});
	}

	/** From here on what comes is the handshake, then all anew (RFC 3207). */
	async secure() {
		if (!await this.reply('starttls', '220 2.0.0 go on')) return;
		if (this.buffer.length) this.violation('something in the clear after STARTTLS');
		this.socket.removeAllListeners('data');
		this.listen(new tls.TLSSocket(this.socket, { isServer: true, ...this.identity }));
		Object.assign(this, { secured: true, greeted: undefined, buffer: Buffer.alloc(0) });
	}

	/** One thing after the other, also when a reply is late. */
	then(fn) { this.work = this.work.then(fn).catch((e) => say({ violation: String(e.stack) })); }

	violation(what) { say({ violation: what }); }

	/** The fault's doing at this point, or the ordinary reply. False: the connection is gone or silent. */
	async reply(at, ordinary) {
		const f = this.fault?.at === at ? this.fault : {};
		if (f.delay) await new Promise((r) => setTimeout(r, f.delay));
		if (f.close) { this.socket.destroy(); this.gone = true; return false; }
		if (f.hang) { this.gone = true; return false; }
		const lines = f.reply ?? ordinary;
		this.socket.write([lines].flat().map((line) => `${line}\r\n`).join(''));
		const last = [lines].flat().at(-1);
		if (/^421/.test(last)) { this.socket.end(); this.gone = true; }
		return /^[23]/.test(last);
	}

	more(bytes) {
		this.buffer = Buffer.concat([this.buffer, bytes]);
		this.then(() => this.eat());
	}

	async eat() {
		while (!this.gone) {
			if (this.state === 'body') {
				if (!await this.body()) return;
				continue;
			}
			const end = this.buffer.indexOf('\r\n');
			if (end < 0) {
				if (this.buffer.includes(10)) this.violation('a command line with a bare LF');
				return;
			}
			const line = this.buffer.subarray(0, end).toString('latin1');
			this.buffer = this.buffer.subarray(end + 2);
			if (line.length > 510) this.violation(`a command line of ${line.length} octets`);
			if (/[\r\n\0\x80-\xff]/.test(line)) this.violation(`a command with control or 8-bit octets: ${JSON.stringify(line)}`);
			if (this.state === 'password') await this.password(line);
			else await this.command(line);
		}
	}

	async password(line) {
		this.state = 'start';
		this.password_was = Buffer.from(line, 'base64').toString().split('\0').at(-1);
		this.signedIn = await this.reply('auth', '235 2.7.0 welcome');
	}

	async command(line) {
		const verb = line.split(/[ :]/)[0].toUpperCase();
		if (verb === 'EHLO' || verb === 'HELO') {
			this.greeted = line.slice(5);
			await this.reply('ehlo', ['250-relay.test greets you', '250-SIZE 1000000', ...(this.auth && (this.secured || !this.identity) ? ['250-AUTH PLAIN LOGIN'] : []),
				...(this.identity && !this.secured ? ['250-STARTTLS'] : []), '250 8BITMIME']);
		} else if (verb === 'STARTTLS' && this.identity && !this.secured) {
			await this.secure();
		} else if (verb === 'AUTH') {
			if (this.identity && !this.secured) this.violation('a password in the clear');
			if (!/^AUTH PLAIN$/.test(line)) return this.wrong(`AUTH of another form: ${line}`);
			this.state = 'password';
			await this.reply('', '334 ');
		} else if (verb === 'MAIL') {
			if (this.state !== 'start' || !this.greeted) return this.wrong('MAIL out of order');
			if (this.auth && !this.signedIn) return this.reply('', '530 5.7.0 sign in first');
			this.from = line.match(/^MAIL FROM:<([^<>\s]*)>/)?.[1];
			if (this.from === undefined) return this.wrong(`MAIL of another form: ${line}`);
			this.to = [];
			if (await this.reply('mail', ['250-2.1.0 thank you,', '250 2.1.0 sender ok'])) this.state = 'mail';
		} else if (verb === 'RCPT') {
			if (this.state !== 'mail') return this.wrong('RCPT out of order');
			const to = line.match(/^RCPT TO:<([^<>\s]+@[^<>\s]+)>/)?.[1];
			if (!to) return this.wrong(`RCPT of another form: ${line}`);
			if (await this.reply('rcpt', '250 2.1.5 recipient ok')) this.to.push(to);
		} else if (verb === 'DATA') {
			if (this.state !== 'mail' || !this.to.length) return this.wrong('DATA out of order');
			if (await this.reply('data', '354 go on')) this.state = 'body';
		} else if (verb === 'RSET') {
			this.state = 'start';
			await this.reply('', '250 2.0.0 ok');
		} else if (verb === 'NOOP') {
			await this.reply('', '250 2.0.0 ok');
		} else if (verb === 'QUIT') {
			await this.reply('', '221 2.0.0 bye');
			this.socket.end();
			this.gone = true;
		} else {
			await this.wrong(`an unknown command: ${line}`);
		}
	}

	async wrong(what) {
		this.violation(what);
		await this.reply('', '503 5.5.1 bad sequence');
	}

	/** True once the whole message has come and was replied to. */
	async body() {
		if (this.fault?.at === 'body' && this.buffer.length) { await this.reply('body', '451 4.3.0 stop'); return false; }
		const dot = this.buffer.subarray(0, 3).toString() === '.\r\n' ? -2 : this.buffer.indexOf('\r\n.\r\n');
		if (dot === -1) return false;
		const raw = this.buffer.subarray(0, Math.max(dot + 2, 0)).toString('latin1');
		this.buffer = this.buffer.subarray(dot + 5);
		this.state = 'start';
		this.check(raw);
		const data = raw.replace(/^\./gm, (m, at) => (at === 0 || raw[at - 1] === '\n' ? '' : m));
		const taken = { from: this.from, to: this.to, data, greeted: this.greeted, secured: Boolean(this.secured), password: this.signedIn ? this.password_was : undefined };
		const refusing = this.fault?.at === 'end' && this.fault.reply;
		if (!refusing) await say({ taken });
		await this.reply('end', '250 2.0.0 taken as 12345');
		return true;
	}

	check(raw) {
		const lines = raw.split('\r\n');
		if (lines.some((l) => /[\r\n\0]/.test(l))) this.violation('a bare CR, bare LF or NUL in the message');
		if (lines.some((l) => l.length > 998)) this.violation('a line over 998 octets');
		if (/[\x80-\xff]/.test(raw)) this.violation('8-bit octets in the message');
	}
}

function serve(options) {
	let faults = [];
	process.on('message', (m) => {
		if (!m.faults) return;
		faults = m.faults;
		say({ acknowledged: true });
	});
	process.on('disconnect', () => process.exit(0));
	const meet = (socket) => {
		say({ connection: true });
		new Connection(socket, faults.shift() ?? null, options);
	};
	const server = options.implicit ? tls.createServer(options.tls, meet) : net.createServer(meet);
	server.on('tlsClientError', () => {});
	server.listen(options.port ?? 0, '127.0.0.1', () => say({ port: server.address().port }));
}

if (process.argv[1] === self && process.argv[2] === 'serve') serve(JSON.parse(process.argv[3]));
