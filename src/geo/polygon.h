/*
 * polygon.h: is a point inside of an area? Pure; degrees of WGS 84 treated as
 * a plane, which is right for areas of a municipality.
 */
#ifndef GEO_POLYGON_H
#define GEO_POLYGON_H

#include <stdbool.h>
#include <stddef.h>

struct geo_point {
	double lon, lat; /* in GeoJSON's order */
};
struct geo_box {
	double west, south, east, north;
};
struct geo_ring {
	struct geo_point *points; /* the last one equals the first, or not */
	size_t count;
};
struct geo_polygon {
	struct geo_ring *rings; /* the outer one, then holes */
	size_t count;
	struct geo_box box;
};
/* Parts that may lie apart. */
struct geo_shape {
	struct geo_polygon *parts;
	size_t count;
	struct geo_box box;
};

/* Sets the boxes of the shape and its parts from its points. */
void geo_measure(struct geo_shape *s);
/* On an edge it may be either: of two neighbours that share it, one has it. */
bool geo_inside(const struct geo_shape *s, struct geo_point p);

#endif
