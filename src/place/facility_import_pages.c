/*
 * facility_import_pages.c: facilities by CSV or GeoJSON: out, looked at, in.
 */
#include "place/facility_pages.h"

#include "html/out.h"
#include "place/facility_import.h"
#include "tenant/audit.h"

enum { ROOM = 96 << 20 };

static const struct import_page page = {
	.base = "/staff/admin/facilities",
	.list = W_facility_title,
	.title = W_facility_import_title,
	.help = W_facility_import_help,
	.columns = W_facility_import_columns,
	.file = W_facility_import_file,
	.file_hint = W_facility_import_file_hint,
	.too_large = W_facility_import_large,
	.accept = ".csv,.txt,.json,.geojson,text/csv,text/plain,"
		  "application/json,application/geo+json",
};

enum err facility_page_export(struct request *req, struct response *res)
{
	enum err err = facility_export(req->db, req->arena, &res->body,
				       &res->body_len);

	if (err)
		return err;
	res->type = "text/csv; charset=utf-8";
	res->secret = true;
	res_header(res, "Content-Disposition",
		   "attachment; filename=\"facilities.csv\"");
	return audit_add(req->db, req->arena, "exported",
			 req->session->staff_id, "{\"what\":\"facilities\"}");
}

enum err facility_page_import(struct request *req, struct response *res)
{
	return import_show_form(req, res, &page);
}

static void release(void *arena)
{
	arena_release(arena);
}

/* A table of 20,000 rows is larger than what one request may use. */
static struct arena *room(struct request *req)
{
	struct arena *a = arena_alloc(req->arena, sizeof(*a));

	*a = (struct arena){.limit = ROOM, .unwind = req->arena->unwind};
	arena_defer(req->arena, release, a);
	return a;
}

static enum err read_plan(struct request *req, struct import_source *source,
			  struct facility_import *ret_import)
{
	return facility_import_plan(req->db, room(req), req->lang, source,
				    ret_import);
}

enum err facility_page_preview(struct request *req, struct response *res)
{
	struct import_source source;
	struct facility_import i;
	enum err err = import_read_up_to(req, FACILITY_FILE_MAX, &source);

	if (err)
		return import_show_refused(req, res, &page, err);
	err = read_plan(req, &source, &i);
	if (err)
		return err;
	return import_show_plan(req, res, &page, &source, &i.plan);
}

enum err facility_page_apply(struct request *req, struct response *res)
{
	struct import_source source;
	struct facility_import i;
	enum err err = import_read_up_to(req, FACILITY_FILE_MAX, &source);

	if (err)
		return import_show_refused(req, res, &page, err);
	err = read_plan(req, &source, &i);
	if (err)
		return err;
	i.plan.stale = !import_seen(req, &i.plan);
	if (i.plan.problem || i.plan.stale || i.plan.counts[IMPORT_ERROR])
		return import_show_plan(req, res, &page, &source, &i.plan);
	err = facility_import_apply(req->db, req->arena, req->session->staff_id,
				    &i);
	if (err)
		return err;
	return res_redirect(req, res, "/staff/admin/facilities?done=imported");
}
