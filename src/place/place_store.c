/*
 * place_store.c: areas in and out of the database.
 */
#include "place/place_store.h"

#include "place/place_sql.h"

static struct area read_area(const struct rows *r)
{
	return (struct area){
		.id = rows_int(r, 0),
		.code = rows_text(r, 1),
		.name = {rows_text(r, 2), rows_text(r, 3), rows_text(r, 4)},
	};
}

enum err area_list(struct db *db, struct arena *a, struct area **ret_list,
		   size_t *ret_count)
{
	struct area *list;
	struct rows *r;
	size_t n = 0;
	enum err err;

	err = db_rows(db, a, &Q_area_list, NO_ARGS, &r);
	if (err)
		return err;
	list = arena_array(a, rows_count(r), sizeof(*list));
	while (rows_next(r))
		list[n++] = read_area(r);
	*ret_list = list;
	*ret_count = n;
	return OK;
}

enum err store_area_shapes(struct db *db, struct arena *a,
			   struct area **ret_list, size_t *ret_count)
{
	struct area *list;
	struct rows *r;
	size_t n = 0;
	enum err err;

	err = db_rows(db, a, &Q_area_shapes, NO_ARGS, &r);
	if (err)
		return err;
	list = arena_array(a, rows_count(r), sizeof(*list));
	while (rows_next(r)) {
		list[n] = read_area(r);
		n += geojson_shape_parse(a, rows_text(r, 5), &list[n].shape);
	}
	*ret_list = list;
	*ret_count = n;
	return OK;
}

enum err store_area_stamp(struct db *db, struct arena *a,
			  struct area_stamp *ret_stamp)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_area_stamp, NO_ARGS, &r);
	if (err)
		return err;
	if (!rows_next(r))
		return ERR_INTERNAL;
	*ret_stamp = (struct area_stamp){rows_int(r, 0), rows_int(r, 1)};
	return OK;
}

enum err store_area_put(struct db *db, const struct area *x, const char *shape)
{
	const int64_t id = db_new_id(db);

	return db_exec(
		db, &Q_area_put,
		ARGS(ARG_INT(id), ARG_TEXT(x->code), ARG_TEXT(x->name[LANG_FI]),
		     ARG_TEXT(x->name[LANG_SV]), ARG_TEXT(x->name[LANG_EN]),
		     ARG_TEXT(shape), ARG_INT(id)));
}

enum err store_area_delete(struct db *db, int64_t id)
{
	int64_t n;
	enum err err = db_change(db, &Q_area_delete, ARGS(ARG_INT(id)), &n);

	if (err)
		return err;
	return n ? OK : ERR_NOT_FOUND;
}
