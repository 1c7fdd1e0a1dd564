/*
 * first.h: an answer before the question is sent. What may answer somebody who
 * is writing: published messages with answers, notices, and open messages near
 * the place; what they say of it, counted.
 *
 * Whoever said that something answered them and writes about it all the same
 * within FIRST_BACK_DAYS counts against it. Nobody is followed for that: what
 * was said travels in the form, and in a cookie that holds the suggestion and
 * the day, the same for everybody who said so, and nothing else.
 */
#ifndef MATTER_FIRST_H
#define MATTER_FIRST_H

#include "matter/matter.h"
#include "notice/notice.h"

enum {
	FIRST_EACH_MAX = 3,   /* suggestions of one sort */
	FIRST_MAX = 6,        /* of all together */
	FIRST_REFS_MAX = 24,  /* named in one form */
	FIRST_BACK_DAYS = 14, /* coming back so soon counts against it */
	FIRST_NEAR_M = 200,
	FIRST_NEAR_DAYS = 84, /* twelve weeks */
};

/* ---- one suggestion, by name: "m12" a matter, "n3" a notice ---- */

enum first_kind { FIRST_MATTER, FIRST_NOTICE, FIRST_DANGER, FIRST__COUNT };
struct first_ref {
	enum first_kind kind; /* of FIRST_DANGER the id is its bit */
	int64_t id;
	int64_t day; /* when it was said, since 1970; 0 = not told */
};
struct first_refs {
	struct first_ref list[FIRST_REFS_MAX];
	size_t count;
};
/* "m12 n3.20783", with days or without; what is none of these is left out. */
void first_refs_read(const char *text, struct first_refs *ret_refs);
const char *first_refs_text(struct arena *a, const struct first_refs *refs,
			    char between);
bool first_refs_have(const struct first_refs *refs, enum first_kind kind,
		     int64_t id);
/* Unless it is there; when it is full, nothing. */
void first_refs_add(struct first_refs *refs, struct first_ref ref);

/* ---- finding ---- */

struct first_about {
	const char *text, *place;
	enum lang lang; /* of who writes */
	int64_t topic_id;
	bool has_point;
	double lat, lon;
	const struct first_refs * not ; /* is not offered again */
};
struct first_found {
	const struct publication *answered, *near;
	struct notices notices;
	size_t answered_count, near_count;
	unsigned danger; /* text/danger.h */
};
/* FIRST_MAX at most, each only what is public at this moment. */
MUST_CHECK enum err first_find(struct db *db, struct arena *a,
			       const struct first_about *about,
			       struct first_found *ret_found);
/* The published answer that is shown, or "". */
const char *first_answer_of(const struct publication *p);

/* ---- counting ---- */

enum first_choice {
	FIRST_SHOWN,
	FIRST_ANSWERS,
	FIRST_SAME,
	FIRST_DIFFERENT,
	FIRST_CHOICES
};
extern const char *const first_choices[FIRST_CHOICES]; /* as in forms */

struct first_counts {
	int64_t of[FIRST_CHOICES];
	int64_t back; /* of the answers */
};
/* Today. ERR_NOT_FOUND: it is no longer public, and nothing is counted. */
MUST_CHECK enum err first_count(struct db *db, struct arena *a,
				const struct first_ref *ref,
				const struct first_counts *add);
/* Somebody it had answered on that day has written about it all the same. */
MUST_CHECK enum err first_count_back(struct db *db,
				     const struct first_ref *ref);
/* Is this message about what the suggestion is about: would it be offered
 * again, or is it of its topic? ERR_NOT_FOUND: it is no longer public. */
MUST_CHECK enum err first_same_thing(struct db *db, struct arena *a,
				     const struct first_ref *ref,
				     const struct first_about *about,
				     bool *ret_same);

struct first_days {
	int64_t from, to; /* both included, since 1970 */
};
struct first_line {
	struct first_ref ref;
	struct first_counts counts;
};
/* What was offered then, the most first. */
MUST_CHECK enum err first_lines(struct db *db, struct arena *a,
				const struct first_days *days, int limit,
				struct first_line **ret_list,
				size_t *ret_count);
/* All of it together, and how many suggestions that were. */
MUST_CHECK enum err first_sum(struct db *db, struct arena *a,
			      const struct first_days *days,
			      struct first_counts *ret_sum, int64_t *ret_count);

#endif
