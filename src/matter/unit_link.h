/*
 * unit_link.h: a unit without people here may work by mail: a matter given to
 * it goes to its mailbox as a link, good for a week, where somebody of the unit
 * answers the sender in the unit's name, or gives the matter back. What nobody
 * does in time goes back to be directed. A confidential matter never goes so.
 */
#ifndef MATTER_UNIT_LINK_H
#define MATTER_UNIT_LINK_H

#include "matter/ask.h"
#include "matter/rules.h"

enum { UNIT_LINK_DAYS = 7 };

/* By the job, once the matter has been given to a unit. *ret_sent: the unit
 * works by mail and has its link now, or the matter went back. */
MUST_CHECK enum err unit_link_send(struct db *db, struct arena *a,
				   const struct matter *m, bool *ret_sent);
/* Within an act that ends the link: back to be directed, when the matter still
 * waits for it. */
MUST_CHECK enum err unit_link_over(struct act *act, const struct ask *k);

/* ---- by the link ---- */

/* The text is the final answer, signed by the unit. ERR_INVALID: it waits no
 * more, or the text does not fit. */
MUST_CHECK enum err unit_link_answer(struct db *db, struct arena *a,
				     const struct ask *k,
				     const struct matter *m, const char *text);
MUST_CHECK enum err unit_link_return(struct db *db, struct arena *a,
				     const struct ask *k,
				     const struct matter *m, const char *why);
/* Every use is an event, a look too. */
MUST_CHECK enum err unit_link_opened(struct db *db, struct arena *a,
				     const struct ask *k,
				     const struct matter *m);

#endif
