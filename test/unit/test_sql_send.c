/*
 * test_sql_send.c: what is sent without being waited for (db_send): where its
 * failures show, who survives them, and that answers are not mixed up. The
 * same expectations on both engines; only losing a server is PostgreSQL's.
 */
#include "base/clock.h"
#include "pgtest.h"
#include "sql/sql.h"
#include "tap.h"

#include <unistd.h>

#define QUERY(n, t) static const struct sql_query n = {.name = #n, .text = t}

QUERY(Q_put, "INSERT INTO setting (tenant_id, name, value) "
	     "VALUES ($1, $2, $3)");
QUERY(Q_put_too, "INSERT INTO setting (tenant_id, name, value) "
		 "VALUES ($1, $2, 'by another statement')");
QUERY(Q_get, "SELECT value FROM setting WHERE tenant_id = $1 AND name = $2");
QUERY(Q_names, "SELECT name FROM setting WHERE tenant_id = $1 ORDER BY name");
QUERY(Q_count, "SELECT COUNT(*) FROM setting WHERE tenant_id = $1");
QUERY(Q_wipe, "DELETE FROM setting WHERE tenant_id = $1");
QUERY(Q_hang_up, "SELECT pg_terminate_backend(pg_backend_pid()), $1");
QUERY(Q_serialise, "SELECT kaiku_fail('40001'), $1");
QUERY(Q_wait, "SELECT pg_sleep($2), $1");

static struct arena arena = ARENA_INIT;
static const char *dir;
static const char *on, *url; /* the engine */
static struct pool *pool;
static struct db *db;
static int64_t tenant;

static void connect_again(void)
{
	pool_drop(pool, tenant);
	if (pool_get(pool, tenant, &db))
		printf("Bail out! %s\n", pool_error(pool));
}

static enum err send_one(const char *name)
{
	return db_send(db, &Q_put, ARGS(ARG_TEXT(name), ARG_TEXT(name)));
}

/* SQLite says at once that the second row of this name is one too many. */
static enum err send_twice(const char *name)
{
	enum err err = send_one(name);

	return err ? err : send_one(name);
}

static int64_t count(void)
{
	struct rows *r;

	if (db_rows(db, &arena, &Q_count, NO_ARGS, &r) || !rows_next(r))
		return -1;
	return rows_int(r, 0);
}

static enum err ask(void)
{
	struct rows *r;

	return db_rows(db, &arena, &Q_count, NO_ARGS, &r);
}

static bool has(const char *name)
{
	struct rows *r;

	return !db_rows(db, &arena, &Q_get, ARGS(ARG_TEXT(name)), &r) &&
	       rows_next(r) && !strcmp(rows_text(r, 0), name);
}

/* "a b c" */
static const char *names(void)
{
	struct rows *r;
	const char *list = "";

	if (db_rows(db, &arena, &Q_names, NO_ARGS, &r))
		return "(error)";
	while (rows_next(r))
		list = arena_printf(&arena, "%s%s%s", list, *list ? " " : "",
				    rows_text(r, 0));
	return list;
}

static bool are(const char *wanted)
{
	return !strcmp(names(), wanted);
}

static void begin(void)
{
	if (db_write_begin(db))
		printf("Bail out! begin: %s\n", db_error(db));
}

static void empty(void)
{
	begin();
	if (db_exec(db, &Q_wipe, NO_ARGS) || db_write_commit(db))
		printf("Bail out! wipe: %s\n", db_error(db));
}

/* A request that is well. */
static bool neighbour(const char *name)
{
	return !db_save(db) && !send_one(name) && !db_save_keep(db);
}

static void test_where(void)
{
	ok(send_one("x") == ERR_INTERNAL, "%s: not outside of transactions",
	   on);
	if (db_read_begin(db))
		printf("Bail out! %s\n", db_error(db));
	ok(send_one("x") == ERR_INTERNAL, "%s: nor in a read transaction", on);
	db_read_end(db);
	ok(count() == 0, "%s: and nothing was written", on);
}

static void test_answers(void)
{
	int good = 0;

	begin();
	for (int i = 0; i < 50; i++) {
		char one[20], two[20];

		snprintf(one, sizeof(one), "one %02d", i);
		snprintf(two, sizeof(two), "two %02d", i);
		good += !send_one(one) && !send_one(two) && has(one) &&
			has(two) && count() == 2 * i + 2;
	}
	ok(good == 50, "%s: a question sees what was sent, and its own answer",
	   on);
	ok(!db_write_commit(db) && count() == 100, "%s: all of it is kept", on);
	empty();
}

