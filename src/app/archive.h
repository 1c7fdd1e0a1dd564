/*
 * archive.h: what a backup looks like.
 *
 *	backup.json       format, program, engine, when, the municipalities
 *	b2sums            "digest  path" of every other file; an operator checks
 *	                  it with: b2sum -l 256 -c b2sums
 *	key               the installation's key
 *	<slug>/kaiku.db   SQLite: the rows
 *	database.dump     PostgreSQL: the rows of all, pg_dump --format=custom
 *	<slug>/files/...  what came with the matters
 *
 * A name that ends in ".tar" is the same folder in one file.
 */
#ifndef APP_ARCHIVE_H
#define APP_ARCHIVE_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>

enum { ARCHIVE_FORMAT = 1 };

#define ARCHIVE_INFO "backup.json"
#define ARCHIVE_SUMS "b2sums"
#define ARCHIVE_DUMP "database.dump"

bool archive_is_tar(const char *path);

/*
 * A database address without its password, and "PGPASSWORD=..." for the
 * environment ("" when there is none): arguments can be read by every user of
 * the machine.
 */
struct archive_url {
	const char *url;
	const char *environment[2];
};
struct archive_url archive_url(struct arena *a, const char *url);

#endif
