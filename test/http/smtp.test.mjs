// smtp.test.mjs: our relay client against a real SMTP server in a process of
// its own that fails in every way at every step. test/unit/send_mail.c builds
// and sends one mail through the same code as the outbox.
import { test, before, after, describe } from 'node:test';
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { BIN } from '../lib/kaiku.mjs';
import { startRelay } from './smtp_server.mjs';

const SEND = path.join(path.dirname(BIN), 'test', 'send_mail');
const FROM = 'palaute@esimerkkila.example';
const TO = 'maija@example.fi';
let relay;

before(async () => { relay = await startRelay(); });
after(async () => { await relay.stop(); });

/** Sends one mail; answers what send_mail printed: { result, detail }. */
function send({ url = relay.url, from = FROM, to = TO, subject = 'Hei', text = 'Hei\n', timeout = 10000, ca } = {}) {
	return new Promise((resolve, reject) => {
		execFile(SEND, [url, from, to, subject, text, String(timeout), ...(ca ? [ca] : [])], (err, out) => {
			if (err) return reject(new Error(`${err.message}: ${out}`));
			const [, result, detail] = out.trim().match(/^(\S+) ?(.*)$/s);
			resolve({ result, detail });
		});
	});
}

async function sendWith(fault, mail) {
	await relay.faults(fault);
	relay.taken.length = 0;
	return { ...await send(mail), taken: relay.taken.length };
}

test('a mail arrives as it was sent', async () => {
	relay.taken.length = 0;
	const text = 'Ensimmäinen rivi\n.\n..\n.piste alussa\nFrom alussa\n\nViimeinen ilman loppua';
	const sent = await send({ subject: 'Saimme viestisi 2026-1234 – kiitos', text });
	assert.deepEqual(sent, { result: 'sent', detail: '250 2.0.0 taken as 12345' });
	assert.equal(relay.taken.length, 1);
	const mail = relay.taken[0];
	assert.deepEqual([mail.from, mail.to, mail.greeted], [FROM, [TO], 'esimerkkila.example']);
	assert.match(mail.data, /^Message-Id: <m1234567\.t7@esimerkkila\.example>\r$/mi);
	assert.match(mail.data, /^Auto-Submitted: auto-generated\r$/m);
	const plain = mail.data.split('--=_kaiku_1234567\r\n')[1].split('\r\n\r\n').slice(1).join('\r\n\r\n');
	const back = Buffer.from(plain.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, h) => String.fromCharCode(parseInt(h, 16))), 'latin1').toString();
	assert.equal(back.replace(/\r\n/g, '\n').trimEnd(), text);
});

test('an international domain goes in ASCII', async () => {
	relay.taken.length = 0;
	assert.equal((await send({ to: 'maija@hämeenkylä.fi' })).result, 'sent');
	assert.deepEqual(relay.taken[0].to, ['maija@xn--hmeenkyl-0zah.fi']);
});

// What each reply means, by where it comes. Before MAIL FROM the relay knows
// nothing of the mail, so nothing there can be the mail's fault.
const replies = [
	['451 4.3.2 not now', 'later'],
	['421 4.3.2 closing', 'later'],
	['550 5.1.1 no such user', 'refused'],
	['554 5.7.1 never', 'refused'],
	[['550-5.1.1 The address you wrote to', '550-5.1.1 is not known here,', '550 5.1.1 sorry'], 'refused'],
];
for (const at of ['greeting', 'ehlo', 'mail', 'rcpt', 'data', 'body', 'end'])
	for (const [reply, meaning] of replies)
		test(`${at}: ${[reply].flat()[0]}`, async () => {
			const early = at === 'greeting' || at === 'ehlo';
			const r = await sendWith({ at, reply });
			assert.equal(r.result, early ? 'away' : meaning);
			assert.equal(r.taken, 0);
			// After a refused EHLO the client may try HELO, and hear something else.
			if (at !== 'ehlo') assert.equal(r.detail, [reply].flat().join(' '));
		});

