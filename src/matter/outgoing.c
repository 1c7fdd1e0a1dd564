/*
 * outgoing.c: what was sent and has not left: holding it, letting it go,
 * taking it back.
 */
#include "matter/outgoing.h"

#include "attach/attach.h"
#include "base/clock.h"
#include "base/str.h"
#include "entry/entry.h"
#include "matter/draft.h"
#include "matter/group.h"
#include "matter/matter_store.h"
#include "matter/outgoing_store.h"
#include "matter/passing.h"
#include "matter/passing_store.h"
#include "matter/promised.h"
#include "matter/rules.h"
#include "tenant/tenant.h"

enum { BATCH = 20 };

struct matter outgoing_as_was(const struct outgoing *o, const struct matter *m)
{
	struct matter was = *m;

	was.handling = o->was.handling;
	was.outcome = o->was.outcome;
	was.outcome_note = o->was.outcome_note;
	was.verdict = o->was.verdict;
	was.verdict_note = o->was.verdict_note;
	was.handler_id = o->was.handler_id;
	was.reacted_at = o->was.reacted_at;
	was.answered_at = o->was.answered_at;
	was.closed_at = o->was.closed_at;
	was.is_open = o->was.is_open;
	was.accept_due_at = o->was.accept_due_at;
	was.accept_reminded_at = o->was.accept_reminded_at;
	was.due_at = o->was.due_at;
	was.touched_at = o->was.touched_at;
	was.assigned_at = o->was.assigned_at;
	/* A reminder that was told meanwhile has been told. */
	if (was.told_at < o->acted_at)
		was.told_at = o->was.told_at;
	return was;
}

/* ---- holding ---- */

static int64_t delay_us(void)
{
	return tenant_now()->answer_delay_s * (int64_t)SECOND_US;
}

/* What others have already, or a unit sent by its link, is not undone. */
bool outgoing_waits(const struct act *act)
{
	if (act->joint_id)
		return act->leaves_at > act->now;
	return delay_us() && act->by;
}

enum err outgoing_hold(struct act *act, const char *kind)
{
	const struct outgoing o = {
		.matter_id = act->m.id,
		.entry_id = act->entry_id,
		.staff_id = act->by->staff_id,
		.answer_id = act->joint_id,
		.leaves_at = act->joint_id ? act->leaves_at
					   : clock_now_us() + delay_us(),
		.acted_at = act->now,
	};

	act->held = true;
	return store_outgoing(act->db, &o, kind);
}

/* ---- letting go ---- */

static size_t files_with(const struct attachment *list, size_t count,
			 int64_t entry_id)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		n += list[i].entry_id == entry_id;
	return n;
}

static enum err send(struct act *act, const struct outgoing *o)
{
	struct attachment *files;
	struct entry e;
	size_t n;
	enum err err;

	err = entry_get(act->db, act->arena, o->entry_id, &e);
	if (!err)
		err = attach_list(act->db, act->arena, o->matter_id, &files,
				  &n);
	if (err)
		return err;
	act->joint_id = o->answer_id;
	act->signature = e.signature;
	return reply_leaves(act, e.kind, e.text,
			    files_with(files, n, o->entry_id));
}

enum err outgoing_let_go(struct db *db, struct arena *a, const struct matter *m)
{
	struct act act = {.db = db, .arena = a};
	struct outgoing o;
	enum err err = outgoing_get(db, a, m->id, &o);

	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	act_begin_system(&act, m);
	if (o.answer_id)
		err = group_leaves(db, o.answer_id);
	if (!err)
		err = send(&act, &o);
	if (!err)
		err = store_publication_follow(db, m);
	if (!err)
		err = store_outgoing_delete(db, m->id);
	/* From now on it is news. */
	return err || o.interim ? err : act_note(&act, "answer_left");
}

enum err outgoing_for_sender(struct db *db, struct arena *a, bool acts,
			     struct matter *m, struct outgoing *ret_out)
{
	struct outgoing o = {0};
	enum err err;

	if (acts) {
		err = outgoing_let_go(db, a, m);
	} else {
		err = outgoing_get(db, a, m->id, &o);
		if (!err)
			*m = outgoing_as_was(&o, m);
	}
	if (err && err != ERR_NOT_FOUND)
		return err;
	*ret_out = o;
	return OK;
}

/* ---- as a job ---- */

