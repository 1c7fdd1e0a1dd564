/*
 * own.h: all that somebody gave with one address, by a link to its mailbox:
 * who reads the mailbox is who gave them. Whoever asks learns nothing, neither
 * here nor by the time it takes in the page: the same words come whether there
 * is anything or not, and a mail goes out only when there is.
 */
#ifndef MATTER_OWN_H
#define MATTER_OWN_H

#include "matter/matter.h"

enum {
	OWN_LINK_MINUTES = 60,
	OWN_LINKS_AN_HOUR = 3, /* to one address */
	OWN_SHOWN = 200
};

/* Sends the link, in this language. ERR_INVALID: no address. */
MUST_CHECK enum err own_ask(struct db *db, struct arena *a, const char *address,
			    enum lang lang);
/* The newest first. ERR_NOT_FOUND: no such link, or its hour is over. */
MUST_CHECK enum err own_list(struct db *db, struct arena *a, const char *token,
			     struct matter **ret_list, size_t *ret_count);

#endif
