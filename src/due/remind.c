/*
 * remind.c: pure; see remind.h.
 */
#include "due/remind.h"

#include "base/str.h"

const char *const remind_names[REMIND__COUNT] = {
	[REMIND_NONE] = "",     [REMIND_NEW] = "new",   [REMIND_IDLE] = "idle",
	[REMIND_SOON] = "soon", [REMIND_LATE] = "late",
};

enum remind_kind remind_parse(const char *name)
{
	int k = REMIND__COUNT - 1;

	while (k > REMIND_NONE && !str_same(remind_names[k], name))
		k--;
	return (enum remind_kind)k;
}

int64_t remind_soon_at(const struct calendar *c, int64_t due_at)
{
	struct date d = add_days(date_of(due_at), -1);

	while (!is_open_day(c, d))
		d = add_days(d, -1);
	return date_start_us(d);
}

/* ---- the instants a state holds ---- */

/* A span (after, until], and what was found in it: the first or the last. */
struct look {
	int64_t after, until;
	bool first;
	struct remind best;
};

/* The first of all; or the weightiest, and the last of those. */
static bool better(const struct look *l, const struct remind *r)
{
	if (!l->best.kind)
		return true;
	if (l->first)
		return r->at < l->best.at ||
		       (r->at == l->best.at && r->kind > l->best.kind);
	return r->kind > l->best.kind ||
	       (r->kind == l->best.kind && r->at > l->best.at);
}

static void offer(struct look *l, enum remind_kind kind, int64_t at,
		  int64_t due_at)
{
	const struct remind r = {kind, at, due_at};

	if (at > l->after && at <= l->until && better(l, &r))
		l->best = r;
}

/* Late from the first microsecond on, then every so many days: of these the
 * one right after the span begins and the last one before it ends are enough. */
static void offer_late(struct look *l, int64_t due_at, int again_days)
{
	const int64_t late = due_at + 1, step = again_days * DAY_US;

	offer(l, REMIND_LATE, late, due_at);
	if (!step)
		return;
	if (l->after >= late)
		offer(l, REMIND_LATE,
		      late + ((l->after - late) / step + 1) * step, due_at);
	if (!l->first && l->until >= late)
		offer(l, REMIND_LATE, late + (l->until - late) / step * step,
		      due_at);
}

static void look_at(struct look *l, const struct remind_rules *r,
		    const struct remind_state *s)
{
	if (s->assigned_at)
		offer(l, REMIND_NEW, s->assigned_at, 0);
	if (s->idle_counts && r->first_days)
		offer(l, REMIND_IDLE, s->touched_at + r->first_days * DAY_US,
		      0);
	if (s->idle_counts && r->second_days)
		offer(l, REMIND_IDLE, s->touched_at + r->second_days * DAY_US,
		      0);
	for (size_t i = 0; i < s->due_count; i++) {
		const struct due *d = &s->dues[i];
		int64_t soon;

		if (!due_runs(d))
			continue;
		soon = remind_soon_at(r->calendar, d->due_at);
		/* Who has just handled it knows the date. */
		if (soon > s->touched_at)
			offer(l, REMIND_SOON, soon, d->due_at);
		offer_late(l, d->due_at, r->again_days);
	}
}

struct remind remind_next(const struct remind_rules *r,
			  const struct remind_state *s)
{
	struct look l = {
		.after = s->told_at, .until = INT64_MAX, .first = true};

	look_at(&l, r, s);
	return l.best;
}

struct remind remind_now(const struct remind_rules *r,
			 const struct remind_state *s, int64_t now)
{
	struct look l = {.after = s->told_at, .until = now};

	look_at(&l, r, s);
	return l.best;
}
