/*
 * out.c: escaping, one function for each place a value can stand in.
 */
#include "html/out.h"

#include "base/seal.h"
#include "sql/sql.h"

void out_init(struct out *o, struct arena *a, enum lang lang)
{
	*o = (struct out){.lang = lang};
	str_init(&o->s, a, 16384);
}

void out_raw(struct out *o, const char *html, size_t n)
{
	str_add(&o->s, html, n);
}

void out_puts(struct out *o, const char *safe)
{
	if (safe)
		str_puts(&o->s, safe);
}

/* What stands for a byte in text and in double-quoted attributes alike. */
static const char *const html_escape[256] = {
	['&'] = "&amp;",  ['<'] = "&lt;",   ['>'] = "&gt;",
	['"'] = "&quot;", ['\''] = "&#39;",
};

static void escape(struct str *s, const char *text)
{
	const char *run = text;

	if (!text)
		return;
	for (; *text; text++) {
		const char *e = html_escape[(unsigned char)*text];

		if (!e)
			continue;
		str_add(s, run, (size_t)(text - run));
		str_puts(s, e);
		run = text + 1;
	}
	str_add(s, run, (size_t)(text - run));
}

void out_text(struct out *o, const char *text)
{
	escape(&o->s, text);
}

void out_attr(struct out *o, const char *text)
{
	escape(&o->s, text);
}

/* Length of a character XML 1.0 (2.2) forbids, 0 when it may stand. */
static size_t xml_forbidden(const char *s)
{
	unsigned char c = (unsigned char)*s;

	if (c < ' ')
		return c != '\t' && c != '\n' && c != '\r';
	if (c == 0xEF && (unsigned char)s[1] == 0xBF &&
	    (unsigned char)s[2] >= 0xBE) /* U+FFFE, U+FFFF */
		return 3;
	return 0;
}

void out_xml(struct out *o, const char *text)
{
	const char *run = text;

	if (!text)
		return;
	while (*text) {
		const char *e = html_escape[(unsigned char)*text];
		size_t bad = e ? 1 : xml_forbidden(text);

		if (!bad) {
			text++;
			continue;
		}
		str_add(&o->s, run, (size_t)(text - run));
		if (e)
			str_puts(&o->s, e);
		text += bad;
		run = text;
	}
	str_add(&o->s, run, (size_t)(text - run));
}

/* ---- addresses (RFC 3986) ---- */

enum url_place { URL_WHOLE, URL_PART, URL_QUERY };

/* Whether a byte may stand as it is. */
static bool url_ok(unsigned char c, enum url_place where)
{
	if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z'))
		return true;
	if (!c || c >= 127)
		return false;
	if (strchr("-._~@:,!*()", c))
		return true;
	if (strchr("$+", c))
		return where != URL_QUERY;
	return where == URL_WHOLE && strchr("/?#[]=;%", c);
}

static void put_url(struct str *s, const char *url, enum url_place where)
{
	static const char hex[] = "0123456789ABCDEF";

	for (; *url; url++) {
		unsigned char c = (unsigned char)*url;

		if (url_ok(c, where))
			str_putc(s, (char)c);
		else if (c == '&' && where == URL_WHOLE)
			str_puts(s, "&amp;");
		else
			str_add(s, (char[]){'%', hex[c >> 4], hex[c & 15]}, 3);
	}
}

bool out_url_ok(const char *url)
{
	static const char *const schemes[] = {
		"https:", "http:", "mailto:", "tel:"};

	/* "//host" and "/\host" would leave this site */
	if (*url == '/')
		return url[1] != '/' && url[1] != '\\';
	if (*url == '#' || *url == '?')
		return true;
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
		if (str_starts(url, schemes[i]))
			return true;
	return false;
}

void out_url(struct out *o, const char *url)
{
	if (url)
		put_url(&o->s, out_url_ok(url) ? url : "#", URL_WHOLE);
}

void out_url_part(struct out *o, const char *text)
{
	/* a segment of dots would climb */
	if (str_same(text, ".") || str_same(text, ".."))
		text = "-";
	if (text)
		put_url(&o->s, text, URL_PART);
}

void out_url_query(struct out *o, const char *text)
{
	if (text)
		put_url(&o->s, text, URL_QUERY);
}

void out_tel(struct out *o, const char *phone)
{
	for (; phone && *phone; phone++)
		if ((*phone >= '0' && *phone <= '9') || *phone == '+')
			str_putc(&o->s, *phone);
}

/* ---- numbers and paragraphs ---- */

static void put_int(struct str *s, int64_t value)
{
	char digits[24];
	char *at = digits + sizeof(digits);
	uint64_t n = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	do {
		*--at = (char)('0' + n % 10);
		n /= 10;
	} while (n);
	if (value < 0)
		*--at = '-';
	str_add(s, at, (size_t)(digits + sizeof(digits) - at));
}

void out_int(struct out *o, int64_t value)
{
	put_int(&o->s, value);
}

/* One line, escaped, without the CR of CRLF. */
static const char *put_line(struct str *s, const char *text)
{
	for (; *text && *text != '\n'; text++) {
		const char *e = html_escape[(unsigned char)*text];

		if (e)
			str_puts(s, e);
		else if (*text != '\r')
			str_putc(s, *text);
	}
	return text;
}

static bool blank_line(const char *text)
{
	while (*text == ' ' || *text == '\t' || *text == '\r')
		text++;
	return *text == '\n' || !*text;
}

static const char *next_line(const char *text)
{
	while (*text && *text != '\n')
		text++;
	return *text ? text + 1 : text;
}

void out_lines(struct out *o, const char *text)
{
	bool open = false;

	for (; text && *text; text = next_line(text)) {
		if (blank_line(text)) {
			if (open)
				str_puts(&o->s, "</p>");
			open = false;
			continue;
		}
		str_puts(&o->s, open ? "<br>" : "<p>");
		open = true;
		put_line(&o->s, text);
	}
	if (open)
		str_puts(&o->s, "</p>");
}

/* ---- forms ---- */

static void put_hidden(struct str *s, const char *name, const char *value)
{
	str_printf(s, "<input type=\"hidden\" name=\"%s\" value=\"", name);
	escape(s, value);
	str_puts(s, "\">");
}

/* A key per form: two forms of one page are two acts. */
static const char *key_for(const struct out *o)
{
	struct request *req = o->req;

	if (o->same_key)
		return req_field(req, "key");
	return form_key_make(req->arena, req->db ? db_tenant(req->db) : 0);
}

static const char *csrf_for(const struct out *o)
{
	struct request *req = o->req;

	if (o->same_key)
		return req_field(req, "csrf");
	return req->session ? req->session->csrf : "";
}

void out_csrf(struct out *o)
{
	if (!o->req)
		return;
	if (*csrf_for(o))
		put_hidden(&o->s, "csrf", csrf_for(o));
	o->form_key = key_for(o);
	put_hidden(&o->s, "key", o->form_key);
	if (o->res)
		o->res->secret = true;
}
