/*
 * phone.c: telephone numbers as Finns write them, to E.164 and back.
 *
 * Prefixes of the Finnish numbering plan; none is reserved for fiction.
 */
#include "text/detect.h"

#include "base/str.h"
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

enum {
	DIALLED_MAX = 24, /* "+" and digits kept: more is too long anyway */
	RUN_DIGITS = 20,  /* digits in a text worth looking at together */
	RUN_ENDS = RUN_DIGITS + 1,
	SHORTEST_IN_TEXT = 7, /* digits, the leading 0 among them */
};

const char *const phone_class_names[] = {
	[PHONE_MOBILE] = "mobile",     [PHONE_AREA] = "area",
	[PHONE_NATION] = "nationwide", [PHONE_SERVICE] = "service",
	[PHONE_PREMIUM] = "premium",   [PHONE_FOREIGN] = "foreign",
};

/* National significant numbers; the first row that fits decides. */
static const struct plan {
	const char *prefixes;
	enum phone_class class;
	unsigned char shortest, longest;
	unsigned char printed; /* digits of the prefix when printed */
} plans[] = {
	{"600 700", PHONE_PREMIUM, 8, 9, 3},
	{"100 200 300 800", PHONE_SERVICE, 6, 9, 3},
	{"2020 2022 2023 2098 2099", PHONE_SERVICE, 5, 9, 2},
	{"10 20 29 30 39 75", PHONE_NATION, 5, 12, 2},
	{"71 73", PHONE_NATION, 9, 12, 2},
	{"40 41 42 43 44 45 46 47 48 49 50", PHONE_MOBILE, 6, 10, 2},
	{"13 14 15 16 17 18 19", PHONE_AREA, 5, 9, 2},
	{"2 3 5 6 8 9", PHONE_AREA, 5, 9, 1},
};

static bool has_prefix(const char *number, const char *prefixes)
{
	size_t n;

	for (; *prefixes; prefixes += n + (prefixes[n] == ' ')) {
		n = strcspn(prefixes, " ");
		if (!strncmp(number, prefixes, n))
			return true;
	}
	return false;
}

static const struct plan *plan_of(const char *number)
{
	size_t i;

	for (i = 0; i < sizeof(plans) / sizeof(*plans); i++) {
		if (has_prefix(number, plans[i].prefixes))
			return &plans[i];
	}
	return NULL;
}

/* "3101691" -> "310 1691" */
static void put_groups(const char *rest, char *to, size_t size)
{
	int n = (int)strlen(rest);
	int first = n == 8 ? 4 : 3;

	if (n < 6 || n > 10)
		snprintf(to, size, "%s", rest);
	else if (n < 9)
		snprintf(to, size, "%.*s %s", first, rest, rest + first);
	else
		snprintf(to, size, "%.3s %.3s %s", rest, rest + 3, rest + 6);
}

static const char *read_national(const char *number, struct phone *ret_phone)
{
	const struct plan *plan = plan_of(number);
	struct phone *p = ret_phone;
	char groups[24];
	size_t n = strlen(number);

	if (!plan)
		return "unknown_prefix";
	if (n < plan->shortest)
		return "too_short";
	if (n > plan->longest)
		return "too_long";
	p->class = plan->class;
	put_groups(number + plan->printed, groups, sizeof(groups));
	snprintf(p->e164, sizeof(p->e164), "+358%s", number);
	snprintf(p->national, sizeof(p->national), "0%.*s %s", plan->printed,
		 number, groups);
	snprintf(p->international, sizeof(p->international), "+358 %.*s %s",
		 plan->printed, number, groups);
	return NULL;
}

static const char *read_foreign(const char *dialled, struct phone *ret_phone)
{
	struct phone *p = ret_phone;
	size_t digits = strlen(dialled) - 1;

	if (digits < 8)
		return "too_short";
	if (digits > 15 || dialled[1] == '0')
		return "too_long";
	p->class = PHONE_FOREIGN;
	snprintf(p->e164, sizeof(p->e164), "%s", dialled);
	snprintf(p->national, sizeof(p->national), "%s", dialled);
	snprintf(p->international, sizeof(p->international), "%s", dialled);
	return NULL;
}

