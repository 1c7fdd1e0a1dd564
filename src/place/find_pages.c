/*
 * find_pages.c: see find_pages.h. Short answers, the same for everybody.
 */
#include "place/find_pages.h"

#include "base/json.h"
#include "base/str.h"
#include "html/out.h"
#include "place/facility.h"

enum { DECIMALS = 6, TYPED_MIN = 2 };

static void begin(struct request *req, struct json *j, struct str *s)
{
	str_init(s, req->arena, 512);
	json_init(j, s);
	json_open(j, '[');
}

static enum err end(struct response *res, struct json *j, const struct str *s)
{
	json_close(j, ']');
	res->type = "application/json";
	res->cache = "public, max-age=60";
	res->body = s->ptr;
	res->body_len = s->len;
	res_header(res, "X-Robots-Tag", "noindex");
	return OK;
}

static void put_point(struct json *j, struct geo_point p)
{
	json_put_number(j, "lat", p.lat, DECIMALS);
	json_put_number(j, "lon", p.lon, DECIMALS);
}

static void put_facility(struct request *req, struct json *j,
			 const struct facility *x)
{
	json_open(j, '{');
	json_put_text(j, "name", facility_name(x, req->lang));
	json_put_text(j, "more",
		      str_empty(x->address)
			      ? word(req->lang, facility_kind(x->kind)->word)
			      : x->address);
	json_put_text(j, "code", x->code);
	if (x->has_point)
		put_point(j, x->at);
	json_close(j, '}');
}

enum err find_page_facilities(struct request *req, struct response *res)
{
	const char *query = place_key(req->arena, req_arg(req, "q"));
	const struct facility *found[FACILITY_HITS];
	const struct facility_book *b;
	struct json j;
	struct str s;
	size_t n = 0;
	enum err err = facility_book(req->db, &b);

	if (err)
		return err;
	if (strlen(query) >= TYPED_MIN)
		n = facility_search(req->arena, b, query, found, FACILITY_HITS);
	begin(req, &j, &s);
	for (size_t i = 0; i < n; i++)
		put_facility(req, &j, found[i]);
	return end(res, &j, &s);
}
