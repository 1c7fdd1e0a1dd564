/*
 * public_map_pages.h: published messages on a map, for app/routes.c.
 */
#ifndef MATTER_PUBLIC_MAP_PAGES_H
#define MATTER_PUBLIC_MAP_PAGES_H

#include "http/http.h"

enum err public_map_page_show(struct request *req, struct response *res);
enum err public_map_page_spots(struct request *req, struct response *res);
/* Is a point within the border? */
enum err public_map_page_inside(struct request *req, struct response *res);

#endif
