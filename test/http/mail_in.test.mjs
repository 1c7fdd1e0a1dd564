// mail_in.test.mjs: mails handed in by a mail server's pipe (kaiku mail-in):
// what each becomes, and that none is lost, doubled, or answered when a program
// wrote it.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { Client, STAFF, freePort, query, start, unescape, until } from '../lib/kaiku.mjs';
import { act, answer, at, given, inQueue, numbers, staff, textOf } from '../lib/desk.mjs';
import { JPEG, PDF, addMailbox, file, mail, mailIn, parts, taken, text } from '../lib/mails.mjs';
import { startRelay } from './smtp_server.mjs';

let k, desk, admin, relay;
before(async () => {
	const port = await freePort();
	relay = await startRelay({ port });
	k = await start({ matters: 0, args: ['--mail-relay', `smtp://127.0.0.1:${port}`] });
	desk = await staff(k);
	admin = await staff(k, STAFF.admin);
	const form = await admin.get('/staff/admin/settings');
	assert.match((await admin.submit(form, '/staff/admin/settings', { mail_reply_to: 'palaute@esimerkkila.example' })).url, /saved/);
	await addMailbox(k);
});
after(async () => { await k?.stop(); await relay?.stop(); });

/** The newest matter of this sender. */
async function find(address) {
	const page = await desk.get(`/staff/search?q=${encodeURIComponent(address)}`);
	assert.ok(numbers(page).length, `a matter of ${address}`);
	return numbers(page)[0];
}
const show = async (number) => desk.get(at(number));
const flat = async (number) => textOf((await show(number)).text);
/** The first mail of the relay that fits; its headers unfolded. */
const sentTo = (to, subject) => until(() => relay.taken.find((m) => m.to.includes(to) && (!subject || m.data.includes(subject))), `a mail to ${to}`);
const headOf = (m) => m.data.split('\r\n\r\n')[0].replace(/\r\n[ \t]/g, ' ');
const replyTo = (m) => headOf(m).match(/^Reply-To: .*?([^\s<>]+@[^\s<>]+)>?$/m)[1];
const messageId = (m) => headOf(m).match(/^Message-Id: (<.*>)$/im)[1];
/** A matter by the web form whose sender has an address: { number, code, receipt }. */
async function withReceipt(address, words = 'Lamppu on pimeänä Koulukadulla.') {
	const g = await given(k, { text: words, email: address });
	const receipt = await sentTo(address, g.number);
	await until(async () => /Lähetetyt sähköpostit lähetetty/.test(await flat(g.number)), 'the relay to be believed');
	return { ...g, receipt };
}

test('a mail opens a matter to be directed: title, text, sender, a receipt; quotes and signature are folded', async () => {
	const raw = mail({ Subject: 'VS: Re: Hiekoitus Mäntytiellä', From: '=?utf-8?Q?Hilkka_H=C3=A4rk=C3=B6nen?= <hilkka@example.org>' },
		'Mäntytie on jäässä, ja siellä on kaaduttu.\n\n-- \nHilkka Härkönen\nMäntytie 4\n\nNaapuri kirjoitti 3.11. <n@example.org> kirjoitti:\n> Onko tie hiekoitettu?\n');
	assert.equal((await taken(k, raw)).fate, 'opened');
	const number = await find('hilkka@example.org');
	const page = await show(number), shown = textOf(page.text);
	assert.match(page.text, /<h1[^>]*>Hiekoitus Mäntytiellä<\/h1>/);
	assert.match(shown, /Kanava sähköposti/i);
	assert.match(shown, /Hilkka Härkönen/);
	assert.match(page.text, /<details class="folded">[\s\S]*Onko tie hiekoitettu[\s\S]*<\/details>/);
	const message = page.text.match(/<div class="card message"[\s\S]*?<\/div><\/div>/)[0];
	assert.doesNotMatch(message, /Onko tie|Mäntytie 4/);
	assert.ok(await inQueue(desk, 'triage', number));
	const receipt = await sentTo('hilkka@example.org');
	assert.match(replyTo(receipt), /^palaute\+k[0-9a-f]{34}@esimerkkila\.example$/);
	// The same mail again, also by another way: known.
	assert.equal((await taken(k, raw)).fate, 'twice');
	assert.equal((await taken(k, Buffer.concat([Buffer.from('Received: from x by y; Wed, 25 Nov 2026 12:00:01 +0200\r\n'), raw]))).fate, 'twice');
	assert.equal((await taken(k, Buffer.concat([Buffer.from('From hilkka@example.org Wed Nov 25 12:00:00 2026\n'), raw]))).fate, 'twice');
	assert.equal(numbers(await desk.get('/staff/search?q=hilkka@example.org')).length, 1);
});

