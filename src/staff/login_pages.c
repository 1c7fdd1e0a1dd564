/*
 * login_pages.c: signing in and out, and asking for a new password.
 *
 * A wrong address and a wrong password get the same words after the same
 * time. Failures are counted for the address with the account, and for the
 * account; over the limit the answer is "wait", and not even the right
 * password is tried. A browser that has signed in to the account before has a
 * count of its own (device.h): the account itself is never locked.
 */
#include "staff/staff_pages.h"

#include "base/log.h"
#include "base/shared.h"
#include "base/str.h"
#include "base/utf8.h"
#include "html/page.h"
#include "http/proxy.h"
#include "staff/device.h"
#include "staff/invite.h"
#include "staff/staff.h"
#include "staff/staff_tpl.h"
#include "staff/staff_views.h"
#include "tenant/audit.h"
#include "tenant/form.h"
#include "tenant/tenant.h"

#include <inttypes.h>

enum { NEAR_MAX = 10, NEAR_S = 900, ACCOUNT_MAX = 100, ACCOUNT_S = 3600 };

/* ---- the limit on failures ---- */

static const char *near_key(struct request *req, const char *mail)
{
	struct addr addr;
	const char *from = req->ip;

	if (addr_parse(req->ip, &addr))
		from = addr_household(req->arena, &addr);
	return arena_printf(req->arena, "%s %" PRId64 " %s", from,
			    db_tenant(req->db), mail);
}

static const char *account_key(struct request *req, const char *mail)
{
	return arena_printf(req->arena, "%" PRId64 " %s", db_tenant(req->db),
			    mail);
}

static bool limited(struct request *req, const char *mail)
{
	const char *device = device_known(req, mail);

	if (device)
		return shared_spent("sign-in device", device, NEAR_MAX);
	return shared_spent("sign-in near", near_key(req, mail), NEAR_MAX) ||
	       shared_spent("sign-in account", account_key(req, mail),
			    ACCOUNT_MAX);
}

static void count_failure(struct request *req, const char *mail)
{
	const char *device = device_known(req, mail);

	if (device) {
		(void)shared_allow("sign-in device", device, NEAR_MAX, NEAR_S);
		return;
	}
	(void)shared_allow("sign-in near", near_key(req, mail), NEAR_MAX,
			   NEAR_S);
	(void)shared_allow("sign-in account", account_key(req, mail),
			   ACCOUNT_MAX, ACCOUNT_S);
}

/* ---- the page ---- */

bool staff_next_ok(const char *next)
{
	for (const char *p = next; *p; p++)
		if (*p <= ' ' || *p > '~' || *p == '\\')
			return false;
	return str_same(next, "/staff") || str_starts(next, "/staff/") ||
	       str_starts(next, "/staff?");
}

static const char *local_next(const char *next)
{
	return staff_next_ok(next) && !str_starts(next, "/staff/log")
		       ? next
		       : "/staff";
}

enum refusal {
	REFUSED_NO,
	REFUSED_WRONG,
	REFUSED_LIMITED,
	REFUSED_EMPTY,
	REFUSED_DEMO,
};

static const struct {
	int status;
	enum word title, text;
} refusals[] = {
	[REFUSED_WRONG] = {422, W_login_wrong_title, W_login_wrong_text},
	[REFUSED_LIMITED] = {429, W_login_limited_title, W_login_limited_text},
	[REFUSED_DEMO] = {403, W_login_demo_title, W_login_demo_text},
};

static void fill_empty(struct request *req, struct login_view *v)
{
	struct field *fields[] = {&v->mail, &v->password};
	static const enum word texts[] = {W_login_mail_missing,
					  W_login_password_missing};

	for (size_t i = 0; i < 2; i++) {
		if (*req_field(req, fields[i]->name))
			continue;
		fields[i]->error = word(req->lang, texts[i]);
		error_add(req, &v->errors, fields[i]->name, fields[i]->error);
	}
}

