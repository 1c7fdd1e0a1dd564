/*
 * verdict.h: what a resident says of an answer, with a reason from a closed
 * list, and what the city decides when it was no help: to go on with the
 * matter, or to explain by another answer. Until then it is not closed.
 */
#ifndef MATTER_VERDICT_H
#define MATTER_VERDICT_H

#include "html/words.h"
#include "matter/matter.h"

struct verdict_reason {
	const char *name; /* as in SQL */
	bool satisfied;
	enum word word;
};
enum { VERDICT_REASONS = 10 };
/* Ends with NULL. */
extern const struct verdict_reason verdict_reasons[VERDICT_REASONS + 1];
/* NULL when it is none of that list. */
const struct verdict_reason *verdict_reason(bool satisfied, const char *name);

struct verdict {
	int64_t id; /* 0 = none yet */
	bool satisfied;
	const char *reason, *decision;
};
MUST_CHECK enum err verdict_last(struct db *db, struct arena *a,
				 int64_t matter_id, struct verdict *ret);

/* For follow.c and act.c. */
MUST_CHECK enum err verdict_put(struct db *db, int64_t matter_id,
				bool satisfied, const char *reason);
MUST_CHECK enum err verdict_decided(struct db *db, int64_t matter_id,
				    const char *decision, int64_t staff_id);

/* The city goes on with it; the sender hears so, in the words given or in ours.
 * ERR_INVALID unless a decision waits. To explain is to answer again. */
MUST_CHECK enum err matter_take_up(struct db *db, struct arena *a,
				   const struct session *s, int64_t id,
				   int64_t version, const char *text);
/* A person must decide first: no closing. */
bool verdict_waits(const struct matter *m);

#endif
