/*
 * staff_import.h: all people and their permissions from one table: what would
 * happen, and doing it.
 */
#ifndef STAFF_STAFF_IMPORT_H
#define STAFF_STAFF_IMPORT_H

#include "staff/staff.h"
#include "tenant/import.h"

/* The columns, in this order when written. permissions: names with a space
 * between, "handle" for all units or "handle@streets" for one and those below. */
extern const char *const staff_columns[];

struct staff_import {
	struct import_plan plan;
	struct staff *people; /* as they would be, one for each line */
};

/* Nothing is written. */
MUST_CHECK enum err staff_import_plan(struct request *req,
				      const struct import_source *source,
				      struct staff_import *ret_import);
/* All of it or, with any error, nothing that survives the savepoint. Only for
 * a plan without errors. invite: new people get their link by mail. */
MUST_CHECK enum err staff_import_apply(struct request *req,
				       const struct staff_import *i,
				       bool invite);
/* Everybody as such a table. */
MUST_CHECK enum err staff_export(struct db *db, struct arena *a,
				 const char **ret_csv, size_t *ret_len);

#endif
