/*
 * reply.c: what goes out. Every reply, a refusal too, leaves through here and
 * gets the security headers (OWASP secure headers; CSP level 3).
 */
#include "http/conn.h"

#include "base/clock.h"

enum {
	GZIP_FROM = 1400, /* bytes; below it a packet is saved at best */
	GZIP_LEVEL = 3,
};

#define HSTS "Strict-Transport-Security: max-age=31536000\r\n"

#define PUT(s, literal) str_add((s), literal, sizeof(literal) - 1)

static const char *reason(int status)
{
	static const struct {
		int status;
		const char *reason;
	} known[] = {
		{200, "OK"},
		{201, "Created"},
		{204, "No Content"},
		{301, "Moved Permanently"},
		{302, "Found"},
		{303, "See Other"},
		{304, "Not Modified"},
		{307, "Temporary Redirect"},
		{308, "Permanent Redirect"},
		{400, "Bad Request"},
		{401, "Unauthorized"},
		{403, "Forbidden"},
		{404, "Not Found"},
		{405, "Method Not Allowed"},
		{408, "Request Timeout"},
		{409, "Conflict"},
		{410, "Gone"},
		{411, "Length Required"},
		{413, "Content Too Large"},
		{414, "URI Too Long"},
		{415, "Unsupported Media Type"},
		{417, "Expectation Failed"},
		{421, "Misdirected Request"},
		{422, "Unprocessable Content"},
		{429, "Too Many Requests"},
		{431, "Request Header Fields Too Large"},
		{500, "Internal Server Error"},
		{501, "Not Implemented"},
		{503, "Service Unavailable"},
		{505, "HTTP Version Not Supported"},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i].status == status)
			return known[i].reason;
	return "Status";
}

/* IMF-fixdate of RFC 9110 section 5.6.7, made once a second. */
static const char *http_date(struct server *s)
{
	static const char days[7][4] = {"Sun", "Mon", "Tue", "Wed",
					"Thu", "Fri", "Sat"};
	static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr",
					   "May", "Jun", "Jul", "Aug",
					   "Sep", "Oct", "Nov", "Dec"};
	int64_t now = clock_now_us() / SECOND_US;
	time_t t = (time_t)now;
	struct tm tm;

	if (now == s->date_s || !gmtime_r(&t, &tm))
		return s->date;
	s->date_s = now;
	snprintf(s->date, sizeof(s->date),
		 "%s, %02d %s %04d %02d:%02d:%02d GMT", days[tm.tm_wday],
		 tm.tm_mday, months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour,
		 tm.tm_min, tm.tm_sec);
	return s->date;
}

static bool has_header(const struct response *res, const char *name)
{
	for (size_t i = 0; i < res->header_count; i++)
		if (str_same_nocase(res->headers[i].name, name))
			return true;
	return false;
}

/* ---- compression ---- */

static bool type_compresses(const char *type)
{
	return str_starts(type, "text/") ||
	       str_starts(type, "application/json") ||
	       str_starts(type, "application/geo+json") ||
	       str_starts(type, "application/atom+xml") ||
	       str_starts(type, "application/xml") ||
	       str_starts(type, "application/problem+json");
}

static bool is_secret(const struct exchange *x)
{
	return x->res.secret || (x->req.session && !x->res.open);
}

/* A weak one stands for all codings of a body. */
static bool has_strong_tag(const struct response *res)
{
	for (size_t i = 0; i < res->header_count; i++)
		if (str_same_nocase(res->headers[i].name, "ETag"))
			return !str_starts(res->headers[i].value, "W/");
	return false;
}

/* Session and form secrets are never compressed (the BREACH attack); what has
 * a strong entity tag was encoded where the tag was made. */
static bool may_compress(const struct exchange *x)
{
	const struct response *res = &x->res;

	return !is_secret(x) && !res->file && res->body_len > GZIP_FROM &&
	       type_compresses(res->type) && !has_strong_tag(res);
}

static bool gzip_init(struct server *s)
{
	if (!s->gzip_ready)
		s->gzip_ready =
			deflateInit2(&s->gzip, GZIP_LEVEL, Z_DEFLATED, 15 + 16,
				     8, Z_DEFAULT_STRATEGY) == Z_OK;
	return s->gzip_ready && deflateReset(&s->gzip) == Z_OK;
}

static bool gzip_body(struct server *s, struct exchange *x)
{
	struct response *res = &x->res;
	size_t room = res->body_len - res->body_len / 8;
	char *out;

	if (!gzip_init(s))
		return false;
	out = arena_alloc(x->req.arena, room);
	s->gzip.next_in = (unsigned char *)res->body;
	s->gzip.avail_in = (unsigned)res->body_len;
	s->gzip.next_out = (unsigned char *)out;
	s->gzip.avail_out = (unsigned)room;
	if (deflate(&s->gzip, Z_FINISH) != Z_STREAM_END)
		return false; /* hardly smaller: not worth it */
	res->body = out;
	res->body_len = s->gzip.total_out;
	return true;
}

/* ---- the head of a reply ---- */

