/*
 * rules.h: what the rules of this folder share. Not for other slices.
 *
 * Every act has the same shape: act_begin() reads the matter and asks whether
 * this person may touch it, the act changes the copy in act.m and says what
 * is to be said, act_end() checks the step and writes row, event and public
 * page in one go.
 *
 *	err = act_begin(&act, db, a, s, id);
 *	...
 *	act.m.handling = HANDLING_IN_WORK;
 *	return act_end(&act, "taken");
 */
#ifndef MATTER_RULES_H
#define MATTER_RULES_H

#include "due/remind.h"
#include "html/mail_frame.h"
#include "mail/mail.h"
#include "matter/matter.h"
#include "topic/topic.h"

struct act {
	struct db *db;
	struct arena *arena;
	const struct session *by; /* NULL: the resident */
	bool system;              /* nobody: the house itself */
	bool unit;                /* somebody of the unit, by its link */
	struct matter was;        /* as it was read */
	struct matter m;          /* as it becomes */
	int64_t entry_id;         /* what act_say() wrote; 0 = nothing */
	const char *signature;    /* under what act_say() writes; or NULL */
	const struct told *told;  /* how act_say() was said; or NULL */
	int64_t ask_id;           /* what was asked, or came back; 0 = none */
	int64_t group_id;         /* that it joined, left, was answered in */
	int64_t joint_id;  /* said to a whole group, see group.h; 0 = not */
	int64_t leaves_at; /* that: together, then */
	bool held;         /* what was said leaves later, see outgoing.h */
	bool undone;       /* everything as it was: no handling of the matter */
	int64_t body_id;   /* outside, who has it now; 0 = nobody */
	int64_t now;
};

/* By staff: ERR_NOT_FOUND unless visible, ERR_CONFLICT when version (not 0) has
 * passed. */
MUST_CHECK enum err act_begin(struct act *act, const struct session *s,
			      int64_t id, int64_t version);
/* By the resident, who proved it with the tracking code that found m. */
void act_begin_resident(struct act *act, const struct matter *m);
/* By the house itself, or by somebody it asked. */
void act_begin_system(struct act *act, const struct matter *m);
/* Adds an entry by whoever acts. */
MUST_CHECK enum err act_say(struct act *act, const char *kind,
			    const char *visibility, const char *text);
/* The one function that writes a matter. ERR_INVALID when handling_may() or an
 * invariant between the axes refuses it. */
MUST_CHECK enum err act_end(struct act *act, const char *event);
/* An event without a change of the row. */
MUST_CHECK enum err act_note(struct act *act, const char *event);

/* ---- what several acts share ---- */

/* Can a matter be given to this unit? It is own and active, and somebody works
 * there, or it works by mail: a unit where nobody looks is no place to wait. */
MUST_CHECK enum err unit_fits(struct db *db, struct arena *a, int64_t unit_id,
			      bool *ret_fits);
/* Where an open matter nobody works on stands: at its unit, or in triage. */
enum handling handling_of_queue(const struct matter *m);
/* Back to those who must look: the handler, the unit or triage, whichever is
 * still there (act.c). */
MUST_CHECK enum err act_reopen(struct act *act);

/* The rest of matter_interim() and matter_answer(), after act_begin(). */
MUST_CHECK enum err act_interim(struct act *act, const struct answer *ans);
MUST_CHECK enum err act_answer(struct act *act, const struct answer *ans);
/* The same, by another name in the history. */
MUST_CHECK enum err act_answer_as(struct act *act, const struct answer *ans,
				  const char *event);

/* The next public number of the year of m->received_at (give.c). */
void number_take(struct db *db, struct matter *m);

/* ---- secret links (ask.c) ---- */

/* What the database keeps of a token_new(); NULL: this is no such token. */
const char *link_token_hash(struct arena *a, const char *token);
/* The end of the day a link is good until. */
int64_t link_expiry(int64_t now, int days);

