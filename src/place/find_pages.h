/*
 * find_pages.h: what a form offers while a place is typed.
 */
#ifndef PLACE_FIND_PAGES_H
#define PLACE_FIND_PAGES_H

#include "http/http.h"

enum err find_page_facilities(struct request *req, struct response *res);

#endif
