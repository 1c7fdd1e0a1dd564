// The administration and signing in, as a browser without scripts does it.
import assert from 'node:assert/strict';
import dns from 'node:dns';
import { after, before, test } from 'node:test';
import { Client, STAFF, forms, run, start, unescape, until } from '../lib/kaiku.mjs';
import { act, answer, at, given, inQueue, route, textOf } from '../lib/desk.mjs';

dns.setDefaultResultOrder('ipv4first');
const GOOD = 'neljä keltaista sitruunaa';
const HOSTILE = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>&amp;`;
const BASE = '/staff/admin';

let k, admin;
before(async () => {
	k = await start();
	admin = await signedIn(STAFF.admin);
});
after(() => k.stop());

async function signedIn(mail, password = STAFF.password, url = k.url) {
	const c = new Client(url);
	const page = await c.login(mail, password);
	assert.equal(page.status, 200, `${mail}: ${page.text.slice(0, 2000)}`);
	assert.doesNotMatch(page.url, /login/);
	return c;
}
const stays = (page, name, value) => assert.ok(forms(page.text).some((f) => f.fields.some(([n, v]) => n === name && v === value)),
	`${name} = ${value} on ${page.url}`);
/** Nothing typed may become markup. */
function harmless(page) {
	assert.doesNotMatch(page.text, /<script>alert/i, page.url);
	assert.doesNotMatch(page.text, /<img src=x/i, page.url);
	assert.doesNotMatch(page.text, /&lt;script[^>]*>alert\(1\)<\/script>/i, page.url);
}
const idOf = (page, folder, name) => {
	const m = [...page.text.matchAll(new RegExp(`href="${BASE}/${folder}/(\\d+)">([^<]*)<`, 'g'))]
		.find(([, , text]) => unescape(text) === name);
	assert.ok(m, `${name} in ${folder}`);
	return m[1];
};
const saved = (r) => assert.equal(r.status, 303, r.text?.slice(0, 3000));
const plain = { follow: false };

// ---- signing in ----

test('a wrong address and a wrong password are told alike, and the address stays', async () => {
	const c = new Client(k.url);
	const texts = [];
	for (const mail of ['nobody@esimerkkila.example', STAFF.desk]) {
		const r = await c.login(mail, 'not the password');
		assert.equal(r.status, 422);
		stays(r, 'mail', mail);
		assert.ok(!r.text.includes('not the password'));
		texts.push(r.text.replaceAll(`value="${mail}"`, '').replace(/value="[^"]{30,}"/g, '').replace(/<title>.*/, ''));
	}
	assert.equal(texts[0], texts[1]);
	const empty = await c.login('', '');
	assert.equal(empty.status, 422);
	assert.match(empty.text, /href="#mail"/);
	assert.match(empty.text, /href="#password"/);
});

test('a session is a cookie no script can read, new at every sign-in', async () => {
	const c = new Client(k.url);
	const tokens = [];
	for (let i = 0; i < 2; i++) {
		const page = await c.get('/staff/login');
		const form = forms(page.text).find((f) => f.action.startsWith('/staff/login'));
		if (!form) { // signed in already: leads on
			assert.equal(i, 1);
			const d = new Client(k.url);
			await d.login(STAFF.desk);
			tokens.push(d.cookies.get('kaiku_session'));
			continue;
		}
		const r = await c.submit(page, '/staff/login', { mail: STAFF.desk, password: STAFF.password }, plain);
		saved(r);
		const cookie = r.headers.get('set-cookie');
		assert.match(cookie, /HttpOnly/i);
		assert.match(cookie, /SameSite=Lax/i);
		tokens.push(c.cookies.get('kaiku_session'));
	}
	assert.notEqual(tokens[0], tokens[1]);
	const page = await c.get('/staff/account');
	assert.equal(page.headers.get('cache-control'), 'no-store');
	assert.ok(!page.text.includes(tokens[0]));
});

test('after signing in one comes to the page asked for, never to another site', async () => {
	for (const [next, to] of [['/staff/account', '/staff/account'], ['//evil.example/', '/staff'], ['https://evil.example/', '/staff'],
		['/staff/../x', '/staff/../x'], ['/staff\\evil', '/staff'], ['/staffx', '/staff'], ['/staff/a\r\nSet-Cookie: x=1', '/staff']]) {
		const c = new Client(k.url);
		const page = await c.get(`/staff/login?next=${encodeURIComponent(next)}`);
		const r = await c.submit(page, '/staff/login', { mail: STAFF.desk, password: STAFF.password }, plain);
		saved(r);
		const location = r.headers.get('location');
		assert.ok(location === to || location.startsWith('/staff'), location);
		if (to === '/staff') assert.equal(location, '/staff');
		assert.equal(r.headers.get('set-cookie').includes('x=1'), false);
	}
	const c = new Client(k.url);
	const asked = await c.get(`${BASE}/units`, plain);
	assert.equal(decodeURIComponent(asked.headers.get('location')), `/staff/login?next=${BASE}/units`);
});

test('too many wrong passwords are answered with waiting; other accounts are not touched', async () => {
	const c = new Client(k.url);
	let r;
	for (let i = 0; i < 11; i++) r = await c.login('puistot@esimerkkila.example', `wrong ${i}`);
	assert.equal(r.status, 429);
	assert.ok(Number(r.headers.get('retry-after')) > 0);
	stays(r, 'mail', 'puistot@esimerkkila.example');
	r = await c.login('puistot@esimerkkila.example', STAFF.password);
	assert.equal(r.status, 429, 'the right one waits as well');
	await signedIn(STAFF.desk);
});

test('a form without the session\'s token, or with another\'s, is refused', async () => {
	const c = await signedIn(STAFF.desk);
	const page = await c.get('/staff/account');
	const form = forms(page.text).find((f) => f.action === '/staff/language');
	const other = forms((await admin.get('/staff/account')).text).find((f) => f.action === '/staff/language');
	const csrf = (f) => f.fields.find(([n]) => n === 'csrf')[1];
	for (const value of [null, '', 'x', csrf(other)]) {
		const fields = form.fields.filter(([n]) => n !== 'csrf' && n !== 'lang');
		if (value !== null) fields.push(['csrf', value]);
		const r = await c.post('/staff/language', [...fields, ['lang', 'sv']], plain);
		assert.equal(r.status, 403);
	}
	const foreign = await c.post('/staff/language', [...form.fields.filter(([n]) => n !== 'lang'), ['lang', 'sv']],
		{ ...plain, headers: { origin: 'https://evil.example' } });
	assert.equal(foreign.status, 403);
	assert.match((await c.get('/staff/account')).text, /<html lang="fi"/);
});

test('the language is kept in the account, and the switch keeps the page', async () => {
	const c = await signedIn(STAFF.desk);
	const page = await c.get('/staff/account?x=1');
	const r = await c.submit(page, '/staff/language', { lang: 'sv' }, plain);
	saved(r);
	assert.equal(r.headers.get('location'), '/staff/account?x=1');
	const again = await signedIn(STAFF.desk);
	assert.match((await again.get('/staff/account')).text, /<html lang="sv"/);
	const back = await again.submit(await again.get('/staff/account'), '/staff/language', { lang: 'fi' }, plain);
	saved(back);
	assert.equal((await again.submit(await again.get('/staff/account'), '/staff/language', { lang: 'xx' }, plain)).status, 422);
});

test('signing out ends the session, here or everywhere', async () => {
	const [one, two] = [await signedIn(STAFF.desk), await signedIn(STAFF.desk)];
	const copy = new Map(one.cookies);
	await one.submit(await one.get('/staff/account'), '/staff/logout');
	assert.ok(!one.cookies.has('kaiku_session'));
	one.cookies = copy;
	assert.equal((await one.get('/staff/account', plain)).status, 303, 'an old cookie is worth nothing');
	assert.equal((await two.get('/staff/account', plain)).status, 200);
	const three = await signedIn(STAFF.desk);
	await three.submit(await three.get('/staff/account'), '/staff/logout-everywhere');
	assert.equal((await two.get('/staff/account', plain)).status, 303);
});

test('a new password needs the present one, and closes the other sessions', async () => {
	const mail = 'liikunta@esimerkkila.example';
	const [c, other] = [await signedIn(mail), await signedIn(mail)];
	const change = async (current, password, again = password) =>
		c.submit(await c.get('/staff/account'), '/staff/account', { current, password, again }, plain);
	assert.equal((await change('wrong', GOOD)).status, 422);
	assert.equal((await change(STAFF.password, 'short')).status, 422);
	assert.equal((await change(STAFF.password, 'salasana123')).status, 422);
	assert.equal((await change(STAFF.password, GOOD, `${GOOD}!`)).status, 422);
	assert.equal((await other.get('/staff/account', plain)).status, 200);
	const before = c.cookies.get('kaiku_session');
	saved(await change(STAFF.password, GOOD));
	assert.notEqual(c.cookies.get('kaiku_session'), before);
	assert.equal((await c.get('/staff/account', plain)).status, 200);
	assert.equal((await other.get('/staff/account', plain)).status, 303);
	assert.equal((await new Client(k.url).login(mail, STAFF.password)).status, 422);
	await signedIn(mail, GOOD);
});

// ---- people ----

let newcomer;
test('a new person is invited; the link is shown while no mail leaves, and works once', async () => {
	const form = await admin.get(`${BASE}/staff/new`);
	const bad = await admin.submit(form, `${BASE}/staff/new`, { name: '', mail: 'nonsense', title: 'Kadunhoitaja', all: ['handle'] });
	assert.equal(bad.status, 422);
	stays(bad, 'mail', 'nonsense');
	stays(bad, 'title', 'Kadunhoitaja');
	stays(bad, 'all', 'handle');
	assert.match(bad.text, /href="#name"/);
	const taken = await admin.submit(form, `${BASE}/staff/new`, { name: 'X', mail: STAFF.desk });
	assert.equal(taken.status, 422);
	const made = await admin.submit(bad, `${BASE}/staff/new`, { name: 'Uusi Ihminen', mail: 'Uusi@Esimerkkila.example' });
	assert.equal(made.status, 200);
	const link = made.text.match(/value="(https?:\/\/[^"]+\/staff\/link\/[A-Za-z0-9_-]{43})"/)?.[1];
	assert.ok(link, made.text);
	const path = new URL(link).pathname;
	newcomer = new Client(k.url);
	for (let i = 0; i < 2; i++) {
		const page = await newcomer.get(path);
		assert.equal(page.status, 200, 'opening it changes nothing');
		assert.match(page.text, /Uusi Ihminen/);
		assert.equal(page.headers.get('cache-control'), 'no-store');
	}
	const weak = await newcomer.submit(await newcomer.get(path), path, { password: 'kissakissa', again: 'kissakissa' });
	assert.equal(weak.status, 422);
	const r = await newcomer.submit(await newcomer.get(path), path, { password: GOOD, again: GOOD }, plain);
	saved(r);
	assert.equal((await newcomer.get('/staff/account', plain)).status, 200);
	for (const used of [path, `${path.slice(0, -1)}_`, '/staff/link/x']) {
		const gone = await new Client(k.url).get(used);
		assert.equal(gone.status, 410);
		assert.match(gone.text, /\/staff\/forgot/);
	}
	await signedIn('uusi@esimerkkila.example', GOOD);
});

test('who may not administer is refused everywhere', async () => {
	for (const c of [newcomer, await signedIn(STAFF.desk)])
		for (const page of ['', '/staff', '/staff/new', '/staff.csv', '/staff/import', '/units', '/units.csv', '/topics', '/settings', '/outbox'])
			assert.equal((await c.get(BASE + page, plain)).status, 403, page);
});

test('permissions are saved for all units and for chosen ones', async () => {
	const list = await admin.get(`${BASE}/staff?q=uusi+ihminen`);
	const id = idOf(list, 'staff', 'Uusi Ihminen');
	const streets = idOf(await admin.get(`${BASE}/units`), 'units', 'Kadut ja liikenne');
	const page = await admin.get(`${BASE}/staff/${id}`);
	saved(await admin.submit(page, `${BASE}/staff/${id}`, { all: ['admin_topics'], for: [`handle:${streets}`] }, plain));
	const again = await admin.get(`${BASE}/staff/${id}`);
	stays(again, 'all', 'admin_topics');
	stays(again, 'for', `handle:${streets}`);
	assert.equal((await newcomer.get(`${BASE}/topics`, plain)).status, 200, 'at once');
	for (const bad of [{ all: ['rule'] }, { for: ['admin_staff:1'] }, { for: ['handle:42'] }, { for: ['handle:x'] }, { unit: '42' }, { lang: 'fi', mail: 'x' }])
		assert.equal((await admin.submit(again, `${BASE}/staff/${id}`, bad, plain)).status, 422, JSON.stringify(bad));
});

test('nobody locks themselves out', async () => {
	const id = idOf(await admin.get(`${BASE}/staff?q=paakayttaja`), 'staff', 'Päivi Pääkäyttäjä');
	const page = await admin.get(`${BASE}/staff/${id}`);
	assert.ok(!page.text.includes(`/${id}/deactivate`));
	const r = await admin.submit(page, `${BASE}/staff/${id}`, { all: ['triage'] });
	assert.equal(r.status, 422);
	assert.match(r.text, /href="#all-admin_staff"/);
	const confirm = await admin.get(`${BASE}/staff/${id}/deactivate`);
	assert.equal((await admin.submit(confirm, `${id}/deactivate`)).status, 422);
	assert.equal((await admin.get(BASE, plain)).status, 200);
});

test('letting a person go ends their sessions and links and hands their open matters over', async () => {
	const [expert, elsewhere, desk] = [await signedIn(STAFF.expert), await signedIn(STAFF.expert), await signedIn(STAFF.desk)];
	const [mine, unborn, done] = [await given(k, { topic: 'street_maintenance' }), await given(k), await given(k, { topic: 'street_maintenance' })];
	await act(expert, mine.number, 'take');
	await route(desk, unborn.number, 'Eero Katunen'); // from triage, straight to the person
	await answer(expert, done.number, { text: 'Korjattu jo eilen.', outcome: 'done' });
	for (const { number } of [mine, unborn]) assert.ok(await inQueue(expert, 'mine', number), `${number} is the expert's`);

	const id = idOf(await admin.get(`${BASE}/staff?q=asiantuntija@`), 'staff', 'Eero Katunen');
	const shown = await admin.submit(await admin.get(`${BASE}/staff/${id}`), `${id}/link`, {});
	const link = new URL(shown.text.match(/value="(https?:\/\/[^"]+\/staff\/link\/[A-Za-z0-9_-]{43})"/)[1]).pathname;
	assert.equal((await new Client(k.url).get(link)).status, 200);
	const confirm = await admin.get(`${BASE}/staff/${id}/deactivate`);
	assert.equal((await expert.get('/staff/account', plain)).status, 200, 'opening the question does nothing');
	saved(await admin.submit(confirm, `${id}/deactivate`, {}, plain));
	for (const c of [expert, elsewhere]) assert.equal((await c.get('/staff/account', plain)).status, 303);
	assert.equal((await new Client(k.url).get(link)).status, 410, 'an open link ends too');
	assert.equal((await new Client(k.url).login(STAFF.expert)).status, 422);
	for (const { number } of [mine, unborn]) {
		const page = textOf((await desk.get(at(number))).text);
		assert.match(page, /ohjattu yksikölle/, number);
		assert.match(page, /Käsittelijä Ei vielä käsittelijää/, number);
		assert.match(page, /Yksikkö Kadut ja liikenne/, number);
		assert.match(page, /palautettiin yksikön jonoon Päivi Pääkäyttäjä/, 'and the history says so');
	}
	assert.match(textOf((await desk.get(at(done.number))).text), /Käsittelijä Eero Katunen/, 'what is done stays theirs');

	const page = await admin.get(`${BASE}/staff/${id}`);
	assert.ok(!page.text.includes(`${id}/link`), 'no link for who has left');
	saved(await admin.submit(page, `${id}/activate`, {}, plain));
	const back = await signedIn(STAFF.expert);
	for (const { number } of [mine, unborn]) {
		assert.ok(!await inQueue(back, 'mine', number), `${number} is nobody's`);
		assert.ok(await inQueue(back, 'unit', number), `${number}: the unit has it`);
	}
	assert.equal((await new Client(k.url).get(link)).status, 410, 'and stays ended');
});

