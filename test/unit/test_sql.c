/*
 * test_sql.c: the same expectations of the database floor on both engines.
 * KAIKU_TEST_PG is a PostgreSQL's address (test/pg.sh); without it that half
 * is skipped. Faults, kills and races are in test_sql_faults.c.
 */
#include "base/clock.h"
#include "pgtest.h"
#include "sql/sql.h"
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

#define QUERY(n, t) static const struct sql_query n = {.name = #n, .text = t}

QUERY(Q_put, "INSERT INTO setting (tenant_id, name, value) "
	     "VALUES ($1, $2, $3)");
QUERY(Q_get, "SELECT value FROM setting WHERE tenant_id = $1 AND name = $2");
QUERY(Q_all, "SELECT tenant_id, name FROM setting WHERE tenant_id > 0 "
	     "AND $1 > 0 ORDER BY tenant_id, name");
QUERY(Q_count, "SELECT COUNT(*) FROM setting WHERE tenant_id = $1");
QUERY(Q_wipe, "DELETE FROM setting WHERE tenant_id = $1");
QUERY(Q_types, "SELECT CAST($2 AS BIGINT), CAST($3 AS DOUBLE PRECISION), "
	       "CAST($4 AS TEXT), CAST($5 AS TEXT), $1 = CAST($2 AS BIGINT)");
QUERY(Q_broken, "SELECT nothing FROM nowhere WHERE tenant_id = $1");
QUERY(Q_swapped, "SELECT CAST($3 AS BIGINT), CAST($2 AS BIGINT), $1");
QUERY(Q_slow, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
	      "WHERE i < 2000000000) SELECT COUNT(*) FROM n WHERE i > $1");
QUERY(Q_many, "WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL "
	      "SELECT i + 1 FROM n WHERE i < $2) "
	      "SELECT i, 'row ' || i FROM n WHERE $1 > 0 ORDER BY i");
QUERY(Q_foreign, "INSERT INTO setting (tenant_id, name, value) "
		 "VALUES ($1 + 1, $2, 'not mine')");

static struct arena arena = ARENA_INIT;
static struct pool *pool;
static int64_t first, second;
static const char *pg; /* the address of its database */
static const char *on; /* the engine's name, for the lines */

static struct db *get(int64_t tenant)
{
	struct db *db = NULL;

	if (pool_get(pool, tenant, &db))
		printf("Bail out! pool_get: %s\n", pool_error(pool));
	return db;
}

static const char *value(struct db *db, const char *name)
{
	struct rows *r;

	if (db_rows(db, &arena, &Q_get, ARGS(ARG_TEXT(name)), &r))
		return "(error)";
	return rows_next(r) ? rows_text(r, 0) : "(none)";
}

static enum err put(struct db *db, const char *name, const char *v)
{
	return db_exec(db, &Q_put, ARGS(ARG_TEXT(name), ARG_TEXT(v)));
}

static int64_t count(struct db *db)
{
	struct rows *r;

	if (db_rows(db, &arena, &Q_count, NO_ARGS, &r) || !rows_next(r))
		return -1;
	return rows_int(r, 0);
}

static void empty(struct db *db)
{
	if (db_write_begin(db) || db_exec(db, &Q_wipe, NO_ARGS) ||
	    db_write_commit(db))
		printf("Bail out! %s\n", db_error(db));
}

static void test_types(struct db *db)
{
	const double third = 1.0 / 3;
	const int64_t big = (INT64_C(1) << 53) + 1;
	struct rows *r;
	enum err err;

	err = db_rows(db, &arena, &Q_types,
		      ARGS(ARG_INT(big), ARG_REAL(third), ARG_TEXT("ä\n'\\"),
			   ARG_NULL),
		      &r);
	ok(!err && rows_count(r) == 1 && rows_next(r), "%s: one row", on);
	ok(rows_int(r, 0) == big, "%s: an integer above 2^53 stays", on);
	ok(rows_real(r, 1) == third, "%s: a double comes back as it was", on);
	ok(strtod(rows_text(r, 1), NULL) == third, "%s: also as text", on);
	ok(rows_real(r, 1) == third, "%s: and again after that", on);
	ok(!strcmp(rows_text(r, 2), "ä\n'\\"), "%s: text is kept", on);
	ok(rows_null(r, 3) && !rows_null(r, 2), "%s: NULL is NULL", on);
	ok(!strcmp(rows_text(r, 3), ""), "%s: NULL reads as empty text", on);
	ok(!strcmp(rows_text(r, 4), "0"), "%s: false is 0", on);
	ok(!rows_next(r) && !rows_next(r), "%s: no second row", on);
	ok(rows_null(r, 0) && rows_null(r, 99), "%s: past the end is NULL", on);
	err = db_rows(db, &arena, &Q_swapped, ARGS(ARG_INT(2), ARG_INT(3)), &r);
	ok(!err && rows_next(r) && rows_int(r, 0) == 3 && rows_int(r, 1) == 2,
	   "%s: arguments go by number, not by place", on);
}

