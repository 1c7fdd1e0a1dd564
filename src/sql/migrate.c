/*
 * migrate.c: brings schemas up to date: forward only, each migration in a
 * transaction of its own with the row that remembers it, so that a kill at
 * any moment leaves a schema which the next run finishes.
 */
#include "sql/migrate.h"

#include "base/clock.h"
#include "base/str.h"
#include "sql/engine.h"
#include "sql/sql_sql.h"

static const char make_table[] = "CREATE TABLE IF NOT EXISTS schema_version ("
				 " version BIGINT NOT NULL PRIMARY KEY,"
				 " name TEXT NOT NULL,"
				 " min_version BIGINT NOT NULL,"
				 " applied_at BIGINT NOT NULL)";

static bool for_engine(const struct migration *m, const struct db *db)
{
	return m->engine == MIGRATION_ANY || m->engine == db->engine->kind;
}

static int newest_known(const struct db *db)
{
	int newest = 0;

	for (size_t i = 0; i < migration_count; i++)
		if (for_engine(&migrations[i], db) &&
		    migrations[i].version > newest)
			newest = migrations[i].version;
	return newest;
}

static enum err ask_versions(struct db *db, int64_t *ret_newest,
			     int64_t *ret_min)
{
	struct arena a = ARENA_INIT;
	struct rows *r;
	enum err err = db_rows(db, &a, &Q_schema_newest, NO_ARGS, &r);

	if (!err && rows_next(r)) {
		*ret_newest = rows_int(r, 0);
		*ret_min = rows_int(r, 1);
	}
	arena_release(&a);
	return err;
}

/* For the operator: PostgreSQL's rows are everybody's. */
static const char *whose(const struct db *db)
{
	static char name[40];

	if (db->engine->one_for_all)
		return "the database";
	snprintf(name, sizeof(name), "tenant %lld", (long long)db->tenant);
	return name;
}

static enum err too_old(struct db *db, int64_t min_version)
{
	return pool_fail(db->pool, ERR_CONFLICT,
			 "the rows of %s were made by a newer "
			 "program; they need one that knows migration %lld, "
			 "this one knows %d",
			 whose(db), (long long)min_version, newest_known(db));
}

enum err migrate_check(struct db *db)
{
	int64_t newest = 0, min_version = 0;
	enum err err = ask_versions(db, &newest, &min_version);

	if (err && err != ERR_INTERNAL) /* INTERNAL: there is no such table */
		return pool_fail(db->pool, err, "%s", db->error);
	if (min_version > newest_known(db))
		return too_old(db, min_version);
	if (newest < newest_known(db))
		return pool_fail(db->pool, ERR_CONFLICT,
				 "%s is at migration %lld of %d; run "
				 "\"kaiku migrate\"",
				 whose(db), (long long)newest,
				 newest_known(db));
	return OK;
}

static const char *whole_text(const struct migration *m, struct arena *a)
{
	struct str text;

	str_init(&text, a, 16384);
	for (const char *const *line = m->lines; *line; line++)
		str_puts(&text, *line);
	return text.ptr;
}

static enum err steps(struct db *db, struct arena *a, const struct migration *m)
{
	const struct engine *e = db->engine;
	enum err err;

	err = e->script(db, e->migrate_begin);
	if (err)
		return err;
	err = e->script(db, whole_text(m, a));
	if (err)
		return err;
	err = db_exec(db, &Q_schema_add,
		      ARGS(ARG_INT(m->version), ARG_TEXT(m->name),
			   ARG_INT(m->min_version), ARG_INT(clock_now_us())));
	if (err)
		return err;
	err = e->migrate_finish(db);
	return err ? err : e->script(db, "COMMIT");
}

static enum err apply(struct db *db, const struct migration *m)
{
	struct arena a = ARENA_INIT;
	enum err err;

	db->state = DB_WRITE;
	err = steps(db, &a, m);
	if (err) {
		pool_fail(db->pool, err, "migration %s: %s", m->name,
			  db->error);
		if (!db->gone && !db->lost &&
		    db->engine->script(db, "ROLLBACK"))
			db->lost = true;
	}
	db->state = DB_IDLE;
	db->dead = db->gone = false;
	db->engine->forget_plans(db);
	arena_release(&a);
	return err;
}

static enum err apply_missing(struct db *db, int *count)
{
	int64_t newest = 0, min_version = 0;
	enum err err;

	err = db->engine->script(db, make_table);
	if (!err)
		err = ask_versions(db, &newest, &min_version);
	if (err)
		return pool_fail(db->pool, err, "schema_version: %s",
				 db->error);
	if (min_version > newest_known(db))
		return too_old(db, min_version);
	for (size_t i = 0; i < migration_count && !err; i++) {
		const struct migration *m = &migrations[i];

		if (!for_engine(m, db) || m->version <= newest)
			continue;
		err = apply(db, m);
		*count += !err;
	}
	return err;
}

enum err migrate_db(struct db *db, int *count)
{
	enum err err = db->engine->migrate_lock(db);

	if (err)
		return pool_fail(db->pool, err,
				 "somebody else holds the migration lock");
	err = apply_missing(db, count);
	db->engine->migrate_unlock(db);
	return err;
}

static enum err migrate_home(struct pool *p, const struct sql_home *home,
			     int *count)
{
	struct db *db;
	enum err err = pool_connect(p, home, &db);

	if (err)
		return err;
	err = migrate_db(db, count);
	db_free(db);
	return err;
}

static enum err migrate_homes(struct pool *p, int *count)
{
	enum err err = p->engine->homes(p);

	for (size_t i = 0; i < p->home_count && !err; i++)
		err = migrate_home(p, &p->homes[i], count);
	return err;
}

enum err migrate_all(struct pool *p, int *ret_applied)
{
	int count = 0;
	enum err err;

	if (p->engine->one_for_all)
		err = migrate_home(p, NULL, &count);
	else
		err = migrate_homes(p, &count);
	if (!err)
		*ret_applied = count;
	return err;
}
