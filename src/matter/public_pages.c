/*
 * public_pages.c: published messages and their answers: the list, the page,
 * the Atom feed (RFC 4287). Everything here comes from the publication, the
 * version a person made; the original is never read.
 */
#include "matter/public_pages.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/str.h"
#include "base/utf8.h"
#include "geo/cell.h"
#include "html/page.h"
#include "http/url.h"
#include "matter/labels.h"
#include "matter/matter_tpl.h"
#include "matter/names.h"
#include "matter/passing.h"
#include "matter/photo_view.h"
#include "matter/public_parts.h"
#include "matter/public_search.h"
#include "matter/rules.h"
#include "notice/notice_show.h"
#include "tenant/tenant.h"

#include <inttypes.h>

enum { LIST_ROWS = 20, FEED_ROWS = 50, EXCERPT = 220, HEADING = 400 };

/* "vastattu, ei muita toimia" says no more than "vastattu". */
static enum outcome outcome_shown(const char *name)
{
	enum outcome o;

	if (outcome_parse(name, &o) || o == OUTCOME_ANSWERED)
		return OUTCOME_NONE;
	return o;
}

/* The name a feed's entry keeps in every language and wherever the service
 * moves (RFC 4151). */
static const char *entry_id(struct arena *a, const struct publication *p,
			    const char *number)
{
	const char *host = strstr(tenant_now()->base_url, "://") + 3;

	return arena_printf(a, "tag:%s,%" PRId64 ":%s",
			    arena_strndup(a, host, strcspn(host, ":/")),
			    p->number_year, number);
}

struct public_row public_row_of(struct request *req, const struct names *names,
				const struct publication *p)
{
	struct arena *a = req->arena;
	bool titled = !str_empty(p->title);
	const char *number = arena_printf(a, "%" PRId64 "-%" PRId64,
					  p->number_year, p->number);
	const char *href = arena_printf(a, "/%s/matters/%s",
					lang_codes[req->lang], number);
	const char *answer =
		str_same(p->answer_state, "public") ? p->answer : "";

	return (struct public_row){
		.number = number,
		.href = href,
		.url = arena_printf(a, "%s%s", req->origin, href),
		.id = entry_id(a, p, number),
		.title = matter_heading(a, p->title, p->text),
		.excerpt =
			titled ? utf8_clip_words(a, *p->text ? p->text : answer,
						 EXCERPT)
			       : "",
		.topic = names_topic(names, p->topic_id, req->lang),
		.unit = names_unit(names, p->unit_id, req->lang),
		.lang = lang_codes[p->lang],
		.type = label_type(p->type),
		.has_type = !str_empty(p->type),
		.state = label_handling(handling_parse(p->handling)),
		.tone = label_tone(handling_parse(p->handling)),
		.published_us = p->published_at,
		.updated_us = p->updated_at,
		.text = p->text,
		.answer = answer,
	};
}

/* "before" is "<published_at>.<matter id>" of the last row shown. */
static enum err before_parse(struct request *req, struct publication_filter *f)
{
	const char *s = req_arg(req, "before");
	size_t n = 0;

	if (str_empty(s))
		return OK;
	while (s[n] && s[n] != '.')
		n++;
	if (!s[n] || parse_int(arena_strndup(req->arena, s, n), &f->before_at))
		return ERR_NOT_FOUND;
	if (parse_int(s + n + 1, &f->before_id))
		return ERR_NOT_FOUND;
	return OK;
}

static bool known_type(const char *type)
{
	for (int i = 0; type_names[i]; i++)
		if (str_same(type_names[i], type))
			return true;
	return false;
}

/* An unknown topic, unit or type is a page that does not exist. */
enum err public_filter_parse(struct request *req, const struct names *names,
			     struct publication_filter *ret_filter)
{
	const char *topic = req_arg(req, "topic"), *unit = req_arg(req, "unit");
	struct publication_filter f = {.type = req_arg(req, "type")};
	enum err err;

