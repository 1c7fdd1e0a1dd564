// Asking outside of the house by a link: the resident, and a contractor who
// learns nothing of the resident. No GET acts, every link ends.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, STAFF, start, unescape, until } from '../lib/kaiku.mjs';
import { answer, at, given, numbers, staff, textOf } from '../lib/desk.mjs';
import { startRelay } from './smtp_server.mjs';

let k, post, expert;
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const photo = (name) => ['photo', name, PNG, 'image/png'];

before(async () => {
	post = await startRelay();
	k = await start({ matters: 40, args: ['--mail-relay', post.url] });
	expert = await staff(k, STAFF.expert);
});
after(async () => { await k?.stop(); await post?.stop(); });

/** The first mail to an address that says this, decoded. */
const mailTo = (address, what) => until(() => post.taken.filter((m) => [].concat(m.to).join().includes(address))
	.map((m) => m.data.replace(/=\r?\n/g, '').replace(/(?:=[0-9A-F]{2})+/g, (q) => Buffer.from(q.replaceAll('=', ''), 'hex').toString()))
	.find((text) => what.test(text)), `a mail to ${address}`);
const stateOf = async (number) => textOf((await expert.get(at(number))).text.match(/<header class="matter-head">[\s\S]*?<\/header>/)[0]);
const mine = { topic: 'street_lighting', text: 'Katuvalo ei pala talomme edessä.', place: 'Torikatu 5', lat: '60.2', lon: '24.9' };

/** Asks the resident; answers the page of the matter. */
async function ask(number, values) {
	const page = await expert.get(at(number, '/ask'));
	return expert.submit(page, `${at(number)}/ask`, { text: 'Monesko pylväs se on?', ...values });
}
/** Asks a contractor; answers the path of the link. */
async function contract(number, values = {}) {
	const page = await expert.get(at(number, '/contract'));
	const done = await expert.submit(page, `${at(number)}/contract`, { name: 'Valo Oy', text: 'Katuvalo ei pala.', ...values });
	const link = done.text.match(/value="[^"]*(\/task\/[A-Za-z0-9_-]{43})"/)?.[1];
	assert.ok(link, textOf(done.text).slice(0, 500));
	return link;
}
const openAsk = async (g) => unescape((await g.client.get(`/follow/${g.code}`)).text.match(/href="(\/follow\/[^"]*\/ask\/\d+[^"]*)"/)?.[1] ?? '');

// ---- the resident ----

test('the resident is asked by mail and on the follow page; the answer brings the matter back', async () => {
	const g = await given(k, { ...mine, email: 'kysytty@posti.example' });
	const asked = await ask(g.number, { text: 'Mikä valo?', choices: 'Talon edessä\nRisteyksessä' });
	assert.match(asked.url, /done=asked/);
	assert.match(await stateOf(g.number), /odottaa lähettäjän vastausta/);
	const mail = await mailTo('kysytty@posti.example', /Mikä valo\?/);
	const link = mail.match(/\/ask\/([A-Za-z0-9_-]{43})/);
	assert.ok(link, 'a link of its own');
	const follow = textOf((await g.client.get(`/follow/${g.code}`)).text);
	assert.match(follow, /Kysymme sinulta Mikä valo\?/);
	const stranger = new Client(k.url);
	const page = await stranger.get(link[0]);
	assert.match(textOf(page.text), /Mikä valo\?.*Talon edessä.*Risteyksessä/);
	assert.match(page.headers.get('cache-control'), /no-store/);
	assert.match(page.text, /noindex/);
	assert.match(await stateOf(g.number), /odottaa lähettäjän vastausta/, 'opening it did nothing');

	const empty = await stranger.submit(page, link[0], {}, { files: [] });
	assert.equal(empty.status, 422);
	const forged = await stranger.submit(page, link[0], { choice: 'Keksitty' }, { files: [] });
	assert.equal(forged.status, 422, 'a choice that was not offered');
	const sent = await stranger.submit(empty, link[0], { choice: 'Risteyksessä', text: 'Se vilkkuu.' }, { files: [photo('valo.png')] });
	assert.match(textOf(sent.text), /Kiitos! Vastauksesi on saatu/);
	const matter = await expert.get(at(g.number));
	assert.match(textOf(matter.text), /Vastaus kysymykseen.*Risteyksessä.*Se vilkkuu\./);
	assert.match(matter.text, />valo\.png</);
	assert.match(await stateOf(g.number), /ohjattu yksikölle/);
	assert.ok(numbers(await expert.get('/staff/queue/mine')).includes(g.number), 'it is in the queue of who asked');
	const again = await stranger.get(link[0]);
	assert.doesNotMatch(textOf(again.text), /Mikä valo|vilkkuu/, 'a used link tells nothing');
	const twice = await stranger.submit(page, link[0], { text: 'Toinen kerta.' }, { files: [] });
	assert.doesNotMatch(textOf((await expert.get(at(g.number))).text), /Toinen kerta/);
	assert.ok(twice.status < 500);
});

