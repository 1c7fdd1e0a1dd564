/*
 * desk_call_pages.c: calling somebody who asked for it, on the page of the
 * matter: the number to press, the time that suits, what came of it.
 */
#include "matter/desk_pages.h"

#include "base/str.h"
#include "matter/callback.h"
#include "matter/desk.h"

static const enum word part_words[CALL_PART__COUNT] = {
	[CALL_ANY] = W_call_desk_any,
	[CALL_MORNING] = W_call_desk_morning,
	[CALL_AFTERNOON] = W_call_desk_afternoon,
};

static const enum word result_words[CALL_RESULT__COUNT] = {
	[CALL_REACHED] = W_call_result_reached,
	[CALL_NO_ANSWER] = W_call_result_no_answer,
	[CALL_BUSY] = W_call_result_busy,
	[CALL_WRONG_NUMBER] = W_call_result_wrong,
};

static struct choice results(struct request *req,
			     const struct desk_refusal *why)
{
	struct option *list =
		arena_array(req->arena, CALL_RESULT__COUNT, sizeof(*list));

	for (int i = 0; i < CALL_RESULT__COUNT; i++)
		list[i] = (struct option){
			.value = call_results[i],
			.label = word(req->lang, result_words[i]),
			.selected = str_same(req_field(req, "result"),
					     call_results[i]),
		};
	return (struct choice){
		.name = "result",
		.label = word(req->lang, W_call_result),
		.error = why->form == DESK_CALL ? word(req->lang, why->error)
						: NULL,
		.plain = true,
		.options = list,
		.option_count = CALL_RESULT__COUNT,
	};
}

enum err desk_call_add(struct request *req, const struct matter *m,
		       const struct desk_refusal *why, struct desk_show *v)
{
	struct call_tries tries;
	struct callback call;
	enum err err;

	if (!m->is_open || !str_same(m->kind, "callback"))
		return OK;
	err = callback_get(req->db, req->arena, m->id, &call);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	err = call_tries(req->db, req->arena, m->id, &tries);
	if (err)
		return err;
	v->call = (struct desk_call){
		.shown = true,
		.day_us = call.from_at,
		.part = call_words(req->arena, req->lang, part_words, call.part,
				   call_promised(&call)),
		.failed = tries.failed,
		.may_end = call_may_end(&tries),
		.result = results(req, why),
		.note = {.name = "call_note",
			 .label = word(req->lang, W_call_note),
			 .value = req_field(req, "call_note"),
			 .rows = 2},
	};
	return OK;
}

/* ERR_INVALID: nothing was chosen. */
static enum err read_result(const struct request *req,
			    struct called *ret_called)
{
	for (int i = 0; i < CALL_RESULT__COUNT; i++)
		if (str_same(req_field(req, "result"), call_results[i])) {
			*ret_called = (struct called){
				(enum call_result)i,
				req_field(req, "call_note"),
			};
			return OK;
		}
	return ERR_INVALID;
}

static enum err refuse(struct request *req, struct response *res,
		       const struct matter *m, enum err why)
{
	struct desk_refusal r = {
		.form = DESK_CALL,
		.field = "result-0",
		.error = W_call_bad_result,
		.status = 422,
	};

	if (why == ERR_CONFLICT)
		r = (struct desk_refusal){
			.error = W_desk_changed_title,
			.status = 409,
		};
	else if (why != ERR_INVALID)
		return why;
	return desk_show_render(req, res, m, &r);
}

/* Whoever was reached was told something: that is the answer to write down. */
enum err desk_page_call(struct request *req, struct response *res)
{
	struct called called;
	struct matter m;
	int64_t version;
	enum err err = desk_matter_form(req, &m, &version);

	if (err)
		return err;
	err = read_result(req, &called);
	if (!err)
		err = matter_called(req->db, req->arena, req->session, m.id,
				    version, &called);
	if (err)
		return refuse(req, res, &m, err);
	return desk_back(req, res, &m,
			 called.result == CALL_REACHED ? "reached" : "called");
}

enum err desk_page_call_end(struct request *req, struct response *res)
{
	struct matter m;
	int64_t version;
	enum err err = desk_matter_form(req, &m, &version);

	if (err)
		return err;
	err = matter_call_end(req->db, req->arena, req->session, m.id, version);
	if (err)
		return refuse(req, res, &m, err);
	return desk_back(req, res, &m, "answered");
}
