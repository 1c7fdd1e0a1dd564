// The looks of a municipality: its colour and logo on every page, readable
// whatever is chosen, cached for ever under names that change with them.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Client, STAFF, forms, run, start } from '../lib/kaiku.mjs';
import { staff, textOf } from '../lib/desk.mjs';

const LOOK = '/staff/admin/look';
let k, admin, anyone;
before(async () => {
	k = await start();
	admin = await staff(k, STAFF.admin);
	anyone = new Client(k.url);
});
after(() => k?.stop());

const themeOf = (page) => page.text.match(/<link rel="stylesheet" href="(\/theme\/[0-9a-f]{16}\.css)">/)?.[1];
const logoOf = (page) => page.text.match(/<img class="logo" src="(\/theme\/logo-[0-9a-f]{16}\.\w+)" width="(\d+)" height="(\d+)" alt="">/);
const save = async (accent, values = {}) => admin.submit(await admin.get(LOOK), LOOK, { accent, do: 'save', ...values });

/** A PNG of this size, black, with real checksums not needed: what we read is its head. */
const png = (width, height, bytes = 200) => {
	const b = Buffer.alloc(bytes);
	Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(b);
	b.writeUInt32BE(width, 16);
	b.writeUInt32BE(height, 20);
	return b;
};
async function upload(bytes, type = 'image/png', values = {}) {
	const page = await admin.get(LOOK);
	const fields = forms(page.text).find((f) => f.action.endsWith('/logo')).fields;
	const files = bytes ? [['logo', 'logo.png', bytes, type]] : undefined;
	return admin.post(`${LOOK}/logo`, [...fields, ...Object.entries(values)], files ? { files } : {});
}

test('a colour is shown first, then it is on every page, as a file that is kept for ever', async () => {
	assert.equal(themeOf(await anyone.get('/fi')), undefined);
	const look = await admin.submit(await admin.get(LOOK), LOOK, { accent: 'FFD500', do: 'look' });
	assert.equal(look.status, 200);
	assert.match(textOf(look.text), /Tummensimme väriä/);
	assert.doesNotMatch(textOf(look.text), /Vaalensimme/);
	assert.match(look.text, /fill="#ffd500"/);
	assert.equal(themeOf(await anyone.get('/fi')), undefined, 'nothing is saved yet');
	assert.match((await admin.submit(look, LOOK, { do: 'save' })).url, /done=saved/);
	const file = themeOf(await anyone.get('/sv'));
	assert.ok(file);
	for (const [client, page] of [[anyone, '/en/give'], [anyone, '/fi/nothing'], [admin, '/staff/queue/all']]) assert.equal(themeOf(await client.get(page)), file);
	for (const client of [anyone, admin]) {
		const css = await client.get(file);
		assert.equal(css.status, 200);
		assert.match(css.headers.get('content-type'), /^text\/css/);
		assert.equal(css.headers.get('cache-control'), 'public, max-age=31536000, immutable');
		assert.equal(css.headers.get('set-cookie'), null);
		assert.match(css.text, /^:root\{--accent:#ffd500;--brand:#[0-9a-f]{6};[^]*prefers-color-scheme:dark/);
		assert.ok(css.text.length < 700);
	}
	await save('#7a0019');
	const next = themeOf(await anyone.get('/fi'));
	assert.notEqual(next, file, 'another colour, another address');
	const old = await anyone.get(file);
	assert.match(old.text, /--accent:#7a0019/, 'an older page gets what is valid now');
	assert.equal(old.headers.get('cache-control'), 'no-cache');
	await save('');
	assert.equal(themeOf(await anyone.get('/fi')), undefined);
	assert.equal((await anyone.get(next)).status, 404);
});

test('no colour is refused with a word, a clash shows both', async () => {
	for (const accent of ['red', '#12', '#0b5563;}body{display:none', '"><script>']) {
		const bad = await save(accent);
		assert.equal(bad.status, 422);
		assert.match(bad.text, /href="#accent"/);
		assert.ok(forms(bad.text).some((f) => f.fields.some(([n, v]) => n === 'accent' && v === accent)), 'what was typed stays');
		assert.doesNotMatch(bad.text, /"><script>/);
	}
	const [one, two] = [await admin.get(LOOK), await admin.get(LOOK)];
	await admin.submit(one, LOOK, { accent: '#004400', do: 'save' });
	const clash = await admin.submit(two, LOOK, { accent: '#440000', do: 'save' });
	assert.equal(clash.status, 409);
	assert.match(textOf(clash.text), /#004400 #440000/);
	await save('');
});

test('a logo is kept, shown with its size, and removed; what is no logo is refused', async () => {
	assert.match((await upload(png(320, 80))).url, /done=saved/);
	const [, src, width, height] = logoOf(await anyone.get('/fi'));
	assert.deepEqual([width, height], ['320', '80']);
	const r = await fetch(k.url + src);
	assert.equal(r.headers.get('content-type'), 'image/png');
	assert.equal(r.headers.get('cache-control'), 'public, max-age=31536000, immutable');
	assert.equal(r.headers.get('x-content-type-options'), 'nosniff');
	assert.deepEqual(Buffer.from(await r.arrayBuffer()), png(320, 80));
	assert.equal(logoOf(await admin.get('/staff/queue/all'))[1], src);
	for (const [what, bytes, type, says] of [
		['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 'image/svg+xml', /PNG-, JPEG- tai WebP-kuva/],
		['a PDF', Buffer.from('%PDF-1.4\n%%EOF\n'), 'application/pdf', /PNG-, JPEG- tai WebP-kuva/],
		['HTML that says it is a PNG', Buffer.from('<html><script>alert(1)</script>'), 'image/png', /PNG-, JPEG- tai WebP-kuva/],
		['a long strip', png(900, 100), 'image/png', /kahdeksan kertaa/],
		['a wall', png(30000, 30000), 'image/png', /PNG-, JPEG- tai WebP-kuva/],
		['too many bytes', png(320, 80, 102401), 'image/png', /liian suuri/],
		['nothing', null, '', /PNG-, JPEG- tai WebP-kuva/],
	]) {
		const bad = await upload(bytes, type);
		assert.equal(bad.status, 422, what);
		assert.match(textOf(bad.text), says, what);
		assert.equal(logoOf(bad)[1], src, `${what}: the logo stays`);
	}
	for (const name of ['logo-0000000000000000.png', '..%2fkey', 'logo-..png']) assert.ok([400, 404].includes((await anyone.get(`/theme/${name}`)).status), name);
	await upload(null, '', { remove: '1' });
	assert.equal(logoOf(await anyone.get('/fi')), null);
	assert.equal((await anyone.get(src)).status, 404);
});

test('a backup takes the logo along', async () => {
	await upload(png(64, 64));
	const [, src] = logoOf(await anyone.get('/fi'));
	const to = path.join(mkdtempSync(path.join(os.tmpdir(), 'kaiku-look-')), 'varmuus');
	const made = run(['backup', '--data', k.dir, ...(k.db ? ['--db', k.db] : []), '--to', to]);
	assert.equal(made.status, 0, made.stderr);
	assert.deepEqual(readFileSync(`${to}/esimerkkila/files/${src.split('/').pop()}`), png(64, 64));
	rmSync(path.dirname(to), { recursive: true });
});
