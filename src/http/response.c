/*
 * response.c: what a handler says about its answer. The security headers are
 * not here: reply.c puts them on every reply, so no handler can forget them.
 */
#include "http/http.h"

#include "base/log.h"
#include "http/url.h"

#include <inttypes.h>
#include <sodium.h>

void res_header(struct response *res, const char *name, const char *value)
{
	size_t room = sizeof(res->headers) / sizeof(res->headers[0]);

	if (res->header_count == room) {
		log_error("too many headers: dropped=%s", name);
		return;
	}
	res->headers[res->header_count++] = (struct pair){name, value};
}

/* Weak: the same body travels in several codings. */
enum err res_tagged(struct request *req, struct response *res)
{
	uint64_t digest[2];
	const char *tag;

	crypto_generichash((unsigned char *)digest, sizeof(digest),
			   (const unsigned char *)res->body, res->body_len,
			   NULL, 0);
	tag = arena_printf(req->arena, "W/\"%016" PRIx64 "%016" PRIx64 "\"",
			   digest[0], digest[1]);
	res_header(res, "ETag", tag);
	if (strstr(req_header(req, "if-none-match"), tag + 2)) {
		res->status = 304;
		res->body = "";
		res->body_len = 0;
	}
	return OK;
}

/* Never to another host: "//host" and "/\host" are addresses of hosts. */
static bool is_local(const char *path)
{
	return path[0] == '/' && path[1] != '/' && path[1] != '\\';
}

enum err res_redirect(struct request *req, struct response *res,
		      const char *fmt, ...)
{
	va_list ap;
	char *path;

	va_start(ap, fmt);
	path = arena_vprintf(req->arena, fmt, ap);
	va_end(ap);
	if (!is_local(path))
		path = arena_strdup(req->arena, "/");
	res->status = 303;
	res->body = "";
	res->body_len = 0;
	res_header(res, "Location", url_encode(req->arena, path));
	return OK;
}
