/*
 * confidential.c: marking one matter confidential, and lifting the mark.
 */
#include "matter/confidential.h"

#include "matter/matter_store.h"
#include "staff/staff.h"

static enum err somebody_sees(struct act *act)
{
	bool seen;
	enum err err;

	err = staff_trusted(act->db, act->arena, act->m.unit_id, &seen);
	if (err)
		return err;
	return seen ? OK : ERR_INVALID;
}

/* A unit that works by mail would get it by a link. */
static enum err has_people(struct act *act)
{
	struct staff *list;
	size_t n;
	enum err err =
		staff_takers(act->db, act->arena, act->m.unit_id, &list, &n);

	if (err)
		return err;
	return n ? OK : ERR_INVALID;
}

enum err confidential_stays_seen(struct act *act)
{
	enum err err = OK;

	if (!matter_confidential(act->db, act->arena, &act->m))
		return OK;
	if (act->m.unit_id)
		err = has_people(act);
	if (!err)
		err = somebody_sees(act);
	return err == ERR_INVALID ? ERR_DENIED : err;
}

enum err confidential_direct(struct db *db, struct arena *a, struct matter *m)
{
	struct act act = {.db = db, .arena = a, .m = *m};
	enum err err;

	if (!m->unit_id)
		return OK;
	err = confidential_stays_seen(&act);
	if (err != ERR_DENIED)
		return err;
	m->unit_id = m->route_rule_id = 0;
	return OK;
}

/* A unit without people may not keep it. */
static enum err leave_empty_unit(struct act *act)
{
	enum err err;

	if (!act->m.is_open || !act->m.unit_id || act->m.handler_id)
		return OK;
	err = has_people(act);
	if (err != ERR_INVALID)
		return err;
	act->m.handed_from = act->m.unit_id;
	act->m.unit_id = 0;
	act->m.handling = handling_of_queue(&act->m);
	return OK;
}

/* Who works on it and is not named lays it down. */
static void lay_down(struct act *act)
{
	const struct session handler = {.staff_id = act->m.handler_id,
					.rights = PERM_CONFIDENTIAL};

	if (!act->m.is_open || !act->m.handler_id ||
	    staff_may(act->db, act->arena, &handler, PERM_CONFIDENTIAL,
		      act->m.unit_id))
		return;
	act->m.handler_id = 0;
	act->m.handling = handling_of_queue(&act->m);
}

enum err matter_mark_confidential(struct db *db, struct arena *a,
				  const struct session *s, int64_t id,
				  int64_t version)
{
	struct act act = {.db = db, .arena = a};
	enum err err;

	err = act_begin(&act, s, id, version);
	if (err)
		return err;
	if (act.m.confidential)
		return ERR_INVALID;
	err = leave_empty_unit(&act);
	if (!err)
		err = somebody_sees(&act);
	if (err)
		return err;
	act.m.confidential = true;
	lay_down(&act);
	err = publication_hide(db, a, id, "confidential");
	return err ? err : act_end(&act, "marked_confidential");
}

/* act_begin() lets only those see it who may. */
enum err matter_lift_confidential(struct db *db, struct arena *a,
				  const struct session *s, int64_t id,
				  int64_t version)
{
	struct act act = {.db = db, .arena = a};
	enum err err;

	err = act_begin(&act, s, id, version);
	if (err)
		return err;
	if (!act.m.confidential)
		return ERR_INVALID;
	act.m.confidential = false;
	return act_end(&act, "lifted_confidential");
}
