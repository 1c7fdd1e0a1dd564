/*
 * sqlite_home.c: which tenants there are: every DIR/<slug>/kaiku.db that says
 * so in its tenant row. A file is asked again only when it has changed.
 */
#include "base/clock.h"
#include "sql/sql_sql.h"
#include "sql/sqlite.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PEEK_WAIT_MS = 200, CREATE_WAIT_MS = 10000 };

static bool same_time(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

static int64_t first_number(sqlite3 *handle, const char *text)
{
	sqlite3_stmt *stmt = NULL;
	int64_t n = 0;

	/* A home half made has no such table: no tenant, then. */
	if (sqlite3_prepare_v2(handle, text, -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		n = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return n;
}

/* Whose file it is; 0 when it does not say. */
static int64_t peek(const char *path)
{
	sqlite3 *handle = NULL;
	int64_t tenant = 0;
	int rc = sqlite3_open_v2(path, &handle,
				 SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
				 NULL);

	if (rc == SQLITE_OK) {
		sqlite3_busy_timeout(handle, PEEK_WAIT_MS);
		sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
				  NULL);
		tenant = first_number(handle, Q_home_list.text);
	}
	sqlite3_close(handle);
	return tenant;
}

static const struct sql_home *seen_before(const struct sql_home *old, size_t n,
					  const char *slug)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(old[i].slug, slug))
			return &old[i];
	return NULL;
}

static void look_at(struct pool *p, const char *slug,
		    const struct sql_home *before)
{
	struct sql_home home = {0};
	struct stat st;
	char *path;

	if (asprintf(&path, "%s/%s/kaiku.db", p->dir, slug) < 0)
		abort();
	if (!stat(path, &st)) {
		snprintf(home.slug, sizeof(home.slug), "%.40s", slug);
		home.inode = st.st_ino;
		home.modified = st.st_mtim;
		if (before && before->inode == home.inode &&
		    same_time(before->modified, home.modified))
			home.tenant = before->tenant;
		else
			home.tenant = peek(path);
		/* A file that cannot be read now keeps the name it had. */
		if (!home.tenant && before && before->inode == home.inode)
			home = *before;
	}
	if (home.tenant)
		pool_home_add(p, &home);
	free(path);
}

static int by_tenant(const void *a, const void *b)
{
	const struct sql_home *x = a, *y = b;

	return (x->tenant > y->tenant) - (x->tenant < y->tenant);
}

/* Two folders of one tenant, a copy left behind: neither is served, or an
 * answer would go into the one and the next into the other. */
static enum err refuse_twins(struct pool *p)
{
	struct sql_home *h = p->homes;
	size_t kept = 0;
	enum err err = OK;

	for (size_t i = 0, next; i < p->home_count; i = next) {
		for (next = i + 1; next < p->home_count; next++)
			if (h[next].tenant != h[i].tenant)
				break;
		if (next == i + 1)
			h[kept++] = h[i];
		else
			err = pool_fail(p, ERR_CONFLICT,
					"the folders %s and %s hold the same "
					"tenant: move one away",
					h[i].slug, h[i + 1].slug);
	}
	p->home_count = kept;
	return err;
}

enum err sqlite_homes(struct pool *p)
{
	struct sql_home *old = p->homes;
	size_t old_count = p->home_count;
	DIR *dir = opendir(p->dir);
	struct dirent *entry;

	if (!dir)
		return pool_fail(p, ERR_UNAVAILABLE, "cannot read %s: %s",
				 p->dir, strerror(errno));
	p->homes = NULL;
	p->home_count = p->home_cap = 0;
	while ((entry = readdir(dir)))
		if (pool_slug_ok(entry->d_name))
			look_at(p, entry->d_name,
				seen_before(old, old_count, entry->d_name));
	closedir(dir);
	free(old);
	if (p->home_count)
		qsort(p->homes, p->home_count, sizeof(*p->homes), by_tenant);
	return refuse_twins(p);
}

/* ---- a new one ---- */

/* Before SQLite sees it: closing a file of ours would drop its locks. */
static enum err touch(struct pool *p, const char *slug)
{
	char *path;
	int fd;

	if (asprintf(&path, "%s/%s/kaiku.db", p->dir, slug) < 0)
		abort();
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
	free(path);
	if (fd < 0)
		return pool_fail(p, ERR_UNAVAILABLE,
				 "cannot make the file of %s: %s", slug,
				 strerror(errno));
	close(fd);
	return OK;
}

static enum err insert_rows(struct db *db, const char *slug)
{
	const struct sql_arg tenant = ARG_INT(db->tenant);
	struct ask first = {&Q_home_list, &tenant, 1, NULL, 0};
	enum err err;

	db->state = DB_WRITE;
	err = db->engine->write_begin(db, &first);
	if (err)
		return err;
	err = home_insert(db, slug);
	if (!err)
		return db->engine->write_commit(db, NULL);
	db->engine->write_abort(db);
	return err;
}

static enum err make_home(struct pool *p, const struct sql_home *home)
{
	struct db *db = NULL;
	int applied = 0;
	enum err err;

	err = pool_connect(p, home, &db);
	if (err)
		return err;
	err = migrate_db(db, &applied);
	if (!err) {
		err = insert_rows(db, home->slug);
		if (err)
			pool_fail(p, err, "%s: %s", home->slug, db->error);
	}
	db_free(db);
	return err;
}

static enum err create_locked(struct pool *p, const char *slug,
			      int64_t *ret_tenant)
{
	struct sql_home home = {.tenant = 1};
	enum err err = sqlite_homes(p);

	if (err)
		return err;
	if (pool_home_by_slug(p, slug))
		return pool_fail(p, ERR_CONFLICT, "%s is there already", slug);
	if (p->home_count)
		home.tenant = p->homes[p->home_count - 1].tenant + 1;
	snprintf(home.slug, sizeof(home.slug), "%.40s", slug);
	err = pool_make_folder(p, slug);
	if (!err)
		err = touch(p, slug);
	if (!err)
		err = make_home(p, &home);
	if (!err)
		err = sync_path(p->dir);
	if (!err)
		*ret_tenant = home.tenant;
	return err;
}

enum err sqlite_create(struct pool *p, const char *slug, int64_t *ret_tenant)
{
	char *path;
	enum err err;
	int fd;

	if (asprintf(&path, "%s/tenants.lock", p->dir) < 0)
		abort();
	err = lock_file(path, CREATE_WAIT_MS, &fd);
	free(path);
	if (err)
		return pool_fail(p, err, "cannot lock %s/tenants.lock", p->dir);
	err = create_locked(p, slug, ret_tenant);
	close(fd);
	return err;
}
