/*
 * map_source.c: see map_source.h. The cache is DIR/tiles/zoom/x/y; squares of a
 * map are alike for all municipalities of an installation.
 */
#include "place/map_source.h"

#include "base/clock.h"
#include "base/str.h"
#include "geo/cell.h"
#include "http/media.h"
#include "mail/fetch.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { VAIN_S = 60, SWEEP_EVERY = 64, FILES_MAX = 200000 };

static struct {
	const struct config *config;
	struct mbtiles *file;
} source;

static bool is_file(const char *tiles)
{
	size_t n = strlen(tiles);

	return n > 8 && str_same(tiles + n - 8, ".mbtiles");
}

static bool file_ok(const char *path)
{
	struct mbtiles *m;

	if (mbtiles_open(path, &m))
		return false;
	mbtiles_close(m);
	return true;
}

bool map_source_ok(const char *tiles)
{
	if (is_file(tiles))
		return file_ok(tiles);
	return fetch_url_ok(tiles) && strstr(tiles, "{z}") &&
	       strstr(tiles, "{x}") && strstr(tiles, "{y}");
}

enum err map_source_use(const struct config *c)
{
	source.config = c;
	if (!map_source_any() || !is_file(c->tiles))
		return OK;
	return mbtiles_open(c->tiles, &source.file);
}

bool map_source_any(void)
{
	return source.config && !str_empty(source.config->tiles);
}

bool map_source_has_file(void)
{
	return source.file != NULL;
}

const char *map_source_credit(void)
{
	const char *credit = source.config->tiles_credit;

	return credit ? credit : "";
}

int map_source_zoom_max(void)
{
	return source.file ? mbtiles_zoom_max(source.file) : MAP_SOURCE_ZOOM;
}

bool map_tile_near(struct map_tile s, const struct geo_box *box)
{
	double n = (double)(1 << s.zoom);
	double west = s.x / n * 360 - 180, east = (s.x + 1) / n * 360 - 180;
	double north = geo_mercator_lat(s.y / n);
	double south = geo_mercator_lat((s.y + 1) / n);
	double dx = (box->east - box->west) / 4 + 0.05;
	double dy = (box->north - box->south) / 4 + 0.05;

	return west <= box->east + dx && east >= box->west - dx &&
	       south <= box->north + dy && north >= box->south - dy;
}

enum err map_source_read(struct arena *a, struct map_tile s,
			 const char **ret_bytes, size_t *ret_size)
{
	return mbtiles_read(source.file, a, s, ret_bytes, ret_size);
}

/* ---- another server ---- */

const char *map_source_url(struct arena *a, struct map_tile s)
{
	struct str url;

	str_init(&url, a, 200);
	for (const char *t = source.config->tiles; *t;) {
		if (t[0] == '{' && t[1] && t[2] == '}' && strchr("zxy", t[1])) {
			str_printf(&url, "%d",
				   t[1] == 'z'   ? s.zoom
				   : t[1] == 'x' ? s.x
						 : s.y);
			t += 3;
		} else {
			str_putc(&url, *t++);
		}
	}
	return url.ptr;
}

const char *map_source_cache(struct arena *a)
{
	return arena_printf(a, "%s/tiles", source.config->data);
}

const char *map_source_path(struct arena *a, struct map_tile s)
{
	return arena_printf(a, "%s/tiles/%d/%d/%d", source.config->data, s.zoom,
			    s.x, s.y);
}

static bool younger(const char *path, int64_t s)
{
	struct stat st;

	return !stat(path, &st) &&
	       clock_now_us() - (int64_t)st.st_mtim.tv_sec * SECOND_US <
		       s * SECOND_US;
}

bool map_source_fresh(const char *path)
{
	struct arena a = ARENA_INIT;
	bool fresh = younger(path, (int64_t)MAP_CACHE_DAYS * 24 * 3600) ||
		     younger(arena_printf(&a, "%s.vain", path), VAIN_S);

	arena_release(&a);
	return fresh;
}

/* ---- in the process that fetches ---- */

static bool is_picture(const unsigned char *bytes, size_t n)
{
	return str_starts(media_type(bytes, n < MEDIA_BYTES ? n : MEDIA_BYTES),
			  "image/");
}

/* The folders of a path, the cache's own included. */
static void make_folders(struct arena *a, const char *path, const char *cache)
{
	char *copy = arena_strdup(a, path);

	mkdir(cache, 0700);
	for (char *at = copy + strlen(cache) + 1; (at = strchr(at, '/'));
	     at++) {
		*at = '\0';
		mkdir(copy, 0700);
		*at = '/';
	}
}

struct kept {
	const char *path;
	int64_t bytes, at;
};
struct room {
	struct arena *a;
	struct kept *list;
	size_t count;
	int64_t bytes;
};

static void look(struct room *r, const char *folder, int depth)
{
	DIR *d = opendir(folder);
	struct dirent *e;

	while (d && (e = readdir(d)) && r->count < FILES_MAX) {
		const char *path =
			arena_printf(r->a, "%s/%s", folder, e->d_name);
		struct stat st;

		if (e->d_name[0] == '.' || lstat(path, &st))
			continue;
		if (S_ISDIR(st.st_mode) && depth < 3)
			look(r, path, depth + 1);
		if (!S_ISREG(st.st_mode))
			continue;
		r->list[r->count++] =
			(struct kept){path, st.st_blocks * 512, st.st_mtime};
		r->bytes += st.st_blocks * 512;
	}
	if (d)
		closedir(d);
}

static int oldest_first(const void *x, const void *y)
{
	const struct kept *a = x, *b = y;

	return (a->at > b->at) - (a->at < b->at);
}

static void make_room(struct arena *a, const char *cache)
{
	struct room r = {.a = a};

	r.list = arena_array(a, FILES_MAX, sizeof(*r.list));
	look(&r, cache, 0);
	if (r.bytes <= MAP_CACHE_BYTES && r.count < FILES_MAX)
		return;
	qsort(r.list, r.count, sizeof(*r.list), oldest_first);
	for (size_t i = 0; i < r.count; i++) {
		if (r.bytes <= MAP_CACHE_BYTES / 10 * 9 && i >= r.count / 10)
			return;
		unlink(r.list[i].path);
		r.bytes -= r.list[i].bytes;
	}
}

enum err map_source_fetch(const char *url, const char *path, const char *cache)
{
	struct arena a = ARENA_INIT;
	const char *vain = arena_printf(&a, "%s.vain", path);
	enum err err;

	make_folders(&a, path, cache);
	err = fetch_picture(url, path, is_picture);
	if (err)
		close(open(vain, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
			   0600));
	else
		unlink(vain);
	if (getpid() % SWEEP_EVERY == 0)
		make_room(&a, cache);
	arena_release(&a);
	return err;
}
