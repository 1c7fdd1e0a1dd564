/*
 * runner.c: takes jobs and runs them, one at a time, in turns.
 *
 * The claim, the run and the verdict are three transactions: a run may talk to
 * a mail relay for a minute, and nobody waits for it with a lock. A process
 * that dies in between leaves a lease that runs out.
 */
#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "base/shared.h"
#include "base/str.h"
#include "job/queue.h"

enum {
	TURN_US = SECOND_US, /* how long a turn goes on */
	LOOK_S = 5,          /* a tenant is looked at this often anyway */
	BATCH = 8,           /* jobs of one kind before the next has its turn */
	RUN_BYTES = 64 << 20, /* memory of one run */
	BACKOFF_MAX_S = 6 * 3600,
	KINDS_RESTING_MAX = 8,
	KIND_MAX = 40, /* letters of a kind's name */
};

struct turn {
	struct pool *pool;
	const struct config *config;
	const struct job_kind *kinds;
	int64_t until; /* mono */
};

/* What one tenant's visit needs. */
struct visit {
	const struct turn *turn;
	struct db *db;
	struct arena *arena;
	int64_t tenant;
	const char *folder;
	char *kind;       /* where the last turn ended; of KIND_MAX */
	int64_t next_due; /* the earliest job that is not due yet */
	bool more;        /* something is still due */
};

bool (*job_prepare)(struct db *db);
bool job_aside;

static void turns_go_on(void)
{
	if (shared && !job_aside)
		atomic_store(&shared->jobs_seen_us, clock_mono_us());
}

static bool over(const struct turn *t)
{
	return clock_mono_us() >= t->until;
}

static const struct job_kind *kind_find(const struct job_kind *kinds,
					const char *name)
{
	for (; kinds->kind; kinds++)
		if (str_same(kinds->kind, name))
			return kinds;
	return NULL;
}

static bool is_every(const struct job_kind *k, const struct job *job)
{
	return k->every_s > 0 && str_same(job->body, JOB_EVERY_BODY);
}

static const char *err_word(enum err err)
{
	static const char *const words[ERR__MAX] = {
		[OK] = "ok",
		[ERR_INVALID] = "invalid",
		[ERR_DENIED] = "denied",
		[ERR_LOGIN] = "login",
		[ERR_NOT_FOUND] = "not found",
		[ERR_CONFLICT] = "conflict",
		[ERR_TOO_LARGE] = "too large",
		[ERR_BUSY] = "busy",
		[ERR_UNAVAILABLE] = "unavailable",
		[ERR_INTERNAL] = "internal",
	};

	return err < ERR__MAX && words[err] ? words[err] : "unknown";
}

/* The first wait, doubled with every attempt, up to six hours; a quarter of
 * it by chance, so that what failed together does not come back together. */
static int64_t backoff_us(const struct job_kind *k, int64_t attempts)
{
	int64_t wait_s = k->backoff_s > 0 ? k->backoff_s : 1;
	uint16_t dice;

	while (attempts-- > 1 && wait_s < BACKOFF_MAX_S)
		wait_s *= 2;
	if (wait_s > BACKOFF_MAX_S)
		wait_s = BACKOFF_MAX_S;
	random_bytes(&dice, sizeof(dice));
	return wait_s * SECOND_US + wait_s * SECOND_US / 4 * dice / 65536;
}

/* ---- kinds that rest ---- */

static struct rest {
	const struct job_kind *kind;
	int64_t until; /* clock */
} rests[KINDS_RESTING_MAX];

/* The kind's own, or the one that is over first. */
static struct rest *rest_of(const struct job_kind *k)
{
	struct rest *found = rests;
	size_t i;

	for (i = 0; i < KINDS_RESTING_MAX; i++) {
		if (rests[i].kind == k)
			return &rests[i];
		if (rests[i].until < found->until)
			found = &rests[i];
	}
	return found;
}

static void rest(const struct job_kind *k, int rest_s)
{
	*rest_of(k) =
		(struct rest){k, clock_now_us() + rest_s * (int64_t)SECOND_US};
}

