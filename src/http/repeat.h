/*
 * repeat.h: idempotent writes. Key = (tenant, key) with the route, the actor
 * and a fingerprint of the body, written in the request's savepoint by
 * dispatch after the handler succeeded with a reference (repeat_ref). A failed
 * validation consumes nothing.
 */
#ifndef HTTP_REPEAT_H
#define HTTP_REPEAT_H

#include "http/http.h"

struct repeat {
	bool seen;       /* this key was used before */
	bool same_body;  /* and with the same fields */
	const char *ref; /* what it led to */
};

/*
 * What is known of this request's form key; handlers that answer a repeat
 * themselves (give) call it first. For all other guarded routes dispatch does,
 * and answers a repeat by redirecting to its ref.
 */
MUST_CHECK enum err repeat_look(struct request *req, struct repeat *ret_repeat);
/* Remembers the key with a reference, inside the savepoint. Done by dispatch
 * with the Location of a redirect; give does it itself with a matter id. */
MUST_CHECK enum err repeat_keep(struct request *req, const char *ref);
/* For the sweep: forgets what staff did with forms made before the instant.
 * Uses by residents are kept for good. */
MUST_CHECK enum err repeat_forget(struct db *db, struct arena *a,
				  int64_t made_before_us);

#endif
