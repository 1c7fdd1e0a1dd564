/*
 * topic.h: what it is about, in all languages, with the unit that answers.
 */
#ifndef TOPIC_TOPIC_H
#define TOPIC_TOPIC_H

#include "base/lang.h"
#include "sql/sql.h"

#include <stdbool.h>

struct topic {
	int64_t id;
	int64_t parent_id;
	const char *code;
	const char *name[LANG__COUNT];
	int64_t default_unit_id; /* 0 = triage decides */
	bool confidential;       /* never published, seen with PERM_CONFIDENTIAL */
	bool active;
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
MUST_CHECK enum err topic_save(struct db *db, struct arena *a,
			       const struct topic *t, int64_t *ret_id);

#endif
