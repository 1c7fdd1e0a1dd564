/*
 * outgoing_store.c: what has not left yet, in and out of the database.
 */
#include "matter/outgoing_store.h"

#include "base/str.h"
#include "matter/outgoing_sql.h"
#include "matter/rules.h"

enum err store_outgoing(struct db *db, const struct outgoing *o,
			const char *kind)
{
	enum err err;

	err = db_exec(db, &Q_outgoing_hold,
		      ARGS(ARG_INT(o->matter_id), ARG_INT(o->entry_id),
			   ARG_INT(o->staff_id), ARG_TEXT(kind),
			   ARG_INT(o->leaves_at), ARG_INT(o->acted_at),
			   ARG_INT(o->answer_id)));
	if (err)
		return err;
	return db_exec(db, &Q_outgoing_hold_dues, ARGS(ARG_INT(o->matter_id)));
}

enum err outgoing_get(struct db *db, struct arena *a, int64_t matter_id,
		      struct outgoing *ret_out)
{
	struct rows *r;
	struct matter *was;
	enum err err;

	err = db_rows(db, a, &Q_outgoing_get, ARGS(ARG_INT(matter_id)), &r);
	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	*ret_out = (struct outgoing){
		.matter_id = rows_int(r, 0),
		.entry_id = rows_int(r, 1),
		.staff_id = rows_int(r, 2),
		.interim = !str_same(rows_text(r, 3), "answer"),
		.promise = str_same(rows_text(r, 3), "promise"),
		.leaves_at = rows_int(r, 4),
		.acted_at = rows_int(r, 5),
	};
	was = &ret_out->was;
	was->handling = handling_parse(rows_text(r, 6));
	if (outcome_parse(rows_text(r, 7), &was->outcome))
		was->outcome = OUTCOME_NONE;
	was->outcome_note = rows_text(r, 8);
	was->verdict = rows_text(r, 9);
	was->verdict_note = rows_text(r, 10);
	was->handler_id = rows_int(r, 11);
	was->reacted_at = rows_int(r, 12);
	was->answered_at = rows_int(r, 13);
	was->closed_at = rows_int(r, 14);
	was->is_open = rows_int(r, 15);
	was->accept_due_at = rows_int(r, 16);
	was->accept_reminded_at = rows_int(r, 17);
	was->due_at = rows_int(r, 18);
	was->touched_at = rows_int(r, 19);
	was->assigned_at = rows_int(r, 20);
	was->told_at = rows_int(r, 21);
	ret_out->answer_id = rows_int(r, 22);
	ret_out->passed = rows_int(r, 23);
	return OK;
}

/* id, due_at, met_at and clock, as they were. */
static enum err read_dues(struct db *db, struct arena *a, int64_t matter_id,
			  struct due **ret_list, size_t *ret_count)
{
	struct rows *r;
	struct due *list;
	size_t n = 0;
	enum err err;

	err = db_rows(db, a, &Q_outgoing_dues, ARGS(ARG_INT(matter_id)), &r);
	if (err)
		return err;
	list = arena_array(a, rows_count(r) + 1, sizeof(*list));
	while (rows_next(r))
		list[n++] = (struct due){
			.id = rows_int(r, 0),
			.due_at = rows_int(r, 1),
			.met_at = rows_int(r, 2),
			.clock = rows_text(r, 3),
		};
	*ret_list = list;
	*ret_count = n;
	return OK;
}

enum err outgoing_dues(struct db *db, struct arena *a, int64_t matter_id,
		       struct due *list, size_t *count)
{
	struct due *were;
	size_t were_count, n = 0;
	enum err err = read_dues(db, a, matter_id, &were, &were_count);

	if (err)
		return err;
	for (size_t i = 0; i < *count; i++) {
		size_t k = 0;

		while (k < were_count && were[k].id != list[i].id)
			k++;
		if (k == were_count)
			continue;
		list[n] = list[i];
		list[n].due_at = were[k].due_at;
		list[n].met_at = were[k].met_at;
		list[n++].clock = were[k].clock;
	}
	*count = n;
	return OK;
}

enum err store_outgoing_delete(struct db *db, int64_t matter_id)
{
	enum err err;

	err = db_exec(db, &Q_outgoing_delete, ARGS(ARG_INT(matter_id)));
	if (err)
		return err;
	return db_exec(db, &Q_outgoing_delete_dues, ARGS(ARG_INT(matter_id)));
}

enum err store_outgoing_next(struct db *db, struct arena *a, int64_t now,
			     int max, int64_t **ret_ids, size_t *ret_count)
{
	struct rows *r;
	int64_t *ids;
	size_t n = 0;
	enum err err;

	err = db_rows(db, a, &Q_outgoing_next, ARGS(ARG_INT(now), ARG_INT(max)),
		      &r);
	if (err)
		return err;
	ids = arena_array(a, rows_count(r), sizeof(*ids));
	while (rows_next(r))
		ids[n++] = rows_int(r, 0);
	*ret_ids = ids;
	*ret_count = n;
	return OK;
}

static enum err restore_dues(struct db *db, struct arena *a,
			     const struct outgoing *o)
{
	struct due *were;
	size_t n;
	enum err err;

	err = db_exec(db, &Q_outgoing_drop_dues, ARGS(ARG_INT(o->matter_id)));
	if (!err)
		err = read_dues(db, a, o->matter_id, &were, &n);
	for (size_t i = 0; !err && i < n; i++)
		err = db_exec(db, &Q_outgoing_restore_due,
			      ARGS(ARG_INT(were[i].id), ARG_INT(were[i].due_at),
				   were[i].met_at ? ARG_INT(were[i].met_at)
						  : ARG_NULL,
				   ARG_TEXT(were[i].clock)));
	return err;
}

enum err store_outgoing_unsay(struct db *db, struct arena *a,
			      const struct outgoing *o)
{
	enum err err;

	err = db_exec(db, &Q_outgoing_unsay, ARGS(ARG_INT(o->entry_id)));
	if (!err)
		err = db_exec(
			db, &Q_outgoing_detach,
			ARGS(ARG_INT(o->matter_id), ARG_INT(o->entry_id)));
	if (!err)
		err = restore_dues(db, a, o);
	if (!err && o->was.handling == HANDLING_WAITING_RESIDENT)
		err = db_exec(
			db, &Q_outgoing_resume_stand,
			ARGS(ARG_INT(o->matter_id), ARG_INT(o->acted_at)));
	return err;
}
