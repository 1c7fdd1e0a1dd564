/*
 * own_pages.h: all one's own matters by a mailed link, for app/routes.c.
 */
#ifndef MATTER_OWN_PAGES_H
#define MATTER_OWN_PAGES_H

#include "http/http.h"

enum err own_page_ask(struct request *req, struct response *res);
enum err own_page_send(struct request *req, struct response *res);
enum err own_page_list(struct request *req, struct response *res);

#endif
