/*
 * watch_store.h: rows of watches. For this folder only.
 */
#ifndef WATCH_WATCH_STORE_H
#define WATCH_WATCH_STORE_H

#include "watch/watch.h"

MUST_CHECK enum err store_watch(struct db *db, const struct watch *w,
				const char *mail_key);
MUST_CHECK enum err store_watch_get(struct db *db, struct arena *a, int64_t id,
				    struct watch *ret);
/* The same, asked for before; id 0 when it was not. */
MUST_CHECK enum err store_watch_find(struct db *db, struct arena *a,
				     const struct watch *w,
				     const char *mail_key, struct watch *ret);
/* How many an address has, and how many questions went to it since. */
struct watch_load {
	int watches, asked;
};
MUST_CHECK enum err store_watch_load(struct db *db, struct arena *a,
				     const char *mail_key, int64_t since,
				     struct watch_load *ret);
MUST_CHECK enum err store_watch_again(struct db *db, const struct watch *w);
MUST_CHECK enum err store_watch_confirm(struct db *db, int64_t id, int64_t at);
MUST_CHECK enum err store_watch_here(struct db *db, struct arena *a,
				     bool *ret_any);
/* Confirmed ones. */
MUST_CHECK enum err store_watch_any(struct db *db, struct arena *a,
				    bool *ret_any);
/* Asked for before this and never confirmed. */
MUST_CHECK enum err store_watch_stale(struct db *db, struct arena *a,
				      int64_t before, bool *ret_any);
MUST_CHECK enum err store_watch_forget(struct db *db, int64_t before);

/* The walk along the events. */
MUST_CHECK enum err store_watch_mark(struct db *db, struct arena *a,
				     int64_t *ret_id, int64_t *ret_newest);
MUST_CHECK enum err store_watch_mark_put(struct db *db, int64_t event_id);
/* Who listens is to be told: now, with the digest at digest_at, and gap after
 * the last mail at the soonest. */
struct watch_when {
	int64_t now, digest_at, gap;
};
MUST_CHECK enum err store_watch_note_matter(struct db *db, int64_t matter_id,
					    const struct watch_when *w);
MUST_CHECK enum err store_watch_note_topic(struct db *db, int64_t topic_id,
					   int64_t matter_id,
					   const struct watch_when *w);

MUST_CHECK enum err store_watch_due(struct db *db, struct arena *a, int64_t now,
				    int limit, struct watch **ret_list,
				    size_t *ret_count);
MUST_CHECK enum err store_watch_notes(struct db *db, struct arena *a,
				      int64_t id, int64_t **ret_ids,
				      size_t *ret_count);
MUST_CHECK enum err store_watch_told(struct db *db, int64_t id, int64_t at);

#endif
