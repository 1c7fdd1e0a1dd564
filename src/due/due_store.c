/*
 * due_store.c: promises in and out of the database. The calendar is
 * calendar.c.
 */
#include "due/due.h"

#include "due/due_sql.h"

enum err due_set_at(struct db *db, int64_t matter_id, const char *what,
		    int64_t due_at)
{
	return db_send(db, &Q_due_insert,
		       ARGS(ARG_INT(db_new_id(db)), ARG_INT(matter_id),
			    ARG_TEXT(what), ARG_INT(due_at)));
}

enum err due_set(struct db *db, int64_t matter_id, const char *what,
		 int64_t from_us, int workdays, int64_t *ret_due_at)
{
	struct date last = add_workdays(date_of(from_us), workdays);
	int64_t due_at = date_end_us(last) - 1; /* shown as this date */
	enum err err;

	err = due_set_at(db, matter_id, what, due_at);
	if (err)
		return err;
	*ret_due_at = due_at;
	return OK;
}

enum err due_tighten(struct db *db, int64_t matter_id, const char *what,
		     int64_t due_at)
{
	return db_send(
		db, &Q_due_tighten,
		ARGS(ARG_INT(matter_id), ARG_TEXT(what), ARG_INT(due_at)));
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
		};
	*ret_list = list;
	*ret_count = n;
	return OK;
}
