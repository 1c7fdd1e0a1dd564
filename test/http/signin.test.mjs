// Signing in under attack: guessing, locking others out, planted sessions,
// links that should have ended, rights taken by oneself. Behind a proxy under
// TLS, as a municipality runs it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, forms, run, start, unescape, until } from '../lib/kaiku.mjs';
import { children } from '../lib/process.mjs';

const PASSWORD = 'neljä keltaista sitruunaa';
const HOST = 'kunta.example';
const BASE = '/staff/admin';
const plain = { follow: false };
const SESSION = '__Host-kaiku_session', DEVICE = '__Host-kaiku_device';

let k, boss;
const flags = () => ['--data', k.dir, ...(k.db ? ['--db', k.db] : [])];

/** A browser at an address of its own, speaking TLS to the proxy. */
class Browser extends Client {
	constructor(ip) {
		super(k.url, { 'x-forwarded-for': ip, 'x-forwarded-proto': 'https' });
	}
	request(method, target, options = {}) {
		const headers = { ...options.headers };
		if (method === 'POST' && !('origin' in headers)) headers.origin = k.url.replace('http:', 'https:');
		return super.request(method, new URL(target, 'http://x').pathname + new URL(target, 'http://x').search, { ...options, headers });
	}
	/** A machine too busy to hash in five seconds says 503, and nothing has been tried: once more. */
	async tries(page, mail, password) {
		for (let more = 20; ; more--) {
			const r = await this.submit(page, '/staff/login', { mail, password }, plain);
			if (r.status !== 503 || !more) return r;
		}
	}
	async signIn(mail, password = PASSWORD) { return this.tries(await this.get('/staff/login'), mail, password); }
	async in() { return (await this.get('/staff/account', plain)).status === 200; }
}

function addStaff(mail, rights, name = mail) {
	const r = run(['staff-add', ...flags(), '--tenant', 'kunta', '--mail', mail, '--name', name, '--password-stdin',
		...rights.flatMap((p) => ['--permission', p])], { input: `${PASSWORD}\n` });
	assert.equal(r.status, 0, r.stderr);
}

before(async () => {
	k = await start({ demo: false, args: ['--trusted-proxies', '127.0.0.1'] });
	const made = run(['tenant-add', ...flags(), '--slug', 'kunta', '--name', 'Kunta', '--host', '127.0.0.1']);
	assert.equal(made.status, 0, made.stderr);
	addStaff('boss@kunta.example', ['admin_staff', 'admin_units', 'admin_topics', 'admin_system'], 'Pomo');
	addStaff('victim@kunta.example', ['handle'], 'Uhri');
	await k.restart();
	boss = new Browser('192.0.2.1');
	assert.equal((await boss.signIn('boss@kunta.example')).status, 303);
});
after(() => k?.stop());

