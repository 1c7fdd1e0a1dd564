/*
 * question_pages.c: what a topic asks: by itself for who has no form yet, and
 * as a list in the administration, with its history and how it looks.
 */
#include "question/question_pages.h"

#include "base/str.h"
#include "html/page.h"
#include "question/question_admin.h"
#include "question/question_ask.h"
#include "question/question_tpl.h"
#include "tenant/form.h"

#include <inttypes.h>

/* ---- for everybody ---- */

/* The script of the form takes the fields out of it. */
enum err question_page_ask(struct request *req, struct response *res)
{
	struct question_page v = {.code = req_arg(req, "topic")};
	struct question_asked k;
	struct topic t;
	struct out *o;
	enum err err = topic_by_code(req->db, req->arena, v.code, &t);

	if (err && err != ERR_NOT_FOUND)
		return err;
	if (!err)
		v.topic = topic_name(&t, req->lang);
	else
		v.code = "";
	err = question_ask_begin(req, v.code, &k);
	if (err)
		return err;
	question_ask_form(req, &k, &v.form);
	o = page_begin(
		req, res,
		&(struct page){.title = word(req->lang, W_question_ask_title),
			       .nav = NAV_GIVE,
			       .noindex = true});
	tpl_question_page(o, &v);
	return page_end(o);
}

/* ---- the list ---- */

enum err question_admin_read(struct request *req,
			     struct question_admin *ret_admin)
{
	struct question_admin e;
	int64_t id;
	enum err err = path_id(req, 0, &id);

	if (!err)
		err = topic_get(req->db, req->arena, id, &e.topic);
	if (!err)
		err = question_set_of(req->db, req->arena, id, &e.set);
	if (err)
		return err;
	e.base = arena_printf(req->arena,
			      "/staff/admin/topics/%" PRId64 "/questions", id);
	*ret_admin = e;
	return OK;
}

const char *question_admin_loose(struct request *req,
				 const struct question_set *set)
{
	const struct question *q = question_loose(set);

	if (!q)
		return NULL;
	return word_fill(
		req->arena, req->lang, W_question_stands_on,
		WORDS(WORD_TEXT("what", question_words(q->label, req->lang))));
}

static bool has_stop(const struct question *q)
{
	for (size_t i = 0; i < q->choice_count; i++)
		if (q->choices[i].stop)
			return true;
	return false;
}

static void fill_lines(struct request *req, const struct question_set *set,
		       struct question_list_view *v)
{
	struct question_line *to =
		arena_array(req->arena, set->count, sizeof(*to));

	for (size_t i = 0; i < set->count; i++) {
		const struct question *q = &set->list[i];

		to[i] = (struct question_line){
			.place = (int)i + 1,
			.label = question_words(q->label, req->lang),
			.code = q->code,
			.only = v->preview.items[i].only,
			.kind = (enum word)question_kinds[q->kind].word,
			.required = q->required,
			.stops = has_stop(q),
			.first = i == 0,
			.last = i + 1 == set->count,
		};
	}
	v->lines = to;
	v->count = set->count;
}

static enum err fill_versions(struct request *req,
			      const struct question_admin *e,
			      const struct question_set *shown,
			      struct question_list_view *v)
{
	struct question_version *to;
	struct question_set *list;
	size_t n;
	enum err err = question_set_versions(req->db, req->arena, e->topic.id,
					     &list, &n);

	if (err)
		return err;
	to = arena_array(req->arena, n, sizeof(*to));
	for (size_t i = 0; i < n; i++)
		to[i] = (struct question_version){
			.number = list[i].version,
			.at_us = list[i].saved_at,
			.answered = list[i].answered,
			.current = list[i].id == e->set.id,
			.shown = list[i].id == shown->id,
		};
	v->versions = to;
	v->version_count = n;
	return OK;
}

static void fill_kinds(struct request *req, struct choice *c)
{
	struct option *o = arena_array(req->arena, QUESTION__COUNT, sizeof(*o));

	for (int i = 0; i < QUESTION__COUNT; i++)
		o[i] = (struct option){
			.value = question_kinds[i].name,
			.label = word(req->lang,
				      (enum word)question_kinds[i].word),
		};
	*c = (struct choice){
		.name = "kind",
		.label = word(req->lang, W_question_kind),
		.plain = true,
		.options = o,
		.option_count = QUESTION__COUNT,
	};
}

