/*
 * test_sweep.c: what the sweep takes and what it must never take, on both
 * engines: a file with a row, a young one, what is not ours, what belongs to
 * another municipality, anything while the database does not answer.
 */
#include "attach/attach.h"
#include "attach/attach_jobs.h"
#include "base/id.h"
#include "base/seal.h"
#include "jobtest.h"

#include <fcntl.h>
#include <sys/stat.h>

QUERY(Q_session, "INSERT INTO staff_session (tenant_id, token_hash, staff_id, "
		 "csrf, created_at, expires_at) VALUES ($1, $2, 1, '', 1, "
		 "CAST($3 AS BIGINT))");
QUERY(Q_link, "INSERT INTO staff_link (tenant_id, token_hash, staff_id, "
	      "purpose, expires_at) VALUES ($1, $2, 1, 'reset', "
	      "CAST($3 AS BIGINT))");
QUERY(Q_use, "INSERT INTO idempotency (tenant_id, key, route, actor, "
	     "fingerprint, ref) VALUES ($1, $2, '/', $3, '', '')");
QUERY(Q_left, "SELECT (SELECT COUNT(*) FROM staff_session WHERE tenant_id = $1 "
	      "AND token_hash = $2) + (SELECT COUNT(*) FROM staff_link WHERE "
	      "tenant_id = $1 AND token_hash = $2) + (SELECT COUNT(*) FROM "
	      "idempotency WHERE tenant_id = $1 AND key = $2)");

static const struct job_kind sweep_kinds[] = {
	{.kind = "sweep",
	 .run = attach_job_sweep,
	 .every_s = 3600,
	 .attempts_max = 3,
	 .backoff_s = 5,
	 .lease_s = 60},
	{.kind = NULL},
};

static struct arena arena = ARENA_INIT;

static const char *path_of(int64_t which, const char *name)
{
	const char *folder;

	if (pool_folder(pool, &arena, which, &folder))
		bail("no folder");
	return arena_printf(&arena, "%s/%s", folder, name);
}

/* A file that came so many hours ago, by the real clock. */
static void make_file(const char *path, int hours)
{
	struct timespec times[2];
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	clock_gettime(CLOCK_REALTIME, &times[0]);
	times[0].tv_sec -= hours * 3600;
	times[1] = times[0];
	if (fd < 0 || write(fd, "x", 1) != 1 || futimens(fd, times))
		bail(path);
	close(fd);
}

