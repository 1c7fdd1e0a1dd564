/*
 * open_pages.c: open data as a table and as lines of JSON, a page at a time:
 * the Link header leads to the next one. Whoever keeps a page asks again each
 * time, by its tag: what was withdrawn is gone from the next answer.
 */
#include "matter/open_pages.h"

#include "base/clock.h"
#include "base/csv.h"
#include "base/json.h"
#include "base/str.h"
#include "contact/contact.h"
#include "html/page.h"
#include "matter/matter_tpl.h"
#include "matter/open.h"
#include "matter/open_views.h"
#include "matter/public_filter.h"
#include "matter/public_parts.h"
#include "notice/notice.h"
#include "tenant/tenant.h"

#include <inttypes.h>

/* In the order of the table. */
static const struct open_field fields[] = {
	{"number", W_open_number},     {"url", W_open_url},
	{"type", W_open_type},         {"topic", W_open_topic},
	{"topic_name", W_open_name},   {"unit", W_open_unit},
	{"unit_name", W_open_name},    {"language", W_open_language},
	{"handling", W_open_handling}, {"outcome", W_open_outcome},
	{"received", W_open_received}, {"published", W_open_published},
	{"answered", W_open_answered}, {"answer_due", W_open_due},
	{"late", W_open_late},         {"updated", W_open_updated},
	{"answer", W_open_answer},     {"title", W_open_title_of},
	{"text", W_open_text},         {"place", W_open_place},
};
enum { FIELDS = sizeof(fields) / sizeof(fields[0]), OWN_WORDS = 3 };

static const char *time_text(struct arena *a, int64_t us)
{
	return us ? clock_iso(a, us) : "";
}

static void values_of(struct arena *a, const struct open_row *r,
		      const char *ret_values[FIELDS])
{
	static const char *const lates[] = {"", "false", "true"};
	const char *const values[FIELDS] = {
		r->number,
		r->url,
		r->type,
		r->topic,
		r->topic_name,
		r->unit,
		r->unit_name,
		r->lang,
		r->handling,
		r->outcome,
		time_text(a, r->received_at),
		time_text(a, r->published_at),
		time_text(a, r->answered_at),
		time_text(a, r->due_at),
		lates[r->late],
		time_text(a, r->updated_at),
		r->answer,
		r->title,
		r->text,
		r->place,
	};

	memcpy(ret_values, values, sizeof(values));
}

/* Without residents' words there are no columns for them either. */
static size_t field_count(void)
{
	return tenant_now()->open_text ? FIELDS : FIELDS - OWN_WORDS;
}

static enum err read_page(struct request *req, struct open_page *ret_page)
{
	const struct names *names;
	struct publication_filter f;
	enum err err = names_get(req->db, &names);

	if (!err)
		err = public_filter_parse(req, names, &f);
	return err ? err : open_page_read(req, names, &f, ret_page);
}

static enum err answer(struct request *req, struct response *res,
		       const struct open_page *p, const char *ending,
		       const struct str *body)
{
	const char *path = arena_printf(req->arena, "matters.%s", ending);

	if (p->page.more)
		res_header(res, "Link",
			   arena_printf(req->arena, "<%s%s>; rel=\"next\"",
					req->origin,
					public_next(req, path, &p->page)));
	res_header(res, "Link", "<" OPEN_LICENCE ">; rel=\"license\"");
	res_header(res, "X-Robots-Tag", "noindex");
	res_header(res, "Access-Control-Allow-Origin", "*");
	res->body = body->ptr;
	res->body_len = body->len;
	return res_tagged(req, res);
}

enum err open_page_csv(struct request *req, struct response *res)
{
	const size_t columns = field_count();
	const char *values[FIELDS];
	struct open_page p;
	struct str s;
	enum err err = read_page(req, &p);

	if (err)
		return err;
	str_init(&s, req->arena, 4096);
	csv_begin(&s);
	for (size_t k = 0; k < columns; k++)
		csv_put(&s, fields[k].name);
	csv_end(&s);
	for (size_t i = 0; i < p.count; i++) {
		values_of(req->arena, &p.rows[i], values);
		for (size_t k = 0; k < columns; k++)
			csv_put(&s, values[k]);
		csv_end(&s);
	}
	res->type = "text/csv; charset=utf-8";
	res_header(res, "Content-Disposition",
		   "attachment; filename=\"matters.csv\"");
	return answer(req, res, &p, "csv", &s);
}

