// Every row of the route table x every role: made from `kaiku routes --json`,
// so a new row is tested by being there.
import assert from 'node:assert/strict';
import dns from 'node:dns';
import { after, before, test } from 'node:test';
import { Client, STAFF, forms, give, run, start, until } from '../lib/kaiku.mjs';
import { mailsTo } from '../lib/desk.mjs';
import { png } from '../lib/images.mjs';
import { startRelay } from './smtp_server.mjs';

dns.setDefaultResultOrder('ipv4first'); // the second municipality is "localhost"

const PASSWORD = 'sangen-pitka-salasana';
const routes = JSON.parse(run(['routes', '--json']).stdout);
const rights = [...new Set(routes.flatMap((r) => r.rights))].sort();
/** Roles: name -> the rights held, or null for nobody. */
const roles = { nobody: null, nothing: [], ...Object.fromEntries(rights.map((r) => [r, [r]])), everything: rights };

let k, relay, other, holes;
const clients = {}, tokens = {};
const flags = () => ['--data', k.dir, ...(k.db ? ['--db', k.db] : [])];

function addStaff(tenant, name, granted) {
	const mail = `${name.replaceAll('_', '-')}@rooli.example`;
	const r = run(['staff-add', ...flags(), '--tenant', tenant, '--mail', mail, '--name', name, '--password-stdin',
		...granted.flatMap((g) => ['--permission', g])], { input: `${PASSWORD}\n` });
	assert.equal(r.status, 0, r.stderr);
	return mail;
}

/** csrf and key as a page of this session carries them. */
async function hidden(client) {
	const page = await client.get('/staff/account');
	const fields = Object.fromEntries(forms(page.text).find((f) => f.fields.some(([n]) => n === 'csrf')).fields);
	assert.ok(fields.csrf && fields.key);
	return { csrf: fields.csrf, key: fields.key };
}

async function signIn(client, mail) {
	const page = await client.login(mail, PASSWORD);
	assert.ok([...client.cookies.keys()].some((c) => c.includes('session')), `${mail}: ${page.status}`);
}

async function first(client, page, pattern) {
	const found = (await client.get(page)).text.match(pattern);
	assert.ok(found, `${pattern} on ${page}`);
	return found[1];
}

