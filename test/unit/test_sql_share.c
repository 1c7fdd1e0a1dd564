/*
 * test_sql_share.c: several processes and many tenants at one database floor:
 * whose turn it is to write, copies during writes, the log that must not grow,
 * more tenants than stay open.
 */
#include "base/clock.h"
#include "base/shared.h"
#include "pgtest.h"
#include "sql/sql.h"
#include "tap.h"

#include <dirent.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define QUERY(n, t) static const struct sql_query n = {.name = #n, .text = t}

QUERY(Q_turn, "INSERT INTO setting (tenant_id, name, value) "
	      "VALUES ($1, CAST($2 AS TEXT), $3)");
QUERY(Q_turns, "SELECT value FROM setting WHERE tenant_id = $1 ORDER BY name");
QUERY(Q_count, "SELECT COUNT(*) FROM setting WHERE tenant_id = $1");
QUERY(Q_head, "SELECT last_number FROM head WHERE tenant_id = $1");

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

static int64_t number(struct db *db, const struct sql_query *q)
{
	struct arena a = ARENA_INIT;
	struct rows *r;
	int64_t n = -1;

	if (!db_rows(db, &a, q, NO_ARGS, &r) && rows_next(r))
		n = rows_int(r, 0);
	arena_release(&a);
	return n;
}

/* Takes the next public number and leaves a row that says whose it was. */
static enum err take_number(struct db *db, const char *who)
{
	char name[24];

	snprintf(name, sizeof(name), "%08lld",
		 (long long)++db_head(db)->last_number);
	return db_exec(db, &Q_turn, ARGS(ARG_TEXT(name), ARG_TEXT(who)));
}

/* ---- fairness ---- */

enum { TURNS = 300 };

/* Writes whenever it may until both have written TURNS times. */
static int greedy(const char *who)
{
	struct pool *p = open_pool(on);
	int64_t number_now = 0;

	while (number_now < TURNS) {
		struct db *db = get(p, 1);
		enum err err = db_write_begin(db);

		if (err == ERR_BUSY) {
			usleep(1000);
			continue;
		}
		if (err || take_number(db, who))
			return 1;
		number_now = db_head(db)->last_number;
		usleep(500);
		if (db_write_commit(db))
			return 1;
	}
	pool_close(p);
	return 0;
}

static bool wait_for(pid_t pid)
{
	int status;

	return waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
	       !WEXITSTATUS(status);
}

static void test_turns(void)
{
	struct pool *p = open_pool(on);
	int64_t id, count[2] = {0}, run = 0, longest = 0;
	const char *before = "";
	pid_t a, b;
	struct rows *r;

	if (pool_create(p, "busy", &id))
		printf("Bail out! %s\n", pool_error(p));
	pool_close(p);
	fflush(stdout);
	a = fork();
	if (!a)
		_exit(greedy("0"));
	b = fork();
	if (!b)
		_exit(greedy("1"));
	ok(wait_for(a) & wait_for(b), "%s: two greedy writers", on);
	p = open_pool(on);
	if (db_rows(get(p, 1), &arena, &Q_turns, NO_ARGS, &r))
		printf("Bail out! no rows\n");
	while (rows_next(r)) {
		count[rows_int(r, 0) == 1]++;
		run = strcmp(before, rows_text(r, 0)) ? 1 : run + 1;
		longest = run > longest ? run : longest;
		before = rows_text(r, 0);
	}
	ok(count[0] + count[1] >= TURNS &&
		   number(get(p, 1), &Q_head) == count[0] + count[1],
	   "%s: every number was taken once", on);
	ok(count[0] > TURNS / 5 && count[1] > TURNS / 5,
	   "%s: each had its turns: %d and %d, at most %d in a row", on,
	   (int)count[0], (int)count[1], (int)longest);
	pool_close(p);
}

/* ---- copies, and the log ---- */

static int writer_until_killed(void)
{
	struct pool *p = open_pool("copy");
	char filler[2000];

	memset(filler, 'x', sizeof(filler) - 1);
	filler[sizeof(filler) - 1] = 0;
	for (;;) {
		struct db *db = get(p, 1);

		if (db_write_begin(db) == OK) {
			for (int i = 0; i < 20; i++)
				if (take_number(db, filler))
					return 1;
			if (db_write_commit(db))
				return 1;
		}
	}
}

static bool copy_is_whole(const char *name, int64_t at_least)
{
	char *from = arena_printf(&arena, "%s/%s.copy", dir, name);
	char *to = arena_printf(&arena, "%s/%s/copy/kaiku.db", dir, name);
	struct pool *p = open_pool(name);
	int64_t rows;
	bool whole;

	mkdir(arena_printf(&arena, "%s/%s/copy", dir, name), 0750);
	if (!access(arena_printf(&arena, "%s-wal", from), F_OK) ||
	    rename(from, to))
		return false;
	rows = number(get(p, 1), &Q_count);
	whole = rows >= at_least && rows == number(get(p, 1), &Q_head);
	pool_close(p);
	return whole;
}

