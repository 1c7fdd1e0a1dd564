/*
 * batch.c: many matters, each in its own part of the transaction.
 */
#include "matter/batch.h"

#include "base/str.h"
#include "matter/batch_sql.h"

const char *const batch_act_names[BATCH__COUNT] = {
	[BATCH_ROUTE] = "route",
	[BATCH_NOTE] = "note",
	[BATCH_ANSWER] = "answer",
	[BATCH_CLOSE] = "close",
};
static const char *const results[BATCH__RESULTS] = {
	[BATCH_DONE] = "done",       [BATCH_CHANGED] = "changed",
	[BATCH_REFUSED] = "refused", [BATCH_UNSEEN] = "unseen",
	[BATCH_GONE] = "gone",
};

enum err batch_act_parse(const char *name, enum batch_act *ret_act)
{
	for (int i = 0; i < BATCH__COUNT; i++)
		if (str_same(batch_act_names[i], name)) {
			*ret_act = (enum batch_act)i;
			return OK;
		}
	return ERR_INVALID;
}

static enum batch_result result_parse(const char *name)
{
	int i = BATCH__RESULTS - 1;

	while (i > BATCH_DONE && !str_same(results[i], name))
		i--;
	return (enum batch_result)i;
}

/* False when the error is one of the whole, not of this matter. */
static bool is_its_own(enum err err, enum batch_result *ret_result)
{
	switch (err) {
	case OK:
		*ret_result = BATCH_DONE;
		return true;
	case ERR_CONFLICT:
		*ret_result = BATCH_CHANGED;
		return true;
	case ERR_INVALID:
		*ret_result = BATCH_REFUSED;
		return true;
	case ERR_DENIED:
		*ret_result = BATCH_UNSEEN;
		return true;
	case ERR_NOT_FOUND:
		*ret_result = BATCH_GONE;
		return true;
	default:
		return false;
	}
}

static enum err run_one(struct db *db, struct batch_item *item,
			enum err (*one)(void *arg, int64_t matter_id,
					int64_t version),
			void *arg)
{
	enum err err = db_part(db);

	if (err)
		return err;
	err = one(arg, item->matter_id, item->version);
	if (!is_its_own(err, &item->result))
		return err;
	/* What was sent without waiting may fail only here. */
	return err ? db_part_undo(db) : db_part_keep(db);
}

static enum err keep(struct db *db, const struct batch *b)
{
	enum err err;

	err = db_exec(db, &Q_batch_insert,
		      ARGS(ARG_INT(b->id), ARG_INT(b->staff_id),
			   ARG_TEXT(batch_act_names[b->act])));
	for (size_t i = 0; i < b->count && !err; i++)
		err = db_send(db, &Q_batch_item_insert,
			      ARGS(ARG_INT(b->id), ARG_INT((int64_t)i),
				   ARG_INT(b->items[i].matter_id),
				   ARG_TEXT(results[b->items[i].result])));
	return err;
}

enum err batch_run(struct db *db, struct batch *b,
		   enum err (*one)(void *arg, int64_t matter_id,
				   int64_t version),
		   void *arg)
{
	enum err err = OK;

	for (size_t i = 0; i < b->count && !err; i++)
		err = run_one(db, &b->items[i], one, arg);
	if (err)
		return err;
	b->id = db_new_id(db);
	return keep(db, b);
}

enum err batch_get(struct db *db, struct arena *a, const struct session *s,
		   int64_t id, struct batch *ret_batch)
{
	struct batch b = {.id = id};
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_batch_get, ARGS(ARG_INT(id)), &r);
	if (err)
		return err;
	if (!rows_next(r) || rows_int(r, 0) != s->staff_id)
		return ERR_NOT_FOUND;
	b.staff_id = rows_int(r, 0);
	err = batch_act_parse(rows_text(r, 1), &b.act);
	if (!err)
		err = db_rows(db, a, &Q_batch_items, ARGS(ARG_INT(id)), &r);
	if (err)
		return err;
	b.items = arena_array(a, rows_count(r) + 1, sizeof(*b.items));
	while (rows_next(r))
		b.items[b.count++] = (struct batch_item){
			.matter_id = rows_int(r, 0),
			.result = result_parse(rows_text(r, 1)),
		};
	*ret_batch = b;
	return OK;
}

enum err batch_forget(struct db *db, int64_t before_us)
{
	const int64_t before = id_at_us(before_us);
	enum err err;

	err = db_exec(db, &Q_batch_items_delete_old, ARGS(ARG_INT(before)));
	return err ? err
		   : db_exec(db, &Q_batch_delete_old, ARGS(ARG_INT(before)));
}
