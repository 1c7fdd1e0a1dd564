/*
 * home.c: a tenant's home: its folder, its first two rows, its copy.
 */
#include "base/clock.h"
#include "sql/engine.h"
#include "sql/sql_sql.h"

#include <errno.h>

static const char no_chain[] = "00000000000000000000000000000000"
			       "00000000000000000000000000000000";

bool pool_slug_ok(const char *slug)
{
	size_t n = strlen(slug);

	return n >= 1 && n <= 40 &&
	       strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-") == n;
}

enum err pool_make_folder(struct pool *p, const char *slug)
{
	static const char *const parts[] = {"", "/files", "/tmp"};
	char *path;
	enum err err = OK;

	for (int i = 0; i < 3 && !err; i++) {
		if (asprintf(&path, "%s/%s%s", p->dir, slug, parts[i]) < 0)
			abort();
		err = make_folder(path);
		if (err)
			pool_fail(p, err, "cannot make the folder %s: %s", path,
				  strerror(errno));
		free(path);
	}
	return err;
}

enum err home_insert(struct db *db, const char *slug)
{
	enum err err;

	err = db_exec(db, &Q_home_insert,
		      ARGS(ARG_TEXT(slug), ARG_INT(clock_now_us())));
	if (err)
		return err;
	return db_exec(db, &Q_head_insert, ARGS(ARG_TEXT(no_chain)));
}

enum err pool_create(struct pool *p, const char *slug, int64_t *ret_tenant)
{
	int64_t tenant;
	enum err err;

	if (!pool_slug_ok(slug))
		return pool_fail(p, ERR_INVALID,
				 "a tenant is called by 1 to 40 of a-z 0-9 -");
	err = p->engine->create(p, slug, &tenant);
	if (err)
		return err;
	if (shared)
		atomic_fetch_add(&shared->tenants_changed, 1);
	*ret_tenant = tenant;
	return OK;
}

enum err pool_folder(struct pool *p, struct arena *a, int64_t tenant,
		     const char **ret_path)
{
	struct sql_home *home;
	enum err err = pool_find_home(p, tenant, &home);

	if (!err && !home->has_folder)
		err = pool_make_folder(p, home->slug);
	if (err)
		return err;
	home->has_folder = true;
	*ret_path = arena_printf(a, "%s/%s", p->dir, home->slug);
	return OK;
}

enum err pool_unwalled(struct pool *p, bool *ret_unwalled)
{
	struct arena a = ARENA_INIT;
	struct rows *r;
	struct db *db;
	enum err err;

	*ret_unwalled = false;
	if (!p->engine->one_for_all)
		return OK;
	err = pool_shared_db(p, &db);
	if (!err)
		err = db_rows(db, &a, &Q_home_unwalled, NO_ARGS, &r);
	if (!err && rows_next(r))
		*ret_unwalled = rows_int(r, 0) != 0;
	arena_release(&a);
	return err;
}

enum err pool_backup(struct pool *p, int64_t tenant, const char *to_file)
{
	struct db *db;
	enum err err;

	if (!p->engine->backup)
		return pool_fail(p, ERR_INVALID,
				 "PostgreSQL is copied with pg_dump");
	err = pool_get(p, tenant, &db);
	return err ? err : p->engine->backup(db, to_file);
}
