/*
 * hetu.c: the Finnish personal identity code, DDMMYY C NNN K.
 *
 * Decree 128/2010 as changed in 2023: C is part of the identity. The lowest
 * bit of NNN tells the sex; it is never looked at.
 */
#include "text/detect.h"

#include "base/clock.h"
#include "base/utf8.h"

#include <string.h>

enum { CODE_LENGTH = 11, CENTURY_AT = 6, NUMBER_AT = 7, CHECK_AT = 10 };

static const char check_letters[] = "0123456789ABCDEFHJKLMNPRSTUVWXY";

/* 0 when C stands for no century. */
static int century_of(uint32_t c)
{
	if (c == '+')
		return 1800;
	if (c == '-' || (c >= 'U' && c <= 'Y'))
		return 1900;
	return c >= 'A' && c <= 'F' ? 2000 : 0;
}

static int two_digits(const uint32_t *c)
{
	return (int)((c[0] - '0') * 10 + (c[1] - '0'));
}

static bool date_exists(const uint32_t *c, int century)
{
	struct date d = {century + two_digits(c + 4), two_digits(c + 2),
			 two_digits(c)};

	return date_valid(d);
}

static bool all_digits(const uint32_t *c, size_t n)
{
	while (n && is_digit_char(*c)) {
		c++;
		n--;
	}
	return n == 0;
}

static int number_of(const uint32_t *digits)
{
	return two_digits(digits) * 10 + (int)(digits[2] - '0');
}

static char check_letter(const uint32_t *date, const uint32_t *number)
{
	int value = 0, i;

	for (i = 0; i < 6; i++)
		value = value * 10 + (int)(date[i] - '0');
	return check_letters[((int64_t)value * 1000 + number_of(number)) % 31];
}

static bool is_check_letter(uint32_t c)
{
	return c && c < 0x80 && strchr(check_letters, (int)c);
}

static const char *code_error(const uint32_t *c)
{
	int century = century_of(c[CENTURY_AT]);

	if (!all_digits(c, 6) || !all_digits(c + NUMBER_AT, 3))
		return "digits";
	if (!century)
		return "separator";
	if (!date_exists(c, century))
		return "date";
	if (number_of(c + NUMBER_AT) < 2)
		return "number";
	if (!is_check_letter(c[CHECK_AT]))
		return "alphabet";
	if (c[CHECK_AT] != (uint32_t)check_letter(c, c + NUMBER_AT))
		return "check";
	return NULL;
}

const char *hetu_error(const char *code)
{
	uint32_t c[CODE_LENGTH];
	size_t i;

	for (i = 0; i < CODE_LENGTH; i++) {
		c[i] = utf8_next(&code);
		if (!c[i])
			return "length";
	}
	return *code ? "length" : code_error(c);
}

/* ---- in a text ---- */

static void copy_glyphs(const struct scan *s, size_t from, uint32_t *to,
			size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		to[i] = scan_at(s, from + i);
}

static uint32_t separator_meant(uint32_t c)
{
	return is_dash_char(c) ? '-' : ascii_upper(c);
}

/* DDMMYY C NNN K with up to two spaces around C; where it ends, or 0. */
static size_t read_full(const struct scan *s, size_t at, uint32_t *code)
{
	if (scan_digits(s, at, 6) < 6)
		return 0;
	copy_glyphs(s, at, code, 6);
	at += 6;
	at += scan_spaces(s, at, 2);
	code[CENTURY_AT] = separator_meant(scan_at(s, at));
	if (!century_of(code[CENTURY_AT]))
		return 0;
	at++;
	at += scan_spaces(s, at, 2);
	if (scan_digits(s, at, 3) < 3)
		return 0;
	copy_glyphs(s, at, code + NUMBER_AT, 4);
	code[CHECK_AT] = ascii_upper(code[CHECK_AT]);
	if (!is_digit_char(code[CHECK_AT]) && !is_ascii_letter(code[CHECK_AT]))
		return 0;
	return at + 4;
}

static char *canonical(struct arena *a, const uint32_t *code)
{
	char *text = arena_alloc(a, CODE_LENGTH + 1);
	size_t i;

	for (i = 0; i < CODE_LENGTH; i++)
		text[i] = (char)code[i];
	return text;
}

/* A typing error still shows the date of birth: it is worth a warning. */
static void full_hit(struct scan *s, size_t from, size_t to,
		     const uint32_t *code)
{
	struct hit hit = {.kind = HIT_HETU, .from = from, .to = to};
	const char *error = code_error(code);

	if (error && !strcmp(error, "date"))
		return;
	hit.verdict = error ? HIT_WARN : HIT_MASK;
	hit.canonical = error ? NULL : canonical(s->arena, code);
	scan_hit(s, hit);
}

/* The same without C: it must match, and is only asked about. */
static void bare_hit(struct scan *s, size_t from)
{
	struct hit hit = {.kind = HIT_HETU, .verdict = HIT_WARN, .from = from};
	uint32_t date[6], rest[4];
	size_t at = from + 6;

	if (scan_digits(s, from, 6) < 6)
		return;
	at += scan_spaces(s, at, 2);
	if (scan_digits(s, at, 3) < 3 || !is_ascii_letter(scan_at(s, at + 3)))
		return;
	copy_glyphs(s, from, date, 6);
	copy_glyphs(s, at, rest, 4);
	hit.to = at + 4;
	if (ascii_upper(rest[3]) != (uint32_t)check_letter(date, rest) ||
	    number_of(rest) < 2 || !scan_alone(s, from, hit.to) ||
	    scan_is_taken(s, from, hit.to))
		return;
	if (date_exists(date, 1800) || date_exists(date, 1900) ||
	    date_exists(date, 2000))
		scan_hit(s, hit);
}

void find_hetu(struct scan *s)
{
	uint32_t code[CODE_LENGTH];
	size_t i, to;

	for (i = 0; i < s->length; i++) {
		to = read_full(s, i, code);
		if (to && scan_alone(s, i, to) && !scan_is_taken(s, i, to))
			full_hit(s, i, to, code);
	}
	for (i = 0; i < s->length; i++)
		bare_hit(s, i);
}
