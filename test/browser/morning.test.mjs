// An info desk's morning: twenty messages of the corpus are routed, answered,
// noted and handed on, by mouse and by keyboard alone. Clicks are counted:
// routing takes two, an answer from a template three.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { DESK, PHONE, axe, fits, stage, targets, watch } from './browser.mjs';
import { STAFF, give, query } from '../lib/kaiku.mjs';
import { at } from '../lib/desk.mjs';
import { Keyboard, look } from './keys.mjs';
import { signIn } from './steps.mjs';
import { named, w } from './words.mjs';

const t = (id, values) => w('fi', id, values);
const shot = (page, name) => process.env.SHOTS && page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
const corpus = readFileSync('data/feedback_corpus.jsonl', 'utf8').trim().split('\n').map((l) => JSON.parse(l))
	.filter((m) => m.lang === 'fi' && !m.sensitive && !m.pii.length && m.text.length > 20).slice(0, 20);
let k, browser, queue;

stage({ workers: 2, matters: 0, delay: 120 }, async (s) => {
	({ k, browser } = s);
	// Fourteen that nobody has directed, six at the streets' unit.
	for (const [i, m] of corpus.entries())
		await give(k, { text: m.text, ...(i < 14 ? {} : { topic: 'street_maintenance', type: 'question', email: `a${i}@posti.example` }) });
});

async function person(mail) {
	const context = await browser.newContext({ viewport: DESK, locale: 'fi' });
	context.setDefaultTimeout(15000);
	const page = await context.newPage();
	const bad = watch(page, k.url);
	return { context, page, bad };
}
const numbersOf = (page) => page.locator('.queue .what .number').allInnerTexts();
const state = (number, what = 'handling') => query(k, `SELECT ${what} FROM matter WHERE number = ${number.split('-')[1]}`);
const onPage = (page, number) => page.waitForURL((u) => u.pathname === at(number));

/** Every click of a mouse, counted. */
const mouse = (page) => ({
	clicks: 0,
	async on(what) { this.clicks++; await what.click(); },
	async pick(select, label) { this.clicks++; await select.selectOption({ label }); },
});

test('by mouse: routed in two clicks each, the rest together', async () => {
	const { context, page, bad } = await person();
	await signIn(page, k, STAFF.desk, 'fi');
	queue = await numbersOf(page);
	assert.equal(queue.length, 14);
	await axe(page, 'the queue');
	await fits(page, 'the queue');
	await shot(page, 'queue-desk');
	await page.locator('.queue .what a').first().click();
	for (const number of queue.slice(0, 6)) {
		await onPage(page, number);
		const m = mouse(page);
		await m.pick(page.locator('#to'), named('fi', 'puistot'));
		await m.on(page.getByRole('button', { name: t('desk_route_button'), exact: true }));
		await page.getByText(t('desk_done_routed_on', { number })).waitFor();
		assert.ok(m.clicks <= 2, `${m.clicks} clicks`);
		assert.equal(state(number), 'assigned');
	}
	await shot(page, 'matter-desk');
	// Four that say the same go together.
	await page.goto(`${k.url}/staff/queue/triage`);
	const m = mouse(page);
	for (const number of queue.slice(6, 10)) await m.on(page.getByRole('checkbox', { name: t('batch_pick', { number }) }));
	assert.equal(await page.locator('[data-pick-count]').innerText(), '4');
	await shot(page, 'queue-picked');
	await m.on(page.locator('.batch-bar').getByRole('button', { name: t('batch_act_route') }));
	await page.waitForURL(/\/staff\/batch\?/);
	await axe(page, 'many together');
	await shot(page, 'batch-desk');
	await m.pick(page.locator('#to'), named('fi', 'kadut'));
	await m.on(page.getByRole('button', { name: t('batch_route', { n: 4 }) }));
	await page.getByText(t('batch_done_summary', { n: 4, all: 4 })).waitFor();
	assert.ok(m.clicks <= 2 * 4, `${m.clicks} clicks for four`);
	await axe(page, 'what became of them');
	await shot(page, 'batch-done');
	await page.goto(`${k.url}/staff/queue/triage`);
	await page.locator('[data-pick-all]').click();
	assert.equal(await page.locator('[data-pick-count]').innerText(), '4', 'all that is left');
	await page.setViewportSize(PHONE);
	await fits(page, 'the queue on a phone');
	await targets(page, 'the queue on a phone');
	await shot(page, 'queue-phone');
	assert.deepEqual(bad, []);
	await context.close();
});

test('by mouse: an answer from a template in three clicks, undone and sent again', async () => {
	const { context, page, bad } = await person();
	await signIn(page, k, STAFF.expert, 'fi');
	const mine = await numbersOf(page);
	assert.equal(mine.length, 10, 'six by their topic, four by the desk');
	const own = mine.filter((n) => state(n, 'type') === 'question').slice(0, 3);
	await page.locator('.queue .what a').filter({ hasText: own[0] }).click();
	await onPage(page, own[0]);
	for (const [i, number] of own.entries()) {
		const m = mouse(page);
		if (i) await page.goto(`${k.url}${at(number)}?from=unit`);
		await m.on(page.locator('.quick a').first());
		await m.on(page.getByRole('button', { name: t('desk_preview_button'), exact: true }));
		await m.on(page.getByRole('button', { name: t('desk_answer_send'), exact: true }));
		await page.locator('.undo').waitFor();
		assert.ok(m.clicks <= 3, `${m.clicks} clicks`);
		assert.equal(state(number), 'answered');
		assert.notEqual(new URL(page.url()).pathname, at(number), 'the next one is there already');
	}
	await axe(page, 'the next matter with an answer to undo');
	await shot(page, 'undo-desk');
	await page.locator('.undo').getByRole('button', { name: t('undo_button') }).click();
	await page.waitForURL(/done=undone/);
	assert.ok((await page.locator('#text').inputValue()).length > 20);
	assert.notEqual(state(own[2]), 'answered');
	await page.getByRole('button', { name: t('desk_preview_button'), exact: true }).click();
	await page.getByRole('button', { name: t('desk_answer_send'), exact: true }).click();
	await page.locator('.undo').waitFor();
	assert.equal(state(own[2]), 'answered');
	assert.deepEqual(bad, []);
	await context.close();
});

