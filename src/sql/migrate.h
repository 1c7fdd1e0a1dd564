/*
 * migrate.h: the table of migrations, made by tools/migrations.awk from
 * migrations/. Only sql/ and the tests look at it.
 */
#ifndef SQL_MIGRATE_H
#define SQL_MIGRATE_H

#include <stddef.h>

enum migration_engine { MIGRATION_ANY, MIGRATION_SQLITE, MIGRATION_POSTGRES };

struct migration {
	int version;
	const char *name;
	enum migration_engine engine;
	int min_version; /* programs older than this must not run after it */
	const char *const *lines; /* ended by NULL */
};

extern const struct migration migrations[];
extern const size_t migration_count;

#endif
