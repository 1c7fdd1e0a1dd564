/*
 * unit_pages.h: the organisation in the administration.
 */
#ifndef UNIT_UNIT_PAGES_H
#define UNIT_UNIT_PAGES_H

#include "http/http.h"

enum err unit_page_list(struct request *req, struct response *res);
enum err unit_page_directory(struct request *req, struct response *res);
enum err unit_page_new(struct request *req, struct response *res);
enum err unit_page_create(struct request *req, struct response *res);
enum err unit_page_edit(struct request *req, struct response *res);
enum err unit_page_save(struct request *req, struct response *res);
enum err unit_page_export(struct request *req, struct response *res);
enum err unit_page_import(struct request *req, struct response *res);
enum err unit_page_preview(struct request *req, struct response *res);
enum err unit_page_apply(struct request *req, struct response *res);

#endif