test('by keyboard alone: single keys through the queue, no pointer', async () => {
	const { context, page, bad } = await person();
	const keys = await Keyboard.of(page);
	await page.goto(`${k.url}/staff/login?lang=fi`);
	await keys.type(t('staff_mail'), STAFF.desk);
	await keys.type(t('login_password'), STAFF.password);
	await keys.follow();
	const left = await numbersOf(page);
	assert.equal(left.length, 4);
	const focus = async () => (await look(page)).name.match(/20\d\d-\d+/)?.[0];
	await keys.press('?');
	await page.locator('#keys').waitFor();
	await axe(page, 'the list of keys');
	await shot(page, 'keys');
	await keys.press('Escape');
	// j and k walk, and stop at the ends.
	for (const [key, i] of [['j', 0], ['j', 1], ['k', 0], ['k', 0], ['j', 1], ['j', 2], ['j', 3], ['j', 3]]) {
		await keys.press(key);
		assert.equal(await focus(), left[i], key);
		assert.deepEqual((await look(page)).wrong, []);
	}
	await keys.press('x');
	assert.ok(await page.locator('.queue tbody tr').nth(3).locator('input').isChecked());
	// A note to the first: n, words, and on.
	for (const key of ['k', 'k', 'k']) await keys.press(key);
	await keys.follow('n');
	assert.equal((await look(page)).id, 'text', 'the note is open and has the focus');
	await page.keyboard.type('Soitettu huoltoon, jk? /n');
	await keys.go('button', t('desk_note_button'));
	await keys.reads('Soitettu huoltoon, jk? /n');
	assert.equal(new URL(page.url()).pathname, at(left[0]), 'letters in a field are letters');
	// Routed by r, then the next by itself; j passes one by, u leads back.
	await keys.press('r');
	await keys.select(t('desk_route_to'), named('fi', 'kadut'));
	await keys.go('button', t('desk_route_button'));
	assert.equal(new URL(page.url()).pathname, at(left[1]));
	await keys.follow('j');
	assert.equal(new URL(page.url()).pathname, at(left[2]));
	await keys.follow('u');
	assert.equal((await numbersOf(page)).length, 3);
	await keys.press('/');
	assert.equal((await look(page)).id, 'q');
	// An answer from the queue: a, words, preview, send.
	await page.reload();
	await keys.press('j');
	await keys.follow('a');
	assert.equal(new URL(page.url()).pathname, at(left[1], '/answer'));
	await keys.type(t('desk_answer_text'), 'Kiitos palautteesta. Asia on hoidettu tänään.');
	await keys.go('button', t('desk_preview_button'));
	await keys.go('button', t('desk_answer_send'));
	await keys.reads(t('undo_button'));
	assert.equal(state(left[1]), 'answered');
	// Handed on by o and r.
	await page.goto(`${k.url}/staff/queue/triage`);
	await keys.press('j');
	await keys.follow('o');
	await keys.press('r');
	await keys.select(t('desk_route_to'), named('fi', 'vesi'));
	await keys.go('button', t('desk_route_button'));
	assert.equal(state(left[2]), 'assigned');
	// Switched off, the letters do nothing.
	await page.goto(`${k.url}/staff/account`);
	const box = await keys.to('field', t('keys_use'));
	assert.ok(box.checked);
	await keys.press(' ');
	await keys.go('button', t('keys_save'));
	await page.goto(`${k.url}/staff/queue/triage`);
	for (const key of ['j', 'o', '?', '/']) await keys.press(key);
	assert.equal(await look(page), null);
	assert.equal(new URL(page.url()).pathname, '/staff/queue/triage');
	assert.equal(await page.locator('dialog').count(), 0);
	await keys.done();
	assert.deepEqual(bad, []);
	await context.close();
});

test('two at one matter see each other without asking', async () => {
	const [a, b] = [await person(), await person()];
	await signIn(a.page, k, STAFF.desk, 'fi');
	await signIn(b.page, k, STAFF.expert, 'fi');
	const [number] = await numbersOf(b.page);
	const seen = a.page.waitForResponse((r) => r.url().endsWith('/here'));
	await a.page.goto(`${k.url}${at(number)}`);
	await seen;
	await b.page.reload();
	const row = b.page.locator(`[data-here-of="${number}"]`);
	await row.waitFor({ state: 'visible' });
	assert.match(await row.innerText(), /Aino Neuvonen/);
	await shot(b.page, 'here-queue');
	await b.page.goto(`${k.url}${at(number)}`);
	await b.page.locator('#here').waitFor({ state: 'visible' });
	await axe(b.page, 'a matter that somebody else has open');
	await shot(b.page, 'here-matter');
	for (const p of [a, b]) { assert.deepEqual(p.bad, []); await p.context.close(); }
});