static void test_many(void)
{
	enum { MANY = 3000 };
	enum err err = OK;

	begin();
	for (int i = 0; i < MANY && !err; i++) {
		char name[20];

		snprintf(name, sizeof(name), "%d", i);
		err = send_one(name);
	}
	ok(!err && !db_write_commit(db) && count() == MANY,
	   "%s: %d without a question between", on, MANY);
	empty();
}

/* ---- where a failure shows ---- */

static void test_at_question(void)
{
	enum err err;

	begin();
	ok(neighbour("a"), "%s: a request before", on);
	ok(!db_save(db) && !send_one("b"), "%s: one that will fail", on);
	err = send_one("a");
	if (!err)
		err = ask();
	ok(err == ERR_CONFLICT && !db_lost(db) && !db_retry_singly(db),
	   "%s: shows at the next question: %s", on, db_error(db));
	ok(send_one("c") == ERR_INTERNAL && ask() == ERR_INTERNAL &&
		   db_save_keep(db) == ERR_INTERNAL,
	   "%s: which leaves the savepoint dead", on);
	ok(!db_save_undo(db), "%s: undone", on);
	ok(neighbour("d"), "%s: a request after", on);
	ok(!db_write_commit(db) && are("a d"), "%s: both are kept", on);
	empty();
}

static void test_at_keep(void)
{
	enum err err;

	begin();
	ok(neighbour("a") && !db_save(db) && !send_one("b"), "%s: two requests",
	   on);
	err = send_one("a");
	if (!err)
		err = send_one("c");
	if (!err)
		err = db_save_keep(db);
	ok(err == ERR_CONFLICT, "%s: shows when the request is kept: %s", on,
	   db_error(db));
	ok(!db_save_undo(db) && neighbour("d"), "%s: undone, and on", on);
	ok(!db_write_commit(db) && are("a d"), "%s: neighbours are kept", on);
	empty();
}

static void test_at_save(void)
{
	enum err err;

	begin();
	err = send_twice("a");
	if (!err)
		err = db_save(db);
	ok(err == ERR_CONFLICT,
	   "%s: shows before a savepoint, not inside it: %s", on, db_error(db));
	db_write_abort(db);
	ok(count() == 0, "%s: nothing kept", on);
}

static void test_at_commit(void)
{
	enum err err;

	begin();
	err = send_twice("a");
	if (!err)
		err = db_write_commit(db);
	else
		db_write_abort(db);
	ok(err == ERR_CONFLICT, "%s: shows at the commit: %s", on,
	   db_error(db));
	ok(count() == 0, "%s: which kept nothing", on);
	begin();
	ok(!send_one("a") && !db_write_commit(db) && are("a"),
	   "%s: and the connection goes on", on);
	empty();
}

static enum err twice(struct db *to, struct arena *a, void *arg)
{
	(void)to;
	(void)a;
	(void)arg;
	return send_twice("a");
}

static void test_at_job(void)
{
	ok(db_write(db, &arena, twice, NULL) == ERR_CONFLICT && count() == 0,
	   "%s: a job's transaction fails as a whole", on);
}

/* ---- taking back ---- */

static void test_undo(void)
{
	begin();
	ok(neighbour("a") && !db_save(db) && !send_one("b") &&
		   !db_save_undo(db),
	   "%s: sent and undone, nobody asked", on);
	ok(!db_save(db), "%s: another", on);
	(void)!send_one("a");
	ok(!db_save_undo(db) && !db_retry_singly(db) && !db_lost(db),
	   "%s: even what fails can be undone", on);
	ok(neighbour("c") && !db_write_commit(db) && are("a c"),
	   "%s: the others are kept", on);
	begin();
	ok(!send_one("x") && !db_save(db) && !send_one("y"), "%s: sent", on);
	db_write_abort(db);
	ok(are("a c"), "%s: and aborted", on);
	begin();
	ok(!db_save(db) && !db_save_keep(db) && !db_save(db) &&
		   !db_save_undo(db) && !db_write_commit(db),
	   "%s: requests that ask nothing", on);
	empty();
}

