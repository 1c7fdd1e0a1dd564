/*
 * outgoing.h: an answer leaves a moment after it was sent (the setting
 * answer_delay), so that whoever sent it can take it back. Staff see the
 * matter answered at once; until then its sender and the public see it as it
 * was, and no mail is queued. Whoever acts on the matter meanwhile, staff or
 * sender, lets it leave at once: nothing is said in the wrong order. A date
 * that was promised waits alike, and what is passed on to a body outside.
 *
 * What was said to a whole group waits with each of its matters and leaves as
 * one: when one of them leaves the others do, and it is taken back from all or
 * from nobody (group.h).
 *
 * It leaves in one transaction with its mail, so a kill in between neither
 * loses nor doubles it.
 */
#ifndef MATTER_OUTGOING_H
#define MATTER_OUTGOING_H

#include "due/due.h"
#include "job/job.h"
#include "matter/draft.h"
#include "matter/matter.h"

struct act;

struct outgoing {
	int64_t matter_id, entry_id;
	int64_t staff_id;      /* who sent it */
	bool interim, promise; /* a promised date is an interim reply, too */
	bool passed;           /* with the message, to a body outside */
	int64_t answer_id; /* said to a whole group; 0 = to this one alone */
	int64_t leaves_at;
	int64_t acted_at;  /* when the matter changed */
	struct matter was; /* only what an answer changes */
};

/* ERR_NOT_FOUND: everything has left. */
MUST_CHECK enum err outgoing_get(struct db *db, struct arena *a,
				 int64_t matter_id, struct outgoing *ret_out);
/* The matter as its sender still sees it. */
struct matter outgoing_as_was(const struct outgoing *o, const struct matter *m);
/* Promises as they were; what was promised since is left out. */
MUST_CHECK enum err outgoing_dues(struct db *db, struct arena *a,
				  int64_t matter_id, struct due *list,
				  size_t *count);

/* For the sender of the matter, who reads or acts: what acts finds nothing
 * waiting. *m is the matter to be shown, ret_out->matter_id 0 when everything
 * has left. */
MUST_CHECK enum err outgoing_for_sender(struct db *db, struct arena *a,
					bool acts, struct matter *m,
					struct outgoing *ret_out);

/* Within an act: can what it says be taken back? Otherwise it leaves at once. */
bool outgoing_waits(const struct act *act);
/* What it has just said ("answer", "interim_reply", "promise") stays for a
 * while. Before row and promises are written. */
MUST_CHECK enum err outgoing_hold(struct act *act, const char *kind);
/* What of this matter has not left yet leaves now; m is the matter as it is. */
MUST_CHECK enum err outgoing_let_go(struct db *db, struct arena *a,
				    const struct matter *m);

/* The words become a draft of the person again, the matter is as it was.
 * ERR_CONFLICT: it has left, or was said to a whole group; ERR_DENIED:
 * somebody else sent it. */
MUST_CHECK enum err matter_undo(struct db *db, struct arena *a,
				const struct session *s, int64_t id,
				enum draft_kind *ret_kind);
/* The same without the words: act is begun, the matter becomes as it was. */
MUST_CHECK enum err outgoing_take_back(struct act *act,
				       const struct outgoing *o);
/* What was taken back, in front of what was begun meanwhile. */
const char *outgoing_in_front(struct arena *a, const char *said,
			      const char *newer);

/* The kind "outgoing" of jobs: lets go whose moment has come. */
enum err outgoing_job_wanted(struct db *db, struct arena *a, bool *ret_wanted);
enum err outgoing_job_run(struct job_context *c, const struct job *job);

#endif
