/*
 * home_pages.h: where a resident begins.
 */
#ifndef MATTER_HOME_PAGES_H
#define MATTER_HOME_PAGES_H

#include "http/http.h"

enum err home_page_show(struct request *req, struct response *res);

#endif
