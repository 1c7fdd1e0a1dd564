/*
 * earlier.h: what was answered before to the same topic, in the same language:
 * near this place first, then the newest. Only what the person may see, or what
 * is published; nothing of confidential topics. What is taken from one is
 * cleaned of the other sender: a mark stands in its place, and no answer leaves
 * with a mark in it.
 */
#ifndef MATTER_EARLIER_H
#define MATTER_EARLIER_H

#include "matter/matter.h"

enum { EARLIER_MAX = 5, NEAR_M = 500 };

struct earlier {
	int64_t id, number_year, number;
	int64_t unit_id, handler_id;
	const char *place;
	bool has_point;
	double lat, lon;
	int64_t answered_at;
	bool near;
	bool visible; /* its matter, to this person; else it is published */
	const char *answer; /* as sent, or its public version */
};

/* At most EARLIER_MAX; none of a matter without a topic. */
MUST_CHECK enum err earlier_list(struct db *db, struct arena *a,
				 const struct session *s,
				 const struct matter *m,
				 struct earlier **ret_list, size_t *ret_count);
/* The answer of one, without what tells who it was sent to. ERR_NOT_FOUND:
 * not of this topic, or not this person's to see. */
MUST_CHECK enum err earlier_text(struct db *db, struct arena *a,
				 const struct session *s,
				 const struct matter *m, int64_t id,
				 const char **ret_text);

/* ---- pure, for tests ---- */

bool earlier_same_place(struct arena *a, const char *one, const char *other);
double distance_m(double lat1, double lon1, double lat2, double lon2);
/* Every word of the name, with its endings, gives way to the mark. */
const char *earlier_hide_name(struct arena *a, const char *text,
			      const char *name, const char *mark);

#endif
