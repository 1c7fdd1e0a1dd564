/*
 * group_answer_pages.c: one answer to a group: words for each language its
 * senders have, a look at them, and off they go. Nothing goes out when the
 * group has changed since it was looked at.
 */
#include "matter/group_pages.h"

#include "base/str.h"
#include "base/utf8.h"
#include "matter/desk.h"
#include "matter/group_show.h"
#include "matter/matter_tpl.h"
#include "signature/signature.h"
#include "template/template.h"
#include "tenant/form.h"

#include <inttypes.h>

static const char *const names[LANG__COUNT] = {"text_fi", "text_sv", "text_en"};

static const enum word labels[LANG__COUNT] = {W_group_text_fi, W_group_text_sv,
					      W_group_text_en};

struct typed {
	struct group_answer answer;
	const char *outcome;
	bool bad_text, bad_unfilled, bad_outcome, bad_reason;
	int bad_lang;
};

/* The senders who have this language are spoken to in it; the lead's language
 * always is. */
static bool spoken(const struct group_show *g, int lang)
{
	return g->counts.open_in[lang] || lang == (int)g->lead.lang;
}

static struct typed read_typed(struct request *req, const struct group_show *g)
{
	struct typed t = {
		.outcome = str_empty(req_field(req, "outcome"))
				   ? outcome_names[OUTCOME_ANSWERED]
				   : req_field(req, "outcome"),
	};

	t.answer = (struct group_answer){
		.group_id = g->id,
		.interim = str_same(req_field(req, "kind"), "interim"),
		.outcome = desk_answer_outcome(t.outcome),
		.reason = req_field(req, "reason"),
	};
	for (int l = 0; l < LANG__COUNT; l++)
		t.answer.text[l] = spoken(g, l) ? req_field(req, names[l]) : "";
	return t;
}

/* Whoever joined after an answer may get the same. */
static enum err begin_with_last(struct request *req, struct typed *t)
{
	struct group_answer last;
	enum err err = group_answer_last(req->db, req->arena,
					 t->answer.group_id, &last);

	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	if (last.interim)
		return OK;
	for (int l = 0; l < LANG__COUNT; l++)
		t->answer.text[l] = last.text[l];
	t->answer.reason = last.reason;
	t->outcome = outcome_names[last.outcome];
	return OK;
}

static void check(struct request *req, const struct group_show *g,
		  struct typed *t)
{
	const struct group_answer *ans = &t->answer;

	t->bad_lang = (int)g->lead.lang;
	t->bad_text = str_empty(ans->text[g->lead.lang]);
	for (int l = 0; l < LANG__COUNT && !t->bad_text; l++) {
		t->bad_lang = l;
		t->bad_unfilled =
			template_unfilled(req->arena, ans->text[l]) != NULL;
		t->bad_text = t->bad_unfilled ||
			      utf8_length(ans->text[l]) > REPLY_MAX;
	}
	if (ans->interim)
		return;
	t->bad_outcome = ans->outcome == OUTCOME_NONE;
	t->bad_reason =
		utf8_length(ans->reason) > REPLY_MAX ||
		(outcome_needs_reason(ans->outcome) && str_empty(ans->reason));
}

static bool is_bad(const struct typed *t)
{
	return t->bad_text || t->bad_outcome || t->bad_reason;
}

/* ---- the form ---- */

static const char *seen(struct request *req, const struct group_show *g)
{
	return arena_printf(req->arena, "%" PRId64 ".%" PRId64 ".%" PRId64,
			    g->counts.all, g->counts.open, g->counts.versions);
}

static struct choice kinds(struct request *req, bool interim)
{
	struct option *list = arena_array(req->arena, 2, sizeof(*list));

	list[0] = (struct option){.value = "final",
				  .label = word(req->lang, W_group_kind_final),
				  .selected = !interim};
	list[1] =
		(struct option){.value = "interim",
				.label = word(req->lang, W_group_kind_interim),
				.selected = interim};
	return (struct choice){
		.name = "kind",
		.label = word(req->lang, W_group_kind),
		.plain = true,
		.options = list,
		.option_count = 2,
	};
}

static struct field text_field(struct request *req, const struct group_show *g,
			       const struct typed *t, int l)
{
	return (struct field){
		.name = names[l],
		.label = word_fill(req->arena, req->lang, labels[l],
				   WORDS(WORD_INT("n", g->counts.open_in[l]))),
		.hint = l == (int)g->lead.lang
				? NULL
				: word(req->lang, W_group_text_hint),
		.value = t->answer.text[l],
		.required = l == (int)g->lead.lang,
		.rows = 10,
	};
}

