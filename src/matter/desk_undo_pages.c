/*
 * desk_undo_pages.c: an answer that was sent and has not left: said on the next
 * page, whichever it is, and taken back by whoever sent it.
 */
#include "base/clock.h"
#include "base/str.h"
#include "matter/desk.h"
#include "matter/desk_draft.h"
#include "matter/desk_pages.h"
#include "matter/group.h"
#include "matter/outgoing.h"

#include <inttypes.h>

static const char *time_text(struct request *req, int64_t us)
{
	const char mark = req->lang == LANG_EN ? ':' : '.';
	int hour, minute;

	clock_local_hm(us, &hour, &minute);
	return arena_printf(req->arena, "%d%c%02d%c%02d", hour, mark, minute,
			    mark, (int)(us / SECOND_US % 60));
}

static const char *says(struct request *req, const struct outgoing *o,
			const struct matter *m, bool itself)
{
	const enum word of = o->interim ? W_undo_interim_of : W_undo_answer_of;
	const enum word said = o->interim ? W_undo_interim : W_undo_answer;
	const enum word here = o->promise  ? W_undo_promise
			       : o->passed ? W_undo_pass
					   : said;
	const char *time = time_text(req, o->leaves_at);

	if (itself)
		return word_fill(req->arena, req->lang, here,
				 WORDS(WORD_TEXT("time", time)));
	return word_fill(
		req->arena, req->lang, of,
		WORDS(WORD_TEXT("number", matter_number(req->arena, m)),
		      WORD_TEXT("time", time)));
}

void desk_undo_group(struct request *req, const struct group_answer *g,
		     struct desk_undo *ret_undo)
{
	const enum word says_it =
		g->interim ? W_undo_group_interim : W_undo_group_answer;

	if (!g->leaves_at)
		return;
	*ret_undo = (struct desk_undo){
		.text = word_fill(
			req->arena, req->lang, says_it,
			WORDS(WORD_TEXT("time", time_text(req, g->leaves_at)))),
		.from = "",
	};
	if (g->staff_id == req->session->staff_id)
		ret_undo->action = arena_printf(
			req->arena, "/staff/groups/%" PRId64 "/undo",
			g->group_id);
}

/* It was said to a whole group. */
static enum err of_group(struct request *req, int64_t answer_id,
			 struct desk_undo *ret_undo)
{
	struct group_answer g;
	enum err err = group_answer_get(req->db, req->arena, answer_id, &g);

	if (!err)
		desk_undo_group(req, &g, ret_undo);
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err desk_undo_make(struct request *req, const struct matter *m,
			bool itself, struct desk_undo *ret_undo)
{
	struct outgoing o;
	enum err err = outgoing_get(req->db, req->arena, m->id, &o);

	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	if (o.answer_id)
		return of_group(req, o.answer_id, ret_undo);
	*ret_undo = (struct desk_undo){
		.text = says(req, &o, m, itself),
		.from = desk_from(req).text,
	};
	if (o.staff_id == req->session->staff_id)
		ret_undo->action =
			arena_printf(req->arena, "%s/undo", desk_base(req, m));
	return OK;
}

enum err desk_undo_before(struct request *req, struct desk_undo *ret_undo)
{
	const char *done = req_arg(req, "done");
	int64_t year, number;
	struct matter m;
	enum err err;

	if (!str_same(done, "answered_held") && !str_same(done, "interim_held"))
		return OK;
	if (matter_number_parse(req_arg(req, "was"), &year, &number))
		return OK;
	err = matter_by_number(req->db, req->arena, year, number, &m);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	if (!matter_visible(req->db, req->arena, req->session, &m))
		return OK;
	return desk_undo_make(req, &m, false, ret_undo);
}

enum err desk_sent(struct request *req, struct response *res,
		   const struct matter *m, bool interim)
{
	const bool on = desk_from(req).queue != NULL;
	const char *how = on ? "_on" : "";
	struct outgoing o;
	enum err err = outgoing_get(req->db, req->arena, m->id, &o);

	if (err && err != ERR_NOT_FOUND)
		return err;
	if (!err)
		how = "_held";
	how = arena_printf(req->arena, "%s%s", interim ? "interim" : "answered",
			   how);
	return on ? desk_onward(req, res, m, how) : desk_back(req, res, m, how);
}

enum err desk_page_undo(struct request *req, struct response *res)
{
	enum draft_kind kind;
	struct matter m;
	enum err err;

	err = desk_matter(req, &m);
	if (err)
		return err;
	err = matter_undo(req->db, req->arena, req->session, m.id, &kind);
	if (err == ERR_CONFLICT)
		return desk_back(req, res, &m, "undo_late");
	if (err)
		return err;
	return res_redirect(
		req, res, "%s&done=undone",
		desk_draft_path(req, &m, kind, desk_from(req).text));
}
