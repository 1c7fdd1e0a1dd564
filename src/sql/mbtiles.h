/*
 * mbtiles.h: a file of map tiles (MBTiles 1.3: SQLite), read only.
 */
#ifndef SQL_MBTILES_H
#define SQL_MBTILES_H

#include "base/arena.h"
#include "base/err.h"

struct mbtiles;

/* ERR_INVALID: no such file, or it holds no pictures (vector tiles, say). */
MUST_CHECK enum err mbtiles_open(const char *path, struct mbtiles **ret_tiles);
/* y counts from the north. */
struct map_tile {
	int zoom, x, y;
};
/* ERR_NOT_FOUND: not in the file. */
MUST_CHECK enum err mbtiles_read(struct mbtiles *m, struct arena *a,
				 struct map_tile t, const char **ret_bytes,
				 size_t *ret_size);
int mbtiles_zoom_max(const struct mbtiles *m);
void mbtiles_close(struct mbtiles *m);

#endif
