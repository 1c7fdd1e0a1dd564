/*
 * geojson.c: see geojson.h. jansson refuses bad UTF-8 and deep nesting.
 */
#include "geo/geojson.h"

#include "base/str.h"

#include <jansson.h>

struct reader {
	struct arena *arena;
	struct geo_feature *list;
	size_t count, points;
	enum geo_fault fault;
};

static void drop_json(void *json)
{
	json_decref(json);
}

static bool fail(struct reader *r, enum geo_fault why)
{
	if (!r->fault)
		r->fault = why;
	return false;
}

/* ---- shapes ---- */

static bool read_point(struct reader *r, const json_t *json,
		       struct geo_point *to)
{
	const json_t *lon = json_array_get(json, 0),
		     *lat = json_array_get(json, 1);

	if (!json_is_number(lon) || !json_is_number(lat))
		return fail(r, GEO_NO_SHAPE);
	*to = (struct geo_point){json_number_value(lon),
				 json_number_value(lat)};
	if (!(to->lon >= -180 && to->lon <= 180 && to->lat >= -90 &&
	      to->lat <= 90))
		return fail(r, GEO_NOT_DEGREES);
	return true;
}

static bool read_ring(struct reader *r, const json_t *json, struct geo_ring *to)
{
	const size_t n = json_array_size(json);

	r->points += n;
	if (r->points > GEO_POINTS_MAX)
		return fail(r, GEO_TOO_MUCH);
	if (n < 3)
		return fail(r, GEO_NO_SHAPE);
	to->points = arena_array(r->arena, n, sizeof(*to->points));
	to->count = n;
	for (size_t i = 0; i < n; i++)
		if (!read_point(r, json_array_get(json, i), &to->points[i]))
			return false;
	return true;
}

static bool read_part(struct reader *r, const json_t *json,
		      struct geo_polygon *to)
{
	const size_t n = json_array_size(json);

	if (!n)
		return fail(r, GEO_NO_SHAPE);
	to->rings = arena_array(r->arena, n, sizeof(*to->rings));
	to->count = n;
	for (size_t i = 0; i < n; i++)
		if (!read_ring(r, json_array_get(json, i), &to->rings[i]))
			return false;
	return true;
}

static bool read_parts(struct reader *r, const json_t *json,
		       struct geo_shape *to)
{
	const size_t n = json_array_size(json);

	if (!n)
		return fail(r, GEO_NO_SHAPE);
	to->parts = arena_array(r->arena, n, sizeof(*to->parts));
	to->count = n;
	for (size_t i = 0; i < n; i++)
		if (!read_part(r, json_array_get(json, i), &to->parts[i]))
			return false;
	geo_measure(to);
	return true;
}

static const char *type_of(const json_t *json)
{
	const char *type = json_string_value(json_object_get(json, "type"));

	return type ? type : "";
}

static bool is_area(const json_t *geometry)
{
	return str_same(type_of(geometry), "Polygon") ||
	       str_same(type_of(geometry), "MultiPolygon");
}

static bool read_geometry(struct reader *r, const json_t *geometry,
			  struct geo_shape *to)
{
	const json_t *coordinates = json_object_get(geometry, "coordinates");

	if (str_same(type_of(geometry), "MultiPolygon"))
		return read_parts(r, coordinates, to);
	to->parts = arena_array(r->arena, 1, sizeof(*to->parts));
	to->count = 1;
	if (!read_part(r, coordinates, &to->parts[0]))
		return false;
	geo_measure(to);
	return true;
}

/* ---- features ---- */

/* The first of the names that is there, numbers as text. */
static const char *property(struct reader *r, const json_t *properties,
			    const char *const *names)
{
	for (; *names; names++) {
		const json_t *v = json_object_get(properties, *names);

		if (json_is_integer(v))
			return arena_printf(r->arena, "%lld",
					    (long long)json_integer_value(v));
		if (json_is_string(v) && !str_empty(json_string_value(v)))
			return str_trim(r->arena, json_string_value(v));
	}
	return "";
}

