/*
 * entry_store.c: entries in and out of the database.
 */
#include "entry/entry.h"

#include "entry/entry_sql.h"

enum err entry_add(struct db *db, const struct entry *e, int64_t *ret_id)
{
	int64_t id = db_new_id(db);
	enum err err;

	err = db_send(db, &Q_entry_insert,
		      ARGS(ARG_INT(id), ARG_INT(e->matter_id),
			   ARG_TEXT(e->kind), ARG_TEXT(e->visibility),
			   ARG_TEXT(e->author),
			   e->staff_id ? ARG_INT(e->staff_id) : ARG_NULL,
			   ARG_TEXT(e->text ? e->text : ""),
			   ARG_TEXT(e->hidden_why ? e->hidden_why : ""),
			   ARG_TEXT(e->signature ? e->signature : ""),
			   ARG_TEXT(e->told ? e->told : ""),
			   e->told_at ? ARG_INT(e->told_at) : ARG_NULL,
			   ARG_TEXT(e->told_by ? e->told_by : "")));
	if (err)
		return err;
	*ret_id = id;
	return OK;
}

static struct entry read_entry(const struct rows *r)
{
	return (struct entry){
		.id = rows_int(r, 0),
		.matter_id = rows_int(r, 1),
		.kind = rows_text(r, 2),
		.visibility = rows_text(r, 3),
		.author = rows_text(r, 4),
		.staff_id = rows_int(r, 5),
		.staff_name = rows_text(r, 6),
		.text = rows_text(r, 7),
		.hidden_why = rows_text(r, 8),
		.signature = rows_text(r, 9),
		.told = rows_text(r, 10),
		.told_at = rows_int(r, 11),
		.told_by = rows_text(r, 12),
	};
}

enum err entry_list(struct db *db, struct arena *a, int64_t matter_id,
		    int with_internal, struct entry **ret_list,
		    size_t *ret_count)
{
	struct entry *list;
	struct rows *r;
	size_t n = 0;
	enum err err;

	err = db_rows(db, a, &Q_entry_list,
		      ARGS(ARG_INT(matter_id), ARG_INT(with_internal ? 1 : 0)),
		      &r);
	if (err)
		return err;
	list = arena_array(a, rows_count(r), sizeof(*list));
	while (rows_next(r))
		list[n++] = read_entry(r);
	*ret_list = list;
	*ret_count = n;
	return OK;
}

enum err entry_get(struct db *db, struct arena *a, int64_t id,
		   struct entry *ret_entry)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_entry_by_id, ARGS(ARG_INT(id)), &r);
	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	*ret_entry = read_entry(r);
	return OK;
}
