/*
 * engine.h: what an engine must provide. Only sql/ may include this.
 *
 * An engine runs texts and knows its own locks and files; what a transaction
 * means to the program (the head row, dead savepoints, whose turn it is) is
 * said once for both in transaction.c.
 */
#ifndef SQL_ENGINE_H
#define SQL_ENGINE_H

#include "base/shared.h"
#include "sql/migrate.h"
#include "sql/sql.h"

#include <stdarg.h>
#include <sys/types.h>

enum {
	ARGS_MAX = 64,       /* with the tenant */
	STATEMENT_MS = 2000, /* longest statement of a request or job */
	OPEN_MAX = 32,       /* SQLite tenants open at once */
};

/* ---- results (rows.c) ---- */

struct cell {
	enum { CELL_NULL, CELL_INT, CELL_REAL, CELL_TEXT } type;
	union {
		int64_t num;
		double real;
		const char *text;
	};
};

struct rows {
	struct arena *arena;
	struct cell *cells; /* row by row */
	size_t count, cap;  /* rows */
	size_t at;          /* 1 = on the first row, 0 = before it */
	int cols;
};

/* The cells of one more row, all CELL_NULL. */
struct cell *rows_add(struct rows *r);
/* Makes room for n rows at once, when the number is known. */
void rows_expect(struct rows *r, size_t n);

/* ---- prepared statements of a connection, by query (cache.c) ---- */

struct cache {
	struct cache_slot {
		const void *key;
		void *value;
	} * slots;
	size_t cap, used;
};

void *cache_get(const struct cache *c, const void *key);
void cache_put(struct cache *c, const void *key, void *value);
/* Calls drop() with every value and forgets them. */
void cache_clear(struct cache *c, void (*drop)(void *value));

/* ---- a connection ---- */

enum db_state { DB_IDLE, DB_READ, DB_WRITE };

struct db {
	const struct engine *engine;
	struct pool *pool;
	struct db *next; /* in the pool, most recently used first */
	void *conn;      /* the engine's own */
	int64_t tenant;
	enum db_state state;
	bool saved;  /* between db_save and its keep or undo */
	bool parted; /* between db_part and its keep or undo */
	bool dead;   /* after an error: refuse until undo, abort or end */
	bool gone;   /* the engine has rolled the whole transaction back */
	bool lost, retry_singly;
	bool checked; /* the schema is one we know */
	struct head head, head_saved, head_parted, head_stored;
	char error[300];
};

/* libpq's reasons are several lines; ours are one, for a log. */
void write_reason(char *to, size_t size, const char *fmt, va_list ap)
	__attribute__((format(printf, 3, 0)));
