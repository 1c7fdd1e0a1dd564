/*
 * where_views.h: what the pages of facilities and districts show.
 */
#ifndef MATTER_WHERE_VIEWS_H
#define MATTER_WHERE_VIEWS_H

#include "html/html_views.h"
#include "matter/public_views.h"
#include "notice/notice_views.h"
#include "place/map_views.h"

struct where_row {
	const char *name, *href, *address;
	enum word kind;
	bool has_kind;
};

/* All facilities and districts, or what a search finds. */
struct where_list_view {
	struct field query;
	const struct where_row *places, *districts;
	size_t place_count, district_count;
	int64_t all;
	bool more;
};

/* One facility, or one district. */
struct where_view {
	const char *name;
	enum word kind;
	bool has_kind, closed;
	const char *address, *phone, *hours, *web, *unit; /* "" = not known */
	const char *district, *district_href; /* it lies in, or NULL */
	struct map_still still;
	struct notice_items work, notices; /* coming and running; the others */
	const struct public_row *rows;
	size_t row_count;
	const char *all, *map; /* the same messages as a list, on the map */
	const char *give;      /* NULL = it is closed */
	const struct where_row *places; /* of a district */
	size_t place_count;
	bool more_places;
};

#endif
