/*
 * group_reply.c: what is typed to all of a group, and its draft.
 */
#include "matter/group_reply.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "matter/desk.h"
#include "matter/desk_template.h"
#include "matter/outgoing.h"
#include "tenant/form.h"

const char *const group_text_names[LANG__COUNT] = {"text_fi", "text_sv",
						   "text_en"};

bool group_spoken(const struct group_show *g, const struct group_reply *r,
		  int lang)
{
	return g->counts.open_in[lang] || lang == (int)g->lead.lang ||
	       !str_empty(r->answer.text[lang]);
}

/* ---- where it comes from ---- */

enum err group_reply_read(struct request *req, int64_t group_id,
			  struct group_reply *ret_reply)
{
	const char *typed = req_field(req, "outcome");
	const char *outcome =
		str_empty(typed) ? outcome_names[OUTCOME_ANSWERED] : typed;
	struct group_reply r = {
		.outcome = outcome,
		.answer = {.group_id = group_id,
			   .interim =
				   str_same(req_field(req, "kind"), "interim"),
			   .outcome = desk_answer_outcome(outcome),
			   .reason = req_field(req, "reason"),
			   .folder = req->folder},
	};

	for (int l = 0; l < LANG__COUNT; l++)
		r.answer.text[l] = req_field(req, group_text_names[l]);
	*ret_reply = r;
	return typed_files_read(req, &ret_reply->files);
}

static struct draft_of of(const struct request *req, int64_t group_id,
			  bool interim)
{
	return (struct draft_of){req->session->staff_id, group_id,
				 interim ? DRAFT_INTERIM : DRAFT_ANSWER};
}

static enum err find_draft(struct request *req, struct group_reply *r,
			   struct draft *ret_draft)
{
	struct draft_of mine = of(req, r->answer.group_id, false);
	enum err err = draft_get(req->db, req->arena, &mine, ret_draft);

	if (err || ret_draft->saved_at)
		return err;
	mine = of(req, r->answer.group_id, true);
	r->answer.interim = true;
	err = draft_get(req->db, req->arena, &mine, ret_draft);
	r->answer.interim = ret_draft->saved_at != 0;
	return err;
}

static void set_outcome(struct group_reply *r, const char *name)
{
	if (str_empty(name) || str_same(name, outcome_names[OUTCOME_NONE]))
		return;
	r->outcome = name;
	r->answer.outcome = desk_answer_outcome(name);
}

static enum err begin_with_last(struct request *req, struct group_reply *r)
{
	struct group_answer last;
	enum err err = group_answer_last(req->db, req->arena,
					 r->answer.group_id, &last);

	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	if (last.interim)
		return OK;
	for (int l = 0; l < LANG__COUNT; l++)
		r->answer.text[l] = last.text[l];
	r->answer.reason = last.reason;
	set_outcome(r, outcome_names[last.outcome]);
	return OK;
}

enum err group_reply_open(struct request *req, struct group_reply *r)
{
	struct draft d;
	enum err err = find_draft(req, r, &d);

	if (err)
		return err;
	if (!d.saved_at)
		return begin_with_last(req, r);
	r->saved_us = d.saved_at;
	r->answer.text[LANG_FI] = d.text;
	r->answer.text[LANG_SV] = d.sv;
	r->answer.text[LANG_EN] = d.en;
	r->answer.reason = d.reason;
	set_outcome(r, d.outcome);
	return typed_files_add(req, d.files, &r->files);
}

enum err group_reply_insert(struct request *req, const struct group_show *g,
			    struct group_reply *r)
{
	const char *step = req_field(req, "step");
	const char *text;
	enum lang lang;
	struct matter m = g->lead;
	enum err err;

	if (!str_starts(step, "insert_") || !lang_parse(step + 7, &lang))
		return OK;
	m.lang = lang;
	err = desk_template_joint(
		req, &m,
		req_field(req, arena_printf(req->arena, "template_%s",
					    lang_codes[lang])),
		&text);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	r->answer.text[lang] =
		desk_text_join(req->arena, r->answer.text[lang], text);
	return OK;
}

/* ---- what is wrong with it ---- */

static bool text_is_bad(struct request *req, struct group_reply *r, int lang)
{
	const char *text = r->answer.text[lang];

	r->bad_lang = lang;
	r->unfilled = group_unfilled(req->arena, text);
	return r->unfilled || utf8_length(text) > REPLY_MAX;
}

bool group_reply_check(struct request *req, const struct group_show *g,
		       struct group_reply *r)
{
	const struct group_answer *ans = &r->answer;

	r->bad_lang = (int)g->lead.lang;
	r->bad_text = str_empty(ans->text[g->lead.lang]);
	for (int l = 0; l < LANG__COUNT && !r->bad_text; l++)
		r->bad_text = text_is_bad(req, r, l);
	if (!ans->interim) {
		r->bad_outcome = ans->outcome == OUTCOME_NONE;
		r->bad_reason = utf8_length(ans->reason) > REPLY_MAX ||
				(outcome_needs_reason(ans->outcome) &&
				 str_empty(ans->reason));
	}
	return !r->bad_text && !r->bad_outcome && !r->bad_reason &&
	       !r->files.is_wrong;
}

/* ---- its draft ---- */

struct draft group_reply_draft(const struct group_reply *r)
{
	return (struct draft){
		.text = r->answer.text[LANG_FI],
		.sv = r->answer.text[LANG_SV],
		.en = r->answer.text[LANG_EN],
		.outcome = r->outcome,
		.reason = r->answer.reason,
	};
}

enum err group_reply_keep(struct request *req, const struct group_reply *r)
{
	const struct draft_of mine =
		of(req, r->answer.group_id, r->answer.interim);
	const struct draft_of other =
		of(req, r->answer.group_id, !r->answer.interim);
	const struct draft d = group_reply_draft(r);
	enum err err = draft_drop(req->db, &other);

	return err ? err : draft_put(req->db, &mine, &d, clock_now_us());
}

enum err group_reply_sent(struct request *req, int64_t group_id)
{
	const struct draft_of final = of(req, group_id, false);
	const struct draft_of interim = of(req, group_id, true);
	enum err err = draft_drop(req->db, &final);

	return err ? err : draft_drop(req->db, &interim);
}

static const char *tickets_of(struct request *req, const struct typed_files *f)
{
	const struct kept_file *kept = typed_files_keep(req, f);
	const char *all = "";

	for (size_t i = 0; i < f->count; i++)
		all = arena_printf(req->arena, "%s%s%s", all, i ? " " : "",
				   kept[i].ticket);
	return all;
}

enum err group_reply_move(struct request *req, const struct group_reply *r,
			  const struct draft_of *to, enum lang lang)
{
	struct arena *a = req->arena;
	struct draft d = group_reply_draft(r), newer;
	enum err err = draft_get(req->db, a, to, &newer);

	if (err)
		return err;
	d.text = r->answer.text[lang];
	for (int l = 0; l < LANG__COUNT; l++)
		if (l != (int)lang)
			d.text =
				outgoing_in_front(a, d.text, r->answer.text[l]);
	d.text = outgoing_in_front(a, d.text, newer.text);
	d.sv = d.en = NULL;
	d.files = tickets_of(req, &r->files);
	return draft_put(req->db, to, &d, clock_now_us());
}
