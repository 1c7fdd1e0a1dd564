/*
 * draft.h: what somebody is writing about a matter and has not sent yet. One
 * for each person, matter and form; nobody else reads it. It goes when it is
 * sent, or when nobody came back to it in DRAFT_DAYS. Of a joint answer it is
 * about the group.
 */
#ifndef MATTER_DRAFT_H
#define MATTER_DRAFT_H

#include "job/job.h"
#include "sql/sql.h"

enum { DRAFT_DAYS = 60 };
enum draft_kind {
	DRAFT_ANSWER,
	DRAFT_INTERIM,
	DRAFT_NOTE,
	DRAFT_PROMISE,
	DRAFT_PASS
};

struct draft_of {
	int64_t staff_id, matter_id; /* or the group */
	enum draft_kind kind;
};
struct draft {
	const char *text, *outcome, *reason; /* the last two of an answer; the
						reason of a promise is its date;
						of passing.h its how and body */
	const char *files;   /* tickets (attach.h) by spaces, of an answer that
			      was taken back; NULL = as they were */
	int64_t saved_at;    /* 0 = there is none */
	const char *sv, *en; /* of a joint answer, whose text is Finnish; NULL
				= none */
};

/* saved_at 0 when there is none. */
MUST_CHECK enum err draft_get(struct db *db, struct arena *a,
			      const struct draft_of *of,
			      struct draft *ret_draft);
/* Takes the place of what was there; without a word in it, it goes. */
MUST_CHECK enum err draft_put(struct db *db, const struct draft_of *of,
			      const struct draft *d, int64_t now);
MUST_CHECK enum err draft_drop(struct db *db, const struct draft_of *of);

/* The kind "draft" of jobs: removes those older than DRAFT_DAYS, and what is
 * kept of acts on many matters (batch.h). */
enum err draft_job_run(struct job_context *c, const struct job *job);

#endif
