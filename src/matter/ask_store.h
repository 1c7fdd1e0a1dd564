/*
 * ask_store.h: rows of what is asked by a link; ask.c decides.
 */
#ifndef MATTER_ASK_STORE_H
#define MATTER_ASK_STORE_H

#include "matter/ask.h"

MUST_CHECK enum err store_ask(struct db *db, const struct ask *k,
			      const char *token_hash);
MUST_CHECK enum err store_ask_file(struct db *db, int64_t ask_id,
				   int64_t attachment_id);
MUST_CHECK enum err store_ask_find(struct db *db, struct arena *a,
				   const char *token_hash, int64_t *ret_id);
/* ERR_CONFLICT: it is closed already. closed_at 0 leaves it open. */
MUST_CHECK enum err store_ask_move(struct db *db, int64_t id,
				   enum ask_state state, int64_t closed_at);
MUST_CHECK enum err store_ask_settle(struct db *db, int64_t matter_id,
				     int64_t now);
MUST_CHECK enum err store_ask_look(struct db *db, int64_t id, int64_t look_at);
MUST_CHECK enum err store_ask_unit_over(struct db *db, int64_t matter_id,
					int64_t now);
MUST_CHECK enum err store_ask_views(struct db *db, struct arena *a,
				    int64_t unit_id, int limit,
				    int64_t **ret_ids, size_t *ret_count);
MUST_CHECK enum err store_ask_overdue(struct db *db, struct arena *a,
				      int64_t now, int limit, int64_t **ret_ids,
				      size_t *ret_count);

#endif
