// group.mjs: many as one, as a person at the desk does it.
import assert from 'node:assert/strict';
import { query, unescape } from './kaiku.mjs';
import { act, at, textOf } from './desk.mjs';

export const groupOf = async (who, number) => (await who.get(at(number))).text.match(/href="(\/staff\/groups\/\d+)"/)?.[1];
/** Puts all of them together; the address of their group. */
export async function joined(who, all) {
	for (const g of all.slice(1)) assert.equal((await act(who, g.number, 'join', { with: all[0].number })).status, 200);
	return groupOf(who, all[0].number);
}
/** The same for very many, without a click for each. */
export async function joinedAtOnce(k, who, all) {
	const group = await joined(who, all.slice(0, 2));
	query(k, `INSERT INTO matter_group (tenant_id, matter_id, group_id) SELECT tenant_id, id, ${group.split('/').pop()} FROM matter WHERE number_year = ${all[0].number.split('-')[0]} AND number IN (${all.slice(2).map((g) => g.number.split('-')[1]).join()})`);
	return group;
}
/** What stands in a field of several lines. */
export const areaOf = (page, name) => unescape(page.text.match(new RegExp(`<textarea id="${name}"[^>]*>\\n?([\\s\\S]*?)</textarea>`))[1]);
/** Write, preview, send. */
export async function sayToAll(who, group, values, options) {
	const preview = await who.submit(await who.get(`${group}/answer`), `${group}/answer`, { ...values, step: 'preview' }, options);
	assert.equal(preview.status, 200, textOf(preview.text).slice(0, 600));
	return who.submit(preview, `${group}/answer`, { step: 'send' });
}
