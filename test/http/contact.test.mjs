// contact.test.mjs: the directory of units and people, its administration, and
// the one search for everything. Nothing of a person shows unless marked so.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, STAFF, query, start, unescape, until } from '../lib/kaiku.mjs';
import { staff, textOf as texts } from '../lib/desk.mjs';

const BASE = '/staff/admin/contacts';
let k, admin, anyone;
before(async () => {
	k = await start({ matters: 20 });
	admin = await staff(k, STAFF.admin);
	anyone = new Client(k.url);
});
after(() => k?.stop());

const textOf = (html) => texts(html).replace(/ ([.,?])/g, '$1');
const unitId = (code) => query(k, `SELECT id FROM unit WHERE code = '${code}'`);
const personId = (code) => query(k, `SELECT id FROM contact_person WHERE code = '${code}'`);
const seen = async (path) => (await anyone.get(path)).text;
const q = (words) => encodeURIComponent(words);
/** What is found, by group: {heading: [titles]}. */
async function found(words, lang = 'fi') {
	const groups = {};
	for (const [, heading, rest] of (await seen(`/${lang}/search?q=${q(words)}`)).matchAll(/<section aria-labelledby="\w+">\s*<h2[^>]*>([^<]*)<\/h2>([\s\S]*?)<\/section>/g))
		groups[unescape(heading)] = [...rest.matchAll(/matter-link"[^>]*>([\s\S]*?)<\/a>/g)].map(([, t]) => textOf(t).trim());
	return groups;
}
const suggested = async (typed) => JSON.parse(await seen(`/fi/search/words?q=${q(typed)}`));
const save = async (path, values) => {
	const page = await admin.get(path);
	return admin.submit(page, path.split('?')[0], values);
};
const indexed = () => until(() => query(k, 'SELECT COUNT(*) FROM search_later WHERE due_at = 0') === '0', 'the index');

test('the directory: units as a tree, one with telephones, hours, topics and people', async () => {
	const list = await seen('/fi/contacts');
	assert.match(list, /<li class="matter-row depth-1">[^]*?Puistot ja luonto/);
	assert.ok(list.indexOf('Hallinto ja digipalvelut') < list.indexOf('Energia Oy'), 'the city\'s own first');
	assert.match(list, /<a href="tel:\+3589\d+">09 000 0130<\/a>/);
	const page = await anyone.get(`/fi/contacts/${unitId('puistot')}`);
	assert.equal(page.status, 200);
	const text = textOf(page.text);
	assert.match(text, /ma–to 8–15 pe 8–14 la–su suljettu/);
	assert.match(text, /(Auki|Suljettu) nyt/);
	assert.match(text, /Helmi Puistola Kaupunginpuutarhuri, leikkipuistot Poissa, viimeinen päivä \S+ Sijainen: Kuisma Honka/);
	assert.match(page.text, /href="mailto:puistot@esimerkkila\.example"/);
	assert.match(page.text, /href="\/fi\/give\?topic=playgrounds">Leikkipaikat/);
	assert.match(page.text, /href="\/fi\/figures\?unit=puistot"/);
	assert.match(await seen('/sitemap.xml'), new RegExp(`/sv/contacts/${unitId('puistot')}<`));
	assert.match(textOf(await seen(`/en/contacts/${unitId('puistot')}`)), /Mon–Thu 8:00–15:00 .*Closed now|Open now|closed/);
	assert.equal((await anyone.get('/fi/contacts/999999')).status, 404);
	assert.doesNotMatch(list + page.text, /Lumi Hankanen|050 000 0124/, 'who is not public');
});

test('one search for everything, by what one would type', async () => {
	await indexed();
	for (const words of ['kuka vastaa leikkipuistoista', 'leikkipuistojen puhelinnumero', 'vem ansvarar för lekplatserna', 'who looks after playgrounds'])
		assert.equal((await found(words))['Yhteystiedot']?.[0], 'Puistot ja luonto', words);
	assert.deepEqual((await found('lumenauraus'))['Usein kysyttyä'], ['Milloin minun katuni aurataan?']);
	assert.deepEqual((await found('vesikatkosta'))['Tiedotteet'], ['Vesikatko Koivukujalla ja Harjukadulla torstaina']);
	assert.equal((await found('simhallens öppettider', 'sv'))['Kontaktuppgifter']?.[0], 'Idrott och ungdom');
	assert.ok((await found('katuvalo ei pala'))['Usein kysyttyä'], 'a question beside messages that say more of it');
	assert.match(await seen(`/fi/search?q=${q('leikkipuisto')}`), /<mark>leikkipuistot<\/mark>/);
	assert.match(await seen(`/fi/contacts?q=${q('uimahallin aukioloajat')}`), /Liikunta ja nuoriso/);
	assert.ok((await suggested('leikkipu')).includes('leikkipuisto'));
	const list = await anyone.get('/fi/search?q=lumenauraus&kind=faq');
	assert.match(list.text, /Milloin minun katuni/);
	for (const bad of ['kind=x', 'near=x'])
		assert.equal((await anyone.get(`/fi/search?q=a&${bad}`)).status, 404, bad);
	for (const odd of ['', '%22', "'", '(', '🙂', 'x'.repeat(3000)])
		assert.equal((await anyone.get(`/fi/search?q=${odd}`)).status, 200, odd);
});

test('a person shows only while marked, and vanishes at once', async () => {
	const unit = unitId('kadut'), open = `/fi/contacts/${unit}`;
	const name = 'Zeldaleena Zumppula', role = 'Zitronivastaava', phone = '050 000 7788';
	const every = async () => (await Promise.all([open, '/fi/contacts', `/fi/contacts?q=${q(name)}`, `/fi/search?q=${q(name)}`, `/fi/search?q=${q(role)}`, '/sitemap.xml', '/fi/search/words?q=zeldal', '/fi/search/words?q=zitroni'].map(seen))).join('\n').replaceAll(`value="${name}"`, '').replaceAll(name + ' –', '').replaceAll(`value="${role}"`, '');
	const hidden = async (when) => assert.doesNotMatch((await every()).replace(/<title>[^]*?<\/title>|q=[^"]*/g, ''), /Zeldaleena|zeldaleena|Zitroni|zitroni|050 000 7788/, when);
	const done = await save(`${BASE}/people/new?unit=${unit}`, { name, role_fi: role, phones: phone, unit });
	assert.match(textOf(done.text), /Zeldaleena Zumppula, Zitronivastaava ei julkinen/);
	await indexed();
	await hidden('not marked');
	const id = query(k, `SELECT id FROM contact_person WHERE name = '${name}'`), path = `${BASE}/people/${id}`;
	await save(path, { shown: '1' });
	await indexed();
	assert.match(textOf(await seen(open)), /Zeldaleena Zumppula Zitronivastaava/);
	assert.deepEqual((await found(role))['Yhteystiedot'], [name]);
	await save(path, { shown: null });
	await hidden('the mark is taken away: at once, index and all');
	// With its unit, too.
	await save(path, { shown: '1' });
	await indexed();
	await save(`${BASE}/units/${unit}`, { shown: null });
	await hidden('the unit is taken away');
	assert.equal((await anyone.get(open)).status, 404);
	assert.doesNotMatch(await seen('/sitemap.xml'), new RegExp(`/contacts/${unit}<`));
	await indexed();
	await hidden('and after the job');
	await save(`${BASE}/units/${unit}`, { shown: '1' });
	await indexed();
	assert.match(await seen(open), /Zeldaleena/);
	assert.equal((await admin.submit(await admin.get(path), `${path}/remove`)).status, 200);
	await hidden('removed');
	assert.equal(query(k, `SELECT COUNT(*) FROM contact_person WHERE id = ${id}`), '0');
	const log = query(k, `SELECT COUNT(*) FROM event WHERE kind LIKE 'contact_person_%' AND payload LIKE '%${id}%'`);
	assert.equal(log, '5', 'each change is an event');
});

test('a form with mistakes keeps what was typed and says which; two at once see each other', async () => {
	const path = `${BASE}/units/${unitId('vesi')}`;
	const bad = await save(path, { hours: 'ma–to 9–15, pe milloin vain', phones: 'Neuvonta', web: 'javascript:1' });
	assert.equal(bad.status, 422);
	assert.match(bad.text, /”pe milloin vain” ei ymmärretty/);
	assert.match(bad.text, />\s*ma–to 9–15, pe milloin vain<\/textarea>/);
	assert.doesNotMatch(await seen(`/fi/contacts/${unitId('vesi')}`), /Neuvonta<\/dt>/);
	const page = await admin.get(path);
	await save(path, { address: 'Uusikatu 1' });
	const late = await admin.submit(page, path, { address: 'Vanhakatu 2' });
	assert.equal(late.status, 409);
	assert.match(late.text, /Uusikatu 1/);
	const none = await save(`${BASE}/people/new`, { name: '', unit: '' });
	assert.equal(none.status, 422);
});

test('a table: bad lines by number and reason, nothing half done; then added, changed, removed', async () => {
	const form = () => admin.get(`${BASE}/import`);
	const preview = async (csv) => admin.submit(await form(), `${BASE}/import`, { csv });
	const bad = await preview('unit;person;name;phones;hours;shown\nkadut;uusi1;Uusi Yksi;050 000 0001;;1\neiole;x;X;;;\nvesi;y;;;;\nkadut;z;Z;Neuvonta;;\npuistot;;;;ma milloin;1\nkadut;uusi1;Kaksi;;;\nkadut;v;V;;;ehkä\n');
	assert.equal(bad.status, 422);
	const lines = Object.fromEntries([...bad.text.matchAll(/<tr><td[^>]*>(\d+)<\/td>[\s\S]*?<p class="error">([^<]*)</g)].map(([, n, why]) => [n, unescape(why)]));
	assert.deepEqual(Object.keys(lines), ['3', '4', '5', '6', '7', '8']);
	assert.match(lines[3], /Yksikköä ”eiole” ei ole/);
	assert.match(lines[5], /”Neuvonta” ei ole puhelinnumero/);
	assert.match(lines[6], /”ma milloin” ei ymmärretty/);
	assert.match(lines[7], /kahdesti/);
	assert.doesNotMatch(bad.text, /import\/apply"/);
	assert.equal(personId('uusi1'), '');
	const csv = 'unit;person;name;role_fi;phones;hours;shown;remove\nkadut;uusi1;Uusi Yksi;Ruuvimestari;0500000001;;1;\npuistot;metsuri;Kuisma Honka;Metsuri;;;1;\nkadut;valot;;;;;;1\npuistot;;;;;ma 10-12;;\n';
	const plan = await preview(csv);
	assert.equal(plan.status, 200);
	assert.match(textOf(plan.text), /1 uusi 2 muuttuu 1 poistetaan/);
	const done = await admin.submit(plan, `${BASE}/import/apply`, {});
	assert.equal(done.status, 200, textOf(done.text));
	assert.equal(personId('valot'), '');
	await indexed();
	const page = textOf(await seen(`/fi/contacts/${unitId('puistot')}`));
	assert.match(page, /Kuisma Honka Metsuri/);
	assert.match(page, /ma 10–12 ti–su suljettu/);
	assert.doesNotMatch(page, /050 000 0132/, 'an emptied cell empties');
	assert.deepEqual((await found('ruuvimestari'))['Yhteystiedot'], ['Uusi Yksi']);
	assert.match(await seen(`/fi/contacts/${unitId('kadut')}`), /href="tel:\+358500000001">050 000 0001</);
	const out = await admin.get(`${BASE}.csv`);
	assert.match(out.headers.get('content-type'), /^text\/csv/);
	const same = await preview(out.text);
	assert.match(textOf(same.text), /0 uutta 0 muuttuu/);
	const other = await staff(k, STAFF.desk);
	assert.equal((await other.get(`${BASE}.csv`)).status, 403);
	assert.equal((await anyone.get('/fi/contacts.csv')).status, 404);
});

test('an absence of the account shows on the page of who is public, without a reason', async () => {
	const eero = query(k, `SELECT id FROM staff WHERE mail = '${STAFF.expert}'`), to = `/staff/admin/staff/${eero}/absence`;
	const day = (n) => new Date(Date.now() + n * 864e5).toISOString().slice(0, 10);
	const form = await admin.get(to);
	const substitute = form.text.match(/<option value="(\d+)"[^>]*>[^<]*Aino Neuvonen/)[1];
	await admin.submit(form, to, { first: day(-1), last: day(5), substitute });
	assert.match(textOf(await seen(`/fi/contacts/${unitId('kadut')}`)), /Eero Katunen Kunnossapitoinsinööri Poissa, viimeinen päivä \S+ Sijainen: Aino Neuvonen/);
});

test('a notice that is ended is in no search a moment longer', async () => {
	const desk = await staff(k, STAFF.desk);
	const id = query(k, "SELECT id FROM notice WHERE kind = 'disruption' LIMIT 1");
	assert.ok((await found('vesikatko'))['Tiedotteet']);
	await desk.submit(await desk.get(`/staff/notices/${id}`), `/staff/notices/${id}/end`, {});
	assert.equal((await found('vesikatko'))['Tiedotteet'], undefined);
	// What began and ended by its days alone is looked at when it is shown.
	query(k, "UPDATE notice SET ends_at = 1000 WHERE kind = 'faq'");
	assert.equal((await found('lumenauraus'))['Usein kysyttyä'], undefined);
});
