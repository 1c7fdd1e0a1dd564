// The whole main job in Chromium, against the real binary: a resident on a
// phone gives feedback, the desk routes it, the expert answers and publishes,
// the resident reads, is not satisfied, takes the permission back. In three
// languages, and once without scripts; axe-core finds nothing on the way.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESK, PHONE, axe, axeOfCopy, fits, stage, watch } from './browser.mjs';
import { STAFF } from '../lib/kaiku.mjs';
import { answer, button, give, inMain, photo, press, route, said, signIn, signOut, silent, unfold, writeNote } from './steps.mjs';
import { LANGS, named, speaks, w } from './words.mjs';

let k, browser, picture;

stage({ workers: 2 }, async (s) => {
	({ k, browser } = s);
	picture = await photo(browser);
});

const said_by = {
	fi: {
		text: 'Koulutien ja Rantatien risteyksessä on iso kuoppa. Pyörällä siihen on helppo kaatua pimeällä.',
		nickname: 'Pyöräilijä', title: 'Kuoppa Koulutiellä',
		note: 'Soitin urakoitsijalle, tulevat torstaina.',
		interim: 'Kiitos ilmoituksesta. Käymme katsomassa kuoppaa huomenna.',
		answer: 'Kuoppa on nyt paikattu. Kiitos, että kerroit siitä.',
		reply: 'Kuvassa näkyy, miten syvä se on.', why: 'Toinen kuoppa jäi vielä auki.',
	},
	sv: {
		text: 'Det finns ett stort hål i korsningen av Skolvägen och Strandvägen. Man faller lätt med cykel i mörkret.',
		nickname: 'Cyklisten', title: 'Ett hål på Skolvägen',
		note: 'Jag ringde entreprenören, de kommer på torsdag.',
		interim: 'Tack för din anmälan. Vi ser på hålet i morgon.',
		answer: 'Hålet är nu lagat. Tack för att du berättade om det.',
		reply: 'På bilden ser man hur djupt det är.', why: 'Det andra hålet är fortfarande öppet.',
	},
	en: {
		text: 'There is a large pothole where School Road meets Shore Road. It is easy to fall with a bicycle in the dark.',
		nickname: 'Cyclist', title: 'A pothole on School Road',
		note: 'I rang the contractor, they come on Thursday.',
		interim: 'Thank you for telling us. We will look at the hole tomorrow.',
		answer: 'The hole has now been filled. Thank you for telling us about it.',
		reply: 'The picture shows how deep it is.', why: 'The other hole is still open.',
	},
};
const DATES = { fi: /\d{1,2}\.\d{1,2}\.20\d\d/, sv: /\d{1,2} \p{L}+ 20\d\d|\d{1,2}\.\d{1,2}\.20\d\d/u, en: /\d{1,2} \p{L}+ 20\d\d/u };

const scriptless = new Set();
/** A person with a device of their own. */
async function person(lang, viewport, options = {}) {
	const context = await browser.newContext({ viewport, locale: lang, reducedMotion: 'reduce', ...options });
	context.setDefaultTimeout(15000);
	if (options.javaScriptEnabled === false) scriptless.add(context);
	const page = await context.newPage();
	return { page, context, bad: watch(page, k.url), done: () => context.close() };
}

/** What holds on every page of the walk. */
async function right(page, lang, what) {
	await speaks(page, lang, what);
	await fits(page, what);
	// The same pages in other languages: everywhere.test.mjs, or KAIKU_EVERY=1.
	if (lang === LANGS[0] || process.env.KAIKU_EVERY) await (scriptless.has(page.context()) ? axeOfCopy : axe)(page, what);
}

/** The same page in the next language and back: nothing but the words changes. */
async function switches(page, lang, what) {
	const other = LANGS[(LANGS.indexOf(lang) + 1) % 3];
	const strip = (url) => url.replace(/\/(fi|sv|en)(?=[/?]|$)/, '').replace(/[?&]lang=\w+/, '');
	const here = page.url();
	await press(page, page.locator('.langs').getByText(w('fi', `layout_lang_${other}`), { exact: true }));
	await speaks(page, other, `${what} after the switch`);
	assert.equal(strip(page.url()), strip(here), `the switch keeps ${what}`);
	await press(page, page.locator('.langs').getByText(w('fi', `layout_lang_${lang}`), { exact: true }));
	await speaks(page, lang, `${what} after switching back`);
	assert.equal(strip(page.url()), strip(here), `the switch back keeps ${what}`);
}

