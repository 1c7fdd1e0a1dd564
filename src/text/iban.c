/*
 * iban.c: international bank account numbers (ISO 13616) of the countries
 * Finnish residents have accounts in.
 */
#include "text/detect.h"

#include "base/str.h"

#include <string.h>

enum { LONGEST = 28 };

static const struct {
	char country[3];
	unsigned char length;
} countries[] = {
	{"AT", 20}, {"BE", 16}, {"CH", 21}, {"DE", 22}, {"DK", 18}, {"EE", 20},
	{"ES", 24}, {"FI", 18}, {"FR", 27}, {"GB", 22}, {"IE", 22}, {"IT", 27},
	{"LT", 20}, {"LV", 21}, {"NL", 18}, {"NO", 15}, {"PL", 28}, {"SE", 24},
};

/* 0 when we know none of that name. */
static size_t length_in(const char *country)
{
	size_t i;

	for (i = 0; i < sizeof(countries) / sizeof(*countries); i++) {
		if (!strncmp(country, countries[i].country, 2))
			return countries[i].length;
	}
	return 0;
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool has_form(const char *iban)
{
	size_t i;

	for (i = 0; i < 2; i++) {
		if (!is_upper(iban[i]))
			return false;
	}
	for (; iban[i]; i++) {
		if (!is_digit_char((unsigned char)iban[i]) &&
		    (i < 4 || !is_upper(iban[i])))
			return false;
	}
	return i > 4;
}

/* ISO 7064: the first four last, letters as 10 to 35, modulo 97. */
static int modulo_97(const char *iban, size_t length)
{
	int rest = 0;
	size_t i;

	for (i = 0; i < length; i++) {
		char c = iban[(i + 4) % length];

		if (is_upper(c))
			rest = (rest * 100 + c - 'A' + 10) % 97;
		else
			rest = (rest * 10 + c - '0') % 97;
	}
	return rest;
}

const char *iban_error(const char *iban)
{
	size_t length;

	if (!has_form(iban))
		return "form";
	length = length_in(iban);
	if (!length)
		return "country";
	if (strlen(iban) != length)
		return "length";
	if (!strncmp(iban, "FI", 2) && strspn(iban + 2, "0123456789") != 16)
		return "form";
	return modulo_97(iban, length) == 1 ? NULL : "check";
}

static bool is_separator(uint32_t c)
{
	return is_space_char(c) || is_dash_char(c);
}

static bool is_account_char(uint32_t c)
{
	return is_digit_char(c) || is_ascii_letter(c);
}

/*
 * Up to the length of the country, with single separators from the fifth
 * character on. Gives where it ended; ret_iban is upper case.
 */
static size_t read_iban(const struct scan *s, size_t at, size_t length,
			char *ret_iban)
{
	size_t n, next;

	for (n = 0; n < length; n++) {
		next = at;
		if (n >= 4 && is_separator(scan_at(s, at)))
			next++;
		if (!is_account_char(scan_at(s, next)))
			break;
		ret_iban[n] = (char)ascii_upper(scan_at(s, next));
		at = next + 1;
	}
	ret_iban[n] = '\0';
	return at;
}

static size_t length_at(const struct scan *s, size_t at)
{
	char country[2];

	country[0] = (char)ascii_upper(scan_at(s, at) & 0x7f);
	country[1] = (char)ascii_upper(scan_at(s, at + 1) & 0x7f);
	if (!is_ascii_letter(scan_at(s, at)) ||
	    !is_ascii_letter(scan_at(s, at + 1)) ||
	    scan_digits(s, at + 2, 2) < 2)
		return 0;
	return length_in(country);
}

/* Where the hit at i ended, or i. */
static size_t iban_hit(struct scan *s, size_t i)
{
	struct hit hit = {.kind = HIT_IBAN, .from = i};
	char iban[LONGEST + 1];
	size_t length = length_at(s, i);
	const char *error;

	if (!length)
		return i;
	hit.to = read_iban(s, i, length, iban);
	error = iban_error(iban);
	if (!scan_alone(s, i, hit.to) ||
	    (error && (!str_same(error, "check") || !str_starts(iban, "FI"))))
		return i;
	hit.verdict = error ? HIT_WARN : HIT_MASK;
	hit.canonical = error ? NULL : arena_strdup(s->arena, iban);
	scan_hit(s, hit);
	return hit.to;
}

void find_iban(struct scan *s)
{
	size_t i = 0, to;

	while (i < s->length) {
		to = iban_hit(s, i);
		i = to > i ? to : i + 1;
	}
}