static void test_arguments(struct db *db)
{
	struct sql_arg many[80] = {ARG_NULL};
	struct rows *r;

	ok(db_rows(db, &arena, &Q_get, NO_ARGS, &r) == ERR_INTERNAL,
	   "%s: an argument too few is our bug: %s", on, db_error(db));
	ok(db_rows(db, &arena, &Q_count, ARGS(ARG_INT(1)), &r) == ERR_INTERNAL,
	   "%s: an argument too many too", on);
	ok(db_rows(db, &arena, &Q_count, many, 80, &r) == ERR_INTERNAL,
	   "%s: 80 arguments are refused", on);
	ok(count(db) == 0, "%s: and nothing is broken after that", on);
	ok(put(db, "a", "b") == ERR_INTERNAL && count(db) == 0,
	   "%s: no writing outside of a write transaction", on);
}

static void test_many_rows(struct db *db)
{
	enum { N = 20000 };
	struct arena a = ARENA_INIT;
	struct rows *r;
	int64_t sum = 0, n = 0;

	if (db_rows(db, &a, &Q_many, ARGS(ARG_INT(N)), &r))
		printf("Bail out! %s\n", db_error(db));
	while (rows_next(r)) {
		sum += rows_int(r, 0);
		n++;
	}
	ok(n == N && sum == (int64_t)N * (N + 1) / 2 && rows_count(r) == N,
	   "%s: 20,000 rows, each once", on);
	ok(a.used < N * 200, "%s: in memory in proportion: %zu bytes", on,
	   a.used);
	arena_release(&a);
}

static void test_transaction(struct db *db)
{
	int64_t n = -1, id, before;

	ok(!db_read_begin(db) && !strcmp(value(db, "x"), "(none)"),
	   "%s: a read transaction", on);
	ok(put(db, "x", "1") == ERR_INTERNAL, "%s: does not write", on);
	db_read_end(db);
	ok(db_write_begin(db) == OK, "%s: begin: %s", on, db_error(db));
	ok(db_write_begin(db) == ERR_INTERNAL, "%s: not twice", on);
	ok(!put(db, "x", "1") && !db_change(db, &Q_wipe, NO_ARGS, &n) && n == 1,
	   "%s: rows changed are counted", on);
	ok(!put(db, "x", "2"), "%s: written", on);
	before = db_head(db)->last_id;
	id = db_new_id(db);
	ok(id > before &&
		   db_new_id(db) == id + 1 + (db_head(db)->last_id - id - 1),
	   "%s: ids go up", on);
	db_head(db)->last_number = 17;
	db_head(db)->chain[31] = 0xab;
	id = db_head(db)->last_id;
	ok(!db_write_commit(db), "%s: commit", on);
	ok(!strcmp(value(db, "x"), "2"), "%s: is there after commit", on);

	ok(!db_write_begin(db) && db_head(db)->last_id == id &&
		   db_head(db)->last_number == 17 &&
		   db_head(db)->chain[31] == 0xab,
	   "%s: the head row came back", on);
	ok(!put(db, "y", "3"), "%s: written, to be aborted", on);
	db_head(db)->last_number = 18;
	db_write_abort(db);
	ok(!strcmp(value(db, "y"), "(none)"), "%s: abort takes it back", on);
	ok(!db_write_begin(db) && db_head(db)->last_number == 17,
	   "%s: and the head row", on);
	db_write_abort(db);
	empty(db);
}

