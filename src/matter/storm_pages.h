/*
 * storm_pages.h: pages of storms, for app/routes.c.
 */
#ifndef MATTER_STORM_PAGES_H
#define MATTER_STORM_PAGES_H

#include "http/http.h"

enum err storm_page_list(struct request *req, struct response *res);
enum err storm_page_begin(struct request *req, struct response *res);
enum err storm_page_end(struct request *req, struct response *res);

#endif
