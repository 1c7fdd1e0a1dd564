/*
 * fold.c: what the sender wrote now, apart from what it answers and from the
 * lines under it. Mail programs mark these in a few ways, in three languages;
 * what is not recognised stays where it is, and nothing is thrown away.
 */
#include "text/fold.h"

#include "base/str.h"
#include "base/utf8.h"

#include <stdint.h>

enum { LINES_MAX = 20000, HEADER_LINES = 8 };

struct page {
	struct arena *a;
	const char **line; /* without its end */
	size_t count;
};

static struct page pages_of(struct arena *a, const char *text)
{
	struct page p = {.a = a};
	size_t n = 1;

	for (const char *c = text; *c && n < LINES_MAX; c++)
		n += *c == '\n';
	p.line = arena_array(a, n, sizeof(*p.line));
	while (p.count < n) {
		size_t len =
			p.count + 1 < n ? strcspn(text, "\n") : strlen(text);

		p.line[p.count++] = arena_strndup(a, text, len);
		text += len + (text[len] == '\n');
	}
	return p;
}

static const char *join(const struct page *p, size_t from, size_t to)
{
	struct str s;

	str_init(&s, p->a, 256);
	for (size_t i = from; i < to; i++) {
		str_puts(&s, p->line[i]);
		str_putc(&s, '\n');
	}
	return utf8_clean(p->a, s.ptr);
}

/* ---- what a line is ---- */

static const char *bare(const char *line)
{
	return line + strspn(line, "> \t*");
}

static bool blank(const char *line)
{
	return !line[strspn(line, " \t")];
}

static bool quoted(const char *line)
{
	return line[strspn(line, " \t")] == '>';
}

static bool starts_with_one(const char *line, const char *const *list)
{
	for (; *list; list++) {
		size_t n = strlen(*list);

		if (!strncmp(line, *list, n))
			return true;
	}
	return false;
}

static bool holds_one(const char *line, const char *const *list)
{
	for (; *list; list++)
		if (strstr(line, *list))
			return true;
	return false;
}

static const char *const from_words[] = {"From:", "Lähettäjä:", "Från:", NULL};
static const char *const subject_words[] = {"Subject:", "Aihe:", "Ämne:", NULL};
static const char *const other_words[] = {
	"Sent:",       "Date:",    "To:",    "Lähetetty:", "Päiväys:",
	"Päivämäärä:", "Skickat:", "Datum:", "Till:",      "Vastaanottaja:",
	"Subject:",    "Aihe:",    "Ämne:",  "Cc:",        "Kopio:",
	"Kopia:",      NULL,
};
static const char *const originals[] = {
	"Original Message",        "Original message",  "Alkuperäinen viesti",
	"Forwarded message",       "Edelleenlähetetty", "Välitetty viesti",
	"Ursprungligt meddelande", "Vidarebefordrat",   NULL,
};
static const char *const wrote[] = {
	" wrote:", " kirjoitti:", " skrev:", " kirjoitti\u00a0:", NULL};
static const char *const devices[] = {
	"Lähetetty iPhone",
	"Lähetetty Android",
	"Lähetetty Samsung",
	"Lähetetty Outlook",
	"Sent from my ",
	"Sent from Outlook",
	"Skickat från min ",
	"Skickat från Outlook",
	"Hanki Outlook",
	"Get Outlook for",
	"Skaffa Outlook",
	"Hämta Outlook",
	NULL,
};

static bool signature_mark(const char *line)
{
	return str_same(line, "-- ") || str_same(line, "--");
}

/* "-----Original Message-----" */
static bool separator(const char *line)
{
	const char *text = bare(line);

	return str_starts(text, "---") && holds_one(text, originals);
}

/* From: and one of its companions: the head of another mail. */
static bool header_block(const struct page *p, size_t i)
{
	if (!starts_with_one(bare(p->line[i]), from_words))
		return false;
	for (size_t k = i + 1; k < p->count && k < i + HEADER_LINES; k++)
		if (starts_with_one(bare(p->line[k]), other_words))
			return true;
	return false;
}

/* "25.11.2026 klo 8.15 Maija <maija@example.fi> kirjoitti:", perhaps broken
 * over two lines. How many lines it takes; 0 = it is none. */
static size_t attribution(const struct page *p, size_t i)
{
	for (size_t n = 1; n <= 2 && i + n <= p->count; n++) {
		const char *last = p->line[i + n - 1];
		size_t k = i + n;

		if (quoted(last) || blank(last))
			return 0;
		if (!holds_one(last, wrote))
			continue;
		while (k < p->count && blank(p->line[k]))
			k++;
		if ((k < p->count && quoted(p->line[k])) ||
		    strchr(p->line[i], '@') || strchr(last, '@'))
			return n;
	}
	return 0;
}

