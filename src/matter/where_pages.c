/*
 * where_pages.c: facilities and districts for everybody. Of messages only what
 * is published, of notices only what is published and not over.
 */
#include "matter/where_pages.h"

#include "base/str.h"
#include "html/page.h"
#include "http/url.h"
#include "matter/matter_tpl.h"
#include "matter/names.h"
#include "matter/public_parts.h"
#include "matter/where.h"
#include "matter/where_views.h"
#include "notice/notice_show.h"
#include "place/map.h"
#include "place/place.h"
#include "tenant/tenant.h"

enum { LISTED = 120, MESSAGES = 10, NOTICES = 10, PLACES_OF_DISTRICT = 60 };

/* ---- the list ---- */

static struct where_row row_of(struct request *req, const struct facility *x)
{
	return (struct where_row){
		.name = facility_name(x, req->lang),
		.href = arena_printf(req->arena, "/%s/places/%s",
				     lang_codes[req->lang], x->code),
		.address = x->address,
		.kind = facility_kind(x->kind)->word,
		.has_kind = true,
	};
}

static const char *district_href(struct request *req, const struct area *x)
{
	return arena_printf(req->arena, "/%s/districts/%s",
			    lang_codes[req->lang],
			    url_encode_value(req->arena, x->code));
}

/* The municipality's border is no district. */
static bool is_district(const struct area *x)
{
	return !str_same_nocase(x->code, AREA_BORDER);
}

static enum err add_districts(struct request *req, struct where_list_view *v)
{
	struct where_row *to;
	struct area *list;
	size_t n;
	enum err err = area_list(req->db, req->arena, &list, &n);

	if (err)
		return err;
	to = arena_array(req->arena, n + 1, sizeof(*to));
	for (size_t i = 0; i < n; i++)
		if (is_district(&list[i]))
			to[v->district_count++] = (struct where_row){
				.name = area_name(&list[i], req->lang),
				.href = district_href(req, &list[i]),
			};
	v->districts = to;
	return OK;
}

static void add_places(struct request *req, const struct facility_book *b,
		       struct where_list_view *v)
{
	const struct facility **found =
		arena_array(req->arena, LISTED + 1, sizeof(*found));
	struct where_row *to = arena_array(req->arena, LISTED, sizeof(*to));
	size_t n = facility_search(req->arena, b, v->query.value, found,
				   LISTED + 1);

	v->more = n > LISTED;
	v->place_count = v->more ? LISTED : n;
	for (size_t i = 0; i < v->place_count; i++)
		to[i] = row_of(req, found[i]);
	v->places = to;
	v->all = (int64_t)b->count;
}

enum err where_page_list(struct request *req, struct response *res)
{
	struct where_list_view v = {
		.query = {.name = "q",
			  .label = word(req->lang, W_where_query),
			  .value = str_trim(req->arena, req_arg(req, "q")),
			  .type = "search",
			  .plain = true},
	};
	const struct facility_book *b;
	struct out *o;
	enum err err = facility_book(req->db, &b);

	if (err)
		return err;
	add_places(req, b, &v);
	if (str_empty(v.query.value))
		err = add_districts(req, &v);
	if (err)
		return err;
	o = page_begin(req, res,
		       &(struct page){.title = word(req->lang, W_where_title),
				      .nav = NAV_MATTERS});
	tpl_matter_where_list(o, &v);
	return page_end(o);
}

/* ---- one of them ---- */

/* What notices are asked by. */
struct spot {
	bool has_point;
	struct geo_point at;
	int64_t area_id;   /* of a district */
	const char *words; /* of a facility */
};

static bool has_id(const struct notices *in, int64_t id)
{
	for (size_t i = 0; i < in->count; i++)
		if (in->list[i].id == id)
			return true;
	return false;
}

/* Of the district, of an area the place lies in, or by its words. */
static bool concerns(const struct area_book *areas, const struct spot *s,
		     const struct notices *named, const struct public_notice *n)
{
	if (s->area_id && n->area_id == s->area_id)
		return true;
	if (s->has_point && n->area_id && area_holds(areas, n->area_id, s->at))
		return true;
	return has_id(named, n->id);
}

