/*
 * queue.c: the rows of table job. Writers of a tenant exclude one another
 * (sql.h), and a claim still proves itself by its lease: the process that was
 * slower than its lease must not finish the job of the one that took over.
 */
#include "job/queue.h"

#include "base/clock.h"
#include "base/shared.h"
#include "base/str.h"
#include "job/job_sql.h"

enum err job_add(struct db *db, struct arena *a, const char *kind,
		 const char *body, int64_t run_at)
{
	int64_t now = clock_now_us();
	enum err err;

	(void)a;
	err = db_send(db, &Q_job_add,
		      ARGS(ARG_INT(db_new_id(db)), ARG_TEXT(kind),
			   ARG_TEXT(body), ARG_INT(run_at ? run_at : now)));
	if (!err)
		shared_wake_jobs(db_tenant(db));
	return err;
}

enum err queue_next_kind(struct db *db, struct arena *a, const char *after,
			 const char **ret_kind, int64_t *ret_run_at)
{
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_job_next_kind, ARGS(ARG_TEXT(after)), &r);

	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	*ret_kind = rows_text(r, 0);
	*ret_run_at = rows_int(r, 1);
	return OK;
}

static enum err find_due(struct db *db, struct arena *a, const char *kind,
			 int64_t now, struct job *ret_job)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_job_due,
			       ARGS(ARG_TEXT(kind), ARG_INT(now)), &r);

	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	ret_job->id = rows_int(r, 0);
	ret_job->kind = kind;
	ret_job->body = rows_text(r, 1);
	ret_job->attempts = rows_int(r, 2);
	return OK;
}

static enum err take(struct db *db, const struct job *job, int64_t now,
		     int64_t until)
{
	int64_t changed;
	enum err err = db_change(
		db, &Q_job_claim,
		ARGS(ARG_INT(job->id), ARG_INT(now), ARG_INT(until)), &changed);

	if (err)
		return err;
	return changed ? OK : ERR_NOT_FOUND;
}

/* A job that has used up its attempts and still lives took its process down
 * with it every time. */
static enum err bury_killer(struct db *db, const struct job *job, int64_t now)
{
	struct claim c = {.job = *job, .leased_until = now};
	enum err err = take(db, job, now, now);

	return err ? err
		   : queue_bury(db, &c, "its process ended before it did");
}

enum err queue_claim(struct db *db, struct arena *a, const struct job_kind *k,
		     struct claim *ret_claim)
{
	int64_t now = clock_now_us();
	int64_t until = now + k->lease_s * (int64_t)SECOND_US;
	struct job job;
	enum err err;

	while (!(err = find_due(db, a, k->kind, now, &job)) &&
	       job.attempts >= k->attempts_max) {
		err = bury_killer(db, &job, now);
		if (err)
			return err;
	}
	if (!err)
		err = take(db, &job, now, until);
	if (err)
		return err;
	job.attempts++;
	*ret_claim = (struct claim){.job = job, .leased_until = until};
	return OK;
}

enum err queue_done(struct db *db, const struct claim *c)
{
	return db_exec(db, &Q_job_done,
		       ARGS(ARG_INT(c->job.id), ARG_INT(c->leased_until)));
}

enum err queue_later(struct db *db, const struct claim *c, int64_t run_at,
		     int64_t attempts, const char *error)
{
	return db_exec(db, &Q_job_later,
		       ARGS(ARG_INT(c->job.id), ARG_INT(c->leased_until),
			    ARG_INT(run_at), ARG_INT(attempts),
			    ARG_TEXT(error)));
}

enum err queue_bury(struct db *db, const struct claim *c, const char *error)
{
	return db_exec(db, &Q_job_bury,
		       ARGS(ARG_INT(c->job.id), ARG_INT(c->leased_until),
			    ARG_INT(clock_now_us()), ARG_TEXT(error)));
}

enum err queue_bury_kind(struct db *db, const char *kind, const char *error)
{
	return db_exec(
		db, &Q_job_bury_kind,
		ARGS(ARG_TEXT(kind), ARG_INT(clock_now_us()), ARG_TEXT(error)));
}

struct every {
	bool alive;
	int64_t dead_id, dead_at; /* 0 = there is no row at all */
};

