/*
 * business_id.c: the Finnish business identity code (Y-tunnus) and the VAT
 * number made of it. Public data: found so that nothing else claims it.
 */
#include "text/detect.h"

#include <string.h>

enum { DIGITS = 7 };

/* The number with its seven digits and the check digit. */
static const char *digits_error(const char *number, char check)
{
	static const int weights[DIGITS] = {7, 9, 10, 5, 8, 4, 2};
	int sum = 0, i, rest;

	for (i = 0; i < DIGITS; i++)
		sum += (number[i] - '0') * weights[i];
	rest = sum % 11;
	if (rest == 1)
		return "remainder";
	if (check - '0' != (rest ? 11 - rest : 0))
		return "check";
	return strspn(number, "0") >= DIGITS ? "zero" : NULL;
}

const char *business_id_error(const char *id)
{
	char number[DIGITS + 1] = "0000000";
	size_t n = strspn(id, "0123456789");

	if (n < 6 || n > DIGITS || id[n] != '-' ||
	    strspn(id + n + 1, "0123456789") != 1 || id[n + 2])
		return "form";
	memcpy(number + DIGITS - n, id, n);
	return digits_error(number, id[n + 1]);
}

/* count digits from `from`, the check digit at `check`. */
static void keep_if_valid(struct scan *s, struct hit hit, size_t digits,
			  size_t count)
{
	char number[DIGITS + 1] = "0000000", check;
	size_t i;

	for (i = 0; i < count; i++)
		number[DIGITS - count + i] = (char)scan_at(s, digits + i);
	check = (char)scan_at(s, hit.to - 1);
	if (digits_error(number, check))
		return;
	hit.kind = HIT_BUSINESS_ID;
	hit.verdict = HIT_KEEP;
	hit.canonical = arena_printf(s->arena, "%s-%c", number, check);
	scan_hit(s, hit);
}

/* Part of a longer row of numbers and dashes: a reference, a date. */
static bool goes_on(const struct scan *s, size_t from, size_t to)
{
	if (is_dash_char(scan_at(s, to)) && is_digit_char(scan_at(s, to + 1)))
		return true;
	return from > 1 && is_dash_char(scan_at(s, from - 1)) &&
	       is_digit_char(scan_at(s, from - 2));
}

static void find_dashed(struct scan *s, size_t from)
{
	size_t n = scan_digits(s, from, DIGITS), to = from + n + 2;

	if (n < 6 || !is_dash_char(scan_at(s, from + n)) ||
	    !is_digit_char(scan_at(s, from + n + 1)))
		return;
	if (scan_alone(s, from, to) && !goes_on(s, from, to))
		keep_if_valid(s, (struct hit){.from = from, .to = to}, from, n);
}

static void find_vat(struct scan *s, size_t from)
{
	size_t to = from + 2 + DIGITS + 1;

	if (scan_at(s, from) == 'F' && scan_at(s, from + 1) == 'I' &&
	    scan_digits(s, from + 2, DIGITS + 1) == DIGITS + 1 &&
	    scan_alone(s, from, to))
		keep_if_valid(s, (struct hit){.from = from, .to = to}, from + 2,
			      DIGITS);
}

void find_business_id(struct scan *s)
{
	size_t i;

	for (i = 0; i < s->length; i++) {
		find_dashed(s, i);
		find_vat(s, i);
	}
}
