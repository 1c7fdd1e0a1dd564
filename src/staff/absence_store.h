/*
 * absence_store.h: rows of absences. For absence.c only.
 */
#ifndef STAFF_ABSENCE_STORE_H
#define STAFF_ABSENCE_STORE_H

#include "staff/absence.h"

MUST_CHECK enum err store_absence_insert(struct db *db,
					 const struct absence *x);
MUST_CHECK enum err store_absence_end(struct db *db, int64_t staff_id,
				      int64_t id, int64_t now);

#endif
