/*
 * test_geo.c: points in areas, and areas out of GeoJSON.
 */
#include "base/str.h"
#include "geo/geojson.h"
#include "tap.h"

static struct arena arena = ARENA_INIT;
static struct arena *const a = &arena;

static enum geo_fault read(const char *json, struct geo_feature **ret_list,
			   size_t *ret_count)
{
	return geojson_read(a, json, strlen(json), ret_list, ret_count);
}

static struct geo_shape shape_of(const char *geometry)
{
	struct geo_feature *list;
	size_t n;

	if (read(geometry, &list, &n) || n != 1)
		printf("Bail out! %s\n", geometry);
	return list[0].shape;
}

static bool in(const struct geo_shape *s, double lon, double lat)
{
	return geo_inside(s, (struct geo_point){lon, lat});
}

/* A square of 10 with a hole of 2 in it, and an island apart. */
static const char land[] =
	"{\"type\":\"MultiPolygon\",\"coordinates\":[[[[20,60],[30,60],[30,70],"
	"[20,70],[20,60]],[[24,64],[26,64],[26,66],[24,66],[24,64]]],"
	"[[[40,60],[41,60],[40.5,61]]]]}";

static void test_inside(void)
{
	struct geo_shape s = shape_of(land), again;

	ok(in(&s, 21, 61) && in(&s, 29.9, 69.9), "within");
	ok(!in(&s, 25, 65), "not in the hole");
	ok(in(&s, 25, 63.9) && in(&s, 26.1, 65), "around the hole");
	ok(!in(&s, 31, 65) && !in(&s, 25, 59) && !in(&s, 19, 65), "outside");
	ok(in(&s, 40.5, 60.5) && !in(&s, 40.1, 60.9), "the island, in its box "
						      "but not beside it");
	ok(geojson_shape_parse(a, geojson_shape_text(a, &s), &again),
	   "written and read");
	ok(again.count == 2 && again.parts[0].count == 2 &&
		   !in(&again, 25, 65) && in(&again, 40.5, 60.5),
	   "it is the same");
	ok(!geojson_shape_parse(a, "[[[[1,2]]]]", &again) &&
		   !geojson_shape_parse(a, "nonsense", &again),
	   "what we did not write is not read");
}

/* A concave one: the letter U. */
static void test_concave(void)
{
	struct geo_shape s =
		shape_of("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[9,0],"
			 "[9,9],[6,9],[6,3],[3,3],[3,9],[0,9]]]}");

	ok(in(&s, 1, 8) && in(&s, 8, 8) && in(&s, 4.5, 1), "the strokes of U");
	ok(!in(&s, 4.5, 5), "not between them");
}

/* Neighbours share their edges and corners; each place has one of them. */
static void test_neighbours(void)
{
	struct geo_shape tiles[9];
	bool one = true;

	for (int i = 0; i < 9; i++) {
		int x = i % 3, y = i / 3;

		tiles[i] = shape_of(arena_printf(
			a,
			"{\"type\":\"Polygon\",\"coordinates\":[[[%d,%d],"
			"[%d,%d],[%d,%d],[%d,%d],[%d,%d]]]}",
			x, y, x + 1, y, x + 1, y + 1, x, y + 1, x, y));
	}
	for (int i = 0; i < 30; i++)
		for (int j = 0; j < 30; j++) {
			int found = 0;

			for (int t = 0; t < 9; t++)
				found += in(&tiles[t], i / 10.0, j / 10.0);
			one &= found == 1;
		}
	ok(one, "900 places of a chequered town lie in one tile each");
}

static enum geo_fault fault_of(const char *json)
{
	struct geo_feature *list;
	size_t n;

	return read(json, &list, &n);
}

static void test_features(void)
{
	struct geo_feature *list = NULL;
	size_t n = 0;

	ok(!read("{\"type\":\"FeatureCollection\",\"features\":["
		 "{\"type\":\"Feature\",\"properties\":{\"tunnus\":101,"
		 "\"nimi_fi\":\" Keskusta \",\"nimi_se\":\"Centrum\"},"
		 "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":"
		 "[[[0,0],[1,0],[1,1]]]}},"
		 "{\"type\":\"Feature\",\"properties\":null,\"geometry\":"
		 "{\"type\":\"Point\",\"coordinates\":[1,2]}},"
		 "{\"type\":\"Feature\",\"properties\":{\"name\":\"Ranta\"},"
		 "\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":"
		 "[[[[0,0,5],[1,0,5],[1,1,5]]]]}}]}",
		 &list, &n) &&
		   n == 2,
	   "two areas, the point is passed over");
	ok(str_same(list[0].code, "101") &&
		   str_same(list[0].name[0], "Keskusta") &&
		   str_same(list[0].name[1], "Centrum"),
	   "a number is a code, names are trimmed");
	ok(str_same(list[1].code, "") && str_same(list[1].name[0], "Ranta"),
	   "one without a code; heights are passed over");
}

static void test_faults(void)
{
	ok(fault_of("{\"type\":") == GEO_NOT_JSON, "cut off");
	ok(fault_of("[1,2]") == GEO_NO_AREAS, "no GeoJSON");
	ok(fault_of("{\"type\":\"FeatureCollection\",\"features\":[]}") ==
		   GEO_NO_AREAS,
	   "no areas");
	ok(fault_of("{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,1]]]}") ==
		   GEO_NO_SHAPE,
	   "two corners");
	ok(fault_of("{\"type\":\"Polygon\",\"coordinates\":[]}") ==
		   GEO_NO_SHAPE,
	   "no ring");
	ok(fault_of("{\"type\":\"Polygon\",\"coordinates\":[[[0,\"x\"],[1,0],"
		    "[1,1]]]}") == GEO_NO_SHAPE,
	   "words for numbers");
	ok(fault_of("{\"type\":\"Polygon\",\"coordinates\":[[[25496000,"
		    "6672000],[25497000,6672000],[25497000,6673000]]]}") ==
		   GEO_NOT_DEGREES,
	   "the city's grid (EPSG:3879)");
}

int main(void)
{
	test_inside();
	test_concave();
	test_neighbours();
	test_features();
	test_faults();
	arena_release(&arena);
	return tap_done();
}
