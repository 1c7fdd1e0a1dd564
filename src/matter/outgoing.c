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
#include "matter/matter_store.h"
#include "matter/outgoing_store.h"
#include "matter/rules.h"
#include "signature/signature.h"
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

enum err outgoing_hold(struct act *act, const char *kind)
{
	const int64_t delay = tenant_now()->answer_delay_s * (int64_t)SECOND_US;
	const struct outgoing o = {
		.matter_id = act->m.id,
		.entry_id = act->entry_id,
		.staff_id = act->by->staff_id,
		.leaves_at = clock_now_us() + delay,
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
	const char *said;
	size_t n;
	enum err err;

	err = entry_get(act->db, act->arena, o->entry_id, &e);
	if (!err)
		err = attach_list(act->db, act->arena, o->matter_id, &files,
				  &n);
	if (err)
		return err;
	said = signature_under(act->arena, e.text, e.signature);
	return tell_reply(act, e.kind,
			  reply_in_mail(act->arena, act->m.lang, said,
					files_with(files, n, o->entry_id)));
}

enum err outgoing_let_go(struct db *db, struct arena *a, const struct matter *m)
{
	struct act act = {.db = db, .arena = a};
	struct outgoing o;
	enum err err = outgoing_get(db, a, m->id, &o);

	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	act_begin_system(&act, m);
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

/* The files of the entry, as tickets a form can carry. */
static enum err tickets(struct db *db, struct arena *a,
			const struct outgoing *o, const char **ret_tickets)
{
	struct attachment *list;
	struct str s;
	size_t n;
	enum err err = attach_list(db, a, o->matter_id, &list, &n);

	if (err)
		return err;
	str_init(&s, a, 64);
	for (size_t i = 0; i < n; i++) {
		const struct upload u = {
			.bytes = list[i].bytes,
			.file = list[i].file,
			.digest = list[i].digest,
			.media_type = list[i].media_type,
			.name = list[i].name,
		};

		if (list[i].entry_id == o->entry_id)
			str_printf(&s, "%s%s", s.len ? " " : "",
				   attach_ticket(a, db_tenant(db), &u));
	}
	*ret_tickets = s.len ? s.ptr : "";
	return OK;
}

/* In front of what was begun meanwhile. */
static enum err make_draft(struct act *act, const struct outgoing *o)
{
	const struct draft_of of = {o->staff_id, o->matter_id,
				    o->interim ? DRAFT_INTERIM : DRAFT_ANSWER};
	struct draft d, newer;
	struct entry e;
	enum err err;

	err = entry_get(act->db, act->arena, o->entry_id, &e);
	if (!err)
		err = draft_get(act->db, act->arena, &of, &newer);
	if (err)
		return err;
	d = (struct draft){
		.text = e.text,
		.outcome = o->interim ? "" : outcome_names[act->was.outcome],
		.reason = o->interim ? "" : act->was.outcome_note,
	};
	if (!str_empty(newer.text))
		d.text = arena_printf(act->arena, "%s\n\n%s", d.text,
				      newer.text);
	err = tickets(act->db, act->arena, o, &d.files);
	if (!err)
		err = draft_put(act->db, &of, &d, act->now);
	return err;
}

enum err matter_undo(struct db *db, struct arena *a, const struct session *s,
		     int64_t id, bool *ret_interim)
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
	err = make_draft(&act, &o);
	if (!err)
		err = store_outgoing_unsay(db, a, &o);
	if (!err)
		err = store_outgoing_delete(db, id);
	if (err)
		return err;
	act.m = outgoing_as_was(&o, &act.was);
	act.held = act.undone = true;
	*ret_interim = o.interim;
	return act_end(&act, o.interim ? "interim_undone" : "answer_undone");
}
