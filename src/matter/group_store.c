/*
 * group_store.c: groups in and out of the database.
 */
#include "matter/group_store.h"

#include "base/clock.h"
#include "base/str.h"
#include "matter/group_sql.h"
#include "matter/rules.h"

enum { ALIKE_WALK = 3000, ALIKE_MAX = 60 };

enum err group_of(struct db *db, struct arena *a, int64_t matter_id,
		  int64_t *ret_group_id)
{
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_group_of, ARGS(ARG_INT(matter_id)), &r);

	if (!err)
		*ret_group_id = rows_next(r) ? rows_int(r, 0) : 0;
	return err;
}

enum err store_group_put(struct db *db, int64_t id, int64_t group_id)
{
	return db_exec(db, &Q_group_put, ARGS(ARG_INT(id), ARG_INT(group_id)));
}

enum err store_group_take(struct db *db, int64_t id)
{
	return db_exec(db, &Q_group_take, ARGS(ARG_INT(id)));
}

enum err store_group_end(struct db *db, struct arena *a, int64_t group_id)
{
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_group_few, ARGS(ARG_INT(group_id)), &r);

	if (err || rows_count(r) > 1)
		return err;
	return db_exec(db, &Q_group_take_all, ARGS(ARG_INT(group_id)));
}

static void read_members(struct arena *a, struct rows *r,
			 struct group_member **ret_list, size_t *ret_count)
{
	struct group_member *list =
		arena_array(a, rows_count(r) + 1, sizeof(*list));
	size_t n = 0;

	while (rows_next(r)) {
		struct group_member *g = &list[n++];

		*g = (struct group_member){
			.id = rows_int(r, 0),
			.number_year = rows_int(r, 1),
			.number = rows_int(r, 2),
			.unit_id = rows_int(r, 4),
			.handler_id = rows_int(r, 5),
			.handling = handling_parse(rows_text(r, 6)),
			.title = rows_text(r, 7),
			.text = rows_text(r, 8),
			.is_open = rows_int(r, 9),
			.received_at = rows_int(r, 10),
			.version = rows_int(r, 11),
			.place = rows_text(r, 12),
			.has_point = !rows_null(r, 13) && !rows_null(r, 14),
			.lat = rows_real(r, 13),
			.lon = rows_real(r, 14),
			.topic_id = rows_int(r, 15),
			.group_id = rows_int(r, 16),
		};
		lang_parse(rows_text(r, 3), &g->lang);
	}
	*ret_list = list;
	*ret_count = n;
}

enum err store_group_members(struct db *db, struct arena *a, int64_t group_id,
			     struct group_member **ret_list, size_t *ret_count)
{
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_group_members,
			ARGS(ARG_INT(group_id), ARG_INT(GROUP_SHOWN)), &r);

	if (!err)
		read_members(a, r, ret_list, ret_count);
	return err;
}

enum err group_count(struct db *db, struct arena *a, int64_t group_id,
		     struct group_counts *ret)
{
	struct group_counts n = {0};
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_group_counts, ARGS(ARG_INT(group_id)), &r);

	if (err)
		return err;
	while (rows_next(r)) {
		enum lang lang = LANG_FI;

		lang_parse(rows_text(r, 0), &lang);
		n.all += rows_int(r, 1);
		n.open += rows_int(r, 2);
		n.open_in[lang] += rows_int(r, 2);
		n.versions += rows_int(r, 3);
	}
	*ret = n;
	return OK;
}

enum err store_group_alike(struct db *db, struct arena *a,
			   const struct matter *m,
			   struct group_member **ret_list, size_t *ret_count)
{
	const int64_t span = GROUP_DAYS * (int64_t)DAY_US;
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_group_alike,
			ARGS(ARG_INT(m->id - span), ARG_INT(m->id + span),
			     ARG_INT(m->topic_id), ARG_INT(m->id),
			     ARG_INT(ALIKE_WALK), ARG_INT(ALIKE_MAX)),
			&r);

	if (!err)
		read_members(a, r, ret_list, ret_count);
	return err;
}

enum err store_group_recent(struct db *db, struct arena *a, int64_t since_id,
			    struct group_member **ret_list, size_t *ret_count)
{
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_group_recent, ARGS(ARG_INT(since_id)), &r);

	if (!err)
		read_members(a, r, ret_list, ret_count);
	return err;
}

/* ---- what is said to all ---- */

enum err store_group_answer(struct db *db, const struct group_answer *g)
{
	return db_exec(db, &Q_group_answer_put,
		       ARGS(ARG_INT(g->id), ARG_INT(g->group_id),
			    ARG_INT(g->staff_id), ARG_INT(g->interim),
			    ARG_TEXT(outcome_names[g->outcome]),
			    ARG_TEXT(g->reason), ARG_TEXT(g->text[LANG_FI]),
			    ARG_TEXT(g->text[LANG_SV]),
			    ARG_TEXT(g->text[LANG_EN]), ARG_INT(g->leaves_at)));
}

