/*
 * imap.c: the few commands of IMAP that reading a mailbox takes. One line of
 * ours, then lines of the server until the one that ends it; what a mail says
 * comes in a literal, whose length is told before, so it can pretend nothing.
 */
#include "mail/imap.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"

#include <curl/curl.h>
#include <poll.h>
#include <sodium.h>

enum { PIECE = 64 * 1024, LINE_LEN_MAX = 1024 * 1024, LINES_A_REPLY = 5000 };
enum { CONNECT_MS = 15000 };

struct imap {
	struct arena *a;
	CURL *curl;
	int64_t until_us;
	int number; /* of the last command */
	char in[PIECE];
	size_t at, n; /* what is read of it, and how much there is */
	const char *why;
	bool lost; /* nothing more can be said */
};

/* One reply line; of a literal in it only the last is kept. */
struct reply {
	struct str line;
	const char *literal;
	size_t literal_n;
};

static enum err fail(struct imap *s, const char *why)
{
	s->why = why;
	s->lost = true;
	return ERR_UNAVAILABLE;
}

/* ---- bytes ---- */

static enum err wait_for(struct imap *s, short events)
{
	curl_socket_t fd = CURL_SOCKET_BAD;
	int64_t left_ms = (s->until_us - clock_mono_us()) / 1000;
	struct pollfd p = {.events = events};

	if (curl_easy_getinfo(s->curl, CURLINFO_ACTIVESOCKET, &fd) ||
	    fd == CURL_SOCKET_BAD)
		return fail(s, "the connection was lost");
	p.fd = fd;
	if (left_ms <= 0 || poll(&p, 1, (int)left_ms) <= 0)
		return fail(s, "the server did not answer in time");
	return OK;
}

static enum err fill(struct imap *s)
{
	CURLcode code;

	s->at = s->n = 0;
	while (!s->lost) {
		code = curl_easy_recv(s->curl, s->in, sizeof(s->in), &s->n);
		if (code == CURLE_OK && s->n)
			return OK;
		if (code != CURLE_AGAIN)
			return fail(s, "the connection was lost");
		(void)!wait_for(s, POLLIN);
	}
	return ERR_UNAVAILABLE;
}

static enum err send_all(struct imap *s, const char *bytes, size_t n)
{
	while (n && !s->lost) {
		size_t sent = 0;
		CURLcode code = curl_easy_send(s->curl, bytes, n, &sent);

		if (code == CURLE_AGAIN)
			(void)!wait_for(s, POLLOUT);
		else if (code != CURLE_OK)
			return fail(s, "the connection was lost");
		bytes += sent;
		n -= sent;
	}
	return s->lost ? ERR_UNAVAILABLE : OK;
}

/* Up to the line's end, which is not kept. */
static enum err read_line(struct imap *s, struct str *to)
{
	for (;;) {
		const char *from = s->in + s->at;
		const char *end = memchr(from, '\n', s->n - s->at);
		size_t n = end ? (size_t)(end - from) : s->n - s->at;

		str_add(to, from, n);
		s->at += n + (end != NULL);
		if (to->len > LINE_LEN_MAX)
			return fail(s, "the server's line has no end");
		if (end)
			break;
		if (fill(s))
			return ERR_UNAVAILABLE;
	}
	while (to->len && to->ptr[to->len - 1] == '\r')
		to->ptr[--to->len] = '\0';
	return OK;
}

static enum err read_bytes(struct imap *s, char *to, size_t n)
{
	while (n) {
		size_t have = s->n - s->at;

		if (!have && fill(s))
			return ERR_UNAVAILABLE;
		have = s->n - s->at < n ? s->n - s->at : n;
		memcpy(to, s->in + s->at, have);
		s->at += have;
		to += have;
		n -= have;
	}
	return OK;
}

/* "... {123}" at the end of a line: so many bytes follow. */
static bool ends_in_literal(const char *line, size_t *ret_n)
{
	const char *open = strrchr(line, '{');
	size_t digits = open ? strspn(open + 1, "0123456789") : 0;

	if (!digits || digits > 10 || !str_same(open + 1 + digits, "}"))
		return false;
	*ret_n = strtoul(open + 1, NULL, 10);
	return true;
}

static enum err read_reply(struct imap *s, struct arena *a, size_t max,
			   struct reply *ret_reply)
{
	struct reply r = {.literal = NULL};
	size_t n, from;
	char *to;

