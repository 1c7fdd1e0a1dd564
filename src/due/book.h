/*
 * book.h: what a municipality promises, and on which days: the promises of its
 * topics, its own closed days, its opening hours. Kept per process and read
 * anew after 2 s or when they change, so a submission asks the database
 * nothing for it.
 */
#ifndef DUE_BOOK_H
#define DUE_BOOK_H

#include "due/due.h"
#include "topic/topic.h"

enum {
	PROMISE_DAYS_MAX = 60,
	PROMISE_HOURS_MAX = 200,
	CLOSED_NAME_MAX = 100,
	CLOSED_DAYS_MAX = 400
};

/* A promise of a topic (0 = the whole municipality) for a type of feedback
 * ("" = all). */
struct promise {
	int64_t topic_id;
	const char *type;
	const char *what; /* reaction, answer */
	struct term term;
};

struct closed_day {
	struct date date;
	const char *name;
};

struct due_book {
	struct calendar calendar;
	const struct closed_day *closed; /* as calendar.closed, with names */
	const struct promise *promises;
	size_t promise_count;
	const struct topic *topics;
	size_t topic_count;
};

/* Good until the handler returns. */
MUST_CHECK enum err due_book(struct db *db, const struct due_book **ret_book);

/*
 * The promise for a topic (0 = none chosen) and a type: its own for the type,
 * its own for all types, then its parent's, at last the municipality's. NULL
 * when nobody has set one: the municipality's setting applies.
 */
const struct promise *promise_find(const struct due_book *b, int64_t topic_id,
				   const char *type, const char *what);
/* What would apply were this topic silent: its parent's, and so on. */
const struct promise *promise_inherited(const struct due_book *b,
					int64_t topic_id, const char *type,
					const char *what);
/* Only what is set right here, or NULL. */
const struct promise *promise_own(const struct due_book *b, int64_t topic_id,
				  const char *type, const char *what);
bool term_ok(struct term t);

/* Replaces the promises of a topic. ERR_INVALID: a term that cannot be. With
 * the event of who did it. */
MUST_CHECK enum err promise_change(struct db *db, struct arena *a,
				   int64_t staff_id, int64_t topic_id,
				   const struct promise *list, size_t count);

/* One own closed day more (name may be ""), or less. */
MUST_CHECK enum err closed_day_add(struct db *db, struct arena *a,
				   int64_t staff_id, struct date d,
				   const char *name);
MUST_CHECK enum err closed_day_remove(struct db *db, struct arena *a,
				      int64_t staff_id, struct date d);
/* week as in struct calendar. ERR_INVALID: outside of a day, or closing before
 * opening, or never open. */
MUST_CHECK enum err opening_hours_change(struct db *db, struct arena *a,
					 int64_t staff_id,
					 const struct open_hours week[8]);
bool opening_hours_ok(const struct open_hours week[8]);

#endif
