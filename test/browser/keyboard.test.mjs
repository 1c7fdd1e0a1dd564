// The whole main job by keyboard alone: a resident gives, the desk routes, the
// expert answers and publishes, the resident reads and replies. Only Tab, Enter,
// Space, arrows and letters; every stop shows its focus; axe finds nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESK, PHONE, axe, fits, stage, watch } from './browser.mjs';
import { STAFF, until } from '../lib/kaiku.mjs';
import { Keyboard, look } from './keys.mjs';
import { photo, readReceipt } from './steps.mjs';
import { named, speaks, w } from './words.mjs';

const lang = 'fi';
const t = (id, values) => w(lang, id, values);
const TEXT = 'Leikkipuiston keinun ketju on poikki. Lapsi voi satuttaa itsensä siihen.';
const ANSWER = 'Keinu on korjattu tänään. Kiitos, että kerroit siitä.';
let k, browser, picture;

stage({ workers: 2 }, async (s) => {
	({ k, browser } = s);
	picture = await photo(browser);
});

async function person(viewport) {
	const context = await browser.newContext({ viewport, locale: lang });
	context.setDefaultTimeout(15000);
	const page = await context.newPage();
	const bad = watch(page, k.url);
	const keys = await Keyboard.of(page);
	return {
		page, keys,
		async looks(what) {
			await speaks(page, lang, what);
			await fits(page, what);
			await axe(page, what);
		},
		async done() {
			await keys.done();
			assert.deepEqual(bad, []);
			await context.close();
		},
	};
}

async function staff(mail) {
	const who = await person(DESK);
	const { page, keys } = who;
	await page.goto(`${k.url}/staff/login?lang=${lang}`);
	await keys.skip(t('layout_skip'));
	await page.goto(`${k.url}/staff/login?lang=${lang}`);
	await keys.type(t('staff_mail'), mail);
	await keys.type(t('login_password'), STAFF.password);
	await keys.follow(); // Enter in the last field sends the form
	await who.looks('the first page of the desk');
	return who;
}

/** Too little is said first: the summary has the focus, its link leads to the field. */
async function residentGives({ page, keys, looks }) {
	await page.goto(`${k.url}/${lang}`);
	await keys.skip(t('layout_skip'));
	await page.reload();
	await keys.go('link', t('layout_give'));
	await looks('the form');
	const goesOn = async (step) => {
		await keys.to('button', t('give_next'));
		await keys.press('Enter');
		assert.equal((await look(page)).id, step, 'what comes next has the focus');
	};
	await keys.type(t('give_text'), 'Keinu');
	await goesOn('text');
	await looks('the form with an error');
	await keys.press('Control+A');
	await page.keyboard.type(TEXT);
	await keys.unfold(t('give_files'));
	await keys.attach(t('give_photo'), picture);
	await goesOn('step-where');
	await keys.unfold(t('give_where'));
	await keys.type(t('give_place'), 'Koivupuiston keinut');
	await keys.unfold(t('give_about'));
	await keys.type(t('give_title_field'), 'Keinun ketju poikki');
	await keys.select(t('give_type'), t('give_type_fault'));
	await goesOn('step-you');
	await keys.choose(t('give_wants_yes'));
	await keys.type(t('give_email'), 'nappain@posti');
	await keys.check(t('give_may_publish'));
	await keys.type(t('give_nickname'), 'Keinuja');
	await goesOn('step-check');
	await looks('the summary');
	const refused = await keys.go('button', t('give_send'));
	assert.equal(refused.status(), 422);
	assert.equal((await look(page)).id, 'errors', 'the summary of errors has the focus');
	await keys.to('link', t('give_error_email'));
	await keys.press('Enter');
	assert.deepEqual([(await look(page)).id, (await look(page)).value], ['email', 'nappain@posti'], 'the link leads to the field');
	await keys.press('Control+A');
	await page.keyboard.type('nappain@posti.example');
	await goesOn('step-check');
	await keys.to('button', t('give_send'));
	await keys.press('Enter');
	await page.locator('.number').waitFor();
	await looks('the receipt');
	await keys.reads(t('receipt_files', { n: 1 }));
	const got = await readReceipt(page, k);
	await keys.go('link', t('receipt_follow'));
	await looks('the follow page');
	return got;
}

