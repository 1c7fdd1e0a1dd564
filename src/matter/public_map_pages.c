/*
 * public_map_pages.c: the map of published messages: a page with a list, which
 * says it all without scripts, and the spots its script asks for.
 */
#include "matter/public_map_pages.h"

#include "base/json.h"
#include "html/page.h"
#include "matter/matter_tpl.h"
#include "matter/public_box.h"
#include "matter/public_filter.h"
#include "matter/public_kept.h"
#include "matter/public_map.h"
#include "matter/public_parts.h"

enum {
	BESIDE_ROWS = 20,
	POPUP_ROWS = 1,        /* a spot of more is opened by coming nearer */
	POPUP_ROWS_LAST = 100, /* where one can come no nearer */
	COORDINATES = 6,       /* decimals: a tenth of a metre */
};

/* ---- the page ---- */

static enum err add_rows(struct request *req, const struct names *names,
			 struct publication_filter f, struct public_list *v)
{
	struct publication_page p;
	struct public_row *rows;
	enum err err;

	f.limit = BESIDE_ROWS;
	f.before_at = f.before_id = 0;
	err = publication_page(req->db, req->arena, &f, &p);
	if (err)
		return err;
	rows = arena_array(req->arena, p.count + 1, sizeof(*rows));
	for (size_t i = 0; i < p.count; i++)
		rows[i] = public_row_of(req, names, &p.list[i]);
	v->rows = rows;
	v->row_count = p.count;
	v->total = p.total;
	v->at_least = p.at_least;
	return OK;
}

/* Numbers and commas only: it goes to the script as it is. */
static const char *at_of(struct request *req)
{
	const char *at = req_arg(req, "at");

	return strspn(at, "-0123456789.,") == strlen(at) ? at : "";
}

static void add_addresses(struct request *req, struct public_map_view *v)
{
	const char *lang = lang_codes[req->lang], *query = public_query(req);
	const char *mark = *query ? "?" : "";

	v->spots = arena_printf(req->arena, "/%s/map/spots%s%s", lang, mark,
				query);
	v->as_list =
		arena_printf(req->arena, "/%s/matters%s%s", lang, mark, query);
	v->at = at_of(req);
}

enum err public_map_page_show(struct request *req, struct response *res)
{
	struct public_map_view v = {.at = "", .list.total = -1};
	const struct names *names;
	struct publication_filter f = {0};
	struct out *o;
	enum err err = names_get(req->db, &names);

	if (!err)
		err = public_filter_parse(req, names, &f);
	v.list.fault = err == ERR_INVALID;
	if (!err)
		err = add_rows(req, names, f, &v.list);
	if (!err || v.list.fault)
		err = public_map_frame(req->db, req->arena, &v.frame);
	if (!err)
		err = public_filter_show(req, names,
					 arena_printf(req->arena, "/%s/map",
						      lang_codes[req->lang]),
					 &v.list.f);
	if (err)
		return err;
	add_addresses(req, &v);
	o = page_begin(
		req, res,
		&(struct page){.title = word(req->lang, W_public_map_title),
			       .nav = NAV_MATTERS,
			       .status = v.list.fault ? 422 : 0,
			       .error_count = v.list.fault,
			       .noindex = true,
			       .map = true});
	tpl_matter_public_map(o, &v);
	return page_end(o);
}

/* ---- the spots ---- */

static enum err want_parse(struct request *req, const struct names *names,
			   struct map_want *ret_want)
{
	int64_t zoom;
	enum err err = public_filter_parse(req, names, &ret_want->filter);

	if (err)
		return err;
	if (!box_parse(req_arg(req, "bbox"), &ret_want->box) ||
	    parse_int(req_arg(req, "zoom"), &zoom) || zoom < 0 ||
	    zoom > MAP_ZOOM_MAX)
		return ERR_INVALID;
	ret_want->zoom = (int)zoom;
	return OK;
}

static void put_row(struct json *j, const struct public_row *r, enum lang lang,
		    struct arena *a)
{
	json_open(j, '{');
	json_put_text(j, "href", r->href);
	json_put_text(j, "title", r->title);
	json_put_text(j, "lang", r->lang);
	json_put_text(j, "state", word(lang, r->state));
	json_put_text(j, "tone", r->tone);
	json_put_text(j, "topic", r->topic);
	json_put_text(j, "date", text_date(a, lang, r->published_us));
	json_put_text(j, "number", r->number);
	json_close(j, '}');
}

