/*
 * public_box.h: what is public within a box of the map, the newest first, a
 * page at a time; and what is near a point.
 */
#ifndef MATTER_PUBLIC_BOX_H
#define MATTER_PUBLIC_BOX_H

#include "geo/polygon.h"
#include "matter/matter.h"

/* "west,south,east,north" in degrees, as GeoJSON orders them; false for
 * anything else, a box over the 180th meridian too. */
bool box_parse(const char *text, struct geo_box *ret_box);
/* A finite number and what follows it. */
bool box_number(const char **text, double *ret_value);

/* As publication_page(), the newest first; total is not known where many lie
 * in the box. */
MUST_CHECK enum err public_box_page(struct db *db, struct arena *a,
				    const struct publication_filter *f,
				    const struct geo_box *box,
				    struct publication_page *ret_page);

struct public_near {
	struct publication p;
	int metres;
};
struct public_nears {
	struct public_near *list; /* the nearest first */
	size_t count;
};
/* Without the matter itself. Where max and more are very near, farther ones
 * are not among them. */
MUST_CHECK enum err public_near(struct db *db, struct arena *a,
				const struct publication *of, int metres,
				size_t max, struct public_nears *ret_near);

#endif
