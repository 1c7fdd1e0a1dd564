/*
 * act_pages.c: letting a person go, bringing them back, sending them a link.
 */
#include "staff/staff_pages.h"

#include "html/page.h"
#include "staff/invite.h"
#include "staff/staff.h"
#include "staff/staff_tpl.h"
#include "staff/staff_views.h"

#include <inttypes.h>

static enum err person_of(struct request *req, struct staff *ret_staff)
{
	int64_t id;
	enum err err;

	err = path_id(req, 0, &id);
	if (err)
		return err;
	return staff_get(req->db, req->arena, id, ret_staff);
}

static struct staff_act_view view_of(struct request *req, const struct staff *s)
{
	return (struct staff_act_view){
		.crumb = {"/staff/admin/staff", word(req->lang, W_staff_title)},
		.name = s->name,
		.id = s->id,
	};
}

static enum err show_deactivate(struct request *req, struct response *res,
				const struct staff *s, bool locks_out)
{
	struct form_error *error = arena_alloc(req->arena, sizeof(*error));
	struct staff_act_view v = view_of(req, s);
	struct out *o;

	*error = (struct form_error){"act", word(req->lang, W_staff_locks_out)};
	if (locks_out)
		v.errors = (struct error_summary){error, 1};
	o = page_begin(
		req, res,
		&(struct page){
			.title = page_title(req, W_staff_deactivate, s->name),
			.nav = NAV_ADMIN,
			.status = locks_out ? 422 : 200,
			.error_count = (int)v.errors.error_count,
			.secret = true,
			.wide = true,
		});
	tpl_staff_deactivate(o, &v);
	return page_end(o);
}

enum err staff_page_deactivate(struct request *req, struct response *res)
{
	struct staff s;
	enum err err;

	err = person_of(req, &s);
	if (err)
		return err;
	return show_deactivate(req, res, &s, false);
}

enum err staff_page_deactivate_do(struct request *req, struct response *res)
{
	struct staff s;
	enum err err;

	err = person_of(req, &s);
	if (err)
		return err;
	err = staff_set_active(req->db, req->arena, req->session, s.id, false);
	if (err == ERR_INVALID)
		return show_deactivate(req, res, &s, true);
	if (err)
		return err;
	return res_redirect(req, res, "/staff/admin/staff?done=deactivated");
}

enum err staff_page_activate(struct request *req, struct response *res)
{
	int64_t id;
	enum err err;

	err = path_id(req, 0, &id);
	if (err)
		return err;
	err = staff_set_active(req->db, req->arena, req->session, id, true);
	if (err)
		return err;
	return res_redirect(req, res,
			    "/staff/admin/staff/%" PRId64 "?done=saved", id);
}

/* ---- links ---- */

enum err staff_show_link(struct request *req, struct response *res,
			 const char *name, const char *url)
{
	struct staff_act_view v = {
		.crumb = {"/staff/admin/staff", word(req->lang, W_staff_title)},
		.name = name,
		.url = url,
	};
	struct out *o;

	o = page_begin(req, res,
		       &(struct page){
			       .title = word(req->lang, W_staff_link_title),
			       .nav = NAV_ADMIN,
			       .secret = true,
			       .wide = true,
		       });
	tpl_staff_link_shown(o, &v);
	return page_end(o);
}

enum err staff_page_send_link(struct request *req, struct response *res)
{
	const char *purpose, *url;
	struct staff s;
	enum err err;

	err = person_of(req, &s);
	if (err)
		return err;
	purpose = s.has_password ? "reset" : "invite";
	err = staff_send_link(req->db, req->arena, req->session, &s, purpose,
			      &url);
	if (err)
		return err;
	if (req->brand && req->brand->mail_off)
		return staff_show_link(req, res, s.name, url);
	return res_redirect(req, res, "/staff/admin/staff/%" PRId64 "?done=%s",
			    s.id, s.has_password ? "reset" : "invited");
}
