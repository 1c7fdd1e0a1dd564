// Every text of test/vectors tried as a public version: whatever its detectors
// find must be resolved by a person first, whatever they leave alone is public.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Client, STAFF, start } from '../lib/kaiku.mjs';
import { at, fieldOf, given, staff, textOf } from '../lib/desk.mjs';

let k, expert, anyone;
before(async () => {
	k = await start({ matters: 1 });
	expert = await staff(k, STAFF.expert);
	anyone = new Client(k.url);
});
after(() => k?.stop());

const files = ['hetu', 'phone', 'iban', 'plate', 'business_id'];
const vectors = Object.fromEntries(files.map((f) => [f, JSON.parse(readFileSync(`test/vectors/${f}.json`, 'utf8')).detect]));
const squeeze = (s) => s.replace(/\s+/g, ' ').trim();

/** Tries the text as the public text, and as the public title when it fits; answers the last page. */
async function attempt(page, values) {
	return expert.submit(page, '/publish', { title: '', text: 'Pelkkää asiaa.', show_text: '1', ...values });
}

for (const file of files)
	test(`${file}: ${vectors[file].length} texts`, async () => {
		const g = await given(k, { topic: 'street_maintenance', text: 'Sillan kaide on irti keskeltä.', may_publish: '1' });
		const page = await expert.get(at(g.number, '/publish'));
		let found = 0;
		for (const { text, expect } of vectors[file]) {
			const wanted = expect.filter((h) => h.verdict !== 'keep');
			if (!wanted.length) continue; // other detectors may still find something: below
			found++;
			const fields = [{ text }];
			if ([...text].length <= 80 && !/[\n\r]/.test(text)) fields.push({ title: text });
			for (const values of fields) {
				const r = await attempt(page, values);
				const [name] = Object.keys(values);
				assert.equal(r.status, 422, `${name}: ${text}`);
				assert.ok(r.text.includes(`<a href="#${name}">`), `the summary leads to ${name}: ${text}`);
				for (const h of wanted) assert.ok(squeeze(textOf(r.text)).includes(squeeze(h.match)), `${h.match} is shown: ${text}`);
				assert.equal(fieldOf(r, 'publish', name).replaceAll('\r\n', '\n'), text, 'nothing typed is lost');
			}
		}
		assert.ok(found > 0 || file === 'business_id', 'something was to be found');
		assert.equal((await anyone.get(`/fi/matters/${g.number}`)).status, 404, 'nothing became public');
	});

test('what no detector finds is published as it is', async () => {
	// A text that one file leaves alone may hold what another file finds: those of none.
	const clean = Object.values(vectors).flat().filter(({ text, expect }) => expect.every((h) => h.verdict === 'keep') && !/@/.test(text));
	assert.ok(clean.length > 40, `${clean.length}`);
	const g = await given(k, { topic: 'street_maintenance', text: 'Sillan kaide on irti keskeltä.', may_publish: '1' });
	let shown = 0;
	const refused = [];
	for (const { text } of clean) {
		const r = await attempt(await expert.get(at(g.number, '/publish')), { text });
		if (r.status === 422) { refused.push(text); continue; }
		assert.match(r.url, /done=published/, text);
		assert.ok(squeeze(textOf((await anyone.get(`/fi/matters/${g.number}`)).text)).includes(squeeze(text)), text);
		shown++;
	}
	assert.ok(shown > clean.length / 2, `${shown} of ${clean.length}; refused: ${refused.join(' | ')}`);
});
