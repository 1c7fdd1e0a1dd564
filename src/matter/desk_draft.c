/*
 * desk_draft.c: keeping what is being written.
 */
#include "matter/desk_draft.h"

#include "base/clock.h"
#include "base/str.h"
#include "http/url.h"
#include "matter/desk.h"
#include "staff/staff.h"

static struct draft typed(const struct request *req)
{
	return (struct draft){
		.text = req_field(req, "text"),
		.outcome = req_field(req, "outcome"),
		.reason = req_field(req, "reason"),
	};
}

static struct draft_of of(const struct request *req, const struct matter *m,
			  enum draft_kind kind)
{
	return (struct draft_of){req->session->staff_id, m->id, kind};
}

enum err desk_draft_read(struct request *req, const struct matter *m,
			 enum draft_kind kind, struct draft *ret_draft)
{
	struct draft_of mine = of(req, m, kind);

	if (req_has_field(req, "text")) {
		*ret_draft = typed(req);
		return OK;
	}
	return draft_get(req->db, req->arena, &mine, ret_draft);
}

enum err desk_draft_keep(struct request *req, const struct matter *m,
			 enum draft_kind kind)
{
	struct draft_of mine = of(req, m, kind);
	struct draft d = typed(req);

	return draft_put(req->db, &mine, &d, clock_now_us());
}

enum err desk_draft_sent(struct request *req, const struct matter *m,
			 enum draft_kind kind)
{
	struct draft_of mine = of(req, m, kind);

	return draft_drop(req->db, &mine);
}

/* ---- saved by itself, or by a button ---- */

static bool step_is(const struct request *req, const char *step)
{
	return str_same(req_field(req, "step"), step);
}

bool desk_draft_wanted(const struct request *req)
{
	return step_is(req, "autosave") || step_is(req, "draft") ||
	       step_is(req, "discard");
}

const char *desk_draft_path(struct request *req, const struct matter *m,
			    enum draft_kind kind, const char *from)
{
	static const char *const rest[] = {
		[DRAFT_ANSWER] = "/answer?from=",
		[DRAFT_INTERIM] = "/answer?kind=interim&from=",
		[DRAFT_NOTE] = "?from=",
		[DRAFT_PROMISE] = "/due?from=",
		[DRAFT_PASS] = "/pass?from=",
	};

	return arena_printf(req->arena, "%s%s%s", desk_base(req, m), rest[kind],
			    from);
}

/* For the script: what it shows below the field. */
static enum err say_saved(struct request *req, struct response *res)
{
	const char *said = word_fill(
		req->arena, req->lang, W_draft_saved,
		WORDS(WORD_TEXT("when", text_datetime(req->arena, req->lang,
						      clock_now_us()))));

	res->type = "text/plain; charset=utf-8";
	res->body = said;
	res->body_len = strlen(said);
	res->secret = true;
	return OK;
}

enum err desk_draft_step(struct request *req, struct response *res,
			 const struct draft_form *f)
{
	bool discard = step_is(req, "discard");
	enum err err =
		discard ? draft_drop(req->db, &f->of)
			: draft_put(req->db, &f->of, &f->typed, clock_now_us());

	if (err)
		return err;
	if (step_is(req, "autosave"))
		return say_saved(req, res);
	return res_redirect(req, res, "%s&done=%s", f->path,
			    discard ? "undrafted" : "drafted");
}

enum err desk_draft_do(struct request *req, struct response *res,
		       const struct matter *m, enum draft_kind kind)
{
	const struct draft_form f = {
		.of = of(req, m, kind),
		.typed = typed(req),
		.path = desk_draft_path(req, m, kind, desk_from(req).text),
	};

	return desk_draft_step(req, res, &f);
}

/* ---- the session ended meanwhile ---- */

static enum draft_kind kind_of(const struct request *req)
{
	if (!strstr(req->path, "/answer"))
		return DRAFT_NOTE;
	return str_same(req_field(req, "kind"), "interim") ? DRAFT_INTERIM
							   : DRAFT_ANSWER;
}

enum err desk_draft_rescue(struct request *req, struct response *res,
			   struct draft_form *f)
{
	enum err err = session_ended(req->db, req->arena,
				     req_cookie(req, SESSION_COOKIE),
				     req_field(req, "csrf"), &f->of.staff_id);

	if (!err)
		err = draft_put(req->db, &f->of, &f->typed, clock_now_us());
	if (err)
		return err;
	return res_redirect(req, res, "/staff/login?done=kept&next=%s",
			    url_encode_value(req->arena, f->path));
}

enum err desk_draft_expired(struct request *req, struct response *res)
{
	const enum draft_kind kind = kind_of(req);
	struct draft_form f = {.of.kind = kind, .typed = typed(req)};
	int64_t year, number;
	struct matter m;
	enum err err;

	if (matter_number_parse(req->param[0], &year, &number))
		return ERR_LOGIN;
	err = matter_by_number(req->db, req->arena, year, number, &m);
	if (err)
		return err == ERR_NOT_FOUND ? ERR_LOGIN : err;
	f.of.matter_id = m.id;
	f.path = desk_draft_path(req, &m, kind, "");
	return desk_draft_rescue(req, res, &f);
}
