/*
 * names.h: the names of topics and units of a municipality, for pages that
 * show many. Kept per process and read anew after 2 s, so a renamed topic
 * shows its old name at most that long. A borrowed list is good until the
 * handler returns.
 */
#ifndef MATTER_NAMES_H
#define MATTER_NAMES_H

#include "sql/sql.h"
#include "topic/topic.h"
#include "unit/unit.h"

struct names {
	const struct topic *topics;
	const struct unit *units; /* own ones */
	size_t topic_count, unit_count;
	/* the same, in the order of each language */
	const struct topic *topics_in[LANG__COUNT];
	const struct unit *units_in[LANG__COUNT];
};

MUST_CHECK enum err names_get(struct db *db, const struct names **ret_names);

/* "" when there is none. */
const char *names_topic(const struct names *n, int64_t id, enum lang lang);
const char *names_unit(const struct names *n, int64_t id, enum lang lang);
/* No matter of this topic is shown to who does not open it. */
bool names_confidential(const struct names *n, int64_t topic_id);
/* 0 when no such code. */
int64_t names_topic_id(const struct names *n, const char *code);
int64_t names_unit_id(const struct names *n, const char *code);

#endif
