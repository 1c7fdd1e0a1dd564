/*
 * desk_answer_pages.c: writing an answer or an interim reply: the form, the
 * preview exactly as the resident will read it, the sending. Nothing typed is
 * lost, also when somebody else changed the matter meanwhile.
 */
#include "matter/desk_pages.h"

#include "base/str.h"
#include "base/utf8.h"
#include "matter/desk.h"
#include "matter/desk_draft.h"
#include "matter/desk_earlier.h"
#include "matter/desk_preview.h"
#include "matter/desk_template.h"
#include "matter/earlier.h"
#include "matter/matter_tpl.h"
#include "matter/view.h"
#include "question/question_ask.h"
#include "signature/signature.h"
#include "template/template.h"
#include "tenant/form.h"

/* ---- what was typed ---- */

static enum err typed(struct request *req, const struct matter *m,
		      struct desk_reply *ret_reply)
{
	*ret_reply = (struct desk_reply){
		.interim = str_same(req_field(req, "kind"), "interim") ||
			   str_same(req_arg(req, "kind"), "interim"),
		.text = req_field(req, "text"),
		.outcome = str_empty(req_field(req, "outcome"))
				   ? outcome_names[OUTCOME_ANSWERED]
				   : req_field(req, "outcome"),
		.reason = req_field(req, "reason"),
		.told = desk_told_read(req, m),
	};
	return typed_files_read(req, &ret_reply->files);
}

static enum draft_kind kind_of(const struct desk_reply *r)
{
	return r->interim ? DRAFT_INTERIM : DRAFT_ANSWER;
}

/* A form that is opened goes on where it was left. */
static enum err add_draft(struct request *req, const struct matter *m,
			  struct desk_reply *r, int64_t *ret_saved_us)
{
	struct draft d;
	enum err err;

	err = desk_draft_read(req, m, kind_of(r), &d);
	if (err)
		return err;
	*ret_saved_us = d.saved_at;
	if (!d.saved_at)
		return OK;
	r->text = d.text;
	r->reason = d.reason;
	if (!str_empty(d.outcome))
		r->outcome = d.outcome;
	if (str_empty(d.files))
		return OK;
	return typed_files_add(req, d.files, &r->files);
}

/* The template or the earlier answer that was chosen, or "". */
static const char *chosen(const struct request *req, const char *name)
{
	if (req->method != METHOD_POST)
		return req_arg(req, name);
	if (str_same(name, "template") &&
	    !str_same(req_field(req, "step"), "insert"))
		return "";
	return req_field(req, name);
}

static enum err chosen_text(struct request *req, const struct matter *m,
			    const char **ret_text)
{
	const char *template = chosen(req, "template");
	const char *earlier = chosen(req, "earlier");
	int64_t id;

	if (!str_empty(template))
		return desk_template_text(req, m, template, ret_text);
	if (req->method != METHOD_POST && !str_empty(req_arg(req, "parts")))
		return view_parts_text(req->db, req->arena, m, ret_text);
	if (str_empty(earlier) || parse_int(earlier, &id))
		return ERR_NOT_FOUND;
	return earlier_text(req->db, req->arena, req->session, m, id, ret_text);
}

/* It joins the text; one that is gone does not. */
static enum err add_chosen(struct request *req, const struct matter *m,
			   struct desk_reply *r)
{
	const char *text;
	enum err err;

	err = chosen_text(req, m, &text);
	/* A draft may have begun with it. */
	if (!err && !(req->method != METHOD_POST && strstr(r->text, text)))
		r->text = desk_text_join(req->arena, r->text, text);
	return err == ERR_NOT_FOUND ? OK : err;
}

/* What is wrong with it; 0 = nothing. */
struct faults {
	enum word text, outcome, reason;
	const char *unfilled; /* a variable that still stands in the text */
	bool any, has_text, has_outcome, has_reason;
};

static struct faults check(struct arena *a, const struct desk_reply *r)
{
	enum outcome o = desk_answer_outcome(r->outcome);
	struct faults f = {
		.unfilled = template_unfilled(a, r->text),
		.text = str_empty(r->text) ? W_desk_error_answer
					   : W_desk_error_long,
		.outcome = W_desk_error_outcome,
		.reason = str_empty(r->reason) ? W_desk_error_reason
					       : W_desk_error_long,
	};

