/*
 * routes.h: the table http_dispatch() walks.
 */
#ifndef APP_ROUTES_H
#define APP_ROUTES_H

#include "http/http.h"

extern const struct route routes[]; /* ends with method NULL */

/* Hands lower floors what they call on higher ones. Once in each process. */
void routes_connect(void);

#endif
