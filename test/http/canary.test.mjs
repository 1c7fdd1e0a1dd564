// Nothing of a resident goes where they did not let it: messages of every
// mixture of permission, publication and confidentiality carry words of their
// own, and every page, feed, export, search and mail that somebody gets is
// looked through for words that are not theirs to see.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, STAFF, run, start, unescape, until } from '../lib/kaiku.mjs';
import { act, answer, at, form, given, publish, staff, textOf } from '../lib/desk.mjs';
import { query } from '../fault/faults.mjs';
import { png } from '../lib/images.mjs';

const CONSENTS = ['given', 'none', 'withdrawn'];
const PUBLICATIONS = ['none', 'answer', 'both'];
const SECRETS = ['no', 'before', 'after'];
const KINDS = ['title', 'text', 'place', 'nickname', 'name', 'mail', 'answer', 'note', 'photo', 'asked'];
const OPEN = ['title', 'text', 'place', 'nickname'];

/** Whom the pages are for, and which matters of the street unit they handle. */
const ROLES = {
	desk: { mail: STAFF.desk, handles: () => true },
	expert: { mail: STAFF.expert, handles: (m) => m.secret === 'no' },
	publisher: { mail: 'julkaisija@esimerkkila.example', handles: (m) => m.secret === 'no' },
	neighbour: { mail: 'liikenne@esimerkkila.example', handles: () => false },
	admin: { mail: STAFF.admin, handles: () => false },
	auditor: { mail: 'auditoija@esimerkkila.example', handles: () => false },
};

const matters = [];
let k;

const isPublic = (m) => m.consent === 'given' && m.publication !== 'none' && m.secret === 'no';
const letters = (n) => String.fromCharCode(97 + Math.floor(n / 26), 97 + n % 26);
const picture = (m, which = 'large.jpg') => `/matters/${m.number}/photos/${m.photo}/${which}`;
const words = (m) => Object.fromEntries(KINDS.map((kind) => [kind, `zk${m.mark}${kind}`]));

/** What the public may read of a message. */
function shown(m, kind) {
	if (!isPublic(m)) return false;
	// A heading is there in any case: the publisher has read it, and may have written another.
	if (kind === 'photo') return Boolean(m.open);
	return kind === 'answer' || kind === 'title' || (m.publication === 'both' && OPEN.includes(kind));
}

async function send(m) {
	m.words = words(m);
	const w = m.words;
	Object.assign(m, await given(k, {
		title: `Otsikko ${w.title}`, text: `Kysyn tätä: ${w.text}, kiitos vastauksesta.`, place: `Katu ${w.place}`, type: 'question', topic: 'street_maintenance',
		nickname: w.nickname, name: `Aila ${w.name}`, email: `${w.mail}@posti.example`, wants_reply: '1', q_asked: `Vastaan ${w.asked}`, ...(m.consent === 'none' ? {} : { may_publish: '1' }),
	}, { client: new Client(k.url), files: [['photo', 'kuva.png', png(64, 48), 'image/png']] }));
	m.photo = query(k, 'SELECT max(attachment_id) FROM photo');
	await until(() => query(k, `SELECT state FROM photo WHERE attachment_id = ${m.photo}`) === 'made', 'its pictures');
}

/** Every second photo, where the rules allow it: it has words of its own. */
async function showPhoto(desk, m) {
	const page = await desk.get(`/staff/photos/${m.photo}`);
	m.open = matters.indexOf(m) % 2 === 0 && page.text.includes(`/staff/photos/${m.photo}/publish`);
	if (m.open) await desk.submit(page, `/staff/photos/${m.photo}/publish`, { alt: `Kuvassa on ${m.words.photo}.` });
	m.wasOpen = (await new Client(k.url).get(picture(m))).status;
}

const mark = async (desk, m) => assert.equal((await act(desk, m.number, 'confidential')).status, 200);