/** The public list, the page and the feed, as a stranger sees them. */
async function inPublic(stranger, lang, number) {
	const { page } = stranger;
	await page.goto(`${k.url}/${lang}/matters`);
	const listed = await page.locator(`a[href$="/matters/${number}"]`).count() > 0;
	const shown = await page.goto(`${k.url}/${lang}/matters/${number}`);
	await right(page, lang, 'the public page');
	const feed = await (await stranger.context.request.get(`${k.url}/${lang}/matters.atom`)).text();
	return { listed, status: shown.status(), text: await inMain(page).innerText(), fed: feed.includes(`/matters/${number}"`) };
}

async function residentGives(resident, lang, what, scripts) {
	const { page } = resident;
	await page.goto(`${k.url}/${lang}`);
	await right(page, lang, 'the front page');
	if (scripts) await switches(page, lang, 'the front page');
	const got = await give(page, k, lang, what);
	await right(page, lang, 'the receipt');
	await said(page, w(lang, 'receipt_title'));
	await said(page, scripts ? `${what.photo.name} – ${w(lang, 'receipt_photo_sent')}` : w(lang, 'receipt_files', { n: 1 }));
	const promised = page.locator('.steps time');
	assert.match(await promised.innerText(), DATES[lang]);
	const days = (Date.parse(await promised.getAttribute('datetime')) - Date.now()) / 86400e3;
	assert.ok(days > 5 && days < 14, `the promise is ${days} days away`);
	assert.equal(await page.title(), `${w(lang, 'receipt_title')} – ${demoName(lang)}`);
	return got;
}
const demoName = (lang) => ({ fi: 'Esimerkkilä', sv: 'Exempelby', en: 'Esimerkkilä' })[lang];

async function deskRoutes(lang, number, options) {
	const desk = await person(lang, DESK, options);
	const { page } = desk;
	await signIn(page, k, STAFF.desk, lang);
	assert.match(page.url(), /\/staff\/queue\/triage$/);
	await right(page, lang, 'the triage queue');
	if (options?.javaScriptEnabled !== false) await switches(page, lang, 'the triage queue');
	await press(page, page.getByRole('link', { name: number }));
	await right(page, lang, 'the matter on the desk');
	const files = inMain(page).getByRole('link', { name: picture.name });
	const file = await desk.context.request.get(new URL(await files.getAttribute('href'), k.url).href);
	assert.deepEqual([file.status(), file.headers()['x-content-type-options']], [200, 'nosniff']);
	const sent = await file.body();
	// Scripts make it smaller before it is sent.
	if (options?.javaScriptEnabled === false) assert.ok(sent.equals(picture.buffer), 'the photo as it was sent');
	else assert.ok(sent.subarray(0, 2).equals(Buffer.from([0xff, 0xd8])) && sent.length <= picture.buffer.length, 'the photo, made smaller');
	await route(page, lang, number, 'kadut', 'Teille.');
	await right(page, lang, 'after routing');
	await press(page, page.getByRole('link', { name: w(lang, 'desk_done_open', { number }) }));
	await right(page, lang, 'the routed matter');
	await said(page, named(lang, 'kadut'));
	return desk;
}

async function expertAnswers(lang, number, what, options) {
	const expert = await person(lang, DESK, options);
	const { page } = expert;
	await signIn(page, k, STAFF.expert, lang);
	assert.match(page.url(), /\/staff\/queue\/unit$/);
	await press(page, page.getByRole('link', { name: number }));
	await press(page, button(page, w(lang, 'desk_take')));
	await said(page, w(lang, 'desk_done_taken'));
	await writeNote(page, lang, what.note);
	await answer(page, lang, what.interim, { interim: true });
	await right(page, lang, 'after the interim reply');
	return expert;
}

async function expertPublishes(expert, stranger, lang, number, what) {
	const { page } = expert;
	await press(page, inMain(page).getByRole('link', { name: w(lang, 'desk_publish'), exact: true }));
	await right(page, lang, 'the publishing page');
	assert.equal(await page.getByLabel(w(lang, 'desk_publish_text')).inputValue(), what.text);
	await page.getByLabel(w(lang, 'desk_publish_text')).fill(`${what.text} 040 123 4567`);
	await press(page, button(page, w(lang, 'desk_publish_button')));
	await said(page, w(lang, 'hit_phone'));
	const before = await inPublic(stranger, lang, number);
	assert.deepEqual([before.listed, before.status, before.fed], [false, 404, false], 'not public before it is published');
	await page.getByLabel(w(lang, 'desk_publish_text')).fill(what.text);
	await page.getByLabel(w(lang, 'desk_publish_show_answer')).check();
	await press(page, button(page, w(lang, 'desk_publish_button')));
	await said(page, w(lang, 'desk_done_published'));
	await right(page, lang, 'after publishing');
}

