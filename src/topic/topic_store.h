/*
 * topic_store.h: topics in and out of the database; topic.c decides.
 */
#ifndef TOPIC_TOPIC_STORE_H
#define TOPIC_TOPIC_STORE_H

#include "topic/topic.h"

/* ERR_CONFLICT: the code is taken. */
MUST_CHECK enum err store_topic_insert(struct db *db, int64_t id,
				       const struct topic *t);
/* ERR_CONFLICT: not in this version any more. */
MUST_CHECK enum err store_topic_update(struct db *db, const struct topic *t);

#endif