/* 112, 110 and the harmonised numbers of social value. */
static bool is_special(const char *dialled)
{
	return !strcmp(dialled, "112") || !strcmp(dialled, "110") ||
	       (str_starts(dialled, "116") && strlen(dialled) == 6);
}

/* Digits, maybe after a "+". */
static const char *read_dialled(const char *dialled, struct phone *ret_phone)
{
	char plus[DIALLED_MAX + 1] = "";

	if (is_special(dialled))
		return "special";
	if (str_starts(dialled, "00")) {
		snprintf(plus, sizeof(plus), "+%s", dialled + 2);
		dialled = plus;
	}
	if (str_starts(dialled, "+358")) {
		dialled += 4; /* +358 (0)9: the 0 is not dialled */
		return read_national(dialled + (*dialled == '0'), ret_phone);
	}
	if (*dialled == '+')
		return read_foreign(dialled, ret_phone);
	if (*dialled == '0')
		return read_national(dialled + 1, ret_phone);
	return "no_prefix";
}

static bool is_typed_separator(uint32_t c)
{
	return c == '(' || c == ')' || c == '/' || c == '.' ||
	       is_space_char(c) || is_dash_char(c);
}

/* False when there is anything but a number in it. */
static bool dialled_from(const char *typed, char *ret_dialled)
{
	size_t n = 0;
	uint32_t c;

	while ((c = utf8_next(&typed))) {
		bool digit = is_digit_char(c) || (c == '+' && n == 0);

		if (!digit && !is_typed_separator(c))
			return false;
		if (digit && n < DIALLED_MAX)
			ret_dialled[n++] = (char)c;
	}
	ret_dialled[n] = '\0';
	return n > 0;
}

const char *phone_read(const char *typed, struct phone *ret_phone)
{
	char dialled[DIALLED_MAX + 1] = "";

	if (!dialled_from(typed, dialled))
		return "characters";
	return read_dialled(dialled, ret_phone);
}

bool phone_callback_allowed(enum phone_class class)
{
	return class != PHONE_SERVICE && class != PHONE_PREMIUM;
}

const char *phone_e164(struct arena *a, const char *typed)
{
	struct phone phone;

	if (phone_read(typed, &phone))
		return NULL;
	return arena_strdup(a, phone.e164);
}

const char *phone_key(struct arena *a, const char *typed)
{
	struct phone phone;
	struct str digits;

	if (!phone_read(typed, &phone))
		return arena_strdup(a, phone.e164 + 1);
	str_init(&digits, a, strlen(typed) + 1);
	for (; *typed; typed++) {
		if (is_digit_char((unsigned char)*typed))
			str_putc(&digits, *typed);
	}
	return digits.ptr;
}

/* ---- in a text ---- */

static bool is_text_separator(uint32_t c)
{
	return c == '(' || c == ')' || c == '/' || is_space_char(c) ||
	       is_dash_char(c);
}

/* Could a number begin here? Not inside a date, a decimal or a reference. */
static bool may_begin(const struct scan *s, size_t i)
{
	uint32_t c = scan_at(s, i), before;

	if (c != '0' && c != '+')
		return false;
	if (i == 0)
		return true;
	before = scan_at(s, i - 1);
	if (is_word_char(before) || before == '+')
		return false;
	if (i == 1 || !is_digit_char(scan_at(s, i - 2)))
		return true;
	return !is_dash_char(before) && before != '/' && before != '.' &&
	       before != ',' && before != ':';
}

/* Every place where digits stop, for a number that begins at i. */
struct run {
	size_t ends[RUN_ENDS];
	size_t count;
	bool cut; /* it goes on: too many digits */
};