/* As the resident sees it, with nothing answered. */
static void fill_preview(struct request *req, const struct question_set *set,
			 struct question_form *to)
{
	struct question_asked k = {
		.set = *set,
		.list = arena_array(req->arena, set->count,
				    sizeof(struct question_answer)),
	};

	for (size_t i = 0; i < set->count; i++)
		k.list[i] = (struct question_answer){.q = &set->list[i],
						     .value = ""};
	question_ask_form(req, &k, to);
}

static enum err show(struct request *req, struct response *res,
		     const struct question_admin *e,
		     const struct question_set *set,
		     struct question_list_view *v)
{
	struct out *o;
	enum err err;

	v->crumb = (struct crumb){"/staff/admin/topics",
				  word(req->lang, W_topic_title)};
	v->title = page_title(req, W_question_title,
			      topic_name(&e->topic, req->lang));
	v->base = e->base;
	v->edit = e->set.edit;
	v->old = set->id != e->set.id;
	v->frozen = e->set.answered;
	v->changes = !v->old && set->count < QUESTIONS_MAX;
	fill_preview(req, set, &v->preview);
	fill_lines(req, set, v);
	fill_kinds(req, &v->kind);
	err = fill_versions(req, e, set, v);
	if (err)
		return err;
	o = page_begin(req, res,
		       &(struct page){
			       .title = v->title,
			       .nav = NAV_ADMIN,
			       .status = v->problem.text ? 409 : 200,
			       .secret = true,
			       .wide = true,
		       });
	tpl_question_list(o, v);
	return page_end(o);
}

/* The version that was asked for; the newest when none was. */
static enum err version_of(struct request *req, const struct question_admin *e,
			   struct question_set *ret_set)
{
	const char *asked = req_arg(req, "version");
	struct question_set *list;
	int64_t number;
	size_t n;
	enum err err;

	*ret_set = e->set;
	if (str_empty(asked))
		return OK;
	if (parse_int(asked, &number))
		return ERR_NOT_FOUND;
	err = question_set_versions(req->db, req->arena, e->topic.id, &list,
				    &n);
	if (err)
		return err;
	for (size_t i = 0; i < n; i++)
		if (list[i].version == number)
			return question_set_get(req->db, req->arena, list[i].id,
						ret_set);
	return ERR_NOT_FOUND;
}

enum err question_page_list(struct request *req, struct response *res)
{
	struct question_list_view v = {.done = done_notice(req)};
	struct question_set set;
	struct question_admin e;
	enum err err = question_admin_read(req, &e);

	if (!err)
		err = version_of(req, &e, &set);
	return err ? err : show(req, res, &e, &set, &v);
}

enum err question_admin_show(struct request *req, struct response *res,
			     const struct question_admin *e,
			     const struct notice *problem)
{
	struct question_list_view v = {.problem = *problem};

	return show(req, res, e, &e->set, &v);
}

/* ---- another order ---- */

static enum err refuse(struct request *req, struct response *res,
		       const char *text)
{
	struct question_admin e;
	enum err err = question_admin_read(req, &e); /* as it is */

	if (err)
		return err;
	return question_admin_show(
		req, res, &e,
		&(struct notice){.tone = TONE_WARNING, .text = text});
}

enum err question_page_move(struct request *req, struct response *res)
{
	const bool up = str_same(req_field(req, "do"), "up");
	struct question_admin e;
	struct question *q, other;
	const char *loose;
	int64_t edit;
	size_t at;
	enum err err = question_admin_read(req, &e);

	if (err)
		return err;
	q = (struct question *)question_find(&e.set, req_field(req, "code"));
	if (field_int(req, "edit", &edit) || edit != e.set.edit || !q)
		return refuse(req, res, word(req->lang, W_question_conflict));
	at = (size_t)(q - e.set.list);
	if (up ? !at : at + 1 == e.set.count)
		return res_redirect(req, res, "%s", e.base);
	other = up ? q[-1] : q[1];
	q[up ? -1 : 1] = *q;
	*q = other;
	loose = question_admin_loose(req, &e.set);
	if (loose)
		return refuse(req, res, loose);
	err = question_set_change(req->db, req->arena, req->session->staff_id,
				  &e.set);
	return err ? err : res_redirect(req, res, "%s?done=saved", e.base);
}
