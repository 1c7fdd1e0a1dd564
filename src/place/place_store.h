/*
 * place_store.h: rows of areas. For place.c only.
 */
#ifndef PLACE_PLACE_STORE_H
#define PLACE_PLACE_STORE_H

#include "place/place.h"

/* A known code keeps its id. */
MUST_CHECK enum err store_area_put(struct db *db, const struct area *x,
				   const char *shape);
MUST_CHECK enum err store_area_delete(struct db *db, int64_t id);
struct area_stamp {
	int64_t count, stamp;
};
MUST_CHECK enum err store_area_stamp(struct db *db, struct arena *a,
				     struct area_stamp *ret_stamp);
/* Those whose shape can be read. */
MUST_CHECK enum err store_area_shapes(struct db *db, struct arena *a,
				      struct area **ret_list,
				      size_t *ret_count);

#endif
