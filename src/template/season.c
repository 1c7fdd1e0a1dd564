/*
 * season.c: when a template is offered: "snow is ploughed ..." from November
 * to April each year, "the new swimming hall ..." until its day.
 */
#include "base/str.h"
#include "template/template.h"

enum { MONTH = 100, YEAR = 10000, YEAR_MIN = 2000, YEAR_MAX = 2200 };

/* Digits up to a point; false when there are none. */
static bool part(const char **at, int *ret_value)
{
	const size_t n = strspn(*at, "0123456789");
	int value = 0;

	if (!n || n > 4)
		return false;
	for (size_t i = 0; i < n; i++)
		value = value * 10 + ((*at)[i] - '0');
	*at += n;
	*ret_value = value;
	return true;
}

static bool point(const char **at)
{
	if (**at != '.')
		return false;
	++*at;
	return true;
}

enum err season_parse(const char *text, int64_t *ret_day)
{
	struct date d = {.year = 2000}; /* a leap year */
	bool yearly = true;

	if (str_empty(text)) {
		*ret_day = 0;
		return OK;
	}
	if (!part(&text, &d.day) || !point(&text) || !part(&text, &d.month))
		return ERR_INVALID;
	if (*text && !point(&text))
		return ERR_INVALID;
	if (*text) {
		yearly = false;
		if (!part(&text, &d.year) || d.year < YEAR_MIN ||
		    d.year > YEAR_MAX)
			return ERR_INVALID;
	}
	if (*text || !date_valid(d))
		return ERR_INVALID;
	*ret_day =
		(yearly ? 0 : (int64_t)d.year * YEAR) + d.month * MONTH + d.day;
	return OK;
}

const char *season_text(struct arena *a, int64_t day)
{
	const int d = (int)(day % MONTH), m = (int)(day / MONTH % 100);

	if (!day)
		return "";
	if (day < YEAR)
		return arena_printf(a, "%d.%d.", d, m);
	return arena_printf(a, "%d.%d.%d", d, m, (int)(day / YEAR));
}

bool season_ok(int64_t from, int64_t to)
{
	if (!from && !to)
		return true;
	if (from && to && (from < YEAR) != (to < YEAR))
		return false;
	/* every year needs both ends */
	if ((from && from < YEAR && !to) || (to && to < YEAR && !from))
		return false;
	return !from || !to || from < YEAR || from <= to;
}

bool season_holds(int64_t from, int64_t to, struct date today)
{
	const int64_t day = today.month * MONTH + today.day;
	const int64_t date = (int64_t)today.year * YEAR + day;

	if (from && from < YEAR && to) {
		if (from <= to)
			return day >= from && day <= to;
		return day >= from || day <= to;
	}
	return (!from || date >= from) && (!to || date <= to);
}
