// Bad input, made from `kaiku routes --json`: every form and every path with
// what is missing, wrong, too long, no UTF-8, hostile or somebody else's. A
// clear page in the reader's language and the right status; nothing lost,
// nothing leaked, nothing written twice.
import assert from 'node:assert/strict';
import dns from 'node:dns';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Client, forms, give, query as inDatabase, run, start, unescape, until } from '../lib/kaiku.mjs';
import { answer, publish } from '../lib/desk.mjs';
import { png } from '../lib/images.mjs';
import { Raw } from '../wire/wire.mjs';

dns.setDefaultResultOrder('ipv4first'); // the second municipality is "localhost"

const LANGS = ['fi', 'sv', 'en'];
const PASSWORD = 'sangen-pitka-salasana';
const SLUG = 'esimerkkila';
const routes = JSON.parse(run(['routes', '--json']).stdout);
const rights = [...new Set(routes.flatMap((r) => r.rights))].sort();
const posts = routes.filter((r) => r.method === 'POST' && r.guard !== 'one-click'); // that one has no form
const label = (r) => `${r.method} ${r.path}`;
const pattern = (r) => new RegExp(`^${r.path.replace('{lang}', '(?:fi|sv|en)').replace(/\{\w+\}/g, '[^/]+')}$`);

// ---- rubbish ----

const EVIL = '"\'><hx onfocus=hx(1)></textarea></title><script>hx(1)</script><!-- {{t x}} %n $1 \' OR 1=1 --';
const SHORT = '"><hx onfocus=hx(1)>';
const LONG = 'pitkä juttu '.repeat(2000);
const STRANGE = 'a\u0007b\u202ec\ufeffd\uffff\u0000'.slice(0, -1);
const NUMBERS = ['0', '-1', '9223372036854775808', '9007199254740993', '１'];
const TYPED = /^(text|textarea|email|tel|search|date)$/;
const SECRET = /password|current|again/;
/** Less for what is only compared, and where every try costs a password hash. */
const rubbish = (f, route) => route.prepare || /^(?:csrf|key)$/.test(f.name) ? [null, EVIL, LONG]
	: TYPED.test(f.type) ? [null, '', EVIL, SHORT, LONG, STRANGE, ...(/order|lat|lon|workdays/.test(f.name) ? NUMBERS : [])]
		: [null, EVIL, LONG, ...NUMBERS];

// What a person would write into a field that is empty.
const TEXT = 'Koulukadun valo on pimeänä, lapset kulkevat siitä kouluun.';
const PDF = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n');
let serial = 0, code;
const SAMPLES = {
	text: TEXT, title: 'Pimeä valo', place: 'Koulukatu 3', lat: '60.98', lon: '25.66', nickname: 'Kulkija', name: 'Maija Hyvä',
	email: 'maija@example.org', phone: '040 123 4567', reason: 'Näin on sovittu.', note: 'Katsotaan tätä.', why: 'Siinä on nimi.', outcome: 'spam', urgency: 'Silta voi pettää.',
	name_fi: 'Katuvalot', name_sv: 'Gatubelysning', name_en: 'Street lights', order: '1', reaction_workdays: '3', answer_workdays: '7',
	password: PASSWORD, again: PASSWORD, current: PASSWORD, x: '10', y: '10', w: '20', h: '20', alt: 'Katuvalo, joka ei pala.',
};
let day = new Date(Date.now() + 30 * 86400000);
/** A working day that no other call gave: a Tuesday, Wednesday or Thursday of a month without holidays on those. */
function workday() {
	do day = new Date(day.getTime() + 86400000);
	while (![2, 3, 4].includes(day.getUTCDay()) || ![1, 2, 8, 9, 10].includes(day.getUTCMonth()));
	return `${day.getUTCDate()}.${day.getUTCMonth() + 1}.${day.getUTCFullYear()}`;
}
let away = 0;
/** The next day: absences of one person do not overlap. */
const dayAway = () => new Date(Date.now() + ++away * 86400000).toISOString().slice(0, 10);
/** What a mailbox wants. */
const boxSample = (name) => ({ name: `laatikko${++serial}`, address: `laatikko${serial}@laatikko.example`, server: 'imaps://posti.example', login: 'palaute', password: PASSWORD, folder: 'INBOX', move_to: 'Kaiku' })[name];
/** What the directory wants. */
const contactSample = (name) => ({
	csv: `unit;person;name\nkadut;tuonti${++serial};Tuonti\n`, unit: query("SELECT id FROM unit WHERE code = 'kadut'"), name: 'Kati Kontakti', phones: '050 000 0009 Neuvonta',
	mail: 'kati@rooli.example', web: 'https://rooli.example', address: 'Torikatu 1', hours: 'ma–to 9–15, pe 9–14',
})[name] ?? '';
const sample = (f, route, lang) => {
	if (route.path === '/{lang}/callback' && f.name === 'date') return ''; // as soon as possible
	if (route.path?.startsWith('/staff/admin/mailboxes') && boxSample(f.name)) return boxSample(f.name);
	if (f.name === 'mail' && f.type === 'email') return route.path === '/staff/login' ? people[lang].mail : `uusi${++serial}@rooli.example`;
	if (f.name === 'code' && route.path !== '/follow') return `koodi${++serial}`;
	if (f.name === 'code') return code;
	if (f.name === 'date') return route.path === '/staff/enter' ? '' : workday(); // a message arrives before today
	if (route.path === '/staff/storm' && f.name === 'topic') return query(`SELECT MIN(id) FROM topic WHERE active = 1 AND confidential = 0 AND code <> 'street_lighting' AND id NOT IN (SELECT topic_id FROM storm WHERE ends_at > ${Date.now()}000)`);
	if (f.name === 'answer_by' || f.name === 'last_day') return new Date(Date.now() + 5 * 86400000).toISOString().slice(0, 10);
	if (/^(label|c\d_name)_/.test(f.name)) return 'Mikä valo?';
	if (/^c\d_advice_/.test(f.name)) return TEXT;
	if (/^title_/.test(f.name)) return 'Pimeä valo';
	if (/^(notice|receipt|text)_/.test(f.name)) return TEXT;
	if (f.name === 'first' || f.name === 'last') return dayAway();
	if (route.path?.startsWith('/staff/admin/contacts')) return contactSample(f.name);
	if (f.name === 'substitute') return query('SELECT MIN(id) FROM staff');
	if (f.name === 'body') return query("SELECT MIN(id) FROM unit WHERE kind = 'authority'");
	if (f.name === 'unit' && /\/routing|\/view$/.test(route.path)) return query('SELECT MIN(unit_id) FROM staff WHERE active = 1');
	if (f.name === 'topic' && route.path.includes('/routing')) return query('SELECT MIN(id) FROM topic WHERE active = 1 AND id NOT IN (SELECT topic_id FROM route_rule WHERE topic_id IS NOT NULL)');
	if (f.name === 'csv' && route.path.includes('/routing')) return JSON.stringify({ type: 'Feature', properties: { code: `alue${++serial}` }, geometry: { type: 'Polygon', coordinates: [[[25, 60], [26, 60], [26, 61]]] } });
	if (f.name === 'csv' && route.path.includes('/facilities/')) return `code;name_fi\nkohde${++serial};Tuotu kohde\n`;
	if (f.name === 'csv') return route.path.includes('/units/') ? `code;name_fi\ntuonti${++serial};Tuonti\n` : `mail;name\ntuonti${++serial}@rooli.example;Tuonti\n`;
	return SAMPLES[f.name] ?? '';
};

