/*
 * template_pages.h: answer templates, for those who write answers.
 */
#ifndef TEMPLATE_TEMPLATE_PAGES_H
#define TEMPLATE_TEMPLATE_PAGES_H

#include "http/http.h"

enum err template_page_list(struct request *req, struct response *res);
enum err template_page_new(struct request *req, struct response *res);
enum err template_page_create(struct request *req, struct response *res);
enum err template_page_edit(struct request *req, struct response *res);
enum err template_page_save(struct request *req, struct response *res);
enum err template_page_remove(struct request *req, struct response *res);

#endif
