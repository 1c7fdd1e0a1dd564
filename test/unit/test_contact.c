/*
 * test_contact.c: opening hours as people write them, and whether it is open now;
 * telephones as they are printed.
 */
#include "tap.h"

#include "base/clock.h"
#include "base/str.h"
#include "contact/contact.h"
#include "contact/hours.h"

static struct arena arena = ARENA_INIT;

static struct hours read_hours(const char *text)
{
	struct hours h;
	const char *piece = hours_parse(&arena, text, &h);

	ok(!piece, "%s is understood%s%s", text, piece ? ", not: " : "",
	   piece ? piece : "");
	return h;
}

static void is_day(const struct hours *h, int weekday, const char *wanted)
{
	const char *got = hours_day_text(&arena, LANG_FI, &h->week[weekday]);

	if (!ok(str_same(got, wanted), "day %d is %s", weekday, wanted))
		printf("# %s\n", got);
}

static void test_reading(void)
{
	struct hours h = read_hours("ma\u2013to 9\u201315, pe 9 - 14.30");

	is_day(&h, 1, "9–15");
	is_day(&h, 4, "9–15");
	is_day(&h, 5, "9–14.30");
	is_day(&h, 6, "suljettu");
	h = read_hours("ma, ke 9-11.30, 12.30-15\nto klo 12-17; pe suljettu");
	is_day(&h, 1, "9–11.30, 12.30–15");
	is_day(&h, 2, "suljettu");
	is_day(&h, 3, "9–11.30, 12.30–15");
	is_day(&h, 4, "12–17");
	h = read_hours("mån–fre 8.00–16.15, lör stängt");
	is_day(&h, 5, "8–16.15");
	h = read_hours("Monday-Sunday 0-24");
	is_day(&h, 7, "vuorokauden ympäri");
	h = read_hours("");
	ok(!h.any, "nothing is no hours");
}

static void test_mistakes(void)
{
	static const char *const bad[] = {
		"ma 15-9",         "9-15",       "ma-to",
		"pe-ma 9-15",      "ma 9",       "ma 9-15-17",
		"maa 9-15",        "ma 9-25",    "31.2.2026 9-12",
		"ma 9-12, 11-15",  "ma, ke",     "ma 9-15 sopimuksen mukaan",
		"24.12. suljettu", "ma avoinna", "ke 10-10",
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct hours h;

		ok(hours_parse(&arena, bad[i], &h) != NULL,
		   "%s is not understood", bad[i]);
	}
}

static int64_t at(int year, int month, int day, int hour, int minute)
{
	return date_minute_us((struct date){year, month, day},
			      hour * 60 + minute);
}

static void is_now(const struct hours *h, const struct calendar *c,
		   int64_t now_us, const char *wanted)
{
	const char *got =
		hours_now_text(&arena, LANG_FI, hours_at(h, c, now_us), now_us);

	if (!ok(str_same(got, wanted), "%s", wanted))
		printf("# %s\n", got);
}

/* 26.11.2026 is a Thursday. */
static void test_now(void)
{
	const int64_t closed = date_to_days((struct date){2026, 12, 1});
	const struct calendar own = {.closed = &closed, .closed_count = 1};
	struct hours h = read_hours("ma–to 9–15, pe 9–14, 30.11.2026 suljettu, "
				    "6.12.2026 12–14");

	is_now(&h, NULL, at(2026, 11, 26, 8, 59),
	       "Suljettu nyt, avautuu klo 9");
	is_now(&h, NULL, at(2026, 11, 26, 9, 0), "Auki nyt, sulkeutuu klo 15");
	is_now(&h, NULL, at(2026, 11, 26, 14, 59),
	       "Auki nyt, sulkeutuu klo 15");
	is_now(&h, NULL, at(2026, 11, 26, 15, 0),
	       "Suljettu nyt, avautuu huomenna klo 9");
	is_now(&h, NULL, at(2026, 11, 27, 14, 0),
	       "Suljettu nyt, avautuu ti 1.12.2026 klo 9");
	is_now(&h, &own, at(2026, 11, 27, 14, 0),
	       "Suljettu nyt, avautuu ke 2.12.2026 klo 9");
	/* Independence Day is a holiday, and a Sunday: but it says otherwise. */
	is_now(&h, NULL, at(2026, 12, 6, 13, 0), "Auki nyt, sulkeutuu klo 14");
	/* Christmas: from Thursday the 24th to Saturday the 26th nothing is open. */
	is_now(&h, NULL, at(2026, 12, 24, 10, 0),
	       "Suljettu nyt, avautuu ma 28.12.2026 klo 9");
	h = read_hours("ma–su 0–24");
	is_now(&h, NULL, at(2026, 12, 25, 3, 0), "Auki aina");
	h = read_hours("pe 20–24, la 0–2");
	is_now(&h, NULL, at(2026, 11, 27, 23, 0), "Auki nyt, sulkeutuu klo 2");
	h = read_hours("1.1.2026 9–12");
	is_now(&h, NULL, at(2026, 11, 26, 9, 0), "Suljettu nyt");
	/* The clocks go forward on 29.3.2026 at three; the next Sunday is Easter. */
	h = read_hours("su 2–10");
	is_now(&h, NULL, at(2026, 3, 29, 9, 59), "Auki nyt, sulkeutuu klo 10");
	is_now(&h, NULL, at(2026, 3, 29, 10, 0),
	       "Suljettu nyt, avautuu su 12.4.2026 klo 2");
}

static void test_lines(void)
{
	struct hours h = read_hours("ma–to 9–15, pe 9–14");
	struct hours_line lines[HOURS_LINES];
	size_t n = hours_week_lines(&arena, LANG_FI, &h, lines);

	ok(n == 3, "three lines");
	ok(str_same(lines[0].days, "ma–to") && str_same(lines[1].days, "pe") &&
		   str_same(lines[2].days, "la–su"),
	   "days that are alike stand together");
}

static void test_phones(void)
{
	struct contact_phone list[CONTACT_PHONES];
	size_t n;

	ok(!contact_phones(&arena,
			   "0401234567 Neuvonta\n+358 3 123 4567, 116 117",
			   list, &n) &&
		   n == 3,
	   "three telephones");
	ok(str_same(list[0].number, "040 123 4567") &&
		   str_same(list[0].dial, "+358401234567") &&
		   str_same(list[0].what, "Neuvonta"),
	   "a mobile one, with what it is");
	ok(str_same(list[1].dial, "+35831234567") && !*list[1].what,
	   "one with the country");
	ok(str_same(list[2].dial, "116 117"), "a special one as it is");
	ok(str_same(contact_phones(&arena, "03 123 456, Neuvonta", list, &n),
		    "Neuvonta"),
	   "words alone are no telephone");
}

int main(void)
{
	clock_init();
	test_reading();
	test_mistakes();
	test_now();
	test_lines();
	test_phones();
	arena_release(&arena);
	return tap_done();
}
