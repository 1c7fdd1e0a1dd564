/*
 * import_pages.c: people by CSV: out, looked at, in.
 */
#include "staff/staff_pages.h"

#include "html/out.h"
#include "staff/staff_import.h"
#include "tenant/audit.h"

static const struct import_page page = {
	.base = "/staff/admin/staff",
	.list = W_staff_title,
	.title = W_staff_import_title,
	.help = W_staff_import_help,
	.columns = W_staff_import_columns,
	.invites = true,
};

enum err staff_page_export(struct request *req, struct response *res)
{
	enum err err;

	err = staff_export(req->db, req->arena, &res->body, &res->body_len);
	if (err)
		return err;
	res->type = "text/csv; charset=utf-8";
	res->secret = true;
	res_header(res, "Content-Disposition",
		   "attachment; filename=\"staff.csv\"");
	return audit_add(req->db, req->arena, "exported",
			 req->session->staff_id, "{\"what\":\"staff\"}");
}

enum err staff_page_import(struct request *req, struct response *res)
{
	return import_show_form(req, res, &page);
}

enum err staff_page_preview(struct request *req, struct response *res)
{
	struct import_source source;
	struct staff_import i;
	enum err err;

	err = import_read(req, &source);
	if (err)
		return import_show_refused(req, res, &page, err);
	err = staff_import_plan(req, &source, &i);
	if (err)
		return err;
	return import_show_plan(req, res, &page, &source, &i.plan);
}

enum err staff_page_apply(struct request *req, struct response *res)
{
	struct import_source source;
	struct staff_import i;
	enum err err;

	err = import_read(req, &source);
	if (err)
		return import_show_refused(req, res, &page, err);
	err = staff_import_plan(req, &source, &i);
	if (err)
		return err;
	i.plan.stale = !import_seen(req, &i.plan);
	if (i.plan.problem || i.plan.stale || i.plan.counts[IMPORT_ERROR])
		return import_show_plan(req, res, &page, &source, &i.plan);
	err = staff_import_apply(req, &i, req_has_field(req, "invite"));
	if (err)
		return err;
	return res_redirect(req, res, "/staff/admin/staff?done=imported");
}
