/*
 * facility_store.c: facilities in and out of the database.
 */
#include "place/facility_store.h"

#include "place/facility_sql.h"

static struct facility read_facility(const struct rows *r)
{
	return (struct facility){
		.id = rows_int(r, 0),
		.code = rows_text(r, 1),
		.name = {rows_text(r, 2), rows_text(r, 3), rows_text(r, 4)},
		.kind = rows_text(r, 5),
		.address = rows_text(r, 6),
		.has_point = !rows_null(r, 7) && !rows_null(r, 8),
		.at = {.lat = rows_real(r, 7), .lon = rows_real(r, 8)},
		.unit_id = rows_int(r, 9),
		.phone = rows_text(r, 10),
		.hours = rows_text(r, 11),
		.web = rows_text(r, 12),
		.closed = rows_int(r, 13) != 0,
		.stamp = rows_int(r, 14),
	};
}

enum err store_facilities(struct db *db, struct arena *a,
			  struct facility **ret_list, size_t *ret_count)
{
	struct facility *list;
	struct rows *r;
	size_t n = 0;
	enum err err = db_rows(db, a, &Q_facility_all, NO_ARGS, &r);

	if (err)
		return err;
	list = arena_array(a, rows_count(r), sizeof(*list));
	while (rows_next(r))
		list[n++] = read_facility(r);
	*ret_list = list;
	*ret_count = n;
	return OK;
}

enum err store_facility_stamp(struct db *db, struct arena *a,
			      struct facility_stamp *ret_stamp)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_facility_stamp, NO_ARGS, &r);

	if (err)
		return err;
	if (!rows_next(r))
		return ERR_INTERNAL;
	*ret_stamp = (struct facility_stamp){rows_int(r, 0), rows_int(r, 1)};
	return OK;
}

enum err store_facility_put(struct db *db, const struct facility *x)
{
	const int64_t id = db_new_id(db);

	return db_send(
		db, &Q_facility_put,
		ARGS(ARG_INT(id), ARG_TEXT(x->code), ARG_TEXT(x->name[LANG_FI]),
		     ARG_TEXT(x->name[LANG_SV]), ARG_TEXT(x->name[LANG_EN]),
		     ARG_TEXT(x->kind), ARG_TEXT(x->address),
		     x->has_point ? ARG_REAL(x->at.lat) : ARG_NULL,
		     x->has_point ? ARG_REAL(x->at.lon) : ARG_NULL,
		     ARG_INT(x->unit_id), ARG_TEXT(x->phone),
		     ARG_TEXT(x->hours), ARG_TEXT(x->web), ARG_INT(x->closed),
		     ARG_INT(id)));
}
