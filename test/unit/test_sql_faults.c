/*
 * test_sql_faults.c: what the database floor does when things go wrong: a kill
 * in the middle of a migration, a full disk, a lost connection, a schema made
 * by a newer program.
 */
#include "base/clock.h"
#include "base/id.h"
#include "pgtest.h"
#include "sql/sql.h"
#include "tap.h"

#include <signal.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define QUERY(n, t) static const struct sql_query n = {.name = #n, .text = t}

QUERY(Q_put, "INSERT INTO setting (tenant_id, name, value) "
	     "VALUES ($1, $2, $3)");
QUERY(Q_count, "SELECT COUNT(*) FROM setting WHERE tenant_id = $1");
QUERY(Q_newer, "INSERT INTO schema_version (version, name, min_version, "
	       "applied_at) VALUES (9000 + $1, '9001_later', 9001, 0)");
QUERY(Q_drop_newer, "DELETE FROM schema_version WHERE version = 9000 + $1");
QUERY(Q_drop_newest, "DELETE FROM schema_version WHERE version > $1");
QUERY(Q_hang_up, "SELECT pg_terminate_backend(pg_backend_pid()), $1");
QUERY(Q_serialise, "SELECT kaiku_fail('40001'), $1");
QUERY(Q_widen, "SELECT * FROM widening WHERE $1 > 0");

static struct arena arena = ARENA_INIT;
static const char *dir;
static const char *on, *url; /* the engine */

static struct pool *open_pool(const char *folder)
{
	struct sql_config c = {.url = url, .cache_bytes = 32 << 20};
	struct pool *p;

	c.dir = arena_printf(&arena, "%s/%s", dir, folder);
	if (pool_open(&c, &p)) {
		printf("Bail out! %s\n", pool_error(p));
		exit(1);
	}
	return p;
}

static struct db *get(struct pool *p, int64_t tenant)
{
	struct db *db = NULL;

	if (pool_get(p, tenant, &db)) {
		printf("Bail out! %s\n", pool_error(p));
		exit(1);
	}
	return db;
}

static int64_t count(struct db *db)
{
	struct rows *r;

	if (db_rows(db, &arena, &Q_count, NO_ARGS, &r) || !rows_next(r))
		return -1;
	return rows_int(r, 0);
}

static enum err put(struct db *db, const char *name, const char *v)
{
	return db_exec(db, &Q_put, ARGS(ARG_TEXT(name), ARG_TEXT(v)));
}

static enum err write_once(struct db *db, const struct sql_query *q)
{
	enum err err = db_write_begin(db);

	if (!err)
		err = db_exec(db, q, NO_ARGS);
	if (!err)
		return db_write_commit(db);
	db_write_abort(db);
	return err;
}

/* ---- kills ---- */

