/*
 * mailbox_store.h: mailboxes in and out of the database.
 */
#ifndef MAILBOX_MAILBOX_STORE_H
#define MAILBOX_MAILBOX_STORE_H

#include "mailbox/mailbox.h"

/* ERR_CONFLICT: the name or the address is taken. */
MUST_CHECK enum err store_mailbox_insert(struct db *db, int64_t id,
					 const struct mailbox *b);
/* ERR_CONFLICT: changed by somebody else. */
MUST_CHECK enum err store_mailbox_update(struct db *db,
					 const struct mailbox *b);

#endif
