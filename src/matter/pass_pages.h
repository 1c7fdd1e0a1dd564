/*
 * pass_pages.h: passing a matter on, and the page of who got it.
 */
#ifndef MATTER_PASS_PAGES_H
#define MATTER_PASS_PAGES_H

#include "http/http.h"

/* desk_pass_pages.c: the staff */
enum err desk_page_pass(struct request *req, struct response *res);
enum err desk_page_pass_logged(struct request *req, struct response *res);
enum err desk_page_pass_send(struct request *req, struct response *res);

/* passed_pages.c: the body outside, by its link */
enum err passed_page_show(struct request *req, struct response *res);
enum err passed_page_file(struct request *req, struct response *res);

#endif