/* Keeps a reason for db_error(); never a value from a row. */
void db_fail(struct db *db, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * A question with its answers' place: rows may be NULL; changed is the number
 * of rows the statement changed.
 */
struct ask {
	const struct sql_query *query;
	const struct sql_arg *argv;
	size_t argc;
	struct rows *rows;
	int64_t changed;
};

/* Puts the tenant in front of the arguments, in all[]. */
MUST_CHECK enum err ask_complete(struct db *db, struct ask *ask,
				 struct sql_arg all[ARGS_MAX]);
/* Asks with $1 added, minding dead savepoints. */
MUST_CHECK enum err db_ask(struct db *db, struct ask *ask);

struct sql_home {
	int64_t tenant;
	char slug[41];
	bool has_folder; /* as far as we know */
	/* SQLite: the file whose row said so */
	ino_t inode;
	struct timespec modified;
};

struct engine {
	enum migration_engine kind;
	bool one_for_all; /* one connection serves every tenant */
	/* Connects to a home; home is NULL for PostgreSQL's one for all. */
	enum err (*open)(struct db *db, const struct sql_home *home);
	void (*close)(struct db *db);
	/* The number of open connections has changed. May be NULL. */
	void (*tune)(struct db *db);
	/* PostgreSQL: the tenant whose rows are seen from now on. */
	enum err (*bind_tenant)(struct db *db);
	enum err (*run)(struct db *db, struct ask *ask);
	/* As run, without rows and without waiting: see db_send. */
	enum err (*send)(struct db *db, struct ask *ask);
	/* Many statements, for migrations; no time limit. */
	enum err (*script)(struct db *db, const char *text);
	void (*forget_plans)(struct db *db);

	enum err (*read_begin)(struct db *db);
	void (*read_end)(struct db *db);
	/* Takes the tenant's write lock, begins and asks the first question.
	 * ERR_BUSY: the lock is somebody else's. After any error nothing is
	 * held or open. Questions here are complete, $1 included. */
	enum err (*write_begin)(struct db *db, struct ask *first);
	/* The last question may be NULL. After an error nothing is open. */
	enum err (*write_commit)(struct db *db, struct ask *last);
	void (*write_abort)(struct db *db);
	/* Is the write lock somebody else's now? For whose turn it is. */
	bool (*write_held)(struct db *db);

	enum err (*save)(struct db *db);
	enum err (*save_keep)(struct db *db);
	enum err (*save_undo)(struct db *db);

	/* All homes, sorted by tenant; filled with pool_home_add(). */
	enum err (*homes)(struct pool *p);
	enum err (*create)(struct pool *p, const char *slug,
			   int64_t *ret_tenant);
	/* migrate.c: a lock around all of them, and what goes around each */
	enum err (*migrate_lock)(struct db *db);
	void (*migrate_unlock)(struct db *db);
	const char *migrate_begin;
	enum err (*migrate_finish)(struct db *db);
	enum err (*backup)(struct db *db, const char *to_file);
};

extern const struct engine sqlite_engine;
extern const struct engine postgres_engine;

/* ---- head.c ---- */

MUST_CHECK enum err head_load(struct db *db, struct rows *r);
/* True when the row must be written. */
bool head_changed(const struct db *db);

/* ---- the pool (pool.c) ---- */

/* Whose turn the write lock is; by tenant, as in struct shared. */
struct turn {
	int64_t acquired_us, released_us;
	int64_t wanted_us; /* what we wrote to shared->writer_wanted */
};

struct pool {
	char *dir, *url;
	size_t cache_bytes;
	const struct engine *engine;
	struct db *open; /* most recently used first */
	size_t open_count;
	struct sql_home *homes;
	size_t home_count, home_cap;
	int64_t failed_at
		[OPEN_MAX]; /* mono us of the last failure, by tenant */
	struct turn turn[SHARED_WAITERS];
	char error[500];
};

/* Keeps the reason for pool_error() and returns err. */
enum err pool_fail(struct pool *p, enum err err, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void pool_home_add(struct pool *p, const struct sql_home *home);
const struct sql_home *pool_home_by_slug(const struct pool *p,
					 const char *slug);
/* Looks anew when the tenant is not known; ERR_NOT_FOUND. */
MUST_CHECK enum err pool_find_home(struct pool *p, int64_t tenant,
				   struct sql_home **ret_home);
/* A connection of its own, outside of the pool; db_free() ends it. */
MUST_CHECK enum err pool_connect(struct pool *p, const struct sql_home *home,
				 struct db **ret_db);
void db_free(struct db *db);
/* PostgreSQL's one connection, made when there is none. */
MUST_CHECK enum err pool_shared_db(struct pool *p, struct db **ret_db);
/* Page cache in bytes for each of the SQLite tenants that are open. */
size_t pool_cache_share(const struct pool *p);
bool pool_slug_ok(const char *slug);
/* DIR/<slug> with what belongs in it. */
MUST_CHECK enum err pool_make_folder(struct pool *p, const char *slug);

/* Makes a new tenant's two rows inside a write transaction. */
MUST_CHECK enum err home_insert(struct db *db, const char *slug);
/* Brings one connection's schema up to date; adds to *count. */
MUST_CHECK enum err migrate_db(struct db *db, int *count);
/* ERR_CONFLICT with a reason unless the schema is one we can run on. */
MUST_CHECK enum err migrate_check(struct db *db);

/* ---- files.c ---- */

void wait_ms(int ms);
/* An flock, waited for at most so long (then ERR_BUSY); close() frees it. */
MUST_CHECK enum err lock_file(const char *path, int wait_for_ms, int *ret_fd);
/* Makes a folder; fine when it is there already. */
MUST_CHECK enum err make_folder(const char *path);
/* What was written in the folder stays there after a power cut. */
MUST_CHECK enum err sync_path(const char *path);

#endif
