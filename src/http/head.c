/*
 * head.c: the scan. llhttp compiled strictly refuses wrong framing; this page
 * refuses the rest: obs-fold, bare CR and LF, control characters, HTTP/0.9,
 * a Host that is missing, doubled or malformed, codings other than chunked,
 * stray spaces, an absolute address of somebody else, and every ceiling.
 */
#include "http/head.h"

#include "base/str.h"
#include "base/utf8.h"
#include "http/url.h"

#include <strings.h>

/* ---- while it arrives ---- */

/* The request line ends "HTTP/d.d"; anything else is HTTP/0.9 or noise. */
static bool names_version(const char *line, size_t n)
{
	return n > 8 && memcmp(line + n - 8, "HTTP/", 5) == 0;
}

/* A line has ended at bytes[i], its LF. */
static int line_end(struct head_watch *w, const char *bytes, size_t i)
{
	size_t len = i - 1 - w->line;
	bool first = w->lines == 0;

	if (len == 0 && first) {
		if (w->led)
			return 400;
		w->led = true;
		w->line = i + 1;
		return HEAD_MORE;
	}
	if (first && !names_version(bytes + w->line, len))
		return 400;
	w->line = i + 1;
	w->lines++;
	return len == 0 ? HEAD_WHOLE : HEAD_MORE;
}

static int over_ceiling(const struct head_watch *w, size_t i)
{
	if (w->lines == 0 && i - w->line >= HTTP_LINE_MAX)
		return 414;
	if (i >= HTTP_HEAD_MAX || w->lines > HTTP_HEADERS_MAX + 1)
		return 431;
	return 0;
}

static bool byte_allowed(const struct head_watch *w, const char *bytes,
			 size_t i)
{
	unsigned char c = (unsigned char)bytes[i];
	bool after_cr = i > 0 && bytes[i - 1] == '\r';

	if (c == '\n' || after_cr)
		return c == '\n' && after_cr;
	if (c == '\r' || c > 0x7f)
		return true;
	if (c < 0x20 || c == 0x7f)
		return c == '\t' && i != w->line;
	return c != ' ' || i != w->line; /* obs-fold, and a line of nothing */
}

int head_watch(struct head_watch *w, const char *bytes, size_t n,
	       size_t *ret_len)
{
	int status = HEAD_MORE;

	for (; w->at < n && status == HEAD_MORE; w->at++) {
		size_t i = w->at;

		status = over_ceiling(w, i);
		if (status == 0 && !byte_allowed(w, bytes, i))
			status = 400;
		if (status == 0 && bytes[i] == '\n')
			status = line_end(w, bytes, i);
	}
	if (status == HEAD_WHOLE)
		*ret_len = w->at;
	return status;
}

/* ---- when it is whole ---- */

static const char token_chars[] = "!#$%&'*+-.^_`|~0123456789"
				  "abcdefghijklmnopqrstuvwxyz"
				  "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

static bool is_token(const char *s)
{
	return *s && s[strspn(s, token_chars)] == '\0';
}

static void lower(char *s)
{
	for (; *s; s++)
		if (*s >= 'A' && *s <= 'Z')
			*s = (char)(*s | 0x20);
}

/* The line at *io_at, ended with a NUL in place of its CRLF. */
static char *next_line(char **io_at)
{
	char *line = *io_at;
	char *end = strchr(line, '\r');

	*end = '\0';
	*io_at = end + 2;
	return line;
}

static int method_parse(const char *name, struct req_head *h)
{
	static const char *const known[] = {"PUT", "DELETE", "OPTIONS",
					    "PATCH"};

	h->method_name = name;
	h->method = METHOD_OTHER;
	if (str_same(name, "GET"))
		h->method = METHOD_GET;
	else if (str_same(name, "HEAD"))
		h->method = METHOD_HEAD;
	else if (str_same(name, "POST"))
		h->method = METHOD_POST;
	if (h->method != METHOD_OTHER)
		return 0;
	if (str_same(name, "TRACE") || str_same(name, "CONNECT"))
		return 405;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (str_same(name, known[i]))
			return 0;
	return 501;
}

static int version_parse(const char *text, struct req_head *h)
{
	if (!str_starts(text, "HTTP/") || strlen(text) != 8 || text[6] != '.' ||
	    !strchr("0123456789", text[5]) || !strchr("0123456789", text[7]))
		return 400;
	if (text[5] != '1' || text[7] > '1')
		return 505;
	h->minor = text[7] - '0';
	return 0;
}

