/*
 * negotiate.c: which language and form a reader prefers (RFC 9110, 12.5).
 */
#include "base/str.h"
#include "html/page.h"

/* One element of an Accept-... list. */
struct choice_of {
	const char *name;
	size_t n;
	int q; /* thousandths */
};

/* "0.8" as 800; what is malformed counts as 0. */
static int quality(const char *s)
{
	int q, digit = 100;

	if (*s != '0' && *s != '1')
		return 0;
	q = (*s++ - '0') * 1000;
	if (*s == '.')
		s++;
	for (; digit && *s >= '0' && *s <= '9'; digit /= 10)
		q += (*s++ - '0') * digit;
	return q > 1000 ? 1000 : q;
}

static const char *skip(const char *s, const char *set)
{
	return s + strspn(s, set);
}

/* Reads the next element; NULL at the end. */
static const char *next_choice(const char *s, struct choice_of *ret_choice)
{
	s = skip(s, ", \t");
	if (!*s)
		return NULL;
	*ret_choice = (struct choice_of){s, strcspn(s, ",; \t"), 1000};
	s += ret_choice->n;
	while (*(s = skip(s, " \t")) == ';') {
		s = skip(s + 1, " \t");
		if ((*s == 'q' || *s == 'Q') && s[1] == '=')
			ret_choice->q = quality(s + 2);
		s += strcspn(s, ",;");
	}
	return s + strcspn(s, ",");
}

/* "sv-FI" is sv. */
static bool lang_is(const struct choice_of *c, const char *code)
{
	size_t n = strlen(code);

	return c->n >= n && !strncasecmp(c->name, code, n) &&
	       (c->n == n || c->name[n] == '-');
}

enum lang html_lang_negotiate(const char *accept_language, enum lang otherwise)
{
	const char *s = accept_language ? accept_language : "";
	struct choice_of c;
	int q[LANG__COUNT], named[LANG__COUNT] = {0};
	int others = 0, order = 0;
	enum lang best = otherwise;

	while ((s = next_choice(s, &c)) && ++order < 100) {
		/* of equals, the one named first */
		for (int i = 0; i < LANG__COUNT; i++)
			if (!named[i] && lang_is(&c, lang_codes[i])) {
				named[i] = order;
				q[i] = c.q ? c.q * 100 - order : 0;
			}
		if (c.n == 1 && *c.name == '*')
			others = c.q ? c.q * 100 - 99 : 0;
	}
	for (int i = 0; i < LANG__COUNT; i++)
		if (!named[i])
			q[i] = others;
	for (int i = 0; i < LANG__COUNT; i++)
		if (q[i] > q[best])
			best = (enum lang)i;
	return best;
}

static bool type_is(const struct choice_of *c, const char *type)
{
	return c->n == strlen(type) && !strncasecmp(c->name, type, c->n);
}

bool html_wants_json(const char *accept)
{
	const char *s = accept ? accept : "";
	struct choice_of c;
	int json = 0, html = 0;

	while ((s = next_choice(s, &c))) {
		if ((type_is(&c, "application/json") ||
		     type_is(&c, "application/problem+json")) &&
		    c.q > json)
			json = c.q;
		if ((type_is(&c, "text/html") ||
		     type_is(&c, "application/xhtml+xml")) &&
		    c.q > html)
			html = c.q;
	}
	return json > html;
}
