/*
 * due.h: promises with a date. Computed on the Finnish working calendar and
 * stored when set, with what they were computed from; a later change of
 * settings never alters a running matter.
 *
 * Working days: not Saturday, Sunday or a holiday of 150/1930 5 § (1.1., 6.1.,
 * Good Friday, Easter Monday, 1.5., Ascension, Midsummer Eve, 6.12., 24.-26.12.),
 * nor a day the municipality itself keeps closed. The start day is not counted;
 * a due in days ends at the end of its local date, one in opening hours at the
 * minute they are used up.
 */
#ifndef DUE_DUE_H
#define DUE_DUE_H

#include "base/clock.h"
#include "sql/sql.h"

/* ---- due/calendar.c: pure ---- */
struct date easter_sunday(int year);
bool is_workday(struct date d);
/* When the doors open and close, in minutes from midnight; equal = all day
 * closed. */
struct open_hours {
	int opens, closes;
};

/* A municipality's own calendar beside the holidays, which are computed. */
struct calendar {
	const int64_t *closed; /* own closed days, date_to_days, ascending */
	size_t closed_count;
	struct open_hours week[8]; /* 1 = Monday to 7 = Sunday; 0 unused */
};
/* No closed days of its own; Monday to Friday from 8 to 16. */
extern const struct calendar calendar_plain;

/* Those of the year that always fall on a weekend too: a Saturday may have
 * opening hours. */
bool is_holiday(struct date d);
/* Does the municipality itself keep its doors shut, also on a Saturday? */
bool is_own_closed(const struct calendar *c, struct date d);
/* A working day, not closed by the municipality either. NULL = calendar_plain, here and
 * below. */
bool is_open_day(const struct calendar *c, struct date d);

struct date add_days(struct date from, int n);
struct date add_workdays(const struct calendar *c, struct date from,
			 int n); /* n >= 0 */
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
bool promise_due(const struct calendar *c, struct date arrival, int workdays,
		 const struct pause *pauses, size_t count,
		 struct date *ret_due);

/* The same standstill to the microsecond; until 0 = still waiting. */
struct stand {
	int64_t from, until;
};

/*
 * The instant at which so many opening hours have gone by, standstills not
 * counted. False as above, or when the doors do not open for five years.
 */
bool hours_due(const struct calendar *c, int64_t from, int hours,
	       const struct stand *stands, size_t count, int64_t *ret_due);

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

/* ---- what is promised ---- */

enum measure {
	MEASURE_DATE,     /* a date somebody gave, or an old row: never counted
			     anew */
	MEASURE_WORKDAYS, /* stands still while we wait for the sender */
	MEASURE_HOURS,    /* the same, in opening hours */
	MEASURE_DAYS,     /* by law: never stands still */
	MEASURE__COUNT
};
extern const char *const measure_names[MEASURE__COUNT]; /* as in SQL */
enum measure measure_parse(const char *name); /* MEASURE_DATE when unknown */
/* Does its clock stand still while we wait for the sender? */
bool measure_pauses(enum measure m);

struct term {
	int amount;
	enum measure measure;
};
/* When a term ends that began at start. False: it stands still, no date. */
bool term_due(const struct calendar *c, int64_t start, struct term t,
	      const struct stand *stands, size_t count, int64_t *ret_due_at);

/* ---- rows ---- */

/* Where its clock is (due.clock). A due reminds and is late only while it
 * runs. */
extern const char clock_runs[], clock_paused[], clock_replaced[];

struct due {
	int64_t id;
	int64_t matter_id;
	const char *what; /* reaction, answer, promise, ... */
	int64_t due_at;   /* the last microsecond that is in time */
	int64_t met_at;   /* 0 = not yet */
	int64_t start_at; /* what it was computed from; 0 in old rows */
	struct term term;
	int64_t original_at; /* due_at as it was when set; 0 in old rows */
	const char *clock;   /* runs; paused: we wait for the sender; replaced:
				a later date was promised to the resident */
};
/* Unmet and running. */
bool due_runs(const struct due *d);

/* Sets a due that began at start; computed on the calendar. */
struct due_new {
	int64_t matter_id;
	const char *what;
	int64_t start_at;
	struct term term;
};
MUST_CHECK enum err due_set(struct db *db, const struct calendar *c,
			    const struct due_new *n, int64_t *ret_due_at);
/* The same for a date already worked out. */
MUST_CHECK enum err due_set_at(struct db *db, int64_t matter_id,
			       const char *what, int64_t due_at);
/* A new date, or a clock that stops or runs again; original_at stays. */
MUST_CHECK enum err due_move(struct db *db, int64_t id, int64_t due_at,
			     const char *clock);
/* A due of law takes the place of a promise that ends later (accessibility). */
MUST_CHECK enum err due_tighten(struct db *db, const struct due_new *n,
				int64_t due_at);
/* Marks every unmet due of that kind as met. */
MUST_CHECK enum err due_meet(struct db *db, int64_t matter_id, const char *what,
			     int64_t at_us);
MUST_CHECK enum err due_list(struct db *db, struct arena *a, int64_t matter_id,
			     struct due **ret_list, size_t *ret_count);

/* The standstills of a matter's clock, oldest first. */
MUST_CHECK enum err stand_begin(struct db *db, int64_t matter_id, int64_t at);
MUST_CHECK enum err stand_end(struct db *db, int64_t matter_id, int64_t at);
MUST_CHECK enum err stand_list(struct db *db, struct arena *a,
			       int64_t matter_id, struct stand **ret_list,
			       size_t *ret_count);

#endif
