/*
 * stats.h: the figures of the promise: what arrived, what was answered and how
 * fast, what waits and what is late, by month, unit and topic.
 *
 * The job "figures" follows the events. It keeps one narrow row a matter
 * (fact.h) and counts a month anew when something of it has changed; pages read
 * the counted cells only. So the figures lag some seconds behind, cost the same
 * with a thousand and a million matters, and stay when matters are erased.
 *
 * Confidential matters are in no cell of a unit or a topic. They are counted
 * together, for the whole municipality, and shown only in months where there
 * are FIGURES_HIDDEN_MIN or more of them: nobody is recognised by a number, and
 * none can be found by taking one table from another.
 *
 * Persons are not ranked and not counted: there is no such column.
 */
#ifndef STATS_STATS_H
#define STATS_STATS_H

#include "sql/sql.h"
#include "stats/figures.h"

/* unit_id and topic_id of a cell: an id, or */
enum { STATS_ALL = 0, STATS_NONE = -1, STATS_CONFIDENTIAL = -2 };

struct cell {
	int64_t month, unit_id, topic_id;
	struct figures f;
};

struct stats_want {
	int64_t from, to;          /* months, both included */
	int64_t unit_id, topic_id; /* STATS_ALL = all */
};

struct stats {
	struct figures total;
	struct cell *months; /* one each, also those without a matter */
	size_t month_count;
	struct cell *units, *topics; /* of the whole time, by id */
	size_t unit_count, topic_count;
	struct figures confidential; /* within total; all of them together */
	struct figures now; /* all that still waits, whenever it arrived */
	int64_t first;      /* the first month there is; 0 = nothing yet */
	bool built;         /* false: still being counted */
};

/* A unit's figures include those of the units below it, a topic's those of the
 * topics below. */
MUST_CHECK enum err stats_read(struct db *db, struct arena *a,
			       const struct stats_want *want,
			       struct stats *ret_stats);
/* Every cell that may be shown, by month, unit and topic. */
MUST_CHECK enum err stats_cells(struct db *db, struct arena *a, int64_t from,
				int64_t to, struct cell **ret_list,
				size_t *ret_count);

/* In a write transaction: everything is counted anew, by the job. */
MUST_CHECK enum err stats_forget(struct db *db);

#endif
