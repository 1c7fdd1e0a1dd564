/*
 * about.h: the pages every municipality must have: the accessibility statement
 * (306/2019), the privacy notice (GDPR 13 and 14), how messages are handled and
 * published. Until somebody has saved one, the service's own words stand there
 * with the municipality's name in them.
 */
#ifndef ABOUT_ABOUT_H
#define ABOUT_ABOUT_H

#include "base/lang.h"
#include "sql/sql.h"

#include <stdbool.h>

enum { ABOUT_MAX = 20000 }; /* characters */

enum about_page {
	ABOUT_ACCESSIBILITY,
	ABOUT_PRIVACY,
	ABOUT_HANDLING,
	ABOUT__COUNT
};

extern const struct about_kind {
	const char *name; /* in addresses and rows */
	int title, first; /* enum word: its heading, the first text */
} about_kinds[ABOUT__COUNT];
bool about_parse(const char *name, enum about_page *ret_page);

struct about {
	const char *text; /* Markdown */
	int64_t version;  /* 0 = nobody has saved it: the first text */
	int64_t saved_at;
};
MUST_CHECK enum err about_get(struct db *db, struct arena *a,
			      enum about_page page, enum lang lang,
			      struct about *ret_about);
/* The first text, with the municipality's name. */
const char *about_first(struct arena *a, enum about_page page, enum lang lang);

/* When each was saved; 0 = not yet. */
struct about_times {
	int64_t saved_at[ABOUT__COUNT][LANG__COUNT];
};
MUST_CHECK enum err about_times(struct db *db, struct arena *a,
				struct about_times *ret_times);

bool about_text_ok(const char *text);
/* about.version is what was read. ERR_INVALID: empty or too long; ERR_CONFLICT:
 * somebody else saved meanwhile. With the event of who did it. */
MUST_CHECK enum err about_save(struct db *db, struct arena *a, int64_t staff_id,
			       enum about_page page, enum lang lang,
			       const struct about *about);

#endif
