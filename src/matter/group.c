/*
 * group.c: which matters are about the same thing. What is said to all of their
 * senders is in group_answer.c.
 */
#include "matter/group.h"

#include "matter/group_store.h"
#include "matter/outgoing.h"
#include "matter/rules.h"
#include "matter/storm.h"
#include "staff/staff.h"

struct matter group_matter(const struct group_member *g)
{
	return (struct matter){
		.id = g->id,
		.number_year = g->number_year,
		.number = g->number,
		.unit_id = g->unit_id,
		.handler_id = g->handler_id,
		.topic_id = g->topic_id,
		.lang = g->lang,
		.title = g->title,
		.text = g->text,
		.place = g->place,
		.has_point = g->has_point,
		.lat = g->lat,
		.lon = g->lon,
		.handling = g->handling,
		.is_open = g->is_open,
		.received_at = g->received_at,
	};
}

enum err group_members(struct db *db, struct arena *a, const struct session *s,
		       int64_t group_id, struct group_member **ret_list,
		       size_t *ret_count)
{
	struct unit_set units;
	struct group_member *list;
	size_t n;
	enum err err;

	err = staff_units(db, a, s, PERM_TRIAGE | PERM_HANDLE, &units);
	if (!err)
		err = store_group_members(db, a, group_id, &list, &n);
	if (err)
		return err;
	for (size_t i = 0; i < n; i++)
		list[i].visible = units.all ||
				  list[i].handler_id == s->staff_id ||
				  unit_set_has(&units, list[i].unit_id);
	*ret_list = list;
	*ret_count = n;
	return OK;
}

/* ---- joining and leaving ---- */

static enum err note(struct db *db, struct arena *a, const struct session *s,
		     const struct matter *m, int64_t group_id)
{
	struct act act = {
		.db = db,
		.arena = a,
		.by = s,
		.was = *m,
		.m = *m,
		.group_id = group_id,
	};

	return act_note(&act, "joined_group");
}

static enum err is_full(struct db *db, struct arena *a, int64_t group_id)
{
	struct group_counts n;
	enum err err = group_count(db, a, group_id, &n);

	if (err)
		return err;
	return n.all < GROUP_MAX ? OK : ERR_INVALID;
}

/* The group of the other matter; a new one begins with it. */
static enum err group_with(struct db *db, struct arena *a,
			   const struct session *s, const struct matter *with,
			   int64_t *ret_group_id)
{
	int64_t id;
	enum err err = group_of(db, a, with->id, &id);

	if (!err && id)
		err = is_full(db, a, id);
	if (err)
		return err;
	if (!id) {
		id = db_new_id(db);
		err = store_group_put(db, with->id, id);
		if (!err)
			err = note(db, a, s, with, id);
	}
	if (!err)
		*ret_group_id = id;
	return err;
}

enum err group_join(struct db *db, struct arena *a, const struct session *s,
		    int64_t id, int64_t with_id)
{
	struct act act = {.db = db, .arena = a};
	struct act with = {.db = db, .arena = a};
	int64_t group_id;
	enum err err;

	err = act_begin(&act, s, id, 0);
	if (!err)
		err = act_begin(&with, s, with_id, 0);
	if (!err)
		err = group_of(db, a, id, &group_id);
	if (err)
		return err;
	if (id == with_id || group_id || !act.m.is_open ||
	    with.m.outcome == OUTCOME_SPAM ||
	    matter_confidential(db, a, &act.m) ||
	    matter_confidential(db, a, &with.m))
		return ERR_INVALID;
	err = group_with(db, a, s, &with.m, &act.group_id);
	if (!err)
		err = store_group_put(db, id, act.group_id);
	return err ? err : act_note(&act, "joined_group");
}

enum err group_drop(struct db *db, struct arena *a, int64_t id)
{
	struct storm storm;
	int64_t group_id;
	enum err err = group_of(db, a, id, &group_id);

	if (err || !group_id)
		return err;
	err = store_group_take(db, id);
	if (err)
		return err;
	err = storm_get(db, a, group_id, &storm);
	if (!err) /* it may have one member, or none */
		return OK;
	return err == ERR_NOT_FOUND ? store_group_end(db, a, group_id) : err;
}

enum err group_leave(struct db *db, struct arena *a, const struct session *s,
		     int64_t id)
{
	struct act act = {.db = db, .arena = a};
	enum err err;

	err = act_begin(&act, s, id, 0);
	if (!err)
		err = group_of(db, a, id, &act.group_id);
	if (err)
		return err;
	if (!act.group_id)
		return ERR_INVALID;
	err = outgoing_let_go(db, a, &act.m);
	if (!err)
		err = group_drop(db, a, id);
	return err ? err : act_note(&act, "left_group");
}

enum err group_storm(struct db *db, struct arena *a, const struct matter *m)
{
	struct act act = {.db = db, .arena = a};
	struct storm s;
	enum err err = storm_at(db, m->topic_id, m->received_at, &s);

	if (err || !s.id)
		return err;
	act_begin_system(&act, m);
	act.group_id = s.id;
	err = store_group_put(db, m->id, s.id);
	return err ? err : act_note(&act, "joined_group");
}
