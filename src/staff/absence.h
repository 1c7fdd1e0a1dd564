/*
 * absence.h: somebody is away for some days and another one looks after their
 * matters. It ends by itself. A substitute gets the absent person's queue and
 * no rights: what is confidential stays with those who are named for it.
 */
#ifndef STAFF_ABSENCE_H
#define STAFF_ABSENCE_H

#include "base/clock.h"
#include "staff/staff.h"

enum { ABSENCE_DAYS_MAX = 400 };

struct absence {
	int64_t id;
	int64_t staff_id, substitute_id;
	struct date first, last; /* local dates, both included */
	/* read back */
	const char *staff_name, *substitute_name;
	int64_t starts_at, ends_at;
};

/* What is wrong with an absence as typed, one bit a field. */
enum {
	ABSENCE_BAD_FIRST = 1 << 0,
	ABSENCE_BAD_LAST = 1 << 1, /* before the first, over, or too far off */
	ABSENCE_BAD_SUBSTITUTE = 1 << 2, /* nobody active, or oneself */
	ABSENCE_OVERLAPS = 1 << 3,       /* another one of the same person */
};
MUST_CHECK enum err absence_faults(struct db *db, struct arena *a,
				   const struct absence *x, unsigned *ret_bad);
/* ERR_INVALID: absence_faults. With the event of who set it. */
MUST_CHECK enum err absence_set(struct db *db, struct arena *a,
				const struct session *by,
				const struct absence *x);
/* It ends now; one that has not begun never was. ERR_NOT_FOUND unless it is
 * this person's. */
MUST_CHECK enum err absence_end(struct db *db, struct arena *a,
				const struct session *by, int64_t staff_id,
				int64_t id);

/* One person's that are not over, the first to begin first. */
MUST_CHECK enum err absence_list(struct db *db, struct arena *a,
				 int64_t staff_id, struct absence **ret_list,
				 size_t *ret_count);
/* Everybody away right now. */
MUST_CHECK enum err absence_now(struct db *db, struct arena *a,
				struct absence **ret_list, size_t *ret_count);
/* Whose substitute this person is right now. */
MUST_CHECK enum err absence_covered(struct db *db, struct arena *a,
				    int64_t substitute_id,
				    struct absence **ret_list,
				    size_t *ret_count);
/* From a list, or NULL. */
const struct absence *absence_of(const struct absence *list, size_t count,
				 int64_t staff_id);
/* Is this person the other one's substitute right now? False also when the
 * database does not answer. */
bool absence_covers(struct db *db, struct arena *a, int64_t substitute_id,
		    int64_t staff_id);

#endif
