/*
 * notice_show.c: notices in the reader's language.
 */
#include "notice/notice_show.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "tenant/tenant.h"

#include <inttypes.h>

enum { EXCERPT = 300 };

static const enum word kinds[NOTICE__COUNT] = {
	[NOTICE_DISRUPTION] = W_notice_kind_disruption,
	[NOTICE_NEWS] = W_notice_kind_news,
	[NOTICE_FAQ] = W_notice_kind_faq,
};

/* The name a feed's entry keeps wherever the service moves (RFC 4151). */
static const char *entry_id(struct arena *a, const struct public_notice *n)
{
	const char *host = strstr(tenant_now()->base_url, "://") + 3;

	return arena_printf(a, "tag:%s,%d:notice:%" PRId64,
			    arena_strndup(a, host, strcspn(host, ":/")),
			    date_of(n->published_at).year, n->id);
}

static enum err item_of(struct request *req, const struct public_notice *n,
			struct notice_item *ret_item)
{
	const enum lang lang = notice_lang(n, req->lang);
	struct arena *a = req->arena;
	struct notice_names names;
	enum err err = notice_names(req->db, n, req->lang, &names);

	if (err)
		return err;
	*ret_item = (struct notice_item){
		.title = n->title[lang],
		.text = utf8_clip_words(a, n->text[lang], EXCERPT),
		.lang = lang_codes[lang],
		.href = arena_printf(a, "/%s/notices/%" PRId64,
				     lang_codes[req->lang], n->id),
		.kind = kinds[n->kind],
		.has_kind = true,
		.more = utf8_length(n->text[lang]) > EXCERPT,
		.topic = arena_strdup(a, names.topic),
		.area = arena_strdup(a, names.area),
		.from_us = n->starts_at,
		.until_us = n->ends_at == NOTICE_OPEN ? 0 : n->ends_at - 1,
		.id = entry_id(a, n),
		.published_us = n->published_at > n->starts_at ? n->published_at
							       : n->starts_at,
		.updated_us = n->updated_at,
	};
	ret_item->url = arena_printf(a, "%s%s", req->origin, ret_item->href);
	return OK;
}

enum err notice_items(struct request *req, const struct notices *of,
		      struct notice_items *ret_items)
{
	struct notice_item *items =
		arena_array(req->arena, of->count + 1, sizeof(*items));
	enum err err = OK;

	for (size_t i = 0; i < of->count && !err; i++)
		err = item_of(req, &of->list[i], &items[i]);
	*ret_items = (struct notice_items){items, of->count};
	return err;
}

enum err notice_items_of(struct request *req, enum notice_kind kind, size_t max,
			 struct notice_items *ret_items)
{
	struct notices all;
	size_t first = 0, n = 0;
	enum err err = notices_now(req->db, req->arena, &all);

	if (err)
		return err;
	while (first < all.count && all.list[first].kind != kind)
		first++;
	while (n < max && first + n < all.count &&
	       all.list[first + n].kind == kind)
		n++;
	return notice_items(req, &(struct notices){all.list + first, n},
			    ret_items);
}

enum err notice_items_topic(struct request *req, int64_t topic_id,
			    struct notice_items *ret_items)
{
	struct notices found;
	enum err err = notices_of_topic(req->db, req->arena, topic_id, &found);

	return err ? err : notice_items(req, &found, ret_items);
}
