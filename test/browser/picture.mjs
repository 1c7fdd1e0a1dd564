// picture.mjs: makes docs/kaiku.png, the picture of the README, from the real
// service on the demo: a resident's follow page on a phone beside the
// information desk's queue.   node test/browser/picture.mjs [FILE]
import { statSync } from 'node:fs';
import { launch } from './browser.mjs';
import { STAFF, give, start } from '../lib/kaiku.mjs';
import { answer, publish, route, staff } from '../lib/desk.mjs';
import { signIn } from './steps.mjs';
import { named } from './words.mjs';

const file = process.argv[2] ?? 'docs/kaiku.png';
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1300, height: 900 };
const LIMIT = 300 * 1024;

/** A message with an answer, as its sender sees it. */
async function answered(k) {
	const desk = await staff(k);
	const g = await give(k, {
		title: 'Kuoppa Koulutiellä', place: 'Koulutien ja Rantatien risteys', nickname: 'Pyöräilijä', may_publish: '1', wants_reply: 'yes',
		text: 'Koulutien ja Rantatien risteyksessä on iso kuoppa. Pyörällä siihen on helppo kaatua pimeällä.',
	});
	await route(desk, g.number, named('fi', 'kadut'));
	await answer(desk, g.number, { text: 'Kuoppa on nyt paikattu. Paikkaus kestää talven yli. Kiitos, että kerroit siitä!' });
	await publish(desk, g.number, { show_answer: '1' });
	return g;
}

/** A morning at the information desk: what nobody has directed yet. */
const MORNING = [
	['fi', 'fault', 'Katuvalo pimeänä', 'Puistotien ja Mäkikadun kulman katuvalo on ollut pimeänä viikon.'],
	['sv', 'question', 'Simskolan på våren', 'När börjar anmälan till vårens simskola för sexåringar?'],
	['fi', 'proposal', 'Penkki mäen puoliväliin', 'Terveysaseman mäessä olisi hyvä olla penkki, johon voi pysähtyä lepäämään.'],
	['fi', 'thanks', 'Kiitos hiekoituksesta', 'Pyörätie oli hiekoitettu jo ennen kuutta. Lämmin kiitos kuljettajalle!'],
	['en', 'question', 'Where to take old paint', 'Where can I take half-empty paint cans, and does it cost anything?'],
	['fi', 'criticism', 'Bussi ajoi ohi', 'Linja 4 ajoi aamulla pysäkin ohi, vaikka viittoilin. Myöhästyin koulusta.'],
	['fi', 'fault', 'Leikkipuiston keinu', 'Koivupuiston keinun ketju on poikki.'],
	['sv', 'proposal', 'Bokbussens tider', 'Kunde bokbussen stanna vid skolan också på torsdagar?'],
];

async function shots(k, browser) {
	for (const [lang, type, title, text] of MORNING) await give(k, { type, title, text }, { lang });
	const { code } = await answered(k);
	const open = async (viewport) => (await browser.newContext({ viewport, locale: 'fi', reducedMotion: 'reduce', deviceScaleFactor: 1.5 })).newPage();
	const phone = await open(PHONE);
	await phone.goto(`${k.url}/follow/${code}?lang=fi`);
	const desk = await open(DESK);
	await signIn(desk, k, STAFF.desk, 'fi');
	await desk.goto(`${k.url}/staff/queue/triage`);
	await desk.mouse.move(0, 0);
	return Promise.all([desk, phone].map(async (page) => (await page.screenshot()).toString('base64')));
}

/** Both in frames, the phone a little in front. */
async function compose(browser, [desk, phone]) {
	const page = await (await browser.newContext({ viewport: { width: 1200, height: 660 }, deviceScaleFactor: 1 })).newPage();
	await page.setContent(`<!doctype html><style>
		body { margin: 0; height: 660px; position: relative; background: #e1eff0; overflow: hidden }
		body::before { content: ""; position: absolute; inset: 0; background: repeating-radial-gradient(circle at 102% 110%, #e1eff0 0 60px, #cfe3e5 60px 63px) }
		img { position: absolute; display: block; background: #fff; box-shadow: 0 1px 3px rgb(8 63 74 / .25), 0 16px 40px rgb(8 63 74 / .2) }
		.desk { right: 36px; top: 40px; width: 840px; border-radius: 12px }
		.phone { left: 32px; top: 44px; width: 258px; border: 7px solid #16242b; border-radius: 32px }
	</style><img class="desk" alt="" src="data:image/png;base64,${desk}"><img class="phone" alt="" src="data:image/png;base64,${phone}">`);
	await page.evaluate(() => Promise.all([...document.images].map((i) => i.decode())));
	await page.screenshot({ path: file });
}

// A relay that is never reached: no picture of the banner that there is none.
const k = await start({ workers: 1, args: ['--mail-relay', 'smtp://127.0.0.1:1'] });
const browser = await launch();
try {
	await compose(browser, await shots(k, browser));
	const bytes = statSync(file).size;
	console.log(`${file}: ${Math.round(bytes / 1024)} kB`);
	if (bytes > LIMIT) throw new Error(`more than ${LIMIT / 1024} kB`);
} finally {
	await browser.close();
	await k.stop();
}
