// What the service needs goes away and comes back: the disk is full, the
// database server dies or stands still, the folder for files cannot be
// written. Whoever sends gets a 503 that keeps what was typed, reading goes on
// where it can, nothing acknowledged is lost, and nobody restarts anything.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Client, ENGINE, STAFF, forms, give, run, sleep, start, until } from '../lib/kaiku.mjs';
import { children, raw } from '../lib/process.mjs';
import { assertAway, assertSecure, assertSound, ownPostgres, query, receiptOf, smallDisk } from './faults.mjs';

const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(300000, 7)]);
const LANGS = ['fi', 'sv', 'en'];
const receipts = new Map(); // marker -> receipt, of the service at hand

/** Long enough to need room of its own in any database. */
const textOf = (marker) => `Vesi "seisoo" <kadulla> & merkki ${marker}, kiitos.\n${'Näin se on ollut jo viikon. '.repeat(100)}`;

/** Sends the page's form of feedback, keeps the receipt when there is one. */
async function send(client, page, marker, lang = 'fi', files) {
	const done = await client.submit(page, `/${lang}/give`, { first: 'on', text: textOf(marker) }, files ? { files } : {});
	if (done.status === 200) receipts.set(marker, receiptOf(done));
	return done;
}

/** The page of a refusal can be sent again, as it is. */
async function sendAgain(client, refusal, marker, lang) {
	const done = await client.submit(refusal, `/${lang}/give`, { first: 'on' });
	assert.equal(done.status, 200, done.text);
	assertReceipt(done, marker);
	receipts.set(marker, receiptOf(done));
}

function assertReceipt(page, marker) {
	const { number, code } = receiptOf(page);
	assert.ok(number && code, page.text);
	assert.ok(page.text.includes(`merkki ${marker},`), 'the receipt repeats the text');
}

function assertKept(refusal, marker) {
	const form = forms(refusal.text).find((f) => f.method === 'post');
	assert.ok(form, 'the refusal has a form to send again');
	const text = form.fields.find(([name]) => name === 'text')?.[1];
	assert.equal(text?.replaceAll('\r\n', '\n'), textOf(marker));
	assert.ok(form.fields.find(([name]) => name === 'key')?.[1]);
	assert.match(refusal.headers.get('cache-control'), /no-store/);
}

/** The list of receipts against the rows: nothing lost, doubled or half there. */
async function assertStored(k) {
	const rows = query(k, "SELECT number_year || '-' || number || ' ' || substr(text, 1, 60) FROM matter WHERE text LIKE '%merkki %,%'").split('\n').filter((row) => /merkki \w+,/.test(row));
	const stored = new Map(rows.map((row) => [row.match(/merkki (\w+),/)[1], row.split(' ')[0]]));
	assert.equal(rows.length, stored.size, 'no message is there twice');
	assert.deepEqual([...stored].sort(), [...receipts].map(([m, r]) => [m, r.number]).sort());
	for (const [table, where] of [['event', "x.kind = 'matter_created'"], ['due', "x.what = 'reaction'"]])
		assert.equal(query(k, `SELECT COUNT(*) FROM matter m WHERE m.text LIKE '%merkki %' AND 1 <> (SELECT COUNT(*) FROM ${table} x WHERE x.tenant_id = m.tenant_id AND x.matter_id = m.id AND ${where})`), '0', table);
	for (const [marker, { number, code }] of receipts) {
		const page = await new Client(k.url).get(`/follow/${code}`);
		assert.equal(page.status, 200);
		assert.ok(page.text.includes(number) && page.text.includes(`merkki ${marker},`), marker);
	}
	assertSound(k);
}

const health = async (k) => {
	const res = await fetch(`${k.url}/health`);
	return { ...await res.json(), status: res.status };
};
const assetOf = (page) => page.text.match(/href="(\/static\/kaiku\.[0-9a-f]+\.css)"/)[1];
const everybody = (k) => children(k.child.pid).map((c) => `${c.name} ${c.pid}`).sort();

// ---- the disk is full ----

