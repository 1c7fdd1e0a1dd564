/*
 * ask_tell.h: the mails that carry a link to answer by. For ask.c only.
 */
#ifndef MATTER_ASK_TELL_H
#define MATTER_ASK_TELL_H

#include "matter/ask.h"
#include "matter/rules.h"

/* To the resident, when there is an address. */
MUST_CHECK enum err tell_question(struct act *act, const struct ask *k,
				  const char *url);
/* To the contractor, when there is an address: the link and nothing of the
 * matter. */
MUST_CHECK enum err tell_contractor(struct act *act, const struct ask *k,
				    const char *url);

/* To a unit that works by mail: number and topic, and the link. */
MUST_CHECK enum err tell_unit_link(struct act *act, const struct ask *k,
				   const char *url);

#endif
