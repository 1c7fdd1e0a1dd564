/*
 * pool.c: all tenants of this process: which there are, and the connections
 * to those asked for lately.
 */
#include "sql/engine.h"

#include "base/clock.h"

#include <errno.h>

enum { SORRY_US = SECOND_US }; /* after a failure, do not try for so long */

enum err pool_fail(struct pool *p, enum err err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	write_reason(p->error, sizeof(p->error), fmt, ap);
	va_end(ap);
	return err;
}

const char *pool_error(const struct pool *p)
{
	return p->error;
}

size_t pool_cache_share(const struct pool *p)
{
	return p->cache_bytes / (p->open_count ? p->open_count : 1);
}

/* ---- homes ---- */

void pool_home_add(struct pool *p, const struct sql_home *home)
{
	if (p->home_count == p->home_cap) {
		p->home_cap = p->home_cap ? p->home_cap * 2 : 16;
		p->homes =
			reallocarray(p->homes, p->home_cap, sizeof(*p->homes));
		if (!p->homes)
			abort();
	}
	p->homes[p->home_count++] = *home;
}

const struct sql_home *pool_home_by_slug(const struct pool *p, const char *slug)
{
	for (size_t i = 0; i < p->home_count; i++)
		if (!strcmp(p->homes[i].slug, slug))
			return &p->homes[i];
	return NULL;
}

static struct sql_home *known_home(const struct pool *p, int64_t tenant)
{
	for (size_t i = 0; i < p->home_count; i++)
		if (p->homes[i].tenant == tenant)
			return &p->homes[i];
	return NULL;
}

enum err pool_find_home(struct pool *p, int64_t tenant,
			struct sql_home **ret_home)
{
	struct sql_home *home = known_home(p, tenant);
	enum err err;

	if (!home) {
		err = p->engine->homes(p);
		if (err)
			return err;
		home = known_home(p, tenant);
	}
	if (!home)
		return ERR_NOT_FOUND;
	*ret_home = home;
	return OK;
}

enum err pool_tenants(struct pool *p, struct arena *a,
		      struct sql_tenant **ret_list, size_t *ret_count)
{
	struct sql_tenant *list;
	enum err err = p->engine->homes(p);

	if (err)
		return err;
	list = arena_array(a, p->home_count + 1, sizeof(*list));
	for (size_t i = 0; i < p->home_count; i++) {
		list[i].id = p->homes[i].tenant;
		list[i].slug = arena_strdup(a, p->homes[i].slug);
	}
	*ret_list = list;
	*ret_count = p->home_count;
	return OK;
}

/* ---- connections ---- */

void db_free(struct db *db)
{
	if (!db)
		return;
	db->engine->close(db);
	free(db);
}

enum err pool_connect(struct pool *p, const struct sql_home *home,
		      struct db **ret_db)
{
	struct db *db = calloc(1, sizeof(*db));
	enum err err;

	if (!db)
		abort();
	db->engine = p->engine;
	db->pool = p;
	db->tenant = home ? home->tenant : 0;
	err = p->engine->open(db, home);
	if (err) {
		pool_fail(p, err, "%s: %s", home ? home->slug : "database",
			  db->error);
		db_free(db);
		return err;
	}
	*ret_db = db;
	return OK;
}

static void tune_all(struct pool *p)
{
	if (!p->engine->tune)
		return;
	for (struct db *db = p->open; db; db = db->next)
		p->engine->tune(db);
}

static void add_open(struct pool *p, struct db *db)
{
	db->next = p->open;
	p->open = db;
	p->open_count++;
	tune_all(p);
}

/* Takes the connection out of the list. */
static struct db *take_out(struct pool *p, struct db **at)
{
	struct db *db = *at;

	*at = db->next;
	db->next = NULL;
	p->open_count--;
	return db;
}

static void close_oldest(struct pool *p)
{
	struct db **at = &p->open;

	while (*at && (*at)->next)
		at = &(*at)->next;
	if (*at)
		db_free(take_out(p, at));
}

