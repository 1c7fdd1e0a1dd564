/*
 * stats_ask.c: the filters of the figures, from the address and as fields.
 */
#include "base/clock.h"
#include "base/str.h"
#include "stats/fact.h"
#include "stats/stats_view.h"

#include <inttypes.h>

enum { YEAR_FIRST = 1990, YEAR_LAST = 9999 };

/* Digits only, so " 2026" and "+2026" are no years. */
static bool all_digits(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] < '0' || s[i] > '9')
			return false;
	return true;
}

static int64_t number(const char *s, size_t n)
{
	int64_t value = 0;

	while (n--)
		value = value * 10 + (*s++ - '0');
	return value;
}

/* "2026" or "2026-11"; "" = the last twelve months. */
static enum err period_parse(const char *text, struct stats_want *w)
{
	size_t n = strlen(text);
	int64_t now = month_of(clock_now_us()), year, month = 0;

	if (n == 0) {
		w->from = month_add(now, -11);
		w->to = now;
		return OK;
	}
	if ((n != 4 && n != 7) || !all_digits(text, 4))
		return ERR_NOT_FOUND;
	year = number(text, 4);
	if (n == 7 && (text[4] != '-' || !all_digits(text + 5, 2)))
		return ERR_NOT_FOUND;
	if (n == 7)
		month = number(text + 5, 2);
	if (year < YEAR_FIRST || year > YEAR_LAST || month > 12 ||
	    (n == 7 && month < 1))
		return ERR_NOT_FOUND;
	w->from = year * 100 + (month ? month : 1);
	w->to = year * 100 + (month ? month : 12);
	if (w->from > now)
		return ERR_NOT_FOUND;
	if (w->to > now)
		w->to = now;
	return OK;
}

enum err stats_ask(struct request *req, struct stats_ask *ret_ask)
{
	const char *unit = req_arg(req, "unit"), *topic = req_arg(req, "topic");
	struct stats_ask ask = {
		.period = req_arg(req, "period"),
		.staff = req->session && str_starts(req->path, "/staff"),
	};
	enum err err = names_get(req->db, &ask.names);

	if (!err)
		err = period_parse(ask.period, &ask.want);
	if (err)
		return err;
	if (*unit) {
		ask.want.unit_id = names_unit_id(ask.names, unit);
		if (!ask.want.unit_id)
			return ERR_NOT_FOUND;
	}
	if (*topic) {
		ask.want.topic_id = names_topic_id(ask.names, topic);
		if (!ask.want.topic_id ||
		    names_confidential(ask.names, ask.want.topic_id))
			return ERR_NOT_FOUND;
	}
	*ret_ask = ask;
	return OK;
}