async function deskRoutes({ keys, looks }, number) {
	await keys.go('link', new RegExp(number));
	await looks('the matter on the desk');
	await keys.unfold(t('desk_route'));
	await keys.select(t('desk_route_to'), named(lang, 'kadut'));
	await keys.type(t('desk_route_note'), 'Teille.');
	await keys.go('button', t('desk_route_button'));
	await keys.reads(t('desk_done_routed_on', { number }));
}

async function expertAnswers({ keys, looks }, number) {
	await keys.go('link', new RegExp(number));
	await keys.go('button', t('desk_take'));
	await keys.reads(t('desk_done_taken'));
	await keys.go('link', t('desk_answer'));
	await looks('the page to answer on');
	await keys.type(t('desk_answer_text'), ANSWER);
	await keys.go('button', t('desk_preview_button'));
	await keys.reads(t('desk_preview_title'));
	await keys.reads(ANSWER);
	await looks('the preview');
	await keys.go('button', t('desk_answer_send'));
	await keys.reads(t('desk_done_answered_on', { number }));
	await keys.go('link', t('desk_done_open', { number }));
	await keys.go('link', t('desk_publish'));
	await looks('the publishing page');
	await keys.check(t('desk_publish_show_answer'));
	await keys.go('button', t('desk_publish_button'));
	await keys.reads(t('desk_done_published'));
	await looks('the published matter');
}

async function residentReads({ page, keys, looks }, number) {
	await page.reload();
	for (const words of [t('follow_state_answered'), ANSWER]) await keys.reads(words);
	await looks('the follow page with an answer');
	await keys.unfold(t('follow_reply'));
	await keys.type(t('follow_reply_text'), 'Kiitos, hieno juttu.');
	await keys.go('button', t('common_send'));
	await keys.reads(t('follow_done_reply'));
	await keys.go('link', t('layout_matters'), { within: 'any' });
	await keys.go('link', /Keinun ketju poikki/);
	assert.match(page.url(), new RegExp(`/matters/${number}$`));
	for (const words of [TEXT, ANSWER, 'Keinuja']) await keys.reads(words);
	await looks('the public page');
}

test('the main job by keyboard alone', async () => {
	const resident = await person(PHONE);
	const { number, url } = await residentGives(resident);
	assert.equal(resident.page.url(), url);
	const desk = await staff(STAFF.desk);
	await deskRoutes(desk, number);
	const expert = await staff(STAFF.expert);
	await expertAnswers(expert, number);
	await residentReads(resident, number);
	for (const who of [resident, desk, expert]) await who.done();
});

/** A page that hides its focus, jumps or traps is seen. */
test('the keyboard sees what is wrong', async () => {
	const { page, keys } = await person(PHONE);
	const html = (style, body) => `<!doctype html><html lang="fi"><title>x</title><style>${style}</style><a href="#main">Ohi</a><main id="main">${body}</main>`;
	await page.setContent(html('a, button { outline: 3px solid }', '<button tabindex="-1">Ei pääse</button><button>Pääsee</button>'));
	await assert.rejects(keys.to('button', 'Ei pääse'), /no Tab reaches/);
	await page.setContent(html('a { outline: 3px solid } button:focus { outline: 0 }', '<button>Ei näy</button>'));
	await assert.rejects(keys.to('button', 'Ei näy'), /its ring is none/);
	await page.setContent(html('* { outline: 3px solid } button { position: absolute; left: -900px }', '<button>Muualla</button>'));
	await assert.rejects(keys.to('button', 'Muualla'), /outside the window/);
	await page.setContent(html('* { outline: 3px solid } p { position: fixed; inset: 0; margin: 0; background: #fff }', '<button>Alla</button><p>päällä</p>'));
	await assert.rejects(keys.to('button', 'Alla'), /is under/);
	await page.setContent(html('* { outline: 3px solid }', '').replace('#main', '#muu').replace('</main>', '</main><button>Perällä</button>'));
	await assert.rejects(keys.skip('Ohi'), /after the skip link/);
	await page.goto(`${k.url}/${lang}`);
	await page.mouse.click(200, 300);
	assert.match(await until(() => keys.pointer, 'the pointer to be noticed'), /down on/);
	await page.context().close();
});
