/*
 * desk_pass_pages.c: "not ours": a body from the directory, how the message
 * gets there, and for a company the word of its sender.
 */
#include "base/str.h"
#include "html/page.h"
#include "matter/desk.h"
#include "matter/draft.h"
#include "matter/matter_tpl.h"
#include "matter/outgoing.h"
#include "matter/pass_pages.h"
#include "matter/pass_views.h"
#include "matter/passing.h"
#include "tenant/form.h"

#include <inttypes.h>

static const struct fault faults[] = {
	{PASS_BAD_UNIT, "body", W_pass_bad_body},
	{PASS_BAD_HOW, "how-0", W_pass_bad_how},
	{PASS_NO_MAIL, "how-0", W_pass_no_mail},
	{PASS_ONLY_TOLD, "how-0", W_pass_only_told},
	{PASS_NO_CONSENT, "agreed", W_pass_no_consent},
	{PASS_BAD_TEXT, "text", W_pass_bad_text},
	{0, NULL, 0},
};

/* A form on its way. */
struct form_of {
	struct matter m;
	struct pass p;
	unsigned bad;
	struct notice problem;
	int status;
};

/* ---- the form ---- */

static const struct {
	enum unit_kind kind;
	enum word label;
} groups[] = {
	{UNIT_AUTHORITY, W_unit_kind_authority},
	{UNIT_COMPANY, W_unit_kind_company},
	{UNIT_CONTRACTOR, W_unit_kind_contractor},
};
enum { GROUPS = sizeof(groups) / sizeof(*groups) };

static struct desk_group group_of(struct request *req, const struct unit *list,
				  size_t count, enum unit_kind kind,
				  int64_t chosen)
{
	struct option *to = arena_array(req->arena, count + 1, sizeof(*to));
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		if (list[i].kind == kind && list[i].active)
			to[n++] = (struct option){
				.value = arena_printf(req->arena, "%" PRId64,
						      list[i].id),
				.label = unit_name(&list[i], req->lang),
				.selected = list[i].id == chosen,
			};
	return (struct desk_group){.options = to, .option_count = n};
}

static enum err add_bodies(struct request *req, const struct form_of *f,
			   struct desk_pass *v)
{
	struct desk_group *to = arena_array(req->arena, GROUPS, sizeof(*to));
	struct unit *list;
	size_t count;
	enum err err;

	err = unit_list(req->db, req->arena, &list, &count);
	if (err)
		return err;
	unit_sort(list, count, req->lang);
	for (int i = 0; i < GROUPS; i++) {
		struct desk_group g = group_of(req, list, count, groups[i].kind,
					       f->p.unit_id);

		g.label = word(req->lang, groups[i].label);
		if (g.option_count)
			to[v->body_count++] = g;
	}
	v->bodies = to;
	v->none = (struct empty){
		.title = word(req->lang, W_directory_none),
		.text = word(req->lang, W_directory_none_text),
	};
	return OK;
}

static struct choice how_of(struct request *req, const struct form_of *f,
			    bool confidential)
{
	static const struct {
		enum word label, hint;
	} ways[PASS__COUNT] = {
		[PASS_MAIL] = {W_pass_how_mail, W_pass_how_mail_hint},
		[PASS_SELF] = {W_pass_how_self, W_pass_how_self_hint},
		[PASS_TOLD] = {W_pass_how_told, W_pass_how_told_hint},
	};
	struct option *to = arena_array(req->arena, PASS__COUNT, sizeof(*to));

	for (int i = 0; i < PASS__COUNT; i++)
		to[i] = (struct option){
			.value = pass_how_names[i],
			.label = word(req->lang, ways[i].label),
			.hint = word(req->lang, ways[i].hint),
			.selected = (int)f->p.how == i,
		};
	if (confidential)
		to[PASS_MAIL].hint =
			word(req->lang, W_pass_how_mail_confidential);
	return (struct choice){
		.name = "how",
		.label = word(req->lang, W_pass_how),
		.error = fault_text(faults, f->bad, "how-0", req->lang),
		.plain = true,
		.options = to,
		.option_count = PASS__COUNT,
	};
}

