/*
 * signature_pages.c: the lines under an answer in three languages: a person's
 * own, and those of a unit.
 */
#include "signature/signature_pages.h"

#include "base/utf8.h"
#include "html/page.h"
#include "signature/signature.h"
#include "signature/signature_tpl.h"
#include "signature/signature_views.h"
#include "tenant/form.h"
#include "unit/unit.h"

#include <inttypes.h>

enum { BAD_FI = 1 << 0 }; /* the other languages follow */

static const struct fault faults[] = {
	{BAD_FI << LANG_FI, "text_fi", W_signature_bad},
	{BAD_FI << LANG_SV, "text_sv", W_signature_bad},
	{BAD_FI << LANG_EN, "text_en", W_signature_bad},
	{0, NULL, 0},
};

static const struct {
	const char *field;
	enum word label;
} fields[LANG__COUNT] = {
	[LANG_FI] = {"text_fi", W_signature_fi},
	[LANG_SV] = {"text_sv", W_signature_sv},
	[LANG_EN] = {"text_en", W_signature_en},
};

/* Whose it is, and the page's words. */
struct whose {
	enum signer signer;
	int64_t id;
	enum nav nav;
	struct signature_view view;
};

static enum err show(struct request *req, struct response *res, struct whose *w,
		     const struct signature *s, unsigned bad)
{
	struct signature_view *v = &w->view;
	struct out *o;

	v->done = done_notice(req);
	v->errors = fault_summary(req->arena, faults, bad, req->lang);
	for (int l = 0; l < LANG__COUNT; l++)
		v->text[l] = (struct field){
			.name = fields[l].field,
			.label = word(req->lang, fields[l].label),
			.value = s->text[l],
			.error = fault_text(faults, bad, fields[l].field,
					    req->lang),
			.rows = 4,
		};
	o = page_begin(req, res,
		       &(struct page){
			       .title = v->title,
			       .nav = w->nav,
			       .status = bad ? 422 : 200,
			       .error_count = (int)v->errors.error_count,
			       .secret = true,
			       .wide = true,
		       });
	tpl_signature_edit(o, v);
	return page_end(o);
}

static enum err save(struct request *req, struct response *res, struct whose *w)
{
	struct signature s;
	unsigned bad = 0;
	enum err err;

	for (int l = 0; l < LANG__COUNT; l++) {
		s.text[l] = req_field(req, fields[l].field);
		if (utf8_length(s.text[l]) > SIGNATURE_MAX)
			bad |= (unsigned)BAD_FI << l;
	}
	if (bad)
		return show(req, res, w, &s, bad);
	err = signature_put(req->db, req->arena, req->session, w->signer, w->id,
			    &s);
	if (err)
		return err;
	return res_redirect(req, res, "%s?done=saved", w->view.action);
}

static enum err edit(struct request *req, struct response *res, struct whose *w)
{
	struct signature s;
	enum err err;

	err = signature_get(req->db, req->arena, w->signer, w->id, &s);
	return err ? err : show(req, res, w, &s, 0);
}

/* ---- one's own ---- */

static struct whose own(struct request *req)
{
	return (struct whose){
		.signer = SIGNER_STAFF,
		.id = req->session->staff_id,
		.nav = NAV_ACCOUNT,
		.view = {.title = word(req->lang, W_signature_own),
			 .lead = word(req->lang, W_signature_own_lead),
			 .action = "/staff/account/signature",
			 .back = "/staff/account",
			 .back_text = word(req->lang, W_account_title)},
	};
}

enum err signature_page_own(struct request *req, struct response *res)
{
	struct whose w = own(req);

	return edit(req, res, &w);
}

enum err signature_page_own_save(struct request *req, struct response *res)
{
	struct whose w = own(req);

	return save(req, res, &w);
}

/* ---- a unit's ---- */

static enum err of_unit(struct request *req, struct whose *ret_whose)
{
	struct unit u;
	int64_t id;
	enum err err;

	err = path_id(req, 0, &id);
	if (!err)
		err = unit_get(req->db, req->arena, id, &u);
	if (err)
		return err;
	*ret_whose = (struct whose){
		.signer = SIGNER_UNIT,
		.id = id,
		.nav = NAV_ADMIN,
		.view = {.title = word_fill(
				 req->arena, req->lang, W_signature_unit,
				 WORDS(WORD_TEXT("unit",
						 unit_name(&u, req->lang)))),
			 .lead = word(req->lang, W_signature_unit_lead),
			 .action = arena_printf(req->arena,
						"/staff/admin/units/%" PRId64
						"/signature",
						id),
			 .back = arena_printf(
				 req->arena, "/staff/admin/units/%" PRId64, id),
			 .back_text = unit_name(&u, req->lang)},
	};
	return OK;
}

enum err signature_page_unit(struct request *req, struct response *res)
{
	struct whose w;
	enum err err;

	err = of_unit(req, &w);
	return err ? err : edit(req, res, &w);
}

enum err signature_page_unit_save(struct request *req, struct response *res)
{
	struct whose w;
	enum err err;

	err = of_unit(req, &w);
	return err ? err : save(req, res, &w);
}
