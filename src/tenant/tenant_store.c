/*
 * tenant_store.c: the municipality's rows.
 */
#include "tenant/tenant_store.h"

#include "tenant/tenant.h"
#include "tenant/tenant_sql.h"

enum err store_tenant(struct db *db, struct arena *a,
		      struct tenant_row *ret_row)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_tenant_row, NO_ARGS, &r);
	if (err)
		return err;
	if (!rows_next(r))
		return ERR_NOT_FOUND;
	*ret_row = (struct tenant_row){
		.slug = rows_text(r, 0),
		.name = {rows_text(r, 1), rows_text(r, 2), rows_text(r, 3)},
		.loopback = rows_int(r, 4),
	};
	return OK;
}

enum err store_hosts(struct db *db, struct arena *a,
		     const char *const **ret_hosts)
{
	const char **hosts;
	struct rows *r;
	size_t n = 0;
	enum err err;

	err = db_rows(db, a, &Q_tenant_hosts, NO_ARGS, &r);
	if (err)
		return err;
	hosts = arena_array(a, rows_count(r) + 1, sizeof(*hosts));
	while (rows_next(r))
		hosts[n++] = rows_text(r, 0);
	*ret_hosts = hosts;
	return OK;
}

enum err store_settings(struct db *db, struct arena *a,
			struct setting **ret_list, size_t *ret_count)
{
	struct setting *list;
	struct rows *r;
	size_t n = 0;
	enum err err;

	err = db_rows(db, a, &Q_tenant_settings, NO_ARGS, &r);
	if (err)
		return err;
	list = arena_array(a, rows_count(r) + 1, sizeof(*list));
	while (rows_next(r))
		list[n++] = (struct setting){rows_text(r, 0), rows_text(r, 1)};
	*ret_list = list;
	*ret_count = n;
	return OK;
}

enum err setting_get(struct db *db, struct arena *a, const char *name,
		     const char **ret_value)
{
	struct rows *r;
	enum err err;

	err = db_rows(db, a, &Q_tenant_setting, ARGS(ARG_TEXT(name)), &r);
	if (err)
		return err;
	*ret_value = rows_next(r) ? rows_text(r, 0) : "";
	return OK;
}

enum err setting_put(struct db *db, const char *name, const char *value)
{
	return db_exec(db, &Q_tenant_setting_put,
		       ARGS(ARG_TEXT(name), ARG_TEXT(value)));
}

enum err store_names_put(struct db *db, const char *const name[LANG__COUNT])
{
	return db_exec(db, &Q_tenant_name_put,
		       ARGS(ARG_TEXT(name[LANG_FI]), ARG_TEXT(name[LANG_SV]),
			    ARG_TEXT(name[LANG_EN])));
}

enum err store_loopback_put(struct db *db, bool loopback)
{
	return db_exec(db, &Q_tenant_loopback_put, ARGS(ARG_INT(loopback)));
}

enum err tenant_host_add(struct db *db, const char *host)
{
	if (!tenant_host_ok(host))
		return ERR_INVALID;
	return db_exec(db, &Q_tenant_host_add, ARGS(ARG_TEXT(host)));
}
