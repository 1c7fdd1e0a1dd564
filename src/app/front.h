/*
 * front.h: the address without a language.
 */
#ifndef APP_FRONT_H
#define APP_FRONT_H

#include "http/http.h"

enum err front_page_choose(struct request *req, struct response *res);

#endif
