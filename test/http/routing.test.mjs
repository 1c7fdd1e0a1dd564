// Between the units: accepted, handed on, given back; through the pages.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { STAFF, start } from '../lib/kaiku.mjs';
import { act, at, form, given, numbers, route, staff, target, textOf } from '../lib/desk.mjs';

let k, desk, expert, parks;

before(async () => {
	k = await start();
	desk = await staff(k);
	expert = await staff(k, STAFF.expert);
	parks = await staff(k, 'puistot@esimerkkila.example');
});
after(() => k?.stop());

test('a unit accepts what is handed to it', async () => {
	const g = await given(k, { topic: 'street_maintenance' });
	let page = await expert.get(at(g.number));
	assert.match(textOf(page.text), /odottaa hyväksyntää Yksikön on hyväksyttävä asia viimeistään \d+\.\d+\.\d+/);
	page = await act(expert, g.number, 'accept');
	assert.match(page.text, /Asia on nyt yksikkösi/);
	assert.ok(!form(page, 'accept'), 'once');
	assert.doesNotMatch(textOf(page.text), /odottaa hyväksyntää/);
	assert.match(textOf(page.text), /hyväksyttiin yksikköön Eero Katunen/);
});

test('taking it is accepting it', async () => {
	const g = await given(k, { topic: 'street_maintenance' });
	const page = await act(expert, g.number, 'take');
	assert.ok(!form(page, 'accept'));
});

test('handed on with a note, given back with a reason', async () => {
	const g = await given(k, { topic: 'street_maintenance', text: 'Puistokatu on poikki kaatuneen puun takia.' });
	let page = await route(expert, g.number, 'Puistot ja luonto');
	assert.equal(page.status, 422);
	assert.match(page.text, /Kirjoita toiselle yksikölle, miksi asia siirretään/);
	page = await route(expert, g.number, 'Puistot ja luonto', { note: 'Puu on teidän.' });
	assert.match(page.text, /Asia on ohjattu/);

	page = await parks.get(at(g.number));
	assert.match(textOf(page.text), /Asia palaa: Kadut ja liikenne/);
	page = await parks.submit(page, `${at(g.number)}/return`, { why: ' ' });
	assert.equal(page.status, 422);
	assert.match(page.text, /Kirjoita, miksi asia palautetaan/);
	page = await parks.submit(page, `${at(g.number)}/return`, { why: 'Puu kasvoi katualueella.' });
	assert.match(page.text, /Asia on palautettu/);
	assert.ok(page.url.startsWith('/staff/queue/'), 'it is no longer theirs to see');
	assert.equal((await parks.get(at(g.number))).status, 404);

	page = await act(expert, g.number, 'return', { why: 'Kiinteistön puu, ei meidän.' });
	assert.match(page.text, /Asia on palautettu/);
	page = await desk.get(at(g.number));
	assert.match(textOf(page.text), /palautettu Palautti: Kadut ja liikenne/);
	assert.match(page.text, /Puu kasvoi katualueella/);
	const queue = await desk.get('/staff/queue/triage');
	assert.ok(numbers(queue).includes(g.number));
	assert.match(queue.text, /palautettu/);
	assert.doesNotMatch((await g.client.get(`/follow/${g.code}`)).text, /katualueella|Kiinteistön puu|Puu on teidän/, 'notes are for the house');
});

test('a version clash keeps the reason that was typed', async () => {
	const g = await given(k, { topic: 'street_maintenance' });
	const page = await expert.get(at(g.number));
	await act(expert, g.number, 'accept');
	const again = await expert.submit(page, `${at(g.number)}/return`, { why: 'Syy jota en kirjoita toista kertaa.' });
	assert.equal(again.status, 409);
	assert.match(again.text, /Syy jota en kirjoita toista kertaa/);
});

test('a unit where nobody works is no target', async () => {
	const g = await given(k);
	const page = await desk.get(at(g.number));
	assert.throws(() => target(page, 'Sivistys ja vapaa-aika'));
	target(page, 'Kadut ja liikenne');
});
