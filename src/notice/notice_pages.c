/*
 * notice_pages.c: the staff's list of notices, and one to write. A preview and
 * every fault bring the form back with all that was typed.
 */
#include "notice/notice_pages.h"

#include "base/clock.h"
#include "base/str.h"
#include "html/page.h"
#include "notice/notice_form.h"
#include "notice/notice_tpl.h"

#include <inttypes.h>

enum { LINES_MAX = 500 };

static const enum word state_words[] = {
	[NOTICE_DRAFT] = W_notice_state_draft,
	[NOTICE_PUBLISHED] = W_notice_state_published,
	[NOTICE_ENDED] = W_notice_state_ended,
};

/* ---- the list ---- */

static const char *languages_of(struct request *req,
				const struct public_notice *n)
{
	struct str s;

	str_init(&s, req->arena, 16);
	for (int l = 0; l < LANG__COUNT; l++)
		if (!str_empty(n->title[l]))
			str_printf(&s, "%s%s", s.len ? ", " : "",
				   lang_codes[l]);
	return s.ptr;
}

/* What anybody sees of it now. */
static enum word state_of(const struct public_notice *n, int64_t now,
			  const char **ret_tone)
{
	*ret_tone = "";
	if (n->state == NOTICE_PUBLISHED && n->ends_at <= now)
		return W_notice_state_over;
	if (n->state == NOTICE_PUBLISHED && n->starts_at > now)
		return W_notice_state_later;
	if (n->state == NOTICE_PUBLISHED)
		*ret_tone = "done";
	else if (n->state == NOTICE_DRAFT)
		*ret_tone = "wait";
	return state_words[n->state];
}

static enum err line_of(struct request *req, const struct public_notice *n,
			int64_t now, struct notice_line *ret_line)
{
	const enum lang lang = notice_lang(n, req->lang);
	struct notice_names names;
	enum err err = notice_names(req->db, n, req->lang, &names);

	if (err)
		return err;
	*ret_line = (struct notice_line){
		.id = n->id,
		.title = n->title[lang],
		.lang = lang_codes[lang],
		.langs = languages_of(req, n),
		.topic = arena_strdup(req->arena, names.topic),
		.kind = notice_kind_words[n->kind],
		.from_us = n->starts_at,
		.until_us = n->ends_at == NOTICE_OPEN ? 0 : n->ends_at - 1,
		.review = n->state == NOTICE_PUBLISHED && n->review_at &&
			  n->review_at <= now && n->ends_at > now,
	};
	ret_line->state = state_of(n, now, &ret_line->tone);
	return OK;
}

enum err notice_page_list(struct request *req, struct response *res)
{
	struct notice_list_view v = {
		.done = notice_done(req),
		.none = {.title = word(req->lang, W_notice_list_none),
			 .text = word(req->lang, W_notice_list_none_what)},
	};
	const int64_t now = clock_now_us();
	struct public_notice *list;
	struct notice_line *lines;
	struct out *o;
	enum err err = notice_list(req->db, req->arena, LINES_MAX, &list,
				   &v.line_count);

	if (err)
		return err;
	lines = arena_array(req->arena, v.line_count + 1, sizeof(*lines));
	for (size_t i = 0; i < v.line_count && !err; i++)
		err = line_of(req, &list[i], now, &lines[i]);
	if (err)
		return err;
	v.lines = lines;
	o = page_begin(req, res,
		       &(struct page){.title = word(req->lang, W_notice_title),
				      .nav = NAV_NOTICES,
				      .secret = true,
				      .wide = true});
	tpl_notice_list(o, &v);
	return page_end(o);
}

/* ---- one to write ---- */

static const char *address(struct request *req, int64_t id, const char *rest)
{
	return arena_printf(req->arena, "/staff/notices/%" PRId64 "%s", id,
			    rest);
}

static void add_previews(struct request *req, const struct notice_edit *e,
			 struct notice_edit_view *v)
{
	struct notice_preview *list =
		arena_array(req->arena, LANG__COUNT, sizeof(*list));

	for (int l = 0; e->preview && l < LANG__COUNT; l++)
		if (!str_empty(e->n.title[l]))
			list[v->preview_count++] = (struct notice_preview){
				.title = e->n.title[l],
				.text = e->n.text[l],
				.lang = lang_codes[l],
				.lang_word = notice_lang_words[l],
			};
	v->previews = list;
}

