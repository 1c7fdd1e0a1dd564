/*
 * term.c: when a promise ends: in working days, in opening hours, or in days
 * by law. Pure functions; no clock, no rows.
 */
#include "base/str.h"
#include "due/due.h"

enum { LOOK_AHEAD_DAYS = 5 * 366, STANDS_MAX = 64 };

const char clock_runs[] = "runs", clock_paused[] = "paused",
	   clock_replaced[] = "replaced";

const char *const measure_names[MEASURE__COUNT] = {
	[MEASURE_DATE] = "date",
	[MEASURE_WORKDAYS] = "workdays",
	[MEASURE_HOURS] = "hours",
	[MEASURE_DAYS] = "days",
};

enum measure measure_parse(const char *name)
{
	for (int m = 0; m < MEASURE__COUNT; m++)
		if (str_same(measure_names[m], name))
			return (enum measure)m;
	return MEASURE_DATE;
}

bool measure_pauses(enum measure m)
{
	return m == MEASURE_WORKDAYS || m == MEASURE_HOURS;
}

bool due_runs(const struct due *d)
{
	return !d->met_at && str_same(d->clock, clock_runs);
}

/* ---- opening hours ---- */

/* The hours of that day as a span; empty when the doors stay shut. A Saturday
 * may have hours though it is no working day; a holiday never has. */
static struct stand doors(const struct calendar *c, int64_t day)
{
	struct date d = date_from_days(day);
	struct open_hours h = c->week[date_weekday(d)];

	if (h.opens >= h.closes || is_holiday(d) || is_own_closed(c, d))
		return (struct stand){0, 0};
	return (struct stand){date_minute_us(d, h.opens),
			      date_minute_us(d, h.closes)};
}

/* The first standstill that ends after at. */
static const struct stand *next_stand(const struct stand *list, size_t count,
				      int64_t at)
{
	const struct stand *next = NULL;

	for (size_t i = 0; i < count; i++)
		if ((!list[i].until || list[i].until > at) &&
		    (!next || list[i].from < next->from))
			next = &list[i];
	return next;
}

struct walk {
	const struct stand *stands;
	size_t count;
	int64_t at, left;
	bool stuck; /* in a standstill without an end */
};

/* Uses up what is left of the term within one span of open doors. */
static void walk_span(struct walk *w, struct stand open)
{
	if (w->at < open.from)
		w->at = open.from;
	while (w->left > 0 && w->at < open.until) {
		const struct stand *s = next_stand(w->stands, w->count, w->at);
		int64_t until = open.until;

		if (s && s->from <= w->at) {
			w->stuck = !s->until;
			w->at = w->stuck ? open.until : s->until;
			if (w->stuck)
				return;
			continue;
		}
		if (s && s->from < until)
			until = s->from;
		if (until - w->at > w->left)
			until = w->at + w->left;
		w->left -= until - w->at;
		w->at = until;
	}
}

bool hours_due(const struct calendar *c, int64_t from, int hours,
	       const struct stand *stands, size_t count, int64_t *ret_due)
{
	struct walk w = {stands, count, from, hours * HOUR_US, false};
	int64_t day = date_to_days(date_of(from));
	int64_t last = day + LOOK_AHEAD_DAYS;

	for (; w.left > 0 && !w.stuck && day < last; day++)
		walk_span(&w, doors(c ? c : &calendar_plain, day));
	if (w.left > 0)
		return false;
	*ret_due = w.at;
	return true;
}

/* ---- any term ---- */

/* By dates: the day a question goes out does not count, the day the reply
 * comes does. */
static size_t to_dates(const struct stand *stands, size_t count,
		       struct pause *to)
{
	size_t n = 0;

	for (size_t i = 0; i < count && n < STANDS_MAX; i++) {
		to[n].from = date_of(stands[i].from);
		to[n++].to = stands[i].until ? date_of(stands[i].until)
					     : (struct date){0, 0, 0};
	}
	return n;
}

static int64_t end_of(struct date d)
{
	return date_end_us(d) - 1; /* shown as this date */
}

bool term_due(const struct calendar *c, int64_t start, struct term t,
	      const struct stand *stands, size_t count, int64_t *ret_due_at)
{
	struct pause pauses[STANDS_MAX];
	struct date d = date_of(start);

	if (count > STANDS_MAX) { /* the newest decide */
		stands += count - STANDS_MAX;
		count = STANDS_MAX;
	}
	if (t.measure == MEASURE_HOURS)
		return hours_due(c, start, t.amount, stands, count, ret_due_at);
	if (t.measure == MEASURE_WORKDAYS) {
		if (!promise_due(c, d, t.amount, pauses,
				 to_dates(stands, count, pauses), &d))
			return false;
		*ret_due_at = end_of(d);
		return true;
	}
	*ret_due_at = end_of(add_days(d, t.amount));
	return true;
}
