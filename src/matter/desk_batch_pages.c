/*
 * desk_batch_pages.c: one act on many matters: reading what was chosen in a
 * queue, checking what was typed, doing it, and the page with what became of
 * each. Works without scripts: the queue is a form that leads here.
 */
#include "base/str.h"
#include "base/utf8.h"
#include "matter/desk.h"
#include "matter/desk_batch.h"
#include "matter/desk_pages.h"
#include "matter/handover.h"
#include "matter/rules.h"
#include "template/template.h"
#include "tenant/form.h"

#include <inttypes.h>

/* ---- what was chosen ---- */

static bool has(const struct batch *b, int64_t id)
{
	for (size_t i = 0; i < b->count; i++)
		if (b->items[i].matter_id == id)
			return true;
	return false;
}

/* "id.version" */
static void add_pick(struct arena *a, struct batch *b, const char *text)
{
	struct batch_item item = {.result = BATCH_GONE};
	size_t n = strcspn(text, ".");

	if (!text[n] || b->count == BATCH_MAX ||
	    parse_int(arena_strndup(a, text, n), &item.matter_id) ||
	    parse_int(text + n + 1, &item.version))
		return;
	if (item.matter_id > 0 && item.version > 0 && !has(b, item.matter_id))
		b->items[b->count++] = item;
}

static void read_picks(struct request *req, struct batch *b)
{
	const bool post = req->method == METHOD_POST;
	const struct pair *list = post ? req->form->fields : req->args;
	const size_t n = post ? req->form->field_count : req->arg_count;

	b->items = arena_array(req->arena, BATCH_MAX, sizeof(*b->items));
	for (size_t i = 0; i < n; i++)
		if (str_same(list[i].name, "m"))
			add_pick(req->arena, b, list[i].value);
}

static enum err read_rows(struct desk_batch_form *f)
{
	struct request *req = f->req;
	struct rows_want want = {.lang = req->lang, .count = f->b.count};

	want.ids = arena_array(req->arena, f->b.count + 1, sizeof(*want.ids));
	for (size_t i = 0; i < f->b.count; i++)
		want.ids[i] = f->b.items[i].matter_id;
	return matter_rows(req->db, req->arena, req->session, &want, &f->list,
			   &f->count);
}

static enum err read_form(struct request *req, struct desk_batch_form *f)
{
	const char *act = req->method == METHOD_POST ? req_field(req, "act")
						     : req_arg(req, "act");

	*f = (struct desk_batch_form){
		.req = req,
		.b.staff_id = req->session->staff_id,
		.text = req_field(req, "text"),
		.reason = req_field(req, "reason"),
		.outcome = req_field(req, "outcome"),
	};
	if (batch_act_parse(act, &f->b.act))
		return *act ? ERR_INVALID : OK; /* nothing was chosen either */
	read_picks(req, &f->b);
	return read_rows(f);
}

/* Nothing was chosen: back to where it can be. */
static enum err nothing(struct request *req, struct response *res)
{
	const struct desk_from from = desk_from(req);

	return res_redirect(
		req, res, "%s%sdone=none_chosen",
		from.queue ? desk_queue_path(req->arena, from.queue, from.after,
					     from.filter)
			   : "/staff/queue/all",
		from.queue && (from.after.id || *from.filter) ? "&" : "?");
}

enum err desk_page_batch(struct request *req, struct response *res)
{
	struct desk_batch_form f;
	enum err err = read_form(req, &f);

	if (err)
		return err;
	return f.count ? desk_batch_render(&f, res, 200) : nothing(req, res);
}

/* ---- what was typed ---- */

static const char *text_fault(const struct desk_batch_form *f)
{
	const enum lang l = f->req->lang;
	const char *unfilled;

	if (utf8_length(f->text) > REPLY_MAX)
		return word(l, W_desk_error_long);
	if (f->b.act == BATCH_NOTE && str_empty(f->text))
		return word(l, W_desk_error_note);
	if (f->b.act != BATCH_ANSWER)
		return NULL;
	if (str_empty(f->text))
		return word(l, W_desk_error_answer);
	unfilled = template_unfilled(f->req->arena, f->text);
	if (!unfilled)
		return NULL;
	return word_fill(f->req->arena, l, W_desk_error_unfilled,
			 WORDS(WORD_TEXT("what", unfilled)));
}

