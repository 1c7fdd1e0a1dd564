/*
 * matter.h: the heart. One message of a resident and its life in the city.
 *
 * Pages, jobs and commands call only what is declared here. What may happen
 * to a matter is decided in matter.c and its neighbours; how it is kept is
 * matter_store.c. Every act below runs inside the caller's write transaction,
 * checks the rule, writes the row with its version, the entry, the event, the
 * dues and the mails, or returns an error and has written nothing that
 * survives the savepoint.
 *
 * Errors of acts: ERR_CONFLICT when somebody changed the matter after
 * `version` was read (0 = do not check), ERR_INVALID when the rule refuses the step,
 * ERR_NOT_FOUND when it does not exist or is not the actor's to see.
 */
#ifndef MATTER_MATTER_H
#define MATTER_MATTER_H

#include "base/lang.h"
#include "http/http.h"
#include "sql/sql.h"
#include "text/redact.h"

#include <stdbool.h>

enum handling {
	HANDLING_RECEIVED,
	HANDLING_TRIAGE,
	HANDLING_ASSIGNED,
	HANDLING_IN_WORK,
	HANDLING_WAITING_RESIDENT,
	HANDLING_WAITING_EXTERNAL,
	HANDLING_PLANNED,
	HANDLING_ANSWERED,
	HANDLING_CLOSED,
	HANDLING__COUNT
};
enum outcome {
	OUTCOME_NONE,
	OUTCOME_DONE,
	OUTCOME_ANSWERED,
	OUTCOME_WONT_DO,
	OUTCOME_NOT_OURS,
	OUTCOME_TO_REGISTRY,
	OUTCOME_IMPROPER,
	OUTCOME_SPAM,
	OUTCOME_WITHDRAWN,
	OUTCOME_NOT_FOUND,
	OUTCOME__COUNT
};
extern const char *const handling_names[HANDLING__COUNT]; /* as in SQL */
extern const char *const outcome_names[OUTCOME__COUNT];

struct matter {
	int64_t id;
	int64_t number_year, number; /* 2026-1234 */
	int64_t version;
	const char *kind; /* feedback, callback */
	const char *type; /* "", thanks, criticism, question, proposal, fault */
	int64_t topic_id, unit_id, handler_id; /* 0 = none */
	enum lang lang;
	const char *channel;
	const char *title, *text, *place, *nickname;
	bool has_point;
	double lat, lon;
	bool wants_reply, may_publish;
	int64_t consent_at; /* when may_publish was last given; 0 = never */
	int64_t consent_wording; /* version of the words agreed to */
	enum handling handling;
	enum outcome outcome;
	const char *outcome_note, *verdict, *verdict_note;
	int64_t code_version;
	/* 0 = not yet; the first reaction and answer, the latest closing */
	int64_t received_at, reacted_at, answered_at, closed_at;
	bool is_open;
	/* the hand-over to its unit, see handover.h; 0 = none waits */
	int64_t accept_due_at, accept_reminded_at;
	int64_t handed_from; /* the unit that had it before; 0 = none */
	int64_t route_rule_id; /* that directed it last, see routing.h; 0 = none */
	int64_t urgent_at; /* by then it is to be handled; 0 = it is not urgent */
	bool confidential; /* by itself, see confidential.h; its topic may be */
	/* Where its promises stand (standing.c). */
	int64_t due_at;      /* the nearest that runs; DUE_NONE = none */
	int64_t touched_at;  /* last handled */
	int64_t assigned_at; /* given to somebody who is to be told; 0 = no */
	int64_t told_at;     /* reminded of everything up to here */
	int64_t remind_at;   /* look again then; 0 = never */
};
#define DUE_NONE INT64_MAX

struct party {
	const char *name, *mail, *phone; /* "" when not given */
};

/*
 * The rules of the axis "handling": may this event lead from one state to the
 * other? Events are named as in the event table ("taken", "routed", ...).
 * Pure, so a test can walk the whole table.
 */
bool handling_may(const char *event, enum handling from, enum handling to);
/* Do the promises stand still in that state, because the city waits for the
 * sender? Statutory ones never do. */
