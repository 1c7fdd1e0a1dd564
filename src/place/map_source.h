/*
 * map_source.h: what maps are drawn from: the squares of another server, which
 * come through us so that nobody learns who looks at what; a file; or, when
 * the operator names neither, the built-in map.
 */
#ifndef PLACE_MAP_SOURCE_H
#define PLACE_MAP_SOURCE_H

#include "base/arena.h"
#include "base/config.h"
#include "base/err.h"
#include "geo/polygon.h"
#include "sql/mbtiles.h"

#include <stdbool.h>
#include <stdint.h>

enum { MAP_SOURCE_ZOOM = 18, MAP_CACHE_DAYS = 30 };
#define MAP_CACHE_BYTES ((int64_t)500 * 1000 * 1000)

/* Is it an address with {z}, {x} and {y}, or a file.mbtiles that
 * can be read and holds pictures? */
bool map_source_ok(const char *tiles);
/* Once in each process that draws; the config stays. ERR_INVALID: the file
 * cannot be read. */
MUST_CHECK enum err map_source_use(const struct config *c);

bool map_source_any(void);
const char *map_source_credit(void);
int map_source_zoom_max(void);

/* Is it within the box, or just beside it? */
bool map_tile_near(struct map_tile s, const struct geo_box *box);

/* From the file. */
bool map_source_has_file(void);
MUST_CHECK enum err map_source_read(struct arena *a, struct map_tile s,
				    const char **ret_bytes, size_t *ret_size);

/* From another server: where it is fetched from, where it is kept. */
const char *map_source_url(struct arena *a, struct map_tile s);
const char *map_source_path(struct arena *a, struct map_tile s);
/* There is one, young enough; or it was asked for in vain a minute ago. */
bool map_source_fresh(const char *path);

/* In a process of its own: blocks. Then, now and then, makes room. */
MUST_CHECK enum err map_source_fetch(const char *url, const char *path,
				     const char *cache);
const char *map_source_cache(struct arena *a);

#endif
