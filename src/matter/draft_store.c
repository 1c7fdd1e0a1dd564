/*
 * draft_store.c: drafts in and out of the database, and their sweep.
 */
#include "base/clock.h"
#include "base/str.h"
#include "matter/batch.h"
#include "matter/draft.h"
#include "matter/draft_sql.h"

static const char *const kinds[] = {
	[DRAFT_ANSWER] = "answer", [DRAFT_INTERIM] = "interim",
	[DRAFT_NOTE] = "note",     [DRAFT_PROMISE] = "promise",
	[DRAFT_PASS] = "pass",
};

enum err draft_get(struct db *db, struct arena *a, const struct draft_of *of,
		   struct draft *ret_draft)
{
	struct draft d = {"", "", "", "", 0, "", ""};
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_draft_get,
		      ARGS(ARG_INT(of->staff_id), ARG_INT(of->matter_id),
			   ARG_TEXT(kinds[of->kind])),
		      &r);
	if (err)
		return err;
	if (rows_next(r))
		d = (struct draft){rows_text(r, 0), rows_text(r, 1),
				   rows_text(r, 2), rows_text(r, 4),
				   rows_int(r, 3),  rows_text(r, 5),
				   rows_text(r, 6)};
	*ret_draft = d;
	return OK;
}

enum err draft_put(struct db *db, const struct draft_of *of,
		   const struct draft *d, int64_t now)
{
	if (str_empty(d->text) && str_empty(d->reason) && str_empty(d->sv) &&
	    str_empty(d->en))
		return draft_drop(db, of);
	return db_exec(db, &Q_draft_put,
		       ARGS(ARG_INT(of->staff_id), ARG_INT(of->matter_id),
			    ARG_TEXT(kinds[of->kind]), ARG_TEXT(d->text),
			    ARG_TEXT(d->outcome), ARG_TEXT(d->reason),
			    ARG_INT(now), ARG_TEXT(d->files),
			    ARG_TEXT(d->sv ? d->sv : ""),
			    ARG_TEXT(d->en ? d->en : "")));
}

enum err draft_drop(struct db *db, const struct draft_of *of)
{
	return db_exec(db, &Q_draft_delete,
		       ARGS(ARG_INT(of->staff_id), ARG_INT(of->matter_id),
			    ARG_TEXT(kinds[of->kind])));
}

static enum err sweep(struct db *db, struct arena *a, void *arg)
{
	const int64_t before = clock_now_us() - DRAFT_DAYS * (int64_t)DAY_US;
	enum err err;

	(void)a;
	(void)arg;
	err = db_exec(db, &Q_draft_delete_old, ARGS(ARG_INT(before)));
	return err ? err : batch_forget(db, before);
}

enum err draft_job_run(struct job_context *c, const struct job *job)
{
	(void)job;
	return db_write(c->db, c->arena, sweep, NULL);
}
