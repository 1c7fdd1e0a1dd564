/*
 * group_answer_pages.c: one answer to a group: words for each language its
 * senders have, a look at them as each will read them, and off they go. Nothing
 * goes out when the group has changed since it was looked at, and nothing typed
 * is lost.
 */
#include "matter/group_pages.h"

#include "base/str.h"
#include "matter/desk.h"
#include "matter/desk_draft.h"
#include "matter/desk_preview.h"
#include "matter/desk_template.h"
#include "matter/group_reply.h"
#include "matter/matter_tpl.h"
#include "signature/signature.h"
#include "tenant/form.h"

#include <inttypes.h>

static const enum word labels[LANG__COUNT] = {W_group_text_fi, W_group_text_sv,
					      W_group_text_en};

static const char *label(struct request *req, const struct group_show *g, int l)
{
	return word_fill(req->arena, req->lang, labels[l],
			 WORDS(WORD_INT("n", g->counts.open_in[l])));
}

/* ---- the form ---- */

/* It moves when anything happens to the group or is said to it. */
static const char *seen(struct request *req, const struct group_show *g)
{
	return arena_printf(req->arena, "%" PRId64 ".%" PRId64 ".%" PRId64,
			    g->counts.all, g->counts.open, g->counts.versions);
}

static struct choice kinds(struct request *req, bool interim)
{
	struct option *list = arena_array(req->arena, 2, sizeof(*list));

	list[0] = (struct option){.value = "final",
				  .label = word(req->lang, W_group_kind_final),
				  .selected = !interim};
	list[1] =
		(struct option){.value = "interim",
				.label = word(req->lang, W_group_kind_interim),
				.selected = interim};
	return (struct choice){
		.name = "kind",
		.label = word(req->lang, W_group_kind),
		.plain = true,
		.options = list,
		.option_count = 2,
	};
}

static struct field text_field(struct request *req, const struct group_show *g,
			       const struct group_reply *r, int l)
{
	return (struct field){
		.name = group_text_names[l],
		.label = label(req, g, l),
		.hint = l == (int)g->lead.lang
				? NULL
				: word(req->lang, W_group_text_hint),
		.value = r->answer.text[l],
		.required = l == (int)g->lead.lang,
		.rows = 10,
	};
}

static enum err add_language(struct request *req, const struct group_show *g,
			     int l, struct group_words *w)
{
	struct matter m = g->lead;
	enum err err;

	m.lang = (enum lang)l;
	w->lang = lang_codes[l];
	w->label = w->field.label;
	err = desk_templates_make(req, &m, &w->templates);
	w->templates.name =
		arena_printf(req->arena, "template_%s", lang_codes[l]);
	w->templates.step =
		arena_printf(req->arena, "insert_%s", lang_codes[l]);
	w->templates.whose = w->label;
	return err ? err
		   : signature_of(req->db, req->arena, req->session, m.unit_id,
				  m.lang, &w->signature);
}

/* The lead's language first. */
static enum err add_words(struct request *req, const struct group_show *g,
			  const struct group_reply *r,
			  struct group_answer_view *v)
{
	struct group_words *list =
		arena_array(req->arena, LANG__COUNT, sizeof(*list));
	size_t n = 0;
	enum err err = OK;

	for (int i = 0; i < LANG__COUNT && !err; i++) {
		const int l = ((int)g->lead.lang + i) % LANG__COUNT;

		if (!group_spoken(g, r, l))
			continue;
		list[n].field = text_field(req, g, r, l);
		err = add_language(req, g, l, &list[n++]);
	}
	v->words = list;
	v->word_count = n;
	return err;
}

static const char *text_fault(struct request *req, const struct group_reply *r)
{
	if (!r->unfilled)
		return word(req->lang, W_group_error_text);
	return word_fill(req->arena, req->lang, W_desk_error_unfilled,
			 WORDS(WORD_TEXT("what", r->unfilled)));
}

static void add_faults(struct request *req, const struct group_reply *r,
		       struct group_answer_view *v)
{
	if (r->bad_text)
		error_add(req, &v->errors, group_text_names[r->bad_lang],
			  text_fault(req, r));
	if (r->bad_outcome)
		v->outcome.error = word(req->lang, W_desk_error_outcome);
	if (r->bad_reason)
		v->reason.error = word(req->lang, W_desk_error_reason);
	error_add(req, &v->errors, "outcome", v->outcome.error);
	error_add(req, &v->errors, "reason", v->reason.error);
	error_add(req, &v->errors, "photo", v->photo.field.error);
}

