/*
 * callback_pages.h: a resident asks to be called.
 */
#ifndef MATTER_CALLBACK_PAGES_H
#define MATTER_CALLBACK_PAGES_H

#include "http/http.h"

enum err callback_page_form(struct request *req, struct response *res);
enum err callback_page_send(struct request *req, struct response *res);

#endif
