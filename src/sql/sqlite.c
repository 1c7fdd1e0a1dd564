/*
 * sqlite.c: the embedded engine: opening a tenant's file, and what its errors
 * mean. Reading memory maps is off, because an I/O error there kills the
 * process instead of failing one statement.
 */
#include "sql/sqlite.h"

#include "base/clock.h"

#include <fcntl.h>
#include <unistd.h>

enum {
	PROGRESS_STEPS = 2000, /* of the virtual machine, some 50 us */
	OPEN_WAIT_US = 2000000,
};

static bool is_lost(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_IOERR:
	case SQLITE_FULL:
	case SQLITE_CANTOPEN:
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_READONLY:
		return true;
	default:
		return false;
	}
}

static enum err meaning_of(int rc)
{
	if (is_lost(rc))
		return ERR_UNAVAILABLE;
	switch (rc & 0xff) {
	case SQLITE_CONSTRAINT:
		return ERR_CONFLICT;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL:
	case SQLITE_SCHEMA:
		return ERR_BUSY;
	case SQLITE_INTERRUPT: /* the time limit */
	case SQLITE_NOMEM:
		return ERR_UNAVAILABLE;
	case SQLITE_TOOBIG:
		return ERR_TOO_LARGE;
	default:
		return ERR_INTERNAL;
	}
}

enum err sqlite_fail(struct db *db, const char *what, int rc)
{
	struct sqlite *s = db->conn;
	const char *why = sqlite3_errstr(rc);

	/* Messages name tables and columns, but FTS5 repeats the words. */
	if (s->handle && sqlite3_errcode(s->handle) == (rc & 0xff))
		why = sqlite3_errmsg(s->handle);
	if (!strncmp(why, "fts5:", 5))
		why = "full text query";
	db_fail(db, "%s: %s (%d)", what, why, rc);
	db->lost = db->lost || is_lost(rc);
	if (db->state != DB_IDLE && sqlite3_get_autocommit(s->handle))
		db->gone = true;
	if ((rc & 0xff) == SQLITE_SCHEMA)
		db->retry_singly = true;
	return meaning_of(rc);
}

enum err sqlite_script(struct db *db, const char *text)
{
	struct sqlite *s = db->conn;
	int rc;

	sqlite_settle(s);
	s->deadline_us = 0;
	rc = sqlite3_exec(s->handle, text, NULL, NULL, NULL);
	return rc == SQLITE_OK ? OK : sqlite_fail(db, "script", rc);
}

static int on_busy(void *ptr, int tries)
{
	struct sqlite *s = ptr;

	(void)tries;
	if (clock_mono_us() >= s->busy_until_us)
		return 0;
	wait_ms(1);
	return 1;
}

static int on_progress(void *ptr)
{
	struct sqlite *s = ptr;

	return s->deadline_us && clock_mono_us() > s->deadline_us;
}

static int on_wal(void *ptr, sqlite3 *handle, const char *name, int pages)
{
	struct sqlite *s = ptr;

	(void)handle;
	(void)name;
	s->wal_pages = pages;
	return SQLITE_OK;
}

static enum err set_up(struct db *db)
{
	struct sqlite *s = db->conn;

	sqlite3_extended_result_codes(s->handle, 1);
	sqlite3_busy_handler(s->handle, on_busy, s);
	sqlite3_progress_handler(s->handle, PROGRESS_STEPS, on_progress, s);
	sqlite3_db_config(s->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(s->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(s->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	s->busy_until_us = clock_mono_us() + OPEN_WAIT_US;
	/* FULL: a receipt is not sent for what a power cut would take. */
	return sqlite_script(db, "PRAGMA journal_mode=WAL;"
				 "PRAGMA synchronous=FULL;"
				 "PRAGMA foreign_keys=ON;"
				 "PRAGMA trusted_schema=OFF;"
				 "PRAGMA temp_store=MEMORY;"
				 "PRAGMA mmap_size=0;"
				 "PRAGMA wal_autocheckpoint=0;"
				 "PRAGMA journal_size_limit=33554432;");
}

static enum err open_files(struct db *db)
{
	struct sqlite *s = db->conn;
	enum err err;
	int rc;

	rc = sqlite3_open_v2(s->path, &s->handle,
			     SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc != SQLITE_OK)
		return sqlite_fail(db, "open", rc);
	err = set_up(db);
	if (err)
		return err;
	sqlite3_wal_hook(s->handle, on_wal, s);
	s->lock_fd = open(s->lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
	return s->lock_fd < 0 ? sqlite_fail(db, "write.lock", SQLITE_CANTOPEN)
			      : OK;
}

static enum err sqlite_open(struct db *db, const struct sql_home *home)
{
	const char *dir = db->pool->dir;
	struct sqlite *s = calloc(1, sizeof(*s));

	if (!s)
		abort();
	s->lock_fd = -1;
	db->conn = s;
	if (asprintf(&s->path, "%s/%s/kaiku.db", dir, home->slug) < 0 ||
	    asprintf(&s->lock_path, "%s/%s/write.lock", dir, home->slug) < 0)
		abort();
	return open_files(db);
}

static void sqlite_close(struct db *db)
{
	struct sqlite *s = db->conn;

	if (!s)
		return;
	sqlite_settle(s);
	sqlite_forget_plans(db);
	s->busy_until_us = 0;
	sqlite3_close_v2(s->handle);
	if (s->lock_fd >= 0)
		close(s->lock_fd);
	free(s->path);
	free(s->lock_path);
	free(s);
	db->conn = NULL;
}

/* Shared out anew whenever the number of open tenants changes. */
static void sqlite_tune(struct db *db)
{
	struct sqlite *s = db->conn;
	size_t share = pool_cache_share(db->pool);
	char text[64];

	if (share == s->cache_share)
		return;
	s->cache_share = share;
	snprintf(text, sizeof(text), "PRAGMA cache_size=-%zu", share / 1024);
	/* Only memory: a failure changes nothing but speed. */
	(void)!sqlite_script(db, text);
}

static enum err sqlite_bind_tenant(struct db *db)
{
	(void)db; /* the file is the tenant's own */
	return OK;
}

const struct engine sqlite_engine = {
	.kind = MIGRATION_SQLITE,
	.open = sqlite_open,
	.close = sqlite_close,
	.tune = sqlite_tune,
	.bind_tenant = sqlite_bind_tenant,
	.run = sqlite_run,
	.send = sqlite_run,
	.script = sqlite_script,
	.forget_plans = sqlite_forget_plans,
	.read_begin = sqlite_read_begin,
	.read_end = sqlite_read_end,
	.write_begin = sqlite_write_begin,
	.write_commit = sqlite_write_commit,
	.write_abort = sqlite_write_abort,
	.write_held = sqlite_write_held,
	.save = sqlite_save,
	.save_keep = sqlite_save_keep,
	.save_undo = sqlite_save_undo,
	.homes = sqlite_homes,
	.create = sqlite_create,
	.migrate_lock = sqlite_migrate_lock,
	.migrate_unlock = sqlite_migrate_unlock,
	.migrate_begin = "BEGIN IMMEDIATE",
	.migrate_finish = sqlite_migrate_finish,
	.backup = sqlite_backup,
};