static void put_line(struct str *s, const struct open_row *r,
		     const char *const values[FIELDS], size_t columns)
{
	struct json j;

	json_init(&j, s);
	json_open(&j, '{');
	for (size_t k = 0; k < columns; k++)
		if (str_same(fields[k].name, "late") && r->late)
			json_put_bool(&j, "late", r->late == OPEN_LATE);
		else
			json_put_text(&j, fields[k].name,
				      *values[k] ? values[k] : NULL);
	json_close(&j, '}');
	str_putc(s, '\n');
}

enum err open_page_jsonl(struct request *req, struct response *res)
{
	const size_t columns = field_count();
	const char *values[FIELDS];
	struct open_page p;
	struct str s;
	enum err err = read_page(req, &p);

	if (err)
		return err;
	str_init(&s, req->arena, 4096);
	for (size_t i = 0; i < p.count; i++) {
		values_of(req->arena, &p.rows[i], values);
		put_line(&s, &p.rows[i], values, columns);
	}
	res->type = "application/jsonl; charset=utf-8";
	return answer(req, res, &p, "jsonl", &s);
}

enum err open_page_about(struct request *req, struct response *res)
{
	const struct open_about v = {
		.fields = fields,
		.field_count = field_count(),
		.rows = OPEN_ROWS,
		.told = tenant_now()->open_text,
		.licence = OPEN_LICENCE,
		.header = "Link: <...>; rel=\"next\"",
		.filters = "?type=fault&topic=parks&unit=kadut",
	};
	struct out *o = page_begin(
		req, res,
		&(struct page){.title = word(req->lang, W_open_title),
			       .nav = NAV_MATTERS,
			       .feed = arena_printf(req->arena,
						    "/%s/matters.atom",
						    lang_codes[req->lang])});

	tpl_matter_open(o, &v);
	return page_end(o);
}

/* ---- the site map ---- */

/* What search engines may list: no residents' text is among it. */
static const char *const open_paths[] = {"",         "/give",    "/matters",
					 "/notices", "/figures", "/open-data",
					 "/contacts"};
enum {
	PATHS = sizeof(open_paths) / sizeof(open_paths[0]),
	SITE_UNITS_MAX = 500,
};

static struct site_page page_of(struct request *req, const char *path,
				int64_t updated_us)
{
	struct site_page p = {.updated_us = updated_us};

	for (int l = 0; l < LANG__COUNT; l++)
		p.url[l] = arena_printf(req->arena, "%s/%s%s", req->origin,
					lang_codes[l], path);
	return p;
}

struct site_pages {
	struct site_page *list;
	size_t count;
};

static enum err add_notices(struct request *req, struct site_pages *to)
{
	struct notices n;
	enum err err = notices_now(req->db, req->arena, &n);

	for (size_t i = 0; !err && i < n.count && i < NOTICES_MAX; i++)
		to->list[to->count++] =
			page_of(req,
				arena_printf(req->arena, "/notices/%" PRId64,
					     n.list[i].id),
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

	for (size_t i = 0; !err && i < n && i < SITE_UNITS_MAX; i++) {
		err = contact_public_unit(req->db, req->arena, list[i].unit_id,
					  &u);
		if (!err)
			to->list[to->count++] = page_of(
				req,
				arena_printf(req->arena, "/contacts/%" PRId64,
					     u.unit.id),
				u.facts.updated_at);
		err = err == ERR_NOT_FOUND ? OK : err;
	}
	return err;
}

enum err open_page_sitemap(struct request *req, struct response *res)
{
	struct site_pages all = {
		.list = arena_array(req->arena,
				    PATHS + NOTICES_MAX + SITE_UNITS_MAX,
				    sizeof(*all.list))};
	struct site_map v;
	struct out o;
	enum err err;

	for (size_t i = 0; i < PATHS; i++)
		all.list[all.count++] = page_of(req, open_paths[i], 0);
	err = add_notices(req, &all);
	if (!err)
		err = add_contacts(req, &all);
	if (err)
		return err;
	v = (struct site_map){all.list, all.count};
	out_init(&o, req->arena, req->lang);
	tpl_matter_site_map(&o, &v);
	res->type = "application/xml; charset=utf-8";
	res->cache = "public, max-age=60";
	res->body = o.s.ptr;
	res->body_len = o.s.len;
	return res_tagged(req, res);
}