/** What the {holes} of a path are filled with, so that the thing exists. */
async function fillHoles(admin) {
	// A published matter with something that was said: it can be printed.
	let number, letter;
	for (const [, n] of (await admin.get('/fi/matters')).text.matchAll(/\/fi\/matters\/(20\d\d-\d+)/g)) {
		letter = (await admin.get(`/staff/matters/${n}`)).text.match(/\/letter\/(\d+)/)?.[1];
		if (letter) { number = n; break; }
	}
	assert.ok(number, 'a published matter with an answer');
	let given;
	const guard = run(['staff-add', ...flags(), '--tenant', 'esimerkkila', '--mail', 'uhri@rooli.example', '--name', 'Uhri']);
	assert.equal(guard.status, 0, guard.stderr);
	const people = (await admin.get('/staff/admin/staff')).text;
	const victim = people.slice(0, people.indexOf('uhri@rooli.example')).match(/[^]*\/staff\/admin\/staff\/(\d+)/)?.[1]
		?? people.match(/\/staff\/admin\/staff\/(\d+)[^]{0,400}Uhri/)?.[1];
	assert.ok(victim, 'the person on the list');
	let file;
	const attachment = async () => {
		if (file) return file;
		const pdf = ['photo', 'liite.pdf', '%PDF-1.4\n%%EOF\n', 'application/pdf'];
		const with_file = await give(k, { text: 'Liitteenä on kuva rikkinäisestä keinusta.' }, { files: [pdf] });
		file = await first(admin, `/staff/matters/${with_file.number}`, /\/staff\/files\/(\d+)/);
		return file;
	};
	let picture;
	const photo = async () => picture ??= await (async () => {
		const shown = await give(k, { text: 'Liitteenä on kuva rikkinäisestä keinusta.' }, { files: [['photo', 'keinu.png', png(64, 48), 'image/png']] });
		return until(() => first(admin, `/staff/matters/${shown.number}`, /href="\/staff\/photos\/(\d+)"/).catch(() => null), 'its pictures');
	})();
	let made;
	const batch = async () => {
		if (made) return made;
		const pick = await first(admin, '/staff/queue/all', /name="m" value="(\d+\.\d+)"/);
		const page = await admin.get(`/staff/batch?act=note&m=${pick}`);
		made = (await admin.submit(page, '/staff/batch', { text: 'Sama rikko.' })).url.match(/\/staff\/batch\/(\d+)/)[1];
		return made;
	};
	let link;
	const task = async () => {
		if (link) return link;
		const asked = await give(k, { text: 'Katuvalo ei pala talomme edessä.' });
		const path = `/staff/matters/${asked.number}/contract`;
		const made = await admin.submit(await admin.get(path), path, { name: 'Valo Oy', text: 'Katuvalo ei pala.' });
		link = made.text.match(/\/task\/([A-Za-z0-9_-]{43})/)?.[1];
		assert.ok(link, 'a contractor\'s link');
		return link;
	};
	let together;
	const group = async () => {
		if (together) return together;
		const [a, b] = [await give(k, { text: 'Katuvalo ei pala talomme edessä.' }), await give(k, { text: 'Katuvalo on pimeänä.' })];
		const page = await admin.get(`/staff/matters/${a.number}`);
		const done = await admin.submit(page, `/staff/matters/${a.number}/join`, { with: b.number });
		together = done.text.match(/\/staff\/groups\/(\d+)/)?.[1];
		assert.ok(together, 'a group');
		return together;
	};
	const theme = async () => {
		const look = '/staff/admin/look', saved = await admin.submit(await admin.get(look), look, { accent: '#7a0019', do: 'save' });
		return saved.text.match(/\/theme\/([0-9a-f]+\.css)/)[1];
	};
	const mailbox = async () => {
		const to = '/staff/admin/mailboxes', seen = (await admin.get(to)).text.match(/mailboxes\/(\d+)"/)?.[1];
		return seen ?? (await admin.submit(await admin.get(`${to}/new`), `${to}/new`, { name: 'ovi', address: 'ovi@rooli.example' })).text.match(/mailboxes\/(\d+)"/)[1];
	};
	let person;
	const contact = async () => person ??= await (async () => {
		const to = '/staff/admin/contacts/people/new', form = await admin.get(to);
		const added = await admin.submit(form, to, { name: 'Kati Kontakti', unit: form.text.match(/<option value="(\d+)"/)[1] });
		return added.text.match(/\/people\/(\d+)">Kati Kontakti/)[1];
	})();
	// What one unit is asked, what a unit gets by mail, what was passed on: by the links of their mails.
	const links = {};
	const mailed = async (what, make) => links[what] ??= await (async () => {
		const g = await give(k, { text: 'Katuvalo ei pala talomme edessä.' }, { files: [['photo', 'liite.pdf', '%PDF-1.4\n%%EOF\n', 'application/pdf']] });
		await make(`/staff/matters/${g.number}`);
		return until(() => mailsTo(relay, '@').filter((m) => m.includes(g.number)).join().match(new RegExp(`/${what}/([A-Za-z0-9_-]+)`))?.[1], `a link to ${what}`);
	})();
	const passed = () => mailed('passed', async (at) => {
		const page = await admin.get(`${at}/pass`);
		await admin.submit(page, `${at}/pass`, { body: page.text.match(/<optgroup[^]*?value="(\d+)"/)[1], how: 'mail', agreed: null });
	});
	const handle = () => mailed('handle', async (at) => {
		const csv = 'code;name_fi;mail;by_mail\ntalkoot;Talkoot;talkoot@posti.example;1\n';
		const plan = await admin.submit(await admin.get('/staff/admin/units/import'), '/staff/admin/units/import', { csv });
		await admin.submit(plan, '/staff/admin/units/import/apply');
		const page = await admin.get(at);
		await admin.submit(page, `${at}/route`, { to: page.text.match(/value="(u\d+)"[^>]*>Talkoot</)[1] });
	});
	const view = () => mailed('views', async (at) => {
		const page = await admin.get(`${at}/view`);
		await admin.submit(page, `${at}/view`, { unit: page.text.match(/value="(\d+)"[^>]*>Kadut ja liikenne</)[1], text: 'Onko tämä teidän?' });
	});
	return {
		lang: () => 'fi', queue: () => 'all', number: () => number, picture: () => 'large.jpg', page: () => 'privacy', in: () => 'sv', file: theme,
		code: async (path) => path.includes('/questions/') ? 'laajuus' : path.includes('/places/') ? 'paakirjasto' : path.includes('/districts/') ? 'rantala' : (given ??= await give(k, { text: 'Viesti, jota kukaan ei vielä käsittele.' })).code,
		token: (path) => path.startsWith('/task/') ? task() : path.startsWith('/passed/') ? passed() : path.startsWith('/handle/') ? handle() : guard.stdout.match(/([A-Za-z0-9_-]{43})\n/)[1],
		id: async (path) => path.includes('/letter/') ? letter : path.startsWith('/staff/views/') ? view() : path.includes('/files/') ? attachment() : path.includes('/photos/') ? photo() : path.startsWith('/staff/admin/staff/') ? victim
			: path.startsWith('/staff/admin/mailboxes/') ? mailbox()
			: path.startsWith('/staff/admin/facilities/') ? first(admin, '/staff/admin/facilities', /\/staff\/admin\/facilities\/(\d+)/)
			: path.startsWith('/staff/admin/units/') ? first(admin, '/staff/admin/units', /\/staff\/admin\/units\/(\d+)/)
				: path.startsWith('/staff/admin/contacts/units/') ? first(admin, '/staff/admin/contacts', /\/contacts\/units\/(\d+)/)
				: path.startsWith('/staff/admin/contacts/people/') ? contact()
				: path.startsWith('/fi/contacts/') ? first(admin, '/fi/contacts', /\/fi\/contacts\/(\d+)/)
				: path.startsWith('/staff/groups/') ? group()
				: /^\/(staff|fi)\/notices\//.test(path) ? first(admin, '/fi/notices', /\/notices\/(\d+)/)
				: path.startsWith('/staff/templates/') ? first(admin, '/staff/templates', /\/staff\/templates\/(\d+)/)
				: path.startsWith('/staff/batch/') ? batch()
				: path.includes('/questions') ? first(admin, '/staff/admin/topics', /\/staff\/admin\/topics\/(\d+)">Katuvalot/)
				: path.startsWith('/staff/admin/topics/') ? first(admin, '/staff/admin/topics', /\/staff\/admin\/topics\/(\d+)/)
					: '1',
	};
}

async function fill(path) {
	for (const [hole, name] of path.matchAll(/\{(\w+)\}/g)) {
		const value = holes[name] ? await holes[name](path) : '1';
		path = path.replace(hole, value);
	}
	return path;
}

before(async () => {
	relay = await startRelay();
	k = await start({ args: ['--mail-relay', relay.url] });
	assert.equal(run(['tenant-add', ...flags(), '--slug', 'toinen', '--name', 'Toinen', '--host', 'localhost']).status, 0);
	await k.restart();
	for (const [name, granted] of Object.entries(roles)) {
		clients[name] = new Client(k.url);
		if (!granted) continue;
		await signIn(clients[name], addStaff('esimerkkila', `rooli_${name}`, granted));
		tokens[name] = await hidden(clients[name]);
	}
	other = new Client(`http://localhost:${k.port}`);
	await signIn(other, addStaff('toinen', 'vieras', rights));
	tokens.other = await hidden(other);
	holes = await fillHoles(clients.everything);
});
after(async () => { await k?.stop(); await relay?.stop(); });

const may = (route, granted) => route.access === 'anyone' ||
	(granted !== null && (!route.rights.length || route.rights.some((r) => granted.includes(r))));
const label = (route) => `${route.method} ${route.path}`;
/** What signs out, ends links or people comes last, or it would end the roles. */
const last = (r) => /logout|deactivate|\/link\/|\/staff\/login|\/withdraw/.test(r.path) ? 1 : 0;
const ordered = [...routes].sort((a, b) => last(a) - last(b));
const post = (client, path, fields) => client.post(path, fields, { follow: false });

test('the table is worth testing', () => {
	assert.ok(routes.length > 40, `${routes.length} rows`);
	assert.ok(rights.length >= 7, `${rights}`);
	assert.ok(routes.filter((r) => r.access === 'staff' && r.method === 'POST').length > 15);
	for (const r of routes) {
		assert.ok(r.why, `${label(r)} says why`);
		if (r.method === 'POST') assert.notEqual(r.guard, '-', `${label(r)} is guarded`);
		// a look at a confidential matter, at a secret link, or at what a unit is asked, a search and an export are written down; nothing else is written by a GET
		if (r.effect === 'write' && !/^\/staff\/(confidential\/|search$|log$|.*\.csv$|matters\/{number}\/evidence\.tar$)|^\/(task|passed|handle)\/\{token\}$|^\/staff\/views\/\{id\}(\/files\/\{id\})?$/.test(r.path)) assert.equal(r.method, 'POST', `${label(r)}: no GET acts`);
		if (r.access === 'staff' && r.method === 'POST') assert.equal(r.guard, 'session', label(r));
		if (r.path.startsWith('/staff/admin')) assert.ok(r.rights.length, `${label(r)} demands a right`);
	}
});

for (const route of routes.filter((r) => r.method === 'GET'))
	test(`${label(route)}: every role`, async () => {
		const path = await fill(route.path);
		for (const [role, granted] of Object.entries(roles)) {
			const r = await clients[role].request('GET', path, { follow: false });
			const what = `${role}: ${r.status}`;
			if (may(route, granted)) {
				assert.ok(r.status < 500 && r.status !== 401 && r.status !== 403, what);
				assert.ok(!(r.headers.get('location') ?? '').startsWith('/staff/login?'), what);
			} else if (granted === null) {
				assert.equal(r.status, 303, what);
				assert.equal(decodeURIComponent(r.headers.get('location')), `/staff/login?next=${path}`, what);
			} else assert.equal(r.status, 403, what);
			const head = await clients[role].request('HEAD', path, { follow: false });
			assert.equal(head.status, r.status, `HEAD as GET, ${role}`);
		}
		// links that are used once, or for one file, and what a map asks for are tested by themselves
		if (!/^\/map\/tiles|\/map\/(spots|inside)$|\/link\/|\/ask\/|\/(mine|watch)\/\{|\/(task|follow|passed|handle|views)\/.*files|^\/(task|follow|matters)\/.*photos|evidence\.tar/.test(route.path))
			assert.ok([200, 303].includes((await clients.everything.request('GET', path, { follow: false })).status), 'it was there to be seen');
	});

for (const route of ordered.filter((r) => r.method === 'POST' && r.access === 'staff')) {
	test(`${label(route)}: who may not, and who sends no token`, async () => {
		const path = await fill(route.path);
		const some = Object.keys(roles).filter((r) => roles[r] && may(route, roles[r]));
		assert.ok(some.includes('everything'));
		for (const [role, granted] of Object.entries(roles))
			if (granted === null) assert.equal((await post(clients[role], path, {})).status, 401, role);
			else if (!may(route, granted)) assert.equal((await post(clients[role], path, tokens[role])).status, 403, role);
		for (const role of some) {
			const { csrf, key } = tokens[role];
			const cases = { 'no token': { key }, 'an empty one': { csrf: '', key }, 'a wrong one': { csrf: 'x'.repeat(csrf.length), key },
				'a colleague\'s': { csrf: tokens[role === 'everything' ? 'nothing' : 'everything'].csrf, key },
				...(route.own_repeat ? {} : { 'no form key': { csrf }, 'a forged form key': { csrf, key: key.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')) + 'x' },
					'another municipality\'s form key': { csrf, key: tokens.other.key } }) };
			for (const [what, fields] of Object.entries(cases))
				assert.equal((await post(clients[role], path, fields)).status, 403, `${role}, ${what}`);
			const foreign = await clients[role].post(path, tokens[role], { follow: false, headers: { origin: 'https://evil.example' } });
			assert.equal(foreign.status, 403, `${role}, from another site`);
			const crossSite = await clients[role].post(path, tokens[role], { follow: false, headers: { 'sec-fetch-site': 'cross-site' } });
			assert.equal(crossSite.status, 403, `${role}, from another site by Sec-Fetch-Site`);
		}
	});
}

for (const route of routes.filter((r) => r.method === 'POST' && r.access === 'anyone'))
	test(`${label(route)}: only from a form of ours`, async () => {
		const path = await fill(route.path);
		const { key } = tokens.everything;
		const fresh = () => new Client(k.url);
		if (route.guard === 'one-click') { // RFC 8058: the address is the right to it, and it says one thing only
			for (const fields of [{}, { key }, { 'List-Unsubscribe': 'x' }]) assert.equal((await post(fresh(), path, fields)).status, 403);
			assert.equal((await post(fresh(), path, { 'List-Unsubscribe': 'One-Click' })).status, 404, 'a token nobody made');
			return;
		}
		if (!route.own_repeat) {
			assert.equal((await post(fresh(), path, {})).status, 403);
			assert.equal((await post(fresh(), path, { key: `${key}x` })).status, 403);
			assert.equal((await post(fresh(), path, { key: tokens.other.key })).status, 403);
		}
		const foreign = await fresh().post(path, { key }, { follow: false, headers: { origin: 'https://evil.example' } });
		assert.equal(foreign.status, 403);
		const r = await post(fresh(), path, { key });
		assert.ok(r.status < 500 && r.status !== 401 && r.status !== 403, `${r.status}`);
	});

test('a session of one municipality is nothing in another', async () => {
	const smuggler = new Client(`http://localhost:${k.port}`);
	smuggler.cookies = new Map(clients.everything.cookies);
	for (const route of routes.filter((r) => r.access === 'staff')) {
		const path = await fill(route.path);
		const r = route.method === 'GET' ? await smuggler.request('GET', path, { follow: false })
			: await post(smuggler, path, tokens.everything);
		assert.equal(r.status, route.method === 'GET' ? 303 : 401, label(route));
	}
});

test('ids of one municipality name nothing in another', async () => {
	// A mail that is not (or no longer) waiting to be sent again is no error: it is left out.
	for (const route of routes.filter((r) => /\{(number|id|code|token)\}/.test(r.path) && !r.path.includes('/outbox/'))) {
		const path = await fill(route.path);
		const r = route.method === 'GET' ? await other.request('GET', path, { follow: false })
			: await post(other, path, { ...tokens.other, text: 'Kiitos viestistä.', note: 'x', outcome: 'spam', reason: 'x', 'List-Unsubscribe': 'One-Click' });
		assert.ok([404, 410, 422].includes(r.status), `${label(route)}: ${r.status}`);
		if (route.method === 'GET' && !route.path.includes('{token}')) assert.equal(r.status, 404, label(route));
	}
});

for (const route of ordered.filter((r) => r.method === 'POST' && r.access === 'staff'))
	test(`${label(route)}: who may is heard`, async () => {
		const path = await fill(route.path);
		for (const [role, granted] of Object.entries(roles)) {
			if (granted === null || !may(route, granted)) continue;
			const sender = new Client(k.url);
			if (last(route)) await signIn(sender, `rooli-${role.replaceAll('_', '-')}@rooli.example`);
			const fields = last(route) ? await hidden(sender) : tokens[role];
			const r = await post(last(route) ? sender : clients[role], path, fields);
			assert.ok(r.status < 500 && r.status !== 401 && r.status !== 403, `${role}: ${r.status}`);
		}
	});

test('the demo\'s sign-ins still work', async () => {
	const client = new Client(k.url);
	await client.login(STAFF.desk);
	assert.equal((await client.get('/staff')).status, 200);
});