for (const at of ['greeting', 'ehlo', 'mail', 'rcpt', 'data', 'body', 'end']) {
	const expected = at === 'greeting' || at === 'ehlo' ? 'away' : 'later';
	const taken = at === 'end' ? 1 : 0;
	test(`${at}: the connection breaks`, async () => {
		const r = await sendWith({ at, close: true });
		assert.deepEqual([r.result, r.taken], [expected, taken]);
	});
	test(`${at}: no reply ever comes`, async () => {
		const r = await sendWith({ at, hang: true }, { timeout: 700 });
		assert.deepEqual([r.result, r.taken], [expected, taken]);
	});
	if (at !== 'body')
		test(`${at}: a slow reply is waited for`, async () => {
			const r = await sendWith({ at, delay: 1200 });
			assert.deepEqual([r.result, r.taken], ['sent', 1]);
		});
}

test('a lost reply: sent again it is the same mail', async () => {
	relay.taken.length = 0;
	await relay.faults({ at: 'end', close: true });
	assert.equal((await send()).result, 'later');
	assert.equal((await send()).result, 'sent');
	assert.equal(relay.taken.length, 2);
	assert.equal(relay.taken[0].data, relay.taken[1].data);
});

test('nobody listens, or it is no relay', async () => {
	const other = await startRelay();
	await other.stop();
	assert.equal((await send({ url: other.url })).result, 'away');
	for (const url of ['http://127.0.0.1:1', 'smtp://', 'file:///etc/passwd', 'nonsense'])
		assert.equal((await send({ url })).result, 'away', url);
});

test('signing in', async () => {
	const strict = await startRelay({ auth: true });
	try {
		const at = (who) => strict.url.replace('//', `//${who}@`);
		assert.equal((await send({ url: at('kaiku:p%40ssword') })).result, 'sent');
		assert.equal(strict.taken[0].password, 'p@ssword');
		await strict.faults({ at: 'auth', reply: '535 5.7.8 wrong password' });
		// Our own sign-in refused is no verdict on the mail.
		assert.equal((await send({ url: at('kaiku:wrong') })).result, 'away');
		assert.equal(strict.taken.length, 1);
		assert.deepEqual(await send({ url: strict.url }), { result: 'away', detail: '530 5.7.0 sign in first' });
		assert.deepEqual(strict.violations, []);
	} finally { await strict.stop(); }
});

// ---- encrypted ----

/** An authority of our own, and certificates it signed. */
const authority = () => {
	const dir = mkdtempSync(path.join(os.tmpdir(), 'kaiku-ca-'));
	const at = (name) => path.join(dir, name);
	const openssl = (...args) => {
		const r = spawnSync('openssl', args, { encoding: 'utf8' });
		assert.equal(r.status, 0, r.stderr);
	};
	const key = (name) => openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', at(`${name}.key`));
	const make = (name) => {
		key(name);
		openssl('req', '-x509', '-new', '-key', at(`${name}.key`), '-subj', `/CN=${name}`, '-days', '2', '-out', at(`${name}.pem`));
	};
	const sign = (name, names, days = 2) => {
		key(name);
		openssl('req', '-new', '-key', at(`${name}.key`), '-subj', `/CN=${name}`, '-out', at(`${name}.csr`));
		writeFileSync(at('names'), `subjectAltName=${names}\n`);
		openssl('x509', '-req', '-in', at(`${name}.csr`), '-CA', at('ours.pem'), '-CAkey', at('ours.key'), '-CAcreateserial', '-days', String(days), '-extfile', at('names'), '-out', at(`${name}.pem`));
		return { key: readFileSync(at(`${name}.key`), 'utf8'), cert: readFileSync(at(`${name}.pem`), 'utf8') };
	};
	make('ours');
	make('others');
	return { ca: at('ours.pem'), other: at('others.pem'), sign, remove: () => rmSync(dir, { recursive: true }) };
};

