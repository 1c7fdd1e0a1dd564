/*
 * public_pages.c: published messages and their answers: the list, the page,
 * the Atom feed (RFC 4287). Everything here comes from the publication, the
 * version a person made; the original is never read.
 */
#include "matter/public_pages.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "html/page.h"
#include "matter/labels.h"
#include "matter/matter_tpl.h"
#include "matter/names.h"
#include "matter/public_filter.h"
#include "matter/public_parts.h"
#include "matter/rules.h"
#include "tenant/tenant.h"

#include <inttypes.h>

enum { LIST_ROWS = 20, FEED_ROWS = 50, EXCERPT = 220 };

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

static const char *path_of(struct request *req, const char *page)
{
	return arena_printf(req->arena, "/%s/%s", lang_codes[req->lang], page);
}

static void add_addresses(struct request *req, struct public_list *v)
{
	const char *lang = lang_codes[req->lang], *query = public_query(req);
	const char *mark = *query ? "?" : "";

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

const char *public_next(struct request *req, const char *path,
			const struct publication_page *p)
{
	const char *query = public_query(req);

	return arena_printf(req->arena,
			    "/%s/%s?%s%sbefore=%" PRId64 ".%" PRId64,
			    lang_codes[req->lang], path, query,
			    *query ? "&" : "", p->next_at, p->next_id);
}

/* ---- the list ---- */

/* Names, filter, rows: what the list and the feed share. */
static enum err list_make(struct request *req, const struct names *names,
			  int limit, struct public_list *v)
{
	struct publication_filter f;
	struct publication_page p;
	enum err err = public_filter_parse(req, names, &f);

	if (err)
		return err;
	f.limit = limit;
	err = publication_page(req->db, req->arena, &f, &p);
	if (err)
		return err;
	add_rows(req, names, p.list, p.count, v);
	v->total = p.total;
	v->at_least = p.at_least;
	v->paused = p.paused;
	if (f.topic_id && !names_confidential(names, f.topic_id))
		v->watch = req_arg(req, "topic");
	if (p.more)
		v->next = public_next(req, "matters", &p);
	return OK;
}

enum err public_page_list(struct request *req, struct response *res)
{
	const char *query = str_trim(req->arena, req_arg(req, "q"));
	struct page page = {.nav = NAV_MATTERS};
	struct public_list v = {.total = -1, .query = *query ? query : NULL};
	const struct names *names;
	struct out *o;
	enum err err = names_get(req->db, &names);

	if (!err)
		err = *query ? public_search(req, names, LIST_ROWS, &v)
			     : list_make(req, names, LIST_ROWS, &v);
	if (err && err != ERR_INVALID)
		return err;
	if (err) {
		page.status = 422;
		page.error_count = 1;
		v.fault = true;
	}
	if (!*query)
		add_addresses(req, &v);
	err = public_filter_show(req, names, path_of(req, "matters"), &v.f);
	if (err)
		return err;
	page.title = *query ? page_title(req, W_public_search_title, query)
			    : word(req->lang, W_public_list_title);
	page.feed = v.feed;
	/* One of the many narrowed lists is enough. */
	page.noindex = !tenant_now()->open_index || *req->query;
	o = page_begin(req, res, &page);
	tpl_matter_public_list(o, &v);
	return page_end(o);
}

enum err public_page_feed(struct request *req, struct response *res)
{
	struct public_list v = {.name = req->brand->name[req->lang],
				.told = tenant_now()->open_text};
	const struct names *names;
	struct out o;
	enum err err = names_get(req->db, &names);

	if (!err)
		err = list_make(req, names, FEED_ROWS, &v);
	if (err)
		return err;
	add_addresses(req, &v);
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
