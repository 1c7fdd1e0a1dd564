/*
 * signature_pages.h: one's own signature, and a unit's.
 */
#ifndef SIGNATURE_SIGNATURE_PAGES_H
#define SIGNATURE_SIGNATURE_PAGES_H

#include "http/http.h"

enum err signature_page_own(struct request *req, struct response *res);
enum err signature_page_own_save(struct request *req, struct response *res);
enum err signature_page_unit(struct request *req, struct response *res);
enum err signature_page_unit_save(struct request *req, struct response *res);

#endif
