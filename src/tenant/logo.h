/*
 * logo.h: the municipality's logo: a PNG, JPEG or WebP, served as it came under
 * a name that holds a digest of it. No SVG: that is a document with scripts
 * and addresses in it, and cleaning one is a library's work.
 */
#ifndef TENANT_LOGO_H
#define TENANT_LOGO_H

#include "http/http.h"

enum {
	LOGO_BYTES_MAX = 100 * 1024,
	LOGO_SIDE_MAX = 2000, /* pixels */
	LOGO_SIDE_MIN = 16,
	LOGO_RATIO_MAX = 8, /* the longer side of the shorter one */
};

struct logo {
	const char *name; /* "logo-0123456789abcdef.png" */
	int width, height;
};

/* The size a picture says it has, from its first bytes; false when it is none
 * of ours. */
bool picture_size(const unsigned char *bytes, size_t n, int *ret_width,
		  int *ret_height);
/* Keeps an upload as the logo among the municipality's files. ERR_INVALID: no
 * picture of ours, or too small, large or long; ERR_TOO_LARGE: its bytes. */
MUST_CHECK enum err logo_keep(struct request *req, const struct upload *u,
			      struct logo *ret_logo);
/* By its ending. */
const char *logo_type(const char *name);

#endif