static void test_copy(void)
{
	struct pool *p = open_pool("copy");
	char *wal = arena_printf(&arena, "%s/copy/city/kaiku.db-wal", dir);
	int64_t id, rows;
	struct stat st;
	pid_t child;

	if (pool_create(p, "city", &id))
		printf("Bail out! %s\n", pool_error(p));
	fflush(stdout);
	child = fork();
	if (!child)
		_exit(writer_until_killed());
	while (number(get(p, 1), &Q_count) < 20000)
		usleep(1000);
	for (int i = 0; i < 3; i++) {
		char *name = arena_printf(&arena, "copy%d", i);

		rows = number(get(p, 1), &Q_count);
		ok(!pool_backup(p, 1,
				arena_printf(&arena, "%s/%s.copy", dir, name)),
		   "sqlite: a copy while somebody writes: %s", pool_error(p));
		ok(copy_is_whole(name, rows), "sqlite: copy %d is whole", i);
	}
	if (stat(wal, &st))
		st.st_size = INT64_MAX;
	ok(st.st_size < 100 << 20, "sqlite: the log is checkpointed: %lld kB",
	   (long long)st.st_size >> 10);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	rows = number(get(p, 1), &Q_count);
	ok(rows > 20000 && rows == number(get(p, 1), &Q_head),
	   "sqlite: a killed writer leaves a whole database");
	ok(pool_backup(p, 1, wal) == ERR_CONFLICT,
	   "sqlite: a copy overwrites nothing: %s", pool_error(p));
	pool_close(p);
}

/* ---- many tenants ---- */

static int open_databases(void)
{
	DIR *fds = opendir("/proc/self/fd");
	struct dirent *e;
	char path[400];
	int n = 0;

	while (fds && (e = readdir(fds))) {
		ssize_t len = readlinkat(dirfd(fds), e->d_name, path,
					 sizeof(path) - 1);

		path[len > 0 ? len : 0] = 0;
		n += len > 8 && !strcmp(path + len - 8, "kaiku.db");
	}
	closedir(fds);
	return n;
}

static void test_many_tenants(void)
{
	enum { TENANTS = 40 };
	struct pool *p = open_pool("many");
	int64_t id;
	int most = 0, good = 0;

	for (int i = 1; i <= TENANTS; i++)
		if (pool_create(p, arena_printf(&arena, "t%d", i), &id) ||
		    id != i)
			printf("Bail out! %s\n", pool_error(p));
	for (int i = 0; i < 3 * TENANTS; i++) {
		struct db *db = get(p, i % TENANTS + 1);

		good += !db_write_begin(db) && !take_number(db, "x") &&
			!db_write_commit(db) &&
			number(db, &Q_count) == i / TENANTS + 1;
		if (open_databases() > most)
			most = open_databases();
	}
	ok(good == 3 * TENANTS, "sqlite: 40 tenants in turn");
	ok(most == 32, "sqlite: at most 32 are open: %d", most);
	pool_close(p);
	ok(open_databases() == 0, "sqlite: and none after closing");
}

static void test_same_tenant_twice(void)
{
	struct sql_tenant *list;
	struct pool *p = open_pool("many");
	struct db *db;
	size_t n;

	pool_close(p);
	if (system(arena_printf(&arena, "cp -r '%s/many/t1' '%s/many/old'", dir,
				dir)))
		printf("Bail out! cp\n");
	p = open_pool("many");
	ok(pool_tenants(p, &arena, &list, &n) == ERR_CONFLICT &&
		   strstr(pool_error(p), "old"),
	   "sqlite: a copied folder is not served: %s", pool_error(p));
	ok(pool_get(p, 1, &db) == ERR_CONFLICT, "sqlite: by nobody");
	ok(!pool_get(p, 2, &db), "sqlite: the others are");
	pool_close(p);
}

int main(void)
{
	static char own[] = "/tmp/sqlXXXXXX";

	clock_init();
	shared_make();
	dir = getenv("KAIKU_TEST_DIR");
	if (!dir)
		dir = mkdtemp(own);
	on = "sqlite";
	test_turns();
	test_copy();
	test_many_tenants();
	test_same_tenant_twice();
	on = "postgres";
	url = pgtest_database("test_sql_share");
	if (url)
		test_turns();
	else
		ok(true, "postgres # SKIP KAIKU_TEST_PG is not set");
	arena_release(&arena);
	return tap_done();
}