describe('the disk is full', { skip: ENGINE !== 'sqlite' && 'the rows are elsewhere: see the database of its own below' }, () => {
	let k, disk, staff, processes;
	const files = () => ['kaiku.db', 'kaiku.db-wal'].map((f) => path.join(disk.dir, 'data', 'esimerkkila', f));
	before(async () => {
		receipts.clear();
		disk = smallDisk(64);
		const dir = path.join(disk.dir, 'data');
		assert.equal(run(['demo', '--data', dir]).status, 0);
		k = await start({ dir });
		staff = new Client(k.url);
		await staff.login(STAFF.desk);
	});
	after(async () => { await k?.stop(); disk?.remove(); });

	test('before: messages are taken in', async () => {
		for (const lang of LANGS) {
			const client = new Client(k.url);
			assertReceipt(await send(client, await client.get(`/${lang}/give`), `ennen${lang}`, lang), `ennen${lang}`);
		}
		assert.deepEqual((await health(k)).writes, true);
		processes = everybody(k);
		disk.fill(k.child.pid, files());
	});

	const refusals = [];
	test('every submission is refused for now, in the reader\'s language, and keeps what was typed', async () => {
		for (let i = 0; i < 10; i++)
			for (const lang of LANGS) {
				const client = new Client(k.url);
				const page = await client.get(`/${lang}/give`);
				assert.equal(page.status, 200, 'the form opens');
				const refusal = await send(client, page, `taynna${lang}${i}`, lang);
				assertAway(refusal, lang);
				assertKept(refusal, `taynna${lang}${i}`);
				refusals.push([client, refusal, `taynna${lang}${i}`, lang]);
			}
	});

	test('many at once are refused too', async () => {
		const all = await Promise.all(Array.from({ length: 80 }, async (_, i) => {
			const client = new Client(k.url);
			return [client, await send(client, await client.get('/fi/give'), `monta${i}`), `monta${i}`, 'fi'];
		}));
		for (const [, page] of all) assertAway(page, 'fi');
		refusals.push(...all.slice(0, 40));
	});

	test('a file that finds no room is refused for now, and leaves nothing', async () => {
		for (const lang of LANGS) {
			const client = new Client(k.url);
			const refusal = await send(client, await client.get(`/${lang}/give`), `kuva${lang}`, lang, [['photo', 'kuva.png', PNG, 'image/png']]);
			assertAway(refusal, lang);
			assertKept(refusal, `kuva${lang}`);
			refusals.push([client, refusal, `kuva${lang}`, lang]);
		}
		for (const folder of ['tmp', 'files']) {
			const where = path.join(disk.dir, 'data', 'esimerkkila', folder);
			await until(() => !existsSync(where) || readdirSync(where).length === 0, `${folder} to be empty`).catch((e) => { throw new Error(`${e.message}: ${readdirSync(where)}`); });
		}
	});

	test('reading goes on', async () => {
		const { code, number } = receipts.get('ennenfi');
		for (const target of ['/fi/', '/sv/give', '/en/matters', '/fi/matters.atom', '/fi/follow', `/follow/${code}`]) {
			const res = await new Client(k.url).get(target);
			assert.equal(res.status, 200, target);
			assertSecure(res, target);
		}
		for (const target of ['/staff/queue/triage', '/staff/queue/all', `/staff/matters/${number}`]) {
			const res = await staff.get(target);
			assert.equal(res.status, 200, target);
		}
	});

	test('what staff write is refused for now and kept', async () => {
		const { number } = receipts.get('ennensv');
		const page = await staff.get(`/staff/matters/${number}`);
		const refusal = await staff.submit(page, `/staff/matters/${number}/note`, { text: 'Kävin katsomassa.' });
		assert.equal(refusal.status, 503);
		const form = forms(refusal.text).find((f) => f.action.endsWith('/note'));
		assert.ok(form?.fields.some(([, v]) => v === 'Kävin katsomassa.'));
		const login = await new Client(k.url).login(STAFF.expert);
		assertAway(login, 'fi');
		assert.ok(!login.text.includes(STAFF.password), 'a password is not written into a page');
	});

	test('monitors are told', async () => {
		const h = await health(k);
		assert.equal(h.status, 503);
		assert.deepEqual([h.writes, h.database], [false, true]);
	});

	test('with room again everything works, without a restart', async () => {
		disk.free(k.child.pid);
		await until(async () => (await health(k)).status === 200, 'the service to notice');
		for (const [client, refusal, marker, lang] of refusals) await sendAgain(client, refusal, marker, lang);
		const photo = await give(k, { text: 'Tässä vielä kuva asiasta.' }, { files: [['photo', 'kuva.png', PNG, 'image/png']] });
		assert.equal(photo.page.status, 200);
		assert.deepEqual(everybody(k), processes, 'nobody died');
	});

	test('the refusal sent once more finds its receipt, not a second message', async () => {
		const [client, refusal, marker] = refusals[0];
		const done = await client.submit(refusal, '/fi/give', { first: 'on' });
		assert.equal(receiptOf(done).number, receipts.get(marker).number);
	});

	test('nothing was lost, nothing is there twice or half', () => assertStored(k));
});

