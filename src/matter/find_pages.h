/*
 * find_pages.h: one search for everything, for app/routes.c.
 */
#ifndef MATTER_FIND_PAGES_H
#define MATTER_FIND_PAGES_H

#include "http/http.h"

enum err find_page_show(struct request *req, struct response *res);

#endif
