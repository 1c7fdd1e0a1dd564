/*
 * polygon.c: point in polygon by crossings of a ray, holes included.
 */
#include "geo/polygon.h"

#include <math.h>

static const struct geo_box nowhere = {INFINITY, INFINITY, -INFINITY,
				       -INFINITY};

static void grow(struct geo_box *b, double lon, double lat)
{
	b->west = fmin(b->west, lon);
	b->east = fmax(b->east, lon);
	b->south = fmin(b->south, lat);
	b->north = fmax(b->north, lat);
}

static void measure_part(struct geo_polygon *p)
{
	p->box = nowhere;
	for (size_t i = 0; p->count && i < p->rings[0].count; i++)
		grow(&p->box, p->rings[0].points[i].lon,
		     p->rings[0].points[i].lat);
}

void geo_measure(struct geo_shape *s)
{
	s->box = nowhere;
	for (size_t i = 0; i < s->count; i++) {
		measure_part(&s->parts[i]);
		grow(&s->box, s->parts[i].box.west, s->parts[i].box.south);
		grow(&s->box, s->parts[i].box.east, s->parts[i].box.north);
	}
}

static bool in_box(const struct geo_box *b, struct geo_point p)
{
	return p.lon >= b->west && p.lon <= b->east && p.lat >= b->south &&
	       p.lat <= b->north;
}

/* Does a ray to the east cross this edge? An edge holds its lower end and not
 * its upper one, so that a corner counts once. */
static bool crosses(struct geo_point a, struct geo_point b, struct geo_point p)
{
	if ((a.lat > p.lat) == (b.lat > p.lat))
		return false;
	return p.lon <
	       a.lon + (p.lat - a.lat) / (b.lat - a.lat) * (b.lon - a.lon);
}

static bool odd_crossings(const struct geo_ring *r, struct geo_point p)
{
	bool odd = false;

	for (size_t i = 0, before = r->count - 1; i < r->count; before = i++)
		odd ^= crosses(r->points[before], r->points[i], p);
	return odd;
}

/* A hole lies within the outer ring, so each ring turns the answer. */
static bool in_part(const struct geo_polygon *part, struct geo_point p)
{
	bool inside = false;

	if (!in_box(&part->box, p))
		return false;
	for (size_t i = 0; i < part->count; i++)
		inside ^= odd_crossings(&part->rings[i], p);
	return inside;
}

bool geo_inside(const struct geo_shape *s, struct geo_point p)
{
	bool inside = false;

	if (!in_box(&s->box, p))
		return false;
	for (size_t i = 0; i < s->count && !inside; i++)
		inside = in_part(&s->parts[i], p);
	return inside;
}
