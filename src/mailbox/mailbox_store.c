/*
 * mailbox_store.c: mailboxes in and out of the database.
 */
#include "mailbox/mailbox_store.h"

#include "base/clock.h"
#include "base/str.h"
#include "mailbox/mailbox_sql.h"

static struct mailbox read_mailbox(const struct rows *r)
{
	return (struct mailbox){
		.id = rows_int(r, 0),
		.name = rows_text(r, 1),
		.address = rows_text(r, 2),
		.unit_id = rows_int(r, 3),
		.plus = rows_int(r, 4),
		.server = rows_text(r, 5),
		.login = rows_text(r, 6),
		.secret = rows_text(r, 7),
		.folder = rows_text(r, 8),
		.move_to = rows_text(r, 9),
		.active = rows_int(r, 10),
		.checked_at = rows_int(r, 11),
		.failures = rows_int(r, 12),
		.error = rows_text(r, 13),
		.version = rows_int(r, 14),
	};
}

enum err mailbox_list(struct db *db, struct arena *a, struct mailbox **ret_list,
		      size_t *ret_count)
{
	struct mailbox *list;
	struct rows *r;
	size_t n = 0;
	enum err err = db_rows(db, a, &Q_mailbox_list, NO_ARGS, &r);

	if (err)
		return err;
	list = arena_array(a, rows_count(r) + 1, sizeof(*list));
	while (rows_next(r))
		list[n++] = read_mailbox(r);
	*ret_list = list;
	*ret_count = n;
	return OK;
}

static enum err read_one(struct rows *r, struct mailbox *ret_box)
{
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	*ret_box = read_mailbox(r);
	return OK;
}

enum err mailbox_get(struct db *db, struct arena *a, int64_t id,
		     struct mailbox *ret_box)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_mailbox_by_id, ARGS(ARG_INT(id)), &r);

	return err ? err : read_one(r, ret_box);
}

enum err mailbox_by_name(struct db *db, struct arena *a, const char *name,
			 struct mailbox *ret_box)
{
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_mailbox_by_name, ARGS(ARG_TEXT(name)), &r);

	return err ? err : read_one(r, ret_box);
}

enum err mailbox_due(struct db *db, struct arena *a, int64_t now,
		     struct mailbox *ret_box)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_mailbox_due, ARGS(ARG_INT(now)), &r);

	return err ? err : read_one(r, ret_box);
}

/* palaute+k123@ is palaute@ */
static const char *address_key(struct arena *a, const char *address)
{
	char *key = str_lower(a, address);
	char *plus = strchr(key, '+'), *at = strchr(key, '@');

	if (plus && at && plus < at)
		memmove(plus, at, strlen(at) + 1);
	return key;
}

enum err mailbox_is_ours(struct db *db, struct arena *a, const char *address,
			 bool *ret_ours)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_mailbox_by_address,
			       ARGS(ARG_TEXT(address_key(a, address))), &r);

	if (!err)
		*ret_ours = rows_next(r);
	return err;
}

static struct sql_arg id_or_null(int64_t id)
{
	return id ? ARG_INT(id) : ARG_NULL;
}

enum err store_mailbox_insert(struct db *db, int64_t id,
			      const struct mailbox *b)
{
	struct arena a = ARENA_INIT;
	int64_t changed;
	enum err err;

	err = db_change(db, &Q_mailbox_insert,
			ARGS(ARG_INT(id), ARG_TEXT(b->name),
			     ARG_TEXT(b->address),
			     ARG_TEXT(address_key(&a, b->address)),
			     id_or_null(b->unit_id), ARG_INT(b->plus),
			     ARG_TEXT(b->server), ARG_TEXT(b->login),
			     ARG_TEXT(b->secret), ARG_TEXT(b->folder),
			     ARG_TEXT(b->move_to), ARG_INT(b->active)),
			&changed);
	arena_release(&a);
	if (err)
		return err;
	return changed ? OK : ERR_CONFLICT;
}

enum err store_mailbox_update(struct db *db, const struct mailbox *b)
{
	struct arena a = ARENA_INIT;
	int64_t changed;
	enum err err;

	err = db_change(db, &Q_mailbox_update,
			ARGS(ARG_INT(b->id), ARG_TEXT(b->name),
			     ARG_TEXT(b->address),
			     ARG_TEXT(address_key(&a, b->address)),
			     id_or_null(b->unit_id), ARG_INT(b->plus),
			     ARG_TEXT(b->server), ARG_TEXT(b->login),
			     ARG_TEXT(b->secret), ARG_TEXT(b->folder),
			     ARG_TEXT(b->move_to), ARG_INT(b->active),
			     ARG_INT(b->version)),
			&changed);
	arena_release(&a);
	if (err)
		return err;
	return changed ? OK : ERR_CONFLICT;
}

/* A minute, then two, four ... half an hour. */
static int64_t rest_us(int64_t failures)
{
	int64_t s = MAILBOX_EVERY_S << (failures < 6 ? failures : 6);

	return (s < MAILBOX_REST_MAX_S ? s : MAILBOX_REST_MAX_S) *
	       (int64_t)SECOND_US;
}

enum err mailbox_looked(struct db *db, const struct mailbox *box,
			const char *error, bool more)
{
	const int64_t now = clock_now_us();
	const bool well = str_empty(error);
	const int64_t failures = well ? 0 : box->failures + 1;

	return db_exec(db, &Q_mailbox_looked,
		       ARGS(ARG_INT(box->id),
			    ARG_INT(more ? now : now + rest_us(failures)),
			    ARG_INT(well ? now : box->checked_at),
			    ARG_INT(failures), ARG_TEXT(error)));
}