test('two at the same person: both texts are shown, nothing typed is lost', async () => {
	const id = idOf(await admin.get(`${BASE}/staff?q=uusi+ihminen`), 'staff', 'Uusi Ihminen');
	const [one, two] = [await admin.get(`${BASE}/staff/${id}`), await admin.get(`${BASE}/staff/${id}`)];
	saved(await admin.submit(one, `${BASE}/staff/${id}`, { title: 'Ensimmäinen' }, plain));
	const r = await admin.submit(two, `${BASE}/staff/${id}`, { title: 'Toinen' });
	assert.equal(r.status, 409);
	assert.match(r.text, /Ensimmäinen/);
	stays(r, 'title', 'Toinen');
	saved(await admin.submit(r, `${BASE}/staff/${id}`, {}, plain));
	stays(await admin.get(`${BASE}/staff/${id}`), 'title', 'Toinen');
});

// ---- units, topics, settings ----

test('a unit: mistakes keep what was typed, a conflict shows both', async () => {
	const empty = await admin.get(`${BASE}/units/new`);
	const bad = await admin.submit(empty, `${BASE}/units/new`, { name_fi: '', code: 'ä ö', mail: 'x', order: 'abc', parent: '42' });
	assert.equal(bad.status, 422);
	for (const field of ['name_fi', 'code', 'mail', 'order', 'parent']) assert.match(bad.text, new RegExp(`href="#${field}"`));
	stays(bad, 'code', 'ä ö');
	saved(await admin.submit(bad, `${BASE}/units/new`, { name_fi: 'Koeyksikkö', code: 'koe', mail: '', order: '3', parent: '' }, plain));
	const id = idOf(await admin.get(`${BASE}/units`), 'units', 'Koeyksikkö');
	const taken = await admin.submit(empty, `${BASE}/units/new`, { name_fi: 'Toinen', code: 'koe' });
	assert.equal(taken.status, 422);
	const [one, two] = [await admin.get(`${BASE}/units/${id}`), await admin.get(`${BASE}/units/${id}`)];
	assert.equal((await admin.submit(one, `${BASE}/units/${id}`, { parent: id })).status, 422, 'below itself');
	saved(await admin.submit(one, `${BASE}/units/${id}`, { name_sv: 'Provenhet' }, plain));
	const r = await admin.submit(two, `${BASE}/units/${id}`, { name_sv: 'Testenhet' });
	assert.equal(r.status, 409);
	assert.match(r.text, /Provenhet/);
	stays(r, 'name_sv', 'Testenhet');
	saved(await admin.submit(r, `${BASE}/units/${id}`, {}, plain));
	assert.match((await admin.get(`${BASE}/units/${id}`)).text, /Testenhet/);
});

