/*
 * hold_pages.h: threats as evidence, for app/routes.c.
 */
#ifndef MATTER_HOLD_PAGES_H
#define MATTER_HOLD_PAGES_H

#include "http/http.h"

enum err hold_page_show(struct request *req, struct response *res);
enum err hold_page_show_logged(struct request *req, struct response *res);
enum err hold_page_mark(struct request *req, struct response *res);
enum err hold_page_lift(struct request *req, struct response *res);
/* The package for the police; an event each time. */
enum err hold_page_package(struct request *req, struct response *res);

#endif