/* The lead's language first. */
static enum err add_words(struct request *req, const struct group_show *g,
			  const struct typed *t, struct group_answer_view *v)
{
	struct group_words *list =
		arena_array(req->arena, LANG__COUNT, sizeof(*list));
	size_t n = 0;
	enum err err = OK;

	for (int i = 0; i < LANG__COUNT && !err; i++) {
		const int l = ((int)g->lead.lang + i) % LANG__COUNT;

		if (!spoken(g, l))
			continue;
		list[n] = (struct group_words){
			.field = text_field(req, g, t, l),
			.lang = lang_codes[l],
			.text = group_text(&t->answer, (enum lang)l),
		};
		list[n].label = list[n].field.label;
		err = signature_of(req->db, req->arena, req->session,
				   g->lead.unit_id, (enum lang)l,
				   &list[n].signature);
		n++;
	}
	v->words = list;
	v->word_count = n;
	return err;
}

static void add_faults(struct request *req, const struct typed *t,
		       struct group_answer_view *v)
{
	const enum word text =
		t->bad_unfilled ? W_group_error_unfilled : W_group_error_text;

	if (t->bad_text)
		error_add(req, &v->errors, names[t->bad_lang],
			  word(req->lang, text));
	if (t->bad_outcome)
		v->outcome.error = word(req->lang, W_desk_error_outcome);
	if (t->bad_reason)
		v->reason.error = word(req->lang, W_desk_error_reason);
	error_add(req, &v->errors, "outcome", v->outcome.error);
	error_add(req, &v->errors, "reason", v->reason.error);
}

static enum err make(struct request *req, const struct group_show *g,
		     const struct typed *t, struct group_answer_view *v)
{
	enum err err;

	v->back = arena_printf(req->arena, "/staff/groups/%" PRId64, g->id);
	v->action = arena_printf(req->arena, "%s/answer", v->back);
	v->heading = g->heading;
	v->lang = lang_codes[g->lead.lang];
	v->title = g->list[0].visible ? g->lead.title : "";
	v->original = g->list[0].visible ? g->lead.text
					 : word(req->lang, W_group_elsewhere);
	v->seen = seen(req, g);
	v->to = word_fill(req->arena, req->lang, W_group_to,
			  WORDS(WORD_INT("n", g->counts.open)));
	v->interim = t->answer.interim;
	v->kind = v->interim ? "interim" : "final";
	v->kinds = kinds(req, v->interim);
	v->outcome = desk_answer_outcomes(req, t->outcome);
	v->outcome_typed = t->outcome;
	v->reason_typed = t->answer.reason;
	v->reason = (struct field){
		.name = "reason",
		.label = word(req->lang, W_desk_reason),
		.hint = word(req->lang, W_desk_answer_reason_hint),
		.value = t->answer.reason,
		.plain = true,
		.rows = 3,
	};
	err = desk_nav(req, NULL, &v->nav);
	return err ? err : add_words(req, g, t, v);
}

static enum err render(struct request *req, struct response *res,
		       const struct group_answer_view *v, int status)
{
	struct out *o = page_begin(
		req, res,
		&(struct page){
			.title = page_title(req, W_group_answer_title,
					    v->heading),
			.status = status,
			.error_count = status == 422,
			.nav = NAV_ALL,
			.secret = true,
			.wide = true,
		});

	tpl_matter_group_answer(o, v);
	return page_end(o);
}

static enum err show(struct request *req, struct response *res,
		     const struct group_show *g, const struct typed *t,
		     bool preview)
{
	struct group_answer_view v = {.preview = preview};
	enum err err = make(req, g, t, &v);

	if (err)
		return err;
	add_faults(req, t, &v);
	return render(req, res, &v, is_bad(t) ? 422 : 200);
}

/* Somebody joined, left or was answered meanwhile: look again. */
static enum err show_changed(struct request *req, struct response *res,
			     const struct group_show *g, const struct typed *t)
{
	struct group_answer_view v = {
		.problem = {.tone = TONE_WARNING,
			    .text = word(req->lang, W_group_changed)},
	};
	enum err err = make(req, g, t, &v);

	return err ? err : render(req, res, &v, 409);
}

enum err group_page_answer(struct request *req, struct response *res)
{
	struct group_show g;
	struct typed t;
	enum err err = group_find(req, &g);

	if (err)
		return err;
	t = read_typed(req, &g);
	err = begin_with_last(req, &t);
	return err ? err : show(req, res, &g, &t, false);
}

enum err group_page_answer_send(struct request *req, struct response *res)
{
	const char *step = req_field(req, "step");
	struct group_show g;
	struct typed t;
	enum err err = group_find(req, &g);

	if (err)
		return err;
	t = read_typed(req, &g);
	if (!str_same(req_field(req, "seen"), seen(req, &g)))
		return show_changed(req, res, &g, &t);
	if (str_same(step, "edit"))
		return show(req, res, &g, &t, false);
	check(req, &g, &t);
	if (is_bad(&t))
		return show(req, res, &g, &t, false);
	if (!str_same(step, "send"))
		return show(req, res, &g, &t, true);
	err = group_answer(req->db, req->arena, req->session, &t.answer);
	if (err == ERR_INVALID) /* nobody is there to hear it */
		return show_changed(req, res, &g, &t);
	return err ? err
		   : res_redirect(req, res,
				  "/staff/groups/%" PRId64 "?done=answered",
				  g.id);
}
