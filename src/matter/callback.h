/*
 * callback.h: a resident asks to be called. It is a matter of the kind callback
 * with a number that may be called and a time that suits; a day that was chosen
 * is a promise the system keeps. Every try is an entry, which the resident sees.
 */
#ifndef MATTER_CALLBACK_H
#define MATTER_CALLBACK_H

#include "html/words.h"
#include "matter/matter.h"

enum { CALL_AHEAD_DAYS = 30 };

enum call_part { CALL_ANY, CALL_MORNING, CALL_AFTERNOON, CALL_PART__COUNT };
extern const char *const call_parts[CALL_PART__COUNT]; /* as in SQL, in forms */

struct callback {
	enum call_part part;
	int64_t from_at, until_at; /* 0 = as soon as possible */
};
/* When people call, by the settings: all day, before noon, after noon. False:
 * nobody calls then. */
struct call_hours {
	int from, until;
};
bool call_hours(enum call_part part, struct call_hours *ret_hours);
/* What was promised: a chosen day keeps the hours it was chosen with. */
struct call_hours call_promised(const struct callback *call);
/* words: of CALL_ANY to CALL_AFTERNOON, each with {from} and {until}. */
const char *call_words(struct arena *a, enum lang lang,
		       const enum word words[CALL_PART__COUNT],
		       enum call_part part, struct call_hours hours);

struct callback_new {
	struct give g;           /* kind and wishes are set here */
	const char *date, *part; /* as typed */
};
/* What is wrong, one bit a field. */
enum {
	CALL_BAD_TEXT = 1 << 0,
	CALL_NO_PHONE = 1 << 1,
	CALL_BAD_PHONE = 1 << 2,
	CALL_SERVICE_PHONE = 1 << 3, /* nobody calls service or premium
					numbers */
	CALL_BAD_NAME = 1 << 4,
	CALL_BAD_MAIL = 1 << 5,
	CALL_BAD_DATE = 1 << 6, /* malformed, past, too far, or a closed day */
	CALL_BAD_PART = 1 << 7,
};
MUST_CHECK enum err callback_faults(struct db *db, struct arena *a,
				    const struct callback_new *n,
				    unsigned *ret_bad);
/* ERR_INVALID: callback_faults. */
MUST_CHECK enum err callback_give(struct db *db, struct arena *a,
				  const struct callback_new *n,
				  struct matter *ret_matter);
/* ERR_NOT_FOUND: nobody asked to be called. */
MUST_CHECK enum err callback_get(struct db *db, struct arena *a,
				 int64_t matter_id, struct callback *ret_call);

/* ---- the calls (callback_act.c) ---- */

enum call_result {
	CALL_REACHED,
	CALL_NO_ANSWER,
	CALL_BUSY,
	CALL_WRONG_NUMBER,
	CALL_RESULT__COUNT
};
extern const char *const call_results[CALL_RESULT__COUNT]; /* kinds of entry */
struct called {
	enum call_result result;
	const char *note; /* internal, may be "" */
};
MUST_CHECK enum err matter_called(struct db *db, struct arena *a,
				  const struct session *s, int64_t id,
				  int64_t version, const struct called *c);

struct call_tries {
	int64_t failed; /* in a row */
	bool wrong;     /* the last one was a wrong number */
};
MUST_CHECK enum err call_tries(struct db *db, struct arena *a,
			       int64_t matter_id, struct call_tries *ret_tries);
/* After as many in vain as the settings say, or a wrong number. */
bool call_may_end(const struct call_tries *t);
/* Tells the resident that nobody was reached, by mail when there is an address,
 * and closes. ERR_INVALID unless call_may_end. */
MUST_CHECK enum err matter_call_end(struct db *db, struct arena *a,
				    const struct session *s, int64_t id,
				    int64_t version);

#endif
