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
#include "html/page.h"
#include "http/url.h"
#include "matter/matter_tpl.h"
#include "matter/open.h"
#include "matter/open_views.h"
#include "matter/public_box.h"
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
	{"lat", W_open_lat},           {"lon", W_open_lon},
	{"answer", W_open_answer},     {"title", W_open_title_of},
	{"text", W_open_text},         {"place", W_open_place},
};
enum {
	FIELDS = sizeof(fields) / sizeof(fields[0]),
	OWN_WORDS = 3,
	DEGREES = 5, /* decimals: a metre */
};

static const char *time_text(struct arena *a, int64_t us)
{
	return us ? clock_iso(a, us) : "";
}

static const char *degrees_text(struct arena *a, const struct open_row *r,
				double degrees)
{
	return r->has_point ? arena_printf(a, "%.*f", DEGREES, degrees) : "";
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
		degrees_text(a, r, r->point.lat),
		degrees_text(a, r, r->point.lon),
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

static enum err read_page(struct request *req, const struct geo_box *box,
			  struct open_page *ret_page)
{
	const struct names *names;
	struct publication_filter f;
	enum err err = names_get(req->db, &names);

	if (!err)
		err = public_filter_parse(req, names, &f);
	return err ? err : open_page_read(req, names, &f, box, ret_page);
}

static const char *next_of(struct request *req, const char *path,
			   const struct open_page *p)
{
	const char *next = public_next(req, path, &p->page);
	const char *box = req_arg(req, "bbox");

	return str_empty(box) ? next
			      : arena_printf(req->arena, "%s&bbox=%s", next,
					     url_encode_value(req->arena, box));
}

static enum err answer(struct request *req, struct response *res,
		       const struct open_page *p, const char *ending,
		       const struct str *body)
{
	const char *path = arena_printf(req->arena, "matters.%s", ending);

	if (p->page.more)
		res_header(res, "Link",
			   arena_printf(req->arena, "<%s%s>; rel=\"next\"",
					req->origin, next_of(req, path, p)));
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
	enum err err = read_page(req, NULL, &p);

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

static void put_values(struct json *j, const struct open_row *r,
		       const char *const values[FIELDS], size_t columns)
{
	json_open(j, '{');
	for (size_t k = 0; k < columns; k++)
		if (str_same(fields[k].name, "late") && r->late)
			json_put_bool(j, "late", r->late == OPEN_LATE);
		else if (str_same(fields[k].name, "lat") && r->has_point)
			json_put_number(j, "lat", r->point.lat, DEGREES);
		else if (str_same(fields[k].name, "lon") && r->has_point)
			json_put_number(j, "lon", r->point.lon, DEGREES);
		else
			json_put_text(j, fields[k].name,
				      *values[k] ? values[k] : NULL);
	json_close(j, '}');
}

static void put_line(struct str *s, const struct open_row *r,
		     const char *const values[FIELDS], size_t columns)
{
	struct json j;

	json_init(&j, s);
	put_values(&j, r, values, columns);
	str_putc(s, '\n');
}

/* RFC 7946 section 3.2; who has no place on the map has no geometry. */
static void put_feature(struct json *j, struct arena *a,
			const struct open_row *r, size_t columns)
{
	const char *values[FIELDS];

	values_of(a, r, values);
	json_open(j, '{');
	json_put_text(j, "type", "Feature");
	json_put_text(j, "id", r->number);
	json_key(j, "geometry");
	if (r->has_point) {
		json_open(j, '{');
		json_put_text(j, "type", "Point");
		json_key(j, "coordinates");
		json_open(j, '[');
		json_number(j, r->point.lon, DEGREES);
		json_number(j, r->point.lat, DEGREES);
		json_close(j, ']');
		json_close(j, '}');
	} else {
		json_text(j, NULL);
	}
	json_key(j, "properties");
	put_values(j, r, values, columns);
	json_close(j, '}');
}

enum err open_page_geojson(struct request *req, struct response *res)
{
	const size_t columns = field_count();
	const char *typed = req_arg(req, "bbox");
	struct geo_box box;
	struct open_page p;
	struct json j;
	struct str s;
	enum err err;

	if (!str_empty(typed) && !box_parse(typed, &box))
		return ERR_INVALID;
	err = read_page(req, str_empty(typed) ? NULL : &box, &p);
	if (err)
		return err;
	str_init(&s, req->arena, 4096);
	json_init(&j, &s);
	json_open(&j, '{');
	json_put_text(&j, "type", "FeatureCollection");
	json_key(&j, "features");
	json_open(&j, '[');
	for (size_t i = 0; i < p.count; i++)
		put_feature(&j, req->arena, &p.rows[i], columns);
	json_close(&j, ']');
	json_close(&j, '}');
	res->type = "application/geo+json";
	return answer(req, res, &p, "geojson", &s);
}

enum err open_page_jsonl(struct request *req, struct response *res)
{
	const size_t columns = field_count();
	const char *values[FIELDS];
	struct open_page p;
	struct str s;
	enum err err = read_page(req, NULL, &p);

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
		.filters = "?type=fault&topic=parks&state=done&from=2026-01-01",
		.box = "?bbox=24.9,60.1,25.0,60.2",
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
