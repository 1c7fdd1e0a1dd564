/*
 * desk_ask_pages.c: asking the resident, or a contractor. What a contractor
 * will see is written by the handler: the message is only proposed, with what
 * tells who wrote it covered, and nothing goes out while it still does.
 */
#include "matter/ask_pages.h"

#include "attach/attach.h"
#include "base/str.h"
#include "html/page.h"
#include "matter/ask.h"
#include "matter/ask_views.h"
#include "matter/desk.h"
#include "matter/desk_hits.h"
#include "matter/matter_tpl.h"
#include "tenant/form.h"
#include "tenant/tenant.h"
#include "unit/unit.h"

#include <inttypes.h>

static const struct fault faults[] = {
	{ASK_BAD_TEXT, "text", W_desk_ask_bad_text},
	{ASK_HITS_TEXT, "text", W_desk_contract_hits},
	{ASK_BAD_CHOICES, "choices", W_desk_ask_bad_choices},
	{ASK_BAD_DAYS, "days", W_desk_ask_bad_days},
	{ASK_BAD_NAME, "name", W_desk_contract_bad_name},
	{ASK_BAD_MAIL, "mail", W_desk_contract_bad_mail},
	{ASK_BAD_PLACE, "place", W_desk_contract_bad_place},
	{ASK_HITS_PLACE, "place", W_desk_contract_hits},
	{0, NULL, 0},
};

/* A form on its way. */
struct form_of {
	int64_t body_id; /* a contractor of the directory; 0 = none chosen */
	enum ask_whom whom;
	struct matter m;
	struct ask_new n;
	const char *days; /* as typed */
	bool masked;
	unsigned bad;
	struct notice problem;
	int status;
};

/* ---- the form ---- */

static struct field field_of(struct request *req, const struct form_of *f,
			     const char *name, enum word label,
			     const char *value)
{
	return (struct field){
		.name = name,
		.label = word(req->lang, label),
		.value = value,
		.error = fault_text(faults, f->bad, name, req->lang),
	};
}

static void add_fields(struct request *req, const struct form_of *f,
		       struct desk_ask *v)
{
	const bool work = f->whom == ASK_CONTRACTOR;
	const enum lang l = req->lang;

	v->text = field_of(req, f, "text",
			   work ? W_desk_contract_text : W_desk_ask_text,
			   f->n.text);
	v->text.required = true;
	v->text.rows = 8;
	v->text.hint =
		work ? word(l, W_desk_contract_text_hint)
		     : word_fill(req->arena, l, W_desk_answer_hint,
				 WORDS(WORD_TEXT(
					 "language",
					 word(l, desk_lang_word(f->m.lang)))));
	v->choices =
		field_of(req, f, "choices", W_desk_ask_choices, f->n.choices);
	v->choices.rows = 3;
	v->choices.hint = word(l, W_desk_ask_choices_hint);
	v->days = field_of(req, f, "days", W_desk_ask_days, f->days);
	v->days.plain = true;
	v->days.inputmode = "numeric";
	v->days.maxlength = 2;
	v->name = field_of(req, f, "name", W_desk_contract_name, f->n.name);
	v->name.required = true;
	v->name.maxlength = NAME_MAX;
	v->mail = field_of(req, f, "mail", W_desk_contract_mail, f->n.mail);
	v->mail.hint = word(l, W_desk_contract_mail_hint);
	v->mail.type = "email";
	v->where = field_of(req, f, "place", W_desk_place, f->n.place);
	v->where.maxlength = PLACE_MAX;
	v->show_point = (struct field){
		.name = "show_point",
		.label = word(l, W_desk_contract_point),
		.checked = f->n.show_point,
	};
	v->has_point = f->m.has_point;
}

static bool chosen(const struct ask_new *n, int64_t id)
{
	for (size_t i = 0; i < n->file_count; i++)
		if (n->files[i] == id)
			return true;
	return false;
}

static enum err add_files(struct request *req, const struct form_of *f,
			  struct desk_ask *v)
{
	struct attachment *list;
	struct option *to;
	size_t n;
	enum err err;

	err = attach_list(req->db, req->arena, f->m.id, &list, &n);
	if (err)
		return err;
	to = arena_array(req->arena, n + 1, sizeof(*to));
	for (size_t i = 0; i < n; i++)
		to[i] = (struct option){
			.value = arena_printf(req->arena, "%" PRId64,
					      list[i].id),
			.label = list[i].name,
			.selected = chosen(&f->n, list[i].id),
		};
	v->files = (struct choice){
		.name = "file",
		.label = word(req->lang, W_desk_contract_files),
		.hint = word(req->lang, W_desk_contract_files_hint),
		.plain = true,
		.options = to,
		.option_count = n,
	};
	return OK;
}

static enum err add_bodies(struct request *req, const struct form_of *f,
			   struct desk_ask *v)
{
	struct option *to;
	struct unit *list;
	size_t count, n = 0;
	enum err err = unit_list(req->db, req->arena, &list, &count);