	if (!str_empty(f.type) && !known_type(f.type))
		return ERR_NOT_FOUND;
	if (!str_empty(topic)) {
		f.topic_id = names_topic_id(names, topic);
		if (!f.topic_id)
			return ERR_NOT_FOUND;
	}
	if (!str_empty(unit)) {
		f.unit_id = names_unit_id(names, unit);
		if (!f.unit_id)
			return ERR_NOT_FOUND;
	}
	err = before_parse(req, &f);
	if (err)
		return err;
	*ret_filter = f;
	return OK;
}

/* The same filters for another address; values are codes, so need no coding. */
const char *public_query(struct request *req)
{
	static const char *const kept[] = {"type", "topic", "unit"};
	struct str s;

	str_init(&s, req->arena, 64);
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (!str_empty(req_arg(req, kept[i])))
			str_printf(&s, "%s%s=%s", s.len ? "&" : "", kept[i],
				   req_arg(req, kept[i]));
	return s.ptr;
}

void public_options(struct request *req, const struct names *names,
		    struct public_list *v)
{
	const char *type = req_arg(req, "type"), *topic = req_arg(req, "topic"),
		   *unit = req_arg(req, "unit");
	struct public_option *o = arena_array(
		req->arena, names->topic_count + names->unit_count + 8,
		sizeof(*o));

	v->types = o;
	for (int i = 0; type_names[i]; i++, v->type_count++)
		*o++ = (struct public_option){
			type_names[i],
			word(req->lang, label_type(type_names[i])),
			str_same(type_names[i], type)};
	v->topics = o;
	for (size_t i = 0; i < names->topic_count; i++) {
		const struct topic *t = &names->topics_in[req->lang][i];

		if (t->confidential || !t->active)
			continue;
		*o++ = (struct public_option){t->code, t->name[req->lang],
					      str_same(t->code, topic)};
		v->topic_count++;
	}
	v->units = o;
	for (size_t i = 0; i < names->unit_count; i++) {
		const struct unit *u = &names->units_in[req->lang][i];

		if (!u->active)
			continue;
		*o++ = (struct public_option){u->code, unit_name(u, req->lang),
					      str_same(u->code, unit)};
		v->unit_count++;
	}
}

static void add_rows(struct request *req, const struct names *names,
		     const struct publication *list, size_t n,
		     struct public_list *v)
{
	struct public_row *rows = arena_array(req->arena, n, sizeof(*rows));

	for (size_t i = 0; i < n; i++) {
		rows[i] = public_row_of(req, names, &list[i]);
		if (list[i].updated_at > v->updated_us)
			v->updated_us = list[i].updated_at;
	}
	v->rows = rows;
	v->row_count = n;
}

static void add_addresses(struct request *req, struct public_list *v)
{
	const char *lang = lang_codes[req->lang], *query = public_query(req);
	const char *mark = *query ? "?" : "";

	v->filtered = *query != '\0';
	v->self =
		arena_printf(req->arena, "/%s/matters%s%s", lang, mark, query);
	v->feed = arena_printf(req->arena, "/%s/matters.atom%s%s", lang, mark,
			       query);
	v->map = arena_printf(req->arena, "/%s/map%s%s", lang, mark, query);
	v->self_url = arena_printf(req->arena, "%s%s", req->origin, v->self);
	v->feed_url = arena_printf(req->arena, "%s%s", req->origin, v->feed);
	if (!str_empty(req_arg(req, "before")))
		v->first = v->self;
}

static const char *next_page(struct request *req,
			     const struct publication *last)
{
	const char *query = public_query(req);

	return arena_printf(req->arena,
			    "/%s/matters?%s%sbefore=%" PRId64 ".%" PRId64,
			    lang_codes[req->lang], query, *query ? "&" : "",
			    last->published_at, last->matter_id);
}