/* A clock that was set back must not make a rest endless. */
static bool resting(const struct job_kind *k)
{
	const struct rest *r = rest_of(k);
	int64_t left = r->until - clock_now_us();

	return r->kind == k && left > 0 && left < HOUR_US;
}

static bool may_run(const struct turn *t, const struct job_kind *k)
{
	return (!k->ready || k->ready(t->config)) && !resting(k);
}

/* ---- the verdict ---- */

struct verdict {
	const struct job_kind *kind;
	const struct claim *claim;
	enum err err;
	const char *error;
	bool again;
};

static enum err write_verdict(struct db *db, struct arena *a, void *arg)
{
	const struct verdict *v = arg;
	const struct job *job = &v->claim->job;
	int64_t now = clock_now_us();

	(void)a;
	if (!v->err && !is_every(v->kind, job))
		return queue_done(db, v->claim);
	if (!v->err)
		return queue_later(
			db, v->claim,
			v->again ? now
				 : now + v->kind->every_s * (int64_t)SECOND_US,
			0, "");
	if (v->err == ERR_BUSY)
		return queue_later(db, v->claim, now + backoff_us(v->kind, 1),
				   job->attempts - 1, v->error);
	if (job->attempts >= v->kind->attempts_max)
		return queue_bury(db, v->claim, v->error);
	return queue_later(db, v->claim,
			   now + backoff_us(v->kind, job->attempts),
			   job->attempts, v->error);
}

static void log_verdict(const struct verdict *v, int64_t took_us)
{
	const struct job *job = &v->claim->job;
	bool last = job->attempts >= v->kind->attempts_max;

	if (!v->err && is_every(v->kind, job))
		log_debug("job ran: kind=%s id=%lld ms=%lld", job->kind,
			  (long long)job->id, (long long)took_us / 1000);
	else if (!v->err)
		log_info("job ran: kind=%s id=%lld attempt=%lld ms=%lld",
			 job->kind, (long long)job->id,
			 (long long)job->attempts, (long long)took_us / 1000);
	else if (v->err == ERR_BUSY)
		log_info("job waits: kind=%s id=%lld why=\"%s\"", job->kind,
			 (long long)job->id, v->error);
	else
		log_line(last ? LOG_ERROR : LOG_WARN,
			 "job %s: kind=%s id=%lld attempt=%lld why=\"%s\"",
			 last ? "dead" : "failed", job->kind,
			 (long long)job->id, (long long)job->attempts,
			 v->error);
}

/* ---- a run ---- */

/* Back here with an error also when the run's memory is used up. */
static enum err run_guarded(struct job_context *c, const struct job_kind *k,
			    const struct job *job)
{
	jmp_buf out;
	enum err err;

	c->arena->limit = RUN_BYTES;
	c->arena->unwind = &out;
	if (setjmp(out)) {
		c->arena->unwind = NULL;
		c->arena->limit = 0;
		db_write_abort(c->db);
		db_read_end(c->db);
		snprintf(c->error, sizeof(c->error), "out of memory");
		return ERR_INTERNAL;
	}
	err = k->run(c, job);
	c->arena->unwind = NULL;
	c->arena->limit = 0;
	if (err && !c->error[0])
		snprintf(c->error, sizeof(c->error), "%s", err_word(err));
	return err;
}

static enum err run_claimed(struct visit *v, const struct job_kind *k,
			    const struct claim *claim)
{
	struct arena a = ARENA_INIT;
	struct job_context c = {
		.db = v->db,
		.arena = &a,
		.config = v->turn->config,
		.folder = v->folder,
	};
	struct verdict verdict = {.kind = k, .claim = claim, .error = c.error};
	int64_t started = clock_mono_us();
	char scope[40];
	enum err err;

	snprintf(scope, sizeof(scope), "job-%lld", (long long)claim->job.id);
	log_scope(v->tenant, scope);
	verdict.err = run_guarded(&c, k, &claim->job);
	verdict.again = c.again;
	if (c.rest_s > 0)
		rest(k, c.rest_s);
	err = db_write(v->db, &a, write_verdict, &verdict);
	log_verdict(&verdict, clock_mono_us() - started);
	if (err)
		log_warn("job's end not written, it will run again: id=%lld",
			 (long long)claim->job.id);
	arena_release(&a);
	log_scope(v->tenant, "jobs");
	turns_go_on();
	return err;
}

