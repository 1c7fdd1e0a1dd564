/*
 * act.c: what staff do with a matter. Each act is a rule, then one write; see
 * rules.h for the shape.
 */
#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "matter/confidential.h"
#include "matter/handover.h"
#include "matter/matter_store.h"
#include "matter/rules.h"
#include "matter/verdict.h"
#include "staff/staff.h"
#include "unit/unit.h"

/* 1 to max characters. */
static bool fits(const char *text, size_t max)
{
	return !str_empty(text) && utf8_length(text) <= max;
}

static bool optional_fits(const char *text, size_t max)
{
	return str_empty(text) || utf8_length(text) <= max;
}

enum err matter_take(struct db *db, struct arena *a, const struct session *s,
		     int64_t id, int64_t version)
{
	struct act act = {.db = db, .arena = a};
	enum err err;

	err = act_begin(&act, s, id, version);
	if (err)
		return err;
	act.m.handling = HANDLING_IN_WORK;
	act.m.handler_id = s->staff_id;
	if (!act.m.unit_id)
		act.m.unit_id = s->unit_id;
	return act_end(&act, "taken");
}

/* ---- routing ---- */

/* An active person who works on matters; for a confidential topic, one who may
 * see it. */
static enum err check_handler(struct act *act, int64_t handler_id)
{
	const struct session handler = {.staff_id = handler_id,
					.rights = PERM_CONFIDENTIAL};
	struct staff p;
	enum err err;

	err = staff_get(act->db, act->arena, handler_id, &p);
	if (err == ERR_NOT_FOUND || (!err && (!p.active || !staff_works(&p))))
		return ERR_INVALID;
	if (err)
		return err;
	if (!act->m.unit_id)
		act->m.unit_id = p.unit_id;
	if (!act->m.unit_id)
		return ERR_INVALID;
	if (matter_confidential(act->db, act->arena, &act->m) &&
	    !staff_may(act->db, act->arena, &handler, PERM_CONFIDENTIAL,
		       act->m.unit_id))
		return ERR_INVALID;
	return OK;
}

enum err unit_fits(struct db *db, struct arena *a, int64_t unit_id,
		   bool *ret_fits)
{
	struct unit u;
	struct staff *list;
	size_t n;
	enum err err;

	err = unit_get(db, a, unit_id, &u);
	if (err && err != ERR_NOT_FOUND)
		return err;
	*ret_fits = !err && u.active && u.kind == UNIT_OWN;
	if (!*ret_fits || u.by_mail)
		return OK;
	err = staff_takers(db, a, unit_id, &list, &n);
	if (!err)
		*ret_fits = n > 0;
	return err;
}

static enum err check_unit(struct act *act, int64_t unit_id)
{
	bool fits_it;
	enum err err;

	err = unit_fits(act->db, act->arena, unit_id, &fits_it);
	if (err)
		return err;
	return fits_it ? OK : ERR_INVALID;
}

/* A confidential topic takes a public page out of sight at once. */
static enum err enter_topic(struct act *act, int64_t topic_id)
{
	struct topic t;
	enum err err;

	err = topic_get(act->db, act->arena, topic_id, &t);
	if (err)
		return err == ERR_NOT_FOUND ? ERR_INVALID : err;
	act->m.topic_id = topic_id;
	if (t.confidential) {
		err = publication_hide(act->db, act->arena, act->m.id,
				       "confidential");
		if (err)
			return err;
	}
	return promise_of_topic(act, &t);
}

static enum err route_to(struct act *act, const struct route_to *to)
{
	enum err err = OK;

	if (to->topic_id && to->topic_id != act->m.topic_id)
		err = enter_topic(act, to->topic_id);
	if (!err && to->unit_id)
		err = check_unit(act, to->unit_id);
	if (err)
		return err;
	act->m.unit_id = to->unit_id;
	act->m.route_rule_id = to->rule_id;
	act->m.handler_id = to->handler_id;
	if (to->handler_id)
		err = check_handler(act, to->handler_id);
	if (err)
		return err;
	if (act->m.unit_id != act->was.unit_id ||
	    act->m.topic_id != act->was.topic_id)
		err = confidential_stays_seen(act);
	if (err)
		return err;
	act->m.handling = handling_of_queue(&act->m);
	err = handover_routed(act);
	if (err || str_empty(to->note))
		return err;
	return act_say(act, "handover", "internal", to->note);
}

enum err matter_route(struct db *db, struct arena *a, const struct session *s,
		      int64_t id, int64_t version, const struct route_to *to)
{
	struct act act = {.db = db, .arena = a};
	enum err err;

	err = act_begin(&act, s, id, version);
	if (err)
		return err;
	if (!optional_fits(to->note, REPLY_MAX) ||
	    (str_empty(to->note) && handover_needs_note(db, a, s, &act.m, to)))
		return ERR_INVALID;
	err = route_to(&act, to);
	if (err)
		return err;
	return act_end(&act, "routed");
}

