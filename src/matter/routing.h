/*
 * routing.h: which unit gets a matter by itself. Rules say topic x area -> unit
 * and stand in an order; the first that fits decides, else the topic's own
 * unit, else people direct it. The rule that decided is kept with the matter.
 *
 * Rules and areas are kept per process, so a submission asks the database
 * nothing for them.
 */
#ifndef MATTER_ROUTING_H
#define MATTER_ROUTING_H

#include "matter/matter.h"
#include "place/place.h"
#include "topic/topic.h"

enum { RULES_MAX = 1000 };

struct route_rule {
	int64_t id;
	int64_t sort_order;
	int64_t topic_id; /* and the topics below it; 0 = any */
	int64_t area_id;  /* 0 = anywhere, also without a place */
	int64_t unit_id;
};

struct routing_book {
	const struct route_rule *rules; /* in their order */
	size_t rule_count;
	const struct topic *topics;
	size_t topic_count;
	const struct area_book *areas;
};
/* Good until the handler returns. */
MUST_CHECK enum err routing_book(struct db *db, struct routing_book *ret_book);
/* Pure: the first rule that fits the matter's topic and point, or NULL. */
const struct route_rule *routing_find(const struct routing_book *b,
				      const struct matter *m);
const struct route_rule *routing_rule(const struct routing_book *b, int64_t id);
/* Sets unit_id and route_rule_id; default_unit_id is the topic's. */
MUST_CHECK enum err routing_direct(struct db *db, struct matter *m,
				   int64_t default_unit_id);

/* What is wrong with a rule as typed, one bit a field. */
enum {
	RULE_BAD_TOPIC = 1 << 0,
	RULE_BAD_AREA = 1 << 1,
	RULE_BAD_UNIT = 1 << 2, /* unknown, or nobody works there */
	RULE_EMPTY = 1 << 3,    /* neither a topic nor an area */
	RULE_TWICE = 1 << 4,    /* the same topic and area */
	RULE_TOO_MANY = 1 << 5,
};
MUST_CHECK enum err rule_faults(struct db *db, struct arena *a,
				const struct route_rule *r, unsigned *ret_bad);
/* A new rule, the last in the order. With the event of who made it.
 * ERR_INVALID: rule_faults. */
MUST_CHECK enum err rule_add(struct db *db, struct arena *a, int64_t staff_id,
			     const struct route_rule *r);
/* ERR_NOT_FOUND: gone already. */
MUST_CHECK enum err rule_remove(struct db *db, struct arena *a,
				int64_t staff_id, int64_t id);
/* Before the one above it; the first stays. */
MUST_CHECK enum err rule_up(struct db *db, struct arena *a, int64_t staff_id,
			    int64_t id);
/* As area_remove; ERR_CONFLICT while a rule names it. */
MUST_CHECK enum err routing_area_remove(struct db *db, struct arena *a,
					int64_t staff_id, int64_t id);

#endif
