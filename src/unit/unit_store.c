/*
 * unit_store.c: units in and out of the database.
 */
#include "unit/unit_store.h"

#include "unit/unit_sql.h"

static void read_unit(const struct rows *r, struct unit *to)
{
	*to = (struct unit){
		.id = rows_int(r, 0),
		.parent_id = rows_int(r, 1),
		.code = rows_text(r, 2),
		.name = {rows_text(r, 3), rows_text(r, 4), rows_text(r, 5)},
		.mail = rows_text(r, 6),
		.active = rows_int(r, 7),
		.sort_order = rows_int(r, 8),
		.version = rows_int(r, 9),
		.head_id = rows_int(r, 10),
		.phone = rows_text(r, 12),
		.hours = rows_text(r, 13),
		.web = rows_text(r, 14),
		.by_mail = rows_int(r, 15),
	};
	if (unit_kind_parse(rows_text(r, 11), &to->kind))
		to->kind = UNIT_COMPANY; /* the table's CHECK knows no other */
}

enum err unit_list(struct db *db, struct arena *a, struct unit **ret_list,
		   size_t *ret_count)
{
	struct unit *list;
	struct rows *r;
	size_t n = 0;
	enum err err;

	err = db_rows(db, a, &Q_unit_list, NO_ARGS, &r);
	if (err)
		return err;
	list = arena_array(a, rows_count(r) + 1, sizeof(*list));
	while (rows_next(r))
		read_unit(r, &list[n++]);
	*ret_list = list;
	*ret_count = n;
	return OK;
}

enum err unit_get(struct db *db, struct arena *a, int64_t id,
		  struct unit *ret_unit)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_unit_by_id, ARGS(ARG_INT(id)), &r);
	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	read_unit(r, ret_unit);
	return OK;
}

enum err unit_by_code(struct db *db, struct arena *a, const char *code,
		      int64_t *ret_id)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_unit_id_by_code, ARGS(ARG_TEXT(code)), &r);
	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	*ret_id = rows_int(r, 0);
	return OK;
}

static struct sql_arg id_or_null(int64_t id)
{
	return id ? ARG_INT(id) : ARG_NULL;
}

enum err store_unit_insert(struct db *db, int64_t id, const struct unit *u)
{
	int64_t changed;
	enum err err;

	err = db_change(
		db, &Q_unit_insert,
		ARGS(ARG_INT(id), id_or_null(u->parent_id), ARG_TEXT(u->code),
		     ARG_TEXT(u->name[LANG_FI]), ARG_TEXT(u->name[LANG_SV]),
		     ARG_TEXT(u->name[LANG_EN]), ARG_TEXT(u->mail),
		     ARG_INT(u->active), ARG_INT(u->sort_order),
		     id_or_null(u->head_id), ARG_TEXT(unit_kind_names[u->kind]),
		     ARG_TEXT(u->phone), ARG_TEXT(u->hours), ARG_TEXT(u->web),
		     ARG_INT(u->by_mail)),
		&changed);
	if (err)
		return err;
	return changed ? OK : ERR_CONFLICT;
}

enum err store_unit_update(struct db *db, const struct unit *u)
{
	int64_t changed;
	enum err err;

	err = db_change(
		db, &Q_unit_update,
		ARGS(ARG_INT(u->id), id_or_null(u->parent_id),
		     ARG_TEXT(u->code), ARG_TEXT(u->name[LANG_FI]),
		     ARG_TEXT(u->name[LANG_SV]), ARG_TEXT(u->name[LANG_EN]),
		     ARG_TEXT(u->mail), ARG_INT(u->active),
		     ARG_INT(u->sort_order), id_or_null(u->head_id),
		     ARG_TEXT(unit_kind_names[u->kind]), ARG_TEXT(u->phone),
		     ARG_TEXT(u->hours), ARG_TEXT(u->web), ARG_INT(u->by_mail),
		     ARG_INT(u->version)),
		&changed);
	if (err)
		return err;
	return changed ? OK : ERR_CONFLICT;
}

enum err unit_people(struct db *db, struct arena *a,
		     struct unit_person **ret_list, size_t *ret_count)
{
	struct unit_person *list;
	struct rows *r;
	size_t n = 0;
	enum err err;

	err = db_rows(db, a, &Q_unit_people, NO_ARGS, &r);
	if (err)
		return err;
	list = arena_array(a, rows_count(r) + 1, sizeof(*list));
	while (rows_next(r))
		list[n++] =
			(struct unit_person){rows_int(r, 0), rows_text(r, 1)};
	*ret_list = list;
	*ret_count = n;
	return OK;
}
