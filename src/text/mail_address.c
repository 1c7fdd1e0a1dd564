/*
 * mail_address.c: e-mail addresses in a text, also those hidden from robots
 * as "name (at) example.fi".
 */
#include "text/detect.h"

#include "base/str.h"
#include "base/utf8.h"

/* Characters of the local part that people use. */
static bool is_local_char(uint32_t c)
{
	return is_word_char(c) || c == '.' || c == '_' || c == '%' ||
	       c == '+' || c == '-' || c == '\'' || c == '&' || c == '=';
}

/* The "@" or "(at)", with one space on each side of the latter. */
struct at_sign {
	size_t from, to;
};

static bool spells_at(const struct scan *s, size_t i)
{
	uint32_t open = scan_at(s, i), close = scan_at(s, i + 3);

	return ((open == '(' && close == ')') ||
		(open == '[' && close == ']')) &&
	       ascii_upper(scan_at(s, i + 1)) == 'A' &&
	       ascii_upper(scan_at(s, i + 2)) == 'T';
}

static bool read_at_sign(const struct scan *s, size_t i,
			 struct at_sign *ret_sign)
{
	if (scan_at(s, i) == '@') {
		*ret_sign = (struct at_sign){i, i + 1};
		return true;
	}
	if (i == 0 || !spells_at(s, i))
		return false;
	ret_sign->from = i - is_space_char(scan_at(s, i - 1));
	ret_sign->to = i + 4 + scan_spaces(s, i + 4, 1);
	return true;
}

static size_t local_start(const struct scan *s, size_t sign)
{
	size_t from = sign;

	while (from > 0 && is_local_char(scan_at(s, from - 1)) &&
	       !s->taken[from - 1])
		from--;
	while (from < sign && !is_word_char(scan_at(s, from)))
		from++;
	return from;
}

static size_t label_end(const struct scan *s, size_t at)
{
	while (is_word_char(scan_at(s, at)) ||
	       (scan_at(s, at) == '-' && is_word_char(scan_at(s, at + 1))))
		at++;
	return at;
}

/*
 * Where the top domain at `from` ends, or `from`. It is letters, at least
 * two; after a hyphen a Finnish word may go on ("a@example.fi-osoite").
 */
static size_t top_domain_end(const struct scan *s, size_t from)
{
	size_t to = from;

	while (is_word_char(scan_at(s, to)) && !is_digit_char(scan_at(s, to)))
		to++;
	return to - from < 2 || is_word_char(scan_at(s, to)) ? from : to;
}

/* Labels with dots between them, up to the last that can be a top domain. */
static size_t domain_end(const struct scan *s, size_t from)
{
	size_t at = label_end(s, from), end = from, next;

	while (at > from && scan_at(s, at) == '.') {
		next = label_end(s, at + 1);
		if (next == at + 1)
			break;
		if (top_domain_end(s, at + 1) > at + 1)
			end = top_domain_end(s, at + 1);
		at = next;
	}
	return end;
}

static const char *address(const struct scan *s, size_t from,
			   const struct at_sign *sign, size_t to)
{
	size_t local = s->glyphs[from].at, local_to = s->glyphs[sign->from].at;
	size_t domain = s->glyphs[sign->to].at, end = s->glyphs[to].at;

	return str_lower(s->arena,
			 arena_printf(s->arena, "%.*s@%.*s",
				      (int)(local_to - local), s->text + local,
				      (int)(end - domain), s->text + domain));
}

static void mail_hit(struct scan *s, const struct at_sign *sign)
{
	size_t from = local_start(s, sign->from);
	size_t to = domain_end(s, sign->to);
	struct hit hit = {.kind = HIT_MAIL, .from = from, .to = to};

	if (from == sign->from || to == sign->to)
		return;
	hit.canonical = address(s, from, sign, to);
	hit.verdict = scan_is_own(s, hit.canonical) ? HIT_KEEP : HIT_MASK;
	scan_hit(s, hit);
}

void find_mail(struct scan *s)
{
	struct at_sign sign;
	size_t i;

	for (i = 0; i < s->length; i++) {
		if (!s->taken[i] && read_at_sign(s, i, &sign))
			mail_hit(s, &sign);
	}
}
