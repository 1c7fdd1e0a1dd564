/*
 * notice_store.c: notices in and out of the database.
 */
#include "notice/notice_store.h"

#include "base/str.h"
#include "notice/notice_sql.h"

static enum notice_state state_of(const char *name)
{
	int i = NOTICE_ENDED;

	while (i && !str_same(notice_states[i], name))
		i--;
	return (enum notice_state)i;
}

static struct public_notice read_notice(const struct rows *r)
{
	struct public_notice n = {
		.id = rows_int(r, 0),
		.kind = notice_kind_parse(rows_text(r, 1)),
		.starts_at = rows_int(r, 8),
		.ends_at = rows_int(r, 9),
		.topic_id = rows_int(r, 10),
		.area_id = rows_int(r, 11),
		.words = rows_text(r, 12),
		.state = state_of(rows_text(r, 13)),
		.published_at = rows_int(r, 14),
		.review_at = rows_int(r, 15),
		.staff_id = rows_int(r, 16),
		.unit_id = rows_int(r, 17),
		.updated_at = rows_int(r, 18),
		.version = rows_int(r, 19),
	};

	for (int l = 0; l < LANG__COUNT; l++) {
		n.title[l] = rows_text(r, 2 + l);
		n.text[l] = rows_text(r, 5 + l);
	}
	return n;
}

static void read_list(struct arena *a, struct rows *r,
		      struct public_notice **ret_list, size_t *ret_count)
{
	struct public_notice *list =
		arena_array(a, rows_count(r) + 1, sizeof(*list));
	size_t n = 0;

	while (rows_next(r))
		list[n++] = read_notice(r);
	*ret_list = list;
	*ret_count = n;
}

enum err store_notice(struct db *db, struct arena *a, int64_t id,
		      struct public_notice *ret_notice)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_notice_by_id, ARGS(ARG_INT(id)), &r);

	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	*ret_notice = read_notice(r);
	return OK;
}

enum err store_notices(struct db *db, struct arena *a, int limit,
		       struct public_notice **ret_list, size_t *ret_count)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_notice_list, ARGS(ARG_INT(limit)), &r);

	if (!err)
		read_list(a, r, ret_list, ret_count);
	return err;
}

enum err store_notices_published(struct db *db, struct arena *a, int64_t now,
				 struct public_notice **ret_list,
				 size_t *ret_count)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_notice_published,
			       ARGS(ARG_INT(now), ARG_INT(NOTICES_MAX)), &r);

	if (!err)
		read_list(a, r, ret_list, ret_count);
	return err;
}

enum err store_notice_insert(struct db *db, int64_t id,
			     const struct public_notice *n)
{
	return db_exec(
		db, &Q_notice_insert,
		ARGS(ARG_INT(id), ARG_TEXT(notice_kinds[n->kind]),
		     ARG_TEXT(n->title[LANG_FI]), ARG_TEXT(n->title[LANG_SV]),
		     ARG_TEXT(n->title[LANG_EN]), ARG_TEXT(n->text[LANG_FI]),
		     ARG_TEXT(n->text[LANG_SV]), ARG_TEXT(n->text[LANG_EN]),
		     ARG_INT(n->starts_at), ARG_INT(n->ends_at),
		     ARG_INT(n->topic_id), ARG_INT(n->area_id),
		     ARG_TEXT(n->words), ARG_TEXT(notice_states[n->state]),
		     ARG_INT(n->published_at), ARG_INT(n->review_at),
		     ARG_INT(n->staff_id), ARG_INT(n->unit_id),
		     ARG_INT(n->updated_at)));
}

enum err store_notice_update(struct db *db, const struct public_notice *n)
{
	int64_t changed;
	enum err err = db_change(
		db, &Q_notice_update,
		ARGS(ARG_INT(n->id), ARG_TEXT(notice_kinds[n->kind]),
		     ARG_TEXT(n->title[LANG_FI]), ARG_TEXT(n->title[LANG_SV]),
		     ARG_TEXT(n->title[LANG_EN]), ARG_TEXT(n->text[LANG_FI]),
		     ARG_TEXT(n->text[LANG_SV]), ARG_TEXT(n->text[LANG_EN]),
		     ARG_INT(n->starts_at), ARG_INT(n->ends_at),
		     ARG_INT(n->topic_id), ARG_INT(n->area_id),
		     ARG_TEXT(n->words), ARG_TEXT(notice_states[n->state]),
		     ARG_INT(n->published_at), ARG_INT(n->review_at),
		     ARG_INT(n->updated_at), ARG_INT(n->version)),
		&changed);

	return err || changed ? err : ERR_CONFLICT;
}

enum err store_notice_end(struct db *db, int64_t id, int64_t now,
			  int64_t *ret_changed)
{
	return db_change(db, &Q_notice_end, ARGS(ARG_INT(id), ARG_INT(now)),
			 ret_changed);
}

enum err store_notices_to_review(struct db *db, struct arena *a, int64_t now,
				 int limit, struct public_notice **ret_list,
				 size_t *ret_count)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_notice_review_due,
			       ARGS(ARG_INT(now), ARG_INT(limit)), &r);

	if (!err)
		read_list(a, r, ret_list, ret_count);
	return err;
}

enum err store_notice_reminded(struct db *db, int64_t id, int64_t now)
{
	return db_exec(db, &Q_notice_reminded, ARGS(ARG_INT(id), ARG_INT(now)));
}
