/*
 * desk_answer_pages.c: writing an answer or an interim reply: the form, the
 * preview exactly as the resident will read it, the sending. Nothing typed is
 * lost, also when somebody else changed the matter meanwhile.
 */
#include "matter/desk_pages.h"

#include "base/str.h"
#include "base/utf8.h"
#include "html/page.h"
#include "matter/desk.h"
#include "matter/labels.h"
#include "matter/matter_tpl.h"
#include "staff/staff.h"

enum { ANSWER_MIN = 3 };

static enum err view_make(struct request *req, const struct matter *m,
			  struct desk_answer *ret_view)
{
	const char *outcome = req_field(req, "outcome");
	struct desk_answer v = {
		.number = matter_number(req->arena, m),
		.title = m->title,
		.original = m->text,
		.text = req_field(req, "text"),
		.reason = req_field(req, "reason"),
		.base = desk_base(req, m),
		.lang = lang_codes[m->lang],
		.lang_word = desk_lang_word(m->lang),
		.to = "",
		.version = m->version,
		.interim = str_same(req_field(req, "kind"), "interim") ||
			   str_same(req_arg(req, "kind"), "interim"),
	};
	struct party party;
	enum err err;

	err = matter_party(req->db, req->arena, m->id, &party);
	if (err && err != ERR_NOT_FOUND)
		return err;
	if (!err)
		v.to = party.mail;
	v.outcome = str_empty(outcome) ? "answered" : outcome;
	v.outcomes = desk_outcomes(req, true, v.outcome, &v.outcome_count);
	v.outcome_word = label_outcome(desk_outcome_parse(v.outcome, true));
	err = desk_nav(req, -1, &v.nav);
	if (!err)
		err = desk_entries(req, m, &v.entries, &v.entry_count);
	if (err)
		return err;
	*ret_view = v;
	return OK;
}

static enum err render(struct request *req, struct response *res,
		       const struct desk_answer *v, int status)
{
	enum word title =
		v->interim ? W_desk_interim_title : W_desk_answer_title;
	struct page page = {
		.title = word_fill(req->arena, req->lang, title,
				   WORDS(WORD_TEXT("number", v->number))),
		.status = status,
		.error_count = v->has_error,
		.secret = true,
		.wide = true,
	};
	struct out *o = page_begin(req, res, &page);

	if (v->preview)
		tpl_matter_desk_preview(o, v);
	else
		tpl_matter_desk_answer(o, v);
	return page_end(o);
}

/* Only those who handle the matter, and triage, answer it. */
static enum err begin(struct request *req, struct matter *ret_matter)
{
	struct matter m;
	enum err err = desk_matter(req, &m);

	if (err)
		return err;
	if (!(req->session->rights & PERM_TRIAGE) &&
	    m.handler_id != req->session->staff_id &&
	    !staff_may(req->db, req->arena, req->session, PERM_HANDLE,
		       m.unit_id))
		return ERR_DENIED;
	*ret_matter = m;
	return OK;
}

enum err desk_page_answer(struct request *req, struct response *res)
{
	struct desk_answer v;
	struct matter m;
	enum err err = begin(req, &m);

	if (!err)
		err = view_make(req, &m, &v);
	if (err)
		return err;
	return render(req, res, &v, 200);
}

static bool check(struct desk_answer *v)
{
	size_t n = utf8_length(v->text);
	enum outcome o = desk_outcome_parse(v->outcome, true);

	v->text_error = n < ANSWER_MIN || n > REPLY_MAX;
	if (v->text_error)
		v->error =
			n > REPLY_MAX ? W_desk_error_long : W_desk_error_answer;
	if (!v->interim && !v->text_error) {
		v->reason_error =
			o == OUTCOME_NONE ||
			(desk_outcome_needs_reason(o) && str_empty(v->reason));
		if (v->reason_error)
			v->error = o == OUTCOME_NONE ? W_desk_error_outcome
						     : W_desk_error_reason;
	}
	v->has_error = v->text_error || v->reason_error;
	return !v->has_error;
}

static enum err send(struct request *req, const struct matter *m,
		     int64_t version, const struct desk_answer *v)
{
	struct answer ans = {
		.text = v->text,
		.outcome = desk_outcome_parse(v->outcome, true),
		.reason = v->reason,
	};

	if (v->interim)
		return matter_interim(req->db, req->arena, req->session, m->id,
				      version, v->text);
	return matter_answer(req->db, req->arena, req->session, m->id, version,
			     &ans);
}

enum err desk_page_answer_send(struct request *req, struct response *res)
{
	struct desk_answer v;
	struct matter m;
	int64_t version;
	enum err err = begin(req, &m);

	if (!err)
		err = field_int(req, "version", &version);
	if (!err)
		err = view_make(req, &m, &v);
	if (err)
		return err;
	if (str_same(req_field(req, "step"), "edit"))
		return render(req, res, &v, 200);
	if (!check(&v))
		return render(req, res, &v, 422);
	if (version != m.version) {
		v.has_error = v.conflict = true;
		v.error = W_desk_error_changed;
		return render(req, res, &v, 409);
	}
	if (!str_same(req_field(req, "step"), "send")) {
		v.preview = true;
		return render(req, res, &v, 200);
	}
	err = send(req, &m, version, &v);
	if (err == ERR_CONFLICT || err == ERR_INVALID) {
		v.has_error = v.conflict = true;
		v.error = err == ERR_CONFLICT ? W_desk_error_changed
					      : W_desk_error_refused;
		return render(req, res, &v, err == ERR_CONFLICT ? 409 : 422);
	}
	if (err)
		return err;
	return res_redirect(req, res, "%s?done=%s", v.base,
			    v.interim ? "interim" : "answered");
}
