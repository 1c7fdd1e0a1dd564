/*
 * passing_mail.h: what the body outside gets. For passing.c only.
 */
#ifndef MATTER_PASSING_MAIL_H
#define MATTER_PASSING_MAIL_H

#include "matter/passing.h"
#include "matter/rules.h"

/* token NULL: the matter is confidential, the mail says only that something
 * waits and whom to ask. */
MUST_CHECK enum err tell_body(struct act *act, const struct unit *body,
			      const char *token, int64_t *ret_mail_id);

#endif
