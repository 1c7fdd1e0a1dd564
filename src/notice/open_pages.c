/*
 * open_pages.c: notices in the open: the list, one of them, the Atom feed.
 */
#include "notice/notice_pages.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "html/page.h"
#include "http/url.h"
#include "notice/notice_show.h"
#include "notice/notice_tpl.h"

#include <inttypes.h>

enum { FEED_ROWS = 50 };

static struct notices of_kind(struct request *req, const struct notices *all,
			      enum notice_kind kind, int64_t topic_id)
{
	struct public_notice *list =
		arena_array(req->arena, all->count + 1, sizeof(*list));
	size_t n = 0;

	for (size_t i = 0; i < all->count; i++)
		if (all->list[i].kind == kind &&
		    (!topic_id || all->list[i].topic_id == topic_id))
			list[n++] = all->list[i];
	return (struct notices){list, n};
}

/* ?topic=code; an unknown one is a page that does not exist. */
static enum err topic_asked(struct request *req, int64_t *ret_id)
{
	const char *code = req_arg(req, "topic");
	enum err err;

	*ret_id = 0;
	if (str_empty(code))
		return OK;
	err = notice_topic_id(req->db, code, ret_id);
	return err || *ret_id ? err : ERR_NOT_FOUND;
}

static const char *address(struct request *req, const char *rest)
{
	const char *topic = req_arg(req, "topic");

	return arena_printf(req->arena, "/%s/notices%s%s%s",
			    lang_codes[req->lang], rest,
			    str_empty(topic) ? "" : "?topic=",
			    url_encode_value(req->arena, topic));
}

enum err notice_page_all(struct request *req, struct response *res)
{
	struct notice_open_list v = {.feed = address(req, ".atom")};
	struct notice_items *const parts[NOTICE__COUNT] = {&v.disruptions,
							   &v.news, &v.faq};
	struct notices all, some;
	int64_t topic_id;
	struct out *o;
	enum err err = topic_asked(req, &topic_id);

	if (!err)
		err = notices_now(req->db, req->arena, &all);
	for (int kind = 0; kind < NOTICE__COUNT && !err; kind++) {
		some = of_kind(req, &all, (enum notice_kind)kind, topic_id);
		err = notice_items(req, &some, parts[kind]);
		v.count += some.count;
	}
	if (err)
		return err;
	o = page_begin(
		req, res,
		&(struct page){.title = word(req->lang, W_notice_open_title),
			       .feed = v.feed});
	tpl_notice_open_list(o, &v);
	return page_end(o);
}

/* Nobody knows of what was never published. */
static enum err shown(struct request *req, struct public_notice *ret_notice)
{
	int64_t id;
	enum err err = param_int(req, 0, &id);

	if (err)
		return ERR_NOT_FOUND;
	err = notice_get(req->db, req->arena, id, ret_notice);
	return !err && !ret_notice->published_at ? ERR_NOT_FOUND : err;
}

static const char *give_address(struct request *req,
				const struct public_notice *n)
{
	struct notice_names names;

	if (!n->topic_id || notice_names(req->db, n, req->lang, &names))
		return arena_printf(req->arena, "/%s/give",
				    lang_codes[req->lang]);
	return arena_printf(req->arena, "/%s/give?topic=%s",
			    lang_codes[req->lang], names.topic_code);
}

enum err notice_page_one(struct request *req, struct response *res)
{
	const int64_t now = clock_now_us();
	struct notice_open_show v = {0};
	struct notice_items items;
	struct public_notice n;
	struct out *o;
	enum err err = shown(req, &n);

	if (err)
		return err;
	if (n.state != NOTICE_PUBLISHED) {
		page_problem(req, res, 410);
		return OK;
	}
	if (n.starts_at > now)
		return ERR_NOT_FOUND;
	err = notice_items(req, &(struct notices){&n, 1}, &items);
	if (err)
		return err;
	v.item = items.items[0];
	v.item.text = n.text[notice_lang(&n, req->lang)];
	v.over = n.ends_at <= now;
	v.give = give_address(req, &n);
	o = page_begin(req, res,
		       &(struct page){.title = v.item.title,
				      .feed = address(req, ".atom")});
	tpl_notice_open_show(o, &v);
	return page_end(o);
}

/* ---- the feed ---- */

/* The newest of every kind. */
static struct notices newest(struct request *req, const struct notices *all,
			     int64_t topic_id)
{
	struct public_notice *list =
		arena_array(req->arena, all->count + 1, sizeof(*list));
	size_t n = 0;

	for (size_t i = 0; i < all->count; i++) {
		size_t at = n;

		if (topic_id && all->list[i].topic_id != topic_id)
			continue;
		for (; at && list[at - 1].updated_at < all->list[i].updated_at;
		     at--)
			list[at] = list[at - 1];
		list[at] = all->list[i];
		n++;
	}
	return (struct notices){list, n < FEED_ROWS ? n : FEED_ROWS};
}

enum err notice_page_feed(struct request *req, struct response *res)
{
	struct notice_feed v = {.name = req->brand->name[req->lang]};
	struct notices all, some;
	int64_t topic_id;
	struct out o;
	enum err err = topic_asked(req, &topic_id);

	if (!err)
		err = notices_now(req->db, req->arena, &all);
	if (err)
		return err;
	some = newest(req, &all, topic_id);
	err = notice_items(req, &some, &v.entries);
	if (err)
		return err;
	v.feed_url = arena_printf(req->arena, "%s%s", req->origin,
				  address(req, ".atom"));
	v.self_url =
		arena_printf(req->arena, "%s%s", req->origin, address(req, ""));
	/* Nothing yet, and Atom wants a time: the same one all day. */
	v.updated_us = some.count ? some.list[0].updated_at
				  : date_start_us(date_of(clock_now_us()));
	out_init(&o, req->arena, req->lang);
	tpl_notice_feed(&o, &v);
	res->type = "application/atom+xml; charset=utf-8";
	res->body = o.s.ptr;
	res->body_len = o.s.len;
	res->cache = "public, max-age=60";
	return res_tagged(req, res);
}
