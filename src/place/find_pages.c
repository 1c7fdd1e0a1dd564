/*
 * find_pages.c: see find_pages.h. Short answers, the same for everybody.
 */
#include "place/find_pages.h"

#include "base/json.h"
#include "base/str.h"
#include "html/out.h"
#include "place/address.h"
#include "place/facility.h"
#include "place/geocoder.h"
#include "place/map.h"

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

/* ---- addresses ---- */

static void put_address(struct json *j, const struct address_hit *h)
{
	json_open(j, '{');
	json_put_text(j, "name", h->name);
	json_put_text(j, "more", h->postcode);
	if (h->has_point)
		put_point(j, h->at);
	json_close(j, '}');
}

static bool long_enough(struct request *req)
{
	return strlen(place_key(req->arena, req_arg(req, "q"))) >= TYPED_MIN;
}

enum err find_page_addresses_prepare(struct request *req, struct work *ret_work)
{
	struct geo_box box;
	const char *path;
	enum err err = OK;

	if (!geocoder_any() || !long_enough(req))
		return OK;
	err = map_around(req->db, &box);
	if (err)
		return err;
	path = geocoder_path(req->arena, &box, req->lang, req_arg(req, "q"));
	if (geocoder_fresh(path))
		return OK;
	*ret_work = (struct work){
		.kind = WORK_PLACES,
		.url = geocoder_url(req->arena, &box, req->lang,
				    req_arg(req, "q")),
		.path = path,
	};
	return OK;
}

/* Of the other service; *ret_count 0: it does not answer, or knows nothing. */
static enum err ask_geocoder(struct request *req,
			     struct address_hit hits[ADDRESS_HITS],
			     size_t *ret_count)
{
	struct geo_box box;
	enum err err = OK;

	*ret_count = 0;
	if (!geocoder_any())
		return OK;
	err = map_around(req->db, &box);
	if (!err)
		*ret_count =
			geocoder_read(req->arena,
				      geocoder_path(req->arena, &box, req->lang,
						    req_arg(req, "q")),
				      &box, hits);
	return err;
}

enum err find_page_addresses(struct request *req, struct response *res)
{
	struct address_hit hits[ADDRESS_HITS];
	bool asked = long_enough(req);
	struct json j;
	struct str s;
	size_t n = 0;
	enum err err = asked ? ask_geocoder(req, hits, &n) : OK;

	if (!err && asked && !n)
		err = address_search(req->db, req->arena, req_arg(req, "q"),
				     hits, &n);
	if (err)
		return err;
	begin(req, &j, &s);
	for (size_t i = 0; i < n; i++)
		put_address(&j, &hits[i]);
	return end(res, &j, &s);
}
