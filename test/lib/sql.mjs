// sql.mjs: asks a database from a test by a psql or sqlite3 that stays, one a
// database: a process and a connection for every question took a third of the
// time of the tests that ask much. The answer is waited for, as with spawnSync:
// a thread talks to the program meanwhile.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { MessageChannel, Worker, isMainThread, receiveMessageOnPort, workerData } from 'node:worker_threads';

const END = 'end-of-the-answer-7c1f';

// ---- the thread ----

class Program {
	constructor({ command, args, env, mark }) {
		this.mark = mark;
		this.out = this.err = '';
		this.child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
		this.child.stdin.on('error', () => {}); // it ended: 'close' tells
		for (const [name, stream] of [['out', this.child.stdout], ['err', this.child.stderr]])
			stream.setEncoding('utf8').on('data', (d) => { this[name] += d; this.settle?.(); });
		this.child.on('error', (e) => { this.err += e.message; this.ended = 127; this.settle?.(); });
		this.child.on('close', (code) => { this.ended = code ?? 1; this.settle?.(); });
	}

	/** {out}, or {err, status} of a program that has ended over it. */
	ask(sql) {
		this.out = this.err = '';
		return new Promise((resolve) => {
			this.settle = () => {
				if (this.out.endsWith(`${END}\n`)) resolve({ out: this.out.slice(0, -END.length - 1) });
				else if (this.ended !== undefined) resolve({ err: this.err, status: this.ended });
			};
			this.child.stdin.write(`${sql}\n;\n${this.mark} ${END}\n`);
			this.settle();
		});
	}
}

function serve({ port, turn }) {
	const programs = new Map();
	port.on('message', async ({ key, program, sql }) => {
		let answer;
		// One that waited may have lost its connection: nothing was done then, and it is asked anew.
		for (let fresh = false; !fresh;) {
			fresh = !programs.has(key);
			if (fresh) programs.set(key, new Program(program));
			answer = await programs.get(key).ask(sql);
			if ('out' in answer) break;
			programs.delete(key);
			if (!/terminating connection|server closed the connection|connection to server was lost/.test(answer.err)) break;
		}
		port.postMessage(answer);
		Atomics.add(turn, 0, 1);
		Atomics.notify(turn, 0);
	});
}
if (!isMainThread && workerData?.turn) serve(workerData);

// ---- the test ----

let thread;
function begin() {
	const { port1, port2 } = new MessageChannel();
	const turn = new Int32Array(new SharedArrayBuffer(4));
	new Worker(fileURLToPath(import.meta.url), { workerData: { port: port2, turn }, transferList: [port2] }).unref();
	port1.unref();
	return { port: port1, turn };
}

function ask(key, program, sql) {
	const { port, turn } = thread ??= begin();
	const was = Atomics.load(turn, 0);
	port.postMessage({ key, program, sql });
	if (Atomics.wait(turn, 0, was, 60000) === 'timed-out') throw new Error(`no answer in a minute: ${sql}`);
	const { out, err, status } = receiveMessageOnPort(port).message;
	if (out === undefined) throw new Error(`${sql}: ${err} (${status})`);
	return out.trim();
}

/** A tenant's rows in PostgreSQL, as who owns them. */
export const askPostgres = (url, sql, tenant = 1) => ask(`${url} ${tenant}`, {
	command: 'psql', args: ['-qAtX', '-v', 'ON_ERROR_STOP=1', url], mark: '\\echo',
	env: { ...process.env, PGOPTIONS: `-c kaiku.tenant=${tenant}` },
}, sql);

/** A tenant's file, which stays open: not for a test that puts another in its place. */
export const askSqlite = (file, sql) => ask(file, {
	command: 'sqlite3', args: ['-batch', '-bail', '-cmd', '.timeout 10000', file], mark: '.print', env: process.env,
}, sql);
