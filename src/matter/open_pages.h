/*
 * open_pages.h: open data of published matters, for app/routes.c.
 */
#ifndef MATTER_OPEN_PAGES_H
#define MATTER_OPEN_PAGES_H

#include "http/http.h"

enum err open_page_about(struct request *req, struct response *res);
enum err open_page_csv(struct request *req, struct response *res);
enum err open_page_jsonl(struct request *req, struct response *res);
enum err open_page_geojson(struct request *req, struct response *res);
enum err open_page_sitemap(struct request *req, struct response *res);

#endif
