/*
 * unit_import.h: the whole organisation from one table: what would happen,
 * and doing it.
 */
#ifndef UNIT_UNIT_IMPORT_H
#define UNIT_UNIT_IMPORT_H

#include "tenant/import.h"
#include "unit/unit.h"

/* The columns, in this order when written. */
extern const char *const unit_columns[];

struct unit_import {
	struct import_plan plan;
	struct unit *units;   /* as they would be, one for each line */
	const char **parents; /* the code above each; "" = none */
};

/* Nothing is written. */
MUST_CHECK enum err unit_import_plan(struct db *db, struct arena *a,
				     enum lang lang,
				     const struct import_source *source,
				     struct unit_import *ret_import);
/* All of it or, with any error, nothing that survives the savepoint. Only for
 * a plan without errors. */
MUST_CHECK enum err unit_import_apply(struct db *db, struct arena *a,
				      int64_t staff_id, struct unit_import *i);
/* All units as such a table. */
MUST_CHECK enum err unit_export(struct db *db, struct arena *a,
				const char **ret_csv, size_t *ret_len);

#endif
