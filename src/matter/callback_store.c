/*
 * callback_store.c: wishes to be called, out of the database and in.
 */
#include "matter/callback_store.h"

#include "base/str.h"
#include "matter/callback_sql.h"

const char *const call_parts[CALL_PART__COUNT] = {
	[CALL_ANY] = "any",
	[CALL_MORNING] = "morning",
	[CALL_AFTERNOON] = "afternoon",
};

enum err store_callback_insert(struct db *db, int64_t matter_id,
			       const struct callback *c)
{
	return db_exec(db, &Q_callback_insert,
		       ARGS(ARG_INT(matter_id), ARG_TEXT(call_parts[c->part]),
			    ARG_INT(c->from_at), ARG_INT(c->until_at)));
}

enum err callback_get(struct db *db, struct arena *a, int64_t matter_id,
		      struct callback *ret_call)
{
	struct callback c = {.part = CALL_ANY};
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_callback_get, ARGS(ARG_INT(matter_id)), &r);
	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	for (int i = 0; i < CALL_PART__COUNT; i++)
		if (str_same(call_parts[i], rows_text(r, 0)))
			c.part = (enum call_part)i;
	c.from_at = rows_int(r, 1);
	c.until_at = rows_int(r, 2);
	*ret_call = c;
	return OK;
}
