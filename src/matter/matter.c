/*
 * matter.c: what may happen to a matter, and the one function that writes it.
 *
 * The axes are never mixed. `handling` says where the city is with it, by the
 * table below; `outcome` says what came of it; `verdict` is the resident's.
 */
#include "matter/matter.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/seal.h"
#include "base/str.h"
#include "entry/entry.h"
#include "event/event.h"
#include "matter/group.h"
#include "matter/handover.h"
#include "matter/matter_store.h"
#include "matter/outgoing.h"
#include "matter/registry.h"
#include "matter/rules.h"
#include "staff/absence.h"
#include "staff/staff.h"

/* ---- the legal steps of handling ---- */

#define IN(state) (1u << HANDLING_##state)
#define OPEN                                               \
 (IN(RECEIVED) | IN(TRIAGE) | IN(ASSIGNED) | IN(IN_WORK) | \
  IN(WAITING_RESIDENT) | IN(WAITING_EXTERNAL) | IN(PLANNED))
#define DONE    (IN(ANSWERED) | IN(CLOSED))
#define ANY     (OPEN | DONE)
#define QUEUED  (IN(TRIAGE) | IN(ASSIGNED))
#define WAITING (IN(WAITING_RESIDENT) | IN(WAITING_EXTERNAL))
#define SAME    (1u << HANDLING__COUNT) /* it may stay where it is */

static const struct step {
	const char *event;
	unsigned from, to;
} steps[] = {
	/* staff */
	{"taken", OPEN, IN(IN_WORK)},
	{"routed", OPEN, QUEUED},
	{"released", OPEN, QUEUED},
	{"accepted", IN(ASSIGNED), SAME},
	{"returned", OPEN, QUEUED},
	{"marked_confidential", ANY, SAME | QUEUED},
	{"lifted_confidential", ANY, SAME},
	{"marked_urgent", OPEN, SAME},
	{"cleared_urgent", OPEN, SAME},
	{"handover_expired", IN(ASSIGNED), IN(TRIAGE)},
	{"interim_sent", OPEN, IN(IN_WORK) | SAME},
	{"asked", OPEN, IN(WAITING_RESIDENT)},
	{"contracted", OPEN, IN(WAITING_EXTERNAL)},
	{"promised", OPEN, IN(PLANNED) | SAME},
	{"taken_up", OPEN, IN(IN_WORK)},
	{"answered", OPEN, IN(ANSWERED)},
	{"passed_on", OPEN, IN(ANSWERED)},
	{"sent_elsewhere", OPEN, IN(ANSWERED)},
	{"closed", OPEN, IN(CLOSED)},
	{"answer_undone", IN(ANSWERED), OPEN},
	{"interim_undone", OPEN, OPEN},
	{"promise_undone", OPEN, OPEN},
	{"pass_undone", IN(ANSWERED), OPEN},
	{"reopened", DONE, QUEUED},
	{"published", ANY, SAME},
	{"hidden", ANY, SAME},
	/* what was asked by a link: back to the queue, unless others still are,
	 * or somebody has moved on meanwhile */
	{"ask_answered", OPEN, QUEUED | WAITING | SAME},
	{"ask_expired", OPEN, QUEUED | WAITING | SAME},
	{"ask_revoked", OPEN, QUEUED | WAITING | SAME},
	{"work_accepted", OPEN, SAME},
	{"view_asked", OPEN, SAME},
	{"view_given", OPEN, SAME},
	{"part_asked", OPEN, SAME},
	{"part_given", OPEN, SAME},
	{"work_done", OPEN, QUEUED | WAITING | SAME},
	{"work_cannot", OPEN, QUEUED | WAITING | SAME},
	/* the resident */
	{"added", OPEN, SAME},
	{"added", IN(WAITING_RESIDENT), QUEUED},
	{"added", DONE, QUEUED},
	{"satisfied", DONE, SAME},
	{"unsatisfied", DONE, QUEUED},
	{"withdrawn", OPEN, IN(CLOSED) | SAME},
	{"consent_given", ANY, SAME},
	{"consent_withdrawn", ANY, SAME},
	/* by mail, from somebody we do not know: a person must look */
	{"called", OPEN, SAME},
	{"mail_held", OPEN, SAME},
	{"mail_held", DONE, QUEUED},
};

