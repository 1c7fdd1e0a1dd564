/*
 * public_map.h: published messages on a map. Where there are few, each of
 * them; where there are many, how many in each square of a grid.
 */
#ifndef MATTER_PUBLIC_MAP_H
#define MATTER_PUBLIC_MAP_H

#include "geo/polygon.h"
#include "matter/matter.h"
#include "place/map.h"

enum {
	MAP_ZOOM_MAX = 18,
	MAP_POINTS_MAX = 600, /* each of so many is known; more are counted */
};

struct map_want {
	struct geo_box box;
	int zoom; /* of the map that shows it: spots are some 50 pixels apart */
	struct publication_filter filter; /* its order is not asked */
};

/* One message, or several that lie too near to be told apart. */
struct map_spot {
	struct geo_point at;
	int64_t n;
	const struct publication *list; /* all n of them, or NULL: not known */
};

struct map_answer {
	const struct map_spot *spots;
	size_t count;
	int64_t total; /* of all spots */
	/* Of a filter that is not counted by squares, where many pass: these
	 * are some of the newest; nearer, all are shown. */
	bool newest_only;
	/* all of them, newest first; none when they were counted only */
	const struct publication *list;
	size_t list_count;
};

/* Of the box, and of squares that reach into it when they are counted. Of a
 * publication in a list: what a row shows; text is its beginning. */
MUST_CHECK enum err public_map(struct db *db, struct arena *a,
			       const struct map_want *want,
			       struct map_answer *ret_answer);

/* As map_frame(); without a border it begins where there is something. */
MUST_CHECK enum err public_map_frame(struct db *db, struct arena *a,
				     struct map_frame *ret_frame);

#endif