/* ---- a search ---- */

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

	return arena_printf(req->arena, "/%s/matters?%s%sq=%s&page=%" PRId64,
			    lang_codes[req->lang], query, *query ? "&" : "",
			    url_encode_value(req->arena, req_arg(req, "q")),
			    page);
}

/* "page" counts from 1. */
static enum err page_parse(struct request *req, int64_t *ret_page)
{
	const char *page = req_arg(req, "page");

	*ret_page = 1;
	if (str_empty(page))
		return OK;
	if (parse_int(page, ret_page) || *ret_page < 1 ||
	    *ret_page > SEARCH_HITS_MAX / LIST_ROWS)
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
	if (f->total > (size_t)page * LIST_ROWS)
		v->next = search_page(req, page + 1);
}

static enum err search_make(struct request *req, struct public_list *ret_view)
{
	struct public_list v = {.query = req_arg(req, "q")};
	struct public_wanted w = {.query = v.query, .limit = LIST_ROWS};
	const struct names *names;
	struct publication_filter f;
	struct public_found found;
	int64_t page;
	enum err err = names_get(req->db, &names);

	if (!err)
		err = public_filter_parse(req, names, &f);
	if (!err)
		err = page_parse(req, &page);
	if (!err)
		err = near_parse(req, &w);
	if (err)
		return err;
	w.filter = &f;
	w.first = (int)(page - 1) * LIST_ROWS;
	err = public_find(req->db, req->arena, &w, &found);
	if (err)
		return err;
	show_found(req, names, &found, page, &v);
	public_options(req, names, &v);
	v.filtered = *public_query(req) != '\0';
	*ret_view = v;
	return OK;
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

/* ---- the list ---- */

/* Names, filter, rows: what the list and the feed share. */
static enum err list_make(struct request *req, int limit,
			  struct public_list *ret_view)
{
	struct public_list v = {.name = req->brand->name[req->lang]};
	const struct names *names;
	struct publication_filter f;
	struct publication *list;
	size_t n;
	enum err err;

	err = names_get(req->db, &names);
	if (!err)
		err = public_filter_parse(req, names, &f);
	if (err)
		return err;
	f.limit = limit + 1; /* one more tells that there is a next page */
	err = publication_list(req->db, req->arena, &f, &list, &n);
	if (err)
		return err;
	add_rows(req, names, list, n > (size_t)limit ? (size_t)limit : n, &v);
	public_options(req, names, &v);
	add_addresses(req, &v);
	if (f.topic_id && !names_confidential(names, f.topic_id))
		v.watch = req_arg(req, "topic");
	if (n > (size_t)limit)
		v.next = next_page(req, &list[limit - 1]);
	*ret_view = v;
	return OK;
}

enum err public_page_list(struct request *req, struct response *res)
{
	const char *query = str_trim(req->arena, req_arg(req, "q"));
	struct page page = {.nav = NAV_MATTERS, .noindex = true};
	struct public_list v;
	struct out *o;
	enum err err =
		*query ? search_make(req, &v) : list_make(req, LIST_ROWS, &v);

	if (err)
		return err;
	page.title = *query ? page_title(req, W_public_search_title, query)
			    : word(req->lang, W_public_list_title);
	page.feed = v.feed;
	o = page_begin(req, res, &page);
	tpl_matter_public_list(o, &v);
	return page_end(o);
}

enum err public_page_feed(struct request *req, struct response *res)
{
	struct public_list v;
	struct out o;
	enum err err = list_make(req, FEED_ROWS, &v);

