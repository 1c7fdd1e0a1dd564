/*
 * hold.h: a threat is evidence (FINLAND I3): whoever handles the matter marks
 * it, with a reason and an end. While it is held nobody takes it back, and
 * nothing may erase it: retention and erasure ask matter_held() first.
 *
 * The package for the police holds what was sent and everything known of it,
 * with the links of the chain of events and a digest of every file. Making it
 * is a disclosure, and an event.
 */
#ifndef MATTER_HOLD_H
#define MATTER_HOLD_H

#include "matter/matter.h"

enum { HOLD_WHY_MAX = 500, HOLD_YEARS_MAX = 10 };

struct hold {
	bool held; /* now: marked, and its end has not come */
	int64_t staff_id;
	const char *who, *why;
	int64_t held_at, until_at;
};

MUST_CHECK enum err matter_held(struct db *db, struct arena *a,
				int64_t matter_id, struct hold *ret_hold);
/* ERR_INVALID: no reason, or an end that is past or more than
 * HOLD_YEARS_MAX away. */
MUST_CHECK enum err matter_hold(struct db *db, struct arena *a,
				const struct session *s, int64_t id,
				const char *why, int64_t until_at);
/* ERR_INVALID unless it is held; the reason becomes an internal note. */
MUST_CHECK enum err matter_hold_lift(struct db *db, struct arena *a,
				     const struct session *s, int64_t id,
				     const char *why);

/* Its package leaves the house: an event. */
MUST_CHECK enum err matter_disclosed(struct db *db, struct arena *a,
				     const struct session *s,
				     const struct matter *m);
/* A tar file in the folder's tmp/, for one download; sweep removes it later.
 * ERR_INVALID unless the matter is held. */
MUST_CHECK enum err evidence_make(struct request *req, const struct matter *m,
				  const char **ret_path);

#endif
