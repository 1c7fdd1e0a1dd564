/*
 * command_restore.c: `kaiku restore`: a backup becomes an installation, in an
 * empty folder (and an empty database), after every digest was checked.
 */
#include "app/app.h"
#include "app/archive.h"
#include "app/files.h"
#include "base/str.h"

#include <inttypes.h>
#include <jansson.h>
#include <unistd.h>

enum { SUM_HEX = 64 };

struct restore {
	struct config config;
	const char *from;
	const char *folder; /* from, or where its tar was unpacked */
	struct arena arena;
	int64_t files, bytes;
};

/* ---- what it is ---- */

static enum err bad(const struct restore *r, const char *why)
{
	fprintf(stderr, "kaiku: %s: %s\n", r->from, why);
	return ERR_INVALID;
}

static enum err check_engine(const struct restore *r, const char *engine)
{
	bool postgres = str_same(engine, "postgresql");

	if (!postgres && !str_same(engine, "sqlite"))
		return bad(r, "is not a backup of kaiku");
	if (postgres && !r->config.db)
		return bad(r, "is of PostgreSQL: say --db with an empty "
			      "database");
	if (!postgres && r->config.db)
		return bad(r, "is of SQLite: leave --db out");
	return OK;
}

static enum err check_info(struct restore *r)
{
	const char *path =
		arena_printf(&r->arena, "%s/%s", r->folder, ARCHIVE_INFO);
	json_t *info = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
	json_t *format = json_object_get(info, "format");
	const char *engine = json_string_value(json_object_get(info, "engine"));
	enum err err = OK;

	if (!json_is_integer(format))
		err = bad(r, "is not a backup of kaiku");
	else if (json_integer_value(format) > ARCHIVE_FORMAT)
		err = bad(r, "was made by a later kaiku");
	else
		err = check_engine(r, engine ? engine : "");
	json_decref(info);
	return err;
}

/* ---- every file of the list ---- */

struct sum_line {
	char hex[SUM_HEX + 1];
	const char *path; /* relative */
};

typedef enum err line_fn(struct restore *r, const struct sum_line *line);

/* A list we did not write could name anything: only below, never above. */
static bool path_ok(const char *path)
{
	return *path && *path != '/' && !strstr(path, "..");
}

static enum err read_line(struct restore *r, char *text,
			  struct sum_line *ret_line)
{
	size_t n = strcspn(text, "\n");

	text[n] = '\0';
	if (n < SUM_HEX + 3 || strspn(text, "0123456789abcdef") != SUM_HEX ||
	    strncmp(text + SUM_HEX, "  ", 2) != 0 ||
	    !path_ok(text + SUM_HEX + 2))
		return bad(r, "its list of files is damaged");
	memcpy(ret_line->hex, text, SUM_HEX);
	ret_line->hex[SUM_HEX] = '\0';
	ret_line->path = text + SUM_HEX + 2;
	return OK;
}

static enum err each_line(struct restore *r, line_fn *fn)
{
	const char *path =
		arena_printf(&r->arena, "%s/%s", r->folder, ARCHIVE_SUMS);
	FILE *f = fopen(path, "re");
	char text[4096];
	struct sum_line line;
	enum err err = OK;

	if (!f)
		return bad(r, "its list of files is missing");
	while (!err && fgets(text, sizeof(text), f)) {
		err = read_line(r, text, &line);
		if (!err)
			err = fn(r, &line);
	}
	if (!err && ferror(f))
		err = bad(r, "its list of files cannot be read");
	fclose(f);
	return err;
}

static enum err check_file(struct restore *r, const struct sum_line *line)
{
	struct arena a = ARENA_INIT;
	struct file_sum sum;
	enum err err = file_sum(
		arena_printf(&a, "%s/%s", r->folder, line->path), &sum);

	if (!err && !str_same(sum.hex, line->hex)) {
		fprintf(stderr, "kaiku: %s/%s is damaged\n", r->folder,
			line->path);
		err = ERR_INVALID;
	}
	arena_release(&a);
	return err;
}

/* Everything but what PostgreSQL gets. */
static enum err copy_file(struct restore *r, const struct sum_line *line)
{
	struct arena a = ARENA_INIT;
	const char *from = arena_printf(&a, "%s/%s", r->folder, line->path);
	const char *to = app_path(&a, &r->config, line->path);
	struct file_sum sum = {.bytes = 0};
	enum err err = OK;

