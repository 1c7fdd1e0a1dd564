/*
 * view_pages.c: one unit asks another's view: the form on the one side, the
 * page with the message and the question on the other.
 */
#include "matter/view_pages.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/str.h"
#include "base/utf8.h"
#include "html/page.h"
#include "matter/desk.h"
#include "matter/matter_tpl.h"
#include "matter/names.h"
#include "matter/shown.h"
#include "matter/view.h"
#include "staff/staff.h"
#include "tenant/form.h"

#include <inttypes.h>

static const struct fault faults[] = {
	{VIEW_BAD_UNIT, "unit", W_view_bad_unit},
	{VIEW_BAD_SECRET, "unit", W_view_bad_secret},
	{VIEW_BAD_TEXT, "text", W_view_bad_text},
	{VIEW_BAD_DAYS, "days", W_view_bad_days},
	{0, NULL, 0},
};

/* A form on its way. */
struct form_of {
	struct matter m;
	struct view_new n;
	const char *days; /* as typed */
	unsigned bad;
	struct notice problem;
	int status;
};

/* ---- asking ---- */

/* Units where somebody works, without the one that asks. */
static enum err add_units(struct request *req, const struct form_of *f,
			  struct choice *c)
{
	const struct names *names;
	struct unit_set manned;
	struct option *to;
	enum err err = staff_manned(req->db, req->arena, &manned);

	if (!err)
		err = names_get(req->db, &names);
	if (err)
		return err;
	to = arena_array(req->arena, names->unit_count + 1, sizeof(*to));
	for (size_t i = 0; i < names->unit_count; i++) {
		const struct unit *u = &names->units_in[req->lang][i];

		if (u->active && !u->by_mail && u->id != f->m.unit_id &&
		    unit_set_has(&manned, u->id))
			to[c->option_count++] = (struct option){
				.value = arena_printf(req->arena, "%" PRId64,
						      u->id),
				.label = unit_name(u, req->lang),
				.selected = u->id == f->n.unit_id,
			};
	}
	c->options = to;
	return OK;
}

static struct choice what_of(struct request *req, bool part)
{
	struct option *to = arena_array(req->arena, 2, sizeof(*to));

	to[0] = (struct option){
		.value = "view",
		.label = word(req->lang, W_view_what_view),
		.hint = word(req->lang, W_view_what_view_hint),
		.selected = !part,
	};
	to[1] = (struct option){
		.value = "part",
		.label = word(req->lang, W_view_what_part),
		.hint = word(req->lang, W_view_what_part_hint),
		.selected = part,
	};
	return (struct choice){
		.name = "what",
		.label = word(req->lang, W_view_what),
		.plain = true,
		.options = to,
		.option_count = 2,
	};
}

static void add_fields(struct request *req, const struct form_of *f,
		       struct desk_view_ask *v)
{
	v->unit = (struct choice){
		.name = "unit",
		.label = word(req->lang, W_view_unit),
		.error = fault_text(faults, f->bad, "unit", req->lang),
		.required = true,
		.empty = word(req->lang, W_common_choose),
	};
	v->text = (struct field){
		.name = "text",
		.label = word(req->lang, W_view_text),
		.hint = word(req->lang, W_view_text_hint),
		.value = f->n.text,
		.error = fault_text(faults, f->bad, "text", req->lang),
		.required = true,
		.rows = 5,
		.maxlength = TEXT_MAX,
	};
	v->days = (struct field){
		.name = "days",
		.label = word(req->lang, W_view_days),
		.value = f->days,
		.error = fault_text(faults, f->bad, "days", req->lang),
		.plain = true,
		.inputmode = "numeric",
		.maxlength = 2,
	};
}

static enum err show(struct request *req, struct response *res,
		     const struct form_of *f)
{
	struct desk_view_ask v = {.what = what_of(req, f->n.part)};
	struct out *o;
	enum err err = desk_beside_make(req, res, &f->m, &v.form);

	add_fields(req, f, &v);
	if (!err)
		err = add_units(req, f, &v.unit);
	if (err)
		return err;
	v.form.errors = fault_summary(req->arena, faults, f->bad, req->lang);
	v.form.problem = f->problem;
	o = desk_beside_begin(req, res, &v.form, W_view_ask_title, f->status);
	tpl_matter_desk_view_ask(o, &v);
	return page_end(o);
}

static enum err begin(struct request *req, struct response *res,
		      const struct matter *m)
{
	const struct form_of f = {.m = *m, .n = {.text = ""}, .days = "3"};

	return m->is_open ? show(req, res, &f) : desk_closed(req, res, m, 200);
}

enum err view_page_ask(struct request *req, struct response *res)
{
	return desk_form_open(req, res, "/view", begin);
}

enum err view_page_ask_logged(struct request *req, struct response *res)
{
	return desk_form_open_logged(req, res, begin);
}

