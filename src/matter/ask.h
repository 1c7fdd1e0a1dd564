/*
 * ask.h: what is asked outside of the house by a secret link: the resident a
 * question, a contractor a piece of work. The matter waits meanwhile; what
 * comes back returns it to the queue of those who handle it, and so does a
 * link that nobody used in time. Two more are asked inside: a unit that works
 * by mail has a matter by a link (unit_link.h), another unit gives its view or
 * its part of the answer by its account (view.h); the matter waits for neither.
 *
 * A token is 32 random bytes that only the mail or the link holds; the
 * database keeps its hash. Opening a link acts on nothing.
 */
#ifndef MATTER_ASK_H
#define MATTER_ASK_H

#include "matter/matter.h"

enum {
	ASK_DAYS = 14, /* unless another time is chosen */
	ASK_DAYS_MAX = 90,
	ASK_CHOICES_MAX = 10,
	ASK_CHOICE_MAX = 100
};

enum ask_whom { ASK_RESIDENT, ASK_CONTRACTOR, ASK_UNIT, ASK_VIEW, ASK_PART };
enum ask_state {
	ASK_OPEN,
	ASK_ACCEPTED, /* the contractor took it on */
	ASK_ANSWERED,
	ASK_DONE,
	ASK_CANNOT,
	ASK_EXPIRED,
	ASK_REVOKED,
	ASK_STATE__COUNT
};
extern const char *const ask_state_names[ASK_STATE__COUNT]; /* as in SQL */

struct ask {
	int64_t id; /* carries the time: id_time_us() */
	int64_t matter_id;
	enum ask_whom whom;
	int64_t staff_id;
	const char *text, *choices, *place;
	bool show_point;
	const char *name, *mail;
	enum ask_state state;
	int64_t expires_at;
	int64_t closed_at;      /* 0 = it still waits */
	const char *staff_name; /* read back */
	int64_t unit_id;        /* of the last three */
};
/* Of another unit, by its account. */
bool ask_is_view(const struct ask *k);
/* Does it still wait, in an open matter? */
bool ask_waits(const struct ask *k, const struct matter *m);

/* ---- asking, by staff ---- */

struct ask_new {
	const char *text;
	const char *choices; /* to the resident: one a line, may be "" */
	int days;            /* the link is good for */
	/* to a contractor */
	const char *name, *mail; /* mail may be "": the link is handed over */
	const char *place;
	bool show_point;
	const int64_t *files; /* attachments of the matter */
	size_t file_count;
};
/* What is wrong with it, one bit a field. */
enum {
	ASK_BAD_TEXT = 1 << 0,
	ASK_BAD_CHOICES = 1 << 1,
	ASK_BAD_DAYS = 1 << 2,
	ASK_BAD_NAME = 1 << 3,
	ASK_BAD_MAIL = 1 << 4,
	ASK_BAD_PLACE = 1 << 5,
	ASK_HITS_TEXT = 1 << 6, /* personal data must be taken out first */
	ASK_HITS_PLACE = 1 << 7
};
MUST_CHECK enum err ask_faults(struct db *db, struct arena *a,
			       enum ask_whom whom, const struct ask_new *n,
			       unsigned *ret_bad);
/* Handling becomes waiting_resident: the promise's clock stands still. The
 * question is an entry, a mail when there is an address, and stands on the
 * follow page. ERR_INVALID: ask_faults, or the matter is closed. */
MUST_CHECK enum err matter_ask(struct db *db, struct arena *a,
			       const struct session *s, int64_t id,
			       int64_t version, const struct ask_new *n);
/* Handling becomes waiting_external. ret_url: the link, for once.
 * ERR_INVALID also for a confidential topic. */
struct contract {
	const struct ask_new *ask;
	const char *url; /* out */
};
MUST_CHECK enum err matter_contract(struct db *db, struct arena *a,
				    const struct session *s, int64_t id,
				    int64_t version, struct contract *c);
/* The link is worth nothing from now on. */
MUST_CHECK enum err ask_revoke(struct db *db, struct arena *a,
			       const struct session *s, int64_t id,
			       int64_t version, int64_t ask_id);

/* ---- reading ---- */

MUST_CHECK enum err ask_get(struct db *db, struct arena *a, int64_t id,
			    struct ask *ret_ask);
/* By the token of a link; ERR_NOT_FOUND: no such link, or for somebody else. */
MUST_CHECK enum err ask_by_token(struct db *db, struct arena *a,
				 enum ask_whom whom, const char *token,
				 struct ask *ret_ask);
MUST_CHECK enum err ask_list(struct db *db, struct arena *a, int64_t matter_id,
			     struct ask **ret_list, size_t *ret_count);
/* Attachments the contractor may see. */
MUST_CHECK enum err ask_files(struct db *db, struct arena *a, int64_t ask_id,
			      int64_t **ret_ids, size_t *ret_count);
/* The closed answers, one each. */
const char *const *ask_choices(struct arena *a, const char *choices,
			       size_t *ret_count);

/* ---- what comes back ---- */

struct ask_reply {
	const char *choice; /* "" = none; else one of those offered */
	const char *text;   /* may be "" with a choice or a file */
	const struct upload *uploads;
	size_t upload_count;
};
/* Once. ERR_INVALID when it no longer waits, or is empty. */
MUST_CHECK enum err ask_answer(struct db *db, struct arena *a,
			       const struct ask *k, const struct matter *m,
			       const struct ask_reply *r);
/* The contractor: ASK_ACCEPTED, ASK_DONE or ASK_CANNOT, with a note (needed
 * when it cannot be done) and photos. */
MUST_CHECK enum err ask_work(struct db *db, struct arena *a,
			     const struct ask *k, const struct matter *m,
			     enum ask_state state, const struct ask_reply *r);
/* Every use of a contractor's link is an event, a look too. */
MUST_CHECK enum err ask_opened(struct db *db, struct arena *a,
			       const struct ask *k, const struct matter *m);
/* For the job: nobody answered in time; of a view somebody is reminded. */
MUST_CHECK enum err ask_expire(struct db *db, struct arena *a, int64_t ask_id);
/* The resident spoke, by another way: open questions have their answer. */
MUST_CHECK enum err ask_settle(struct db *db, int64_t matter_id);

#endif