test('the language follows the mail, a short one is not refused, a mailbox of a unit leads to its queue', async () => {
	const unit = (await admin.get('/staff/admin/mailboxes/new')).text.match(/<option value="(\d+)"[^>]*>[^<]*Kadut[^<]*</)?.[1]
		?? (await admin.get('/staff/admin/mailboxes/new')).text.match(/<select[^>]*name="unit"[\s\S]*?<option value="(\d+)"/)[1];
	await addMailbox(k, { address: 'katu@esimerkkila.example', name: 'katu', unit });
	await taken(k, mail({ Subject: 'Gatlyktan', From: 'Svea <svea@example.org>' }, 'Hej! Gatlyktan på Skolgatan är släckt och det är mörkt för barnen. Tack!\n'), { mailbox: 'katu' });
	const swedish = await find('svea@example.org');
	assert.match(await flat(swedish), /Kieli ruotsi/);
	assert.ok(!await inQueue(desk, 'triage', swedish), 'its unit has it');
	assert.match((await sentTo('svea@example.org')).data, /Skolgatan|ditt meddelande|meddelande/i);
	await taken(k, mail({ Subject: 'Moi', From: 'lyhyt@example.org' }, 'Hei\n'));
	assert.match(await flat(await find('lyhyt@example.org')), /Moi Hei \(Viesti tuli sähköpostilla\.\)/);
	await taken(k, mail({ Subject: 'Kuoppalankadun kuoppa', From: 'tyhja@example.org' }, ''));
	assert.match(await flat(await find('tyhja@example.org')), /Viestissä ei ole tekstiä/);
});

test('a reply from the sender joins its matter, by the token and by Message-ID; a closed one opens again', async () => {
	const g = await withReceipt('liisa@example.org');
	const reply = mail({ From: 'liisa@EXAMPLE.org', To: replyTo(g.receipt).toUpperCase(), Subject: `VS: ${g.number}` },
		'Lamppuja onkin kaksi.\n\nke 25.11.2026 klo 8.15 Esimerkkilä (palaute@esimerkkila.example) kirjoitti:\n> Saimme viestisi.\n');
	assert.equal((await taken(k, reply)).fate, 'joined');
	const own = await new Client(k.url).get(`/follow/${g.code}`);
	assert.match(own.text, /Lamppuja onkin kaksi/);
	assert.doesNotMatch(own.text, /Saimme viestisi\./, 'the quote is folded away');
	assert.match((await show(g.number)).text, /<details class="folded">[\s\S]*Saimme viestisi/);
	await act(desk, g.number, 'take');
	await answer(desk, g.number, { text: 'Lamput vaihdetaan huomenna.' });
	const second = mail({ From: 'Liisa <liisa@example.org>', To: 'palaute@esimerkkila.example', 'In-Reply-To': messageId(g.receipt), References: `<x@y> ${messageId(g.receipt)}` }, 'Vieläkin on pimeää täällä.\n');
	assert.equal((await taken(k, second)).fate, 'joined');
	assert.match((await new Client(k.url).get(`/follow/${g.code}`)).text, /Vieläkin on pimeää/);
	assert.ok(await inQueue(desk, 'all', g.number), 'it is open again');
	assert.equal((await taken(k, second)).fate, 'twice');
	assert.equal(query(k, "SELECT COUNT(*) FROM mail WHERE to_address LIKE 'liisa@%' AND purpose <> 'answer'"), '1', 'the receipt: an addition is not answered');
});