static enum err typed(struct request *req, struct form_of *f)
{
	int64_t days, version;
	enum err err = desk_matter_form(req, &f->m, &version);

	if (err)
		return err;
	f->days = field_line(req, "days");
	f->n = (struct view_new){
		.unit_id = field_id(req, "unit"),
		.text = req_field(req, "text"),
		.part = str_same(req_field(req, "what"), "part"),
		.days = parse_int(f->days, &days) || days > VIEW_DAYS_MAX
				? 0
				: (int)days,
	};
	err = view_faults(req->db, req->arena, &f->m, &f->n, &f->bad);
	if (err)
		return err;
	f->status = f->bad ? 422 : 0;
	if (version == f->m.version)
		return OK;
	f->status = 409; /* somebody else was faster: what it is now */
	return desk_changed(req, &f->m, &f->problem);
}

enum err view_page_ask_send(struct request *req, struct response *res)
{
	struct form_of f = {.status = 0};
	enum err err = typed(req, &f);

	if (err)
		return err;
	if (!f.m.is_open)
		return desk_closed(req, res, &f.m, 422);
	if (f.status)
		return show(req, res, &f);
	err = matter_view_ask(req->db, req->arena, req->session, f.m.id,
			      f.m.version, &f.n);
	return err ? err : desk_back(req, res, &f.m, "view_asked");
}

/* ---- giving ---- */

struct asked {
	struct ask k;
	struct matter m;
	const char *error;
};

static enum err find(struct request *req, struct asked *ret_asked)
{
	struct asked x = {.error = NULL};
	int64_t id;
	enum err err = path_id(req, 0, &id);

	if (!err)
		err = view_get(req->db, req->arena, req->session, id, &x.k,
			       &x.m);
	if (!err)
		*ret_asked = x;
	return err;
}

static enum err make(struct request *req, const struct asked *x,
		     struct view_give *v)
{
	struct form_error *one = arena_alloc(req->arena, sizeof(*one));
	const bool part = x->k.whom == ASK_PART;
	enum err err;

	*one = (struct form_error){"text", x->error};
	*v = (struct view_give){
		.errors = {one, x->error != NULL},
		.number = matter_number(req->arena, &x->m),
		.who = x->k.staff_name,
		.question = x->k.text,
		.action = arena_printf(req->arena, "/staff/views/%" PRId64,
				       x->k.id),
		.due_us = x->k.expires_at - 1,
		.asked_us = id_time_us(x->k.id),
		.late = x->k.expires_at <= clock_now_us(),
		.part = part,
		.text =
			{
				.name = "text",
				.label = word(req->lang,
					      part ? W_view_part_text
						   : W_view_give_text),
				.hint = word(req->lang,
					     part ? W_view_part_hint
						  : W_view_give_hint),
				.value = req_field(req, "text"),
				.error = x->error,
				.required = true,
				.rows = 8,
				.maxlength = REPLY_MAX,
			},
	};
	err = desk_nav(req, NULL, &v->nav);
	return err ? err : shown_make(req, &x->m, v->action, &v->message);
}

static enum err show_asked(struct request *req, struct response *res,
			   const struct asked *x)
{
	struct view_give v;
	struct out *o;
	enum err err = desk_look(req, res, &x->m);

	if (!err)
		err = make(req, x, &v);
	if (err)
		return err;
	o = page_begin(req, res,
		       &(struct page){
			       .title = word_fill(
				       req->arena, req->lang, W_view_give_title,
				       WORDS(WORD_TEXT("number", v.number))),
			       .status = x->error ? 422 : 0,
			       .nav = NAV_UNIT,
			       .error_count = x->error != NULL,
			       .secret = true,
			       .wide = true,
		       });
	tpl_matter_view_give(o, &v);
	return page_end(o);
}

enum err view_page_show(struct request *req, struct response *res)
{
	struct asked x;
	enum err err = find(req, &x);

	return err ? err : show_asked(req, res, &x);
}

enum err view_page_give(struct request *req, struct response *res)
{
	const char *text = req_field(req, "text");
	struct asked x;
	enum err err = find(req, &x);

	if (err)
		return err;
	if (str_empty(text))
		x.error = word(req->lang, W_view_error_text);
	else if (utf8_length(text) > REPLY_MAX)
		x.error = word(req->lang, W_desk_error_long);
	if (x.error)
		return show_asked(req, res, &x);
	err = matter_view_give(req->db, req->arena, req->session, x.k.id, text);
	return err ? err
		   : res_redirect(req, res,
				  "/staff/queue/unit?done=view_given");
}

enum err view_page_file(struct request *req, struct response *res)
{
	struct asked x;
	enum err err = find(req, &x);

	if (!err)
		err = desk_look(req, res, &x.m);
	return err ? err : shown_file(req, res, &x.m);
}
