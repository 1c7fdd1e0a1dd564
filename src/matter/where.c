/*
 * where.c: see where.h.
 */
#include "matter/where.h"

#include "base/str.h"
#include "geo/cell.h"
#include "http/url.h"
#include "matter/names.h"
#include "matter/routing.h"
#include "matter/where_sql.h"
#include "place/address.h"
#include "place/map.h"

/* ---- before it is given ---- */

static const struct facility *
chosen(struct arena *a, const struct facility_book *b, const struct give *g)
{
	const struct facility *x = facility_by_code(b, g->facility_code);

	if (x && !x->closed)
		return x;
	return facility_named(a, b, g->place ? g->place : "");
}

static enum err find_address(struct db *db, struct arena *a, struct give *g)
{
	struct geo_point at;
	enum err err;

	if (g->has_point || str_empty(g->place))
		return OK;
	err = address_exact(db, a, g->place, &at);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	g->has_point = true;
	g->lat = at.lat;
	g->lon = at.lon;
	return OK;
}

enum err where_find(struct db *db, struct arena *a, struct give *g)
{
	const struct facility_book *b;
	const struct facility *x;
	enum err err = facility_book(db, &b);

	if (err)
		return err;
	g->facility_id = 0;
	x = chosen(a, b, g);
	if (!x)
		return find_address(db, a, g);
	g->facility_id = x->id;
	if (str_empty(g->place))
		g->place = facility_name(x, g->lang);
	if (!g->has_point && x->has_point) {
		g->has_point = true;
		g->lat = x->at.lat;
		g->lon = x->at.lon;
	}
	return OK;
}

enum err where_keep(struct db *db, int64_t matter_id, int64_t facility_id)
{
	if (!facility_id)
		return OK;
	return db_exec(db, &Q_where_keep,
		       ARGS(ARG_INT(matter_id), ARG_INT(facility_id)));
}

/* ---- whose it is ---- */

static const struct unit *unit_in(const struct names *n, int64_t id)
{
	for (size_t i = 0; id && i < n->unit_count; i++)
		if (n->units[i].id == id)
			return &n->units[i];
	return NULL;
}

/* It, or one below it. */
static bool within(const struct names *n, int64_t id, int64_t top)
{
	for (int depth = 0; id && depth <= UNIT_DEPTH_MAX; depth++) {
		const struct unit *u = unit_in(n, id);

		if (id == top)
			return true;
		id = u ? u->parent_id : 0;
	}
	return false;
}

enum err where_direct(struct db *db, const struct give *g,
		      const struct topic *topic, struct matter *m)
{
	const struct facility_book *b;
	const struct route_rule *rule;
	const struct facility *x;
	const struct names *names;
	const struct unit *u;
	struct routing_book book;
	enum err err;

	if (!g->facility_id)
		return OK;
	err = facility_book(db, &b);
	if (!err)
		err = names_get(db, &names);
	if (!err)
		err = routing_book(db, &book);
	if (err)
		return err;
	x = facility_by_id(b, g->facility_id);
	u = x ? unit_in(names, x->unit_id) : NULL;
	rule = routing_rule(&book, m->route_rule_id);
	if (!u || !u->active || (rule && rule->topic_id))
		return OK;
	if (topic->default_unit_id &&
	    !within(names, u->id, topic->default_unit_id))
		return OK;
	m->unit_id = u->id;
	m->route_rule_id = 0;
	return OK;
}

enum err where_facility(struct db *db, struct arena *a, int64_t matter_id,
			const struct facility **ret_facility)
{
	const struct facility_book *b;
	struct rows *r;
	enum err err = facility_book(db, &b);

	if (!err)
		err = db_rows(db, a, &Q_where_facility,
			      ARGS(ARG_INT(matter_id)), &r);
	if (err)
		return err;
	*ret_facility = rows_next(r) ? facility_by_id(b, rows_int(r, 0)) : NULL;
	return OK;
}

/* ---- in the open ---- */

enum err where_paths(struct db *db, struct arena *a, const char ***ret_paths,
		     size_t *ret_count)
{
	const char **to = arena_array(a, WHERE_PATHS, sizeof(*to));
	const struct facility_book *b;
	struct area *areas;
	size_t count, n = 0;
	enum err err = area_list(db, a, &areas, &count);

	if (!err)
		err = facility_book(db, &b);
	if (err)
		return err;
	for (size_t i = 0; n < WHERE_PATHS && i < count; i++)
		if (!str_same_nocase(areas[i].code, AREA_BORDER))
			to[n++] = arena_printf(
				a, "/districts/%s",
				url_encode_value(a, areas[i].code));
	for (size_t i = 0; n < WHERE_PATHS && i < b->count; i++)
		if (!b->list[i].closed)
			to[n++] =
				arena_printf(a, "/places/%s", b->list[i].code);
	*ret_paths = to;
	*ret_count = n;
	return OK;
}

enum err where_published(struct db *db, int64_t matter_id, bool place_shown)
{
	return db_exec(db, &Q_where_published,
		       ARGS(ARG_INT(matter_id), ARG_INT(place_shown)));
}

static enum err read_all(struct db *db, struct arena *a, const int64_t *ids,
			 size_t count, struct publication **ret_list)
{
	struct publication *list = arena_array(a, count + 1, sizeof(*list));
	enum err err = OK;

	for (size_t i = 0; !err && i < count; i++)
		err = publication_get(db, a, ids[i], &list[i]);
	*ret_list = list;
	return err;
}

enum err where_of_facility(struct db *db, struct arena *a, int64_t facility_id,
			   int limit, struct publication **ret_list,
			   size_t *ret_count)
{
	int64_t *ids = arena_array(a, (size_t)limit, sizeof(*ids));
	struct rows *r;
	size_t n = 0;
	enum err err = db_rows(db, a, &Q_where_of_facility,
			       ARGS(ARG_INT(facility_id), ARG_INT(limit)), &r);

	if (err)
		return err;
	while (rows_next(r))
		ids[n++] = rows_int(r, 0);
	*ret_count = n;
	return read_all(db, a, ids, n, ret_list);
}

enum err where_of_area(struct db *db, struct arena *a, int64_t area_id,
		       int limit, struct publication **ret_list,
		       size_t *ret_count)
{
	int64_t *ids = arena_array(a, (size_t)limit, sizeof(*ids));
	const struct area_book *b;
	struct rows *r;
	size_t n = 0;
	enum err err = area_book(db, &b);

	if (!err)
		err = db_rows(db, a, &Q_where_points,
			      ARGS(ARG_INT(WHERE_LOOKED_AT)), &r);
	if (err)
		return err;
	while (n < (size_t)limit && rows_next(r)) {
		int64_t cell = rows_int(r, 1);

		if (cell && area_holds(b, area_id, cell_middle(cell)))
			ids[n++] = rows_int(r, 0);
	}
	*ret_count = n;
	return read_all(db, a, ids, n, ret_list);
}
