/*
 * contact_import_pages.c: the directory by CSV: out, looked at, in.
 */
#include "contact/contact_pages.h"

#include "contact/contact_import.h"
#include "html/out.h"
#include "tenant/audit.h"

static const struct import_page page = {
	.base = "/staff/admin/contacts",
	.list = W_contact_admin_title,
	.title = W_contact_import_title,
	.help = W_contact_import_help,
	.columns = W_contact_import_columns,
};

enum err contact_page_export(struct request *req, struct response *res)
{
	enum err err;

	err = contact_export(req->db, req->arena, &res->body, &res->body_len);
	if (err)
		return err;
	res->type = "text/csv; charset=utf-8";
	res->secret = true;
	res_header(res, "Content-Disposition",
		   "attachment; filename=\"contacts.csv\"");
	return audit_add(req->db, req->arena, "exported",
			 req->session->staff_id, "{\"what\":\"contacts\"}");
}

enum err contact_page_import(struct request *req, struct response *res)
{
	return import_show_form(req, res, &page);
}

static enum err plan(struct request *req, const struct import_source *source,
		     struct contact_import *ret_import)
{
	return contact_import_plan(req->db, req->arena, req->lang, source,
				   ret_import);
}

enum err contact_page_preview(struct request *req, struct response *res)
{
	struct import_source source;
	struct contact_import i;
	enum err err;

	err = import_read(req, &source);
	if (err)
		return import_show_refused(req, res, &page, err);
	err = plan(req, &source, &i);
	if (err)
		return err;
	return import_show_plan(req, res, &page, &source, &i.plan);
}

enum err contact_page_apply(struct request *req, struct response *res)
{
	struct import_source source;
	struct contact_import i;
	enum err err;

	err = import_read(req, &source);
	if (err)
		return import_show_refused(req, res, &page, err);
	err = plan(req, &source, &i);
	if (err)
		return err;
	i.plan.stale = !import_seen(req, &i.plan);
	if (i.plan.problem || i.plan.stale || i.plan.counts[IMPORT_ERROR])
		return import_show_plan(req, res, &page, &source, &i.plan);
	err = contact_import_apply(req->db, req->arena, req->session->staff_id,
				   &i);
	if (err)
		return err;
	return res_redirect(req, res, "/staff/admin/contacts?done=imported");
}
