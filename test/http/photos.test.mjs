// Photos: pictures of pixels alone, for those who may see them; what is covered
// stays covered; each is published by itself and gone at once; and no file, however
// made, ends more than itself.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Client, STAFF, query, start, until } from '../lib/kaiku.mjs';
import { act, answer, at, given, publish, staff, textOf } from '../lib/desk.mjs';
import { CANARY, bombs, broken, jpegWithAll, kinds, partsOf, pngWithAll, vips, webpWithAll } from '../lib/images.mjs';
import { children } from '../lib/process.mjs';

const PICTURES = ['large.webp', 'large.jpg', 'small.webp', 'small.jpg'];
const ALT = 'Keinu, jonka ketju on poikki.';
let k, desk, dir, good;

before(async () => {
	dir = mkdtempSync(path.join(os.tmpdir(), 'kaiku-photos-'));
	k = await start({ matters: 0 });
	desk = await staff(k);
	good = kinds(dir, 640, 480);
});
after(async () => {
	await k?.stop();
	rmSync(dir, { recursive: true, force: true });
});

const settled = (where = k, ms = 30000) => until(() => query(where, 'SELECT count(*) FROM photo WHERE todo = 1') === '0', 'the pictures to be made', ms);
const idsOf = (number, where = k) => query(where, `SELECT p.attachment_id FROM photo p JOIN matter m ON m.tenant_id = p.tenant_id AND m.id = p.matter_id WHERE m.number = ${number.split('-')[1]} ORDER BY 1`).split('\n').filter(Boolean);
async function bytesOf(client, target, options = {}) {
	const r = await fetch(new URL(target, client.url), { redirect: 'manual', headers: { cookie: [...client.cookies].map(([n, v]) => `${n}=${v}`).join('; '), ...options } });
	return { status: r.status, headers: r.headers, bytes: Buffer.from(await r.arrayBuffer()) };
}
/** The colour of a pixel of a picture, by another program than ours. */
function pixel(bytes, ext, x, y) {
	const file = path.join(dir, `seen.${ext}`);
	writeFileSync(file, bytes);
	return vips('getpoint', file, String(x), String(y)).split(' ').map(Number);
}
/** Width and height, by another program than ours. */
const sizeOf = (file) => spawnSync('vipsheader', [file], { encoding: 'utf8' }).stdout.match(/: (\d+)x(\d+) /).slice(1).map(Number);
const isRed = ([r, , b]) => r > 150 && b < 90;
const isBlue = ([r, , b]) => b > 150 && r < 90;
const isCovered = (rgb) => rgb.every((c) => c > 20 && c < 60);
async function withPhoto(values = {}, files = [['photo', 'keinu.jpg', jpegWithAll(good.jpg, { orientation: 1 }), 'image/jpeg']]) {
	const g = await given(k, { text: 'Keinun ketju on poikki leikkipuistossa.', topic: 'parks', may_publish: '1', ...values }, { files, client: new Client(k.url) });
	await settled();
	return { ...g, id: idsOf(g.number)[0] };
}
const photo = (g) => `/staff/photos/${g.id}`;
const cover = async (g, areas, values = {}) => {
	const page = await desk.get(photo(g));
	const done = await desk.submit(page, `${photo(g)}/covers`, { x: areas.map((a) => a[0]), y: areas.map((a) => a[1]), w: areas.map((a) => a[2]), h: areas.map((a) => a[3]), step: 'save', ...values });
	await settled();
	return done;
};
const publishPhoto = async (g, alt = ALT) => desk.submit(await desk.get(photo(g)), `${photo(g)}/publish`, { alt });
const open = (g, which = 'large.jpg') => `/matters/${g.number}/photos/${g.id}/${which}`;