/* "METHOD target HTTP/1.1": one space, and one space. */
static int request_line(char *line, struct req_head *h, const char **ret_target)
{
	char *target = strchr(line, ' ');
	char *version = target ? strchr(target + 1, ' ') : NULL;
	int status;

	if (!version || version == target + 1 || strchr(version + 1, ' '))
		return 400;
	*target++ = '\0';
	*version++ = '\0';
	if (!is_token(line))
		return 400;
	status = version_parse(version, h);
	*ret_target = target;
	h->method_name = line;
	return status;
}

/* Latin-1 of old programs would not be UTF-8: shown as '?', never dropped. */
static void make_utf8(char *value)
{
	if (utf8_valid(value, strlen(value)))
		return;
	for (; *value; value++)
		if ((unsigned char)*value > 0x7f)
			*value = '?';
}

static int header_line(char *line, struct pair *ret_pair)
{
	char *colon = strchr(line, ':');
	char *value, *end;

	if (!colon)
		return 400;
	*colon = '\0';
	if (!is_token(line))
		return 400;
	value = colon + 1 + strspn(colon + 1, " \t");
	end = value + strlen(value);
	while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
		*--end = '\0';
	lower(line);
	make_utf8(value);
	*ret_pair = (struct pair){line, value};
	return 0;
}

static int header_lines(struct arena *a, char *at, struct req_head *h)
{
	struct pair *pairs = arena_array(a, HTTP_HEADERS_MAX, sizeof(*pairs));
	size_t count = 0;
	char *line;

	for (line = next_line(&at); *line; line = next_line(&at)) {
		int status = 431;

		if (count < HTTP_HEADERS_MAX)
			status = header_line(line, &pairs[count++]);
		if (status)
			return status;
	}
	h->headers = pairs;
	h->header_count = count;
	return 0;
}

struct head_watch head_trailer_watch(void)
{
	return (struct head_watch){.lines = 1};
}

int head_trailers(struct arena *a, const char *bytes, size_t n)
{
	struct req_head unread;

	return header_lines(a, arena_strndup(a, bytes, n), &unread);
}

/* ---- headers that steer the connection: at most one of each ---- */

static int length_header(struct req_head *h, const char *value)
{
	size_t n = strspn(value, "0123456789");

	if (n == 0 || value[n] != '\0')
		return 400;
	if (n > 18)
		return 413;
	h->has_length = true;
	h->length = strtoull(value, NULL, 10);
	return 0;
}

static int coding_header(struct req_head *h, const char *value)
{
	h->chunked = str_same_nocase(value, "chunked");
	if (h->chunked)
		return h->minor == 0 ? 400 : 0;
	return *value ? 501 : 400;
}

static int expect_header(struct req_head *h, const char *value)
{
	h->expect_continue = str_same_nocase(value, "100-continue");
	return h->expect_continue ? 0 : 417;
}

static bool port_valid(const char *port)
{
	size_t n = strspn(port, "0123456789");

	return n <= 5 && port[n] == '\0' &&
	       strtoul(n ? port : "0", NULL, 10) <= 65535;
}

/* "[2001:db8::1]": where its bracket closes, or NULL. */
static const char *literal_end(const char *host)
{
	size_t n = strspn(host + 1, "0123456789abcdef:.");

	return n >= 2 && host[1 + n] == ']' ? host + 2 + n : NULL;
}

/* uri-host [":" port], RFC 9110 section 7.2. */
static int host_header(struct arena *a, struct req_head *h, const char *value)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-._";
	char *authority = arena_strdup(a, value);
	const char *end;
	size_t n;

	lower(authority);
	end = authority[0] == '[' ? literal_end(authority)
				  : authority + strspn(authority, allowed);
	if (!end || end == authority || end - authority > 253 ||
	    authority[0] == '.' || strstr(authority, ".."))
		return 400;
	if (*end != '\0' && (*end != ':' || !port_valid(end + 1)))
		return 400;
	n = (size_t)(end - authority);
	if (authority[n - 1] == '.')
		n--;
	h->authority = authority;
	h->host = arena_strndup(a, authority, n);
	return 0;
}

/* Connection: a list of tokens, of which two matter; "close" wins (RFC 9112
 * section 9.3). */