test('a unit that is closed holds nothing: what waits there, and what comes for its topics, is directed again', async () => {
	saved(await admin.submit(await admin.get(`${BASE}/units/new`), `${BASE}/units/new`, { name_fi: 'Lakkaava yksikkö', code: 'lakkaava' }, plain));
	const id = idOf(await admin.get(`${BASE}/units`), 'units', 'Lakkaava yksikkö');
	saved(await admin.submit(await admin.get(`${BASE}/topics/new`), `${BASE}/topics/new`,
		{ name_fi: 'Lakkaava aihe', name_sv: 'Upphörande', name_en: 'Closing', code: 'lakkaava', unit: id }, plain));
	const desk = await signedIn(STAFF.desk);
	const [waits, taken] = [await given(k, { topic: 'lakkaava' }), await given(k, { topic: 'lakkaava' })];
	await act(desk, taken.number, 'take');
	// Each worker keeps names for two seconds.
	const inUnit = (g) => until(async () => /Yksikkö Lakkaava yksikkö/.test(textOf((await desk.get(at(g.number))).text)), `${g.number} in the unit`);
	await inUnit(waits);
	saved(await admin.submit(await admin.get(`${BASE}/units/${id}`), `${BASE}/units/${id}`, { active: null }, plain));
	const late = await given(k, { topic: 'lakkaava' });
	for (const { number } of [waits, late]) {
		assert.ok(await inQueue(desk, 'triage', number), number);
		assert.match(textOf((await desk.get(at(number))).text), /Yksikkö Ei vielä ohjattu/);
	}
	assert.match(textOf((await desk.get(at(waits.number))).text), /ohjattiin: Ohjattavat Päivi Pääkäyttäjä/);
	assert.match(textOf((await desk.get(at(taken.number))).text), /Käsittelijä Aino Neuvonen/, 'who has taken one finishes it');
	// A table closes units as well.
	saved(await admin.submit(await admin.get(`${BASE}/units/${id}`), `${BASE}/units/${id}`, { active: '1' }, plain));
	const again = await given(k, { topic: 'lakkaava' });
	await inUnit(again);
	const plan = await admin.submit(await admin.get(`${BASE}/units/import`), `${BASE}/units/import`, { csv: 'code;name_fi;active\nlakkaava;Lakkaava yksikkö;0\n' });
	saved(await admin.submit(plan, `${BASE}/units/import/apply`, {}, plain));
	assert.ok(await inQueue(desk, 'triage', again.number));
});

