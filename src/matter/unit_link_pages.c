/*
 * unit_link_pages.c: a unit that works by mail answers the sender, or gives the
 * matter back. No account: the link is the right to. What was answered is not
 * shown to who finds the link later.
 */
#include "matter/unit_link_pages.h"

#include "base/str.h"
#include "base/utf8.h"
#include "html/page.h"
#include "matter/desk.h"
#include "matter/matter_tpl.h"
#include "matter/shown.h"
#include "matter/unit_link.h"
#include "template/template.h"

struct task {
	struct ask k;
	struct matter m;
	bool waits;
};

static enum err find(struct request *req, struct task *ret_task)
{
	struct task x;
	enum err err;

	(void)lang_parse(req_arg(req, "lang"), &req->lang);
	err = ask_by_token(req->db, req->arena, ASK_UNIT, req->param[0], &x.k);
	if (!err)
		err = matter_get(req->db, req->arena, x.k.matter_id, &x.m);
	if (err)
		return err;
	/* confidential since: no link may show it */
	x.waits = ask_waits(&x.k, &x.m) &&
		  !matter_confidential(req->db, req->arena, &x.m);
	*ret_task = x;
	return OK;
}

/* ---- the page ---- */

static enum word why_over(const struct task *x)
{
	switch (x->k.state) {
	case ASK_ANSWERED:
		return W_handle_over_answered;
	case ASK_CANNOT:
		return W_handle_over_returned;
	default:
		return W_handle_over;
	}
}

static enum err make(struct request *req, const struct task *x,
		     const char *error, struct handle_view *v)
{
	struct form_error *one = arena_alloc(req->arena, sizeof(*one));

	*v = (struct handle_view){
		.number = matter_number(req->arena, &x->m),
		.unit = x->k.name,
		.waits = x->waits,
		.thanks =
			x->k.state == ASK_ANSWERED || x->k.state == ASK_CANNOT,
		.why = why_over(x),
		.until_us = x->k.expires_at - 1,
		.action = arena_printf(req->arena, "/handle/%s?lang=%s",
				       req->param[0], lang_codes[req->lang]),
	};
	if (!x->waits)
		return OK;
	v->text = (struct field){
		.name = "text",
		.label = word(req->lang, W_handle_text),
		.hint = word_fill(
			req->arena, req->lang, W_handle_text_hint,
			WORDS(WORD_TEXT(
				"language",
				word(req->lang, desk_lang_word(x->m.lang))))),
		.value = req_field(req, "text"),
		.error = error,
		.plain = true,
		.rows = 8,
		.maxlength = REPLY_MAX,
	};
	*one = (struct form_error){"text", error};
	v->errors = (struct error_summary){one, error != NULL};
	return shown_make(req, &x->m,
			  arena_printf(req->arena, "/handle/%s", req->param[0]),
			  &v->message);
}

static enum err show(struct request *req, struct response *res,
		     const struct task *x, const char *error)
{
	struct handle_view v;
	struct out *o;
	enum err err = make(req, x, error, &v);

	if (err)
		return err;
	o = page_begin(req, res,
		       &(struct page){
			       .title = word_fill(
				       req->arena, req->lang, W_handle_title,
				       WORDS(WORD_TEXT("number", v.number))),
			       .status = error                 ? 422
					 : v.waits || v.thanks ? 200
							       : 410,
			       .error_count = error != NULL,
			       .secret = true,
			       .noindex = true,
			       .path_fi_sv_en = arena_printf(
				       req->arena, "/handle/%s?lang={lang}",
				       req->param[0]),
		       });
	tpl_matter_handle(o, &v);
	return page_end(o);
}

enum err unit_link_page_show(struct request *req, struct response *res)
{
	struct task x;
	enum err err = find(req, &x);

	if (!err)
		err = unit_link_opened(req->db, req->arena, &x.k, &x.m);
	return err ? err : show(req, res, &x, NULL);
}

enum err unit_link_page_file(struct request *req, struct response *res)
{
	struct task x;
	enum err err = find(req, &x);

	if (err)
		return err;
	return x.waits ? shown_file(req, res, &x.m) : ERR_NOT_FOUND;
}

/* ---- what the unit says ---- */

/* What is to be mended, or NULL. */
static const char *fault(struct request *req, const char *text, bool back)
{
	if (str_empty(text))
		return word(req->lang,
			    back ? W_handle_error_why : W_handle_error_text);
	if (utf8_length(text) > REPLY_MAX)
		return word(req->lang, W_desk_error_long);
	if (!back && template_unfilled(req->arena, text))
		return word(req->lang, W_desk_ask_bad_text);
	return NULL;
}

enum err unit_link_page_send(struct request *req, struct response *res)
{
	const char *text = req_field(req, "text");
	const char *step = req_field(req, "step");
	const bool back = str_same(step, "return");
	const char *error;
	struct task x;
	enum err err = find(req, &x);

	if (err)
		return err;
	if (!x.waits)
		return show(req, res, &x, NULL);
	if (!back && !str_same(step, "answer"))
		return ERR_INVALID;
	error = fault(req, text, back);
	if (error)
		return show(req, res, &x, error);
	err = back ? unit_link_return(req->db, req->arena, &x.k, &x.m, text)
		   : unit_link_answer(req->db, req->arena, &x.k, &x.m, text);
	if (err)
		return err;
	return res_redirect(req, res, "/handle/%s?lang=%s", req->param[0],
			    lang_codes[req->lang]);
}
