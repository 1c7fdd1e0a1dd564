/*
 * job.h: work that happens after COMMIT, kept as rows. At least once: a job
 * may run twice, so its effect carries a stable key.
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
};

/* A row of the const table in app/jobs.c. run() opens its own transactions
 * by db_write, because it also talks to the world outside. */
struct job_kind {
	const char *kind;
	enum err (*run)(struct job_context *c, const struct job *job);
	int every_s;      /* > 0: also runs by itself that often, per tenant */
	int attempts_max; /* then it is dead: visible, a person must look */
	int backoff_s;    /* first wait; doubles up to 6 h */
	int lease_s;      /* longer than a run may take */
	const char *why;
};

/* Inside the caller's transaction. run_at 0 = at once. */
MUST_CHECK enum err job_add(struct db *db, struct arena *a, const char *kind,
			    const char *body, int64_t run_at);
/* One turn over all tenants: claims what is due, runs it, marks it. */
void job_turn(struct pool *p, const struct config *c,
	      const struct job_kind *kinds);

#endif
