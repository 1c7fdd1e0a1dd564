/*
 * routing_store.h: rows of rules. For routing.c only.
 */
#ifndef MATTER_ROUTING_STORE_H
#define MATTER_ROUTING_STORE_H

#include "matter/routing.h"

MUST_CHECK enum err store_rules(struct db *db, struct arena *a,
				struct route_rule **ret_list,
				size_t *ret_count);
MUST_CHECK enum err store_rule_insert(struct db *db,
				      const struct route_rule *r);
MUST_CHECK enum err store_rule_delete(struct db *db, int64_t id);
MUST_CHECK enum err store_rule_place(struct db *db, int64_t id,
				     int64_t sort_order);

#endif