	if (err)
		return err;
	unit_sort(list, count, req->lang);
	to = arena_array(req->arena, count + 1, sizeof(*to));
	for (size_t i = 0; i < count; i++)
		if (list[i].kind == UNIT_CONTRACTOR && list[i].active)
			to[n++] = (struct option){
				.value = arena_printf(req->arena, "%" PRId64,
						      list[i].id),
				.label = unit_name(&list[i], req->lang),
				.selected = list[i].id == f->body_id,
			};
	v->body = (struct choice){
		.name = "body",
		.label = word(req->lang, W_desk_contract_body),
		.hint = word(req->lang, W_desk_contract_body_hint),
		.empty = word(req->lang, W_common_choose),
		.plain = true,
		.options = to,
		.option_count = n,
	};
	return OK;
}

static enum err make(struct request *req, const struct form_of *f,
		     struct desk_ask *v)
{
	enum err err;

	*v = (struct desk_ask){
		.errors = fault_summary(req->arena, faults, f->bad, req->lang),
		.problem = f->problem,
		.base = desk_base(req, &f->m),
		.number = matter_number(req->arena, &f->m),
		.title = f->m.title,
		.original = f->m.text,
		.lang = lang_codes[f->m.lang],
		.contractor = f->whom == ASK_CONTRACTOR,
		.masked = f->masked,
	};
	add_fields(req, f, v);
	err = desk_nav(req, NULL, &v->nav);
	if (!err)
		err = desk_place(req, &f->m, &v->place);
	if (!err && v->contractor)
		err = add_bodies(req, f, v);
	if (!err && v->contractor)
		err = add_files(req, f, v);
	if (!err)
		err = desk_marked(req, f->m.text, &v->marked);
	return err;
}

static enum err show(struct request *req, struct response *res,
		     const struct form_of *f)
{
	struct desk_ask v;
	struct out *o;
	enum err err;

	err = desk_look(req, res, &f->m);
	if (!err)
		err = make(req, f, &v);
	if (err)
		return err;
	o = page_begin(req, res,
		       &(struct page){
			       .title = word_fill(
				       req->arena, req->lang,
				       v.contractor ? W_desk_contract_title
						    : W_desk_ask_title,
				       WORDS(WORD_TEXT("number", v.number))),
			       .status = f->status,
			       .nav = NAV_ALL,
			       .error_count = (int)v.errors.error_count,
			       .secret = true,
			       .wide = true,
		       });
	tpl_matter_desk_ask(o, &v);
	return page_end(o);
}

/* ---- as it begins ---- */

/* For a company outside the question is whether the message may go there. */
static enum err propose_consent(struct request *req, struct form_of *f)
{
	struct unit u;
	int64_t id;
	enum err err;

	if (parse_int(req_arg(req, "body"), &id) || id < 1)
		return OK;
	err = unit_get(req->db, req->arena, id, &u);
	if (err || u.kind == UNIT_OWN)
		return err == ERR_NOT_FOUND ? OK : err;
	f->n.text =
		word_fill(req->arena, f->m.lang, W_pass_consent_text,
			  WORDS(WORD_TEXT("body", unit_name(&u, f->m.lang))));
	f->n.choices = arena_printf(req->arena, "%s\n%s",
				    word(f->m.lang, W_pass_consent_yes),
				    word(f->m.lang, W_pass_consent_no));
	return OK;
}

static enum err begin_ask(struct request *req, struct response *res,
			  const struct matter *m)
{
	struct form_of f = {
		.whom = ASK_RESIDENT,
		.m = *m,
		.n = {.text = "", .choices = "", .name = "", .mail = ""},
		.days = "14",
	};
	enum err err;

	if (!m->is_open)
		return desk_closed(req, res, m, 200);
	err = propose_consent(req, &f);
	return err ? err : show(req, res, &f);
}

enum err desk_page_ask(struct request *req, struct response *res)
{
	struct matter m;
	enum err err;

	err = desk_matter(req, &m);
	if (err)
		return err;
	if (matter_confidential(req->db, req->arena, &m))
		return desk_confidential(req, res, &m, "/ask");
	return begin_ask(req, res, &m);
}

enum err desk_page_ask_logged(struct request *req, struct response *res)
{
	struct matter m;
	enum err err;

	err = desk_matter(req, &m);
	return err ? err : begin_ask(req, res, &m);
}

/* The message as a contractor could read it. */
static enum err propose(struct request *req, struct form_of *f)
{
	enum err err;

	err = desk_mask(req, &f->m, f->m.text, &f->n.text);
	if (!err)
		err = desk_mask(req, &f->m, f->m.place, &f->n.place);
	f->masked = !err && (!str_same(f->n.text, f->m.text) ||
			     !str_same(f->n.place, f->m.place));
	return err;
}

enum err desk_page_contract(struct request *req, struct response *res)
{
	struct form_of f = {
		.whom = ASK_CONTRACTOR,
		.n = {.choices = "",
		      .name = "",
		      .mail = "",
		      .show_point = true},
		.days = "14",
	};
	enum err err;