	str_init(&r.line, a, 128);
	for (;;) {
		from = r.line.len;
		if (read_line(s, &r.line))
			return ERR_UNAVAILABLE;
		if (!ends_in_literal(r.line.ptr + from, &n))
			break;
		if (n > max)
			return fail(s, "the server sends more than asked for");
		to = arena_alloc(a, n + 1);
		if (read_bytes(s, to, n))
			return ERR_UNAVAILABLE;
		r.literal = to;
		r.literal_n = n;
	}
	*ret_reply = r;
	return OK;
}

/* ---- commands ---- */

/* What the server says in between: called for each line. */
typedef void said_fn(void *arg, const struct reply *r);

struct hearing {
	said_fn *said;
	void *arg;
	struct arena *a; /* of the lines */
	size_t max;      /* bytes of a literal */
};

static enum err refused(struct imap *s, const char *line)
{
	s->why = utf8_clip(s->a,
			   utf8_valid(line, strlen(line))
				   ? utf8_clean(s->a, line)
				   : "refused",
			   180);
	return ERR_DENIED;
}

/* Until the line that ends the command. */
static enum err hear(struct imap *s, const struct hearing *h)
{
	const char *tag = arena_printf(s->a, "a%d ", s->number);
	struct reply r;

	for (int i = 0; i < LINES_A_REPLY; i++) {
		if (read_reply(s, h->a, h->max, &r))
			return ERR_UNAVAILABLE;
		if (str_starts(r.line.ptr, "* BYE"))
			return fail(s, "the server ended the connection");
		if (str_starts(r.line.ptr, tag)) {
			const char *how = r.line.ptr + strlen(tag);

			return str_starts(how, "OK") ? OK : refused(s, how);
		}
		if (h->said)
			h->said(h->arg, &r);
	}
	return fail(s, "the server says too much");
}

static enum err tell(struct imap *s, const char *command)
{
	const char *line =
		arena_printf(s->a, "a%d %s\r\n", ++s->number, command);

	return send_all(s, line, strlen(line));
}

static enum err ask(struct imap *s, const char *command,
		    const struct hearing *h)
{
	const struct hearing deaf = {.a = s->a, .max = PIECE};
	enum err err = tell(s, command);

	return err ? err : hear(s, h ? h : &deaf);
}

/* ---- opening ---- */

static void handle_free(void *curl)
{
	curl_easy_cleanup(curl);
}

static void url_free(void *url)
{
	curl_url_cleanup(url);
}

static char *part_of(struct arena *a, CURLU *url, CURLUPart what)
{
	char *part = NULL, *copy;

	if (curl_url_get(url, what, &part, 0))
		return NULL;
	copy = arena_strdup(a, part);
	curl_free(part);
	return copy;
}

static const char open_word[] = "SELECT"; /* a folder, not rows */

struct address {
	const char *host, *port;
	bool tls;
};

static bool near(const char *host)
{
	return str_same_nocase(host, "localhost") || str_starts(host, "127.") ||
	       str_same(host, "[::1]");
}

/* Neither name nor password nor path belong into it. */
static bool read_server(struct arena *a, const char *server,
			struct address *ret_address)
{
	CURLU *url = curl_url();
	struct address at;
	const char *scheme, *path;

	arena_defer(a, url_free, url);
	if (curl_url_set(url, CURLUPART_URL, server, CURLU_NON_SUPPORT_SCHEME))
		return false;
	scheme = part_of(a, url, CURLUPART_SCHEME);
	path = part_of(a, url, CURLUPART_PATH);
	at.host = part_of(a, url, CURLUPART_HOST);
	at.port = part_of(a, url, CURLUPART_PORT);
	at.tls = str_same(scheme, "imaps");
	if (str_empty(at.host) || part_of(a, url, CURLUPART_USER) ||
	    part_of(a, url, CURLUPART_QUERY) ||
	    (!str_empty(path) && !str_same(path, "/")))
		return false;
	if (!at.tls && !(str_same(scheme, "imap") && near(at.host)))
		return false;
	if (!at.port)
		at.port = at.tls ? "993" : "143";
	*ret_address = at;
	return true;
}

bool imap_server_ok(const char *server)
{
	struct arena a = ARENA_INIT;
	struct address at;
	bool is = read_server(&a, server, &at);

	arena_release(&a);
	return is;
}

