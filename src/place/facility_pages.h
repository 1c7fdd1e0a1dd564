/*
 * facility_pages.h: facilities in the administration, and the words by which
 * a form finds them.
 */
#ifndef PLACE_FACILITY_PAGES_H
#define PLACE_FACILITY_PAGES_H

#include "http/http.h"

enum err facility_page_list(struct request *req, struct response *res);
enum err facility_page_new(struct request *req, struct response *res);
enum err facility_page_create(struct request *req, struct response *res);
enum err facility_page_edit(struct request *req, struct response *res);
enum err facility_page_save(struct request *req, struct response *res);
enum err facility_page_export(struct request *req, struct response *res);
enum err facility_page_import(struct request *req, struct response *res);
enum err facility_page_preview(struct request *req, struct response *res);
enum err facility_page_apply(struct request *req, struct response *res);

/* Local addresses: what there is, a new file, what to do with one that has bad
 * rows. */
enum err address_page_show(struct request *req, struct response *res);
enum err address_page_upload(struct request *req, struct response *res);
enum err address_page_take(struct request *req, struct response *res);
enum err address_page_drop(struct request *req, struct response *res);

#endif
