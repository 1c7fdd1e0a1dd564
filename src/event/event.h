/*
 * event.h: every change of a matter: who, when, what. Chained per tenant
 * through the head row over salted commitments, so that erasing a payload
 * keeps the chain valid and changing one breaks it.
 */
#ifndef EVENT_EVENT_H
#define EVENT_EVENT_H

#include "sql/sql.h"

struct event {
	int64_t id;
	int64_t matter_id; /* 0 = about no matter */
	const char *kind;  /* "matter_created", "routed", "answered", ... */
	const char *actor; /* resident, staff, system */
	int64_t staff_id;
	const char *staff_name; /* read back */
	const char *payload;    /* JSON: ids and values, no words of residents;
				   NULL = {} */
};

MUST_CHECK enum err event_add(struct db *db, struct arena *a,
			      const struct event *e);
MUST_CHECK enum err event_list(struct db *db, struct arena *a,
			       int64_t matter_id, struct event **ret_list,
			       size_t *ret_count);
/* As event_list, with what holds each in the chain (hexadecimal). */
struct event_link {
	struct event e;
	const char *salt, *commitment, *chain;
};
MUST_CHECK enum err event_links(struct db *db, struct arena *a,
				int64_t matter_id, struct event_link **ret_list,
				size_t *ret_count);
/* For those who follow what happens (the index of words, figures, watchers) and
 * keep where they stand. */
struct event_seen {
	int64_t id, matter_id; /* 0 = about no matter */
	const char *kind;
};
MUST_CHECK enum err event_newest(struct db *db, struct arena *a,
				 int64_t *ret_id); /* 0 = none */
MUST_CHECK enum err event_after(struct db *db, struct arena *a, int64_t id,
				int64_t limit, struct event_seen **ret_list,
				size_t *ret_count);
/* Walks the chain from the first event to the head row, in a read transaction;
 * ERR_CONFLICT names the first that does not fit (or the last one, when events are
 * missing after it) in *ret_bad. */
MUST_CHECK enum err event_verify(struct db *db, struct arena *a,
				 int64_t *ret_count, int64_t *ret_bad);

#endif