test('a reply from an address nobody knows waits; a handler accepts or drops it, with its files', async () => {
	const g = await withReceipt('pekka@example.org');
	const [head, body] = parts([text('Tässä vaimo, kuva lampusta.'), file('kuva.jpg', JPEG, 'image/jpeg')]);
	assert.deepEqual(await taken(k, mail({ From: 'Pekan Vaimo <vaimo@example.org>', To: replyTo(g.receipt), ...head }, body)).then((t) => [t.fate, t.files]), ['held', 1]);
	let own = await new Client(k.url).get(`/follow/${g.code}`);
	assert.doesNotMatch(own.text, /Tässä vaimo|kuva\.jpg/);
	const waiting = (p) => Number(p.text.match(/\/staff\/queue\/mails"[^>]*>Tarkistettavat sähköpostit <span class="count">(\d+)/)?.[1] ?? 0);
	let page = await show(g.number);
	assert.equal(waiting(page), 1, 'counted beside the other queues');
	assert.ok(await inQueue(desk, 'mails', g.number));
	const elsewhere = await (await staff(k, 'kirjasto@esimerkkila.example')).get('/staff/queue/unit');
	assert.equal(elsewhere.status, 200);
	assert.equal(waiting(elsewhere), 0, 'not for who does not see the matter');
	assert.match(page.text, /odottaa päätöstäsi[\s\S]*vaimo@example\.org[\s\S]*Tässä vaimo/);
	const accepted = await desk.submit(page, '/mail', { act: 'accept' });
	assert.match(textOf(accepted.text), /Viesti on nyt osa asiaa/);
	assert.doesNotMatch(accepted.text, /queue\/mails/, 'nothing waits any more');
	assert.match(textOf(accepted.text), /Sähköposti hyväksyttiin asiaan/);
	own = await new Client(k.url).get(`/follow/${g.code}`);
	assert.match(own.text, /Tässä vaimo[\s\S]*kuva\.jpg/);
	// Sent twice by two people at the desk: the second sees that it is decided.
	const again = await desk.submit(page, '/mail', { act: 'drop' });
	assert.equal(again.status, 200);
	assert.match((await new Client(k.url).get(`/follow/${g.code}`)).text, /Tässä vaimo/);

	await taken(k, mail({ From: 'x@spam.example', To: replyTo(g.receipt) }, 'Osta halpoja lamppuja.\n'));
	page = await show(g.number);
	const dropped = await desk.submit(page, '/mail', { act: 'drop' });
	assert.doesNotMatch(dropped.text, /halpoja lamppuja/);
	assert.doesNotMatch((await new Client(k.url).get(`/follow/${g.code}`)).text, /halpoja lamppuja/);
});

test('a mail for a closed matter from a stranger brings it back to somebody who looks', async () => {
	const g = await withReceipt('kalle@example.org');
	await act(desk, g.number, 'take');
	await answer(desk, g.number, { text: 'Lamppu vaihdettiin eilen.' });
	await taken(k, mail({ From: 'toinen@example.org', To: replyTo(g.receipt) }, 'Ei vaihdettu, olen naapuri.\n'));
	assert.ok(await inQueue(desk, 'all', g.number));
	assert.match(await flat(g.number), /odottaa päätöstäsi/);
});

test('a forged token, a foreign Message-ID, a token of no matter: a new matter, never somebody else\'s', async () => {
	const g = await withReceipt('uhri@example.org');
	const token = replyTo(g.receipt).match(/\+k([0-9a-f]{14})([0-9a-f]{20})@/);
	const flip = token[2].replace(/^./, (c) => (c === '0' ? '1' : '0'));
	const other = (BigInt(`0x${token[1]}`) + 1n).toString(16).padStart(14, '0');
	let i = 0;
	for (const headers of [
		{ To: `palaute+k${token[1]}${flip}@esimerkkila.example` },
		{ To: `palaute+k${other}${token[2]}@esimerkkila.example` },
		{ To: `palaute+k${token[1]}@esimerkkila.example` },
		{ 'In-Reply-To': messageId(g.receipt).replace(/\.t(\d+)@/, '.t9999@') },
		{ 'In-Reply-To': '<m1.t1@esimerkkila.example>' },
		{ 'In-Reply-To': `<m${'9'.repeat(30)}.t1@esimerkkila.example>` },
	])
		assert.equal((await taken(k, mail({ From: 'uhri@example.org', ...headers }, `Yritys numero ${++i} päästä sisään.\n`))).fate, 'opened', JSON.stringify(headers));
	assert.doesNotMatch((await new Client(k.url).get(`/follow/${g.code}`)).text, /Yritys numero/);
});

test('passed on by our own people it is of its first sender; passed on by anybody else it is not', async () => {
	const forward = (from, who) => mail({ From: from, Subject: 'VL: Roskat rannalla' },
		`Tämä kuuluu teille.\nT. Aino\n\n________________________________\nLähettäjä: ${who}\nLähetetty: tiistai 24. marraskuuta 2026 9.00\nVastaanottaja: Aino Neuvonen\nAihe: Roskat rannalla\n\nHei, ranta on täynnä roskia ${who.length}. Milloin se siivotaan?\n`);
	assert.equal((await taken(k, forward(`Aino <${STAFF.desk}>`, 'Rauni Rantala <rauni@example.org>'))).fate, 'opened');
	let shown = await flat(await find('rauni@example.org'));
	assert.match(shown, /Rauni Rantala/);
	assert.match(shown, /rauni@example\.org/);
	assert.match(shown, /Kirjasi: Aino Neuvonen/);
	assert.match((await show(await find('rauni@example.org'))).text, /<details class="folded">[\s\S]*Tämä kuuluu teille/);
	assert.ok(!relay.taken.some((m) => m.to.includes(STAFF.desk) && m.data.includes('Roskat')));
	// Enclosed whole.
	const inner = mail({ From: 'Matti Mökki <matti@example.org>', Subject: 'Laituri' }, 'Laituri on hajonnut Mökkirannassa.\n');
	const [head, body] = parts([text('Katsokaa tätä.'), [{ 'Content-Type': 'message/rfc822' }, inner]]);
	await taken(k, mail({ From: STAFF.desk, Subject: 'Fwd: Laituri', ...head }, body));
	shown = await flat(await find('matti@example.org'));
	assert.match(shown, /Laituri on hajonnut Mökkirannassa/);
	// Somebody else passes on: it is theirs.
	await taken(k, forward('Ulla <ulla@example.org>', 'Kolmas Henkilö <kolmas@example.org>'));
	assert.match(await flat(await find('ulla@example.org')), /Ulla/);
	assert.equal(numbers(await desk.get('/staff/search?q=kolmas@example.org')).length, 0);
});

test('what programs send becomes the state of a mail, never a matter, and is never answered', async () => {
	const g = await withReceipt('poissa@example.org');
	const id = messageId(g.receipt);
	const before = relay.taken.length;
	const highest = async () => Number((await given(k, { text: 'Laskuri, joka kertoo numeron.' })).number.split('-')[1]);
	const count = await highest();
	const fate = async (headers, body) => (await taken(k, mail(headers, body))).fate;
	assert.equal(await fate({ From: 'poissa@example.org', 'In-Reply-To': id, 'Auto-Submitted': 'auto-replied' }, 'Olen lomalla.'), 'automatic');
	assert.match(await flat(g.number), /automatic reply/);
	assert.equal(await fate({ From: 'poissa@example.org', To: replyTo(g.receipt), Precedence: 'bulk' }, 'Olen lomalla.'), 'automatic');
	assert.equal(await fate({ From: 'poissa@example.org', 'X-Auto-Response-Suppress': 'All', To: replyTo(g.receipt) }, 'Poissa.'), 'automatic');
	assert.equal(await fate({ From: 'lista@example.org', 'List-Id': '<uutiset.example.org>' }, 'Uutiskirje.'), 'automatic');
	assert.equal(await fate({ From: 'MAILER-DAEMON@example.org' }, 'Undelivered mail.'), 'automatic');
	assert.equal(await fate({ From: 'x@example.org', 'Return-Path': '<>' }, 'Undelivered mail.'), 'automatic');
	// Our own, come round again.
	assert.equal(await fate({ From: 'palaute@esimerkkila.example' }, 'Kierros.'), 'loop');
	assert.equal(await fate({ From: 'Palaute <PALAUTE+k123@esimerkkila.example>' }, 'Kierros.'), 'loop');
	assert.equal(await fate({ 'Message-ID': id, From: 'joku@example.org' }, 'Kierros.'), 'loop');
	assert.equal(await fate({ Received: Array(60).fill('from a by b; Wed, 25 Nov 2026 12:00:00 +0200') }, 'Kierros.'), 'loop');
	assert.equal(await highest(), count + 1, 'no matter was made of any');
	assert.deepEqual(relay.taken.slice(before).filter((m) => !m.to.includes('poissa@example.org')), []);
});

test('a bounce marks the mail and tells the handler; one sent cannot be sent again without its words', async () => {
	const g = await withReceipt('olematon@example.org');
	const dsn = (action, status, how) => {
		const [head, body] = parts([text('I am sorry to inform you.'),
			[{ 'Content-Type': 'message/delivery-status' }, `Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; olematon@example.org\r\nAction: ${action}\r\nStatus: ${status}\r\n`], how], 'report; report-type=delivery-status');
		return mail({ From: 'Mail Delivery System <MAILER-DAEMON@mx.example>', 'Return-Path': '<>', 'Auto-Submitted': 'auto-replied', ...head }, body);
	};
	const id = messageId(g.receipt);
	assert.equal((await taken(k, dsn('delayed', '4.4.1', [{ 'Content-Type': 'text/rfc822-headers' }, `Subject: x\r\nMessage-ID: ${id}\r\n`]))).fate, 'bounce');
	assert.match(await flat(g.number), /delayed 4\.4\.1/);
	assert.equal((await taken(k, dsn('failed', '5.1.1', [{ 'Content-Type': 'message/rfc822' }, `From: a@b.example\r\nMessage-ID: ${id}\r\n\r\nx\r\n`]))).fate, 'bounce');
	const shown = await flat(g.number);
	assert.match(shown, /failed 5\.1\.1/);
	assert.match(shown, /Viesti lähettäjälle ei mennyt perille/);
	const outbox = await admin.get('/staff/admin/outbox?state=bounced');
	assert.match(outbox.text, /olematon@example\.org/);
});

test('files: kinds told by content, at most five, names without a path; what is left out is said', async () => {
	const [head, body] = parts([text('Kuvat ohessa, katsokaa.'), file('../../etc/kuva.jpg', JPEG, 'image/jpeg'), file('raportti.exe', PDF), file('virus.pdf', Buffer.from('MZ not a pdf'), 'application/pdf'),
		file('winmail.dat', Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 2, 3]), 'application/ms-tnef')]);
	assert.deepEqual(await taken(k, mail({ Subject: 'Kuvia kuopasta', From: 'kuvaaja@example.org', ...head }, body)).then((t) => [t.fate, t.files, t.left]), ['opened', 2, 2]);
	const page = await show(await find('kuvaaja@example.org'));
	assert.match(page.text, />kuva\.jpg</);
	assert.match(page.text, />raportti\.exe</);
	assert.match(textOf(page.text), /2 liitettä jätettiin pois/);
	const href = page.text.match(/href="(\/staff\/files\/\d+)"[^>]*>kuva\.jpg/)[1];
	const res = await fetch(k.url + href, { headers: { cookie: [...desk.cookies].map(([n, v]) => `${n}=${v}`).join('; ') } });
	assert.deepEqual(Buffer.from(await res.arrayBuffer()), JPEG);
	const [many, lots] = parts([text('Seitsemän kuvaa tästä.'), ...Array.from({ length: 7 }, (_, i) => file(`${i}.jpg`, JPEG, 'image/jpeg'))]);
	assert.deepEqual(await taken(k, mail({ ...many }, lots)).then((t) => [t.files, t.left]), [5, 2]);
	const [only, photo] = parts([file('yksin.jpg', JPEG, 'image/jpeg')]);
	assert.equal((await taken(k, mail({ Subject: 'Pelkkä kuva', ...only }, photo))).files, 1);
});

