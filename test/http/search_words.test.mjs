// search_words.test.mjs: what residents and staff write can be found by its
// words a moment later, by those who may see it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, STAFF, give, start, until } from '../lib/kaiku.mjs';

let k, desk;
before(async () => {
	k = await start();
	desk = new Client(k.url);
	await desk.login(STAFF.desk);
});
after(() => k.stop());

async function finds(words, number, client = desk) {
	const page = await client.get(`/staff/search?q=${encodeURIComponent(words)}`);
	assert.equal(page.status, 200);
	return page.text.includes(`/staff/matters/${number}`);
}

test('a message is found by its words, whole or begun, in any order', async () => {
	const { number } = await give(k, { title: 'Hyppyrimäki', text: 'Ylösnousukkaat kukkivat Törmäkadun päässä.', place: 'Näköalapaikka' });
	await until(() => finds('ylösnousukkaat', number), 'the index');
	for (const words of ['YLÖSNOUS', 'törmäkadu hyppyri', 'näköala kukkivat', 'pää törmä', 'yl\u006f\u0308sn'])
		assert.ok(await finds(words, number), words);
	for (const words of ['nousukkaat', 'ylösnousukkaat puuttuva', 'ylosnousukkaat', '"ylösnousukkaat" AND kukkivat'])
		assert.ok(!await finds(words, number), words);
});

test('an internal note is found too', async () => {
	const { number } = await give(k, { text: 'Tavallinen viesti tavallisesta asiasta.' });
	const page = await desk.get(`/staff/matters/${number}`);
	await desk.submit(page, '/note', { text: 'Kysytty kasvitieteilijältä.' });
	await until(() => finds('kasvitieteilij', number), 'the index');
	assert.ok(await finds('tavallinen kasvitieteilijältä', number), 'words of several entries of one matter');
});

test('who may not see a matter does not find it', async () => {
	const { number } = await give(k, { text: 'Zeppeliini leijuu torin yllä.' });
	await until(() => finds('zeppeliini', number), 'the index');
	const expert = new Client(k.url);
	await expert.login(STAFF.expert);
	assert.equal((await expert.get(`/staff/matters/${number}`)).status, 404, 'nobody has sent it to their unit');
	assert.ok(!await finds('zeppeliini', number, expert));
});

test('signs and endless questions are no errors', async () => {
	for (const words of ['"', "'", '*', '(', 'a:b', '{x}', '^', 'NEAR(a b)', 'x'.repeat(3000), 'a '.repeat(500), '%00', '🙂', '\\'])
		assert.equal((await desk.get(`/staff/search?q=${encodeURIComponent(words)}`)).status, 200, words);
});

test('a confidential matter is found by who may see it only, whatever is asked', async () => {
	const word = 'Salamanteritarha';
	const { number } = await give(k, { topic: 'social_services', title: 'Vaitelias otsikko', text: `${word} vaivaa minua.`, place: 'Sammalkuja 3',
		name: 'Iiris Vaiteliainen', email: 'iiris.vaitelias@example.org', phone: '040 111 2233', wants_reply: '1' });
	await until(() => finds(word, number), 'the index');
	const asked = [word, 'salamanter', 'vaitelias otsikko', 'Sammalkuja', 'Iiris', 'Vaiteliainen', 'iiris.vaitelias@example.org', '0401112233', '+358401112233', number];
	const own = new Client(k.url), publisher = new Client(k.url), expert = new Client(k.url);
	await own.login('hyvinvointi@esimerkkila.example'); // the unit's own, with the right
	await publisher.login('julkaisija@esimerkkila.example'); // handles everything, without it
	await expert.login(STAFF.expert);
	const page = (client, q) => client.get(`/staff/search?q=${encodeURIComponent(q)}`);
	for (const q of asked) {
		const seen = await page(own, q);
		assert.ok(seen.text.includes(`/staff/matters/${number}`) || seen.url.includes(number), `${q}: the unit finds it`);
		if (!seen.url.includes(number)) assert.ok(!seen.text.includes('vaivaa minua') && !seen.text.includes('Vaitelias otsikko'), `${q}: but no list shows its words`);
		for (const client of [publisher, expert]) {
			const hidden = await page(client, q);
			assert.equal(hidden.status, 200);
			assert.ok(!hidden.text.includes(`/staff/matters/${number}`) && !hidden.url.includes(`/matters/${number}`), `${q}: nobody else does`);
		}
	}
});
