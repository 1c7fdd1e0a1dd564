/*
 * outgoing.h: an answer leaves a moment after it was sent (the setting
 * answer_delay), so that whoever sent it can take it back. Staff see the
 * matter answered at once; until then its sender and the public see it as it
 * was, and no mail is queued. Whoever acts on the matter meanwhile, staff or
 * sender, lets it leave at once: nothing is said in the wrong order.
 *
 * It leaves in one transaction with its mail, so a kill in between neither
 * loses nor doubles it.
 */
#ifndef MATTER_OUTGOING_H
#define MATTER_OUTGOING_H

#include "due/due.h"
#include "job/job.h"
#include "matter/matter.h"

struct act;

struct outgoing {
	int64_t matter_id, entry_id;
	int64_t staff_id; /* who sent it */
	bool interim;
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

/* Within an act: what it has just said stays for a while. Before the row is
 * written. */
MUST_CHECK enum err outgoing_hold(struct act *act, const char *kind);
/* What of this matter has not left yet leaves now; m is the matter as it is. */
MUST_CHECK enum err outgoing_let_go(struct db *db, struct arena *a,
				    const struct matter *m);

/* The words become a draft of the person again, the matter is as it was.
 * ERR_CONFLICT: it has left; ERR_DENIED: somebody else sent it. */
MUST_CHECK enum err matter_undo(struct db *db, struct arena *a,
				const struct session *s, int64_t id,
				bool *ret_interim);

/* The kind "outgoing" of jobs: lets go whose moment has come. */
enum err outgoing_job_wanted(struct db *db, struct arena *a, bool *ret_wanted);
enum err outgoing_job_run(struct job_context *c, const struct job *job);

#endif
