// An answer before the question is sent: only what is public, counted by what
// the writer says of it, and against it when they come back. Nothing typed is
// ever lost, and sending is one button away.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, query as inDatabase, start, unescape, until } from '../lib/kaiku.mjs';
import { act, answer, given, publish, staff, textOf } from '../lib/desk.mjs';
import { png } from '../lib/images.mjs';

let k, desk, hatch, hatchId;
const TEXT = 'Kirjaston palautusluukku on jumissa iltaisin.';
const MINE = 'Palautusluukku on taas jumissa, kirjat jäivät kirjaston pihalle.';
const query = (sql) => inDatabase(k, sql);
const counts = (id = hatchId) => query(`SELECT shown || ' ' || answers || ' ' || same || ' ' || different || ' ' || back FROM first_count WHERE ref_id = ${id}`);
const matters = () => Number(query('SELECT COUNT(*) FROM matter'));
const idOf = ({ number }) => query(`SELECT id FROM matter WHERE number_year || '-' || number = '${number}'`);
async function near(values, lang = 'fi') {
	const c = new Client(k.url);
	return (await c.submit(await c.get(`/${lang}/give`), `/${lang}/give/near`, values)).text.match(/<div id="found"[\s\S]*?<p><a href="\/\w\w\/give"/)[0];
}
/** The form, sent by a browser without scripts. */
async function send(values, { c = new Client(k.url), ...options } = {}) {
	return { c, page: await c.submit(await c.get('/fi/give'), '/fi/give', values, options) };
}
const isReceipt = (page) => /class="notice success" role="status"><h1>/.test(page.text) && /\/follow\//.test(page.text);
const isBetween = (page) => /name="first" value="on"/.test(page.text) && !isReceipt(page);

before(async () => {
	k = await start({ matters: 0 });
	desk = await staff(k);
	hatch = await given(k, { text: TEXT, title: 'Jumissa oleva luukku', topic: 'libraries', may_publish: '1' });
	hatchId = idOf(hatch);
	await answer(desk, hatch.number, { text: 'LUUKKUVASTAUS: korjaamme luukun torstaina.', outcome: 'answered' });
	await publish(desk, hatch.number);
	await until(async () => /LUUKKUVASTAUS/.test(await near({ text: MINE })), 'the published answer is offered');
});
after(async () => { await k?.stop(); });

test('where nothing answers, the form is sent at once; one word is too little', async () => {
	const { page } = await send({ text: 'Pesäpallokentän verkko on hieno.' });
	assert.ok(isReceipt(page), textOf(page.text).slice(0, 300));
	assert.doesNotMatch(await near({ text: 'palautusluukku' }), /LUUKKUVASTAUS/);
	assert.match(await near({ text: MINE }), /data-told="1 ehdotus\."/);
	assert.doesNotMatch(await near({ text: 'ZORBAS "><b>x palautusluukku jumissa' }), /ZORBAS|<b>x/, 'nothing typed comes back');
});

test('a page between keeps everything; "different" is counted, not offered again, and the form goes', async () => {
	const had = matters();
	const { c, page } = await send({ text: MINE, email: 'a@b.example', nickname: 'Luukuton' }, { files: [['photo', 'luukku.png', png(40, 30), 'image/png']] });
	assert.ok(isBetween(page), textOf(page.text).slice(0, 300));
	assert.match(textOf(page.text), /ei ole vielä lähtenyt/);
	assert.equal(matters(), had, 'nothing is stored yet');
	assert.equal(counts(), '1 0 0 0 0', 'shown once');
	const sent = await c.submit(page, '/fi/give', { first: `different m${hatchId}` });
	assert.ok(isReceipt(sent), textOf(sent.text).slice(0, 300));
	assert.equal(counts(), '1 0 0 1 0');
	const [row] = query(`SELECT m.text || '|' || m.nickname || '|' || (SELECT COUNT(*) FROM attachment a WHERE a.matter_id = m.id) FROM matter m ORDER BY m.id DESC LIMIT 1`).split('\n');
	assert.equal(row, `${MINE}|Luukuton|1`);
	// By "send" alone; and back to the form with all of it.
	const again = await send({ text: MINE, nickname: 'Toinen' });
	const form = await again.c.submit(again.page, '/fi/give', { look: 'look', first: null });
	assert.match(form.text, /name="nickname"[^>]*value="Toinen"|value="Toinen"[^>]*name="nickname"/);
	assert.match(form.text, new RegExp(MINE));
	assert.ok(isReceipt(await again.c.submit(form, '/fi/give')), 'what was shown once does not stand between again');
	assert.equal(counts(), '2 0 0 1 0');
});

