/*
 * front.c: "/" leads to the front page in the language the browser asks for;
 * robots are told what is nobody's to list.
 */
#include "app/front.h"

enum err front_page_choose(struct request *req, struct response *res)
{
	res_header(res, "Vary", "Accept-Language");
	return res_redirect(req, res, "/%s/", lang_codes[req->lang]);
}

/* Pages behind secret links, and those of staff. */
static const char robots[] = "User-agent: *\n"
			     "Disallow: /staff\n"
			     "Disallow: /follow\n"
			     "Disallow: /watch\n"
			     "Disallow: /mine\n"
			     "Disallow: /ask\n"
			     "Disallow: /task\n"
			     "Disallow: /passed\n"
			     "Disallow: /handle\n"
			     "Disallow: /health\n";

enum err front_robots(struct request *req, struct response *res)
{
	res->type = "text/plain; charset=utf-8";
	res->cache = "max-age=86400";
	res->body = arena_printf(req->arena, "%sSitemap: %s/sitemap.xml\n",
				 robots, req->origin);
	res->body_len = strlen(res->body);
	return OK;
}
