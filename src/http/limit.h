/*
 * limit.h: how often one address may do one thing.
 *
 * The count is shared by all workers (base/shared.h). An IPv6 client counts
 * as its /64, which is what a household gets.
 */
#ifndef HTTP_LIMIT_H
#define HTTP_LIMIT_H

#include "http/http.h"

/* Counts this request; false when it is one too many. */
bool limit_allow(const struct request *req, enum limit limit);
/* Asked by this machine itself (loopback, not through a trusted proxy): a test,
 * an import, a kiosk on the server is no stranger. */
bool limit_own_machine(const struct request *req);
/* Seconds after which trying again makes sense. */
int limit_period_s(enum limit limit);

#endif
