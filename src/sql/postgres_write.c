/*
 * postgres_write.c: transactions of the server engine.
 *
 * The tenant's write lock is an advisory lock that ends with its transaction.
 * It is tried before the head row is read, in a statement of its own, because
 * under READ COMMITTED every statement sees what was committed before it.
 * BEGIN, SAVEPOINT and RELEASE cost no round trip: they wait in the queue. A
 * RELEASE is waited for only when something was sent that nobody asked about.
 */
#include "sql/postgres.h"

#include <inttypes.h>

static const char save_text[] = "SAVEPOINT request";

static bool server_in_transaction(const struct postgres *s)
{
	return PQtransactionStatus(s->handle) != PQTRANS_IDLE;
}

static void queue_local_tenant(struct db *db)
{
	postgres_queue(db->conn, "SET LOCAL kaiku.tenant TO '%" PRId64 "'",
		       db->tenant);
}

enum err postgres_bind_tenant(struct db *db)
{
	queue_local_tenant(db);
	return OK;
}

enum err postgres_read_begin(struct db *db)
{
	struct postgres *s = db->conn;

	s->queued = 0;
	postgres_queue(s, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
	queue_local_tenant(db);
	return OK;
}

/* The server ends a transaction by itself when the connection is gone. */
static void roll_back(struct db *db)
{
	struct postgres *s = db->conn;

	postgres_settle(s);
	s->queued = 0;
	postgres_forget_sent(db);
	if (db->lost || !server_in_transaction(s))
		return;
	if (postgres_flush(db, NULL, "ROLLBACK", "ROLLBACK"))
		db->lost = true;
}

void postgres_read_end(struct db *db)
{
	roll_back(db);
}

enum err postgres_write_begin(struct db *db, struct ask *first)
{
	struct postgres *s = db->conn;
	enum err err;

	s->queued = 0;
	s->queue_answer[0] = 0;
	postgres_queue(s, "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
	queue_local_tenant(db);
	postgres_queue(s, "SELECT pg_try_advisory_xact_lock(%" PRId64 ")",
		       db->tenant);
	err = postgres_run(db, first);
	if (!err && s->queue_answer[0] != 't')
		err = ERR_BUSY;
	if (err)
		roll_back(db);
	return err;
}

enum err postgres_write_commit(struct db *db, struct ask *last)
{
	struct postgres *s = db->conn;
	enum err err = postgres_flush(db, last, "COMMIT", "COMMIT");

	if (err && server_in_transaction(s))
		roll_back(db);
	return err;
}

void postgres_write_abort(struct db *db)
{
	roll_back(db);
}

/* Asking would cost the round trip which staying away is to save. */
bool postgres_write_held(struct db *db)
{
	(void)db;
	return false;
}

/* ---- savepoints ---- */

/* True when the savepoint was never sent: nothing was asked since. */
static bool unqueue_save(struct postgres *s)
{
	if (!s->queued || strcmp(s->queue[s->queued - 1], save_text) != 0)
		return false;
	s->queued--;
	return true;
}

/* What was sent must not fail inside of a savepoint that is not its own. */
static enum err collect(struct db *db)
{
	struct postgres *s = db->conn;

	return s->sent_count ? postgres_flush(db, NULL, NULL, NULL) : OK;
}

enum err postgres_save(struct db *db)
{
	enum err err = collect(db);

	if (!err)
		postgres_queue(db->conn, "%s", save_text);
	return err;
}

enum err postgres_save_keep(struct db *db)
{
	if (unqueue_save(db->conn))
		return OK;
	postgres_queue(db->conn, "RELEASE request");
	return collect(db);
}

enum err postgres_save_undo(struct db *db)
{
	struct postgres *s = db->conn;

	if (unqueue_save(s))
		return OK;
	s->queued = 0;
	postgres_forget_sent(db);
	if (db->lost)
		return ERR_UNAVAILABLE;
	postgres_queue(s, "ROLLBACK TO request");
	return postgres_flush(db, NULL, "RELEASE request", NULL);
}
