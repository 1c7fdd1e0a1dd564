/*
 * map_pages.c: the built-in map, square by square, as SVG: any browser draws
 * it, it is sharp on every screen, and each asks only for what it shows.
 */
#include "place/map_pages.h"

#include "html/out.h"
#include "http/server.h"
#include "place/map_views.h"
#include "place/place_tpl.h"

/* Coasts stay where they are; a new version of the program may draw better. */
#define BASE_CACHE "public, max-age=604800"

/* A number of a tile: digits, and few of them. */
static enum err tile_number(const struct request *req, int hole, int *ret_n)
{
	int64_t n;
	enum err err = param_int(req, hole, &n);

	if (err || n < 0 || n > 1 << SHORE_ZOOM_MAX)
		return ERR_NOT_FOUND;
	*ret_n = (int)n;
	return OK;
}

enum err map_page_base(struct request *req, struct response *res)
{
	struct shore_tile tile;
	int zoom, x, y;
	struct out o;

	if (tile_number(req, 0, &zoom) || tile_number(req, 1, &x) ||
	    tile_number(req, 2, &y))
		return ERR_NOT_FOUND;
	if (!shore_tile(req->arena, zoom, x, y, &tile))
		return ERR_NOT_FOUND;
	out_init(&o, req->arena, req->lang);
	tpl_place_map_base(&o, &tile);
	res->type = "image/svg+xml";
	res->cache = BASE_CACHE;
	res->body = o.s.ptr;
	res->body_len = o.s.len;
	return OK;
}

void map_pick_make(struct request *req, const struct map_frame *frame,
		   struct map_pick *ret_pick)
{
	*ret_pick = (struct map_pick){
		.frame = *frame,
		.styles = arena_printf(req->arena, "%s %s",
				       asset_path("leaflet.css"),
				       asset_path("map.css")),
		.scripts = arena_printf(req->arena, "%s %s",
					asset_path("leaflet.js"),
					asset_path("map.js")),
	};
}
