/*
 * facet_store.h: rows of facets and the mark of their walk. For this folder
 * only.
 */
#ifndef MATTER_FACET_STORE_H
#define MATTER_FACET_STORE_H

#include "matter/facet.h"

/* With their stamp, and whether the walk is over. */
MUST_CHECK enum err store_facets(struct db *db, struct arena *a,
				 struct facets *ret_facets);

struct facet_mark {
	int64_t stamp, areas_stamp, walked_id, until_id;
};
/* areas_stamp -1: the walk has never begun. */
MUST_CHECK enum err store_facet_mark(struct db *db, struct arena *a,
				     struct facet_mark *ret_mark);
MUST_CHECK enum err store_facet_walk_begin(struct db *db, struct arena *a,
					   int64_t areas_stamp);
/* ERR_CONFLICT when somebody else was faster. */
MUST_CHECK enum err store_facet_walk_move(struct db *db, int64_t from,
					  int64_t to);

struct facet_walked {
	int64_t matter_id, cell;
	const char *areas;
	bool in_facet;
};
MUST_CHECK enum err store_facet_walk_next(struct db *db, struct arena *a,
					  const struct facet_mark *m, int limit,
					  struct facet_walked **ret_list,
					  size_t *ret_count);
MUST_CHECK enum err store_facet_areas(struct db *db, int64_t matter_id,
				      const char *areas);

#endif
