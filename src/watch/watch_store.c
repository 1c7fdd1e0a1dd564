/*
 * watch_store.c: watches in and out of the database.
 */
#include "watch/watch_store.h"

#include "event/event.h"
#include "watch/watch_sql.h"

enum err store_watch(struct db *db, const struct watch *w, const char *mail_key)
{
	return db_exec(db, &Q_watch_put,
		       ARGS(ARG_INT(w->id), ARG_TEXT(w->mail),
			    ARG_TEXT(mail_key), ARG_TEXT(lang_codes[w->lang]),
			    ARG_INT(w->matter_id), ARG_INT(w->topic_id),
			    ARG_INT(w->daily), ARG_INT(w->asked_at)));
}

static void read_list(struct arena *a, struct rows *r, struct watch **ret_list,
		      size_t *ret_count)
{
	struct watch *list = arena_array(a, rows_count(r) + 1, sizeof(*list));
	size_t n = 0;

	while (rows_next(r)) {
		list[n] = (struct watch){
			.id = rows_int(r, 0),
			.mail = rows_text(r, 1),
			.matter_id = rows_int(r, 3),
			.topic_id = rows_int(r, 4),
			.daily = rows_int(r, 5),
			.confirmed_at = rows_int(r, 6),
			.asked_at = rows_int(r, 7),
		};
		lang_parse(rows_text(r, 2), &list[n++].lang);
	}
	*ret_list = list;
	*ret_count = n;
}

enum err store_watch_get(struct db *db, struct arena *a, int64_t id,
			 struct watch *ret)
{
	struct watch *list;
	struct rows *r;
	size_t n;
	enum err err = db_rows(db, a, &Q_watch_get, ARGS(ARG_INT(id)), &r);

	if (err)
		return err;
	read_list(a, r, &list, &n);
	if (!n)
		return ERR_NOT_FOUND;
	*ret = list[0];
	return OK;
}

enum err store_watch_find(struct db *db, struct arena *a, const struct watch *w,
			  const char *mail_key, struct watch *ret)
{
	struct watch *list;
	struct rows *r;
	size_t n;
	enum err err = db_rows(db, a, &Q_watch_find,
			       ARGS(ARG_TEXT(mail_key), ARG_INT(w->matter_id),
				    ARG_INT(w->topic_id)),
			       &r);

	if (err)
		return err;
	read_list(a, r, &list, &n);
	*ret = n ? list[0] : (struct watch){.mail = ""};
	return OK;
}

enum err store_watch_load(struct db *db, struct arena *a, const char *mail_key,
			  int64_t since, struct watch_load *ret)
{
	struct watch_load load = {0};
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_watch_of_mail,
			ARGS(ARG_TEXT(mail_key), ARG_INT(WATCHES_MAX)), &r);

	if (err)
		return err;
	while (rows_next(r)) {
		load.watches++;
		load.asked += rows_int(r, 1) > since;
	}
	*ret = load;
	return OK;
}

enum err store_watch_again(struct db *db, const struct watch *w)
{
	return db_exec(db, &Q_watch_ask_again,
		       ARGS(ARG_INT(w->id), ARG_INT(w->asked_at),
			    ARG_TEXT(lang_codes[w->lang]), ARG_INT(w->daily)));
}

enum err store_watch_confirm(struct db *db, int64_t id, int64_t at)
{
	return db_exec(db, &Q_watch_confirm, ARGS(ARG_INT(id), ARG_INT(at)));
}

enum err watch_daily(struct db *db, int64_t id, bool daily)
{
	return db_exec(db, &Q_watch_set_daily,
		       ARGS(ARG_INT(id), ARG_INT(daily)));
}

enum err watch_stop(struct db *db, int64_t id)
{
	enum err err = db_exec(db, &Q_watch_note_clear, ARGS(ARG_INT(id)));

	return err ? err : db_exec(db, &Q_watch_delete, ARGS(ARG_INT(id)));
}