	if (err)
		return err;
	if (!v.updated_us) /* nothing yet, and Atom wants a time */
		v.updated_us = date_start_us(date_of(clock_now_us()));
	out_init(&o, req->arena, req->lang);
	tpl_matter_public_feed(&o, &v);
	res_header(res, "X-Robots-Tag", "noindex");
	res->type = "application/atom+xml; charset=utf-8";
	res->body = o.s.ptr;
	res->body_len = o.s.len;
	return res_tagged(req, res);
}

static struct public_show show_of(struct request *req,
				  const struct names *names,
				  const struct publication *p)
{
	enum outcome outcome = outcome_shown(p->outcome);

	return (struct public_show){
		.number = arena_printf(req->arena, "%" PRId64 "-%" PRId64,
				       p->number_year, p->number),
		.title = matter_heading(req->arena, p->title, p->text),
		.text = p->text,
		.answer = str_same(p->answer_state, "public") ? p->answer : "",
		.nickname = p->nickname,
		.place = p->place,
		.lang = lang_codes[p->lang],
		.topic = names_topic(names, p->topic_id, req->lang),
		.unit = names_unit(names, p->unit_id, req->lang),
		.type = label_type(p->type),
		.has_type = !str_empty(p->type),
		.state = label_handling(handling_parse(p->handling)),
		.tone = label_tone(handling_parse(p->handling)),
		.outcome = label_outcome(outcome),
		.has_outcome = outcome != OUTCOME_NONE,
		.received_us = p->received_at,
		.published_us = p->published_at,
		.answered_us = p->answered_at,
	};
}

static enum err add_still(struct request *req, const struct publication *p,
			  struct public_show *v)
{
	struct map_frame frame;
	enum err err;

	if (!p->cell)
		return OK;
	err = map_frame(req->db, req->arena, &frame);
	if (!err)
		map_still_make(req, &frame, cell_middle(p->cell), &v->still);
	return err;
}

static enum err add_body(struct request *req, const struct publication *p,
			 struct public_show *v)
{
	struct passing x;
	enum err err;

	if (outcome_shown(p->outcome) != OUTCOME_NOT_OURS)
		return OK;
	err = passing_of(req->db, req->arena, p->matter_id, &x);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	if (x.how != PASS_TOLD)
		v->body = unit_name(&x.body, req->lang);
	return OK;
}

static enum err add_photos(struct request *req, const struct publication *p,
			   struct public_show *v)
{
	struct photo_view *to;
	struct photo *list;
	size_t n;
	enum err err;

	err = photo_list(req->db, req->arena, p->matter_id, &list, &n);
	if (err)
		return err;
	to = arena_array(req->arena, n, sizeof(*to));
	for (size_t i = 0; i < n; i++) {
		const char *base;

		if (list[i].publication != PHOTO_PUBLIC ||
		    !photo_ready(&list[i]))
			continue;
		base = arena_printf(req->arena, "/matters/%s/photos/%" PRId64,
				    v->number, list[i].id);
		to[v->photo_count] = photo_view_make(
			req, &list[i], base, list[i].alt, v->photo_count);
		to[v->photo_count++].lang = v->lang;
	}
	v->photos = to;
	return OK;
}

enum err public_page_show(struct request *req, struct response *res)
{
	const struct names *names;
	struct publication p;
	struct public_show v;
	int64_t year, number;
	struct out *o;
	enum err err;

	if (matter_number_parse(req->param[0], &year, &number))
		return ERR_NOT_FOUND;
	err = publication_by_number(req->db, req->arena, year, number, &p);
	if (!err)
		err = names_get(req->db, &names);
	if (err)
		return err;
	if (str_same(p.text_state, "draft_redacted"))
		return ERR_NOT_FOUND;
	if (!str_same(p.text_state, "public")) {
		page_problem(req, res, 410);
		return OK;
	}
	v = show_of(req, names, &p);
	err = add_still(req, &p, &v);
	if (!err)
		err = add_body(req, &p, &v);
	if (!err)
		err = add_photos(req, &p, &v);
	if (!err)
		err = notice_items_topic(req, p.topic_id, &v.notices);
	if (err)
		return err;
	o = page_begin(req, res,
		       &(struct page){.title = v.title,
				      .nav = NAV_MATTERS,
				      .noindex = true});
	tpl_matter_public_show(o, &v);
	return page_end(o);
}
