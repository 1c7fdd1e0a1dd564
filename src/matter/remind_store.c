/*
 * remind_store.c: reminders in and out of the database.
 */
#include "matter/remind_store.h"

#include "base/clock.h"
#include "base/str.h"
#include "matter/remind_sql.h"

static struct sql_arg int_or_null(int64_t value)
{
	return value ? ARG_INT(value) : ARG_NULL;
}

enum err store_remind_due(struct db *db, struct arena *a, int64_t now, int max,
			  int64_t **ret_ids, size_t *ret_count)
{
	struct rows *r;
	int64_t *ids;
	size_t n = 0;
	enum err err = db_rows(db, a, &Q_remind_due,
			       ARGS(ARG_INT(now), ARG_INT(max)), &r);

	if (err)
		return err;
	ids = arena_array(a, rows_count(r), sizeof(*ids));
	while (rows_next(r))
		ids[n++] = rows_int(r, 0);
	*ret_ids = ids;
	*ret_count = n;
	return OK;
}

enum err store_remind_settle(struct db *db, const struct matter *m)
{
	return db_send(db, &Q_remind_settle,
		       ARGS(ARG_INT(m->id), ARG_INT(m->due_at),
			    ARG_INT(m->told_at), int_or_null(m->remind_at)));
}

enum err store_reminder(struct db *db, const struct reminder_row *r)
{
	return db_send(db, &Q_reminder_insert,
		       ARGS(ARG_INT(db_new_id(db)), ARG_INT(r->matter_id),
			    ARG_TEXT(r->kind), ARG_INT(r->due_at),
			    ARG_INT(r->to.staff_id), ARG_INT(r->to.unit_id),
			    int_or_null(r->mail_id),
			    r->done ? ARG_INT(clock_now_us()) : ARG_NULL));
}

enum err store_told_since(struct db *db, struct arena *a, int64_t matter_id,
			  const char *kind, int64_t since_id, size_t *ret_count)
{
	struct rows *r;
	enum err err = db_rows(
		db, a, &Q_reminder_since,
		ARGS(ARG_INT(matter_id), ARG_TEXT(kind), ARG_INT(since_id)),
		&r);

	if (!err)
		*ret_count = rows_count(r);
	return err;
}

/* ---- wishes ---- */

enum err store_wishes_due(struct db *db, struct arena *a, int64_t now, int max,
			  struct wish **ret_list, size_t *ret_count)
{
	struct wish *list;
	struct rows *r;
	size_t n = 0;
	enum err err = db_rows(db, a, &Q_remind_me_due,
			       ARGS(ARG_INT(now), ARG_INT(max)), &r);

	if (err)
		return err;
	list = arena_array(a, rows_count(r), sizeof(*list));
	while (rows_next(r))
		list[n++] = (struct wish){rows_int(r, 0), rows_int(r, 1)};
	*ret_list = list;
	*ret_count = n;
	return OK;
}

enum err store_wish_put(struct db *db, const struct wish *w, int64_t at,
			const char *note)
{
	return db_exec(db, &Q_remind_me_put,
		       ARGS(ARG_INT(w->matter_id), ARG_INT(w->staff_id),
			    ARG_INT(at), ARG_TEXT(note)));
}

enum err store_wish_remove(struct db *db, const struct wish *w)
{
	return db_exec(db, &Q_remind_me_remove,
		       ARGS(ARG_INT(w->matter_id), ARG_INT(w->staff_id)));
}

enum err remind_me_get(struct db *db, struct arena *a, const struct session *s,
		       int64_t matter_id, struct remind_wish *ret_wish)
{
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_remind_me_get,
			ARGS(ARG_INT(matter_id), ARG_INT(s->staff_id)), &r);

	if (err)
		return err;
	*ret_wish = (struct remind_wish){0, ""};
	if (rows_next(r))
		*ret_wish =
			(struct remind_wish){rows_int(r, 0), rows_text(r, 1)};
	return OK;
}

/* ---- the digest ---- */

enum err store_readers(struct db *db, struct arena *a, int64_t day, int max,
		       struct reader **ret_list, size_t *ret_count)
{
	struct reader *list;
	struct rows *r;
	size_t n = 0;
	enum err err = db_rows(db, a, &Q_reminder_readers,
			       ARGS(ARG_INT(day), ARG_INT(max)), &r);

	if (err)
		return err;
	list = arena_array(a, rows_count(r), sizeof(*list));
	while (rows_next(r))
		list[n++] = (struct reader){rows_int(r, 0), rows_int(r, 1)};
	*ret_list = list;
	*ret_count = n;
	return OK;
}

static enum err count_waiting(struct db *db, struct arena *a,
			      const struct reader *to,
			      struct waiting_list *ret_list)
{
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_reminder_waiting_all,
			ARGS(ARG_INT(to->staff_id), ARG_INT(to->unit_id)), &r);

	if (err)
		return err;
	if (!rows_next(r))
		return ERR_INTERNAL;
	ret_list->matters = (size_t)rows_int(r, 0);
	ret_list->last_id = rows_int(r, 1);
	return OK;
}

enum err store_waiting(struct db *db, struct arena *a, const struct reader *to,
		       int max, struct waiting_list *ret_list)
{
	struct waiting_list w = {0};
	struct rows *r;
	enum err err = db_rows(
		db, a, &Q_reminder_waiting,
		ARGS(ARG_INT(to->staff_id), ARG_INT(to->unit_id), ARG_INT(max)),
		&r);

	if (!err)
		err = count_waiting(db, a, to, &w);
	if (err)
		return err;
	w.list = arena_array(a, rows_count(r), sizeof(*w.list));
	while (rows_next(r))
		w.list[w.count++] = (struct waiting){
			.kind = remind_parse(rows_text(r, 0)),
			.asked = str_same(rows_text(r, 0), "asked"),
			.due_at = rows_int(r, 1),
			.number_year = rows_int(r, 2),
			.number = rows_int(r, 3),
			.topic_id = rows_int(r, 4),
			.confidential = rows_int(r, 5),
		};
	*ret_list = w;
	return OK;
}

enum err store_told(struct db *db, const struct reader *to, int64_t mail_id,
		    int64_t last_id)
{
	return db_exec(db, &Q_reminder_done,
		       ARGS(ARG_INT(to->staff_id), ARG_INT(to->unit_id),
			    int_or_null(mail_id), ARG_INT(last_id),
			    ARG_INT(clock_now_us())));
}

enum err store_digest_day(struct db *db, const struct reader *to, int64_t day)
{
	return db_exec(db, &Q_digest_put,
		       ARGS(ARG_INT(to->staff_id), ARG_INT(to->unit_id),
			    ARG_INT(day)));
}
