// post.mjs: what a test relay (http/smtp_server.mjs) took, for reading.

/** A mail with its quoted-printable words in plain text. */
export const decoded = (m) => m.data.replace(/=\r?\n/g, '').replace(/(?:=[0-9A-F]{2})+/g, (q) => Buffer.from(q.replaceAll('=', ''), 'hex').toString());

/** The mails to an address, in any case of letters, that say this. */
export const mailsTo = (post, address, what = /./) =>
	post.taken.filter((m) => [].concat(m.to).join().toLowerCase().includes(address)).map(decoded).filter((text) => what.test(text));
