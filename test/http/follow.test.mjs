// The resident's own page: what it shows through the life of a matter, what
// can be done there, and that a code that is not theirs opens nothing.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, STAFF, forms, give, start } from '../lib/kaiku.mjs';

let k, desk;
const TEXT = 'Miksi Rantatien valot sammuvat jo kymmeneltä illalla?';

before(async () => {
	k = await start();
	desk = new Client(k.url);
	await desk.login(STAFF.desk);
});
after(() => k?.stop());

const codePath = (code, rest = '') => `/follow/${code}${rest}`;
const hasForm = (page, action) => forms(page.text).some((f) => f.method === 'post' && f.action.split('?')[0].endsWith(action));

async function asked(values = {}) {
	const g = await give(k, { text: TEXT, type: 'question', ...values });
	assert.ok(g.code, 'a receipt');
	return g;
}

/** The desk answers: write, preview, send. */
async function answer(number, text) {
	const at = `/staff/matters/${number}`;
	let page = await desk.get(`${at}/answer`);
	page = await desk.submit(page, `${at}/answer`, { text, outcome: 'done', step: 'preview' });
	const done = await desk.submit(page, `${at}/answer`, { step: 'send' });
	assert.equal(done.status, 200);
	const shown = await desk.get(at);
	assert.match(shown.text, new RegExp(text.slice(0, 20)));
}

test('the page is secret and says where the matter is', async () => {
	const { code, number, client } = await asked();
	const page = await client.get(codePath(code));
	assert.equal(page.status, 200);
	assert.match(page.headers.get('cache-control'), /no-store/);
	assert.match(page.headers.get('referrer-policy'), /same-origin|no-referrer/);
	assert.match(page.text, /noindex/);
	assert.ok(page.text.includes(number) && page.text.includes('Rantatien'));
	assert.match(page.text, /Vastaamme viimeistään/);
	assert.ok(!hasForm(page, '/verdict'), 'nothing to judge yet');
});

test('it is in the language of the matter, or the one asked for', async () => {
	const { code } = await give(k, { text: 'Varför släcks lamporna så tidigt?' }, { lang: 'sv' });
	const c = new Client(k.url, { 'accept-language': 'fi' });
	assert.match((await c.get(codePath(code))).text, /<html lang="sv"/);
	const en = await c.get(codePath(code, '?lang=en'));
	assert.match(en.text, /<html lang="en"/);
	const done = await c.submit(en, '/reply', { text: 'And at weekends too.' });
	assert.match(done.text, /<html lang="en"/, 'it stays so after an act');
	assert.match(done.text, /And at weekends too/);
});

test('a code that is not ours opens nothing, kindly', async () => {
	const { code, client } = await asked();
	const flip = (s, i) => s.slice(0, i) + (s[i] === 'A' ? 'B' : 'A') + s.slice(i + 1);
	for (const bad of ['x', code.slice(0, -1), `${code}A`, flip(code, 36), flip(code, 20), code.toUpperCase(), `${'0'.repeat(15)}${code.slice(15)}`, '%2e%2e', '<script>']) {
		const page = await client.get(codePath(encodeURIComponent(bad)));
		assert.ok([404, 400].includes(page.status), `${bad}: ${page.status}`);
		assert.doesNotMatch(page.text, /Rantatien/);
	}
	for (const act of ['reply', 'verdict', 'consent', 'withdraw']) {
		const own = await client.get(codePath(code));
		const key = forms(own.text).find((f) => f.action.includes('/reply')).fields.find(([n]) => n === 'key')[1];
		const done = await client.post(codePath(flip(code, 30), `/${act}`), { key, text: 'x', why: 'x', confirm: '1', helped: 'no' });
		assert.equal(done.status, 404, act);
	}
});

test('a pasted code or link leads there', async () => {
	const { code, client } = await asked();
	for (const pasted of [code, ` ${code} `, `https://palaute.example.fi/follow/${code}`, `${k.url}/follow/${code}?lang=sv`]) {
		const page = await client.submit(await client.get('/fi/follow'), '/follow', { code: pasted });
		assert.equal(page.status, 200);
		assert.match(page.text, /Rantatien/);
	}
	for (const wrong of ['', 'nothing', '../staff', `${code.slice(0, 20)}`]) {
		const page = await client.submit(await client.get('/en/follow'), '/follow', { code: wrong });
		assert.equal(page.status, 404);
		assert.match(page.text, /<html lang="en"/);
		const typed = (p) => forms(p.text).find((f) => f.action.endsWith('/follow')).fields.find(([n]) => n === 'code')[1];
		assert.equal(typed(page), wrong, 'what was typed is there to be corrected');
		const sv = await client.language(page, 'sv');
		assert.equal(sv.status, 404);
		assert.match(sv.text, /<html lang="sv"/);
		assert.equal(typed(sv), wrong);
		assert.match((await client.submit(sv, '/follow', { code })).text, /Rantatien/);
	}
});

test('no GET changes anything', async () => {
	const { code, client } = await asked();
	const before = (await client.get(codePath(code))).text;
	for (const act of ['reply', 'verdict', 'consent', 'withdraw'])
		assert.equal((await client.get(codePath(code, `/${act}`))).status, 405);
	const strip = (s) => s.replace(/name="key" value="[^"]*"/g, '');
	assert.equal(strip((await client.get(codePath(code))).text), strip(before));
});