const euros = Buffer.from('Tässä äiti, hinta 5 \x80, pöytä.', 'latin1');
for (const [name, headers, body, expected] of [
	['Latin 1, quoted-printable', { 'Content-Type': 'text/plain; charset=iso-8859-1', 'Content-Transfer-Encoding': 'quoted-printable' }, 'P=F6yt=E4 hajosi torilla eilen.', 'Pöytä hajosi torilla'],
	['Windows letters called Latin 1', { 'Content-Type': 'text/plain; charset=iso-8859-1' }, euros, 'äiti, hinta 5 €, pöytä'],
	['UTF-8 called ASCII', { 'Content-Type': 'text/plain; charset=us-ascii' }, 'Yöllä satoi räntää pihalle.', 'Yöllä satoi räntää'],
	['Latin 1 called UTF-8', { 'Content-Type': 'text/plain; charset=utf-8' }, Buffer.from('Jäätä löytyi kävelytieltä.', 'latin1'), 'Jäätä löytyi kävelytieltä'],
	['Cyrillic', { 'Content-Type': 'text/plain; charset=koi8-r', 'Content-Transfer-Encoding': 'base64' }, Buffer.from([0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4, 0x20, 0xc7, 0xcf, 0xd2, 0xcf, 0xc4]).toString('base64'), 'Привет город'],
	['a charset nobody has', { 'Content-Type': 'text/plain; charset=x-klingon' }, 'Tämä on silti luettava viesti.', 'silti luettava'],
	['UTF-16', { 'Content-Type': 'text/plain; charset=utf-16', 'Content-Transfer-Encoding': 'base64' }, Buffer.from('\ufeffKuusitoista bittiä riittää.', 'utf16le').toString('base64'), 'Kuusitoista bittiä'],
	['HTML alone', { 'Content-Type': 'text/html; charset=utf-8' }, '<html><head><title>no</title><style>p{color:red}</style></head><body><p>Silta on <b>rikki</b> &amp; vaarallinen.</p><script>alert(1)</script><p>Korjatkaa&nbsp;pian!</p></body></html>', 'Silta on rikki & vaarallinen.'],
])
	test(`letters: ${name}`, async () => {
		const from = `${name.replace(/[^A-Za-z0-9]+/g, '-').toLowerCase()}@example.org`;
		await taken(k, mail({ From: from, ...headers }, body));
		const page = await show(await find(from));
		assert.ok(unescape(page.text).includes(expected), textOf(page.text).slice(0, 1500));
		assert.doesNotMatch(textOf(page.text), /alert\(1\)|color:red/);
	});

