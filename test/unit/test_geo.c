/*
 * test_geo.c: points in areas, and areas out of GeoJSON.
 */
#include "base/str.h"
#include "geo/geojson.h"
#include "geo/project.h"
#include "place/address.h"
#include "place/facility_import.h"
#include "tap.h"

#include <math.h>

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

/* As PROJ 9 gives them (EPSG:3067 to EPSG:4326), all over the country. */
static void test_projection(void)
{
	static const struct {
		double n, e, lat, lon;
	} rows[] = {
		{6672118.3802, 385611.3167, 60.1699, 24.9384},
		{7754721.4586, 500000.0000, 69.9, 27.0},
		{6901543.8714, 435046.9077, 62.24, 25.75},
		{6683261.1703, 107579.5819, 60.0973, 19.9348},
		{6982444.1796, 728578.2028, 62.9, 31.5},
		{7779093.9158, 252294.7582, 70.0, 20.5},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct geo_point p = geo_from_tm35fin(rows[i].n, rows[i].e);

		ok(fabs(p.lat - rows[i].lat) < 2e-9 &&
			   fabs(p.lon - rows[i].lon) < 4e-9,
		   "from the national grid");
	}
}

static void test_pairs(void)
{
	struct geo_point p;

	ok(geo_from_words("60,17", "24.94", &p) && p.lat == 60.17 &&
		   p.lon == 24.94,
	   "degrees, with a comma or a point");
	ok(geo_from_words("6672118", "385611", &p) &&
		   fabs(p.lat - 60.1699) < 1e-4,
	   "metres of the grid are known by their size");
	ok(!geo_from_words("", "", &p) && !geo_from_words("60.1", "", &p) &&
		   !geo_from_words("91", "24", &p) &&
		   !geo_from_words("60", "181", &p) &&
		   !geo_from_words("nan", "24", &p) &&
		   !geo_from_words("0x10", "24", &p) &&
		   !geo_from_words("1.2.3", "24", &p) &&
		   !geo_from_words("6672118", "24.9", &p) &&
		   !geo_from_words(
			   "0000000000000000000000000000000000000000000060",
			   "24", &p),
	   "neither");
}

static void is(const char *got, const char *want, const char *what)
{
	ok(str_same(got, want), "%s", what);
	if (!str_same(got, want))
		printf("# got %s\n", got);
}

static const char *asked(const char *typed)
{
	struct address_asked q = address_read(a, typed);

	return arena_printf(a, "%s|%d|%s", q.street, (int)q.house, q.letter);
}

static void test_asked(void)
{
	is(asked("Kauppa-Aukio 12 B, 00100 Helsinki"), "kauppaaukio|12|b",
	   "street, house, door");
	is(asked("itäinen RANTA 5b"), "itainenranta|5|b", "a letter at once");
	is(asked("Ålandsvägen"), "alandsvagen|0|", "no house yet");
	is(asked("Torikatu 6 as 4"), "torikatu|6|as", "what no door is called");
	is(asked("Torikatu 6 kellari"), "torikatu|6|", "a word is no door");
	is(asked("12"), "12|0|", "a number alone is no house");
	is(asked("Torikatu 12345678901"), "torikatu|0|", "no such number");
	is(asked(" ,.-"), "|0|", "signs alone");
}

static struct str csv;

static const char *table(const char *json)
{
	return facility_from_geojson(a, json, strlen(json), &csv)
		       ? strchr(csv.ptr, '\n') + 1
		       : "refused";
}

static void test_facilities(void)
{
	is(table("{\"features\":[{\"id\":7,\"properties\":{\"nimi\":\"A\\nB\","
		 "\"suljettu\":true},\"geometry\":{\"type\":\"LineString\","
		 "\"coordinates\":[[24,60],[26,62]]}}]}"),
	   "7;A B;;;;;61.0000000;25.0000000;;;;;1\r\n", "the middle of a line");
	is(table("{\"features\":[{\"properties\":{\"code\":\"u\"},\"geometry\":"
		 "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[9,0],[9,3],"
		 "[0,3],[0,0]],[[1,1],[2,1],[2,2]]]}}]}"),
	   "u;;;;;;1.5000000;4.5000000;;;;;\r\n", "of an area, holes aside");
	is(table("{\"features\":[{\"properties\":{\"code\":\"m\"},\"geometry\":"
		 "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[0,0],[2,0],"
		 "[2,2],[0,2]]],[[[2,0],[4,0],[4,2],[2,2]]]]}}]}"),
	   "m;;;;;;1.0000000;2.0000000;;;;;\r\n", "of two parts");
	is(table("{\"features\":[7,null,{\"properties\":[],\"geometry\":"
		 "{\"type\":\"Polygon\",\"coordinates\":[[[[[[[[1]]]]]]]]}},"
		 "{\"geometry\":{\"coordinates\":[\"x\",null]}}]}"),
	   "\"\";;;;;;;;;;;;\r\n\"\";;;;;;;;;;;;\r\n"
	   "\"\";;;;;;;;;;;;\r\n\"\";;;;;;;;;;;;\r\n",
	   "rubbish is rows without a code, to be named");
	is(table("{\"features\":{}}"), "refused", "no list");
	is(table("{\"features\":[{]}"), "refused", "no JSON");
	ok(facility_is_json("\xEF\xBB\xBF {", 5) &&
		   !facility_is_json("code;name", 9) &&
		   !facility_is_json("", 0),
	   "which of the two it is");
}

int main(void)
{
	test_projection();
	test_pairs();
	test_asked();
	test_facilities();
	test_inside();
	test_concave();
	test_neighbours();
	test_features();
	test_faults();
	arena_release(&arena);
	return tap_done();
}