static void add_fields(struct request *req, const struct form_of *f,
		       struct desk_pass *v)
{
	v->how = how_of(req, f, v->confidential);
	v->agreed = (struct field){
		.name = "agreed",
		.label = word(req->lang, W_pass_agreed),
		.hint = word(req->lang, W_pass_agreed_hint),
		.error = fault_text(faults, f->bad, "agreed", req->lang),
		.checked = f->p.agreed,
	};
	v->text = (struct field){
		.name = "text",
		.label = word(req->lang, W_pass_text),
		.hint = word_fill(
			req->arena, req->lang, W_pass_text_hint,
			WORDS(WORD_TEXT(
				"language",
				word(req->lang, desk_lang_word(f->m.lang))))),
		.value = f->p.text,
		.error = fault_text(faults, f->bad, "text", req->lang),
		.rows = 4,
		.maxlength = TEXT_MAX,
	};
	v->body_error = fault_text(faults, f->bad, "body", req->lang);
	if (f->bad & PASS_NO_CONSENT)
		v->ask = arena_printf(req->arena, "%s/ask?body=%" PRId64,
				      v->form.base, f->p.unit_id);
}

static enum err show(struct request *req, struct response *res,
		     const struct form_of *f)
{
	struct desk_pass v = {
		.confidential = matter_confidential(req->db, req->arena, &f->m),
	};
	struct out *o;
	enum err err = desk_beside_make(req, res, &f->m, &v.form);

	if (!err)
		err = add_bodies(req, f, &v);
	if (err)
		return err;
	v.form.errors = fault_summary(req->arena, faults, f->bad, req->lang);
	v.form.problem = f->problem;
	add_fields(req, f, &v);
	o = desk_beside_begin(req, res, &v.form, W_pass_title, f->status);
	tpl_matter_desk_pass(o, &v);
	return page_end(o);
}

/* What was taken back. */
static struct draft_of draft_here(const struct request *req,
				  const struct matter *m)
{
	return (struct draft_of){req->session->staff_id, m->id, DRAFT_PASS};
}

static enum err begin(struct request *req, struct response *res,
		      const struct matter *m)
{
	const struct draft_of of = draft_here(req, m);
	struct form_of f = {
		.m = *m,
		.p = {.how = PASS_MAIL, .text = ""},
	};
	struct draft d;
	enum err err;

	if (!matter_may_pass(m))
		return desk_closed(req, res, m, 200);
	err = draft_get(req->db, req->arena, &of, &d);
	if (err)
		return err;
	if (d.saved_at)
		passing_retyped(&d, &f.p);
	return show(req, res, &f);
}

enum err desk_page_pass(struct request *req, struct response *res)
{
	return desk_form_open(req, res, "/pass", begin);
}

enum err desk_page_pass_logged(struct request *req, struct response *res)
{
	return desk_form_open_logged(req, res, begin);
}

/* ---- as it was typed ---- */

static enum err typed(struct request *req, struct form_of *f)
{
	int64_t version;
	enum err err;

	err = desk_matter_form(req, &f->m, &version);
	if (err)
		return err;
	f->p = (struct pass){
		.unit_id = field_id(req, "body"),
		.how = pass_how_parse(req_field(req, "how")),
		.agreed = req_has_field(req, "agreed"),
		.text = req_field(req, "text"),
	};
	err = pass_faults(req->db, req->arena, &f->p, &f->bad);
	if (err)
		return err;
	f->status = f->bad ? 422 : 0;
	if (version == f->m.version)
		return OK;
	f->status = 409; /* somebody else was faster: what it is now */
	return desk_changed(req, &f->m, &f->problem);
}

/* While it waits, the page says until when it can be taken back. */
static enum err passed(struct request *req, const struct form_of *f,
		       const char **ret_done)
{
	const struct draft_of of = draft_here(req, &f->m);
	struct outgoing held;
	enum err err = draft_drop(req->db, &of);

	if (err)
		return err;
	err = outgoing_get(req->db, req->arena, f->m.id, &held);
	if (!err)
		*ret_done = "answered_held";
	else if (err == ERR_NOT_FOUND)
		*ret_done =
			f->p.how == PASS_TOLD ? "sent_elsewhere" : "passed_on";
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err desk_page_pass_send(struct request *req, struct response *res)
{
	struct form_of f = {.status = 0};
	const char *done = "";
	enum err err;

	err = typed(req, &f);
	if (err)
		return err;
	if (!matter_may_pass(&f.m))
		return desk_closed(req, res, &f.m, 422);
	if (f.status)
		return show(req, res, &f);
	err = matter_pass(req->db, req->arena, req->session, f.m.id,
			  f.m.version, &f.p);
	if (!err)
		err = passed(req, &f, &done);
	return err ? err : desk_back(req, res, &f.m, done);
}
