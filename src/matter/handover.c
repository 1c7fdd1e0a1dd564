/*
 * handover.c: accepting, returning, and what happens when nobody does either.
 */
#include "matter/handover.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "due/book.h"
#include "matter/confidential.h"
#include "matter/handover_store.h"
#include "staff/absence.h"
#include "staff/staff.h"
#include "tenant/tenant.h"
#include "unit/unit.h"

/* ---- pure ---- */

enum handover_step handover_step(const struct matter *m, int64_t now)
{
	if (!m->accept_due_at || m->accept_due_at >= now)
		return HANDOVER_WAIT;
	return m->accept_reminded_at ? HANDOVER_BACK : HANDOVER_REMIND;
}

int64_t handover_due(const struct calendar *c, int64_t from_us, int workdays)
{
	return date_end_us(add_workdays(c, date_of(from_us), workdays)) - 1;
}

void handover_settle(struct matter *m)
{
	if (m->handling != HANDLING_ASSIGNED || !m->unit_id)
		m->accept_due_at = m->accept_reminded_at = 0;
}

/* ---- within acts ---- */

enum err handover_begin(struct db *db, struct matter *m, int64_t now)
{
	const struct due_book *b;
	enum err err;

	err = due_book(db, &b);
	if (err)
		return err;
	m->accept_due_at =
		handover_due(&b->calendar, now, tenant_now()->accept_workdays);
	m->accept_reminded_at = 0;
	return OK;
}

/* Who gives it to somebody of the same unit has looked at it. */
static bool stays_at_home(const struct act *act)
{
	return act->m.unit_id == act->was.unit_id &&
	       matter_may_accept(act->db, act->arena, act->by, &act->was);
}

enum err handover_routed(struct act *act)
{
	struct matter *m = &act->m;
	const bool moved = m->unit_id != act->was.unit_id;

	if (moved)
		m->handed_from = act->was.unit_id;
	if (m->handler_id == act->by->staff_id || stays_at_home(act))
		m->accept_due_at = m->accept_reminded_at = 0;
	else if (moved && m->unit_id)
		return handover_begin(act->db, m, act->now);
	return OK;
}

bool handover_needs_note(struct db *db, struct arena *a,
			 const struct session *s, const struct matter *m,
			 const struct route_to *to)
{
	return m->unit_id && to->unit_id && m->unit_id != to->unit_id &&
	       !staff_may(db, a, s, PERM_TRIAGE, m->unit_id);
}

/* ---- acts ---- */

bool matter_may_accept(struct db *db, struct arena *a, const struct session *s,
		       const struct matter *m)
{
	return m->unit_id &&
	       (m->handler_id == s->staff_id ||
		staff_may(db, a, s, PERM_HANDLE, m->unit_id) ||
		absence_covers(db, a, s->staff_id, m->handler_id));
}

enum err matter_accept(struct db *db, struct arena *a, const struct session *s,
		       int64_t id, int64_t version)
{
	struct act act = {.db = db, .arena = a};
	enum err err;

	err = act_begin(&act, s, id, version);
	if (err)
		return err;
	if (!act.m.accept_due_at || !matter_may_accept(db, a, s, &act.m))
		return ERR_INVALID;
	act.m.accept_due_at = act.m.accept_reminded_at = 0;
	return act_end(&act, "accepted");
}

enum err matter_return_to(struct db *db, struct arena *a,
			  const struct matter *m, int64_t *ret_unit_id)
{
	struct matter back = *m;
	bool fit = false;
	enum err err = OK;

	if (m->handed_from && m->handed_from != m->unit_id)
		err = unit_fits(db, a, m->handed_from, &fit);
	back.unit_id = fit ? m->handed_from : 0;
	if (!err)
		err = confidential_direct(db, a, &back);
	if (!err)
		*ret_unit_id = back.unit_id;
	return err;
}

