/*
 * backup.c: a consistent copy of a tenant's file while the service runs.
 *
 * The copy is made from one snapshot: without it SQLite would begin the copy
 * anew whenever somebody writes, and never end. It is verified before it gets
 * its name.
 */
#include "sql/sqlite.h"

#include <unistd.h>

enum {
	STEP_PAGES = 1024,
	BUSY_MAX = 10000, /* tries of a millisecond */
};

static enum err copy_failed(struct db *db, const char *what, const char *why)
{
	return pool_fail(db->pool, ERR_UNAVAILABLE, "backup: %s: %s", what,
			 why);
}

static enum err copy_pages(struct db *db, sqlite3 *from, sqlite3 *to)
{
	sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
	int busy = 0, rc;

	if (!b)
		return copy_failed(db, "begin", sqlite3_errmsg(to));
	do {
		rc = sqlite3_backup_step(b, STEP_PAGES);
		if (rc == SQLITE_BUSY || rc == SQLITE_LOCKED) {
			wait_ms(1);
			busy++;
		}
	} while (rc == SQLITE_OK ||
		 (rc != SQLITE_DONE && busy && busy < BUSY_MAX &&
		  (rc == SQLITE_BUSY || rc == SQLITE_LOCKED)));
	sqlite3_backup_finish(b);
	return rc == SQLITE_DONE ? OK
				 : copy_failed(db, "copy", sqlite3_errstr(rc));
}

static enum err copy_snapshot(struct db *db, sqlite3 *to)
{
	sqlite3 *from = ((struct sqlite *)db->conn)->handle;
	enum err err =
		sqlite_script(db, "BEGIN; SELECT COUNT(*) FROM sqlite_schema");

	if (err)
		return copy_failed(db, "snapshot", db->error);
	err = copy_pages(db, from, to);
	if (sqlite_script(db, "COMMIT") && !err)
		err = copy_failed(db, "snapshot", db->error);
	return err;
}

static enum err verify(struct db *db, sqlite3 *copy)
{
	sqlite3_stmt *stmt = NULL;
	const char *answer = NULL;
	enum err err = OK;

	if (sqlite3_prepare_v2(copy, "PRAGMA integrity_check", -1, &stmt,
			       NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		answer = (const char *)sqlite3_column_text(stmt, 0);
	if (!answer || strcmp(answer, "ok") != 0)
		err = copy_failed(db, "the copy is not whole",
				  answer ? answer : sqlite3_errmsg(copy));
	sqlite3_finalize(stmt);
	return err;
}

static enum err copy_into(struct db *db, const char *part)
{
	sqlite3 *to = NULL;
	enum err err;

	if (sqlite3_open_v2(part, &to,
			    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
			    NULL) != SQLITE_OK)
		err = copy_failed(db, part, sqlite3_errmsg(to));
	else
		err = copy_snapshot(db, to);
	/* A copy is one file: no log beside it. */
	if (!err && sqlite3_exec(to, "PRAGMA journal_mode=DELETE", NULL, NULL,
				 NULL) != SQLITE_OK)
		err = copy_failed(db, part, sqlite3_errmsg(to));
	if (!err)
		err = verify(db, to);
	sqlite3_close(to);
	return err ? err : sync_path(part);
}

enum err sqlite_backup(struct db *db, const char *to_file)
{
	enum err err;
	char *part;

	if (!access(to_file, F_OK))
		return pool_fail(db->pool, ERR_CONFLICT,
				 "backup: %s is there already", to_file);
	if (asprintf(&part, "%s.part", to_file) < 0)
		abort();
	unlink(part);
	err = copy_into(db, part);
	if (!err && rename(part, to_file))
		err = copy_failed(db, to_file, "cannot be renamed");
	if (err)
		unlink(part);
	free(part);
	return err;
}
