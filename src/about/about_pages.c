/*
 * about_pages.c: the pages every municipality must have. Everybody reads them,
 * the administration writes them: looks first, saves then, loses nothing.
 */
#include "about/about_pages.h"

#include "about/about_tpl.h"
#include "about/about_views.h"
#include "html/page.h"
#include "tenant/form.h"
#include "tenant/tenant.h"

static const enum word lang_words[LANG__COUNT] = {
	[LANG_FI] = W_layout_lang_fi,
	[LANG_SV] = W_layout_lang_sv,
	[LANG_EN] = W_layout_lang_en,
};

/* ---- for everybody ---- */

enum err about_page_show(struct request *req, struct response *res)
{
	const struct brand *b = req->brand;
	struct about_show v = {
		.name = b->name[req->lang],
		.mail = b->contact_mail,
		.phone = b->contact_phone,
	};
	enum about_page page;
	struct about about;
	struct out *o;
	enum err err;

	if (!about_parse(req->param[0], &page))
		return ERR_NOT_FOUND;
	err = about_get(req->db, req->arena, page, req->lang, &about);
	if (err)
		return err;
	v.title = word(req->lang, (enum word)about_kinds[page].title);
	v.text = about.text;
	v.saved_us = about.saved_at;
	v.accessibility = page == ABOUT_ACCESSIBILITY;
	res->cache = "public, max-age=300";
	o = page_begin(req, res,
		       &(struct page){
			       .title = v.title,
			       .nav = (enum nav)(NAV_ACCESSIBILITY + page),
		       });
	tpl_about_show(o, &v);
	return page_end(o);
}

/* ---- in the administration ---- */

static const char *address(struct request *req, enum about_page page,
			   enum lang lang)
{
	return arena_printf(req->arena, "/staff/admin/about/%s/%s",
			    about_kinds[page].name, lang_codes[lang]);
}

enum err about_page_list(struct request *req, struct response *res)
{
	struct about_list v = {.done = done_notice(req)};
	struct about_times times;
	struct out *o;
	enum err err;

	err = about_times(req->db, req->arena, &times);
	if (err)
		return err;
	for (int i = 0; i < ABOUT__COUNT; i++) {
		v.line[i].title = (enum word)about_kinds[i].title;
		for (int l = 0; l < LANG__COUNT; l++)
			v.line[i].cell[l] = (struct about_cell){
				.href = address(req, (enum about_page)i,
						(enum lang)l),
				.lang_code = lang_codes[l],
				.lang = lang_words[l],
				.saved_us = times.saved_at[i][l],
			};
	}
	o = page_begin(req, res,
		       &(struct page){
			       .title = word(req->lang, W_about_title),
			       .nav = NAV_ADMIN,
			       .secret = true,
			       .wide = true,
		       });
	tpl_about_list(o, &v);
	return page_end(o);
}

/* One page in one language, and what is done to it. */
struct edit {
	enum about_page page;
	enum lang lang;
	struct about now;   /* as it is */
	struct about typed; /* as it stands in the form */
	bool bad, look, changed;
};

static enum err read_now(struct request *req, struct edit *e)
{
	enum err err;

	if (!about_parse(req->param[0], &e->page) ||
	    !lang_parse(req->param[1], &e->lang))
		return ERR_NOT_FOUND;
	err = about_get(req->db, req->arena, e->page, e->lang, &e->now);
	e->typed = e->now;
	return err;
}

static struct field text_field(struct request *req, const struct edit *e)
{
	return (struct field){
		.name = "text",
		.label = word(req->lang, W_about_text),
		.hint = word(req->lang, W_about_text_hint),
		.value = e->typed.text,
		.error = e->bad ? word(req->lang, W_about_bad) : NULL,
		.required = true,
		.rows = 24,
		.maxlength = ABOUT_MAX,
	};
}

static enum err show(struct request *req, struct response *res,
		     const struct edit *e)
{
	const char *what =
		word(req->lang, (enum word)about_kinds[e->page].title);
	struct about_edit v = {
		.crumb = {"/staff/admin/about", word(req->lang, W_about_title)},
		.title = arena_printf(req->arena, "%s: %s", what,
				      word(req->lang, lang_words[e->lang])),
		.action = address(req, e->page, e->lang),
		.public_href = arena_printf(req->arena, "/%s/about/%s",
					    lang_codes[e->lang],
					    about_kinds[e->page].name),
		.lang = lang_codes[e->lang],
		.version = e->now.version,
		.text = text_field(req, e),
		.first = !e->now.version,
		.accessibility = e->page == ABOUT_ACCESSIBILITY,
		.theirs = e->changed ? e->now.text : NULL,
		.preview = e->look ? e->typed.text : NULL,
	};
	struct out *o;

	error_add(req, &v.errors, "text", v.text.error);
	o = page_begin(req, res,
		       &(struct page){
			       .title = v.title,
			       .nav = NAV_ADMIN,
			       .status = e->bad       ? 422
					 : e->changed ? 409
						      : 200,
			       .error_count = (int)v.errors.error_count,
			       .secret = true,
			       .wide = true,
		       });
	tpl_about_edit(o, &v);
	return page_end(o);
}

enum err about_page_edit(struct request *req, struct response *res)
{
	struct edit e = {0};
	enum err err = read_now(req, &e);

	return err ? err : show(req, res, &e);
}

enum err about_page_save(struct request *req, struct response *res)
{
	const char *act = req_field(req, "do");
	struct edit e = {0};
	enum err err = read_now(req, &e);

	if (err)
		return err;
	e.typed.text = req_field(req, "text");
	if (field_int(req, "version", &e.typed.version))
		e.typed.version = 0;
	e.changed = e.typed.version != e.now.version;
	e.look = str_same(act, "preview");
	if (str_same(act, "first")) {
		e.typed.text = about_first(req->arena, e.page, e.lang);
		e.look = true;
	}
	e.bad = !about_text_ok(e.typed.text);
	if (e.bad || e.look || e.changed)
		return show(req, res, &e);
	err = about_save(req->db, req->arena, req->session->staff_id, e.page,
			 e.lang, &e.typed);
	if (err)
		return err;
	return res_redirect(req, res, "/staff/admin/about?done=saved");
}
