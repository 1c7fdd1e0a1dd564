/*
 * unit.h: the city's side: divisions, units, as a tree.
 */
#ifndef UNIT_UNIT_H
#define UNIT_UNIT_H

#include "base/lang.h"
#include "sql/sql.h"

#include <stdbool.h>

struct unit {
	int64_t id;
	int64_t parent_id; /* 0 = top */
	const char *code;
	const char *name[LANG__COUNT];
	const char *mail;
	bool active;
	int64_t version;
};

/* All units of the tenant, active first, by sort order then Finnish name. */
MUST_CHECK enum err unit_list(struct db *db, struct arena *a,
			      struct unit **ret_list, size_t *ret_count);
MUST_CHECK enum err unit_get(struct db *db, struct arena *a, int64_t id,
			     struct unit *ret_unit);
/* id 0 makes a new one. ERR_INVALID: names missing, a parent that would make a ring;
 * ERR_CONFLICT: code taken, or changed by somebody else. */
MUST_CHECK enum err unit_save(struct db *db, struct arena *a,
			      const struct unit *u, int64_t *ret_id);

#endif
