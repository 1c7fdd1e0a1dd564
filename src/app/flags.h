/*
 * flags.h: a command's flags as a table: name, environment, help. The table is
 * what is parsed and what --help prints.
 */
#ifndef APP_FLAGS_H
#define APP_FLAGS_H

#include "base/config.h"
#include "base/err.h"

#include <stdbool.h>

enum { FLAG_LIST_MAX = 32 };

enum flag_type {
	FLAG_TEXT,   /* const char * */
	FLAG_NUMBER, /* int, not negative */
	FLAG_BOOL,   /* bool, takes no value */
	FLAG_LIST,   /* const char *[FLAG_LIST_MAX + 1], may be repeated */
};

struct flag {
	const char *name; /* without the dashes; NULL ends the table */
	const char *env;  /* read when the flag is not given, or NULL */
	enum flag_type type;
	void *to;
	const char *value; /* what help calls the value */
	const char *why;
};

/* Rows that most commands have. */
#define FLAG_DATA(c)                                                    \
 {                                                                      \
  "data", "KAIKU_DATA", FLAG_TEXT, &(c)->data, "DIR", "the data folder" \
 }
#define FLAG_DB(c)                                                \
 {                                                                \
  "db", "KAIKU_DB", FLAG_TEXT, &(c)->db, "URL",                   \
	  "postgresql://... instead of SQLite in the data folder" \
 }
#define FLAG_END                          \
 {                                        \
  NULL, NULL, FLAG_TEXT, NULL, NULL, NULL \
 }

/*
 * Reads the environment, then argv. What is wrong is said on stderr
 * (ERR_INVALID); --help prints the table with the words of `about` and gives
 * ERR_NOT_FOUND: nothing to do.
 */
MUST_CHECK enum err flags_read(const struct flag *flags, const char *about,
			       int argc, char **argv);
/* The exit status for what flags_read() gave. */
int flags_exit(enum err err);
/* --data is there; anything else is said on stderr. */
MUST_CHECK enum err flags_need_data(const struct config *c);

#endif
