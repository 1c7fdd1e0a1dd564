/*
 * problem.c: what people and programs read when something is refused. A page
 * says kindly what to do next; a program gets RFC 9457 problem+json.
 *
 * It must work with whatever the request lacks: no tenant, no database, not
 * even a path.
 */
#include "http/problem.h"
#include "base/json.h"
#include "html/html_tpl.h"
#include "html/page.h"

static const struct {
	int status;
	enum word title, text;
	const char *retry_after; /* seconds */
} problems[] = {
	{400, W_error_400_title, W_error_400_text, NULL},
	{401, W_error_401_title, W_error_401_text, NULL},
	{403, W_error_403_title, W_error_403_text, NULL},
	{404, W_error_404_title, W_error_404_text, NULL},
	{405, W_error_405_title, W_error_405_text, NULL},
	{408, W_error_408_title, W_error_408_text, NULL},
	{409, W_error_409_title, W_error_409_text, NULL},
	{410, W_error_410_title, W_error_410_text, NULL},
	{411, W_error_501_title, W_error_501_text, NULL},
	{413, W_error_413_title, W_error_413_text, NULL},
	{414, W_error_414_title, W_error_414_text, NULL},
	{415, W_error_415_title, W_error_415_text, NULL},
	{417, W_error_501_title, W_error_501_text, NULL},
	{421, W_error_404_title, W_error_404_text, NULL},
	{422, W_error_422_title, W_error_422_text, NULL},
	{429, W_error_429_title, W_error_429_text, "60"},
	{431, W_error_414_title, W_error_414_text, NULL},
	{500, W_error_500_title, W_error_500_text, NULL},
	{501, W_error_501_title, W_error_501_text, NULL},
	{503, W_error_503_title, W_error_503_text, "5"},
	{505, W_error_501_title, W_error_501_text, NULL},
};

/* An unknown status reads as 500's or 400's, by its class. */
static size_t problem_row(int status)
{
	size_t n = sizeof(problems) / sizeof(problems[0]);

	for (size_t i = 0; i < n; i++)
		if (problems[i].status == status)
			return i;
	return problem_row(status >= 400 && status < 500 ? 400 : 500);
}

static bool is_staff(const struct request *req)
{
	return req->path && (str_same(req->path, "/staff") ||
			     str_starts(req->path, "/staff/"));
}

static void problem_json(struct request *req, struct response *res, int status)
{
	size_t row = problem_row(status);
	struct str s;
	struct json j;

	str_init(&s, req->arena, 256);
	json_init(&j, &s);
	json_open(&j, '{');
	json_put_text(&j, "type", "about:blank");
	json_put_int(&j, "status", status);
	json_put_text(&j, "title", word(req->lang, problems[row].title));
	json_put_text(&j, "detail", word(req->lang, problems[row].text));
	if (!str_empty(req->id))
		json_put_text(&j, "request_id", req->id);
	json_close(&j, '}');
	res->type = "application/problem+json";
	res->body = s.ptr;
	res->body_len = s.len;
}

static void problem_html(struct request *req, struct response *res, int status)
{
	size_t row = problem_row(status);
	const struct brand *b = req->brand;
	struct problem v = {
		.title = problems[row].title,
		.text = problems[row].text,
		.id = req->id,
		.home = is_staff(req) ? "/staff"
				      : arena_printf(req->arena, "/%s",
						     lang_codes[req->lang]),
		.sign_in = status == 401 ? "/staff/sign-in" : NULL,
		.contact_mail = b ? b->contact_mail : NULL,
		.contact_phone = b ? b->contact_phone : NULL,
	};
	struct page p = {
		.title = word(req->lang, v.title),
		.status = status,
		.noindex = true,
	};
	struct out *o = page_begin(req, res, &p);

	tpl_html_problem(o, &v);
	if (page_end(o) != OK)
		res->body_len = 0;
}

void page_problem(struct request *req, struct response *res, int status)
{
	size_t row = problem_row(status);

	/* What a handler began must not leak into the refusal. */
	*res = (struct response){.status = status};
	if (problems[row].retry_after)
		res_header(res, "Retry-After", problems[row].retry_after);
	if ((req->path && str_starts(req->path, "/api/")) ||
	    html_wants_json(req_header(req, "accept")))
		problem_json(req, res, status);
	else
		problem_html(req, res, status);
	res->cache = "no-store";
}

void html_init(void)
{
	problem_page = page_problem;
}
