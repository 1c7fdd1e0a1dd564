/*
 * cell.h: places as numbers that an index can hold. A cell is the Morton code
 * of the web-mercator position at zoom 26 (0.3 m in Helsinki): the bits of x
 * and y in turns, so that every tile of every zoom is one range of numbers,
 * and a box of the map is a few of them.
 */
#ifndef GEO_CELL_H
#define GEO_CELL_H

#include "geo/polygon.h"

#include <stdint.h>

enum { CELL_ZOOM = 26, CELL_RANGES = 16 };

/* Latitudes beyond 85.05 are drawn in to it: web-mercator ends there. */
int64_t cell_of(struct geo_point p);
/* Where it is on a map of that zoom whose tiles are 256 pixels wide. */
void geo_pixel(struct geo_point p, int zoom, int *ret_x, int *ret_y);
/* Its middle. */
struct geo_point cell_middle(int64_t cell);
/* The number of the square of that zoom that holds the cell: a Morton code
 * again, of zoom bits for each of x and y. */
int64_t cell_at_zoom(int64_t cell, int zoom);

struct cell_range {
	int64_t first, last; /* both are within */
};
/* The cells of a square of that zoom. */
struct cell_range cell_square(int64_t square, int zoom);
/* A row of the map, 0 in the north to 1 in the south, as a latitude. */
double geo_mercator_lat(double row);
struct geo_point cell_square_middle(int64_t square, int zoom);
/* Has it a part in the box? */
bool cell_touches(const struct geo_box *box, int64_t square, int zoom);
/* How many squares of that zoom have. */
int64_t cell_squares(const struct geo_box *box, int zoom);
/* At most CELL_RANGES ranges, in order and apart, that together hold every
 * cell of the box and as few others as they can. How many. */
int cell_cover(const struct geo_box *box,
	       struct cell_range ret_ranges[CELL_RANGES]);

#endif
