/*
 * view_pages.h: asking another unit's view of a matter, and giving it.
 */
#ifndef MATTER_VIEW_PAGES_H
#define MATTER_VIEW_PAGES_H

#include "http/http.h"

enum err view_page_ask(struct request *req, struct response *res);
enum err view_page_ask_logged(struct request *req, struct response *res);
enum err view_page_ask_send(struct request *req, struct response *res);

/* the unit that is asked */
enum err view_page_show(struct request *req, struct response *res);
enum err view_page_give(struct request *req, struct response *res);
enum err view_page_file(struct request *req, struct response *res);

#endif
