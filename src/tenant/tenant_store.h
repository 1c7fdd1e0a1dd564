/*
 * tenant_store.h: the municipality's rows.
 */
#ifndef TENANT_TENANT_STORE_H
#define TENANT_TENANT_STORE_H

#include "tenant/setting.h"

struct tenant_row {
	const char *slug;
	const char *name[LANG__COUNT];
	bool loopback;
};

MUST_CHECK enum err store_tenant(struct db *db, struct arena *a,
				 struct tenant_row *ret_row);
/* NULL-ended. */
MUST_CHECK enum err store_hosts(struct db *db, struct arena *a,
				const char *const **ret_hosts);
MUST_CHECK enum err store_settings(struct db *db, struct arena *a,
				   struct setting **ret_list,
				   size_t *ret_count);
MUST_CHECK enum err store_names_put(struct db *db,
				    const char *const name[LANG__COUNT]);
MUST_CHECK enum err store_loopback_put(struct db *db, bool loopback);

#endif
