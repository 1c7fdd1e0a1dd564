/*
 * desk_due_pages.c: dates that a person sets on a matter: one promised to the
 * sender, and one to be reminded oneself. Two forms of one page.
 */
#include "matter/desk_pages.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/typed.h"
#include "base/utf8.h"
#include "matter/desk.h"
#include "matter/desk_due_views.h"
#include "matter/draft.h"
#include "matter/matter_tpl.h"
#include "matter/outgoing.h"
#include "matter/promised.h"
#include "matter/remind.h"
#include "tenant/form.h"

struct edit {
	struct matter m;
	int64_t promised_at; /* 0 = none yet */
	struct remind_wish wish;
	bool typed_promise, typed_wish;
	struct draft draft; /* of a promise that was taken back */
	const char *bad_date, *bad_note, *bad_day; /* NULL = nothing */
	bool changed;
	int status;
};

static const char *date_field(struct request *req, int64_t at)
{
	return at ? date_iso(req->arena, date_of(at)) : "";
}

static const char *promise_date(struct request *req, const struct edit *e)
{
	if (e->typed_promise)
		return req_field(req, "date");
	return e->draft.saved_at ? e->draft.reason
				 : date_field(req, e->promised_at);
}

static void add_fields(struct request *req, const struct edit *e,
		       struct desk_due_view *v)
{
	enum lang l = req->lang;

	v->date = (struct field){
		.name = "date",
		.label = word(l, W_promised_date),
		.type = "date",
		.required = true,
		.value = promise_date(req, e),
		.error = e->bad_date,
	};
	v->note = (struct field){
		.name = "note",
		.label = word(l, W_promised_note),
		.hint = word(l, e->promised_at ? W_promised_note_change
					       : W_promised_note_hint),
		.value = e->typed_promise ? req_field(req, "note")
					  : e->draft.text,
		.required = e->promised_at != 0,
		.error = e->bad_note,
		.rows = 4,
	};
	v->day = (struct field){
		.name = "day",
		.label = word(l, W_wish_day),
		.hint = word(l, W_wish_hint),
		.type = "date",
		.plain = true,
		.value = e->typed_wish ? req_field(req, "day")
				       : date_field(req, e->wish.at),
		.error = e->bad_day,
	};
}

static enum err show(struct request *req, struct response *res,
		     const struct edit *e)
{
	struct desk_due_view v = {
		.base = desk_base(req, &e->m),
		.number = matter_number(req->arena, &e->m),
		.lang = lang_codes[e->m.lang],
		.changed = e->changed,
		.done = desk_done(req),
		.may_promise = e->m.is_open,
		.promised_us = e->promised_at,
		.wish_us = e->wish.at,
	};
	struct out *o;
	enum err err = desk_look(req, res, &e->m);

	if (!err)
		err = desk_nav(req, NULL, &v.nav);
	if (!err)
		err = desk_place(req, &e->m, &v.place);
	if (err)
		return err;
	add_fields(req, e, &v);
	error_add(req, &v.errors, "date", v.date.error);
	error_add(req, &v.errors, "note", v.note.error);
	error_add(req, &v.errors, "day", v.day.error);
	o = page_begin(req, res,
		       &(struct page){
			       .title = word_fill(
				       req->arena, req->lang, W_due_page_title,
				       WORDS(WORD_TEXT("number", v.number))),
			       .nav = NAV_ALL,
			       .status = e->status,
			       .error_count = (int)v.errors.error_count,
			       .secret = true,
			       .wide = true,
		       });
	tpl_matter_desk_due(o, &v);
	return page_end(o);
}

static struct draft_of draft_here(const struct request *req,
				  const struct edit *e)
{
	return (struct draft_of){req->session->staff_id, e->m.id,
				 DRAFT_PROMISE};
}

static enum err begin(struct request *req, struct edit *e)
{
	const struct draft_of of = draft_here(req, e);
	enum err err =
		matter_promised(req->db, req->arena, e->m.id, &e->promised_at);

