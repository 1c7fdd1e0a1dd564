/*
 * where_pages.h: pages of facilities and districts for everybody, and the
 * words by which a form finds a facility.
 */
#ifndef MATTER_WHERE_PAGES_H
#define MATTER_WHERE_PAGES_H

#include "http/http.h"

enum err where_page_list(struct request *req, struct response *res);
enum err where_page_facility(struct request *req, struct response *res);
enum err where_page_district(struct request *req, struct response *res);

#endif
