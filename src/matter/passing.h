/*
 * passing.h: "not ours": who has the matter instead. To another authority it is
 * always passed on and the sender told (434/2003 21 §, 13/2003 15 §); to a
 * company only when the sender has agreed. What is confidential travels in no
 * plain mail: the body hears that something waits for it, and asks.
 */
#ifndef MATTER_PASSING_H
#define MATTER_PASSING_H

#include "attach/attach.h"
#include "matter/matter.h"
#include "unit/unit.h"

enum pass_how {
	PASS_MAIL, /* the house sends it */
	PASS_SELF, /* who handles it does: post, phone, secure mail */
	PASS_TOLD, /* nothing is passed on: the sender hears whom to ask */
	PASS__COUNT
};
extern const char *const pass_how_names[PASS__COUNT]; /* as in SQL */
enum pass_how pass_how_parse(const char *name); /* PASS__COUNT: none of them */

struct pass {
	int64_t unit_id;
	enum pass_how how; /* PASS__COUNT = not chosen */
	bool agreed;       /* the sender has, says who passes it on */
	const char *text;  /* more for the sender; may be "" */
};
/* What is wrong with it, one bit a field. */
enum {
	PASS_BAD_UNIT = 1 << 0,   /* nobody outside, or not in use */
	PASS_BAD_HOW = 1 << 1,    /* not chosen */
	PASS_NO_MAIL = 1 << 2,    /* by mail, and there is no address */
	PASS_ONLY_TOLD = 1 << 3,  /* to an authority it is passed on */
	PASS_NO_CONSENT = 1 << 4, /* to a company without the sender's */
	PASS_BAD_TEXT = 1 << 5
};
MUST_CHECK enum err pass_faults(struct db *db, struct arena *a,
				const struct pass *p, unsigned *ret_bad);
/* Is it open, and not taken back by its sender? */
bool matter_may_pass(const struct matter *m);
/* The matter ends as not ours, answered with who has it now and how to reach
 * them. ERR_INVALID: pass_faults, or it may not be passed on. */
MUST_CHECK enum err matter_pass(struct db *db, struct arena *a,
				const struct session *s, int64_t id,
				int64_t version, const struct pass *p);

/* ---- what was passed on ---- */

struct passing {
	int64_t id; /* carries the time */
	int64_t matter_id;
	struct unit body;
	enum pass_how how;
	int64_t consent_at; /* 0 = none was needed */
	int64_t expires_at; /* of the body's link; 0 = there is none */
	const char *said;   /* beside the message, as it was typed */
};
/* The last one; ERR_NOT_FOUND: none. */
MUST_CHECK enum err passing_of(struct db *db, struct arena *a,
			       int64_t matter_id, struct passing *ret_passing);
/* What can still be taken back (outgoing.h); ERR_NOT_FOUND: nothing. */
MUST_CHECK enum err passing_waiting(struct db *db, struct arena *a,
				    int64_t matter_id,
				    struct passing *ret_passing);
/* As a draft: the text, the way and the body. */
struct act;
struct draft;
MUST_CHECK enum err passing_typed(struct act *act, struct draft *ret_draft);
/* The way and the body of such a draft. */
void passing_retyped(const struct draft *d, struct pass *ret_pass);
/* Within an act: what waits leaves now, with its mail; OK when nothing does. */
MUST_CHECK enum err passing_leaves(struct act *act);
/* By the body's link. ERR_NOT_FOUND: no such link. */
MUST_CHECK enum err passing_by_token(struct db *db, struct arena *a,
				     const char *token,
				     struct passing *ret_passing);
/* Does the link still show the message? */
bool passing_shown(const struct passing *p, bool confidential);
/* What the sender sent along, with the message and later; nothing of the
 * city's. */
MUST_CHECK enum err sender_files(struct db *db, struct arena *a,
				 int64_t matter_id,
				 struct attachment **ret_list,
				 size_t *ret_count);
/* Every look at it is an event. */
MUST_CHECK enum err passing_opened(struct db *db, struct arena *a,
				   const struct matter *m);

#endif
