/*
 * callback_store.h: wishes to be called, out of the database and in.
 */
#ifndef MATTER_CALLBACK_STORE_H
#define MATTER_CALLBACK_STORE_H

#include "matter/callback.h"

MUST_CHECK enum err store_callback_insert(struct db *db, int64_t matter_id,
					  const struct callback *c);

#endif