/* ---- saying ---- */

enum err matter_note(struct db *db, struct arena *a, const struct session *s,
		     int64_t id, const char *text)
{
	struct act act = {.db = db, .arena = a};
	enum err err;

	err = act_begin(&act, s, id, 0);
	if (err)
		return err;
	if (!fits(text, REPLY_MAX))
		return ERR_INVALID;
	err = act_say(&act, "note", "internal", text);
	if (err)
		return err;
	return act_note(&act, "noted");
}

static void react(struct act *act)
{
	if (!act->m.reacted_at)
		act->m.reacted_at = act->now;
}

enum err act_interim(struct act *act, const struct answer *ans)
{
	enum err err;

	err = reply_begin(act, ans);
	if (err)
		return err;
	react(act);
	if (act->m.handling <= HANDLING_ASSIGNED)
		act->m.handling = HANDLING_IN_WORK;
	err = reply_say(act, "interim_reply", ans);
	if (!err)
		err = promise_kept(act, false);
	if (!err)
		err = promise_again(act, false, true);
	return err ? err : act_end(act, "interim_sent");
}

enum err matter_interim(struct db *db, struct arena *a, const struct session *s,
			int64_t id, int64_t version, const struct answer *ans)
{
	struct act act = {.db = db, .arena = a};
	enum err err;

	err = act_begin(&act, s, id, version);
	return err ? err : act_interim(&act, ans);
}

/* ---- ending ---- */

bool outcome_needs_reason(enum outcome o)
{
	return o == OUTCOME_WONT_DO || o == OUTCOME_NOT_OURS ||
	       o == OUTCOME_TO_REGISTRY || o == OUTCOME_IMPROPER;
}

static bool reason_fits(enum outcome o, const char *reason)
{
	if (outcome_needs_reason(o) && str_empty(reason))
		return false;
	return optional_fits(reason, REPLY_MAX);
}

static bool outcome_of_answer(enum outcome o)
{
	return o == OUTCOME_DONE || o == OUTCOME_ANSWERED ||
	       o == OUTCOME_WONT_DO || o == OUTCOME_NOT_OURS ||
	       o == OUTCOME_TO_REGISTRY || o == OUTCOME_NOT_FOUND;
}

/* Who was not helped by an answer gets another one: closing in silence would
 * be no decision. Every clear contact is answered; an improper one, spam and what was taken
 * back need not be (Chancellor of Justice, OKV/79/1/2018). */
bool matter_may_close(const struct matter *m, enum outcome o)
{
	if (!m->is_open || o == OUTCOME_NONE)
		return false;
	if (m->outcome != OUTCOME_WITHDRAWN &&
	    (verdict_waits(m) || str_same(m->verdict, "unsatisfied")))
		return o == OUTCOME_IMPROPER || o == OUTCOME_SPAM;
	if (o == OUTCOME_WITHDRAWN)
		return m->outcome == OUTCOME_WITHDRAWN;
	if (o == OUTCOME_IMPROPER || o == OUTCOME_SPAM)
		return true;
	return !m->wants_reply || m->answered_at ||
	       m->outcome == OUTCOME_WITHDRAWN;
}

static void finish(struct act *act, enum handling h, enum outcome o,
		   const char *reason)
{
	react(act);
	act->m.handling = h;
	act->m.outcome = o;
	act->m.outcome_note = reason ? reason : "";
	act->m.closed_at = act->now;
	if (act->by && !act->m.handler_id)
		act->m.handler_id = act->by->staff_id;
}

enum err act_answer_as(struct act *act, const struct answer *ans,
		       const char *event)
{
	enum err err;

	if (!outcome_of_answer(ans->outcome) ||
	    !reason_fits(ans->outcome, ans->reason))
		return ERR_INVALID;
	err = reply_begin(act, ans);
	if (err)
		return err;
	finish(act, HANDLING_ANSWERED, ans->outcome, ans->reason);
	if (!act->m.answered_at)
		act->m.answered_at = act->now;
	if (verdict_waits(&act->was))
		err = verdict_decided(act->db, act->m.id, "explained",
				      act->by ? act->by->staff_id : 0);
	act->m.verdict = "none"; /* a new answer, a new question */
	act->m.verdict_note = "";
	if (!err)
		err = reply_say(act, "answer", ans);
	if (!err)
		err = promise_kept(act, true);
	return err ? err : act_end(act, event);
}

enum err act_answer(struct act *act, const struct answer *ans)
{
	return act_answer_as(act, ans, "answered");
}

enum err matter_answer(struct db *db, struct arena *a, const struct session *s,
		       int64_t id, int64_t version, const struct answer *ans)
{
	struct act act = {.db = db, .arena = a};
	enum err err;

	err = act_begin(&act, s, id, version);
	return err ? err : act_answer(&act, ans);
}

