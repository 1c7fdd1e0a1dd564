/*
 * shore.h: the built-in map: coasts, lakes and islands of Finland, drawn tile
 * by tile, so that there is a map before anybody configures one. The data is
 * data/shore.bin (GSHHG, made by tools/shore.c) and is within the program.
 */
#ifndef GEO_SHORE_H
#define GEO_SHORE_H

#include "base/arena.h"

#include <stdbool.h>

enum {
	SHORE_ZOOM_MAX = 18,
	SHORE_LAYERS = 4,  /* land, lakes, islands, ponds: in this order */
	SHORE_UNITS = 1024 /* a tile's side in the units of its paths */
};

struct shore_tile {
	const char *path[SHORE_LAYERS]; /* of SVG; "" = nothing there */
};
/* False when there is no such tile. */
bool shore_tile(struct arena *a, int zoom, int x, int y,
		struct shore_tile *ret_tile);

#endif
