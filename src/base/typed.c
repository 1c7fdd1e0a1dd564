/*
 * typed.c: dates and times of day as people type them.
 */
#include "base/typed.h"

#include "base/str.h"

enum { DIGITS_MAX = 4, DAY_MINUTES = 24 * 60 };

/* A number of one to four digits, and how the text goes on. */
static bool number(const char **at, int *ret_value)
{
	size_t n = strspn(*at, "0123456789");
	int value = 0;

	if (!n || n > DIGITS_MAX)
		return false;
	for (size_t i = 0; i < n; i++)
		value = value * 10 + (*at)[i] - '0';
	*at += n;
	*ret_value = value;
	return true;
}

static bool mark(const char **at, char c)
{
	if (**at != c)
		return false;
	++*at;
	return true;
}

static bool whole(const char *at)
{
	return !*(at + strspn(at, " "));
}

enum err date_typed(const char *text, struct date *ret_date)
{
	const char *at = text + strspn(text, " ");
	struct date d;
	int first, second, third;
	char between = strchr(at, '-') ? '-' : '.';

	if (!number(&at, &first) || !mark(&at, between) ||
	    !number(&at, &second) || !mark(&at, between) ||
	    !number(&at, &third) || !whole(at))
		return ERR_INVALID;
	d = between == '-' ? (struct date){first, second, third}
			   : (struct date){third, second, first};
	if (d.year < 2000 || d.year > 2199 || !date_valid(d))
		return ERR_INVALID;
	*ret_date = d;
	return OK;
}

enum err minute_typed(const char *text, int *ret_minute)
{
	const char *at = text + strspn(text, " ");
	int hour, minute = 0;

	if (!number(&at, &hour))
		return ERR_INVALID;
	if ((mark(&at, '.') || mark(&at, ':')) && !number(&at, &minute))
		return ERR_INVALID;
	if (!whole(at) || minute > 59 || hour > 24 ||
	    hour * 60 + minute > DAY_MINUTES)
		return ERR_INVALID;
	*ret_minute = hour * 60 + minute;
	return OK;
}

const char *date_iso(struct arena *a, struct date d)
{
	return arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

const char *minute_text(struct arena *a, int minute)
{
	return arena_printf(a, "%d.%02d", minute / 60, minute % 60);
}
