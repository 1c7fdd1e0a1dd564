/*
 * notice_store.h: notices in and out of the database; notice.c decides.
 */
#ifndef NOTICE_NOTICE_STORE_H
#define NOTICE_NOTICE_STORE_H

#include "notice/notice.h"

MUST_CHECK enum err store_notice(struct db *db, struct arena *a, int64_t id,
				 struct public_notice *ret_notice);
MUST_CHECK enum err store_notices(struct db *db, struct arena *a, int limit,
				  struct public_notice **ret_list,
				  size_t *ret_count);
MUST_CHECK enum err store_notices_published(struct db *db, struct arena *a,
					    int64_t now,
					    struct public_notice **ret_list,
					    size_t *ret_count);
MUST_CHECK enum err store_notice_insert(struct db *db, int64_t id,
					const struct public_notice *n);
/* ERR_CONFLICT: not in this version any more. */
MUST_CHECK enum err store_notice_update(struct db *db,
					const struct public_notice *n);
MUST_CHECK enum err store_notice_end(struct db *db, int64_t id, int64_t now,
				     int64_t *ret_changed);
MUST_CHECK enum err store_notices_to_review(struct db *db, struct arena *a,
					    int64_t now, int limit,
					    struct public_notice **ret_list,
					    size_t *ret_count);
MUST_CHECK enum err store_notice_reminded(struct db *db, int64_t id,
					  int64_t now);

#endif
