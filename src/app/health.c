/*
 * health.c: /health asks the database itself, at most once a second in each
 * worker; what the jobs process counts it finds in shared memory.
 */
#include "app/health.h"

#include "app/app.h"
#include "app/app_sql.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/shared.h"

#include <sys/statvfs.h>

/* A job may take two minutes (a slow mail relay); then something is wrong. */
#define JOBS_SILENT_US (3 * MINUTE_US)
#define ASK_EVERY_US   ((int64_t)SECOND_US)
enum { DEAD_COUNT_MAX = 1000 };

/* Below this a disk is full: a receipt may need as much. */
#define DISK_FULL_BYTES (1024 * 1024)

static struct pool *pool;
static const struct config *config;

void health_use(struct pool *p, const struct config *c)
{
	pool = p;
	config = c;
}

/* ---- can anything be written? ---- */

void health_wrote(int64_t tenant, bool ok)
{
	int64_t failing = tenant;

	if (!ok)
		atomic_store(&shared->writes_failing, tenant);
	else if (atomic_load(&shared->writes_failing))
		atomic_compare_exchange_strong(&shared->writes_failing,
					       &failing, 0);
}

/* The smallest write there is: the head row counts one on. */
static enum err touch_head(struct db *db, struct arena *a, void *arg)
{
	(void)a;
	(void)arg;
	(void)db_new_id(db);
	return OK;
}

void health_try_write(struct pool *p)
{
	int64_t tenant = atomic_load(&shared->writes_failing);
	struct arena a = ARENA_INIT;
	struct db *db = NULL;
	enum err err = OK;

	if (!tenant)
		return;
	err = pool_get(p, tenant, &db);
	if (!err)
		err = db_write(db, &a, touch_head, NULL);
	if (!err || err == ERR_NOT_FOUND)
		health_wrote(tenant, true);
	else if (db && db_lost(db))
		pool_drop(p, tenant);
	arena_release(&a);
}

/* -1: unknown. */
static int64_t disk_free_bytes(void)
{
	struct statvfs s;

	if (!config || statvfs(config->data, &s))
		return -1;
	return (int64_t)s.f_bavail * (int64_t)s.f_frsize;
}

static bool writes_work(int64_t disk_free)
{
	return !shared->writes_failing &&
	       (disk_free < 0 || disk_free >= DISK_FULL_BYTES);
}

/* ---- does the database answer? ---- */

static enum err ping(struct arena *a, int64_t tenant)
{
	struct db *db = NULL;
	struct rows *rows = NULL;
	enum err err = pool_get(pool, tenant, &db);

	if (err)
		return err;
	err = db_read_begin(db);
	if (!err) {
		err = db_rows(db, a, &Q_health_ping, NO_ARGS, &rows);
		db_read_end(db);
	}
	if (err && db_lost(db))
		pool_drop(pool, tenant);
	return err;
}

/* No municipality yet: the list could be read, which is all there is. */
static bool database_answers(struct arena *a)
{
	static int64_t asked_us;
	static bool answered;
	struct sql_tenant *list = NULL;
	size_t count = 0;

	if (asked_us && clock_mono_us() - asked_us < ASK_EVERY_US)
		return answered;
	answered = !pool_tenants(pool, a, &list, &count) &&
		   (!count || !ping(a, list[0].id));
	asked_us = clock_mono_us();
	return answered;
}

static bool jobs_alive(void)
{
	int64_t seen = shared->jobs_seen_us;

	return seen && clock_mono_us() - seen < JOBS_SILENT_US;
}

static int64_t oldest_job_s(void)
{
	int64_t due = shared->jobs_oldest_due_us;
	int64_t now = clock_now_us();

	return due && due < now ? (now - due) / SECOND_US : 0;
}

enum err health_page(struct request *req, struct response *res)
{
	bool database = database_answers(req->arena);
	bool jobs = jobs_alive();
	int64_t disk_free = disk_free_bytes();
	bool writes = writes_work(disk_free);
	bool well = database && jobs && writes;
	struct str s;
	struct json j;

	str_init(&s, req->arena, 256);
	json_init(&j, &s);
	json_open(&j, '{');
	json_put_text(&j, "status", well ? "ok" : "failing");
	json_put_text(&j, "version", KAIKU_VERSION);
	json_put_bool(&j, "database", database);
	json_put_bool(&j, "writes", writes);
	json_put_int(&j, "disk_free_mb", disk_free >> 20);
	json_put_bool(&j, "jobs", jobs);
	json_put_int(&j, "oldest_due_job_s", oldest_job_s());
	json_put_int(&j, "dead_jobs", shared->jobs_dead);
	json_put_int(&j, "restarts", shared->restarts);
	json_close(&j, '}');
	str_putc(&s, '\n');
	res->status = well ? 200 : 503;
	res->type = "application/json";
	res->cache = "no-store";
	res->body = s.ptr;
	res->body_len = s.len;
	return OK;
}

/* ---- in the jobs process ---- */

static void count_tenant(struct pool *p, const struct config *c,
			 const struct job_kind *kinds, int64_t tenant,
			 int64_t *ret_oldest, int64_t *ret_dead)
{
	struct arena a = ARENA_INIT;
	struct db *db = NULL;
	struct job_dead *dead = NULL;
	int64_t oldest = 0;
	size_t count = 0;

	if (pool_get(p, tenant, &db) || db_read_begin(db))
		return;
	if (!job_oldest_due(db, &a, c, kinds, &oldest) && oldest &&
	    (!*ret_oldest || oldest < *ret_oldest))
		*ret_oldest = oldest;
	if (!job_dead_list(db, &a, DEAD_COUNT_MAX, &dead, &count))
		*ret_dead += (int64_t)count;
	db_read_end(db);
	arena_release(&a);
}

void health_count_jobs(struct pool *p, const struct config *c,
		       const struct job_kind *kinds)
{
	struct arena a = ARENA_INIT;
	struct sql_tenant *list = NULL;
	size_t count = 0;
	int64_t oldest = 0, dead = 0;

	if (!pool_tenants(p, &a, &list, &count)) {
		for (size_t i = 0; i < count; i++)
			count_tenant(p, c, kinds, list[i].id, &oldest, &dead);
		shared->jobs_oldest_due_us = oldest;
		shared->jobs_dead = dead;
	}
	arena_release(&a);
}