test('a topic needs its three names; residents see only active ones', async () => {
	const empty = await admin.get(`${BASE}/topics/new`);
	const bad = await admin.submit(empty, `${BASE}/topics/new`, { name_fi: 'Koeaihe', code: 'ISO' });
	assert.equal(bad.status, 422);
	for (const field of ['name_sv', 'name_en', 'code']) assert.match(bad.text, new RegExp(`href="#${field}"`));
	saved(await admin.submit(bad, `${BASE}/topics/new`, { name_sv: 'Provämne', name_en: 'Trial topic', code: 'koeaihe' }, plain));
	assert.match((await new Client(k.url).get('/sv/give')).text, /Provämne/);
	const id = idOf(await admin.get(`${BASE}/topics`), 'topics', 'Koeaihe');
	saved(await admin.submit(await admin.get(`${BASE}/topics/${id}`), `${BASE}/topics/${id}`, { active: null }, plain));
	assert.doesNotMatch((await new Client(k.url).get('/sv/give')).text, /Provämne/);
});

test('settings: checked, saved, shown to residents; a conflict shows both', async () => {
	const page = await admin.get(`${BASE}/settings`);
	const bad = await admin.submit(page, `${BASE}/settings`, { contact_mail: 'x', reaction_workdays: '0', answer_workdays: 'pian', contact_phone: 'soita', name_fi: '' });
	assert.equal(bad.status, 422);
	for (const field of ['contact_mail', 'reaction_workdays', 'answer_workdays', 'contact_phone', 'name_fi']) assert.match(bad.text, new RegExp(`href="#${field}"`));
	saved(await admin.submit(page, `${BASE}/settings`, { contact_phone: '09 123 4567' }, plain));
	const r = await admin.submit(page, `${BASE}/settings`, { contact_phone: '09 765 4321' });
	assert.equal(r.status, 409);
	assert.match(r.text, /09 123 4567/);
	stays(r, 'contact_phone', '09 765 4321');
	saved(await admin.submit(r, `${BASE}/settings`, {}, plain));
	await until(async () => (await new Client(k.url).get('/fi/')).text.includes('09 765 4321'), 'the new number to be shown');
});

