// Closing the loop: whoever an answer did not help gets a decision, never
// silence; all one's own messages by a link to the mailbox.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, query as inDatabase, start, until } from '../lib/kaiku.mjs';
import { act, answer, at, form, given, inQueue, staff, textOf } from '../lib/desk.mjs';
import { mailsTo as sentTo } from '../lib/post.mjs';
import { startRelay } from './smtp_server.mjs';

let k, post, desk;
before(async () => {
	post = await startRelay();
	k = await start({ matters: 0, args: ['--mail-relay', post.url] });
	desk = await staff(k);
});
after(async () => { await k?.stop(); await post?.stop(); });

const query = (sql) => inDatabase(k, sql);
const mailsTo = (address, what) => sentTo(post, address, what);
const verdicts = (number) => query(`SELECT v.satisfied, v.reason, v.decision FROM verdict v JOIN matter m ON m.id = v.matter_id AND m.tenant_id = v.tenant_id WHERE m.number = ${number.split('-')[1]} ORDER BY v.id`);

let serial = 0;
/** A question that has been answered. */
async function answered(more = {}) {
	const email = `v${++serial}@posti.example`;
	const g = await given(k, { text: 'Milloin keinu korjataan?', type: 'question', email, ...more });
	await answer(desk, g.number, { text: 'Keinu on korjattu.', outcome: 'done' });
	return { ...g, email };
}
async function say(g, values) {
	const page = await g.client.get(`/follow/${g.code}`);
	const f = page.text.match(/<form method="post" action="([^"]*\/verdict)"/);
	assert.ok(f, 'asked whether it helped');
	const key = form(page, 'verdict').fields.find(([n]) => n === 'key')[1];
	return g.client.post(f[1], { key, ...values });
}

test('not content, with a reason: it comes back to be decided on and is not closed in silence', async () => {
	const g = await answered();
	for (const [values, status] of [[{ helped: 'no' }, 422], [{ helped: 'no', reason: 'keksitty' }, 422], [{ helped: 'no', reason: 'other' }, 422], [{ helped: 'no', reason: 'fixed' }, 422]])
		assert.equal((await say(g, values)).status, status, JSON.stringify(values));
	const done = await say(g, { helped: 'no', reason: 'not_fixed' });
	assert.match(textOf(done.text), /Asiaa ei ole korjattu/);
	assert.equal(verdicts(g.number), '0|not_fixed|');
	assert.ok(await inQueue(desk, 'mine', g.number), 'in the queue of who answered');
	const page = await desk.get(at(g.number));
	assert.match(textOf(page.text), /Päätä, mitä tehdään.*Asiaa ei ole korjattu/);
	for (const outcome of ['done', 'answered', 'not_found', 'withdrawn']) {
		const refused = await act(desk, g.number, 'close', { outcome });
		assert.equal(refused.status, 422, `closing as ${outcome}`);
	}
	const up = await act(desk, g.number, 'take-up', { text: 'Korjaamme keinun uudelleen ensi viikolla.' });
	assert.match(up.url, /done=taken_up/);
	assert.equal(verdicts(g.number), '0|not_fixed|reopened');
	assert.match(textOf((await g.client.get(`/follow/${g.code}`)).text), /kerroimme, mitä päätettiin.*Korjaamme keinun uudelleen/);
	await until(() => mailsTo(g.email, /Korjaamme keinun uudelleen/).length, 'the decision by mail');
	assert.equal(form(await desk.get(at(g.number)), 'take-up'), undefined, 'decided once');
	assert.equal((await act(desk, g.number, 'close', { outcome: 'done' })).status, 422, 'and still not closed without an answer');
	await answer(desk, g.number, { text: 'Nyt keinu on kunnossa.', outcome: 'done' });
	assert.equal(verdicts(g.number), '0|not_fixed|reopened');
});

test('or it is explained by another answer; words and reason both reach the handler', async () => {
	const g = await answered();
	await say(g, { helped: 'no', reason: 'disagree', why: 'Keinu pitäisi siirtää.' });
	assert.match(textOf((await desk.get(at(g.number))).text), /Olen eri mieltä ratkaisusta Keinu pitäisi siirtää\./);
	await answer(desk, g.number, { text: 'Keinu pysyy, koska maa kantaa siinä.', outcome: 'answered' });
	assert.equal(verdicts(g.number), '0|disagree|explained');
	const again = await say(g, { helped: 'yes' });
	assert.match(textOf(again.text), /vastaus auttoi/);
	await say(g, { helped: 'yes', reason: 'clear' });
	assert.equal(verdicts(g.number), '0|disagree|explained\n1||\n1|clear|', 'content, and later why');
	assert.equal(form(await g.client.get(`/follow/${g.code}`), 'verdict'), undefined, 'asked no more');
	const other = await answered();
	assert.ok((await say(other, { helped: 'yes', reason: 'keksitty' })).status < 400, 'an unknown reason is none');
	assert.equal(verdicts(other.number), '1||');
});