static void add_state(struct request *req, const struct public_notice *now,
		      struct notice_edit_view *v)
{
	const char *tone;
	const enum word w = state_of(now, clock_now_us(), &tone);

	v->state.text = word(req->lang, w);
	if (now->state == NOTICE_PUBLISHED) {
		v->state.tone = TONE_SUCCESS;
		v->open = arena_printf(req->arena, "/%s/notices/%" PRId64,
				       lang_codes[req->lang], now->id);
	}
	if (now->state != NOTICE_ENDED)
		v->end = address(req, now->id, "/end");
}

static enum err show(struct request *req, struct response *res,
		     const struct notice_edit *e)
{
	struct notice_edit_view v = {
		.done = notice_done(req),
		.conflict = e->conflict,
		.version = e->n.version,
		.title =
			word(req->lang, e->n.id ? W_notice_edit : W_notice_new),
		.action = e->n.id ? address(req, e->n.id, "")
				  : "/staff/notices/new",
		.published = e->now.state == NOTICE_PUBLISHED,
		.from_answer = e->from_answer,
	};
	struct out *o;
	enum err err = notice_form_fill(req, e, &v);

	if (err)
		return err;
	add_previews(req, e, &v);
	if (e->n.id)
		add_state(req, &e->now, &v);
	o = page_begin(req, res,
		       &(struct page){.title = v.title,
				      .nav = NAV_NOTICES,
				      .status = e->status,
				      .error_count = (int)v.errors.error_count,
				      .secret = true,
				      .wide = true});
	tpl_notice_edit(o, &v);
	return page_end(o);
}

enum err notice_page_new(struct request *req, struct response *res)
{
	struct notice_edit e;

	notice_form_empty(req, &e);
	return show(req, res, &e);
}

enum err notice_show_from(struct request *req, struct response *res,
			  const struct notice_from *from)
{
	struct notice_edit e;

	notice_form_empty(req, &e);
	e.n.kind = NOTICE_FAQ;
	e.n.title[from->lang] = from->question;
	e.n.text[from->lang] = from->answer;
	e.n.topic_id = from->topic_id;
	e.from_answer = true;
	return show(req, res, &e);
}

static enum err read_now(struct request *req, struct notice_edit *e)
{
	int64_t id;
	enum err err = path_id(req, 0, &id);

	if (!err)
		err = notice_get(req->db, req->arena, id, &e->now);
	if (!err)
		notice_form_from(req, e);
	return err;
}

enum err notice_page_edit(struct request *req, struct response *res)
{
	struct notice_edit e = {0};
	enum err err = read_now(req, &e);

	return err ? err : show(req, res, &e);
}

/* A draft, a version for the public, or only a look at it. */
static enum err act(struct request *req, struct response *res,
		    struct notice_edit *e)
{
	const char *what = req_field(req, "do");
	int64_t id;
	enum err err;

	e->n.state =
		str_same(what, "publish") ? NOTICE_PUBLISHED : NOTICE_DRAFT;
	err = notice_form_check(req, e);
	if (err)
		return err;
	e->preview = str_same(what, "preview");
	if (e->bad)
		e->status = 422;
	if (e->status || e->preview)
		return show(req, res, e);
	err = notice_change(req->db, req->arena, req->session->staff_id, &e->n,
			    &id);
	if (err)
		return err;
	return res_redirect(req, res, "/staff/notices?done=%s",
			    e->n.state == NOTICE_PUBLISHED ? "published"
							   : "saved");
}

enum err notice_page_create(struct request *req, struct response *res)
{
	struct notice_edit e;

	notice_form_empty(req, &e);
	notice_form_read(req, &e);
	return act(req, res, &e);
}

enum err notice_page_save(struct request *req, struct response *res)
{
	struct notice_edit e = {0};
	enum err err = read_now(req, &e);

	if (err)
		return err;
	notice_form_read(req, &e);
	return act(req, res, &e);
}

enum err notice_page_end(struct request *req, struct response *res)
{
	int64_t id;
	enum err err = path_id(req, 0, &id);

	if (!err)
		err = notice_end(req->db, req->arena, req->session->staff_id,
				 id);
	if (err && err != ERR_INVALID) /* it is over anyway */
		return err;
	return res_redirect(req, res, "/staff/notices?done=ended");
}
