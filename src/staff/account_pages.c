/*
 * account_pages.c: one's own account: password, language, sessions.
 */
#include "staff/staff_pages.h"

#include "base/shared.h"
#include "base/str.h"
#include "base/utf8.h"
#include "html/page.h"
#include "staff/choose.h"
#include "staff/staff.h"
#include "staff/staff_tpl.h"
#include "staff/staff_views.h"
#include "tenant/audit.h"
#include "unit/unit.h"

#include <inttypes.h>

enum { WRONG_MAX = 10, WRONG_S = 900 };

static const char *limit_key(struct request *req)
{
	return arena_printf(req->arena, "%" PRId64 " %" PRId64,
			    db_tenant(req->db), req->session->staff_id);
}

/* ---- the page ---- */

static struct choice lang_choice(struct request *req)
{
	static const enum word labels[LANG__COUNT] = {
		W_layout_lang_fi, W_layout_lang_sv, W_layout_lang_en};
	struct option *options =
		arena_array(req->arena, LANG__COUNT, sizeof(*options));

	for (int i = 0; i < LANG__COUNT; i++)
		options[i] = (struct option){
			.value = lang_codes[i],
			.label = word(req->lang, labels[i]),
			.selected = req->session->lang == (enum lang)i,
		};
	return (struct choice){
		.name = "lang",
		.label = word(req->lang, W_account_lang),
		.plain = true,
		.options = options,
		.option_count = LANG__COUNT,
	};
}

static enum err show(struct request *req, struct response *res, unsigned bad)
{
	struct account_view v = {
		.done = done_notice(req),
		.name = req->session->name,
		.mail = req->session->mail,
		.lang = lang_choice(req),
		.shortcuts =
			{
				.name = "shortcuts",
				.label = word(req->lang, W_keys_use),
				.hint = word(req->lang, W_keys_use_hint),
				.checked = req->session->shortcuts,
				.plain = true,
			},
		.templates = req->session->rights &
			     (PERM_MATTERS | PERM_ADMIN_TOPICS),
		.current =
			{
				.name = "current",
				.label = word(req->lang, W_account_current),
				.error = choose_error(req, bad, "current"),
				.type = "password",
				.autocomplete = "current-password",
				.required = true,
				.plain = true,
			},
	};
	struct unit unit;
	struct out *o;
	enum err err;

	err = unit_get(req->db, req->arena, req->session->unit_id, &unit);
	if (err && err != ERR_NOT_FOUND)
		return err;
	v.unit = err ? "" : unit_name(&unit, req->lang);
	choose_fields(req, bad, &v.errors, &v.password, &v.again);
	o = page_begin(req, res,
		       &(struct page){
			       .title = word(req->lang, W_account_title),
			       .nav = NAV_ACCOUNT,
			       .status = bad & CHOOSE_LIMITED ? 429
					 : bad                ? 422
							      : 200,
			       .error_count = (int)v.errors.error_count,
			       .secret = true,
			       .wide = true,
		       });
	tpl_staff_account(o, &v);
	return page_end(o);
}

enum err staff_page_account(struct request *req, struct response *res)
{
	return show(req, res, 0);
}

/* ---- a new password ---- */

enum err staff_page_account_prepare(struct request *req, struct work *ret_work)
{
	const char *current = req_field(req, "current"), *hash;
	int64_t id;
	enum err err;

	*ret_work = (struct work){.kind = WORK_NONE};
	if (!*current || utf8_length(current) > PASSWORD_MAX ||
	    choose_faults(req, req->session->mail) ||
	    shared_spent("password", limit_key(req), WRONG_MAX))
		return OK;
	err = staff_password(req->db, req->arena, req->session->mail, &id,
			     &hash);
	if (err)
		return err;
	*ret_work = (struct work){
		.kind = WORK_VERIFY,
		.password = current,
		.hash = hash,
		.rehash = req_field(req, "password"),
	};
	return OK;
}

static unsigned faults_now(struct request *req, const struct work *work)
{
	unsigned bad = choose_faults(req, req->session->mail);

	if (bad)
		return bad;
	if (shared_spent("password", limit_key(req), WRONG_MAX))
		return CHOOSE_LIMITED;
	if (work && work->verified && work->new_hash)
		return 0;
	(void)shared_allow("password", limit_key(req), WRONG_MAX, WRONG_S);
	return CHOOSE_WRONG;
}

enum err staff_page_account_save(struct request *req, struct response *res)
{
	const struct work *work = req->prepared;
	int64_t id = req->session->staff_id;
	unsigned bad = faults_now(req, work);
	const char *token;
	enum err err;

	if (bad)
		return show(req, res, bad);
	err = staff_set_password(req->db, id, work->new_hash);
	if (err)
		return err;
	err = session_open(req->db, req->arena, id, &token);
	if (err)
		return err;
	err = audit_add(req->db, req->arena, "password_set", id, "{}");
	if (err)
		return err;
	res_cookie(req, res, SESSION_COOKIE, token, SESSION_S);
	return res_redirect(req, res, "/staff/account?done=password");
}

/* ---- the language, also from the head of every page ---- */

enum err staff_page_lang(struct request *req, struct response *res)
{
	enum lang lang;
	enum err err;

	if (!lang_parse(req_field(req, "lang"), &lang))
		return ERR_INVALID;
	err = staff_set_lang(req->db, req->session->staff_id, lang);
	if (err)
		return err;
	/* Back to the page the switch stood on. */
	return res_redirect(req, res, "%s",
			    staff_next_ok(req_field(req, "next"))
				    ? req_field(req, "next")
				    : "/staff/account?done=saved");
}

/* ---- single keys ---- */

enum err staff_page_shortcuts(struct request *req, struct response *res)
{
	bool on = !str_empty(req_field(req, "shortcuts"));
	enum err err = staff_set_shortcuts(req->db, req->session->staff_id, on);

	return err ? err : res_redirect(req, res, "/staff/account?done=saved");
}
