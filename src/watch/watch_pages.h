/*
 * watch_pages.h: pages of watches, for app/routes.c.
 */
#ifndef WATCH_WATCH_PAGES_H
#define WATCH_WATCH_PAGES_H

#include "http/http.h"

enum err watch_page_ask(struct request *req, struct response *res);
enum err watch_page_send(struct request *req, struct response *res);
enum err watch_page_show(struct request *req, struct response *res);
enum err watch_page_change(struct request *req, struct response *res);
enum err watch_page_stop(struct request *req, struct response *res);

#endif
