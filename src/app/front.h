/*
 * front.h: addresses that have no language.
 */
#ifndef APP_FRONT_H
#define APP_FRONT_H

#include "http/http.h"

enum err front_page_choose(struct request *req, struct response *res);
enum err front_robots(struct request *req, struct response *res);

#endif
