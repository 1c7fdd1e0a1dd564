/*
 * contact_pages.h: the directory in the open, and its administration, for
 * app/routes.c.
 */
#ifndef CONTACT_CONTACT_PAGES_H
#define CONTACT_CONTACT_PAGES_H

#include "http/http.h"

/* in the open (open_pages.c) */
enum err contact_page_all(struct request *req, struct response *res);
enum err contact_page_one(struct request *req, struct response *res);

/* the administration */
enum err contact_page_list(struct request *req, struct response *res);
enum err contact_page_unit(struct request *req, struct response *res);
enum err contact_page_unit_save(struct request *req, struct response *res);
enum err contact_page_new(struct request *req, struct response *res);
enum err contact_page_create(struct request *req, struct response *res);
enum err contact_page_person(struct request *req, struct response *res);
enum err contact_page_person_save(struct request *req, struct response *res);
enum err contact_page_person_remove(struct request *req, struct response *res);
enum err contact_page_export(struct request *req, struct response *res);
enum err contact_page_import(struct request *req, struct response *res);
enum err contact_page_preview(struct request *req, struct response *res);
enum err contact_page_apply(struct request *req, struct response *res);

#endif
