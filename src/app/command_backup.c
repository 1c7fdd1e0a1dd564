/*
 * command_backup.c: `kaiku backup`: a whole copy, while the service runs.
 *
 * A file of a matter never changes and stands on the disk before its row. So
 * the files are taken first, then the rows, then the files that came
 * meanwhile: every row of the copy has its file. A file too many is swept by
 * the service a day after a restore.
 *
 * A package for the registry is renamed into place before its row, and may be
 * renewed or taken away: these are taken once, after the rows.
 */
#include "app/app.h"
#include "app/archive.h"
#include "app/files.h"
#include "base/clock.h"
#include "base/json.h"

#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

struct backup {
	struct config config;
	const char *to;
	const char *work; /* the folder while it is made */
	struct arena arena;
	struct pool *pool;
	struct sql_tenant *tenants;
	size_t tenant_count;
	struct str sums;
	int64_t files, bytes;
	const char *from_root, *to_root; /* of the walk that runs */
};

static const char *in_work(struct backup *b, const char *name)
{
	return arena_printf(&b->arena, "%s/%s", b->work, name);
}

/* ---- the files of the matters ---- */

static enum err take_file(const char *relative, void *arg)
{
	struct backup *b = arg;
	struct arena a = ARENA_INIT;
	const char *from = arena_printf(&a, "%s/%s", b->from_root, relative);
	const char *to = arena_printf(&a, "%s/%s", b->to_root, relative);
	enum err err = OK;

	if (!str_ends(relative, ".part")) { /* it is being written */
		err = folder_make_above(to);
		if (!err)
			err = file_link(from, to);
	}
	arena_release(&a);
	return err == ERR_NOT_FOUND ? OK : err;
}

/* A folder of every municipality. */
static enum err take_files(struct backup *b, const char *folder)
{
	enum err err = OK;

	for (size_t i = 0; i < b->tenant_count && !err; i++) {
		const char *slug = b->tenants[i].slug;

		b->from_root = arena_printf(&b->arena, "%s/%s/%s",
					    b->config.data, slug, folder);
		b->to_root = arena_printf(&b->arena, "%s/%s/%s", b->work, slug,
					  folder);
		if (file_there(b->from_root))
			err = folder_walk(b->from_root, take_file, b);
	}
	return err;
}

/* ---- the rows ---- */

static enum err take_sqlite(struct backup *b)
{
	enum err err = OK;

	for (size_t i = 0; i < b->tenant_count && !err; i++) {
		const char *to = arena_printf(&b->arena, "%s/%s/kaiku.db",
					      b->work, b->tenants[i].slug);

		err = folder_make_above(to);
		if (!err)
			err = pool_backup(b->pool, b->tenants[i].id, to);
		if (err)
			fprintf(stderr,
				"kaiku: cannot copy the rows of %s: %s\n",
				b->tenants[i].slug, pool_error(b->pool));
	}
	return err;
}

/* The last of argv are what to dump; they end with NULL. */
static enum err dump(struct backup *b, int64_t tenant, const char *name,
		     const char *const *what)
{
	struct archive_db db = archive_db(&b->arena, b->config.db, tenant);
	const char *argv[16] = {
		"pg_dump",         "--format=custom",       "--no-owner",
		"--no-privileges", "--enable-row-security",
	};
	size_t n = 5;

	argv[n++] = arena_printf(&b->arena, "--file=%s/%s", b->work, name);
	while (*what)
		argv[n++] = *what++;
	argv[n] = db.url;
	return run_program(argv, db.environment, "postgresql-client");
}

static enum err dump_tenant(struct backup *b, const struct sql_tenant *t)
{
	static const char *const what[] = {
		"--data-only",
		"--exclude-table=tenant",
		"--exclude-table=tenant_host",
		"--exclude-table=schema_version",
		NULL,
	};
	const char *name =
		arena_printf(&b->arena, "%s/%s", t->slug, ARCHIVE_ROWS);
	enum err err = folder_make_above(in_work(b, name));

	return err ? err : dump(b, t->id, name, what);
}

static enum err take_postgres(struct backup *b)
{
	static const char *const schema[] = {"--schema-only", NULL};
	static const char *const list[] = {
		"--data-only",
		"--table=tenant",
		"--table=tenant_host",
		"--table=schema_version",
		NULL,
	};
	enum err err = dump(b, 0, ARCHIVE_SCHEMA, schema);

	if (!err) /* a tenant must be named, whichever */
		err = dump(b, 1, ARCHIVE_TENANTS, list);
	for (size_t i = 0; i < b->tenant_count && !err; i++)
		err = dump_tenant(b, &b->tenants[i]);
	return err;
}

/* ---- what it is ---- */

