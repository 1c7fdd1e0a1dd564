/*
 * contact_import.h: the whole directory from one table, units and people: what
 * would happen, and doing it.
 */
#ifndef CONTACT_CONTACT_IMPORT_H
#define CONTACT_CONTACT_IMPORT_H

#include "contact/contact.h"
#include "tenant/import.h"

/* The columns, in this order when written. */
extern const char *const contact_columns[];

/* A line without a person is about the unit itself. */
struct contact_line_to {
	bool is_person;
	struct contact_unit unit;
	struct contact_person person;
};

struct contact_import {
	struct import_plan plan;
	struct contact_line_to *to; /* as they would be, one for each line */
};

/* Nothing is written. */
MUST_CHECK enum err contact_import_plan(struct db *db, struct arena *a,
					enum lang lang,
					const struct import_source *source,
					struct contact_import *ret_import);
/* All of it or, with any error, nothing that survives the savepoint. Only for
 * a plan without errors. */
MUST_CHECK enum err contact_import_apply(struct db *db, struct arena *a,
					 int64_t staff_id,
					 struct contact_import *i);
/* All units with facts and all people as such a table. */
MUST_CHECK enum err contact_export(struct db *db, struct arena *a,
				   const char **ret_csv, size_t *ret_len);

#endif
