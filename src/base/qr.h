/*
 * qr.h: a text as a QR code (ISO/IEC 18004), for paper: a quarter of it may be
 * worn away (level Q) and it still reads.
 */
#ifndef BASE_QR_H
#define BASE_QR_H

#include "base/arena.h"
#include "base/err.h"

enum { QR_QUIET = 4 }; /* modules of white around it that readers need */

struct qr {
	int size;         /* modules a side, the white around it included */
	const char *path; /* the dark modules as the d of an SVG path */
};

/* ERR_TOO_LARGE: more than a code holds (1,600 bytes). */
MUST_CHECK enum err qr_make(struct arena *a, const char *text,
			    struct qr *ret_qr);

#endif
