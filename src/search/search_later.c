/*
 * search_later.c: what has changed becomes a document after the commit. It is
 * read, and its words found out, in a read transaction; it is written in a short
 * write transaction of its own, unless it has changed once more meanwhile.
 */
#include "search/search.h"

#include "base/clock.h"
#include "base/str.h"
#include "search/search_store.h"

enum { BATCH = 50 };

const struct search_source *const *search_sources;

struct read_one {
	struct later later;
	struct search_doc doc;
	struct search_words words;
	int64_t again_at;
	bool is_public;
};

struct batch {
	struct read_one one[BATCH];
	size_t count;
};

enum err search_later(struct db *db, const char *what, int64_t id)
{
	return store_later_put(db, what, id, 0);
}

static enum err source_later(struct db *db, struct arena *a,
			     const struct search_source *s)
{
	int64_t *ids;
	size_t n;
	enum err err = s->all(db, a, &ids, &n);

	for (size_t i = 0; !err && i < n; i++)
		err = search_later(db, s->what, ids[i]);
	return err;
}

enum err search_later_all(struct db *db, struct arena *a)
{
	enum err err = OK;

	for (size_t i = 0; search_sources && search_sources[i] && !err; i++)
		err = source_later(db, a, search_sources[i]);
	return err;
}

/* ---- the job ---- */

static const struct search_source *source_of(const char *what)
{
	for (size_t i = 0; search_sources && search_sources[i]; i++)
		if (str_same(search_sources[i]->what, what))
			return search_sources[i];
	return NULL;
}

static enum err read_one(struct db *db, struct arena *a, struct read_one *r)
{
	const struct search_source *s = source_of(r->later.what);
	enum err err;

	if (!s)
		return OK;
	err = s->read(db, a, r->later.id, &r->doc, &r->again_at);
	r->is_public = !err;
	if (r->is_public)
		search_words_of(a, &r->doc, &r->words);
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err read_batch(struct db *db, struct arena *a, struct batch *b)
{
	struct later *list;
	enum err err = db_read_begin(db);

	if (err)
		return err;
	err = store_later_due(db, a, clock_now_us(), BATCH, &list, &b->count);
	for (size_t i = 0; !err && i < b->count; i++) {
		b->one[i] = (struct read_one){.later = list[i]};
		err = read_one(db, a, &b->one[i]);
	}
	db_read_end(db);
	return err;
}

static enum err write_batch(struct db *db, struct arena *a, void *arg)
{
	const struct batch *b = arg;
	struct search_words *docs = arena_array(a, b->count, sizeof(*docs));
	size_t n = 0;
	enum err err = OK;

	for (size_t i = 0; i < b->count && !err; i++) {
		const struct read_one *r = &b->one[i];
		bool still;

		err = store_later_done(db, &r->later, r->again_at, &still);
		if (!err && still && r->is_public)
			docs[n++] = r->words;
		else if (!err && still)
			err = search_drop(db, a, r->later.id);
	}
	if (!err)
		err = search_put(db, a, docs, n);
	return err ? err : store_later_forget(db);
}

static enum err search_some(struct db *db, struct arena *a, bool *ret_more)
{
	struct batch *b = arena_alloc(a, sizeof(*b));
	enum err err = read_batch(db, a, b);

	if (!err && b->count)
		err = db_write(db, a, write_batch, b);
	*ret_more = !err && b->count == BATCH;
	return err;
}

enum err search_job_wanted(struct db *db, struct arena *a, bool *ret_wanted)
{
	struct later *list;
	size_t n = 0;
	enum err err = store_later_due(db, a, clock_now_us(), 1, &list, &n);

	*ret_wanted = n > 0;
	return err;
}

enum err search_job_run(struct job_context *c, const struct job *job)
{
	bool more;

	(void)job;
	return job_in_batches(c, search_some, &more);
}
