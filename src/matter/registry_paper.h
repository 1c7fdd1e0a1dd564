/*
 * registry_paper.h: a matter as a PDF.
 */
#ifndef MATTER_REGISTRY_PAPER_H
#define MATTER_REGISTRY_PAPER_H

#include "base/str.h"
#include "matter/matter.h"

/* ERR_NOT_FOUND: this machine has no font for it. */
MUST_CHECK enum err registry_paper(struct db *db, struct arena *a,
				   const struct matter *m, struct str *ret_pdf);

#endif
