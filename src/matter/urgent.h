/*
 * urgent.h: a matter that cannot wait. It stands right after the late ones in
 * every queue, whoever has it is told at once, and it is due by the end of that
 * day: then it is late like any other. No promise to the sender changes.
 */
#ifndef MATTER_URGENT_H
#define MATTER_URGENT_H

#include "matter/matter.h"

/* why: 1 to REPLY_MAX characters, an internal entry. ERR_INVALID also when it
 * is urgent already, or closed. */
MUST_CHECK enum err matter_mark_urgent(struct db *db, struct arena *a,
				       const struct session *s, int64_t id,
				       int64_t version, const char *why);
/* why may be "". ERR_INVALID unless it is urgent. */
MUST_CHECK enum err matter_clear_urgent(struct db *db, struct arena *a,
					const struct session *s, int64_t id,
					int64_t version, const char *why);

#endif
