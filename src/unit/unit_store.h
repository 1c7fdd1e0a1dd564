/*
 * unit_store.h: units in and out of the database; unit.c decides.
 */
#ifndef UNIT_UNIT_STORE_H
#define UNIT_UNIT_STORE_H

#include "unit/unit.h"

/* ERR_CONFLICT: the code is taken. */
MUST_CHECK enum err store_unit_insert(struct db *db, int64_t id,
				      const struct unit *u);
/* ERR_CONFLICT: not in this version any more. */
MUST_CHECK enum err store_unit_update(struct db *db, const struct unit *u);

#endif