bool handling_may(const char *event, enum handling from, enum handling to)
{
	const unsigned target = (1u << to) | (from == to ? SAME : 0);

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (str_same(steps[i].event, event) &&
		    (steps[i].from & (1u << from)) && (steps[i].to & target))
			return true;
	return false;
}

static bool is_open(enum handling h)
{
	return (1u << h) & OPEN;
}

/* What must hold between the axes, whatever the act. A withdrawn fault may
 * stay open: somebody looks whether it is dangerous. */
static bool axes_agree(const struct matter *m)
{
	if (is_open(m->handling))
		return m->outcome == OUTCOME_NONE ||
		       m->outcome == OUTCOME_WITHDRAWN;
	return m->outcome != OUTCOME_NONE;
}

enum handling handling_of_queue(const struct matter *m)
{
	return m->unit_id ? HANDLING_ASSIGNED : HANDLING_TRIAGE;
}

/* ---- who may see it ---- */

/* A topic that cannot be read counts as confidential. */
bool matter_confidential(struct db *db, struct arena *a, const struct matter *m)
{
	struct topic t;

	if (m->confidential || !m->topic_id)
		return m->confidential;
	return topic_get(db, a, m->topic_id, &t) || t.confidential;
}

bool matter_visible(struct db *db, struct arena *a, const struct session *s,
		    const struct matter *m)
{
	if (!s)
		return false;
	if (m->handler_id != s->staff_id &&
	    !staff_may(db, a, s, PERM_TRIAGE | PERM_HANDLE, m->unit_id) &&
	    !absence_covers(db, a, s->staff_id, m->handler_id))
		return false;
	return !matter_confidential(db, a, m) ||
	       staff_may(db, a, s, PERM_CONFIDENTIAL, m->unit_id);
}

enum err matter_by_code(struct db *db, struct arena *a,
			const char *tracking_code, struct matter *ret_matter)
{
	struct matter m;
	int64_t id;
	enum err err;

	err = tracking_id(tracking_code, &id);
	if (err)
		return err;
	err = matter_get(db, a, id, &m);
	if (err)
		return err;
	if (!tracking_check(tracking_code, db_tenant(db), id, m.code_version))
		return ERR_NOT_FOUND;
	*ret_matter = m;
	return OK;
}

/* ---- the shape of an act ---- */

enum err act_begin(struct act *act, const struct session *s, int64_t id,
		   int64_t version)
{
	enum err err;

	err = matter_get(act->db, act->arena, id, &act->was);
	if (err)
		return err;
	if (!matter_visible(act->db, act->arena, s, &act->was))
		return ERR_NOT_FOUND;
	if (version && version != act->was.version)
		return ERR_CONFLICT;
	act->by = s;
	act->m = act->was;
	act->now = clock_now_us();
	return OK;
}

void act_begin_resident(struct act *act, const struct matter *m)
{
	act->was = act->m = *m;
	act->now = clock_now_us();
}

void act_begin_system(struct act *act, const struct matter *m)
{
	act_begin_resident(act, m);
	act->system = true;
}

static const char *actor_of(const struct act *act)
{
	if (act->unit)
		return "staff";
	if (act->system)
		return "system";
	return act->by ? "staff" : "resident";
}

enum err act_say(struct act *act, const char *kind, const char *visibility,
		 const char *text)
{
	enum err err = OK;

	/* What was said before leaves before. */
	if (!str_same(visibility, "internal"))
		err = outgoing_let_go(act->db, act->arena, &act->was);
	if (err)
		return err;
	return entry_add(
		act->db,
		&(struct entry){
			.matter_id = act->m.id,
			.kind = kind,
			.visibility = visibility,
			.author = actor_of(act),
			.staff_id = act->by ? act->by->staff_id : 0,
			.text = text,
			.signature = act->signature,
			.told = act->told ? told_names[act->told->how] : "",
			.told_at = act->told ? act->told->at : 0,
			.told_by = act->told ? act->told->by : "",
		},
		&act->entry_id);
}

