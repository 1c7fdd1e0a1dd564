// kaiku.mjs: what every end-to-end test needs: the real binary on a fresh
// municipality, and a client that behaves like a browser without scripts.
//
//   const k = await start();            // demo municipality, own folder and port
//   const c = new Client(k.url);
//   const page = await c.get('/fi/give');
//   const done = await c.submit(page, '/fi/give', { text: '...' });
//   await k.stop();
//
// KAIKU_BIN chooses the binary; KAIKU_TEST_PG (a postgresql:// URL) with
// KAIKU_TEST_ENGINE=postgres runs the same tests on PostgreSQL, each start in a
// database of its own.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, existsSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { askPostgres, askSqlite } from './sql.mjs';

export const BIN = process.env.KAIKU_BIN || path.resolve('build/kaiku');
export const ENGINE = process.env.KAIKU_TEST_ENGINE || 'sqlite';
export const STAFF = {
	desk: 'neuvonta@esimerkkila.example',
	expert: 'asiantuntija@esimerkkila.example',
	admin: 'paakayttaja@esimerkkila.example',
	password: 'kaiku-demo',
};

export function freePort() {
	return new Promise((resolve, reject) => {
		const s = net.createServer();
		s.once('error', reject);
		s.listen(0, '127.0.0.1', () => {
			const { port } = s.address();
			s.close(() => resolve(port));
		});
	});
}

export const sleep = (ms) => new Promise((r) => setTimeout(r, ms));

/** Polls until fn() is truthy; throws after the time, which is long: a busy machine is no failure. */
export async function until(fn, what, ms = 120000) {
	const end = Date.now() + ms;
	for (;;) {
		const v = await fn();
		if (v) return v;
		if (Date.now() > end) throw new Error(`waited ${ms} ms for ${what}`);
		await sleep(50);
	}
}

let databases = 0;
/** A fresh PostgreSQL database beside the one of KAIKU_TEST_PG, empty or a copy of another. */
export function freshDatabase(of = 'template1') {
	const base = process.env.KAIKU_TEST_PG;
	const name = `t${process.pid}_${++databases}`;
	const r = spawnSync('psql', [base, '-qc', `CREATE DATABASE ${name} TEMPLATE ${of}`], { encoding: 'utf8' });
	if (r.status !== 0) throw new Error(`CREATE DATABASE: ${r.stderr}`);
	const u = base.replace(/\/([^/?]*)(\?|$)/, `/${name}$2`);
	return { url: u, drop: () => spawnSync('psql', [base, '-qc', `DROP DATABASE ${name} WITH (FORCE)`]) };
}

export function run(args, options = {}) {
	return spawnSync(BIN, args, { encoding: 'utf8', ...options });
}

/**
 * The demo municipality that test/run made with this many matters, to be
 * copied: {dir, database}; none when a test runs by itself.
 */
function madeBefore({ matters = 'all' }) {
	const dir = process.env.KAIKU_TEST_DEMO && path.join(process.env.KAIKU_TEST_DEMO, `${ENGINE}-${matters}`);
	return dir && existsSync(dir) ? { dir, database: `demo_${matters}` } : null;
}

/**
 * Starts `kaiku serve`. Options: workers, env, args (further flags), demo
 * (false: an empty installation), matters, dir (an existing folder to serve), db, bin,
 * delay (seconds until an answer leaves; a new municipality of a test has 0).
 */