static void fill_fields(struct request *req, const char *mail,
			struct login_view *v)
{
	v->mail = (struct field){
		.name = "mail",
		.label = word(req->lang, W_login_mail),
		.value = mail,
		.type = "email",
		.autocomplete = "username",
		.required = true,
		.plain = true,
	};
	v->password = (struct field){
		.name = "password",
		.label = word(req->lang, W_login_password),
		.type = "password",
		.autocomplete = "current-password",
		.required = true,
		.plain = true,
	};
}

static enum err show(struct request *req, struct response *res,
		     enum refusal why)
{
	const char *next = req_field(req, "next");
	struct login_view v = {
		.done = done_notice(req),
		.next = local_next(*next ? next : req_arg(req, "next")),
		/* The language chosen above the form stays, too. */
		.action = *req_arg(req, "lang")
				  ? arena_printf(req->arena,
						 "/staff/login?lang=%s",
						 lang_codes[req->lang])
				  : "/staff/login",
	};
	int status = why == REFUSED_EMPTY ? 422 : refusals[why].status;
	struct out *o;

	fill_fields(req, req_field(req, "mail"), &v);
	if (why == REFUSED_EMPTY)
		fill_empty(req, &v);
	else if (why)
		v.refused = (struct notice){
			.tone = TONE_ERROR,
			.title = word(req->lang, refusals[why].title),
			.text = word(req->lang, refusals[why].text),
		};
	if (why == REFUSED_LIMITED)
		res_header(res, "Retry-After", "900");
	o = page_begin(req, res,
		       &(struct page){
			       .title = word(req->lang, W_login_title),
			       .status = status,
			       .error_count = why ? 1 : 0,
			       .secret = true,
		       });
	tpl_staff_login(o, &v);
	return page_end(o);
}

enum err staff_page_login(struct request *req, struct response *res)
{
	if (req->session)
		return res_redirect(req, res, "%s",
				    local_next(req_arg(req, "next")));
	return show(req, res, REFUSED_NO);
}

/* ---- signing in ---- */

/*
 * The demo municipality (tenant.loopback) has passwords that everybody knows,
 * so they work on this machine only.
 */
static bool demo_from_afar(const struct request *req)
{
	const struct tenant *t = tenant_now();
	struct addr addr;

	return t && t->loopback &&
	       (!addr_parse(req->ip, &addr) || !addr_loopback(&addr));
}

static const char *typed_mail(struct request *req)
{
	return str_lower(req->arena, req_field(req, "mail"));
}

/* WORK_NONE tells the handler that nothing may be tried. */
enum err staff_page_login_prepare(struct request *req, struct work *ret_work)
{
	const char *mail = typed_mail(req), *hash;
	const char *password = req_field(req, "password");
	int64_t id;
	enum err err;

	*ret_work = (struct work){.kind = WORK_NONE};
	if (!*mail || !*password || demo_from_afar(req) || limited(req, mail))
		return OK;
	err = staff_password(req->db, req->arena, mail, &id, &hash);
	if (err && err != ERR_NOT_FOUND)
		return err;
	if (err || utf8_length(password) > PASSWORD_MAX) {
		hash = password_dummy;
		password = "-";
	}
	*ret_work = (struct work){
		.kind = WORK_VERIFY,
		.password = password,
		.hash = hash,
	};
	return OK;
}

static enum err let_in(struct request *req, struct response *res, int64_t id)
{
	const char *token;
	enum err err;

	/* Whoever sat here before is signed out: one browser, one session. */
	if (req->session) {
		err = session_close(req->db, req->session->token_hash);
		if (err)
			return err;
	}
	err = session_open(req->db, req->arena, id, &token);
	if (err)
		return err;
	err = audit_add(req->db, req->arena, "signed_in", id, "{}");
	if (err)
		return err;
	log_info("signed in: staff=%" PRId64, id);
	res_cookie(req, res, SESSION_COOKIE, token, SESSION_S);
	device_remember(req, res, typed_mail(req));
	return res_redirect(req, res, "%s", local_next(req_field(req, "next")));
}