test('"this answers me": nothing is sent, a kind page, one button sends it all the same, and that counts against it', async () => {
	const had = matters(), was = counts();
	const { c, page } = await send({ text: MINE });
	const kind = await c.submit(page, '/fi/give', { first: `answers m${hatchId}` });
	assert.match(textOf(kind.text), /Viestiäsi ei lähetetty[\s\S]*LUUKKUVASTAUS: korjaamme luukun torstaina/);
	assert.equal(matters(), had);
	assert.equal(counts(), '3 1 0 1 0', was);
	const [name, mark] = [...c.cookies].find(([n]) => n.endsWith('_first'));
	assert.match(mark, new RegExp(`^m${hatchId}\\.\\d{5}$`), 'the suggestion and the day, the same for everybody');
	assert.match(kind.headers.get('set-cookie'), /Max-Age=1209600; HttpOnly; SameSite=Lax/);
	const sent = await c.submit(kind, '/fi/give', { first: 'on' });
	assert.ok(isReceipt(sent));
	assert.equal(counts(), '3 1 0 1 1', 'came back');
	assert.ok(![...c.cookies.keys()].includes(name), 'and is forgotten');

	// Days later, with a message of its own: by words or by topic; once.
	const later = new Client(k.url);
	later.cookies.set(name, mark);
	await later.submit(await later.get('/fi/give'), '/fi/give', { text: 'Pesäpallokentän verkko on hieno.', first: 'on' });
	assert.equal(counts(), '3 1 0 1 1', 'about something else');
	query(`UPDATE first_count SET answers = 4 WHERE ref_id = ${hatchId}`);
	await later.submit(await later.get('/fi/give'), '/fi/give', { text: 'Vieläkään ei näy mitään täällä.', topic: 'libraries', first: 'on' });
	assert.equal(counts(), '3 4 0 1 2', 'about its topic');
	for (const [days, back] of [[14, 3], [15, 3], [-1, 3]]) {
		const old = new Client(k.url), day = Number(mark.split('.')[1]);
		query(`UPDATE first_count SET day = ${day - days}`);
		old.cookies.set(name, `m${hatchId}.${day - days}`);
		await old.submit(await old.get('/fi/give'), '/fi/give', { text: MINE, first: 'on' });
		assert.equal(counts(), `3 4 0 1 ${back}`, `${days} days`);
		query(`UPDATE first_count SET day = ${day}`);
	}
	// Never more than said so; a browser that asks for it remembers nothing.
	query(`UPDATE first_count SET answers = 3, back = 3 WHERE ref_id = ${hatchId}`);
	const forged = new Client(k.url);
	forged.cookies.set(name, `${mark}_m1.${mark.split('.')[1]}_x9_zorbas`);
	assert.ok(isReceipt(await forged.submit(await forged.get('/fi/give'), '/fi/give', { text: MINE, first: 'on' })));
	assert.equal(counts(), '3 3 0 1 3');
	const shy = await send({ text: MINE }, { c: new Client(k.url, { 'sec-gpc': '1' }) });
	const told = await shy.c.submit(shy.page, '/fi/give', { first: `answers m${hatchId}` });
	assert.equal(told.headers.get('set-cookie'), null);
	assert.doesNotMatch(textOf(told.text), /Selaimesi muistaa/);
});

test('"the same thing" leads to the form for following it, and the message is still there', async () => {
	const { c, page } = await send({ text: MINE });
	const kind = await c.submit(page, '/fi/give', { first: `same m${hatchId}` });
	const watch = unescape(kind.text.match(/href="(\/fi\/watch[^"]*)"/)[1]);
	assert.equal(watch, `/fi/watch?matter=${hatch.number}`);
	assert.match((await c.get(watch)).text, /Jumissa oleva luukku/);
	assert.ok(isReceipt(await c.submit(kind, '/fi/give', { first: 'on' })));
	assert.match(counts(), /^5 4 1 1 3$/);
});

test('open messages near the place: 200 m, published with their point', async () => {
	const at = { lat: '60.1700', lon: '24.9400', may_publish: '1' };
	const swing = await given(k, { ...at, text: 'Keinun ketju on poikki.', title: 'KEINU poikki' });
	const far = await given(k, { ...at, lat: '60.1725', text: 'Penkki on rikki.', title: 'PENKKI rikki' });
	for (const g of [swing, far]) await publish(desk, g.number, { show_point: '1' });
	const here = { text: 'Täällä on jotain vialla.', lat: '60.1705', lon: '24.9405' };
	assert.match(await near(here), /KEINU poikki/);
	assert.doesNotMatch(await near(here), /PENKKI/, '280 m away');
	assert.doesNotMatch(await near({ ...here, lat: '', lon: '' }), /KEINU/);
	assert.doesNotMatch(await near({ ...here, refused: `m${idOf(swing)}` }), /KEINU/, 'is not offered again');
	const before = query(`SELECT received_at FROM publication WHERE matter_id = ${idOf(swing)}`);
	query(`UPDATE publication SET received_at = received_at - 85 * 86400000000 WHERE matter_id = ${idOf(swing)}`);
	assert.doesNotMatch(await near(here), /KEINU/, 'older than twelve weeks');
	query(`UPDATE publication SET received_at = ${before} WHERE matter_id = ${idOf(swing)}`);
	await act(desk, swing.number, 'hide', { why: 'Henkilötietoja.' });
	assert.doesNotMatch(await near(here), /KEINU/, 'hidden: gone at once');
});

