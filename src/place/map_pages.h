/*
 * map_pages.h: the squares that maps are made of, for app/routes.c.
 */
#ifndef PLACE_MAP_PAGES_H
#define PLACE_MAP_PAGES_H

#include "http/http.h"

/* The same for everybody: needs no municipality. */
enum err map_page_base(struct request *req, struct response *res);

#endif
