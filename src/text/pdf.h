/*
 * pdf.h: a text on paper: A4, a heading for each part, page numbers, the font
 * embedded (libharu). For what leaves the house and is to be read in ten years.
 */
#ifndef TEXT_PDF_H
#define TEXT_PDF_H

#include "base/arena.h"
#include "base/err.h"

#include <stddef.h>

struct pdf_part {
	const char *heading; /* or NULL */
	const char *text;    /* lines stay lines */
};
struct pdf {
	const char *title;
	const struct pdf_part *parts;
	size_t count;
};
/* ERR_NOT_FOUND: the font is not on this machine (Debian: fonts-dejavu-core). */
MUST_CHECK enum err pdf_make(struct arena *a, const struct pdf *p,
			     const char **ret_bytes, size_t *ret_len);

#endif