static const char *sqlite_schema(const char *file)
{
	static const char text[] =
		"SELECT group_concat(line, x'0a') FROM ("
		" SELECT sql AS line FROM sqlite_schema WHERE sql <> '' "
		" UNION ALL SELECT concat FROM (SELECT tbl || idx || stat AS "
		"  concat FROM sqlite_stat1)"
		" UNION ALL SELECT version || name FROM schema_version"
		" UNION ALL SELECT tenant_id || slug FROM tenant"
		" UNION ALL SELECT tenant_id || chain FROM head ORDER BY 1)";
	const char *schema = "(none)";
	sqlite3_stmt *stmt = NULL;
	sqlite3 *h;

	sqlite3_open(file, &h);
	sqlite3_prepare_v2(h, text, -1, &stmt, NULL);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		schema = arena_strdup(
			&arena, (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	sqlite3_close(h);
	return schema;
}

static const char *postgres_schema(void)
{
	static const char text[] =
		"SELECT string_agg(line, E'\\n' ORDER BY line) FROM ("
		" SELECT table_name || column_name || data_type || is_nullable"
		"  AS line FROM information_schema.columns"
		"  WHERE table_schema = 'public'"
		" UNION ALL SELECT indexdef FROM pg_indexes"
		"  WHERE schemaname = 'public'"
		" UNION ALL SELECT tablename || policyname || qual"
		"  FROM pg_policies"
		" UNION ALL SELECT relname || relforcerowsecurity"
		"  FROM pg_class WHERE relrowsecurity"
		" UNION ALL SELECT version || name FROM schema_version) x";
	PGconn *c = PQconnectdb(url);
	PGresult *r = PQexec(c, text);
	const char *schema = "(none)";

	if (PQntuples(r) == 1)
		schema = arena_strdup(&arena, PQgetvalue(r, 0, 0));
	PQclear(r);
	PQfinish(c);
	return schema;
}

/* Makes an installation with one tenant, from nothing or from a ruin. */
static enum err make_home(const char *folder)
{
	struct pool *p = open_pool(folder);
	int64_t id;
	enum err err = pool_create(p, "city", &id);

	pool_close(p);
	return err;
}

static const char *schema_of(const char *folder)
{
	if (url)
		return postgres_schema();
	return sqlite_schema(
		arena_printf(&arena, "%s/%s/city/kaiku.db", dir, folder));
}

static void new_database(void)
{
	if (url)
		url = pgtest_database("test_sql_faults");
}

static void kill_after(const char *folder, int64_t us)
{
	pid_t child;

	fflush(stdout);
	child = fork();
	if (!child)
		_exit(make_home(folder));
	usleep((useconds_t)us);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
}

static void test_kills(int rounds)
{
	const char *whole, *schema;
	int64_t began, took;
	int same = 0, ruins = 0;

	new_database();
	began = clock_mono_us();
	ok(!make_home("whole"), "%s: an unharmed installation", on);
	took = clock_mono_us() - began;
	whole = schema_of("whole");
	ok(strstr(whole, "matter") && strstr(whole, "0001_base"),
	   "%s: has its tables", on);
	for (int i = 0; i < rounds; i++) {
		char *folder = arena_printf(&arena, "ruin-%s-%d", on, i);
		unsigned at;
		enum err err;

		random_bytes(&at, sizeof(at));
		new_database();
		kill_after(folder, (int64_t)(at % 1000) * took / 1000);
		err = make_home(folder);
		ruins += err == OK;
		schema = schema_of(folder);
		same += (err == OK || err == ERR_CONFLICT) &&
			!strcmp(schema, whole);
	}
	ok(same == rounds, "%s: %d of %d killed ones end the same", on, same,
	   rounds);
	ok(ruins > rounds / 4, "%s: %d of them had been cut short", on, ruins);
}

/* ---- schemas ---- */

static void test_versions(void)
{
	struct pool *p;
	struct db *db;
	int applied;

	new_database();
	p = open_pool("versions");
	ok(pool_get(p, 1, &db) != OK, "%s: nothing there yet", on);
	pool_close(p);
	ok(!make_home("versions"), "%s: made", on);
	p = open_pool("versions");
	ok(!write_once(get(p, 1), &Q_newer), "%s: a later program came by", on);
	pool_close(p);
	p = open_pool("versions");
	ok(pool_get(p, 1, &db) == ERR_CONFLICT && strstr(pool_error(p), "9001"),
	   "%s: it is refused: %s", on, pool_error(p));
	ok(migrate_all(p, &applied) == ERR_CONFLICT &&
		   strstr(pool_error(p), "9001"),
	   "%s: nor migrated", on);
	pool_close(p);
}

static void test_unmigrated(void)
{
	struct pool *p;
	struct db *db;
	int applied = -1;

	new_database();
	ok(!make_home("old"), "%s: made", on);
	p = open_pool("old");
	db = get(p, 1);
	ok(!write_once(db, &Q_newer) && !write_once(db, &Q_drop_newer),
	   "%s: and as it was", on);
	ok(!migrate_all(p, &applied) && !applied, "%s: up to date", on);
	ok(!write_once(db, &Q_drop_newest), "%s: the last ones forgotten", on);
	pool_close(p);
	p = open_pool("old");
	ok(pool_get(p, 1, &db) == ERR_CONFLICT &&
		   strstr(pool_error(p), "kaiku migrate"),
	   "%s: unmigrated is refused: %s", on, pool_error(p));
	ok(migrate_all(p, &applied) != OK && strstr(pool_error(p), "000"),
	   "%s: a migration that fails says which: %s", on, pool_error(p));
	pool_close(p);
}

/* ---- a full disk ---- */

static void limit_files(rlim_t bytes)
{
	struct rlimit limit;

	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = bytes;
	setrlimit(RLIMIT_FSIZE, &limit);
}

static void test_full_disk(void)
{
	char big[100000];
	char name[20];
	struct pool *p;
	struct db *db;
	int64_t before;
	enum err err = OK;

	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = 0;
	signal(SIGXFSZ, SIG_IGN);
	if (make_home("full"))
		printf("Bail out! no home\n");
	p = open_pool("full");
	db = get(p, 1);
	ok(!db_write_begin(db) && !put(db, "before", "1") &&
		   !db_write_commit(db),
	   "sqlite: a row before");
	limit_files(2 << 20);
	for (int i = 0; i < 100 && !err; i++) {
		snprintf(name, sizeof(name), "%d", i);
		err = db_write_begin(db);
		if (!err)
			err = put(db, name, big);
		err = err ? err : db_write_commit(db);
	}
	ok(err == ERR_UNAVAILABLE && db_lost(db), "sqlite: full: %s",
	   db_error(db));
	db_write_abort(db);
	limit_files(RLIM_INFINITY);
	pool_drop(p, 1);
	db = get(p, 1);
	before = count(db);
	ok(before > 1 && before < 100, "sqlite: what was committed is there");
	ok(!db_write_begin(db) && !put(db, "after", big) &&
		   !db_write_commit(db) && count(db) == before + 1,
	   "sqlite: with space again it goes on");
	pool_close(p);
}

/* Inside one transaction: more than the page cache, so that pages spill. */
static void test_full_inside(void)
{
	char big[100000];
	char name[20];
	struct pool *p = open_pool("full");
	struct db *db = get(p, 1);
	int64_t before = count(db);
	enum err err;

	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = 0;
	limit_files(2 << 20);
	err = db_write_begin(db);
	if (!err)
		err = db_save(db);
	for (int i = 0; i < 1000 && !err; i++) {
		snprintf(name, sizeof(name), "spill %d", i);
		err = put(db, name, big);
	}
	ok(err == ERR_UNAVAILABLE && db_lost(db),
	   "sqlite: full inside a transaction: %s", db_error(db));
	ok(put(db, "more", "1") == ERR_INTERNAL, "sqlite: is dead");
	ok(db_save_undo(db) == ERR_UNAVAILABLE,
	   "sqlite: its savepoint is not to be had back");
	db_write_abort(db);
	limit_files(RLIM_INFINITY);
	db = get(p, 1);
	ok(count(db) == before && !db_lost(db),
	   "sqlite: reopened by the pool, nothing of it kept");
	pool_close(p);
}

/* ---- a lost connection ---- */

static void test_hang_up(void)
{
	struct pool *p;
	struct db *db;
	struct rows *r;

	new_database();
	if (make_home("lost"))
		printf("Bail out! no home\n");
	p = open_pool("lost");
	db = get(p, 1);
	ok(!db_write_begin(db) && !db_save(db) && !put(db, "a", "1"),
	   "postgres: a request");
	ok(db_rows(db, &arena, &Q_hang_up, NO_ARGS, &r) == ERR_UNAVAILABLE &&
		   db_lost(db),
	   "postgres: the connection goes: %s", db_error(db));
	ok(db_save_undo(db) == ERR_UNAVAILABLE, "postgres: no undo");
	ok(db_write_commit(db) != OK, "postgres: no commit");
	db_write_abort(db);
	pool_drop(p, 1);
	db = get(p, 1);
	ok(count(db) == 0, "postgres: a new connection, nothing kept");
	ok(!db_write_begin(db) && !put(db, "a", "1"), "postgres: again");
	pgtest_run(getenv("KAIKU_TEST_PG"),
		   "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
		   "WHERE datname = 'test_sql_faults'");
	ok(db_write_commit(db) == ERR_UNAVAILABLE && db_lost(db),
	   "postgres: an unknown COMMIT: %s", db_error(db));
	pool_close(p);
}

static void test_away(void)
{
	const char *good = url;
	struct pool *p;
	struct db *db;
	int64_t began;

	url = "postgresql://kaiku@127.0.0.1:1/none";
	p = open_pool("away");
	ok(pool_get(p, 1, &db) == ERR_UNAVAILABLE, "postgres: away: %s",
	   pool_error(p));
	began = clock_mono_us();
	for (int i = 0; i < 1000; i++)
		if (pool_get(p, 1, &db) != ERR_UNAVAILABLE)
			printf("Bail out! it is there\n");
	ok(clock_mono_us() - began < SECOND_US,
	   "postgres: a thousand askers are refused at once");
	pool_close(p);
	url = good;
}

static void test_states(void)
{
	struct pool *p = open_pool("lost");
	struct db *db = get(p, 1);
	struct rows *r;

	pgtest_run(url, "CREATE FUNCTION kaiku_fail(s text) RETURNS int "
			"LANGUAGE plpgsql AS $$ BEGIN "
			"RAISE EXCEPTION 'x' USING ERRCODE = s; END $$");
	ok(!db_write_begin(db) && !db_save(db) && !put(db, "s", "1"),
	   "postgres: a request");
	ok(db_rows(db, &arena, &Q_serialise, NO_ARGS, &r) == ERR_BUSY &&
		   db_retry_singly(db) && !db_lost(db),
	   "postgres: a serialisation failure asks for another run: %s",
	   db_error(db));
	ok(!db_save_undo(db) && !db_write_commit(db),
	   "postgres: and takes only its own along");

	pgtest_run(url, "CREATE TABLE widening (a int)");
	pgtest_run(url, "INSERT INTO widening VALUES (1)");
	ok(!db_rows(db, &arena, &Q_widen, NO_ARGS, &r), "postgres: prepared");
	pgtest_run(url, "ALTER TABLE widening ADD b int");
	ok(db_rows(db, &arena, &Q_widen, NO_ARGS, &r) == ERR_BUSY &&
		   db_retry_singly(db),
	   "postgres: a table changed under a plan: %s", db_error(db));
	ok(!db_rows(db, &arena, &Q_widen, NO_ARGS, &r) && rows_next(r) &&
		   rows_null(r, 1),
	   "postgres: is planned anew");
	pool_close(p);
}

static int rounds(int few)
{
	const char *more = getenv("KAIKU_ROUNDS");

	return more ? few * (int)strtol(more, NULL, 10) : few;
}

int main(void)
{
	static char own[] = "/tmp/sqlXXXXXX";
	clock_init();
	dir = getenv("KAIKU_TEST_DIR");
	if (!dir)
		dir = mkdtemp(own);
	on = "sqlite";
	test_kills(rounds(40));
	test_versions();
	test_unmigrated();
	test_full_disk();
	test_full_inside();
	on = "postgres";
	url = pgtest_database("test_sql_faults");
	if (!url) {
		ok(true, "postgres # SKIP KAIKU_TEST_PG is not set");
		return tap_done();
	}
	test_kills(rounds(8));
	test_versions();
	test_unmigrated();
	test_hang_up();
	test_away();
	test_states();
	arena_release(&arena);
	return tap_done();
}