	f.has_text = str_empty(r->text) || utf8_length(r->text) > REPLY_MAX ||
		     f.unfilled;
	if (!r->interim) {
		f.has_outcome = o == OUTCOME_NONE;
		f.has_reason =
			(outcome_needs_reason(o) && str_empty(r->reason)) ||
			utf8_length(r->reason) > REPLY_MAX;
	}
	f.any = f.has_text || f.has_outcome || f.has_reason ||
		r->files.is_wrong || r->told.bad_date || r->told.bad_by;
	return f;
}

/* ---- the form ---- */

static void add_fields(struct request *req, const struct desk_reply *r,
		       const struct matter *m, struct desk_answer *v)
{
	const enum lang l = req->lang;

	v->text = (struct field){
		.name = "text",
		.label = word(l, r->interim ? W_desk_interim_text
					    : W_desk_answer_text),
		.hint = word_fill(
			req->arena, l, W_desk_answer_hint,
			WORDS(WORD_TEXT("language",
					word(l, desk_lang_word(m->lang))))),
		.value = r->text,
		.required = true,
		.rows = 14,
	};
	v->outcome = desk_answer_outcomes(req, r->outcome);
	v->reason = (struct field){
		.name = "reason",
		.label = word(l, W_desk_reason),
		.hint = word(l, W_desk_answer_reason_hint),
		.value = r->reason,
		.plain = true,
		.rows = 3,
	};
	v->photo = typed_photo(req, &r->files, W_desk_answer_files,
			       W_desk_answer_files_hint);
	desk_told_fields(req, &r->told, &v->told);
}

static void add_faults(struct request *req, const struct faults *f,
		       struct desk_answer *v)
{
	if (f->unfilled)
		v->text.error =
			word_fill(req->arena, req->lang, W_desk_error_unfilled,
				  WORDS(WORD_TEXT("what", f->unfilled)));
	else if (f->has_text)
		v->text.error = word(req->lang, f->text);
	if (f->has_outcome)
		v->outcome.error = word(req->lang, f->outcome);
	if (f->has_reason)
		v->reason.error = word(req->lang, f->reason);
	error_add(req, &v->errors, "text", v->text.error);
	error_add(req, &v->errors, "outcome", v->outcome.error);
	error_add(req, &v->errors, "reason", v->reason.error);
	error_add(req, &v->errors, "photo", v->photo.field.error);
	error_add(req, &v->errors, "told_date", v->told.date.error);
	error_add(req, &v->errors, "told_by", v->told.by.error);
}

/* What was asked of other units for the joint answer. */
static enum err add_parts(struct request *req, const struct matter *m,
			  struct desk_parts *v)
{
	struct desk_part *to;
	struct ask *list;
	size_t n;
	enum err err = ask_list(req->db, req->arena, m->id, &list, &n);

	if (err)
		return err;
	to = arena_array(req->arena, n + 1, sizeof(*to));
	for (size_t i = 0; i < n; i++) {
		const bool given = list[i].state == ASK_ANSWERED;

		if (list[i].whom != ASK_PART ||
		    (!given && !ask_waits(&list[i], m)))
			continue;
		to[v->count++] = (struct desk_part){list[i].name, given};
		v->some |= given;
		v->wait |= !given;
	}
	v->list = to;
	return OK;
}

static enum err view_make(struct request *req, const struct matter *m,
			  const struct desk_reply *r,
			  struct desk_answer *ret_view)
{
	struct desk_answer v = {
		.base = desk_base(req, m),
		.number = matter_number(req->arena, m),
		.title = m->title,
		.original = m->text,
		.lang = lang_codes[m->lang],
		.interim = r->interim,
		.may_send = m->is_open,
		.done = desk_done(req),
	};
	enum err err;

	add_fields(req, r, m, &v);
	err = desk_nav(req, NULL, &v.nav);
	if (!err)
		err = desk_place(req, m, &v.place);
	if (!err)
		err = question_answers(req->db, req->arena, req->lang, m->lang,
				       m->id, &v.answers);
	if (!err)
		err = desk_entries(req, m, &v.entries, &v.entry_count);
	if (!err)
		err = desk_templates_make(req, m, &v.templates);
	if (!err && !r->interim)
		err = add_parts(req, m, &v.parts);
	if (!err)
		err = desk_earlier_add(req, m, &v);
	if (!err)
		err = signature_of(req->db, req->arena, req->session,
				   m->unit_id, m->lang, &v.signature);
	if (!err)
		*ret_view = v;
	return err;
}

