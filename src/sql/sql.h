/*
 * sql.h: one small database API, two engines behind it.
 *
 * A struct db is a connection bound to one tenant. Queries are named texts
 * compiled in from the .sql files, and $1 is always the tenant: callers pass
 * $2 onwards, so store code cannot forget it. Result text lives in the
 * caller's arena.
 *
 * Transactions belong to app/ (the tick), job/ and the command line, never to
 * a slice: a store only runs queries inside the transaction it finds. (A slice
 * that acts on many rows at once may give each its own part, db_part.) After
 * any SQL error the savepoint is dead on both engines: every further query
 * answers ERR_INTERNAL until db_save_undo() or db_write_abort().
 */
#ifndef SQL_SQL_H
#define SQL_SQL_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sql_query {
	const char *name;          /* as after "-- name:" in the .sql file */
	const char *text;          /* SQL with $1, $2, ... */
	const char *text_postgres; /* an override, or NULL: the same text */
};

struct sql_arg {
	enum { SQL_NULL, SQL_INT, SQL_REAL, SQL_TEXT } type;
	int64_t num;
	double real;
	const char *text;
};

#define ARG_NULL    ((struct sql_arg){.type = SQL_NULL})
#define ARG_INT(v)  ((struct sql_arg){.type = SQL_INT, .num = (v)})
#define ARG_REAL(v) ((struct sql_arg){.type = SQL_REAL, .real = (v)})
/* A NULL pointer binds NULL. */
#define ARG_TEXT(s) arg_text(s)
static inline struct sql_arg arg_text(const char *s)
{
	return (struct sql_arg){.type = s ? SQL_TEXT : SQL_NULL, .text = s};
}
#define ARGS(...)                       \
 (const struct sql_arg[]){__VA_ARGS__}, \
	 sizeof((struct sql_arg[]){__VA_ARGS__}) / sizeof(struct sql_arg)
#define NO_ARGS NULL, 0

struct db;
struct rows;

/* ---- asking ---- */

MUST_CHECK enum err db_exec(struct db *db, const struct sql_query *q,
			    const struct sql_arg *argv, size_t argc);
/*
 * As db_exec, for what is written without being waited for: PostgreSQL gets
 * it together with the next question, in one round trip; SQLite runs it at
 * once. A failure shows here or, at the latest, at the next question,
 * db_save, db_save_keep or db_write_commit, as the error of that call. So it
 * is for rows that fail only when something is broken, never where
 * ERR_CONFLICT tells the caller something. Inside a write transaction only.
 */
MUST_CHECK enum err db_send(struct db *db, const struct sql_query *q,
			    const struct sql_arg *argv, size_t argc);
/* As db_exec; *ret_count is the number of rows changed. */
MUST_CHECK enum err db_change(struct db *db, const struct sql_query *q,
			      const struct sql_arg *argv, size_t argc,
			      int64_t *ret_count);
MUST_CHECK enum err db_rows(struct db *db, struct arena *a,
			    const struct sql_query *q,
			    const struct sql_arg *argv, size_t argc,
			    struct rows **ret_rows);

bool rows_next(struct rows *r);
size_t rows_count(const struct rows *r);
int64_t rows_int(const struct rows *r, int col);
double rows_real(const struct rows *r, int col);
const char *rows_text(const struct rows *r, int col); /* never NULL */
bool rows_null(const struct rows *r, int col);

int64_t db_tenant(const struct db *db);
const char *db_error(const struct db *db);

/* ---- the tenant's head row: ids, numbers, the chain of events ---- */

enum { CHAIN_BYTES = 32 };

/* Kept in memory while a write transaction is open; a savepoint that is
 * undone takes it back; commit writes it once. */
struct head {
	int64_t last_id;     /* microseconds since 2024-01-01, see db_new_id */
	int64_t number_year; /* local year of last_number */
	int64_t last_number;
	unsigned char chain[CHAIN_BYTES]; /* end of the event chain */
};

/* Only inside a write transaction. */
struct head *db_head(struct db *db);
/*
 * max(now, last + 1) in microseconds since 2024-01-01 UTC, below 2^53:
 * unique per tenant, in commit order.
 */
int64_t db_new_id(struct db *db);
/* When an id was made, as an instant (clock.h). */
int64_t id_time_us(int64_t id);
int64_t id_at_us(int64_t us); /* the smallest id made at or after us */

/* ---- transactions: app/, job/ and commands only ---- */

/* One snapshot for all reads of a turn. */
MUST_CHECK enum err db_read_begin(struct db *db);
void db_read_end(struct db *db);