	if (!err)
		err = draft_get(req->db, req->arena, &of, &e->draft);
	if (err)
		return err;
	return remind_me_get(req->db, req->arena, req->session, e->m.id,
			     &e->wish);
}

enum err desk_page_due(struct request *req, struct response *res)
{
	struct edit e = {0};
	enum err err = desk_matter(req, &e.m);

	if (err)
		return err;
	if (matter_confidential(req->db, req->arena, &e.m))
		return desk_confidential(req, res, &e.m, "/due");
	err = begin(req, &e);
	return err ? err : show(req, res, &e);
}

enum err desk_page_due_logged(struct request *req, struct response *res)
{
	struct edit e = {0};
	enum err err = desk_matter(req, &e.m);

	if (!err)
		err = begin(req, &e);
	return err ? err : show(req, res, &e);
}

/* What a person can mend, or 0. */
static void judge_promise(struct request *req, struct date *ret_date,
			  struct edit *e)
{
	const char *note = req_field(req, "note");
	const int64_t today = date_to_days(date_of(clock_now_us()));

	if (date_typed(field_line(req, "date"), ret_date) ||
	    date_to_days(*ret_date) < today)
		e->bad_date = word(req->lang, W_promised_bad_date);
	else if (e->promised_at && date_to_days(date_of(e->promised_at)) ==
					   date_to_days(*ret_date))
		e->bad_date = word(req->lang, W_promised_same_date);
	if (e->promised_at && str_empty(note))
		e->bad_note = word(req->lang, W_promised_bad_note);
	if (utf8_length(note) > REPLY_MAX)
		e->bad_note = word(req->lang, W_desk_error_long);
}

/* Its page says until when it can be taken back. */
static enum err promised(struct request *req, struct response *res,
			 const struct edit *e)
{
	const struct draft_of of = draft_here(req, e);
	struct outgoing o;
	enum err err = draft_drop(req->db, &of);

	if (!err)
		err = outgoing_get(req->db, req->arena, e->m.id, &o);
	if (err && err != ERR_NOT_FOUND)
		return err;
	return desk_back(req, res, &e->m, err ? "promised" : "promised_held");
}

enum err desk_page_promise(struct request *req, struct response *res)
{
	struct promised p = {.note = req_field(req, "note")};
	struct edit e = {.typed_promise = true};
	int64_t version;
	enum err err;

	err = desk_matter_form(req, &e.m, &version);
	if (!err)
		err = begin(req, &e);
	if (err)
		return err;
	judge_promise(req, &p.date, &e);
	if (e.bad_date || e.bad_note) {
		e.status = 422;
		return show(req, res, &e);
	}
	err = matter_promise(req->db, req->arena, req->session, e.m.id, version,
			     &p);
	if (!err)
		return promised(req, res, &e);
	if (err != ERR_CONFLICT && err != ERR_INVALID)
		return err;
	e.changed = err == ERR_CONFLICT;
	e.bad_date = e.changed ? NULL : word(req->lang, W_promised_bad_date);
	e.status = e.changed ? 409 : 422;
	return show(req, res, &e);
}

enum err desk_page_remind(struct request *req, struct response *res)
{
	struct remind_wish w = {.note = ""};
	struct edit e = {.typed_wish = true};
	const char *day = field_line(req, "day");
	struct date d;
	int64_t version;
	enum err err;

	err = desk_matter_form(req, &e.m, &version);
	if (!err)
		err = begin(req, &e);
	if (err)
		return err;
	if (!str_empty(day))
		w.at = date_typed(day, &d) ? 1 : date_start_us(d);
	err = remind_me_set(req->db, req->arena, req->session, e.m.id, &w);
	if (err == ERR_INVALID) {
		e.bad_day = word(req->lang, W_wish_bad_day);
		e.status = 422;
		return show(req, res, &e);
	}
	return err ? err
		   : desk_back(req, res, &e.m,
			       w.at ? "reminding" : "not_reminding");
}
