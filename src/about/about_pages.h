/*
 * about_pages.h: the pages every municipality must have, for everybody and in
 * the administration.
 */
#ifndef ABOUT_ABOUT_PAGES_H
#define ABOUT_ABOUT_PAGES_H

#include "http/http.h"

enum err about_page_show(struct request *req, struct response *res);
enum err about_page_list(struct request *req, struct response *res);
enum err about_page_edit(struct request *req, struct response *res);
enum err about_page_save(struct request *req, struct response *res);

#endif