const deep = (n, make) => { let body = Buffer.from('Content-Type: text/plain\r\n\r\nPohjalla.\r\n'); for (let i = 0; i < n; i++) body = make(body, i); return body; };
const hostile = {
	'nothing at all': Buffer.alloc(0),
	'no header': Buffer.from('Vain tekstiä ilman otsikoita.\r\n'),
	'zeros': Buffer.alloc(5000),
	'random bytes': Buffer.from(Array.from({ length: 60000 }, (_, i) => (i * 7919 + (i >> 3) * 104729) & 255)),
	'a header of a megabyte': mail({ 'X-Long': 'a'.repeat(1 << 20) }),
	'fifty thousand headers': mail({ 'X-Many': Array(50000).fill('x') }),
	'an address list without end': mail({ To: Array(20000).fill('a@b.example').join(', ') }),
	'groups in groups': mail({ To: `${'g:'.repeat(20000)}a@b.example${';'.repeat(20000)}` }),
	'parentheses without end': mail({ From: `${'('.repeat(100000)} x@example.org` }),
	'references without end': mail({ References: '<a@b> '.repeat(30000) }),
	'multiparts in multiparts': mail({ 'Content-Type': 'multipart/mixed; boundary=b0' }, deep(3000, (b, i) => Buffer.concat([Buffer.from(`Content-Type: multipart/mixed; boundary=b${2999 - i}\r\n\r\n--b${2999 - i}\r\n`), b])).subarray(45)),
	'mails in mails': mail({ 'Content-Type': 'message/rfc822' }, deep(2000, (b) => Buffer.concat([Buffer.from('Subject: x\r\nContent-Type: message/rfc822\r\n\r\n'), b]))),
	'ten thousand parts': mail(...parts(Array.from({ length: 10000 }, (_, i) => text(`osa ${i}`)))),
	'no boundary': mail({ 'Content-Type': 'multipart/mixed' }, 'teksti ilman rajaa, mutta luettava\n'),
	'a boundary that never comes': mail({ 'Content-Type': 'multipart/mixed; boundary=zzz' }, '--zzz\r\nContent-Type: text/plain\r\n\r\nkatkesi kesken kaiken'),
	'broken base64': mail({ 'Content-Type': 'text/plain; charset=utf-8', 'Content-Transfer-Encoding': 'base64' }, '!!!!====%%%%\u0000AAAA\n'.repeat(2000)),
	'tags without end': mail({ 'Content-Type': 'text/html' }, `${'<div><blockquote>'.repeat(50000)}pohja${'<!--'.repeat(50000)}`),
	'entities without end': mail({ 'Content-Type': 'text/html' }, '&#x110000;&#0;&#xd800;&'.repeat(30000)),
	'an encoded line break in the subject': mail({ Subject: '=?utf-8?Q?Hei=0D=0ABcc:_uhri@example.org=0D=0A=0D=0Apahaa?=', From: '=?utf-8?Q?A=0D=0ABcc=3A_uhri2=40example.org?= <inj@example.org>' }),
	'an address with a line break': mail({ From: '"x\r\n Bcc: uhri3@example.org" <inj2@example.org>' }),
	'quotes of a hundred thousand lines': mail({}, `Vastaus tähän.\n${'>'.repeat(50)} rivi\n`.repeat(100000)),
};

