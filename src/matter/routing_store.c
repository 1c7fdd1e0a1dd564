/*
 * routing_store.c: rules in and out of the database.
 */
#include "matter/routing_store.h"

#include "matter/routing_sql.h"

enum err store_rules(struct db *db, struct arena *a,
		     struct route_rule **ret_list, size_t *ret_count)
{
	struct route_rule *list;
	struct rows *r;
	size_t n = 0;
	enum err err;

	err = db_rows(db, a, &Q_rule_list, NO_ARGS, &r);
	if (err)
		return err;
	list = arena_array(a, rows_count(r), sizeof(*list));
	while (rows_next(r))
		list[n++] = (struct route_rule){
			.id = rows_int(r, 0),
			.sort_order = rows_int(r, 1),
			.topic_id = rows_int(r, 2),
			.area_id = rows_int(r, 3),
			.unit_id = rows_int(r, 4),
		};
	*ret_list = list;
	*ret_count = n;
	return OK;
}

static struct sql_arg id_or_null(int64_t id)
{
	return id ? ARG_INT(id) : ARG_NULL;
}

enum err store_rule_insert(struct db *db, const struct route_rule *r)
{
	return db_send(db, &Q_rule_insert,
		       ARGS(ARG_INT(db_new_id(db)), ARG_INT(r->sort_order),
			    id_or_null(r->topic_id), id_or_null(r->area_id),
			    ARG_INT(r->unit_id)));
}

enum err store_rule_delete(struct db *db, int64_t id)
{
	int64_t n;
	enum err err = db_change(db, &Q_rule_delete, ARGS(ARG_INT(id)), &n);

	if (err)
		return err;
	return n ? OK : ERR_NOT_FOUND;
}

enum err store_rule_place(struct db *db, int64_t id, int64_t sort_order)
{
	return db_send(db, &Q_rule_place,
		       ARGS(ARG_INT(id), ARG_INT(sort_order)));
}
