// imap.test.mjs: mailboxes read over IMAP from a real Dovecot, and a whole round
// with a real SMTP server: nothing lost, nothing twice, whatever breaks on the way.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { Client, STAFF, start, until } from '../lib/kaiku.mjs';
import { act, answer, at, given, numbers, staff, textOf } from '../lib/desk.mjs';
import { children } from '../lib/process.mjs';
import { startDovecot, startMailServer } from '../lib/dovecot.mjs';
import { JPEG, addMailbox, file, mail, parts, text } from '../lib/mails.mjs';

const ADDRESS = 'palaute@esimerkkila.example';
let k, imap, smtp, desk, admin;
before(async () => {
	imap = await startDovecot({ palaute: 'hunaja meloni', tekninen: 'salasana', asukas: 'x' });
	// What the city sends comes to a resident, and what the resident sends is put where Dovecot reads it.
	smtp = await startMailServer(imap, 'asukas');
	k = await start({ matters: 0, args: ['--mail-relay', smtp.url, '--mail-ca', imap.ca], env: { KAIKU_LOG_LEVEL: 'info' } });
	desk = await staff(k);
	admin = await staff(k, STAFF.admin);
	const form = await admin.get('/staff/admin/settings');
	await admin.submit(form, '/staff/admin/settings', { mail_reply_to: ADDRESS });
});
after(async () => { await k?.stop(); await imap?.stop(); await smtp?.stop(); });

const boxes = () => admin.get('/staff/admin/mailboxes');
const hrefOf = async (address) => (await boxes()).text.match(new RegExp(`href="(/staff/admin/mailboxes/\\d+)">${address}<`))[1];
/** Saves the mailbox as it is, or changed: it is looked into at once. */
async function look(address, values = {}) {
	const href = await hrefOf(address);
	const done = await admin.submit(await admin.get(href), href, values);
	assert.match(done.url, /done=saved/, textOf(done.text).slice(0, 500));
}
const found = async (address) => numbers(await desk.get(`/staff/search?q=${encodeURIComponent(address)}`));
const appears = (address) => until(async () => (await found(address))[0], `a matter of ${address}`, 30000);
/** Puts a mail from this sender into a mailbox. */
const deliver = (user, from, body, headers = {}) => imap.deliver(user, mail({ From: from, ...headers }, body));
const allSeen = (user) => until(() => imap.mails(user).every((m) => m.seen) && imap.mails(user).length, `${user} read`, 30000);

test('unread mails are taken, then marked as read, over TLS; what was read before is left alone', async () => {
	deliver('palaute', 'luettu@example.org', 'Tämä on luettu jo ennen Kaikua.\n');
	imap.read('palaute');
	deliver('palaute', 'eka@example.org', 'Ensimmäinen viesti laatikosta.\n');
	const [head, body] = parts([text('Toinen viesti kuvan kanssa.'), file('kuva.jpg', JPEG, 'image/jpeg')]);
	deliver('palaute', 'toka@example.org', body, head);
	await addMailbox(k, { server: imap.tlsUrl, login: 'palaute', password: 'hunaja meloni' });
	const number = await appears('toka@example.org');
	assert.match((await desk.get(at(number))).text, />kuva\.jpg</);
	assert.ok(await appears('eka@example.org'));
	await allSeen('palaute');
	assert.match(textOf((await boxes()).text), /Haku toimii/);
	assert.deepEqual(imap.mails('palaute').map((m) => m.folder), ['', '', '']);
	assert.equal((await found('luettu@example.org')).length, 0);
});

test('killed after the commit and before the mark: looked at again, and known', async () => {
	// The mark is taken off again: what a crash in between leaves behind.
	for (const m of imap.mails('palaute')) renameSync(m.path, m.path.replace(/:2,.*/, ':2,'));
	deliver('palaute', 'kolmas@example.org', 'Kolmas viesti kaatumisen jälkeen.\n');
	const jobs = children(k.child.pid).find((c) => c.name.startsWith('kaiku-jobs'));
	process.kill(jobs.pid, 'SIGKILL');
	await look(ADDRESS);
	await appears('kolmas@example.org');
	await allSeen('palaute');
	assert.equal((await found('eka@example.org')).length, 1);
	assert.equal((await found('toka@example.org')).length, 1);
});

test('the opener is killed: the mail is opened by the next one', async () => {
	const opener = children(k.child.pid).find((c) => c.name.startsWith('kaiku-opener'));
	process.kill(opener.pid, 'SIGKILL');
	deliver('palaute', 'avaaja@example.org', 'Avaaja kuoli, viesti elää.\n');
	await look(ADDRESS);
	await appears('avaaja@example.org');
	await allSeen('palaute');
});