static void connection_header(const char *value, bool *ret_close,
			      bool *ret_keep)
{
	while (*value) {
		size_t n;

		value += strspn(value, ", \t");
		n = strcspn(value, ", \t");
		if (n == 5 && strncasecmp(value, "close", n) == 0)
			*ret_close = true;
		if (n == 10 && strncasecmp(value, "keep-alive", n) == 0)
			*ret_keep = true;
		value += n;
	}
}

enum single { HOST, LENGTH, CODING, EXPECT, TYPE, ORIGIN, SINGLE__COUNT };

static enum single single_of(const char *name)
{
	static const char *const names[SINGLE__COUNT] = {
		[HOST] = "host",
		[LENGTH] = "content-length",
		[CODING] = "transfer-encoding",
		[EXPECT] = "expect",
		[TYPE] = "content-type",
		[ORIGIN] = "origin",
	};
	unsigned i = 0;

	while (i < SINGLE__COUNT && strcmp(names[i], name) != 0)
		i++;
	return (enum single)i;
}

static int single_header(struct arena *a, struct req_head *h, enum single which,
			 const char *value)
{
	switch (which) {
	case HOST:
		return host_header(a, h, value);
	case LENGTH:
		return length_header(h, value);
	case CODING:
		return coding_header(h, value);
	case EXPECT:
		return expect_header(h, value);
	default:
		return 0;
	}
}

/* The worst of what the headers say: 400 before all, so that no other
 * complaint hides a broken framing. */
static int steering(struct arena *a, struct req_head *h)
{
	unsigned seen[SINGLE__COUNT + 1] = {0};
	bool close = false, keep = false;
	int worst = 0;

	for (size_t i = 0; i < h->header_count; i++) {
		const struct pair *p = &h->headers[i];
		enum single which = single_of(p->name);
		int status = 0;

		if (which < SINGLE__COUNT)
			status = seen[which]++
					 ? 400
					 : single_header(a, h, which, p->value);
		else if (str_same(p->name, "connection"))
			connection_header(p->value, &close, &keep);
		if (status == 400 || !worst)
			worst = status;
		if (status == 400)
			break;
	}
	h->close = close || (h->minor == 0 && !keep);
	if (!seen[HOST] || (seen[LENGTH] && seen[CODING]))
		return 400;
	return worst;
}

/* ---- the target ---- */

/* RFC 9112 section 3.2.2: only for ourselves, else a proxy was fooled. */
static const char *absolute_rest(const char *target, const struct req_head *h)
{
	const char *at = strstr(target, "://");
	size_t n = at ? strcspn(at + 3, "/?") : 0;

	if (!at || (strncasecmp(target, "http", (size_t)(at - target)) != 0 &&
		    strncasecmp(target, "https", (size_t)(at - target)) != 0))
		return NULL;
	if ((at - target) < 4 || n != strlen(h->authority) ||
	    strncasecmp(at + 3, h->authority, n) != 0)
		return NULL;
	return at + 3 + n;
}

static int target_parse(struct arena *a, const char *target, struct req_head *h)
{
	const char *path = target;
	size_t n;

	for (const char *c = target; *c; c++)
		if (*c <= 0x20 || *c == 0x7f || *c == '#')
			return 400;
	if (str_same(target, "*"))
		return str_same(h->method_name, "OPTIONS") ? 405 : 400;
	if (*path != '/')
		path = absolute_rest(target, h);
	if (!path)
		return 400;
	n = strcspn(path, "?");
	h->query = path[n] ? path + n + 1 : "";
	if (n && url_path(a, path, n, &h->path))
		return 400;
	switch (url_pairs(a, h->query, strlen(h->query), &h->args,
			  &h->arg_count)) {
	case OK:
		return 0;
	case ERR_TOO_LARGE:
		return 414;
	default:
		return 400;
	}
}

int head_parse(struct arena *a, char *text, size_t n, struct req_head *ret_head)
{
	const char *target = "/";
	int status, method_status;
	char *at = text;

	*ret_head = (struct req_head){
		.method = METHOD_OTHER,
		.method_name = "-",
		.path = "/",
		.query = "",
		.host = "",
		.authority = "",
		.close = true,
	};
	if (n >= 2 && text[0] == '\r')
		at += 2;
	status = request_line(next_line(&at), ret_head, &target);
	if (status)
		return status;
	status = header_lines(a, at, ret_head);
	method_status = method_parse(ret_head->method_name, ret_head);
	if (!status)
		status = steering(a, ret_head);
	if (!status)
		status = method_status;
	return status ? status : target_parse(a, target, ret_head);
}