	err = desk_matter(req, &f.m);
	if (err)
		return err;
	if (matter_confidential(req->db, req->arena, &f.m))
		return ERR_NOT_FOUND;
	if (!f.m.is_open)
		return desk_closed(req, res, &f.m, 200);
	err = propose(req, &f);
	return err ? err : show(req, res, &f);
}

/* ---- as it was typed ---- */

static void read_files(struct request *req, struct ask_new *n)
{
	const struct form *form = req->form;
	int64_t *ids =
		arena_array(req->arena, form->field_count + 1, sizeof(*ids));

	for (size_t i = 0; i < form->field_count; i++)
		if (str_same(form->fields[i].name, "file") &&
		    !parse_int(form->fields[i].value, &ids[n->file_count]))
			n->file_count++;
	n->files = ids;
}

/* Whoever is chosen there needs not be written. */
static enum err from_directory(struct request *req, struct form_of *f)
{
	struct unit u;
	enum err err;

	f->body_id = field_id(req, "body");
	if (f->whom != ASK_CONTRACTOR || f->body_id < 1 ||
	    !str_empty(f->n.name))
		return OK;
	err = unit_get(req->db, req->arena, f->body_id, &u);
	if (err || u.kind == UNIT_OWN)
		return err == ERR_NOT_FOUND ? OK : err;
	f->n.name = unit_name(&u, tenant_lang());
	if (str_empty(f->n.mail))
		f->n.mail = u.mail;
	return OK;
}

static enum err typed(struct request *req, struct form_of *f)
{
	int64_t days, version;
	enum err err;

	err = desk_matter_form(req, &f->m, &version);
	if (err)
		return err;
	f->days = field_line(req, "days");
	f->n = (struct ask_new){
		.text = req_field(req, "text"),
		.choices = req_field(req, "choices"),
		.days = parse_int(f->days, &days) || days > ASK_DAYS_MAX
				? 0
				: (int)days,
		.name = field_line(req, "name"),
		.mail = field_line(req, "mail"),
		.place = field_line(req, "place"),
		.show_point = req_has_field(req, "show_point"),
	};
	read_files(req, &f->n);
	err = from_directory(req, f);
	if (err)
		return err;
	err = ask_faults(req->db, req->arena, f->whom, &f->n, &f->bad);
	if (err)
		return err;
	f->status = f->bad ? 422 : 0;
	if (version == f->m.version)
		return OK;
	f->status = 409; /* somebody else was faster: what it is now */
	return desk_changed(req, &f->m, &f->problem);
}

enum err desk_page_ask_send(struct request *req, struct response *res)
{
	struct form_of f = {.whom = ASK_RESIDENT};
	enum err err;

	err = typed(req, &f);
	if (err)
		return err;
	if (!f.m.is_open)
		return desk_closed(req, res, &f.m, 422);
	if (f.status)
		return show(req, res, &f);
	err = matter_ask(req->db, req->arena, req->session, f.m.id, f.m.version,
			 &f.n);
	return err ? err : desk_back(req, res, &f.m, "asked");
}

static enum err show_link(struct request *req, struct response *res,
			  const struct form_of *f, const char *url)
{
	const struct desk_ask_link v = {
		.base = desk_base(req, &f->m),
		.from = desk_from(req).text,
		.number = matter_number(req->arena, &f->m),
		.name = f->n.name,
		.url = url,
		.mailed = !str_empty(f->n.mail),
	};
	struct out *o;

	o = page_begin(req, res,
		       &(struct page){
			       .title = word(req->lang, W_desk_link_title),
			       .nav = NAV_ALL,
			       .secret = true,
			       .wide = true,
		       });
	tpl_matter_desk_ask_link(o, &v);
	return page_end(o);
}

enum err desk_page_contract_send(struct request *req, struct response *res)
{
	struct form_of f = {.whom = ASK_CONTRACTOR};
	struct contract c = {.ask = &f.n};
	enum err err;

	err = typed(req, &f);
	if (err)
		return err;
	if (matter_confidential(req->db, req->arena, &f.m))
		return ERR_NOT_FOUND;
	if (!f.m.is_open)
		return desk_closed(req, res, &f.m, 422);
	if (f.status)
		return show(req, res, &f);
	err = matter_contract(req->db, req->arena, req->session, f.m.id,
			      f.m.version, &c);
	if (err == ERR_INVALID) { /* the sender's name stands in it */
		f.bad = ASK_HITS_TEXT;
		f.status = 422;
		return show(req, res, &f);
	}
	return err ? err : show_link(req, res, &f, c.url);
}

enum err desk_page_ask_revoke(struct request *req, struct response *res)
{
	struct matter m;
	int64_t version, id;
	enum err err;

	err = desk_matter_form(req, &m, &version);
	if (!err)
		err = path_id(req, 1, &id);
	if (err)
		return err;
	err = ask_revoke(req->db, req->arena, req->session, m.id, m.version,
			 id);
	if (err == ERR_INVALID) /* answered meanwhile */
		return desk_show_render(req, res, &m,
					&(struct desk_refusal){
						.error = W_desk_error_refused,
						.status = 422,
					});
	return err ? err : desk_back(req, res, &m, "revoked");
}
