/*
 * link_pages.c: an invitation or a reset is answered with a password. Opening
 * the link changes nothing: mail scanners open links too.
 */
#include "staff/staff_pages.h"

#include "base/str.h"
#include "html/page.h"
#include "staff/choose.h"
#include "staff/device.h"
#include "staff/staff.h"
#include "staff/staff_tpl.h"
#include "staff/staff_views.h"
#include "tenant/audit.h"

static enum err person_of(struct request *req, struct staff *ret_staff)
{
	int64_t id;
	enum err err;

	err = staff_link_find(req->db, req->arena, req->param[0], &id);
	if (err)
		return err;
	return staff_get(req->db, req->arena, id, ret_staff);
}

/* s NULL: the link is of no use any more. */
static enum err show(struct request *req, struct response *res,
		     const struct staff *s, unsigned bad)
{
	struct link_view v = {.usable = s != NULL, .action = req->path};
	struct out *o;

	if (s) {
		v.name = s->name;
		v.mail = s->mail;
		choose_fields(req, bad, &v.errors, &v.password, &v.again);
	}
	o = page_begin(req, res,
		       &(struct page){
			       .title = word(req->lang, s ? W_link_title
							  : W_link_gone_title),
			       .status = !s    ? 410
					 : bad ? 422
					       : 200,
			       .error_count = (int)v.errors.error_count,
			       .secret = true,
		       });
	tpl_staff_link(o, &v);
	return page_end(o);
}

enum err staff_page_link(struct request *req, struct response *res)
{
	struct staff s;
	enum err err;

	err = person_of(req, &s);
	if (err && err != ERR_NOT_FOUND)
		return err;
	return show(req, res, err ? NULL : &s, 0);
}

enum err staff_page_link_prepare(struct request *req, struct work *ret_work)
{
	struct staff s;
	enum err err;

	*ret_work = (struct work){.kind = WORK_NONE};
	err = person_of(req, &s);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	if (choose_faults(req, s.mail))
		return OK;
	*ret_work = (struct work){
		.kind = WORK_HASH,
		.password = req_field(req, "password"),
	};
	return OK;
}

static enum err use(struct request *req, struct response *res,
		    const struct staff *s, const char *hash)
{
	const char *token;
	enum err err;

	err = staff_link_use(req->db, req->param[0]);
	if (err)
		return err;
	err = staff_set_password(req->db, s->id, hash);
	/* Whoever sat here before is signed out, as at every sign-in. */
	if (!err && req->session)
		err = session_close(req->db, req->session->token_hash);
	if (err)
		return err;
	err = session_open(req->db, req->arena, s->id, &token);
	if (err)
		return err;
	err = audit_add(req->db, req->arena, "password_set", s->id, "{}");
	if (err)
		return err;
	res_cookie(req, res, SESSION_COOKIE, token, SESSION_S);
	device_remember(req, res, str_lower(req->arena, s->mail));
	return res_redirect(req, res, "/staff");
}

enum err staff_page_link_use(struct request *req, struct response *res)
{
	const struct work *work = req->prepared;
	struct staff s;
	unsigned bad;
	enum err err;

	err = person_of(req, &s);
	if (err && err != ERR_NOT_FOUND)
		return err;
	if (err)
		return show(req, res, NULL, 0);
	bad = choose_faults(req, s.mail);
	if (bad || !work || !work->new_hash)
		return show(req, res, &s, bad ? bad : CHOOSE_BAD);
	return use(req, res, &s, work->new_hash);
}
