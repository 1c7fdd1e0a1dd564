/*
 * admin_pages.c: the first page of the administration, and everybody in a
 * list.
 */
#include "staff/staff_pages.h"

#include "base/str.h"
#include "html/page.h"
#include "http/url.h"
#include "job/job.h"
#include "staff/staff.h"
#include "staff/staff_tpl.h"
#include "staff/staff_views.h"
#include "unit/unit.h"

enum { LINES_A_PAGE = 100, DEAD_JOBS_MAX = 100, PAGES_MAX = 10000 };

/* ---- the first page ---- */

static enum err dead_jobs(struct request *req, int64_t *ret_count)
{
	struct job_dead *list;
	size_t count;
	enum err err;

	err = job_dead_list(req->db, req->arena, DEAD_JOBS_MAX, &list, &count);
	if (err)
		return err;
	*ret_count = (int64_t)count;
	return OK;
}

enum err staff_page_admin(struct request *req, struct response *res)
{
	uint32_t rights = req->session->rights;
	struct staff_counts n;
	struct admin_view v;
	struct out *o;
	enum err err;

	err = staff_counts(req->db, req->arena, &n);
	if (err)
		return err;
	v = (struct admin_view){
		.units = rights & PERM_ADMIN_UNITS,
		.topics = rights & PERM_ADMIN_TOPICS,
		.staff = rights & PERM_ADMIN_STAFF,
		.system = rights & PERM_ADMIN_SYSTEM,
		.unit_count = n.units,
		.topic_count = n.topics,
		.staff_count = n.staff,
		.invited_count = n.invited,
	};
	err = dead_jobs(req, &v.dead_jobs);
	if (err)
		return err;
	o = page_begin(req, res,
		       &(struct page){
			       .title = word(req->lang, W_admin_title),
			       .nav = NAV_ADMIN,
			       .secret = true,
			       .wide = true,
		       });
	tpl_staff_admin(o, &v);
	return page_end(o);
}

/* ---- the list ---- */

/* Every word of the query occurs in the name, the address or the title. */
static bool matches(struct arena *a, const struct staff *s, const char *query)
{
	const char *text = str_lower(
		a, arena_printf(a, "%s %s %s", s->name, s->mail, s->title));

	while (*query) {
		size_t n = strcspn(query, " ");

		if (n && !strstr(text, arena_strndup(a, query, n)))
			return false;
		query += n + (query[n] == ' ');
	}
	return true;
}

static const char *address(struct request *req, const char *query, int64_t page)
{
	return arena_printf(req->arena, "/staff/admin/staff?q=%s&page=%lld",
			    url_encode_value(req->arena, query),
			    (long long)page);
}

static struct staff_line line_of(struct request *req, const struct staff *s,
				 const struct unit *units, size_t unit_count)
{
	const struct unit *u = unit_find(units, unit_count, s->unit_id);

	return (struct staff_line){
		.id = s->id,
		.name = s->name,
		.mail = s->mail,
		.title = s->title,
		.unit = u ? unit_name(u, req->lang) : "",
		.signed_in_at = s->signed_in_at,
		.active = s->active,
		.invited = s->active && !s->has_password,
	};
}

static enum err fill_list(struct request *req, struct staff_list_view *v)
{
	const char *query = text_line(req->arena, req_arg(req, "q"));
	const char *lower = str_lower(req->arena, query);
	struct staff_line *to;
	struct staff *list;
	struct unit *units;
	size_t count, unit_count;
	int64_t page;
	enum err err;

	if (parse_int(req_arg(req, "page"), &page) || page < 0 ||
	    page > PAGES_MAX)
		page = 0;
	err = staff_list(req->db, req->arena, &list, &count);
	if (err)
		return err;
	err = unit_list(req->db, req->arena, &units, &unit_count);
	if (err)
		return err;
	to = arena_array(req->arena, LINES_A_PAGE, sizeof(*to));
	for (size_t i = 0; i < count; i++) {
		if (!matches(req->arena, &list[i], lower))
			continue;
		if (v->found++ / LINES_A_PAGE == page)
			to[v->line_count++] =
				line_of(req, &list[i], units, unit_count);
	}
	v->lines = to;
	v->query.value = query;
	if (page > 0)
		v->pager.newer = address(req, query, page - 1);
	if ((page + 1) * LINES_A_PAGE < v->found)
		v->pager.older = address(req, query, page + 1);
	return OK;
}

enum err staff_page_list(struct request *req, struct response *res)
{
	struct staff_list_view v = {
		.done = done_notice(req),
		.none = {.title = word(req->lang, W_staff_none)},
		.query =
			{
				.name = "q",
				.label = word(req->lang, W_staff_search),
				.type = "search",
				.plain = true,
			},
	};
	struct out *o;
	enum err err;

	err = fill_list(req, &v);
	if (err)
		return err;
	o = page_begin(req, res,
		       &(struct page){
			       .title = word(req->lang, W_staff_title),
			       .nav = NAV_ADMIN,
			       .secret = true,
			       .wide = true,
		       });
	tpl_staff_list(o, &v);
	return page_end(o);
}
