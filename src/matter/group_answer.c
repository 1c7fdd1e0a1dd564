/*
 * group_answer.c: what is said to all senders of a group at once. It waits to be
 * taken back as an answer to one does (outgoing.h): with the first
 * GROUP_AT_ONCE of its matters as with any; the rest is answered when it leaves,
 * by the job. It is taken back from all or from nobody.
 */
#include "attach/attach.h"
#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "html/out.h"
#include "matter/draft.h"
#include "matter/group.h"
#include "matter/group_store.h"
#include "matter/outgoing.h"
#include "matter/rules.h"
#include "staff/staff.h"
#include "template/template.h"
#include "tenant/tenant.h"

enum { RUN_US = 250000 };

/* ---- words ---- */

const char *group_text(const struct group_answer *g, enum lang lang)
{
	int l = 0;

	if (!str_empty(g->text[lang]))
		return g->text[lang];
	while (l < LANG__COUNT - 1 && str_empty(g->text[l]))
		l++;
	return g->text[l];
}

const char *group_words(struct arena *a, const struct group_answer *g,
			const struct matter *m)
{
	const char *values[VAR__COUNT] = {NULL};

	values[VAR_NUMBER] = matter_number(a, m);
	values[VAR_RECEIVED] = text_date(a, m->lang, m->received_at);
	return template_fill(a, group_text(g, m->lang), values);
}

const char *group_unfilled(struct arena *a, const char *text)
{
	const char *values[VAR__COUNT] = {NULL};

	values[VAR_NUMBER] = values[VAR_RECEIVED] = "-";
	return template_unfilled(a, template_fill(a, text, values));
}

static bool words_fit(struct arena *a, const struct group_answer *g)
{
	for (int l = 0; l < LANG__COUNT; l++)
		if (utf8_length(g->text[l]) > REPLY_MAX ||
		    group_unfilled(a, g->text[l]))
			return false;
	return !str_empty(group_text(g, LANG_FI));
}

/* ---- to one of them ---- */

/* Each sender once: by the first of their matters. What became confidential
 * says only that there is something, so it counts for nothing. */
enum err group_told(struct act *act, bool *ret_mail)
{
	const char *how = "page";
	struct party p;
	bool has = false;
	enum err err;

	*ret_mail = true;
	if (matter_confidential(act->db, act->arena, &act->m))
		return OK;
	err = matter_party(act->db, act->arena, act->m.id, &p);
	if (!err && !str_empty(p.mail)) {
		err = store_group_has(act->db, act->arena, act->joint_id,
				      p.mail, &has);
		how = has ? "other" : "mail";
	}
	if (err)
		return err;
	*ret_mail = !has;
	return store_group_how(act->db, act->joint_id, act->m.id, how);
}

/* Files of its own, under new names. */
static enum err twins(struct arena *a, const struct group_answer *g,
		      struct upload **ret_list)
{
	struct upload *list =
		arena_array(a, g->upload_count + 1, sizeof(*list));
	enum err err = OK;

	for (size_t i = 0; i < g->upload_count && !err; i++)
		err = attach_twin(a, g->folder, &g->uploads[i], &list[i]);
	if (!err)
		*ret_list = list;
	return err;
}

static enum err say_it(struct act *act, const struct group_answer *g)
{
	struct answer ans = {
		.text = group_words(act->arena, g, &act->m),
		.outcome = g->outcome,
		.reason = g->reason,
		.upload_count = g->upload_count,
	};
	struct upload *files;
	enum err err = twins(act->arena, g, &files);

	if (err)
		return err;
	ans.uploads = files;
	return g->interim ? act_interim(act, &ans) : act_answer(act, &ans);
}

/* Not act_begin(): it need not be in the hands of who answers. */
static enum err begin_one(struct act *act, const struct group_answer *g,
			  int64_t id)
{
	enum err err = matter_get(act->db, act->arena, id, &act->was);

	if (err)
		return err;
	act->group_id = g->group_id;
	act->now = clock_now_us();
	act->m = act->was;
	return OK;
}

static enum err answer_one(struct db *db, struct arena *a,
			   const struct session *s,
			   const struct group_answer *g, int64_t id)
{
	struct act act = {.db = db, .arena = a, .by = s};
	enum err err = begin_one(&act, g, id);

	if (!err)
		err = store_group_answered(db, g->id, id);
	if (err)
		return err;
	act.joint_id = g->id;
	act.leaves_at = g->leaves_at;
	return matter_confidential(db, a, &act.m) ? OK : say_it(&act, g);
}

static enum err answer_some(struct db *db, struct arena *a,
			    const struct session *s,
			    const struct group_answer *g, size_t *ret_count)
{
	int64_t *ids;
	size_t n;
	enum err err = store_group_left(db, a, g, GROUP_AT_ONCE, &ids, &n);

	for (size_t i = 0; i < n && !err; i++)
		err = answer_one(db, a, s, g, ids[i]);
	if (!err && n && g->upload_count)
		err = attach_settle(g->folder);
	if (!err)
		*ret_count = n;
	return err;
}

/* ---- to all ---- */

static enum err leave_the_rest(struct db *db, struct arena *a,
			       const struct group_answer *g)
{
	int64_t *ids;
	size_t n;
	enum err err = store_group_left(db, a, g, 1, &ids, &n);

	if (err || !n)
		return err;
	return job_add(db, a, "group",
		       arena_printf(a, "{\"answer\":%lld}", (long long)g->id),
		       g->leaves_at);
}