export async function start(options = {}) {
	const dir = options.dir || mkdtempSync(path.join(os.tmpdir(), 'kaiku-test-'));
	const fresh = options.demo !== false && !options.dir;
	const copy = fresh && !options.db ? madeBefore(options) : null;
	const database = options.db ? { url: options.db, drop() {} }
		: ENGINE === 'postgres' ? freshDatabase(copy?.database) : null;
	const db = database ? ['--db', database.url] : [];
	if (fresh) {
		const made = copy ? spawnSync('cp', ['-a', `${copy.dir}/.`, dir], { encoding: 'utf8' })
			: run(['demo', '--data', dir, ...db, ...(options.matters !== undefined ? ['--matters', String(options.matters)] : [])]);
		if (made.status !== 0) throw new Error(`kaiku demo: ${made.stdout}${made.stderr}`);
		query({ dir, db: database?.url }, `INSERT INTO setting (tenant_id, name, value) VALUES (1, 'answer_delay', '${options.delay ?? 0}')`);
	}
	const port = options.port || await freePort();
	const k = { dir, port, db: database?.url, url: `http://127.0.0.1:${port}`, log: '' };
	const args = ['serve', '--data', dir, ...db, '--listen', `127.0.0.1:${port}`,
		'--workers', String(options.workers ?? 2), ...(options.args || [])];
	k.spawn = async () => {
		k.child = spawn(options.bin || BIN, args, { env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] });
		k.exited = new Promise((r) => k.child.once('exit', (code, signal) => r({ code, signal })));
		for (const s of [k.child.stdout, k.child.stderr])
			s.on('data', (d) => { k.log = (k.log + d).slice(-16000000); });
		await until(async () => {
			if (k.child.exitCode !== null) throw new Error(`kaiku serve ended: ${k.log}`);
			try { return (await fetch(`${k.url}/health`)).status === 200; } catch { return false; }
		}, 'kaiku to answer', 30000).catch((e) => { throw new Error(`${e.message}\n${k.log.slice(-3000)}`); });
	};
	/** Ends and starts: a municipality that was added is then seen by every worker, not by each in its own moment. */
	k.restart = async () => {
		k.child.kill('SIGTERM');
		await k.exited;
		await k.spawn();
	};
	k.stop = async ({ keep = false } = {}) => {
		if (k.child.exitCode === null && k.child.signalCode === null) {
			k.child.kill('SIGTERM');
			const t = setTimeout(() => k.child.kill('SIGKILL'), 40000);
			await k.exited;
			clearTimeout(t);
		}
		// What a sanitizer says of a process that was replaced at once is a failure, too.
		const bad = k.log.match(/(ERROR: (Address|Leak)Sanitizer|runtime error:)[\s\S]{0,4000}/);
		if (bad) throw new Error(bad[0]);
		if (!keep) {
			database?.drop();
			if (!options.dir && existsSync(dir)) rmSync(dir, { recursive: true, force: true });
		}
		return k.exited;
	};
	await k.spawn();
	return k;
}

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" };
export const unescape = (s) => s.replace(/&(amp|lt|gt|quot|#39|#x27);/g, (_, e) => entities[e]);

/** Attributes of one tag as an object. */
function attributes(tag) {
	const out = {};
	for (const m of tag.matchAll(/([a-zA-Z-]+)(?:="([^"]*)")?/g)) out[m[1].toLowerCase()] = unescape(m[2] ?? '');
	return out;
}

/** A page that answers a POST changes its language by sending it again: a form with a button for each. */
const isSwitch = (form) => / formaction="/.test(form);

/** The forms of a page: {action, method, fields: [[name, value]...]} as a browser would send them untouched. */
export function forms(html, { switches = false } = {}) {
	return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].filter(([all]) => isSwitch(all) === switches).map(([, head, body]) => {
		const fields = [];
		for (const m of body.matchAll(/<input\b([^>]*)>/g)) {
			const a = attributes(m[1]);
			const type = a.type || 'text';
			if (!a.name || type === 'submit' || type === 'file') continue;
			if ((type === 'checkbox' || type === 'radio') && !('checked' in a)) continue;
			fields.push([a.name, a.value ?? (type === 'checkbox' ? 'on' : '')]);
		}
		for (const m of body.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g)) {
			const a = attributes(m[1]);
			if (a.name) fields.push([a.name, unescape(m[2].replace(/^\n/, ''))]);
		}
		for (const m of body.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
			const a = attributes(m[1]);
			const options = [...m[2].matchAll(/<option\b([^>]*)>/g)].map((o) => attributes(o[1]));
			const chosen = options.find((o) => 'selected' in o) || options[0];
			if (a.name && chosen) fields.push([a.name, chosen.value ?? '']);
		}
		const a = attributes(head);
		return { action: a.action || '', method: (a.method || 'get').toLowerCase(), fields, body };
	});
}

/** A browser without scripts: cookies, forms, redirects followed on demand. */
export class Client {
	constructor(url, headers = {}) { this.url = url; this.headers = headers; this.cookies = new Map(); }

	async request(method, target, { headers = {}, body, follow = true } = {}) {
		const url = new URL(target, this.url);
		const h = { ...this.headers, ...headers };
		if (this.cookies.size) h.cookie = [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; ');
		if (method === 'POST' && !('origin' in h)) h.origin = url.origin;
		const res = await fetch(url, { method, headers: h, body, redirect: 'manual' })
			.catch((e) => { throw new TypeError(`fetch failed: ${method} ${url.pathname}: ${e.cause?.code ?? ''} ${e.cause?.message ?? e.message}`, { cause: e }); });
		for (const c of res.headers.getSetCookie?.() ?? []) {
			const [pair, ...rest] = c.split(';');
			const at = pair.indexOf('=');
			if (/max-age=0/i.test(rest.join(';'))) this.cookies.delete(pair.slice(0, at).trim());
			else this.cookies.set(pair.slice(0, at).trim(), pair.slice(at + 1));
		}
		if (follow && [302, 303].includes(res.status) && res.headers.get('location')) {
			await res.arrayBuffer();
			return this.request('GET', new URL(res.headers.get('location'), url).href, { headers });
		}
		const text = await res.text();
		return { status: res.status, headers: res.headers, text, url: url.pathname + url.search };
	}

	get(target, options) { return this.request('GET', target, options); }

	/** Sends fields (an object, or pairs) urlencoded, or as multipart when files are given: [[field, name, bytes, type]]. */
	post(target, fields, { files, ...options } = {}) {
		const pairs = Array.isArray(fields) ? fields : Object.entries(fields);
		if (!files) return this.request('POST', target, { body: new URLSearchParams(pairs), ...options });
		const body = new FormData();
		for (const [k, v] of pairs) body.append(k, v);
		for (const [field, name, bytes, type] of files) body.append(field, new Blob([bytes], { type }), name);
		return this.request('POST', target, { body, ...options });
	}

	/** Fills the page's form whose action ends in `action` and sends it. */
	submit(page, action, values = {}, options = {}) {
		const form = forms(page.text).find((f) => f.method === 'post' && (f.action || page.url).split('?')[0].endsWith(action));
		if (!form) throw new Error(`no form to ${action} on ${page.url} (${page.status})`);
		const pairs = form.fields.filter(([k]) => !(k in values));
		for (const [k, v] of Object.entries(values))
			for (const one of Array.isArray(v) ? v : [v]) if (one !== null) pairs.push([k, one]);
		return this.post(form.action || page.url, pairs, options);
	}

	/** The same page in another language, by the switch in its head. */
	language(page, lang) {
		const head = page.text.split('</header>')[0];
		const [form] = forms(head, { switches: true });
		const button = form?.body.match(new RegExp(`formaction="([^"]*)" lang="${lang}"`));
		if (button) return this.post(unescape(button[1]), form.fields);
		const link = head.match(new RegExp(`<a href="([^"]*)" lang="${lang}"`));
		if (!link) throw new Error(`no way to ${lang} on ${page.url} (${page.status})`);
		return this.get(unescape(link[1]));
	}

	async login(mail, password = STAFF.password) {
		const page = await this.get('/staff/login');
		return this.submit(page, '/staff/login', { mail, password });
	}
}

/** Gives feedback as a resident; answers {page, number, code}. */
export async function give(k, values, { lang = 'fi', client = new Client(k.url), files } = {}) {
	const form = await client.get(`/${lang}/give${values.topic ? `?topic=${encodeURIComponent(values.topic)}` : ''}`);
	// What may answer first is seen already (test/http/first.test.mjs).
	const page = await client.submit(form, `/${lang}/give`, { first: 'on', ...values }, files ? { files } : {});
	const number = page.text.match(/\b(20\d\d-\d+)\b/)?.[1];
	const code = page.text.match(/\/follow\/([A-Za-z0-9_-]{37})/)?.[1];
	return { page, number, code, client };
}

/** Asks the database of a municipality, or changes it: the world outside of the service. */
export function query(k, sql, slug = 'esimerkkila', tenant = 1) {
	return k.db ? askPostgres(k.db, sql, tenant) : askSqlite(path.join(k.dir, slug, 'kaiku.db'), sql);
}
