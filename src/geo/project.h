/*
 * project.h: from the national grid to degrees.
 *
 * ETRS-TM35FIN (EPSG:3067): a transverse Mercator of the ellipsoid GRS 80,
 * central meridian 27 E, scale 0.9996, false easting 500 000 m, as the
 * recommendation JHS 197 (annex 1) gives it: Krüger's series, exact to less
 * than a millimetre in Finland. WGS 84 and ETRS 89 differ by less than a metre.
 */
#ifndef GEO_PROJECT_H
#define GEO_PROJECT_H

#include "geo/polygon.h"

/* Northing and easting in metres. */
struct geo_point geo_from_tm35fin(double n, double e);
/*
 * A pair as it stands in tables: degrees of WGS 84 (lat, lon), or metres of
 * ETRS-TM35FIN (N, E), which no degrees can be mistaken for. False: neither.
 */
bool geo_from_pair(double y, double x, struct geo_point *ret_point);
/* The two as typed, each with a point or a comma. False also for no numbers. */
bool geo_from_words(const char *y, const char *x, struct geo_point *ret_point);

#endif
