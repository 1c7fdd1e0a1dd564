/*
 * routing.c: finding the rule that fits, and who may change the rules to what.
 */
#include "matter/routing.h"

#include "matter/names.h"
#include "matter/routing_store.h"
#include "matter/rules.h"
#include "tenant/audit.h"
#include "tenant/memory.h"

/* ---- the memory ---- */

struct rules {
	struct route_rule *list;
	size_t count;
};

static enum err read_rules(struct db *db, struct arena *a,
			   const void **ret_what)
{
	struct rules *rules = arena_alloc(a, sizeof(*rules));
	enum err err = store_rules(db, a, &rules->list, &rules->count);

	if (!err)
		*ret_what = rules;
	return err;
}

static struct memory books = {.read = read_rules};

enum err routing_book(struct db *db, struct routing_book *ret_book)
{
	struct routing_book b = {0};
	const struct names *names;
	const struct rules *rules;
	const void *what;
	enum err err;

	err = memory_get(&books, db, &what);
	if (!err)
		err = names_get(db, &names);
	if (!err)
		err = area_book(db, &b.areas);
	if (err)
		return err;
	rules = what;
	b.rules = rules->list;
	b.rule_count = rules->count;
	b.topics = names->topics;
	b.topic_count = names->topic_count;
	*ret_book = b;
	return OK;
}

/* ---- the rule that fits ---- */

/* Is it this topic, or one below it? A ring cannot be made, but a reader of
 * rows does not trust them. */
static bool within(const struct routing_book *b, int64_t topic_id, int64_t top)
{
	const struct topic *t;

	for (int depth = 0; topic_id && depth <= TOPIC_DEPTH_MAX + 1; depth++) {
		if (topic_id == top)
			return true;
		t = topic_find(b->topics, b->topic_count, topic_id);
		topic_id = t ? t->parent_id : 0;
	}
	return false;
}

static bool fits(const struct routing_book *b, const struct route_rule *r,
		 const struct matter *m)
{
	if (r->topic_id && !within(b, m->topic_id, r->topic_id))
		return false;
	if (!r->area_id)
		return true;
	return m->has_point && area_holds(b->areas, r->area_id,
					  (struct geo_point){m->lon, m->lat});
}

const struct route_rule *routing_find(const struct routing_book *b,
				      const struct matter *m)
{
	for (size_t i = 0; i < b->rule_count; i++)
		if (fits(b, &b->rules[i], m))
			return &b->rules[i];
	return NULL;
}

const struct route_rule *routing_rule(const struct routing_book *b, int64_t id)
{
	for (size_t i = 0; id && i < b->rule_count; i++)
		if (b->rules[i].id == id)
			return &b->rules[i];
	return NULL;
}

enum err routing_direct(struct db *db, struct matter *m,
			int64_t default_unit_id)
{
	const struct route_rule *r;
	struct routing_book b;
	enum err err;

	err = routing_book(db, &b);
	if (err)
		return err;
	r = routing_find(&b, m);
	m->route_rule_id = r ? r->id : 0;
	m->unit_id = r ? r->unit_id : default_unit_id;
	return OK;
}

/* ---- changing the rules ---- */

static bool same_case(const struct route_rule *a, const struct route_rule *b)
{
	return a->topic_id == b->topic_id && a->area_id == b->area_id;
}

static unsigned case_faults(const struct routing_book *b,
			    const struct route_rule *r)
{
	unsigned bad = 0;

	if (!r->topic_id && !r->area_id)
		bad |= RULE_EMPTY;
	if (r->topic_id && !topic_find(b->topics, b->topic_count, r->topic_id))
		bad |= RULE_BAD_TOPIC;
	if (r->area_id &&
	    !area_find(b->areas->areas, b->areas->count, r->area_id))
		bad |= RULE_BAD_AREA;
	for (size_t i = 0; i < b->rule_count; i++)
		if (same_case(&b->rules[i], r))
			bad |= RULE_TWICE;
	if (b->rule_count >= RULES_MAX)
		bad |= RULE_TOO_MANY;
	return bad;
}

enum err rule_faults(struct db *db, struct arena *a, const struct route_rule *r,
		     unsigned *ret_bad)
{
	struct routing_book b;
	bool unit_ok;
	enum err err;

	err = routing_book(db, &b);
	if (!err)
		err = unit_fits(db, a, r->unit_id, &unit_ok);
	if (!err)
		*ret_bad = case_faults(&b, r) | (unit_ok ? 0 : RULE_BAD_UNIT);
	return err;
}

static enum err tell(struct db *db, struct arena *a, const char *event,
		     int64_t staff_id, const struct route_rule *r)
{
	return audit_add(
		db, a, event, staff_id,
		arena_printf(a, "{\"topic\":%lld,\"area\":%lld,\"unit\":%lld}",
			     (long long)r->topic_id, (long long)r->area_id,
			     (long long)r->unit_id));
}

enum err rule_add(struct db *db, struct arena *a, int64_t staff_id,
		  const struct route_rule *r)
{
	struct route_rule full = *r;
	struct routing_book b;
	unsigned bad;
	enum err err;

	err = rule_faults(db, a, r, &bad);
	if (!err && bad)
		err = ERR_INVALID;
	if (!err)
		err = routing_book(db, &b);
	if (err)
		return err;
	full.sort_order = 1;
	if (b.rule_count)
		full.sort_order = b.rules[b.rule_count - 1].sort_order + 1;
	err = store_rule_insert(db, &full);
	if (err)
		return err;
	memory_changed(&books, db);
	return tell(db, a, "route_rule_added", staff_id, r);
}

enum err rule_remove(struct db *db, struct arena *a, int64_t staff_id,
		     int64_t id)
{
	const struct route_rule *r;
	struct route_rule gone;
	struct routing_book b;
	enum err err;

	err = routing_book(db, &b);
	if (err)
		return err;
	r = routing_rule(&b, id);
	if (!r)
		return ERR_NOT_FOUND;
	gone = *r;
	err = store_rule_delete(db, id);
	if (err)
		return err;
	memory_changed(&books, db);
	return tell(db, a, "route_rule_removed", staff_id, &gone);
}

enum err rule_up(struct db *db, struct arena *a, int64_t staff_id, int64_t id)
{
	struct route_rule upper, lower;
	struct routing_book b;
	size_t i = 1;
	enum err err;

	err = routing_book(db, &b);
	if (err)
		return err;
	while (i < b.rule_count && b.rules[i].id != id)
		i++;
	if (i >= b.rule_count)
		return OK; /* the first, or gone */
	upper = b.rules[i - 1];
	lower = b.rules[i];
	err = store_rule_place(db, lower.id, upper.sort_order);
	if (!err)
		err = store_rule_place(db, upper.id, lower.sort_order);
	if (err)
		return err;
	memory_changed(&books, db);
	return tell(db, a, "route_rule_moved", staff_id, &lower);
}

enum err routing_area_remove(struct db *db, struct arena *a, int64_t staff_id,
			     int64_t id)
{
	struct routing_book b;
	enum err err;

	err = routing_book(db, &b);
	if (err)
		return err;
	for (size_t i = 0; i < b.rule_count; i++)
		if (b.rules[i].area_id == id)
			return ERR_CONFLICT;
	return area_remove(db, a, staff_id, id);
}
