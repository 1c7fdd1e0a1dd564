/*
 * batch.h: one act on many matters. Each matter has its own fate: its version
 * is checked, its rules are asked, what fails is undone alone and said. What
 * became of each is kept, so that the page can be looked at again and a form
 * that comes twice shows it instead of acting twice.
 */
#ifndef MATTER_BATCH_H
#define MATTER_BATCH_H

#include "matter/matter.h"

enum batch_act {
	BATCH_ROUTE,
	BATCH_NOTE,
	BATCH_ANSWER,
	BATCH_CLOSE,
	BATCH__COUNT
};
extern const char *const batch_act_names[BATCH__COUNT]; /* as in SQL */
MUST_CHECK enum err batch_act_parse(const char *name, enum batch_act *ret_act);

enum batch_result {
	BATCH_DONE,
	BATCH_CHANGED, /* somebody was faster */
	BATCH_REFUSED, /* the rules do not allow it */
	BATCH_UNSEEN,  /* confidential: nobody would see it there */
	BATCH_GONE,    /* not this person's to see any more */
	BATCH__RESULTS
};

enum { BATCH_MAX = QUEUE_PAGE };
struct batch_item {
	int64_t matter_id;
	int64_t version; /* that the person saw */
	enum batch_result result;
};
struct batch {
	int64_t id, staff_id;
	enum batch_act act;
	struct batch_item *items;
	size_t count;
};

/* Does the act to each, inside of the request's transaction, keeps the
 * results and gives the batch its id. An error is one of the whole. */
MUST_CHECK enum err batch_run(struct db *db, struct batch *b,
			      enum err (*one)(void *arg, int64_t matter_id,
					      int64_t version),
			      void *arg);
/* ERR_NOT_FOUND, also for what somebody else did. */
MUST_CHECK enum err batch_get(struct db *db, struct arena *a,
			      const struct session *s, int64_t id,
			      struct batch *ret_batch);
/* Those made before. */
MUST_CHECK enum err batch_forget(struct db *db, int64_t before_us);

#endif
