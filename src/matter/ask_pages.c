/*
 * ask_pages.c: the resident answers what was asked. The link is good once: a
 * mail scanner that opens it changes nothing, and what was answered is not
 * shown to who finds the link later.
 */
#include "matter/ask_pages.h"

#include "base/str.h"
#include "html/page.h"
#include "matter/ask.h"
#include "matter/ask_views.h"
#include "matter/matter_tpl.h"
#include "matter/outgoing.h"
#include "matter/typed.h"
#include "tenant/form.h"

/* What is asked, and where its form goes. */
struct asked {
	struct ask k;
	struct matter m;
	const char *action;
	bool by_code; /* from the follow page */
};

/* What was typed, and what is wrong with it. */
struct reply {
	struct ask_reply r;
	const struct typed_files *files;
	const char *choice_error, *text_error;
};

static enum err read_matter(struct request *req, struct asked *q)
{
	struct outgoing held;
	enum lang chosen;
	enum err err;

	err = matter_get(req->db, req->arena, q->k.matter_id, &q->m);
	if (!err)
		err = outgoing_for_sender(req->db, req->arena,
					  req->method == METHOD_POST, &q->m,
					  &held);
	if (!err && !lang_parse(req_arg(req, "lang"), &chosen))
		req->lang = q->m.lang;
	return err;
}

static enum err find(struct request *req, struct asked *ret_asked)
{
	struct asked q = {.by_code = false};
	enum err err;

	err = ask_by_token(req->db, req->arena, ASK_RESIDENT, req->param[0],
			   &q.k);
	if (!err)
		err = read_matter(req, &q);
	if (err)
		return err;
	q.action = arena_printf(req->arena, "/ask/%s?lang=%s", req->param[0],
				lang_codes[req->lang]);
	*ret_asked = q;
	return OK;
}

/* By the tracking code of its matter. */
static enum err find_by_code(struct request *req, struct asked *ret_asked)
{
	struct asked q = {.by_code = true};
	int64_t id;
	enum err err;

	err = matter_by_code(req->db, req->arena, req->param[0], &q.m);
	if (!err)
		err = path_id(req, 1, &id);
	if (!err)
		err = ask_get(req->db, req->arena, id, &q.k);
	if (err)
		return err;
	if (q.k.matter_id != q.m.id || q.k.whom != ASK_RESIDENT)
		return ERR_NOT_FOUND;
	err = read_matter(req, &q);
	q.action = arena_printf(req->arena, "/follow/%s/ask/%s?lang=%s",
				req->param[0], req->param[1],
				lang_codes[req->lang]);
	*ret_asked = q;
	return err;
}

/* ---- the page ---- */

static enum word why_over(const struct asked *q)
{
	if (q->k.state == ASK_ANSWERED)
		return W_ask_over_answered;
	if (q->m.is_open && q->k.state != ASK_REVOKED)
		return W_ask_over_expired;
	return W_ask_over_needless;
}

static struct choice choice_of(struct request *req, const struct asked *q,
			       const struct reply *t)
{
	size_t n;
	const char *const *list = ask_choices(req->arena, q->k.choices, &n);
	struct option *to = arena_array(req->arena, n + 1, sizeof(*to));

	for (size_t i = 0; i < n; i++)
		to[i] = (struct option){
			.value = list[i],
			.label = list[i],
			.selected = str_same(list[i], t->r.choice),
		};
	return (struct choice){
		.name = "choice",
		.label = word(req->lang, W_ask_choice),
		.error = t->choice_error,
		.plain = true,
		.options = to,
		.option_count = n,
	};
}

static void add_forms(struct request *req, const struct reply *t,
		      struct ask_view *v)
{
	const enum lang l = req->lang;

	v->reply = (struct field){
		.name = "text",
		.label = word(l, v->choice.option_count ? W_ask_more
							: W_ask_reply),
		.value = t->r.text,
		.error = t->text_error,
		.plain = true,
		.rows = 6,
		.maxlength = TEXT_MAX,
	};
	v->photo = typed_photo(req, t->files, W_give_photo, W_give_photo_hint);
}