	if (!str_same(line->path, ARCHIVE_INFO) &&
	    !str_ends(line->path, ".dump")) {
		err = folder_make_above(to);
		if (!err)
			err = file_copy(from, to, &sum);
		r->files++;
		r->bytes += sum.bytes;
	}
	arena_release(&a);
	return err;
}

/* ---- PostgreSQL ---- */

static enum err load(struct restore *r, const char *name, const char *what)
{
	struct archive_db db = archive_db(&r->arena, r->config.db, 0);
	const char *argv[] = {
		"pg_restore",
		"--exit-on-error",
		"--single-transaction",
		"--no-owner",
		"--no-privileges",
		what,
		arena_printf(&r->arena, "--dbname=%s", db.url),
		arena_printf(&r->arena, "%s/%s", r->folder, name),
		NULL,
	};

	return run_program(argv, db.environment, "postgresql-client");
}

static enum err load_rows(struct restore *r, const struct sum_line *line)
{
	if (!str_ends(line->path, "/" ARCHIVE_ROWS))
		return OK;
	return load(r, arena_strdup(&r->arena, line->path), "--data-only");
}

/*
 * Tables, rows, then indexes and row-level security, which would refuse the
 * rows of all tenants. The first step fails when the database is not empty.
 */
static enum err load_postgres(struct restore *r)
{
	enum err err = load(r, ARCHIVE_SCHEMA, "--section=pre-data");

	if (!err)
		err = load(r, ARCHIVE_TENANTS, "--data-only");
	if (!err)
		err = each_line(r, load_rows);
	if (!err)
		err = load(r, ARCHIVE_SCHEMA, "--section=post-data");
	if (err)
		fprintf(stderr, "kaiku: is the database empty? Make a new one "
				"before you try again.\n");
	return err;
}

static enum err analyze(const struct restore *r)
{
	struct pool *pool = NULL;
	enum err err = r->config.db ? app_open(&r->config, &pool) : OK;

	if (!err && pool)
		err = pool_analyze(pool);
	pool_close(pool);
	return err;
}

/* ---- all of it ---- */

static enum err put_everything(struct restore *r)
{
	const char *mark = app_path(&r->arena, &r->config, RESTORE_MARK);
	enum err err = file_write(mark, "");

	if (!err && r->config.db)
		err = load_postgres(r);
	if (!err)
		err = each_line(r, copy_file);
	sync();
	if (!err && unlink(mark))
		err = bad(r, "cannot finish");
	if (!err)
		err = folder_sync(r->config.data);
	return err ? err : analyze(r);
}

static enum err unpack(struct restore *r)
{
	enum err err = OK;

	r->folder = r->from;
	if (!archive_is_tar(r->from))
		return OK;
	r->folder = arena_printf(&r->arena, "%s.unpacked", r->config.data);
	const char *argv[] = {"tar",         "--extract", "--file", r->from,
			      "--directory", r->folder,   NULL};
	err = folder_make(r->folder);
	if (!err)
		err = run_program(argv, NULL, "tar");
	return err;
}

static enum err run(struct restore *r)
{
	enum err err = unpack(r);

	if (!err)
		err = check_info(r);
	if (!err)
		err = each_line(r, check_file);
	if (!err)
		err = folder_make_empty(r->config.data);
	if (!err)
		err = put_everything(r);
	if (r->folder != r->from && file_there(r->folder) &&
	    folder_remove(r->folder))
		fprintf(stderr, "kaiku: remove %s yourself\n", r->folder);
	return err;
}

int command_restore(int argc, char **argv)
{
	static struct restore r;
	const struct flag flags[] = {
		{"from", NULL, FLAG_TEXT, &r.from, "DIR|FILE.tar",
		 "what kaiku backup made"},
		{"data", "KAIKU_DATA", FLAG_TEXT, &r.config.data, "DIR",
		 "the new data folder: missing or empty"},
		{"db", "KAIKU_DB", FLAG_TEXT, &r.config.db, "URL",
		 "an empty database, for a backup of PostgreSQL"},
		FLAG_END,
	};
	enum err err = flags_read(flags, "put a backup into an empty folder",
				  argc, argv);

	if (!err)
		err = flags_need_data(&r.config);
	if (!err && !r.from) {
		fprintf(stderr, "kaiku restore: --from is needed\n");
		err = ERR_INVALID;
	}
	if (err)
		return flags_exit(err);
	err = run(&r);
	if (!err)
		printf("%s: %" PRId64 " files, %" PRId64 " bytes restored\n",
		       r.config.data, r.files, r.bytes);
	arena_release(&r.arena);
	return err ? EXIT_FAILED : EXIT_OK;
}