test('without an address the question waits on the follow page; an ordinary addition answers it too', async () => {
	const g = await given(k, mine);
	await ask(g.number, {});
	const path = await openAsk(g);
	assert.ok(path, 'a link to the form');
	const page = await g.client.get(path);
	const done = await g.client.submit(page, path.split('?')[0], { text: 'Kolmas.' }, { files: [] });
	assert.match(done.url, /\/follow\/.*done=reply/);
	assert.match(textOf(done.text), /Kolmas\./);
	assert.equal(await openAsk(g), '');
	await ask(g.number, { text: 'Entä väri?' });
	const follow = await g.client.get(`/follow/${g.code}`);
	await g.client.submit(follow, '/reply', { text: 'Keltainen.' }, { files: [] });
	assert.match(await stateOf(g.number), /ohjattu yksikölle/);
	assert.equal(await openAsk(g), '', 'the question is answered');
	const other = await given(k, mine);
	assert.equal((await g.client.get(`/follow/${other.code}/ask/${path.match(/ask\/(\d+)/)[1]}`)).status, 404, 'a question belongs to its matter');
});

test('a question is checked, and can be taken back', async () => {
	const g = await given(k, mine);
	for (const [values, said] of [[{ text: '' }, /Kirjoita teksti/], [{ choices: 'Vain yksi' }, /2–10 vaihtoehtoa/], [{ days: '0' }, /1–90 päivää/], [{ text: 'Hei {lähettäjä}' }, /aaltosulkeissa/]]) {
		const page = await ask(g.number, values);
		assert.equal(page.status, 422);
		assert.match(textOf(page.text), said);
	}
	await ask(g.number, {});
	const path = await openAsk(g);
	const page = await expert.get(at(g.number));
	const id = page.text.match(/\/ask\/(\d+)\/revoke/)[1];
	const revoked = await expert.submit(page, `${at(g.number)}/ask/${id}/revoke`);
	assert.match(revoked.url, /done=revoked/);
	assert.match(await stateOf(g.number), /ohjattu yksikölle/);
	const gone = await g.client.get(path);
	assert.equal(gone.status, 410);
	assert.match(textOf(gone.text), /Vastausta ei enää tarvita/);
});

// ---- a contractor ----

test('a contractor sees place, chosen photos and a cleaned text only, and says what became of it', async () => {
	const files = [photo('pylvas.png'), photo('henkilo.png')];
	const g = await given(k, { ...mine, text: 'Katuvalo ei pala. Soita 040 123 4567 tai maija@posti.example, terveisin Maija Mallinen', name: 'Maija Mallinen', email: 'maija@posti.example', phone: '040 123 4567', nickname: 'Naapuri' }, { files });
	const write = await expert.get(at(g.number, '/contract'));
	assert.doesNotMatch(write.text.match(/<textarea id="text"[\s\S]*?<\/textarea>/)[0], /040 123|maija@/, 'the proposal is masked');
	for (const text of ['Soita 040 123 4567', 'Kysy: maija@posti.example', 'Maija Mallinen odottaa.']) {
		const refused = await expert.submit(write, `${at(g.number)}/contract`, { name: 'Valo Oy', text });
		assert.equal(refused.status, 422, text);
		assert.match(textOf(refused.text), /henkilötietoja\. Poista ne/);
	}
	const option = write.text.match(/name="file" type="checkbox" value="(\d+)"[^>]*>[\s\S]{0,200}?pylvas\.png/)[1];
	const hidden = write.text.match(/name="file" type="checkbox" value="(\d+)"[^>]*>\s*<label[^>]*>henkilo\.png/)?.[1];
	const link = await contract(g.number, { text: 'Katuvalo ei pala.', file: option, mail: 'valo@urakka.example' });
	assert.match(await stateOf(g.number), /odottaa toista tahoa/);
	const mail = await mailTo('valo@urakka.example', /työpyyntö/i);
	assert.doesNotMatch(mail, /Torikatu|Mallinen|Katuvalo/);
	const worker = new Client(k.url);
	const page = await until(async () => {
		const seen = await worker.get(link);
		return seen.status !== 200 || seen.text.includes('<img') ? seen : null; // the picture is made in a moment
	}, 'the picture');
	assert.equal(page.status, 200);
	const seen = textOf(page.text);
	assert.match(seen, /Katuvalo ei pala\..*Torikatu 5.*60\.20000, 24\.90000/);
	assert.match(page.text, /<img src="[^"]*" alt="Kuva 1" width="1" height="1"/);
	assert.doesNotMatch(page.text, /Mallinen|maija@|040 123|Naapuri|pylvas\.|henkilo\.|\/follow\/|Eero/, 'nothing of the resident');
	assert.match(page.headers.get('cache-control'), /no-store/);
	assert.match(page.text, /noindex/);
	const file = page.text.match(/src="([^"]*\/photos\/\d+\/large\.jpg)"/)[1];
	const got = await worker.get(file);
	assert.equal(got.status, 200);
	assert.equal(got.headers.get('x-content-type-options'), 'nosniff');
	assert.match(got.headers.get('content-security-policy'), /sandbox/);
	if (hidden) for (const other of [`files/${hidden}`, `photos/${hidden}/large.jpg`]) assert.equal((await worker.get(`${link}/${other}`)).status, 404, 'a photo that was not chosen');

	const took = await worker.submit(page, link, { state: 'accepted' }, { files: [] });
	assert.match(textOf(took.text), /Olet ottanut työn/);
	assert.match(await stateOf(g.number), /odottaa toista tahoa/);
	const why = await worker.submit(took, link, { state: 'cannot' }, { files: [] });
	assert.equal(why.status, 422);
	const done = await worker.submit(took, link, { state: 'done', text: 'Lamppu vaihdettu.' }, { files: [photo('valmis.png')] });
	assert.match(textOf(done.text), /Työ on merkitty tehdyksi/);
	assert.doesNotMatch(textOf(done.text), /Torikatu/, 'what is over shows nothing');
	assert.equal((await worker.get(file)).status, 404);
	const matter = await expert.get(at(g.number));
	assert.match(textOf(matter.text), /Urakoitsija: työ on tehty.*Valo Oy: Lamppu vaihdettu\./);
	assert.match(matter.text, />valmis\.png</);
	assert.match(await stateOf(g.number), /ohjattu yksikölle/);
	for (const what of [/urakoitsijalta pyydettiin työtä/, /urakoitsijan linkki avattiin/, /urakoitsija otti työn/, /urakoitsija teki työn/]) assert.match(textOf(matter.text), what);
	const follow = textOf((await g.client.get(`/follow/${g.code}`)).text);
	assert.doesNotMatch(follow, /Valo Oy|Lamppu vaihdettu|valmis\.png/, 'the resident reads only what is said to them');
});