/* To libcurl it is a connection to a web server over which nothing is said. */
static bool set_up(struct imap *s, const struct imap_box *b,
		   const struct address *at)
{
	const char *url =
		arena_printf(s->a, "%s://%s:%s/", at->tls ? "https" : "http",
			     at->host, at->port);
	CURL *c = s->curl;

	if (b->ca && (curl_easy_setopt(c, CURLOPT_CAINFO, b->ca) ||
		      curl_easy_setopt(c, CURLOPT_CAPATH, NULL)))
		return false;
	return !curl_easy_setopt(c, CURLOPT_URL, url) &&
	       !curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https") &&
	       !curl_easy_setopt(c, CURLOPT_CONNECT_ONLY, 1L) &&
	       !curl_easy_setopt(c, CURLOPT_SSL_ENABLE_ALPN, 0L) &&
	       !curl_easy_setopt(c, CURLOPT_NOPROXY, "*") &&
	       !curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L) &&
	       !curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS,
				 (long)CONNECT_MS) &&
	       !curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)CONNECT_MS);
}

static enum err connect_to(struct imap *s, const struct imap_box *b)
{
	struct address at;
	struct reply greeting;
	CURLcode code;

	if (!s->curl || !read_server(s->a, b->server, &at) ||
	    !set_up(s, b, &at))
		return fail(s, "this is no address of a server");
	code = curl_easy_perform(s->curl);
	if (code)
		return fail(s, curl_easy_strerror(code));
	if (read_reply(s, s->a, PIECE, &greeting))
		return ERR_UNAVAILABLE;
	return str_starts(greeting.line.ptr, "* OK")
		       ? OK
		       : fail(s, "the server does not speak IMAP");
}

/* SASL PLAIN (RFC 4616): any letters, and nothing to escape. */
static enum err sign_in(struct imap *s, const struct imap_box *b)
{
	size_t login = strlen(b->login), password = strlen(b->password);
	size_t n = login + password + 2;
	size_t room =
		sodium_base64_ENCODED_LEN(n, sodium_base64_VARIANT_ORIGINAL);
	unsigned char *plain = arena_alloc(s->a, n);
	char *coded = arena_alloc(s->a, room + 2);
	struct reply r;
	enum err err = tell(s, "AUTHENTICATE PLAIN");

	if (!err)
		err = read_reply(s, s->a, PIECE, &r);
	if (err)
		return err;
	if (!str_starts(r.line.ptr, "+"))
		return refused(s, r.line.ptr);
	memcpy(plain + 1, b->login, login);
	memcpy(plain + login + 2, b->password, password);
	sodium_bin2base64(coded, room, plain, n,
			  sodium_base64_VARIANT_ORIGINAL);
	memcpy(coded + strlen(coded), "\r\n", 3);
	err = send_all(s, coded, strlen(coded));
	sodium_memzero(plain, n);
	sodium_memzero(coded, room);
	return err ? err : hear(s, &(struct hearing){.a = s->a, .max = PIECE});
}

enum err imap_open(struct arena *a, const struct imap_box *b,
		   struct imap **ret_imap)
{
	struct imap *s = arena_alloc(a, sizeof(*s));
	enum err err;

	s->a = a;
	s->why = "";
	s->curl = curl_easy_init();
	s->until_us = clock_mono_us() + b->timeout_ms * (int64_t)1000;
	*ret_imap = s;
	if (s->curl)
		arena_defer(a, handle_free, s->curl);
	err = connect_to(s, b);
	if (!err)
		err = sign_in(s, b);
	if (!err)
		err = ask(s, arena_printf(a, "%s \"%s\"", open_word, b->folder),
			  NULL);
	return err;
}

const char *imap_why(const struct imap *s)
{
	return s->why;
}

void imap_close(struct imap *s)
{
	if (!s->lost && !tell(s, "LOGOUT"))
		s->lost = true; /* nobody waits for the goodbye */
}

/* ---- reading ---- */

struct found {
	uint32_t *uids;
	size_t max, count;
};

static void on_search(void *arg, const struct reply *r)
{
	struct found *f = arg;
	const char *at = r->line.ptr;

	if (!str_starts(at, "* SEARCH"))
		return;
	at += strlen("* SEARCH");
	while (*at == ' ' && f->count < f->max) {
		unsigned long uid = strtoul(at + 1, NULL, 10);

		if (uid && uid <= UINT32_MAX)
			f->uids[f->count++] = (uint32_t)uid;
		at += 1 + strcspn(at + 1, " ");
	}
}

