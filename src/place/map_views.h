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

#endif
