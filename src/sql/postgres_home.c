/*
 * postgres_home.c: tenants as rows, and row-level security as a second wall
 * behind the tenant in every query.
 *
 * A migration may have to change the rows of all tenants, so it runs with the
 * wall open for the owner; it is closed again before the migration's COMMIT.
 */
#include "sql/postgres.h"
#include "sql/sql_sql.h"

#include <inttypes.h>

enum { CREATE_WAIT_MS = 10000 };

const char postgres_migrate_begin[] =
	"BEGIN READ WRITE;"
	"SET LOCAL statement_timeout TO 0;"
	"SET LOCAL lock_timeout TO '10s';"
	"DO $$ DECLARE t text; BEGIN"
	" FOR t IN SELECT c.oid::regclass FROM pg_class c"
	"  WHERE c.relnamespace = 'public'::regnamespace"
	"    AND c.relforcerowsecurity LOOP"
	"  EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY', t);"
	" END LOOP; END $$";

/* Two tables are read before it is known whose request it is. */
static const char close_the_wall[] =
	"DO $$ DECLARE t record; mine text :="
	" '(tenant_id = current_setting(''kaiku.tenant'')::bigint)'; BEGIN"
	" FOR t IN SELECT c.oid::regclass AS name,"
	"   c.relname IN ('tenant', 'tenant_host') AS lookup,"
	"   EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid) AS done"
	"  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
	"  WHERE c.relnamespace = 'public'::regnamespace"
	"    AND c.relkind IN ('r', 'p')"
	"    AND a.attname = 'tenant_id' AND NOT a.attisdropped LOOP"
	"  IF NOT t.done THEN"
	"   EXECUTE format('CREATE POLICY own ON %s USING %s WITH CHECK %s',"
	"    t.name, mine, mine);"
	"   IF t.lookup THEN"
	"    EXECUTE format("
	"     'CREATE POLICY lookup ON %s FOR SELECT USING (true)', t.name);"
	"   END IF;"
	"  END IF;"
	"  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t.name);"
	"  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t.name);"
	" END LOOP; END $$";

/* "kaik" in hexadecimal, and the first lock of that class. */
static const char lock_text[] =
	"SET lock_timeout TO '10s'; SET statement_timeout TO 0;"
	"SELECT pg_advisory_lock(1801546091, 1)";
static const char unlock_text[] =
	"SELECT pg_advisory_unlock(1801546091, 1);"
	"SET lock_timeout TO '1s'; SET statement_timeout TO '2s'";

enum err postgres_migrate_lock(struct db *db)
{
	enum err err = postgres_script(db, lock_text);

	/* make_table and its like run outside of a transaction of ours */
	return err ? err
		   : postgres_script(
			     db, "SET default_transaction_read_only TO off");
}

void postgres_migrate_unlock(struct db *db)
{
	if (postgres_script(db, "SET default_transaction_read_only TO on") ||
	    postgres_script(db, unlock_text))
		db->lost = true; /* the lock ends with the connection */
}

enum err postgres_migrate_finish(struct db *db)
{
	return postgres_script(db, close_the_wall);
}

/* ---- homes ---- */

static void add_homes(struct pool *p, struct rows *r)
{
	p->home_count = 0;
	while (rows_next(r)) {
		struct sql_home home = {.tenant = rows_int(r, 0)};

		snprintf(home.slug, sizeof(home.slug), "%s", rows_text(r, 1));
		pool_home_add(p, &home);
	}
}

enum err postgres_homes(struct pool *p)
{
	struct arena a = ARENA_INIT;
	struct rows *r;
	struct db *db;
	enum err err = pool_shared_db(p, &db);

	if (err)
		return err;
	err = migrate_check(db);
	if (err)
		return err;
	err = db_rows(db, &a, &Q_home_list, NO_ARGS, &r);
	if (err)
		pool_fail(p, err, "%s", db->error);
	else
		add_homes(p, r);
	arena_release(&a);
	return err;
}

/* ---- a new one ---- */

/* Tenant 0's write lock is the installation's: ids begin with 1. */
static enum err begin_installation(struct db *db, struct rows *rows)
{
	const struct sql_arg nobody = ARG_INT(0);
	enum err err = ERR_BUSY;

	db->tenant = 0;
	db->state = DB_WRITE;
	for (int i = 0; err == ERR_BUSY && i < CREATE_WAIT_MS; i++) {
		struct ask first = {&Q_home_list, &nobody, 1, rows, 0};

		if (i)
			wait_ms(1);
		rows->count = 0;
		err = postgres_write_begin(db, &first);
	}
	return err;
}

static enum err insert_next(struct db *db, const char *slug, struct rows *rows)
{
	enum err err;

	while (rows_next(rows)) {
		db->tenant = rows_int(rows, 0);
		if (!strcmp(rows_text(rows, 1), slug))
			return pool_fail(db->pool, ERR_CONFLICT,
					 "%s is there already", slug);
	}
	db->tenant++;
	err = postgres_bind_tenant(db);
	return err ? err : home_insert(db, slug);
}

static enum err insert_home(struct db *db, const char *slug, struct arena *a,
			    int64_t *ret_tenant)
{
	struct rows rows = {.arena = a};
	enum err err = begin_installation(db, &rows);

	if (!err) {
		err = insert_next(db, slug, &rows);
		if (!err)
			err = postgres_write_commit(db, NULL);
		else
			postgres_write_abort(db);
		*ret_tenant = db->tenant;
	}
	db->state = DB_IDLE;
	db->dead = false;
	return err;
}

enum err postgres_create(struct pool *p, const char *slug, int64_t *ret_tenant)
{
	struct arena a = ARENA_INIT;
	int64_t tenant = 0;
	int applied;
	struct db *db;
	enum err err = migrate_all(p, &applied);

	if (err)
		return err;
	err = pool_shared_db(p, &db);
	if (err)
		return err;
	err = insert_home(db, slug, &a, &tenant);
	arena_release(&a);
	if (err && err != ERR_CONFLICT)
		pool_fail(p, err, "%s: %s", slug, db->error);
	if (!err)
		err = pool_make_folder(p, slug);
	if (!err)
		*ret_tenant = tenant;
	return err;
}
