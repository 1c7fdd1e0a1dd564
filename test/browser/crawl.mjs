// crawl.mjs: every page that links lead to, one of each shape, and a town with
// something on each of them.
import assert from 'node:assert/strict';
import { answer, given, publish, staff } from '../lib/desk.mjs';
import { query, run } from '../lib/kaiku.mjs';

const PASSWORD = 'sangen-pitka-salasana';

/** Somebody with every right, signed in, whose pages are in this language. */
export async function everyRight(k, lang) {
	const mail = `kaikki.${lang}@sivut.example`;
	const r = run(['staff-add', '--data', k.dir, ...(k.db ? ['--db', k.db] : []), '--mail', mail, '--name', 'Sini Sivuinen', '--unit', 'kadut',
		'--lang', lang, '--password-stdin', '--all'], { input: `${PASSWORD}\n` });
	assert.equal(r.status, 0, r.stderr);
	return staff(k, mail, PASSWORD);
}
export const cookiesOf = (k, client) => [...client.cookies].map(([name, value]) => ({ name, value, url: k.url }));

/** A published matter and one at work, and the pages that no link leads to: `desk` made them. */
export async function town(k, desk) {
	const open = await given(k, { text: 'Keinu on rikki leikkipuistossa.', nickname: 'Kulkija', place: 'Tori', lat: '60.2', lon: '24.9', may_publish: '1', type: 'fault', email: 'a@b.example' });
	await answer(desk, open.number, { text: 'Keinu korjataan.', outcome: 'answered' });
	await publish(desk, open.number, { show_text: '1', show_nickname: '1', show_place: '1', show_answer: '1' });
	const waits = await given(k, { text: 'Keinu on rikki leikkipuistossa.', email: 'a@b.example', phone: '040 123 4567', name: 'Maija', topic: 'street_lighting', q_laajuus: 'lamppu', q_pylvas: '1042-17' });
	const at = `/staff/matters/${waits.number}`;
	await desk.submit(await desk.get(at), `${at}/note`, { text: 'Muista.', note: 'Muista.' });
	const task = (await desk.submit(await desk.get(`${at}/contract`), `${at}/contract`, { name: 'Valo Oy', text: 'Korjaa.' })).text.match(/\/task\/[A-Za-z0-9_-]{43}/)[0];
	await desk.submit(await desk.get(`${at}/ask`), `${at}/ask`, { text: 'Monesko?', choices: 'Tämä\nTuo' });
	const ask = query(k, "SELECT body_text FROM mail WHERE body_text LIKE '%/ask/%'").match(/\/ask\/[A-Za-z0-9_-]{43}/)[0];
	for (const to of ['/staff/templates/new', '/staff/notices/new'])
		await desk.submit(await desk.get(to), to, { title: 'Pohja', text: 'Näin.', kind: 'faq', title_fi: 'Miksi?', text_fi: 'Siksi.', do: 'publish' });
	const asks = `/staff/admin/topics/${query(k, "SELECT id FROM topic WHERE code = 'street_lighting'")}/questions`;
	return ['/fi', '/fi/give?topic=street_lighting', '/fi/give/questions?topic=street_lighting', asks, `${asks}/laajuus`, `${asks}/new?kind=many`, '/fi/map', '/fi/matters?q=keinu', '/style', '/staff/queue/all', '/staff/search?q=keinu', '/staff/admin',
		`/follow/${open.code}`, `/follow/${waits.code}`, task, ask, `/fi/matters/${open.number}`, at];
}

const NO_PAGE = /\.(csv|atom|jsonl|geojson|xml|txt|svg|xlsx|pdf)(\?|$)|\/(files|photos)\/\d+\/?|\/logout|^\/(theme|map\/tiles)|^(mailto|tel):/;
/** What pages of one kind have in common. */
export const shape = (url) => url.replace(/\b(fi|sv|en)\b/, 'L').replace(/(?<=\/)(20\d\d-\d+|\d+|[A-Za-z0-9_-]{30,})/g, '#').replace(/(?<=\/(?:places|districts)\/)[^/?]+/, '#').replace(/=[^&]*/g, '=');

/** The paths of all pages; look(path, page) sees each. */
export async function crawl(k, page, from, look = () => {}) {
	const waiting = [...from], known = new Set(waiting.map(shape)), pages = [];
	while (waiting.length && pages.length < 500) {
		const path = waiting.shift();
		const r = await page.goto(k.url + path);
		if (!(r.headers()['content-type'] ?? '').startsWith('text/html')) continue;
		assert.ok(r.status() < 500, `${path}: ${r.status()}`);
		await look(path, page);
		pages.push(path);
		for (const href of await page.evaluate(() => [...document.querySelectorAll('a[href]')].map((a) => a.href))) {
			const next = href.startsWith(k.url) && href.slice(k.url.length).replace(/#.*/, '');
			if (!next || NO_PAGE.test(next) || known.has(shape(next))) continue;
			known.add(shape(next));
			waiting.push(next);
		}
	}
	return pages;
}