static void test_ids(struct db *db)
{
	int64_t year2100 = INT64_C(4102444800) * SECOND_US;
	int64_t one, two, three;

	ok(id_time_us(id_at_us(year2100)) == year2100 &&
		   id_at_us(year2100) < INT64_C(1) << 53,
	   "%s: an id tells its time, and stays below 2^53", on);
	if (db_write_begin(db))
		printf("Bail out! %s\n", db_error(db));
	one = db_new_id(db);
	clock_set(id_time_us(one) - DAY_US);
	two = db_new_id(db);
	clock_set(0);
	usleep(10);
	three = db_new_id(db);
	ok(two == one + 1, "%s: a clock set back makes no old id", on);
	ok(three > two, "%s: and time goes on", on);
	db_write_abort(db);
}

static void test_savepoint(struct db *db)
{
	int64_t number;

	if (db_write_begin(db))
		printf("Bail out! %s\n", db_error(db));
	number = db_head(db)->last_number;
	ok(!db_save(db) && !put(db, "a", "1") && !db_save_keep(db),
	   "%s: one request is kept", on);
	ok(!db_save(db) && !put(db, "b", "1"), "%s: another", on);
	db_head(db)->last_number++;
	ok(put(db, "b", "2") == ERR_CONFLICT, "%s: fails on a key: %s", on,
	   db_error(db));
	ok(!strstr(db_error(db), "b)") && !strstr(db_error(db), "'b'"),
	   "%s: its error holds no value", on);
	ok(put(db, "c", "1") == ERR_INTERNAL, "%s: is dead after that", on);
	ok(db_save_keep(db) == ERR_INTERNAL, "%s: cannot be kept", on);
	ok(!db_save_undo(db), "%s: is undone", on);
	ok(db_head(db)->last_number == number, "%s: with its number", on);
	ok(!strcmp(value(db, "a"), "1") && !strcmp(value(db, "b"), "(none)"),
	   "%s: and alone", on);
	ok(!db_save(db) && !db_save_undo(db) && !db_save(db) &&
		   !db_save_keep(db),
	   "%s: an empty one can be undone and kept", on);
	ok(!db_save(db) && db_save(db) == ERR_INTERNAL, "%s: no second inside",
	   on);
	ok(!db_save_undo(db) && db_save_undo(db) == ERR_INTERNAL,
	   "%s: nor an undo of none", on);
	ok(!db_write_commit(db), "%s: committed: %s", on, db_error(db));
	ok(count(db) == 1, "%s: one row", on);
	empty(db);
}

/* One request that does several things, each with its own fate. */
static void test_parts(struct db *db)
{
	int64_t number;

	ok(!db_write_begin(db) && db_part(db) == ERR_INTERNAL,
	   "%s: no part outside of a request", on);
	ok(!db_save(db) && !put(db, "a", "1") && !db_part(db) &&
		   !put(db, "b", "1") && !db_part_keep(db),
	   "%s: a part is kept", on);
	number = db_head(db)->last_number;
	ok(!db_part(db) && !put(db, "c", "1"), "%s: another", on);
	db_head(db)->last_number++;
	ok(db_part(db) == ERR_INTERNAL, "%s: none inside", on);
	ok(put(db, "a", "2") == ERR_CONFLICT, "%s: it fails", on);
	ok(db_part_keep(db) == ERR_INTERNAL && !db_part_undo(db),
	   "%s: and is undone", on);
	ok(db_head(db)->last_number == number, "%s: with its number", on);
	ok(!strcmp(value(db, "b"), "1") && !strcmp(value(db, "c"), "(none)"),
	   "%s: alone", on);
	ok(!db_part(db) && !db_part_undo(db) && !db_part(db) &&
		   !db_part_keep(db) && !put(db, "d", "1"),
	   "%s: empty ones, and the request goes on", on);
	ok(!db_save_keep(db) && !db_save(db) && !put(db, "e", "1") &&
		   !db_part(db) && !put(db, "f", "1") && !db_save_undo(db),
	   "%s: a request is undone with the part it is in", on);
	ok(!db_write_commit(db), "%s: committed: %s", on, db_error(db));
	ok(count(db) == 3, "%s: a, b and d", on);
	empty(db);
}

