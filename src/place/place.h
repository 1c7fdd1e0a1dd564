/*
 * place.h: the areas of a municipality: districts, maintenance contracts,
 * school districts. Drawn elsewhere and brought here as GeoJSON; which unit
 * looks after what where is decided by matter/routing.h.
 */
#ifndef PLACE_PLACE_H
#define PLACE_PLACE_H

#include "base/lang.h"
#include "geo/geojson.h"
#include "sql/sql.h"

enum { AREA_CODE_MAX = 40, AREA_NAME_MAX = 100 };

struct area {
	int64_t id;
	const char *code;
	const char *name[LANG__COUNT];
	struct geo_shape shape; /* only in area_book */
};

/* Without their shapes, by Finnish name. */
MUST_CHECK enum err area_list(struct db *db, struct arena *a,
			      struct area **ret_list, size_t *ret_count);
const struct area *area_find(const struct area *list, size_t count, int64_t id);
const char *area_name(const struct area *x, enum lang lang);

/* What an import did, or why it did nothing. */
struct area_import {
	enum geo_fault fault;
	bool unnamed; /* a feature has neither a code nor a name, or too long
			 ones */
	bool twice;   /* two features share a code */
	size_t added, changed;
};
/* All or nothing. A feature whose code is known gives that area a new shape
 * and name. With the event of who did it, unless a command did (staff_id 0).
 * ERR_INVALID: ret says why. */
MUST_CHECK enum err area_import(struct db *db, struct arena *a,
				int64_t staff_id, const char *bytes,
				size_t size, struct area_import *ret);
MUST_CHECK enum err area_remove(struct db *db, struct arena *a,
				int64_t staff_id, int64_t id);

/*
 * All areas with their shapes, kept per process. Looked after every 2 s, read
 * anew only when one has changed: a submission waits for no polygons. Good
 * until the handler returns.
 */
struct area_book {
	const struct area *areas;
	size_t count;
};
MUST_CHECK enum err area_book(struct db *db, const struct area_book **ret_book);
bool area_holds(const struct area_book *b, int64_t area_id, struct geo_point p);
/* Another one whenever an area came, went or was drawn anew. */
MUST_CHECK enum err area_version(struct db *db, struct arena *a,
				 int64_t *ret_version);

#endif
