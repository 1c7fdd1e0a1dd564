/*
 * map.h: where a municipality's maps begin, what they are drawn from, and
 * where it ends.
 *
 * An area whose code is AREA_BORDER is the municipality itself: its border. A
 * place beyond it is asked about, never refused: somebody may mean it.
 */
#ifndef PLACE_MAP_H
#define PLACE_MAP_H

#include "geo/polygon.h"
#include "sql/sql.h"

#define AREA_BORDER "kunta"

struct map_frame {
	const char *tiles; /* an address with {z}, {x} and {y} */
	int zoom_max;
	const char *credit; /* whose map it is */
	const char *box;    /* "west,south,east,north" to begin with; "" =
			       wherever there is something to show */
};
MUST_CHECK enum err map_frame(struct db *db, struct arena *a,
			      struct map_frame *ret_frame);

/* Where maps of it are looked at: its border's box, or Finland. */
MUST_CHECK enum err map_around(struct db *db, struct geo_box *ret_box);

enum map_side { MAP_SIDE_UNKNOWN, MAP_INSIDE, MAP_OUTSIDE };
/* Of the border, if it is known. */
MUST_CHECK enum err map_side(struct db *db, struct geo_point p,
			     enum map_side *ret_side);

#endif