static void test_dead_transaction(struct db *db)
{
	struct rows *r;

	ok(!db_write_begin(db) && !put(db, "a", "1"), "%s: a transaction", on);
	ok(db_rows(db, &arena, &Q_broken, NO_ARGS, &r) == ERR_INTERNAL,
	   "%s: a wrong text: %s", on, db_error(db));
	ok(db_write_commit(db) == ERR_INTERNAL, "%s: is not committed", on);
	ok(count(db) == 0, "%s: nothing is left of it", on);
	ok(!db_read_begin(db) && db_rows(db, &arena, &Q_broken, NO_ARGS, &r) &&
		   count(db) == -1,
	   "%s: a read transaction dies too", on);
	db_read_end(db);
	ok(count(db) == 0 && !db_lost(db), "%s: and ends", on);
}

static void test_snapshot(struct db *db)
{
	struct sql_config c = {.dir = getenv("KAIKU_TEST_DIR")};
	struct pool *other;
	struct db *writer;

	if (!strcmp(on, "postgres"))
		c.url = pg;
	c.dir = arena_printf(&arena, "%s/%s", c.dir, on);
	if (pool_open(&c, &other) || pool_get(other, first, &writer))
		printf("Bail out! %s\n", pool_error(other));
	ok(!db_read_begin(db) && count(db) == 0, "%s: a snapshot", on);
	ok(!db_write_begin(writer) && !put(writer, "new", "1") &&
		   !db_write_commit(writer),
	   "%s: somebody writes meanwhile", on);
	ok(count(db) == 0, "%s: is not seen inside", on);
	db_read_end(db);
	ok(count(db) == 1, "%s: but after", on);

	ok(!db_write_begin(writer) && db_write_begin(db) == ERR_BUSY,
	   "%s: one writer at a time", on);
	ok(!put(writer, "w", "1") && !db_write_commit(writer) &&
		   !db_write_begin(db),
	   "%s: then the other", on);
	db_write_abort(db);
	empty(db);
	pool_close(other);
}

static void test_tenants(void)
{
	struct db *db = get(first);
	struct rows *r;

	ok(!db_write_begin(db) && !put(db, "whose", "first") &&
		   !db_write_commit(db),
	   "%s: the first writes", on);
	db = get(second);
	ok(!strcmp(value(db, "whose"), "(none)"), "%s: the second sees none",
	   on);
	ok(!db_write_begin(db) && !put(db, "whose", "second") &&
		   !db_write_commit(db),
	   "%s: writes its own", on);
	ok(!db_rows(db, &arena, &Q_all, NO_ARGS, &r) && rows_count(r) == 1 &&
		   rows_next(r) && rows_int(r, 0) == second,
	   "%s: a query without the tenant gives only its own", on);
	ok(!db_read_begin(db) && !db_rows(db, &arena, &Q_all, NO_ARGS, &r) &&
		   rows_count(r) == 1,
	   "%s: in a transaction too", on);
	db_read_end(db);
	db = get(first);
	ok(db_tenant(db) == first && !strcmp(value(db, "whose"), "first"),
	   "%s: back to the first", on);
	empty(db);
	empty(get(second));
}

static void test_row_security(void)
{
	struct db *db = get(first);
	enum err err;

	if (strcmp(on, "postgres"))
		return;
	ok(!db_write_begin(db), "postgres: begin");
	err = db_exec(db, &Q_foreign, ARGS(ARG_TEXT("x")));
	ok(err == ERR_INTERNAL && strstr(db_error(db), "42501"),
	   "postgres: no row for another tenant: %s", db_error(db));
	db_write_abort(db);
}

static enum err write_two(struct db *db, struct arena *a, void *arg)
{
	enum err err = put(db, "one", "1");

	(void)a;
	return err ? err : *(enum err *)arg;
}

static void test_db_write(struct db *db)
{
	enum err how = ERR_DENIED;

	ok(db_write(db, &arena, write_two, &how) == ERR_DENIED &&
		   count(db) == 0,
	   "%s: db_write gives an error back and undoes", on);
	how = OK;
	ok(!db_write(db, &arena, write_two, &how) && count(db) == 1,
	   "%s: db_write commits", on);
	empty(db);
}

