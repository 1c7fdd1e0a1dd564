/*
 * stats_pages.c: the figures of the promise, for everybody and for staff.
 */
#include "stats/stats_pages.h"

#include "html/page.h"
#include "stats/stats_csv.h"
#include "stats/stats_tpl.h"
#include "stats/stats_view.h"
#include "tenant/audit.h"

static enum err show(struct request *req, struct response *res)
{
	struct figures_view v;
	struct stats_ask ask;
	struct stats s;
	struct out *o;
	enum err err = stats_ask(req, &ask);

	if (!err)
		err = stats_read(req->db, req->arena, &ask.want, &s);
	if (err)
		return err;
	stats_show(req, &ask, &s, &v);
	o = page_begin(req, res,
		       &(struct page){.title = word(req->lang, W_figures_title),
				      .nav = NAV_FIGURES,
				      .wide = ask.staff});
	tpl_stats_figures(o, &v);
	return page_end(o);
}

enum err stats_page_show(struct request *req, struct response *res)
{
	return show(req, res);
}

enum err stats_page_staff(struct request *req, struct response *res)
{
	return show(req, res);
}

enum err stats_page_csv(struct request *req, struct response *res)
{
	struct stats_ask ask;
	struct cell *list;
	size_t n;
	enum err err = stats_ask(req, &ask);

	if (!err)
		err = stats_cells(req->db, req->arena, ask.want.from,
				  ask.want.to, &list, &n);
	if (err)
		return err;
	res->body = stats_csv(req, &ask, list, n, &res->body_len);
	res->type = "text/csv; charset=utf-8";
	res_header(res, "Content-Disposition",
		   "attachment; filename=\"figures.csv\"");
	return OK;
}

enum err stats_page_staff_csv(struct request *req, struct response *res)
{
	enum err err = stats_page_csv(req, res);

	if (err)
		return err;
	return audit_add(req->db, req->arena, "exported",
			 req->session->staff_id, "{\"what\":\"figures\"}");
}
