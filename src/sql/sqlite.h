/*
 * sqlite.h: what the files of the embedded engine share. Only sqlite*.c may
 * include it, and nobody else includes sqlite3.h.
 */
#ifndef SQL_SQLITE_H
#define SQL_SQLITE_H

#include "sql/engine.h"

#include <sqlite3.h>

enum { PLAIN_MAX = 8 };

struct sqlite {
	sqlite3 *handle;
	sqlite3_stmt *stepping; /* left behind when an arena unwound */
	struct cache plans;
	int64_t deadline_us;   /* of the running statement; 0 = none */
	int64_t busy_until_us; /* wait so long for SQLite's own short locks */
	size_t cache_share;    /* bytes of page cache we have been given */
	char *path;            /* of the database */
	char *lock_path;
	int lock_fd;   /* flock: one writer per tenant */
	int wal_pages; /* after the last commit */
	int wal_next;  /* do not try a checkpoint before the WAL is so long */
	sqlite3_stmt *plain[PLAIN_MAX]; /* BEGIN and its like */
};

enum err sqlite_fail(struct db *db, const char *what, int rc);
/* Statements of our own making, in a row. */
enum err sqlite_script(struct db *db, const char *text);

/* sqlite_run.c */
enum err sqlite_run(struct db *db, struct ask *ask);
void sqlite_forget_plans(struct db *db);
/* Resets what an unwound arena left behind. */
void sqlite_settle(struct sqlite *s);

/* sqlite_write.c */
enum err sqlite_read_begin(struct db *db);
void sqlite_read_end(struct db *db);
enum err sqlite_write_begin(struct db *db, struct ask *first);
enum err sqlite_write_commit(struct db *db, struct ask *last);
void sqlite_write_abort(struct db *db);
bool sqlite_write_held(struct db *db);
enum err sqlite_save(struct db *db);
enum err sqlite_save_keep(struct db *db);
enum err sqlite_save_undo(struct db *db);
enum err sqlite_migrate_lock(struct db *db);
void sqlite_migrate_unlock(struct db *db);

/* sqlite_home.c */
enum err sqlite_homes(struct pool *p);
enum err sqlite_create(struct pool *p, const char *slug, int64_t *ret_tenant);

/* sqlite_stat.c */
enum err sqlite_migrate_finish(struct db *db);

/* backup.c */
enum err sqlite_backup(struct db *db, const char *to_file);

#endif
