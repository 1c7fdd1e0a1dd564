/*
 * stats_store.c: see stats_store.h.
 */
#include "stats/stats_store.h"

#include "base/str.h"
#include "event/event.h"
#include "stats/stats_sql.h"

enum { FACTS_PAGE = 2000 };

/* ---- the mark ---- */

enum err store_mark(struct db *db, struct arena *a, struct mark *ret_mark)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_stat_mark, NO_ARGS, &r);

	if (err)
		return err;
	*ret_mark = (struct mark){0};
	if (rows_next(r))
		*ret_mark = (struct mark){
			.there = true,
			.event_id = rows_int(r, 0),
			.matter_id = rows_int(r, 1),
			.built = rows_int(r, 2),
			.looked_at = rows_int(r, 3),
		};
	return OK;
}

/* The first number of the first row, or 0. */
static enum err one_int(struct db *db, struct arena *a,
			const struct sql_query *q, int64_t *ret_value)
{
	struct rows *r;
	enum err err = db_rows(db, a, q, NO_ARGS, &r);

	if (err)
		return err;
	*ret_value = rows_next(r) ? rows_int(r, 0) : 0;
	return OK;
}

enum err store_mark_first(struct db *db, struct arena *a)
{
	int64_t newest;
	enum err err = event_newest(db, a, &newest);

	if (err)
		return err;
	return db_exec(db, &Q_stat_mark_first,
		       ARGS(ARG_INT(newest), ARG_INT(clock_now_us())));
}

enum err store_mark_move(struct db *db, const struct mark *from,
			 const struct mark *to)
{
	int64_t moved;
	enum err err = db_change(
		db, &Q_stat_mark_move,
		ARGS(ARG_INT(from->event_id), ARG_INT(from->matter_id),
		     ARG_INT(to->event_id), ARG_INT(to->matter_id),
		     ARG_INT(to->built), ARG_INT(to->looked_at)),
		&moved);

	if (err)
		return err;
	return moved ? OK : ERR_CONFLICT;
}

enum err stats_forget(struct db *db)
{
	return db_exec(db, &Q_stat_mark_forget, NO_ARGS);
}

/* ---- facts ---- */

static struct counted counted_of(const struct rows *r)
{
	return (struct counted){
		.matter_id = rows_int(r, 0),
		.unit_id = rows_int(r, 1),
		.topic_id = rows_int(r, 2),
		.received_at = rows_int(r, 3),
		.reacted_at = rows_int(r, 4),
		.answered_at = rows_int(r, 5),
		.closed_at = rows_int(r, 6),
		.wants_reply = rows_int(r, 7),
		.is_open = rows_int(r, 8),
		.outcome = rows_text(r, 9),
		.verdict = rows_text(r, 10),
		.reason = rows_text(r, 11),
	};
}

enum err store_counted(struct db *db, struct arena *a, int64_t id,
		       struct counted *ret_counted)
{
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_stat_matter_read, ARGS(ARG_INT(id)), &r);

	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	*ret_counted = counted_of(r);
	return OK;
}

enum err store_counted_after(struct db *db, struct arena *a, int64_t after,
			     int64_t limit, struct counted **ret_list,
			     size_t *ret_count)
{
	struct counted *list;
	struct rows *r;
	size_t n = 0;
	enum err err = db_rows(db, a, &Q_stat_matters_after,
			       ARGS(ARG_INT(after), ARG_INT(limit)), &r);

	if (err)
		return err;
	list = arena_array(a, rows_count(r), sizeof(*list));
	while (rows_next(r))
		list[n++] = counted_of(r);
	*ret_list = list;
	*ret_count = n;
	return OK;
}

enum err store_reopened(struct db *db, struct arena *a, int64_t id,
			int64_t *ret_times)
{
	struct rows *r;
	int64_t times = 0;
	enum err err = db_rows(db, a, &Q_stat_steps, ARGS(ARG_INT(id)), &r);

	if (err)
		return err;
	while (rows_next(r))
		times += event_reopens(rows_text(r, 0), rows_text(r, 1));
	*ret_times = times;
	return OK;
}