static enum err any(struct db *db, struct arena *a, const struct sql_query *q,
		    bool *ret_any)
{
	struct rows *r;
	enum err err = db_rows(db, a, q, NO_ARGS, &r);

	if (!err)
		*ret_any = rows_next(r);
	return err;
}

enum err store_watch_here(struct db *db, struct arena *a, bool *ret_any)
{
	return any(db, a, &Q_watch_here, ret_any);
}

enum err store_watch_any(struct db *db, struct arena *a, bool *ret_any)
{
	return any(db, a, &Q_watch_any, ret_any);
}

enum err store_watch_stale(struct db *db, struct arena *a, int64_t before,
			   bool *ret_any)
{
	struct rows *r;
	enum err err =
		db_rows(db, a, &Q_watch_stale, ARGS(ARG_INT(before)), &r);

	if (!err)
		*ret_any = rows_next(r);
	return err;
}

enum err store_watch_forget(struct db *db, int64_t before)
{
	return db_exec(db, &Q_watch_forget, ARGS(ARG_INT(before)));
}

/* ---- the walk ---- */

enum err store_watch_mark(struct db *db, struct arena *a, int64_t *ret_id,
			  int64_t *ret_newest)
{
	struct rows *mark;
	enum err err = db_rows(db, a, &Q_watch_mark, NO_ARGS, &mark);

	if (err)
		return err;
	*ret_id = rows_next(mark) ? rows_int(mark, 0) : 0;
	return event_newest(db, a, ret_newest);
}

enum err store_watch_mark_put(struct db *db, int64_t event_id)
{
	return db_exec(db, &Q_watch_mark_put, ARGS(ARG_INT(event_id)));
}

enum err store_watch_note_matter(struct db *db, int64_t matter_id,
				 const struct watch_when *w)
{
	enum err err =
		db_exec(db, &Q_watch_note_matter, ARGS(ARG_INT(matter_id)));

	return err ? err
		   : db_exec(db, &Q_watch_wake_matter,
			     ARGS(ARG_INT(matter_id), ARG_INT(w->digest_at),
				  ARG_INT(w->now), ARG_INT(w->gap)));
}

enum err store_watch_note_topic(struct db *db, int64_t topic_id,
				int64_t matter_id, const struct watch_when *w)
{
	enum err err = db_exec(db, &Q_watch_note_topic,
			       ARGS(ARG_INT(topic_id), ARG_INT(matter_id)));

	return err ? err
		   : db_exec(db, &Q_watch_wake_topic,
			     ARGS(ARG_INT(topic_id), ARG_INT(w->digest_at),
				  ARG_INT(w->now), ARG_INT(w->gap)));
}

/* ---- telling ---- */

enum err store_watch_due(struct db *db, struct arena *a, int64_t now, int limit,
			 struct watch **ret_list, size_t *ret_count)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_watch_due,
			       ARGS(ARG_INT(now), ARG_INT(limit)), &r);

	if (!err)
		read_list(a, r, ret_list, ret_count);
	return err;
}

enum err store_watch_notes(struct db *db, struct arena *a, int64_t id,
			   int64_t **ret_ids, size_t *ret_count)
{
	struct rows *r;
	int64_t *ids;
	size_t n = 0;
	enum err err = db_rows(db, a, &Q_watch_notes,
			       ARGS(ARG_INT(id), ARG_INT(WATCH_ROWS + 1)), &r);

	if (err)
		return err;
	ids = arena_array(a, rows_count(r) + 1, sizeof(*ids));
	while (rows_next(r))
		ids[n++] = rows_int(r, 0);
	*ret_ids = ids;
	*ret_count = n;
	return OK;
}

enum err store_watch_told(struct db *db, int64_t id, int64_t at)
{
	enum err err = db_exec(db, &Q_watch_note_clear, ARGS(ARG_INT(id)));

	return err ? err
		   : db_exec(db, &Q_watch_told, ARGS(ARG_INT(id), ARG_INT(at)));
}