test('of every kind pictures are made: upright, of two sizes, with nothing beside their pixels', async () => {
	const large = kinds(dir, 2400, 1200);
	const heic = path.join(dir, 'all.heic'), jpg = path.join(dir, 'all.jpg');
	writeFileSync(jpg, jpegWithAll(good.jpg, { orientation: 1 }));
	vips('copy', jpg, `${heic}[speed=9]`);
	const files = { 'kaikki.jpg': jpegWithAll(good.jpg), 'kaikki.png': pngWithAll(640, 480), 'kaikki.webp': webpWithAll(good.webp, 640, 480), 'kaikki.heic': readFileSync(heic), 'suuri.jpg': large.jpg };
	for (const name of Object.keys(files).slice(0, 4)) assert.ok(files[name].includes(CANARY), `${name} carries what must not come through`);
	const g = await given(k, { text: 'Keinun ketju on poikki leikkipuistossa.' }, { files: Object.entries(files).map(([n, b]) => ['photo', n, b, 'image/x']) });
	await settled();
	const ids = idsOf(g.number);
	assert.equal(ids.length, 5);
	const page = await new Client(k.url).get(`/follow/${g.code}?lang=fi`);
	for (const [i, id] of ids.entries()) {
		const name = Object.keys(files)[i];
		assert.match(page.text, new RegExp(`srcset="/follow/[^/]+/photos/${id}/small.webp"`), name);
		for (const picture of PICTURES) {
			const r = await bytesOf(new Client(k.url), `/follow/${g.code}/photos/${id}/${picture}`);
			assert.equal(r.status, 200, `${name} ${picture}`);
			assert.equal(r.headers.get('content-type'), picture.endsWith('webp') ? 'image/webp' : 'image/jpeg');
			assert.equal(r.headers.get('cache-control'), 'no-store');
			assert.equal(r.headers.get('x-content-type-options'), 'nosniff');
			assert.match(r.headers.get('content-security-policy'), /default-src 'none'; sandbox/);
			assert.ok(!r.bytes.includes('KANARIA') && !r.bytes.includes('Exif') && !r.bytes.includes('adobe') && !r.bytes.includes('PK\x03'), `${name} ${picture}`);
			const parts = partsOf(r.bytes);
			if (picture.endsWith('webp')) assert.deepEqual(parts, ['VP8'], `${name} ${picture}`);
			else for (const part of parts) assert.match(part, /^(JFIF:16|db|c[0-9a-f]|da|d9|dd)$/, `${name} ${picture}`);
			const file = path.join(dir, `seen.${picture.split('.')[1]}`);
			writeFileSync(file, r.bytes);
			const [w, h] = sizeOf(file);
			const turned = i < 3;
			const [ww, hh] = name === 'suuri.jpg' ? [1600, 800] : turned ? [480, 640] : [640, 480];
			const by = picture.startsWith('small') ? 320 / Math.max(ww, hh) : 1;
			assert.deepEqual([w, h], [Math.round(ww * by), Math.round(hh * by)], `${name} ${picture}`);
			const ends = turned ? [[w / 2, 4], [w / 2, h - 4]] : [[4, h / 2], [w - 4, h / 2]];
			assert.ok(isRed(pixel(r.bytes, picture.split('.')[1], ...ends[0].map(Math.round))) && isBlue(pixel(r.bytes, picture.split('.')[1], ...ends[1].map(Math.round))), `${name} ${picture} is the right way round`);
		}
		// The file itself stays as it was sent, for staff alone.
		assert.ok((await bytesOf(desk, `/staff/files/${id}`)).bytes.equals(files[name]), `${name} is kept as it came`);
		assert.equal((await bytesOf(new Client(k.url), `/follow/${g.code}/files/${id}`)).status, 404);
		assert.equal((await bytesOf(new Client(k.url), `/staff/files/${id}`)).status, 303);
		assert.equal((await bytesOf(new Client(k.url), `/staff/photos/${id}/small.jpg`)).status, 303);
		assert.equal((await bytesOf(new Client(k.url), `/matters/${g.number}/photos/${id}/large.jpg`)).status, 404, 'not published');
	}
	for (const odd of ['large.gif', 'large', '..', 'covered.webp']) assert.equal((await bytesOf(new Client(k.url), `/follow/${g.code}/photos/${ids[0]}/${odd}`)).status, 404, odd);
});
test('an honest word while a picture is made, and a kind one when there is none', async () => {
	const g = await given(k, { text: 'Kuva on rikki, keinu myös.' }, { files: [['photo', 'poikki.jpg', good.jpg.subarray(0, 900), 'image/jpeg'], ['photo', 'pommi.png', bombs()[0][1], 'image/png']] });
	const client = new Client(k.url);
	await settled();
	query(k, `UPDATE photo SET state = 'waiting', todo = 0 WHERE attachment_id = ${idsOf(g.number)[0]}`);
	assert.match(textOf((await client.get(`/follow/${g.code}?lang=fi`)).text), /Kuvaa valmistellaan/);
	query(k, `UPDATE photo SET todo = 1, tries = 0 WHERE attachment_id = ${idsOf(g.number)[0]}`);
	await settled();
	const said = textOf((await client.get(`/follow/${g.code}?lang=fi`)).text);
	assert.match(said, /poikki\.jpg : Kuvaa ei voitu avata\. Tiedosto on rikki tai jäi kesken\. Voit lähettää kuvan uudestaan/);
	assert.match(said, /pommi\.png : Kuva on liian suuri/);
	const page = textOf((await desk.get(at(g.number))).text);
	assert.match(page, /Kuvaa ei voitu avata/);
	assert.match(page, /liian suuri/);
	assert.equal((await desk.get(`/staff/photos/${idsOf(g.number)[0]}`)).status, 200);
	// What is no photo at all is refused with the form, and nothing typed is lost.
	const svg = await client.submit(await client.get('/fi/give'), '/fi/give', { text: 'Tämä teksti säilyy.' }, { files: [['photo', 'kuva.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 'image/svg+xml']] });
	assert.equal(svg.status, 422);
	assert.match(svg.text, /Tämä teksti säilyy\./);
});

test('areas are covered by fields: a preview keeps nothing, others get only what is left', async () => {
	const g = await withPhoto();
	const preview = await desk.submit(await desk.get(photo(g)), `${photo(g)}/covers`, { x: ['0'], y: ['0'], w: ['50'], h: ['50'], step: 'preview' });
	assert.match(preview.text, /<rect x="0" y="0" width="500" height="500"/);
	assert.match(textOf(preview.text), /Tämä on esikatselu/);
	assert.equal(query(k, `SELECT covers FROM photo WHERE attachment_id = ${g.id}`), '');
	for (const bad of [['a', '0', '10', '10'], ['0', '0', '0', '10'], ['101', '0', '1', '1'], ['-1', '0', '5', '5'], ['', '1', '1', '1']]) {
		const r = await cover(g, [bad]);
		assert.equal(r.status, 422, bad.join());
		assert.match(r.text, /href="#x-1"/);
	}
	const done = await cover(g, [['0', '0', '50', '50,5%'], ['90', '90', '90', '90']]);
	assert.equal(done.status, 200);
	assert.equal(query(k, `SELECT covers FROM photo WHERE attachment_id = ${g.id}`), '0,0,500,505;900,900,100,100');
	const mine = (await bytesOf(new Client(k.url), `/follow/${g.code}/photos/${g.id}/large.jpg`)).bytes;
	assert.ok(isRed(pixel(mine, 'jpg', 100, 100)), 'the sender sees the own photo as it is');
	const others = (await bytesOf(desk, `${photo(g)}/large.jpg?as=others`)).bytes;
	for (const [x, y, hidden] of [[100, 100, true], [318, 238, true], [326, 250, false], [630, 470, true], [500, 100, false]])
		assert.equal(isCovered(pixel(others, 'jpg', x, y)), hidden, `${x},${y}`);
	// A contractor gets what is left of it, whatever address is tried.
	const made = await desk.submit(await desk.get(at(g.number, '/contract')), at(g.number, '/contract'), { name: 'Valo Oy', text: 'Korjatkaa keinu.', file: g.id });
	const link = made.text.match(/\/task\/[A-Za-z0-9_-]{43}/)[0];
	assert.match((await new Client(k.url).get(link)).text, new RegExp(`${link}/photos/${g.id}/large.webp`));
	for (const target of [`${link}/photos/${g.id}/large.jpg`, `${link}/files/${g.id}`]) {
		const r = await bytesOf(new Client(k.url), target);
		assert.ok(r.status === 200 && isCovered(pixel(r.bytes, 'jpg', 100, 100)), target);
		assert.ok(!r.bytes.includes('KANARIA'));
	}
	assert.equal((await bytesOf(new Client(k.url), `${link}/photos/${Number(g.id) + 1}/large.jpg`)).status, 404);
	// Two people at once: the second is shown that something changed.
	const stale = await desk.get(photo(g));
	await cover(g, [['1', '1', '5', '5']]);
	const second = await desk.submit(stale, `${photo(g)}/covers`, { x: ['2'], y: ['2'], w: ['3'], h: ['3'], step: 'save' });
	assert.equal(second.status, 409);
	assert.match(second.text, /value="2"/, 'what was typed is still there');
	// Undone: as it came.
	await cover(g, [['', '', '', '']]);
	assert.ok(isRed(pixel((await bytesOf(desk, `${photo(g)}/large.jpg?as=others`)).bytes, 'jpg', 100, 100)));
	assert.match(textOf((await desk.get(at(g.number))).text), /kuvan peitot poistettiin.*kuvasta peitettiin kohtia/);
});

test('a photo is published by itself, with words, by somebody, with permission', async () => {
	const g = await withPhoto();
	const everybody = new Client(k.url);
	const status = async (which) => (await bytesOf(everybody, open(g, which))).status;
	const refused = async (why, page = null) => {
		page ??= await desk.get(photo(g));
		assert.match(textOf(page.text), why);
		assert.ok(!page.text.includes(`${photo(g)}/publish`), 'no form');
		assert.equal(await status(), 404);
	};
	await refused(/Viestillä ei ole julkista sivua/);
	await answer(desk, g.number, { text: 'Keinu korjataan.', outcome: 'answered' });
	await publish(desk, g.number, { show_text: '1' });
	assert.doesNotMatch((await everybody.get(`/fi/matters/${g.number}`)).text, /\/photos\//, 'the text alone is public');
	for (const [alt, why] of [['', /Kerro, mitä kuvassa näkyy/], ['Soita 040 123 4567', /josta ihmisen voi tunnistaa/], ['x'.repeat(301), /liian pitkä/]]) {
		const r = await publishPhoto(g, alt);
		assert.equal(r.status, 422);
		assert.match(textOf(r.text), why);
		assert.equal(await status(), 404);
	}
	const expert = await staff(k, STAFF.expert);
	assert.ok([403, 404].includes((await expert.post(`${photo(g)}/publish`, { alt: ALT, edition: '0' })).status));
	assert.match(textOf((await publishPhoto(g)).text), /Kuva julkaistiin/);
	const page = await everybody.get(`/fi/matters/${g.number}`);
	assert.match(page.text, new RegExp(`<img src="${open(g)}" alt="${ALT}" lang="fi" width="640" height="480" loading="lazy"`));
	const shown = await bytesOf(everybody, open(g));
	assert.equal(shown.status, 200);
	assert.equal(shown.headers.get('cache-control'), 'no-cache', 'whoever keeps it asks each time');
	const tag = { 'if-none-match': shown.headers.get('etag') };
	assert.equal((await bytesOf(everybody, open(g), tag)).status, 304);
	assert.ok(!shown.bytes.includes('KANARIA'));
	// Other covers: it is gone until somebody publishes it again.
	await cover(g, [['0', '0', '50', '50']]);
	for (const which of PICTURES) assert.equal(await status(which), 410, which);
	assert.equal((await bytesOf(everybody, open(g), tag)).status, 410, 'for who kept it too');
	assert.doesNotMatch((await everybody.get(`/fi/matters/${g.number}`)).text, /\/photos\//);
	await publishPhoto(g);
	assert.ok(isCovered(pixel((await bytesOf(everybody, open(g))).bytes, 'jpg', 100, 100)), 'only as it is covered');
	assert.equal((await bytesOf(everybody, `${open(g)}?as=sender`)).bytes.length, (await bytesOf(everybody, open(g))).bytes.length);
	// Taken off, by a person.
	await desk.submit(await desk.get(photo(g)), `${photo(g)}/hide`);
	assert.equal(await status(), 410);
	await publishPhoto(g);
	assert.equal(await status(), 200);
	// The text is hidden, and published again: the photo does not come back by itself.
	await act(desk, g.number, 'hide', { why: 'Tarkistetaan.' });
	assert.equal(await status(), 410);
	await publish(desk, g.number, { show_text: '1' });
	assert.equal(await status(), 410);
	await publishPhoto(g);
	assert.equal(await status(), 200);
	// The sender thinks again.
	const own = new Client(k.url);
	await own.submit(await own.get(`/follow/${g.code}`), `/follow/${g.code}/consent`, { may_publish: 'no' });
	for (const which of PICTURES) assert.equal(await status(which), 410);
	assert.equal((await bytesOf(everybody, open(g), tag)).status, 410);
	assert.match(textOf((await desk.get(photo(g))).text), /lupaa|julkaisulup/i);
});

test('a permission that did not speak of photos is none; what others sent is nobody\'s to publish; a confidential photo is behind a log', async () => {
	const g = await withPhoto();
	await answer(desk, g.number, { text: 'Keinu korjataan.', outcome: 'answered' }, '');
	await publish(desk, g.number, { show_text: '1' });
	query(k, `UPDATE matter SET consent_wording = 1 WHERE number = ${g.number.split('-')[1]}`);
	assert.match(textOf((await desk.get(photo(g))).text), /ajalta, jolloin se ei koskenut kuvia/);
	assert.equal((await bytesOf(new Client(k.url), open(g))).status, 404);
	const secret = await withPhoto({ may_publish: null });
	await act(desk, secret.number, 'confidential');
	const shown = await desk.get(at(secret.number));
	assert.doesNotMatch(shown.text, /<img/, 'no picture without a look that is written down');
	const before = query(k, "SELECT count(*) FROM event WHERE kind = 'viewed'");
	assert.equal((await bytesOf(desk, `${photo(secret)}/large.jpg`)).status, 303);
	assert.equal((await bytesOf(desk, `/staff/confidential/photos/${secret.id}/large.jpg`)).status, 200);
	assert.equal(Number(query(k, "SELECT count(*) FROM event WHERE kind = 'viewed'")), Number(before) + 1);
	assert.equal((await bytesOf(await staff(k, 'liikenne@esimerkkila.example'), `/staff/confidential/photos/${secret.id}/large.jpg`)).status, 404);
});

test('two hundred broken files and bombs in the real sandbox: each ends with a word, and nobody else with it', { skip: !existsSync(path.resolve('build/kaiku')) && 'needs build/kaiku' }, async () => {
	const r = await start({ matters: 0, bin: path.resolve('build/kaiku') });
	try {
		const seen = () => children(r.child.pid).map((c) => `${c.name} ${c.pid}`).sort().join();
		const before = seen();
		const files = [...broken(kinds(dir, 64, 48)), ...bombs(), ['hyva.jpg', good.jpg]];
		assert.ok(files.length > 200);
		let taken = 0;
		const client = new Client(r.url);
		for (let i = 0; i < files.length; i += 5) {
			const some = files.slice(i, i + 5).map(([n, b]) => ['photo', n, b, 'image/jpeg']);
			let page = await client.submit(await client.get('/fi/give'), '/fi/give', { first: 'on', text: 'Rikkinäisiä kuvia tästä paikasta.' }, { files: some });
			if (page.status === 422) page = await client.submit(page, '/fi/give', { first: 'on' }, { files: [] }); // some are no photos: the others go
			assert.equal(page.status, 200, some.map((f) => f[1]).join());
			taken += some.length;
		}
		await settled(r, 240000);
		const states = query(r, "SELECT state || ' ' || why || ' ' || count(*) FROM photo GROUP BY state, why ORDER BY 1").split('\n');
		assert.ok(states.every((s) => /^(made  |failed (broken|too_large|too_slow) )\d+$/.test(s)), states.join());
		assert.ok(Number(states.find((s) => s.startsWith('failed broken')).split(' ')[2]) > 100, states.join());
		assert.equal(query(r, "SELECT state FROM photo p JOIN attachment a ON a.tenant_id = p.tenant_id AND a.id = p.attachment_id WHERE a.name = 'hyva.jpg'"), 'made', 'a good one after all of them');
		assert.ok(Number(query(r, 'SELECT count(*) FROM photo')) > 150 && taken > 200);
		for (const [name] of bombs()) assert.equal(query(r, `SELECT why FROM photo p JOIN attachment a ON a.tenant_id = p.tenant_id AND a.id = p.attachment_id WHERE a.name = '${name}'`), 'too_large', name);
		assert.equal(seen(), before, 'no process was lost over them');
		assert.doesNotMatch(r.log, /child ended/);
		assert.doesNotMatch(r.log, /signal=31/, 'none had to be stopped for what it tried');
		const made = query(r, "SELECT count(*) FROM picture");
		assert.equal(Number(made), 4 * Number(query(r, "SELECT count(*) FROM photo WHERE state = 'made'")), 'four pictures of each that was made');
		assert.equal((await client.get('/fi/')).status, 200);
	} finally { await r.stop(); }
});
