/*
 * queue.h: the rows of table job, for the runner. Every function runs inside
 * the caller's transaction.
 */
#ifndef JOB_QUEUE_H
#define JOB_QUEUE_H

#include "job/job.h"

/* The body of the one row a kind with every_s has per tenant. */
#define JOB_EVERY_BODY "{\"every\":1}"

struct claim {
	struct job job;
	int64_t leased_until; /* also the proof that the lease is ours */
};

/* The next kind after the given one that has living jobs, and when its first
 * is to run. ERR_NOT_FOUND: no more. */
MUST_CHECK enum err queue_next_kind(struct db *db, struct arena *a,
				    const char *after, const char **ret_kind,
				    int64_t *ret_run_at);
/* Takes the one that has waited longest. ERR_NOT_FOUND: none is due. */
MUST_CHECK enum err queue_claim(struct db *db, struct arena *a,
				const struct job_kind *k,
				struct claim *ret_claim);
/* What became of it. Quietly nothing when the lease had run out. */
MUST_CHECK enum err queue_done(struct db *db, const struct claim *c);
MUST_CHECK enum err queue_later(struct db *db, const struct claim *c,
				int64_t run_at, int64_t attempts,
				const char *error);
MUST_CHECK enum err queue_bury(struct db *db, const struct claim *c,
			       const char *error);
MUST_CHECK enum err queue_bury_kind(struct db *db, const char *kind,
				    const char *error);
/* Makes sure that a kind with every_s has its row. */
MUST_CHECK enum err queue_ensure_every(struct db *db, struct arena *a,
				       const struct job_kind *k);
/* When the row of such a kind has to be made or revived; 0 = it lives. */
MUST_CHECK enum err queue_every_due(struct db *db, struct arena *a,
				    const struct job_kind *k,
				    int64_t *ret_due_at);

#endif
