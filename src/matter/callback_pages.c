/*
 * callback_pages.c: a resident asks to be called: the number first, then about
 * what and when. What is stored leads to its follow page, where the calls will
 * show.
 */
#include "matter/callback_pages.h"

#include "base/seal.h"
#include "base/str.h"
#include "html/page.h"
#include "http/repeat.h"
#include "matter/callback.h"
#include "matter/callback_views.h"
#include "matter/matter_tpl.h"
#include "matter/typed.h"
#include "tenant/form.h"

#include <inttypes.h>

static const struct fault faults[] = {
	{CALL_NO_PHONE, "phone", W_call_no_phone},
	{CALL_BAD_PHONE, "phone", W_call_bad_phone},
	{CALL_SERVICE_PHONE, "phone", W_call_service_phone},
	{CALL_BAD_TEXT, "text", W_call_bad_text},
	{CALL_BAD_DATE, "date", W_call_bad_date},
	{CALL_BAD_PART, "part-0", W_call_bad_part},
	{CALL_BAD_NAME, "name", W_call_bad_name},
	{CALL_BAD_MAIL, "email", W_give_error_email},
	{0, NULL, 0},
};

/* ---- the form ---- */

static struct choice parts(struct request *req, const char *chosen,
			   const char *error)
{
	static const enum word labels[CALL_PART__COUNT] = {
		[CALL_ANY] = W_call_any,
		[CALL_MORNING] = W_call_morning,
		[CALL_AFTERNOON] = W_call_afternoon,
	};
	struct option *list =
		arena_array(req->arena, CALL_PART__COUNT, sizeof(*list));
	struct call_hours h;
	size_t n = 0;

	if (str_empty(chosen))
		chosen = call_parts[CALL_ANY];
	for (int i = 0; i < CALL_PART__COUNT; i++)
		if (call_hours((enum call_part)i, &h))
			list[n++] = (struct option){
				.value = call_parts[i],
				.label = call_words(req->arena, req->lang,
						    labels, (enum call_part)i,
						    h),
				.selected = str_same(call_parts[i], chosen),
			};
	return (struct choice){
		.name = "part",
		.label = word(req->lang, W_call_part),
		.error = error,
		.plain = true,
		.options = list,
		.option_count = n,
	};
}

static struct field field(struct request *req, unsigned bad, const char *name,
			  enum word label, const char *value)
{
	return (struct field){
		.name = name,
		.label = word(req->lang, label),
		.value = value,
		.error = fault_text(faults, bad, name, req->lang),
	};
}

static struct callback_view view_of(struct request *req,
				    const struct callback_new *n, unsigned bad)
{
	struct callback_view v = {
		.errors = fault_summary(req->arena, faults, bad, req->lang),
		.phone = field(req, bad, "phone", W_call_phone,
			       n->g.party.phone),
		.text = field(req, bad, "text", W_call_text, n->g.text),
		.date = field(req, bad, "date", W_call_date, n->date),
		.name = field(req, bad, "name", W_call_name, n->g.party.name),
		.email =
			field(req, bad, "email", W_call_email, n->g.party.mail),
		.part = parts(req, n->part,
			      fault_text(faults, bad, "part-0", req->lang)),
	};

	v.phone.required = v.text.required = true;
	v.phone.type = "tel";
	v.phone.autocomplete = "tel";
	v.phone.hint = word(req->lang, W_call_phone_hint);
	v.text.hint = word(req->lang, W_call_text_hint);
	v.text.maxlength = TEXT_MAX;
	v.text.rows = 4;
	v.date.type = "date";
	v.date.hint = word(req->lang, W_call_date_hint);
	v.name.autocomplete = "name";
	v.email.type = "email";
	v.email.autocomplete = "email";
	v.email.hint = word(req->lang, W_call_email_hint);
	return v;
}

static enum err show(struct request *req, struct response *res,
		     const struct callback_new *n, unsigned bad)
{
	struct callback_view v = view_of(req, n, bad);
	struct page p = {
		.title = word(req->lang, W_call_title),
		.nav = NAV_GIVE,
		.error_count = (int)v.errors.error_count,
	};
	struct out *o;

	v.stale = req->method == METHOD_POST && !req->form_key_ok;
	p.status = bad || v.stale ? 422 : 200;
	typed_again(req, NULL, 0, &p);
	if (!p.again)
		p.path_fi_sv_en = "/{lang}/callback";
	o = page_begin(req, res, &p);
	tpl_matter_callback(o, &v);
	return page_end(o);
}

static struct callback_new typed(const struct request *req)
{
	return (struct callback_new){
		.g = {.type = "",
		      .topic_code = "",
		      .title = "",
		      .text = req_field(req, "text"),
		      .place = "",
		      .nickname = "",
		      .party = {.name = field_line(req, "name"),
				.mail = field_line(req, "email"),
				.phone = field_line(req, "phone")},
		      .lang = req->lang,
		      .channel = "web"},
		.date = field_line(req, "date"),
		.part = req_field(req, "part"),
	};
}

enum err callback_page_form(struct request *req, struct response *res)
{
	const struct callback_new n = typed(req);

	return show(req, res, &n, 0);
}

/* ---- sending ---- */

static enum err lead_on(struct request *req, struct response *res,
			const struct matter *m)
{
	return res_redirect(req, res, "/follow/%s?done=call",
			    tracking_make(req->arena, db_tenant(req->db), m->id,
					  m->code_version));
}

/* Sent twice: it leads to the same page. */
static enum err answer_repeat(struct request *req, struct response *res,
			      const struct repeat *rep)
{
	struct matter m;
	int64_t id;
	enum err err = parse_int(rep->ref, &id);

	if (!err)
		err = matter_get(req->db, req->arena, id, &m);
	return err ? err : lead_on(req, res, &m);
}

static enum err store(struct request *req, struct response *res,
		      const struct callback_new *n)
{
	struct matter m;
	enum err err = callback_give(req->db, req->arena, n, &m);

	if (!err)
		err = repeat_keep(req,
				  arena_printf(req->arena, "%" PRId64, m.id));
	return err ? err : lead_on(req, res, &m);
}

enum err callback_page_send(struct request *req, struct response *res)
{
	const struct callback_new n = typed(req);
	struct repeat rep = {.seen = false};
	unsigned bad = 0;
	enum err err = OK;

	/* Carried to another language: with what was wrong, once it was sent. */
	if (!typed_look(req) && req->form_key_ok)
		err = repeat_look(req, &rep);
	if (!err && rep.seen)
		return answer_repeat(req, res, &rep);
	if (!err && !str_same(req_field(req, "look"), "on"))
		err = callback_faults(req->db, req->arena, &n, &bad);
	if (err)
		return err;
	if (typed_look(req) || !req->form_key_ok || bad)
		return show(req, res, &n, bad);
	return store(req, res, &n);
}
