// desk.mjs: the staff at work on a matter, for tests.
import assert from 'node:assert/strict';
import { Client, STAFF, forms, give, unescape } from './kaiku.mjs';

export const at = (number, rest = '') => `/staff/matters/${number}${rest}`;
export const textOf = (html) => unescape(html.replace(/<script[\s\S]*?<\/script>/g, '').replace(/<[^>]+>/g, ' ')).replace(/\s+/g, ' ');

/** Signs in, once a municipality and person. */
const people = new Map();
export async function staff(k, mail = STAFF.desk, password = STAFF.password) {
	const key = `${k.url} ${mail}`;
	if (!people.has(key)) {
		const c = new Client(k.url);
		const page = await c.login(mail, password);
		assert.ok([...c.cookies.keys()].some((n) => n.includes('session')), `${mail} signs in: ${page.status}`);
		people.set(key, c);
	}
	return people.get(key);
}

/** The hidden fields of the form on a matter's page that posts to this act. */
export function form(page, act) {
	return forms(page.text).find((f) => f.method === 'post' && f.action.endsWith(`/${act}`));
}
export const fieldOf = (page, act, name) => form(page, act)?.fields.find(([n]) => n === name)?.[1];

/** One act on the page of a matter, as a person does it. */
export async function act(c, number, name, values = {}, options = {}) {
	const page = await c.get(at(number));
	assert.equal(page.status, 200, `${number}: ${page.status}`);
	return c.submit(page, `${at(number)}/${name}`, values, options);
}

/** The value of the choice "to" for a unit or a person by name. */
export function target(page, label) {
	const found = [...page.text.matchAll(/<option value="([up]\d+|t)"[^>]*>([^<]*)</g)].find(([, , l]) => unescape(l) === label);
	assert.ok(found, `${label} in the list of targets`);
	return found[1];
}

export async function route(c, number, label, values = {}) {
	const page = await c.get(at(number));
	return c.submit(page, `${at(number)}/route`, { to: target(page, label), ...values });
}

/** Write, preview, send. */
export async function answer(c, number, values, kind = '') {
	const write = await c.get(at(number, `/answer${kind && `?kind=${kind}`}`));
	const preview = await c.submit(write, `${at(number)}/answer`, { ...values, step: 'preview' });
	assert.equal(preview.status, 200, textOf(preview.text).slice(0, 300));
	return c.submit(preview, `${at(number)}/answer`, { step: 'send' });
}

/** Publishes what the page proposes, with changes. */
export async function publish(c, number, values = {}) {
	const page = await c.get(at(number, '/publish'));
	return c.submit(page, `${at(number)}/publish`, values);
}

export async function given(k, values = {}, options = {}) {
	const g = await give(k, { text: 'Keinu on rikki leikkipuistossa.', ...values }, options);
	assert.ok(g.number && g.code, `a receipt: ${g.page.status} ${textOf(g.page.text).slice(0, 300)}`);
	return g;
}

/** The numbers a queue or a search shows. */
export const numbers = (page) => [...page.text.matchAll(/\/staff\/matters\/(20\d\d-\d+)(?=[?"])/g)].map((m) => m[1]);

/** Is the matter in this queue, on whichever of its pages? */
export async function inQueue(c, queue, number) {
	let page = await c.get(`/staff/queue/${queue}`);
	for (;;) {
		assert.equal(page.status, 200, `${queue}: ${page.status}`);
		if (numbers(page).includes(number)) return true;
		const next = page.text.match(/<a[^>]*href="([^"]*)" rel="next"/);
		if (!next) return false;
		page = await c.get(unescape(next[1]));
	}
}

/** The mails a relay took for an address, decoded. */
export const mailsTo = (post, address) => post.taken.filter((m) => [].concat(m.to).join().includes(address))
	.map((m) => m.data.replace(/=\?UTF-8\?Q\?(.*?)\?=/gi, (_, q) => q.replaceAll('_', ' ')).replace(/=\r?\n/g, '')
		.replace(/(?:=[0-9A-F]{2})+/g, (q) => Buffer.from(q.replaceAll('=', ''), 'hex').toString()));