/* What was to be prepared behind a failure is not known to the server. */
static void test_prepare(void)
{
	enum err err;

	begin();
	ok(!db_save(db), "%s: a request", on);
	err = send_twice("a");
	if (!err)
		err = db_send(db, &Q_put_too, ARGS(ARG_TEXT("b")));
	if (!err)
		err = ask();
	ok(err == ERR_CONFLICT && !db_save_undo(db),
	   "%s: fails in front of a new statement", on);
	ok(!db_save(db) && !db_send(db, &Q_put_too, ARGS(ARG_TEXT("b"))) &&
		   !db_send(db, &Q_put_too, ARGS(ARG_TEXT("c"))) &&
		   !db_save_keep(db) && !db_write_commit(db) && are("b c"),
	   "%s: which works afterwards", on);
	empty();
}

/* ---- losing the server ---- */

static void test_lost(void)
{
	begin();
	ok(neighbour("a") && !db_save(db) && !send_one("b") &&
		   !db_send(db, &Q_hang_up, NO_ARGS) && !send_one("c"),
	   "%s: on their way", on);
	ok(db_save_keep(db) == ERR_UNAVAILABLE && db_lost(db),
	   "%s: the connection goes in the middle: %s", on, db_error(db));
	ok(db_save_undo(db) == ERR_UNAVAILABLE && db_write_commit(db) != OK,
	   "%s: no undo, no commit", on);
	db_write_abort(db);
	connect_again();
	ok(count() == 0 && !db_lost(db), "%s: nothing of it was kept", on);

	begin();
	ok(!send_one("a"), "%s: sent, not on its way yet", on);
	pgtest_run(getenv("KAIKU_TEST_PG"),
		   "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
		   "WHERE datname = 'test_sql_send'");
	ok(db_write_commit(db) == ERR_UNAVAILABLE && db_lost(db),
	   "%s: an unknown COMMIT: %s", on, db_error(db));
	connect_again();
	ok(count() == 0, "%s: a new connection", on);
}

static void test_states(void)
{
	pgtest_run(url, "CREATE FUNCTION kaiku_fail(s text) RETURNS int "
			"LANGUAGE plpgsql AS $$ BEGIN "
			"RAISE EXCEPTION 'x' USING ERRCODE = s; END $$");
	begin();
	ok(neighbour("a") && !db_save(db) &&
		   !db_send(db, &Q_serialise, NO_ARGS) &&
		   db_save_keep(db) == ERR_BUSY && db_retry_singly(db),
	   "%s: a serialisation failure asks for another run", on);
	ok(!db_save_undo(db) && !db_save(db) &&
		   !db_send(db, &Q_wait, ARGS(ARG_REAL(30))) &&
		   db_save_keep(db) == ERR_UNAVAILABLE && !db_lost(db),
	   "%s: the time limit ends one statement: %s", on, db_error(db));
	ok(!db_save_undo(db) && !db_save(db) &&
		   !db_send(db, &Q_wait, ARGS(ARG_REAL(1.1))) &&
		   !db_send(db, &Q_wait, ARGS(ARG_REAL(1.1))) &&
		   !db_save_keep(db),
	   "%s: and counts anew for the next", on);
	ok(!db_write_commit(db) && are("a"), "%s: the neighbour is kept", on);
	empty();
}

static void test_engine(void)
{
	struct sql_config c = {.url = url, .cache_bytes = 32 << 20};

	c.dir = arena_printf(&arena, "%s/send-%s", dir, on);
	if (pool_open(&c, &pool) || pool_create(pool, "city", &tenant)) {
		printf("Bail out! %s\n", pool_error(pool));
		exit(1);
	}
	connect_again();
	empty();
	test_where();
	test_answers();
	test_many();
	test_at_question();
	test_at_keep();
	test_at_save();
	test_at_commit();
	test_at_job();
	test_undo();
	test_prepare();
	if (url) {
		test_states();
		test_lost();
	}
	pool_close(pool);
}

int main(void)
{
	static char own[] = "/tmp/sqlXXXXXX";
	clock_init();
	dir = getenv("KAIKU_TEST_DIR");
	if (!dir)
		dir = mkdtemp(own);
	on = "sqlite";
	test_engine();
	on = "postgres";
	url = pgtest_database("test_sql_send");
	if (url)
		test_engine();
	else
		ok(true, "postgres # SKIP KAIKU_TEST_PG is not set");
	arena_release(&arena);
	return tap_done();
}
