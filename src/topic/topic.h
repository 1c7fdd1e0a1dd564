/*
 * topic.h: what it is about, in all languages, with the unit that answers.
 */
#ifndef TOPIC_TOPIC_H
#define TOPIC_TOPIC_H

#include "base/lang.h"
#include "sql/sql.h"

#include <stdbool.h>

enum { TOPIC_CODE_MAX = 40, TOPIC_NAME_MAX = 100, TOPIC_DEPTH_MAX = 8 };

struct topic {
	int64_t id;
	int64_t parent_id;
	const char *code;
	const char *name[LANG__COUNT];
	int64_t default_unit_id; /* 0 = triage decides */
	bool confidential; /* never published, seen with PERM_CONFIDENTIAL */
	bool active;
	int64_t sort_order;
	int64_t version;
};

/* By sort order, then Finnish name. active_only for residents' forms. */
MUST_CHECK enum err topic_list(struct db *db, struct arena *a, bool active_only,
			       struct topic **ret_list, size_t *ret_count);
MUST_CHECK enum err topic_get(struct db *db, struct arena *a, int64_t id,
			      struct topic *ret_topic);
/* ERR_NOT_FOUND for a code that is not active here. */
MUST_CHECK enum err topic_by_code(struct db *db, struct arena *a,
				  const char *code, struct topic *ret_topic);
/* id 0 makes a new one. ERR_INVALID: topic_faults; ERR_CONFLICT: code taken,
 * or changed by somebody else. */
MUST_CHECK enum err topic_save(struct db *db, struct arena *a,
			       const struct topic *t, int64_t *ret_id);
/* As topic_save, with the event of who did it. */
MUST_CHECK enum err topic_change(struct db *db, struct arena *a,
				 int64_t staff_id, const struct topic *t,
				 int64_t *ret_id);

/* Feedback about accessibility: by law answered in 14 days (306/2019), so this
 * topic is always there, under its code. */
bool topic_is_accessibility(const struct topic *t);
/* For a new municipality: makes that topic, unless it is there. */
MUST_CHECK enum err topic_add_first(struct db *db, struct arena *a);

/* What is wrong with a topic as typed, one bit a field. Residents read the
 * names, so all languages are needed. */
enum {
	TOPIC_BAD_CODE = 1 << 0,    /* not [a-z0-9_-]{1,40} */
	TOPIC_BAD_NAME_FI = 1 << 1, /* missing or too long */
	TOPIC_BAD_NAME_SV = 1 << 2,
	TOPIC_BAD_NAME_EN = 1 << 3,
	TOPIC_BAD_PARENT = 1 << 4, /* unknown, itself, or below itself */
	TOPIC_CODE_TAKEN = 1 << 5,
	TOPIC_BAD_UNIT = 1 << 6,  /* no such unit */
	TOPIC_BAD_ORDER = 1 << 7, /* not 0 to 9999 */
	TOPIC_BUILT_IN = 1 << 8,  /* closed, or its code changed */
};
/* list: all topics as they are now. The unit is looked at by topic_save. */
unsigned topic_faults(const struct topic *t, const struct topic *list,
		      size_t count);
const char *topic_name(const struct topic *t, enum lang lang);
/* By sort order, then by the name a reader of this language sees. */
void topic_sort(struct topic *list, size_t count, enum lang lang);
/* From a list, or NULL. */
const struct topic *topic_find(const struct topic *list, size_t count,
			       int64_t id);

/* The list in tree order, children under their parent. */
struct topic_node {
	const struct topic *topic;
	int depth; /* 0 = top */
};
struct topic_node *topic_tree(struct arena *a, const struct topic *list,
			      size_t count);

#endif
