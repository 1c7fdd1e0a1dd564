/*
 * matter_index.c: keeps the index of words behind the events.
 *
 * A batch is read in a read transaction and written in a short write
 * transaction of its own, so that residents hardly wait for it. What happens in
 * between has an event after the new mark and is read again. The mark moves
 * only from where the batch began: of two that overlap (a lease that ran out)
 * the slower one writes nothing.
 */
#include "matter/matter_index.h"

#include "base/clock.h"
#include "base/str.h"
#include "event/event.h"
#include "matter/matter_sql.h"
#include "text/words.h"

enum { EVENTS_MAX = 100 };

/* ---- asking ---- */

static enum err read_ids(struct arena *a, struct rows *r, int64_t **ret_ids,
			 size_t *ret_count)
{
	int64_t *ids = arena_array(a, rows_count(r) + 1, sizeof(*ids));
	size_t n = 0;

	while (rows_next(r))
		ids[n++] = rows_int(r, 0);
	*ret_ids = ids;
	*ret_count = n;
	return OK;
}

enum err matter_words_find(struct db *db, struct arena *a,
			   const struct words_wanted *w, int64_t **ret_ids,
			   size_t *ret_count)
{
	const char *asked = words_asked(a, w->query);
	int64_t before = w->before_id ? w->before_id : INT64_MAX;
	struct rows *r;
	enum err err;

	if (str_empty(asked)) {
		*ret_ids = NULL;
		*ret_count = 0;
		return OK;
	}
	err = db_rows(db, a, &Q_index_find,
		      ARGS(ARG_TEXT(asked), ARG_INT(before), ARG_INT(w->limit)),
		      &r);
	return err ? err : read_ids(a, r, ret_ids, ret_count);
}

/* ---- writing ---- */

enum err matter_words_add(struct db *db, struct arena *a, int64_t matter_id,
			  const char *text)
{
	struct word_list words;

	words_init(&words, a);
	words_add(&words, text);
	words_unite(&words);
	return db_exec(db, &Q_index_put,
		       ARGS(ARG_INT(matter_id), ARG_TEXT(words_join(&words))));
}

static enum err get_mark(struct db *db, struct arena *a, int64_t *ret_mark)
{
	struct rows *r;
	enum err err = db_rows(db, a, &Q_index_mark, NO_ARGS, &r);

	if (err)
		return err;
	*ret_mark = rows_next(r) ? rows_int(r, 0) : 0;
	return OK;
}

static enum err move_mark(struct db *db, int64_t from, int64_t to)
{
	int64_t moved;
	enum err err = db_exec(db, &Q_index_mark_first, NO_ARGS);

	if (!err)
		err = db_change(db, &Q_index_mark_move,
				ARGS(ARG_INT(from), ARG_INT(to)), &moved);
	if (err)
		return err;
	return moved ? OK : ERR_CONFLICT;
}

enum err matter_words_done(struct db *db, struct arena *a)
{
	int64_t mark, newest;
	enum err err = get_mark(db, a, &mark);

	if (!err)
		err = event_newest(db, a, &newest);
	return err ? err : move_mark(db, mark, newest);
}

/* ---- the job ---- */

struct found {
	int64_t matter_id;
	const char *words; /* NULL: the matter is no more */
};

struct batch {
	int64_t from, to; /* marks */
	struct found found[EVENTS_MAX];
	size_t count;
	bool full; /* there may be more events behind it */
};

static void add_matter(struct batch *b, int64_t id)
{
	size_t i;

	for (i = 0; i < b->count; i++)
		if (b->found[i].matter_id == id)
			return;
	b->found[b->count++] = (struct found){.matter_id = id};
}

static enum err read_words(struct db *db, struct arena *a, struct found *f)
{
	struct word_list words;
	struct rows *r;
	int col;
	enum err err =
		db_rows(db, a, &Q_index_texts, ARGS(ARG_INT(f->matter_id)), &r);

	if (err || rows_count(r) == 0)
		return err;
	words_init(&words, a);
	while (rows_next(r))
		for (col = 0; col < 4; col++)
			words_add(&words, rows_text(r, col));
	words_unite(&words);
	f->words = words_join(&words);
	return OK;
}

static enum err read_events(struct db *db, struct arena *a, struct batch *b)
{
	struct event_seen *list;
	size_t n;
	enum err err = get_mark(db, a, &b->from);

	if (!err)
		err = event_after(db, a, b->from, EVENTS_MAX, &list, &n);
	if (err)
		return err;
	b->to = b->from;
	b->full = n == EVENTS_MAX;
	for (size_t i = 0; i < n; i++) {
		b->to = list[i].id;
		if (list[i].matter_id)
			add_matter(b, list[i].matter_id);
	}
	return OK;
}

static enum err read_batch(struct db *db, struct arena *a, struct batch *b)
{
	enum err err = db_read_begin(db);
	size_t i;

	if (err)
		return err;
	err = read_events(db, a, b);
	for (i = 0; i < b->count && !err; i++)
		err = read_words(db, a, &b->found[i]);
	db_read_end(db);
	return err;
}

static enum err write_batch(struct db *db, struct arena *a, void *arg)
{
	const struct batch *b = arg;
	enum err err = move_mark(db, b->from, b->to);
	size_t i;

	(void)a;
	for (i = 0; i < b->count && !err; i++) {
		const struct found *f = &b->found[i];

		err = f->words ? db_exec(db, &Q_index_put,
					 ARGS(ARG_INT(f->matter_id),
					      ARG_TEXT(f->words)))
			       : db_exec(db, &Q_index_delete,
					 ARGS(ARG_INT(f->matter_id)));
	}
	return err;
}

static enum err index_some(struct db *db, struct arena *a, bool *ret_more)
{
	struct batch *b = arena_alloc(a, sizeof(*b));
	enum err err = read_batch(db, a, b);

	if (!err && b->to > b->from)
		err = db_write(db, a, write_batch, b);
	*ret_more = !err && b->full;
	return err;
}

enum err index_job_wanted(struct db *db, struct arena *a, bool *ret_wanted)
{
	int64_t mark, newest;
	enum err err = get_mark(db, a, &mark);

	if (!err)
		err = event_newest(db, a, &newest);
	if (!err)
		*ret_wanted = newest > mark;
	return err;
}

enum err index_job_run(struct job_context *c, const struct job *job)
{
	bool more;

	(void)job;
	return job_in_batches(c, index_some, &more);
}
