/*
 * group_reply.h: what somebody types to all of a group: read from the form, from
 * their draft or from what was said last; judged; kept. For
 * group_answer_pages.c only.
 */
#ifndef MATTER_GROUP_REPLY_H
#define MATTER_GROUP_REPLY_H

#include "matter/draft.h"
#include "matter/group_show.h"
#include "matter/typed.h"

extern const char *const group_text_names[LANG__COUNT]; /* of the fields */

struct group_reply {
	struct group_answer answer;
	const char *outcome; /* as typed */
	struct typed_files files;
	int64_t saved_us; /* 0 = it is no draft */
	/* what is wrong with it */
	bool bad_text, bad_outcome, bad_reason;
	int bad_lang;
	const char *unfilled; /* in the text of bad_lang; or NULL */
};

/* The senders who have this language are spoken to in it; the lead's language
 * always is, and so is one somebody has written in. */
bool group_spoken(const struct group_show *g, const struct group_reply *r,
		  int lang);
MUST_CHECK enum err group_reply_read(struct request *req, int64_t group_id,
				     struct group_reply *ret_reply);
/* A form that is opened goes on where it was left; whoever joined after an
 * answer may get the same. */
MUST_CHECK enum err group_reply_open(struct request *req,
				     struct group_reply *r);
/* The template that was chosen joins the text of its language. */
MUST_CHECK enum err group_reply_insert(struct request *req,
				       const struct group_show *g,
				       struct group_reply *r);
/* False: something is wrong with it. */
bool group_reply_check(struct request *req, const struct group_show *g,
		       struct group_reply *r);

/* A draft of what was typed, final or interim: there is only one of both. */
MUST_CHECK enum err group_reply_keep(struct request *req,
				     const struct group_reply *r);
MUST_CHECK enum err group_reply_sent(struct request *req, int64_t group_id);
/* Everything of it, first what is in this language, becomes another draft. */
MUST_CHECK enum err group_reply_move(struct request *req,
				     const struct group_reply *r,
				     const struct draft_of *to, enum lang lang);
struct draft group_reply_draft(const struct group_reply *r);

#endif
