/*
 * due.h: promises with a date. Computed on the Finnish working calendar and
 * stored when set; a later change of settings never alters a running matter.
 *
 * Working days: not Saturday, Sunday or a holiday of 150/1930 5 § (1.1., 6.1.,
 * Good Friday, Easter Monday, 1.5., Ascension, Midsummer Eve, 6.12., 24.-26.12.).
 * The start day is not counted; a due ends at the end of its local date.
 */
#ifndef DUE_DUE_H
#define DUE_DUE_H

#include "base/clock.h"
#include "sql/sql.h"

/* ---- due/calendar.c: pure ---- */
struct date easter_sunday(int year);
bool is_workday(struct date d);
struct date add_workdays(struct date from, int n); /* n >= 0 */
struct date add_months(struct date from, int n);
struct date roll_forward(struct date d); /* to a working day */
struct date roll_back(struct date d);

/* ---- rows ---- */
struct due {
	int64_t id;
	int64_t matter_id;
	const char *what; /* reaction, answer */
	int64_t due_at;   /* the last microsecond of a local date */
	int64_t met_at;   /* 0 = not yet */
};

/* Sets a due n working days after the local date of from_us. */
MUST_CHECK enum err due_set(struct db *db, int64_t matter_id, const char *what,
			    int64_t from_us, int workdays, int64_t *ret_due_at);
/* The same for a date already worked out. */
MUST_CHECK enum err due_set_at(struct db *db, int64_t matter_id,
			       const char *what, int64_t due_at);
/* Brings an unmet due forward to due_at when it is later; never back. */
MUST_CHECK enum err due_tighten(struct db *db, int64_t matter_id,
				const char *what, int64_t due_at);
/* Marks every unmet due of that kind as met. */
MUST_CHECK enum err due_meet(struct db *db, int64_t matter_id,
			     const char *what, int64_t at_us);
MUST_CHECK enum err due_list(struct db *db, struct arena *a, int64_t matter_id,
			     struct due **ret_list, size_t *ret_count);

#endif
