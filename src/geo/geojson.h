/*
 * geojson.h: areas out of GeoJSON (RFC 7946): a FeatureCollection, a Feature,
 * or a bare geometry, of Polygons and MultiPolygons in degrees of WGS 84.
 */
#ifndef GEO_GEOJSON_H
#define GEO_GEOJSON_H

#include "base/arena.h"
#include "geo/polygon.h"

enum {
	GEO_FEATURES_MAX = 500,
	GEO_POINTS_MAX = 100000, /* of all features together */
};

enum geo_fault {
	GEO_FINE,
	GEO_NOT_JSON,
	GEO_NO_AREAS, /* nothing with a Polygon or MultiPolygon */
	GEO_NO_SHAPE, /* a ring with fewer than three corners, or not numbers */
	GEO_NOT_DEGREES, /* a national grid, or latitude and longitude swapped
			    beyond the poles */
	GEO_TOO_MUCH,
};

struct geo_feature {
	const char *code;    /* property code, id, tunnus or nro; "" = none */
	const char *name[3]; /* fi, sv, en; "" = none. name_fi, nimi_fi, nimi
				or name; name_sv, nimi_sv, nimi_se or namn */
	struct geo_shape shape;
};

/* Points and other geometries are passed over. */
enum geo_fault geojson_read(struct arena *a, const char *bytes, size_t size,
			    struct geo_feature **ret_list, size_t *ret_count);
/* The coordinates of a MultiPolygon, as kept in the database, and back. False
 * for a text that geojson_shape_text() did not write. */
const char *geojson_shape_text(struct arena *a, const struct geo_shape *s);
bool geojson_shape_parse(struct arena *a, const char *text,
			 struct geo_shape *ret_shape);

#endif
