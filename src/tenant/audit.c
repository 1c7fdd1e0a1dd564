/*
 * audit.c: the place where app/ plugs the log of use in.
 */
#include "tenant/audit.h"

audit_fn *audit_writer;

enum err audit_add(struct db *db, struct arena *a, const char *kind,
		   int64_t staff_id, const char *payload)
{
	if (!audit_writer)
		return ERR_INTERNAL;
	return audit_writer(db, a, kind, staff_id, payload);
}
