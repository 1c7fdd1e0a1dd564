/*
 * jobtest.h: what the tests of jobs and of the outbox share: a fresh database
 * of each engine, a clock that stands still, rows in and out.
 */
#ifndef TEST_JOBTEST_H
#define TEST_JOBTEST_H

#include "base/clock.h"
#include "base/shared.h"
#include "base/str.h"
#include "job/job.h"
#include "mail/mail.h"
#include "pgtest.h"
#include "tap.h"

#include <unistd.h>

#define QUERY(n, t) static const struct sql_query n = {.name = #n, .text = t}

QUERY(Q_note, "INSERT INTO setting (tenant_id, name, value) "
	      "VALUES ($1, $2, $3)");
QUERY(Q_notes, "SELECT COUNT(*) FROM setting WHERE tenant_id = $1 "
	       "AND value = $2");
QUERY(Q_jobs, "SELECT COUNT(*) FROM job WHERE tenant_id = $1 AND kind = $2 "
	      "AND dead = $3");
QUERY(Q_job, "SELECT attempts, run_at, leased_until, error, id FROM job "
	     "WHERE tenant_id = $1 AND kind = $2 ORDER BY id LIMIT 1");
QUERY(Q_wipe, "DELETE FROM job WHERE tenant_id = $1");
QUERY(Q_wipe_notes, "DELETE FROM setting WHERE tenant_id = $1");

static struct sql_config where;
static struct pool *pool;
static int64_t tenant, other;
static const char *on;
static struct config config;
/* Frozen, so that waits are exact; moved by the tests. */
static int64_t now = INT64_C(1800000000) * SECOND_US;

static inline void bail(const char *what)
{
	printf("Bail out! %s: %s\n", what, pool ? pool_error(pool) : "");
	exit(1);
}

static inline struct db *get(int64_t which)
{
	struct db *db;

	if (pool_get(pool, which, &db))
		bail("no connection");
	return db;
}

static inline void pass_time(int64_t us)
{
	now += us;
	clock_set(now);
}

/* ---- writing and reading ---- */

struct insert {
	const struct sql_query *query;
	const char *name, *value;
	const char *kind, *body;
	int64_t run_at;
	const struct mail *mail;
	int64_t id;
};

static inline enum err do_insert(struct db *db, struct arena *a, void *arg)
{
	struct insert *i = arg;

	if (i->kind)
		return job_add(db, a, i->kind, i->body, i->run_at);
	if (i->mail)
		return mail_queue(db, a, i->mail, &i->id);
	if (i->value)
		return db_exec(db, i->query,
			       ARGS(ARG_TEXT(i->name), ARG_TEXT(i->value)));
	if (i->name)
		return db_exec(db, i->query, ARGS(ARG_TEXT(i->name)));
	return db_exec(db, i->query, NO_ARGS);
}

static inline int64_t insert(int64_t which, struct insert i)
{
	struct arena a = ARENA_INIT;

	if (db_write(get(which), &a, do_insert, &i)) {
		printf("# %s\n", db_error(get(which)));
		bail("not written");
	}
	arena_release(&a);
	return i.id;
}

static inline void add(const char *kind, const char *body, int64_t run_at)
{
	insert(tenant,
	       (struct insert){.kind = kind, .body = body, .run_at = run_at});
}

static inline int64_t number(const struct sql_query *q, const char *text,
			     int64_t n)
{
	struct arena a = ARENA_INIT;
	struct db *db = get(tenant);
	struct rows *r;
	int64_t found = -1;
	enum err err = n < 0 ? db_rows(db, &a, q, ARGS(ARG_TEXT(text)), &r)
			     : db_rows(db, &a, q,
				       ARGS(ARG_TEXT(text), ARG_INT(n)), &r);

	if (!err && rows_next(r))
		found = rows_int(r, 0);
	arena_release(&a);
	return found;
}

static inline int64_t notes(const char *what)
{
	return number(&Q_notes, what, -1);
}

static inline int64_t alive(const char *kind)
{
	return number(&Q_jobs, kind, 0);
}

static inline int64_t dead(const char *kind)
{
	return number(&Q_jobs, kind, 1);
}

struct seen {
	int64_t attempts, run_at, leased_until, id;
	char error[200];
};

static inline struct seen look(const char *kind)
{
	struct arena a = ARENA_INIT;
	struct seen s = {.attempts = -1};
	struct rows *r;

	if (!db_rows(get(tenant), &a, &Q_job, ARGS(ARG_TEXT(kind)), &r) &&
	    rows_next(r)) {
		s.attempts = rows_int(r, 0);
		s.run_at = rows_int(r, 1);
		s.leased_until = rows_int(r, 2);
		s.id = rows_int(r, 4);
		snprintf(s.error, sizeof(s.error), "%s", rows_text(r, 3));
	}
	arena_release(&a);
	return s;
}

static inline void reconnect(void)
{
	if (pool)
		pool_close(pool);
	pool = NULL;
	if (pool_open(&where, &pool))
		bail("not opened");
}

static inline void turn_with(const struct job_kind *kinds)
{
	pass_time(6 * SECOND_US); /* more than a tenant is left alone */
	while (job_turn(pool, &config, kinds))
		;
}

static inline void fresh(void)
{
	turn_with((const struct job_kind[]){{.kind = NULL}});
	insert(tenant, (struct insert){.query = &Q_wipe});
	insert(tenant, (struct insert){.query = &Q_wipe_notes});
}

static inline int64_t create(const char *what)
{
	char slug[40];
	int64_t id;

	snprintf(slug, sizeof(slug), "%s-%d", what, (int)getpid());
	if (pool_create(pool, slug, &id))
		bail("not created");
	return id;
}

/* Runs the tests on SQLite and, where there is one, on PostgreSQL. */
static inline int on_both_engines(const char *name, void (*tests)(void))
{
	char dirs[2][30] = {"/tmp/kaiku-test-XXXXXX", "/tmp/kaiku-test-XXXXXX"};
	const char *url = pgtest_database(name);
	int applied, i;

	clock_init();
	clock_set(now);
	shared_make();
	if (!mkdtemp(dirs[0]) || !mkdtemp(dirs[1]))
		return 1;
	for (i = 0; i < (url ? 2 : 1); i++) {
		on = i ? "postgres" : "sqlite";
		where = (struct sql_config){.dir = dirs[i],
					    .url = i ? url : NULL};
		reconnect();
		if (migrate_all(pool, &applied))
			bail("not migrated");
		tenant = create("first");
		other = create("other");
		tests();
		pool_close(pool);
		pool = NULL;
	}
	if (!url)
		ok(true, "postgres # SKIP KAIKU_TEST_PG is not set");
	return tap_done();
}

#endif