static enum err render(struct request *req, struct response *res,
		       const struct desk_answer *v, int status)
{
	struct page page = {
		.title = word_fill(req->arena, req->lang,
				   v->interim ? W_desk_interim_title
					      : W_desk_answer_title,
				   WORDS(WORD_TEXT("number", v->number))),
		.status = status,
		.nav = NAV_ALL,
		.error_count = status == 200 ? 0 : 1,
		.secret = true,
		.wide = true,
	};
	struct out *o = page_begin(req, res, &page);

	tpl_matter_desk_answer(o, v);
	return page_end(o);
}

static enum err show_form(struct request *req, struct response *res,
			  const struct matter *m, const struct faults *f)
{
	struct desk_reply r;
	struct desk_answer v;
	int64_t saved_us;
	enum err err;

	err = desk_look(req, res, m);
	if (!err)
		err = typed(req, m, &r);
	if (!err)
		err = add_draft(req, m, &r, &saved_us);
	if (!err)
		err = add_chosen(req, m, &r);
	if (!err)
		err = view_make(req, m, &r, &v);
	if (err)
		return err;
	v.kept_text.saved_us = saved_us;
	if (!f)
		return render(req, res, &v, 200);
	add_faults(req, f, &v);
	return render(req, res, &v, 422);
}

/* Somebody else was faster: what it is now, with all that was typed. */
static enum err show_changed(struct request *req, struct response *res,
			     int64_t id)
{
	struct desk_reply r;
	struct desk_answer v;
	struct matter m;
	enum err err;

	err = matter_get(req->db, req->arena, id, &m);
	if (!err)
		err = desk_look(req, res, &m);
	if (!err)
		err = typed(req, &m, &r);
	if (!err)
		err = view_make(req, &m, &r, &v);
	if (!err)
		err = desk_changed(req, &m, &v.problem);
	if (err)
		return err;
	return render(req, res, &v, 409);
}

static enum err begin(struct request *req, struct response *res,
		      const struct matter *m)
{
	if (!m->is_open)
		return desk_closed(req, res, m, 200);
	return show_form(req, res, m, NULL);
}

enum err desk_page_answer(struct request *req, struct response *res)
{
	struct matter m;
	enum err err;

	err = desk_matter(req, &m);
	if (err)
		return err;
	if (matter_confidential(req->db, req->arena, &m))
		return desk_confidential(req, res, &m, "/answer");
	return begin(req, res, &m);
}

enum err desk_page_answer_logged(struct request *req, struct response *res)
{
	struct matter m;
	enum err err;

	err = desk_matter(req, &m);
	return err ? err : begin(req, res, &m);
}

/* ---- sending ---- */

static enum err send(struct request *req, const struct matter *m,
		     const struct desk_reply *r)
{
	const struct answer answer = {
		.text = r->text,
		.outcome = desk_answer_outcome(r->outcome),
		.reason = r->reason,
		.uploads = r->files.list,
		.upload_count = r->files.count,
		.told = r->told.told,
	};

	if (r->interim)
		return matter_interim(req->db, req->arena, req->session, m->id,
				      m->version, &answer);
	return matter_answer(req->db, req->arena, req->session, m->id,
			     m->version, &answer);
}

enum err desk_page_answer_send(struct request *req, struct response *res)
{
	const char *step = req_field(req, "step");
	struct faults faults;
	struct desk_reply r;
	struct matter m;
	int64_t version;
	enum err err;

	err = desk_matter_form(req, &m, &version);
	if (!err)
		err = typed(req, &m, &r);
	if (!err && desk_draft_wanted(req))
		return desk_draft_do(req, res, &m, kind_of(&r));
	if (err)
		return err;
	faults = check(req->arena, &r);
	if (version != m.version)
		return show_changed(req, res, m.id);
	if (!m.is_open)
		return desk_closed(req, res, &m, 422);
	if (str_same(step, "edit") || str_same(step, "insert") ||
	    !str_empty(req_field(req, "earlier")))
		return show_form(req, res, &m, NULL);
	if (faults.any)
		return show_form(req, res, &m, &faults);
	if (!str_same(step, "send")) {
		err = desk_draft_keep(req, &m, kind_of(&r));
		return err ? err : desk_preview_render(req, res, &m, &r);
	}
	err = send(req, &m, &r);
	if (!err)
		err = desk_draft_sent(req, &m, kind_of(&r));
	return err ? err : desk_sent(req, res, &m, r.interim);
}