/* Its files are its own, as if it were a matter and its own entry. */
static enum err keep(struct db *db, const struct group_answer *g)
{
	enum err err = store_group_answer(db, g);

	return err ? err
		   : attach_uploads(db, g->id, g->id, g->uploads,
				    g->upload_count);
}

enum err group_answer(struct db *db, struct arena *a, const struct session *s,
		      struct group_answer *g)
{
	const int64_t delay = tenant_now()->answer_delay_s * (int64_t)SECOND_US;
	struct group_counts counts;
	size_t n;
	enum err err = group_count(db, a, g->group_id, &counts);

	if (err)
		return err;
	if (!counts.open || !words_fit(a, g))
		return ERR_INVALID;
	g->id = db_new_id(db);
	g->staff_id = s->staff_id;
	g->leaves_at = delay ? clock_now_us() + delay : 0;
	err = keep(db, g);
	if (!err)
		err = answer_some(db, a, s, g, &n);
	return err ? err : leave_the_rest(db, a, g);
}

enum err group_leaves(struct db *db, int64_t answer_id)
{
	bool first;
	enum err err = store_group_begin(db, answer_id, &first);

	return err || !first ? err
			     : store_group_hurry(db, answer_id, clock_now_us());
}

/* ---- taking it back ---- */

static enum err make_draft(struct db *db, struct arena *a,
			   const struct group_answer *g)
{
	const struct draft_of of = {g->staff_id, g->group_id,
				    g->interim ? DRAFT_INTERIM : DRAFT_ANSWER};
	struct draft d, newer;
	enum err err = draft_get(db, a, &of, &newer);

	if (err)
		return err;
	d = (struct draft){
		.text = outgoing_in_front(a, g->text[LANG_FI], newer.text),
		.sv = outgoing_in_front(a, g->text[LANG_SV], newer.sv),
		.en = outgoing_in_front(a, g->text[LANG_EN], newer.en),
		.outcome = outcome_names[g->outcome],
		.reason = g->reason,
	};
	err = attach_tickets(db, a, g->id, g->id, &d.files);
	if (!err)
		err = attach_drop(db, g->id, g->id);
	return err ? err : draft_put(db, &of, &d, clock_now_us());
}

static enum err take_back_one(struct db *db, struct arena *a,
			      const struct session *s,
			      const struct group_answer *g, int64_t id)
{
	struct act act = {.db = db, .arena = a, .by = s};
	struct outgoing o;
	enum err err = outgoing_get(db, a, id, &o);

	if (err == ERR_NOT_FOUND || (!err && o.answer_id != g->id))
		return OK; /* confidential: it was said nothing */
	if (!err)
		err = begin_one(&act, g, id);
	return err ? err : outgoing_take_back(&act, &o);
}

enum err group_undo(struct db *db, struct arena *a, const struct session *s,
		    int64_t group_id)
{
	struct group_answered *list;
	struct group_answer g;
	size_t n;
	enum err err = group_answer_last(db, a, group_id, &g);

	if (err)
		return err == ERR_NOT_FOUND ? ERR_CONFLICT : err;
	if (g.staff_id != s->staff_id)
		return ERR_DENIED;
	if (!g.leaves_at)
		return ERR_CONFLICT;
	err = make_draft(db, a, &g);
	if (!err)
		err = group_answered(db, a, g.id, &list, &n);
	for (size_t i = 0; !err && i < n; i++)
		err = take_back_one(db, a, s, &g, list[i].matter_id);
	return err ? err : store_group_unsay(db, g.id);
}

/* ---- the job ---- */

struct going_on {
	int64_t answer_id;
	const char *folder;
	size_t count;
};

static enum err add_files(struct db *db, struct arena *a,
			  struct group_answer *g)
{
	struct attachment *list;
	struct upload *to;
	size_t n;
	enum err err = attach_list(db, a, g->id, &list, &n);

	if (err)
		return err;
	to = arena_array(a, n + 1, sizeof(*to));
	for (size_t i = 0; i < n; i++)
		to[i] = attach_upload(&list[i]);
	g->uploads = to;
	g->upload_count = n;
	return OK;
}

/* As who said it; one who has left since still said it. From now on nobody can
 * take it back. */
static enum err go_on(struct db *db, struct arena *a, void *arg)
{
	struct going_on *to = arg;
	struct group_answer g;
	struct staff who;
	struct session s = {0};
	enum err err;

	err = group_answer_get(db, a, to->answer_id, &g);
	if (!err)
		err = add_files(db, a, &g);
	if (!err)
		err = group_leaves(db, g.id);
	if (!err)
		err = staff_get(db, a, g.staff_id, &who);
	if (err)
		return err;
	g.folder = to->folder;
	g.leaves_at = 0;
	s.staff_id = who.id;
	s.name = who.name;
	s.unit_id = who.unit_id;
	s.lang = who.lang;
	return answer_some(db, a, &s, &g, &to->count);
}

enum err group_job_run(struct job_context *c, const struct job *job)
{
	const int64_t until = clock_mono_us() + RUN_US;
	struct going_on to = {.folder = c->folder, .count = GROUP_AT_ONCE};
	enum err err = job_body_int(job, "answer", &to.answer_id);

	while (!err && to.count == GROUP_AT_ONCE) {
		struct arena a = ARENA_INIT;

		if (clock_mono_us() > until)
			return ERR_BUSY; /* the others' turn */
		err = db_write(c->db, &a, go_on, &to);
		arena_release(&a);
	}
	return err == ERR_NOT_FOUND ? OK : err; /* it was taken back */
}