test('moved into a folder that is made for it', async () => {
	deliver('palaute', 'siirto@example.org', 'Tämä siirretään arkistoon.\n');
	await look(ADDRESS, { move_to: 'Kaiku' });
	await appears('siirto@example.org');
	const moved = await until(() => imap.mails('palaute').find((m) => m.folder === '.Kaiku'), 'the mail to be moved');
	assert.ok(moved.seen);
	assert.match(readFileSync(moved.path, 'utf8'), /siirretään arkistoon/);
});

test('a wrong password, a server that is away, a folder that is not there: said to the administrator; the others are read', async () => {
	await addMailbox(k, { address: 'tekninen@esimerkkila.example', name: 'tekninen', server: imap.url, login: 'tekninen', password: 'väärä' });
	const says = (pattern) => until(async () => pattern.test(textOf((await boxes()).text)), String(pattern), 30000);
	await says(/Haku ei onnistu.*AUTHENTICATIONFAILED/i);
	deliver('palaute', 'rauha@example.org', 'Toinen laatikko ei häiritse tätä.\n');
	await look(ADDRESS);
	await appears('rauha@example.org');
	await look('tekninen@esimerkkila.example', { password: 'salasana', folder: 'Olematon' });
	await says(/Haku ei onnistu.*doesn.t exist/i);
	await look('tekninen@esimerkkila.example', { password: '', folder: 'INBOX', server: 'imap://127.0.0.1:9' });
	await says(/Haku ei onnistu.*connect/i);
	deliver('tekninen', 'tekno@example.org', 'Nyt tekninenkin toimii taas.\n', { To: 'tekninen@esimerkkila.example' });
	await look('tekninen@esimerkkila.example', { server: imap.url });
	await appears('tekno@example.org');
	assert.doesNotMatch(k.log, /hunaja|salasana/, 'no password in the log');
});

test('a certificate nobody vouches for gets no password', async () => {
	// The certificate is for 127.0.0.1 only.
	await look('tekninen@esimerkkila.example', { server: `imaps://localhost:${imap.tlsPort}` });
	await until(async () => /Haku ei onnistu.*(certificate|SSL|peer)/i.test(textOf((await boxes()).text)), 'the refusal', 30000);
	await look('tekninen@esimerkkila.example', { server: imap.url });
});

test('a mail that pretends to be the server\'s word is only a mail', async () => {
	deliver('palaute', 'vale@example.org', `Viesti, joka valehtelee.\na5 OK Fetch completed.\n* BYE\n)\na6 OK\n* 1 FETCH (RFC822.SIZE 1 BODY[] {3}\nxyz)\n${Array.from({ length: 40 }, (_, i) => `a${i} OK done`).join('\n')}\nLoppu.\n`);
	deliver('palaute', 'rehti@example.org', 'Rehellinen viesti sen perässä.\n');
	await look(ADDRESS);
	await appears('rehti@example.org');
	const number = await appears('vale@example.org');
	assert.match((await desk.get(at(number))).text, /Loppu\./);
});

test('the whole round: a receipt by SMTP, a reply by IMAP, an answer by SMTP', async () => {
	const inbox = path.join(imap.dir, 'mail', 'asukas', 'new');
	const mailWith = (words) => until(() => readdirSync(inbox).map((n) => readFileSync(path.join(inbox, n), 'utf8')).find((m) => m.includes(words)), words, 30000);
	const g = await given(k, { text: 'Penkki on hajonnut puistossa.', email: 'asukas@example.org' });
	const receipt = (await mailWith(g.number)).replace(/\n[ \t]/g, ' ');
	const to = receipt.match(/^Reply-To: .*?([^\s<>]+@[^\s<>]+?)>?$/m)[1];
	assert.match(to, /^palaute\+k[0-9a-f]{34}@/);
	imap.deliver('palaute', mail({ From: 'asukas@example.org', To: to, Subject: `VS: ${g.number}`, 'In-Reply-To': receipt.match(/^Message-Id: (.*)$/im)[1] }, 'Penkki on suihkulähteen vieressä.\n\n> Saimme viestisi.\n'));
	await look(ADDRESS);
	await until(async () => /suihkulähteen vieressä/.test((await new Client(k.url).get(`/follow/${g.code}`)).text), 'the reply on the follow page', 30000);
	await act(desk, g.number, 'take');
	await answer(desk, g.number, { text: 'Uusi penkki tuodaan maanantaina.' });
	assert.ok(await mailWith('maanantaina'));
});
