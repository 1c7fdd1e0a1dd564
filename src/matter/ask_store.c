/*
 * ask_store.c: questions and pieces of work in and out of the database.
 */
#include "matter/ask_store.h"

#include "base/str.h"
#include "matter/ask_sql.h"

const char *const ask_state_names[ASK_STATE__COUNT] = {
	[ASK_OPEN] = "open",         [ASK_ACCEPTED] = "accepted",
	[ASK_ANSWERED] = "answered", [ASK_DONE] = "done",
	[ASK_CANNOT] = "cannot",     [ASK_EXPIRED] = "expired",
	[ASK_REVOKED] = "revoked",
};

static const char *const whom_names[] = {
	[ASK_RESIDENT] = "resident", [ASK_CONTRACTOR] = "contractor",
	[ASK_UNIT] = "unit",         [ASK_VIEW] = "view",
	[ASK_PART] = "part",
};

static enum ask_whom whom_parse(const char *name)
{
	int w = ASK_PART;

	while (w > ASK_RESIDENT && !str_same(whom_names[w], name))
		w--;
	return (enum ask_whom)w;
}

/* The table's CHECK knows no other. */
static enum ask_state state_parse(const char *name)
{
	int s = 0;

	while (s < ASK_STATE__COUNT && !str_same(ask_state_names[s], name))
		s++;
	return s == ASK_STATE__COUNT ? ASK_REVOKED : (enum ask_state)s;
}

static struct ask read_ask(const struct rows *r)
{
	return (struct ask){
		.id = rows_int(r, 0),
		.matter_id = rows_int(r, 1),
		.whom = whom_parse(rows_text(r, 2)),
		.staff_id = rows_int(r, 3),
		.text = rows_text(r, 4),
		.choices = rows_text(r, 5),
		.place = rows_text(r, 6),
		.show_point = rows_int(r, 7),
		.name = rows_text(r, 8),
		.mail = rows_text(r, 9),
		.state = state_parse(rows_text(r, 10)),
		.expires_at = rows_int(r, 11),
		.closed_at = rows_int(r, 12),
		.staff_name = rows_text(r, 13),
		.unit_id = rows_int(r, 14),
	};
}

enum err store_ask(struct db *db, const struct ask *k, const char *token_hash)
{
	return db_exec(db, &Q_ask_insert,
		       ARGS(ARG_INT(k->id), ARG_INT(k->matter_id),
			    ARG_TEXT(whom_names[k->whom]), ARG_INT(k->staff_id),
			    ARG_TEXT(token_hash), ARG_TEXT(k->text),
			    ARG_TEXT(k->choices), ARG_TEXT(k->place),
			    ARG_INT(k->show_point), ARG_TEXT(k->name),
			    ARG_TEXT(k->mail), ARG_INT(k->expires_at),
			    k->unit_id ? ARG_INT(k->unit_id) : ARG_NULL));
}

enum err store_ask_file(struct db *db, int64_t ask_id, int64_t attachment_id)
{
	return db_exec(db, &Q_ask_file_insert,
		       ARGS(ARG_INT(ask_id), ARG_INT(attachment_id)));
}

enum err ask_get(struct db *db, struct arena *a, int64_t id,
		 struct ask *ret_ask)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_ask_by_id, ARGS(ARG_INT(id)), &r);
	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	*ret_ask = read_ask(r);
	return OK;
}

enum err store_ask_find(struct db *db, struct arena *a, const char *token_hash,
			int64_t *ret_id)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_ask_id_by_token, ARGS(ARG_TEXT(token_hash)),
		      &r);
	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	*ret_id = rows_int(r, 0);
	return OK;
}

enum err ask_list(struct db *db, struct arena *a, int64_t matter_id,
		  struct ask **ret_list, size_t *ret_count)
{
	struct ask *list;
	struct rows *r;
	size_t n = 0;
	enum err err;

	err = db_rows(db, a, &Q_ask_list, ARGS(ARG_INT(matter_id)), &r);
	if (err)
		return err;
	list = arena_array(a, rows_count(r) + 1, sizeof(*list));
	while (rows_next(r))
		list[n++] = read_ask(r);
	*ret_list = list;
	*ret_count = n;
	return OK;
}

static enum err read_ids(struct arena *a, struct rows *r, int64_t **ret_ids,
			 size_t *ret_count)
{
	int64_t *ids = arena_array(a, rows_count(r) + 1, sizeof(*ids));
	size_t n = 0;

	while (rows_next(r))
		ids[n++] = rows_int(r, 0);
	*ret_ids = ids;
	*ret_count = n;
	return OK;
}

enum err ask_files(struct db *db, struct arena *a, int64_t ask_id,
		   int64_t **ret_ids, size_t *ret_count)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_ask_file_list, ARGS(ARG_INT(ask_id)), &r);
	return err ? err : read_ids(a, r, ret_ids, ret_count);
}

enum err store_ask_move(struct db *db, int64_t id, enum ask_state state,
			int64_t closed_at)
{
	int64_t n;
	enum err err;

	err = db_change(db, &Q_ask_move,
			ARGS(ARG_INT(id), ARG_TEXT(ask_state_names[state]),
			     closed_at ? ARG_INT(closed_at) : ARG_NULL),
			&n);
	if (err)
		return err;
	return n == 1 ? OK : ERR_CONFLICT;
}

enum err store_ask_settle(struct db *db, int64_t matter_id, int64_t now)
{
	return db_exec(db, &Q_ask_settle,
		       ARGS(ARG_INT(matter_id), ARG_INT(now)));
}

enum err store_ask_look(struct db *db, int64_t id, int64_t look_at)
{
	return db_exec(db, &Q_ask_look, ARGS(ARG_INT(id), ARG_INT(look_at)));
}

enum err store_ask_unit_over(struct db *db, int64_t matter_id, int64_t now)
{
	return db_exec(db, &Q_ask_unit_over,
		       ARGS(ARG_INT(matter_id), ARG_INT(now)));
}

enum err store_ask_views(struct db *db, struct arena *a, int64_t unit_id,
			 int limit, int64_t **ret_ids, size_t *ret_count)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_ask_views,
		      ARGS(ARG_INT(unit_id), ARG_INT(limit)), &r);
	return err ? err : read_ids(a, r, ret_ids, ret_count);
}

enum err store_ask_overdue(struct db *db, struct arena *a, int64_t now,
			   int limit, int64_t **ret_ids, size_t *ret_count)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_ask_overdue, ARGS(ARG_INT(now), ARG_INT(limit)),
		      &r);
	return err ? err : read_ids(a, r, ret_ids, ret_count);
}
