/*
 * first_store.h: rows of what was offered. For this folder only.
 */
#ifndef MATTER_FIRST_STORE_H
#define MATTER_FIRST_STORE_H

#include "matter/first.h"

MUST_CHECK enum err store_first_add(struct db *db, const struct first_ref *ref,
				    int64_t day,
				    const struct first_counts *add);
MUST_CHECK enum err store_first_back(struct db *db,
				     const struct first_ref *ref);
MUST_CHECK enum err store_first_lines(struct db *db, struct arena *a,
				      const struct first_days *days, int limit,
				      struct first_line **ret_list,
				      size_t *ret_count);
MUST_CHECK enum err store_first_sum(struct db *db, struct arena *a,
				    const struct first_days *days,
				    struct first_counts *ret_sum,
				    int64_t *ret_count);

#endif
