/*
 * transaction.c: what a transaction means to this program, on both engines:
 * the head row comes in at its beginning and goes out at its end, savepoints
 * take it back, and the write lock goes round.
 *
 * Whose turn: a process that finds the lock taken leaves the time in shared
 * memory. One that has just released the lock and sees that somebody wanted it
 * meanwhile stays away for as long as a waiter needs to come by (it polls
 * every millisecond), or it would take the lock again every time. The holder
 * leaves word there too, so that waiters of this machine need not ask the
 * database; a holder that was killed is believed for a moment only.
 */
#include "base/clock.h"
#include "base/id.h"
#include "sql/engine.h"
#include "sql/sql_sql.h"

enum {
	YIELD_US = 2000,     /* two polls of a waiter */
	BELIEVED_US = 50000, /* longer than a tick */
	WRITE_WAIT_MS = 10000,
};

static enum err refuse(struct db *db, const char *why)
{
	db_fail(db, "%s", why);
	return ERR_INTERNAL;
}

/* ---- reading ---- */

enum err db_read_begin(struct db *db)
{
	enum err err;

	if (db->state != DB_IDLE)
		return refuse(db, "a transaction is open already");
	db->retry_singly = false;
	err = db->engine->read_begin(db);
	if (!err)
		db->state = DB_READ;
	return err;
}

void db_read_end(struct db *db)
{
	if (db->state != DB_READ)
		return;
	db->engine->read_end(db);
	db->state = DB_IDLE;
	db->dead = db->saved = db->parted = db->gone = false;
}

/* ---- whose turn ---- */

static struct turn *turn_of(struct db *db)
{
	return &db->pool->turn[(uint64_t)db->tenant % SHARED_WAITERS];
}

static _Atomic int64_t *wanted_slot(const struct db *db)
{
	return &shared->writer_wanted[(uint64_t)db->tenant % SHARED_WAITERS];
}

static void say_since(const struct db *db, int64_t us)
{
	size_t slot = (uint64_t)db->tenant % SHARED_WAITERS;

	if (shared)
		atomic_store(&shared->writer_since[slot], us);
}

static bool neighbour_writes(const struct db *db)
{
	size_t slot = (uint64_t)db->tenant % SHARED_WAITERS;
	int64_t since = shared ? atomic_load(&shared->writer_since[slot]) : 0;

	return since && clock_mono_us() - since < BELIEVED_US;
}

static void want(struct db *db)
{
	int64_t now = clock_mono_us();

	if (!shared)
		return;
	turn_of(db)->wanted_us = now;
	atomic_store(wanted_slot(db), now);
}

bool db_kept_waiting(struct db *db)
{
	const struct turn *t = turn_of(db);
	int64_t wanted = shared ? atomic_load(wanted_slot(db)) : 0;

	return wanted > t->acquired_us && wanted != t->wanted_us;
}

static bool waiter_first(struct db *db)
{
	return clock_mono_us() - turn_of(db)->released_us < YIELD_US &&
	       db_kept_waiting(db);
}

/* ---- writing ---- */

static enum err begin_with_head(struct db *db, struct arena *a)
{
	struct rows rows = {.arena = a};
	struct ask ask = {.query = &Q_head_get, .rows = &rows};
	struct sql_arg all[ARGS_MAX];
	enum err err;

	err = ask_complete(db, &ask, all);
	if (err)
		return err;
	err = db->engine->write_begin(db, &ask);
	if (err)
		return err;
	err = head_load(db, &rows);
	if (err)
		db->engine->write_abort(db);
	return err;
}

enum err db_write_begin(struct db *db)
{
	struct arena a = ARENA_INIT;
	enum err err;

	if (db->state != DB_IDLE)
		return refuse(db, "a transaction is open already");
	db->retry_singly = false;
	if (waiter_first(db)) {
		if (db->engine->write_held(db))
			want(db);
		return ERR_BUSY;
	}
	if (neighbour_writes(db)) {
		want(db);
		return ERR_BUSY;
	}
	db->state = DB_WRITE;
	err = begin_with_head(db, &a);
	arena_release(&a);
	if (!err) {
		turn_of(db)->acquired_us = clock_mono_us();
		say_since(db, turn_of(db)->acquired_us);
		return OK;
	}
	if (err == ERR_BUSY)
		want(db);
	db->state = DB_IDLE;
	db->dead = db->gone = false;
	return err;
}

