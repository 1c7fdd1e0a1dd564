/*
 * book_store.c: promises, closed days and opening hours in and out of the
 * database.
 */
#include "due/book_store.h"

#include "due/due_sql.h"

static enum err read_promises(struct db *db, struct arena *a,
			      struct due_book *to)
{
	struct promise *list;
	struct rows *r;
	size_t n = 0;
	enum err err = db_rows(db, a, &Q_promise_list, NO_ARGS, &r);

	if (err)
		return err;
	list = arena_array(a, rows_count(r), sizeof(*list));
	while (rows_next(r))
		list[n++] = (struct promise){
			.topic_id = rows_int(r, 0),
			.type = rows_text(r, 1),
			.what = rows_text(r, 2),
			.term = {(int)rows_int(r, 3),
				 measure_parse(rows_text(r, 4))},
		};
	to->promises = list;
	to->promise_count = n;
	return OK;
}

static enum err read_closed(struct db *db, struct arena *a, struct due_book *to)
{
	struct closed_day *closed;
	struct rows *r;
	int64_t *days;
	size_t n = 0;
	enum err err = db_rows(db, a, &Q_closed_list, NO_ARGS, &r);

	if (err)
		return err;
	days = arena_array(a, rows_count(r), sizeof(*days));
	closed = arena_array(a, rows_count(r), sizeof(*closed));
	while (rows_next(r)) {
		days[n] = rows_int(r, 0);
		closed[n] = (struct closed_day){date_from_days(days[n]),
						rows_text(r, 1)};
		n++;
	}
	to->closed = closed;
	to->calendar.closed = days;
	to->calendar.closed_count = n;
	return OK;
}

static enum err read_hours(struct db *db, struct arena *a, struct due_book *to)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_opening_list, NO_ARGS, &r);

	if (err)
		return err;
	while (rows_next(r)) {
		int64_t day = rows_int(r, 0);

		if (day >= 1 && day <= 7)
			to->calendar.week[day] = (struct open_hours){
				(int)rows_int(r, 1), (int)rows_int(r, 2)};
	}
	return OK;
}

enum err store_book(struct db *db, struct arena *a, struct due_book *ret_book)
{
	struct due_book b = {.calendar = calendar_plain};
	enum err err;

	err = read_promises(db, a, &b);
	if (!err)
		err = read_closed(db, a, &b);
	if (!err)
		err = read_hours(db, a, &b);
	if (!err)
		*ret_book = b;
	return err;
}

enum err store_promise_clear(struct db *db, int64_t topic_id)
{
	return db_exec(db, &Q_promise_clear, ARGS(ARG_INT(topic_id)));
}

enum err store_promise_put(struct db *db, int64_t topic_id,
			   const struct promise *p)
{
	return db_exec(db, &Q_promise_put,
		       ARGS(ARG_INT(topic_id), ARG_TEXT(p->type),
			    ARG_TEXT(p->what), ARG_INT(p->term.amount),
			    ARG_TEXT(measure_names[p->term.measure])));
}

enum err store_closed_put(struct db *db, int64_t day, const char *name)
{
	return db_exec(db, &Q_closed_put, ARGS(ARG_INT(day), ARG_TEXT(name)));
}

enum err store_closed_remove(struct db *db, int64_t day)
{
	return db_exec(db, &Q_closed_remove, ARGS(ARG_INT(day)));
}

enum err store_opening_put(struct db *db, int weekday, struct open_hours h)
{
	return db_exec(
		db, &Q_opening_put,
		ARGS(ARG_INT(weekday), ARG_INT(h.opens), ARG_INT(h.closes)));
}