struct want {
	const struct job_kind *kind;
	struct claim claim;
};

static enum err claim_in_write(struct db *db, struct arena *a, void *arg)
{
	struct want *w = arg;
	enum err err = queue_claim(db, a, w->kind, &w->claim);

	/* Buried ones stay buried when none was left to take. */
	if (err == ERR_NOT_FOUND) {
		w->claim.job.id = 0;
		return OK;
	}
	return err;
}

/* Up to BATCH jobs of one kind. */
static enum err run_kind(struct visit *v, const struct job_kind *k)
{
	const struct turn *t = v->turn;
	struct want w = {.kind = k};
	enum err err = OK;
	int n;

	for (n = 0; n < BATCH && !over(t); n++) {
		if (!may_run(t, k))
			return OK;
		err = db_write(v->db, v->arena, claim_in_write, &w);
		if (err || w.claim.job.id == 0)
			return err;
		err = run_claimed(v, k, &w.claim);
		if (err)
			return err;
	}
	v->more = true;
	return OK;
}

static enum err bury_unknown(struct db *db, struct arena *a, void *arg)
{
	(void)a;
	return queue_bury_kind(db, arg, "this program knows no such kind");
}

/* ---- what a tenant has to do ---- */

static enum err is_wanted(struct visit *v, const struct job_kind *k,
			  bool *ret_wanted)
{
	enum err err;

	if (!k->wanted) {
		*ret_wanted = true;
		return OK;
	}
	err = db_read_begin(v->db);
	if (err)
		return err;
	err = k->wanted(v->db, v->arena, ret_wanted);
	db_read_end(v->db);
	return err;
}

/* One kind of which there are living jobs, the first of them to run at. */
static enum err visit_kind(struct visit *v, const char *name, int64_t run_at)
{
	const struct job_kind *k = kind_find(v->turn->kinds, name);
	bool wanted = true;
	enum err err;

	if (!k) {
		log_error("jobs of an unknown kind are dead now: kind=%s",
			  name);
		return db_write(v->db, v->arena, bury_unknown, (void *)name);
	}
	if (run_at > clock_now_us()) {
		if (run_at < v->next_due)
			v->next_due = run_at;
		return OK;
	}
	if (!may_run(v->turn, k))
		return OK;
	err = is_wanted(v, k, &wanted);
	if (err || !wanted)
		return err;
	return run_kind(v, k);
}

static enum err next_kind(struct visit *v, const char *after,
			  const char **ret_kind, int64_t *ret_run_at)
{
	enum err err = db_read_begin(v->db);

	if (err)
		return err;
	err = queue_next_kind(v->db, v->arena, after, ret_kind, ret_run_at);
	db_read_end(v->db);
	return err;
}

/* A kind that cannot be looked at does not keep the others waiting. */
static enum err visit_one(struct visit *v, const char *name, int64_t run_at)
{
	enum err err = visit_kind(v, name, run_at);

	if (err && !db_lost(v->db)) {
		log_warn("kind not looked at: kind=%s why=\"%s\"", name,
			 err_word(err));
		return OK;
	}
	return err;
}

/* Once round all kinds, from after where the last turn ended. */
static enum err visit_living(struct visit *v)
{
	const char *kind = v->kind;
	bool round = str_empty(v->kind);
	int64_t run_at;
	enum err err = OK;

	while (!err && !over(v->turn)) {
		err = next_kind(v, kind, &kind, &run_at);
		if (err == ERR_NOT_FOUND && !round) {
			round = true;
			kind = "";
			err = OK;
			continue;
		}
		if (err ||
		    (round && !str_empty(v->kind) && strcmp(kind, v->kind) > 0))
			break;
		err = visit_one(v, kind, run_at);
	}
	v->more |= over(v->turn);
	snprintf(v->kind, KIND_MAX, "%s", over(v->turn) ? kind : "");
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err ensure_in_write(struct db *db, struct arena *a, void *arg)
{
	return queue_ensure_every(db, a, arg);
}

static enum err every_due(struct visit *v, const struct job_kind *k,
			  int64_t *ret_due_at)
{
	enum err err = db_read_begin(v->db);

	if (err)
		return err;
	err = queue_every_due(v->db, v->arena, k, ret_due_at);
	db_read_end(v->db);
	return err;
}

/* Kinds that run by themselves have a row each. */
static enum err visit_every(struct visit *v)
{
	const struct job_kind *k;
	int64_t due_at;
	enum err err;

