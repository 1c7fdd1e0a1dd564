/*
 * passed_pages.c: a body outside sees what was passed on to it, with the
 * files. No account: the link of the mail is the right to, for a month. Every
 * use of it is an event.
 */
#include "html/page.h"
#include "matter/matter_tpl.h"
#include "matter/pass_pages.h"
#include "matter/pass_views.h"
#include "matter/passing.h"
#include "matter/shown.h"

struct passed {
	struct passing p;
	struct matter m;
	bool shown;
};

static enum err find(struct request *req, struct passed *ret_passed)
{
	struct passed x;
	enum err err;

	(void)lang_parse(req_arg(req, "lang"), &req->lang);
	err = passing_by_token(req->db, req->arena, req->param[0], &x.p);
	if (!err)
		err = matter_get(req->db, req->arena, x.p.matter_id, &x.m);
	if (err)
		return err;
	x.shown = passing_shown(&x.p,
				matter_confidential(req->db, req->arena, &x.m));
	*ret_passed = x;
	return OK;
}

/* Once it is over nothing is shown but that it is. */
static enum err make(struct request *req, const struct passed *x,
		     struct passed_view *v)
{
	enum err err;

	*v = (struct passed_view){
		.number = matter_number(req->arena, &x->m),
		.name = unit_name(&x->p.body, req->lang),
		.shown = x->shown,
		.until_us = x->p.expires_at - 1,
	};
	if (!x->shown)
		return OK;
	err = matter_party(req->db, req->arena, x->m.id, &v->party);
	if (err)
		return err;
	return shown_make(req, &x->m,
			  arena_printf(req->arena, "/passed/%s", req->param[0]),
			  &v->message);
}

enum err passed_page_show(struct request *req, struct response *res)
{
	struct passed_view v;
	struct passed x;
	struct out *o;
	enum err err;

	err = find(req, &x);
	if (!err)
		err = passing_opened(req->db, req->arena, &x.m);
	if (!err)
		err = make(req, &x, &v);
	if (err)
		return err;
	o = page_begin(req, res,
		       &(struct page){
			       .title = word_fill(
				       req->arena, req->lang, W_passed_title,
				       WORDS(WORD_TEXT("number", v.number))),
			       .status = v.shown ? 200 : 410,
			       .secret = true,
			       .noindex = true,
			       .path_fi_sv_en = arena_printf(
				       req->arena, "/passed/%s?lang={lang}",
				       req->param[0]),
		       });
	tpl_matter_passed(o, &v);
	return page_end(o);
}

enum err passed_page_file(struct request *req, struct response *res)
{
	struct passed x;
	enum err err = find(req, &x);

	if (err)
		return err;
	return x.shown ? shown_file(req, res, &x.m) : ERR_NOT_FOUND;
}