// ---- the database server ----

describe('the database server', { skip: ENGINE !== 'postgres' && 'there is none' }, () => {
	let k, pg, disk, staff, form, asset;
	before(async () => {
		receipts.clear();
		disk = smallDisk(256);
		pg = await ownPostgres(disk.dir);
		k = await start({ db: pg.url });
		staff = new Client(k.url);
		await staff.login(STAFF.desk);
		form = await new Client(k.url).get('/fi/give');
		asset = assetOf(form);
	});
	after(async () => { await k?.stop(); pg?.remove(); disk?.remove(); });

	async function works(marker) {
		const client = new Client(k.url);
		const done = await until(async () => {
			const page = await client.get('/fi/give');
			const res = page.status === 200 ? await send(client, page, marker) : page;
			return res.status === 200 && res;
		}, 'messages to be taken in again', 60000);
		assertReceipt(done, marker);
		await until(async () => (await health(k)).status === 200, '/health to be well');
		assert.equal((await staff.get('/staff/queue/triage')).status, 200, 'who was signed in still is');
	}

	/** What must hold while nobody answers. */
	async function assertGone() {
		const client = new Client(k.url);
		const refusals = await Promise.all(LANGS.flatMap((lang) => Array.from({ length: 10 }, async (_, i) => {
			const page = { ...form, text: form.text.replaceAll('/fi/give', `/${lang}/give`) };
			const refusal = await send(client, page, 'poissa', lang);
			assertAway(refusal, lang, `${lang} ${i}`);
			assertKept(refusal, 'poissa');
			return refusal;
		})));
		assert.equal(refusals.length, 30);
		for (const [target, lang] of [['/fi/', 'fi'], ['/sv/give', 'sv'], ['/en/matters', 'en']]) assertAway(await client.get(target), lang);
		assertAway(await staff.get('/staff/queue/triage'), 'fi');
		assert.equal((await client.get(asset)).status, 200, 'static files');
		for (const lang of LANGS) {
			const lost = await client.get(`/${lang}/none`, { headers: { 'accept-language': lang } });
			assert.equal(lost.status, 404);
			assert.match(lost.text, new RegExp(`<html lang="${lang}"`));
		}
		const h = await until(async () => { // it asks once a second
			const now = await health(k);
			return now.status === 503 && !now.database && now;
		}, 'monitors to be told');
		assert.equal(h.writes, false);
	}

	test('it dies: 503 for all that needs it, and it comes back', async () => {
		await works('alku');
		const processes = everybody(k);
		pg.crash();
		await assertGone();
		assert.deepEqual(everybody(k), processes, 'nobody died');
		pg.again();
		await works('elpyi');
	});

	test('a worker that begins meanwhile answers 503, too, not that the host is unknown', async () => {
		pg.crash();
		const old = everybody(k);
		for (const c of children(k.child.pid)) if (/worker|jobs|photos/.test(c.name)) process.kill(c.pid, 'SIGKILL');
		// A process has its name a moment after it has its number.
		const names = (list) => list.map((p) => p.replace(/ \d+$/, '')).join();
		const news = await until(() => {
			const now = everybody(k);
			return names(now) === names(old) && now.every((p) => /helper|opener|imager/.test(p) || !old.includes(p)) && now;
		}, 'new processes');
		// Connections to those that were killed are still in the client's hands.
		const client = new Client(k.url, { connection: 'close' });
		await until(async () => (await client.get(asset).catch(() => ({}))).status === 200, 'them to answer');
		for (const lang of LANGS) {
			assertAway(await client.get(`/${lang}/give`), lang);
			assertAway(await client.post(`/${lang}/give`, { text: textOf('poissa') }), lang);
		}
		assert.equal((await health(k)).status, 503);
		assert.deepEqual(everybody(k), news, 'and they stay');
		pg.again();
		await works('uudet');
		// The other worker may not have noticed yet.
		await until(async () => /^HTTP\/1.1 421 /.test(await raw(k.port, 'GET /fi/ HTTP/1.1\r\nHost: nobody.example\r\nConnection: close\r\n\r\n')), 'a host of nobody to be known as such');
	});

	test('it dies while people send: each message is there once', async () => {
		const people = Array.from({ length: 60 }, async (_, i) => {
			const client = new Client(k.url);
			let page = await client.get('/fi/give');
			for (; page.status !== 200; page = await client.get('/fi/give')) { // it died before the form was there
				assertAway(page, 'fi');
				await sleep(50);
			}
			for (;;) {
				const res = await send(client, page, `kesken${i}`);
				if (res.status === 200) return;
				assertAway(res, 'fi');
				await sleep(50);
			}
		});
		for (let i = 0; i < 3; i++) {
			await sleep(100);
			pg.crash();
			pg.again();
		}
		await Promise.all(people);
		await works('lopuksi');
	});

	test('it stands still: nobody waits for ever, and it goes on', async () => {
		pg.freeze();
		try {
			await assertGone();
		} finally {
			pg.thaw();
		}
		await works('sulanut');
	});

	test('its disk is full', { skip: !disk?.mounted && process.getuid() !== 0 && 'needs a file system of its own' }, async () => {
		disk.fill();
		const refusals = [];
		let tries = 0;
		await until(async () => {
			const client = new Client(k.url);
			const page = await client.get('/fi/give');
			if (page.status !== 200) return true; // it gave up altogether
			const marker = `levy${++tries}`;
			const res = await send(client, page, marker);
			if (res.status === 200) return false; // into pages it still had
			assertAway(res, 'fi');
			assertKept(res, marker);
			refusals.push([client, res, marker]);
			return refusals.length === 10;
		}, 'it to find no room', 120000);
		disk.free();
		pg.again();
		await works('tilaa');
		for (const [client, refusal, marker] of refusals) await sendAgain(client, refusal, marker, 'fi');
	});

	test('nothing was lost, nothing is there twice or half', () => assertStored(k));
});

