/*
 * cookie.c: cookies of ours, RFC 6265. Under TLS the name carries the __Host-
 * prefix: a browser then takes it only with Secure, Path=/ and no Domain, so
 * no neighbouring host can set it.
 */
#include "http/http.h"

#include "base/str.h"

#include <inttypes.h>

static const char *prefix(const struct request *req)
{
	return req->secure ? "__Host-kaiku_" : "kaiku_";
}

void res_cookie(struct request *req, struct response *res, const char *name,
		const char *value, int64_t max_age_s)
{
	res_header(res, "Set-Cookie",
		   arena_printf(req->arena,
				"%s%s=%s; Path=/; Max-Age=%" PRId64
				"; HttpOnly; SameSite=Lax%s",
				prefix(req), name, value, max_age_s,
				req->secure ? "; Secure" : ""));
}

/* The value of "NAME=value" at the start of a cookie string, or NULL. */
static const char *value_at(const char *at, const char *pre, const char *name)
{
	size_t p = strlen(pre), n = strlen(name);

	if (strncmp(at, pre, p) != 0 || strncmp(at + p, name, n) != 0 ||
	    at[p + n] != '=')
		return NULL;
	return at + p + n + 1;
}

static const char *cookie_find(const struct request *req, const char *header,
			       const char *name)
{
	while (*header) {
		const char *value;

		header += strspn(header, "; \t");
		value = value_at(header, prefix(req), name);
		if (value)
			return arena_strndup(req->arena, value,
					     strcspn(value, "; \t"));
		header += strcspn(header, ";");
	}
	return NULL;
}

const char *req_cookie(const struct request *req, const char *name)
{
	/* HTTP/2 proxies may split one Cookie header into several. */
	for (size_t i = 0; i < req->header_count; i++) {
		const char *found = NULL;

		if (str_same(req->headers[i].name, "cookie"))
			found = cookie_find(req, req->headers[i].value, name);
		if (found)
			return found;
	}
	return "";
}
