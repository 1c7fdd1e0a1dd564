/*
 * map.c: see map.h.
 */
#include "place/map.h"

#include "base/str.h"
#include "geo/shore.h"
#include "place/map_source.h"
#include "place/place.h"

#include <math.h>

static const struct area *border_of(const struct area_book *b)
{
	for (size_t i = 0; i < b->count; i++)
		if (str_same_nocase(b->areas[i].code, AREA_BORDER))
			return &b->areas[i];
	return NULL;
}

/* The border's, or else what all areas have together. */
static bool box_of(const struct area_book *b, struct geo_box *ret_box)
{
	const struct area *border = border_of(b);
	struct geo_box box;

	if (!b->count)
		return false;
	box = border ? border->shape.box : b->areas[0].shape.box;
	for (size_t i = 1; !border && i < b->count; i++) {
		const struct geo_box *x = &b->areas[i].shape.box;

		box = (struct geo_box){
			fmin(box.west, x->west), fmin(box.south, x->south),
			fmax(box.east, x->east), fmax(box.north, x->north)};
	}
	*ret_box = box;
	return true;
}

enum err map_frame(struct db *db, struct arena *a, struct map_frame *ret_frame)
{
	struct map_frame f = {
		.tiles = "/map/base/{z}/{x}/{y}",
		.zoom_max = SHORE_ZOOM_MAX,
		.credit = "GSHHG",
		.box = "",
	};
	const struct area_book *b;
	struct geo_box box;
	enum err err = area_book(db, &b);

	if (err)
		return err;
	if (map_source_any()) {
		f.tiles = "/map/tiles/{z}/{x}/{y}";
		f.zoom_max = map_source_zoom_max();
		f.credit = map_source_credit();
	}
	if (box_of(b, &box))
		f.box = arena_printf(a, "%.4f,%.4f,%.4f,%.4f", box.west,
				     box.south, box.east, box.north);
	*ret_frame = f;
	return OK;
}

enum err map_side(struct db *db, struct geo_point p, enum map_side *ret_side)
{
	const struct area_book *b;
	const struct area *border;
	enum err err = area_book(db, &b);

	if (err)
		return err;
	border = border_of(b);
	*ret_side = !border                         ? MAP_SIDE_UNKNOWN
		    : geo_inside(&border->shape, p) ? MAP_INSIDE
						    : MAP_OUTSIDE;
	return OK;
}

enum err map_around(struct db *db, struct geo_box *ret_box)
{
	const struct area_book *b;
	enum err err = area_book(db, &b);

	if (!err && !box_of(b, ret_box))
		*ret_box = (struct geo_box){19, 59.5, 32, 70.2};
	return err;
}
