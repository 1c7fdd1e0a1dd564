/*
 * find_pages.h: what a form offers while a place is typed.
 */
#ifndef PLACE_FIND_PAGES_H
#define PLACE_FIND_PAGES_H

#include "http/http.h"

enum err find_page_facilities(struct request *req, struct response *res);
/* prepare has another service asked, when the operator named one. */
enum err find_page_addresses_prepare(struct request *req,
				     struct work *ret_work);
enum err find_page_addresses(struct request *req, struct response *res);

#endif
