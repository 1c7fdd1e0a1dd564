/*
 * stats_store.h: facts, cells and marks as rows. See stats.h for what they are.
 */
#ifndef STATS_STATS_STORE_H
#define STATS_STATS_STORE_H

#include "stats/fact.h"
#include "stats/stats.h"

/* ---- the mark ---- */

struct mark {
	int64_t event_id, matter_id, looked_at;
	bool there, built;
};
MUST_CHECK enum err store_mark(struct db *db, struct arena *a,
			       struct mark *ret_mark);
MUST_CHECK enum err store_mark_first(struct db *db, struct arena *a);
/* ERR_CONFLICT when it is no longer where it was. */
MUST_CHECK enum err store_mark_move(struct db *db, const struct mark *from,
				    const struct mark *to);

/* ---- facts ---- */

MUST_CHECK enum err store_counted(struct db *db, struct arena *a, int64_t id,
				  struct counted *ret_counted);
MUST_CHECK enum err store_counted_after(struct db *db, struct arena *a,
					int64_t after, int64_t limit,
					struct counted **ret_list,
					size_t *ret_count);
MUST_CHECK enum err store_reopened(struct db *db, struct arena *a, int64_t id,
				   int64_t *ret_times);
MUST_CHECK enum err store_fact_put(struct db *db, const struct fact *f);
MUST_CHECK enum err store_fact_drop(struct db *db, int64_t matter_id);
MUST_CHECK enum err store_facts(struct db *db, struct arena *a, int64_t month,
				int64_t after, struct fact **ret_list,
				size_t *ret_count);

/* ---- months ---- */

MUST_CHECK enum err store_month_dirty(struct db *db, int64_t month);
MUST_CHECK enum err store_months_dirty_all(struct db *db);
MUST_CHECK enum err store_months_late(struct db *db, struct arena *a,
				      int64_t from_us, int64_t to_us,
				      int64_t **ret_months, size_t *ret_count);
/* 0 = none. */
MUST_CHECK enum err store_month_next(struct db *db, struct arena *a,
				     int64_t *ret_month);
MUST_CHECK enum err store_month_first(struct db *db, struct arena *a,
				      int64_t *ret_month);
MUST_CHECK enum err store_month_clean(struct db *db, int64_t month);

/* ---- cells ---- */

enum cells { CELLS_OF, CELLS_BY_UNIT, CELLS_BY_TOPIC, CELLS_BETWEEN };
struct cells_wanted {
	enum cells which;
	int64_t unit_id, topic_id, from, to;
};
MUST_CHECK enum err store_cells(struct db *db, struct arena *a,
				const struct cells_wanted *w,
				struct cell **ret_list, size_t *ret_count);
MUST_CHECK enum err store_cells_of_month(struct db *db, struct arena *a,
					 int64_t month, struct cell **ret_list,
					 size_t *ret_count);
MUST_CHECK enum err store_cell_put(struct db *db, struct arena *a,
				   const struct cell *c);
MUST_CHECK enum err store_cell_drop(struct db *db, const struct cell *c);

#endif
