/*
 * absence_store.c: absences in and out of the database.
 */
#include "staff/absence_store.h"

#include "staff/absence_sql.h"

enum err store_absence_insert(struct db *db, const struct absence *x)
{
	return db_send(db, &Q_absence_insert,
		       ARGS(ARG_INT(db_new_id(db)), ARG_INT(x->staff_id),
			    ARG_INT(x->substitute_id),
			    ARG_INT(date_start_us(x->first)),
			    ARG_INT(date_end_us(x->last))));
}

enum err store_absence_end(struct db *db, int64_t staff_id, int64_t id,
			   int64_t now)
{
	int64_t n;
	enum err err;

	err = db_change(db, &Q_absence_end,
			ARGS(ARG_INT(id), ARG_INT(staff_id), ARG_INT(now)), &n);
	if (err)
		return err;
	return n ? OK : ERR_NOT_FOUND;
}

static enum err read_list(struct arena *a, struct rows *r,
			  struct absence **ret_list, size_t *ret_count)
{
	struct absence *list = arena_array(a, rows_count(r), sizeof(*list));
	size_t n = 0;

	for (; rows_next(r); n++)
		list[n] = (struct absence){
			.id = rows_int(r, 0),
			.staff_id = rows_int(r, 1),
			.substitute_id = rows_int(r, 2),
			.starts_at = rows_int(r, 3),
			.ends_at = rows_int(r, 4),
			.first = date_of(rows_int(r, 3)),
			.last = date_of(rows_int(r, 4) - 1),
			.staff_name = rows_text(r, 5),
			.substitute_name = rows_text(r, 6),
		};
	*ret_list = list;
	*ret_count = n;
	return OK;
}

enum err absence_list(struct db *db, struct arena *a, int64_t staff_id,
		      struct absence **ret_list, size_t *ret_count)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_absence_of_staff,
		      ARGS(ARG_INT(staff_id), ARG_INT(clock_now_us())), &r);
	return err ? err : read_list(a, r, ret_list, ret_count);
}

enum err absence_covered(struct db *db, struct arena *a, int64_t substitute_id,
			 struct absence **ret_list, size_t *ret_count)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_absence_of_substitute,
		      ARGS(ARG_INT(substitute_id), ARG_INT(clock_now_us())),
		      &r);
	return err ? err : read_list(a, r, ret_list, ret_count);
}

enum err absence_now(struct db *db, struct arena *a, struct absence **ret_list,
		     size_t *ret_count)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_absence_now, ARGS(ARG_INT(clock_now_us())), &r);
	return err ? err : read_list(a, r, ret_list, ret_count);
}
