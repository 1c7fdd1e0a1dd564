/*
 * map_views.h: what maps need to be drawn.
 */
#ifndef PLACE_MAP_VIEWS_H
#define PLACE_MAP_VIEWS_H

#include "geo/shore.h"
#include "html/words.h"
#include "http/http.h"
#include "place/map.h"

/* Choosing a place in a form that has the fields lat and lon; what draws the
 * map is fetched only when somebody opens it. */
struct map_pick {
	struct map_frame frame;
	const char *styles, *scripts; /* addresses, spaces between */
};
void map_pick_make(struct request *req, const struct map_frame *frame,
		   struct map_pick *ret_pick);

/* A small map of one place, without scripts. */
enum { STILL_WIDTH = 512, STILL_HEIGHT = 256, STILL_TILES = 6 };
struct map_still {
	struct {
		const char *href;
		int x, y; /* of its corner in the picture */
	} tiles[STILL_TILES];
	size_t count; /* 0 = no place */
	const char *credit;
	bool own; /* drawn from the built-in map */
};
void map_still_make(struct request *req, const struct map_frame *frame,
		    struct geo_point p, struct map_still *ret_still);

#endif
