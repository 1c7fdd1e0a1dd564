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
			    int_or_null(r->consent_at), int_or_null(r->mail_id),
			    ARG_TEXT(r->token_hash), ARG_INT(r->expires_at)));
}

/* The table's CHECK knows no other. */
static enum pass_how how_parse(const char *name)
{
	int how = 0;

	while (how < PASS_TOLD && !str_same(pass_how_names[how], name))
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
		.how = how_parse(rows_text(r, 3)),
		.consent_at = rows_int(r, 4),
		.expires_at = rows_int(r, 5),
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

enum err store_passing_find(struct db *db, struct arena *a,
			    const char *token_hash, struct passing *ret_passing)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_passing_by_token, ARGS(ARG_TEXT(token_hash)),
		      &r);
	return err ? err : read_one(db, a, r, ret_passing);
}
