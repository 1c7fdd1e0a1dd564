/*
 * clock.c: instants in UTC, dates in Helsinki, by the C library and tzdata.
 */
#include "base/clock.h"

#include "base/str.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int64_t offset_us; /* added to the real clock */
static int64_t frozen_us; /* 0 = running */

static _Noreturn void refuse(const char *why)
{
	fprintf(stderr, "kaiku: %s\n", why);
	exit(2);
}

/* KAIKU_CLOCK: a setting that is not understood is never ignored. */
static void clock_from_env(const char *text)
{
	const char *number = *text == '@' ? text + 1 : text;
	long long seconds;
	char *end;

	errno = 0;
	seconds = strtoll(number, &end, 10);
	if (errno || *end || end == number || seconds > INT64_MAX / SECOND_US ||
	    seconds < INT64_MIN / SECOND_US)
		refuse("KAIKU_CLOCK is +SECONDS, -SECONDS or @UNIX_SECONDS");
	if (*text == '@')
		frozen_us = seconds * SECOND_US;
	else
		offset_us = seconds * SECOND_US;
}

/* Without its rules the C library would call UTC Helsinki, silently. */
static void require_tzdata(void)
{
	time_t july = 1783296000; /* 2026-07-06 00:00 UTC */
	struct tm tm;

	if (!localtime_r(&july, &tm) || tm.tm_gmtoff != 3 * 3600)
		refuse("the time zone Europe/Helsinki is unknown: is tzdata "
		       "installed?");
}

void clock_init(void)
{
	const char *env = getenv("KAIKU_CLOCK");

	setenv("TZ", "Europe/Helsinki", 1);
	tzset();
	require_tzdata();
	if (env && *env)
		clock_from_env(env);
}

static int64_t read_clock(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * SECOND_US + ts.tv_nsec / 1000;
}

int64_t clock_now_us(void)
{
	if (frozen_us)
		return frozen_us;
	return read_clock(CLOCK_REALTIME) + offset_us;
}

int64_t clock_mono_us(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

void clock_set(int64_t now_us)
{
	frozen_us = now_us;
	offset_us = 0;
}

/* Whole seconds, rounded down also before 1970. */
static time_t seconds_of(int64_t us)
{
	return (time_t)(us / SECOND_US - (us % SECOND_US < 0));
}

static struct date date_of_tm(const struct tm *tm)
{
	return (struct date){tm->tm_year + 1900, tm->tm_mon + 1, tm->tm_mday};
}

static struct tm tm_of_date(struct date d)
{
	return (struct tm){.tm_year = d.year - 1900,
			   .tm_mon = d.month - 1,
			   .tm_mday = d.day,
			   .tm_isdst = -1};
}

struct date date_of(int64_t us)
{
	time_t t = seconds_of(us);
	struct tm tm = {.tm_mday = 1};

	localtime_r(&t, &tm);
	return date_of_tm(&tm);
}

int64_t date_to_days(struct date d)
{
	struct tm tm = tm_of_date(d);

	return timegm(&tm) / 86400;
}

struct date date_from_days(int64_t days)
{
	time_t t = (time_t)(days * 86400);
	struct tm tm = {.tm_mday = 1};

	gmtime_r(&t, &tm);
	return date_of_tm(&tm);
}

int date_weekday(struct date d)
{
	/* 1970-01-01 was a Thursday */
	int64_t from_monday = (date_to_days(d) + 3) % 7;

	return (int)(from_monday < 0 ? from_monday + 7 : from_monday) + 1;
}

int64_t date_start_us(struct date d)
{
	struct tm tm = tm_of_date(d);

	return (int64_t)mktime(&tm) * SECOND_US;
}

int64_t date_end_us(struct date d)
{
	d.day++;
	return date_start_us(d);
}

bool date_valid(struct date d)
{
	struct date same;

	if (d.year < 1 || d.year > 9999 || d.month < 1 || d.month > 12 ||
	    d.day < 1 || d.day > 31)
		return false;
	same = date_from_days(date_to_days(d));
	return same.month == d.month && same.day == d.day;
}

char *clock_iso(struct arena *a, int64_t us)
{
	time_t t = seconds_of(us);
	struct tm tm = {.tm_mday = 1};

	gmtime_r(&t, &tm);
	return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ",
			    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
			    tm.tm_hour, tm.tm_min, tm.tm_sec);
}

void clock_local_hm(int64_t us, int *ret_hour, int *ret_minute)
{
	time_t t = seconds_of(us);
	struct tm tm = {.tm_mday = 1};

	localtime_r(&t, &tm);
	*ret_hour = tm.tm_hour;
	*ret_minute = tm.tm_min;
}

/* Midnight plus minutes would be an hour off on the days the clocks change. */
int64_t date_minute_us(struct date d, int minute)
{
	int64_t at = date_start_us(d) + minute * MINUTE_US;
	int hour, min, off;

	clock_local_hm(at, &hour, &min);
	off = minute - (hour * 60 + min);
	if (off > 12 * 60) /* past midnight already */
		off -= 24 * 60;
	return at + off * MINUTE_US;
}
