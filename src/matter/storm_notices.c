/*
 * storm_notices.c: the notices of the storms that run, in the reader's
 * language.
 */
#include "matter/storm_notices.h"

#include "html/out.h"
#include "matter/storm.h"

enum err storm_notices(struct request *req, struct notice_items *ret_items)
{
	struct notice_item *items;
	struct storms now;
	enum err err = storms_now(req->db, req->arena, &now);

	if (err)
		return err;
	items = arena_array(req->arena, now.count + 1, sizeof(*items));
	for (size_t i = 0; i < now.count; i++)
		items[i] = (struct notice_item){
			.title = word(req->lang, W_storm_now),
			.text = now.list[i].notice[req->lang],
			.lang = lang_codes[req->lang],
		};
	*ret_items = (struct notice_items){items, now.count};
	return OK;
}