test('hostile mails: each is taken, under sanitizers, and the service is well', async () => {
	for (const [name, raw] of Object.entries(hostile)) {
		const t = await taken(k, raw).catch((e) => { throw new Error(`${name}: ${e.message}`); });
		assert.match(t.fate, /^(opened|automatic|loop)$/, name);
	}
	assert.equal((await fetch(`${k.url}/health`)).status, 200);
	await sentTo('inj2@example.org');
	await sentTo('inj@example.org');
	for (const m of relay.taken) {
		assert.ok(!m.to.some((to) => to.startsWith('uhri') && to !== 'uhri@example.org'), JSON.stringify(m.to));
		assert.doesNotMatch(headOf(m), /^Bcc:/m);
	}
	assert.deepEqual(relay.violations, []);
});

test('the same in the real sandbox: nothing but memory may be touched', { skip: !existsSync(path.resolve('build/kaiku')) && 'needs build/kaiku' }, async () => {
	const bin = path.resolve('build/kaiku');
	for (const [name, raw] of Object.entries(hostile)) {
		const t = await taken(k, raw, { bin }).catch((e) => { throw new Error(`${name}: ${e.message}`); });
		assert.equal(t.fate, 'twice', `${name}: the same is found in it with and without sanitizers`);
	}
	const t = await taken(k, mail({ 'Content-Type': 'text/plain; charset=x-unheard-of', Subject: 'Hiekkalaatikko' }, Buffer.from('Merkist\xf6 on outo t\xe4ss\xe4.', 'latin1')), { bin });
	assert.equal(t.fate, 'opened');
});