/* Was and is, for one thing that changed; nothing when it did not. */
static void changed_int(struct json *j, const char *key, int64_t was,
			int64_t is)
{
	if (was == is)
		return;
	json_key(j, key);
	json_open(j, '[');
	json_int(j, was);
	json_int(j, is);
	json_close(j, ']');
}

static void changed_text(struct json *j, const char *key, const char *was,
			 const char *is)
{
	if (str_same(was, is))
		return;
	json_key(j, key);
	json_open(j, '[');
	json_text(j, was);
	json_text(j, is);
	json_close(j, ']');
}

/* Ids and values only: nobody's words enter the chain. */
static const char *payload(const struct act *act)
{
	const struct matter *was = &act->was, *m = &act->m;
	struct json j;
	struct str s;

	str_init(&s, act->arena, 128);
	json_init(&j, &s);
	json_open(&j, '{');
	changed_text(&j, "handling", handling_names[was->handling],
		     handling_names[m->handling]);
	changed_text(&j, "outcome", outcome_names[was->outcome],
		     outcome_names[m->outcome]);
	changed_text(&j, "verdict", was->verdict, m->verdict);
	changed_int(&j, "topic", was->topic_id, m->topic_id);
	changed_int(&j, "unit", was->unit_id, m->unit_id);
	changed_int(&j, "handler", was->handler_id, m->handler_id);
	changed_int(&j, "confidential", was->confidential, m->confidential);
	changed_int(&j, "urgent", was->urgent_at, m->urgent_at);
	changed_int(&j, "may_publish", was->may_publish, m->may_publish);
	if (act->entry_id)
		json_put_int(&j, "entry", act->entry_id);
	if (act->ask_id)
		json_put_int(&j, "ask", act->ask_id);
	if (act->group_id)
		json_put_int(&j, "group", act->group_id);
	if (act->body_id)
		json_put_int(&j, "body", act->body_id);
	json_close(&j, '}');
	return s.ptr;
}

enum err act_note(struct act *act, const char *event)
{
	return event_add(act->db, act->arena,
			 &(struct event){
				 .matter_id = act->m.id,
				 .kind = event,
				 .actor = actor_of(act),
				 .staff_id = act->by ? act->by->staff_id : 0,
				 .payload = payload(act),
			 });
}

/* A public page shows the state and the unit; the rest is made by a person. It
 * waits with an answer that has not left. */
static enum err follow_in_public(const struct act *act)
{
	const struct matter *was = &act->was, *m = &act->m;

	if (act->held)
		return OK;
	if (was->handling == m->handling && was->outcome == m->outcome &&
	    was->topic_id == m->topic_id && was->unit_id == m->unit_id)
		return OK;
	return store_publication_follow(act->db, m);
}

/* A confidential matter stands by itself. */
static enum err leave_when_confidential(struct act *act)
{
	if (act->m.confidential == act->was.confidential &&
	    act->m.topic_id == act->was.topic_id)
		return OK;
	if (!matter_confidential(act->db, act->arena, &act->m))
		return OK;
	return group_drop(act->db, act->arena, act->m.id);
}

enum err act_end(struct act *act, const char *event)
{
	enum err err;

	act->m.is_open = is_open(act->m.handling);
	if (!act->m.is_open)
		act->m.urgent_at = 0;
	handover_settle(&act->m);
	if (!handling_may(event, act->was.handling, act->m.handling) ||
	    !axes_agree(&act->m))
		return ERR_INVALID;
	err = act->held ? OK : outgoing_let_go(act->db, act->arena, &act->m);
	if (!err)
		err = standing_settle(act, event);
	if (err)
		return err;
	err = store_update(act->db, &act->m);
	if (err)
		return err;
	err = follow_in_public(act);
	if (!err)
		err = leave_when_confidential(act);
	if (!err && act->m.outcome == OUTCOME_TO_REGISTRY &&
	    act->was.outcome != OUTCOME_TO_REGISTRY)
		err = registry_wanted(act->db, act->arena, act->m.id);
	return err ? err : act_note(act, event);
}

enum err matter_viewed(struct db *db, struct arena *a, const struct session *s,
		       const struct matter *m)
{
	struct act act = {.db = db, .arena = a, .by = s, .was = *m, .m = *m};

	return act_note(&act, "viewed");
}