enum err store_fact_put(struct db *db, const struct fact *f)
{
	return db_send(db, &Q_stat_fact_put,
		       ARGS(ARG_INT(f->matter_id), ARG_INT(f->month),
			    ARG_INT(f->unit_id), ARG_INT(f->topic_id),
			    ARG_INT(f->received_at), ARG_INT(f->reaction_s),
			    ARG_INT(f->answer_s),
			    ARG_TEXT(status_names[f->status]),
			    ARG_INT(f->unreacted), ARG_INT(f->late_at),
			    ARG_INT(f->pending_at), ARG_TEXT(f->verdict),
			    ARG_INT(f->reopened), ARG_TEXT(f->reason)));
}

enum err store_fact_drop(struct db *db, int64_t matter_id)
{
	return db_send(db, &Q_stat_fact_drop, ARGS(ARG_INT(matter_id)));
}

static enum status status_parse(const char *name)
{
	enum status s = STATUS_ANSWERED;

	while (s < STATUS_WAITING && !str_same(status_names[s], name))
		s++;
	return s;
}

enum err store_facts(struct db *db, struct arena *a, int64_t month,
		     int64_t after, struct fact **ret_list, size_t *ret_count)
{
	struct fact *list;
	struct rows *r;
	size_t n = 0;
	enum err err = db_rows(
		db, a, &Q_stat_facts,
		ARGS(ARG_INT(month), ARG_INT(after), ARG_INT(FACTS_PAGE)), &r);

	if (err)
		return err;
	list = arena_array(a, rows_count(r), sizeof(*list));
	while (rows_next(r))
		list[n++] = (struct fact){
			.matter_id = rows_int(r, 0),
			.unit_id = rows_int(r, 1),
			.topic_id = rows_int(r, 2),
			.month = month,
			.received_at = rows_int(r, 3),
			.reaction_s = rows_int(r, 4),
			.answer_s = rows_int(r, 5),
			.status = status_parse(rows_text(r, 6)),
			.unreacted = rows_int(r, 7),
			.late_at = rows_int(r, 8),
			.pending_at = rows_int(r, 9),
			.verdict = rows_text(r, 10),
			.reopened = rows_int(r, 11),
			.reason = rows_text(r, 12),
		};
	*ret_list = list;
	*ret_count = n;
	return OK;
}

/* ---- months ---- */

enum err store_month_dirty(struct db *db, int64_t month)
{
	return db_send(db, &Q_stat_month_dirty, ARGS(ARG_INT(month)));
}

enum err store_months_dirty_all(struct db *db)
{
	return db_exec(db, &Q_stat_months_dirty_all, NO_ARGS);
}

enum err store_months_late(struct db *db, struct arena *a, int64_t from_us,
			   int64_t to_us, int64_t **ret_months,
			   size_t *ret_count)
{
	int64_t *months;
	struct rows *r;
	size_t n = 0;
	enum err err = db_rows(db, a, &Q_stat_months_late,
			       ARGS(ARG_INT(from_us), ARG_INT(to_us)), &r);

	if (err)
		return err;
	months = arena_array(a, rows_count(r), sizeof(*months));
	while (rows_next(r))
		months[n++] = rows_int(r, 0);
	*ret_months = months;
	*ret_count = n;
	return OK;
}

enum err store_month_next(struct db *db, struct arena *a, int64_t *ret_month)
{
	return one_int(db, a, &Q_stat_month_next, ret_month);
}

enum err store_month_first(struct db *db, struct arena *a, int64_t *ret_month)
{
	return one_int(db, a, &Q_stat_month_first, ret_month);
}

enum err store_month_clean(struct db *db, int64_t month)
{
	return db_exec(db, &Q_stat_month_clean, ARGS(ARG_INT(month)));
}

/* ---- cells ---- */

