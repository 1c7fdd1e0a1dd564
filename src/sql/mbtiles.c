/*
 * mbtiles.c: see mbtiles.h. A file on a disk of ours: reading a tile takes
 * some tens of microseconds and waits for nobody.
 */
#include "sql/mbtiles.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

struct mbtiles {
	sqlite3 *handle;
	sqlite3_stmt *tile;
	int zoom_max;
};

static const char tile_text[] =
	"SELECT tile_data FROM tiles "
	"WHERE zoom_level = ?1 AND tile_column = ?2 AND tile_row = ?3";
static const char zoom_text[] =
	"SELECT COALESCE((SELECT CAST(value AS INTEGER) FROM metadata "
	"WHERE name = 'maxzoom'), (SELECT MAX(zoom_level) FROM tiles)) "
	"WHERE COALESCE((SELECT value FROM metadata WHERE name = 'format'), "
	"'png') IN ('png', 'jpg', 'jpeg', 'webp')";

static enum err read_zoom(struct mbtiles *m)
{
	sqlite3_stmt *s = NULL;
	enum err err = ERR_INVALID;

	if (!sqlite3_prepare_v2(m->handle, zoom_text, -1, &s, NULL) &&
	    sqlite3_step(s) == SQLITE_ROW) {
		m->zoom_max = sqlite3_column_int(s, 0);
		err = OK;
	}
	sqlite3_finalize(s);
	return err;
}

enum err mbtiles_open(const char *path, struct mbtiles **ret_tiles)
{
	struct mbtiles *m = calloc(1, sizeof(*m));

	if (!m)
		abort();
	if (sqlite3_open_v2(path, &m->handle,
			    SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) ||
	    sqlite3_prepare_v2(m->handle, tile_text, -1, &m->tile, NULL) ||
	    read_zoom(m)) {
		mbtiles_close(m);
		return ERR_INVALID;
	}
	*ret_tiles = m;
	return OK;
}

enum err mbtiles_read(struct mbtiles *m, struct arena *a, struct map_tile t,
		      const char **ret_bytes, size_t *ret_size)
{
	enum err err = ERR_NOT_FOUND;

	sqlite3_bind_int(m->tile, 1, t.zoom);
	sqlite3_bind_int(m->tile, 2, t.x);
	sqlite3_bind_int(m->tile, 3, (1 << t.zoom) - 1 - t.y); /* TMS */
	if (sqlite3_step(m->tile) == SQLITE_ROW) {
		const char *bytes = sqlite3_column_blob(m->tile, 0);

		*ret_size = (size_t)sqlite3_column_bytes(m->tile, 0);
		*ret_bytes = arena_strndup(a, bytes ? bytes : "", *ret_size);
		err = OK;
	}
	sqlite3_reset(m->tile);
	return err;
}

int mbtiles_zoom_max(const struct mbtiles *m)
{
	return m->zoom_max;
}

void mbtiles_close(struct mbtiles *m)
{
	sqlite3_finalize(m->tile);
	sqlite3_close(m->handle);
	free(m);
}
