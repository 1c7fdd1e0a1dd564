/*
 * hours.h: when a door or a telephone is open, as people write it, and whether
 * it is now.
 *
 *	ma–to 9–15, pe 9–14
 *	la, su 10–12.30, 13–15
 *	24.12.2026 suljettu
 *	5.1.2027 10–12
 *
 * Weekdays or ranges of them, or a date, then times or "closed"; entries apart
 * by commas, semicolons or lines; in any of our languages. A date overrides its
 * weekday. On a holiday (due/due.h) and on a day the municipality keeps closed
 * nothing is open unless that date says so, but what is open around the clock is
 * so every day. Pure; local time.
 */
#ifndef CONTACT_HOURS_H
#define CONTACT_HOURS_H

#include "base/lang.h"
#include "due/due.h"

enum { HOURS_SPANS = 4, HOURS_DATES = 60, HOURS_DAY = 24 * 60 };

/* In minutes from midnight; each closes after it opens, the earlier first. */
struct hours_day {
	struct open_hours span[HOURS_SPANS];
	int count; /* 0 = closed */
};

struct hours_date {
	struct date date;
	struct hours_day day;
};

struct hours {
	bool any;                 /* anything is said at all */
	struct hours_day week[8]; /* 1 = Monday to 7 = Sunday; 0 unused */
	struct hours_date dates[HOURS_DATES]; /* as written */
	size_t date_count;
};

/* NULL, or the piece that is not understood; *ret_hours is then not whole. */
const char *hours_parse(struct arena *a, const char *text,
			struct hours *ret_hours);

enum hours_why { HOURS_WEEK, HOURS_HOLIDAY, HOURS_DATE };
/* What is so on a date, and why. */
struct hours_day hours_on(const struct hours *h, const struct calendar *c,
			  struct date d, enum hours_why *ret_why);

struct hours_now {
	bool open;
	/* When that changes; 0 = not in the next two weeks. */
	int64_t until_us;
};
struct hours_now hours_at(const struct hours *h, const struct calendar *c,
			  int64_t now_us);

/* ---- in words ---- */

/* "9–15", "9–11.30, 12–15", "suljettu", "vuorokauden ympäri". */
const char *hours_day_text(struct arena *a, enum lang lang,
			   const struct hours_day *d);
/* "ma–to", "pe": days with the same hours, beside each other. */
struct hours_line {
	const char *days, *times;
};
enum { HOURS_LINES = 7 };
size_t hours_week_lines(struct arena *a, enum lang lang, const struct hours *h,
			struct hours_line ret_lines[HOURS_LINES]);
/* "Auki nyt, sulkeutuu klo 15". */
const char *hours_now_text(struct arena *a, enum lang lang,
			   struct hours_now now, int64_t now_us);

#endif
