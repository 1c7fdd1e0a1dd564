/*
 * passing_store.c: what was passed on, in and out of the database.
 */
#include "matter/passing_store.h"

#include "base/str.h"
#include "matter/passing_sql.h"

const char *const pass_how_names[PASS__COUNT] = {
	[PASS_MAIL] = "mail",
	[PASS_SELF] = "self",
	[PASS_TOLD] = "told",
};

static struct sql_arg int_or_null(int64_t value)
{
	return value ? ARG_INT(value) : ARG_NULL;
}

enum err store_passing(struct db *db, const struct passing_row *r)
{
	return db_exec(db, &Q_passing_insert,
		       ARGS(ARG_INT(r->id), ARG_INT(r->matter_id),
			    ARG_INT(r->unit_id), ARG_INT(r->staff_id),
			    ARG_TEXT(pass_how_names[r->how]),
			    int_or_null(r->consent_at), ARG_TEXT(r->token_hash),
			    ARG_TEXT(r->said)));
}

enum err store_passing_left(struct db *db, int64_t id,
			    const struct passing_link *l)
{
	return db_exec(db, &Q_passing_left,
		       ARGS(ARG_INT(id), int_or_null(l->mail_id),
			    ARG_TEXT(l->token_hash), ARG_INT(l->expires_at)));
}

enum err store_passing_remove(struct db *db, int64_t matter_id)
{
	return db_exec(db, &Q_passing_remove, ARGS(ARG_INT(matter_id)));
}

enum pass_how pass_how_parse(const char *name)
{
	int how = 0;

	while (how < PASS__COUNT && !str_same(pass_how_names[how], name))
		how++;
	return (enum pass_how)how;
}

static enum err read_one(struct db *db, struct arena *a, struct rows *r,
			 struct passing *ret_passing)
{
	struct passing p;
	enum err err;

	if (!rows_next(r))
		return ERR_NOT_FOUND;
	p = (struct passing){
		.id = rows_int(r, 0),
		.matter_id = rows_int(r, 1),
		.how = pass_how_parse(rows_text(r, 3)),
		.consent_at = rows_int(r, 4),
		.expires_at = rows_int(r, 5),
		.said = rows_text(r, 6),
	};
	err = unit_get(db, a, rows_int(r, 2), &p.body);
	if (!err)
		*ret_passing = p;
	return err;
}

enum err passing_of(struct db *db, struct arena *a, int64_t matter_id,
		    struct passing *ret_passing)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_passing_of_matter, ARGS(ARG_INT(matter_id)),
		      &r);
	return err ? err : read_one(db, a, r, ret_passing);
}

enum err passing_waiting(struct db *db, struct arena *a, int64_t matter_id,
			 struct passing *ret_passing)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_passing_waiting, ARGS(ARG_INT(matter_id)), &r);
	return err ? err : read_one(db, a, r, ret_passing);
}

enum err store_passing_find(struct db *db, struct arena *a,
			    const char *token_hash, struct passing *ret_passing)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_passing_by_token, ARGS(ARG_TEXT(token_hash)),
		      &r);
	return err ? err : read_one(db, a, r, ret_passing);
}