static enum err look_every(struct db *db, struct arena *a, const char *kind,
			   struct every *ret_every)
{
	struct every e = {0};
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_job_every_alive,
		      ARGS(ARG_TEXT(kind), ARG_TEXT(JOB_EVERY_BODY)), &r);
	if (err)
		return err;
	e.alive = rows_next(r);
	if (!e.alive) {
		err = db_rows(db, a, &Q_job_every_dead,
			      ARGS(ARG_TEXT(kind), ARG_TEXT(JOB_EVERY_BODY)),
			      &r);
		if (err)
			return err;
		if (rows_next(r)) {
			e.dead_id = rows_int(r, 0);
			e.dead_at = rows_int(r, 1);
		}
	}
	*ret_every = e;
	return OK;
}

enum err queue_every_due(struct db *db, struct arena *a,
			 const struct job_kind *k, int64_t *ret_due_at)
{
	struct every e;
	enum err err = look_every(db, a, k->kind, &e);

	if (err)
		return err;
	if (e.alive)
		*ret_due_at = 0;
	else if (e.dead_id)
		*ret_due_at = e.dead_at + k->every_s * (int64_t)SECOND_US;
	else
		*ret_due_at = clock_now_us();
	return OK;
}

/* A dead one is not replaced but woken for one attempt, so that a kind that
 * keeps failing stays one row, and its error stays in sight. */
enum err queue_ensure_every(struct db *db, struct arena *a,
			    const struct job_kind *k)
{
	int64_t now = clock_now_us();
	struct every e;
	enum err err = look_every(db, a, k->kind, &e);

	if (err || e.alive)
		return err;
	if (!e.dead_id)
		return db_send(db, &Q_job_add,
			       ARGS(ARG_INT(db_new_id(db)), ARG_TEXT(k->kind),
				    ARG_TEXT(JOB_EVERY_BODY), ARG_INT(now)));
	if (e.dead_at + k->every_s * (int64_t)SECOND_US > now)
		return OK;
	return db_exec(db, &Q_job_revive,
		       ARGS(ARG_INT(e.dead_id), ARG_INT(now),
			    ARG_INT(k->attempts_max - 1)));
}

enum err job_dead_list(struct db *db, struct arena *a, int limit,
		       struct job_dead **ret_list, size_t *ret_count)
{
	struct job_dead *list;
	struct rows *r;
	size_t n = 0;
	enum err err =
		db_rows(db, a, &Q_job_dead_list, ARGS(ARG_INT(limit)), &r);

	if (err)
		return err;
	list = arena_array(a, rows_count(r), sizeof(*list));
	while (rows_next(r)) {
		list[n++] = (struct job_dead){
			.id = rows_int(r, 0),
			.kind = rows_text(r, 1),
			.attempts = rows_int(r, 2),
			.failed_at = rows_int(r, 3),
			.error = rows_text(r, 4),
		};
	}
	*ret_list = list;
	*ret_count = n;
	return OK;
}

enum err job_retry(struct db *db, int64_t id)
{
	int64_t changed;
	enum err err =
		db_change(db, &Q_job_retry,
			  ARGS(ARG_INT(id), ARG_INT(clock_now_us())), &changed);

	if (err)
		return err;
	shared_wake_jobs(db_tenant(db));
	return changed ? OK : ERR_NOT_FOUND;
}

static bool counts(const struct job_kind *kinds, const struct config *c,
		   const char *name)
{
	for (; kinds->kind; kinds++)
		if (str_same(kinds->kind, name))
			return !kinds->wanted &&
			       (!kinds->ready || kinds->ready(c));
	return false;
}

enum err job_oldest_due(struct db *db, struct arena *a, const struct config *c,
			const struct job_kind *kinds, int64_t *ret_run_at)
{
	int64_t run_at, oldest = 0, now = clock_now_us();
	const char *kind = "";
	enum err err;

	while (!(err = queue_next_kind(db, a, kind, &kind, &run_at))) {
		if (run_at <= now && (!oldest || run_at < oldest) &&
		    counts(kinds, c, kind))
			oldest = run_at;
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*ret_run_at = oldest;
	return OK;
}
