/*
 * handover.h: a matter handed to a unit is not the unit's until somebody there
 * accepts it, or just begins to work. What nobody accepts in time
 * (accept_workdays) is reminded of, and goes back to be directed when that does
 * not help (accept_back_workdays): nothing waits where nobody looks.
 *
 * The date is stored when the matter is handed over; a later change of the
 * settings leaves it alone.
 */
#ifndef MATTER_HANDOVER_H
#define MATTER_HANDOVER_H

#include "due/due.h"
#include "job/job.h"
#include "matter/matter.h"
#include "matter/rules.h"

/* ---- pure ---- */

enum handover_step { HANDOVER_WAIT, HANDOVER_REMIND, HANDOVER_BACK };
/*
 * What is to be done now. After a pause of the machine it is one step, not
 * several: the time to accept after a reminder runs from the reminder.
 */
enum handover_step handover_step(const struct matter *m, int64_t now);
/* The end of the day, so many working days after that of from_us. */
int64_t handover_due(const struct calendar *c, int64_t from_us, int workdays);
/* Only what stands in a unit's queue waits to be accepted. */
void handover_settle(struct matter *m);

/* ---- within acts ---- */

/* The unit has until then to accept. */
MUST_CHECK enum err handover_begin(struct db *db, struct matter *m,
				   int64_t now);
/* After act->m went to another unit, person or queue. */
MUST_CHECK enum err handover_routed(struct act *act);

/* Somebody of a unit who hands a matter on to another unit says why; who
 * directs them need not. */
bool handover_needs_note(struct db *db, struct arena *a,
			 const struct session *s, const struct matter *m,
			 const struct route_to *to);

/* ---- acts ---- */

/* May this person answer for the unit the matter waits at? */
bool matter_may_accept(struct db *db, struct arena *a, const struct session *s,
		       const struct matter *m);
/* It stays in the unit's queue, and is the unit's now. */
MUST_CHECK enum err matter_accept(struct db *db, struct arena *a,
				  const struct session *s, int64_t id,
				  int64_t version);
/* Where it would go back to: the unit that had it before, if that can still
 * take it and, when it is confidential, somebody there would see it, else 0: to
 * be directed. */
MUST_CHECK enum err matter_return_to(struct db *db, struct arena *a,
				     const struct matter *m,
				     int64_t *ret_unit_id);
/* reason: 1 to REPLY_MAX characters, for those who get it back. ERR_DENIED: it
 * is confidential, and nobody would see it there. */
MUST_CHECK enum err matter_return(struct db *db, struct arena *a,
				  const struct session *s, int64_t id,
				  int64_t version, const char *reason);

/* ---- the kind "handover" ---- */

enum err handover_job_wanted(struct db *db, struct arena *a, bool *ret_wanted);
enum err handover_job_run(struct job_context *c, const struct job *job);

#endif
