// mails.mjs: mails as people and programs send them, and the mailboxes they come to.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { BIN, ENGINE, STAFF } from './kaiku.mjs';
import { staff } from './desk.mjs';

let made = 0;

/** A mail: headers over the usual ones (null leaves one out), and a body. */
export function mail(headers = {}, body = 'Keinu on rikki Rantapuiston leikkipaikalla.\n') {
	const all = {
		'Message-ID': `<${++made}.${process.pid}.${Date.now()}@posti.example>`,
		Date: 'Wed, 25 Nov 2026 12:00:00 +0200',
		From: 'Maija Meikäläinen <maija@example.org>',
		To: 'palaute@esimerkkila.example',
		Subject: 'Rikkinäinen keinu',
		'MIME-Version': '1.0',
		...(headers['Content-Type'] ? {} : { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Transfer-Encoding': '8bit' }),
		...headers,
	};
	const head = Object.entries(all).filter(([, v]) => v !== null).flatMap(([n, v]) => [v].flat().map((one) => `${n}: ${one}`)).join('\r\n');
	return Buffer.concat([Buffer.from(`${head}\r\n\r\n`), Buffer.isBuffer(body) ? body : Buffer.from(body.replace(/\r?\n/g, '\r\n'))]);
}

/** The parts of a multipart mail: [[headers, body], ...]. */
export function parts(list, kind = 'mixed', boundary = `b${++made}`) {
	const body = Buffer.concat([...list.flatMap(([headers, content]) => [
		Buffer.from(`--${boundary}\r\n${Object.entries(headers).map(([n, v]) => `${n}: ${v}\r\n`).join('')}\r\n`),
		Buffer.isBuffer(content) ? content : Buffer.from(content), Buffer.from('\r\n')]), Buffer.from(`--${boundary}--\r\n`)]);
	return [{ 'Content-Type': `multipart/${kind}; boundary="${boundary}"` }, body];
}

export const text = (content) => [{ 'Content-Type': 'text/plain; charset=utf-8' }, content];
export const file = (name, bytes, type = 'application/octet-stream') => [
	{ 'Content-Type': `${type}; name="${name}"`, 'Content-Disposition': `attachment; filename="${name}"`, 'Content-Transfer-Encoding': 'base64' },
	Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n')];
export const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(2000, 7)]);
export const PDF = Buffer.from(`%PDF-1.4\n${'x'.repeat(500)}`);

/** Adds a mailbox in the administration. */
export async function addMailbox(k, values = {}) {
	const admin = await staff(k, STAFF.admin);
	const page = await admin.get('/staff/admin/mailboxes/new');
	const done = await admin.submit(page, '/staff/admin/mailboxes/new', { address: 'palaute@esimerkkila.example', name: 'palaute', folder: 'INBOX', plus: '1', active: '1', ...values });
	assert.match(done.url, /done=created/, done.text);
	return done;
}

/** Gives a mail to `kaiku mail-in`; answers its exit status and what it said. */
export function mailIn(k, raw, { mailbox = 'palaute', bin = BIN, args, env } = {}) {
	const db = k.db ? ['--db', k.db] : [];
	const all = args ?? ['mail-in', '--data', k.dir, ...db, '--listen', `127.0.0.1:${k.port}`, '--mailbox', mailbox];
	return new Promise((resolve, reject) => {
		const child = spawn(bin, all, { env: { ...process.env, ...env }, stdio: ['pipe', 'ignore', 'pipe'] });
		let said = '';
		child.stderr.on('data', (d) => { said += d; });
		child.stdin.on('error', () => {});
		child.once('error', reject);
		child.once('exit', (status, signal) => resolve({ status: status ?? signal, said }));
		child.stdin.end(raw);
	});
}

/** Takes a mail in and answers the log's words for what became of it: { fate, matter, files, left }. */
export async function taken(k, raw, options) {
	const r = await mailIn(k, raw, options);
	assert.equal(r.status, 0, r.said.slice(0, 4000));
	assert.doesNotMatch(r.said, /Sanitizer|runtime error/, r.said.slice(0, 4000));
	const m = r.said.match(/mail came in: mailbox=\d+ fate=(\w+) matter=(\d+) files=(\d+) left=(\d+)/);
	return m ? { fate: m[1], matter: m[2], files: +m[3], left: +m[4] } : { fate: 'twice' };
}

export { ENGINE };
