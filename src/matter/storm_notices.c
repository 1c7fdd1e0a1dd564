/*
 * storm_notices.c: the notices of the storms that run, in the reader's
 * language.
 */
#include "matter/storm_notices.h"

#include "matter/names.h"
#include "matter/storm.h"

enum err storm_notices(struct request *req, struct storm_notices *ret_notices)
{
	const int64_t now = clock_now_us();
	const struct names *names;
	const char **texts;
	size_t n = 0;
	enum err err = names_get(req->db, &names);

	if (err)
		return err;
	texts = arena_array(req->arena, names->storm_count + 1, sizeof(*texts));
	for (size_t i = 0; i < names->storm_count; i++) {
		const struct storm *s = &names->storms[i];

		if (s->ends_at > now && !names_confidential(names, s->topic_id))
			texts[n++] = s->notice[req->lang];
	}
	*ret_notices = (struct storm_notices){texts, n};
	return OK;
}
