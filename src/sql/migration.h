/*
 * migration.h: the files of migrations/, embedded by tools/embed.c in the
 * order of their names. "0001_base.sql" is for both engines, "X.sqlite.sql"
 * and "X.postgres.sql" for one.
 */
#ifndef SQL_MIGRATION_H
#define SQL_MIGRATION_H

struct migration {
	const char *name; /* "0001_base.sql" */
	const char *text;
};

extern const struct migration migrations[]; /* ends with name NULL */

#endif
