/*
 * tick_run.c: the transactions of a tick.
 *
 * A handler's only effect is in the database, so a request may be run again
 * when the database asks for it: once, and alone.
 */
#include "app/tick.h"

#include "app/health.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/shared.h"
#include "base/str.h"
#include "http/problem.h"
#include "staff/staff.h"

#include <setjmp.h>

/* Room a request whose arena is spent still gets for its error page. */
enum { LAST_WORDS_BYTES = 256 * 1024 };

static void answered(struct tick *t, struct exchange *x)
{
	x->req.db = NULL;
	xlist_add(&t->done, x);
}

/* The page of a status; no handler is asked. */
static void answer_status(struct tick *t, struct exchange *x, int status)
{
	struct arena *a = x->req.arena;

	if (a->limit)
		a->limit = a->used + LAST_WORDS_BYTES;
	tenant_now_set(pending_of(x)->tenant);
	x->res = (struct response){.status = status};
	problem_page(&x->req, &x->res, status);
	x->res.status = status;
	answered(t, x);
}

static void answer_all(struct tick *t, struct xlist *q, int status)
{
	struct exchange *x = NULL;

	while ((x = xlist_take(q)))
		answer_status(t, x, status);
}

static void database_away(struct tick *t, struct xlist *q, struct db *db)
{
	int64_t tenant = pending_of(q->first)->tenant->id;

	if (db) {
		log_error("database: %s", db_error(db));
		if (db_lost(db))
			pool_drop(t->pool, tenant);
	}
	answer_all(t, q, 503);
}

/* ---- one request ---- */

static bool for_staff(const struct request *req)
{
	return str_starts(req->path, "/staff");
}

static enum err find_session(struct request *req)
{
	const char *token = req_cookie(req, SESSION_COOKIE);
	enum err err = OK;

	req->session = NULL;
	if (str_empty(token))
		return OK;
	err = session_find(req->db, req->arena, token, &req->session);
	if (err == ERR_LOGIN)
		return OK;
	if (!err && for_staff(req) && str_empty(req_arg(req, "lang")))
		req->lang = req->session->lang;
	return err;
}

/* An exhausted arena unwinds to here; dispatch has its own place. */
static enum err find_session_safely(struct request *req)
{
	jmp_buf unwind;
	enum err err = OK;

	if (setjmp(unwind)) {
		req->arena->unwind = NULL;
		return ERR_UNAVAILABLE;
	}
	req->arena->unwind = &unwind;
	err = find_session(req);
	req->arena->unwind = NULL;
	return err;
}

/* It may be its second run: everything but what was read is fresh. */
static enum err bind_to(struct exchange *x, struct db *db)
{
	x->req.db = db;
	x->res = (struct response){.status = 200};
	log_scope(x->req.tenant, x->req.id);
	tenant_now_set(pending_of(x)->tenant);
	return find_session_safely(&x->req);
}

void run_anywhere(struct tick *t, struct exchange *x)
{
	log_scope(0, x->req.id);
	tenant_now_set(NULL);
	x->res = (struct response){.status = 200};
	if (x->req.route->handler(&x->req, &x->res))
		answer_status(t, x, 500);
	else
		answered(t, x);
}

/* ---- parking ---- */

static void came_back(struct helper_job *job, enum err err)
{
	struct exchange *x = job->owner;
	struct tick *t = pending_of(x)->tick;

	if (err) {
		log_scope(x->req.tenant, x->req.id);
		log_error("helper lost");
		answer_status(t, x, problem_status(err));
		tick_wake(t);
		return;
	}
	tick_add(t, x);
}

static void park(struct tick *t, struct exchange *x)
{
	struct pending *p = pending_of(x);
	enum err err = OK;

	p->job = (struct helper_job){
		.work = &p->work,
		.arena = x->req.arena,
		.done = came_back,
		.owner = x,
	};
	if (p->work.kind == WORK_TILE || p->work.kind == WORK_PLACES)
		err = tiles_ask(t->tiles, &p->job);
	else
		err = helper_ask(t->helper, &p->job);
	if (err)
		answer_status(t, x, problem_status(err));
}

static enum err prepare(struct tick *t, struct exchange *x)
{
	struct pending *p = pending_of(x);
	enum err err = http_prepare(&x->req, &x->res, &p->work);

	if (err) {
		answered(t, x);
		return err;
	}
	p->prepared = true;
	x->req.prepared = &p->work;
	x->req.db = NULL;
	if (p->work.kind != WORK_NONE)
		park(t, x);
	else if (x->req.route->effect == WRITE)
		xlist_add(&t->writes, x);
	else
		tick_add(t, x); /* the next turn reads it */
	return OK;
}

/* ---- reading ---- */

static enum err read_one(struct tick *t, struct exchange *x, struct db *db)
{
	const struct route *r = x->req.route;
	enum err err = bind_to(x, db);

	if (err) {
		answer_status(t, x, 503);
		return err;
	}
	if (r->prepare && !pending_of(x)->prepared)
		return prepare(t, x);
	err = http_dispatch(&x->req, &x->res);
	answered(t, x);
	return err;
}

/* Until one fails: what failed may have spoilt the snapshot for the others. */
static enum err read_until_error(struct tick *t, struct xlist *group,
				 struct db *db)
{
	enum err err = db_read_begin(db);

	if (err)
		return err;
	while (group->first && !err)
		err = read_one(t, xlist_take(group), db);
	db_read_end(db);
	return db_lost(db) ? ERR_UNAVAILABLE : OK;
}