static enum err read_answer(struct rows *r, struct group_answer *ret_answer)
{
	struct group_answer g = {0};

	if (!rows_next(r))
		return ERR_NOT_FOUND;
	g.id = rows_int(r, 0);
	g.group_id = rows_int(r, 1);
	g.staff_id = rows_int(r, 2);
	g.interim = rows_int(r, 3);
	g.reason = rows_text(r, 5);
	for (int l = 0; l < LANG__COUNT; l++)
		g.text[l] = rows_text(r, 6 + l);
	g.leaves_at = rows_int(r, 9);
	if (outcome_parse(rows_text(r, 4), &g.outcome))
		g.outcome = OUTCOME_NONE;
	*ret_answer = g;
	return OK;
}

enum err group_answer_get(struct db *db, struct arena *a, int64_t id,
			  struct group_answer *ret_answer)
{
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_group_answer_get, ARGS(ARG_INT(id)), &r);

	return err ? err : read_answer(r, ret_answer);
}

enum err group_answer_last(struct db *db, struct arena *a, int64_t group_id,
			   struct group_answer *ret_answer)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_group_answer_last,
			       ARGS(ARG_INT(group_id)), &r);

	return err ? err : read_answer(r, ret_answer);
}

enum err store_group_left(struct db *db, struct arena *a,
			  const struct group_answer *g, int limit,
			  int64_t **ret_ids, size_t *ret_count)
{
	struct rows *r;
	int64_t *ids;
	size_t n = 0;
	enum err err = db_rows(
		db, a, &Q_group_answer_left,
		ARGS(ARG_INT(g->group_id), ARG_INT(g->id), ARG_INT(limit)), &r);

	if (err)
		return err;
	ids = arena_array(a, rows_count(r) + 1, sizeof(*ids));
	while (rows_next(r))
		ids[n++] = rows_int(r, 0);
	*ret_ids = ids;
	*ret_count = n;
	return OK;
}

enum err store_group_answered(struct db *db, int64_t answer_id,
			      int64_t matter_id)
{
	return db_exec(db, &Q_group_answered_put,
		       ARGS(ARG_INT(answer_id), ARG_INT(matter_id)));
}

enum err store_group_how(struct db *db, int64_t answer_id, int64_t matter_id,
			 const char *how)
{
	return db_exec(
		db, &Q_group_answered_how,
		ARGS(ARG_INT(answer_id), ARG_INT(matter_id), ARG_TEXT(how)));
}

enum err store_group_begin(struct db *db, int64_t answer_id, bool *ret_first)
{
	int64_t n;
	enum err err = db_change(db, &Q_group_answer_leaves,
				 ARGS(ARG_INT(answer_id)), &n);

	if (!err)
		*ret_first = n > 0;
	return err;
}

enum err store_group_hurry(struct db *db, int64_t answer_id, int64_t now)
{
	return db_exec(db, &Q_group_outgoing_hurry,
		       ARGS(ARG_INT(answer_id), ARG_INT(now)));
}

enum err store_group_unsay(struct db *db, int64_t answer_id)
{
	enum err err =
		db_exec(db, &Q_group_answered_unsay, ARGS(ARG_INT(answer_id)));

	return err ? err
		   : db_exec(db, &Q_group_answer_unsay,
			     ARGS(ARG_INT(answer_id)));
}

enum err store_group_has(struct db *db, struct arena *a, int64_t answer_id,
			 const char *address, bool *ret_has)
{
	struct rows *r;
	enum err err = db_rows(
		db, a, &Q_group_answered_sender,
		ARGS(ARG_TEXT(str_lower(a, address)), ARG_INT(answer_id)), &r);

	if (!err)
		*ret_has = rows_next(r);
	return err;
}

enum err group_answered(struct db *db, struct arena *a, int64_t answer_id,
			struct group_answered **ret_list, size_t *ret_count)
{
	struct group_answered *list;
	struct rows *r;
	size_t n = 0;
	enum err err =
		db_rows(db, a, &Q_group_answered_list,
			ARGS(ARG_INT(answer_id), ARG_INT(GROUP_MAX)), &r);

	if (err)
		return err;
	list = arena_array(a, rows_count(r) + 1, sizeof(*list));
	while (rows_next(r))
		list[n++] = (struct group_answered){rows_int(r, 0),
						    rows_text(r, 1)};
	*ret_list = list;
	*ret_count = n;
	return OK;
}
