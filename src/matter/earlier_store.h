/*
 * earlier_store.h: rows of what was answered before.
 */
#ifndef MATTER_EARLIER_STORE_H
#define MATTER_EARLIER_STORE_H

#include "matter/earlier.h"

MUST_CHECK enum err store_earlier_newest(struct db *db, struct arena *a,
					 const struct matter *m, int limit,
					 struct earlier **ret_list,
					 size_t *ret_count);
/* In the box of lat and lon degrees around the matter's point. */
struct box {
	double lat_from, lat_to, lon_from, lon_to;
	int limit;
};
MUST_CHECK enum err store_earlier_near(struct db *db, struct arena *a,
				       const struct matter *m,
				       const struct box *box,
				       struct earlier **ret_list,
				       size_t *ret_count);
MUST_CHECK enum err store_earlier(struct db *db, struct arena *a, int64_t id,
				  int64_t topic_id,
				  struct earlier *ret_earlier);
/* "" when none is left. */
MUST_CHECK enum err store_earlier_answer(struct db *db, struct arena *a,
					 int64_t id, const char **ret_text);

#endif
