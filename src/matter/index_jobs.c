/*
 * index_jobs.c: keeps the index of words behind the events.
 *
 * A batch is read, and its words found out, in a read transaction; it is
 * written in a short write transaction of its own, so that residents hardly
 * wait for it. What happens in between has an event after the new mark and is
 * read again. The mark moves only from where the batch began: of two that
 * overlap (a lease that ran out) the slower one writes nothing.
 */
#include "base/str.h"
#include "event/event.h"
#include "matter/index_store.h"
#include "matter/index_words.h"
#include "matter/matter_index.h"

enum {
	EVENTS_MAX = 100,
	AGAIN_MAX = 50, /* matters of a batch that indexes again */
	/* Counts up whenever other words are found in the same texts. */
	WORDS_VERSION = 1,
};

struct found {
	int64_t matter_id;
	const char *words; /* NULL: the matter is no more */
	struct search_doc doc;
	int64_t version; /* of what is public; 0 = nothing */
	struct search_words public;
};

struct batch {
	int64_t from, to; /* marks */
	struct found found[EVENTS_MAX];
	size_t count;
	bool full; /* there may be more behind it */
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
	enum lang lang = LANG_FI;
	struct word_list words;
	struct rows *r;
	int col;
	enum err err = store_index_texts(db, a, f->matter_id, &r);

	if (err || rows_count(r) == 0)
		return err;
	words_init(&words, a);
	while (rows_next(r)) {
		if (*rows_text(r, 4))
			lang_parse(rows_text(r, 4), &lang);
		for (col = 0; col < 4; col++)
			index_words_add(&words, lang, rows_text(r, col));
	}
	words_unite(&words);
	f->words = words_join(&words);
	return OK;
}

static enum err read_matter(struct db *db, struct arena *a, struct found *f)
{
	enum err err = read_words(db, a, f);

	if (!err)
		err = store_index_public(db, a, f->matter_id, &f->doc,
					 &f->version);
	if (!err)
		search_words_of(a, &f->doc, &f->public);
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err read_all(struct db *db, struct arena *a, struct batch *b)
{
	enum err err = OK;

	for (size_t i = 0; i < b->count && !err; i++)
		err = read_matter(db, a, &b->found[i]);
	return err;
}

/* What was hidden or changed since it was read stays out: its event brings it
 * again. */
static enum err write_found(struct db *db, struct arena *a,
			    const struct found *f, bool *ret_public)
{
	int64_t version = 0;
	enum err err = f->words ? store_index_put(db, f->matter_id, f->words)
				: store_index_delete(db, f->matter_id);

	if (!err && f->version)
		err = store_index_version(db, a, f->matter_id, &version);
	*ret_public = version && version == f->version;
	if (!err && !*ret_public)
		err = search_drop(db, a, f->matter_id);
	return err;
}

static enum err write_all(struct db *db, struct arena *a, const struct batch *b)
{
	struct search_words *docs = arena_array(a, b->count, sizeof(*docs));
	size_t n = 0;
	enum err err = OK;

	for (size_t i = 0; i < b->count && !err; i++) {
		bool is_public = false;

		err = write_found(db, a, &b->found[i], &is_public);
		if (is_public)
			docs[n++] = b->found[i].public;
	}
	return err ? err : search_put(db, a, docs, n);
}

/* ---- behind the events ---- */

static enum err read_events(struct db *db, struct arena *a, struct batch *b)
{
	struct event_seen *list;
	size_t n;
	enum err err = store_index_mark(db, a, &b->from);

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

	if (err)
		return err;
	err = read_events(db, a, b);
	if (!err)
		err = read_all(db, a, b);
	db_read_end(db);
	return err;
}

static enum err write_batch(struct db *db, struct arena *a, void *arg)
{
	const struct batch *b = arg;
	enum err err = store_index_move(db, b->from, b->to);

	return err ? err : write_all(db, a, b);
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
	enum err err = store_index_mark(db, a, &mark);

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

/* ---- once more ---- */

static bool is_done(const struct reindex_mark *m)
{
	return m->version == WORDS_VERSION && m->matter_id >= m->until_id;
}

static enum err read_again(struct db *db, struct arena *a,
			   const struct reindex_mark *m, struct batch *b)
{
	struct rows *r;
	enum err err = db_read_begin(db);

	if (err)
		return err;
	b->from = m->matter_id;
	b->to = m->until_id;
	err = store_reindex_matters(db, a, m, AGAIN_MAX, &r);
	while (!err && rows_next(r))
		add_matter(b, rows_int(r, 0));
	b->full = b->count == AGAIN_MAX;
	if (b->full)
		b->to = b->found[b->count - 1].matter_id;
	if (!err)
		err = read_all(db, a, b);
	db_read_end(db);
	return err;
}

static enum err write_again(struct db *db, struct arena *a, void *arg)
{
	const struct batch *b = arg;
	enum err err = store_reindex_move(db, b->from, b->to);

	return err ? err : write_all(db, a, b);
}

/* Up to where the events have been followed: the rest they bring. */
static enum err write_begin(struct db *db, struct arena *a, void *arg)
{
	int64_t until = 0;
	enum err err = store_index_mark(db, a, &until);

	(void)arg;
	if (!err)
		err = search_later_all(db, a);
	return err ? err : store_reindex_begin(db, WORDS_VERSION, until);
}

static enum err reindex_some(struct db *db, struct arena *a, bool *ret_more)
{
	struct batch *b = arena_alloc(a, sizeof(*b));
	struct reindex_mark m;
	enum err err = store_reindex_mark(db, a, &m);

	*ret_more = true;
	if (err)
		return err;
	if (m.version != WORDS_VERSION)
		return db_write(db, a, write_begin, NULL);
	if (!is_done(&m))
		err = read_again(db, a, &m, b);
	if (!err && b->to > b->from)
		err = db_write(db, a, write_again, b);
	*ret_more = !err && b->full;
	return err;
}

enum err reindex_job_wanted(struct db *db, struct arena *a, bool *ret_wanted)
{
	struct reindex_mark m;
	enum err err = store_reindex_mark(db, a, &m);

	if (!err)
		*ret_wanted = !is_done(&m);
	return err;
}

enum err reindex_job_run(struct job_context *c, const struct job *job)
{
	bool more;

	(void)job;
	return job_in_batches(c, reindex_some, &more);
}

enum err matter_reindex(struct db *db, struct arena *a)
{
	(void)a;
	return store_reindex_begin(db, 0, 0);
}
