/*
 * search_store.h: rows of documents and words. For this folder only.
 */
#ifndef SEARCH_SEARCH_STORE_H
#define SEARCH_SEARCH_STORE_H

#include "search/search.h"
#include "text/typo.h"

/* Before a facet: no word begins so, and both databases take it for one. */
#define FACET_MARK "\u00b7"

struct stored_doc {
	const char *words, *weights, *facets;
};
MUST_CHECK enum err store_doc_get(struct db *db, struct arena *a, int64_t id,
				  struct stored_doc *ret_doc);
MUST_CHECK enum err store_doc_put(struct db *db, struct arena *a,
				  const struct search_words *w);
MUST_CHECK enum err store_doc_delete(struct db *db, int64_t id);

MUST_CHECK enum err store_total(struct db *db, struct arena *a,
				int64_t *ret_docs);
MUST_CHECK enum err store_total_add(struct db *db, int64_t docs);

struct known_lemma {
	const char *lemma;
	int64_t docs, sure; /* in so many, in so many of them for sure */
};
struct known_list {
	struct known_lemma *list;
	size_t count;
};
/* So many more, or fewer, than there are now. */
MUST_CHECK enum err store_lemma_change(struct db *db, struct arena *a,
				       const struct known_lemma *now,
				       int64_t docs, int64_t sure);

/* Those of the words that are in some document. */
MUST_CHECK enum err store_lemmas_known(struct db *db, struct arena *a,
				       const char *const *words, size_t count,
				       struct known_list *ret_known);
MUST_CHECK enum err store_lemmas_begin(struct db *db, struct arena *a,
				       const char *start, int limit,
				       struct known_list *ret_known);
/* Each once, in byte order. */
MUST_CHECK enum err store_lemmas_near(struct db *db, struct arena *a,
				      const char *const forms[TYPO_FORMS],
				      size_t count, const char ***ret_lemmas,
				      size_t *ret_count);

/* What is to be looked at, and the stamp of the change it was. */
struct later {
	const char *what;
	int64_t id, stamp;
};
MUST_CHECK enum err store_later_put(struct db *db, const char *what, int64_t id,
				    int64_t due_at);
MUST_CHECK enum err store_later_due(struct db *db, struct arena *a, int64_t now,
				    int limit, struct later **ret_list,
				    size_t *ret_count);
/* again_at 0: it is forgotten. *ret_still: it has not changed meanwhile. */
MUST_CHECK enum err store_later_done(struct db *db, const struct later *l,
				     int64_t again_at, bool *ret_still);
MUST_CHECK enum err store_later_forget(struct db *db);

/* A document that may answer, with what ranks it. */
struct candidate {
	int64_t id;
	const char *kind;
	int64_t shown_at;
	bool has_point;
	double lat, lon;
	const char *words, *weights;
};
MUST_CHECK enum err store_find(struct db *db, struct arena *a,
			       const char *expression, int limit,
			       struct candidate **ret_list, size_t *ret_count);

#endif
