/*
 * audit.h: administrative changes are events too. Events live on a floor
 * above the slices that make these changes, so app/ hands the writer down:
 *
 *	audit_writer = my_writer;   // writes an event without a matter
 *
 * Without a writer every audited change is refused: an installation that
 * forgets its log must not work quietly.
 */
#ifndef TENANT_AUDIT_H
#define TENANT_AUDIT_H

#include "sql/sql.h"

/* staff_id 0: the system or a command did it. payload: JSON of ids and codes,
 * no names or addresses. */
typedef enum err audit_fn(struct db *db, struct arena *a, const char *kind,
			  int64_t staff_id, const char *payload);
extern audit_fn *audit_writer;

MUST_CHECK enum err audit_add(struct db *db, struct arena *a, const char *kind,
			      int64_t staff_id, const char *payload);

#endif