test('hostile text in every field is text', async () => {
	const unit = await admin.submit(await admin.get(`${BASE}/units/new`), `${BASE}/units/new`,
		{ name_fi: HOSTILE, name_sv: HOSTILE, name_en: HOSTILE, code: HOSTILE, mail: HOSTILE, order: HOSTILE, parent: HOSTILE });
	assert.equal(unit.status, 422);
	harmless(unit);
	stays(unit, 'name_fi', HOSTILE);
	saved(await admin.submit(await admin.get(`${BASE}/units/new`), `${BASE}/units/new`, { name_fi: HOSTILE, code: 'hostile' }, plain));
	saved(await admin.submit(await admin.get(`${BASE}/topics/new`), `${BASE}/topics/new`,
		{ name_fi: HOSTILE, name_sv: HOSTILE, name_en: HOSTILE, code: 'hostile' }, plain));
	const person = await admin.submit(await admin.get(`${BASE}/staff/new`), `${BASE}/staff/new`,
		{ name: HOSTILE, title: HOSTILE, mail: 'hostile@esimerkkila.example', all: ['handle'] });
	assert.equal(person.status, 200);
	harmless(person);
	saved(await admin.submit(await admin.get(`${BASE}/settings`), `${BASE}/settings`, { name_en: HOSTILE.slice(0, 70) }, plain));
	for (const page of ['/units', '/units/new', '/topics', '/topics/new', '/staff', '/staff/new', '/settings', '/outbox', `/staff?q=${encodeURIComponent(HOSTILE)}`])
		harmless(await admin.get(BASE + page));
	harmless(await new Client(k.url, { 'accept-language': 'en' }).get('/en/'));
	harmless(await new Client(k.url).get('/fi/give'));
	const id = idOf(await admin.get(`${BASE}/staff?q=hostile`), 'staff', HOSTILE);
	harmless(await admin.get(`${BASE}/staff/${id}`));
	harmless(await admin.get(`${BASE}/staff/${id}/deactivate`));
	const plan = await admin.submit(await admin.get(`${BASE}/units/import`), `${BASE}/units/import`,
		{ csv: `code;name_fi\n"${HOSTILE.replaceAll('"', '""')}";"${HOSTILE.replaceAll('"', '""')}"\n` }, { files: [] });
	assert.equal(plan.status, 422);
	harmless(plan);
	const login = await new Client(k.url).login(HOSTILE, 'x');
	harmless(login);
});

