/*
 * fact.h: what one matter means for the figures. A pure rule over its row, its
 * dues and how often it was opened again, so that a test can walk it.
 *
 * - Reaction: from arrival to the first interim reply, answer or closing by
 *   staff. The automatic receipt is none; what the resident takes back is none.
 * - Answer: from arrival to the first final answer. Elapsed time, pauses
 *   included. Opening again is counted apart and changes neither.
 * - Late: past a stored due that was not kept by then.
 * - Spam is outside the figures.
 */
#ifndef STATS_FACT_H
#define STATS_FACT_H

#include "due/due.h"

enum status { STATUS_ANSWERED, STATUS_NO_ANSWER, STATUS_WAITING };

/* Of a matter's row, what counts. */
struct counted {
	int64_t matter_id, unit_id, topic_id;
	int64_t received_at, reacted_at, answered_at, closed_at;
	bool wants_reply, is_open;
	const char *outcome, *verdict, *reason; /* reason: when not content */
};

struct fact {
	int64_t matter_id, unit_id, topic_id;
	int64_t month; /* of arrival, 202611 */
	int64_t received_at;
	int64_t reaction_s, answer_s; /* -1 = not yet */
	enum status status;
	bool unreacted;
	int64_t late_at;    /* when it was or will be late; 0 = never */
	int64_t pending_at; /* the first promise not kept yet; 0 = none */
	const char *verdict, *reason; /* reason: "" = none given */
	int64_t reopened;
};

extern const char *const status_names[];

/* The local month of an instant, 202611. */
int64_t month_of(int64_t us);
int64_t month_add(int64_t month, int n);
/* False: outside the figures; ret_fact is made all the same. */
bool fact_make(const struct counted *c, const struct due *dues,
	       size_t due_count, int64_t reopened, struct fact *ret_fact);
/* Does this step of the chain open again what was answered or closed? */
bool event_reopens(const char *kind, const char *payload);

#endif
