/*
 * mail_in_give.h: a mail on its way to what it becomes. For mail_in.c and
 * mail_in_give.c only.
 */
#ifndef MATTER_MAIL_IN_GIVE_H
#define MATTER_MAIL_IN_GIVE_H

#include "matter/mail_in.h"

struct coming {
	struct db *db;
	struct arena *a;
	const struct mailbox *box;
	const struct mail_came *came;
	struct upload uploads[HTTP_FILES_MAX];
	size_t upload_count;
	struct received row; /* as it will be written */
	bool twice;          /* taken before: nothing is written */
};

/* What the sender says, at most max characters: the rest goes to the folded
 * part. Never empty. */
const char *mail_in_text(struct coming *c, size_t max, enum lang lang);
/* A new matter. */
MUST_CHECK enum err mail_in_give(struct coming *c);

#endif
