/*
 * ask_jobs.c: a question nobody answered in time must not keep its matter
 * waiting for ever.
 */
#include "matter/ask_jobs.h"

#include "base/clock.h"
#include "matter/ask.h"
#include "matter/ask_store.h"

enum { BATCH = 100 };

enum err ask_job_wanted(struct db *db, struct arena *a, bool *ret_wanted)
{
	int64_t *ids;
	size_t n;
	enum err err = store_ask_overdue(db, a, clock_now_us(), 1, &ids, &n);

	if (!err)
		*ret_wanted = n > 0;
	return err;
}

static enum err expire(struct db *db, struct arena *a, void *arg)
{
	bool *more = arg;
	int64_t *ids;
	size_t n;
	enum err err =
		store_ask_overdue(db, a, clock_now_us(), BATCH, &ids, &n);

	for (size_t i = 0; i < n && !err; i++)
		err = ask_expire(db, a, ids[i]);
	*more = n == BATCH;
	return err;
}

enum err ask_job_expire(struct job_context *c, const struct job *job)
{
	(void)job;
	return db_write(c->db, c->arena, expire, &c->again);
}