static enum err sum_file(const char *relative, void *arg)
{
	struct backup *b = arg;
	struct arena a = ARENA_INIT;
	struct file_sum sum;
	enum err err =
		file_sum(arena_printf(&a, "%s/%s", b->work, relative), &sum);

	if (!err) {
		str_printf(&b->sums, "%s  %s\n", sum.hex, relative);
		b->files++;
		b->bytes += sum.bytes;
	}
	arena_release(&a);
	return err;
}

static enum err write_sums(struct backup *b)
{
	enum err err = OK;

	str_init(&b->sums, &b->arena, 64 * 1024);
	err = folder_walk(b->work, sum_file, b);
	if (!err)
		err = file_write(in_work(b, ARCHIVE_SUMS),
				 b->sums.len ? b->sums.ptr : "");
	return err;
}

static enum err write_info(struct backup *b)
{
	struct str s;
	struct json j;

	str_init(&s, &b->arena, 1024);
	json_init(&j, &s);
	json_open(&j, '{');
	json_put_int(&j, "format", ARCHIVE_FORMAT);
	json_put_text(&j, "program", "kaiku " KAIKU_VERSION);
	json_put_text(&j, "engine", b->config.db ? "postgresql" : "sqlite");
	json_put_text(&j, "made_at", clock_iso(&b->arena, clock_now_us()));
	json_key(&j, "tenants");
	json_open(&j, '[');
	for (size_t i = 0; i < b->tenant_count; i++) {
		json_open(&j, '{');
		json_put_int(&j, "id", b->tenants[i].id);
		json_put_text(&j, "slug", b->tenants[i].slug);
		json_close(&j, '}');
	}
	json_close(&j, ']');
	json_close(&j, '}');
	str_putc(&s, '\n');
	return file_write(in_work(b, ARCHIVE_INFO), s.ptr);
}

/* ---- all of it ---- */

static enum err take_all(struct backup *b)
{
	enum err err =
		pool_tenants(b->pool, &b->arena, &b->tenants, &b->tenant_count);

	if (err) {
		fprintf(stderr, "kaiku: %s\n", pool_error(b->pool));
		return err;
	}
	err = file_copy(app_path(&b->arena, &b->config, "key"),
			in_work(b, "key"), NULL);
	if (!err)
		err = take_files(b, "files");
	if (!err)
		err = b->config.db ? take_postgres(b) : take_sqlite(b);
	if (!err)
		err = take_files(b, "files");
	if (!err)
		err = take_files(b, "registry");
	if (!err)
		err = write_info(b);
	if (!err)
		err = write_sums(b);
	return err;
}

static enum err put_in_place(const char *from, const char *to)
{
	if (!rename(from, to))
		return OK;
	fprintf(stderr, "kaiku: cannot rename %s to %s: %s\n", from, to,
		strerror(errno));
	return ERR_UNAVAILABLE;
}

static enum err make_tar(struct backup *b)
{
	const char *part = arena_printf(&b->arena, "%s.part", b->to);
	const char *argv[] = {"tar",         "--create", "--file", part,
			      "--directory", b->work,    ".",      NULL};
	enum err err = run_program(argv, NULL, "tar");

	if (!err)
		err = put_in_place(part, b->to);
	if (!err)
		err = folder_remove(b->work);
	return err;
}

static enum err run(struct backup *b)
{
	enum err err = OK;

	if (file_there(b->to)) {
		fprintf(stderr, "kaiku: %s exists already\n", b->to);
		return ERR_CONFLICT;
	}
	b->work = arena_printf(&b->arena, "%s.unfinished", b->to);
	err = folder_make(b->work);
	if (!err)
		err = app_open(&b->config, &b->pool);
	if (err)
		return err;
	err = take_all(b);
	if (!err)
		err = archive_is_tar(b->to) ? make_tar(b)
					    : put_in_place(b->work, b->to);
	if (err)
		return err;
	sync();
	printf("%s: %zu municipalities, %" PRId64 " files, %" PRId64 " bytes\n",
	       b->to, b->tenant_count, b->files, b->bytes);
	return OK;
}

int command_backup(int argc, char **argv)
{
	static struct backup b;
	const struct flag flags[] = {
		FLAG_DATA(&b.config),
		FLAG_DB(&b.config),
		{"to", NULL, FLAG_TEXT, &b.to, "DIR|FILE.tar",
		 "where; must not exist yet"},
		FLAG_END,
	};
	enum err err = flags_read(
		flags, "copy everything while the service runs", argc, argv);

	if (!err)
		err = flags_need_data(&b.config);
	if (!err && !b.to) {
		fprintf(stderr, "kaiku backup: --to is needed\n");
		err = ERR_INVALID;
	}
	if (err)
		return flags_exit(err);
	err = run(&b);
	if (b.pool)
		pool_close(b.pool);
	arena_release(&b.arena);
	return err ? EXIT_FAILED : EXIT_OK;
}
