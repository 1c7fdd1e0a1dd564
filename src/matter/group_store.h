/*
 * group_store.h: rows of groups. For group.c and its neighbours only.
 */
#ifndef MATTER_GROUP_STORE_H
#define MATTER_GROUP_STORE_H

#include "matter/group.h"

MUST_CHECK enum err store_group_put(struct db *db, int64_t id,
				    int64_t group_id);
MUST_CHECK enum err store_group_take(struct db *db, int64_t id);
/* Ends a group of which one is left. */
MUST_CHECK enum err store_group_end(struct db *db, struct arena *a,
				    int64_t group_id);
MUST_CHECK enum err store_group_members(struct db *db, struct arena *a,
					int64_t group_id,
					struct group_member **ret_list,
					size_t *ret_count);
/* About the same topic, of the newest that arrived around it. */
MUST_CHECK enum err store_group_alike(struct db *db, struct arena *a,
				      const struct matter *m,
				      struct group_member **ret_list,
				      size_t *ret_count);
/* In a group and newer than this. */
MUST_CHECK enum err store_group_recent(struct db *db, struct arena *a,
				       int64_t since_id,
				       struct group_member **ret_list,
				       size_t *ret_count);

MUST_CHECK enum err store_group_answer(struct db *db,
				       const struct group_answer *g);
/* It leaves; was it not so already? */
MUST_CHECK enum err store_group_begin(struct db *db, int64_t answer_id,
				      bool *ret_first);
/* What of it waits leaves at the next turn. */
MUST_CHECK enum err store_group_hurry(struct db *db, int64_t answer_id,
				      int64_t now);
/* It never was. */
MUST_CHECK enum err store_group_unsay(struct db *db, int64_t answer_id);
/* Who is to get it yet, at most limit. */
MUST_CHECK enum err store_group_left(struct db *db, struct arena *a,
				     const struct group_answer *g, int limit,
				     int64_t **ret_ids, size_t *ret_count);
MUST_CHECK enum err store_group_answered(struct db *db, int64_t answer_id,
					 int64_t matter_id);
MUST_CHECK enum err store_group_how(struct db *db, int64_t answer_id,
				    int64_t matter_id, const char *how);
/* Has this address got it by mail already? */
MUST_CHECK enum err store_group_has(struct db *db, struct arena *a,
				    int64_t answer_id, const char *address,
				    bool *ret_has);

#endif