test('a link that was withdrawn, or is another\'s, is worth nothing', async () => {
	const g = await given(k, mine);
	const link = await contract(g.number);
	const worker = new Client(k.url);
	const page = await worker.get(link);
	const matter = await expert.get(at(g.number));
	await expert.submit(matter, `${at(g.number)}/ask/${matter.text.match(/\/ask\/(\d+)\/revoke/)[1]}/revoke`);
	const gone = await worker.get(link);
	assert.equal(gone.status, 410);
	assert.doesNotMatch(textOf(gone.text), /Torikatu|Katuvalo/);
	await worker.submit(page, link, { state: 'done', text: 'Perunan jälkeen sanottu.' }, { files: [] });
	assert.doesNotMatch(textOf((await expert.get(at(g.number))).text), /Perunan jälkeen/);
	for (const path of [`/task/${'A'.repeat(43)}`, `/ask/${link.slice(6)}`, '/task/x', `/follow/${g.code}/ask/1`]) assert.equal((await worker.get(path)).status, 404, path);
	const closed = await given(k, mine);
	const second = await contract(closed.number);
	await answer(expert, closed.number, { text: 'Valo on vaihdettu.' });
	assert.equal((await worker.get(second)).status, 410, 'an answered matter asks nobody');
});

test('a confidential matter is never given to a contractor', async () => {
	const g = await given(k, { topic: 'social_services', text: 'Tämä on luottamuksellinen viesti.' });
	const c = new Client(k.url);
	await c.login('hyvinvointi@esimerkkila.example');
	const page = await c.get(at(g.number));
	if (!/luottamuksellinen/i.test(textOf(page.text).replace('Tämä on luottamuksellinen viesti', ''))) return assert.fail('the topic of the demo is confidential');
	assert.doesNotMatch(page.text, /\/contract\?/);
	assert.equal((await c.get(at(g.number, '/contract'))).status, 404);
});

// ---- in vain: last, because the sessions end with the days ----

test('a question asked in vain returns its matter when its time is over', async () => {
	const g = await given(k, mine);
	await ask(g.number, { days: '3' });
	const path = await openAsk(g);
	k.child.kill('SIGTERM');
	await k.exited;
	const late = await start({ dir: k.dir, db: k.db, port: k.port, env: { KAIKU_CLOCK: `+${5 * 86400}` } });
	try {
		const c = new Client(late.url);
		await c.login(STAFF.expert);
		const page = await until(async () => {
			const p = await c.get(at(g.number));
			return /vanheni ilman vastausta/.test(textOf(p.text)) && p;
		}, 'the job', 60000);
		assert.match(textOf(page.text), /Pyyntö vanheni ilman vastausta/);
		assert.match(textOf(page.text.match(/<header class="matter-head">[\s\S]*?<\/header>/)[0]), /ohjattu yksikölle/);
		assert.equal((await new Client(late.url).get(path)).status, 410);
	} finally {
		await late.stop({ keep: true });
		await k.spawn();
	}
});
