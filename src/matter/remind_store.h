/*
 * remind_store.h: rows of reminders. For the rules in this folder only.
 */
#ifndef MATTER_REMIND_STORE_H
#define MATTER_REMIND_STORE_H

#include "due/remind.h"
#include "matter/matter.h"
#include "matter/remind.h"

/* At most max matters, or wishes, whose instant has come. */
MUST_CHECK enum err store_remind_due(struct db *db, struct arena *a,
				     int64_t now, int max, int64_t **ret_ids,
				     size_t *ret_count);
/* Writes due_at, told_at and remind_at. */
MUST_CHECK enum err store_remind_settle(struct db *db, const struct matter *m);

/* mail_id 0: it waits for the digest. */
struct reminder_row {
	int64_t matter_id;
	const char *kind;
	int64_t due_at;
	struct reader to;
	int64_t mail_id;
	bool done;
};
MUST_CHECK enum err store_reminder(struct db *db, const struct reminder_row *r);

/* How often people were told this of a matter, in rows after since_id. */
MUST_CHECK enum err store_told_since(struct db *db, struct arena *a,
				     int64_t matter_id, const char *kind,
				     int64_t since_id, size_t *ret_count);

struct wish {
	int64_t matter_id, staff_id;
};
MUST_CHECK enum err store_wishes_due(struct db *db, struct arena *a,
				     int64_t now, int max,
				     struct wish **ret_list, size_t *ret_count);
MUST_CHECK enum err store_wish_put(struct db *db, const struct wish *w,
				   int64_t at, const char *note);
MUST_CHECK enum err store_wish_remove(struct db *db, const struct wish *w);

/* ---- the digest ---- */

MUST_CHECK enum err store_readers(struct db *db, struct arena *a, int64_t day,
				  int max, struct reader **ret_list,
				  size_t *ret_count);
struct waiting {
	enum remind_kind kind;
	bool asked; /* "remind me": kind is NONE then */
	int64_t due_at;
	int64_t number_year, number;
	int64_t topic_id;
	bool confidential; /* by itself */
};
/* The first of what waits, and how many matters wait in all. */
struct waiting_list {
	struct waiting *list;
	size_t count, matters;
	int64_t last_id; /* 0 = nothing waits */
};
MUST_CHECK enum err store_waiting(struct db *db, struct arena *a,
				  const struct reader *to, int max,
				  struct waiting_list *ret_list);
/* Up to row last_id; mail_id 0: nothing was left to tell. */
MUST_CHECK enum err store_told(struct db *db, const struct reader *to,
			       int64_t mail_id, int64_t last_id);
MUST_CHECK enum err store_digest_day(struct db *db, const struct reader *to,
				     int64_t day);

#endif
