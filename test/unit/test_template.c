/*
 * test_template.c: variables and seasons of answer templates.
 */
#include "base/clock.h"
#include "base/str.h"
#include "tap.h"
#include "template/template.h"

static struct arena arena = ARENA_INIT;
static struct arena *const a = &arena;

static void suite_fill(void)
{
	const char *values[VAR__COUNT] = {
		[VAR_NUMBER] = "2026-17",
		[VAR_PLACE] = "Tori {1}",
		[VAR_NAME] = "",
	};
	static const struct {
		const char *text, *filled;
	} cases[] = {
		{"", ""},
		{"Hei", "Hei"},
		{"Asia {number}.", "Asia 2026-17."},
		{"Asia {asianumero}, {ärendenummer}.",
		 "Asia 2026-17, 2026-17."},
		{"{ Asianumero }", "2026-17"},
		{"{ÄRENDENUMMER}", "2026-17"},
		{"{lähettäjä}", "{lähettäjä}"}, /* empty: it stays */
		{"{hinta}", "{hinta}"},         /* nobody knows it */
		{"{paikka}", "Tori {1}"},       /* a value is never filled */
		{"{{number}}", "{2026-17}"},
		{"{number", "{number"},
		{"number}", "number}"},
		{"{}", "{}"},
		{"{num\nber}", "{num\nber}"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *is = template_fill(a, cases[i].text, values);

		ok(str_same(is, cases[i].filled), "filled: %s -> %s",
		   cases[i].text, is);
	}
}

static void suite_unfilled(void)
{
	static const struct {
		const char *text, *left;
	} cases[] = {
		{"", NULL},
		{"Kaikki on kunnossa.", NULL},
		{"{", NULL},
		{"{}", NULL},
		{"a {b\nc} d", NULL},
		{"Hei {lähettäjä}, {x}", "{lähettäjä}"},
		{"{{x}}", "{x}"},
		{"{0123456789012345678901234567890123456789}",
		 "{0123456789012345678901234567890123456789}"},
		{"{01234567890123456789012345678901234567890}", NULL},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *is = template_unfilled(a, cases[i].text);

		ok(cases[i].left ? str_same(is, cases[i].left) : !is,
		   "unfilled: %s -> %s", cases[i].text, is ? is : "nothing");
	}
}

static void suite_days(void)
{
	static const struct {
		const char *text;
		int64_t day; /* -1 = refused */
	} cases[] = {
		{"", 0},
		{"1.11.", 1101},
		{"01.11", 1101},
		{"29.2.", 229},
		{"1.11.2026", 20261101},
		{"29.2.2027", -1},
		{"31.4.", -1},
		{"0.1.", -1},
		{"1.13.", -1},
		{"1.11.26", -1},
		{"1.11.99999", -1},
		{"1/11", -1},
		{"marraskuu", -1},
		{"1.11. ", -1},
		{"1.11.2026.", -1},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int64_t day = -1;
		enum err err = season_parse(cases[i].text, &day);

		ok(err ? cases[i].day == -1 : day == cases[i].day,
		   "day: \"%s\"", cases[i].text);
	}
	ok(str_same(season_text(a, 1101), "1.11."), "a day of every year");
	ok(str_same(season_text(a, 20261101), "1.11.2026"), "a day of one");
	ok(str_same(season_text(a, 0), ""), "no day");
}

static void suite_seasons(void)
{
	static const struct {
		int64_t from, to;
		struct date day;
		bool holds;
	} cases[] = {
		{0, 0, {2026, 7, 1}, true},
		{1101, 430, {2026, 10, 31}, false},
		{1101, 430, {2026, 11, 1}, true},
		{1101, 430, {2027, 1, 15}, true},
		{1101, 430, {2027, 4, 30}, true},
		{1101, 430, {2027, 5, 1}, false},
		{401, 1031, {2026, 4, 1}, true},
		{401, 1031, {2026, 11, 1}, false},
		{20261101, 0, {2026, 10, 31}, false},
		{20261101, 0, {2030, 1, 1}, true},
		{0, 20261101, {2026, 11, 1}, true},
		{0, 20261101, {2026, 11, 2}, false},
		{20261101, 20261103, {2026, 11, 3}, true},
		{20261101, 20261103, {2027, 11, 2}, false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		ok(season_holds(cases[i].from, cases[i].to, cases[i].day) ==
			   cases[i].holds,
		   "season %lld to %lld on %d-%d-%d", (long long)cases[i].from,
		   (long long)cases[i].to, cases[i].day.year,
		   cases[i].day.month, cases[i].day.day);
	ok(season_ok(0, 0) && season_ok(1101, 430) && season_ok(20260101, 0) &&
		   season_ok(20260101, 20260101),
	   "seasons that can be");
	ok(!season_ok(1101, 0) && !season_ok(0, 430), "a year needs both ends");
	ok(!season_ok(1101, 20260101), "not one with and one without a year");
	ok(!season_ok(20260102, 20260101), "not backwards");
}

int main(void)
{
	clock_init();
	suite_fill();
	suite_unfilled();
	suite_days();
	suite_seasons();
	arena_release(&arena);
	return tap_done();
}
