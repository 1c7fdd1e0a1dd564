/*
 * reply_address.h: how a reply finds its matter.
 *
 * The Reply-To of a mail about a matter is palaute+k{id}{code}@: the id in 14
 * hexadecimal digits and an 80-bit code over it. It lets somebody add to the
 * matter and read nothing, so it is not the tracking code. All in lower case:
 * mail servers change it.
 */
#ifndef MAIL_REPLY_ADDRESS_H
#define MAIL_REPLY_ADDRESS_H

#include "base/arena.h"
#include "base/err.h"

#include <stdint.h>

/* box itself when it has no room for it. */
const char *reply_address_make(struct arena *a, const char *box, int64_t tenant,
			       int64_t matter_id);
/* ERR_NOT_FOUND: not made by us for this tenant. */
MUST_CHECK enum err reply_address_read(struct arena *a, const char *address,
				       int64_t tenant, int64_t *ret_matter_id);
/* "m{mail}.t{tenant}@...", the Message-ID of a mail of ours. */
MUST_CHECK enum err reply_message_id(const char *message_id, int64_t tenant,
				     int64_t *ret_mail_id);

#endif
