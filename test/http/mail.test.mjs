// mail.test.mjs: what people get by mail, end to end: the real service, its
// outbox and a real SMTP server that fails on demand. Time is moved by starting
// the service anew with another clock (KAIKU_CLOCK), never by waiting.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { Client, STAFF, freePort, give, start, until } from '../lib/kaiku.mjs';
import { startRelay } from './smtp_server.mjs';

const TEXT = 'Katuvalo ei pala kotikadullani, salasanani on hunajameloni.';
let home, k, relay, port, hours = 0;

async function serve({ relayed = true } = {}) {
	k = await start({
		dir: home?.dir, db: home?.db, matters: 0,
		args: relayed ? ['--mail-relay', `smtp://127.0.0.1:${port}`] : [],
		env: hours ? { KAIKU_CLOCK: `+${hours * 3600}` } : {},
	});
	home ??= k;
}

/** The same municipality, some hours later: everything that waited is due. */
async function later(options) {
	await k.stop({ keep: true });
	hours += 7;
	await serve(options);
}

before(async () => {
	port = await freePort();
	relay = await startRelay({ port });
	await serve();
	await quiet();
});
/** Nobody is reminded of anything on days the municipality does not work: the relay's faults are for the mails of the test. */
async function quiet() {
	const admin = new Client(k.url);
	await admin.login(STAFF.admin);
	for (let day = 0; day < 12; day++) {
		const date = new Intl.DateTimeFormat('fi-FI', { timeZone: 'Europe/Helsinki' }).format(Date.now() + day * 86400000);
		const page = await admin.get('/staff/admin/calendar');
		assert.equal((await admin.submit(page, '/staff/admin/calendar/closed', { date })).status, 200);
	}
}
after(async () => {
	await k?.stop({ keep: true });
	await home?.stop();
	await relay?.stop();
});

/** Header fields and both texts of a mail, decoded. */
function read(mail) {
	const [head, ...parts] = mail.data.split(/--=_kaiku_\d+(?:--)?\r\n/);
	const unfolded = head.replace(/\r\n[ \t]/g, ' ');
	const words = (s) => s.replace(/\?= =\?UTF-8\?Q\?/g, '')
		.replace(/=\?UTF-8\?Q\?(.*?)\?=/g, (_, w) => octets(w.replace(/_/g, ' ')));
	const octets = (s) => Buffer.from(s.replace(/=([0-9A-F]{2})/g, (_, h) => String.fromCharCode(parseInt(h, 16))), 'latin1').toString();
	const header = Object.fromEntries([...unfolded.matchAll(/^([\w-]+): (.*?)\r?$/gm)].map(([, n, v]) => [n.toLowerCase(), words(v)]));
	const body = (p) => octets(p.slice(p.indexOf('\r\n\r\n') + 4).replace(/=\r\n/g, ''));
	return { header, text: body(parts[0]), html: body(parts[1]), type: parts.map((p) => p.match(/Content-Type: ([^;\r]*)/)?.[1]) };
}

const mailsTo = (to) => relay.taken.filter((m) => m.to.includes(to));
const arrived = (to, n = 1) => until(() => mailsTo(to).length >= n, `mail ${n} to ${to}`);
const message = (to, more = {}) => ({ text: TEXT, email: to, wants_reply: '1', ...more });

