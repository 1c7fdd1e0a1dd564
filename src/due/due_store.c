/*
 * due_store.c: promises and standstills in and out of the database. What they
 * mean is term.c and calendar.c.
 */
#include "due/due.h"

#include "due/due_sql.h"

enum err due_set_at(struct db *db, int64_t matter_id, const char *what,
		    int64_t due_at)
{
	return db_send(db, &Q_due_insert,
		       ARGS(ARG_INT(db_new_id(db)), ARG_INT(matter_id),
			    ARG_TEXT(what), ARG_INT(due_at), ARG_INT(0),
			    ARG_INT(0), ARG_TEXT(measure_names[MEASURE_DATE]),
			    ARG_TEXT(clock_runs)));
}

/* One that ends nowhere within reach (no doors ever open) is set for the last
 * day the calendar looks at, rather than not at all. */
static int64_t far_away(int64_t start)
{
	return date_end_us(add_days(date_of(start), 5 * 365)) - 1;
}

enum err due_set(struct db *db, const struct calendar *c,
		 const struct due_new *n, int64_t *ret_due_at)
{
	int64_t due_at = far_away(n->start_at);
	enum err err;

	term_due(c, n->start_at, n->term, NULL, 0, &due_at);
	err = db_send(db, &Q_due_insert,
		      ARGS(ARG_INT(db_new_id(db)), ARG_INT(n->matter_id),
			   ARG_TEXT(n->what), ARG_INT(due_at),
			   ARG_INT(n->start_at), ARG_INT(n->term.amount),
			   ARG_TEXT(measure_names[n->term.measure]),
			   ARG_TEXT(clock_runs)));
	if (err)
		return err;
	*ret_due_at = due_at;
	return OK;
}

enum err due_move(struct db *db, int64_t id, int64_t due_at, const char *clock)
{
	return db_send(db, &Q_due_move,
		       ARGS(ARG_INT(id), ARG_INT(due_at), ARG_TEXT(clock)));
}

enum err due_tighten(struct db *db, const struct due_new *n, int64_t due_at)
{
	return db_send(db, &Q_due_tighten,
		       ARGS(ARG_INT(n->matter_id), ARG_TEXT(n->what),
			    ARG_INT(due_at), ARG_INT(n->start_at),
			    ARG_INT(n->term.amount),
			    ARG_TEXT(measure_names[n->term.measure])));
}

enum err due_meet(struct db *db, int64_t matter_id, const char *what,
		  int64_t at_us)
{
	return db_send(
		db, &Q_due_meet,
		ARGS(ARG_INT(matter_id), ARG_TEXT(what), ARG_INT(at_us)));
}

enum err due_list(struct db *db, struct arena *a, int64_t matter_id,
		  struct due **ret_list, size_t *ret_count)
{
	struct due *list;
	struct rows *r;
	size_t n = 0;
	enum err err;

	err = db_rows(db, a, &Q_due_list, ARGS(ARG_INT(matter_id)), &r);
	if (err)
		return err;
	list = arena_array(a, rows_count(r), sizeof(*list));
	while (rows_next(r))
		list[n++] = (struct due){
			.id = rows_int(r, 0),
			.matter_id = rows_int(r, 1),
			.what = rows_text(r, 2),
			.due_at = rows_int(r, 3),
			.met_at = rows_int(r, 4),
			.start_at = rows_int(r, 5),
			.term = {(int)rows_int(r, 6),
				 measure_parse(rows_text(r, 7))},
			.original_at = rows_int(r, 8),
			.clock = rows_text(r, 9),
		};
	*ret_list = list;
	*ret_count = n;
	return OK;
}

/* ---- standstills ---- */

enum err stand_begin(struct db *db, int64_t matter_id, int64_t at)
{
	return db_send(db, &Q_stand_begin,
		       ARGS(ARG_INT(matter_id), ARG_INT(at)));
}

enum err stand_end(struct db *db, int64_t matter_id, int64_t at)
{
	return db_send(db, &Q_stand_end, ARGS(ARG_INT(matter_id), ARG_INT(at)));
}

enum err stand_list(struct db *db, struct arena *a, int64_t matter_id,
		    struct stand **ret_list, size_t *ret_count)
{
	struct stand *list;
	struct rows *r;
	size_t n = 0;
	enum err err;

	err = db_rows(db, a, &Q_stand_list, ARGS(ARG_INT(matter_id)), &r);
	if (err)
		return err;
	list = arena_array(a, rows_count(r), sizeof(*list));
	while (rows_next(r))
		list[n++] = (struct stand){rows_int(r, 0), rows_int(r, 1)};
	*ret_list = list;
	*ret_count = n;
	return OK;
}