static bool serves(const struct db *db, int64_t tenant)
{
	return db->tenant == tenant || db->engine->one_for_all;
}

/* The open connection, moved to the front; NULL when there is none. */
static struct db *find_open(struct pool *p, int64_t tenant)
{
	struct db **at = &p->open;
	struct db *db;

	while (*at && !serves(*at, tenant))
		at = &(*at)->next;
	if (!*at)
		return NULL;
	db = take_out(p, at);
	if (db->lost) {
		db_free(db);
		return NULL;
	}
	db->next = p->open;
	p->open = db;
	p->open_count++;
	return db;
}

static int64_t *failed_at(struct pool *p, int64_t tenant)
{
	size_t i = p->engine->one_for_all ? 0 : (uint64_t)tenant % OPEN_MAX;

	return &p->failed_at[i];
}

static enum err connect_home(struct pool *p, const struct sql_home *home,
			     struct db **ret_db)
{
	int64_t *failed = failed_at(p, home ? home->tenant : 0);
	struct db *db;
	enum err err;

	if (*failed && clock_mono_us() - *failed < SORRY_US)
		return ERR_UNAVAILABLE;
	err = pool_connect(p, home, &db);
	*failed = err ? clock_mono_us() : 0;
	if (err)
		return err;
	if (p->open_count >= OPEN_MAX)
		close_oldest(p);
	add_open(p, db);
	*ret_db = db;
	return OK;
}

enum err pool_shared_db(struct pool *p, struct db **ret_db)
{
	struct db *db = find_open(p, 0);
	enum err err = db ? OK : connect_home(p, NULL, &db);

	if (err)
		return err;
	if (db->state != DB_IDLE)
		return pool_fail(p, ERR_INTERNAL,
				 "the connection is in a transaction");
	*ret_db = db;
	return OK;
}

enum err pool_analyze(struct pool *p)
{
	struct db *db = NULL;
	enum err err;

	if (!p->engine->one_for_all)
		return OK;
	err = pool_shared_db(p, &db);
	/* It reads much, and its callers (commands) end after it. */
	if (!err)
		err = p->engine->script(db, "SET statement_timeout TO 0");
	return err ? err : p->engine->script(db, "ANALYZE");
}

static enum err check_once(struct db *db)
{
	enum err err = db->checked ? OK : migrate_check(db);

	db->checked = !err;
	return err;
}

enum err pool_get(struct pool *p, int64_t tenant, struct db **ret_db)
{
	struct sql_home *home;
	struct db *db;
	enum err err = pool_find_home(p, tenant, &home);

	if (err)
		return err;
	db = find_open(p, tenant);
	if (!db)
		err = connect_home(p, p->engine->one_for_all ? NULL : home,
				   &db);
	if (err)
		return err;
	db->tenant = tenant;
	err = check_once(db);
	if (!err)
		*ret_db = db;
	return err;
}

void pool_drop(struct pool *p, int64_t tenant)
{
	struct db **at = &p->open;

	while (*at && !serves(*at, tenant))
		at = &(*at)->next;
	if (*at)
		db_free(take_out(p, at));
}

/* ---- beginning and end ---- */

enum err pool_open(const struct sql_config *c, struct pool **ret_pool)
{
	struct pool *p = calloc(1, sizeof(*p));

	if (!p)
		abort();
	*ret_pool = p; /* also after a failure, for pool_error() */
	p->engine = c->url ? &postgres_engine : &sqlite_engine;
	p->dir = strdup(c->dir);
	p->url = c->url ? strdup(c->url) : NULL;
	p->cache_bytes = c->cache_bytes;
	if (!p->dir || (c->url && !p->url))
		abort();
	if (make_folder(p->dir))
		return pool_fail(p, ERR_UNAVAILABLE,
				 "cannot use the data folder %s: %s", p->dir,
				 strerror(errno));
	return OK;
}

void pool_close(struct pool *p)
{
	if (!p)
		return;
	while (p->open)
		close_oldest(p);
	free(p->homes);
	free(p->dir);
	free(p->url);
	free(p);
}
