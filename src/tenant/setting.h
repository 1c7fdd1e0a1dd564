/*
 * setting.h: what a municipality may set, as a table: the page, its checks and
 * the first values all follow it.
 */
#ifndef TENANT_SETTING_H
#define TENANT_SETTING_H

#include "base/lang.h"
#include "sql/sql.h"

#include <stdbool.h>

enum setting_kind {
	SETTING_TEXT,
	SETTING_MAIL,    /* an address, or empty */
	SETTING_PHONE,   /* digits, spaces, + - ( ), or empty */
	SETTING_DAYS,    /* a whole number, 1 to max: days, or an hour */
	SETTING_SECONDS, /* a whole number, 0 to max */
	SETTING_YES,     /* "1" or "0" */
	SETTING_LANG,    /* "fi" or "sv": the languages a municipality has */
};

struct setting_def {
	const char *name;
	enum setting_kind kind;
	int max; /* characters; of numbers the largest */
	bool required;
	const char *first; /* before anybody set it */
	int label, hint;   /* enum word */
};
extern const struct setting_def setting_defs[]; /* ends with name NULL */

struct setting {
	const char *name;
	const char *value;
};

const struct setting_def *setting_def(const char *name);
enum { SETTING_NAME_MAX = 80 };
/* The municipality's name. */
bool setting_name_ok(const char *name);
/* A value as typed: may it be saved? */
bool setting_value_ok(const struct setting_def *d, const char *value);
/* From a list, or the first value of the table, or "". */
const char *setting_of(const struct setting *list, size_t count,
		       const char *name);

/* Everything on the settings page at once, and who saved it. */
struct setting_change {
	const char *name[LANG__COUNT]; /* of the municipality */
	const struct setting *list;
	size_t count;
};
/* Calls end later than they begin. */
bool setting_hours_ok(const struct setting_change *c);
/* The page's data as it is now, every setting of the table in its order. */
MUST_CHECK enum err settings_read(struct db *db, struct arena *a,
				  struct setting_change *ret_now);
/* ERR_INVALID when a value may not be saved. Writes only what differs. */
MUST_CHECK enum err settings_change(struct db *db, struct arena *a,
				    int64_t staff_id,
				    const struct setting_change *c);
/* A short digest of it: has somebody else changed it meanwhile? */
const char *settings_version(struct arena *a, const struct setting_change *c);

#endif
