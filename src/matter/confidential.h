/*
 * confidential.h: one matter that only those named for it may know of, although
 * its topic is open to all who work on it. Whoever handles it may mark it; only
 * people with the permission "confidential" for its unit see it then, and only
 * they lift the mark. Substitutes and administrators inherit nothing.
 */
#ifndef MATTER_CONFIDENTIAL_H
#define MATTER_CONFIDENTIAL_H

#include "matter/matter.h"
#include "matter/rules.h"

/* Its public page goes at once. A handler who is not named loses it: it waits
 * in the queue of the unit, for those who are. ERR_INVALID: already marked, or
 * nobody is named, so that nobody could see it any more. */
MUST_CHECK enum err matter_mark_confidential(struct db *db, struct arena *a,
					     const struct session *s,
					     int64_t id, int64_t version);
/* ERR_INVALID unless it is marked. */
MUST_CHECK enum err matter_lift_confidential(struct db *db, struct arena *a,
					     const struct session *s,
					     int64_t id, int64_t version);
/* Within an act that moves it, to another unit or another topic: ERR_DENIED
 * when it is confidential and nobody would see it at act->m.unit_id, or the
 * unit works by mail. */
MUST_CHECK enum err confidential_stays_seen(struct act *act);
/* On its way in, when the rules have chosen its unit: it goes to be directed
 * when nobody there would see it. */
MUST_CHECK enum err confidential_direct(struct db *db, struct arena *a,
					struct matter *m);

#endif
