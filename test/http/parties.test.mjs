// Whom a matter belongs to: bodies outside it is passed on to, units that work
// by mail, units whose view is asked; what cannot wait, and who hears of a reply.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, STAFF, start, unescape, until } from '../lib/kaiku.mjs';
import { act, answer, at, given, inQueue, mailsTo, numbers, publish, route, staff, target, textOf } from '../lib/desk.mjs';
import { startRelay } from './smtp_server.mjs';

const UNITS = '/staff/admin/units';
const CANARY = 'Kanarialintu laulaa';
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const HEAD = 'code;name_fi;kind;mail;phone;hours;web;by_mail';
const BODIES = `${HEAD}
elinvoima;Elinvoimakeskus;authority;kirjaamo@elinvoima.example;0295 000 111;ma–pe 9–15;https://elinvoima.example;0
poste;Postiton virasto;authority;;;;;0
sahko;Esimerkin Sähkö Oy;company;vika@sahko.example;0800 123 45;;https://sahko.example;0
talkoot;Talkootoimisto;own;talkoot@posti.example;;;;1
`;

let k, post, desk, expert, admin;
before(async () => {
	post = await startRelay();
	k = await start({ matters: 0, args: ['--mail-relay', post.url] });
	desk = await staff(k, STAFF.desk);
	expert = await staff(k, STAFF.expert);
	admin = await staff(k, STAFF.admin);
	const plan = await admin.submit(await admin.get(`${UNITS}/import`), `${UNITS}/import`, { csv: BODIES });
	const done = await admin.submit(plan, `${UNITS}/import/apply`);
	assert.equal(done.status, 200, textOf(done.text).slice(0, 500));
});
after(async () => { await k?.stop(); await post?.stop(); });

const mailTo = (address, what) => until(() => mailsTo(post, address).find((text) => what.test(text)), `a mail to ${address} that says ${what}`);
const headOf = async (c, number) => textOf((await c.get(at(number))).text.match(/<header class="matter-head">[\s\S]*?<\/header>/)[0]);
const idOfBody = (page, name) => page.text.match(new RegExp(`<option value="(\\d+)"[^>]*>${name}<`))?.[1];
const followOf = async (g) => textOf((await g.client.get(`/follow/${g.code}`)).text);

/** Passes a matter on; answers what comes back. */
async function pass(number, name, values) {
	const page = await desk.get(at(number, '/pass'));
	assert.equal(page.status, 200);
	const body = idOfBody(page, name);
	assert.ok(body, `${name} to choose`);
	return desk.submit(page, `${at(number)}/pass`, { body, agreed: null, ...values });
}

// ---- bodies outside ----