/** Through its life; what the rules do not allow is tried all the same. */
async function live(desk, m) {
	await send(m);
	await act(desk, m.number, 'note', { text: `Sisäinen ${m.words.note}.` });
	if (m.secret === 'before') await mark(desk, m);
	await answer(desk, m.number, { text: `Vastaus ${m.words.answer}.`, outcome: 'answered' });
	if (m.publication !== 'none') {
		const page = await desk.get(at(m.number, '/publish'));
		if (form(page, 'publish')) await publish(desk, m.number, { show_answer: '1', show_text: m.publication === 'both' ? '1' : null });
	}
	await showPhoto(desk, m);
	const seen = await new Client(k.url).get(`/fi/matters/${m.number}`);
	m.etag = seen.headers.get('etag');
	m.was = seen.status;
	const own = await m.client.get(`/follow/${m.code}`); // what is confidential is not asked about
	if (m.consent === 'withdrawn' && own.text.includes('/consent"')) await m.client.submit(own, `/follow/${m.code}/consent`, {});
	if (m.secret === 'after') await mark(desk, m);
}

before(async () => {
	k = await start({ matters: 20 }); // so that no number looks like a month
	const desk = await staff(k), admin = await staff(k, STAFF.admin);
	const ask = `/staff/admin/topics/${query(k, "SELECT id FROM topic WHERE code = 'street_maintenance'")}/questions/new`;
	assert.match((await admin.submit(await admin.get(ask), ask, { label_fi: 'Missä kohdassa?', code: 'asked', required: '1', do: 'save' })).url, /done=saved/);
	for (const consent of CONSENTS) for (const publication of PUBLICATIONS) for (const secret of SECRETS) {
		const m = { consent, publication, secret, mark: letters(matters.length) };
		matters.push(m);
		await live(desk, m);
	}
});
after(() => k?.stop());

/** Fails when `text` has a word that may not be in it. */
function assertClean(text, where, allowed) {
	const plain = text.toLowerCase();
	for (const m of matters) for (const kind of KINDS)
		if (plain.includes(m.words[kind]) && !allowed(m, kind))
			assert.fail(`${where} has the ${kind} of ${m.number} (permission ${m.consent}, published ${m.publication}, confidential ${m.secret})`);
}