static enum err add_notices(struct request *req, const struct spot *s,
			    struct where_view *v)
{
	const struct notice_about about = {.text = "", .place = s->words};
	struct notices all, running, named, work, other;
	const struct area_book *areas;
	enum err err = area_book(req->db, &areas);

	if (!err)
		err = notices_near(req->db, req->arena, &about, NOTICES,
				   &named);
	if (!err)
		err = notices_now(req->db, req->arena, &running);
	if (!err)
		err = notices_coming(req->db, req->arena, &all);
	if (err)
		return err;
	struct public_notice *a = arena_array(req->arena, NOTICES, sizeof(*a));
	struct public_notice *b = arena_array(req->arena, NOTICES, sizeof(*b));

	work = (struct notices){a, 0};
	other = (struct notices){b, 0};
	for (size_t i = 0; i < all.count; i++) {
		const struct public_notice *n = &all.list[i];

		if (!concerns(areas, s, &named, n))
			continue;
		if (n->kind == NOTICE_DISRUPTION && work.count < NOTICES)
			a[work.count++] = *n;
		else if (n->kind != NOTICE_DISRUPTION &&
			 other.count < NOTICES && has_id(&running, n->id))
			b[other.count++] = *n;
	}
	err = notice_items(req, &work, &v->work);
	return err ? err : notice_items(req, &other, &v->notices);
}

static enum err add_rows(struct request *req, const struct publication *list,
			 size_t count, struct where_view *v)
{
	struct public_row *to = arena_array(req->arena, count + 1, sizeof(*to));
	const struct names *names;
	enum err err = names_get(req->db, &names);

	if (err)
		return err;
	for (size_t i = 0; i < count; i++)
		to[i] = public_row_of(req, names, &list[i]);
	v->rows = to;
	v->row_count = count;
	return OK;
}

static enum err add_still(struct request *req, struct geo_point at,
			  struct where_view *v)
{
	struct map_frame frame;
	enum err err = map_frame(req->db, req->arena, &frame);

	if (!err)
		map_still_make(req, &frame, at, &v->still);
	return err;
}

/* Where residents' words stand search engines stay out, unless the
 * municipality opens them. */
static enum err show(struct request *req, struct response *res,
		     const struct where_view *v)
{
	struct out *o =
		page_begin(req, res,
			   &(struct page){.title = v->name,
					  .nav = NAV_MATTERS,
					  .noindex = v->row_count > 0 &&
						     !tenant_now()->open_text});

	tpl_matter_where_show(o, v);
	return page_end(o);
}

/* ---- a facility ---- */

/* The smallest drawn area that holds it is its district. */
static enum err add_district(struct request *req, const struct facility *x,
			     struct where_view *v)
{
	const struct area_book *b;
	const struct area *best = NULL;
	double size = 0;
	enum err err = area_book(req->db, &b);

	for (size_t i = 0; !err && x->has_point && i < b->count; i++) {
		const struct geo_box *box = &b->areas[i].shape.box;
		double s = (box->east - box->west) * (box->north - box->south);

		if (!is_district(&b->areas[i]) || (best && s >= size) ||
		    !geo_inside(&b->areas[i].shape, x->at))
			continue;
		best = &b->areas[i];
		size = s;
	}
	if (best) {
		v->district =
			arena_strdup(req->arena, area_name(best, req->lang));
		v->district_href = district_href(req, best);
	}
	return err;
}

static enum err add_unit(struct request *req, const struct facility *x,
			 struct where_view *v)
{
	const struct names *names;
	enum err err = names_get(req->db, &names);

	if (!err)
		v->unit = names_unit(names, x->unit_id, req->lang);
	return err;
}

