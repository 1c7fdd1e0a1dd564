/*
 * promised.h: a date that a person of the staff gives the sender.
 */
#ifndef MATTER_PROMISED_H
#define MATTER_PROMISED_H

#include "base/clock.h"
#include "matter/draft.h"
#include "matter/matter.h"

struct act;

struct promised {
	struct date date;
	const char *note; /* to the sender; needed when a date is changed */
};
/* ERR_INVALID: the matter is closed, the date has passed or is the one that
 * stands, or a changed one comes without a note. */
MUST_CHECK enum err matter_promise(struct db *db, struct arena *a,
				   const struct session *s, int64_t id,
				   int64_t version, const struct promised *p);
/* Of one that has not left, what was typed: the note and, as the reason, the
 * date. text is what the sender would have read. */
MUST_CHECK enum err promised_typed(struct act *act, const char *text,
				   struct draft *ret_draft);
/* The date that stands, 0 = none. */
MUST_CHECK enum err matter_promised(struct db *db, struct arena *a, int64_t id,
				    int64_t *ret_due_at);

#endif
