/*
 * own_pages.c: asking for the link to all one's own matters, and the page
 * behind it. Opening it changes nothing.
 */
#include "matter/own_pages.h"

#include "base/str.h"
#include "html/page.h"
#include "matter/labels.h"
#include "matter/matter_tpl.h"
#include "matter/own.h"
#include "matter/own_views.h"
#include "tenant/form.h"

static enum err show_ask(struct request *req, struct response *res, bool wrong)
{
	const struct form_error error = {"email",
					 word(req->lang, W_own_error_mail)};
	struct own_ask_view v = {
		.errors = {&error, wrong},
		.email = {.name = "email",
			  .label = word(req->lang, W_own_mail),
			  .hint = word(req->lang, W_own_mail_hint),
			  .value = field_line(req, "email"),
			  .error = wrong ? error.text : NULL,
			  .plain = true,
			  .type = "email",
			  .autocomplete = "email"},
	};
	struct out *o;

	if (str_same(req_arg(req, "done"), "sent"))
		v.done = (struct notice){
			.tone = TONE_SUCCESS,
			.title = word(req->lang, W_own_sent),
			.text = word(req->lang, W_own_sent_text),
		};
	o = page_begin(req, res,
		       &(struct page){.title = word(req->lang, W_own_title),
				      .nav = NAV_FOLLOW,
				      .status = wrong ? 422 : 200,
				      .error_count = wrong,
				      .noindex = true});
	tpl_matter_own_ask(o, &v);
	return page_end(o);
}

enum err own_page_ask(struct request *req, struct response *res)
{
	return show_ask(req, res, false);
}

/* Both ways end in a redirect that is kept for a repeat, so both wait for the
 * disk: neither words nor speed tell whether there are any. */
enum err own_page_send(struct request *req, struct response *res)
{
	enum err err = own_ask(req->db, req->arena, field_line(req, "email"),
			       req->lang);

	if (err == ERR_INVALID)
		return show_ask(req, res, true);
	return err ? err
		   : res_redirect(req, res, "/%s/mine?done=sent",
				  lang_codes[req->lang]);
}

static struct own_row row_of(struct request *req, const struct matter *m)
{
	return (struct own_row){
		.number = matter_number(req->arena, m),
		.title = matter_heading(req->arena, m->title, m->text),
		.lang = lang_codes[m->lang],
		.href = matter_follow_url(req->arena, m, db_tenant(req->db)),
		.state = label_handling(m->handling),
		.tone = label_tone(m->handling),
		.at_us = m->received_at,
	};
}

enum err own_page_list(struct request *req, struct response *res)
{
	struct own_view v = {0};
	struct own_row *rows;
	struct matter *list;
	struct out *o;
	size_t n;
	enum lang chosen;
	enum err err = own_list(req->db, req->arena, req->param[0], &list, &n);

	if (err)
		return err;
	rows = arena_array(req->arena, n + 1, sizeof(*rows));
	for (size_t i = 0; i < n; i++)
		rows[i] = row_of(req, &list[i]);
	v.rows = rows;
	v.row_count = n;
	if (lang_parse(req_arg(req, "lang"), &chosen))
		req->lang = chosen;
	o = page_begin(
		req, res,
		&(struct page){.title = word(req->lang, W_own_title),
			       .nav = NAV_FOLLOW,
			       .secret = true,
			       .noindex = true,
			       .path_fi_sv_en = arena_printf(
				       req->arena, "/mine/%s?lang={lang}",
				       req->param[0])});
	tpl_matter_own(o, &v);
	return page_end(o);
}