async function deliveries(number) {
	const c = new Client(k.url);
	await c.login(STAFF.desk);
	const page = await c.get(`/staff/matters/${number}`);
	const list = page.text.match(/id="mails">[\s\S]*?<\/ul>/)?.[0] ?? '';
	return [...list.matchAll(/<span class="badge[^"]*">([^<]*)</g)].map(([, state]) => state.trim());
}
const delivered = (number, states) => until(async () => (await deliveries(number)).join() === states, `the mails of ${number} to be ${states}`);

test('a receipt comes by mail, once, and does not tell what was written', async () => {
	const sent = await give(k, message('maija@example.fi'));
	assert.ok(sent.number && sent.code);
	await arrived('maija@example.fi');
	const mail = mailsTo('maija@example.fi')[0];
	const m = read(mail);
	assert.ok(m.header.subject.includes(sent.number));
	assert.ok(!m.header.subject.includes(sent.code), 'a code never stands in a subject');
	assert.equal(m.header['auto-submitted'], 'auto-generated');
	assert.equal(m.header['content-language'], 'fi');
	assert.match(m.header['message-id'], /^<m\d+\.t\d+@[\w.-]+>$/);
	assert.match(m.header['reply-to'], /<neuvonta@esimerkkila\.example>$/);
	assert.deepEqual(m.type.slice(0, 2), ['text/plain', 'text/html']);
	for (const body of [m.text, m.html]) {
		assert.ok(body.includes(sent.number));
		assert.ok(body.includes(`/follow/${sent.code}`));
		assert.match(body, /\d{1,2}\.\d{1,2}\.20\d\d klo \d{1,2}\.\d\d/);
		assert.ok(!/hunajameloni|Katuvalo/.test(body), 'the address is not proved: it may be a stranger’s');
	}
	await delivered(sent.number, 'lähetetty');
	assert.equal(mailsTo('maija@example.fi').length, 1);
});

test('in the language of the form', async () => {
	for (const [lang, word] of [['sv', /har tagits emot/], ['en', /received/i]]) {
		await give(k, message(`${lang}@example.fi`), { lang });
		await arrived(`${lang}@example.fi`);
		const m = read(mailsTo(`${lang}@example.fi`)[0]);
		assert.equal(m.header['content-language'], lang);
		assert.match(m.text, word);
		assert.match(m.html, new RegExp(`<html lang="${lang}">`));
	}
});

test('the same form sent twice brings one mail', async () => {
	const c = new Client(k.url);
	const form = await c.get('/fi/give');
	const values = message('kahdesti@example.fi');
	const first = await c.submit(form, '/fi/give', { ...values, first: 'on' });
	const second = await c.submit(form, '/fi/give', { ...values, first: 'on' });
	assert.deepEqual([first.status, second.status], [200, 200]);
	await arrived('kahdesti@example.fi');
	await give(k, message('viimeinen@example.fi'));
	await arrived('viimeinen@example.fi');
	assert.equal(mailsTo('kahdesti@example.fi').length, 1);
});

test('nobody can make it a spam relay', async () => {
	for (let i = 0; i < 7; i++) await give(k, message('uhri@example.fi'));
	await give(k, message('viimeinen2@example.fi'));
	await arrived('viimeinen2@example.fi');
	assert.equal(mailsTo('uhri@example.fi').length, 5);
	for (const email of ['a@b.fi\r\nBcc: c@d.fi', 'a@b.fi,c@d.fi', 'a@b.fi> SIZE=1']) {
		const r = await give(k, message(email));
		assert.equal(r.number, undefined, `${JSON.stringify(email)} is no address`);
	}
	assert.equal(relay.taken.filter((m) => m.to.length !== 1).length, 0);
});

test('an answer comes by mail', async () => {
	const sent = await give(k, message('vastaus@example.fi'));
	const c = new Client(k.url);
	await c.login(STAFF.desk);
	const url = `/staff/matters/${sent.number}`;
	await c.submit(await c.get(url), '/take');
	const written = { step: 'preview', text: 'Lamppu vaihdetaan viikolla 12.\n\nKiitos & terveisin <Kunta>', outcome: 'done' };
	const preview = await c.submit(await c.get(`${url}/answer`), '/answer', written);
	const done = await c.submit(preview, '/answer', { step: 'send' });
	assert.equal(done.status, 200);
	await arrived('vastaus@example.fi', 2);
	const m = read(mailsTo('vastaus@example.fi').at(-1));
	assert.ok(m.text.includes('Lamppu vaihdetaan viikolla 12.'));
	assert.ok(m.html.includes('Kiitos &amp; terveisin &lt;Kunta&gt;'));
	assert.ok(m.text.includes(`/follow/${sent.code}`));
	await delivered(sent.number, 'lähetetty,lähetetty');
});

test('a relay that is away: mails wait in sight and go later', async () => {
	await relay.stop();
	const sent = await give(k, message('odottaja@example.fi'));
	assert.ok(sent.number, 'the message is received all the same');
	await delivered(sent.number, 'jonossa');
	relay = await startRelay({ port });
	await later();
	await arrived('odottaja@example.fi');
	await delivered(sent.number, 'lähetetty');
	assert.equal(mailsTo('odottaja@example.fi').length, 1);
});

test('a full mailbox: later again', async () => {
	await relay.faults({ at: 'rcpt', reply: '452 4.2.2 mailbox full' });
	const sent = await give(k, message('taysi@example.fi'));
	const before = relay.connections;
	await until(() => relay.connections > before || mailsTo('taysi@example.fi').length, 'an attempt');
	await delivered(sent.number, 'jonossa');
	await later();
	await arrived('taysi@example.fi');
	await delivered(sent.number, 'lähetetty');
});

test('an address that does not exist: staff see it and can send again', async () => {
	await relay.faults({ at: 'rcpt', reply: '550 5.1.1 no such user' });
	const sent = await give(k, message('olematon@example.fi'));
	await delivered(sent.number, 'ei mennyt perille');
	const admin = new Client(k.url);
	await admin.login(STAFF.admin);
	const bounced = await admin.get('/staff/admin/outbox?state=bounced');
	assert.ok(bounced.text.includes('olematon@example.fi'));
	await admin.submit(bounced, '/again');
	await arrived('olematon@example.fi');
	await delivered(sent.number, 'lähetetty');
});

test('a lost reply: the mail goes twice at most, as the same mail', async () => {
	await relay.faults({ at: 'end', close: true });
	const sent = await give(k, message('tuplat@example.fi'));
	await arrived('tuplat@example.fi');
	await delivered(sent.number, 'jonossa');
	await later();
	await arrived('tuplat@example.fi', 2);
	await delivered(sent.number, 'lähetetty');
	await later();
	await give(k, message('perassa@example.fi'));
	await arrived('perassa@example.fi');
	const twice = mailsTo('tuplat@example.fi');
	assert.equal(twice.length, 2);
	assert.equal(twice[0].data, twice[1].data);
});

test('the jobs process dies while it sends: nothing is lost', async () => {
	await relay.faults({ at: 'end', delay: 60000 });
	const sent = await give(k, message('kuollut@example.fi'));
	await arrived('kuollut@example.fi'); // taken, but the reply is still to come
	k.child.kill('SIGKILL'); // the supervisor; its children die with it
	await k.exited;
	hours += 7;
	await serve();
	await arrived('kuollut@example.fi', 2);
	await delivered(sent.number, 'lähetetty');
	const ids = mailsTo('kuollut@example.fi').map((m) => read(m).header['message-id']);
	assert.equal(new Set(ids).size, 1);
});

test('without a relay mails wait, staff are told, and they go when there is one', async () => {
	await later({ relayed: false });
	const sent = await give(k, message('ilman@example.fi'));
	await delivered(sent.number, 'jonossa');
	const c = new Client(k.url);
	await c.login(STAFF.desk);
	assert.match((await c.get('/staff/queue/triage')).text, /class="banner warning"/);
	await later();
	await arrived('ilman@example.fi');
	await delivered(sent.number, 'lähetetty');
});

test('the log holds no address, code or word of a resident', async () => {
	assert.ok(k.log.includes('job ran: kind=mail'));
	for (const secret of [/example\.fi/, /hunajameloni/, /\/follow\/[A-Za-z0-9_-]{30}/])
		assert.doesNotMatch(k.log, secret);
});

test('nothing that was sent broke the protocol', () => {
	assert.deepEqual(relay.violations, []);
});
