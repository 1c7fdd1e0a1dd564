/*
 * invite.h: a one-use link to choose a password, and the mail that carries it.
 */
#ifndef STAFF_INVITE_H
#define STAFF_INVITE_H

#include "staff/staff.h"

/*
 * Makes the link ("invite" or "reset"), queues its mail and writes the event.
 * by: who asked, NULL for the person themselves. *ret_url is for an
 * administrator's eyes when no mail leaves; nobody else's.
 */
MUST_CHECK enum err staff_send_link(struct db *db, struct arena *a,
				    const struct session *by,
				    const struct staff *to, const char *purpose,
				    const char **ret_url);

#endif
