/*
 * presence.h: who has a matter open now, so that two do not write the same
 * answer. A script says so every few seconds; a row is believed for a minute.
 * Nothing depends on it: versions and drafts keep what two write at once.
 */
#ifndef MATTER_PRESENCE_H
#define MATTER_PRESENCE_H

#include "matter/matter.h"

enum { PRESENCE_S = 60, PRESENCE_MAX = 200 };
struct present {
	int64_t matter_id;
	const char *name; /* of somebody else */
};

MUST_CHECK enum err presence_put(struct db *db, const struct session *s,
				 int64_t matter_id);
/* Others than the session's person; matter_id 0 = whatever they have open, the
 * latest first, at most PRESENCE_MAX. */
MUST_CHECK enum err presence_list(struct db *db, struct arena *a,
				  const struct session *s, int64_t matter_id,
				  struct present **ret_list, size_t *ret_count);
/* "Maija Meikäläinen, Matti Mallinen", or "". */
const char *presence_names(struct arena *a, const struct present *list,
			   size_t count, int64_t matter_id);

#endif
