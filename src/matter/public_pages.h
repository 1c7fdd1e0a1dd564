/*
 * public_pages.h: the open side of matters, for app/routes.c.
 */
#ifndef MATTER_PUBLIC_PAGES_H
#define MATTER_PUBLIC_PAGES_H

#include "http/http.h"

enum err public_page_list(struct request *req, struct response *res);
enum err public_page_show(struct request *req, struct response *res);
enum err public_page_words(struct request *req, struct response *res);
enum err public_page_feed(struct request *req, struct response *res);

#endif