/** Every page that can be come to by links from these, as one reader. */
async function crawl(client, starts, look, max = 400) {
	const seen = new Set(starts), left = [...starts];
	while (left.length && seen.size < max) {
		const target = left.shift();
		const page = await client.get(target);
		if (page.status === 200) look(page, target);
		if (page.status !== 200 || !/html/.test(page.headers.get('content-type') ?? '')) continue;
		for (const [, href] of page.text.matchAll(/<a\b[^>]*href="(\/[^"#]*)/g)) {
			const link = unescape(href);
			if (seen.has(link) || /^\/(static|follow)\/|lang=/.test(link) || (/^\/staff/.test(link) !== /^\/staff/.test(target))) continue;
			seen.add(link);
			left.push(link);
		}
	}
	return seen;
}

test('the mixtures are what they say', () => {
	assert.equal(matters.length, CONSENTS.length * PUBLICATIONS.length * SECRETS.length);
	for (const m of matters) {
		const was = m.consent !== 'none' && m.publication !== 'none' && m.secret !== 'before';
		assert.equal(m.was, was ? 200 : 404, `${m.number}: ${JSON.stringify({ ...m, client: 0, page: 0, words: 0 })}`);
	}
});

test('the public reads what was published with permission, and nothing else', async () => {
	const reader = new Client(k.url);
	const found = new Set();
	const pages = await crawl(reader, ['/fi/', '/sv/', '/en/', '/fi/matters', '/sv/matters', '/en/matters', '/fi/matters.atom', '/fi/matters.atom?type=question', '/fi/matters.csv', '/sv/matters.jsonl', '/fi/matters.geojson', '/fi/matters?sort=answered&state=done', '/fi/open-data', '/fi/notices', '/fi/notices.atom', '/sitemap.xml', '/fi/give?topic=street_maintenance', '/fi/places', '/fi/places/rantapuisto', '/sv/districts/rantala', '/fi/places/words?q=pa', '/fi/map/addresses?q=to', '/fi/figures', '/fi/figures.csv', '/robots.txt'], (page, target) => {
		assertClean(page.text, target, shown);
		for (const m of matters) for (const kind of KINDS) if (page.text.includes(m.words[kind])) found.add(`${m.number} ${kind}`);
	});
	assert.ok(pages.size > 20, `${pages.size} pages`);
	// What a copy cannot be called back from has the city's own words only.
	for (const ending of ['csv', 'jsonl']) {
		const page = await reader.get(`/fi/matters.${ending}`);
		assert.equal(page.status, 200);
		assertClean(page.text, ending, (m, kind) => kind === 'answer' && shown(m, kind));
		for (const m of matters) assert.equal(page.text.includes(m.number), isPublic(m), `${m.number} in ${ending}`);
	}
	for (const m of matters) for (const kind of [...OPEN, 'answer', 'photo'])
		assert.equal(found.has(`${m.number} ${kind}`), shown(m, kind), `${m.number} ${kind}`);
});

test('nothing of a person of the directory is open unless marked, whatever is asked', async () => {
	const admin = await staff(k, STAFF.admin), to = '/staff/admin/contacts/people/new';
	const unit = query(k, "SELECT id FROM unit WHERE code = 'kadut'");
	const add = async (mark, shown) => admin.submit(await admin.get(to), to, { name: `Aili zk${mark}nimi`, role_fi: `zk${mark}tehtava`, phones: `050 000 77${shown ? 11 : 22}`, mail: `zk${mark}@posti.example`, unit, shown: shown ? '1' : null });
	await add('avoin', true);
	await add('salattu', false);
	await until(() => query(k, 'SELECT COUNT(*) FROM search_later WHERE due_at = 0') === '0', 'the index');
	const asked = ['zksalattunimi', 'zksalattutehtava', 'zksalattu', 'Aili', '050 000 7722', 'zksalattu@posti.example'];
	const found = new Set();
	const pages = await crawl(new Client(k.url), ['fi', 'sv', 'en'].flatMap((lang) => [`/${lang}/contacts`, `/${lang}/contacts.csv`, ...asked.flatMap((q) => [`/${lang}/contacts?q=${encodeURIComponent(q)}`, `/${lang}/search?q=${encodeURIComponent(q)}`, `/${lang}/search/words?q=${encodeURIComponent(q)}`])]).concat(`/fi/contacts/${unit}`, '/sitemap.xml', '/robots.txt'), (page, target) => {
		let text = page.text.toLowerCase();
		for (const q of asked) text = text.replaceAll(encodeURIComponent(q).toLowerCase(), '').replaceAll(`value="${q.toLowerCase()}"`, '').replaceAll(`${q.toLowerCase()} –`, '').replaceAll(`: ${q.toLowerCase()}`, '');
		assert.doesNotMatch(text, /zksalattu|050 000 7722|500007722/, target);
		if (/zkavoinnimi/.test(text)) found.add(target.replace(/[?#].*/, ''));
	}, 150);
	assert.ok(pages.size > 50, `${pages.size} pages`);
	for (const where of [`/fi/contacts/${unit}`, '/fi/search']) assert.ok(found.has(where), `the open one is on ${where}: ${[...found]}`);
});

test('a photo is there for everybody while it is public by itself, and for nobody else a moment longer', async () => {
	const count = { 200: 0, 404: 0, 410: 0 };
	for (const m of matters) for (const which of ['large.webp', 'large.jpg', 'small.webp', 'small.jpg']) {
		const now = m.open ? (isPublic(m) ? 200 : 410) : 404;
		const who = [new Client(k.url), await staff(k, ROLES.neighbour.mail)];
		for (const client of who) assert.equal((await client.get(picture(m, which))).status, now, `${m.number} ${which}: permission ${m.consent}, published ${m.publication}, confidential ${m.secret}, photo ${m.open}`);
		count[now]++;
		for (const [, role] of Object.entries(ROLES)) if (!role.handles(m))
			assert.ok([403, 404].includes((await (await staff(k, role.mail)).get(`/staff/photos/${m.photo}/${which}`)).status), `${role.mail}: ${m.number}`);
		const other = matters.find((o) => o !== m);
		for (const wrong of [`/follow/${other.code}/photos/${m.photo}/${which}`, `/matters/${other.number}/photos/${m.photo}/${which}`])
			assert.equal((await who[0].get(wrong)).status, 404, wrong);
	}
	for (const [status, n] of Object.entries(count)) assert.ok(n >= 4, `${n} of ${status}`);
	for (const m of matters) assert.equal(m.wasOpen, m.open ? 200 : 404, m.number);
});

test('a page that was public is gone at once, for who kept it too', async () => {
	for (const m of matters) for (const lang of ['fi', 'sv', 'en']) {
		const page = await new Client(k.url, m.etag ? { 'if-none-match': m.etag } : {}).get(`/${lang}/matters/${m.number}`);
		const now = isPublic(m) ? [200, 304] : [m.was === 200 ? 410 : 404];
		assert.ok(now.includes(page.status), `${m.number}: ${page.status}, not ${now}`);
		assertClean(page.text, `/${lang}/matters/${m.number}`, shown);
	}
});

test('the sender reads all of the own message but what the staff note', async () => {
	for (const m of matters) {
		const page = await new Client(k.url).get(`/follow/${m.code}?lang=fi`);
		for (const kind of ['title', 'text', 'answer', 'asked']) assert.ok(page.text.includes(m.words[kind]), `${m.number} ${kind}`);
		assertClean(page.text, `follow ${m.number}`, (other, kind) => other === m && kind !== 'note');
	}
});

for (const [name, role] of Object.entries(ROLES)) test(`staff, ${name}: pages, searches and exports`, async () => {
	const client = await staff(k, role.mail);
	const may = (m) => role.handles(m);
	const clean = (page, target) => {
		// Who looks after the mail sees to whom it goes; who audits, which matters were looked at.
		assertClean(page.text, `${name}: ${target}`, (m, kind) => may(m) || shown(m, kind) || (target.startsWith('/staff/admin/outbox') && kind === 'mail' && m.secret === 'no'));
		for (const m of matters) if (!may(m) && m.secret !== 'no' && !target.startsWith('/staff/log'))
			assert.doesNotMatch(page.text, new RegExp(`${m.number}(?!\\d)`), `${name}: ${target} knows of ${m.number}`);
	};
	const pages = await crawl(client, ['/staff', '/staff/queue/all', '/staff/queue/triage', '/staff/queue/unit', '/staff/figures', '/staff/figures.csv', '/staff/admin/staff', '/staff/admin/staff.csv', '/staff/admin/outbox', '/staff/log'], clean);
	assert.ok(pages.size >= 8);
	for (const m of matters) {
		const page = await client.get(at(m.number));
		if (may(m)) {
			for (const kind of KINDS.filter((one) => one !== 'photo')) assert.ok(page.text.includes(m.words[kind]), `${name}: ${m.number} ${kind}`);
		} else {
			assert.ok([403, 404].includes(page.status), `${name}: ${m.number} ${page.status}`);
			assertClean(page.text, `${name}: ${m.number}`, () => false);
		}
	}
	// One word finds one message: asked of a few of each mixture, by every kind of word.
	for (const [i, m] of matters.entries()) {
		const kind = KINDS[i % KINDS.length];
		const asked = kind === 'mail' ? `${m.words.mail}@posti.example` : m.words[kind];
		const page = await client.get(`/staff/search?q=${encodeURIComponent(asked)}`);
		const list = textOf(page.text.replace(/<form[\s\S]*?<\/form>/g, '').replaceAll(asked, ''));
		if (!may(m)) assert.doesNotMatch(list, new RegExp(`${m.number}(?!\\d)`), `${name} finds ${m.number} by its ${kind}`);
	}
});

test('lists keep the words of what is confidential, also from who may see it', async () => {
	const desk = await staff(k);
	for (const target of ['/staff/queue/all', '/staff/queue/triage', '/staff/queue/unit', '/staff/queue/mine'])
		assertClean((await desk.get(target)).text, target, (m) => m.secret === 'no');
});

test('a mail tells its receiver the answer at most, and of what is confidential not even that', () => {
	const rows = query(k, "SELECT to_address || ' ' || subject || ' ' || replace(body_text || ' ' || body_html, char(10), ' ') FROM mail".replace('char(10)', k.db ? 'chr(10)' : 'char(10)')).split('\n').filter(Boolean);
	let receipts = 0;
	for (const row of rows) {
		const to = row.split(' ')[0];
		const own = matters.find((m) => to === `${m.words.mail}@posti.example`);
		receipts += Boolean(own);
		assertClean(row.slice(to.length), `a mail to ${to}`, (m, kind) => m === own && kind === 'answer' && m.secret !== 'before');
	}
	assert.ok(receipts >= 2 * matters.length, `${receipts} mails to senders`);
});

test('a copy of everything says who made it, and the words are in the backup only', () => {
	const verified = run(['verify', '--data', k.dir, ...(k.db ? ['--db', k.db] : [])]);
	assert.equal(verified.status, 0, verified.stdout + verified.stderr);
	assertClean(verified.stdout + verified.stderr + k.log, 'the log', () => false);
});