static struct cell cell_of(struct arena *a, const struct rows *r)
{
	struct cell c = {
		.month = rows_int(r, 0),
		.unit_id = rows_int(r, 1),
		.topic_id = rows_int(r, 2),
		.f =
			{
				.arrived = rows_int(r, 3),
				.answered = rows_int(r, 4),
				.no_answer = rows_int(r, 5),
				.waiting = rows_int(r, 6),
				.oldest_at = rows_int(r, 7),
				.late = rows_int(r, 8),
				.late_now = rows_int(r, 9),
				.unreacted = rows_int(r, 10),
				.reopened = rows_int(r, 11),
				.satisfied = rows_int(r, 12),
				.unsatisfied = rows_int(r, 13),
				.reaction = {.sum_s = rows_int(r, 14)},
				.answer = {.sum_s = rows_int(r, 15)},
			},
	};

	spans_parse(a, &c.f.reaction, rows_text(r, 16));
	spans_parse(a, &c.f.answer, rows_text(r, 17));
	reasons_parse(&c.f, rows_text(r, 18));
	return c;
}

static struct cell *cells_of(struct arena *a, struct rows *r, size_t *ret_count)
{
	struct cell *list = arena_array(a, rows_count(r), sizeof(*list));
	size_t n = 0;

	while (rows_next(r))
		list[n++] = cell_of(a, r);
	*ret_count = n;
	return list;
}

enum err store_cells(struct db *db, struct arena *a,
		     const struct cells_wanted *w, struct cell **ret_list,
		     size_t *ret_count)
{
	const struct sql_arg unit = ARG_INT(w->unit_id),
			     topic = ARG_INT(w->topic_id),
			     from = ARG_INT(w->from), to = ARG_INT(w->to);
	struct rows *r = NULL;
	enum err err = OK;

	if (w->which == CELLS_OF)
		err = db_rows(db, a, &Q_stat_cells, ARGS(unit, topic, from, to),
			      &r);
	else if (w->which == CELLS_BY_UNIT)
		err = db_rows(db, a, &Q_stat_cells_by_unit,
			      ARGS(topic, from, to), &r);
	else if (w->which == CELLS_BY_TOPIC)
		err = db_rows(db, a, &Q_stat_cells_by_topic,
			      ARGS(unit, from, to), &r);
	else
		err = db_rows(db, a, &Q_stat_cells_between, ARGS(from, to), &r);
	if (err)
		return err;
	*ret_list = cells_of(a, r, ret_count);
	return OK;
}

enum err store_cells_of_month(struct db *db, struct arena *a, int64_t month,
			      struct cell **ret_list, size_t *ret_count)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_stat_cells_of_month,
			       ARGS(ARG_INT(month)), &r);

	if (err)
		return err;
	*ret_list = cells_of(a, r, ret_count);
	return OK;
}

enum err store_cell_put(struct db *db, struct arena *a, const struct cell *c)
{
	const struct figures *f = &c->f;

	return db_send(db, &Q_stat_cell_put,
		       ARGS(ARG_INT(c->month), ARG_INT(c->unit_id),
			    ARG_INT(c->topic_id), ARG_INT(f->arrived),
			    ARG_INT(f->answered), ARG_INT(f->no_answer),
			    ARG_INT(f->waiting), ARG_INT(f->oldest_at),
			    ARG_INT(f->late), ARG_INT(f->late_now),
			    ARG_INT(f->unreacted), ARG_INT(f->reopened),
			    ARG_INT(f->satisfied), ARG_INT(f->unsatisfied),
			    ARG_INT(f->reaction.sum_s),
			    ARG_INT(f->answer.sum_s),
			    ARG_TEXT(spans_text(a, &f->reaction)),
			    ARG_TEXT(spans_text(a, &f->answer)),
			    ARG_TEXT(reasons_text(a, f))));
}

enum err store_cell_drop(struct db *db, const struct cell *c)
{
	return db_send(db, &Q_stat_cell_drop,
		       ARGS(ARG_INT(c->month), ARG_INT(c->unit_id),
			    ARG_INT(c->topic_id)));
}
