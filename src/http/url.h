/*
 * url.h: percent-encoding, strictly (RFC 3986 section 2.1): every '%' is
 * followed by two hexadecimal digits, and what comes out is UTF-8 without
 * NUL. Anything else is ERR_INVALID, never a guess.
 */
#ifndef HTTP_URL_H
#define HTTP_URL_H

#include "base/arena.h"
#include "base/err.h"
#include "http/http.h"

/*
 * The path of a request, decoded. Also refuses what no link of ours holds and
 * what has fooled servers before: "..", control characters, an encoded slash.
 */
MUST_CHECK enum err url_path(struct arena *a, const char *raw, size_t n,
			     const char **ret_path);

/*
 * application/x-www-form-urlencoded, of a query or a body: "a=1&b=x+y".
 * ERR_TOO_LARGE above HTTP_FIELDS_MAX pairs.
 */
MUST_CHECK enum err url_pairs(struct arena *a, const char *raw, size_t n,
			      const struct pair **ret_pairs, size_t *ret_count);

/* Percent-encodes what may not stand in a path or query as it is. */
char *url_encode(struct arena *a, const char *text);
/* The same for one value of a query: also '&', '+', '#', '%', '='. */
char *url_encode_value(struct arena *a, const char *text);

#endif
