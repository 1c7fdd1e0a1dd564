/*
 * routing_pages.h: the administration of rules and areas, for app/routes.c.
 */
#ifndef MATTER_ROUTING_PAGES_H
#define MATTER_ROUTING_PAGES_H

#include "http/http.h"

enum err routing_page_show(struct request *req, struct response *res);
enum err routing_page_add(struct request *req, struct response *res);
enum err routing_page_remove(struct request *req, struct response *res);
enum err routing_page_up(struct request *req, struct response *res);
enum err routing_page_import(struct request *req, struct response *res);
enum err routing_page_area_remove(struct request *req, struct response *res);

#endif