test('a reply with a photo reaches the desk; an empty one is sent back', async () => {
	const { code, number, client } = await asked();
	const page = await client.get(codePath(code));
	const empty = await client.submit(page, '/reply', { text: '  ' });
	assert.equal(empty.status, 422);
	assert.match(empty.text, /<a href="#text">/);
	const long = await client.submit(page, '/reply', { text: 'ä'.repeat(5001) });
	assert.equal(long.status, 422);
	assert.ok(long.text.includes('ä'.repeat(5001)), 'and is not lost');
	const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
	const done = await client.submit(page, '/reply', { text: 'Tässä kuva valosta.' }, { files: [['photo', 'valo.png', png, 'image/png']] });
	assert.equal(done.status, 200);
	assert.match(done.text, /valo\.png/);
	const twice = await client.submit(page, '/reply', { text: 'Tässä kuva valosta.' });
	assert.equal(twice.status, 200);
	assert.match((await desk.get(`/staff/matters/${number}`)).text, /Tässä kuva valosta/);
});

test('a refused act changes its language, and what was typed comes along', async () => {
	const { code, client } = await asked();
	const page = await client.get(codePath(code));
	const long = await client.submit(page, '/reply', { text: 'ä'.repeat(5001) });
	const sv = await client.language(long, 'sv');
	assert.equal(sv.status, 422);
	assert.match(sv.text, /<html lang="sv"/);
	const reply = forms(sv.text).find((f) => f.action.includes('/reply'));
	assert.equal(reply.fields.find(([n]) => n === 'text')[1], 'ä'.repeat(5001));
	const done = await client.submit(sv, '/reply', { text: 'Kortare nu.' });
	assert.equal(done.status, 200);
	assert.match(done.text, /<html lang="sv"[^]*Kortare nu/);
	const big = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(20 * 1024 * 1024 + 1)]);
	const large = await client.submit(page, '/reply', { text: 'Liian iso liite.' }, { files: [['photo', 'iso.pdf', big, 'application/pdf']] });
	assert.equal(large.status, 422);
	const looked = await client.language(large, 'sv');
	assert.equal(forms(looked.text).find((f) => f.action.includes('/reply')).fields.find(([n]) => n === 'text')[1], 'Liian iso liite.');
	assert.doesNotMatch((await client.get(codePath(code))).text, /Liian iso liite/, 'a change of language sends nothing');
	const unsure = await client.submit(await client.get(codePath(code)), '/withdraw', {});
	const en = await client.language(unsure, 'en');
	assert.equal(en.status, 422);
	assert.match(en.text, /<html lang="en"/);
	const shown = await client.language(await client.get(codePath(code, '?done=reply')), 'en');
	assert.match(shown.text, /<html lang="en"/);
});

test('answered, satisfied', async () => {
	const { code, number, client } = await asked();
	await answer(number, 'Valot palavat nyt kahteentoista.');
	let page = await client.get(codePath(code));
	assert.match(page.text, /Valot palavat nyt kahteentoista/);
	assert.ok(hasForm(page, '/verdict'));
	page = await client.submit(page, '/verdict');
	assert.equal(page.status, 200);
	assert.match(page.text, /vastaus auttoi/i);
	assert.doesNotMatch(page.text, /name="helped" value="no"/, 'asked once');
	page = await client.submit(page, '/verdict', { reason: 'clear' }); // and why, for who wants to say
	assert.ok(!hasForm(page, '/verdict'), 'that once, too');
});

test('answered, not satisfied: a person must decide', async () => {
	const { code, number, client } = await asked();
	await answer(number, 'Valot palavat nyt kahteentoista.');
	const page = await client.get(codePath(code));
	const no = forms(page.text).find((f) => f.fields.some(([n, v]) => n === 'helped' && v === 'no'));
	const key = (p) => forms(p.text).find((f) => f.fields.some(([n, v]) => n === 'helped' && v === 'no')).fields.find(([n]) => n === 'key')[1];
	const silent = await client.post(no.action, { key: key(page), helped: 'no', why: '' });
	assert.equal(silent.status, 422);
	assert.match(silent.text, /<a href="#why">/);
	const done = await client.post(no.action, { key: key(silent), helped: 'no', why: 'Eilen ne sammuivat taas kymmeneltä.' });
	assert.equal(done.status, 200);
	assert.match(done.text, /Pyysit uutta käsittelyä/);
	const shown = await desk.get(`/staff/matters/${number}`);
	assert.match(shown.text, /Eilen ne sammuivat taas/);
	assert.match((await desk.get('/staff/queue/all')).text + shown.text, new RegExp(number));
});

test('withdrawing needs a yes; the record stays', async () => {
	const { code, number, client } = await asked();
	const page = await client.get(codePath(code));
	const unsure = await client.submit(page, '/withdraw', {});
	assert.equal(unsure.status, 422);
	const done = await client.submit(page, '/withdraw', { confirm: '1' });
	assert.equal(done.status, 200);
	assert.match(done.text, /Peruit tämän palautteen/);
	assert.ok(!hasForm(done, '/withdraw'));
	assert.match((await desk.get(`/staff/matters/${number}`)).text, /Rantatien valot/);
});

test('the permission to publish can be given and taken back', async () => {
	const { code, client } = await asked();
	let page = await client.get(codePath(code));
	page = await client.submit(page, '/consent');
	assert.match(page.text, /Julkaisulupa on tallennettu/);
	page = await client.submit(page, '/consent');
	assert.match(page.text, /Julkaisulupa on peruttu/);
	page = await client.get(codePath(code));
	assert.match(page.text, /ei julkaista ilman lupaasi/);
});

test('acts need a key of ours, and another site cannot send them', async () => {
	const { code, client } = await asked();
	const done = await client.post(codePath(code, '/withdraw'), { key: 'x', confirm: '1' });
	assert.equal(done.status, 403);
	const page = await client.get(codePath(code));
	const foreign = await client.submit(page, '/withdraw', { confirm: '1' }, { headers: { origin: 'https://evil.example' } });
	assert.equal(foreign.status, 403);
	assert.doesNotMatch((await client.get(codePath(code))).text, /Peruit tämän/);
});
