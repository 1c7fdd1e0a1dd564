/*
 * fold.h: the words of a mail's sender, apart from what they answer and from
 * the lines under them; and a mail that somebody passed on, in the text of the
 * one who did.
 */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include "base/arena.h"

#include <stdbool.h>

/* Both together are the whole text. Without words of the sender's own all of it
 * counts as theirs. */
void fold_text(struct arena *a, const char *text, const char **ret_own,
	       const char **ret_folded);

struct passed_on {
	const char *before; /* what the one who passed it on says */
	const char *name, *mail, *subject, *text;
};
/* False: there is none with a sender and a text. Whether mail is an address
 * has still to be asked. */
bool fold_passed_on(struct arena *a, const char *text,
		    struct passed_on *ret_mail);

#endif
