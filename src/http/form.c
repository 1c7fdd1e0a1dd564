/*
 * form.c: asking a request for a header, a query field, a form field.
 */
#include "http/http.h"

#include "base/str.h"
#include "base/utf8.h"

#include <errno.h>

static const char *pair_find(const struct pair *pairs, size_t count,
			     const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(pairs[i].name, name) == 0)
			return pairs[i].value;
	return NULL;
}

const char *req_header(const struct request *req, const char *name)
{
	const char *v = pair_find(req->headers, req->header_count, name);

	return v ? v : "";
}

const char *req_arg(const struct request *req, const char *name)
{
	const char *v = pair_find(req->args, req->arg_count, name);

	return v ? v : "";
}

const char *req_field(const struct request *req, const char *name)
{
	const char *v =
		pair_find(req->form->fields, req->form->field_count, name);

	return v ? utf8_clean(req->arena, v) : "";
}

bool req_has_field(const struct request *req, const char *name)
{
	return pair_find(req->form->fields, req->form->field_count, name);
}

enum err parse_int(const char *text, int64_t *ret_value)
{
	const char *digits = *text == '-' ? text + 1 : text;
	size_t n = strspn(digits, "0123456789");
	long long value;

	if (n == 0 || digits[n] != '\0')
		return ERR_INVALID;
	errno = 0;
	value = strtoll(text, NULL, 10);
	if (errno)
		return ERR_INVALID;
	*ret_value = value;
	return OK;
}

enum err param_int(const struct request *req, int hole, int64_t *ret_value)
{
	return parse_int(req->param[hole] ? req->param[hole] : "", ret_value);
}

enum err field_int(const struct request *req, const char *name,
		   int64_t *ret_value)
{
	return parse_int(req_field(req, name), ret_value);
}
