/*
 * matter_index.h: matters are found by their words (text/lemma.h): as they are
 * written, as they stand in a dictionary, and by the parts of compounds.
 *
 * Staff find them by title, text, place and nickname and by everything said
 * about them, internal notes too; a sender's name, mail and phone are no words.
 * Everybody finds what is public, as search/search.h has it.
 *
 * They are indexed by the job "index" after COMMIT, a few seconds later: no
 * submission waits for it.
 */
#ifndef MATTER_MATTER_INDEX_H
#define MATTER_MATTER_INDEX_H

#include "base/lang.h"
#include "job/job.h"
#include "sql/sql.h"

struct words_wanted {
	const char *query; /* as typed */
	int64_t before_id; /* older than this one; 0 = from the newest */
	int limit;
};

/*
 * Matters that have all the words asked for in some form, newest first; from
 * three letters on a word may be the beginning of a longer one. None for a query without
 * words. Knows no rights: the caller reads the rows within them.
 */
MUST_CHECK enum err matter_words_find(struct db *db, struct arena *a,
				      const struct words_wanted *w,
				      int64_t **ret_ids, size_t *ret_count);

/* In a write transaction: the words of the text become those of the matter.
 * For loaders: the job sees only events above its mark, so who writes events
 * with ids of the past adds the words too; who fills an empty municipality may
 * then move the mark to the end. */
MUST_CHECK enum err matter_words_add(struct db *db, struct arena *a,
				     int64_t matter_id, enum lang lang,
				     const char *text);
/* In a write transaction: everything so far counts as indexed. */
MUST_CHECK enum err matter_words_done(struct db *db, struct arena *a);

/* The kind "index": wanted() and run(). */
enum err index_job_wanted(struct db *db, struct arena *a, bool *ret_wanted);
enum err index_job_run(struct job_context *c, const struct job *job);
/* The kind "reindex": what was indexed by a program that knew less. */
enum err reindex_job_wanted(struct db *db, struct arena *a, bool *ret_wanted);
enum err reindex_job_run(struct job_context *c, const struct job *job);
/* In a write transaction: all of it once more. */
MUST_CHECK enum err matter_reindex(struct db *db, struct arena *a);

#endif
