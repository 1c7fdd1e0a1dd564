/*
 * app.c: opening an installation, for every command.
 */
#include "app/app.h"

#include "base/seal.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CACHE_BYTES = 16 * 1024 * 1024 };

const char *app_path(struct arena *a, const struct config *c, const char *name)
{
	return arena_printf(a, "%s/%s", c->data, name);
}

enum err app_make_folder(const struct config *c)
{
	if (!mkdir(c->data, 0700) || errno == EEXIST)
		return OK;
	fprintf(stderr, "kaiku: cannot make %s: %s\n", c->data,
		strerror(errno));
	return ERR_UNAVAILABLE;
}

static bool half_restored(const struct config *c)
{
	struct arena a = ARENA_INIT;
	bool half = !access(app_path(&a, c, RESTORE_MARK), F_OK);
	arena_release(&a);
	if (half)
		fprintf(stderr,
			"kaiku: a restore into %s did not finish; empty the "
			"folder and restore again\n",
			c->data);
	return half;
}

enum err app_open(const struct config *c, struct pool **ret_pool)
{
	struct sql_config sql = {
		.dir = c->data,
		.url = c->db,
		.cache_bytes = CACHE_BYTES,
	};
	enum err err = app_make_folder(c);
	if (err)
		return err;
	if (half_restored(c))
		return ERR_CONFLICT;
	err = seal_load(c->data);
	if (err) {
		fprintf(stderr, "kaiku: cannot read or make %s/key\n", c->data);
		return err;
	}
	err = pool_open(&sql, ret_pool);
	if (!err)
		return OK;
	fprintf(stderr, "kaiku: cannot open the database: %s\n",
		pool_error(*ret_pool));
	pool_close(*ret_pool);
	*ret_pool = NULL;
	return err;
}

enum err app_migrate(const struct config *c, struct pool *pool,
		     int *ret_applied)
{
	enum err err = migrate_all(pool, ret_applied);
	if (err)
		fprintf(stderr, "kaiku: cannot migrate %s: %s\n",
			c->db ? "the database" : c->data, pool_error(pool));
	return err;
}

enum err app_check_schema(struct pool *pool)
{
	struct arena a = ARENA_INIT;
	struct sql_tenant *list = NULL;
	struct db *db = NULL;
	size_t count = 0;
	enum err err = pool_tenants(pool, &a, &list, &count);

	for (size_t i = 0; !err && i < count; i++)
		err = pool_get(pool, list[i].id, &db);
	if (err)
		fprintf(stderr, "kaiku: the database is not ready: %s\n",
			pool_error(pool));
	arena_release(&a);
	return err;
}
