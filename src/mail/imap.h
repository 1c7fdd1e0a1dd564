/*
 * imap.h: reading a mailbox (RFC 3501), with nothing lost on the way: a mail is
 * looked at without a trace (BODY.PEEK), and marked or moved only after it has
 * been taken.
 *
 * libcurl makes the connection and its TLS; the commands are ours. Its own
 * IMAP marks a mail as read when it is fetched, before anybody has stored it.
 */
#ifndef MAIL_IMAP_H
#define MAIL_IMAP_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct imap_box {
	/* imaps://host[:port]; imap:// only on this machine */
	const char *server, *login, *password, *folder;
	const char *ca; /* PEM file: who must have signed; NULL: the system's */
	int timeout_ms; /* of all of it */
};
struct imap;

bool imap_server_ok(const char *server);

/* All but imap_close: an error ends the conversation; imap_why() says it in a
 * line. ERR_DENIED: the sign-in or the folder was refused; ERR_UNAVAILABLE:
 * no connection, or the server speaks otherwise. */
MUST_CHECK enum err imap_open(struct arena *a, const struct imap_box *b,
			      struct imap **ret_imap);
const char *imap_why(const struct imap *s);
/* The unread mails, the oldest first, at most max. */
MUST_CHECK enum err imap_unread(struct imap *s, uint32_t *ret_uids, size_t max,
				size_t *ret_count);
struct imap_mail {
	const char *bytes;
	size_t n;
	bool clipped; /* longer than whole_max: only its beginning */
	int64_t arrived_at;
};
/* In an arena of its own. ERR_NOT_FOUND: gone meanwhile. */
MUST_CHECK enum err imap_fetch(struct imap *s, struct arena *a, uint32_t uid,
			       size_t whole_max, size_t clip,
			       struct imap_mail *ret_mail);
/* Marked as read, and moved when move_to is not "". */
MUST_CHECK enum err imap_done(struct imap *s, uint32_t uid,
			      const char *move_to);
void imap_close(struct imap *s);

#endif
