/*
 * group.h: the same thing said by many. A matter is in one group or in none;
 * each keeps its own number, follow page, promises and publication. Joining
 * changes nothing of the matter itself, so leaving is the undo: everything is
 * as before. The oldest matter leads. What is said to all reaches every sender
 * once, in their own language, also where the matter is not in the hands of who
 * says it: whoever joined it meant just that.
 *
 * A confidential matter is in no group, and leaves when it becomes one.
 */
#ifndef MATTER_GROUP_H
#define MATTER_GROUP_H

#include "job/job.h"
#include "matter/matter.h"
#include "text/words.h"

enum {
	GROUP_MAX = 5000,  /* matters in one */
	GROUP_SHOWN = 200, /* of them on a page */
	GROUP_DAYS = 14,   /* how far apart matters are offered to join */
	GROUP_OFFERS = 5,
	GROUP_AT_ONCE = 20 /* answered in the request, the rest by the job */
};

struct group_member {
	int64_t id, number_year, number;
	enum lang lang;
	int64_t unit_id, handler_id, topic_id;
	enum handling handling;
	const char *title, *text, *place;
	bool is_open, has_point;
	double lat, lon;
	int64_t received_at, version;
	int64_t group_id; /* 0 = in none */
	bool visible;     /* to the person who asked */
};
/* As a matter, with what numbers, headings and rights are made of. */
struct matter group_matter(const struct group_member *g);

/* 0 = none. */
MUST_CHECK enum err group_of(struct db *db, struct arena *a, int64_t matter_id,
			     int64_t *ret_group_id);
/* The oldest first, at most GROUP_SHOWN. */
MUST_CHECK enum err group_members(struct db *db, struct arena *a,
				  const struct session *s, int64_t group_id,
				  struct group_member **ret_list,
				  size_t *ret_count);
struct group_counts {
	int64_t all, open;
	int64_t open_in[LANG__COUNT]; /* by the sender's language */
	int64_t versions; /* moves when anything happens to an open one */
};
MUST_CHECK enum err group_count(struct db *db, struct arena *a,
				int64_t group_id, struct group_counts *ret);

/*
 * The matter joins the group of the other one, or makes one with it. Both must
 * be the person's to see. ERR_INVALID: it is in a group already, it is closed,
 * one of them is confidential, both are the same, or the group is full.
 */
MUST_CHECK enum err group_join(struct db *db, struct arena *a,
			       const struct session *s, int64_t id,
			       int64_t with_id);
/* A group of one is none. ERR_INVALID: it is in none. */
MUST_CHECK enum err group_leave(struct db *db, struct arena *a,
				const struct session *s, int64_t id);
/* A message that arrives in a storm joins its group. */
MUST_CHECK enum err group_storm(struct db *db, struct arena *a,
				const struct matter *m);
/* What leaves by a rule. Nothing when it is in none. */
MUST_CHECK enum err group_drop(struct db *db, struct arena *a, int64_t id);

/* ---- what is said to all (group_answer.c) ---- */

struct group_answer {
	int64_t id, group_id, staff_id;
	bool interim;
	enum outcome outcome;
	const char *reason;
	const char *text[LANG__COUNT]; /* "" = as in the first that is not */
	const struct upload *uploads;  /* each matter gets its own */
	size_t upload_count;
	const char *folder; /* DIR/<slug>, where they lie */
	int64_t leaves_at;  /* until then it can be taken back; 0 = it leaves,
			       or has left */
};
/* The words a sender of this language gets. */
const char *group_text(const struct group_answer *g, enum lang lang);
/* The same to the sender of this matter: {number} and the day it arrived are
 * its own. */
const char *group_words(struct arena *a, const struct group_answer *g,
			const struct matter *m);
/* The first variable that is not filled for each of them, or NULL. */
const char *group_unfilled(struct arena *a, const char *text);
/* Says it to the first GROUP_AT_ONCE; a job goes on with the rest when it
 * leaves (outgoing.h). ERR_INVALID: no words, no outcome, or nobody is there to
 * hear it. */
MUST_CHECK enum err group_answer(struct db *db, struct arena *a,
				 const struct session *s,
				 struct group_answer *g);
/* Takes the last one back from all: it reached nobody, its words and files are
 * a draft about the group again. ERR_CONFLICT: it leaves, or there is none;
 * ERR_DENIED: somebody else said it. */
MUST_CHECK enum err group_undo(struct db *db, struct arena *a,
			       const struct session *s, int64_t group_id);
/* For outgoing.c: one of them leaves, so all do. */
MUST_CHECK enum err group_leaves(struct db *db, int64_t answer_id);
/* For reply.c: it leaves to this one. Writes down how; is there a mail, or has
 * the sender got it by another one? */
struct act;
MUST_CHECK enum err group_told(struct act *act, bool *ret_mail);
MUST_CHECK enum err group_answer_get(struct db *db, struct arena *a, int64_t id,
				     struct group_answer *ret_answer);
/* The last one; ERR_NOT_FOUND when nothing was said yet. */
MUST_CHECK enum err group_answer_last(struct db *db, struct arena *a,
				      int64_t group_id,
				      struct group_answer *ret_answer);
/* How it reached a matter: "mail", "page", "other" (the sender has it by the
 * mail about another matter), "none" (not yet, or the matter is confidential); in
 * the order of ids. */
struct group_answered {
	int64_t matter_id;
	const char *how;
};
MUST_CHECK enum err group_answered(struct db *db, struct arena *a,
				   int64_t answer_id,
				   struct group_answered **ret_list,
				   size_t *ret_count);
enum err group_job_run(struct job_context *c, const struct job *job);

/* ---- what might be the same (group_alike.c) ---- */

/* Open and closed matters about the same topic, near this one or with words in
 * common, that arrived within GROUP_DAYS; of a group only one. The person sees
 * all of them. At most GROUP_OFFERS. */
MUST_CHECK enum err group_offers(struct db *db, struct arena *a,
				 const struct session *s,
				 const struct matter *m,
				 struct group_member **ret_list,
				 size_t *ret_count);
/* The newest members of the groups something has joined lately: what a queue
 * compares its rows with. */
MUST_CHECK enum err group_recent(struct db *db, struct arena *a,
				 const struct session *s,
				 struct group_member **ret_list,
				 size_t *ret_count);
/* What two messages are compared by, made once of each. */
struct alike {
	int64_t topic_id;
	const char *place;
	bool has_point;
	double lat, lon;
	struct word_list words;
};
struct alike alike_of(struct arena *a, const struct matter *m);
/* Pure: about the same topic (or one of them about none yet), and near or with
 * enough words in common. */
bool alike(struct arena *a, const struct alike *x, const struct alike *y);

#endif
