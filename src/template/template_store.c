/*
 * template_store.c: templates in and out of the database.
 */
#include "template/template_store.h"

#include "base/str.h"
#include "template/template_sql.h"

static struct template read_template(const struct rows *r)
{
	struct template t = {
		.id = rows_int(r, 0),
		.owner_id = rows_int(r, 1),
		.unit_id = rows_int(r, 2),
		.topic_id = rows_int(r, 3),
		.title = rows_text(r, 5),
		.season_from = rows_int(r, 6),
		.season_to = rows_int(r, 7),
		.active = rows_int(r, 8),
		.version = rows_int(r, 9),
	};

	lang_parse(rows_text(r, 4), &t.lang);
	return t;
}

enum err store_template(struct db *db, struct arena *a, int64_t id,
			struct template *ret_template)
{
	struct template t;
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_template_by_id, ARGS(ARG_INT(id)), &r);
	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	t = read_template(r);
	t.text = rows_text(r, 10);
	*ret_template = t;
	return OK;
}

enum err store_templates(struct db *db, struct arena *a, int64_t staff_id,
			 const char *lang, struct template **ret_list,
			 size_t *ret_count)
{
	struct template *list;
	struct rows *r;
	size_t n = 0;
	enum err err;

	if (str_empty(lang))
		err = db_rows(db, a, &Q_template_list, ARGS(ARG_INT(staff_id)),
			      &r);
	else
		err = db_rows(db, a, &Q_template_list_lang,
			      ARGS(ARG_INT(staff_id), ARG_TEXT(lang)), &r);
	if (err)
		return err;
	list = arena_array(a, rows_count(r) + 1, sizeof(*list));
	while (rows_next(r))
		list[n++] = read_template(r);
	*ret_list = list;
	*ret_count = n;
	return OK;
}

static struct sql_arg id_or_null(int64_t id)
{
	return id ? ARG_INT(id) : ARG_NULL;
}

enum err store_template_insert(struct db *db, int64_t id,
			       const struct template *t)
{
	return db_exec(db, &Q_template_insert,
		       ARGS(ARG_INT(id), ARG_INT(t->owner_id),
			    id_or_null(t->unit_id), id_or_null(t->topic_id),
			    ARG_TEXT(lang_codes[t->lang]), ARG_TEXT(t->title),
			    ARG_TEXT(t->text), ARG_INT(t->season_from),
			    ARG_INT(t->season_to), ARG_INT(t->active)));
}

enum err store_template_update(struct db *db, const struct template *t)
{
	int64_t changed;
	enum err err;

	err = db_change(db, &Q_template_update,
			ARGS(ARG_INT(t->id), ARG_INT(t->owner_id),
			     id_or_null(t->unit_id), id_or_null(t->topic_id),
			     ARG_TEXT(lang_codes[t->lang]), ARG_TEXT(t->title),
			     ARG_TEXT(t->text), ARG_INT(t->season_from),
			     ARG_INT(t->season_to), ARG_INT(t->active),
			     ARG_INT(t->version)),
			&changed);
	if (err)
		return err;
	return changed ? OK : ERR_CONFLICT;
}

enum err store_template_delete(struct db *db, int64_t id)
{
	return db_exec(db, &Q_template_delete, ARGS(ARG_INT(id)));
}
