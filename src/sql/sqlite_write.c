/*
 * sqlite_write.c: transactions of the embedded engine.
 *
 * One writer per tenant: an flock on write.lock is tried first and never
 * waited for, so that SQLite's own write lock is always free for its holder.
 * Nobody checkpoints but that holder, right after its commit and before it
 * lets go, when the log has passed 16 MB: a checkpoint without the lock would
 * never reach the end of a log that others keep writing.
 */
#include "sql/sqlite.h"

#include "base/clock.h"

#include <errno.h>
#include <sys/file.h>

enum {
	WAL_PAGES = 4096, /* 16 MB */
	WAL_STEP = 512,   /* when it could not be finished: 2 MB later */
	WAL_MANY = 16384, /* 64 MB: now wait for readers to leave */
	RESTART_WAIT_US = 30000,
	LOCK_WAIT_MS = 10000, /* for migrations */
};

enum plain { BEGIN_READ, BEGIN_WRITE, COMMIT, ROLLBACK, SAVE, KEEP, UNDO };

static const char *const plain_text[] = {
	[BEGIN_READ] = "BEGIN DEFERRED",
	[BEGIN_WRITE] = "BEGIN IMMEDIATE",
	[COMMIT] = "COMMIT",
	[ROLLBACK] = "ROLLBACK",
	[SAVE] = "SAVEPOINT request",
	[KEEP] = "RELEASE request",
	[UNDO] = "ROLLBACK TO request",
};

static enum err run_plain(struct db *db, enum plain which)
{
	struct sqlite *s = db->conn;
	sqlite3_stmt **stmt = &s->plain[which];
	enum err err = OK;
	int rc = SQLITE_OK;

	sqlite_settle(s);
	s->busy_until_us = 0;
	s->deadline_us = 0;
	if (!*stmt)
		rc = sqlite3_prepare_v3(s->handle, plain_text[which], -1,
					SQLITE_PREPARE_PERSISTENT, stmt, NULL);
	if (rc != SQLITE_OK)
		return sqlite_fail(db, plain_text[which], rc);
	s->stepping = *stmt;
	rc = sqlite3_step(*stmt);
	if (rc != SQLITE_DONE)
		err = sqlite_fail(db, plain_text[which], rc);
	sqlite_settle(s);
	return err;
}

/* After an error there may be nothing left to roll back. */
static void roll_back(struct db *db)
{
	struct sqlite *s = db->conn;

	sqlite_settle(s);
	if (!sqlite3_get_autocommit(s->handle) && run_plain(db, ROLLBACK))
		db->lost = true;
}

enum err sqlite_read_begin(struct db *db)
{
	return run_plain(db, BEGIN_READ);
}

void sqlite_read_end(struct db *db)
{
	roll_back(db);
}

/* ---- the write lock ---- */

static enum err lock_now(struct db *db)
{
	struct sqlite *s = db->conn;

	if (!flock(s->lock_fd, LOCK_EX | LOCK_NB))
		return OK;
	if (errno == EWOULDBLOCK || errno == EINTR)
		return ERR_BUSY;
	db_fail(db, "write.lock: %s", strerror(errno));
	db->lost = true;
	return ERR_UNAVAILABLE;
}

static void unlock(struct db *db)
{
	struct sqlite *s = db->conn;

	flock(s->lock_fd, LOCK_UN);
}

bool sqlite_write_held(struct db *db)
{
	enum err err = lock_now(db);

	if (!err)
		unlock(db);
	return err == ERR_BUSY;
}

static enum err begin_and_ask(struct db *db, struct ask *first)
{
	enum err err = run_plain(db, BEGIN_WRITE);

	if (err)
		return err;
	err = sqlite_run(db, first);
	if (err)
		roll_back(db);
	return err;
}

enum err sqlite_write_begin(struct db *db, struct ask *first)
{
	enum err err = lock_now(db);

	if (err)
		return err;
	err = begin_and_ask(db, first);
	if (err)
		unlock(db);
	return err;
}

/*
 * PASSIVE takes nobody's time but ours. When it reaches the end of the log
 * and no reader is left inside, the next writer begins the log anew. If the
 * readers of the others never leave at the same moment the log grows: then
 * RESTART waits for them, which is as long as one of their statements.
 */
static void checkpoint(struct db *db)
{
	struct sqlite *s = db->conn;
	int mode = SQLITE_CHECKPOINT_PASSIVE;

	if (s->wal_pages < WAL_PAGES)
		s->wal_next = WAL_PAGES;
	if (s->wal_pages < s->wal_next)
		return;
	s->wal_next = s->wal_pages + WAL_STEP;
	if (s->wal_pages > WAL_MANY) {
		mode = SQLITE_CHECKPOINT_RESTART;
		s->busy_until_us = clock_mono_us() + RESTART_WAIT_US;
	}
	sqlite3_wal_checkpoint_v2(s->handle, NULL, mode, NULL, NULL);
	s->busy_until_us = 0;
}

static enum err ask_and_commit(struct db *db, struct ask *last)
{
	enum err err = last ? sqlite_run(db, last) : OK;

	if (!err)
		err = run_plain(db, COMMIT);
	if (err)
		roll_back(db);
	return err;
}

enum err sqlite_write_commit(struct db *db, struct ask *last)
{
	enum err err = ask_and_commit(db, last);

	if (!err)
		checkpoint(db);
	unlock(db);
	return err;
}

void sqlite_write_abort(struct db *db)
{
	roll_back(db);
	unlock(db);
}

/* ---- savepoints ---- */

enum err sqlite_save(struct db *db)
{
	return run_plain(db, SAVE);
}

enum err sqlite_save_keep(struct db *db)
{
	return run_plain(db, KEEP);
}

enum err sqlite_save_undo(struct db *db)
{
	enum err err = run_plain(db, UNDO);

	return err ? err : run_plain(db, KEEP);
}

/* ---- migrations ---- */

enum err sqlite_migrate_lock(struct db *db)
{
	enum err err = lock_now(db);

	for (int i = 0; err == ERR_BUSY && i < LOCK_WAIT_MS; i++) {
		wait_ms(1);
		err = lock_now(db);
	}
	return err;
}

void sqlite_migrate_unlock(struct db *db)
{
	unlock(db);
}