static void header(struct str *s, const char *name, const char *value)
{
	size_t start;

	str_puts(s, name);
	PUT(s, ": ");
	start = s->len;
	str_puts(s, value);
	/* No value ends its line early. */
	for (char *c = s->ptr + start; *c; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			*c = ' ';
	PUT(s, "\r\n");
}

static void policies(struct str *s, const struct exchange *x)
{
	PUT(s, HEADERS_ALWAYS);
	if (x->res.csp)
		header(s, "Content-Security-Policy", x->res.csp);
	else
		PUT(s, HEADER_CSP);
	if (x->req.secure)
		PUT(s, HSTS);
	if (is_secret(x))
		header(s, "Cache-Control", "no-store");
	else
		header(s, "Cache-Control",
		       x->res.cache ? x->res.cache : "no-cache");
}

/* What a status must carry and its maker may have left out. */
static void owed_headers(struct str *s, const struct exchange *x)
{
	const struct response *res = &x->res;

	if (res->status == 405 && !has_header(res, "Allow"))
		header(s, "Allow",
		       x->req.allow ? x->req.allow : "GET, HEAD, POST");
	if (res->status == 401 && !has_header(res, "WWW-Authenticate"))
		header(s, "WWW-Authenticate", "Cookie realm=\"kaiku\"");
	if ((res->status == 503 || res->status == 429) &&
	    !has_header(res, "Retry-After"))
		header(s, "Retry-After", "5");
}

static bool has_content(const struct response *res)
{
	return res->status >= 200 && res->status != 204 && res->status != 304;
}

static void connection(struct str *s, const struct conn *c)
{
	if (c->last)
		PUT(s, "Connection: close\r\n");
	else if (c->head.minor == 0)
		PUT(s, "Connection: keep-alive\r\n");
	PUT(s, "\r\n");
}

static void head_write(struct conn *c, struct str *s, bool vary, bool gzip)
{
	struct response *res = &c->x.res;

	str_printf(s, "HTTP/1.1 %d %s\r\nDate: %s\r\n", res->status,
		   reason(res->status), http_date(c->server));
	if (has_content(res)) {
		header(s, "Content-Type", res->type);
		str_printf(s, "Content-Length: %zu\r\n", res->body_len);
	}
	policies(s, &c->x);
	if (vary)
		PUT(s, "Vary: Accept-Encoding\r\n");
	if (gzip)
		PUT(s, "Content-Encoding: gzip\r\n");
	for (size_t i = 0; i < res->header_count; i++)
		header(s, res->headers[i].name, res->headers[i].value);
	owed_headers(s, &c->x);
	connection(s, c);
}

/* ---- sending ---- */

static void on_written(uv_write_t *req, int status)
{
	struct conn *c = req->data;

	if (status < 0)
		conn_close(c);
	else
		conn_replied(c);
}

/* The kernel usually takes a reply whole; what it leaves waits in libuv. */
static void send_bufs(struct conn *c, uv_buf_t *bufs, unsigned count)
{
	uv_stream_t *stream = (uv_stream_t *)&c->tcp;
	int sent = uv_try_write(stream, bufs, count);
	size_t gone = sent > 0 ? (size_t)sent : 0;

	while (count > 0 && gone >= bufs->len) {
		gone -= bufs->len;
		bufs++;
		count--;
	}
	if (count == 0) {
		conn_replied(c);
		return;
	}
	bufs->base += gone;
	bufs->len -= gone;
	c->write.data = c;
	if ((sent < 0 && sent != UV_EAGAIN) ||
	    uv_write(&c->write, stream, bufs, count, on_written) != 0)
		conn_close(c);
}

static void reply_deadline(struct conn *c)
{
	const struct server_times *t = &c->server->c.times;
	uint64_t more = c->x.res.body_len / 16; /* 1 s for 16 kB */

	c->deadline = uv_now(c->server->c.loop) + t->reply_ms +
		      (more < t->body_ms ? more : t->body_ms);
}

static void defaults(struct exchange *x)
{
	struct response *res = &x->res;

	if (!res->status)
		res->status = 200;
	if (!res->type)
		res->type = "text/html; charset=utf-8";
	if (!res->body)
		res->body_len = 0;
	x->req.arena->limit = 0; /* what was made must be sent */
}

void reply_start(struct conn *c)
{
	struct exchange *x = &c->x;
	struct response *res = &x->res;
	bool vary, gzip;
	struct str s;
	uv_buf_t bufs[2];

	defaults(x);
	if (res->file && !file_open(c))
		return;
	vary = may_compress(x);
	gzip = vary && accepts_encoding(&x->req, "gzip") &&
	       gzip_body(c->server, x);
	/* Who has stopped sending still waits for what was sent ahead. */
	c->last = c->last || c->server->draining || (c->eof && c->left == 0);
	str_init(&s, &c->arena, 2048);
	head_write(c, &s, vary, gzip);
	reply_deadline(c);
	c->reply_bytes = s.len;
	bufs[0] = uv_buf_init(s.ptr, (unsigned)s.len);
	if (res->file) {
		file_send(c, &bufs[0]);
		return;
	}
	bufs[1] = uv_buf_init((char *)res->body, (unsigned)res->body_len);
	if (x->req.method == METHOD_HEAD || !has_content(res))
		bufs[1].len = 0;
	c->reply_bytes += bufs[1].len;
	send_bufs(c, bufs, bufs[1].len ? 2 : 1);
}