bool handling_stops_clock(enum handling h);
/* Is somebody of the city expected to do something? */
bool handling_expects(enum handling h);
struct calendar;
/* The answer is due soon, or late, and the sender has heard nothing yet: an
 * interim reply says at least that somebody is at it. */
bool matter_wants_interim(const struct matter *m, const struct calendar *c,
			  int64_t now);

/* "2026-1234" */
const char *matter_number(struct arena *a, const struct matter *m);
/* The title, or the first words of the text, cut between words. */
const char *matter_heading(struct arena *a, const char *title,
			   const char *text);
MUST_CHECK enum err matter_number_parse(const char *text, int64_t *ret_year,
					int64_t *ret_number);

/* ---- a message arrives (matter/give.c) ---- */

enum {
	TEXT_MIN = 10,
	TEXT_MAX = 5000,
	TITLE_MAX = 120,
	PLACE_MAX = 200,
	NICKNAME_MAX = 60,
	NAME_MAX = 100,
	MAIL_MAX = 254,
	PHONE_MAX = 40,
	REPLY_MAX = 10000
};

struct give {
	const char *kind, *type, *topic_code; /* "" = not chosen */
	const char *title, *text, *place;
	bool has_point;
	double lat, lon;
	const char *facility_code; /* chosen; NULL or "" = none */
	int64_t facility_id;       /* where_find() sets it; 0 = none */
	const char *nickname;
	struct party party;
	bool wants_reply;
	bool no_reply; /* "no answer needed"; contact alone asks for one */
	bool may_publish;
	enum lang lang;
	const char *channel; /* web, or one of intake.h */
	int64_t entered_by;  /* who of the staff wrote it down; 0 = nobody */
	const struct upload *uploads;
	size_t upload_count;
	int64_t unit_id;     /* whose it is unless topic or rule say
				otherwise; 0 = nobody's yet */
	int64_t received_at; /* 0 = now; commands that import set it, and who
				enters what has arrived before */
};

/* What is wrong with a message, for each field. */
enum give_field {
	GIVE_TEXT,
	GIVE_TITLE,
	GIVE_TYPE,
	GIVE_TOPIC,
	GIVE_PLACE,
	GIVE_POINT,
	GIVE_NICKNAME,
	GIVE_NAME,
	GIVE_MAIL,
	GIVE_PHONE,
	GIVE__COUNT
};
enum give_fault {
	FAULT_NONE,
	FAULT_MISSING,
	FAULT_SHORT,
	FAULT_LONG,
	FAULT_MALFORMED
};
struct topic;
/* Also the topic that was chosen, with id 0 when none was. */
MUST_CHECK enum err matter_give_check(struct db *db, struct arena *a,
				      const struct give *g,
				      struct topic *ret_topic,
				      enum give_fault ret_faults[GIVE__COUNT]);

/* Stores matter, party, files, dues, event; queues the receipt mail (at most 5
 * an hour to one address). The message itself is matter.text; it has no entry.
 * A question, or contact given without "no answer needed", counts as an answer
 * wanted. ERR_INVALID when matter_give_check finds a fault, ERR_CONFLICT when
 * a file belongs to another matter. */
MUST_CHECK enum err matter_give(struct db *db, struct arena *a,
				const struct give *g,
				struct matter *ret_matter);

/* What there is to tell the one who gave it. */
struct given {
	struct matter m;
	int64_t reaction_due_at, answer_due_at; /* 0 = none */
	bool receipt_sent;                      /* by mail */
};
/* As matter_give, for what matter_give_check has just found faultless. */
MUST_CHECK enum err matter_give_checked(struct db *db, struct arena *a,
					const struct give *g,
					const struct topic *topic,
					struct given *ret_given);

/* ---- reading ---- */

MUST_CHECK enum err matter_get(struct db *db, struct arena *a, int64_t id,
			       struct matter *ret_matter);
MUST_CHECK enum err matter_by_number(struct db *db, struct arena *a,
				     int64_t year, int64_t number,
				     struct matter *ret_matter);
MUST_CHECK enum err matter_by_code(struct db *db, struct arena *a,
				   const char *tracking_code,
				   struct matter *ret_matter);
MUST_CHECK enum err matter_party(struct db *db, struct arena *a, int64_t id,
				 struct party *ret_party);