static void read_run(const struct scan *s, size_t i, struct run *run)
{
	size_t at = i + 1, gap = 0, digits = 1;

	run->count = 0;
	for (; digits <= RUN_DIGITS; at++) {
		if (is_digit_char(scan_at(s, at))) {
			gap = 0;
			digits++;
			continue;
		}
		if (gap == 0)
			run->ends[run->count++] = at;
		if (!is_text_separator(scan_at(s, at)) || gap == 2)
			break;
		gap++;
	}
	run->cut = digits > RUN_DIGITS;
}

static bool is_date_separator(uint32_t c)
{
	return c == '/' || is_dash_char(c);
}

/* 3/5/2026, 01-02-24 */
static bool is_date(const struct scan *s, size_t from, size_t to)
{
	size_t day = scan_digits(s, from, 3);
	size_t month = scan_digits(s, from + day + 1, 3);
	size_t year_at = from + day + 1 + month + 1;
	size_t year = scan_digits(s, year_at, 5);

	return day >= 1 && day <= 2 && month >= 1 && month <= 2 && year >= 2 &&
	       year <= 4 && year_at + year == to &&
	       is_date_separator(scan_at(s, from + day)) &&
	       is_date_separator(scan_at(s, year_at - 1));
}

static bool is_clock_time(const struct scan *s, size_t at)
{
	return scan_digits(s, at, 4) == 4 && scan_at(s, at) <= '2' &&
	       scan_at(s, at + 2) <= '5';
}

/* 0930-1700 */
static bool is_opening_hours(const struct scan *s, size_t from, size_t to)
{
	return to - from == 9 && is_clock_time(s, from) &&
	       is_dash_char(scan_at(s, from + 4)) && is_clock_time(s, from + 5);
}

static bool read_span(const struct scan *s, size_t from, size_t to,
		      struct phone *ret_phone)
{
	char dialled[DIALLED_MAX + 1] = "";
	size_t n = 0;

	for (; from < to && n < DIALLED_MAX; from++) {
		uint32_t c = scan_at(s, from);

		if (is_digit_char(c) || c == '+')
			dialled[n++] = (char)c;
	}
	dialled[n] = '\0';
	if (str_starts(dialled, "00") && !str_starts(dialled, "00358"))
		return false;
	if (dialled[0] == '0' && n < SHORTEST_IN_TEXT)
		return false;
	return read_dialled(dialled, ret_phone) == NULL;
}

/*
 * The longest reading that is a number; a shorter one may end only at white
 * space. 0 when there is none.
 */
static size_t longest_number(const struct scan *s, size_t from,
			     const struct run *run, struct phone *ret_phone)
{
	size_t n, to;

	for (n = run->count; n > 0; n--) {
		to = run->ends[n - 1];
		if ((n < run->count || run->cut) &&
		    !is_space_char(scan_at(s, to)))
			continue;
		if (!scan_alone(s, from, to))
			continue;
		if (is_date(s, from, to) || is_opening_hours(s, from, to))
			return 0;
		if (read_span(s, from, to, ret_phone))
			return to;
	}
	return 0;
}

static void phone_hit(struct scan *s, size_t from, size_t to,
		      const struct phone *phone)
{
	bool keep = !phone_callback_allowed(phone->class) ||
		    scan_is_own(s, phone->e164);

	scan_hit(s, (struct hit){
			    .kind = HIT_PHONE,
			    .verdict = keep ? HIT_KEEP : HIT_MASK,
			    .from = from,
			    .to = to,
			    .canonical = arena_strdup(s->arena, phone->e164),
		    });
}

void find_phone(struct scan *s)
{
	struct phone phone;
	struct run run;
	size_t i = 0, to;

	while (i < s->length) {
		to = 0;
		if (may_begin(s, i)) {
			read_run(s, i, &run);
			to = longest_number(s, i, &run, &phone);
		}
		if (to)
			phone_hit(s, i, to, &phone);
		i = to ? to : i + 1;
	}
}
