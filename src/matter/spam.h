/*
 * spam.h: what was marked as spam stays to be seen, so that a mistake is
 * found and undone: reopening a matter takes the mark away.
 */
#ifndef MATTER_SPAM_H
#define MATTER_SPAM_H

#include "matter/matter.h"

/* The newest QUEUE_PAGE before an id (0 = from the newest), of these the rows
 * the person may see, newest first. *ret_next: where the next page begins; 0 at
 * the end. */
MUST_CHECK enum err matter_spam(struct db *db, struct arena *a,
				const struct session *s,
				const struct queue_want *want,
				struct queue_row **ret_list, size_t *ret_count,
				int64_t *ret_next);

#endif