// ---- the folder for files ----

describe('the folder for files cannot be written', () => {
	let k;
	before(async () => { receipts.clear(); k = await start(); });
	after(() => k?.stop());

	for (const name of ['files', 'tmp'])
		test(`${name} is in the way: files are refused for now, messages are not`, async () => {
			const where = path.join(k.dir, 'esimerkkila', name);
			const client = new Client(k.url);
			const photo = [['photo', 'kuva.png', PNG, 'image/png']];
			if (existsSync(where)) renameSync(where, `${where}.was`);
			writeFileSync(where, 'in the way');
			for (const lang of LANGS) {
				const refusal = await send(client, await client.get(`/${lang}/give`), `${name}${lang}`, lang, photo);
				assertAway(refusal, lang);
				assertKept(refusal, `${name}${lang}`);
				await sendAgain(client, refusal, `${name}${lang}`, lang); // the text alone
				assertReceipt(await send(client, await client.get(`/${lang}/give`), `${name}ilman${lang}`, lang), `${name}ilman${lang}`);
			}
			rmSync(where);
			if (existsSync(`${where}.was`)) renameSync(`${where}.was`, where);
			const done = await send(client, await client.get('/fi/give'), `${name}taas`, 'fi', photo);
			assert.equal(done.status, 200);
			assert.match(done.text, /1 tiedosto/);
			assert.deepEqual(readdirSync(path.join(k.dir, 'esimerkkila', 'tmp')), []);
		});

	test('nothing was lost, nothing is there twice or half', () => assertStored(k));
});

