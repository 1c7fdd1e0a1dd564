/*
 * incoming_parts.h: what the two halves of taking a mail apart share. For
 * incoming.c and incoming_parts.c only.
 */
#ifndef MAIL_INCOMING_PARTS_H
#define MAIL_INCOMING_PARTS_H

#include "mail/incoming.h"

#include <gmime/gmime.h>

/* text, files, and what a report of delivery or an enclosed mail says. */
void incoming_read_parts(struct arena *a, GMimeMessage *message, bool clipped,
			 struct incoming *to);

const char *incoming_line(struct arena *a, const char *value, size_t max);
void incoming_sender(struct arena *a, GMimeMessage *m, const char **ret_name,
		     const char **ret_mail);
void incoming_add_ref(struct arena *a, struct incoming *to, const char *id);

#endif