static struct where_view facility_view(struct request *req,
				       const struct facility *x)
{
	const char *lang = lang_codes[req->lang];
	struct where_view v = {
		.name = facility_name(x, req->lang),
		.kind = facility_kind(x->kind)->word,
		.has_kind = true,
		.closed = x->closed,
		.address = x->address,
		.phone = x->phone,
		.hours = x->hours,
		.web = x->web,
		.all = arena_printf(req->arena, "/%s/matters?facility=%s", lang,
				    x->code),
	};

	if (!x->closed)
		v.give = arena_printf(req->arena, "/%s/give?facility=%s", lang,
				      x->code);
	return v;
}

static enum err facility_rows(struct request *req, const struct facility *x,
			      struct where_view *v)
{
	struct publication *list;
	size_t n;
	enum err err = where_of_facility(req->db, req->arena, x->id, MESSAGES,
					 &list, &n);

	return err ? err : add_rows(req, list, n, v);
}

enum err where_page_facility(struct request *req, struct response *res)
{
	const struct facility_book *b;
	const struct facility *x;
	struct where_view v;
	struct spot spot;
	enum err err = facility_book(req->db, &b);

	if (err)
		return err;
	x = facility_by_code(b, req->param[0]);
	if (!x)
		return ERR_NOT_FOUND;
	v = facility_view(req, x);
	spot = (struct spot){
		.has_point = x->has_point,
		.at = x->at,
		.words = arena_printf(req->arena, "%s %s", x->name[LANG_FI],
				      x->address),
	};
	err = add_district(req, x, &v);
	if (!err)
		err = add_unit(req, x, &v);
	if (!err)
		err = facility_rows(req, x, &v);
	if (!err)
		err = add_notices(req, &spot, &v);
	if (!err && x->has_point)
		err = add_still(req, x->at, &v);
	return err ? err : show(req, res, &v);
}

/* ---- a district ---- */

static const struct area *district_asked(struct request *req,
					 const struct area_book *b)
{
	for (size_t i = 0; i < b->count; i++)
		if (str_same(b->areas[i].code, req->param[0]) &&
		    is_district(&b->areas[i]))
			return &b->areas[i];
	return NULL;
}

static enum err add_its_places(struct request *req, const struct area *x,
			       struct where_view *v)
{
	struct where_row *to =
		arena_array(req->arena, PLACES_OF_DISTRICT, sizeof(*to));
	const struct facility_book *b;
	enum err err = facility_book(req->db, &b);

	for (size_t i = 0; !err && i < b->count; i++) {
		const struct facility *f = &b->list[i];

		if (f->closed || !f->has_point || !geo_inside(&x->shape, f->at))
			continue;
		if (v->place_count == PLACES_OF_DISTRICT) {
			v->more_places = true;
			break;
		}
		to[v->place_count++] = row_of(req, f);
	}
	v->places = to;
	return err;
}

static enum err district_rows(struct request *req, const struct area *x,
			      struct where_view *v)
{
	struct publication *list;
	size_t n;
	enum err err =
		where_of_area(req->db, req->arena, x->id, MESSAGES, &list, &n);

	return err ? err : add_rows(req, list, n, v);
}

enum err where_page_district(struct request *req, struct response *res)
{
	const char *lang = lang_codes[req->lang];
	const struct area_book *b;
	const struct area *x;
	struct where_view v;
	enum err err = area_book(req->db, &b);

	if (err)
		return err;
	x = district_asked(req, b);
	if (!x)
		return ERR_NOT_FOUND;
	v = (struct where_view){
		.name = arena_strdup(req->arena, area_name(x, req->lang)),
		.all = arena_printf(req->arena, "/%s/matters?area=%s", lang,
				    url_encode_value(req->arena, x->code)),
		.give = arena_printf(
			req->arena, "/%s/give?place=%s", lang,
			url_encode_value(req->arena, area_name(x, req->lang))),
	};
	err = district_rows(req, x, &v);
	if (!err)
		err = add_notices(req,
				  &(struct spot){.area_id = x->id,
						 .words = x->name[LANG_FI]},
				  &v);
	if (!err)
		err = add_its_places(req, x, &v);
	return err ? err : show(req, res, &v);
}
