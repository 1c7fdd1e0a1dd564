/*
 * job.h: work that happens after COMMIT, kept as rows. At least once: a job
 * may run twice, so its effect carries a stable key. A job that fails waits
 * longer each time and is at last dead: it stays as a row until a person has
 * looked. One bad job never stops the others.
 */
#ifndef JOB_JOB_H
#define JOB_JOB_H

#include "base/config.h"
#include "sql/sql.h"

struct job {
	int64_t id;
	const char *kind;
	const char *body; /* JSON */
	int64_t attempts; /* this one included */
};

struct job_context {
	struct db *db;
	struct arena *arena;
	const struct config *config;
	const char *folder; /* DIR/<slug> */
	char error[200];    /* why it failed: ids and codes, no personal data */
	int rest_s;         /* set by run: all jobs of the kind wait so long,
			       because what they need is away */
	bool again;         /* set by run, for a kind with every_s: there is
			       more, after the others had their turn */
};

/*
 * A row of the const table in app/jobs.c. run() opens its own transactions
 * by db_write, because it also talks to the world outside, and leaves none
 * open. ERR_BUSY from run() means "not now": the job waits backoff_s and the
 * attempt is not counted. The table ends with kind NULL.
 */
struct job_kind {
	const char *kind;
	enum err (*run)(struct job_context *c, const struct job *job);
	int every_s;      /* > 0: also runs by itself that often, per tenant */
	int attempts_max; /* then it is dead: visible, a person must look */
	int backoff_s;    /* first wait; doubles up to 6 h */
	int lease_s;      /* longer than a run may take */
	const char *why;
	/* NULL = always. False: jobs of this kind wait, untouched (no relay). */
	bool (*ready)(const struct config *c);
	/* For a kind with every_s whose work shows in the database: is there any?
	 * Asked in a read transaction, so that an idle night writes nothing. */
	enum err (*wanted)(struct db *db, struct arena *a, bool *ret_wanted);
};

/*
 * Called once a visit to a tenant, between transactions: the slices whose jobs
 * run need to know for whom. app/ sets it, because tenants live above. False:
 * not now. NULL = nobody asks.
 */
extern bool (*job_prepare)(struct db *db);

/* Set in a process whose turns are not those that /health asks for. */
extern bool job_aside;

/* Inside the caller's transaction. run_at 0 = at once. */
MUST_CHECK enum err job_add(struct db *db, struct arena *a, const char *kind,
			    const char *body, int64_t run_at);

/*
 * One turn over all tenants: claims what is due, runs it, marks it. Kinds and
 * tenants take turns, and it returns after about a second so that its caller
 * can see a signal. True: more is due, come back at once. Otherwise come back
 * when shared->jobs_wanted has moved, or after a second.
 */
bool job_turn(struct pool *p, const struct config *c,
	      const struct job_kind *kinds);

/*
 * For a kind with every_s whose work comes in batches: one step after the other
 * while there is more, for some seconds, each with memory of its own. Each is a short write transaction of
 * its own, so that residents hardly wait; and when somebody has to wait all the
 * same the run soon ends, and what is left stays until it runs by itself again.
 */
MUST_CHECK enum err
job_in_batches(struct job_context *c,
	       enum err (*step)(struct db *db, struct arena *a, bool *ret_more),
	       bool *ret_more);

/* A whole number in the job's body. ERR_INVALID when there is none. */
MUST_CHECK enum err job_body_int(const struct job *job, const char *key,
				 int64_t *ret_value);

/* ---- for /health and the administrators' page, in a transaction ---- */

struct job_dead {
	int64_t id;
	const char *kind;
	int64_t attempts;
	int64_t failed_at;
	const char *error;
};
/* Newest first. */
MUST_CHECK enum err job_dead_list(struct db *db, struct arena *a, int limit,
				  struct job_dead **ret_list,
				  size_t *ret_count);
/* A dead job starts over, at once. ERR_NOT_FOUND unless it is dead. */
MUST_CHECK enum err job_retry(struct db *db, int64_t id);
/* When the job that has waited longest was to run; 0 = none waits. Kinds that
 * are not ready, and those with wanted(), do not count. */
MUST_CHECK enum err job_oldest_due(struct db *db, struct arena *a,
				   const struct config *c,
				   const struct job_kind *kinds,
				   int64_t *ret_run_at);

/* ---- the kind "mail" (job/mail_job.c) ---- */

/* False without a relay. */
bool mail_job_ready(const struct config *c);
enum err mail_job_run(struct job_context *c, const struct job *job);

#endif
