/*
 * map_pages.h: the squares that maps are made of, for app/routes.c.
 */
#ifndef PLACE_MAP_PAGES_H
#define PLACE_MAP_PAGES_H

#include "http/http.h"

/* The same for everybody: needs no municipality. */
enum err map_page_base(struct request *req, struct response *res);

/* A square of what the operator configured; prepare has it fetched. */
enum err map_page_tile_prepare(struct request *req, struct work *ret_work);
enum err map_page_tile(struct request *req, struct response *res);

#endif
