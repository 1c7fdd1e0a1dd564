/*
 * unit_link_pages.h: the page of a unit that works by mail.
 */
#ifndef MATTER_UNIT_LINK_PAGES_H
#define MATTER_UNIT_LINK_PAGES_H

#include "http/http.h"

enum err unit_link_page_show(struct request *req, struct response *res);
enum err unit_link_page_send(struct request *req, struct response *res);
enum err unit_link_page_file(struct request *req, struct response *res);

#endif
