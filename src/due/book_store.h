/*
 * book_store.h: the rows behind book.h. For this folder only.
 */
#ifndef DUE_BOOK_STORE_H
#define DUE_BOOK_STORE_H

#include "due/book.h"

/* Everything but the topics. */
MUST_CHECK enum err store_book(struct db *db, struct arena *a,
			       struct due_book *ret_book);
MUST_CHECK enum err store_promise_clear(struct db *db, int64_t topic_id);
MUST_CHECK enum err store_promise_put(struct db *db, int64_t topic_id,
				      const struct promise *p);
MUST_CHECK enum err store_closed_put(struct db *db, int64_t day,
				     const char *name);
MUST_CHECK enum err store_closed_remove(struct db *db, int64_t day);
MUST_CHECK enum err store_opening_put(struct db *db, int weekday,
				      struct open_hours h);

#endif
