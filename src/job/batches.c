/*
 * batches.c: work in batches beside residents who write.
 */
#include "base/clock.h"
#include "job/job.h"

enum { RUN_US = 3 * SECOND_US, GIVE_WAY_US = SECOND_US / 4 };

enum err job_in_batches(struct job_context *c,
			enum err (*step)(struct db *db, struct arena *a,
					 bool *ret_more),
			bool *ret_more)
{
	int64_t started = clock_mono_us(), took = 0;
	bool waited = false;
	enum err err = OK;

	*ret_more = true;
	while (!err && *ret_more && took < (waited ? GIVE_WAY_US : RUN_US)) {
		struct arena a = ARENA_INIT;

		err = step(c->db, &a, ret_more);
		arena_release(&a);
		waited |= db_kept_waiting(c->db);
		took = clock_mono_us() - started;
	}
	c->again = *ret_more && !waited;
	return err;
}