/* The reason stands in the thread, for those who get it back. */
static enum err give_back(struct act *act, int64_t unit_id)
{
	/* Back in a unit it came from it can only go on to be directed. */
	act->m.handed_from = unit_id ? 0 : act->was.unit_id;
	act->m.unit_id = unit_id;
	act->m.handler_id = 0;
	act->m.handling = handling_of_queue(&act->m);
	return unit_id ? handover_begin(act->db, &act->m, act->now) : OK;
}

enum err matter_return(struct db *db, struct arena *a, const struct session *s,
		       int64_t id, int64_t version, const char *reason)
{
	struct act act = {.db = db, .arena = a};
	int64_t unit_id;
	enum err err;

	err = act_begin(&act, s, id, version);
	if (err)
		return err;
	if (str_empty(reason) || utf8_length(reason) > REPLY_MAX ||
	    !matter_may_accept(db, a, s, &act.m))
		return ERR_INVALID;
	err = matter_return_to(db, a, &act.m, &unit_id);
	if (!err)
		err = give_back(&act, unit_id);
	if (!err)
		err = confidential_stays_seen(&act);
	if (!err)
		err = act_say(&act, "handover", "internal", reason);
	return err ? err : act_end(&act, "returned");
}

/* ---- nobody accepts ---- */

/*
 * The row keeps its version: what somebody is writing meanwhile is not
 * disturbed by a reminder.
 */
static enum err wait_until(struct act *act, int64_t due_at)
{
	enum err err =
		store_handover_reminded(act->db, &act->m, due_at, act->now);

	return err ? err : act_note(act, "handover_reminded");
}

/* What nobody would see where it goes back to stays where it is. */
static enum err expire(struct act *act, int64_t due_at)
{
	enum err err = give_back(act, 0);

	if (!err)
		err = confidential_stays_seen(act);
	if (err == ERR_DENIED) {
		act->m = act->was;
		return wait_until(act, due_at);
	}
	return err ? err : act_end(act, "handover_expired");
}

/* Nobody there to remind: it goes back at once. */
static enum err remind(struct act *act, int64_t due_at)
{
	size_t told;
	enum err err;

	err = tell_handover(act, due_at, &told);
	if (err)
		return err;
	return told ? wait_until(act, due_at) : expire(act, due_at);
}

static enum err step_one(struct db *db, struct arena *a, void *arg)
{
	const int64_t *id = arg;
	struct act act = {.db = db, .arena = a};
	const struct due_book *b;
	struct matter m;
	int64_t due_at;
	enum err err;

	err = matter_get(db, a, *id, &m);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	err = due_book(db, &b);
	if (err)
		return err;
	act_begin_system(&act, &m);
	due_at = handover_due(&b->calendar, act.now,
			      tenant_now()->accept_back_workdays);
	switch (handover_step(&m, act.now)) {
	case HANDOVER_REMIND:
		return remind(&act, due_at);
	case HANDOVER_BACK:
		return expire(&act, due_at);
	case HANDOVER_WAIT:
		break;
	}
	return OK;
}

enum err handover_job_wanted(struct db *db, struct arena *a, bool *ret_wanted)
{
	struct id_list ids;
	enum err err;

	err = store_handover_due(db, a, clock_now_us(), 1, &ids);
	if (!err)
		*ret_wanted = ids.count > 0;
	return err;
}

/* Each in a transaction of its own: one that cannot be written holds up no
 * other. */
enum err handover_job_run(struct job_context *c, const struct job *job)
{
	struct id_list ids = {0};
	enum err err, first = OK;

	(void)job;
	err = db_read_begin(c->db);
	if (err)
		return err;
	err = store_handover_due(c->db, c->arena, clock_now_us(),
				 HANDOVER_BATCH, &ids);
	db_read_end(c->db);
	for (size_t i = 0; !err && i < ids.count; i++) {
		enum err one = db_write(c->db, c->arena, step_one, &ids.id[i]);

		first = first ? first : one;
	}
	c->again = !err && !first && ids.count == HANDOVER_BATCH;
	return err ? err : first;
}
