/*
 * remind.h: when somebody is reminded of a matter, and of what. One pure
 * function decides; the instant it names is stored with the matter, and a job
 * asks again when that instant has come. Nothing is ever sent twice, because
 * the state knows until when everything has been told (told_at), and nothing
 * is missed, because what came in between is seen in the state whenever the
 * job runs: after a standstill each matter is told of once.
 */
#ifndef DUE_REMIND_H
#define DUE_REMIND_H

#include "due/due.h"

/* The weightier, the later: of several that came together one is told. */
enum remind_kind {
	REMIND_NONE,
	REMIND_NEW,  /* it was given to somebody: told at once */
	REMIND_IDLE, /* nobody has handled it for some days */
	REMIND_SOON, /* a due ends on the next working day */
	REMIND_LATE, /* a due has passed; and again every again_days */
	REMIND__COUNT
};
extern const char *const remind_names[REMIND__COUNT]; /* as in SQL */
enum remind_kind remind_parse(const char *name);      /* NONE when unknown */

struct remind_rules {
	int first_days, second_days; /* calendar days without handling */
	int again_days;              /* 0 = a late one is told of once */
	const struct calendar *calendar;
};

struct remind_state {
	int64_t assigned_at; /* when it was given to somebody; 0 = nobody is to
				be told */
	int64_t touched_at;  /* when it was last handled */
	int64_t told_at;  /* everything up to here has been told, or came while
			    it did not count */
	bool idle_counts; /* somebody should be handling it */
	const struct due *dues;
	size_t due_count;
};

struct remind {
	enum remind_kind kind;
	int64_t at;
	int64_t due_at; /* of REMIND_SOON and REMIND_LATE */
};

/* When a due that ends then is told of beforehand: as the last working day
 * before it begins. */
int64_t remind_soon_at(const struct calendar *c, int64_t due_at);
/* The first after told_at; REMIND_NONE: never, as it stands. */
struct remind remind_next(const struct remind_rules *r,
			  const struct remind_state *s);
/* What is to be told now: the weightiest of all that came after told_at, the
 * latest of its kind. */
struct remind remind_now(const struct remind_rules *r,
			 const struct remind_state *s, int64_t now);

#endif