enum err matter_close(struct db *db, struct arena *a, const struct session *s,
		      int64_t id, int64_t version, const struct closing *c)
{
	struct act act = {.db = db, .arena = a};
	enum err err;

	err = act_begin(&act, s, id, version);
	if (err)
		return err;
	if (!matter_may_close(&act.m, c->outcome) ||
	    !reason_fits(c->outcome, c->reason))
		return ERR_INVALID;
	finish(&act, HANDLING_CLOSED, c->outcome, c->reason);
	/* Who asked again and got no new answer stays dissatisfied. */
	if (str_same(act.m.verdict, "reopen_requested"))
		act.m.verdict = "unsatisfied";
	err = promise_kept(&act, false);
	return err ? err : act_end(&act, "closed");
}

/* ---- going on again ---- */

/* People and units that have left get nothing. */
static enum err drop_who_left(struct act *act)
{
	struct staff p;
	enum err err = OK;

	if (act->m.unit_id)
		err = check_unit(act, act->m.unit_id);
	if (err == ERR_INVALID)
		act->m.unit_id = act->m.handler_id = 0;
	else if (err)
		return err;
	if (!act->m.handler_id)
		return OK;
	err = staff_get(act->db, act->arena, act->m.handler_id, &p);
	if (err == ERR_NOT_FOUND || (!err && !p.active)) {
		act->m.handler_id = 0;
		err = OK;
	}
	return err;
}

enum err act_reopen(struct act *act)
{
	enum err err;

	err = drop_who_left(act);
	if (err)
		return err;
	act->m.handling = handling_of_queue(&act->m);
	act->m.outcome = OUTCOME_NONE;
	act->m.outcome_note = "";
	act->m.closed_at = 0;
	return promise_again(act, true, act->m.wants_reply);
}

/* A unit that works by mail gets a new link by the job. */
static enum err tell_by_mail(struct act *act)
{
	struct unit u;
	enum err err;

	if (!act->m.unit_id || act->m.handler_id)
		return OK;
	err = unit_get(act->db, act->arena, act->m.unit_id, &u);
	if (!err && u.by_mail)
		act->m.assigned_at = act->now;
	return err;
}

enum err matter_reopen(struct db *db, struct arena *a, const struct session *s,
		       int64_t id, int64_t version, const char *note)
{
	struct act act = {.db = db, .arena = a};
	enum err err;

	err = act_begin(&act, s, id, version);
	if (err)
		return err;
	if (act.m.is_open || !optional_fits(note, REPLY_MAX))
		return ERR_INVALID;
	err = act_reopen(&act);
	if (!err)
		err = tell_by_mail(&act);
	if (!err && !str_empty(note))
		err = act_say(&act, "note", "internal", note);
	return err ? err : act_end(&act, "reopened");
}

/* ---- a person leaves, a unit is closed ---- */

/* Not act_begin(): who manages people need not see what they work on. */
static enum err release_one(struct db *db, struct arena *a,
			    const struct session *s, const struct ids_wanted *w,
			    int64_t id)
{
	struct act act = {.db = db, .arena = a, .by = s, .now = clock_now_us()};
	bool unit = w->query == IDS_OF_UNIT;
	enum err err;

	err = matter_get(db, a, id, &act.was);
	if (err)
		return err;
	act.m = act.was;
	act.m.handler_id = 0;
	if (unit)
		act.m.unit_id = 0;
	act.m.handling = handling_of_queue(&act.m);
	return act_end(&act, unit ? "routed" : "released");
}

static enum err release(struct db *db, struct arena *a, const struct session *s,
			const struct ids_wanted *w, int64_t *ret_count)
{
	struct id_list ids = {0};
	int64_t count = 0;
	enum err err;

	do {
		err = store_ids(db, a, w, &ids);
		for (size_t i = 0; i < ids.count && !err; i++, count++)
			err = release_one(db, a, s, w, ids.id[i]);
		if (err)
			return err;
	} while (ids.count);
	*ret_count = count;
	return OK;
}

enum err matter_release_handler(struct db *db, struct arena *a,
				const struct session *s, int64_t staff_id,
				int64_t *ret_count)
{
	const struct ids_wanted w = {
		.query = IDS_OF_HANDLER,
		.staff_id = staff_id,
		.limit = QUEUE_COUNT_MAX,
	};

	return release(db, a, s, &w, ret_count);
}

enum err matter_release_unit(struct db *db, struct arena *a, int64_t staff_id,
			     int64_t unit_id)
{
	const struct session by = {.staff_id = staff_id};
	const struct ids_wanted w = {
		.query = IDS_OF_UNIT,
		.unit_id = unit_id,
		.limit = QUEUE_COUNT_MAX,
	};
	int64_t count;

	return release(db, a, &by, &w, &count);
}