/* The secret link of the resident, for mails and the receipt. */
const char *matter_follow_url(struct arena *a, const struct matter *m,
			      int64_t tenant);
/* May this session see it? By permission, unit, handler, confidential topic. */
bool matter_visible(struct db *db, struct arena *a, const struct session *s,
		    const struct matter *m);

/* By itself or by its topic. Every view of it is an event: who looked, and when. */
bool matter_confidential(struct db *db, struct arena *a,
			 const struct matter *m);
MUST_CHECK enum err matter_viewed(struct db *db, struct arena *a,
				  const struct session *s,
				  const struct matter *m);

/* ---- the resident's acts, by tracking code (matter/follow.c) ---- */

MUST_CHECK enum err matter_add_reply(struct db *db, struct arena *a,
				     const struct matter *m, const char *text,
				     const struct upload *uploads,
				     size_t upload_count);
/* Files that follow their message on a slow line: within the hour they are part
 * of it, later an addition. */
MUST_CHECK enum err matter_add_files(struct db *db, struct arena *a,
				     const struct matter *m,
				     const struct upload *uploads,
				     size_t upload_count);
/* As matter_add_reply, with the id of the entry. */
struct addition {
	const char *text;
	const struct upload *uploads;
	size_t upload_count;
};
MUST_CHECK enum err matter_add(struct db *db, struct arena *a,
			       const struct matter *m,
			       const struct addition *what,
			       int64_t *ret_entry_id);
/* "unsatisfied": a person must decide; reopens into the handler's queue. The
 * reason is one of verdict.h or "", the words may be "" with a reason. */
MUST_CHECK enum err matter_unsatisfied(struct db *db, struct arena *a,
				       const struct matter *m,
				       const char *reason, const char *why);
MUST_CHECK enum err matter_satisfied(struct db *db, struct arena *a,
				     const struct matter *m,
				     const char *reason);
/* The record stays; the handler sees it. Outcome withdrawn, closed; a fault
 * stays open, because a dangerous one is repaired all the same. What was public
 * is hidden. */
MUST_CHECK enum err matter_withdraw(struct db *db, struct arena *a,
				    const struct matter *m);
/* The permission to publish: given again, or withdrawn (public page 410). */
MUST_CHECK enum err matter_consent(struct db *db, struct arena *a,
				   const struct matter *m, bool may_publish);

/* ---- staff acts (matter/act.c) ---- */

MUST_CHECK enum err matter_take(struct db *db, struct arena *a,
				const struct session *s, int64_t id,
				int64_t version);
struct route_to {
	int64_t topic_id;   /* 0 = unchanged */
	int64_t unit_id;    /* 0 = back to triage */
	int64_t handler_id; /* 0 = the unit's queue */
	const char *note;   /* internal, may be "" */
	int64_t rule_id;    /* that chose the unit; 0 = a person did */
};
/* ERR_DENIED: it is or becomes confidential, and nobody would see it there. */
MUST_CHECK enum err matter_route(struct db *db, struct arena *a,
				 const struct session *s, int64_t id,
				 int64_t version, const struct route_to *to);
MUST_CHECK enum err matter_note(struct db *db, struct arena *a,
				const struct session *s, int64_t id,
				const char *text);
/* How an answer reached the resident. */
enum told_how {
	TOLD_SENT, /* by mail and on the follow page */
	TOLD_PHONE,
	TOLD_LETTER,
	TOLD_DESK,
	TOLD__COUNT
};
extern const char *const told_names[TOLD__COUNT]; /* as in SQL; sent = "" */
enum told_how told_parse(const char *name);       /* sent when unknown */
struct told {
	enum told_how how;
	int64_t at; /* not when it was sent: after the arrival, not after now */
	const char *by;
};
struct answer {
	const char *text;
	const struct upload *uploads;
	size_t upload_count;
	struct told told; /* it counts from then on */
	/* done, answered, wont_do, not_found, not_ours or to_registry */
	enum outcome outcome;
	const char *reason; /* needed when outcome_needs_reason */
};
/* Has no outcome and no reason. */
MUST_CHECK enum err matter_interim(struct db *db, struct arena *a,
				   const struct session *s, int64_t id,
				   int64_t version, const struct answer *ans);
