/*
 * spam.h: what was marked as spam stays to be seen, so that a mistake is
 * found and undone: reopening a matter takes the mark away.
 */
#ifndef MATTER_SPAM_H
#define MATTER_SPAM_H

#include "matter/matter.h"

/* Of the newest QUEUE_PAGE those the person may see, newest first. */
struct spam {
	struct queue_row *list;
	size_t count;
	int64_t next; /* where the next page begins; 0 = the end */
};
/* want->after.id: before this id; 0 = from the newest. */
MUST_CHECK enum err matter_spam(struct db *db, struct arena *a,
				const struct session *s,
				const struct queue_want *want,
				struct spam *ret_spam);

#endif
