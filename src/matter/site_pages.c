/*
 * site_pages.c: the pages search engines may list. What residents wrote is
 * among them only where the municipality wants it, the newest then.
 */
#include "matter/open_pages.h"

#include "contact/contact.h"
#include "html/page.h"
#include "matter/matter_tpl.h"
#include "matter/open_views.h"
#include "matter/publication_read.h"
#include "matter/where.h"
#include "notice/notice.h"
#include "tenant/tenant.h"

#include <inttypes.h>

static const char *const paths[] = {"",          "/give",    "/matters",
				    "/notices",  "/figures", "/open-data",
				    "/contacts", "/places"};
enum { PATHS = sizeof(paths) / sizeof(paths[0]), MATTERS = 500, UNITS = 500 };

struct site_pages {
	struct site_page *list;
	size_t count;
};

static void add(struct request *req, struct site_pages *to, const char *path,
		int64_t updated_us)
{
	struct site_page *p = &to->list[to->count++];

	*p = (struct site_page){.updated_us = updated_us};
	for (int l = 0; l < LANG__COUNT; l++)
		p->url[l] = arena_printf(req->arena, "%s/%s%s", req->origin,
					 lang_codes[l], path);
}

static enum err add_notices(struct request *req, struct site_pages *to)
{
	struct notices n;
	enum err err = notices_now(req->db, req->arena, &n);

	for (size_t i = 0; !err && i < n.count && i < NOTICES_MAX; i++)
		add(req, to,
		    arena_printf(req->arena, "/notices/%" PRId64, n.list[i].id),
		    n.list[i].updated_at);
	return err;
}

/* Units only: no person has a page. */
static enum err add_contacts(struct request *req, struct site_pages *to)
{
	struct contact_unit *list;
	struct contact_public u;
	size_t n;
	enum err err = contact_units(req->db, req->arena, &list, &n);

	for (size_t i = 0; !err && i < n && i < UNITS; i++) {
		err = contact_public_unit(req->db, req->arena, list[i].unit_id,
					  &u);
		if (!err)
			add(req, to,
			    arena_printf(req->arena, "/contacts/%" PRId64,
					 u.unit.id),
			    u.facts.updated_at);
		err = err == ERR_NOT_FOUND ? OK : err;
	}
	return err;
}

/* They are read up to the ceiling of a page. */
static enum err add_matters(struct request *req, struct site_pages *to)
{
	const struct publication_filter newest = {.limit = MATTERS};
	struct publication_page p = {0};
	enum err err = OK;

	if (tenant_now()->open_index)
		err = publication_page(req->db, req->arena, &newest, &p);
	for (size_t i = 0; !err && i < p.count; i++)
		add(req, to,
		    arena_printf(req->arena, "/matters/%" PRId64 "-%" PRId64,
				 p.list[i].number_year, p.list[i].number),
		    p.list[i].updated_at);
	return err;
}

enum err open_page_sitemap(struct request *req, struct response *res)
{
	struct site_pages all = {.count = 0};
	const char **places;
	struct out o;
	size_t n, before;
	enum err err = where_paths(req->db, req->arena, &places, &n);

	if (err)
		return err;
	all.list = arena_array(req->arena,
			       PATHS + n + NOTICES_MAX + UNITS + MATTERS,
			       sizeof(*all.list));
	for (size_t i = 0; i < PATHS; i++)
		add(req, &all, paths[i], 0);
	for (size_t i = 0; i < n; i++)
		add(req, &all, places[i], 0);
	err = add_notices(req, &all);
	if (!err)
		err = add_contacts(req, &all);
	before = all.count;
	if (!err)
		err = add_matters(req, &all);
	if (err)
		return err;
	out_init(&o, req->arena, req->lang);
	tpl_matter_site_map(&o, &(struct site_map){all.list, all.count});
	res->type = "application/xml; charset=utf-8";
	if (all.count ==
	    before) /* a hidden matter is gone from the next answer */
		res->cache = "public, max-age=60";
	res->body = o.s.ptr;
	res->body_len = o.s.len;
	return res_tagged(req, res);
}
