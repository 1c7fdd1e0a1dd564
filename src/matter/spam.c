/*
 * spam.c: see spam.h.
 */
#include "matter/spam.h"

#include "matter/matter_store.h"
#include "matter/spam_sql.h"

static enum err read_ids(struct db *db, struct arena *a, int64_t before,
			 struct id_list *ids)
{
	struct rows *r;
	enum err err = db_rows(
		db, a, &Q_spam_list,
		ARGS(ARG_INT(before ? before : INT64_MAX), ARG_INT(QUEUE_PAGE)),
		&r);

	if (err)
		return err;
	ids->id = arena_array(a, QUEUE_PAGE, sizeof(*ids->id));
	while (rows_next(r))
		ids->id[ids->count++] = rows_int(r, 0);
	return OK;
}

enum err matter_spam(struct db *db, struct arena *a, const struct session *s,
		     const struct queue_want *want, struct spam *ret_spam)
{
	struct id_list ids = {.lang = want->lang};
	struct queue_row *rows;
	struct spam spam = {0};
	enum err err = read_ids(db, a, want->after.id, &ids);

	if (!err && ids.count == QUEUE_PAGE)
		spam.next = ids.id[ids.count - 1];
	if (!err)
		err = store_queue_rows(db, a, s, &ids, &rows, &spam.count);
	if (err)
		return err;
	spam.list = rows;
	*ret_spam = spam;
	return OK;
}
