/*
 * postgres.h: what the files of the server engine share. Only postgres*.c may
 * include it, and nobody else includes libpq-fe.h.
 */
#ifndef SQL_POSTGRES_H
#define SQL_POSTGRES_H

#include "sql/engine.h"

#include <libpq-fe.h>

enum {
	QUEUE_MAX = 6,
	SENT_MAX = 200, /* what the server says to them fits its socket */
};

struct plan;

/* Something the server owes us one result for. */
struct sent {
	enum { SENT_COMMAND, SENT_PREPARE, SENT_STATEMENT } kind;
	const char *what; /* for the reason of a failure */
	struct plan *plan;
};

/*
 * Small commands (BEGIN, SAVEPOINT, RELEASE) wait in the queue and travel in
 * front of the next statement; up to there they can be taken back. What was
 * handed to libpq is in sent, in order, until its results were received, all
 * in one round trip. queue_answer is what the last command with rows answered.
 */
struct postgres {
	PGconn *handle;
	PGresult *result; /* left behind when an arena unwound */
	struct cache plans;
	unsigned plan_count;
	char queue[QUEUE_MAX][96];
	int queued;
	char queue_answer[8];
	struct sent sent[SENT_MAX];
	int sent_count;
	int64_t session_tenant; /* kaiku.tenant outside of transactions */
	int64_t give_up_us;     /* mono: no answer by then is no answer */
	bool gave_up;
};

/* Reads state and connection, and forgets plans the server has lost. */
enum err postgres_fail(struct db *db, const char *what, const PGresult *res);
enum err postgres_script(struct db *db, const char *text);
void postgres_settle(struct postgres *s);

/* postgres_wait.c: the connection never blocks by itself */
/* From now on for 5 s; migrations have no limit. */
void postgres_be_patient(struct postgres *s, bool without_end);
/* What libpq holds back is sent; false: connection or patience lost. */
bool postgres_push(struct postgres *s);
/* As PQgetResult; NULL also when patience is lost. */
PGresult *postgres_receive(struct postgres *s);

/* postgres_run.c */
enum err postgres_run(struct db *db, struct ask *ask);
enum err postgres_send(struct db *db, struct ask *ask);
void postgres_forget_plans(struct db *db);
void postgres_queue(struct postgres *s, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* Sends what waits, a statement and a last command, which must be answered by
 * that tag, and receives everything; each may be NULL. */
enum err postgres_flush(struct db *db, struct ask *ask, const char *last,
			const char *want_tag);

/* Receives what was sent, when its failures do not matter any more. */
void postgres_forget_sent(struct db *db);

/* postgres_write.c */
enum err postgres_bind_tenant(struct db *db);
enum err postgres_read_begin(struct db *db);
void postgres_read_end(struct db *db);
enum err postgres_write_begin(struct db *db, struct ask *first);
enum err postgres_write_commit(struct db *db, struct ask *last);
void postgres_write_abort(struct db *db);
bool postgres_write_held(struct db *db);
enum err postgres_save(struct db *db);
enum err postgres_save_keep(struct db *db);
enum err postgres_save_undo(struct db *db);

/* postgres_home.c */
enum err postgres_homes(struct pool *p);
enum err postgres_create(struct pool *p, const char *slug, int64_t *ret_tenant);
enum err postgres_migrate_lock(struct db *db);
void postgres_migrate_unlock(struct db *db);
enum err postgres_migrate_finish(struct db *db);
extern const char postgres_migrate_begin[];

#endif
