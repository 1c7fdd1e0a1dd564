/*
 * hold_pages.c: marking a matter as evidence, the package for the police,
 * lifting the mark. The page says nothing of the message, so to look at it is
 * no look at what may be confidential.
 */
#include "matter/hold_pages.h"

#include "base/clock.h"
#include "base/str.h"
#include "html/page.h"
#include "matter/desk.h"
#include "matter/hold.h"
#include "matter/hold_views.h"
#include "matter/matter_tpl.h"

#include <inttypes.h>

enum { FIRST_YEARS = 2 };

/* "2028-11-25": the day itself is still held. */
static int64_t until_parse(struct request *req)
{
	int64_t part[3];
	const char *text = req_field(req, "until");
	struct date d;

	if (strlen(text) != 10 || text[4] != '-' || text[7] != '-' ||
	    parse_int(arena_strndup(req->arena, text, 4), &part[0]) ||
	    parse_int(arena_strndup(req->arena, text + 5, 2), &part[1]) ||
	    parse_int(text + 8, &part[2]))
		return 0;
	d = (struct date){(int)part[0], (int)part[1], (int)part[2]};
	return date_valid(d) ? date_end_us(d) - 1 : 0;
}

/* In two years, until somebody says otherwise. */
static const char *first_until(struct arena *a)
{
	struct date d =
		date_of(clock_now_us() + FIRST_YEARS * 365 * (int64_t)DAY_US);

	return arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day);
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
	if (str_empty(req_field(req, "why")))
		v->reason.error = word(req->lang, W_hold_error_why);
	else
		v->until.error = word(req->lang, W_hold_error_until);
	desk_error_add(req, &v->errors, "why", v->reason.error);
	desk_error_add(req, &v->errors, "until", v->until.error);
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
	enum err err = matter_held(req->db, req->arena, m->id, &h);

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

enum err hold_page_show(struct request *req, struct response *res)
{
	struct matter m;
	enum err err = desk_matter(req, &m);

	return err ? err : show(req, res, &m, false);
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
