/*
 * static.c: files that are part of the program. Their address carries a hash
 * of their content, so a browser asks once and keeps the answer for ever.
 */
#include "http/conn.h"

const char *asset_path(const char *name)
{
	for (const struct asset *a = assets; a->name; a++)
		if (str_same(a->name, name))
			return a->path;
	return "";
}

/* In the order we like them; identity is what remains. */
struct form_of_asset {
	const char *coding;
	const char *suffix; /* of the entity tag: other bytes, another tag */
	const unsigned char *bytes;
	size_t size;
};

static struct form_of_asset choose(const struct request *req,
				   const struct asset *a)
{
	if (a->brotli && accepts_encoding(req, "br"))
		return (struct form_of_asset){"br", "-br", a->brotli,
					      a->brotli_size};
	if (a->gzip && accepts_encoding(req, "gzip"))
		return (struct form_of_asset){"gzip", "-gz", a->gzip,
					      a->gzip_size};
	return (struct form_of_asset){NULL, "", a->bytes, a->size};
}

/* "abc" with a suffix inside its quotes. */
static const char *entity_tag(struct arena *arena, const struct asset *a,
			      const char *suffix)
{
	return arena_printf(arena, "%.*s%s\"", (int)strlen(a->etag) - 1,
			    a->etag, suffix);
}

static void asset_answer(struct exchange *x, const struct asset *a)
{
	struct form_of_asset f = choose(&x->req, a);
	const char *tag = entity_tag(x->req.arena, a, f.suffix);
	const char *known = req_header(&x->req, "if-none-match");
	struct response *res = &x->res;

	res->type = a->type;
	res->cache = "public, max-age=31536000, immutable";
	res_header(res, "ETag", tag);
	if (a->brotli || a->gzip)
		res_header(res, "Vary", "Accept-Encoding");
	if (str_same(known, "*") || strstr(known, tag)) {
		res->status = 304;
		return;
	}
	if (f.coding)
		res_header(res, "Content-Encoding", f.coding);
	res->body = (const char *)f.bytes;
	res->body_len = f.size;
}

bool static_answer(struct exchange *x)
{
	const struct request *req = &x->req;

	if (!str_starts(req->path, "/static/") ||
	    (req->method != METHOD_GET && req->method != METHOD_HEAD))
		return false;
	for (const struct asset *a = assets; a->name; a++) {
		if (!str_same(a->path, req->path))
			continue;
		asset_answer(x, a);
		return true;
	}
	return false;
}
