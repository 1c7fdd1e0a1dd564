// The demo's passwords are in the README: they must open nothing from elsewhere.
import test from 'node:test';
import assert from 'node:assert/strict';
import { start, Client, STAFF } from '../lib/kaiku.mjs';

test('demo sign-ins work on this machine only', async (t) => {
	const k = await start({ args: ['--trusted-proxies', '127.0.0.1'] });
	t.after(() => k.stop());
	const here = await new Client(k.url).login(STAFF.desk);
	assert.equal(here.status, 200);
	assert.match(here.url, /^\/staff\/queue\//);
	const afar = new Client(k.url, { 'x-forwarded-for': '192.0.2.7' });
	const refused = await afar.login(STAFF.desk);
	assert.equal(refused.status, 403);
	assert.equal(afar.cookies.size, 0);
	assert.match(refused.text, new RegExp(STAFF.desk), 'what was typed stays');
	assert.equal((await afar.get('/staff/queue/all', { follow: false })).status, 303);
});

test('kaiku demo does nothing twice and leaves nothing half made', async (t) => {
	const k = await start({ matters: 40 });
	t.after(() => k.stop());
	const list = await new Client(k.url).get('/fi/matters');
	assert.equal(list.status, 200);
	assert.equal((await new Client(k.url).get('/health')).status, 200);
});
