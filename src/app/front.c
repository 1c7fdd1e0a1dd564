/*
 * front.c: "/" leads to the front page in the language the browser asks for.
 */
#include "app/front.h"

enum err front_page_choose(struct request *req, struct response *res)
{
	res_header(res, "Vary", "Accept-Language");
	return res_redirect(req, res, "/%s/", lang_codes[req->lang]);
}