static void check_outcome(struct desk_batch_form *f)
{
	const enum lang l = f->req->lang;
	enum outcome o = OUTCOME_NONE;

	if (f->b.act == BATCH_ANSWER)
		o = desk_answer_outcome(f->outcome);
	else if (outcome_parse(f->outcome, &o))
		o = OUTCOME_NONE;
	if (o == OUTCOME_NONE)
		f->outcome_error = word(l, W_desk_error_outcome);
	if (outcome_needs_reason(o) && str_empty(f->reason))
		f->reason_error = word(l, W_desk_error_reason);
	if (utf8_length(f->reason) > REPLY_MAX)
		f->reason_error = word(l, W_desk_error_long);
}

/* Where it goes by the rules is known of each matter only. */
static enum err check_target(struct desk_batch_form *f)
{
	struct request *req = f->req;
	struct route_to to = {.note = f->text};
	const struct matter none = {0};
	enum err err = OK;

	if (!str_empty(req_field(req, "to")))
		err = desk_target_parse(req, &none, &to);
	if (err == ERR_INVALID)
		f->target_error = word(req->lang, W_desk_error_target);
	if (err || !str_empty(f->text))
		return err == ERR_INVALID ? OK : err;
	for (size_t i = 0; i < f->count && !f->text_error; i++)
		if (to.unit_id &&
		    handover_needs_note(req->db, req->arena, req->session,
					&f->list[i].m, &to))
			f->text_error = word(req->lang, W_handover_error_note);
	return OK;
}

static enum err check(struct desk_batch_form *f, bool *ret_good)
{
	enum err err = OK;

	f->text_error = text_fault(f);
	if (f->b.act == BATCH_ANSWER || f->b.act == BATCH_CLOSE)
		check_outcome(f);
	if (f->b.act == BATCH_ROUTE)
		err = check_target(f);
	*ret_good = !f->text_error && !f->outcome_error && !f->reason_error &&
		    !f->target_error;
	return err;
}

/* ---- doing it ---- */

static enum err route_one(struct desk_batch_form *f, int64_t id,
			  int64_t version)
{
	struct request *req = f->req;
	struct route_to to = {.note = f->text};
	struct matter m;
	enum err err;

	err = matter_get(req->db, req->arena, id, &m);
	if (!err)
		err = desk_target_parse(req, &m, &to);
	return err ? err
		   : matter_route(req->db, req->arena, req->session, id,
				  version, &to);
}

static enum err close_one(struct desk_batch_form *f, int64_t id,
			  int64_t version)
{
	struct request *req = f->req;
	struct closing c = {.reason = f->reason};
	struct matter m;
	enum err err;

	err = matter_get(req->db, req->arena, id, &m);
	if (err)
		return err;
	c.outcome = desk_close_outcome(&m, f->outcome);
	return matter_close(req->db, req->arena, req->session, id, version, &c);
}

static enum err one(void *arg, int64_t id, int64_t version)
{
	struct desk_batch_form *f = arg;
	struct request *req = f->req;
	const struct answer answer = {
		.text = f->text,
		.outcome = desk_answer_outcome(f->outcome),
		.reason = f->reason,
		.told = {.by = ""},
	};

	switch (f->b.act) {
	case BATCH_ROUTE:
		return route_one(f, id, version);
	case BATCH_NOTE:
		return matter_note(req->db, req->arena, req->session, id,
				   f->text);
	case BATCH_ANSWER:
		return matter_answer(req->db, req->arena, req->session, id,
				     version, &answer);
	case BATCH_CLOSE:
		return close_one(f, id, version);
	case BATCH__COUNT:
		break;
	}
	return ERR_INTERNAL;
}

enum err desk_page_batch_do(struct request *req, struct response *res)
{
	const char *step = req_field(req, "step");
	struct desk_batch_form f;
	bool good;
	enum err err = read_form(req, &f);

	if (err)
		return err;
	if (!f.count)
		return nothing(req, res);
	if (str_same(step, "edit"))
		return desk_batch_render(&f, res, 200);
	err = check(&f, &good);
	if (err)
		return err;
	if (!good)
		return desk_batch_render(&f, res, 422);
	f.look = f.b.act == BATCH_ANSWER && !str_same(step, "send");
	if (f.look)
		return desk_batch_render(&f, res, 200);
	err = batch_run(req->db, &f.b, one, &f);
	if (err)
		return err;
	return res_redirect(req, res, "/staff/batch/%" PRId64 "?from=%s",
			    f.b.id, desk_from(req).text);
}

enum err desk_page_batch_done(struct request *req, struct response *res)
{
	struct batch b;
	int64_t id;
	enum err err = path_id(req, 0, &id);

	if (!err)
		err = batch_get(req->db, req->arena, req->session, id, &b);
	return err ? err : desk_batch_done_render(req, res, &b);
}