static bool there(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

/* files/ and a name as the spool makes them. */
static const char *name_like(int n)
{
	return arena_printf(&arena, "%032x", n);
}

static const char *file_of(int64_t which, int n)
{
	return path_of(which, arena_printf(&arena, "files/%032x", n));
}

static enum err add_row(struct db *db, struct arena *a, void *arg)
{
	struct attachment f = {.matter_id = 1,
			       .name = "kuva.jpg",
			       .media_type = "image/jpeg",
			       .bytes = 1,
			       .digest = "00",
			       .file = arg};

	(void)a;
	return attach_add(db, &f);
}

static void with_row(int64_t which, const char *name)
{
	if (db_write(get(which), &arena, add_row, (void *)name))
		bail("no row");
}

static void turn(void)
{
	pass_time(2 * HOUR_US);
	turn_with(sweep_kinds);
}

static void test_files(void)
{
	const char *link = file_of(tenant, 5);
	const char *odd = path_of(tenant, "files/palvelu.conf");
	const char *folder = file_of(tenant, 6);

	make_file(file_of(tenant, 1), 27);
	make_file(file_of(tenant, 2), 27);
	with_row(tenant, name_like(2));
	make_file(file_of(tenant, 3), 25);
	make_file(file_of(other, 4), 27);
	with_row(other, name_like(4));
	make_file(odd, 1000);
	ok(!symlink("/etc/hostname", link) && !mkdir(folder, 0700),
	   "%s: odd things in the folder", on);
	turn();
	ok(!there(file_of(tenant, 1)), "%s: an old file without a row goes",
	   on);
	ok(there(file_of(tenant, 2)), "%s: one with a row stays", on);
	ok(there(file_of(tenant, 3)), "%s: one of a form still open stays", on);
	ok(there(file_of(other, 4)), "%s: so does another municipality's", on);
	ok(there(odd) && there(link) && there(folder),
	   "%s: and what is not ours", on);
}

static void test_many_files(void)
{
	enum { N = 1200 }; /* three batches */
	int i, left = 0, kept = 0;

	for (i = 100; i < 100 + N; i++) {
		make_file(file_of(tenant, i), 48);
		if (i % 100 == 0)
			with_row(tenant, name_like(i));
	}
	turn();
	for (i = 100; i < 100 + N; i++) {
		left += there(file_of(tenant, i));
		kept += i % 100 == 0 && there(file_of(tenant, i));
	}
	ok(left == N / 100 && kept == N / 100,
	   "%s: many at once: %d of %d left", on, left, N);
}

static void test_no_database(void)
{
	struct job_context c = {.db = get(tenant), .arena = &arena};
	struct job job = {.kind = "sweep"};

	if (pool_folder(pool, &arena, tenant, &c.folder))
		bail("no folder");
	make_file(file_of(tenant, 9), 48);
	/* A transaction already open: the database refuses another. */
	ok(!db_read_begin(c.db) && attach_job_sweep(&c, &job) != OK,
	   "%s: a sweep without the database fails", on);
	db_read_end(c.db);
	ok(there(file_of(tenant, 9)), "%s: and takes nothing", on);
	turn();
	ok(!there(file_of(tenant, 9)), "%s: the next one does", on);
	c.folder = "/nonexistent";
	ok(attach_job_sweep(&c, &job) == ERR_UNAVAILABLE,
	   "%s: a folder that is away is an error", on);
}

static void test_tmp(void)
{
	const char *old = path_of(tenant, "tmp/0123"),
		   *young = path_of(tenant, "tmp/4567");

	make_file(old, 3);
	make_file(young, 1);
	turn();
	ok(!there(old) && there(young),
	   "%s: of uploads broken off, only the old", on);
}

/* ---- rows ---- */

static void row(const struct sql_query *q, const char *name, int64_t value)
{
	insert(tenant,
	       (struct insert){.query = q,
			       .name = name,
			       .value = arena_printf(&arena, "%lld",
						     (long long)value)});
}

static bool left(const char *name)
{
	return number(&Q_left, name, -1) == 1;
}

static const char *key(int64_t age_us, const char *tail)
{
	return arena_printf(&arena, "%s%s", form_key_from(&arena, now - age_us),
			    tail);
}

static void test_rows(void)
{
	const char *old_staff = key(8 * DAY_US, "a"),
		   *new_staff = key(6 * DAY_US, "b"),
		   *old_resident = key(400 * DAY_US, "c");

	row(&Q_session, "over", now - 1);
	row(&Q_session, "open", now + DAY_US);
	row(&Q_link, "long ago", now - 31 * DAY_US);
	row(&Q_link, "lately", now - 20 * DAY_US);
	insert(tenant, (struct insert){.query = &Q_use,
				       .name = old_staff,
				       .value = "17"});
	insert(tenant, (struct insert){.query = &Q_use,
				       .name = new_staff,
				       .value = "17"});
	insert(tenant, (struct insert){.query = &Q_use,
				       .name = old_resident,
				       .value = ""});
	turn();
	ok(!left("over") && left("open"), "%s: expired sessions go", on);
	ok(!left("long ago") && left("lately"), "%s: links go after a month",
	   on);
	ok(!left(old_staff) && left(new_staff),
	   "%s: what staff sent is forgotten after a week", on);
	ok(left(old_resident), "%s: what residents sent never", on);
}

static void test_form_key_from(void)
{
	const char *made = form_key_make(&arena, 1);
	int64_t at = form_key_time(made);

	ok(strcmp(form_key_from(&arena, at), made) < 0 &&
		   strcmp(form_key_from(&arena, at + 1000), made) > 0,
	   "%s: keys sort by their time", on);
}

static void test_all(void)
{
	fresh();
	test_files();
	test_many_files();
	test_no_database();
	test_tmp();
	test_rows();
	test_form_key_from();
	arena_release(&arena);
}

int main(void)
{
	char dir[] = "/tmp/kaiku-key-XXXXXX";

	if (!mkdtemp(dir) || seal_load(dir))
		return 1;
	return on_both_engines("test_sweep", test_all);
}
