/*
 * outgoing_store.h: rows of what has not left yet. For outgoing.c only.
 */
#ifndef MATTER_OUTGOING_STORE_H
#define MATTER_OUTGOING_STORE_H

#include "matter/outgoing.h"

MUST_CHECK enum err store_outgoing(struct db *db, const struct outgoing *o,
				   const char *kind);
MUST_CHECK enum err store_outgoing_delete(struct db *db, int64_t matter_id);
/* At most max matters whose moment has come by now. */
MUST_CHECK enum err store_outgoing_next(struct db *db, struct arena *a,
					int64_t now, int max, int64_t **ret_ids,
					size_t *ret_count);
/* Entry, files, promises and the wait for the sender, as before. */
MUST_CHECK enum err store_outgoing_unsay(struct db *db, struct arena *a,
					 const struct outgoing *o);

#endif