test('danger: the number to call stands first, and sending stays one button', async () => {
	const { c, page } = await send({ text: 'Sähköjohto roikkuu kadun yllä.' });
	assert.ok(isBetween(page));
	const [call, button] = [page.text.indexOf('class="button big" href="tel:112"'), page.text.indexOf('value="on"')];
	assert.ok(call > 0 && call < button, '112 before the button');
	assert.ok(isReceipt(await c.submit(page, '/fi/give', { first: 'on' })));
	for (const [lang, text, said] of [['fi', 'Putki vuotaa ja katu tulvii.', /Soita päivystykseen/], ['sv', 'Brunnslocket saknas vid torget.', /Ring jouren/], ['en', 'A car is on fire.', /Call 112 now/]])
		assert.match(textOf(await near({ text }, lang)), said);
	assert.doesNotMatch(await near({ text: 'Milloin palovaroittimen paristo vaihdetaan?' }), /tel:112/);
});

test('what is not public is neither offered, shown nor counted', async () => {
	const secret = await given(k, { text: 'SALAINEN viesti.' }), id = idOf(secret), had = query('SELECT COUNT(*) FROM first_count');
	for (const first of [`answers m${id}`, `same m${id}`, 'answers m1', 'answers n1', 'answers x1', 'answers m1 n2', 'answers', 'shown m1']) {
		const { page } = await send({ text: 'Pesäpallokentän verkko on hieno.', first });
		assert.ok(isReceipt(page), first);
		assert.doesNotMatch(page.text, /SALAINEN/);
	}
	const c = new Client(k.url), form = await c.get('/fi/give');
	assert.equal((await c.submit(form, '/fi/give/count', { shown: `m${id} m1 n9 x1 zorbas`, refused: `m${id}` })).status, 200);
	assert.equal(query('SELECT COUNT(*) FROM first_count'), had);
	assert.equal((await c.submit(form, '/fi/give/count', { shown: [...Array(20).keys()].map((n) => `m${n + 1}`).join(' ') })).status, 422);
	assert.equal((await c.post('/fi/give/count', { shown: `m${hatchId}` })).status, 403, 'only from a form of ours');
	assert.equal((await c.submit(form, '/fi/give/count', { shown: `m${hatchId}`, refused: `m${hatchId}` })).status, 200);
	assert.match(counts(), /^6 4 1 2 3$/);
});

test('staff see honest figures, and no share of few', async () => {
	const anyone = new Client(k.url), path = '/staff/figures/suggestions';
	assert.equal((await anyone.request('GET', path, { follow: false })).status, 303);
	query(`UPDATE first_count SET shown = 40, answers = 12, same = 2, different = 5, back = 3 WHERE ref_id = ${hatchId}`);
	const row = (page) => textOf(page.text.match(/<tr>(?:(?!<tr>)[\s\S])*?Jumissa oleva luukku[\s\S]*?<\/tr>/)[0]).replace(/\s+/g, ' ');
	const page = await desk.get(path);
	assert.match(row(page), /Jumissa oleva luukku.* 40 12 3 9 \/ 40 22 % 2 5/, 'what came back helped nobody; rounded down');
	query(`UPDATE first_count SET shown = 19 WHERE ref_id = ${hatchId}`);
	assert.match(row(await desk.get(path)), /9 \/ 19 liian vähän/);
	assert.equal((await desk.get(`${path}?period=31`)).status, 404);
	const csv = await desk.get(`${path}.csv?period=365`);
	assert.match(csv.text, new RegExp(`matter;${hatchId};Jumissa oleva luukku;19;12;2;5;3;9\r\n`));
	assert.match((await desk.get('/staff/figures')).text, new RegExp(`href="${path}"`));
	await act(desk, hatch.number, 'hide', { why: 'Henkilötietoja.' });
	assert.doesNotMatch((await desk.get(path)).text, /Jumissa oleva luukku/, 'hidden: no name here either');
	assert.doesNotMatch(await near({ text: MINE }), /LUUKKU/, 'and not offered');
});
