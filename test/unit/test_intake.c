/*
 * test_intake.c: when a message arrived that somebody enters later, and what
 * may be entered as a channel.
 */
#include "base/clock.h"
#include "base/lang.h"
#include "base/str.h"
#include "matter/intake.h"
#include "matter/labels.h"
#include "tap.h"

/* Tuesday 24 November 2026, 9.30 in Helsinki. */
#define NOW (INT64_C(1795505400) * SECOND_US)

static void arrives(const char *date, const char *time, int64_t before_us)
{
	int64_t at = 0;
	enum arrival a = intake_arrived(date, time, NOW, &at);

	ok(a == ARRIVAL_GOOD && at == NOW - before_us,
	   "\"%s\" \"%s\" is %lld s ago: %d, %lld", date, time,
	   (long long)(before_us / SECOND_US), (int)a,
	   (long long)((NOW - at) / SECOND_US));
}

static void refused(const char *date, const char *time, enum arrival want)
{
	int64_t at = 77;
	enum arrival a = intake_arrived(date, time, NOW, &at);

	ok(a == want && at == 77, "\"%s\" \"%s\" is refused: %d", date, time,
	   (int)a);
}

static void test_arrival(void)
{
	arrives("", "", 0);
	arrives("2026-11-24", "", 0);
	arrives("24.11.2026", "9.30", 0);
	arrives("", "8", 90 * MINUTE_US);
	arrives("2026-11-23", "09:30", DAY_US);
	arrives("2026-11-23", "", 21 * HOUR_US + 30 * MINUTE_US);
	/* Summer time: the same time of day is an hour further away. */
	arrives("2026-10-24", "9.30", 31 * DAY_US + HOUR_US);
	/* The hour that was lived twice, and the one that never was. */
	arrives("2026-10-25", "5.00",
		30 * DAY_US + 4 * HOUR_US + 30 * MINUTE_US);
	refused("2026-11-24", "9.31", ARRIVAL_FUTURE);
	refused("", "10", ARRIVAL_FUTURE);
	refused("2026-11-25", "", ARRIVAL_FUTURE);
	refused("2027-01-01", "8.00", ARRIVAL_FUTURE);
	refused("2025-11-22", "", ARRIVAL_OLD);
	refused("eilen", "", ARRIVAL_MALFORMED);
	refused("2026-02-30", "", ARRIVAL_MALFORMED);
	refused("2026-11-23", "24.00", ARRIVAL_MALFORMED);
	refused("2026-11-23", "9.75", ARRIVAL_MALFORMED);
	refused("2026-11-23", "aamulla", ARRIVAL_MALFORMED);
}

static void test_channels(void)
{
	size_t n = 0;

	for (const char *const *c = intake_channels; *c; c++, n++)
		ok(label_channel(*c) != W_channel_other &&
			   intake_channel_ok(*c),
		   "%s has its word", *c);
	ok(n == 8, "eight ways in");
	ok(!intake_channel_ok("web") && !intake_channel_ok("") &&
		   !intake_channel_ok("savumerkki"),
	   "a resident's own form is none of them, nor what nobody knows");
}

int main(void)
{
	clock_init();
	test_arrival();
	test_channels();
	return tap_done();
}
