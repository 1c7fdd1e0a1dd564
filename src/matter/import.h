/*
 * import.h: a matter with its whole life in one go: from another system, or
 * made for a benchmark. No rule of the steps is asked, because the steps were
 * taken elsewhere; the row, the thread, the dues, the public page and the
 * chain of events are as if they had been taken here. No mail is sent.
 */
#ifndef MATTER_IMPORT_H
#define MATTER_IMPORT_H

#include "matter/matter.h"

struct matter_import {
	struct matter m; /* states and times as they stand; id, version and
				number are given here */
	struct party party;
	const char *answer; /* "" = none */
	int64_t staff_id;   /* who answered */
	bool publish;       /* text, and answer if any, as they are */
	int64_t reaction_due_at, answer_due_at; /* 0 = none */
};

/* Inside a write transaction. The id carries the time of now. */
MUST_CHECK enum err matter_import(struct db *db, struct arena *a,
				  const struct matter_import *in,
				  int64_t *ret_id);
/* After some hundreds of them, in the same transaction: counts their points on
 * the map. */
MUST_CHECK enum err matter_import_end(struct db *db, int64_t first_id,
				      int64_t last_id);

#endif