/* Final answer: entry, mail when there is an address, both promises kept,
 * handling answered. */
MUST_CHECK enum err matter_answer(struct db *db, struct arena *a,
				  const struct session *s, int64_t id,
				  int64_t version, const struct answer *ans);
/* Closes without an answer (thanks, improper, spam, not_found ...). Somebody
 * who waits for an answer gets one first, unless matter_may_close says the
 * outcome needs none. wont_do, not_ours, to_registry and improper need a reason. */
bool matter_may_close(const struct matter *m, enum outcome outcome);
bool outcome_needs_reason(enum outcome outcome);
struct closing {
	enum outcome outcome;
	const char *reason; /* may be "" unless outcome_needs_reason */
};
MUST_CHECK enum err matter_close(struct db *db, struct arena *a,
				 const struct session *s, int64_t id,
				 int64_t version, const struct closing *c);
MUST_CHECK enum err matter_reopen(struct db *db, struct arena *a,
				  const struct session *s, int64_t id,
				  int64_t version, const char *note);
/* Open matters of a person go to the unit's queue; one event each. */
MUST_CHECK enum err matter_release_handler(struct db *db, struct arena *a,
					   const struct session *s,
					   int64_t staff_id,
					   int64_t *ret_count);
/* Open matters of a unit that nobody has taken go back to be directed; who has
 * taken one finishes it. */
MUST_CHECK enum err matter_release_unit(struct db *db, struct arena *a,
					int64_t staff_id, int64_t unit_id);

/* ---- publication (matter/publish.c) ---- */

struct publication {
	int64_t matter_id, number_year, number;
	const char *type;
	int64_t topic_id, unit_id;
	enum lang lang;
	const char *title, *text, *nickname, *place, *answer;
	int64_t answered_at, received_at, published_at, updated_at;
	const char *handling, *outcome;
	const char *text_state, *answer_state, *hidden_why;
	int64_t version;
	int64_t cell;        /* its place (geo/cell.h); 0 = no point is shown */
	const char *areas;   /* the place lies in (facet.h) */
	int64_t facet_id;    /* in a list; 0 = none yet */
	int64_t facility_id; /* that it is about (place/facility.h); 0 = none */
};
/* ERR_INVALID without the resident's consent, for a confidential topic, or
 * while the text holds an identity code, phone, mail or IBAN that must be resolved (text/redact
 * HIT_MASK and HIT_WARN). The page shows them first through redact_find. */
struct publish {
	const char *title, *text; /* the public version, made by a person */
	const char *answer;       /* its public version */
	/* Without show_text the page has the title and the answer only, and
	 * publication.text is "". One of the two must be shown. */
	bool show_text, show_answer, show_nickname, show_place;
	bool show_point; /* on the map, if the matter has one */
};
/* What in a text must be resolved first: masks and warnings, without what the
 * municipality publishes itself. */
MUST_CHECK enum err publication_hits(struct db *db, struct arena *a,
				     const char *text, struct hit **ret_hits,
				     size_t *ret_count);
MUST_CHECK enum err matter_publish(struct db *db, struct arena *a,
				   const struct session *s, int64_t id,
				   int64_t version, const struct publish *p);
MUST_CHECK enum err matter_hide(struct db *db, struct arena *a,
				const struct session *s, int64_t id,
				int64_t version, const char *why);
/* ERR_NOT_FOUND: never published. The caller answers 410 unless text_state is public. */
MUST_CHECK enum err publication_get(struct db *db, struct arena *a,
				    int64_t matter_id,
				    struct publication *ret_pub);
MUST_CHECK enum err publication_by_number(struct db *db, struct arena *a,
					  int64_t year, int64_t number,
					  struct publication *ret_pub);
/* What state it is in, as everybody is told. */
enum public_state {
	STATE_ANY,
	STATE_OPEN, /* up to waiting for somebody */
	STATE_PLANNED,
	STATE_DONE, /* answered or closed */
	STATE__COUNT
};
enum public_answered { ANSWERED_ANY, ANSWERED_YES, ANSWERED_NO };
enum public_order { ORDER_NEWEST, ORDER_OLDEST, ORDER_ANSWERED, ORDER__COUNT };

