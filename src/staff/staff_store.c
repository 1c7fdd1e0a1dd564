/*
 * staff_store.c: people and their permissions in and out of the database.
 */
#include "staff/staff_store.h"

#include "base/str.h"
#include "staff/staff.h"
#include "staff/staff_sql.h"

static void read_staff(const struct rows *r, struct staff *to)
{
	enum lang lang = LANG_FI;

	lang_parse(rows_text(r, 5), &lang);
	*to = (struct staff){
		.id = rows_int(r, 0),
		.mail = rows_text(r, 1),
		.name = rows_text(r, 2),
		.title = rows_text(r, 3),
		.unit_id = rows_int(r, 4),
		.lang = lang,
		.active = rows_int(r, 6),
		.has_password = rows_int(r, 7),
		.signed_in_at = rows_int(r, 8),
		.version = rows_int(r, 9),
	};
}

static struct staff *read_all(struct arena *a, struct rows *r,
			      size_t *ret_count)
{
	struct staff *list = arena_array(a, rows_count(r) + 1, sizeof(*list));
	size_t n = 0;

	while (rows_next(r))
		read_staff(r, &list[n++]);
	*ret_count = n;
	return list;
}

/* ---- grants ---- */

static enum err grants_of(struct db *db, struct arena *a, struct staff *s)
{
	struct grant *g;
	struct rows *r;
	size_t n = 0;
	enum err err;

	err = db_rows(db, a, &Q_staff_grants, ARGS(ARG_INT(s->id)), &r);
	if (err)
		return err;
	g = arena_array(a, rows_count(r) + 1, sizeof(*g));
	while (rows_next(r))
		g[n++] = (struct grant){rows_text(r, 0), rows_int(r, 1)};
	s->grants = g;
	s->grant_count = n;
	return OK;
}

static struct staff *by_id(struct staff *list, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].id == id)
			return &list[i];
	return NULL;
}

/* The rows come person by person, so each person's grants lie together. */
static enum err grants_of_all(struct db *db, struct arena *a,
			      struct staff *list, size_t count)
{
	struct staff *s = NULL;
	struct grant *g;
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_staff_grants_all, NO_ARGS, &r);
	if (err)
		return err;
	g = arena_array(a, rows_count(r) + 1, sizeof(*g));
	for (; rows_next(r); g++) {
		int64_t id = rows_int(r, 0);

		*g = (struct grant){rows_text(r, 1), rows_int(r, 2)};
		if (!s || s->id != id) {
			s = by_id(list, count, id);
			if (s)
				s->grants = g;
		}
		if (s)
			s->grant_count++;
	}
	return OK;
}

enum err store_grants_put(struct db *db, int64_t id, const struct staff *s)
{
	enum err err;

	err = db_exec(db, &Q_staff_grants_clear, ARGS(ARG_INT(id)));
	for (size_t i = 0; !err && i < s->grant_count; i++)
		err = db_exec(db, &Q_staff_grant_add,
			      ARGS(ARG_INT(id),
				   ARG_TEXT(s->grants[i].permission),
				   ARG_INT(s->grants[i].unit_id)));
	return err;
}

/* ---- reading ---- */

enum err staff_list(struct db *db, struct arena *a, struct staff **ret_list,
		    size_t *ret_count)
{
	struct staff *list;
	struct rows *r;
	size_t count;
	enum err err;

	err = db_rows(db, a, &Q_staff_list, NO_ARGS, &r);
	if (err)
		return err;
	list = read_all(a, r, &count);
	err = grants_of_all(db, a, list, count);
	if (err)
		return err;
	*ret_list = list;
	*ret_count = count;
	return OK;
}

static enum err one(struct db *db, struct arena *a, struct rows *r,
		    struct staff *ret_staff)
{
	struct staff s;
	enum err err;

	if (!rows_next(r))
		return ERR_NOT_FOUND;
	read_staff(r, &s);
	err = grants_of(db, a, &s);
	if (err)
		return err;
	*ret_staff = s;
	return OK;
}

enum err staff_get(struct db *db, struct arena *a, int64_t id,
		   struct staff *ret_staff)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_staff_by_id, ARGS(ARG_INT(id)), &r);
	if (err)
		return err;
	return one(db, a, r, ret_staff);
}

enum err staff_by_mail(struct db *db, struct arena *a, const char *mail,
		       struct staff *ret_staff)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_staff_by_mail,
		      ARGS(ARG_TEXT(str_lower(a, mail))), &r);
	if (err)
		return err;
	return one(db, a, r, ret_staff);
}

enum err staff_handlers(struct db *db, struct arena *a, int64_t unit_id,
			int64_t limit, struct staff **ret_list,
			size_t *ret_count)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_staff_handlers,
		      ARGS(ARG_INT(unit_id), ARG_INT(limit)), &r);
	if (err)
		return err;
	*ret_list = read_all(a, r, ret_count);
	return OK;
}

enum err staff_takers(struct db *db, struct arena *a, int64_t unit_id,
		      struct staff **ret_list, size_t *ret_count)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_staff_takers, ARGS(ARG_INT(unit_id)), &r);
	if (err)
		return err;
	*ret_list = read_all(a, r, ret_count);
	return OK;
}

