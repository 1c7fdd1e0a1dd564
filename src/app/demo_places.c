/*
 * demo_places.c: the districts of the demo municipality, its facilities, and
 * the houses along its streets.
 */
#include "app/demo.h"

#include "base/csv.h"
#include "base/str.h"
#include "geo/geojson.h"
#include "place/address_load.h"
#include "place/facility.h"
#include "place/place.h"

#include <stdlib.h>

/* Houses of a street: even and odd numbers, on its two sides. */
enum { HOUSES = 60, EACH = 4 };

static enum err make_districts(struct db *db, struct arena *a,
			       const struct demo_data *data)
{
	char *text = json_dumps(json_object_get(data->town, "districts"),
				JSON_COMPACT);
	const char *kept = text ? arena_strdup(a, text) : "";
	struct area_import result;

	free(text);
	return area_import(db, a, 0, kept, strlen(kept), &result);
}

static enum err make_facilities(struct db *db, struct arena *a,
				const struct demo_data *data,
				const struct demo_town *town)
{
	json_t *list = json_object_get(data->town, "facilities");
	struct facility *to =
		arena_array(a, json_array_size(list), sizeof(*to));
	json_t *row;
	size_t i;

	json_array_foreach(list, i, row)
	{
		to[i] = (struct facility){
			.code = demo_text(row, "code"),
			.name = {demo_text(row, "fi"), demo_text(row, "sv"),
				 demo_text(row, "en")},
			.kind = demo_text(row, "kind"),
			.address = demo_text(row, "address"),
			.has_point = true,
			.at = {json_number_value(json_object_get(row, "lon")),
			       json_number_value(json_object_get(row, "lat"))},
			.phone = "",
			.hours = demo_text(row, "hours"),
			.web = "",
		};
		for (size_t k = 0; k < town->unit_count; k++)
			if (str_same(town->units[k].code,
				     demo_text(row, "unit")))
				to[i].unit_id = town->units[k].id;
	}
	return facility_put_all(db, a, 0, to, json_array_size(list));
}

static void put_house(struct str *csv, struct arena *a, const json_t *street,
		      int n)
{
	const double lat = json_number_value(json_array_get(street, 3));
	const double lon = json_number_value(json_array_get(street, 4));

	for (size_t i = 0; i < 2; i++)
		csv_put(csv, json_string_value(json_array_get(street, i)));
	csv_put(csv, arena_printf(a, "%d", n));
	csv_put(csv, json_string_value(json_array_get(street, 2)));
	csv_put(csv, arena_printf(a, "%.6f",
				  lat + 0.00002 * n + (n % 2 ? 0.0001 : 0)));
	csv_put(csv, arena_printf(a, "%.6f", lon + 0.0005 * n));
	csv_end(csv);
}

static enum err make_addresses(struct db *db, struct arena *a,
			       const struct demo_data *data)
{
	json_t *list = json_object_get(data->town, "streets");
	static const char *const head[] = {"katu",        "gata", "numero",
					   "postinumero", "lat",  "lon"};
	struct str csv;
	json_t *street;
	size_t i;

	str_init(&csv, a, 32 * 1024);
	csv_begin(&csv);
	for (i = 0; i < sizeof(head) / sizeof(*head); i++)
		csv_put(&csv, head[i]);
	csv_end(&csv);
	json_array_foreach(list, i, street)
	{
		for (int n = 1; n <= HOUSES; n++)
			if (n <= 6 || n % EACH < 2)
				put_house(&csv, a, street, n);
	}
	return address_load_text(db, a, csv.ptr, csv.len);
}

enum err demo_places_make(struct db *db, struct arena *a,
			  const struct demo_data *data,
			  const struct demo_town *town)
{
	enum err err = make_districts(db, a, data);

	if (!err)
		err = make_facilities(db, a, data, town);
	return err ? err : make_addresses(db, a, data);
}