enum err staff_page_login_try(struct request *req, struct response *res)
{
	const struct work *work = req->prepared;
	const char *mail = typed_mail(req), *hash;
	int64_t id;
	enum err err;

	if (!*mail || !*req_field(req, "password"))
		return show(req, res, REFUSED_EMPTY);
	if (demo_from_afar(req))
		return show(req, res, REFUSED_DEMO);
	if (!work || work->kind != WORK_VERIFY)
		return show(req, res, REFUSED_LIMITED);
	err = staff_password(req->db, req->arena, mail, &id, &hash);
	if (err && err != ERR_NOT_FOUND)
		return err;
	/* The hash again: the password may have been changed meanwhile. */
	if (!err && work->verified && str_same(hash, work->hash))
		return let_in(req, res, id);
	count_failure(req, mail);
	log_info("sign-in refused");
	return show(req, res, REFUSED_WRONG);
}

/* ---- signing out ---- */

static enum err to_login(struct request *req, struct response *res)
{
	res_cookie(req, res, SESSION_COOKIE, "", 0);
	return res_redirect(req, res, "/staff/login?done=signed_out");
}

enum err staff_page_logout(struct request *req, struct response *res)
{
	enum err err;

	err = session_close(req->db, req->session->token_hash);
	if (err)
		return err;
	return to_login(req, res);
}

enum err staff_page_logout_all(struct request *req, struct response *res)
{
	enum err err;

	err = session_close_all(req->db, req->session->staff_id);
	if (err)
		return err;
	return to_login(req, res);
}

/* ---- a forgotten password ---- */

static enum err show_forgot(struct request *req, struct response *res,
			    const char *error)
{
	struct form_error *summary = arena_alloc(req->arena, sizeof(*summary));
	struct forgot_view v = {
		.mail_off = req->brand && req->brand->mail_off,
		.mail =
			{
				.name = "mail",
				.label = word(req->lang, W_login_mail),
				.value = req_field(req, "mail"),
				.error = error,
				.type = "email",
				.autocomplete = "username",
				.required = true,
				.plain = true,
			},
	};
	struct out *o;

	*summary = (struct form_error){"mail", error};
	if (error)
		v.errors = (struct error_summary){summary, 1};
	o = page_begin(req, res,
		       &(struct page){
			       .title = word(req->lang, W_forgot_title),
			       .status = error ? 422 : 200,
			       .error_count = error ? 1 : 0,
			       .secret = true,
		       });
	tpl_staff_forgot(o, &v);
	return page_end(o);
}

enum err staff_page_forgot(struct request *req, struct response *res)
{
	return show_forgot(req, res, NULL);
}

/*
 * Whoever asks gets the same answer, whether the account is there or not. Both
 * write to the log of use, so both wait for the disk: a commit with nothing in
 * it would be told by its speed.
 */
enum err staff_page_forgot_send(struct request *req, struct response *res)
{
	const char *mail = typed_mail(req), *url;
	bool allowed = false;
	struct staff s = {0};
	enum err err;

	if (!*mail)
		return show_forgot(req, res,
				   word(req->lang, W_login_mail_missing));
	err = staff_by_mail(req->db, req->arena, mail, &s);
	if (!err || err == ERR_NOT_FOUND)
		err = audit_add(req->db, req->arena, "link_asked", s.id, "{}");
	if (!err && s.id)
		err = staff_reset_allowed(req->db, req->arena, s.id, &allowed);
	if (err)
		return err;
	if (allowed && s.active && !(req->brand && req->brand->mail_off)) {
		err = staff_send_link(req->db, req->arena, NULL, &s, "reset",
				      &url);
		if (err)
			return err;
	}
	return res_redirect(req, res, "/staff/login?done=forgot");
}
