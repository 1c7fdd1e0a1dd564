/*
 * map_pages.c: the built-in map, square by square, as SVG: any browser draws
 * it, it is sharp on every screen, and each asks only for what it shows.
 */
#include "place/map_pages.h"

#include "base/str.h"
#include "geo/cell.h"
#include "html/out.h"
#include "http/media.h"
#include "http/server.h"
#include "place/map_source.h"
#include "place/map_views.h"
#include "place/place_tpl.h"

#include <fcntl.h>
#include <unistd.h>

/* Coasts stay where they are; a new version of the program may draw better. */
#define BASE_CACHE "public, max-age=604800"

enum { TILE = 256, STILL_ZOOM = 16, STILL_ZOOM_BASE = 11 };
#define TILE_CACHE "public, max-age=86400"

/* A number of a tile: digits, and few of them. */
static enum err tile_number(const struct request *req, int hole, int max,
			    int *ret_n)
{
	int64_t n;
	enum err err = param_int(req, hole, &n);

	if (err || n < 0 || n > max)
		return ERR_NOT_FOUND;
	*ret_n = (int)n;
	return OK;
}

static enum err square_read(const struct request *req, int zoom_max,
			    struct map_tile *ret_s)
{
	enum err err = tile_number(req, 0, zoom_max, &ret_s->zoom);
	int last = err ? 0 : (1 << ret_s->zoom) - 1;

	if (!err)
		err = tile_number(req, 1, last, &ret_s->x);
	if (!err)
		err = tile_number(req, 2, last, &ret_s->y);
	return err;
}

enum err map_page_base(struct request *req, struct response *res)
{
	struct shore_tile tile;
	struct map_tile s;
	struct out o;

	if (square_read(req, SHORE_ZOOM_MAX, &s) ||
	    !shore_tile(req->arena, s.zoom, s.x, s.y, &tile))
		return ERR_NOT_FOUND;
	out_init(&o, req->arena, req->lang);
	tpl_place_map_base(&o, &tile);
	res->type = "image/svg+xml";
	res->cache = BASE_CACHE;
	res->body = o.s.ptr;
	res->body_len = o.s.len;
	return OK;
}

/* Nobody fetches the whole world through us. */
static enum err tile_read(struct request *req, struct map_tile *ret_s)
{
	struct geo_box box;
	enum err err;

	if (!map_source_any())
		return ERR_NOT_FOUND;
	err = square_read(req, map_source_zoom_max(), ret_s);
	if (!err)
		err = map_around(req->db, &box);
	if (!err && !map_tile_near(*ret_s, &box))
		err = ERR_NOT_FOUND;
	return err;
}

enum err map_page_tile_prepare(struct request *req, struct work *ret_work)
{
	struct map_tile s;
	enum err err = tile_read(req, &s);
	const char *path;

	if (err || map_source_has_file())
		return err;
	path = map_source_path(req->arena, s);
	if (map_source_fresh(path))
		return OK;
	*ret_work = (struct work){
		.kind = WORK_TILE,
		.url = map_source_url(req->arena, s),
		.path = path,
	};
	return OK;
}

/* The first bytes tell what it is. */
static bool file_type(const char *path, const char **ret_type)
{
	unsigned char head[MEDIA_BYTES];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ssize_t n = fd < 0 ? -1 : read(fd, head, sizeof(head));

	if (fd >= 0)
		close(fd);
	*ret_type = n > 0 ? media_type(head, (size_t)n) : "";
	return str_starts(*ret_type, "image/");
}

/* One that is too old is better than none. */
enum err map_page_tile(struct request *req, struct response *res)
{
	struct map_tile s;
	enum err err = tile_read(req, &s);

	if (err)
		return err;
	res->cache = TILE_CACHE;
	if (map_source_has_file()) {
		err = map_source_read(req->arena, s, &res->body,
				      &res->body_len);
		if (!err)
			res->type = media_type((const unsigned char *)res->body,
					       res->body_len < MEDIA_BYTES
						       ? res->body_len
						       : MEDIA_BYTES);
		return err;
	}
	res->file = map_source_path(req->arena, s);
	if (file_type(res->file, &res->type))
		return OK;
	res->file = NULL;
	return ERR_NOT_FOUND;
}

/* "{z}" and the like in the address of a frame. */
static const char *tile_href(struct arena *a, const char *tiles, int zoom,
			     const int at[2])
{
	const char *hole = strstr(tiles, "{z}");

	return arena_printf(a, "%.*s%d/%d/%d", (int)(hole - tiles), tiles, zoom,
			    at[0], at[1]);
}

/* The place is in the middle. The built-in map has nothing to show so near. */
void map_still_make(struct request *req, const struct map_frame *frame,
		    struct geo_point p, struct map_still *ret_still)
{
	int zoom = map_source_any() ? STILL_ZOOM : STILL_ZOOM_BASE;
	int left, top;

	if (zoom > frame->zoom_max)
		zoom = frame->zoom_max;
	*ret_still = (struct map_still){.credit = frame->credit,
					.own = !map_source_any()};
	geo_pixel(p, zoom, &left, &top);
	left -= STILL_WIDTH / 2;
	top -= STILL_HEIGHT / 2;
	for (int y = top / TILE; y <= (top + STILL_HEIGHT - 1) / TILE; y++)
		for (int x = left / TILE; x <= (left + STILL_WIDTH - 1) / TILE;
		     x++) {
			size_t i = ret_still->count++;

			ret_still->tiles[i].href =
				tile_href(req->arena, frame->tiles, zoom,
					  (const int[]){x, y});
			ret_still->tiles[i].x = x * TILE - left;
			ret_still->tiles[i].y = y * TILE - top;
		}
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
