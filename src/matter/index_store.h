/*
 * index_store.h: rows of the index of words and of the marks of its jobs. For
 * this folder only.
 */
#ifndef MATTER_INDEX_STORE_H
#define MATTER_INDEX_STORE_H

#include "search/search.h"
#include "sql/sql.h"

MUST_CHECK enum err store_index_find(struct db *db, struct arena *a,
				     const char *expression, int64_t before_id,
				     int limit, struct rows **ret_rows);
MUST_CHECK enum err store_index_put(struct db *db, int64_t matter_id,
				    const char *words);
MUST_CHECK enum err store_index_delete(struct db *db, int64_t matter_id);

MUST_CHECK enum err store_index_mark(struct db *db, struct arena *a,
				     int64_t *ret_event_id);
/* ERR_CONFLICT when somebody else was faster. */
MUST_CHECK enum err store_index_move(struct db *db, int64_t from, int64_t to);

struct reindex_mark {
	int64_t version, matter_id, until_id; /* 0, 0, 0: no row */
};
MUST_CHECK enum err store_reindex_mark(struct db *db, struct arena *a,
				       struct reindex_mark *ret_mark);
MUST_CHECK enum err store_reindex_begin(struct db *db, int64_t version,
					int64_t until_id);
MUST_CHECK enum err store_reindex_move(struct db *db, int64_t from, int64_t to);
MUST_CHECK enum err store_reindex_matters(struct db *db, struct arena *a,
					  const struct reindex_mark *m,
					  int limit, struct rows **ret_rows);

/* Everything staff find a matter by: rows of four texts, the language in the
 * fifth column of the first. No rows: it is no more. */
MUST_CHECK enum err store_index_texts(struct db *db, struct arena *a,
				      int64_t matter_id,
				      struct rows **ret_rows);
/* What everybody finds it by. ERR_NOT_FOUND when it is not public. */
MUST_CHECK enum err store_index_public(struct db *db, struct arena *a,
				       int64_t matter_id,
				       struct search_doc *ret_doc,
				       int64_t *ret_version);
/* The version that is public at this moment; 0 = none. */
MUST_CHECK enum err store_index_version(struct db *db, struct arena *a,
					int64_t matter_id,
					int64_t *ret_version);

#endif