static void test_time_limit(struct db *db)
{
	struct rows *r;
	int64_t began = clock_mono_us();
	enum err err = db_rows(db, &arena, &Q_slow, NO_ARGS, &r);

	ok(err == ERR_UNAVAILABLE && clock_mono_us() - began < 30 * SECOND_US,
	   "%s: a slow statement ends: %s", on, db_error(db));
	ok(!db_lost(db) && count(db) == 0, "%s: and costs nothing else", on);
	ok(!db_write_begin(db) && !put(db, "a", "1") && !db_save(db) &&
		   db_rows(db, &arena, &Q_slow, NO_ARGS, &r) == ERR_UNAVAILABLE,
	   "%s: also in a request's share", on);
	ok(!db_save_undo(db) && !db_write_commit(db) && count(db) == 1,
	   "%s: which alone is undone", on);
	empty(db);
}

static void test_unwound_arena(struct db *db)
{
	struct arena small = {.limit = 40000};
	jmp_buf out;
	struct rows *r;

	ok(!db_write_begin(db) && !db_save(db) && !put(db, "a", "1"),
	   "%s: a request", on);
	small.unwind = &out;
	if (!setjmp(out)) {
		(void)!db_rows(db, &small, &Q_many, ARGS(ARG_INT(100000)), &r);
		ok(false, "%s: 100,000 rows do not fit", on);
	}
	ok(!db_save_undo(db), "%s: an unwound arena leaves a savepoint", on);
	ok(!put(db, "b", "1") && !db_write_commit(db) && count(db) == 1,
	   "%s: that can be undone, the others go on", on);
	arena_release(&small);
	empty(db);
}

static void test_pool(void)
{
	struct sql_tenant *list;
	struct db *db;
	size_t n = 0;
	const char *folder;
	int64_t id = 0;

	ok(pool_get(pool, 999, &db) == ERR_NOT_FOUND, "%s: no such tenant", on);
	ok(pool_create(pool, "first", &id) == ERR_CONFLICT && !id,
	   "%s: a slug is taken once: %s", on, pool_error(pool));
	ok(pool_create(pool, "../x", &id) == ERR_INVALID &&
		   pool_create(pool, "", &id) == ERR_INVALID &&
		   pool_create(pool, "Ä", &id) == ERR_INVALID,
	   "%s: not everything is a slug", on);
	ok(!pool_tenants(pool, &arena, &list, &n) && n == 2 &&
		   list[0].id == first && !strcmp(list[1].slug, "second"),
	   "%s: both are listed", on);
	ok(!pool_folder(pool, &arena, second, &folder) &&
		   strstr(folder, "/second"),
	   "%s: a folder", on);
	ok(!access(arena_printf(&arena, "%s/files", folder), W_OK) &&
		   !access(arena_printf(&arena, "%s/tmp", folder), W_OK),
	   "%s: with its rooms", on);
	pool_drop(pool, first);
	db = get(first);
	ok(db && count(db) == 0, "%s: comes back after a drop", on);
}

static void suite(const char *engine, const char *url)
{
	struct sql_config c = {.url = url, .cache_bytes = 16 << 20};
	int applied = -1;

	on = engine;
	c.dir = arena_printf(&arena, "%s/%s", getenv("KAIKU_TEST_DIR"), engine);
	if (!ok(!pool_open(&c, &pool), "%s: open", on) ||
	    !ok(!pool_create(pool, "first", &first) &&
			!pool_create(pool, "second", &second),
		"%s: two tenants: %s", on, pool_error(pool)))
		return;
	ok(first == 1 && second == 2, "%s: numbered", on);
	ok(!migrate_all(pool, &applied) && applied == 0,
	   "%s: nothing is left to migrate: %s", on, pool_error(pool));
	test_types(get(first));
	test_arguments(get(first));
	test_many_rows(get(first));
	test_transaction(get(first));
	test_ids(get(first));
	test_savepoint(get(first));
	test_parts(get(first));
	test_dead_transaction(get(first));
	test_snapshot(get(first));
	test_tenants();
	test_row_security();
	test_db_write(get(first));
	test_time_limit(get(first));
	test_unwound_arena(get(first));
	test_pool();
	pool_close(pool);
}

int main(void)
{
	clock_init();
	if (!getenv("KAIKU_TEST_DIR"))
		setenv("KAIKU_TEST_DIR", mkdtemp((char[]){"/tmp/sqlXXXXXX"}),
		       1);
	suite("sqlite", NULL);
	pg = pgtest_database("test_sql");
	if (pg)
		suite("postgres", pg);
	else
		ok(true, "postgres # SKIP KAIKU_TEST_PG is not set");
	arena_release(&arena);
	return tap_done();
}
