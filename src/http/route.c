/*
 * route.c: from a method and a path to a row of the table.
 */
#include "http/http.h"

#include "base/lang.h"
#include "base/str.h"

/* What a pattern's holes matched: slices of the path. */
struct holes {
	const char *at[HTTP_HOLES_MAX];
	size_t len[HTTP_HOLES_MAX];
	size_t count;
	enum lang lang;
	bool has_lang;
};

static bool fill_lang(const char *at, size_t n, struct holes *h)
{
	char code[8] = "";

	if (n >= sizeof(code))
		return false;
	memcpy(code, at, n);
	h->has_lang = lang_parse(code, &h->lang);
	return h->has_lang;
}

/* pattern stands on a '{', path on what it must match. */
static bool fill_hole(const char *pattern, const char *path, size_t n,
		      struct holes *h)
{
	if (n == 0)
		return false;
	if (str_starts(pattern, "{lang}"))
		return fill_lang(path, n, h);
	if (h->count == HTTP_HOLES_MAX)
		return false;
	h->at[h->count] = path;
	h->len[h->count++] = n;
	return true;
}

static bool path_match(const char *pattern, const char *path,
		       struct holes *ret_holes)
{
	while (*pattern) {
		size_t n;

		if (*pattern != '{') {
			if (*pattern++ != *path++)
				return false;
			continue;
		}
		n = strcspn(path, "/");
		if (!fill_hole(pattern, path, n, ret_holes))
			return false;
		pattern += strcspn(pattern, "}");
		pattern += *pattern == '}';
		path += n;
	}
	return *path == '\0';
}

static bool method_match(const struct route *r, enum method m)
{
	if (str_same(r->method, "POST"))
		return m == METHOD_POST;
	return m == METHOD_GET || m == METHOD_HEAD;
}

static void request_fill(struct request *req, const struct holes *h)
{
	for (size_t i = 0; i < h->count; i++)
		req->param[i] = arena_strndup(req->arena, h->at[i], h->len[i]);
	if (h->has_lang)
		req->lang = h->lang;
}

static const char *allow_more(const char *allow, const struct route *r)
{
	bool post = str_same(r->method, "POST");

	if (!allow)
		return post ? "POST" : "GET, HEAD";
	return str_same(allow, "POST") == post ? allow : "GET, HEAD, POST";
}

/* A 404 under "/sv/" speaks Swedish. */
static void lang_of_path(struct request *req)
{
	const char *first = req->path + (*req->path == '/');

	lang_parse(arena_strndup(req->arena, first, strcspn(first, "/")),
		   &req->lang);
}

const struct route *route_row(const struct route *const **at,
			      const struct route *r)
{
	while (r && !r->method)
		r = *++*at;
	return r;
}

enum err route_find(const struct route *const *routes, struct request *req,
		    const struct route **ret_route)
{
	const struct route *r = *routes;
	const char *allow = NULL;

	for (; (r = route_row(&routes, r)); r++) {
		struct holes h = {.count = 0};

		if (!path_match(r->path, req->path, &h))
			continue;
		if (method_match(r, req->method)) {
			request_fill(req, &h);
			*ret_route = r;
			return OK;
		}
		if (h.has_lang) /* the 405 speaks the reader's language */
			req->lang = h.lang;
		allow = allow_more(allow, r);
	}
	if (!allow) {
		lang_of_path(req);
		return ERR_NOT_FOUND;
	}
	req->allow = allow;
	return ERR_INVALID;
}
