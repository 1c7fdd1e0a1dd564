/*
 * html_text.c: what a reader of an HTML mail sees, as lines of text. No tree is
 * built, so nothing can be nested too deep: tags only move a few counters.
 */
#include "base/str.h"
#include "base/utf8.h"
#include "mail/incoming.h"

enum { NAME_MAX_ = 12, QUOTES_MAX = 5 };

struct reader {
	struct str out;
	int quotes; /* blockquotes open */
	int hidden; /* 1: within style, script, head or title */
	char until[NAME_MAX_];
	bool line_begun;
	bool space; /* one is owed before the next word */
	int breaks; /* lines ended since the last word */
};

/* ---- letters out ---- */

static void put(struct reader *r, const char *bytes, size_t n)
{
	if (!r->line_begun) {
		for (int i = 0; i < r->quotes && i < QUOTES_MAX; i++)
			str_puts(&r->out, "> ");
		r->line_begun = true;
		r->space = false;
	}
	if (r->space)
		str_putc(&r->out, ' ');
	r->space = false;
	r->breaks = 0;
	str_add(&r->out, bytes, n);
}

/* At most one empty line between two that are not. */
static void end_line(struct reader *r, int wanted)
{
	while (r->out.len && r->breaks < wanted) {
		str_putc(&r->out, '\n');
		r->breaks++;
	}
	r->line_begun = false;
	r->space = false;
}

/* ---- entities ---- */

static const struct {
	const char *name;
	uint32_t c;
} entities[] = {
	{"amp", '&'},       {"lt", '<'},       {"gt", '>'},
	{"quot", '"'},      {"apos", '\''},    {"nbsp", ' '},
	{"auml", 0xe4},     {"ouml", 0xf6},    {"aring", 0xe5},
	{"Auml", 0xc4},     {"Ouml", 0xd6},    {"Aring", 0xc5},
	{"eacute", 0xe9},   {"uuml", 0xfc},    {"Uuml", 0xdc},
	{"euro", 0x20ac},   {"ndash", 0x2013}, {"mdash", 0x2014},
	{"hellip", 0x2026}, {"bull", 0x2022},  {"rsquo", 0x2019},
	{"lsquo", 0x2018},  {"rdquo", 0x201d}, {"ldquo", 0x201c},
	{"laquo", 0xab},    {"raquo", 0xbb},   {"deg", 0xb0},
	{"copy", 0xa9},     {"sect", 0xa7},    {"middot", 0xb7},
	{"times", 0xd7},    {"frac12", 0xbd},  {"zwnj", 0x200c},
};

static uint32_t numbered(const char *digits)
{
	bool hex = *digits == 'x' || *digits == 'X';
	unsigned long c = strtoul(digits + hex, NULL, hex ? 16 : 10);

	if (c == 0xa0)
		return ' ';
	if (c < 0x20 || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0xfffd;
	return (uint32_t)c;
}

static uint32_t named(const char *name)
{
	for (size_t i = 0; i < sizeof(entities) / sizeof(*entities); i++)
		if (str_same(entities[i].name, name))
			return entities[i].c;
	return 0;
}

/* Steps over "&name;"; a lone & is itself. */
static uint32_t entity(const char **at)
{
	char name[NAME_MAX_];
	size_t n = strcspn(*at + 1, "; <&\n");
	uint32_t c = 0;

	if (n && n < sizeof(name) && (*at)[1 + n] == ';') {
		memcpy(name, *at + 1, n);
		name[n] = '\0';
		c = *name == '#' ? numbered(name + 1) : named(name);
	}
	*at += c ? n + 2 : 1;
	return c ? c : '&';
}

/* ---- tags ---- */

static bool is_one_of(const char *name, const char *const *list)
{
	for (; *list; list++)
		if (str_same(name, *list))
			return true;
	return false;
}

static const char *const silent[] = {"style", "script",   "head",
				     "title", "noscript", NULL};
static const char *const lines[] = {
	"br", "div", "tr",  "li", "ul",    "ol", "h1", "h2",      "h3", "h4",
	"h5", "h6",  "pre", "hr", "table", "dt", "dd", "address", NULL,
};

static void quote(struct reader *r, bool closing)
{
	end_line(r, 1);
	if (!closing)
		r->quotes++;
	else if (r->quotes)
		r->quotes--;
}

static void tag(struct reader *r, const char *name, bool closing)
{
	if (r->hidden) {
		r->hidden = !(closing && str_same(name, r->until));
		return;
	}
	if (is_one_of(name, silent) && !closing) {
		r->hidden = 1;
		memcpy(r->until, name, strlen(name) + 1);
	} else if (str_same(name, "blockquote")) {
		quote(r, closing);
	} else if (str_same(name, "p")) {
		end_line(r, 2);
	} else if (is_one_of(name, lines)) {
		/* <br> after an ended line is an empty one */
		end_line(r, str_same(name, "br") && r->breaks < 2
				    ? r->breaks + 1
				    : 1);
		if (str_same(name, "li") && !closing)
			put(r, "-", 1);
	} else if (str_same(name, "td") || str_same(name, "th")) {
		r->space = r->line_begun;
	}
}

/* Past the ">" that ends it; quoted values may hold one. */
static const char *tag_end(const char *at)
{
	char quoted = 0;

	for (; *at; at++) {
		if (quoted && *at == quoted)
			quoted = 0;
		else if (!quoted && (*at == '"' || *at == '\''))
			quoted = *at;
		else if (!quoted && *at == '>')
			return at + 1;
	}
	return at;
}

static bool letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9');
}

static const char *read_tag(struct reader *r, const char *at)
{
	bool closing = at[1] == '/';
	const char *from = at + 1 + closing, *end;
	char name[NAME_MAX_] = "";
	size_t n = 0;

	if (str_starts(at, "<!--")) {
		end = strstr(at + 4, "-->");
		return end ? end + 3 : at + strlen(at);
	}
	for (; letter(from[n]) && n + 1 < sizeof(name); n++)
		name[n] = (char)(from[n] < 'a' && from[n] > '9' ? from[n] + 32
								: from[n]);
	if (n)
		tag(r, name, closing);
	return tag_end(at + 1);
}

/* ---- the whole ---- */

static bool starts_tag(const char *at)
{
	return *at == '<' &&
	       (letter(at[1]) || at[1] == '/' || at[1] == '!' || at[1] == '?');
}

static void read_letter(struct reader *r, const char **at)
{
	uint32_t c = **at == '&' ? entity(at) : utf8_next(at);
	char bytes[4];

	if (r->hidden)
		return;
	if (c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == 0xa0)
		r->space = r->space || r->line_begun;
	else if (c != 0x200c && c != 0x200b && c != 0xfeff)
		put(r, bytes, utf8_put(bytes, c));
}

const char *html_text(struct arena *a, const char *html)
{
	struct reader r = {.quotes = 0};
	const char *at = html;

	str_init(&r.out, a, strlen(html) / 2 + 16);
	while (*at && r.out.len < INCOMING_TEXT_MAX) {
		if (starts_tag(at))
			at = read_tag(&r, at);
		else
			read_letter(&r, &at);
	}
	return utf8_clean(a, r.out.ptr);
}
