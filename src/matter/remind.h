/*
 * remind.h: reminders of matters: what the job does when an instant of
 * due/remind.h has come, and what a person wants to be reminded of.
 *
 * What is given to somebody is told at once, by mail. Everything else is a row
 * and leaves in one digest a reader a day, on the morning of a working day. A
 * mail about a matter says its number and topic, of a confidential one the
 * number only; nobody's words.
 */
#ifndef MATTER_REMIND_H
#define MATTER_REMIND_H

#include "job/job.h"
#include "matter/matter.h"
#include "matter/rules.h"

/* Who is told: a person, else a unit's mailbox, else the municipality's. */
struct reader {
	int64_t staff_id, unit_id;
};

/* Inside a write transaction: at most max matters and wishes whose instant has
 * come; *ret_count of them there were. */
MUST_CHECK enum err remind_tell_due(struct db *db, struct arena *a, int max,
				    size_t *ret_count);
/* The same for the digests of today; none before the hour, or on a day the
 * municipality does not work. */
MUST_CHECK enum err digest_send_due(struct db *db, struct arena *a, int max,
				    size_t *ret_count);

/* ---- told at once ---- */

enum news {
	NEWS_GIVEN,  /* it is theirs now; told by the job */
	NEWS_URGENT, /* it cannot wait */
	NEWS_REPLY,  /* the sender, a contractor, another unit replied */
	NEWS_VIEW,   /* a unit's view is asked, see view.h */
	NEWS_VIEW_LATE,
	NEWS__COUNT
};
/* After act_end(): a mail to who has it, else to the unit's mailbox; not to who
 * did it. At most NEWS_AN_HOUR replies an hour about one matter. */
enum { NEWS_AN_HOUR = 10 };
MUST_CHECK enum err remind_news(struct act *act, enum news what);
/* To the unit's mailbox, or its head: NEWS_VIEW or NEWS_VIEW_LATE of
 * act->ask_id. */
MUST_CHECK enum err remind_view(struct act *act, int64_t unit_id,
				enum news what);

/* ---- "remind me on ..." ---- */

enum { WISH_NOTE_MAX = 200 };
struct remind_wish {
	int64_t at; /* 0 = none */
	const char *note;
};
MUST_CHECK enum err remind_me_get(struct db *db, struct arena *a,
				  const struct session *s, int64_t matter_id,
				  struct remind_wish *ret_wish);
/* at 0 forgets it. ERR_INVALID: a day that is not ahead, or too far. */
MUST_CHECK enum err remind_me_set(struct db *db, struct arena *a,
				  const struct session *s, int64_t matter_id,
				  const struct remind_wish *w);

/* ---- the kinds "remind" and "digest" ---- */

enum err remind_job_wanted(struct db *db, struct arena *a, bool *ret_wanted);
enum err remind_job_run(struct job_context *c, const struct job *job);
enum err digest_job_wanted(struct db *db, struct arena *a, bool *ret_wanted);
enum err digest_job_run(struct job_context *c, const struct job *job);

#endif