/** The fields of a form by name: {name, type, value}, the buttons that say something too. */
function fieldsOf(form, route, lang) {
	const found = new Map();
	for (const [name, value] of form.fields) if (!found.has(name)) found.set(name, { name, value, type: 'hidden' });
	for (const [tag, kind, name] of form.body.matchAll(/<(input|select|textarea|button)\b[^>]*?\bname="([^"]*)"[^>]*>/g)) {
		const type = kind === 'input' ? tag.match(/\btype="(\w+)"/)?.[1] ?? 'text' : kind;
		if (type === 'file' || name === 'look') continue; // the button that only looks
		const f = found.get(name) ?? found.set(name, { name, value: unescape(tag.match(/\bvalue="([^"]*)"/)?.[1] ?? '') }).get(name);
		f.type = type;
	}
	if (route.path === '/staff/language') found.get('lang').value = lang;
	for (const f of found.values()) if (!f.value && (TYPED.test(f.type) || /password|select/.test(f.type))) f.value = sample(f, route, lang);
	return [...found.values()];
}

// ---- two municipalities ----

let k, other;
const people = {}; // lang -> {client, mail}
const flags = () => ['--data', k.dir, ...(k.db ? ['--db', k.db] : [])];

function addStaff(tenant, name, more = []) {
	const mail = `${name}@rooli.example`;
	const r = run(['staff-add', ...flags(), '--tenant', tenant, '--mail', mail, '--name', name, '--password-stdin',
		...rights.flatMap((g) => ['--permission', g]), ...more], { input: `${PASSWORD}\n` });
	assert.equal(r.status, 0, r.stderr);
	return mail;
}

async function signedIn(mail, lang, url = k.url) {
	const client = new Client(url, { 'accept-language': lang });
	const page = await client.login(mail, PASSWORD);
	assert.ok([...client.cookies.keys()].some((c) => c.includes('session')), `${mail}: ${page.status}`);
	return client;
}

before(async () => {
	k = await start({ args: ['--mail-relay', 'smtp://127.0.0.1:9'], delay: 600 });
	assert.equal(run(['tenant-add', ...flags(), '--slug', 'toinen', '--name', 'Toinen', '--host', 'localhost']).status, 0);
	const mails = LANGS.map((lang) => addStaff(SLUG, `kaikki-${lang}`, ['--lang', lang, '--permission', 'confidential']));
	const stranger = addStaff('toinen', 'vieras');
	await k.restart();
	for (const [i, lang] of LANGS.entries()) people[lang] = { mail: mails[i], client: await signedIn(mails[i], lang) };
	other = await signedIn(stranger, 'fi', `http://localhost:${k.port}`);
});
after(() => k?.stop());

const TABLES = ['notice', 'matter_group', 'group_answer', 'verdict', 'watch', 'own_link', 'storm', 'setting', 'unit', 'staff', 'staff_permission', 'staff_link', 'topic', 'matter', 'party', 'entry', 'attachment', 'due', 'publication', 'event', 'mail', 'idempotency', 'promise', 'closed_day', 'opening_hours', 'absence', 'area', 'route_rule', 'passing', 'queue_filter', 'batch', 'batch_item', 'outgoing', 'question_set', 'question', 'question_choice', 'question_answer'];
const query = (sql, slug = SLUG) => inDatabase(k, sql, slug, slug === SLUG ? 1 : 2);
/** How many rows each table has, and how often matters changed. */
/** What the service does by itself meanwhile: reminders, and whom it tells of them. */
// A confidential matter shown twice was looked at twice, also by a page that refuses.
const ITS_OWN = { mail: " WHERE purpose NOT IN ('assigned', 'urgent', 'unit_link', 'digest', 'handover', 'watch', 'registry')", event: " WHERE actor <> 'system' AND kind <> 'viewed'" };
const rows = (slug) => query(`${TABLES.map((t) => `SELECT '${t}', COUNT(*) FROM ${t}${ITS_OWN[t] ?? ''}`).join(' UNION ALL ')}
	UNION ALL SELECT 'changes', CAST(SUM(version) AS BIGINT) FROM matter ORDER BY 1`, slug);
const listed = (where) => readdirSync(path.join(k.dir, SLUG, where)).length;

// ---- what every answer must be ----

const ALWAYS = ['content-security-policy', 'x-content-type-options', 'x-frame-options', 'referrer-policy', 'cross-origin-opener-policy',
	'cross-origin-resource-policy', 'permissions-policy', 'cache-control'];
const INSIDE = /sqlite|postgres|SQLSTATE|ERROR:|constraint|\bSELECT\b|src\/|\.c:\d|AddressSanitizer|runtime error/;

/** No tag or attribute of ours came from what somebody wrote. */
function assertTame(html, what) {
	assert.doesNotMatch(html, /<hx|<script>|<\/title>.*<\/title>/s, `${what}: an injection`);
	for (const [, tag, rest] of html.matchAll(/<([a-z][a-z0-9]*)\b((?:"[^"]*"|[^">])*)>/gi)) {
		const names = rest.replace(/"[^"]*"/g, '""');
		assert.doesNotMatch(names, /\son\w+\s*=|\sstyle\s*=|hx/i, `${what}: <${tag}${rest}>`);
		for (const [, url] of rest.matchAll(/\b(?:href|src|action|formaction)="([^"]*)"/g))
			assert.match(url, /^(?:[/#?]|https?:|mailto:|tel:|data:image)/, `${what}: ${url}`);
	}
}

function check(r, lang, what, statuses = [200, 303, 400, 403, 404, 409, 410, 413, 422]) {
	const said = `${what}: ${r.status}`;
	assert.ok(statuses.includes(r.status), `${said}\n${r.text.slice(0, 2000)}`);
	for (const h of ALWAYS) assert.ok(r.headers.get(h), `${said}: ${h}`);
	assert.doesNotMatch(r.text, INSIDE, said);
	if (r.status === 303) assert.match(r.headers.get('location'), /^\/(?![/\\])[\x21-\x7e]*$/, said);
	if (!(r.headers.get('content-type') ?? '').startsWith('text/html') || r.status === 303) return;
	assertTame(r.text, said);
	if (r.status >= 400 || lang) assert.match(r.text, new RegExp(`<html lang="${lang}"`), `${said}: in the reader's language`);
}

/** Of a refused form everything typed is in the page again; of one that no browser sends, its hidden fields forged, what has several words. */
function assertKept(r, fields, except, what, forged) {
	const shown = unescape(r.text).replace(/\s+/g, ' ').toLowerCase();
	for (const [f, value] of fields)
		if (TYPED.test(f.type) && f.name !== except && value && !SECRET.test(f.name) && !(forged && !value.includes(' ')))
			assert.ok(shown.includes(value.replace(/\s+/g, ' ').trim().slice(0, 1000).toLowerCase()), `${what}: ${f.name} is kept`);
}

// ---- where each form is found ----

const at = (number, rest = '') => `/staff/matters/${number}${rest}`;
const FULL = { text: TEXT, type: 'question', nickname: 'Kulkija', email: 'maija@example.org', wants_reply: 'yes', may_publish: '1', topic: 'street_lighting' };

async function given(lang, values = {}, files) {
	const client = new Client(k.url, { 'accept-language': lang });
	const g = await give(k, { ...FULL, ...values }, { lang, client, files });
	assert.ok(g.number && g.code, `a receipt: ${g.page.status}`);
	return g;
}
/** Sent, and not left yet. */
async function sent(lang) {
	const g = await given(lang), { client } = people[lang], to = at(g.number, '/answer');
	const preview = await client.submit(await client.get(to), to, { text: 'Valo on korjattu eilen.', outcome: 'done', step: 'preview' });
	await client.submit(preview, to, { step: 'send' });
	return g;
}
/** What waits for a turn of the jobs is made eight at a time. */
const stock = {};
async function taken(what, lang, make) {
	const list = stock[`${what} ${lang}`] ??= [];
	if (!list.length) list.push(...await make(lang));
	return list.pop();
}
const eight = (make) => Promise.all(Array.from({ length: 8 }, make));
const answered = (lang) => taken('answered', lang, async () => {
	const all = await eight(() => sent(lang));
	query('UPDATE outgoing SET leaves_at = 0');
	await until(() => query('SELECT COUNT(*) FROM outgoing') === '0', 'the answers to leave');
	return all;
});
/** The page of many matters, with one chosen. */
async function chosen(lang) {
	const [year, number] = (await given(lang)).number.split('-');
	return `/staff/batch?act=note&m=${query(`SELECT id || '.' || version FROM matter WHERE number_year = ${year} AND number = ${number}`)}`;
}
async function narrowed(lang) {
	const { client } = people[lang], page = '/staff/queue/all?type=fault';
	await client.submit(await client.get(page), '/staff/filters', { name: `Rajaus ${++serial}` });
	return page;
}
async function acted(lang, act, values) {
	const g = await given(lang), { client } = people[lang];
	const r = await client.submit(await client.get(at(g.number, act === 'publish' ? '/publish' : '')), at(g.number, `/${act}`), values);
	assert.equal(r.status, 200, `${act}: ${r.status}`);
	return g;
}
const mine = (lang, page) => ({ client: people[lang].client, page });
const resident = (lang, page) => ({ client: new Client(k.url, { 'accept-language': lang }), page });
const admin = (what) => `/staff/admin/${what}`;
async function madeStaff(lang) {
	const { client } = people[lang];
	const r = await client.submit(await client.get(admin('staff/new')), admin('staff/new'), { name: 'Väliaikainen', mail: `tilapainen${++serial}@rooli.example` });
	assert.equal(r.status, 200, r.text.slice(0, 500));
	return r.url.match(/\d+/)?.[0] ?? query('SELECT MAX(id) FROM staff');
}
async function preview(lang, what) {
	const { client } = people[lang], to = admin(`${what}/import`);
	return { client, html: await client.submit(await client.get(to), to, { csv: sample({ name: 'csv' }, { path: to }) }) };
}

const newest = {};
/** The id of the newest row when it was first asked for. */
const newestId = (table) => newest[table] ??= query(`SELECT MAX(id) FROM ${table}`);
async function madeTemplate(lang) {
	const { client } = people[lang], to = '/staff/templates/new';
	const r = await client.submit(await client.get(to), to, { title: `Pohja ${++serial}`, text: TEXT });
	assert.equal(r.status, 200, r.text.slice(0, 500));
	return `/staff/templates/${query('SELECT MAX(id) FROM template')}`;
}
async function madeNotice(lang) {
	const { client } = people[lang], to = '/staff/notices/new';
	await client.submit(await client.get(to), to, { kind: 'news', title_fi: `Tiedote ${++serial}`, text_fi: TEXT, do: 'publish' });
	return `/staff/notices/${query(`SELECT id FROM notice WHERE title_fi = 'Tiedote ${serial}'`)}`;
}
/** The resident is asked something: what given() answers. */
async function asked(lang) {
	const g = await given(lang), { client } = people[lang], to = at(g.number, '/ask');
	const r = await client.submit(await client.get(to), to, { text: 'Monesko pylväs se on?' });
	assert.equal(r.status, 200, r.text.slice(0, 500));
	return g;
}
/** A link a mail carries. */
const mailed = (path) => query(`SELECT body_text FROM mail WHERE body_text <> '' ORDER BY id DESC LIMIT 20`).match(new RegExp(`${path}/[A-Za-z0-9_-]{43}`))[0];
/** Two that are about the same thing. */
async function joined(lang) {
	const g = await given(lang), { client } = people[lang];
	const r = await client.submit(await client.get(at(g.number)), at(g.number, '/join'), { with: (await given(lang)).number });
	const group = r.text.match(/\/staff\/groups\/(\d+)/)?.[1];
	assert.ok(group, `a group: ${r.status}`);
	return { ...g, group };
}
async function contractLink(lang) {
	const { client } = people[lang], to = at((await given(lang)).number, '/contract');
	const r = await client.submit(await client.get(to), to, { name: 'Valo Oy', text: 'Katuvalo ei pala.' });
	return r.text.match(/value="[^"]*(\/task\/[A-Za-z0-9_-]{43})"/)[1];
}
/** What a unit is asked by another. */
async function viewAsked(lang) {
	const { client } = people[lang], to = at((await given(lang)).number, '/view');
	const r = await client.submit(await client.get(to), to, { unit: query('SELECT MIN(unit_id) FROM staff WHERE active = 1'), text: 'Onko tämä teidän?' });
	assert.equal(r.status, 200, r.text.slice(0, 500));
	return `/staff/views/${query("SELECT MAX(id) FROM ask WHERE whom = 'view'")}`;
}
/** The links of a unit that works by mail. */
const unitLink = (lang) => taken('unit link', lang, async () => {
	const { client } = people[lang];
	if (!query("SELECT COUNT(*) FROM unit WHERE code = 'talkoot'").match(/[1-9]/)) {
		const plan = await client.submit(await client.get(admin('units/import')), admin('units/import'), { csv: 'code;name_fi;mail;by_mail\ntalkoot;Talkoot;talkoot@posti.example;1\n' });
		await client.submit(plan, admin('units/import/apply'));
	}
	const to = `u${query("SELECT id FROM unit WHERE code = 'talkoot'")}`;
	return eight(async () => {
		const { number } = await given(lang), [year, n] = number.split('-');
		await client.submit(await client.get(at(number)), at(number, '/route'), { to, note: 'Talkoisiin.' });
		return until(() => query(`SELECT body_text FROM mail WHERE body_text <> '' AND purpose = 'unit_link' AND matter_id = (SELECT id FROM matter WHERE number = ${n} AND number_year = ${year})`).match(/\/handle\/[A-Za-z0-9_-]{43}/)?.[0], 'the link of the unit');
	});
});
async function held(lang) {
	const { client } = people[lang], to = at((await given(lang)).number, '/evidence');
	const r = await client.submit(await client.get(to), to, { reason: 'Uhkaus.', why: 'Uhkaus.' });
	assert.equal(r.status, 200, r.text.slice(0, 500));
	return mine(lang, to);
}
/** A template to be changed, one a language. */
const templates = {};
/** A person to be changed, one a language. */
const somebody = {};
/** A photo whose pictures are made; of a published message, if it is to be published. */
async function photographed(lang, open) {
	const g = await given(lang, { may_publish: '1' }, [['photo', 'valo.png', png(64, 48), 'image/png']]);
	const { client } = people[lang];
	if (open) {
		await answer(client, g.number, { text: 'Valo korjataan.', outcome: 'answered' });
		await publish(client, g.number, { show_text: '1' });
	}
	return until(async () => (await client.get(at(g.number))).text.match(/href="\/staff\/photos\/(\d+)"/)?.[1], 'its pictures');
}
/** A unit of the directory, or a person added to it. */
async function madeContact(lang, what) {
	const { client } = people[lang], list = (await client.get(admin('contacts'))).text, unit = list.match(/contacts\/units\/(\d+)/)[1];
	if (what === 'units') return admin(`contacts/units/${unit}`);
	const to = admin(`contacts/people/new?unit=${unit}`);
	const added = await client.submit(await client.get(to), admin('contacts/people/new'), { name: 'Kati Kontakti', unit });
	return added.text.match(/href="([^"]*\/people\/\d+)">Kati Kontakti/)[1];
}
const water = () => query("SELECT id FROM topic WHERE code = 'water_sewer'");
/** A route's form: the page it is on, opened anew. Others are on the page of their own address. */
const homes = {
	'/{lang}/give': (lang) => resident(lang, `/${lang}/give`),
	'/{lang}/give/near': (lang) => resident(lang, `/${lang}/give`),
	'/{lang}/give/count': (lang) => resident(lang, `/${lang}/give`),
	'/staff/notices/{id}': async (lang) => mine(lang, await madeNotice(lang)),
	'/staff/notices/{id}/end': async (lang) => mine(lang, await madeNotice(lang)),
	'/staff/admin/contacts/units/{id}': async (lang) => mine(lang, await madeContact(lang, 'units')),
	'/staff/admin/contacts/people/{id}': async (lang) => mine(lang, await madeContact(lang, 'people')),
	'/staff/admin/contacts/people/{id}/remove': async (lang) => mine(lang, await madeContact(lang, 'people')),
	'/follow': async (lang) => {
		code ??= (await given('sv')).code;
		return resident(lang, `/${lang}/follow`);
	},
	'/follow/{code}/verdict': async (lang) => resident(lang, `/follow/${(await answered(lang)).code}`),
	'/follow/{code}/ask/{id}': async (lang) => {
		const g = await asked(lang);
		return { client: g.client, page: unescape((await g.client.get(`/follow/${g.code}`)).text.match(/href="(\/follow\/[^"]*\/ask\/\d+[^"]*)"/)[1]) };
	},
	'/ask/{token}': async (lang) => {
		await asked(lang);
		return resident(lang, mailed('/ask'));
	},
	'/task/{token}': async (lang) => resident(lang, await contractLink(lang)),
	'/follow/{code}/photos': async (lang) => {
		const { client, page } = await given(lang);
		return { client, html: page };
	},
	'/follow/{code}/*': async (lang) => resident(lang, `/follow/${(await given(lang)).code}`),
	'/staff/matters/{number}/answer': async (lang) => mine(lang, at((await given(lang)).number, '/answer')),
	'/staff/matters/{number}/ask': async (lang) => mine(lang, at((await given(lang)).number, '/ask')),
	'/staff/matters/{number}/ask/{id}/revoke': async (lang) => mine(lang, at((await asked(lang)).number)),
	'/staff/matters/{number}/contract': async (lang) => mine(lang, at((await given(lang)).number, '/contract')),
	'/staff/matters/{number}/pass': async (lang) => mine(lang, at((await given(lang)).number, '/pass')),
	'/staff/matters/{number}/view': async (lang) => mine(lang, at((await given(lang)).number, '/view')),
	'/staff/matters/{number}/calm': async (lang) => mine(lang, at((await acted(lang, 'urgent', { urgency: 'Heti.' })).number)),
	'/staff/views/{id}': async (lang) => mine(lang, await viewAsked(lang)),
	'/handle/{token}': async (lang) => resident(lang, await unitLink(lang)),
	'/staff/matters/{number}/evidence': async (lang) => mine(lang, at((await given(lang)).number, '/evidence')),
	'/staff/matters/{number}/evidence/lift': (lang) => held(lang),
	'/staff/matters/{number}/promise': async (lang) => mine(lang, at((await given(lang)).number, '/due')),
	'/staff/matters/{number}/remind': async (lang) => mine(lang, at((await given(lang)).number, '/due')),
	'/staff/photos/{id}/covers': async (lang) => mine(lang, `/staff/photos/${await photographed(lang)}`),
	'/staff/photos/{id}/publish': async (lang) => mine(lang, `/staff/photos/${await photographed(lang, true)}`),
	'/staff/photos/{id}/hide': async (lang) => {
		const page = `/staff/photos/${await photographed(lang, true)}`, { client } = people[lang];
		await client.submit(await client.get(page), `${page}/publish`, { alt: SAMPLES.alt });
		return mine(lang, page);
	},
	'/staff/matters/{number}/publish': async (lang) => mine(lang, at((await given(lang)).number, '/publish')),
	'/staff/matters/{number}/leave': async (lang) => mine(lang, at((await joined(lang)).number)),
	'/staff/matters/{number}/take-up': async (lang) => {
		const g = await answered(lang), page = await g.client.get(`/follow/${g.code}`);
		const f = forms(page.text).find((x) => x.fields.some(([n, v]) => n === 'helped' && v === 'no'));
		await g.client.post(f.action, Object.fromEntries([...f.fields, ['reason', 'unclear']]));
		return mine(lang, at(g.number));
	},
	'/staff/groups/{id}/answer': async (lang) => mine(lang, `/staff/groups/${(await joined(lang)).group}/answer`),
	'/staff/groups/{id}/undo': async (lang) => {
		const { client } = people[lang], group = `/staff/groups/${(await joined(lang)).group}`, to = `${group}/answer`;
		const preview = await client.submit(await client.get(to), to, { [`text_${lang}`]: TEXT, outcome: 'done', step: 'preview' });
		await client.submit(preview, to, { step: 'send' });
		return mine(lang, group);
	},
	'/staff/storm/{id}/end': async (lang) => {
		const { client } = people[lang], to = '/staff/storm';
		query('UPDATE storm SET ends_at = 1');
		const page = await client.get(to);
		const r = await client.submit(page, to, Object.fromEntries(['topic', 'answer_by', 'last_day', ...LANGS.flatMap((l) => [`notice_${l}`, `receipt_${l}`])].map((name) => [name, sample({ name }, { path: to }, lang)])));
		assert.equal(r.status, 200, r.text.slice(0, 500));
		return mine(lang, to);
	},
	// The topic that is asked least: each may have twenty.
	'/staff/admin/topics/{id}/questions/new': (lang) => mine(lang, `/staff/admin/topics/${query("SELECT t.id FROM topic t LEFT JOIN question_set s ON s.topic_id = t.id LEFT JOIN question q ON q.set_id = s.id WHERE t.code NOT IN ('street_lighting', 'street_maintenance') GROUP BY t.id ORDER BY count(q.code), t.id LIMIT 1")}/questions/new?kind=one`),
	'/staff/admin/topics/{id}/questions/{code}': (lang) => mine(lang, `/staff/admin/topics/${water()}/questions/vuoto`),
	'/staff/admin/topics/{id}/questions': (lang) => mine(lang, `/staff/admin/topics/${water()}/questions`),
	'/{lang}/mine': (lang) => resident(lang, `/${lang}/mine`),
	'/{lang}/watch': (lang) => resident(lang, `/${lang}/watch?topic=street_lighting`),
	'/watch/{token}': async (lang) => {
		const client = new Client(k.url, { 'accept-language': lang });
		await client.submit(await client.get(`/${lang}/watch?topic=street_lighting`), `/${lang}/watch`, { email: `seuraaja${++serial}@example.org` });
		return { client, page: `${query(`SELECT body_text FROM mail WHERE purpose = 'watch_question' ORDER BY id DESC LIMIT 1`).match(/\/watch\/[A-Za-z0-9_-]{37}/)[0]}?lang=${lang}` };
	},
	'/staff/matters/{number}/hide': async (lang) => mine(lang, at((await acted(lang, 'publish', { show_text: '1' })).number)),
	'/staff/matters/{number}/undo': async (lang) => mine(lang, at((await sent(lang)).number)),
	'/staff/batch': async (lang) => mine(lang, await chosen(lang)),
	'/staff/filters': (lang) => mine(lang, '/staff/queue/all?type=fault'),
	'/staff/filters/{id}/remove': async (lang) => mine(lang, await narrowed(lang)),
	'/staff/shortcuts': (lang) => mine(lang, '/staff/account'),
	'/staff/matters/{number}/reopen': async (lang) => mine(lang, at((await acted(lang, 'close', { outcome: 'spam', reason: 'Mainos.' })).number)),
	'/staff/matters/{number}/open-up': async (lang) => mine(lang, at((await acted(lang, 'confidential', {})).number)),
	'/staff/matters/{number}/*': async (lang) => mine(lang, at((await given(lang)).number)),
	'/staff/login': (lang) => resident(lang, '/staff/login'),
	'/staff/forgot': (lang) => resident(lang, '/staff/forgot'),
	'/staff/link/{token}': (lang) => {
		const r = run(['staff-add', ...flags(), '--tenant', SLUG, '--mail', `kutsu${++serial}@rooli.example`, '--name', 'Kutsuttu', '--lang', lang]);
		return resident(lang, `/staff/link/${r.stdout.match(/([A-Za-z0-9_-]{43})\n/)[1]}`);
	},
	'/staff/logout': (lang) => leaving(lang),
	'/staff/logout-everywhere': (lang) => leaving(lang),
	'/staff/account': (lang) => leaving(lang),
	'/staff/language': (lang) => leaving(lang),
	'/staff/admin/staff/{id}/deactivate': async (lang) => mine(lang, admin(`staff/${await madeStaff(lang)}/deactivate`)),
	'/staff/admin/staff/{id}/activate': async (lang) => {
		const { client } = people[lang], to = admin(`staff/${await madeStaff(lang)}`);
		await client.submit(await client.get(`${to}/deactivate`), `${to}/deactivate`);
		return { client, page: to };
	},
	'/staff/admin/staff/{id}/link': async (lang) => mine(lang, admin(`staff/${somebody[lang] ??= await madeStaff(lang)}`)),
	'/staff/admin/staff/{id}': async (lang) => mine(lang, admin(`staff/${somebody[lang] ??= await madeStaff(lang)}`)),
	'/staff/admin/staff/import/apply': (lang) => preview(lang, 'staff'),
	'/staff/admin/units/import/apply': (lang) => preview(lang, 'units'),
	'/staff/admin/contacts/import/apply': (lang) => preview(lang, 'contacts'),
	'/staff/admin/facilities/import/apply': (lang) => preview(lang, 'facilities'),
	'/staff/admin/facilities/{id}': (lang) => mine(lang, admin(`facilities/${newestId('facility')}`)),
	'/staff/admin/addresses/take': (lang) => loaded(lang),
	'/staff/admin/addresses/drop': (lang) => loaded(lang),
	'/staff/admin/units/{id}': (lang) => mine(lang, admin(`units/${newestId('unit')}`)),
	'/staff/admin/units/{id}/signature': (lang) => mine(lang, admin(`units/${newestId('unit')}/signature`)),
	'/staff/templates/{id}': async (lang) => mine(lang, templates[lang] ??= await madeTemplate(lang)),
	'/staff/templates/{id}/remove': async (lang) => mine(lang, await madeTemplate(lang)),
	'/staff/admin/topics/{id}': (lang) => mine(lang, admin(`topics/${newestId('topic')}`)),
	'/staff/admin/topics/{id}/promise': (lang) => mine(lang, admin(`topics/${newestId('topic')}/promise`)),
	'/staff/absence/end': async (lang) => mine(lang, await madeAbsence(lang, '/staff/absence')),
	'/staff/admin/staff/{id}/absence': async (lang) => mine(lang, admin(`staff/${somebody[lang] ??= await madeStaff(lang)}/absence`)),
	'/staff/admin/staff/{id}/absence/end': async (lang) => mine(lang, await madeAbsence(lang, admin(`staff/${somebody[lang] ??= await madeStaff(lang)}/absence`))),
	'/staff/admin/routing': async (lang) => mine(lang, await withRules(lang, 0)),
	'/staff/admin/about/{page}/{in}': (lang) => mine(lang, admin(`about/handling/${lang}`)),
	'/staff/admin/look/logo': (lang) => mine(lang, admin('look')),
	'/staff/admin/routing/areas': (lang) => mine(lang, admin('routing')),
	'/staff/admin/routing/areas/remove': async (lang) => {
		const { client } = people[lang];
		await client.submit(await client.get(admin('routing')), admin('routing/areas'), { csv: sample({ name: 'csv' }, { path: admin('routing') }) });
		return mine(lang, admin('routing'));
	},
	'/staff/admin/routing/*': async (lang) => mine(lang, await withRules(lang, 2)),
	'/staff/admin/calendar/*': (lang) => mine(lang, admin('calendar')),
	'/staff/admin/calendar/remove': async (lang) => {
		const { client } = people[lang];
		await client.submit(await client.get(admin('calendar')), admin('calendar/closed'), { date: sample({ name: 'date' }, {}), name: 'Siivouspäivä' });
		return mine(lang, admin('calendar'));
	},
	'/{lang}/callback': (lang) => resident(lang, `/${lang}/callback`),
	'/staff/matters/{number}/call': async (lang) => mine(lang, at(await toCall(lang))),
	'/staff/matters/{number}/call/end': async (lang) => {
		const { client } = people[lang], to = at(await toCall(lang));
		await client.submit(await client.get(to), `${to}/call`, { result: 'call_wrong_number' });
		return mine(lang, to);
	},
	'/staff/matters/{number}/mail': async (lang) => {
		const { number } = await given(lang);
		query(`INSERT INTO received (tenant_id, id, mailbox_id, digest, fate, from_mail, text, matter_id) SELECT tenant_id, id + 1, 1, CAST(id AS TEXT), 'held', 'x@example.org', 'Odottaa päätöstä.', id FROM matter WHERE number_year = ${number.split('-')[0]} AND number = ${number.split('-')[1]}`);
		return mine(lang, at(number));
	},
	'/staff/admin/mailboxes/{id}': async (lang) => {
		const { client } = people[lang], to = admin('mailboxes/new');
		boxes[lang] ??= (await client.submit(await client.get(to), to, { name: `laatikko${++serial}`, address: `laatikko${serial}@laatikko.example` }))
			.text.match(/href="(\/staff\/admin\/mailboxes\/\d+)"/)[1];
		return mine(lang, boxes[lang]);
	},
	'/staff/admin/outbox/{id}/again': (lang) => {
		query(`UPDATE mail SET delivery = 'bounced', detail = '550 no' WHERE id = (SELECT MAX(id) FROM mail)`);
		return mine(lang, admin('outbox'));
	},
	'/staff/admin/jobs/{id}/again': (lang) => {
		query(`INSERT INTO job (tenant_id, id, kind, body, run_at, dead, error) SELECT tenant_id, 1000000, 'none', '{}', 0, 1, 'x' FROM staff WHERE id = (SELECT MIN(id) FROM staff) ON CONFLICT (tenant_id, id) DO UPDATE SET dead = 1`);
		return mine(lang, admin('outbox'));
	},
};
/** A file of addresses that waits for a person. */
function loaded(lang) {
	query(`INSERT INTO address_load (tenant_id, id, state, file, name, bytes, row_count, bad_count, bad_rows, staff_id) SELECT tenant_id, COALESCE(MAX(id), 0) + 1, 'waiting', 'x', '${SHORT.replaceAll("'", "''")}', 9, 1, 1, '7 point', 0 FROM address_load GROUP BY tenant_id ORDER BY tenant_id LIMIT 1`);
	return mine(lang, admin('addresses'));
}
async function madeAbsence(lang, to) {
	const { client } = people[lang];
	const r = await client.submit(await client.get(to), to, { first: dayAway(), last: dayAway(), substitute: query('SELECT MIN(id) FROM staff') });
	assert.equal(r.status, 200, r.text.slice(0, 500));
	return to;
}
/** The page of the rules with exactly so many. */
async function withRules(lang, n) {
	const { client } = people[lang], to = admin('routing');
	let page;
	while ((page = await client.get(to)).text.includes('action="/staff/admin/routing/remove"')) await client.submit(page, `${to}/remove`);
	for (; n; n--) page = await client.submit(page, to, { topic: sample({ name: 'topic' }, { path: to }), unit: sample({ name: 'unit' }, { path: to }) });
	return to;
}
/** Whoever signs out, or changes the own account: a person and a session of their own. */
/** The number of a matter whose sender wants to be called. */
async function toCall(lang) {
	const c = new Client(k.url), to = `/${lang}/callback`;
	const page = await c.submit(await c.get(to), to, { phone: '040 123 4567', text: TEXT });
	return page.text.match(/\b(20\d\d-\d+)\b/)[1];
}
const boxes = {}; // a mailbox a language
const leavers = {};
async function leaving(lang) {
	const l = leavers[lang] ??= { mail: addStaff(SLUG, `lahtija-${lang}`, ['--lang', lang]) };
	if (!l.client || (await l.client.get('/staff/account', { follow: false })).status !== 200) l.client = await signedIn(l.mail, lang);
	return { client: l.client, page: '/staff/account' };
}

const homeOf = (route) => homes[route.path] ?? homes[route.path.replace(/[^/]*$/, '*')] ?? ((lang) => mine(lang, route.path));

/** The form that posts to this route, fresh. */
async function openForm(route, lang) {
	const home = await homeOf(route)(lang);
	const page = home.html ?? await home.client.get(home.page);
	const form = forms(page.text).find((f) => f.method === 'post' && pattern(route).test((f.action || page.url).split('?')[0]));
	assert.ok(form, `${label(route)}: no form on ${home.page ?? page.url}: ${page.status}`);
	return { client: home.client, action: form.action || page.url, fields: fieldsOf(form, route, lang) };
}

const pairsOf = (fields, name, value) => fields.map((f) => [f, f.name === name ? value : f.value]).filter(([, v]) => v !== null);
const send = (client, action, pairs, options) => client.post(action, pairs.map(([f, v]) => [f.name ?? f, v]), { follow: false, ...options });

// ---- the tests ----

test('the table is worth testing', () => {
	assert.ok(posts.length > 35, `${posts.length}`);
	assert.ok(routes.every((r) => ['GET', 'POST'].includes(r.method)));
});

for (const [i, route] of posts.entries()) {
	const lang = LANGS[i % 3];
	test(`${label(route)}: rubbish in every field, twice (${lang})`, async () => {
		let open = await openForm(route, lang);
		const guards = new Set(['csrf', 'key']);
		const sent = [];
		const ok = await send(open.client, open.action, pairsOf(open.fields));
		// A logo is a file, and none is chosen here; nor is a photo.
		check(ok, lang, `${label(route)} as it should be`, /\/(logo|photos|addresses)$/.test(route.path) ? [422] : [200, 303]);
		open = await openForm(route, lang);
		for (const name of open.fields.map((f) => f.name)) {
			for (const value of rubbish(open.fields.find((f) => f.name === name) ?? { name, type: 'text' }, route)) {
				const pairs = pairsOf(open.fields, name, value);
				const what = `${label(route)} ${name}=${value === null ? 'missing' : JSON.stringify(value.slice(0, 30))}`;
				const r = await send(open.client, open.action, pairs);
				check(r, lang, what);
				sent.push({ ...open, pairs, r, what });
				if (guards.has(name) && !route.own_repeat) {
					// a token of another session of the same person is no less forged
					assert.ok(r.status === 403 || (name === 'csrf' && route.guard === 'form'), `${what}: ${r.status}`);
				}
				if (r.status === 422) assertKept(r, pairs, value === STRANGE || value === null ? name : '', what, open.fields.find((x) => x.name === name)?.type === 'hidden');
				if (r.status < 400 && route.effect === 'write') open = await openForm(route, lang);
			}
		}
		// Signing in twice is two events, and rightly so.
		const stored = () => (route.path === '/staff/login' ? rows().replace(/^event.*$/m, '') : rows());
		// The same bytes again: what was refused is refused, what was done is not done twice.
		const was = stored();
		for (const s of sent) {
			const r = await send(s.client, s.action, s.pairs);
			check(r, lang, `${s.what}, again`, [200, 303, 400, 401, 403, 404, 409, 410, 413, 422]);
			if (s.r.status === 303 && !route.path.includes('logout') && r.status === 303)
				assert.equal(r.headers.get('location'), s.r.headers.get('location'), s.what);
		}
		assert.equal(stored(), was, 'nothing is written twice');
		if (process.env.SHOW) console.log(label(route), [...new Set(sent.map((x) => x.r.status))].join(' '), sent.length);
	});
}

// ---- addresses ----

const BAD_IDS = ['0', '-1', '9223372036854775807', '9223372036854775808', '9007199254740993', '0'.repeat(26), '%20', '%22%3E%3Chx%3E',
	"'%20OR%201=1--", '%EF%BC%91', '2026-0', '2026--1', '2026-9223372036854775808', '2026-1%20', 'A'.repeat(37), 'x'.repeat(3000)];
const BROKEN = ['%00', '%FF', '%C0%AF', '%ED%A0%80', '%', '%4', '%zz', '%0a', '%2f'];
const URLENCODED = { 'content-type': 'application/x-www-form-urlencoded' };
const tokensOf = async (lang) => Object.fromEntries((await openForm({ path: '/staff/logout' }, lang)).fields.map((f) => [f.name, f.value]));

/** The route's address; what fills its holes is there, but for what is given. */
let there;
async function fill(route, values = {}) {
	const { number, code } = await (there ??= given('fi'));
	const whole = { lang: 'fi', queue: 'all', number, code, token: 'A'.repeat(43), id: '1', picture: 'large.jpg', ...values };
	return route.path.replace(/\{(\w+)\}/g, (_, name) => whole[name]);
}

test('forged addresses: the page that is not there, and nothing is written', async () => {
	const tokens = await Promise.all(LANGS.map(tokensOf));
	await fill(routes[0]);
	const was = rows();
	for (const [i, route] of routes.entries()) {
		const lang = LANGS[i % 3];
		const clients = [people[lang].client, new Client(k.url, { 'accept-language': lang })];
		for (const [, hole] of route.path.matchAll(/\{(\w+)\}/g)) {
			await Promise.all(BAD_IDS.flatMap((id) => clients.map(async (client) => {
				const what = `${label(route)} ${hole}=${id.slice(0, 30)}`;
				const target = await fill(route, { lang, [hole]: id });
				const body = route.method === 'POST' ? new URLSearchParams(tokens[i % 3]) : undefined;
				const r = await client.request(route.method, target, { follow: false, body });
				// The page of a matter speaks the language it was given in.
				const spoken = /^\/follow\/\{code\}\/(files|photos)/.test(route.path) && hole !== 'code' ? 'fi' : lang;
				check(r, spoken, what, [303, 401, 403, 404, 410]);
				const to = r.headers.get('location');
				// nobody is sent to sign in; a mail that is not waiting is left out
				if (to) assert.ok(to.startsWith('/staff/login?next=') || route.path.endsWith('/again'), `${what}: ${to}`);
			})));
		}
	}
	assert.equal(rows(), was);
});

test('broken addresses: 400, in the reader\'s language, also as problem+json', async () => {
	for (const [i, route] of routes.entries()) {
		const lang = LANGS[i % 3];
		const target = await fill(route, { lang });
		const addresses = [...BROKEN.map((bad) => `${target}${bad}`), ...BROKEN.slice(0, 5).map((bad) => `${target}?a=${bad}`), `${target}?%FF=a`];
		await Promise.all(addresses.map(async (broken) => {
			const client = new Client(k.url, { 'accept-language': lang });
			check(await client.request(route.method, broken, { follow: false }), lang, `${label(route)}: ${broken}`, [400]);
		}));
		const r = await new Client(k.url).request(route.method, addresses[0], { headers: { accept: 'application/json' } });
		assert.equal(r.headers.get('content-type'), 'application/problem+json');
		assert.equal(JSON.parse(r.text).status, 400);
	}
});

// ---- bodies ----

const multipart = (pairs, files, boundary = 'xyz') => Buffer.concat([
	...pairs.map(([f, v]) => Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${f.name ?? f}"\r\n\r\n${v}\r\n`, 'latin1')),
	...files.map(([field, name, bytes]) => Buffer.concat([Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\n\r\n`, 'latin1'), bytes, Buffer.from('\r\n')])),
	Buffer.from(`--${boundary}--\r\n`)]);
const MULTIPART = { 'content-type': 'multipart/form-data; boundary=xyz' };
const utf8 = (pairs) => pairs.map(([f, v]) => [f, Buffer.from(v).toString('latin1')]);

/** Every form, filled in and ready to be sent. */
async function openAll() {
	const out = [];
	for (const [i, route] of posts.entries()) {
		const lang = LANGS[i % 3], open = await openForm(route, lang);
		out.push({ route, lang, ...open, pairs: pairsOf(open.fields) });
	}
	return out;
}

test('broken bodies of every form: refused whole, in the reader\'s language', async () => {
	const opened = await openAll();
	const was = rows();
	for (const { route, lang, client, action, pairs } of opened) {
		const good = new URLSearchParams(pairs.map(([f, v]) => [f.name, v])).toString();
		const bodies = [
			[400, `${good}&x=%00`], [400, `${good}&x=%FF`], [400, `${good}&x=%C3%28`], [400, `${good}&%ED%A0%80=x`], [400, `${good}&x=%`], [400, Buffer.from(`${good}&x=\xff`, 'latin1')],
			[413, `${good}${'&x=y'.repeat(201)}`], [413, `${good}&x=${'y'.repeat(300 * 1024)}`],
			[400, multipart(utf8([...pairs, ['x', 'a\0b']]), []), MULTIPART],
			[400, multipart([...utf8(pairs), ['x', 'a\xffb']], []), MULTIPART],
			[400, multipart([...utf8(pairs), ['x\xff', 'a']], []), MULTIPART],
			[400, multipart(utf8(pairs), []).subarray(0, -9), MULTIPART],
			[400, multipart(utf8(pairs), []), { 'content-type': 'multipart/form-data' }],
			[413, multipart([...utf8(pairs), ...Array.from({ length: 201 }, () => ['x', 'y'])], []), MULTIPART],
			...(route.body === 'files' ? [[413, multipart([...utf8(pairs), ['x', 'y'.repeat(300 * 1024)]], []), MULTIPART]] : []),
			[415, good, { 'content-type': 'text/plain' }], [415, '{}', { 'content-type': 'application/json' }],
		];
		await Promise.all(bodies.map(async ([status, body, headers = URLENCODED]) => {
			const r = await client.request('POST', action, { body, headers, follow: false });
			check(r, lang, `${label(route)} ${headers['content-type']} ${body.toString('latin1').slice(-30)}`, [status]);
		}));
	}
	assert.equal(rows(), was, 'nothing is written');
});

test('a body cut off in the middle, of every form: nothing is written, no file is left', async () => {
	const folders = () => [listed('tmp'), listed('files')];
	await given('fi', {}, [['photo', 'a.pdf', PDF]]); // the folders are there
	const opened = await openAll();
	const was = [rows(), ...folders()];
	for (const { route, client, action, pairs } of opened) {
		const file = route.body === 'files' ? [[route.path.includes('import') ? 'file' : 'photo', 'kuva.pdf', Buffer.concat([PDF, Buffer.alloc(300000, 'x')])]] : [];
		const bodies = [[multipart(utf8(pairs), file), MULTIPART], [Buffer.from(new URLSearchParams(pairs.map(([f, v]) => [f.name, v])).toString()), URLENCODED]];
		await Promise.all(bodies.flatMap(([body, type]) => [1, Math.floor(body.length / 3), Math.floor(body.length * 0.9), body.length - 1].map(async (cut) => {
			const c = new Raw(k.port);
			c.send(`POST ${action} HTTP/1.1\r\nHost: 127.0.0.1:${k.port}\r\nContent-Type: ${type['content-type']}\r\nContent-Length: ${body.length}\r\n` +
				`Cookie: ${[...client.cookies].map(([n, v]) => `${n}=${v}`).join('; ')}\r\nOrigin: ${k.url}\r\n\r\n`).send(body.subarray(0, cut)).end();
			assert.ok(await c.gone(), `${label(route)}: closed`);
			assert.equal(c.bytes.length, 0, `${label(route)} cut at ${cut}: no answer`);
			c.destroy();
		})));
		if (file.length) await until(() => listed('tmp') === was[1], `${label(route)}: tmp to be empty`);
	}
	assert.deepEqual([rows(), ...folders()], was);
});

test('the same submission again: one receipt; with another text: an addition, and the receipt says so', async () => {
	const said = { fi: /lisäsimme uuden teksti/i, sv: /lade till din nya text/i, en: /added (?:your|the) new text/i };
	for (const lang of LANGS) {
		const { client, action, fields } = await openForm(posts.find((r) => r.path === '/{lang}/give'), lang);
		const body = (text, files) => multipart(utf8(pairsOf(fields, 'text', text)), files);
		const post = (text, files = [['photo', 'a.pdf', PDF]]) => client.request('POST', action, { body: body(text, files), headers: MULTIPART });
		const number = (r) => r.text.match(/\b(20\d\d-\d+)\b/)?.[1];
		const count = () => Number(query('SELECT COUNT(*) FROM matter'));
		const was = count();
		// The first answer never arrives.
		const c = new Raw(k.port), bytes = body(TEXT, [['photo', 'a.pdf', PDF]]);
		c.send(`POST ${action} HTTP/1.1\r\nHost: 127.0.0.1:${k.port}\r\nContent-Type: ${MULTIPART['content-type']}\r\nContent-Length: ${bytes.length}\r\n\r\n`).send(bytes).destroy();
		const all = await Promise.all([post(TEXT), post(TEXT), post(TEXT)]);
		const first = number(all[0]);
		assert.ok(first, `${all[0].status}`);
		for (const r of [...all, await post(TEXT)]) {
			assert.equal(number(r), first);
			assert.doesNotMatch(r.text, said[lang]);
		}
		const other = await Promise.all([post('Se on aivan koulun portin vieressä.'), post('Se on aivan koulun portin vieressä.')]);
		for (const r of other) {
			assert.equal(number(r), first);
			assert.match(r.text, said[lang], lang);
			check(r, lang, 'the receipt of an addition', [200]);
		}
		assert.equal(count(), was + 1, 'one matter');
		assert.equal(query(`SELECT COUNT(*) FROM attachment WHERE matter_id = (SELECT MAX(id) FROM matter)`), '1', 'its file once');
		assert.equal(query(`SELECT COUNT(*) FROM entry WHERE matter_id = (SELECT MAX(id) FROM matter) AND text LIKE 'Se on aivan koulun%'`), '1', 'added once');
	}
});

// ---- what is shown, and to whom ----

const GETS = routes.filter((r) => r.method === 'GET');

test('what was written in bad faith is text wherever it is shown', async () => {
	const evil = `${EVIL} tekstiä`, lang = 'en', { client } = people.en;
	const g = await given(lang, { text: evil, title: SHORT, place: SHORT, nickname: SHORT, name: `=${SHORT}`, lat: '', lon: '' });
	check(g.page, lang, 'the receipt', [200]);
	await client.submit(await client.get(at(g.number)), at(g.number, '/note'), { text: evil, note: evil });
	const to = at(g.number, '/answer');
	// A variable of a template that nobody filled would be refused.
	const preview = await client.submit(await client.get(to), to, { text: evil.replace('{{t x}}', ''), outcome: 'done', step: 'preview' });
	check(preview, lang, 'the preview', [200]);
	await client.submit(preview, to, { step: 'send' });
	const done = await client.submit(await client.get(at(g.number, '/publish')), at(g.number, '/publish'), { show_text: '1', show_nickname: '1', show_place: '1', show_answer: '1' });
	assert.equal(done.status, 200, done.text.slice(-3000));
	for (const [what, fields] of [['units', { name_fi: `=${SHORT}`, code: 'pahis', mail: 'x@rooli.example' }], ['topics', { name_fi: SHORT, name_sv: SHORT, name_en: SHORT, code: 'pahis' }],
		['facilities', { name_fi: `=${SHORT}`, code: 'pahis', kind: 'park', address: SHORT, hours: SHORT, phone: SHORT.slice(0, 40) }],
		['staff', { name: `=${SHORT}`, title: `@${SHORT}`, mail: 'pahis@rooli.example' }]])
		assert.equal((await client.submit(await client.get(admin(`${what}/new`)), admin(`${what}/new`), fields)).status, 200, what);
	let shown = 0;
	for (const route of GETS) {
		for (const table of route.path.includes('{id}') ? ['unit', 'topic', 'staff', 'facility'] : ['unit']) {
			const target = await fill(route, { number: g.number, code: route.path.includes('/places/') ? 'pahis' : g.code, lang, id: query(`SELECT MAX(id) FROM ${table}`) });
			for (const query_ of ['', '?q=hx', `?q=${encodeURIComponent(EVIL)}&type=${encodeURIComponent(SHORT)}&topic=pahis&unit=${encodeURIComponent(SHORT)}&next=${encodeURIComponent('//evil.example/')}&from=${encodeURIComponent(SHORT)}&after=${encodeURIComponent(SHORT)}&code=${encodeURIComponent(SHORT)}`]) {
				const r = await client.get(`${target}${query_}`);
				const type = r.headers.get('content-type') ?? '';
				shown += r.text.includes('hx');
				// A map asks for a box or a point.
				check(r, lang, `${target}${query_}`, [200, 303, 404, 410, ...(/\/map\/(spots|inside)$/.test(route.path) ? [422] : [])]);
				if (type.startsWith('application/atom')) assert.doesNotMatch(r.text, /<hx|<script|<textarea/, target);
				if (type.startsWith('text/csv')) assert.doesNotMatch(r.text, /(^|[;"])[=@+]/m, `${target}: a formula`);
			}
		}
	}
	assert.ok(shown > 20, `${shown} pages showed it`);
	const feed = await client.get('/en/matters.atom');
	assert.match(feed.text, /&lt;hx/, 'the feed has it');
});

/** The choices of every form on a page: "action field" -> {value: label}. */
function choicesOf(page) {
	const out = {};
	for (const f of forms(page.text).filter((x) => x.method === 'post'))
		for (const name of new Set([...f.body.matchAll(/<(?:select|input)\b[^>]*?\bname="([^"]*)"/g)].map((m) => m[1]))) {
			const key = `${f.action.split('?')[0].replace(/\d+(-\d+)?/g, '#')} ${name}`, values = out[key] ??= {};
			for (const [, body] of f.body.matchAll(new RegExp(`<select\\b[^>]*\\bname="${name}"[^>]*>([\\s\\S]*?)</select>`, 'g')))
				for (const [, value, said] of body.matchAll(/<option value="([^"]*)"[^>]*>([^<]*)/g)) values[value] = unescape(said);
			for (const [tag] of f.body.matchAll(/<input\b[^>]*type="(?:radio|checkbox)"[^>]*>/g))
				if (tag.includes(`name="${name}"`)) values[tag.match(/value="([^"]*)"/)?.[1] ?? 'on'] = '';
		}
	return out;
}

test('what one municipality offers to choose is refused in another, and not a name of it is told', async () => {
	const own = people.fi.client;
	const text = 'Toisen kunnan viesti, jossa kysytään valosta.';
	const mineG = await given('fi');
	const theirs = await give({ url: other.url }, { text, may_publish: '1' }, { client: new Client(other.url) });
	assert.ok(theirs.number, `${theirs.page.status}`);
	const pages = [['/fi/give'], [admin('staff/new')], [admin('units/new')], [admin('topics/new')],
		...['', '/answer', '/publish'].map((rest) => [at(theirs.number, rest), at(mineG.number, rest)])];
	const was = [rows(), rows('toinen')];
	let tried = 0;
	for (const [here, there_ = here] of pages) {
		const page = await other.get(here), offered = choicesOf(page);
		assert.equal(page.status, 200, here);
		for (const [key, values] of Object.entries(choicesOf(await own.get(there_)))) {
			const foreign = Object.entries(values).filter(([v]) => v.length > 1 && offered[key] && !(v in offered[key])).slice(-3);
			const [shape, name] = key.split(' ');
			const form = forms(page.text).find((f) => f.action.split('?')[0].replace(/\d+(-\d+)?/g, '#') === shape);
			for (const [value, said] of foreign) {
				const route = posts.find((r) => pattern(r).test(form.action.split('?')[0]));
				const r = await send(other, form.action, pairsOf(fieldsOf(form, route, 'fi'), name, value));
				check(r, 'fi', `${key}=${value}`, [403, 404, 409, 422]);
				if (said.length > 8 && !Object.values(SAMPLES).includes(said)) assert.ok(!unescape(r.text).includes(said), `${key}=${value}: ${said}`);
				tried++;
			}
		}
	}
	assert.ok(tried > 12, `${tried} choices`);
	// A file that waits beside a form of ours, sent with a form of theirs.
	const refused = await own.submit(await own.get('/fi/give'), '/fi/give', { text: 'x' }, { files: [['photo', 'a.pdf', PDF]] });
	const kept = forms(refused.text).flatMap((f) => f.fields).find(([n]) => n === 'kept')[1];
	check(await other.submit(await other.get('/fi/give'), '/fi/give', { text: TEXT, kept }), 'fi', 'kept', [422]);
	assert.deepEqual([rows(), rows('toinen')], was, 'nothing is written here or there');
});

test('pages with a secret of a form or a session are not compressed nor kept; others are compressed when large', async () => {
	const g = await given('sv');
	const number = (await people.fi.client.get('/fi/matters')).text.match(/\/fi\/matters\/(20\d\d-\d+)/)[1];
	let secret = 0, zipped = 0;
	for (const route of GETS) {
		for (const client of [people.fi.client, new Client(k.url)]) {
			const r = await client.request('GET', await fill(route, { number, code: g.code }), { follow: false, headers: { 'accept-encoding': 'gzip, br' } });
			const what = `${label(route)}: ${r.status}`;
			const holds = /name="(?:key|csrf)"|\/follow\/[A-Za-z0-9_-]{37}/.test(r.text) || (client.cookies.size && route.access === 'staff');
			const coding = r.headers.get('content-encoding');
			if (holds) {
				assert.equal(coding, null, what);
				assert.match(r.headers.get('cache-control'), /no-store/, what);
				secret++;
			} else if (r.status === 200 && r.text.length > 4000 && !client.cookies.size) {
				assert.equal(coding, 'gzip', what);
				assert.match(r.headers.get('vary'), /Accept-Encoding/, what);
				zipped++;
			}
		}
	}
	assert.ok(secret > 30 && zipped >= 2, `${secret} ${zipped}`);
});