test('too long: the beginning is taken, files are not, nothing is refused', async () => {
	const [head, body] = parts([text('Alku on tallessa, vaikka loppu on pitkä.'), file('iso.jpg', Buffer.concat([JPEG, Buffer.alloc(30 << 20)]), 'image/jpeg')]);
	const t = await taken(k, mail({ Subject: 'Liian pitkä', From: 'pitka@example.org', ...head }, body));
	assert.deepEqual([t.fate, t.files, t.left >= 1], ['opened', 0, true]);
	assert.match(await flat(await find('pitka@example.org')), /vaikka loppu on pitkä/);
	const long = await taken(k, mail({ Subject: 'Romaani', From: 'kirjailija@example.org' }, `Romaanin alku. ${'Ja sitten tapahtui taas jotakin uutta. '.repeat(1000)}`));
	assert.equal(long.fate, 'opened');
	assert.match((await show(await find('kirjailija@example.org'))).text, /<details class="folded">[\s\S]*tapahtui taas/);
});

test('the exit status is the mail server\'s language', async () => {
	assert.equal((await mailIn(k, mail(), { mailbox: 'olematon' })).status, 67);
	assert.equal((await mailIn(k, mail(), { args: ['mail-in', '--data', k.dir] })).status, 64);
	assert.equal((await mailIn(k, mail(), { args: ['mail-in', '--data', `${k.dir}/olematon/kansio`, '--mailbox', 'palaute'] })).status, 75);
});

