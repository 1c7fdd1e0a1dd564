/*
 * topic_store.c: topics in and out of the database.
 */
#include "topic/topic_store.h"

#include "topic/topic_sql.h"

static void read_topic(const struct rows *r, struct topic *to)
{
	*to = (struct topic){
		.id = rows_int(r, 0),
		.parent_id = rows_int(r, 1),
		.code = rows_text(r, 2),
		.name = {rows_text(r, 3), rows_text(r, 4), rows_text(r, 5)},
		.default_unit_id = rows_int(r, 6),
		.confidential = rows_int(r, 7),
		.active = rows_int(r, 8),
		.sort_order = rows_int(r, 9),
		.version = rows_int(r, 10),
	};
}

enum err topic_list(struct db *db, struct arena *a, bool active_only,
		    struct topic **ret_list, size_t *ret_count)
{
	struct topic *list;
	struct rows *r;
	size_t n = 0;
	enum err err;

	err = db_rows(db, a, active_only ? &Q_topic_list_active : &Q_topic_list,
		      NO_ARGS, &r);
	if (err)
		return err;
	list = arena_array(a, rows_count(r) + 1, sizeof(*list));
	while (rows_next(r))
		read_topic(r, &list[n++]);
	*ret_list = list;
	*ret_count = n;
	return OK;
}

enum err topic_get(struct db *db, struct arena *a, int64_t id,
		   struct topic *ret_topic)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_topic_by_id, ARGS(ARG_INT(id)), &r);
	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	read_topic(r, ret_topic);
	return OK;
}

enum err topic_by_code(struct db *db, struct arena *a, const char *code,
		       struct topic *ret_topic)
{
	struct topic found;
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_topic_by_code, ARGS(ARG_TEXT(code)), &r);
	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	read_topic(r, &found);
	if (!found.active)
		return ERR_NOT_FOUND;
	*ret_topic = found;
	return OK;
}

static struct sql_arg id_or_null(int64_t id)
{
	return id ? ARG_INT(id) : ARG_NULL;
}

enum err store_topic_insert(struct db *db, int64_t id, const struct topic *t)
{
	int64_t changed;
	enum err err;

	err = db_change(
		db, &Q_topic_insert,
		ARGS(ARG_INT(id), id_or_null(t->parent_id), ARG_TEXT(t->code),
		     ARG_TEXT(t->name[LANG_FI]), ARG_TEXT(t->name[LANG_SV]),
		     ARG_TEXT(t->name[LANG_EN]), id_or_null(t->default_unit_id),
		     ARG_INT(t->confidential), ARG_INT(t->active),
		     ARG_INT(t->sort_order)),
		&changed);
	if (err)
		return err;
	return changed ? OK : ERR_CONFLICT;
}

enum err store_topic_update(struct db *db, const struct topic *t)
{
	int64_t changed;
	enum err err;

	err = db_change(db, &Q_topic_update,
			ARGS(ARG_INT(t->id), id_or_null(t->parent_id),
			     ARG_TEXT(t->code), ARG_TEXT(t->name[LANG_FI]),
			     ARG_TEXT(t->name[LANG_SV]),
			     ARG_TEXT(t->name[LANG_EN]),
			     id_or_null(t->default_unit_id),
			     ARG_INT(t->confidential), ARG_INT(t->active),
			     ARG_INT(t->sort_order), ARG_INT(t->version)),
			&changed);
	if (err)
		return err;
	return changed ? OK : ERR_CONFLICT;
}
