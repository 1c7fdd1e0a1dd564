/*
 * handover_store.c: which hand-overs have waited too long.
 */
#include "matter/handover_store.h"

#include "matter/handover_sql.h"

enum err store_handover_due(struct db *db, struct arena *a, int64_t now,
			    int limit, struct id_list *ret_ids)
{
	struct id_list ids = {0};
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_handover_due,
		      ARGS(ARG_INT(now), ARG_INT(limit)), &r);
	if (err)
		return err;
	ids.id = arena_array(a, rows_count(r), sizeof(*ids.id));
	while (rows_next(r))
		ids.id[ids.count++] = rows_int(r, 0);
	*ret_ids = ids;
	return OK;
}

enum err store_handover_reminded(struct db *db, const struct matter *m,
				 int64_t due_at, int64_t now)
{
	int64_t n;
	enum err err;

	err = db_change(db, &Q_handover_reminded,
			ARGS(ARG_INT(m->id), ARG_INT(m->version),
			     ARG_INT(due_at), ARG_INT(now)),
			&n);
	if (err)
		return err;
	return n == 1 ? OK : ERR_CONFLICT;
}

enum err store_handover_accepted(struct db *db, int64_t matter_id)
{
	return db_exec(db, &Q_handover_accepted, ARGS(ARG_INT(matter_id)));
}
