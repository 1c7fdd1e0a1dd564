/*
 * clock.h: every time in Kaiku.
 *
 * Instants are int64 microseconds since 1970 UTC. What people read is local
 * Finnish time: all municipalities share Europe/Helsinki, so the zone is
 * process-wide (clock_init sets it). Tests set the time by clock_set() or by
 * the environment KAIKU_CLOCK=+SECONDS (an offset) or =@UNIX_SECONDS (frozen).
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum { SECOND_US = 1000000 };
#define MINUTE_US (60 * (int64_t)SECOND_US)
#define HOUR_US   (60 * MINUTE_US)
#define DAY_US    (24 * HOUR_US)

/* A local calendar date. month 1-12, day 1-31. */
struct date {
	int year, month, day;
};

/*
 * Ends the process with 2 and a line on standard error when tzdata is missing
 * or KAIKU_CLOCK is not understood: a wrong clock is worse than none.
 */
void clock_init(void);
int64_t clock_now_us(void);
/* Never goes back; for deadlines, not for people. */
int64_t clock_mono_us(void);
/* 0 gives the real clock back. */
void clock_set(int64_t now_us);

struct date date_of(int64_t us);
/* Days since 1970-01-01, and back. */
int64_t date_to_days(struct date d);
struct date date_from_days(int64_t days);
/* 1 = Monday to 7 = Sunday. */
int date_weekday(struct date d);
/*
 * The instant a local date begins, and the one where it ends: that is where
 * the next one begins (22:00 or 21:00 UTC).
 */
int64_t date_start_us(struct date d);
int64_t date_end_us(struct date d);
/* When the clocks on the wall show that minute of the date, the first time they
 * do; 24 * 60 is where the date ends. */
int64_t date_minute_us(struct date d, int minute);
bool date_valid(struct date d);

/* "2026-11-22T12:05:00Z" */
char *clock_iso(struct arena *a, int64_t us);
/* Local "HH.MM" parts. */
void clock_local_hm(int64_t us, int *ret_hour, int *ret_minute);

#endif
