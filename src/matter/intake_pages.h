/*
 * intake_pages.h: staff enter what somebody says by phone, letter, at the desk.
 */
#ifndef MATTER_INTAKE_PAGES_H
#define MATTER_INTAKE_PAGES_H

#include "http/http.h"

enum err intake_page_form(struct request *req, struct response *res);
enum err intake_page_send(struct request *req, struct response *res);
enum err intake_page_spot(struct request *req, struct response *res);
enum err intake_page_spot_add(struct request *req, struct response *res);

#endif
