/*
 * contact_store.c: the directory in and out of the database.
 */
#include "contact/contact_store.h"

#include "contact/contact_sql.h"

/* ---- units ---- */

static struct contact_unit read_unit(const struct rows *r)
{
	return (struct contact_unit){
		.unit_id = rows_int(r, 0),
		.shown = rows_int(r, 1),
		.answers = {rows_text(r, 2), rows_text(r, 3), rows_text(r, 4)},
		.phones = rows_text(r, 5),
		.mail = rows_text(r, 6),
		.web = rows_text(r, 7),
		.address = rows_text(r, 8),
		.hours = rows_text(r, 9),
		.updated_at = rows_int(r, 10),
		.version = rows_int(r, 11),
	};
}

enum err contact_units(struct db *db, struct arena *a,
		       struct contact_unit **ret_list, size_t *ret_count)
{
	struct contact_unit *list;
	struct rows *r;
	size_t n = 0;
	enum err err = db_rows(db, a, &Q_contact_unit_list, NO_ARGS, &r);

	if (err)
		return err;
	list = arena_array(a, rows_count(r) + 1, sizeof(*list));
	while (rows_next(r))
		list[n++] = read_unit(r);
	*ret_list = list;
	*ret_count = n;
	return OK;
}

enum err contact_unit_get(struct db *db, struct arena *a, int64_t unit_id,
			  struct contact_unit *ret_unit)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_contact_unit_by_id,
			       ARGS(ARG_INT(unit_id)), &r);

	if (err)
		return err;
	*ret_unit = rows_next(r) ? read_unit(r)
				 : (struct contact_unit){
					   .unit_id = unit_id,
					   .answers = {"", "", ""},
					   .phones = "",
					   .mail = "",
					   .web = "",
					   .address = "",
					   .hours = "",
				   };
	return OK;
}

enum err store_contact_unit_put(struct db *db, const struct contact_unit *u)
{
	int64_t n;
	enum err err;

#define FACTS                                                           \
 ARG_INT(u->unit_id), ARG_INT(u->shown), ARG_TEXT(u->answers[LANG_FI]), \
	 ARG_TEXT(u->answers[LANG_SV]), ARG_TEXT(u->answers[LANG_EN]),  \
	 ARG_TEXT(u->phones), ARG_TEXT(u->mail), ARG_TEXT(u->web),      \
	 ARG_TEXT(u->address), ARG_TEXT(u->hours), ARG_INT(u->updated_at)
	if (u->version)
		err = db_change(db, &Q_contact_unit_update,
				ARGS(FACTS, ARG_INT(u->version)), &n);
	else
		err = db_change(db, &Q_contact_unit_insert, ARGS(FACTS), &n);
#undef FACTS
	if (err)
		return err;
	return n ? OK : ERR_CONFLICT;
}

/* ---- people ---- */

static struct contact_person read_person(const struct rows *r)
{
	return (struct contact_person){
		.id = rows_int(r, 0),
		.code = rows_text(r, 1),
		.unit_id = rows_int(r, 2),
		.staff_id = rows_int(r, 3),
		.name = rows_text(r, 4),
		.role = {rows_text(r, 5), rows_text(r, 6), rows_text(r, 7)},
		.phones = rows_text(r, 8),
		.mail = rows_text(r, 9),
		.absent_until = rows_int(r, 10),
		.substitute_id = rows_int(r, 11),
		.shown = rows_int(r, 12),
		.shown_at = rows_int(r, 13),
		.sort_order = rows_int(r, 14),
		.updated_at = rows_int(r, 15),
		.version = rows_int(r, 16),
	};
}

enum err contact_people(struct db *db, struct arena *a, int64_t unit_id,
			struct contact_person **ret_list, size_t *ret_count)
{
	struct contact_person *list;
	struct rows *r;
	size_t n = 0;
	enum err err =
		unit_id ? db_rows(db, a, &Q_contact_person_of_unit,
				  ARGS(ARG_INT(unit_id)), &r)
			: db_rows(db, a, &Q_contact_person_list, NO_ARGS, &r);

	if (err)
		return err;
	list = arena_array(a, rows_count(r) + 1, sizeof(*list));
	while (rows_next(r))
		list[n++] = read_person(r);
	*ret_list = list;
	*ret_count = n;
	return OK;
}

enum err contact_person_get(struct db *db, struct arena *a, int64_t id,
			    struct contact_person *ret_person)
{
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_contact_person_by_id, ARGS(ARG_INT(id)), &r);

	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	*ret_person = read_person(r);
	return OK;
}

#define FACTS                                                                  \
 ARG_INT(p->id), ARG_TEXT(p->code), ARG_INT(p->unit_id), ARG_INT(p->staff_id), \
	 ARG_TEXT(p->name), ARG_TEXT(p->role[LANG_FI]),                        \
	 ARG_TEXT(p->role[LANG_SV]), ARG_TEXT(p->role[LANG_EN]),               \
	 ARG_TEXT(p->phones), ARG_TEXT(p->mail), ARG_INT(p->absent_until),     \
	 ARG_INT(p->substitute_id), ARG_INT(p->shown), ARG_INT(p->shown_at),   \
	 ARG_INT(p->sort_order), ARG_INT(p->updated_at)

enum err store_contact_person_insert(struct db *db,
				     const struct contact_person *p)
{
	int64_t n;
	enum err err = db_change(db, &Q_contact_person_insert, ARGS(FACTS), &n);

	if (err)
		return err;
	return n ? OK : ERR_CONFLICT;
}

enum err store_contact_person_update(struct db *db,
				     const struct contact_person *p)
{
	int64_t n;
	enum err err = db_change(db, &Q_contact_person_update,
				 ARGS(FACTS, ARG_INT(p->version)), &n);

	if (err)
		return err;
	return n ? OK : ERR_CONFLICT;
}

enum err store_contact_person_delete(struct db *db, int64_t id)
{
	int64_t n;
	enum err err =
		db_change(db, &Q_contact_person_delete, ARGS(ARG_INT(id)), &n);

	if (err)
		return err;
	return n ? OK : ERR_NOT_FOUND;
}

enum err store_contact_substitute_gone(struct db *db, int64_t id)
{
	return db_send(db, &Q_contact_substitute_gone, ARGS(ARG_INT(id)));
}
