// Answering from what was written once: templates with their variables, and
// the signature under what is said.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, STAFF, forms, start, unescape } from '../lib/kaiku.mjs';
import { answer, at, form, given, staff, textOf } from '../lib/desk.mjs';

let k, desk, expert, admin;

before(async () => {
	k = await start({ matters: 60 });
	desk = await staff(k);
	expert = await staff(k, STAFF.expert);
	admin = await staff(k, STAFF.admin);
});
after(() => k?.stop());

const follow = async (g) => (await g.client.get(`/follow/${g.code}`)).text;
const area = (page, name) => Object.fromEntries(forms(page.text).flatMap((f) => f.fields))[name];

/** Writes a template; answers its id. */
async function template(c, values) {
	const page = await c.submit(await c.get('/staff/templates/new'), '/staff/templates/new', { title: 'Pohja', text: 'Hei.', lang: 'fi', ...values });
	assert.equal(page.status, 200, textOf(page.text).slice(0, 400));
	const link = [...page.text.matchAll(/\/staff\/templates\/(\d+)">([^<]*)</g)].find(([, , t]) => unescape(t) === (values.title ?? 'Pohja'));
	assert.ok(link, 'it is on the list');
	return link[1];
}
const topicId = (page, name) => page.text.match(new RegExp(`<option value="(\\d+)"[^>]*>${name}<`))[1];
const offered = (page) => [...(page.text.match(/<select id="template"[\s\S]*?<\/select>/)?.[0] ?? '').matchAll(/<option value="(\d+)">([^<]*)</g)].map((m) => unescape(m[2]));

// ---- templates ----

test('three clicks from the matter to an answer from a template', async () => {
	const g = await given(k, { text: 'Kadulla on kuoppa, johon kaatuu.', topic: 'street_maintenance', place: 'Torikatu 5', email: 'asukas@posti.example' });
	const matter = await expert.get(at(g.number));
	const link = matter.text.match(/href="([^"]*\/answer\?template=\d+[^"]*)">Kuoppa korjataan</);
	assert.ok(link, 'the template of the topic is on the page of the matter');
	const write = await expert.get(unescape(link[1])); // 1
	assert.match(area(write, 'text'), new RegExp(`ilmoituksestasi \\(${g.number}\\)`), 'the number is filled in');
	const preview = await expert.submit(write, `${at(g.number)}/answer`, { step: 'preview' }); // 2
	assert.equal(preview.status, 200);
	assert.match(textOf(preview.text), /Eero Katunen Kadut ja liikenne Esimerkkilä/, 'signed by the person and the unit');
	const sent = await expert.submit(preview, `${at(g.number)}/answer`, { step: 'send' }); // 3
	assert.match(sent.url, /done=answered/);
	const seen = textOf(await follow(g));
	assert.match(seen, /paikkauskierroksen aikana/);
	assert.match(seen, /Eero Katunen Kadut ja liikenne Esimerkkilä/);
});

test('a template joins what is typed; what is not known must be resolved', async () => {
	const id = await template(expert, { title: 'Tervehdys', text: 'Hei {lähettäjä}, hinta on {number} euroa.' });
	const g = await given(k, { topic: 'street_maintenance' });
	const write = await expert.get(at(g.number, '/answer'));
	assert.ok(offered(write).includes('Tervehdys'));
	const joined = await expert.submit(write, `${at(g.number)}/answer`, { text: 'Itse kirjoitettu alku.', template: id, step: 'insert' });
	assert.equal(joined.status, 200);
	assert.equal(area(joined, 'text'), `Itse kirjoitettu alku.\n\nHei {lähettäjä}, hinta on ${g.number} euroa.`);
	for (const step of ['preview', 'send']) {
		const refused = await expert.submit(joined, `${at(g.number)}/answer`, { step });
		assert.equal(refused.status, 422, step);
		assert.match(textOf(refused.text), /Täydennä tai poista \{lähettäjä\} ennen lähettämistä/);
		assert.match(area(refused, 'text'), /Itse kirjoitettu alku/);
	}
	const named = await given(k, { topic: 'street_maintenance', name: 'Maija {tänään} Mallinen' });
	const filled = await expert.get(at(named.number, `/answer?template=${id}`));
	assert.match(area(filled, 'text'), /^Hei Maija \{tänään\} Mallinen,/, 'what a resident wrote is no variable');
});

test('a template is offered in its language, topic, unit and season only', async () => {
	const page = await admin.get('/staff/templates/new');
	const topic = topicId(page, 'Katujen kunto'), unit = topicId(page, '(?:– )*Puistot ja luonto');
	const day = new Intl.DateTimeFormat('fi-FI', { timeZone: 'Europe/Helsinki', day: 'numeric', month: 'numeric', year: 'numeric' });
	const on = (days) => day.format(Date.now() + days * 86400000);
	await template(admin, { title: 'Kaikille', share: 'all' });
	await template(admin, { title: 'Ruotsiksi', share: 'all', lang: 'sv' });
	await template(admin, { title: 'Puistoille', share: unit });
	await template(admin, { title: 'Kunto', share: 'all', topic });
	await template(admin, { title: 'Ohi', share: 'all', from: on(-30), to: on(-10) });
	await template(admin, { title: 'Nyt', share: 'all', from: on(-30), to: on(10) });
	await template(admin, { title: 'Pois', share: 'all', active: null });
	const streets = await given(k, { topic: 'street_maintenance' });
	const list = offered(await expert.get(at(streets.number, '/answer')));
	assert.ok(list.includes('Kaikille') && list.includes('Nyt'), `${list}`);
	for (const name of ['Ruotsiksi', 'Puistoille', 'Ohi', 'Pois']) assert.ok(!list.includes(name), name);
	assert.ok(list.indexOf('Kunto') >= 0 && list.indexOf('Kunto') < list.indexOf('Kaikille'), 'those of the topic come first');
	const parks = await given(k, { topic: 'parks' });
	const other = offered(await desk.get(at(parks.number, '/answer')));
	assert.ok(other.includes('Puistoille') && !other.includes('Kunto'), `${other}`);
	const swedish = await given(k, { text: 'Det finns en grop i gatan.', topic: 'street_maintenance' }, { lang: 'sv' });
	assert.ok(offered(await expert.get(at(swedish.number, '/answer'))).includes('Ruotsiksi'));
});

test('one\'s own templates are nobody else\'s; shared ones are the administrator\'s to change', async () => {
	const own = await template(expert, { title: 'Vain minun' });
	for (const c of [desk, admin]) {
		assert.equal((await c.get(`/staff/templates/${own}`)).status, 404);
		assert.doesNotMatch((await c.get('/staff/templates')).text, /Vain minun</);
	}
	const shared = await template(admin, { title: 'Yhteinen', text: 'Yhteinen teksti.', share: 'all' });
	const seen = await expert.get(`/staff/templates/${shared}`);
	assert.equal(seen.status, 200);
	assert.match(textOf(seen.text), /Yhteinen teksti/);
	assert.ok(!forms(seen.text).some((f) => f.action.includes('/staff/templates/')), 'nothing to change');
	const mine = await expert.get(`/staff/templates/${own}`);
	const fields = forms(mine.text).find((f) => f.action.endsWith(own)).fields;
	const forge = (path, extra) => expert.post(path, [...fields.filter(([n]) => !(n in extra)), ...Object.entries(extra)], { follow: false });
	assert.equal((await forge(`/staff/templates/${shared}`, { text: 'Kaapattu' })).status, 403);
	assert.equal((await expert.submit(await expert.get(`/staff/templates/${own}`), `/staff/templates/${own}`, { share: 'all' })).status, 403);
	const gone = await expert.submit(await expert.get(`/staff/templates/${own}`), `/staff/templates/${own}/remove`);
	assert.match(textOf(gone.text), /Poistettu\./);
	assert.equal((await expert.get(`/staff/templates/${own}`)).status, 404);
});

test('what is wrong with a template is said, and nothing typed is lost', async () => {
	const cases = [[{ title: '' }, /Anna nimi/], [{ text: '' }, /Kirjoita teksti/], [{ text: 'Hei {hinta}' }, /muuttuja, jota ei ole/],
		[{ from: 'syksy' }, /Kirjoita päivä/], [{ from: '1.11.' }, /molemmat päivät/], [{ from: '1.11.2026', to: '1.10.2026' }, /Loppu ei voi olla ennen alkua/]];
	for (const [values, said] of cases) {
		const page = await expert.submit(await expert.get('/staff/templates/new'), '/staff/templates/new', { title: 'Nimi', text: 'Säilyvä teksti.', ...values });
		assert.equal(page.status, 422);
		assert.match(textOf(page.text), said);
		if (!('text' in values)) assert.match(page.text, /Säilyvä teksti\./);
	}
	const id = await template(expert, { title: 'Kilpa' });
	const [one, two] = [await expert.get(`/staff/templates/${id}`), await expert.get(`/staff/templates/${id}`)];
	await expert.submit(one, `/staff/templates/${id}`, { text: 'Ensimmäinen.' });
	const clash = await expert.submit(two, `/staff/templates/${id}`, { text: 'Toinen.' });
	assert.equal(clash.status, 409);
	assert.match(textOf(clash.text), /Ensimmäinen\..*Toinen\./);
});

// ---- signatures ----

test('a signature is written per person, unit and language', async () => {
	const c = new Client(k.url);
	await c.login('puistot@esimerkkila.example');
	const page = await c.get('/staff/account/signature');
	const saved = await c.submit(page, '/staff/account/signature', { text_fi: 'Helmi P.\nkaupunginpuutarhuri', text_sv: 'Helmi P.\nstadsträdgårdsmästare', text_en: '' });
	assert.match(textOf(saved.text), /tallennettu/);
	const long = await c.submit(saved, '/staff/account/signature', { text_sv: 'x'.repeat(501) });
	assert.equal(long.status, 422);
	const units = await admin.get('/staff/admin/units');
	const unit = units.text.match(/\/staff\/admin\/units\/(\d+)">Puistot ja luonto</)[1];
	assert.match((await admin.get(`/staff/admin/units/${unit}`)).text, new RegExp(`/staff/admin/units/${unit}/signature`));
	const empty = await admin.submit(await admin.get(`/staff/admin/units/${unit}/signature`), `/staff/admin/units/${unit}/signature`, { text_sv: '' });
	assert.match(textOf(empty.text), /tallennettu/);

	const sv = await given(k, { text: 'Gungan i parken är trasig.', topic: 'parks' }, { lang: 'sv' });
	await answer(c, sv.number, { text: 'Tack, vi lagar gungan.' });
	const seen = textOf(await follow(sv));
	assert.match(seen, /Tack, vi lagar gungan\. Helmi P\. stadsträdgårdsmästare Stadsmiljö Exempelby/, 'the unit above signs when the unit has no lines');
	const fi = await given(k, { topic: 'parks' });
	await answer(c, fi.number, { text: 'Väliaikatieto keinusta.' }, 'interim');
	assert.match(textOf(await follow(fi)), /Väliaikatieto keinusta\. Helmi P\. kaupunginpuutarhuri Puistot ja luonto Esimerkkilä/);
	const publish = await desk.get(at(fi.number, '/publish'));
	assert.doesNotMatch(publish.text.match(/<textarea id="answer"[\s\S]*?<\/textarea>/)?.[0] ?? '', /Helmi/, 'a signature is not part of what is published');
	const live = await c.get(at(fi.number, '/answer'));
	assert.match(live.text, /data-live="text"/);
	assert.ok(form(live, 'answer'));
});

// ---- files, and answers told by another way ----

const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n');
const pdf = (name) => ['photo', name, PDF, 'application/pdf'];

/** Write with files, preview, send. */
async function send(c, number, values, files, kind = '') {
	const write = await c.get(at(number, `/answer${kind && `?kind=${kind}`}`));
	const preview = await c.submit(write, `${at(number)}/answer`, { ...values, step: 'preview' }, { files });
	assert.equal(preview.status, 200, textOf(preview.text).slice(0, 400));
	return [preview, await c.submit(preview, `${at(number)}/answer`, { step: 'send' }, { files: [] })];
}

test('files come with an answer and an interim reply; only their resident saves them', async () => {
	const g = await given(k, { topic: 'street_maintenance', email: 'liite@posti.example' }, { files: [pdf('oma.pdf')] });
	const [preview] = await send(expert, g.number, { text: 'Selvitämme, suunnitelma liitteenä.' }, [pdf('suunnitelma.pdf')], 'interim');
	assert.match(textOf(preview.text), /suunnitelma\.pdf/);
	assert.match(textOf(preview.text), /Vastaukseen kuuluu 1 liite/, 'the mail says that there is a file');
	const [, sent] = await send(expert, g.number, { text: 'Valmis.' }, [pdf('a.pdf'), pdf('päätös "1".pdf')]);
	assert.match(sent.url, /done=answered/);
	const page = await g.client.get(`/follow/${g.code}`);
	const links = [...page.text.matchAll(/href="(\/follow\/[^"]*\/files\/\d+)"[^>]*>([^<]*)</g)];
	assert.deepEqual(links.map((l) => unescape(l[2])).sort(), ['a.pdf', 'päätös "1".pdf', 'suunnitelma.pdf']);
	const file = await g.client.get(links[0][1]);
	assert.equal(file.status, 200);
	assert.equal(file.text, PDF.toString());
	assert.equal(file.headers.get('x-content-type-options'), 'nosniff');
	assert.match(file.headers.get('content-security-policy'), /default-src 'none'; sandbox/);
	assert.match(file.headers.get('content-disposition'), /^attachment/);
	assert.match(file.headers.get('cache-control'), /no-store/);
	const other = await given(k, { topic: 'street_maintenance' });
	const id = links[0][1].match(/\d+$/)[0];
	assert.equal((await other.client.get(`/follow/${other.code}/files/${id}`)).status, 404, 'of another matter');
	const own = (await expert.get(at(g.number))).text.match(/\/staff\/files\/(\d+)"[^>]*>oma\.pdf/)[1];
	assert.equal((await g.client.get(`/follow/${g.code}/files/${own}`)).status, 404, 'what residents sent is not served to the web');
	const bad = await expert.submit(await expert.get(at(other.number, '/answer')), `${at(other.number)}/answer`,
		{ text: 'Tämä säilyy.', step: 'preview' }, { files: [['photo', 'x.exe', Buffer.from('MZ'), 'application/octet-stream'], pdf('hyvä.pdf')] });
	assert.equal(bad.status, 422);
	assert.match(bad.text, /Tämä säilyy\./);
	assert.match(bad.text, /name="kept"[\s\S]*hyvä\.pdf/, 'the good file is kept');
});

test('an answer told on the phone is an answer: it counts from when it was told, and sends no mail', async () => {
	const g = await given(k, { topic: 'street_maintenance', type: 'question', email: 'soitto@posti.example' });
	const told = (values) => ({ text: 'Kerroin, että kuoppa korjataan torstaina.', told: 'phone', told_by: 'Aino Neuvonen', ...values });
	const write = await expert.get(at(g.number, '/answer'));
	for (const [values, said] of [[{ told_date: '1.1.2020' }, /Aika ei voi olla ennen viestin saapumista/], [{ told_date: '1.1.2099' }, /tulevaisuudessa/], [{ told_time: '25.99' }, /Anna päivä ja kellonaika/], [{ told_by: '' }, /kuka vastasi/]]) {
		const page = await expert.submit(write, `${at(g.number)}/answer`, { ...told(values), step: 'preview' }, { files: [] });
		assert.equal(page.status, 422, JSON.stringify(values));
		assert.match(textOf(page.text), said);
		assert.match(page.text, /<details class="other-way" open/, 'the form is open where it is wrong');
	}
	const [preview, done] = await send(expert, g.number, told(), []);
	assert.match(textOf(preview.text), /Sähköpostia ei lähetetä/);
	assert.match(done.url, /done=answered/);
	const page = await expert.get(at(g.number));
	assert.match(textOf(page.text), /Kerroin, että kuoppa korjataan torstaina\..*Puhelimessa .*, Aino Neuvonen/);
	assert.doesNotMatch(textOf(page.text.match(/id="mails">[\s\S]*?<\/ul>/)?.[0] ?? ''), /Vastaus palautteeseesi/);
	const dues = textOf(page.text.match(/<dl class="pairs">[\s\S]*?<\/dl>/g).join(' '));
	assert.doesNotMatch(dues, /myöhässä/);
	assert.match(textOf(await follow(g)), /Kerroin, että kuoppa korjataan torstaina\..*kerroimme tämän puhelimessa/);
});

test('what was said can be printed as a letter, in the language of who gets it', async () => {
	const g = await given(k, { text: 'Det finns en grop i gatan.', topic: 'street_maintenance', name: 'Sofia Exempel', email: 'sofia@posti.example' }, { lang: 'sv' });
	await send(expert, g.number, { text: 'Gropen lagas på torsdag.', told: 'letter' }, []);
	await send(desk, (await given(k, { topic: 'parks' })).number, { text: 'Toinen asia.' }, []);
	const page = await expert.get(at(g.number));
	const href = page.text.match(/href="([^"]*\/letter\/\d+)"/)[1];
	const letter = await expert.get(href);
	assert.match(letter.text, /<article class="letter" lang="sv">/);
	assert.match(textOf(letter.text), /Exempelby.*Sofia Exempel.*Ärende 20\d\d-\d+.*Gropen lagas på torsdag\./);
	assert.doesNotMatch(letter.text, new RegExp(g.code));
	const note = await expert.submit(page, `${at(g.number)}/note`, { text: 'Sisäinen.' });
	assert.ok(note.status < 400);
	const parks = await staff(k, 'puistot@esimerkkila.example');
	assert.equal((await parks.get(href)).status, 404, 'not for who may not see the matter');
	assert.equal((await expert.get(href.replace(/\d+$/, '1'))).status, 404);
});

// ---- earlier answers ----

test('an earlier answer to the same topic nearby is one click away, without its sender', async () => {
	const first = await given(k, { topic: 'parking', text: 'Pysäköintikiekko puuttuu kyltistä.', place: 'Kaivokatu 3', lat: '60.1700', lon: '24.9400', name: 'Tuomas Virtanen', email: 'tuomas@posti.example', phone: '040 765 4321' });
	await answer(expert, first.number, { text: 'Hei Tuomas Virtanen,\n\nsoitimme sinulle numeroon 040 765 4321 ja osoitteeseen tuomas@posti.example. Virtasen ehdotus oli hyvä. Kyltti vaihdetaan.' });
	const far = await given(k, { topic: 'parking', text: 'Kiekko puuttuu toisaalta.', place: 'Rantatie 9', lat: '60.3000', lon: '25.2000' });
	await answer(expert, far.number, { text: 'Kaukainen vastaus.' });
	const words = await given(k, { topic: 'parking', text: 'Kiekko puuttuu kadulta.', place: 'kaivokatu 77' });
	await answer(expert, words.number, { text: 'Saman kadun vastaus.' });
	const lighting = await given(k, { topic: 'street_lighting', text: 'Valo ei pala tässä kohdassa.', place: 'Kaivokatu 3', lat: '60.1700', lon: '24.9400' });
	await answer(expert, lighting.number, { text: 'Toisen aiheen vastaus.' });

	const now = await given(k, { topic: 'parking', text: 'Kyltti on väärä ja kiekko puuttuu.', place: 'Kaivokatu 5', lat: '60.1720', lon: '24.9420' });
	const write = await expert.get(at(now.number, '/answer'));
	const list = write.text.match(/<h2 id="earlier">[\s\S]*?<\/section>/)[0];
	const order = [...list.matchAll(/<summary>(20\d\d-\d+)/g)].map((m) => m[1]);
	assert.ok(order.indexOf(first.number) >= 0 && order.indexOf(words.number) >= 0, `${order}`);
	assert.ok(!order.includes(lighting.number), 'another topic');
	if (order.includes(far.number)) for (const near of [first, words]) assert.ok(order.indexOf(near.number) < order.indexOf(far.number), 'what is near comes first');
	assert.match(list.slice(list.indexOf(first.number), list.indexOf(first.number) + 400), /lähellä/);
	const id = list.slice(list.indexOf(`<summary>${first.number}`)).match(/name="earlier" value="(\d+)"/)[1];
	const begun = await expert.submit(write, `${at(now.number)}/answer`, { text: 'Oma alku.', earlier: id }, { files: [] });
	assert.equal(begun.status, 200);
	const text = area(begun, 'text');
	assert.match(text, /^Oma alku\.\n\nHei \{henkilötieto poistettu\}/);
	assert.match(text, /Kyltti vaihdetaan\./);
	assert.doesNotMatch(text, /Tuomas|Virta|040|tuomas@/i, 'nothing of the other sender');
	const refused = await expert.submit(begun, `${at(now.number)}/answer`, { step: 'send' }, { files: [] });
	assert.equal(refused.status, 422, 'a mark must be resolved first');

	const water = await staff(k, 'vesi@esimerkkila.example');
	const foreign = await given(k, { topic: 'water_sewer' });
	assert.doesNotMatch(area(await water.get(at(foreign.number, `/answer?earlier=${id}`)), 'text') ?? '', /Kyltti/, 'an answer of another topic is not taken');
	const secret = await given(k, { topic: 'social_services', text: 'Luottamuksellinen viesti tästä.' });
	const trusted = new Client(k.url);
	await trusted.login('hyvinvointi@esimerkkila.example');
	await answer(trusted, secret.number, { text: 'Luottamuksellinen vastaus.' });
	const again = await given(k, { topic: 'social_services', text: 'Toinen luottamuksellinen viesti.' });
	assert.doesNotMatch((await trusted.get(at(again.number, '/answer'))).text, /id="earlier"/, 'none of a confidential topic');
});