/* ---- promises (promise.c) ---- */

/* At arrival: a reaction, and an answer when one is wanted; given->m gets where
 * they stand. */
MUST_CHECK enum err promise_at_arrival(struct db *db, const struct topic *topic,
				       struct given *given);
/* What is not running already begins to run now: after a reopening, or when
 * an interim reply promises an answer. */
MUST_CHECK enum err promise_again(struct act *act, bool reaction, bool answer);
/* A reaction keeps the first promise, a final answer both. */
MUST_CHECK enum err promise_kept(struct act *act, bool answer);
/* A matter that moves into a topic gets its deadline, counted from arrival. */
MUST_CHECK enum err promise_of_topic(struct act *act,
				     const struct topic *topic);

/* ---- where the promises stand (standing.c) ---- */

/* Before the row is written: the clocks stop or run with the state, then the
 * nearest due and the next reminder are worked out anew. */
MUST_CHECK enum err standing_settle(struct act *act, const char *event);
/* At arrival, from the dues just set. */
void standing_begin(struct matter *m, const struct due *dues, size_t count,
		    const struct calendar *c);
/* As it stands now, for the job: what is to be told, and m->due_at, told_at and
 * remind_at as they become. */
struct remind standing_tell(struct matter *m, const struct due *dues,
			    size_t count, const struct calendar *c,
			    int64_t now);

/* ---- mails to the resident (tell.c) ---- */

/* The frame every mail to a resident shares. */
struct mail_frame tell_frame(struct db *db, struct arena *a,
			     const struct matter *m);
MUST_CHECK enum err tell_queue(struct db *db, struct arena *a,
			       struct mail *mail, const struct mail_frame *f);
/* At most 5 receipts an hour to one address; nothing of the message. */
MUST_CHECK enum err tell_receipt(struct db *db, struct arena *a,
				 const struct matter *m, const struct party *p,
				 bool *ret_sent);
/* What an answer or an interim reply looks like as a mail; to is NULL when
 * there is no address. The link in it is the resident's alone. */
struct reply_mail {
	const char *to, *subject;
	struct mail_frame frame;
};
MUST_CHECK enum err reply_mail_make(struct db *db, struct arena *a,
				    const struct matter *m, bool is_answer,
				    const char *text,
				    struct reply_mail *ret_mail);
/* Sends it, when there is an address. */
MUST_CHECK enum err tell_reply(struct act *act, const char *purpose,
			       const char *text);

/* ---- what is said to the resident (reply.c) ---- */

bool told_fits(const struct matter *m, const struct told *t);
/* ERR_INVALID when it cannot be said so. The act happens when it was said. */
MUST_CHECK enum err reply_begin(struct act *act, const struct answer *ans);
/* Entry, signature, files; the mail unless it was told, at once or when the
 * moment to take it back has passed (outgoing.h). */
MUST_CHECK enum err reply_say(struct act *act, const char *kind,
			      const struct answer *ans);
/* The mail of it, under it act->signature; of what was said to a whole group
 * once a person. */
MUST_CHECK enum err reply_leaves(struct act *act, const char *kind,
				 const char *text, size_t file_count);
/* The words of a mail, which say that there are files. */
const char *reply_in_mail(struct arena *a, enum lang lang, const char *said,
			  size_t file_count);

/* ---- values ---- */

void mark_late(struct queue_row *list, size_t n); /* queue.c */

enum handling handling_parse(const char *name); /* closed when unknown */
MUST_CHECK enum err outcome_parse(const char *name, enum outcome *ret_outcome);
/* Out of sight and of every search, at once (publish.c). */
MUST_CHECK enum err publication_hide(struct db *db, struct arena *a,
				     int64_t matter_id, const char *why);

/* The version of the words a resident agrees to with may_publish. */
enum {
	CONSENT_WORDING = 2,
	CONSENT_PHOTOS = 2, /* since this one they speak of photos */
};

#endif
