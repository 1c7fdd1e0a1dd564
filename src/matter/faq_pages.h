/*
 * faq_pages.h: what one was answered, as a common question for all; for
 * app/routes.c.
 */
#ifndef MATTER_FAQ_PAGES_H
#define MATTER_FAQ_PAGES_H

#include "http/http.h"

enum err faq_page_new(struct request *req, struct response *res);

#endif
