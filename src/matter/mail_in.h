/*
 * mail_in.h: what a mail becomes.
 *
 *	what programs say (bounces, vacations, loops)	the state of a mail of ours
 *	a reply, from the sender we know		an addition to the matter
 *	a reply, from somebody else			waits for a handler
 *	passed on by our own staff			a matter of its first sender
 *	anything else					a new matter
 *
 * Nothing is answered that a program said, nothing is taken twice, and what
 * cannot be opened becomes a matter with the mail as a file: it is not lost.
 */
#ifndef MATTER_MAIL_IN_H
#define MATTER_MAIL_IN_H

#include "mail/incoming.h"
#include "mailbox/mailbox.h"
#include "matter/matter.h"

struct mail_raw {
	const char *bytes;
	size_t n;
	bool clipped;       /* only its beginning */
	int64_t arrived_at; /* in the mailbox; 0 = now */
};
struct mail_came {
	struct mail_raw raw;
	bool opened;
	struct incoming mail; /* when opened */
};

/* In the sandbox, see incoming_open. ERR_UNAVAILABLE: not now. */
MUST_CHECK enum err mail_in_open(struct arena *a, const struct mail_raw *raw,
				 struct mail_came *ret_came);
/* Files first, then a write transaction of its own. After OK the mail may be
 * marked as read. */
MUST_CHECK enum err mail_in_take(struct db *db, struct arena *a,
				 const char *folder, const struct mailbox *box,
				 const struct mail_came *came);

/* ---- one that waits for a handler ---- */

/* It becomes an addition of the sender's, or is dropped. ERR_NOT_FOUND: it does
 * not wait any more. */
MUST_CHECK enum err mail_in_accept(struct db *db, struct arena *a,
				   const struct session *s,
				   const struct matter *m, int64_t received_id);
MUST_CHECK enum err mail_in_drop(struct db *db, struct arena *a,
				 const struct session *s,
				 const struct matter *m, int64_t received_id);

#endif
