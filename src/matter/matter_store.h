/*
 * matter_store.h: rows of matters, senders and publications. For the rules in
 * this folder only; what happens is decided there.
 */
#ifndef MATTER_MATTER_STORE_H
#define MATTER_MATTER_STORE_H

#include "matter/matter.h"

/* The columns of matter_by_id and queue_rows, in their order. */
enum { MATTER_COLUMNS = 43 };
struct matter store_matter(const struct rows *r);

MUST_CHECK enum err store_insert(struct db *db, const struct matter *m);
/* Writes everything an act may change, on top of m->version; ERR_CONFLICT when
 * that is not the row's version any more. */
MUST_CHECK enum err store_update(struct db *db, const struct matter *m);

MUST_CHECK enum err store_party(struct db *db, struct arena *a,
				int64_t matter_id, const struct party *p);
/* Receipts sent to this address for matters from since_id on, at most max. */
MUST_CHECK enum err store_receipts(struct db *db, struct arena *a,
				   const char *address, int64_t since_id,
				   int max, size_t *ret_count);

/* ---- queues (queue_store.c) ---- */

enum ids_query {
	IDS_TRIAGE,
	IDS_UNIT,
	IDS_MINE,
	IDS_ALL,
	IDS_CALLS,
	IDS_MAILS,
	IDS_OF_HANDLER,
	IDS_OF_UNIT
};
/* Whose, from where, how many. */
struct ids_wanted {
	enum ids_query query;
	int64_t staff_id;
	int64_t unit_id; /* IDS_UNIT, IDS_OF_UNIT; of IDS_MINE: in whose hands */
	struct queue_key after;
	int64_t due_max; /* not later than this; 0 = whenever */
	struct queue_filter filter;
	int limit;
};
struct id_list {
	int64_t *id;
	int64_t *due; /* of a queue: its order before that of the ids; NULL
			 in a search */
	size_t count;
	enum lang lang; /* of the names store_queue_rows reads */
};
void ids_append(struct arena *a, struct id_list *to,
		const struct id_list *more);
/* In the order of a queue, each once. */
void ids_unite(struct arena *a, struct id_list *ids);
/* Newest first, each once: of a search. */
void ids_unite_newest(struct id_list *ids);
MUST_CHECK enum err store_ids(struct db *db, struct arena *a,
			      const struct ids_wanted *w,
			      struct id_list *ret_ids);
/* The rows of at most QUEUE_PAGE ids that the person may see, in the order of
 * the ids. */
MUST_CHECK enum err store_queue_rows(struct db *db, struct arena *a,
				     const struct session *s,
				     const struct id_list *ids,
				     struct queue_row **ret_list,
				     size_t *ret_count);

/* Candidates of a search: the newest SEARCH_CANDIDATES of each kind. Only
 * SEARCH_BY_TWO_NAMES has a second key. */
enum { SEARCH_CANDIDATES = 500 };
enum search_query {
	SEARCH_BY_MAIL,
	SEARCH_BY_PHONE,
	SEARCH_BY_NAME,
	SEARCH_BY_TWO_NAMES,
	SEARCH_BY_NAME_START
};
MUST_CHECK enum err store_search(struct db *db, struct arena *a,
				 enum search_query q, const char *key,
				 const char *second, struct id_list *ret_ids);

/* ---- publications (publication_store.c) ---- */

MUST_CHECK enum err store_publication_put(struct db *db,
					  const struct publication *p);
/* Many at once: their points are counted afterwards, from one id to another. */
MUST_CHECK enum err store_publication_import(struct db *db,
					     const struct publication *p);
MUST_CHECK enum err store_publications_count(struct db *db, int64_t from_id,
					     int64_t to_id);
MUST_CHECK enum err store_publication_hide(struct db *db, int64_t matter_id,
					   const char *why);
/* The public page follows the matter's states and unit. */
MUST_CHECK enum err store_publication_follow(struct db *db,
					     const struct matter *m);

#endif
