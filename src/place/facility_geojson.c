/*
 * facility_geojson.c: features as rows of a table. What is wrong with one is
 * found later, by its row.
 */
#include "place/facility_import.h"

#include "base/csv.h"
#include "base/str.h"
#include "tenant/form.h"

#include <jansson.h>
#include <math.h>

enum { COLUMNS = 13, LAT = 6, LON = 7, NAMES = 7 };

/* What other programs call the columns, in their order. */
static const char *const names[COLUMNS][NAMES] = {
	{"code", "id", "tunnus", "nro", "koodi", NULL},
	{"name_fi", "nimi_fi", "nimi", "name", NULL},
	{"name_sv", "nimi_sv", "nimi_se", "namn", NULL},
	{"name_en", "nimi_en", NULL},
	{"kind", "type", "tyyppi", "laji", NULL},
	{"address", "address_fi", "osoite", "katuosoite", "street_address_fi",
	 NULL},
	{"lat", NULL},
	{"lon", NULL},
	{"unit", "yksikko", NULL},
	{"phone", "puhelin", NULL},
	{"hours", "aukiolo", "opening_hours", NULL},
	{"web", "url", "www", "www_fi", NULL},
	{"closed", "suljettu", NULL},
};

static void drop_json(void *json)
{
	json_decref(json);
}

bool facility_is_json(const char *bytes, size_t size)
{
	size_t i = size >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3) ? 3 : 0;

	while (i < size && strchr(" \t\r\n", bytes[i]))
		i++;
	return i < size && (bytes[i] == '{' || bytes[i] == '[');
}

/* ---- the middle of a geometry ---- */

struct middle {
	double x, y, weight; /* of areas: twice the area */
	double sum_x, sum_y, count;
};

static bool position(const json_t *at, double *ret_x, double *ret_y)
{
	const json_t *x = json_array_get(at, 0), *y = json_array_get(at, 1);

	if (!json_is_number(x) || !json_is_number(y))
		return false;
	*ret_x = json_number_value(x);
	*ret_y = json_number_value(y);
	return true;
}

/* A row of positions: its corners, and what it weighs if it is a ring. Around
 * its first corner, so that small areas keep their digits. */
static void add_row(struct middle *m, const json_t *row)
{
	double x0, y0, x, y, was_x = 0, was_y = 0;

	if (!position(json_array_get(row, 0), &x0, &y0))
		return;
	for (size_t i = 0; i < json_array_size(row); i++) {
		double cross;

		if (!position(json_array_get(row, i), &x, &y))
			continue;
		m->sum_x += x;
		m->sum_y += y;
		m->count++;
		cross = was_x * (y - y0) - (x - x0) * was_y;
		m->x += cross * ((was_x + x - x0) / 3 + x0);
		m->y += cross * ((was_y + y - y0) / 3 + y0);
		m->weight += cross;
		was_x = x - x0;
		was_y = y - y0;
	}
}

/* Coordinates are rows in rows; of areas only the outer rings. */
static void add_nested(struct middle *m, const json_t *c, int depth, bool rings)
{
	double x, y;

	if (depth > 4)
		return;
	if (position(json_array_get(c, 0), &x, &y)) {
		add_row(m, c);
		return;
	}
	for (size_t i = 0; i < json_array_size(c); i++) {
		const json_t *part = json_array_get(c, i);

		add_nested(m, part, depth + 1, rings);
		if (rings && position(json_array_get(part, 0), &x, &y))
			return; /* the rest of it are holes */
	}
}

static bool middle_of(const json_t *geometry, double *ret_x, double *ret_y)
{
	const char *type = json_string_value(json_object_get(geometry, "type"));
	const json_t *c = json_object_get(geometry, "coordinates");
	struct middle m = {0};

	if (position(c, ret_x, ret_y))
		return true;
	add_nested(&m, c, 0, type && str_ends(type, "Polygon"));
	if (!(m.count > 0))
		return false;
	*ret_x = m.sum_x / m.count;
	*ret_y = m.sum_y / m.count;
	if (type && str_ends(type, "Polygon") && fabs(m.weight) > 1e-14) {
		*ret_x = m.x / m.weight;
		*ret_y = m.y / m.weight;
	}
	return true;
}

/* ---- rows ---- */

static const char *value_of(struct arena *a, const json_t *v)
{
	if (json_is_string(v))
		return text_line(a, json_string_value(v));
	if (json_is_integer(v))
		return arena_printf(a, "%lld",
				    (long long)json_integer_value(v));
	if (json_is_boolean(v))
		return json_is_true(v) ? "1" : "0";
	return "";
}

/* The first of the names that has a value. */
static const char *property(struct arena *a, const json_t *properties,
			    const char *const *name)
{
	const char *v = "";

	for (; *name && !*v; name++)
		v = value_of(a, json_object_get(properties, *name));
	return v;
}

static void put_feature(struct arena *a, struct str *csv, const json_t *f)
{
	const json_t *p = json_object_get(f, "properties");
	double x, y;
	bool has = middle_of(json_object_get(f, "geometry"), &x, &y);

	for (int i = 0; i < COLUMNS; i++) {
		const char *v = property(a, p, names[i]);

		if (i == 0 && !*v)
			v = value_of(a, json_object_get(f, "id"));
		if (has && (i == LAT || i == LON))
			v = arena_printf(a, "%.7f", i == LAT ? y : x);
		csv_put(csv, v);
	}
	csv_end(csv);
}

bool facility_from_geojson(struct arena *a, const char *bytes, size_t size,
			   struct str *ret_csv)
{
	size_t skip = size >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3) ? 3 : 0;
	json_t *json = json_loadb(bytes + skip, size - skip, 0, NULL);
	const json_t *features;

	if (!json)
		return false;
	arena_defer(a, drop_json, json);
	features = json_object_get(json, "features");
	if (!json_is_array(features))
		return false;
	str_init(ret_csv, a, size);
	csv_begin(ret_csv);
	for (int i = 0; i < COLUMNS; i++)
		csv_put(ret_csv, facility_columns[i]);
	csv_end(ret_csv);
	for (size_t i = 0; i < json_array_size(features); i++)
		put_feature(a, ret_csv, json_array_get(features, i));
	return true;
}
