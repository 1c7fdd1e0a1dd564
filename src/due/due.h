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
struct date add_days(struct date from, int n);
struct date add_workdays(struct date from, int n); /* n >= 0 */
struct date add_months(struct date from, int n);
struct date roll_forward(struct date d); /* to a working day */
struct date roll_back(struct date d);

/*
 * A promise stands still while we wait for the sender. The day the question
 * goes out (from) does not count, the day the answer comes (to) does.
 */
struct pause {
	struct date from;
	struct date to; /* year 0 = still waiting */
};

/*
 * The workdays-th working day after arrival at whose end the clock runs.
 * False when an open pause comes first: there is no date yet then.
 */
bool promise_due(struct date arrival, int workdays, const struct pause *pauses,
		 size_t count, struct date *ret_due);

/* What happened to a matter, as far as the two measured times see it. */
enum moment_kind {
	MOMENT_ARRIVAL,
	MOMENT_RECEIPT, /* automatic: no reaction */
	MOMENT_INTERIM,
	MOMENT_HANDLED,
	MOMENT_ANSWER,
	MOMENT_REOPENED
};

struct moment {
	enum moment_kind kind;
	int64_t at_us;
};

/*
 * Elapsed time from arrival, pauses included, to the first reaction (interim
 * reply, answer, or marked handled) and to the first answer; -1 = not yet.
 */
struct service_times {
	int64_t reaction_us;
	int64_t answer_us;
};
struct service_times service_times(const struct moment *list, size_t count);

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
MUST_CHECK enum err due_meet(struct db *db, int64_t matter_id, const char *what,
			     int64_t at_us);
MUST_CHECK enum err due_list(struct db *db, struct arena *a, int64_t matter_id,
			     struct due **ret_list, size_t *ret_count);

#endif