enum err imap_unread(struct imap *s, uint32_t *ret_uids, size_t max,
		     size_t *ret_count)
{
	struct found f = {ret_uids, max, 0};
	enum err err = ask(s, "UID SEARCH UNSEEN UNDELETED",
			   &(struct hearing){on_search, &f, s->a, PIECE});

	if (!err)
		*ret_count = f.count;
	return err;
}

struct facts {
	struct arena *a;
	int64_t size, arrived_at;
	bool any;
};

/* INTERNALDATE "25-Nov-2026 18:00:00 +0200" */
static int64_t internal_date(struct arena *a, const char *line)
{
	const char *at = strstr(line, "INTERNALDATE \"");
	char *date;
	time_t t;

	if (!at)
		return 0;
	at += strlen("INTERNALDATE \"");
	date = arena_strndup(a, at, strcspn(at, "\""));
	for (char *c = date; *c && *c != ':'; c++)
		if (*c == '-')
			*c = ' ';
	t = curl_getdate(date, NULL);
	return t > 0 ? (int64_t)t * SECOND_US : 0;
}

static void on_facts(void *arg, const struct reply *r)
{
	struct facts *f = arg;
	const char *size = strstr(r->line.ptr, "RFC822.SIZE ");

	if (!strstr(r->line.ptr, " FETCH ") || !size)
		return;
	f->any = true;
	f->size = strtoll(size + strlen("RFC822.SIZE "), NULL, 10);
	f->arrived_at = internal_date(f->a, r->line.ptr);
}

static void on_body(void *arg, const struct reply *r)
{
	struct imap_mail *m = arg;

	if (strstr(r->line.ptr, " FETCH ") && r->literal) {
		m->bytes = r->literal;
		m->n = r->literal_n;
	}
}

enum err imap_fetch(struct imap *s, struct arena *a, uint32_t uid,
		    size_t whole_max, size_t clip, struct imap_mail *ret_mail)
{
	struct facts f = {.a = a};
	struct imap_mail m = {.bytes = NULL};
	const char *command =
		arena_printf(a, "UID FETCH %u (INTERNALDATE RFC822.SIZE)", uid);
	enum err err =
		ask(s, command, &(struct hearing){on_facts, &f, a, PIECE});

	if (err || !f.any)
		return err ? err : ERR_NOT_FOUND;
	m.arrived_at = f.arrived_at;
	m.clipped = f.size < 0 || f.size > (int64_t)whole_max;
	command = m.clipped ? arena_printf(a, "UID FETCH %u BODY.PEEK[]<0.%zu>",
					   uid, clip)
			    : arena_printf(a, "UID FETCH %u BODY.PEEK[]", uid);
	/* A server may count its line ends otherwise. */
	err = ask(s, command,
		  &(struct hearing){on_body, &m, a, whole_max + whole_max / 8});
	if (err || !m.bytes)
		return err ? err : ERR_NOT_FOUND;
	*ret_mail = m;
	return OK;
}

/* ---- done with it ---- */

static enum err store_flags(struct imap *s, uint32_t uid, const char *flags)
{
	return ask(s,
		   arena_printf(s->a, "UID STORE %u +FLAGS.SILENT (%s)", uid,
				flags),
		   NULL);
}

/* A server without the folder makes it first; one without MOVE copies. */
static enum err move(struct imap *s, uint32_t uid, const char *to)
{
	const char *command = arena_printf(s->a, "UID MOVE %u \"%s\"", uid, to);
	enum err err = ask(s, command, NULL);

	if (err != ERR_DENIED)
		return err;
	(void)!ask(s, arena_printf(s->a, "CREATE \"%s\"", to), NULL);
	err = ask(s, command, NULL);
	if (err != ERR_DENIED)
		return err;
	err = ask(s, arena_printf(s->a, "UID COPY %u \"%s\"", uid, to), NULL);
	if (!err)
		err = store_flags(s, uid, "\\Deleted");
	if (!err)
		err = ask(s, arena_printf(s->a, "UID EXPUNGE %u", uid), NULL);
	return err;
}

enum err imap_done(struct imap *s, uint32_t uid, const char *move_to)
{
	enum err err = store_flags(s, uid, "\\Seen");

	return err || str_empty(move_to) ? err : move(s, uid, move_to);
}
