/*
 * passing_store.h: rows of what was passed on. For the rules in this folder
 * only.
 */
#ifndef MATTER_PASSING_STORE_H
#define MATTER_PASSING_STORE_H

#include "matter/passing.h"

struct passing_row {
	int64_t id, matter_id, unit_id, staff_id;
	enum pass_how how;
	int64_t consent_at;
	const char *said; /* beside the message, as it was typed */
	const char *token_hash;
};
/* It waits to leave. */
MUST_CHECK enum err store_passing(struct db *db, const struct passing_row *r);
struct passing_link {
	int64_t mail_id, expires_at; /* 0 = there is none */
	const char *token_hash;
};
MUST_CHECK enum err store_passing_left(struct db *db, int64_t id,
				       const struct passing_link *l);
MUST_CHECK enum err store_passing_remove(struct db *db, int64_t matter_id);
MUST_CHECK enum err store_passing_find(struct db *db, struct arena *a,
				       const char *token_hash,
				       struct passing *ret_passing);

#endif
