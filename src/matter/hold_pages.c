/*
 * hold_pages.c: marking a matter as evidence, the package for the police,
 * lifting the mark. Why it is evidence tells of the message, so to look at the
 * page is a look at what may be confidential.
 */
#include "matter/hold_pages.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/typed.h"
#include "base/utf8.h"
#include "html/page.h"
#include "matter/desk.h"
#include "matter/hold.h"
#include "matter/hold_views.h"
#include "matter/matter_tpl.h"
#include "tenant/form.h"

enum { FIRST_YEARS = 2 };

/* The day itself is still held. 0: no day. */
static int64_t until_parse(const struct request *req)
{
	struct date d;

	return date_typed(req_field(req, "until"), &d) ? 0 : date_end_us(d) - 1;
}

/* In two years, until somebody says otherwise. */
static const char *first_until(struct arena *a)
{
	return date_iso(a, date_of(clock_now_us() +
				   FIRST_YEARS * 365 * (int64_t)DAY_US));
}

static void add_fields(struct request *req, struct hold_view *v)
{
	bool typed = req_has_field(req, "why");

	v->reason = (struct field){
		.name = "why",
		.label =
			word(req->lang, v->held ? W_hold_lift_why : W_hold_why),
		.hint = v->held ? NULL : word(req->lang, W_hold_why_hint),
		.value = req_field(req, "why"),
		.required = true,
		.maxlength = HOLD_WHY_MAX,
		.rows = 3,
	};
	v->until = (struct field){
		.name = "until",
		.label = word(req->lang, W_hold_until),
		.hint = word(req->lang, W_hold_until_hint),
		.value = typed ? req_field(req, "until")
			       : first_until(req->arena),
		.type = "date",
		.required = true,
	};
}

static void add_errors(struct request *req, struct hold_view *v)
{
	const char *why = req_field(req, "why");

	if (str_empty(why) || utf8_length(why) > HOLD_WHY_MAX)
		v->reason.error = word(req->lang, W_hold_error_why);
	else
		v->until.error = word(req->lang, W_hold_error_until);
	error_add(req, &v->errors, "why", v->reason.error);
	error_add(req, &v->errors, "until", v->until.error);
}

static enum err show(struct request *req, struct response *res,
		     const struct matter *m, bool refused)
{
	struct hold_view v = {.base = desk_base(req, m),
			      .number = matter_number(req->arena, m)};
	struct page page = {
		.title = arena_printf(req->arena, "%s %s",
				      word(req->lang, W_hold_title), v.number),
		.status = refused ? 422 : 200,
		.error_count = refused,
		.nav = NAV_ALL,
		.secret = true,
	};
	struct hold h;
	struct out *o;
	enum err err = desk_look(req, res, m);

	if (!err)
		err = matter_held(req->db, req->arena, m->id, &h);
	if (err)
		return err;
	v.held = h.held;
	v.who = h.who;
	v.why = h.why;
	v.held_us = h.held_at;
	v.until_us = h.until_at;
	add_fields(req, &v);
	if (refused)
		add_errors(req, &v);
	o = page_begin(req, res, &page);
	tpl_matter_hold(o, &v);
	return page_end(o);
}

static enum err begin(struct request *req, struct response *res,
		      const struct matter *m)
{
	return show(req, res, m, false);
}

enum err hold_page_show(struct request *req, struct response *res)
{
	return desk_form_open(req, res, "/evidence", begin);
}

enum err hold_page_show_logged(struct request *req, struct response *res)
{
	return desk_form_open_logged(req, res, begin);
}

static enum err end(struct request *req, struct response *res,
		    const struct matter *m, enum err err)
{
	if (err == ERR_INVALID)
		return show(req, res, m, true);
	if (err)
		return err;
	return res_redirect(req, res, "%s/evidence", desk_base(req, m));
}

enum err hold_page_mark(struct request *req, struct response *res)
{
	struct matter m;
	enum err err = desk_matter(req, &m);

	if (err)
		return err;
	return end(req, res, &m,
		   matter_hold(req->db, req->arena, req->session, m.id,
			       req_field(req, "why"), until_parse(req)));
}

enum err hold_page_lift(struct request *req, struct response *res)
{
	struct matter m;
	enum err err = desk_matter(req, &m);

	if (err)
		return err;
	return end(req, res, &m,
		   matter_hold_lift(req->db, req->arena, req->session, m.id,
				    req_field(req, "why")));
}

enum err hold_page_package(struct request *req, struct response *res)
{
	struct matter m;
	enum err err = desk_matter(req, &m);

	if (err)
		return err;
	err = matter_disclosed(req->db, req->arena, req->session, &m);
	if (!err)
		err = evidence_make(req, &m, &res->file);
	if (err)
		return err == ERR_INVALID ? ERR_NOT_FOUND : err;
	res->type = "application/x-tar";
	res->secret = true;
	res_header(res, "Content-Disposition",
		   arena_printf(req->arena,
				"attachment; filename=\"kaiku-%s.tar\"",
				matter_number(req->arena, &m)));
	return OK;
}
