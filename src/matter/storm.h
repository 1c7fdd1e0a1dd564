/*
 * storm.h: a snowfall, a water leak: one act makes the notice on the front page
 * and in the form, the words in each receipt, the date by which all are answered,
 * and the group that messages about the topic join as they arrive (leaving is
 * the undo, as in any group). It ends on its date or when somebody ends it; what
 * was promised and grouped stays.
 *
 * Every process remembers what runs (tenant/memory.h), so a message that arrives
 * asks no more than before.
 */
#ifndef MATTER_STORM_H
#define MATTER_STORM_H

#include "base/clock.h"
#include "base/lang.h"
#include "http/http.h"
#include "sql/sql.h"

enum {
	STORM_TEXT_MAX = 1000,
	STORM_DAYS_MAX = 60,
	STORMS_MAX = 20 /* at once */
};

struct storm {
	int64_t id; /* also of its group */
	int64_t topic_id, staff_id;
	const char *notice[LANG__COUNT], *receipt[LANG__COUNT];
	int64_t answer_by; /* the end of that day */
	int64_t starts_at, ends_at;
};

/* What runs now, out of the database. */
MUST_CHECK enum err storm_running(struct db *db, struct arena *a,
				  struct storm **ret_list, size_t *ret_count);
/* What this process remembers of it: good until the handler returns. What has
 * ended or become confidential meanwhile is not among them. */
struct storms {
	const struct storm *list;
	size_t count;
};
MUST_CHECK enum err storms_now(struct db *db, struct arena *a,
			       struct storms *ret_storms);
/* Also one that is over. ERR_NOT_FOUND: no such storm. */
MUST_CHECK enum err storm_get(struct db *db, struct arena *a, int64_t id,
			      struct storm *ret);
/* What a message about this topic that arrived then belongs to; id 0 = none. */
MUST_CHECK enum err storm_at(struct db *db, int64_t topic_id, int64_t at,
			     struct storm *ret);

/* What is wrong with one, one bit a field. */
enum {
	STORM_BAD_TOPIC = 1
			  << 0, /* none, confidential, or not of one's units */
	STORM_TWICE = 1 << 1,   /* one runs about it already */
	STORM_BAD_NOTICE = 1 << 2,
	STORM_BAD_RECEIPT = 1 << 3,
	STORM_BAD_ANSWER_BY = 1 << 4,
	STORM_BAD_ENDS = 1 << 5,
};
struct storm_new {
	int64_t topic_id;
	const char *notice[LANG__COUNT], *receipt[LANG__COUNT];
	struct date answer_by, last_day; /* both are meant as whole days */
};
MUST_CHECK enum err storm_faults(struct db *db, struct arena *a,
				 const struct session *s,
				 const struct storm_new *n, unsigned *ret_bad);
/* ERR_INVALID as storm_faults. */
MUST_CHECK enum err storm_begin(struct db *db, struct arena *a,
				const struct session *s,
				const struct storm_new *n);
/* ERR_INVALID: it is over; ERR_DENIED: of units that are not this person's. */
MUST_CHECK enum err storm_end(struct db *db, struct arena *a,
			      const struct session *s, int64_t id);

#endif
