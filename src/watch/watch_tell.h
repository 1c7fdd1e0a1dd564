/*
 * watch_tell.h: the mails of watches. For this folder only.
 */
#ifndef WATCH_WATCH_TELL_H
#define WATCH_WATCH_TELL_H

#include "watch/watch.h"

/* "Do you want to hear of this?" */
MUST_CHECK enum err watch_tell_question(struct db *db, struct arena *a,
					const struct watch *w,
					const struct watched *of);
/* What is new in these matters, of what everybody may read now; no mail when
 * nothing of it is. */
MUST_CHECK enum err watch_tell_news(struct db *db, struct arena *a,
				    const struct watch *w, const int64_t *ids,
				    size_t count);

#endif
