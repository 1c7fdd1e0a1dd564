/*
 * session_store.c: sessions and one-use links in and out of the database.
 * Only hashes of their tokens come here.
 */
#include "base/clock.h"
#include "staff/staff.h"
#include "staff/staff_sql.h"
#include "staff/staff_store.h"

#define LINK_KEPT_US (30 * DAY_US)

enum err store_session_insert(struct db *db, const char *token_hash,
			      int64_t staff_id, const char *csrf, int64_t now,
			      int64_t expires_at)
{
	return db_exec(db, &Q_session_insert,
		       ARGS(ARG_TEXT(token_hash), ARG_INT(staff_id),
			    ARG_TEXT(csrf), ARG_INT(now), ARG_INT(expires_at)));
}

enum err store_session_rows(struct db *db, struct arena *a,
			    const char *token_hash, int64_t now,
			    struct rows **ret_rows)
{
	return db_rows(db, a, &Q_session_find,
		       ARGS(ARG_TEXT(token_hash), ARG_INT(now)), ret_rows);
}

enum err store_session_ended(struct db *db, struct arena *a,
			     const char *token_hash, struct rows **ret_rows)
{
	return db_rows(db, a, &Q_session_ended, ARGS(ARG_TEXT(token_hash)),
		       ret_rows);
}

enum err store_session_sweep(struct db *db, int64_t staff_id, int64_t now)
{
	return db_exec(db, &Q_session_delete_old,
		       ARGS(ARG_INT(staff_id), ARG_INT(now)));
}

enum err session_forget(struct db *db, int64_t now)
{
	enum err err =
		db_exec(db, &Q_session_delete_expired, ARGS(ARG_INT(now)));

	if (err)
		return err;
	return db_exec(db, &Q_link_delete_old,
		       ARGS(ARG_INT(now - LINK_KEPT_US)));
}

enum err session_close(struct db *db, const char *token_hash)
{
	return db_exec(db, &Q_session_delete, ARGS(ARG_TEXT(token_hash)));
}

enum err session_close_all(struct db *db, int64_t staff_id)
{
	return db_exec(db, &Q_session_delete_all, ARGS(ARG_INT(staff_id)));
}

enum err store_link_insert(struct db *db, const char *token_hash,
			   int64_t staff_id, const char *purpose,
			   int64_t expires_at)
{
	return db_exec(db, &Q_link_insert,
		       ARGS(ARG_TEXT(token_hash), ARG_INT(staff_id),
			    ARG_TEXT(purpose), ARG_INT(expires_at)));
}

enum err store_link(struct db *db, struct arena *a, const char *token_hash,
		    struct staff_link *ret_link)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_link_find, ARGS(ARG_TEXT(token_hash)), &r);
	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	*ret_link = (struct staff_link){
		.staff_id = rows_int(r, 0),
		.purpose = rows_text(r, 1),
		.expires_at = rows_int(r, 2),
		.used = !rows_null(r, 3),
		.active = rows_int(r, 4),
	};
	return OK;
}

enum err store_link_use(struct db *db, const char *token_hash, int64_t now)
{
	int64_t changed;
	enum err err;

	err = db_change(db, &Q_link_use,
			ARGS(ARG_TEXT(token_hash), ARG_INT(now)), &changed);
	if (err)
		return err;
	return changed ? OK : ERR_NOT_FOUND;
}

enum err store_link_close(struct db *db, int64_t staff_id, int64_t now)
{
	return db_exec(db, &Q_link_close,
		       ARGS(ARG_INT(staff_id), ARG_INT(now)));
}

enum err store_link_replace(struct db *db, int64_t staff_id,
			    const char *purpose, int64_t now)
{
	return db_exec(
		db, &Q_link_close_purpose,
		ARGS(ARG_INT(staff_id), ARG_TEXT(purpose), ARG_INT(now)));
}

enum err store_link_recent(struct db *db, struct arena *a, int64_t staff_id,
			   const char *purpose, int64_t ends_after,
			   int64_t *ret_count)
{
	struct rows *r;
	enum err err;

	err = db_rows(
		db, a, &Q_link_recent,
		ARGS(ARG_INT(staff_id), ARG_TEXT(purpose), ARG_INT(ends_after)),
		&r);
	if (err)
		return err;
	*ret_count = rows_next(r) ? rows_int(r, 0) : 0;
	return OK;
}
