/*
 * routes.h: the table http_dispatch() walks.
 */
#ifndef APP_ROUTES_H
#define APP_ROUTES_H

#include "http/http.h"

/* Each part ends with method NULL, the list of them with NULL. */
extern const struct route routes_open[], routes_desk[], routes_admin[];
extern const struct route *const routes[];

/* Hands lower floors what they call on higher ones. Once in each process. */
void routes_connect(void);

#endif
