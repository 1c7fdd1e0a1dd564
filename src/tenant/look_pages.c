/*
 * look_pages.c: the looks of the municipality: its colour, its logo, and the
 * files that bring them to every page.
 */
#include "base/str.h"
#include "html/page.h"
#include "tenant/form.h"
#include "tenant/logo.h"
#include "tenant/look.h"
#include "tenant/tenant.h"
#include "tenant/tenant_pages.h"
#include "tenant/tenant_tpl.h"
#include "tenant/theme.h"

static const char for_ever[] = "public, max-age=31536000, immutable";

/* ---- the files ---- */

static enum err serve_tokens(struct request *req, struct response *res)
{
	struct colour accent;
	struct theme theme;

	if (!colour_parse(tenant_now()->accent, &accent))
		return ERR_NOT_FOUND;
	theme = theme_of(accent);
	res->type = "text/css; charset=utf-8";
	res->body = theme_css(req->arena, &theme);
	res->body_len = strlen(res->body);
	/* A page of before the last change asks by the old name. */
	res->cache =
		str_same(req->path, req->brand->theme) ? for_ever : "no-cache";
	return OK;
}

enum err look_page_file(struct request *req, struct response *res)
{
	const char *name = req->param[0];

	res->open = true;
	if (str_starts(name, "logo-")) {
		if (!str_same(req->path, req->brand->logo))
			return ERR_NOT_FOUND;
		res->type = logo_type(name);
		res->file = arena_printf(req->arena, "%s/files/%s", req->folder,
					 name);
		res->cache = for_ever;
		return OK;
	}
	return serve_tokens(req, res);
}

/* ---- the page ---- */

/* What stands in the form, and what is wrong with it. */
struct look {
	const char *accent; /* as typed; "" = the neutral theme */
	bool bad_accent;
	enum word bad_logo; /* 0 = nothing */
	struct conflict conflict;
	bool shown; /* asked how it would look */
};

static struct look_sample sample(struct request *req,
				 const struct theme_side *s, enum word name,
				 enum word adjusted)
{
	return (struct look_sample){
		.name = name,
		.card = colour_text(req->arena, s->card),
		.ink = colour_text(req->arena, s->ink),
		.brand = colour_text(req->arena, s->brand),
		.on_brand = colour_text(req->arena, s->on_brand),
		.wash = colour_text(req->arena, s->brand_wash),
		.adjusted = adjusted,
		.is_adjusted = s->adjusted,
	};
}

static void fill_samples(struct request *req, const struct look *l,
			 struct look_view *v)
{
	struct colour accent;
	struct theme t;

	if (!colour_parse(l->accent, &accent))
		return;
	t = theme_of(accent);
	v->accent_now = colour_text(req->arena, accent);
	v->sample[0] = sample(req, &t.light, W_look_light, W_look_darkened);
	v->sample[1] = sample(req, &t.dark, W_look_dark, W_look_lightened);
	v->has_sample = true;
}

static enum err show(struct request *req, struct response *res,
		     const struct look *l)
{
	const struct tenant *t = tenant_now();
	struct look_view v = {
		.done = done_notice(req),
		.conflict = l->conflict,
		.was = t->accent,
		.logo = t->brand.logo,
		.accent = {.name = "accent",
			   .label = word(req->lang, W_look_accent),
			   .hint = word(req->lang, W_look_accent_hint),
			   .value = l->accent,
			   .error = l->bad_accent
					    ? word(req->lang, W_look_bad_accent)
					    : NULL,
			   .maxlength = 7},
		.file = {.name = "logo",
			 .label = word(req->lang, W_look_logo),
			 .hint = word(req->lang, W_look_logo_hint),
			 .error = l->bad_logo ? word(req->lang, l->bad_logo)
					      : NULL,
			 .accept = "image/png,image/jpeg,image/webp",
			 .plain = true},
	};
	struct out *o;

	error_add(req, &v.errors, "accent", v.accent.error);
	error_add(req, &v.errors, "logo", v.file.error);
	fill_samples(req, l, &v);
	o = page_begin(req, res,
		       &(struct page){
			       .title = word(req->lang, W_look_title),
			       .nav = NAV_ADMIN,
			       .status = v.errors.error_count ? 422
					 : l->conflict.any    ? 409
							      : 200,
			       .error_count = (int)v.errors.error_count,
			       .secret = true,
			       .wide = true,
		       });
	tpl_tenant_look(o, &v);
	return page_end(o);
}

enum err look_page_show(struct request *req, struct response *res)
{
	return show(req, res, &(struct look){.accent = tenant_now()->accent});
}

/* Written as it is kept: "#0b5563". */
static const char *accent_typed(struct request *req, bool *ret_bad)
{
	const char *typed = field_line(req, "accent");
	struct colour c;

	*ret_bad = *typed && !colour_parse(typed, &c);
	return *typed && !*ret_bad ? colour_text(req->arena, c) : typed;
}

enum err look_page_save(struct request *req, struct response *res)
{
	const char *now, *was = req_field(req, "was");
	struct look l = {0};
	enum err err;

	err = setting_get(req->db, req->arena, "accent", &now);
	if (err)
		return err;
	l.accent = accent_typed(req, &l.bad_accent);
	if (!str_same(was, now)) {
		l.conflict.any = true;
		conflict_add(&l.conflict, word(req->lang, W_look_accent), now,
			     l.accent);
	}
	if (l.bad_accent || l.conflict.any ||
	    str_same(req_field(req, "do"), "look"))
		return show(req, res, &l);
	err = look_change_accent(req->db, req->arena, req->session->staff_id,
				 l.accent);
	if (err)
		return err;
	tenant_changed();
	return res_redirect(req, res, "/staff/admin/look?done=saved");
}

static enum word logo_word(enum err err)
{
	return err == ERR_TOO_LARGE ? W_look_logo_large : W_look_logo_bad;
}

enum err look_page_logo(struct request *req, struct response *res)
{
	struct look l = {.accent = tenant_now()->accent};
	struct logo logo = {.name = ""};
	enum err err = OK;

	if (!req_has_field(req, "remove")) {
		if (req->form->too_large)
			err = ERR_TOO_LARGE;
		else if (!req->form->upload_count)
			err = ERR_INVALID;
		else
			err = logo_keep(req, &req->form->uploads[0], &logo);
	}
	if (err == ERR_TOO_LARGE || err == ERR_INVALID) {
		l.bad_logo = logo_word(err);
		return show(req, res, &l);
	}
	if (!err)
		err = look_change_logo(req->db, req->arena,
				       req->session->staff_id, &logo);
	if (err)
		return err;
	tenant_changed();
	return res_redirect(req, res, "/staff/admin/look?done=saved");
}
