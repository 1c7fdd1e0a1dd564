// process.mjs: looks at the processes of a running service, and speaks raw
// HTTP to it.
import { readFileSync, readdirSync } from 'node:fs';
import net from 'node:net';

/** The children of a process: [{pid, name}]. */
export function children(pid) {
	let list = [];
	try {
		for (const task of readdirSync(`/proc/${pid}/task`))
			list.push(...readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean));
	} catch { return []; }
	return list.flatMap((child) => {
		try {
			const stat = readFileSync(`/proc/${child}/stat`, 'utf8');
			if (/\) Z /.test(stat)) return [];
			return [{ pid: Number(child), name: readFileSync(`/proc/${child}/comm`, 'utf8').trim() }];
		} catch { return []; }
	});
}

/** Sends bytes, returns everything that came back until the other side closed. */
export function raw(port, bytes) {
	return new Promise((resolve, reject) => {
		const s = net.connect(port, '127.0.0.1');
		let got = '';
		s.setEncoding('utf8');
		s.on('data', (d) => { got += d; });
		s.on('error', reject);
		s.on('close', () => resolve(got));
		s.write(bytes);
	});
}