test('administration: what is wrong is said at its field, a password never comes back, others may not look', async () => {
	const form = await admin.get('/staff/admin/mailboxes/new');
	const bad = await admin.submit(form, '/staff/admin/mailboxes/new', { address: 'ei osoite', name: 'ÄÄ', server: 'http://x', login: '', folder: 'A"B', move_to: 'ö', plus: null });
	assert.equal(bad.status, 422);
	for (const id of ['address', 'name', 'server', 'login', 'password', 'folder', 'move_to'])
		assert.match(bad.text, new RegExp(`href="#${id}"`), id);
	for (const server of ['imap://posti.example', 'imaps://a:b@posti.example', 'imaps://posti.example/polku', 'imaps://', 'ftp://x'])
		assert.match((await admin.submit(form, '/staff/admin/mailboxes/new', { address: 'a@b.example', name: 'ab', server, login: 'x', password: 'y', folder: 'INBOX' })).text, /href="#server"/, server);
	assert.match((await admin.submit(form, '/staff/admin/mailboxes/new', { address: 'PALAUTE@esimerkkila.example', name: 'palaute', folder: 'INBOX' })).text, /href="#address"[\s\S]*href="#name"/);
	await addMailbox(k, { address: 'haku@esimerkkila.example', name: 'haku', server: '127.0.0.1', login: 'haku', password: 'hunajamelonit', active: null });
	const list = await admin.get('/staff/admin/mailboxes');
	const edit = await admin.get(list.text.match(/href="(\/staff\/admin\/mailboxes\/\d+)">haku@/)[1]);
	assert.match(edit.text, /value="imaps:\/\/127\.0\.0\.1"/);
	assert.doesNotMatch(edit.text, /hunajamelonit/);
	assert.match(list.text, /Viimeksi tullut posti[\s\S]*maija@example\.org/);
	assert.doesNotMatch(list.text, /kaaduttu/);
	assert.equal((await mailIn(k, mail(), { mailbox: 'haku' })).status, 67, 'not in use');
	assert.equal((await desk.get('/staff/admin/mailboxes')).status, 403);
});