/* From here on only what somebody else has said. */
static bool all_quoted(const struct page *p, size_t i)
{
	bool any = false;

	for (; i < p->count; i++) {
		if (!quoted(p->line[i]) && !blank(p->line[i]))
			return false;
		any = any || quoted(p->line[i]);
	}
	return any;
}

/* ---- the two parts ---- */

/* An attribution whose quote is answered below it is no end. */
static bool ends_here(const struct page *p, size_t i)
{
	size_t n = attribution(p, i);
	size_t k = i + n;

	if (signature_mark(p->line[i]) || separator(p->line[i]) ||
	    header_block(p, i) || starts_with_one(p->line[i], devices))
		return true;
	if (!n)
		return false;
	while (k < p->count && blank(p->line[k]))
		k++;
	return k == p->count || !quoted(p->line[k]) || all_quoted(p, k);
}

static size_t find_end(const struct page *p)
{
	size_t end = 0, rule;

	while (end < p->count && !ends_here(p, end))
		end++;
	/* A quote at the end without a word who said it. */
	for (rule = end; rule > 0 && (quoted(p->line[rule - 1]) ||
				      blank(p->line[rule - 1]));
	     rule--)
		;
	if (rule < end && all_quoted(&(struct page){p->a, p->line, end}, rule))
		end = rule;
	/* Outlook's rule above the head of the other mail. */
	while (end > 0 && (str_starts(p->line[end - 1], "____") ||
			   blank(p->line[end - 1])))
		end--;
	return end;
}

/* A quote first, the answer below. */
static size_t find_begin(const struct page *p, size_t end)
{
	size_t i = 0, n;

	while (i < end && blank(p->line[i]))
		i++;
	n = i < end ? attribution(p, i) : 0;
	if (!n && (i == end || !quoted(p->line[i])))
		return 0;
	i += n;
	while (i < end && (quoted(p->line[i]) || blank(p->line[i])))
		i++;
	return i;
}

void fold_text(struct arena *a, const char *text, const char **ret_own,
	       const char **ret_folded)
{
	struct page p = pages_of(a, text);
	size_t end = find_end(&p);
	size_t begin = find_begin(&p, end);
	const char *own = join(&p, begin, end);
	const char *rest = join(&p, end, p.count);

	if (str_empty(own)) {
		*ret_own = text;
		*ret_folded = "";
		return;
	}
	*ret_own = own;
	*ret_folded =
		begin ? utf8_clean(a, arena_printf(a, "%s\n\n%s",
						   join(&p, 0, begin), rest))
		      : rest;
}

/* ---- passed on ---- */

static const char *after_colon(struct arena *a, const char *line)
{
	const char *colon = strchr(line, ':');

	return colon ? str_trim(a, colon + 1 + strspn(colon + 1, "* \t")) : "";
}

/* "Maija <maija@example.fi>", "Maija [mailto:maija@example.fi]". */
static void read_sender(struct arena *a, const char *value,
			struct passed_on *to)
{
	const char *at = strchr(value, '@'), *from = at;
	char *name;
	size_t n;

	if (!at)
		return;
	while (from > value && !strchr("<>[]():;,\"' \t", from[-1]))
		from--;
	to->mail = arena_strndup(a, from, strcspn(from, "<>[]();,\"' \t"));
	n = (size_t)(from - value);
	name = arena_strndup(a, value, n);
	name[strcspn(name, "<[(")] = '\0';
	for (char *c = name; *c; c++)
		if (*c == '"')
			*c = ' ';
	to->name = str_trim(a, name);
}

bool fold_passed_on(struct arena *a, const char *text,
		    struct passed_on *ret_mail)
{
	struct passed_on m = {"", "", "", "", ""};
	struct page p = pages_of(a, text);
	size_t i = 0, above;

	while (i < p.count && !header_block(&p, i))
		i++;
	if (i == p.count)
		return false;
	for (above = i; above > 0 && (blank(p.line[above - 1]) ||
				      separator(p.line[above - 1]) ||
				      str_starts(p.line[above - 1], "____"));
	     above--)
		;
	m.before = join(&p, 0, above);
	read_sender(a, after_colon(a, bare(p.line[i])), &m);
	for (; i < p.count && !blank(bare(p.line[i])); i++)
		if (starts_with_one(bare(p.line[i]), subject_words))
			m.subject = after_colon(a, bare(p.line[i]));
	m.text = join(&p, i, p.count);
	if (str_empty(m.mail) || str_empty(m.text))
		return false;
	*ret_mail = m;
	return true;
}
