/*
 * stats.c: from counted cells to the figures of a time, a unit, a topic.
 */
#include "stats/stats.h"

#include "base/clock.h"
#include "stats/stats_store.h"

enum { MONTH_EVER = 0, MONTH_NEVER = 999912 };

/* Cells that follow each other with the same unit and topic become one. */
static struct cell *unite(struct arena *a, const struct cell *list, size_t n,
			  size_t *ret_count)
{
	struct cell *to = arena_array(a, n, sizeof(*to));
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		if (!count || to[count - 1].unit_id != list[i].unit_id ||
		    to[count - 1].topic_id != list[i].topic_id)
			to[count++] = (struct cell){
				.unit_id = list[i].unit_id,
				.topic_id = list[i].topic_id,
			};
		figures_add(a, &to[count - 1].f, &list[i].f);
	}
	*ret_count = count;
	return to;
}

static enum err read_rows(struct db *db, struct arena *a,
			  const struct stats_want *w, enum cells which,
			  struct cell **ret_list, size_t *ret_count)
{
	const struct cells_wanted wanted = {
		.which = which,
		.unit_id = w->unit_id,
		.topic_id = w->topic_id,
		.from = w->from,
		.to = w->to,
	};
	struct cell *list;
	size_t n;
	enum err err = store_cells(db, a, &wanted, &list, &n);

	if (!err)
		*ret_list = unite(a, list, n, ret_count);
	return err;
}

/* A month in which nobody can be recognised. */
static bool may_show(const struct cell *c)
{
	return c->f.arrived >= FIGURES_HIDDEN_MIN;
}

static bool whole_city(const struct stats_want *w)
{
	return w->unit_id == STATS_ALL && w->topic_id == STATS_ALL;
}

/* The cells of a time, among the whole city's also the confidential ones. */
static enum err read_line(struct db *db, struct arena *a,
			  const struct stats_want *w, struct cell **ret_list,
			  size_t *ret_count)
{
	struct cells_wanted wanted = {CELLS_OF, w->unit_id, w->topic_id,
				      w->from, w->to};
	struct cell *open, *closed = NULL, *list;
	size_t n, closed_count = 0, count;
	enum err err = store_cells(db, a, &wanted, &open, &n);

	wanted.topic_id = STATS_CONFIDENTIAL;
	if (!err && whole_city(w))
		err = store_cells(db, a, &wanted, &closed, &closed_count);
	if (err)
		return err;
	list = arena_array(a, n + closed_count, sizeof(*list));
	for (count = 0; count < n; count++)
		list[count] = open[count];
	for (size_t i = 0; i < closed_count; i++)
		if (may_show(&closed[i]))
			list[count++] = closed[i];
	*ret_list = list;
	*ret_count = count;
	return OK;
}

static size_t months_between(int64_t from, int64_t to)
{
	int64_t n = (to / 100 - from / 100) * 12 + to % 100 - from % 100 + 1;

	return n > 0 ? (size_t)n : 0;
}

static enum err read_months(struct db *db, struct arena *a,
			    const struct stats_want *w, struct stats *s)
{
	struct cell *list;
	size_t n;
	enum err err = read_line(db, a, w, &list, &n);

	if (err)
		return err;
	s->month_count = months_between(w->from, w->to);
	s->months = arena_array(a, s->month_count, sizeof(*s->months));
	for (size_t i = 0; i < s->month_count; i++)
		s->months[i] =
			(struct cell){.month = month_add(w->from, (int)i)};
	for (size_t i = 0; i < n; i++) {
		size_t at = months_between(w->from, list[i].month) - 1;

		figures_add(a, &s->months[at].f, &list[i].f);
		figures_add(a, &s->total, &list[i].f);
		if (list[i].topic_id == STATS_CONFIDENTIAL)
			figures_add(a, &s->confidential, &list[i].f);
	}
	return OK;
}

static enum err read_now(struct db *db, struct arena *a,
			 const struct stats_want *w, struct stats *s)
{
	const struct stats_want ever = {MONTH_EVER, MONTH_NEVER, w->unit_id,
					w->topic_id};
	struct cell *list;
	size_t n;
	enum err err = read_line(db, a, &ever, &list, &n);

	for (size_t i = 0; i < n && !err; i++) {
		/* The times of ten years are not asked for. */
		list[i].f.reaction = list[i].f.answer = (struct spans){0};
		figures_add(a, &s->now, &list[i].f);
	}
	return err;
}

enum err stats_read(struct db *db, struct arena *a,
		    const struct stats_want *want, struct stats *ret_stats)
{
	struct stats s = {0};
	struct mark mark;
	enum err err = store_mark(db, a, &mark);

	if (!err)
		err = store_month_first(db, a, &s.first);
	if (!err)
		err = read_months(db, a, want, &s);
	if (!err)
		err = read_rows(db, a, want, CELLS_BY_UNIT, &s.units,
				&s.unit_count);
	if (!err)
		err = read_rows(db, a, want, CELLS_BY_TOPIC, &s.topics,
				&s.topic_count);
	if (!err)
		err = read_now(db, a, want, &s);
	if (err)
		return err;
	s.built = mark.built;
	*ret_stats = s;
	return OK;
}

enum err stats_cells(struct db *db, struct arena *a, int64_t from, int64_t to,
		     struct cell **ret_list, size_t *ret_count)
{
	const struct cells_wanted wanted = {
		.which = CELLS_BETWEEN, .from = from, .to = to};
	struct cell *list;
	size_t n, count = 0;
	enum err err = store_cells(db, a, &wanted, &list, &n);

	if (err)
		return err;
	for (size_t i = 0; i < n; i++)
		if (list[i].topic_id != STATS_CONFIDENTIAL ||
		    may_show(&list[i]))
			list[count++] = list[i];
	*ret_list = list;
	*ret_count = count;
	return OK;
}