// ---- tables ----

test('a table with mistakes changes nothing and says what to do, row by row', async () => {
	const form = await admin.get(`${BASE}/units/import`);
	const before = (await admin.get(`${BASE}/units.csv`)).text;
	const bad = await admin.submit(form, `${BASE}/units/import`, { csv: 'code;name_fi;parent\nhyva;Hyvä;\nhuono koodi;X;\nlapsi;Y;eiole\n' });
	assert.equal(bad.status, 422);
	assert.match(bad.text, /huono koodi/);
	assert.match(bad.text, /eiole/);
	assert.doesNotMatch(bad.text, /import\/apply"/);
	stays(bad, 'csv', 'code;name_fi;parent\nhyva;Hyvä;\nhuono koodi;X;\nlapsi;Y;eiole');
	for (const csv of ['', 'code\n', 'code;name_fi;outo\na;b;c\n', 'code;name_fi\n"a;b\n'])
		assert.equal((await admin.submit(form, `${BASE}/units/import`, { csv })).status, 422, csv);
	const latin = await admin.submit(form, `${BASE}/units/import`, {}, { files: [['file', 'x.csv', Buffer.from('code;name_fi\nx;P\xe4\n', 'latin1'), 'text/csv']] });
	assert.equal(latin.status, 422);
	assert.match(latin.text, /UTF-8/);
	const big = await admin.submit(form, `${BASE}/units/import`, {}, { files: [['file', 'x.csv', Buffer.alloc(1024 * 1024 + 1, 'a'), 'text/csv']] });
	assert.equal(big.status, 422);
	assert.equal((await admin.get(`${BASE}/units.csv`)).text, before);
});

test('a good table is shown first, then saved; a file as well as pasted text', async () => {
	const form = await admin.get(`${BASE}/units/import`);
	const csv = '\ufeffcode,name_fi,name_sv,parent,order\r\ntuonti2,"Tuonti, toinen",Import 2,tuonti1,2\r\ntuonti1,Tuonti 1,Import 1,,1\r\n';
	const plan = await admin.submit(form, `${BASE}/units/import`, {}, { files: [['file', 'units.csv', csv, 'text/csv']] });
	assert.equal(plan.status, 200);
	assert.match(plan.text, /Tuonti, toinen/);
	assert.doesNotMatch((await admin.get(`${BASE}/units`)).text, /Tuonti 1/, 'not yet');
	const forged = await admin.submit(plan, `${BASE}/units/import/apply`, { file_name: '../../key' });
	assert.equal(forged.status, 422);
	saved(await admin.submit(plan, `${BASE}/units/import/apply`, {}, plain));
	const list = await admin.get(`${BASE}/units`);
	assert.match(list.text, /depth-1"><a[^>]*>Tuonti, toinen/);
	const exported = (await admin.get(`${BASE}/units.csv`));
	assert.match(exported.headers.get('content-disposition'), /attachment/);
	const same = await admin.submit(form, `${BASE}/units/import`, { csv: exported.text });
	assert.equal(same.status, 200);
	assert.doesNotMatch(same.text, /import\/apply"/, 'nothing to save');
});

test('a table as Excel saves it: marks, ends of lines, quotes; each mistake on its own line', async () => {
	const form = await admin.get(`${BASE}/staff/import`);
	const lines = ['mail;name;title;unit;permissions', 'rivi2@esimerkkila.example;"Rivi; Kaksi";"Otsikko', 'kahdella rivillä";;', ';Nimetön;;;',
		'rivi5@esimerkkila.example;Viisi;;eiole;', 'rivi2@esimerkkila.example;Toistuu;;;', 'rivi7@esimerkkila.example;Seitsemän;;;handle@eiole'];
	for (const end of ['\r\n', '\n'])
		for (const start of ['\ufeff', ''])
			for (const mark of [';', ',']) {
				const text = start + lines.map((l) => mark === ';' ? l : l.replaceAll(';', ',')).join(end) + end;
				const plan = await admin.submit(form, `${BASE}/staff/import`, {}, { files: [['file', 'x.csv', text, 'text/csv']] });
				assert.equal(plan.status, 422);
				const rows = [...plan.text.matchAll(/<tr><td data-label="[^"]*">(\d+)<\/td>([\s\S]*?)<\/tr>/g)].map(([, line, rest]) => [Number(line), /class="error"/.test(rest)]);
				assert.deepEqual(rows.sort(([a], [b]) => a - b), [[2, false], [4, true], [5, true], [6, true], [7, true]], JSON.stringify({ end, start, mark }));
			}
	// What is not UTF-8 is said, in the ways Excel has.
	for (const bytes of [Buffer.from('\ufeffmail;name\r\nx@esimerkkila.example;\u00c4\u00e4\r\n', 'utf16le'), Buffer.from('mail;name\r\nx@esimerkkila.example;\xc4\xe4\r\n', 'latin1')]) {
		const plan = await admin.submit(form, `${BASE}/staff/import`, {}, { files: [['file', 'x.csv', bytes, 'text/csv']] });
		assert.equal(plan.status, 422);
		assert.match(plan.text, /UTF-8/);
	}
});

test('no name becomes a formula in an exported table, and all come back as they were', async () => {
	const marks = ['=1+1', '+358', '-1', '@SUM(A1)', '=HYPERLINK("http://evil.example";"x")', "'=1", '|calc', '%x'];
	for (const [i, name] of marks.entries()) {
		saved(await admin.submit(await admin.get(`${BASE}/units/new`), `${BASE}/units/new`, { name_fi: name, code: `kaava${i}` }, plain));
		saved(await admin.submit(await admin.get(`${BASE}/staff/new`), `${BASE}/staff/new`, { name, title: name, mail: `kaava${i}@esimerkkila.example`, invite: null }, plain));
	}
	for (const what of ['units', 'staff']) {
		const { text } = await admin.get(`${BASE}/${what}.csv`);
		for (const cell of text.split(/[;\r\n]+/)) assert.doesNotMatch(cell, /^"?[=+\-@\t]/, cell);
		const again = await admin.submit(await admin.get(`${BASE}/${what}/import`), `${BASE}/${what}/import`, { csv: text });
		assert.equal(again.status, 200);
		assert.doesNotMatch(again.text, /import\/apply"/, `${what}: the same as before`);
	}
});

test('what changed between looking and saving is looked at again', async () => {
	const plan = await admin.submit(await admin.get(`${BASE}/units/import`), `${BASE}/units/import`, { csv: 'code;name_fi\ntuonti1;Uusi nimi\n' });
	assert.equal(plan.status, 200);
	const id = idOf(await admin.get(`${BASE}/units`), 'units', 'Tuonti 1');
	saved(await admin.submit(await admin.get(`${BASE}/units/${id}`), `${BASE}/units/${id}`, { name_fi: 'Muutettu' }, plain));
	const stale = await admin.submit(plan, `${BASE}/units/import/apply`, {});
	assert.equal(stale.status, 409);
	assert.match((await admin.get(`${BASE}/units/${id}`)).text, /Muutettu/);
	saved(await admin.submit(stale, `${BASE}/units/import/apply`, {}, plain));
	assert.match((await admin.get(`${BASE}/units/${id}`)).text, /Uusi nimi/);
});

test('people from a table, with permissions; no cell becomes a formula', async () => {
	const form = await admin.get(`${BASE}/staff/import`);
	const bad = await admin.submit(form, `${BASE}/staff/import`, { csv: 'mail;name;permissions\npaakayttaja@esimerkkila.example;P;triage\nx@esimerkkila.example;X;hallitse\n' });
	assert.equal(bad.status, 422);
	assert.match(bad.text, /hallitse/);
	const csv = 'mail;name;unit;permissions\ntaulukko@esimerkkila.example;=1+1;tuonti1;handle@tuonti1 triage\n';
	const plan = await admin.submit(form, `${BASE}/staff/import`, { csv });
	assert.equal(plan.status, 200);
	saved(await admin.submit(plan, `${BASE}/staff/import/apply`, {}, plain));
	const exported = (await admin.get(`${BASE}/staff.csv`)).text;
	assert.match(exported, /taulukko@esimerkkila\.example;'=1\+1;;?tuonti1|taulukko@esimerkkila\.example;'=1\+1;/);
	assert.match(exported, /handle@tuonti1/);
	const again = await admin.submit(form, `${BASE}/staff/import`, { csv: exported });
	assert.equal(again.status, 200);
	assert.doesNotMatch(again.text, /import\/apply"/);
});

// ---- another municipality, mail, the log ----

test('another municipality\'s ids are not there', async () => {
	const flags = ['--data', k.dir, ...(k.db ? ['--db', k.db] : [])];
	const town = run(['tenant-add', ...flags, '--slug', 'naapuri', '--name', 'Naapuri', '--host', 'localhost']);
	assert.equal(town.status, 0, town.stderr);
	const made = run(['staff-add', ...flags, '--tenant', 'naapuri', '--mail', 'n@naapuri.example', '--name', 'N', '--all', '--password-stdin'], { input: `${GOOD}\n` });
	assert.equal(made.status, 0, made.stderr);
	const url = k.url.replace('127.0.0.1', 'localhost');
	await k.restart();
	const neighbour = await signedIn('n@naapuri.example', GOOD, url);
	const unit = idOf(await admin.get(`${BASE}/units`), 'units', 'Kadut ja liikenne');
	const person = idOf(await admin.get(`${BASE}/staff?q=neuvonta@`), 'staff', 'Aino Neuvonen');
	const topic = (await admin.get(`${BASE}/topics`)).text.match(/topics\/(\d+)"/)[1];
	const token = forms((await neighbour.get('/staff/account')).text).find((f) => f.action === '/staff/language').fields.filter(([n]) => n === 'csrf' || n === 'key');
	for (const path of [`/units/${unit}`, `/staff/${person}`, `/topics/${topic}`, `/staff/${person}/deactivate`]) {
		assert.equal((await neighbour.get(BASE + path)).status, 404, path);
		assert.equal((await neighbour.post(BASE + path, [...token, ['name', 'X']])).status, 404, `POST ${path}`);
	}
	for (const path of [`/staff/${person}/link`, `/staff/${person}/activate`])
		assert.equal((await neighbour.post(BASE + path, token)).status, 404, `POST ${path}`);
	for (const path of ['/units/x', '/staff/-1', '/topics/99999999999999999999'])
		assert.equal((await admin.get(BASE + path)).status, 404, path);
	neighbour.cookies = new Map(admin.cookies);
	assert.equal((await neighbour.get(BASE, plain)).status, 303, 'a session of one is none in the other');
});

test('a forgotten password: one answer for all, three links an hour', async () => {
	const m = await start({ matters: 5, env: { KAIKU_MAIL_RELAY: 'smtp://127.0.0.1:9' } });
	try {
		const c = new Client(m.url);
		const answers = [];
		for (const mail of ['nobody@esimerkkila.example', ...Array(5).fill(STAFF.desk)]) {
			const r = await c.submit(await c.get('/staff/forgot'), '/staff/forgot', { mail }, plain);
			saved(r);
			answers.push(r.headers.get('location'));
		}
		assert.equal(new Set(answers).size, 1);
		assert.equal((await c.submit(await c.get('/staff/forgot'), '/staff/forgot', { mail: '' }, plain)).status, 422);
		const boss = await signedIn(STAFF.admin, STAFF.password, m.url);
		const outbox = await boss.get(`${BASE}/outbox?state=queued`);
		assert.equal(outbox.status, 200);
		assert.equal([...outbox.text.matchAll(/neuvonta@esimerkkila\.example<\/td>/g)].length, 3);
		assert.doesNotMatch(outbox.text, /\/staff\/link\//, 'links are for their receivers only');
		const person = await boss.submit(await boss.get(`${BASE}/staff/new`), `${BASE}/staff/new`, { name: 'Postin Saaja', mail: 'saaja@esimerkkila.example' });
		assert.doesNotMatch(person.text, /\/staff\/link\//, 'not shown when mail leaves');
	} finally { await m.stop(); }
});

test('every act is in the log of use, and its chain is whole', () => {
	const r = run(['verify', '--data', k.dir, ...(k.db ? ['--db', k.db] : [])]);
	assert.equal(r.status, 0, r.stdout + r.stderr);
});
