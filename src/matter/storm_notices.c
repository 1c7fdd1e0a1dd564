/*
 * storm_notices.c: the notices of the storms that run, in the reader's
 * language.
 */
#include "matter/storm_notices.h"

#include "matter/storm.h"

enum err storm_notices(struct request *req, struct storm_notices *ret_notices)
{
	struct storms now;
	const char **texts;
	enum err err = storms_now(req->db, req->arena, &now);

	if (err)
		return err;
	texts = arena_array(req->arena, now.count + 1, sizeof(*texts));
	for (size_t i = 0; i < now.count; i++)
		texts[i] = now.list[i].notice[req->lang];
	*ret_notices = (struct storm_notices){texts, now.count};
	return OK;
}