static void read_names(struct reader *r, const json_t *feature,
		       struct geo_feature *to)
{
	static const char *const codes[] = {"code", "id", "tunnus", "nro",
					    NULL};
	static const char *const names[3][5] = {
		{"name_fi", "nimi_fi", "nimi", "name", NULL},
		{"name_sv", "nimi_sv", "nimi_se", "namn", NULL},
		{"name_en", "nimi_en", NULL},
	};
	const json_t *p = json_object_get(feature, "properties");

	to->code = property(r, p, codes);
	for (int i = 0; i < 3; i++)
		to->name[i] = property(r, p, names[i]);
}

static bool read_feature(struct reader *r, const json_t *feature)
{
	const json_t *geometry = json_object_get(feature, "geometry");

	if (!is_area(geometry))
		return true;
	if (r->count == GEO_FEATURES_MAX)
		return fail(r, GEO_TOO_MUCH);
	read_names(r, feature, &r->list[r->count]);
	return read_geometry(r, geometry, &r->list[r->count++].shape);
}

static void read_bare(struct reader *r, const json_t *geometry)
{
	r->list[0] = (struct geo_feature){.code = "", .name = {"", "", ""}};
	r->count = 1;
	(void)read_geometry(r, geometry, &r->list[0].shape);
}

static void read_any(struct reader *r, const json_t *json)
{
	const json_t *features = json_object_get(json, "features");

	if (is_area(json)) {
		read_bare(r, json);
		return;
	}
	if (str_same(type_of(json), "Feature"))
		(void)read_feature(r, json);
	for (size_t i = 0; i < json_array_size(features); i++)
		if (!read_feature(r, json_array_get(features, i)))
			return;
	if (!r->count)
		(void)fail(r, GEO_NO_AREAS);
}

static json_t *load(struct arena *a, const char *bytes, size_t size)
{
	json_t *json = json_loadb(bytes, size, 0, NULL);

	if (json)
		arena_defer(a, drop_json, json);
	return json;
}

enum geo_fault geojson_read(struct arena *a, const char *bytes, size_t size,
			    struct geo_feature **ret_list, size_t *ret_count)
{
	struct reader r = {.arena = a};
	const json_t *json = load(a, bytes, size);

	if (!json)
		return GEO_NOT_JSON;
	r.list = arena_array(a, GEO_FEATURES_MAX, sizeof(*r.list));
	read_any(&r, json);
	if (r.fault)
		return r.fault;
	*ret_list = r.list;
	*ret_count = r.count;
	return GEO_FINE;
}

/* ---- as kept ---- */

static void write_ring(struct str *s, const struct geo_ring *r)
{
	str_putc(s, '[');
	for (size_t i = 0; i < r->count; i++)
		str_printf(s, "%s[%.6f,%.6f]", i ? "," : "", r->points[i].lon,
			   r->points[i].lat);
	str_putc(s, ']');
}

static void write_part(struct str *s, const struct geo_polygon *p)
{
	str_putc(s, '[');
	for (size_t i = 0; i < p->count; i++) {
		if (i)
			str_putc(s, ',');
		write_ring(s, &p->rings[i]);
	}
	str_putc(s, ']');
}

const char *geojson_shape_text(struct arena *a, const struct geo_shape *shape)
{
	struct str s;

	str_init(&s, a, 1024);
	str_putc(&s, '[');
	for (size_t i = 0; i < shape->count; i++) {
		if (i)
			str_putc(&s, ',');
		write_part(&s, &shape->parts[i]);
	}
	str_putc(&s, ']');
	return s.ptr;
}

bool geojson_shape_parse(struct arena *a, const char *text,
			 struct geo_shape *ret_shape)
{
	struct reader r = {.arena = a};
	const json_t *json = load(a, text, strlen(text));

	return json && read_parts(&r, json, ret_shape);
}