static void add_fields(struct request *req, const struct group_reply *r,
		       struct group_answer_view *v)
{
	v->kind = r->answer.interim ? "interim" : "final";
	v->kinds = kinds(req, r->answer.interim);
	v->outcome = desk_answer_outcomes(req, r->outcome);
	v->outcome_typed = r->outcome;
	v->reason_typed = r->answer.reason;
	v->reason = (struct field){
		.name = "reason",
		.label = word(req->lang, W_desk_reason),
		.hint = word(req->lang, W_desk_answer_reason_hint),
		.value = r->answer.reason,
		.plain = true,
		.rows = 3,
	};
	v->photo = typed_photo(req, &r->files, W_desk_answer_files,
			       W_desk_answer_files_hint);
	v->kept_text.saved_us = r->saved_us;
}

static enum err make(struct request *req, const struct group_show *g,
		     const struct group_reply *r, struct group_answer_view *v)
{
	struct group_answer last;
	enum err err;

	v->back = arena_printf(req->arena, "/staff/groups/%" PRId64, g->id);
	v->action = arena_printf(req->arena, "%s/answer", v->back);
	v->heading = g->heading;
	v->lang = lang_codes[g->lead.lang];
	v->title = g->list[0].visible ? g->lead.title : "";
	v->original = g->list[0].visible ? g->lead.text
					 : word(req->lang, W_group_elsewhere);
	v->seen = seen(req, g);
	v->lead = matter_number(req->arena, &g->lead);
	v->to = word_fill(req->arena, req->lang, W_group_to,
			  WORDS(WORD_INT("n", g->counts.open)));
	add_fields(req, r, v);
	err = desk_nav(req, NULL, &v->nav);
	if (!err)
		err = group_said(req, g, &last, &v->said);
	return err ? err : add_words(req, g, r, v);
}

static struct out *begin(struct request *req, struct response *res,
			 const char *heading, int status)
{
	return page_begin(
		req, res,
		&(struct page){
			.title = page_title(req, W_group_answer_title, heading),
			.status = status,
			.error_count = status == 422,
			.nav = NAV_ALL,
			.secret = true,
			.wide = true,
		});
}

static enum err show(struct request *req, struct response *res,
		     const struct group_show *g, const struct group_reply *r,
		     int status)
{
	struct group_answer_view v = {.done = desk_done(req)};
	struct out *o;
	enum err err = make(req, g, r, &v);

	if (err)
		return err;
	add_faults(req, r, &v);
	if (status == 409) /* somebody joined, left or answered: look again */
		v.problem = (struct notice){
			.tone = TONE_WARNING,
			.text = word(req->lang, W_group_changed),
		};
	o = begin(req, res, v.heading, status);
	tpl_matter_group_answer(o, &v);
	return page_end(o);
}

/* ---- the look at it ---- */

/* Whose page and mail stand for those of a language: the oldest open one, or,
 * when this person sees none of them, one they do see, in that language. */
static enum err stands_for(struct request *req, const struct group_show *g,
			   int l, struct matter *ret_matter)
{
	const struct group_member *found = NULL, *any = NULL;
	enum err err;

	for (size_t i = 0; i < g->count && !found; i++) {
		const struct group_member *x = &g->list[i];

		if (x->visible && x->is_open && (int)x->lang == l)
			found = x;
		if (x->visible && (!any || (!any->is_open && x->is_open)))
			any = x;
	}
	if (!found)
		found = any;
	err = matter_get(req->db, req->arena, found->id, ret_matter);
	ret_matter->lang = (enum lang)l;
	return err;
}

static enum err preview_of(struct request *req, const struct group_show *g,
			   const struct group_reply *r, int l,
			   struct desk_preview *ret_view)
{
	struct desk_reply one = {
		.interim = r->answer.interim,
		.outcome = r->outcome,
		.reason = r->answer.reason,
		.files = r->files,
		.told = {.how = "", .date = "", .time = "", .by = ""},
	};
	struct matter m;
	enum err err = stands_for(req, g, l, &m);

	if (err)
		return err;
	one.text = group_words(req->arena, &r->answer, &m);
	err = desk_preview_make(req, &m, &one, ret_view);
	ret_view->whose = label(req, g, l);
	ret_view->to = word(req->lang, W_group_preview_to);
	return err;
}

static enum err look(struct request *req, struct response *res,
		     const struct group_show *g, const struct group_reply *r)
{
	struct desk_preview of[LANG__COUNT];
	struct group_answer_view v = {.kept_text = {0}};
	bool has[LANG__COUNT] = {false};
	struct out *o;
	enum err err = make(req, g, r, &v);

	for (int l = 0; l < LANG__COUNT && !err; l++) {
		has[l] = g->counts.open_in[l] > 0;
		if (has[l])
			err = preview_of(req, g, r, l, &of[l]);
	}
	if (err)
		return err;
	o = begin(req, res, v.heading, 200);
	tpl_matter_group_preview(o, &v);
	for (int i = 0; i < LANG__COUNT; i++) {
		const int l = ((int)g->lead.lang + i) % LANG__COUNT;

		if (has[l])
			desk_preview_put(o, (enum lang)l, &of[l]);
	}
	return page_end(o);
}

