/*
 * public_search_pages.c: published messages found by words, with what was
 * looked for marked, and the words that are offered while one types.
 */
#include "base/json.h"
#include "base/str.h"
#include "http/url.h"
#include "matter/public_filter.h"
#include "matter/public_pages.h"
#include "matter/public_parts.h"
#include "matter/public_search.h"

#include <inttypes.h>

enum { EXCERPT = 220, HEADING = 400 };

static void mark_row(struct request *req, const struct publication *p,
		     const struct search_found *f, struct public_row *r)
{
	struct arena *a = req->arena;
	struct search_marked marked;
	const char *from = p->text;

	search_mark(a, p->lang, r->title, HEADING, f, &marked);
	r->titles = marked.list;
	r->title_count = marked.count;
	if (!search_marks(a, p->lang, p->text, f) &&
	    search_marks(a, p->lang, r->answer, f)) {
		from = r->answer;
		r->from_answer = true;
	} else if (str_empty(p->title)) {
		return; /* the title is how the text begins */
	}
	search_mark(a, p->lang, from, EXCERPT, f, &marked);
	r->excerpts = marked.list;
	r->excerpt_count = marked.count;
}

static const char *search_page(struct request *req, int64_t page)
{
	const char *query = public_query(req);

	return arena_printf(req->arena, "/%s/matters?q=%s%s%s&page=%" PRId64,
			    lang_codes[req->lang],
			    url_encode_value(req->arena, req_arg(req, "q")),
			    *query ? "&" : "", query, page);
}

/* "page" counts from 1. */
static enum err page_parse(struct request *req, int rows, int64_t *ret_page)
{
	const char *page = req_arg(req, "page");

	*ret_page = 1;
	if (str_empty(page))
		return OK;
	if (parse_int(page, ret_page) || *ret_page < 1 ||
	    *ret_page > SEARCH_HITS_MAX / rows)
		return ERR_NOT_FOUND;
	return OK;
}

/* "near" is "60.17,24.94": what is near comes first. */
static enum err near_parse(struct request *req, struct public_wanted *w)
{
	struct search_wanted near = {0};

	if (search_near(req_arg(req, "near"), &near))
		return ERR_NOT_FOUND;
	w->has_point = near.has_point;
	w->lat = near.lat;
	w->lon = near.lon;
	return OK;
}

static void show_found(struct request *req, const struct names *names,
		       const struct public_found *f, int64_t page,
		       struct public_list *v)
{
	struct public_row *rows =
		arena_array(req->arena, f->count + 1, sizeof(*rows));

	for (size_t i = 0; i < f->count; i++) {
		rows[i] = public_row_of(req, names, &f->list[i]);
		mark_row(req, &f->list[i], &f->search, &rows[i]);
	}
	v->rows = rows;
	v->row_count = f->count;
	v->hits = f->total;
	v->more_hits = f->search.more;
	v->meant = f->search.meant;
	if (page > 1)
		v->previous = search_page(req, page - 1);
	if (f->next)
		v->next = search_page(req, page + 1);
}

enum err public_search(struct request *req, const struct names *names,
		       int limit, struct public_list *v)
{
	struct public_wanted w = {.query = v->query, .limit = limit};
	struct publication_filter f;
	struct public_found found;
	int64_t page;
	enum err err = public_filter_parse(req, names, &f);

	if (!err)
		err = page_parse(req, limit, &page);
	if (!err)
		err = near_parse(req, &w);
	if (err)
		return err;
	f.order = ORDER_NEWEST; /* the best first, whatever was chosen */
	w.filter = &f;
	w.first = (int)(page - 1) * limit;
	err = public_find(req->db, req->arena, &w, &found);
	if (!err)
		show_found(req, names, &found, page, v);
	return err;
}

enum err public_page_words(struct request *req, struct response *res)
{
	const char *list[SEARCH_SUGGESTIONS];
	struct json j;
	struct str s;
	size_t n;
	enum err err = search_suggest(req->db, req->arena, req_arg(req, "q"),
				      list, &n);

	if (err)
		return err;
	str_init(&s, req->arena, 256);
	json_init(&j, &s);
	json_open(&j, '[');
	for (size_t i = 0; i < n; i++)
		json_text(&j, list[i]);
	json_close(&j, ']');
	res->type = "application/json";
	res->body = s.ptr;
	res->body_len = s.len;
	res_header(res, "X-Robots-Tag", "noindex");
	return OK;
}
