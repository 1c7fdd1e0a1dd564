/*
 * facility_store.h: rows of facilities. For facility.c only.
 */
#ifndef PLACE_FACILITY_STORE_H
#define PLACE_FACILITY_STORE_H

#include "place/facility.h"

struct facility_stamp {
	int64_t count, stamp;
};
MUST_CHECK enum err store_facility_stamp(struct db *db, struct arena *a,
					 struct facility_stamp *ret_stamp);
MUST_CHECK enum err store_facilities(struct db *db, struct arena *a,
				     struct facility **ret_list,
				     size_t *ret_count);
/* A known code keeps its id. */
MUST_CHECK enum err store_facility_put(struct db *db, const struct facility *x);

#endif
