/*
 * look.h: changing the looks of the municipality, with the event of who did it.
 */
#ifndef TENANT_LOOK_H
#define TENANT_LOOK_H

#include "tenant/logo.h"

/* "#0b5563", or "" for the neutral theme. */
MUST_CHECK enum err look_change_accent(struct db *db, struct arena *a,
				       int64_t staff_id, const char *accent);
/* name "": none. */
MUST_CHECK enum err look_change_logo(struct db *db, struct arena *a,
				     int64_t staff_id, const struct logo *logo);

#endif