static void write_over(struct db *db)
{
	db->state = DB_IDLE;
	db->dead = db->saved = db->parted = db->gone = false;
	turn_of(db)->released_us = clock_mono_us();
	say_since(db, 0);
}

static enum err commit_with_head(struct db *db, struct arena *a)
{
	const struct head *h = &db->head;
	const struct sql_arg argv[] = {
		ARG_INT(db->tenant),
		ARG_INT(h->last_id),
		ARG_INT(h->number_year),
		ARG_INT(h->last_number),
		ARG_TEXT(hex_encode(a, h->chain, sizeof(h->chain))),
	};
	struct ask ask = {&Q_head_put, argv, 5, NULL, 0};

	return db->engine->write_commit(db, head_changed(db) ? &ask : NULL);
}

enum err db_write_commit(struct db *db)
{
	struct arena a = ARENA_INIT;
	enum err err;

	if (db->state != DB_WRITE)
		return refuse(db, "no write transaction is open");
	if (db->dead) {
		db_write_abort(db);
		return ERR_INTERNAL;
	}
	db->retry_singly = false;
	err = commit_with_head(db, &a);
	arena_release(&a);
	write_over(db);
	return err;
}

void db_write_abort(struct db *db)
{
	if (db->state != DB_WRITE)
		return;
	db->engine->write_abort(db);
	write_over(db);
}

/* ---- one request's share ---- */

/* The engine gave up the whole transaction: nothing of the others in it was
 * kept either, so they are to be run again, one by one. */
static enum err transaction_gone(struct db *db)
{
	db->retry_singly = !db->lost;
	return db->lost ? ERR_UNAVAILABLE : ERR_BUSY;
}

static enum err save(struct db *db, bool *to, struct head *kept)
{
	enum err err = db->engine->save(db);

	db->dead = err != OK;
	if (err)
		return err;
	*to = true;
	*kept = db->head;
	return OK;
}

static enum err keep(struct db *db, bool *what)
{
	enum err err = db->engine->save_keep(db);

	db->dead = err != OK;
	*what = err != OK;
	return err;
}

static enum err undo(struct db *db, bool *what, const struct head *kept)
{
	enum err err;

	if (db->gone || db->lost)
		return transaction_gone(db);
	err = db->engine->save_undo(db);
	db->dead = err != OK;
	if (err)
		return err;
	*what = false;
	db->head = *kept;
	return OK;
}

enum err db_save(struct db *db)
{
	if (db->state == DB_IDLE || db->saved || db->dead)
		return refuse(db, "no savepoint is possible here");
	return save(db, &db->saved, &db->head_saved);
}

enum err db_save_keep(struct db *db)
{
	if (!db->saved || db->parted || db->dead)
		return ERR_INTERNAL;
	return keep(db, &db->saved);
}

enum err db_save_undo(struct db *db)
{
	enum err err = OK;

	if (!db->saved)
		return refuse(db, "there is no savepoint to undo");
	if (db->parted)
		err = db_part_undo(db);
	return err ? err : undo(db, &db->saved, &db->head_saved);
}

/* ---- one act of several: a savepoint in the savepoint, of the same name ---- */

enum err db_part(struct db *db)
{
	if (!db->saved || db->parted || db->dead)
		return refuse(db, "no part is possible here");
	return save(db, &db->parted, &db->head_parted);
}

enum err db_part_keep(struct db *db)
{
	if (!db->parted || db->dead)
		return ERR_INTERNAL;
	return keep(db, &db->parted);
}

enum err db_part_undo(struct db *db)
{
	if (!db->parted)
		return refuse(db, "there is no part to undo");
	return undo(db, &db->parted, &db->head_parted);
}

/* ---- jobs and commands ---- */

static enum err begin_patiently(struct db *db)
{
	int64_t until = clock_mono_us() + WRITE_WAIT_MS * INT64_C(1000);
	enum err err = db_write_begin(db);

	while (err == ERR_BUSY && clock_mono_us() < until) {
		wait_ms(1);
		err = db_write_begin(db);
	}
	return err;
}

enum err db_write(struct db *db, struct arena *a,
		  enum err (*fn)(struct db *db, struct arena *a, void *arg),
		  void *arg)
{
	enum err err = begin_patiently(db);

	if (err)
		return err;
	err = fn(db, a, arg);
	if (!err)
		return db_write_commit(db);
	db_write_abort(db);
	return err;
}