	for (k = v->turn->kinds; k->kind; k++) {
		if (k->every_s <= 0)
			continue;
		err = every_due(v, k, &due_at);
		if (!err && due_at && due_at <= clock_now_us())
			err = db_write(v->db, v->arena, ensure_in_write,
				       (void *)k);
		if (err)
			return err;
	}
	return OK;
}

/* ---- which tenants to look at ---- */

/* Remembered per process, so that a quiet tenant costs nothing. */
struct look {
	int64_t tenant;
	int64_t next_us; /* clock */
	int64_t seen;    /* shared->jobs_of then */
	char kind[KIND_MAX];
};
static struct look looks[SHARED_WAITERS];

static struct look *look_of(int64_t tenant)
{
	struct look *l = &looks[tenant % SHARED_WAITERS];

	if (l->tenant != tenant)
		*l = (struct look){.tenant = tenant};
	return l;
}

static int64_t wakes_of(int64_t tenant)
{
	return shared ? atomic_load(&shared->jobs_of[tenant % SHARED_WAITERS])
		      : 0;
}

static bool look_due(const struct look *l)
{
	int64_t now = clock_now_us();

	return now >= l->next_us ||
	       l->next_us > now + 2 * LOOK_S * (int64_t)SECOND_US ||
	       wakes_of(l->tenant) != l->seen;
}

/* A wake may have come before its COMMIT, so after one we look once more. */
static void look_plan(struct look *l, const struct visit *v, int64_t wakes)
{
	int64_t now = clock_now_us();
	int64_t next = now + LOOK_S * (int64_t)SECOND_US;

	if (wakes != l->seen)
		next = now + SECOND_US / 2;
	if (v->more)
		next = now;
	if (v->next_due < next)
		next = v->next_due;
	l->next_us = next;
	l->seen = wakes;
}

static enum err visit_open(struct visit *v)
{
	struct pool *p = v->turn->pool;
	enum err err = pool_folder(p, v->arena, v->tenant, &v->folder);

	if (!err)
		err = pool_get(p, v->tenant, &v->db);
	if (!err && job_prepare && !job_prepare(v->db))
		err = ERR_UNAVAILABLE;
	if (!err)
		err = visit_every(v);
	if (!err)
		err = visit_living(v);
	if (v->db && db_lost(v->db))
		pool_drop(p, v->tenant);
	return err;
}

static bool visit(const struct turn *t, int64_t tenant)
{
	struct arena a = ARENA_INIT;
	struct look *l = look_of(tenant);
	int64_t wakes = wakes_of(tenant);
	struct visit v = {
		.turn = t,
		.arena = &a,
		.tenant = tenant,
		.kind = l->kind,
		.next_due = INT64_MAX,
	};
	enum err err;

	if (!look_due(l))
		return false;
	log_scope(tenant, "jobs");
	err = visit_open(&v);
	if (err)
		log_warn("jobs not looked at: why=\"%s\"", err_word(err));
	look_plan(l, &v, wakes);
	arena_release(&a);
	log_scope(0, "jobs");
	return v.more && !err;
}

bool job_turn(struct pool *p, const struct config *c,
	      const struct job_kind *kinds)
{
	static size_t first; /* the tenant whose turn it is */
	struct turn t = {p, c, kinds, clock_mono_us() + TURN_US};
	struct arena a = ARENA_INIT;
	struct sql_tenant *list;
	size_t i, n = 0;
	bool more = false;

	turns_go_on();
	if (pool_tenants(p, &a, &list, &n))
		log_warn("jobs not looked at: why=\"no list of tenants\"");
	for (i = 0; i < n && !over(&t); i++)
		more |= visit(&t, list[(first + i) % n].id);
	if (n > 0)
		first = (first + i) % n;
	arena_release(&a);
	return more || i < n;
}