test('who is outside is kept among the units, and is no place for a matter', async () => {
	const form = await admin.get(`${UNITS}/new`);
	const fresh = { name_fi: 'Hyvinvointialue', code: 'hva', kind: 'authority', mail: 'kirjaamo@hva.example', by_mail: null, active: '1' };
	for (const [values, said] of [[{ web: 'hva.example' }, /alkaa https:/], [{ by_mail: '1' }, /Vain oma yksikkö/], [{ phone: '1'.repeat(41) }, /Puhelin on liian pitkä/], [{ kind: 'own', mail: '', by_mail: '1' }, /Vain oma yksikkö/]]) {
		const bad = await admin.submit(form, `${UNITS}/new`, { ...fresh, ...values });
		assert.equal(bad.status, 422, JSON.stringify(values));
		assert.match(textOf(bad.text), said);
	}
	const own = form.text.match(/<option value="(\d+)"[^>]*>Kaupunkiympäristö</)[1];
	assert.equal((await admin.submit(form, `${UNITS}/new`, { ...fresh, parent: own })).status, 422, 'it stands in no tree');
	const made = await admin.submit(form, `${UNITS}/new`, { ...fresh, phone: '0800 100', web: 'https://hva.example' });
	assert.equal(made.status, 200);
	const id = made.text.match(/units\/(\d+)">Hyvinvointialue</)[1];
	const again = await admin.get(`${UNITS}/${id}`);
	const turned = await admin.submit(again, `${UNITS}/${id}`, { kind: 'own' });
	assert.equal(turned.status, 422);
	assert.match(textOf(turned.text), /ei voi muuttaa ulkopuoliseksi/);
	const csv = (await admin.get(`${UNITS}.csv`)).text;
	assert.match(csv, /hva;Hyvinvointialue;.*authority;0800 100;;https:\/\/hva\.example;0/);
	const bad = await admin.submit(await admin.get(`${UNITS}/import`), `${UNITS}/import`, { csv: 'code;name_fi;kind;parent\nx1;X;valtio;\nhva;H;own;\nx2;Y;company;tekniset\n' });
	assert.equal(bad.status, 422);
	assert.match(textOf(bad.text), /kind on own, contractor, company tai authority.*ei voi muuttaa ulkopuoliseksi.*puussa/);

	const list = textOf((await expert.get('/staff/directory')).text);
	assert.match(list, /Elinvoimakeskus.*0295 000 111.*kirjaamo@elinvoima\.example.*ma–pe 9–15/);
	assert.doesNotMatch(list, /Talkootoimisto/, 'own units are no others');
	const found = textOf((await expert.get('/staff/directory?q=s%C3%A4hk%C3%B6')).text);
	assert.match(found, /Esimerkin Sähkö Oy/);
	assert.doesNotMatch(found, /Elinvoimakeskus/);
	const g = await given(k);
	const page = await desk.get(at(g.number));
	assert.doesNotMatch(page.text, /<option value="u\d+"[^>]*>(Elinvoimakeskus|Hyvinvointialue|Esimerkin Sähkö Oy)</);
	const forged = await desk.submit(page, `${at(g.number)}/route`, { to: `u${id}` });
	assert.equal(forged.status, 422);
	assert.doesNotMatch((await new Client(k.url).get('/fi/matters')).text, /Hyvinvointialue|Elinvoimakeskus/, 'nor a filter for the public');
});

test('to another authority the message is passed on, and the sender hears who has it', async () => {
	const g = await given(k, { topic: 'street_maintenance', text: `${CANARY} valtion tiellä.`, name: 'Maija Mallinen', email: 'maija@asukas.example', phone: '040 123 4567', place: 'Valtatie 4', may_publish: '1' },
		{ files: [['photo', 'kuoppa.png', PNG, 'image/png']] });
	await act(expert, g.number, 'note', { text: 'SISÄINEN-SALAISUUS' });
	const empty = await pass(g.number, 'Elinvoimakeskus', { body: '', how: 'mail' });
	assert.equal(empty.status, 422);
	assert.match(textOf(empty.text), /Valitse, kenelle asia kuuluu/);
	const silent = await pass(g.number, 'Elinvoimakeskus', { how: 'told' });
	assert.equal(silent.status, 422);
	assert.match(textOf(silent.text), /Toiselle viranomaiselle viesti siirretään aina/);
	const addressless = await pass(g.number, 'Postiton virasto', { how: 'mail' });
	assert.match(textOf(addressless.text), /Taholla ei ole sähköpostia/);
	const done = await pass(g.number, 'Elinvoimakeskus', { how: 'mail', text: 'Kiitos, että kerroit.' });
	assert.match(done.url, /done=passed_on/);
	const seen = textOf(done.text);
	assert.match(seen, /Asia on nyt Elinvoimakeskus Viesti siirrettiin sähköpostilla/);
	assert.match(seen, /siirrettiin muualle: Elinvoimakeskus/);

	const mail = await mailTo('kirjaamo@elinvoima.example', /hallintolain 21/);
	for (const what of [CANARY, 'Maija Mallinen', 'maija@asukas.example', '040 123 4567', 'Valtatie 4', g.number]) assert.ok(mail.includes(what), what);
	assert.doesNotMatch(mail, /SISÄINEN|\/follow\//);
	const told = await mailTo('maija@asukas.example', /Siirsimme viestisi/);
	assert.match(told, /Elinvoimakeskus[\s\S]*0295 000 111[\s\S]*Kiitos, että kerroit/);
	const follow = await followOf(g);
	assert.match(follow, /Asia on nyt siirretty Elinvoimakeskus Puhelin: 0295 000 111 Palveluajat: ma–pe 9–15 Sähköposti: kirjaamo@elinvoima\.example/);

	const link = mail.match(/\/passed\/[A-Za-z0-9_-]{43}/)[0];
	const body = new Client(k.url);
	const page = await until(async () => {
		const seen = await body.get(link);
		return seen.status !== 200 || seen.text.includes('/files/') ? seen : null; // the picture is made in a moment
	}, 'the picture');
	assert.equal(page.status, 200);
	assert.match(page.headers.get('cache-control'), /no-store/);
	assert.match(textOf(page.text), new RegExp(`${CANARY}.*Valtatie 4.*Kuva 1.*Maija Mallinen`));
	assert.doesNotMatch(page.text, /SISÄINEN/);
	const picture = await body.get(unescape(page.text.match(/href="([^"]*\/files\/\d+)"/)[1]));
	assert.deepEqual([picture.status, picture.headers.get('content-type')], [200, 'image/jpeg'], 'a picture, not the file');
	assert.equal((await body.get(`/passed/${'A'.repeat(43)}`)).status, 404);
	assert.match(textOf((await desk.get(at(g.number))).text), /vastaanottaja avasi siirretyn viestin/);

	await publish(desk, g.number, { show_text: '1' });
	const open = await new Client(k.url).get(`/fi/matters/${g.number}`);
	assert.equal(open.status, 200);
	assert.match(textOf(open.text), /Siirretty: Elinvoimakeskus/);
	await act(desk, g.number, 'confidential');
	const gone = await body.get(link);
	assert.equal(gone.status, 410, 'confidential since: the link shows nothing');
	assert.doesNotMatch(gone.text, /Kanarialintu/);
});

test('to a company only when the sender has agreed; else the sender hears whom to ask', async () => {
	const g = await given(k, { topic: 'street_lighting', text: `${CANARY}: katujakokaappi sirisee.`, email: 'sirina@asukas.example' });
	const refused = await pass(g.number, 'Esimerkin Sähkö Oy', { how: 'mail' });
	assert.equal(refused.status, 422);
	assert.match(textOf(refused.text), /vain lähettäjän suostumuksella/);
	const ask = unescape(refused.text.match(/href="([^"]*\/ask\?body=\d+)"/)[1]);
	const question = await desk.get(ask);
	assert.match(question.text, /Saammeko siirtää viestisi ja yhteystietosi sinne\?/);
	assert.match(question.text, /Esimerkin Sähkö Oy/);
	await desk.submit(question, `${at(g.number)}/ask`);
	await mailTo('sirina@asukas.example', /Saammeko siirtää/);
	const path = unescape((await g.client.get(`/follow/${g.code}`)).text.match(/href="(\/follow\/[^"]*\/ask\/\d+[^"]*)"/)[1]);
	await g.client.submit(await g.client.get(path), path.split('?')[0], { choice: 'Kyllä, saatte siirtää' }, { files: [] });
	const done = await pass(g.number, 'Esimerkin Sähkö Oy', { how: 'mail', agreed: '1' });
	assert.match(textOf(done.text), /Esimerkin Sähkö Oy.*Suostumus kirjattu/);
	assert.match(await mailTo('vika@sahko.example', /suostunut/), /Kanarialintu/);

	const other = await given(k, { topic: 'street_lighting', text: 'KIRJE-VAIN-MEILLE ei saa mennä muualle.', email: 'kielto@asukas.example' });
	const told = await pass(other.number, 'Esimerkin Sähkö Oy', { how: 'told' });
	assert.match(told.url, /done=sent_elsewhere/);
	assert.match(await followOf(other), /Asia ei kuulu kunnalle\. Asiaa hoitaa Esimerkin Sähkö Oy Puhelin: 0800 123 45/);
	await mailTo('kielto@asukas.example', /Emme siirtäneet viestiäsi/);
	assert.ok(!mailsTo(post, 'vika@sahko.example').some((m) => m.includes('KIRJE-VAIN-MEILLE')));
	const closed = await desk.get(at(other.number, '/pass'));
	assert.doesNotMatch(closed.text, /name="body"/, 'what is closed is not passed on');
});

test('confidential text goes by no plain mail: the body hears that something waits', async () => {
	const g = await given(k, { topic: 'social_services', text: `${CANARY} salaisesti.`, name: 'Salli Salainen', email: 'salli@asukas.example' });
	const c = await staff(k, 'hyvinvointi@esimerkkila.example');
	const form = await c.get(at(g.number, '/pass'));
	assert.match(form.url, /\/staff\/confidential\//, 'the look is written down');
	const done = await c.submit(form, `${at(g.number)}/pass`, { body: idOfBody(form, 'Elinvoimakeskus'), how: 'mail', agreed: null });
	assert.match(done.url, /done=passed_on/);
	const mail = await mailTo('kirjaamo@elinvoima.example', new RegExp(`salassa pidettävä[\\s\\S]*${g.number}|${g.number}[\\s\\S]*salassa pidettävä`));
	assert.doesNotMatch(mail, /Kanarialintu|Salli|salli@|\/passed\//);
	const told = await mailTo('salli@asukas.example', new RegExp(g.number));
	assert.doesNotMatch(mailsTo(post, 'salli@asukas.example').join(), /Kanarialintu|Elinvoimakeskus/, 'nor says the sender\'s mail who has it');
	assert.ok(told);
	assert.match(await followOf(g), /Elinvoimakeskus/);
});

// ---- urgent ----

test('what is urgent stands first after the late ones, and is told at once', async () => {
	const first = await given(k, { topic: 'street_maintenance', type: 'question', email: 'eka@asukas.example' });
	const g = await given(k, { topic: 'street_maintenance', type: 'question', text: `${CANARY} sillan alla.` });
	const order = async () => numbers(await expert.get('/staff/queue/unit'));
	const before = await order();
	assert.ok(before.indexOf(first.number) < before.indexOf(g.number));
	const refused = await act(desk, g.number, 'urgent');
	assert.equal(refused.status, 422);
	assert.match(textOf(refused.text), /Kirjoita, miksi asia on kiireellinen/);
	const done = await act(desk, g.number, 'urgent', { urgency: 'Silta voi pettää.' });
	assert.match(done.url, /done=urgent/);
	assert.match(textOf(done.text), /Kiireellisyys.*Silta voi pettää\..*merkittiin kiireelliseksi/);
	assert.match(await headOf(desk, g.number), /Kiireellinen/);
	const mail = await mailTo('kadut@esimerkkila.example', new RegExp(`Kiireellinen: asia ${g.number}`));
	assert.doesNotMatch(mail, /Kanarialintu|Silta voi/);
	const queue = await expert.get('/staff/queue/unit');
	const now = numbers(queue);
	assert.ok(now.indexOf(g.number) < now.indexOf(first.number), 'it has risen');
	assert.equal(now.filter((n) => n === g.number).length, 1);
	assert.match(queue.text, /<tr class="is-urgent">[\s\S]{0,2000}?Kiireellinen/);
	assert.doesNotMatch(await followOf(g), /Kiireellinen|Silta voi|tänään/, 'the sender was promised nothing');
	await route(desk, g.number, 'Eero Katunen');
	await mailTo(STAFF.expert, new RegExp(`Kiireellinen: asia ${g.number}`));
	assert.equal(mailsTo(post, 'kadut@esimerkkila.example').filter((m) => m.includes(`Kiireellinen: asia ${g.number}`)).length, 1, 'told once, although it had just come');
	const calm = await act(expert, g.number, 'calm', { urgency: 'Silta on tuettu.' });
	assert.match(textOf(calm.text), /Silta on tuettu\..*kiireellisyys poistettiin/);
	const after = await order();
	assert.ok(!after.includes(g.number) || after.indexOf(first.number) < after.indexOf(g.number), 'back in its place');
	const own = await given(k, { topic: 'street_maintenance' });
	await act(expert, own.number, 'take');
	const mails = () => mailsTo(post, STAFF.expert).filter((m) => m.includes(own.number)).length;
	await act(expert, own.number, 'urgent', { urgency: 'Heti.' });
	await answer(expert, own.number, { text: 'Tehty.', outcome: 'done' });
	assert.doesNotMatch(await headOf(expert, own.number), /Kiireellinen/, 'what is answered is not urgent');
	assert.equal(mails(), 0, 'who did it knows');
});

// ---- replies ----

test('whoever has the matter hears of a reply at once, without its words', async () => {
	const g = await given(k, { topic: 'street_maintenance', text: 'Katu on kuoppainen kotimme edessä.' });
	const reply = async (text) => g.client.submit(await g.client.get(`/follow/${g.code}`), '/reply', { text }, { files: [] });
	await reply(`${CANARY} lisää.`);
	const unit = await mailTo('kadut@esimerkkila.example', new RegExp(`Vastaus tuli: asia ${g.number}`));
	assert.doesNotMatch(unit, /Kanarialintu/);
	await act(expert, g.number, 'take');
	await reply('Toinen lisäys, jonka käsittelijä näkee.');
	const person = await mailTo(STAFF.expert, new RegExp(`Vastaus tuli: asia ${g.number}`));
	assert.doesNotMatch(person, /Toinen lisäys/);
	assert.match(person, new RegExp(`/staff/matters/${g.number}`));
	assert.equal(mailsTo(post, 'kadut@esimerkkila.example').filter((m) => m.includes(`Vastaus tuli: asia ${g.number}`)).length, 1, 'the person, not the mailbox too');

	const form = await expert.get(at(g.number, '/contract'));
	const body = idOfBody(form, 'Valo ja Johto Oy');
	const made = await expert.submit(form, `${at(g.number)}/contract`, { body, name: '', text: 'Paikatkaa kuoppa.' });
	await mailTo('tyot@valojajohto.example', /\/task\//);
	const link = made.text.match(/\/task\/[A-Za-z0-9_-]{43}/)[0];
	const worker = new Client(k.url);
	const replies = () => mailsTo(post, STAFF.expert).filter((m) => m.includes(`Vastaus tuli: asia ${g.number}`)).length;
	await worker.submit(await worker.get(link), link, { state: 'done', text: 'Paikattu.' }, { files: [] });
	await until(() => replies() === 2, 'the mail of what the contractor said');
	for (let i = 0; i < 12; i++) await reply(`Rivi ${i} samasta asiasta.`);
	await answer(expert, g.number, { text: 'Kuoppa on paikattu.', outcome: 'done' });
	await until(() => replies() >= 9, 'those of the hour');
	assert.ok(replies() <= 10, `a flood is stopped: ${replies()}`);

	const secret = await given(k, { topic: 'social_services' });
	await secret.client.submit(await secret.client.get(`/follow/${secret.code}`), '/reply', { text: `${CANARY} hiljaa.` }, { files: [] });
	const closed = await mailTo('hyvinvointi@esimerkkila.example', new RegExp(`Vastaus tuli: asia ${secret.number}`));
	assert.doesNotMatch(closed, /Kanarialintu|Sosiaali/);
});

// ---- units that work by mail ----

/** Sends a matter to the unit without people; answers its link. */
async function byMail(values = {}) {
	const g = await given(k, { topic: 'street_maintenance', ...values });
	const done = await route(desk, g.number, 'Talkootoimisto');
	assert.notEqual(done.status, 422, textOf(done.text).slice(0, 300));
	const mail = await mailTo('talkoot@posti.example', new RegExp(g.number));
	return { ...g, mail, link: mail.match(/\/handle\/[A-Za-z0-9_-]{43}/)[0] };
}

test('a unit that works by mail answers by its link, in its own name', async () => {
	const g = await byMail({ text: `${CANARY} talkoissa.`, name: 'Terttu Talkoo', email: 'terttu@asukas.example' });
	assert.doesNotMatch(g.mail, /Kanarialintu|Terttu/, 'the link, not the message');
	assert.match(textOf((await desk.get(at(g.number))).text), /lähti yksikölle sähköpostilla/);
	assert.doesNotMatch(textOf((await desk.get(at(g.number))).text), /Odottaa vastaanottoa/, 'nobody there to accept it');
	const unit = new Client(k.url);
	const page = await unit.get(g.link);
	assert.match(textOf(page.text), /Kanarialintu laulaa talkoissa/);
	assert.doesNotMatch(page.text, /Terttu|terttu@/, 'no contact details: the house sends the answer');
	assert.match(page.headers.get('cache-control'), /no-store/);
	assert.match(await headOf(desk, g.number), /ohjattu yksikölle/, 'opening it did nothing');
	const empty = await unit.submit(page, g.link, { text: '', step: 'answer' });
	assert.equal(empty.status, 422);
	assert.match(textOf(empty.text), /Kirjoita vastaus lähettäjälle/);
	const sent = await unit.submit(page, g.link, { text: 'Talkoot pidetään lauantaina.', step: 'answer' });
	assert.match(textOf(sent.text), /Kiitos! Vastaus on lähetetty/);
	assert.match(await mailTo('terttu@asukas.example', /Talkoot pidetään/), /Talkoot pidetään lauantaina\.\s+Talkootoimisto/);
	assert.match(await followOf(g), /Talkoot pidetään lauantaina\. Talkootoimisto/);
	assert.match(await headOf(desk, g.number), /vastattu/);
	const used = await unit.get(g.link);
	assert.doesNotMatch(used.text, /Kanarialintu|Talkoot pidetään/, 'a used link tells nothing');
	await unit.submit(page, g.link, { text: 'Toinen vastaus.', step: 'answer' });
	assert.doesNotMatch(await followOf(g), /Toinen vastaus/);
	await g.client.submit(await g.client.get(`/follow/${g.code}`), '/reply', { text: 'Entä sunnuntai?' }, { files: [] });
	const links = () => mailsTo(post, 'talkoot@posti.example').filter((m) => m.includes(g.number)).map((m) => m.match(/\/handle\/[A-Za-z0-9_-]{43}/)[0]);
	await until(() => links().length === 2, 'a new link for the reply');
	assert.match(textOf((await unit.get(links()[1])).text), /Entä sunnuntai\?/);
	assert.equal((await unit.get(g.link)).status, 200, 'the old one says that it was answered');
	await unit.submit(await unit.get(links()[1]), links()[1], { text: 'Sunnuntaina levätään.', step: 'answer' });
	await act(desk, g.number, 'reopen', { note: 'Vastaus jäi kesken.' });
	await until(() => links().length === 3, 'and one when it is opened again');
	await act(desk, g.number, 'confidential');
	assert.match(await headOf(desk, g.number), /ohjattavana/, 'confidential since: it is not left there');
	assert.equal((await unit.get(links()[2])).status, 410);
});

test('it may give the matter back; a link is worth nothing once somebody else has it', async () => {
	const [g, taken, revoked] = await Promise.all([byMail(), byMail(), byMail()]);
	const unit = new Client(k.url);
	const page = await unit.get(g.link);
	assert.equal((await unit.submit(page, g.link, { text: '', step: 'return' })).status, 422);
	await unit.submit(page, g.link, { text: 'Ei ole meidän aluettamme.', step: 'return' });
	const matter = textOf((await desk.get(at(g.number))).text);
	assert.match(matter, /Ei ole meidän aluettamme\./);
	assert.match(await headOf(desk, g.number), /ohjattavana/);
	assert.ok(await inQueue(desk, 'triage', g.number));
	assert.doesNotMatch(await followOf(g), /meidän aluettamme/);

	await route(desk, taken.number, 'Eero Katunen');
	assert.equal((await unit.get(taken.link)).status, 410, 'somebody else has it');
	const open = await desk.get(at(revoked.number));
	await desk.submit(open, `${at(revoked.number)}/ask/${open.text.match(/\/ask\/(\d+)\/revoke/)[1]}/revoke`);
	assert.match(await headOf(desk, revoked.number), /ohjattavana/, 'nothing waits where nobody looks');
	assert.equal((await unit.get(revoked.link)).status, 410);

	const secret = await given(k, { topic: 'social_services' });
	const refused = await desk.get(at(secret.number));
	const to = target(refused, 'Talkootoimisto');
	assert.equal((await desk.submit(refused, `${at(secret.number)}/route`, { to })).status, 422, 'a confidential matter goes by no link');
	assert.ok(!mailsTo(post, 'talkoot@posti.example').some((m) => m.includes(secret.number) && m.includes('/handle/')), 'no link to a confidential matter');
});

// ---- another unit's view ----

test('another unit gives its view by a due of its own; who asked answers alone', async () => {
	const g = await given(k, { topic: 'street_maintenance', text: `${CANARY} puun juurella.`, name: 'Paavo Puu' });
	await act(expert, g.number, 'take');
	const form = await expert.get(at(g.number, '/view'));
	const unit = idOfBody(form, 'Puistot ja luonto');
	assert.ok(unit);
	assert.ok(!idOfBody(form, 'Kadut ja liikenne'), 'not its own');
	assert.ok(!idOfBody(form, 'Talkootoimisto'), 'nor one without people');
	for (const [values, said] of [[{ unit: '' }, /Valitse toinen yksikkö/], [{ text: '' }, /Kirjoita kysymys/], [{ days: '31' }, /1–30 työpäivää/]]) {
		const bad = await expert.submit(form, `${at(g.number)}/view`, { unit, text: 'Voiko puun kaataa?', ...values });
		assert.equal(bad.status, 422);
		assert.match(textOf(bad.text), said);
	}
	const asked = await expert.submit(form, `${at(g.number)}/view`, { unit, text: 'Voiko puun kaataa?', days: '2' });
	assert.match(asked.url, /done=view_asked/);
	assert.match(await headOf(expert, g.number), /käsittelyssä/, 'the matter waits for nobody');
	const mail = await mailTo('puistot@esimerkkila.example', /Näkemystänne kysytään/);
	assert.doesNotMatch(mail, /Kanarialintu|kaataa/);
	const parks = await staff(k, 'puistot@esimerkkila.example');
	const queue = await parks.get('/staff/queue/unit');
	assert.match(textOf(queue.text), /Yksiköltäsi kysytään.*Voiko puun kaataa\?/);
	assert.doesNotMatch((await expert.get('/staff/queue/unit')).text, /\/staff\/views\//);
	const path = queue.text.match(/\/staff\/views\/\d+/)[0];
	assert.ok(mail.includes(path));
	const page = await parks.get(path);
	assert.match(textOf(page.text), /Kanarialintu laulaa puun juurella.*Voiko puun kaataa\?/);
	assert.doesNotMatch(page.text, /Paavo Puu/);
	assert.equal((await parks.get(at(g.number))).status, 404, 'the matter itself stays with its unit');
	assert.equal((await (await staff(k, 'vesi@esimerkkila.example')).get(path)).status, 404, 'nor is the question anybody\'s');
	assert.equal((await parks.submit(page, path, { text: '' })).status, 422);
	const gave = await parks.submit(page, path, { text: 'Puu on suojeltu.' });
	assert.match(textOf(gave.text), /Teksti on lähetetty kysyjälle/);
	assert.doesNotMatch(gave.text, /\/staff\/views\//);
	assert.equal((await parks.get(path)).status, 404);
	const matter = await expert.get(at(g.number));
	assert.match(textOf(matter.text), /Näkemys.*Puistot ja luonto: Puu on suojeltu\./);
	assert.doesNotMatch(await followOf(g), /suojeltu|kaataa/);
	await mailTo(STAFF.expert, new RegExp(`Vastaus tuli: asia ${g.number}`));
});

test('a matter that concerns several units is answered once, from their parts', async () => {
	const g = await given(k, { topic: 'street_maintenance', text: 'Puiston katuvalo ja vesiposti ovat rikki.', email: 'moni@asukas.example' });
	await act(expert, g.number, 'take');
	const ask = async (name) => {
		const form = await expert.get(at(g.number, '/view'));
		return expert.submit(form, `${at(g.number)}/view`, { what: 'part', unit: idOfBody(form, name), text: `${name}: mitä teette?` });
	};
	const give = async (mail, text) => {
		const c = await staff(k, mail);
		const path = (await c.get('/staff/queue/unit')).text.match(/\/staff\/views\/\d+/)[0];
		return c.submit(await c.get(path), path, { text });
	};
	await ask('Puistot ja luonto');
	await ask('Vesihuolto ja jätteet');
	assert.match(textOf((await expert.get(at(g.number, '/answer'))).text), /Puistot ja luonto odottaa Vesihuolto ja jätteet odottaa/);
	await give('puistot@esimerkkila.example', 'Puisto korjataan keväällä.');
	const half = await expert.get(at(g.number, '/answer'));
	assert.match(textOf(half.text), /Puistot ja luonto valmis Vesihuolto ja jätteet odottaa Kaikki osat eivät ole valmiita/);
	await give('vesi@esimerkkila.example', 'Vesiposti avataan toukokuussa.');
	assert.doesNotMatch(await followOf(g), /keväällä|toukokuussa/);
	const joint = await expert.get(unescape((await expert.get(at(g.number, '/answer'))).text.match(/href="([^"]*\?parts=1[^"]*)"/)[1]));
	const text = unescape(joint.text.match(/<textarea id="text"[^>]*>([\s\S]*?)<\/textarea>/)[1]).trim();
	assert.match(text, /Puistot ja luonto: Puisto korjataan keväällä\.\s+Vesihuolto ja jätteet: Vesiposti avataan toukokuussa\./);
	await answer(expert, g.number, { text });
	assert.match(await followOf(g), /Puisto korjataan keväällä\..*Vesiposti avataan toukokuussa\./);
	await until(() => mailsTo(post, 'moni@asukas.example').some((m) => m.includes('toukokuussa')), 'the answer');
	assert.equal(mailsTo(post, 'moni@asukas.example').filter((m) => /keväällä|toukokuussa/.test(m)).length, 1, 'one answer');
});

test('of a confidential matter only a unit with somebody named for it is asked', async () => {
	const g = await given(k, { topic: 'street_maintenance', text: 'Tämä merkitään luottamukselliseksi.' });
	await act(desk, g.number, 'confidential');
	const form = await desk.get(at(g.number, '/view'));
	const no = await desk.submit(form, `${at(g.number)}/view`, { unit: idOfBody(form, 'Hyvinvointi ja työllisyys'), text: 'Mitä mieltä?' });
	assert.notEqual(no.status, 422, 'somebody is named there');
	const path = (await (await staff(k, 'hyvinvointi@esimerkkila.example')).get('/staff/queue/unit')).text.match(/\/staff\/views\/\d+/)[0];
	assert.doesNotMatch((await (await staff(k, 'hyvinvointi@esimerkkila.example')).get('/staff/queue/unit')).text, /Mitä mieltä/, 'no words of it in a list');
	assert.match(textOf((await (await staff(k, 'hyvinvointi@esimerkkila.example')).get(path)).text), /Mitä mieltä/);
});

// ---- a municipality whose language is Swedish ----

test('what leaves for authorities and mailboxes speaks the municipality\'s own language', async () => {
	const settings = '/staff/admin/settings';
	const wrong = await admin.submit(await admin.get(settings), settings, { lang: 'en' });
	assert.equal(wrong.status, 422, 'a municipality is Finnish or Swedish');
	assert.equal((await admin.submit(await admin.get(settings), settings, { lang: 'sv' })).status, 200);
	try {
		const front = async (headers) => (await fetch(`${k.url}/`, { redirect: 'manual', headers })).headers.get('location');
		await until(async () => await front({ 'accept-language': 'de' }) === '/sv/', 'the front page in Swedish');
		assert.equal(await front({ 'accept-language': 'fi' }), '/fi/', 'who asks for Finnish gets it');
		const g = await given(k, { topic: 'street_maintenance', email: 'mikael@asukas.example' });
		await pass(g.number, 'Elinvoimakeskus', { how: 'mail' });
		await mailTo('kirjaamo@elinvoima.example', new RegExp(`förvaltningslagen[\\s\\S]*${g.number}`));
		await mailTo('mikael@asukas.example', /Siirsimme viestisi/);
	} finally {
		await admin.submit(await admin.get(settings), settings, { lang: 'fi' });
	}
});

// ---- when nobody does anything: last, because the days pass ----

test('a late view is reminded of once, a link nobody used comes back', async () => {
	const g = await given(k, { topic: 'street_maintenance' });
	const link = await byMail();
	const form = await expert.get(at(g.number, '/view'));
	await expert.submit(form, `${at(g.number)}/view`, { unit: idOfBody(form, 'Puistot ja luonto'), text: 'Entä tämä?', days: '1' });
	const late = () => mailsTo(post, 'puistot@esimerkkila.example').filter((m) => /Näkemys on myöhässä/.test(m) && m.includes(g.number)).length;
	k.child.kill('SIGTERM');
	await k.exited;
	const then = await start({ dir: k.dir, db: k.db, port: k.port, args: ['--mail-relay', post.url], env: { KAIKU_CLOCK: `+${12 * 86400}` } });
	try {
		await until(() => late() === 1, 'the reminder', 60000);
		const c = new Client(then.url);
		await c.login(STAFF.desk);
		await until(async () => /ohjattavana/.test(await headOf(c, link.number)), 'the matter back in triage', 60000);
		assert.equal((await c.get(link.link)).status, 410);
		assert.match(textOf((await c.get(at(g.number))).text), /näkemys on myöhässä, muistutettiin/);
		assert.equal(late(), 1, 'after a standstill once');
	} finally {
		await then.stop({ keep: true });
		await k.spawn();
	}
});