static void add_errors(struct request *req, struct ask_view *v)
{
	error_add(req, &v->errors, "choice-0", v->choice.error);
	error_add(req, &v->errors, "text", v->reply.error);
	error_add(req, &v->errors, "photo", v->photo.field.error);
}

static enum err show(struct request *req, struct response *res,
		     const struct asked *q, const struct reply *t)
{
	const bool waits = ask_waits(&q->k, &q->m);
	struct ask_view v = {
		.number = matter_number(req->arena, &q->m),
		.text = waits ? q->k.text : "",
		.lang = lang_codes[q->m.lang],
		.action = q->action,
		.waits = waits,
		.thanks = q->k.state == ASK_ANSWERED,
		.why = why_over(q),
		.until_us = q->k.expires_at - 1,
		.choice = choice_of(req, q, t),
	};
	struct out *o;

	add_forms(req, t, &v);
	add_errors(req, &v);
	o = page_begin(
		req, res,
		&(struct page){
			.title =
				word_fill(req->arena, req->lang, W_ask_title,
					  WORDS(WORD_TEXT("number", v.number))),
			.nav = NAV_FOLLOW,
			.status = v.errors.error_count ? 422
				  : waits || v.thanks  ? 200
						       : 410,
			.error_count = (int)v.errors.error_count,
			.secret = true,
			.noindex = true,
			.path_fi_sv_en =
				q->by_code
					? arena_printf(
						  req->arena,
						  "/follow/%s/ask/%s?lang={lang}",
						  req->param[0], req->param[1])
					: arena_printf(req->arena,
						       "/ask/%s?lang={lang}",
						       req->param[0]),
		});
	tpl_matter_ask(o, &v);
	return page_end(o);
}

enum err ask_page_show(struct request *req, struct response *res)
{
	struct asked q;
	enum err err;

	err = find(req, &q);
	return err ? err : show(req, res, &q, &(struct reply){0});
}

enum err ask_page_follow(struct request *req, struct response *res)
{
	struct asked q;
	enum err err;

	err = find_by_code(req, &q);
	return err ? err : show(req, res, &q, &(struct reply){0});
}

/* ---- the answer ---- */

static void check(struct request *req, const struct asked *q, struct reply *t)
{
	const bool has_choices = !str_empty(q->k.choices);
	const bool empty = str_empty(t->r.choice) && str_empty(t->r.text) &&
			   !t->files->count && !t->files->is_wrong;

	if (empty && has_choices)
		t->choice_error = word(req->lang, W_ask_error_choice);
	else if (empty)
		t->text_error = word(req->lang, W_ask_error_text);
	else
		t->text_error = typed_too_long(req, t->r.text);
}

static enum err send(struct request *req, struct response *res,
		     const struct asked *q)
{
	struct reply t = {.r = {.choice = req_field(req, "choice"),
				.text = req_field(req, "text")}};
	struct typed_files files;
	enum err err;

	err = typed_files_read(req, &files);
	if (err)
		return err;
	t.files = &files;
	t.r.uploads = files.list;
	t.r.upload_count = files.count;
	if (!ask_waits(&q->k, &q->m))
		return show(req, res, q, &t);
	check(req, q, &t);
	if (t.choice_error || t.text_error || files.is_wrong)
		return show(req, res, q, &t);
	err = ask_answer(req->db, req->arena, &q->k, &q->m, &t.r);
	if (err)
		return err;
	if (q->by_code)
		return res_redirect(req, res, "/follow/%s?done=reply",
				    req->param[0]);
	return res_redirect(req, res, "%s", q->action);
}

enum err ask_page_send(struct request *req, struct response *res)
{
	struct asked q;
	enum err err;

	err = find(req, &q);
	return err ? err : send(req, res, &q);
}

enum err ask_page_follow_send(struct request *req, struct response *res)
{
	struct asked q;
	enum err err;

	err = find_by_code(req, &q);
	return err ? err : send(req, res, &q);
}
