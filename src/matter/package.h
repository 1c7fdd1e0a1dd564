/*
 * package.h: a matter as it leaves the house: a tar file with the message, the
 * thread and all that is known as JSON, the files, and digests of them all.
 */
#ifndef MATTER_PACKAGE_H
#define MATTER_PACKAGE_H

#include "base/str.h"
#include "matter/hold.h"
#include "matter/matter.h"

struct package_of {
	struct db *db;
	const char *municipality, *made_by;
	const char *folder;      /* DIR/<slug>, where the files lie */
	const struct hold *hold; /* as evidence; NULL = not */
	const struct str *paper; /* as a PDF; NULL = without */
};
/* There must be no file of that name. */
MUST_CHECK enum err package_make(const struct package_of *of, struct arena *a,
				 const struct matter *m, const char *path);

#endif
