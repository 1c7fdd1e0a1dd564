/*
 * roll.h: counts a month anew. Not for other slices.
 */
#ifndef STATS_ROLL_H
#define STATS_ROLL_H

#include "stats/stats_store.h"

/* All cells of the month as they stand at `now`; in a read transaction. */
MUST_CHECK enum err roll_count(struct db *db, struct arena *a, int64_t month,
			       int64_t now, struct cell **ret_list,
			       size_t *ret_count);
/* Counts it and writes what has changed; ERR_CONFLICT when facts came in
 * between. */
MUST_CHECK enum err roll_month(struct db *db, struct arena *a, int64_t month,
			       const struct mark *mark);

#endif
