/*
 * desk_earlier.c: earlier answers beside the one that is being written: to
 * read, and to start from.
 */
#include "matter/desk_earlier.h"

#include "base/str.h"
#include "html/out.h"
#include "matter/desk.h"
#include "matter/earlier.h"

#include <inttypes.h>

/* Its page on the desk, or in the open. */
static const char *address(struct request *req, const struct earlier *e,
			   const char *number)
{
	if (e->visible)
		return arena_printf(req->arena, "/staff/matters/%s", number);
	return arena_printf(req->arena, "/%s/matters/%s", lang_codes[req->lang],
			    number);
}

enum err desk_earlier_add(struct request *req, const struct matter *m,
			  struct desk_answer *v)
{
	struct desk_earlier *to;
	struct earlier *list;
	size_t n;
	enum err err;

	err = earlier_list(req->db, req->arena, req->session, m, &list, &n);
	if (err)
		return err;
	to = arena_array(req->arena, n + 1, sizeof(*to));
	for (size_t i = 0; i < n; i++) {
		const struct matter named = {
			.number_year = list[i].number_year,
			.number = list[i].number,
		};
		const char *number = matter_number(req->arena, &named);

		to[i] = (struct desk_earlier){
			.id = arena_printf(req->arena, "%" PRId64, list[i].id),
			.number = number,
			.href = address(req, &list[i], number),
			.place = list[i].place,
			.answer = list[i].answer,
			.at_us = list[i].answered_at,
			.near = list[i].near,
		};
	}
	v->earlier = to;
	v->earlier_count = n;
	return OK;
}