describe('encrypted', () => {
	let own, good;
	before(() => { own = authority(); good = own.sign('relay', 'IP:127.0.0.1,DNS:relay.example'); });
	after(() => own?.remove());

	/** One mail through a relay of its own; what it heard. */
	async function through(options, mail = {}, fault = null) {
		const one = await startRelay({ auth: true, ...options });
		try {
			if (fault) await one.faults(fault);
			const url = (mail.address ?? one.url).replace('PORT', one.port).replace('//', mail.who === undefined ? '//kaiku:hunaja@' : `//${mail.who}`);
			const sent = await send({ ...mail, url });
			assert.deepEqual(one.violations, []);
			return { ...sent, taken: one.taken };
		} finally { await one.stop(); }
	}

	for (const implicit of [false, true]) {
		const way = implicit ? 'smtps' : 'STARTTLS';
		test(`${way}: a relay that proves its name gets password and mail`, async () => {
			const r = await through({ tls: good, implicit }, { ca: own.ca });
			assert.equal(r.result, 'sent', r.detail);
			assert.deepEqual(r.taken.map((m) => [m.secured, m.password, m.greeted]), [[true, 'hunaja', 'esimerkkila.example']]);
		});
		test(`${way}: signed by somebody else, for another name, or too old: nothing is sent, and the mail is not to blame`, async () => {
			for (const [identity, ca] of [[good, own.other], [own.sign('elsewhere', 'IP:127.0.0.2,DNS:elsewhere.example'), own.ca], [own.sign('old', 'IP:127.0.0.1', -1), own.ca]]) {
				const r = await through({ tls: identity, implicit }, { ca });
				assert.deepEqual([r.result, r.taken], ['away', []], r.detail);
				assert.match(r.detail, /certificate|peer/i);
			}
		});
		test(`${way}: a password to another machine asks for a certificate the system knows`, async () => {
			// This machine by a name that is not recognised as its own.
			const r = await through({ tls: good, implicit }, { address: `smtp${implicit ? 's' : ''}://[::ffff:127.0.0.1]:PORT` });
			assert.deepEqual([r.result, r.taken], ['away', []], r.detail);
		});
	}

	test('a relay that does not offer STARTTLS, or takes it back, gets neither password nor mail', async () => {
		for (const [options, fault] of [[{}, null], [{ tls: good }, { at: 'starttls', reply: '454 4.7.0 not now' }], [{ tls: good }, { at: 'ehlo', reply: ['250-relay.test', '250 AUTH PLAIN'] }]]) {
			const r = await through(options, { ca: own.ca }, fault);
			assert.deepEqual([r.result, r.taken], ['away', []], r.detail);
		}
	});

	test('without a password encryption is used when there is any, from anybody', async () => {
		const r = await through({ auth: false, tls: own.sign('elsewhere', 'DNS:elsewhere.example') }, { who: '', address: 'smtp://[::ffff:127.0.0.1]:PORT' });
		assert.deepEqual([r.result, r.taken.map((m) => m.secured)], ['sent', [true]], r.detail);
		const plain = await through({ auth: false }, { who: '', address: 'smtp://[::ffff:127.0.0.1]:PORT' });
		assert.deepEqual([plain.result, plain.taken.map((m) => m.secured)], ['sent', [false]], plain.detail);
	});

	test('the handshake breaks, or never comes', async () => {
		for (const fault of [{ at: 'starttls', close: true }, { at: 'starttls', hang: true }, { at: 'starttls', reply: ['220 go on', '250 injected'] }]) {
			const r = await through({ tls: good }, { ca: own.ca, timeout: 3000 }, fault);
			assert.deepEqual([r.result, r.taken], ['away', []], r.detail);
		}
	});
});

test('nothing that was sent broke the protocol', () => {
	assert.deepEqual(relay.violations, []);
});