struct publication_filter {
	const char *type;                                /* "" or NULL = all */
	int64_t topic_id, unit_id, area_id, facility_id; /* 0 = all */
	enum public_state state;
	enum public_answered answered; /* with a public answer, or without */
	bool photo;                    /* with a public photo */
	int64_t from_us, until_us;     /* published from, and before; 0 = any */
	enum public_order order;       /* answered: those with an answer only */
	/* keyset: behind this one in the order; 0 = from the first */
	int64_t before_at, before_id;
	int limit;
};
/*
 * A page of them. There is a limit to how many are looked at for one: a rare
 * combination of many may end before the page is full, and goes on from
 * where it ended.
 */
struct publication_page {
	struct publication *list;
	size_t count;
	bool more;                /* behind next_at, next_id there may be */
	bool paused;              /* more, because enough were looked at */
	int64_t next_at, next_id; /* for before_at, before_id */
	/* How many there are on all pages: -1 = not known; at_least: those
	 * and maybe more. */
	int64_t total;
	bool at_least;
};
MUST_CHECK enum err publication_page(struct db *db, struct arena *a,
				     const struct publication_filter *f,
				     struct publication_page *ret_page);
/* Of these matters the public ones, in the order of the ids. */
MUST_CHECK enum err publication_some(struct db *db, struct arena *a,
				     const int64_t *ids, size_t count,
				     struct publication **ret_list,
				     size_t *ret_count);
/* ---- queues and search (matter/queue.c) ---- */

enum queue {
	QUEUE_TRIAGE,
	QUEUE_UNIT,
	QUEUE_MINE,
	QUEUE_LATE,
	QUEUE_CALLS, /* who asked to be called */
	QUEUE_MAILS, /* a reply from an unknown address waits */
	QUEUE_ALL
};
struct queue_row {
	struct matter m;
	const char *unit_name, *topic_name, *handler_name;
	int64_t due_at; /* the nearest that runs; 0 = none */
	bool late;
};
/* A place in a queue: late ones first, then by what is due next; of those that
 * are due together, or never, the oldest first. */
struct queue_key {
	int64_t due_at, id;
};
enum { QUEUE_PAGE = 50, QUEUE_COUNT_MAX = 1000, SEARCH_MAX = 50 };
/* Narrower; 0, NULL and false leave everything in. */
struct queue_filter {
	int64_t topic_id, unit_id;
	const char *type, *lang;
	bool late;
};
struct queue_want {
	enum queue queue;
	enum lang lang;         /* of the names */
	struct queue_key after; /* pages on; {0, 0} = from the first */
	struct queue_filter filter;
};
/* Within the session's rights, at most QUEUE_PAGE. QUEUE_UNIT: the units the
 * session handles, or its own if it handles all. QUEUE_LATE: what has passed
 * its due, of all the session sees. */
MUST_CHECK enum err matter_queue(struct db *db, struct arena *a,
				 const struct session *s,
				 const struct queue_want *want,
				 struct queue_row **ret_list,
				 size_t *ret_count);
/* The rows of at most QUEUE_PAGE matters, open or not, that the session sees, in
 * the order of the ids. */
struct rows_want {
	enum lang lang; /* of the names */
	int64_t *ids;
	size_t count;
};
MUST_CHECK enum err matter_rows(struct db *db, struct arena *a,
				const struct session *s,
				const struct rows_want *want,
				struct queue_row **ret_list, size_t *ret_count);
/* Counts for the navigation, at most 1000 each ("1000+"). */
struct queue_counts {
	int64_t triage, unit, mine, late, calls, mails, all;
};
MUST_CHECK enum err matter_queue_counts(struct db *db, struct arena *a,
					const struct session *s,
					struct queue_counts *ret_counts);
/* By number, words, name, mail or phone, within rights; newest first. */
struct search_want {
	enum lang lang;
	const char *query;
};
MUST_CHECK enum err matter_search(struct db *db, struct arena *a,
				  const struct session *s,
				  const struct search_want *want,
				  struct queue_row **ret_list,
				  size_t *ret_count);

#endif
