/*
 * public_map_store.h: points and counts out of the database. For public_map.c
 * only.
 */
#ifndef MATTER_PUBLIC_MAP_STORE_H
#define MATTER_PUBLIC_MAP_STORE_H

#include "geo/cell.h"
#include "matter/public_map.h"

/* Zooms whose squares are counted: every second one from the first. */
enum { MAP_COUNT_FIRST = 8, MAP_COUNT_LAST = 16 };

struct map_square {
	int64_t square, n;
};
/* Of one of these zooms, in and around the box. */
MUST_CHECK enum err store_map_counts(struct db *db, struct arena *a,
				     const struct map_want *want, int zoom,
				     struct map_square **ret_list,
				     size_t *ret_count);
/* Those whose cell is in the cover of the box; the caller looks whether it is
 * in the box. */
MUST_CHECK enum err store_map_points(struct db *db, struct arena *a,
				     const struct map_want *want, int limit,
				     struct publication **ret_list,
				     size_t *ret_count);

struct map_open {
	struct geo_box box;
	int64_t since;
	int limit;
};
/* Open ones in the box that arrived since then, the newest first. */
MUST_CHECK enum err store_map_open(struct db *db, struct arena *a,
				   const struct map_open *want,
				   struct publication **ret_list,
				   size_t *ret_count);

#endif
