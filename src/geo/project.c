/*
 * project.c: see project.h. Names as in JHS 197: h, the series; xi and eta, the
 * position on the conformal sphere.
 */
#include "geo/project.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define GRS80_A  6378137.0
#define GRS80_F  (1 / 298.257222101)
#define SCALE    0.9996
#define MERIDIAN (27 * M_PI / 180)
#define EASTING  500000.0

enum { TERMS = 4, NUMBER_MAX = 40 };

struct geo_point geo_from_tm35fin(double n_m, double e_m)
{
	const double n = GRS80_F / (2 - GRS80_F), n2 = n * n, n3 = n2 * n;
	const double radius = GRS80_A / (1 + n) * (1 + n2 / 4 + n2 * n2 / 64);
	const double h[TERMS] = {
		n / 2 - 2 * n2 / 3 + 37 * n3 / 96 - n2 * n2 / 360,
		n2 / 48 + n3 / 15 - 437 * n2 * n2 / 1440,
		17 * n3 / 480 - 37 * n2 * n2 / 840,
		4397 * n2 * n2 / 161280,
	};
	const double e = sqrt(2 * GRS80_F - GRS80_F * GRS80_F);
	const double xi = n_m / (radius * SCALE);
	const double eta = (e_m - EASTING) / (radius * SCALE);
	double xi0 = xi, eta0 = eta, beta, l, q, q1;

	for (int i = 0; i < TERMS; i++) {
		xi0 -= h[i] * sin(2 * (i + 1) * xi) * cosh(2 * (i + 1) * eta);
		eta0 -= h[i] * cos(2 * (i + 1) * xi) * sinh(2 * (i + 1) * eta);
	}
	beta = asin(sin(xi0) / cosh(eta0));
	l = asin(tanh(eta0) / cos(beta));
	q = asinh(tan(beta));
	q1 = q + e * atanh(e * tanh(q));
	for (int i = 0; i < TERMS; i++)
		q1 = q + e * atanh(e * tanh(q1));
	return (struct geo_point){
		.lon = (MERIDIAN + l) * 180 / M_PI,
		.lat = atan(sinh(q1)) * 180 / M_PI,
	};
}

bool geo_from_pair(double y, double x, struct geo_point *ret_point)
{
	/* Where the grid is used, with room: Finland and its waters. */
	if (y >= 6.5e6 && y <= 7.9e6 && x >= 2e4 && x <= 8e5) {
		*ret_point = geo_from_tm35fin(y, x);
		return true;
	}
	/* Written so that NaN fails too. */
	if (!(y >= -90 && y <= 90 && x >= -180 && x <= 180))
		return false;
	*ret_point = (struct geo_point){.lon = x, .lat = y};
	return true;
}

static bool number(const char *text, double *ret_value)
{
	char copy[NUMBER_MAX];
	size_t n = strlen(text);
	char *end;

	if (!n || n >= sizeof(copy) || text[strspn(text, "0123456789+-.,")])
		return false;
	memcpy(copy, text, n + 1);
	for (char *c = copy; *c; c++)
		if (*c == ',')
			*c = '.';
	*ret_value = strtod(copy, &end);
	return !*end;
}

bool geo_from_words(const char *y, const char *x, struct geo_point *ret_point)
{
	double a, b;

	return number(y, &a) && number(x, &b) && geo_from_pair(a, b, ret_point);
}
