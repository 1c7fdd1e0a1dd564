/*
 * facility_import.h: facilities from a table or from GeoJSON: what would
 * happen, and doing it.
 *
 * A table is CSV with the columns below. GeoJSON is a FeatureCollection of
 * points, lines and areas (of which the middle is taken) whose properties have
 * these names, or the usual Finnish ones. It becomes such a table first, so
 * that both are judged alike: the first feature is row 2.
 */
#ifndef PLACE_FACILITY_IMPORT_H
#define PLACE_FACILITY_IMPORT_H

#include "place/facility.h"
#include "tenant/import.h"

enum { FACILITY_FILE_MAX = 6 * 1024 * 1024 };

/* In this order when written. */
extern const char *const facility_columns[];

struct facility_import {
	struct import_plan plan;
	struct facility *list; /* as they would be, one for each line */
};

/* Nothing is written. All of it is in the arena, about 50 MB of the largest. */
MUST_CHECK enum err facility_import_plan(struct db *db, struct arena *a,
					 enum lang lang,
					 const struct import_source *source,
					 struct facility_import *ret_import);
/* All of it. Only for a plan without errors. */
MUST_CHECK enum err facility_import_apply(struct db *db, struct arena *a,
					  int64_t staff_id,
					  const struct facility_import *i);
/* All facilities as such a table. */
MUST_CHECK enum err facility_export(struct db *db, struct arena *a,
				    const char **ret_csv, size_t *ret_len);

/* ---- facility_geojson.c ---- */

bool facility_is_json(const char *bytes, size_t size);
/* As a table of facility_columns; false: no JSON, or no collection. */
bool facility_from_geojson(struct arena *a, const char *bytes, size_t size,
			   struct str *ret_csv);

#endif
