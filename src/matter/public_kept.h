/*
 * public_kept.h: answers of what is public, kept by a process and given again
 * while nothing public has changed: each asks first for the stamp of now
 * (facet.h), so what was hidden is gone from the next answer, here and in
 * every other process. What a stamp does not count (names of topics and units,
 * the map's frame) is seen after KEPT_SECONDS.
 */
#ifndef MATTER_PUBLIC_KEPT_H
#define MATTER_PUBLIC_KEPT_H

#include "http/http.h"

enum { KEPT_SECONDS = 10, KEPT_ANSWERS = 64, KEPT_BYTES_MAX = 192 * 1024 };

/* The stamp to keep an answer by: to be asked for before anything is read. */
MUST_CHECK enum err public_kept_find(struct request *req, struct response *res,
				     int64_t *ret_stamp, bool *ret_found);
/* For the same address, and nobody in particular. */
void public_kept_keep(struct request *req, const struct response *res,
		      int64_t stamp);

#endif
