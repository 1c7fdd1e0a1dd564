/*
 * choose.c: choosing a new password.
 */
#include "staff/choose.h"

#include "base/str.h"
#include "html/out.h"
#include "staff/staff.h"
#include "tenant/form.h"

static const struct fault faults[] = {
	{CHOOSE_WRONG, "current", W_choose_wrong},
	{CHOOSE_LIMITED, "current", W_choose_limited},
	{CHOOSE_BAD, "password", W_choose_bad},
	{CHOOSE_DIFFERS, "again", W_choose_differs},
	{0, NULL, 0},
};

unsigned choose_faults(const struct request *req, const char *mail)
{
	const char *password = req_field(req, "password");

	if (!password_good(password, mail))
		return CHOOSE_BAD;
	return str_same(password, req_field(req, "again")) ? 0 : CHOOSE_DIFFERS;
}

const char *choose_error(struct request *req, unsigned bad, const char *field)
{
	return fault_text(faults, bad, field, req->lang);
}

void choose_fields(struct request *req, unsigned bad,
		   struct error_summary *ret_errors, struct field *ret_password,
		   struct field *ret_again)
{
	*ret_errors = fault_summary(req->arena, faults, bad, req->lang);
	*ret_password = (struct field){
		.name = "password",
		.label = word(req->lang, W_choose_password),
		.hint = word(req->lang, W_choose_hint),
		.error = choose_error(req, bad, "password"),
		.type = "password",
		.autocomplete = "new-password",
		.required = true,
		.plain = true,
	};
	*ret_again = (struct field){
		.name = "again",
		.label = word(req->lang, W_choose_again),
		.error = choose_error(req, bad, "again"),
		.type = "password",
		.autocomplete = "new-password",
		.required = true,
		.plain = true,
	};
}