/* ---- writing and sending ---- */

enum err group_page_answer(struct request *req, struct response *res)
{
	struct group_reply r;
	struct group_show g;
	enum err err = group_find(req, &g);

	if (!err)
		err = group_reply_read(req, g.id, &r);
	if (!err)
		err = group_reply_open(req, &r);
	return err ? err : show(req, res, &g, &r, 200);
}

static enum err save(struct request *req, struct response *res,
		     const struct group_reply *r)
{
	const struct draft_form f = {
		.of = {req->session->staff_id, r->answer.group_id,
		       r->answer.interim ? DRAFT_INTERIM : DRAFT_ANSWER},
		.typed = group_reply_draft(r),
		.path = arena_printf(req->arena,
				     "/staff/groups/%" PRId64 "/answer?from=",
				     r->answer.group_id),
	};
	enum err err = group_reply_sent(req, r->answer.group_id);

	return err ? err : desk_draft_step(req, res, &f);
}

static enum err send(struct request *req, struct response *res,
		     const struct group_show *g, struct group_reply *r)
{
	enum err err;

	r->answer.uploads = r->files.list;
	r->answer.upload_count = r->files.count;
	err = group_answer(req->db, req->arena, req->session, &r->answer);
	if (err == ERR_INVALID) /* nobody is there to hear it */
		return show(req, res, g, r, 409);
	if (!err)
		err = group_reply_sent(req, g->id);
	return err ? err
		   : res_redirect(req, res,
				  "/staff/groups/%" PRId64 "?done=answered",
				  g->id);
}

/* The group came to its end while somebody wrote: their words go on with the
 * matter that led it. ERR_NOT_FOUND: there is nothing, or nowhere to. */
static enum err ended(struct request *req, struct response *res)
{
	struct group_reply r;
	struct draft_of of;
	int64_t year, number;
	struct matter m;
	enum err err;

	if (matter_number_parse(req_field(req, "lead"), &year, &number))
		return ERR_NOT_FOUND;
	err = matter_by_number(req->db, req->arena, year, number, &m);
	if (!err)
		err = group_reply_read(req, 0, &r);
	if (err)
		return err;
	if (!matter_visible(req->db, req->arena, req->session, &m) ||
	    str_empty(group_text(&r.answer, m.lang)))
		return ERR_NOT_FOUND;
	of = (struct draft_of){req->session->staff_id, m.id,
			       r.answer.interim ? DRAFT_INTERIM : DRAFT_ANSWER};
	err = group_reply_move(req, &r, &of, m.lang);
	return err ? err
		   : res_redirect(req, res, "%s&done=ungrouped",
				  desk_draft_path(req, &m, of.kind, ""));
}

enum err group_page_answer_send(struct request *req, struct response *res)
{
	const char *step = req_field(req, "step");
	struct group_reply r;
	struct group_show g;
	enum err err = group_find(req, &g);

	if (err == ERR_NOT_FOUND && !str_same(step, "autosave"))
		return ended(req, res);
	if (!err)
		err = group_reply_read(req, g.id, &r);
	if (err)
		return err;
	if (desk_draft_wanted(req))
		return save(req, res, &r);
	if (!str_same(req_field(req, "seen"), seen(req, &g)))
		return show(req, res, &g, &r, 409);
	if (str_same(step, "edit") || str_starts(step, "insert_")) {
		err = group_reply_insert(req, &g, &r);
		return err ? err : show(req, res, &g, &r, 200);
	}
	if (!group_reply_check(req, &g, &r))
		return show(req, res, &g, &r, 422);
	if (str_same(step, "send"))
		return send(req, res, &g, &r);
	err = group_reply_keep(req, &r);
	return err ? err : look(req, res, &g, &r);
}

enum err group_page_answer_expired(struct request *req, struct response *res)
{
	struct draft_form f = {.of.kind = DRAFT_ANSWER};
	struct group_counts counts;
	struct group_reply r;
	enum err err = path_id(req, 0, &f.of.matter_id);

	if (!err)
		err = group_count(req->db, req->arena, f.of.matter_id, &counts);
	if (err)
		return err;
	if (!counts.all)
		return ERR_LOGIN;
	err = group_reply_read(req, f.of.matter_id, &r);
	if (err)
		return err;
	if (r.answer.interim)
		f.of.kind = DRAFT_INTERIM;
	f.typed = group_reply_draft(&r);
	f.path = arena_printf(req->arena, "/staff/groups/%" PRId64 "/answer",
			      r.answer.group_id);
	return desk_draft_rescue(req, res, &f);
}
