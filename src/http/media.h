/*
 * media.h: what a file is, by its first bytes. What its name or its sender
 * says about that is nobody's business.
 */
#ifndef HTTP_MEDIA_H
#define HTTP_MEDIA_H

#include "base/arena.h"

#include <stddef.h>

enum { MEDIA_BYTES = 32 }; /* enough of a file to tell */

/* image/jpeg, image/png, image/webp, image/heic, application/pdf, or "". */
const char *media_type(const unsigned char *bytes, size_t n);
/* What to call a file: the last component of what may be a whole path of the
 * sender's, at most 120 characters; "" when it is no text. */
const char *media_name(struct arena *a, const char *said);

#endif
