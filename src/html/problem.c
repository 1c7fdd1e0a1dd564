/*
 * problem.c: what people and programs read when something is refused. A page
 * says kindly what to do next; a program gets RFC 9457 problem+json.
 *
 * It must work with whatever the request lacks: no tenant, no database, not
 * even a path.
 */
#include "http/problem.h"
#include "base/json.h"
#include "base/utf8.h"
#include "html/html_tpl.h"
#include "html/page.h"
#include "http/url.h"

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

/* ---- nothing typed is lost ---- */

/* Escaped: the page must fit into what an exhausted arena still gets. */
enum { KEEP_BYTES = 48 * 1024, ENTITY_BYTES = 6 };

/* What may well succeed when the same is sent again. */
static bool for_a_while(int status)
{
	return status == 429 || status == 500 || status == 503;
}

static bool guards(const char *name)
{
	return str_same(name, "key") || str_same(name, "csrf");
}

static size_t escaped_bytes(const char *text)
{
	size_t n = strlen(text);

	for (text = strpbrk(text, "<>&\"'"); text;
	     text = strpbrk(text + 1, "<>&\"'"))
		n += ENTITY_BYTES - 1;
	return n;
}

/* Nothing that was typed to stay secret is written into a page. */
static bool may_keep(const struct request *req)
{
	size_t bytes = 0;

	if (req->method != METHOD_POST || !req->form || !req->route ||
	    req->route->guard == GUARD_NONE)
		return false;
	for (size_t i = 0; i < req->form->field_count; i++) {
		const struct pair *f = &req->form->fields[i];

		if (strstr(f->name, "password"))
			return false;
		bytes += escaped_bytes(f->name) + escaped_bytes(f->value);
	}
	return bytes > 0 && bytes <= KEEP_BYTES;
}

bool page_keep(struct request *req, const struct kept_field **ret_fields,
	       size_t *ret_count)
{
	const struct form *f = req->form;
	struct kept_field *kept;
	size_t n = 0;

	if (!may_keep(req))
		return false;
	kept = arena_array(req->arena, f->field_count, sizeof(*kept));
	for (size_t i = 0; i < f->field_count; i++)
		if (!guards(f->fields[i].name))
			kept[n++] = (struct kept_field){f->fields[i].name,
							f->fields[i].value};
	*ret_fields = kept;
	*ret_count = n;
	return true;
}

/* The form as it came, to be sent again by a button. */
static void keep_form(struct request *req, struct problem *v)
{
	v->files_lost = req->route->body == BODY_FILES;
	v->again = url_encode(req->arena, req->path);
	if (!str_empty(req->query))
		v->again =
			arena_printf(req->arena, "%s?%s", v->again, req->query);
}

/* Choices, numbers, tokens and addresses of pages hold no space. */
static bool is_written(const char *name, const char *value)
{
	return str_same(name, "text") ||
	       (!guards(name) && strpbrk(value, " \n"));
}

/* What somebody wrote, in every field of the form. */
static const char *written(struct request *req)
{
	const struct form *f = req->form;
	struct str s;

	str_init(&s, req->arena, 256);
	for (size_t i = 0; i < f->field_count; i++) {
		const char *words = utf8_clean(req->arena, f->fields[i].value);

		if (!is_written(f->fields[i].name, words))
			continue;
		if (s.len)
			str_puts(&s, "\n\n");
		str_puts(&s, words);
	}
	return s.ptr;
}

static void keep_typed(struct request *req, int status, struct problem *v)
{
	if (!page_keep(req, &v->kept, &v->kept_count))
		return;
	if (for_a_while(status))
		keep_form(req, v);
	else
		v->typed = written(req);
}

/* A tracking code or a token stands in it, and so in the links of the page. */
static bool address_is_secret(const struct request *req)
{
	static const char *const begin[] = {"/follow/", "/ask/", "/task/",
					    "/staff/link/"};

	for (size_t i = 0; i < sizeof(begin) / sizeof(*begin); i++)
		if (str_starts(req->path, begin[i]))
			return true;
	return false;
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
		.sign_in = status == 401 ? "/staff/login" : NULL,
		.contact_mail = b ? b->contact_mail : NULL,
		.contact_phone = b ? b->contact_phone : NULL,
	};
	struct page p = {
		.title = word(req->lang, v.title),
		.status = status,
		.noindex = true,
		.secret = address_is_secret(req),
	};
	struct out *o;

	keep_typed(req, status, &v);
	p.again = v.again != NULL;
	p.kept = v.kept;
	p.kept_count = v.kept_count;
	o = page_begin(req, res, &p);
	o->same_key = true;
	tpl_html_problem(o, &v);
	o->same_key = false;
	if (page_end(o) != OK)
		res->body_len = 0;
}

/* What was said already knows better than the table. */
static const char *retry_after(const struct response *res, int status)
{
	for (size_t i = 0; i < res->header_count; i++)
		if (str_same(res->headers[i].name, "Retry-After"))
			return res->headers[i].value;
	return problems[problem_row(status)].retry_after;
}

void page_problem(struct request *req, struct response *res, int status)
{
	const char *wait = retry_after(res, status);

	/* What a handler began must not leak into the refusal. */
	*res = (struct response){.status = status};
	if (wait)
		res_header(res, "Retry-After", wait);
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
