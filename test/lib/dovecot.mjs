// dovecot.mjs: a real IMAP server (Debian's dovecot-imapd), private to a test:
// its own folder, ports and users.
//
//   const d = await startDovecot({ palaute: 'salasana' });
//   d.deliver('palaute', raw);  d.mails('palaute') -> [{ folder, name, seen, raw }]
//   await d.stop();
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { freePort, until } from './kaiku.mjs';

/** Dovecot refuses to be root: then the package's own users serve, and the mails belong to the system's user mail. */
function owner() {
	const user = os.userInfo().username;
	if (process.getuid() !== 0) return { uid: process.getuid(), gid: process.getgid(), login: user, internal: user };
	const id = (flag) => Number(spawnSync('id', [flag, 'mail'], { encoding: 'utf8' }).stdout);
	return { uid: id('-u'), gid: id('-g'), login: 'dovenull', internal: 'dovecot' };
}

const config = (dir, port, tlsPort, who) => `
base_dir = ${dir}/run
state_dir = ${dir}/state
log_path = ${dir}/log
protocols = imap
listen = 127.0.0.1
default_login_user = ${who.login}
default_internal_user = ${who.internal}
first_valid_uid = 1
disable_plaintext_auth = no
mail_location = maildir:${dir}/mail/%u
ssl = ${existsSync(`${dir}/server.pem`) ? `yes\nssl_cert = <${dir}/server.pem\nssl_key = <${dir}/server.key` : 'no'}
passdb {
  driver = passwd-file
  args = scheme=plain ${dir}/users
}
userdb {
  driver = static
  args = uid=${who.uid} gid=${who.gid} home=${dir}/mail/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
    ssl = yes
  }
}
service anvil {
  chroot =
}
`;

/** A key and a certificate for 127.0.0.1 that signs itself. */
function certificate(dir) {
	const r = spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1',
		'-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', `${dir}/server.key`, '-out', `${dir}/server.pem`], { encoding: 'utf8' });
	if (r.status !== 0) throw new Error(r.stderr);
	chmodSync(`${dir}/server.key`, 0o644);
}

const answers = (port) => new Promise((resolve) => {
	const s = net.connect(port, '127.0.0.1');
	s.once('data', () => { s.destroy(); resolve(true); });
	s.once('error', () => resolve(false));
	s.setTimeout(2000, () => { s.destroy(); resolve(false); });
});

export async function startDovecot(users) {
	const dir = mkdtempSync(path.join(os.tmpdir(), 'kaiku-dovecot-'));
	const who = owner();
	const d = { dir, port: await freePort(), tlsPort: await freePort(), ca: `${dir}/server.pem`, made: 0 };
	const own = (at) => chownSync(at, who.uid, who.gid);
	const folder = (...at) => { const p = path.join(dir, ...at); if (!existsSync(p)) { mkdirSync(p); own(p); } return p; };
	chmodSync(dir, 0o755);
	certificate(dir);
	for (const f of ['run', 'state']) mkdirSync(path.join(dir, f));
	folder('mail');
	for (const user of Object.keys(users)) {
		folder('mail', user);
		for (const sub of ['cur', 'new', 'tmp']) folder('mail', user, sub);
	}
	writeFileSync(`${dir}/users`, Object.entries(users).map(([u, p]) => `${u}:${p}\n`).join(''));
	writeFileSync(`${dir}/conf`, config(dir, d.port, d.tlsPort, who));
	d.url = `imap://127.0.0.1:${d.port}`;
	d.tlsUrl = `imaps://127.0.0.1:${d.tlsPort}`;

	d.run = async () => {
		let said = '';
		d.child = spawn('/usr/sbin/dovecot', ['-F', '-c', `${dir}/conf`], { stdio: ['ignore', 'pipe', 'pipe'] });
		d.exited = new Promise((r) => d.child.once('exit', r));
		for (const s of [d.child.stdout, d.child.stderr]) s.on('data', (x) => { said += x; });
		await until(() => answers(d.port), 'dovecot').catch((e) => { throw new Error(`${e.message}: ${said}${existsSync(`${dir}/log`) ? readFileSync(`${dir}/log`, 'utf8') : ''}`); });
	};
	d.halt = async () => { d.child.kill('SIGTERM'); await d.exited; };
	d.stop = async () => { await d.halt(); rmSync(dir, { recursive: true, force: true }); };

	d.deliver = (user, raw) => {
		const name = `${Date.now()}.${++d.made}_${process.pid}.test`;
		const tmp = path.join(dir, 'mail', user, 'tmp', name);
		writeFileSync(tmp, raw);
		own(tmp);
		renameSync(tmp, path.join(dir, 'mail', user, 'new', name));
	};
	d.mails = (user) => {
		const out = [];
		for (const box of ['', ...readdirSync(path.join(dir, 'mail', user)).filter((n) => /^\.[A-Z]/.test(n))])
			for (const sub of ['cur', 'new'])
				for (const name of existsSync(path.join(dir, 'mail', user, box, sub)) ? readdirSync(path.join(dir, 'mail', user, box, sub)) : [])
					out.push({ folder: box, name, path: path.join(dir, 'mail', user, box, sub, name), seen: /:2,[A-Z]*S/.test(name) });
		return out;
	};
	/** Everything that is there counts as read. */
	d.read = (user) => {
		for (const m of d.mails(user)) renameSync(m.path, path.join(dir, 'mail', user, 'cur', `${m.name.replace(/:2,.*/, '')}:2,S`));
	};
	await d.run();
	return d;
}

/** A real SMTP server (Debian's python3-aiosmtpd), with STARTTLS, that puts what it gets into a Maildir of d. */
export async function startMailServer(d, user) {
	const port = await freePort();
	const child = spawn('/usr/bin/python3', ['-m', 'aiosmtpd', '-n', '-l', `127.0.0.1:${port}`, '--tlscert', d.ca, '--tlskey', `${d.dir}/server.key`,
		'-c', 'aiosmtpd.handlers.Mailbox', path.join(d.dir, 'mail', user)], { stdio: ['ignore', 'pipe', 'pipe'] });
	const exited = new Promise((r) => child.once('exit', r));
	let said = '';
	child.stderr.on('data', (x) => { said += x; });
	await until(() => answers(port), 'the SMTP server').catch((e) => { throw new Error(`${e.message}: ${said}`); });
	return { port, url: `smtp://127.0.0.1:${port}`, stop: async () => { child.kill('SIGTERM'); await exited; } };
}
