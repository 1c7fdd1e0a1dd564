/*
 * promised.h: a date that a person of the staff gives the sender.
 */
#ifndef MATTER_PROMISED_H
#define MATTER_PROMISED_H

#include "base/clock.h"
#include "matter/matter.h"

struct promised {
	struct date date;
	const char *note; /* to the sender; needed when a date is changed */
};
/* ERR_INVALID: the matter is closed, the date has passed or is the one that
 * stands, or a changed one comes without a note. */
MUST_CHECK enum err matter_promise(struct db *db, struct arena *a,
				   const struct session *s, int64_t id,
				   int64_t version, const struct promised *p);
/* The date that stands, 0 = none. */
MUST_CHECK enum err matter_promised(struct db *db, struct arena *a, int64_t id,
				    int64_t *ret_due_at);

#endif
