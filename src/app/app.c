/*
 * app.c: opening an installation, for every command.
 */
#include "app/app.h"

#include "base/seal.h"
#include "base/str.h"

#include <errno.h>
#include <grp.h>
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

enum err app_become_owner(const struct config *c)
{
	struct stat st;

	if (geteuid() || stat(c->data, &st) || !st.st_uid)
		return OK;
	if (!setgroups(0, NULL) && !setgid(st.st_gid) && !setuid(st.st_uid))
		return OK;
	fprintf(stderr, "kaiku: cannot become the owner of %s: %s\n", c->data,
		strerror(errno));
	return ERR_DENIED;
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

static void say_key(const struct config *c, enum err err)
{
	const char *why = err == ERR_DENIED
				  ? "must be a file for its owner alone: "
				    "chmod 600"
			  : err == ERR_INVALID ? "is not a key; bring it back "
						 "from a backup"
					       : strerror(errno);

	fprintf(stderr, "kaiku: the key %s/key: %s\n", c->data, why);
}

/* A new key would close every link that residents of an old installation
 * hold. Without tables yet (ERR_CONFLICT) it is no old one. */
static enum err may_make_key(const struct config *c, struct pool *pool)
{
	struct arena a = ARENA_INIT;
	struct sql_tenant *list = NULL;
	size_t count = 0;
	enum err err = OK;

	if (access(app_path(&a, c, "key"), F_OK) && errno == ENOENT)
		err = pool_tenants(pool, &a, &list, &count);
	arena_release(&a);
	if (err == ERR_CONFLICT || (!err && !count))
		return OK;
	if (err)
		fprintf(stderr, "kaiku: cannot open the database: %s\n",
			pool_error(pool));
	else
		fprintf(stderr,
			"kaiku: %s/key is missing, and there are "
			"municipalities; bring it back from a backup\n",
			c->data);
	return err ? err : ERR_CONFLICT;
}

static enum err load_key(const struct config *c, struct pool *pool)
{
	enum err err = may_make_key(c, pool);

	if (err)
		return err;
	err = seal_load(c->data);
	if (err)
		say_key(c, err);
	return err;
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
	err = pool_open(&sql, ret_pool);
	if (err)
		fprintf(stderr, "kaiku: cannot open the database: %s\n",
			pool_error(*ret_pool));
	else
		err = load_key(c, *ret_pool);
	if (!err)
		return OK;
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

enum err app_choose_tenant(struct pool *pool, struct arena *a, const char *slug,
			   int64_t *ret_tenant)
{
	struct sql_tenant *list = NULL;
	size_t count = 0;
	enum err err = pool_tenants(pool, a, &list, &count);

	if (err) {
		fprintf(stderr, "kaiku: %s\n", pool_error(pool));
		return err;
	}
	for (size_t i = 0; i < count; i++)
		if (slug ? str_same(list[i].slug, slug) : count == 1) {
			*ret_tenant = list[i].id;
			return OK;
		}
	fprintf(stderr, "kaiku: which municipality? Say --tenant SLUG.\n");
	for (size_t i = 0; i < count; i++)
		fprintf(stderr, "  %s\n", list[i].slug);
	return ERR_NOT_FOUND;
}