const personId = async (name) => (await boss.get(`${BASE}/staff?q=${encodeURIComponent(name)}`)).text.match(/\/staff\/admin\/staff\/(\d+)"/)[1];
const linkOf = (page) => new URL(unescape(page.text.match(/value="(https?:\/\/[^"]+\/staff\/link\/[A-Za-z0-9_-]{43})"/)[1])).pathname;
const send = async (id) => linkOf(await boss.submit(await boss.get(`${BASE}/staff/${id}`), `${id}/link`, {}));

// ---- cookies ----

test('under TLS cookies are __Host-, Secure, HttpOnly, SameSite, and without a domain', async () => {
	const b = new Browser('192.0.2.10');
	const r = await b.signIn('victim@kunta.example');
	assert.equal(r.status, 303);
	const set = r.headers.getSetCookie();
	assert.deepEqual(set.map((c) => c.split('=')[0]).sort(), [DEVICE, SESSION]);
	for (const c of set) {
		for (const attribute of ['Path=/', 'HttpOnly', 'SameSite=Lax', 'Secure']) assert.ok(c.split('; ').includes(attribute), `${attribute}: ${c.split('=')[0]}`);
		assert.doesNotMatch(c, /domain=/i);
	}
	assert.match(r.headers.get('strict-transport-security'), /max-age=\d+/);
	// Without the prefix it is no cookie of ours: a neighbouring host could have set it.
	const forged = new Browser('192.0.2.10');
	forged.cookies.set('kaiku_session', b.cookies.get(SESSION));
	assert.equal(await forged.in(), false);
});

test('a planted session is not taken over', async () => {
	const planted = 'A'.repeat(43);
	const victim = new Browser('192.0.2.11');
	victim.cookies.set(SESSION, planted);
	assert.equal((await victim.signIn('victim@kunta.example')).status, 303);
	assert.notEqual(victim.cookies.get(SESSION), planted);
	const thief = new Browser('192.0.2.66');
	thief.cookies.set(SESSION, planted);
	assert.equal(await thief.in(), false);
	// Nor the thief's own, real session, planted in the victim's browser.
	assert.equal((await thief.signIn('boss@kunta.example')).status, 303);
	const other = new Browser('192.0.2.11');
	other.cookies.set(SESSION, thief.cookies.get(SESSION));
	const page = await other.get('/staff/account');
	assert.match(page.text, /Pomo/);
	const link = await send(await personId('Uhri'));
	assert.equal((await other.submit(await other.get(link), link, { password: PASSWORD, again: PASSWORD }, plain)).status, 303);
	assert.match((await other.get('/staff/account')).text, /Uhri/);
	assert.equal(await thief.in(), false, 'whoever sat there before is signed out');
});

// ---- guessing ----

test('who is under attack still gets in from a browser that was in before, and by a link', async () => {
	const mail = 'target@kunta.example';
	addStaff(mail, ['handle'], 'Kohde');
	const known = new Browser('192.0.2.20');
	assert.equal((await known.signIn(mail)).status, 303);
	const device = known.cookies.get(DEVICE);
	await known.submit(await known.get('/staff/account'), '/staff/logout', {}, plain);
	assert.ok(known.cookies.get(DEVICE), 'signing out forgets the session, not the browser');

	// A hundred guesses from eleven addresses; the colleague's own address is one of them.
	for (let a = 0; a <= 10; a++) {
		const guesser = new Browser(`192.0.2.${20 + a}`);
		const page = await guesser.get('/staff/login');
		await Promise.all(Array.from({ length: 10 }, (_, i) => guesser.tries(page, mail, `guess ${a} ${i}`)));
	}
	for (const ip of ['192.0.2.20', '192.0.2.200']) {
		const stranger = await new Browser(ip).signIn(mail);
		assert.equal(stranger.status, 429, `even the right password waits, from ${ip}`);
		assert.equal(stranger.headers.getSetCookie().length, 0);
	}
	assert.equal((await known.signIn(mail)).status, 303, 'the browser that was in before');
	assert.equal(known.cookies.get(DEVICE), device, 'keeps its name');

	const fresh = new Browser('192.0.2.201');
	const link = await send(await personId('Kohde'));
	assert.equal((await fresh.submit(await fresh.get(link), link, { password: `${PASSWORD}!`, again: `${PASSWORD}!` }, plain)).status, 303);
	assert.ok(await fresh.in(), 'a link leads in');
	await fresh.submit(await fresh.get('/staff/account'), '/staff/logout', {}, plain);
	assert.equal((await fresh.signIn(mail, `${PASSWORD}!`)).status, 303, 'and its browser is known from then on');
});

test('a known browser has few tries too, and is known for its own account only', async () => {
	const [one, two] = ['one@kunta.example', 'two@kunta.example'];
	addStaff(one, []);
	addStaff(two, []);
	const b = new Browser('192.0.2.40');
	assert.equal((await b.signIn(one)).status, 303);
	const cookie = b.cookies.get(DEVICE);
	b.cookies.delete(SESSION);
	for (let i = 0; i < 10; i++) assert.equal((await b.signIn(one, `wrong ${i}`)).status, 422);
	assert.equal((await b.signIn(one)).status, 429);
	// For another account it is a stranger: the tries it uses up are a stranger's.
	for (let i = 0; i < 10; i++) assert.equal((await b.signIn(two, `wrong ${i}`)).status, 422);
	assert.equal((await new Browser('192.0.2.40').signIn(two)).status, 429);
	assert.equal((await new Browser('192.0.2.41').signIn(two)).status, 303, 'from elsewhere it is open');
	// Forged ones are worth nothing.
	const flip = (s, i) => s.slice(0, i) + (s[i] === 'A' ? 'B' : 'A') + s.slice(i + 1);
	for (const forged of [flip(cookie, 0), flip(cookie, 20), 'x', `${cookie}x`, '.'.repeat(39), '']) {
		const c = new Browser('192.0.2.42');
		c.cookies.set(DEVICE, forged);
		assert.equal((await c.signIn(one, 'wrong')).status, 422, 'a stranger\'s try');
	}
	const stranger = new Browser('192.0.2.42');
	for (let i = 0; i < 4; i++) assert.equal((await stranger.signIn(one, 'wrong')).status, 422);
	assert.equal((await stranger.signIn(one)).status, 429, 'the forged ones were counted together');
});

test('a town hall behind one address signs in at eight', async () => {
	const mails = Array.from({ length: 25 }, (_, i) => `clerk${i}@kunta.example`);
	for (const mail of mails) assert.equal((await new Browser('198.51.100.7').signIn(mail, 'wrong')).status, 422);
});

test('when all the hashing is taken, the next is told to wait', async () => {
	const helpers = children(k.child.pid).filter((c) => c.name.includes('helper'));
	assert.equal(helpers.length, 2);
	// Both helpers stand still: 20 wait for each worker, the others are sent away at once.
	for (const h of helpers) process.kill(h.pid, 'SIGSTOP');
	const answers = [];
	try {
		const page = await new Browser('198.51.100.8').get('/staff/login');
		const waiting = Array.from({ length: 60 }, (_, i) => new Browser(`198.51.101.${i}`)
			.submit(page, '/staff/login', { mail: `nobody${i}@kunta.example`, password: 'wrong' }, plain)
			.then((r) => { answers.push(r); return r; }));
		while (answers.length < 60 - 2 * 20) await new Promise((r) => setTimeout(r, 20));
		for (const r of answers.slice(0, 20)) {
			assert.equal(r.status, 429);
			assert.ok(Number(r.headers.get('retry-after')) > 0);
		}
		for (const h of helpers) process.kill(h.pid, 'SIGCONT');
		await Promise.all(waiting);
	} finally {
		for (const h of helpers) process.kill(h.pid, 'SIGCONT');
	}
	assert.ok(answers.every((r) => [422, 429, 503].includes(r.status)), `${answers.map((r) => r.status)}`);
	// What is no longer waited for is hashed first, however long this machine takes for it.
	await until(async () => (await new Browser('198.51.100.9').signIn('victim@kunta.example')).status === 303, 'it to go on', 120000);
});

// ---- links ----

test('a link ends when another is sent, when the address is corrected, when it was used', async () => {
	const page = await boss.submit(await boss.get(`${BASE}/staff/new`), `${BASE}/staff/new`, { name: 'Kutsuttu', mail: 'kutsutu@kunta.example' });
	const first = linkOf(page);
	const id = await personId('Kutsuttu');
	const second = await send(id);
	const opens = async (link) => (await new Browser('192.0.2.50').get(link)).status;
	assert.equal(await opens(first), 410, 'the older one');
	assert.equal(await opens(second), 200);
	// It went to an address that was misspelt: somebody else has it.
	const fixed = await boss.submit(await boss.get(`${BASE}/staff/${id}`), `${BASE}/staff/${id}`, { mail: 'kutsuttu@kunta.example' }, plain);
	assert.equal(fixed.status, 303);
	assert.equal(await opens(second), 410, 'sent to the wrong mailbox');
	const third = await send(id);
	const b = new Browser('192.0.2.51');
	const form = await b.get(third);
	assert.equal((await b.submit(form, third, { password: PASSWORD, again: PASSWORD }, plain)).status, 303);
	assert.equal(await opens(third), 410, 'used');
	const again = await new Browser('192.0.2.52').submit(form, third, { password: 'toinen hyvä salasana', again: 'toinen hyvä salasana' }, plain);
	assert.notEqual(again.status, 303, 'nor does its old form work');
	assert.equal((await new Browser('192.0.2.53').signIn('kutsuttu@kunta.example', 'toinen hyvä salasana')).status, 422);
});

test('asking for a link is in the log of use, whoever is asked for', async () => {
	const events = () => Number(run(['verify', ...flags()]).stdout.match(/(\d+) events/)[1]);
	for (const mail of ['victim@kunta.example', 'nobody@kunta.example']) {
		const before = events();
		const b = new Browser('192.0.2.60');
		const form = forms((await b.get('/staff/login')).text).find((f) => f.action === '/staff/login').fields.filter(([n]) => n === 'key');
		assert.equal((await b.post('/staff/forgot', [...form, ['mail', mail]], plain)).status, 303);
		assert.equal(events(), before + 1, `${mail}: a commit that waits for the disk`);
	}
});

// ---- rights ----

test('nobody gives themselves what is confidential, or the log of use', async () => {
	const form = await boss.get(`${BASE}/units/new`);
	assert.equal((await boss.submit(form, `${BASE}/units/new`, { name_fi: 'Yksikkö', code: 'yksikko' }, plain)).status, 303);
	const unit = (await boss.get(`${BASE}/units`)).text.match(/\/staff\/admin\/units\/(\d+)"/)[1];
	const id = await personId('Pomo');
	const own = await boss.get(`${BASE}/staff/${id}`);
	const held = forms(own.text).find((f) => f.action.endsWith(id)).fields.filter(([n]) => n === 'all').map(([, v]) => v);
	for (const more of [{ all: [...held, 'confidential'] }, { all: [...held, 'auditor'] }, { for: [`confidential:${unit}`] }]) {
		const r = await boss.submit(own, `${BASE}/staff/${id}`, more, plain);
		assert.equal(r.status, 422, JSON.stringify(more));
		assert.match(r.text, /Et voi antaa itsellesi/);
	}
	const csv = `mail;name;permissions\nboss@kunta.example;Pomo;${held.join(' ')} confidential@yksikko\n`;
	const plan = await boss.submit(await boss.get(`${BASE}/staff/import`), `${BASE}/staff/import`, { csv });
	assert.equal(plan.status, 422);
	assert.match(plan.text, /Et voi antaa itsellesi/);
	// Straight to the last step, with a plan that was never shown.
	const hidden = forms(own.text).find((f) => f.action.endsWith(id)).fields.filter(([n]) => n === 'csrf' || n === 'key');
	const forced = await boss.post(`${BASE}/staff/import/apply`, [...hidden, ['csv', csv]], plain);
	assert.notEqual(forced.status, 303);
	const now = forms((await boss.get(`${BASE}/staff/${id}`)).text).find((f) => f.action.endsWith(id)).fields;
	assert.deepEqual(now.filter(([n]) => n === 'all' || n === 'for').map(([, v]) => v).sort(), [...held].sort());

	// Somebody else gives it; then it can be kept, and given up.
	addStaff('second@kunta.example', ['admin_staff'], 'Toinen');
	const second = new Browser('192.0.2.70');
	assert.equal((await second.signIn('second@kunta.example')).status, 303);
	const given = await second.submit(await second.get(`${BASE}/staff/${id}`), `${BASE}/staff/${id}`, { all: [...held, 'confidential'] }, plain);
	assert.equal(given.status, 303);
	const kept = await boss.submit(await boss.get(`${BASE}/staff/${id}`), `${BASE}/staff/${id}`, { title: 'Johtaja' }, plain);
	assert.equal(kept.status, 303, 'what one has one keeps');
	const narrowed = await boss.submit(await boss.get(`${BASE}/staff/${id}`), `${BASE}/staff/${id}`, { all: held, for: [`confidential:${unit}`] }, plain);
	assert.equal(narrowed.status, 303, 'less than one has is no gift');
	const back = await boss.submit(await boss.get(`${BASE}/staff/${id}`), `${BASE}/staff/${id}`, { all: [...held, 'confidential'], for: [] }, plain);
	assert.equal(back.status, 422, 'but what is given up is not taken back');
});