test('without words the sender hears ours, in their language; a decision needs somebody unhappy', async () => {
	const client = new Client(k.url);
	const email = `sv${++serial}@posti.example`;
	const g = await given(k, { text: 'När lagas gungan i parken?', type: 'question', email }, { lang: 'sv', client });
	await answer(desk, g.number, { text: 'Gungan är lagad.', outcome: 'done' });
	await say(g, { helped: 'no', reason: 'unclear' });
	await act(desk, g.number, 'take-up');
	await until(() => mailsTo(email, /Vi tar upp ärendet på nytt/).length, 'a mail in Swedish');
	const open = await given(k, { text: 'Milloin liukumäki korjataan?' });
	const page = await desk.get(at(open.number));
	const [, csrf] = page.text.match(/name="csrf" value="([^"]*)"/), [, key] = page.text.match(/name="key" value="([^"]*)"/);
	const forced = await desk.post(`${at(open.number)}/take-up`, { csrf, key, version: page.text.match(/name="version" value="(\d+)"/)[1], text: 'x' });
	assert.equal(forced.status, 422);
});

// ---- all one's own ----

async function askLink(email, lang = 'fi') {
	const c = new Client(k.url);
	const page = await c.get(`/${lang}/mine`);
	return c.submit(page, `/${lang}/mine`, { email });
}
const linkTo = (address) => until(() => mailsTo(address, /\/mine\//).at(-1)?.match(/\/mine\/[A-Za-z0-9_-]{43}/)?.[0], `a link to ${address}`);

test('a link to the mailbox opens all given with its address, and nobody else\'s', async () => {
	const email = 'Omat.Viestit@posti.example';
	const one = await given(k, { text: 'Ensimmäinen viesti puistosta.', email }), two = await given(k, { text: 'Toinen viesti puistosta.', email: email.toLowerCase() });
	const other = await given(k, { text: 'VIERAS-viesti puistosta.', email: 'vieras@posti.example' });
	const asked = await askLink('omat.viestit@POSTI.example');
	assert.match(textOf(asked.text), /Katso sähköpostisi/);
	const link = await linkTo('omat.viestit@posti.example');
	const page = await new Client(k.url).get(link);
	assert.equal(page.status, 200);
	assert.match(page.headers.get('cache-control'), /no-store/);
	assert.match(page.text, /noindex/);
	for (const g of [one, two]) assert.ok(page.text.includes(`/follow/${g.code}`), g.number);
	assert.doesNotMatch(page.text, new RegExp(`VIERAS|${other.number}`));
	assert.equal((await new Client(k.url).get(link)).status, 200, 'good for its hour');
	query(`UPDATE own_link SET expires_at = 1 WHERE mail_key = 'omat.viestit@posti.example'`);
	assert.equal((await new Client(k.url).get(link)).status, 404, 'and no longer');
	assert.equal((await new Client(k.url).get(`${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`)).status, 404);
	assert.doesNotMatch(mailsTo('omat.viestit@posti.example', /\/mine\//)[0], /Ensimmäinen viesti|\/follow\//, 'the mail says nothing of them');
});

test('the same words whether there are any or not; no mail to strangers, few to anybody', async () => {
	const email = 'tulva@posti.example';
	await given(k, { text: 'Kolmas viesti puistosta.', email });
	const known = await askLink(email), unknown = await askLink('tuntematon@posti.example');
	const plain = (p) => textOf(p.text.replace(/name="key" value="[^"]*"/g, ''));
	assert.equal(plain(known), plain(unknown));
	assert.equal(known.url, unknown.url);
	for (let i = 0; i < 4; i++) assert.equal((await askLink(email)).url, known.url);
	await linkTo(email);
	assert.equal(query(`SELECT COUNT(*) FROM mail WHERE purpose = 'own' AND to_address = '${email}'`), '3', 'three an hour');
	assert.equal(query(`SELECT COUNT(*) FROM mail WHERE to_address = 'tuntematon@posti.example'`), '0');
	assert.equal((await askLink('ei osoite')).status, 422);
	const sv = await askLink('', 'sv');
	assert.equal(sv.status, 422);
	assert.match(textOf(sv.text), /Skriv en e-postadress/);
});
