/*
 * tenant.c: making a municipality, and what its hosts may be.
 */
#include "tenant/tenant.h"

#include "base/shared.h"
#include "tenant/tenant_store.h"

static const struct tenant *now;

const struct tenant *tenant_now(void)
{
	return now;
}

enum lang tenant_lang(void)
{
	return now ? now->brand.lang : LANG_FI;
}

void tenant_now_set(const struct tenant *t)
{
	now = t;
}

void tenant_changed(void)
{
	if (shared)
		atomic_fetch_add(&shared->tenants_changed, 1);
}

bool tenant_host_ok(const char *host)
{
	size_t n = strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789.-");

	return n && n <= 253 && !host[n] && *host != '.' && *host != '-';
}

/* Four decimal numbers, the first is 127: never a name like 127.evil.example. */
static bool is_127(const char *host)
{
	int parts = 0;

	if (strncmp(host, "127.", 4) != 0)
		return false;
	for (const char *p = host; *p; p++) {
		size_t n = strspn(p, "0123456789");

		if (!n || n > 3)
			return false;
		parts++;
		p += n;
		if (!*p)
			break;
		if (*p != '.')
			return false;
	}
	return parts == 4 && !str_ends(host, ".");
}

bool host_is_loopback(const char *host)
{
	return str_same(host, "localhost") || str_ends(host, ".localhost") ||
	       str_same(host, "::1") || str_same(host, "[::1]") || is_127(host);
}

/* ---- making one ---- */

static enum err new_is_ok(const struct tenant_new *t)
{
	if (!t->slug || str_empty(t->name[LANG_FI]))
		return ERR_INVALID;
	for (size_t i = 0; t->hosts && t->hosts[i]; i++)
		if (!tenant_host_ok(t->hosts[i]))
			return ERR_INVALID;
	return OK;
}

/* Does this tenant answer for one of these hosts already? */
static enum err hosts_free(struct db *db, struct arena *a,
			   const char *const *hosts)
{
	const char *const *taken;
	enum err err;

	err = store_hosts(db, a, &taken);
	if (err)
		return err;
	for (size_t i = 0; taken[i]; i++)
		for (size_t k = 0; hosts[k]; k++)
			if (str_same(taken[i], hosts[k]))
				return ERR_CONFLICT;
	return OK;
}

static enum err all_hosts_free(struct pool *p, struct arena *a,
			       const char *const *hosts)
{
	struct sql_tenant *list;
	struct db *db;
	size_t count;
	enum err err;

	if (!hosts || !hosts[0])
		return OK;
	err = pool_tenants(p, a, &list, &count);
	for (size_t i = 0; !err && i < count; i++) {
		err = pool_get(p, list[i].id, &db);
		if (!err)
			err = hosts_free(db, a, hosts);
	}
	return err;
}

/* Values that work at once; the table's first values are not written, so
 * that a better default reaches those who never chose. */
static enum err fill_settings(struct db *db, struct arena *a,
			      const struct tenant_new *t)
{
	bool host = t->hosts && t->hosts[0];
	const char *domain;

	domain = host ? t->hosts[0] : arena_printf(a, "%s.example", t->slug);
	return setting_put(db, "mail_from",
			   arena_printf(a, "noreply@%s", domain));
}

static enum err fill(struct db *db, struct arena *a, void *arg)
{
	const struct tenant_new *t = arg;
	const char *name[LANG__COUNT];
	enum err err;

	for (int i = 0; i < LANG__COUNT; i++)
		name[i] = str_empty(t->name[i]) ? t->name[LANG_FI] : t->name[i];
	err = store_names_put(db, name);
	if (err)
		return err;
	err = store_loopback_put(db, t->loopback);
	for (size_t i = 0; !err && t->hosts && t->hosts[i]; i++)
		err = tenant_host_add(db, t->hosts[i]);
	if (err)
		return err;
	return fill_settings(db, a, t);
}

enum err tenant_create(struct pool *p, struct arena *a,
		       const struct tenant_new *t, int64_t *ret_id)
{
	struct tenant_new copy = *t;
	struct db *db;
	int64_t id;
	enum err err;

	err = new_is_ok(t);
	if (err)
		return err;
	err = all_hosts_free(p, a, t->hosts);
	if (err)
		return err;
	err = pool_create(p, t->slug, &id);
	if (err)
		return err;
	err = pool_get(p, id, &db);
	if (err)
		return err;
	err = db_write(db, a, fill, &copy);
	if (err)
		return err;
	tenant_changed();
	*ret_id = id;
	return OK;
}
