/*
 * find_pages.c: one search for everything: questions that are asked often, what
 * the city tells, whom one reaches where, and published messages. Each slice says
 * what of its hits is public at this moment.
 */
#include "matter/find_pages.h"

#include "base/str.h"
#include "contact/contact_search.h"
#include "html/page.h"
#include "http/url.h"
#include "matter/find_views.h"
#include "matter/matter_tpl.h"
#include "matter/names.h"
#include "matter/public_search.h"
#include "matter/rules.h"
#include "notice/notice_search.h"

#include <inttypes.h>

enum { FEW = 3, MANY = 50, HEADING = 200, EXCERPT = 180 };

typedef enum err rows_fn(struct request *req, const struct search_found *found,
			 size_t max, struct search_rows *ret_rows);

/* ---- published messages ---- */

static void message_row(struct request *req, const struct names *names,
			const struct publication *p,
			const struct search_found *found, struct search_row *r)
{
	struct arena *a = req->arena;
	const char *answer =
		str_same(p->answer_state, "public") ? p->answer : "";
	const char *from = p->text;

	if (!search_marks(a, p->lang, p->text, found) &&
	    search_marks(a, p->lang, answer, found))
		from = answer;
	*r = (struct search_row){
		.href = arena_printf(a, "/%s/matters/%" PRId64 "-%" PRId64,
				     lang_codes[req->lang], p->number_year,
				     p->number),
		.lang = lang_codes[p->lang],
		.fact = names_topic(names, p->topic_id, req->lang),
		.at_us = p->published_at,
	};
	search_mark(a, p->lang, matter_heading(a, p->title, p->text), HEADING,
		    found, &r->title);
	if (!str_empty(p->title) || from == answer)
		search_mark(a, p->lang, from, EXCERPT, found, &r->text);
}

static enum err message_rows(struct request *req,
			     const struct search_found *found, size_t max,
			     struct search_rows *ret_rows)
{
	struct search_row *rows =
		arena_array(req->arena, max + 1, sizeof(*rows));
	const struct names *names;
	struct publication p;
	size_t n = 0;
	enum err err = names_get(req->db, &names);

	for (size_t i = 0; !err && i < found->count && n < max; i++) {
		err = publication_get(req->db, req->arena, found->hits[i].id,
				      &p);
		if (!err && str_same(p.text_state, "public"))
			message_row(req, names, &p, found, &rows[n++]);
		err = err == ERR_NOT_FOUND ? OK : err;
	}
	*ret_rows = (struct search_rows){rows, n};
	return err;
}

/* ---- notices ---- */

static enum err notice_row(struct request *req, const struct public_notice *n,
			   const struct search_found *found,
			   struct search_row *r)
{
	const enum lang lang = notice_lang(n, req->lang);
	struct notice_names names;
	enum err err = notice_names(req->db, n, req->lang, &names);

	if (err)
		return err;
	*r = (struct search_row){
		.href = arena_printf(req->arena, "/%s/notices/%" PRId64,
				     lang_codes[req->lang], n->id),
		.lang = lang_codes[lang],
		.fact = arena_strdup(req->arena, names.topic),
		.at_us = n->kind == NOTICE_FAQ ? 0 : n->starts_at,
	};
	search_mark(req->arena, lang, n->title[lang], HEADING, found,
		    &r->title);
	search_mark(req->arena, lang, n->text[lang], EXCERPT, found, &r->text);
	return OK;
}

static enum err notice_rows(struct request *req,
			    const struct search_found *found, size_t max,
			    struct search_rows *ret_rows)
{
	struct search_row *rows =
		arena_array(req->arena, max + 1, sizeof(*rows));
	struct notices list;
	enum err err =
		notice_search_shown(req->db, req->arena, found, max, &list);

	for (size_t i = 0; !err && i < list.count; i++)
		err = notice_row(req, &list.list[i], found, &rows[i]);
	*ret_rows = (struct search_rows){rows, err ? 0 : list.count};
	return err;
}

/* ---- together ---- */

/* In the order in which they most likely answer. */
static const struct group {
	const char *kind;
	enum word title;
	rows_fn *rows;
} groups[FIND_GROUPS] = {
	{NOTICE_KIND_FAQ, W_find_faq, notice_rows},
	{NOTICE_KIND_TOLD, W_find_notices, notice_rows},
	{CONTACT_KIND, W_find_contacts, contact_search_rows},
	{PUBLIC_KIND, W_find_matters, message_rows},
};

static const char *all_of(struct request *req, const struct group *g,
			  const char *query)
{
	const char *lang = lang_codes[req->lang];
	const char *q = url_encode_value(req->arena, query);

	if (g->rows == message_rows)
		return arena_printf(req->arena, "/%s/matters?q=%s", lang, q);
	return arena_printf(req->arena, "/%s/search?q=%s&kind=%s", lang, q,
			    g->kind);
}

static enum err add_group(struct request *req, const struct group *g,
			  const struct search_found *found, size_t max,
			  struct find_view *v)
{
	struct find_group *to = &v->groups[v->group_count];
	enum err err = OK;

	if (!found->count)
		return OK;
	*to = (struct find_group){.id = g->kind, .title = g->title};
	err = g->rows(req, found, max, &to->rows);
	if (err || !to->rows.count)
		return err;
	if (max == FEW && (found->count > FEW || found->more))
		to->all = all_of(req, g, v->query);
	v->group_count++;
	return OK;
}

/* All kinds, or the one of "kind"; an unknown one is no page. */
static enum err chosen(struct request *req, const struct group **ret_first,
		       size_t *ret_count)
{
	const char *kind = req_arg(req, "kind");

	*ret_first = groups;
	*ret_count = FIND_GROUPS;
	for (size_t i = 0; !str_empty(kind) && i < FIND_GROUPS; i++)
		if (str_same(groups[i].kind, kind)) {
			*ret_first = &groups[i];
			*ret_count = 1;
		}
	return str_empty(kind) || *ret_count == 1 ? OK : ERR_NOT_FOUND;
}

static enum err find(struct request *req, struct find_view *v)
{
	struct search_wanted w = {.query = v->query};
	struct search_found found[FIND_GROUPS];
	const char *kinds[FIND_GROUPS];
	const struct group *first;
	size_t count;
	enum err err = chosen(req, &first, &count);

	if (!err && search_near(req_arg(req, "near"), &w))
		err = ERR_NOT_FOUND;
	if (err || !*v->query)
		return err;
	for (size_t i = 0; i < count; i++)
		kinds[i] = first[i].kind;
	err = search_find_kinds(req->db, req->arena, &w, kinds, count, found);
	for (size_t i = 0; i < count && !err; i++)
		err = add_group(req, &first[i], &found[i],
				count == 1 ? MANY : FEW, v);
	if (err)
		return err;
	v->meant = found[0].meant;
	if (count == 1)
		v->everything = arena_printf(
			req->arena, "/%s/search?q=%s", lang_codes[req->lang],
			url_encode_value(req->arena, v->query));
	return OK;
}

enum err find_page_show(struct request *req, struct response *res)
{
	struct find_view v = {
		.query = str_trim(req->arena, req_arg(req, "q")),
	};
	struct out *o;
	enum err err = find(req, &v);

	if (err)
		return err;
	o = page_begin(
		req, res,
		&(struct page){.title = page_title(req, W_find_title, v.query),
			       .noindex = true});
	tpl_matter_find(o, &v);
	return page_end(o);
}