/*
 * The tenant's one write transaction. ERR_BUSY: another process is writing,
 * try again in a millisecond.
 */
MUST_CHECK enum err db_write_begin(struct db *db);
MUST_CHECK enum err db_write_commit(struct db *db);
void db_write_abort(struct db *db);

/* Another process wanted to write during this one's last transaction. */
bool db_kept_waiting(struct db *db);

/* One request's share of the transaction. */
MUST_CHECK enum err db_save(struct db *db);
MUST_CHECK enum err db_save_keep(struct db *db);
MUST_CHECK enum err db_save_undo(struct db *db);

/*
 * One of several acts of one request, each with its own fate: for the rules
 * that do many at once. Within the request's share, and no deeper. An error of
 * the part is undone with it; when the undo itself fails, the request has
 * failed.
 */
MUST_CHECK enum err db_part(struct db *db);
MUST_CHECK enum err db_part_keep(struct db *db);
MUST_CHECK enum err db_part_undo(struct db *db);

/* What the last failure asks for. */
bool db_retry_singly(const struct db *db); /* deadlock, serialisation */
bool db_lost(const struct db *db);         /* reopen: I/O, full, connection */

/*
 * For jobs and commands: waits for the write transaction (at most 10 s), runs
 * fn inside it and commits; any error rolls back and is returned.
 */
MUST_CHECK enum err
db_write(struct db *db, struct arena *a,
	 enum err (*fn)(struct db *db, struct arena *a, void *arg), void *arg);

/* ---- the pool: all tenants of this process ---- */

struct sql_config {
	const char *dir;    /* data folder; SQLite keeps DIR/<slug>/kaiku.db */
	const char *url;    /* NULL = SQLite in dir, else postgresql://... */
	size_t cache_bytes; /* SQLite page cache for all open tenants together */
};

struct pool;

struct sql_tenant {
	int64_t id;
	const char *slug;
};

/* Connects to nothing yet. *ret_pool is given after a failure too, so that
 * pool_error() can say why. */
MUST_CHECK enum err pool_open(const struct sql_config *c,
			      struct pool **ret_pool);
void pool_close(struct pool *p);
/* All tenants of the installation, looked up anew. */
MUST_CHECK enum err pool_tenants(struct pool *p, struct arena *a,
				 struct sql_tenant **ret_list,
				 size_t *ret_count);
/* PostgreSQL: the role is one for which row-level security does not count. */
MUST_CHECK enum err pool_unwalled(struct pool *p, bool *ret_unwalled);
/*
 * A connection for the tenant, borrowed until the next pool call; at most 32
 * SQLite tenants stay open, the least recently used is closed. ERR_NOT_FOUND
 * for no such tenant; ERR_UNAVAILABLE at once for 1 s after a failure.
 */
MUST_CHECK enum err pool_get(struct pool *p, int64_t tenant,
			     struct db **ret_db);
/* Drops the tenant's connection after db_lost(). */
void pool_drop(struct pool *p, int64_t tenant);
/*
 * Makes an empty, migrated home for a new tenant: the folder and file, or the
 * rows. ERR_CONFLICT when the slug is taken. Slug: [a-z0-9-]{1,40}.
 */
MUST_CHECK enum err pool_create(struct pool *p, const char *slug,
				int64_t *ret_tenant);
/* The folder of a tenant's files, DIR/<slug>, made when missing. */
MUST_CHECK enum err pool_folder(struct pool *p, struct arena *a, int64_t tenant,
				const char **ret_path);

/* After many rows came at once: PostgreSQL looks at them now, not when its
 * autovacuum comes by; until then its plans are made for empty tables. SQLite's
 * statistics are shipped with the schema. */
MUST_CHECK enum err pool_analyze(struct pool *p);

/* Why pool_open, pool_create or migrate failed, for the operator. */
const char *pool_error(const struct pool *p);

/* ---- migrations (sql/migrate.c; files in migrations/, embedded) ---- */

/* Forward only, each in a transaction, under a lock; all tenants. Refuses a
 * schema whose min_version is above ours with ERR_CONFLICT. */
MUST_CHECK enum err migrate_all(struct pool *p, int *ret_applied);

/* ---- copies ---- */

/* A consistent copy of the tenant's rows into a file, while the service runs
 * (SQLite: the online backup; PostgreSQL: pg_dump is the tool, ERR_INVALID). */
MUST_CHECK enum err pool_backup(struct pool *p, int64_t tenant,
				const char *to_file);

#endif
