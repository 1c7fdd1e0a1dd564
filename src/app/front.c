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

static const char robots[] = "User-agent: *\n"
			     "Disallow: /staff\n"
			     "Disallow: /follow\n"
			     "Disallow: /health\n";

enum err front_robots(struct request *req, struct response *res)
{
	(void)req;
	res->type = "text/plain; charset=utf-8";
	res->cache = "max-age=86400";
	res->body = robots;
	res->body_len = strlen(robots);
	return OK;
}