async function residentReplies(resident, lang, what) {
	const { page } = resident;
	await page.reload();
	await said(page, w(lang, 'follow_state_in_work', { unit: named(lang, 'kadut') }));
	await said(page, what.interim);
	const reply = await unfold(page, w(lang, 'follow_reply'));
	await reply.locator('textarea').fill(what.reply);
	await reply.locator('input[type=file]').setInputFiles({ ...picture, name: 'toinen.jpg' });
	await press(page, reply.getByRole('button', { name: w(lang, 'common_send') }));
	for (const words of [w(lang, 'follow_done_reply'), what.reply, 'toinen.jpg']) await said(page, words);
	await right(page, lang, 'the follow page after a reply');
}

async function residentReads(resident, lang, url, what) {
	const { page } = resident;
	await page.goto(url);
	await right(page, lang, 'the follow page');
	for (const words of [what.text, what.interim, what.reply, what.answer, w(lang, 'follow_state_answered')])
		await said(page, words);
	await silent(page, what.note);
	await silent(page, 'Teille.');
}

async function residentIsNotSatisfied(resident, lang, what) {
	const { page } = resident;
	const verdict = await unfold(page, w(lang, 'follow_not_helped'));
	await verdict.locator('textarea').fill(what.why);
	await press(page, verdict.getByRole('button', { name: w(lang, 'follow_ask_again') }));
	for (const words of [w(lang, 'follow_done_again'), w(lang, 'follow_state_again'), what.why]) await said(page, words);
	await right(page, lang, 'the follow page after the verdict');
}

async function residentTakesBack(resident, lang) {
	const { page } = resident;
	const publishing = await unfold(page, w(lang, 'follow_publishing'));
	await press(page, publishing.getByRole('button', { name: w(lang, 'follow_consent_withdraw') }));
	await said(page, w(lang, 'follow_done_hidden'));
	await right(page, lang, 'the follow page after the permission is gone');
}

async function walk(lang, what, options = {}) {
	const scripts = options.javaScriptEnabled !== false;
	const resident = await person(lang, PHONE, options);
	const stranger = await person(lang, PHONE, options);
	const mail = { ...what, photo: picture, consent: true, email: `asukas.${lang}${scripts ? '' : '.ilman'}@posti.example` };
	const { number, url } = await residentGives(resident, lang, mail, scripts);
	await resident.page.goto(url);
	await said(resident.page, w(lang, 'follow_state_triage'));
	if (scripts) await switches(resident.page, lang, 'the follow page');

	const desk = await deskRoutes(lang, number, options);
	await resident.page.reload();
	await said(resident.page, w(lang, 'follow_state_assigned', { unit: named(lang, 'kadut') }));
	const expert = await expertAnswers(lang, number, what, options);
	await residentReplies(resident, lang, what);
	await expert.page.reload();
	await said(expert.page, what.reply);
	await answer(expert.page, lang, what.answer);
	await expertPublishes(expert, stranger, lang, number, what);

	const open = await inPublic(stranger, lang, number);
	assert.deepEqual([open.listed, open.status, open.fed], [true, 200, true]);
	for (const words of [what.text, what.answer, what.nickname]) assert.ok(open.text.includes(words), words);
	for (const words of [what.note, what.interim, mail.email]) assert.ok(!open.text.includes(words), words);

	await residentReads(resident, lang, url, what);
	await residentIsNotSatisfied(resident, lang, what);
	await desk.page.goto(`${k.url}/staff/matters/${number}`);
	for (const words of [what.reply, what.why, w(lang, 'desk_unsatisfied'), what.note]) await said(desk.page, words);
	await right(desk.page, lang, 'the matter after the verdict');

	await residentTakesBack(resident, lang);
	const hidden = await inPublic(stranger, lang, number);
	assert.deepEqual([hidden.listed, hidden.status, hidden.fed], [false, 410, false]);
	assert.ok(!hidden.text.includes(what.text));
	await signOut(desk.page, lang);
	await desk.page.goto(`${k.url}/staff/matters/${number}`);
	await silent(desk.page, what.text);
	for (const who of [resident, desk, expert, stranger]) {
		assert.deepEqual(who.bad, []);
		await who.done();
	}
}

for (const lang of LANGS) test(`the main job in ${lang}`, () => walk(lang, said_by[lang]));

test('the main job without scripts', () => walk('fi', said_by.fi, { javaScriptEnabled: false }));