enum err staff_trusted(struct db *db, struct arena *a, int64_t unit_id,
		       bool *ret_any)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_staff_trusted, ARGS(ARG_INT(unit_id)), &r);
	if (!err)
		*ret_any = rows_count(r) > 0;
	return err;
}

enum err staff_manned(struct db *db, struct arena *a, struct unit_set *ret_set)
{
	struct unit_set set = {0};
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_staff_manned, NO_ARGS, &r);
	if (err)
		return err;
	set.ids = arena_array(a, rows_count(r), sizeof(*set.ids));
	while (rows_next(r))
		set.ids[set.count++] = rows_int(r, 0);
	*ret_set = set;
	return OK;
}

enum err staff_counts(struct db *db, struct arena *a,
		      struct staff_counts *ret_counts)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_staff_counts, NO_ARGS, &r);
	if (err)
		return err;
	if (!rows_next(r))
		return ERR_INTERNAL;
	*ret_counts = (struct staff_counts){
		.units = rows_int(r, 0),
		.topics = rows_int(r, 1),
		.staff = rows_int(r, 2),
		.invited = rows_int(r, 3),
	};
	return OK;
}

/* ---- writing ---- */

static struct sql_arg id_or_null(int64_t id)
{
	return id ? ARG_INT(id) : ARG_NULL;
}

enum err store_staff_insert(struct db *db, int64_t id, const struct staff *s)
{
	int64_t changed;
	enum err err;

	err = db_change(db, &Q_staff_insert,
			ARGS(ARG_INT(id), ARG_TEXT(s->mail), ARG_TEXT(s->name),
			     ARG_TEXT(s->title), id_or_null(s->unit_id),
			     ARG_TEXT(lang_codes[s->lang]), ARG_INT(s->active),
			     ARG_INT(id_time_us(id))),
			&changed);
	if (err)
		return err;
	return changed ? OK : ERR_CONFLICT;
}

enum err store_staff_update(struct db *db, const struct staff *s)
{
	int64_t changed;
	enum err err;

	err = db_change(db, &Q_staff_update,
			ARGS(ARG_INT(s->id), ARG_TEXT(s->mail),
			     ARG_TEXT(s->name), ARG_TEXT(s->title),
			     id_or_null(s->unit_id),
			     ARG_TEXT(lang_codes[s->lang]), ARG_INT(s->active),
			     ARG_INT(s->version)),
			&changed);
	if (err)
		return err;
	return changed ? OK : ERR_CONFLICT;
}

enum err store_password(struct db *db, struct arena *a, int64_t id,
			const char **ret_hash)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_staff_password, ARGS(ARG_INT(id)), &r);
	if (err)
		return err;
	*ret_hash = rows_next(r) ? rows_text(r, 0) : "";
	return OK;
}

enum err store_password_put(struct db *db, int64_t id, const char *hash)
{
	return db_exec(db, &Q_staff_password_put,
		       ARGS(ARG_INT(id), ARG_TEXT(hash)));
}

enum err staff_set_shortcuts(struct db *db, int64_t id, bool on)
{
	return db_exec(db, &Q_staff_shortcuts_put,
		       ARGS(ARG_INT(id), ARG_INT(on)));
}

enum err staff_set_lang(struct db *db, int64_t id, enum lang lang)
{
	return db_exec(db, &Q_staff_lang_put,
		       ARGS(ARG_INT(id), ARG_TEXT(lang_codes[lang])));
}

enum err store_signed_in(struct db *db, int64_t id, int64_t at)
{
	return db_exec(db, &Q_staff_signed_in, ARGS(ARG_INT(id), ARG_INT(at)));
}

/* ---- permissions ---- */

enum err store_unit_known(struct db *db, struct arena *a, int64_t id,
			  bool *ret_known)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_staff_unit_known, ARGS(ARG_INT(id)), &r);
	if (err)
		return err;
	*ret_known = rows_next(r);
	return OK;
}

enum err store_other_holder(struct db *db, struct arena *a, int64_t id,
			    const char *permission, bool *ret_any)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_staff_other_holder,
		      ARGS(ARG_INT(id), ARG_TEXT(permission)), &r);
	if (err)
		return err;
	*ret_any = rows_next(r);
	return OK;
}

enum err store_may(struct db *db, struct arena *a, int64_t staff_id,
		   const char *permission, int64_t unit_id, bool *ret_may)
{
	struct rows *r;
	enum err err;

	err = db_rows(
		db, a, &Q_staff_may,
		ARGS(ARG_INT(staff_id), ARG_TEXT(permission), ARG_INT(unit_id)),
		&r);
	if (err)
		return err;
	*ret_may = rows_next(r);
	return OK;
}

enum err store_units(struct db *db, struct arena *a, int64_t staff_id,
		     const char *permission, struct rows **ret_rows)
{
	return db_rows(db, a, &Q_staff_units,
		       ARGS(ARG_INT(staff_id), ARG_TEXT(permission)), ret_rows);
}
