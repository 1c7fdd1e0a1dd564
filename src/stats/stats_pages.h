/*
 * stats_pages.h: figures for everybody and for staff, for app/routes.c.
 */
#ifndef STATS_STATS_PAGES_H
#define STATS_STATS_PAGES_H

#include "http/http.h"

enum err stats_page_show(struct request *req, struct response *res);
enum err stats_page_csv(struct request *req, struct response *res);
/* The same under /staff, with what only staff need; the export is logged. */
enum err stats_page_staff(struct request *req, struct response *res);
enum err stats_page_staff_csv(struct request *req, struct response *res);

#endif