enum err outgoing_job_wanted(struct db *db, struct arena *a, bool *ret_wanted)
{
	int64_t *ids;
	size_t n;
	enum err err = store_outgoing_next(db, a, clock_now_us(), 1, &ids, &n);

	if (!err)
		*ret_wanted = n > 0;
	return err;
}

static enum err leave_some(struct db *db, struct arena *a, void *arg)
{
	size_t *count = arg;
	struct matter m;
	int64_t *ids;
	enum err err =
		store_outgoing_next(db, a, clock_now_us(), BATCH, &ids, count);

	for (size_t i = 0; !err && i < *count; i++) {
		err = matter_get(db, a, ids[i], &m);
		if (!err)
			err = outgoing_let_go(db, a, &m);
	}
	return err;
}

static enum err leave_batch(struct db *db, struct arena *a, bool *ret_more)
{
	size_t count = 0;
	enum err err = db_write(db, a, leave_some, &count);

	*ret_more = !err && count == BATCH;
	return err;
}

enum err outgoing_job_run(struct job_context *c, const struct job *job)
{
	bool more;

	(void)job;
	return job_in_batches(c, leave_batch, &more);
}

/* ---- taking it back ---- */

const char *outgoing_in_front(struct arena *a, const char *said,
			      const char *newer)
{
	if (str_empty(newer))
		return said;
	return str_empty(said) ? newer
			       : arena_printf(a, "%s\n\n%s", said, newer);
}

static enum draft_kind kind_of(const struct outgoing *o)
{
	if (o->promise)
		return DRAFT_PROMISE;
	if (o->passed)
		return DRAFT_PASS;
	return o->interim ? DRAFT_INTERIM : DRAFT_ANSWER;
}

/* As it was typed. */
static enum err words_of(struct act *act, const struct outgoing *o,
			 struct draft *ret_draft)
{
	struct draft d = {.outcome = "", .reason = ""};
	struct entry e;
	enum err err = entry_get(act->db, act->arena, o->entry_id, &e);

	if (err)
		return err;
	d.text = e.text;
	if (!o->interim) {
		d.outcome = outcome_names[act->was.outcome];
		d.reason = act->was.outcome_note;
	}
	if (o->promise)
		err = promised_typed(act, e.text, &d);
	else if (o->passed)
		err = passing_typed(act, &d);
	else
		err = attach_tickets(act->db, act->arena, o->matter_id,
				     o->entry_id, &d.files);
	if (!err)
		*ret_draft = d;
	return err;
}

static enum err make_draft(struct act *act, const struct outgoing *o)
{
	const struct draft_of of = {o->staff_id, o->matter_id, kind_of(o)};
	struct draft d, newer;
	enum err err = words_of(act, o, &d);

	if (!err)
		err = draft_get(act->db, act->arena, &of, &newer);
	if (err)
		return err;
	d.text = outgoing_in_front(act->arena, d.text, newer.text);
	return draft_put(act->db, &of, &d, act->now);
}

enum err outgoing_take_back(struct act *act, const struct outgoing *o)
{
	static const char *const events[] = {
		[DRAFT_ANSWER] = "answer_undone",
		[DRAFT_INTERIM] = "interim_undone",
		[DRAFT_PROMISE] = "promise_undone",
		[DRAFT_PASS] = "pass_undone",
	};
	enum err err = store_outgoing_unsay(act->db, act->arena, o);

	if (!err)
		err = store_passing_remove(act->db, o->matter_id);
	if (!err)
		err = store_outgoing_delete(act->db, o->matter_id);
	if (err)
		return err;
	act->m = outgoing_as_was(o, &act->was);
	act->held = act->undone = true;
	return act_end(act, events[kind_of(o)]);
}

enum err matter_undo(struct db *db, struct arena *a, const struct session *s,
		     int64_t id, enum draft_kind *ret_kind)
{
	struct act act = {.db = db, .arena = a};
	struct outgoing o;
	enum err err;

	err = act_begin(&act, s, id, 0);
	if (err)
		return err;
	err = outgoing_get(db, a, id, &o);
	if (err)
		return err == ERR_NOT_FOUND ? ERR_CONFLICT : err;
	if (o.staff_id != s->staff_id)
		return ERR_DENIED;
	if (o.answer_id)
		return ERR_CONFLICT;
	err = make_draft(&act, &o);
	if (!err)
		err = outgoing_take_back(&act, &o);
	if (!err)
		*ret_kind = kind_of(&o);
	return err;
}
