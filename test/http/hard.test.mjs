// Hard messages: help first when a life is in danger, spam and its way back,
// evidence that stays as it is.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, STAFF, start } from '../lib/kaiku.mjs';
import { at, given, staff, textOf } from '../lib/desk.mjs';

let k, desk;

before(async () => {
	k = await start();
	desk = await staff(k);
});
after(() => k?.stop());

/** The receipt page of a message sent by a plain form. */
async function send(lang, values) {
	const c = new Client(k.url);
	const page = await c.get(`/${lang}/give`);
	return c.submit(page, `/${lang}/give`, values);
}

const numberOf = (page) => page.text.match(/class="number">(20\d\d-\d+)</)[1];
const codeOf = (page) => page.text.match(/\/follow\/([^"<?]+)"/)[1];

test('who writes of harming themselves sees help first, in their language', async () => {
	for (const [lang, text, words] of [
		['fi', 'Olen yksin, enkä näe ulospääsyä. En jaksa enää elää.', /Apua on heti saatavilla.*112.*Kriisipuhelimessa.*09 2525 0111/],
		['sv', 'Jag är ensam. Jag vill inte längre leva.', /Det finns hjälp genast.*112.*kristelefonen.*09 2525 0111/],
		['en', 'I am alone and I want to die.', /Help is there right away.*112.*crisis line.*09 2525 0111/],
	]) {
		const receipt = await send(lang, { text });
		assert.equal(receipt.status, 200);
		assert.match(textOf(receipt.text), words);
		assert.ok(receipt.text.indexOf('id="help"') < receipt.text.indexOf('class="notice success"'), 'first of all');
		const followed = await new Client(k.url).get(`/follow/${codeOf(receipt)}`);
		assert.match(textOf(followed.text), words);
		const page = await desk.get(at(numberOf(receipt)));
		assert.match(textOf(page.text), /Lue tämä ensin: kirjoittaja voi olla hengenvaarassa/);
		assert.ok(page.text.indexOf('id="help"') < page.text.indexOf('id="message"'));
	}
});

test('a child at risk: the duty to notify, and the phone the city has set', async () => {
	const receipt = await send('fi', { text: 'Naapurissa isä lyö lapsiaan joka ilta.' });
	assert.match(textOf(receipt.text), /ota yhteys oman alueesi lastensuojeluun/);
	assert.doesNotMatch(textOf(receipt.text), /Kriisipuhelimessa/);
	const admin = await staff(k, STAFF.admin);
	const settings = await admin.get('/staff/admin/settings');
	await admin.submit(settings, '/staff/admin/settings', { child_protection_phone: '09 310 44450' });
	const page = await desk.get(at(numberOf(receipt)));
	assert.match(textOf(page.text), /Lue tämä ensin: lapsi voi olla vaarassa.*lastensuojelulaki 25 §.*09 310 44450/);
	assert.match(page.text, /href="tel:0931044450"/);
});

test('what is added later counts too, and everyday messages show nothing', async () => {
	const receipt = await send('fi', { text: 'Liukastuin ja satutin itseni. Lapset ovat vaarassa suojatiellä.' });
	assert.doesNotMatch(receipt.text, /id="help"/);
	const c = new Client(k.url);
	const page = await c.get(`/follow/${codeOf(receipt)}`);
	assert.doesNotMatch(page.text, /id="help"/);
	const added = await c.submit(page, `/follow/${codeOf(receipt)}/reply`, { text: 'Haluan vain kuolla.' });
	assert.match((await c.get(`/follow/${codeOf(receipt)}`)).text, /id="help"/);
	assert.match((await desk.get(at(numberOf(receipt)))).text, /id="help"/);
	assert.ok(added.status < 400);
});
