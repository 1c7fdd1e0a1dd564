/*
 * opener.h: mails are opened in a process of their own, in the sandbox: without
 * files, network, keys or database, and with an end to time and memory.
 *
 * Through a channel the mail goes in, what was found comes out (incoming_pack).
 * An opener that dies over a mail is replaced, and the mail is tried once more.
 */
#ifndef APP_OPENER_H
#define APP_OPENER_H

#include "app/channel.h"
#include "mail/incoming.h"

#include <sys/types.h>

struct opener {
	struct channel c; /* INCOMING_MAX bytes in, the packed ones out */
	pid_t pid; /* of one that opener_start() made; 0 = another keeps it */
};

/* Before the fork. ERR_UNAVAILABLE: no memory or sockets. */
MUST_CHECK enum err opener_make(struct opener *o);
/* The opener's own life; returns when nobody asks any more. */
int opener_main(const struct opener *o);
/* For a command without a supervisor: forks one, as long as this process holds
 * neither key nor database. */
MUST_CHECK enum err opener_start(struct opener *o);
void opener_stop(struct opener *o);
/* In a process that neither asks nor opens. */
void opener_forget(struct opener *o);
/* From now on incoming_open() asks this one. */
void opener_use(struct opener *o);

#endif
