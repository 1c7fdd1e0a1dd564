/*
 * home_pages.c: where a resident begins: one clear start, what happens then,
 * and the newest answers others got.
 */
#include "matter/home_pages.h"

#include "base/str.h"
#include "base/utf8.h"
#include "html/page.h"
#include "matter/home_views.h"
#include "matter/matter_tpl.h"
#include "matter/names.h"
#include "matter/storm_notices.h"
#include "notice/notice_show.h"
#include "tenant/tenant.h"

#include <inttypes.h>

enum { NEWS = 3, DISRUPTIONS = 5, ROWS = 5, LOOKED_AT = 20, EXCERPT = 160 };

static struct home_row row_of(struct request *req, const struct names *names,
			      const struct publication *p)
{
	return (struct home_row){
		.number = arena_printf(req->arena, "%" PRId64 "-%" PRId64,
				       p->number_year, p->number),
		.title = matter_heading(req->arena, p->title, p->text),
		.excerpt = utf8_clip_words(req->arena, p->answer, EXCERPT),
		.topic = names_topic(names, p->topic_id, req->lang),
		.lang = lang_codes[p->lang],
		.at_us = p->answered_at ? p->answered_at : p->published_at,
	};
}

/* The newest that were answered in public. */
static enum err add_rows(struct request *req, struct home_view *v)
{
	const struct publication_filter newest = {.type = "",
						  .limit = LOOKED_AT};
	struct home_row *rows = arena_array(req->arena, ROWS, sizeof(*rows));
	const struct names *names;
	struct publication_page p;
	enum err err;

	err = names_get(req->db, &names);
	if (!err)
		err = publication_page(req->db, req->arena, &newest, &p);
	if (err)
		return err;
	for (size_t i = 0; i < p.count && v->row_count < ROWS; i++)
		if (str_same(p.list[i].answer_state, "public"))
			rows[v->row_count++] = row_of(req, names, &p.list[i]);
	v->rows = rows;
	return OK;
}

/* What is wrong now comes first. */
static enum err add_notices(struct request *req, struct home_view *v)
{
	enum err err = storm_notices(req, &v->storms);

	if (!err)
		err = notice_items_of(req, NOTICE_DISRUPTION, DISRUPTIONS,
				      &v->disruptions);
	if (!err)
		err = notice_items_of(req, NOTICE_NEWS, NEWS, &v->news);
	return err;
}

enum err home_page_show(struct request *req, struct response *res)
{
	struct home_view v = {
		.name = req->brand->name[req->lang],
		.urgent_phone = req->brand->urgent_phone,
		.answer_days = tenant_now()->answer_workdays,
		.code.field = {.name = "code",
			       .label = word(req->lang, W_follow_code),
			       .hint = word(req->lang, W_follow_code_hint),
			       .value = "",
			       .plain = true,
			       .autocomplete = "off"},
	};
	struct out *o;
	enum err err;

	err = add_rows(req, &v);
	if (!err)
		err = add_notices(req, &v);
	if (err)
		return err;
	o = page_begin(req, res,
		       &(struct page){.title = word(req->lang, W_home_title),
				      .feed = arena_printf(
					      req->arena, "/%s/notices.atom",
					      lang_codes[req->lang])});
	tpl_matter_home(o, &v);
	return page_end(o);
}