void run_reads(struct tick *t, struct xlist *group)
{
	int64_t tenant = pending_of(group->first)->tenant->id;
	struct db *db = NULL;
	enum err err = pool_get(t->pool, tenant, &db);

	while (!err && group->first)
		err = read_until_error(t, group, db);
	if (err && group->first)
		database_away(t, group, db);
	else if (err)
		pool_drop(t->pool, tenant);
}

/* ---- writing ---- */

static bool broken(const struct db *db)
{
	return db_lost(db) || db_retry_singly(db);
}

/* Its answer is an error page; what it wrote goes. */
static enum err refuse_write(struct exchange *x, struct db *db, int status)
{
	x->res = (struct response){.status = status};
	problem_page(&x->req, &x->res, status);
	x->res.status = status;
	pending_of(x)->failed = true;
	return db_save_undo(db);
}

/* What was sent without waiting may fail only here. */
static enum err keep(struct exchange *x, struct db *db)
{
	enum err err = db_save_keep(db);

	if (!err)
		return OK;
	if (broken(db))
		return ERR_UNAVAILABLE;
	log_error("not kept: route=%s why=\"%s\"", x->req.route->path,
		  db_error(db));
	return refuse_write(x, db, problem_status(err));
}

/* What it wrote goes; what its page has shown is written down all the same. */
static enum err refused(struct exchange *x, struct db *db)
{
	enum err err = db_save_undo(db);

	if (err || !x->res.lasting)
		return err;
	err = db_save(db);
	if (err)
		return err;
	err = http_dispatch_lasting(&x->req, &x->res);
	if (broken(db))
		return ERR_UNAVAILABLE;
	pending_of(x)->failed = err != OK;
	return err ? db_save_undo(db) : keep(x, db);
}

/* An error means that the whole transaction is of no use any more. */
static enum err write_one(struct exchange *x, struct db *db)
{
	struct pending *p = pending_of(x);
	enum err err = db_save(db);

	if (err)
		return err;
	p->failed = false;
	err = bind_to(x, db);
	if (err && !broken(db))
		return refuse_write(x, db, 503);
	if (!err)
		err = http_dispatch(&x->req, &x->res);
	if (broken(db))
		return ERR_UNAVAILABLE;
	p->failed = err || x->res.status >= 400;
	return p->failed ? refused(x, db) : keep(x, db);
}

static void move_all(struct xlist *from, struct xlist *to)
{
	struct exchange *x = NULL;

	while ((x = xlist_take(from)))
		xlist_add(to, x);
}

/* Nothing of these was kept: once more, alone, or never. */
static void run_again(struct tick *t, struct xlist *ran)
{
	struct exchange *x = NULL;

	while ((x = xlist_take(ran))) {
		if (pending_of(x)->singly) {
			answer_status(t, x, 503);
			continue;
		}
		pending_of(x)->singly = true;
		xlist_add(&t->writes, x);
	}
}

/* db may be NULL. */
static void cannot_write(struct tick *t, struct xlist *q, struct db *db)
{
	health_wrote(pending_of(q->first)->tenant->id, false);
	database_away(t, q, db);
}

static void write_failed(struct tick *t, struct xlist *ran, struct db *db)
{
	db_write_abort(db);
	if (db_retry_singly(db))
		run_again(t, ran);
	else
		cannot_write(t, ran, db);
}

static enum err write_some(struct xlist *group, struct db *db,
			   struct xlist *ran, int64_t *ret_kept)
{
	int64_t until = clock_mono_us() + TICK_WRITE_US;
	enum err err = OK;

	while (group->first && !err) {
		struct exchange *x = xlist_take(group);

		xlist_add(ran, x);
		err = write_one(x, db);
		*ret_kept += !err && !pending_of(x)->failed;
		if (clock_mono_us() >= until)
			break;
	}
	return err;
}

static void write_batch(struct tick *t, struct xlist *group, struct db *db)
{
	struct xlist ran = {NULL, NULL};
	int64_t kept = 0, jobs = shared->jobs_wanted;
	enum err err = write_some(group, db, &ran, &kept);

	move_all(group, &t->writes);
	if (!err && kept)
		err = db_write_commit(db);
	else if (!err)
		db_write_abort(db);
	if (err) {
		write_failed(t, &ran, db);
		return;
	}
	if (kept)
		health_wrote(db_tenant(db), true);
	shared->writes += kept;
	/* Who was woken by the row came before its COMMIT: once more. */
	if (shared->jobs_wanted != jobs)
		shared_wake_jobs(db_tenant(db));
	for (struct exchange *x = xlist_take(&ran); x; x = xlist_take(&ran))
		answered(t, x);
}

static void drop_overdue(struct tick *t, struct xlist *group)
{
	int64_t oldest = clock_mono_us() - TICK_BUSY_MS * INT64_C(1000);
	struct xlist keep = {NULL, NULL};
	struct exchange *x = NULL;

	while ((x = xlist_take(group))) {
		if (x->arrived_us < oldest)
			answer_status(t, x, 503);
		else
			xlist_add(&keep, x);
	}
	*group = keep;
}

static void wait_for_lock(struct tick *t, struct xlist *group)
{
	t->blocked = true;
	drop_overdue(t, group);
	move_all(group, &t->writes);
}

void run_writes(struct tick *t, struct xlist *group)
{
	struct db *db = NULL;
	enum err err =
		pool_get(t->pool, pending_of(group->first)->tenant->id, &db);

	if (!err)
		err = db_write_begin(db);
	if (err == ERR_BUSY)
		wait_for_lock(t, group);
	else if (err)
		cannot_write(t, group, db);
	else
		write_batch(t, group, db);
}