struct answering {
	struct request *req;
	const struct names *names;
	int popup_rows;
	struct json j;
};

static void put_rows(struct answering *w, const char *key,
		     const struct publication *list, size_t n)
{
	json_key(&w->j, key);
	json_open(&w->j, '[');
	for (size_t i = 0; i < n; i++) {
		struct public_row r = public_row_of(w->req, w->names, &list[i]);

		put_row(&w->j, &r, w->req->lang, w->req->arena);
	}
	json_close(&w->j, ']');
}

static void put_spot(struct answering *w, const struct map_spot *s)
{
	json_open(&w->j, '{');
	json_put_number(&w->j, "lat", s->at.lat, COORDINATES);
	json_put_number(&w->j, "lon", s->at.lon, COORDINATES);
	json_put_int(&w->j, "n", s->n);
	if (s->list && s->n <= w->popup_rows)
		put_rows(w, "rows", s->list, (size_t)s->n);
	json_close(&w->j, '}');
}

static void put_answer(struct answering *w, const struct map_answer *m)
{
	size_t beside = m->list_count <= MAP_POINTS_MAX ? m->list_count : 0;

	json_open(&w->j, '{');
	json_put_int(&w->j, "total", m->total);
	json_put_bool(&w->j, "listed", m->total == (int64_t)beside);
	if (m->newest_only)
		json_put_bool(&w->j, "newest_only", true);
	json_key(&w->j, "spots");
	json_open(&w->j, '[');
	for (size_t i = 0; i < m->count; i++)
		put_spot(w, &m->spots[i]);
	json_close(&w->j, ']');
	put_rows(w, "newest", m->list,
		 beside < BESIDE_ROWS ? beside : BESIDE_ROWS);
	json_close(&w->j, '}');
}

static void send_json(struct response *res, const struct str *s)
{
	res_header(res, "X-Robots-Tag", "noindex");
	res->type = "application/json";
	res->body = s->ptr;
	res->body_len = s->len;
}

static enum err spots_make(struct request *req, struct str *s)
{
	struct answering w = {.req = req};
	struct map_want want;
	struct map_frame frame;
	struct map_answer m;
	enum err err = names_get(req->db, &w.names);

	if (!err)
		err = want_parse(req, w.names, &want);
	if (!err)
		err = public_map(req->db, req->arena, &want, &m);
	if (!err)
		err = map_frame(req->db, req->arena, &frame);
	if (err)
		return err;
	w.popup_rows =
		want.zoom < frame.zoom_max ? POPUP_ROWS : POPUP_ROWS_LAST;
	str_init(s, req->arena, 4096);
	json_init(&w.j, s);
	put_answer(&w, &m);
	return OK;
}

/* Many look at the same squares. */
enum err public_map_page_spots(struct request *req, struct response *res)
{
	int64_t stamp;
	bool found;
	struct str s;
	enum err err = public_kept_find(req, res, &stamp, &found);

	if (!err && !found)
		err = spots_make(req, &s);
	if (err)
		return err;
	if (found) {
		res_header(res, "X-Robots-Tag", "noindex");
	} else {
		send_json(res, &s);
		public_kept_keep(req, res, stamp);
	}
	return res_tagged(req, res);
}

/* ---- the border ---- */

enum err public_map_page_inside(struct request *req, struct response *res)
{
	static const char *const names[] = {
		[MAP_SIDE_UNKNOWN] = "unknown",
		[MAP_INSIDE] = "inside",
		[MAP_OUTSIDE] = "outside",
	};
	const char *lat = req_arg(req, "lat"), *lon = req_arg(req, "lon");
	struct geo_point p;
	enum map_side side;
	struct json j;
	struct str s;
	enum err err;

	if (!box_number(&lat, &p.lat) || *lat || !box_number(&lon, &p.lon) ||
	    *lon)
		return ERR_INVALID;
	err = map_side(req->db, p, &side);
	if (err)
		return err;
	str_init(&s, req->arena, 64);
	json_init(&j, &s);
	json_open(&j, '{');
	json_put_text(&j, "side", names[side]);
	json_close(&j, '}');
	send_json(res, &s);
	return OK;
}
