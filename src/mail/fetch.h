/*
 * fetch.h: a picture from another server into a file: squares of a map. Here
 * because libcurl is.
 */
#ifndef MAIL_FETCH_H
#define MAIL_FETCH_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum { FETCH_BYTES_MAX = 1024 * 1024 };

/* http or https. */
bool fetch_url_ok(const char *url);
/*
 * Blocks, at most 8 s. The file is there whole or not at all. is_picture is
 * asked about what came; anything else, a redirection to another protocol, or
 * more than FETCH_BYTES_MAX is ERR_UNAVAILABLE.
 */
MUST_CHECK enum err fetch_picture(const char *url, const char *path,
				  bool (*is_picture)(const unsigned char *bytes,
						     size_t n));

/* The same within 2 s, and nobody is followed elsewhere: a question that
 * somebody waits for. */
MUST_CHECK enum err fetch_answer(const char *url, const char *path,
				 bool (*is_answer)(const unsigned char *bytes,
						   size_t n));

#endif
