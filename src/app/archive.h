/*
 * archive.h: what a backup looks like.
 *
 *	backup.json       format, program, engine, when, the municipalities
 *	b2sums            "digest  path" of every other file; an operator checks
 *	                  it with: b2sum -l 256 -c b2sums
 *	key               the installation's key
 *	<slug>/kaiku.db   SQLite: the rows
 *	schema.dump       PostgreSQL: the tables, by pg_dump --format=custom,
 *	tenants.dump      the list of municipalities,
 *	<slug>/rows.dump  and the rows of each: row-level security shows no role
 *	                  but a superuser all of them at once
 *	<slug>/files/...  what came with the matters
 *
 * A name that ends in ".tar" is the same folder in one file.
 */
#ifndef APP_ARCHIVE_H
#define APP_ARCHIVE_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

enum { ARCHIVE_FORMAT = 1 };

#define ARCHIVE_INFO    "backup.json"
#define ARCHIVE_SUMS    "b2sums"
#define ARCHIVE_SCHEMA  "schema.dump"
#define ARCHIVE_TENANTS "tenants.dump"
#define ARCHIVE_ROWS    "rows.dump"

bool archive_is_tar(const char *path);

/*
 * How the programs of PostgreSQL are told where: an address without its
 * password, because arguments can be read by every user of the machine, and
 * the environment, with the tenant whose rows are seen when it is not 0.
 */
struct archive_db {
	const char *url;
	const char *environment[3]; /* ends with NULL */
};
struct archive_db archive_db(struct arena *a, const char *url, int64_t tenant);

#endif
