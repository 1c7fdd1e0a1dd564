// Following: nothing is sent before it is confirmed in the mailbox, one click
// stops it, never a flood, and only what everybody may read.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, query as inDatabase, start, until } from '../lib/kaiku.mjs';
import { act, answer, given, publish, route, staff, textOf } from '../lib/desk.mjs';
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
/** The watchers know of everything that has happened. */
const told = () => until(() => query('SELECT COUNT(*) FROM event WHERE id > (SELECT event_id FROM watch_mark)') === '0', 'the walk along the events');

async function published(more = {}) {
	const g = await given(k, { text: 'Puiston penkki on rikki ja kaatunut.', may_publish: '1', topic: 'parks', ...more });
	assert.equal((await publish(desk, g.number)).status, 200);
	return g;
}
async function ask(what, email, more = {}) {
	const c = new Client(k.url);
	const page = await c.get(`/fi/watch?${what}`);
	assert.equal(page.status, 200);
	return c.submit(page, '/fi/watch', { email, ...more });
}
const linkTo = (address) => until(() => mailsTo(address, /\/watch\//).at(-1)?.match(/\/watch\/[A-Za-z0-9_-]{37}/)?.[0], `a link to ${address}`);
async function confirmed(what, email, more) {
	await ask(what, email, more);
	const link = await linkTo(email), c = new Client(k.url);
	const done = await c.submit(await c.get(link), link, {});
	assert.match(done.url, /done=confirmed/);
	return { link, client: c };
}

test('nothing is sent before a button is pressed behind the link; then news come, with one click to stop them', async () => {
	const g = await published();
	assert.match((await new Client(k.url).get(`/fi/matters/${g.number}`)).text, new RegExp(`/fi/watch\\?matter=${g.number}`));
	const asked = await ask(`matter=${g.number}`, 'seuraaja@posti.example');
	assert.match(textOf(asked.text), /Katso sähköpostisi/);
	const link = await linkTo('seuraaja@posti.example');
	const quiet = await confirmed(`matter=${g.number}`, 'toinen@posti.example');
	const c = new Client(k.url);
	for (let i = 0; i < 2; i++) assert.equal((await c.get(link)).status, 200); // programs open links
	await answer(desk, g.number, { text: 'SALAINEN-vastaus lähettäjälle.', outcome: 'done' });
	await until(() => mailsTo('toinen@posti.example', /Uutta seuraamissasi/).length, 'news for who confirmed');
	assert.equal(mailsTo('seuraaja@posti.example', /Uutta seuraamissasi/).length, 0, 'none before the button');
	const news = mailsTo('toinen@posti.example', /Uutta seuraamissasi/)[0];
	assert.match(news, new RegExp(`${g.number} Puiston penkki`));
	assert.doesNotMatch(news, /SALAINEN/, 'what is not public is not told');
	const stop = news.match(/List-Unsubscribe:\s*<([^>]*)>/i)?.[1];
	assert.match(news, /List-Unsubscribe-Post: List-Unsubscribe=One-Click/i);
	assert.ok(stop?.endsWith(`${quiet.link}/stop`), news.slice(0, 1500));
	const target = new URL(stop).pathname;
	assert.equal((await c.post(target, {})).status, 403, 'only one click');
	assert.equal((await c.get(target)).status, 405, 'never by a GET');
	assert.equal(query(`SELECT COUNT(*) FROM watch WHERE mail_key = 'toinen@posti.example'`), '1');
	const stopped = await c.post(target, { 'List-Unsubscribe': 'One-Click' });
	assert.equal(stopped.status, 200);
	assert.match(textOf(stopped.text), /Poistimme sähköpostiosoitteesi/);
	assert.equal(query(`SELECT COUNT(*) FROM watch WHERE mail_key = 'toinen@posti.example'`), '0', 'the address is gone');
	assert.equal((await c.get(quiet.link)).status, 404);
	const no = await c.submit(await c.get(link), link, { do: 'stop' });
	assert.match(textOf(no.text), /lopetettu/);
	assert.equal(query(`SELECT COUNT(*) FROM watch WHERE mail_key = 'seuraaja@posti.example'`), '0');
});

test('a topic: what becomes public is told, once a matter, at most once an hour; a digest waits for the morning', async () => {
	const now = await confirmed('topic=playgrounds', 'heti@posti.example'), daily = await confirmed('topic=playgrounds', 'kooste@posti.example', { pace: 'daily' });
	const a = await published({ topic: 'playgrounds', text: 'Leikkipaikan keinu narisee kovasti.' });
	await published({ topic: 'parks' });
	await until(() => mailsTo('heti@posti.example', /Uutta seuraamissasi/).length, 'the first news');
	assert.match(mailsTo('heti@posti.example', /Uutta seuraamissasi/)[0], new RegExp(a.number));
	const b = await published({ topic: 'playgrounds', text: 'Leikkipaikan hiekka on likaista.' });
	const hidden = await published({ topic: 'playgrounds', text: 'PIILOTETTU-teksti leikkipaikasta.' });
	await act(desk, hidden.number, 'hide', { why: 'Nimi tekstissä.' });
	await told();
	assert.equal(mailsTo('heti@posti.example', /Uutta seuraamissasi/).length, 1, 'not a second one within the hour');
	assert.equal(mailsTo('kooste@posti.example', /Uutta seuraamissasi/).length, 0, 'the digest waits');
	const due = BigInt(query(`SELECT next_at FROM watch WHERE mail_key = 'kooste@posti.example'`));
	assert.equal(new Date(Number(due / 1000n)).toLocaleTimeString('en-GB', { timeZone: 'Europe/Helsinki' }).slice(3), '00:00', 'on the hour');
	assert.ok(due > BigInt(Date.now()) * 1000n);
	query(`UPDATE watch SET next_at = 1 WHERE next_at > 0`); // time goes by
	await until(() => mailsTo('kooste@posti.example', /Uutta seuraamissasi/).length && mailsTo('heti@posti.example', /Uutta seuraamissasi/).length === 2, 'the digest and the next news');
	const digest = mailsTo('kooste@posti.example', /Uutta seuraamissasi/)[0], second = mailsTo('heti@posti.example', /Uutta seuraamissasi/)[1];
	assert.match(digest, new RegExp(`${b.number}[\\s\\S]*${a.number}`), 'all of the day');
	assert.match(second, new RegExp(b.number));
	assert.doesNotMatch(second, new RegExp(a.number), 'nothing twice');
	assert.doesNotMatch(digest + second, /PIILOTETTU|Puiston penkki/);
	const changed = await now.client.submit(await now.client.get(now.link), now.link, { do: 'daily' });
	assert.match(textOf(changed.text), /koosteen kerran päivässä/);
	const back = await daily.client.submit(await daily.client.get(daily.link), daily.link, { do: 'now' });
	assert.match(textOf(back.text), /enintään kerran tunnissa/);
});

test('only what is public can be followed; the same words for all, few mails to anybody', async () => {
	const c = new Client(k.url);
	const secret = await given(k, { text: 'Ei julkinen viesti puistosta.' });
	for (const what of [`matter=${secret.number}`, 'matter=x', 'topic=olematon', 'topic=health_services', 'matter=2026-999999'])
		assert.equal((await c.get(`/fi/watch?${what}`)).status, 404, what);
	const all = [];
	for (let i = 0; i < 5; i++) all.push(await published());
	const pages = [];
	for (const g of all) pages.push(await ask(`matter=${g.number}`, 'paljon@posti.example'));
	for (const p of pages) assert.match(p.url, /done=sent/);
	await linkTo('paljon@posti.example');
	assert.equal(query(`SELECT COUNT(*) FROM mail WHERE purpose = 'watch_question' AND to_address = 'paljon@posti.example'`), '3', 'three questions an hour');
	assert.equal((await ask(`matter=${all[0].number}`, 'ei osoite')).status, 422);
	const link = await linkTo('paljon@posti.example');
	assert.equal((await c.get(`${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`)).status, 404, 'a token cannot be made up');
	assert.equal((await c.get(link.replace('/watch/', '/follow/'))).status, 404, 'nor used for something else');
	const strange = await c.submit(await c.get(link), link, { do: 'keksitty' });
	assert.ok(strange.status >= 400 && strange.status < 500);
});

test('what is hidden or becomes confidential is told to nobody any more', async () => {
	const g = await published({ text: 'KANARIA-penkki puistossa on rikki.' });
	await confirmed(`matter=${g.number}`, 'kanaria@posti.example');
	await act(desk, g.number, 'confidential');
	await told();
	query(`UPDATE watch SET next_at = 1 WHERE next_at > 0`);
	await until(() => query('SELECT COUNT(*) FROM watch WHERE next_at > 0 AND next_at < 1000') === '0', 'the next turn');
	assert.equal(mailsTo('kanaria@posti.example', /Uutta seuraamissasi/).length, 0);
	const link = await linkTo('kanaria@posti.example');
	const page = await new Client(k.url).get(link);
	assert.equal(page.status, 200);
	assert.doesNotMatch(page.text, /KANARIA/);
	assert.match(textOf(page.text), /ei ole enää julkinen/);
});

test('who never confirms is forgotten', async () => {
	const g = await published();
	await ask(`matter=${g.number}`, 'unohtaja@posti.example');
	query(`UPDATE watch SET asked_at = 1 WHERE mail_key = 'unohtaja@posti.example'`);
	await until(() => query(`SELECT COUNT(*) FROM watch WHERE mail_key = 'unohtaja@posti.example'`) === '0', 'the job to forget');
});
