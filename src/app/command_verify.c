/*
 * command_verify.c: `kaiku verify`: is everything what it was when it was
 * written? The chain of events, and every file against its digest.
 */
#include "app/app.h"
#include "app/app_sql.h"
#include "app/files.h"
#include "base/str.h"
#include "event/event.h"

#include <inttypes.h>

enum { FILES_PER_PAGE = 500 };

struct tally {
	int64_t events, files, bad;
};

static enum err verify_events(struct db *db, const char *slug, struct tally *t)
{
	struct arena a = ARENA_INIT;
	int64_t count = 0, bad = 0;
	enum err err = event_verify(db, &a, &count, &bad);

	if (err == ERR_CONFLICT) {
		printf("%s: event %" PRId64 " does not fit the chain\n", slug,
		       bad);
		t->bad++;
		err = OK;
	}
	t->events += count;
	arena_release(&a);
	return err;
}

struct files_of {
	struct db *db;
	const struct sql_query *query;
	const char *what, *folder, *slug;
};

static void verify_file(struct arena *a, const struct files_of *of,
			struct rows *rows, struct tally *t)
{
	const char *name = rows_text(rows, 1);
	const char *path = arena_printf(a, "%s/files/%s", of->folder, name);
	struct file_sum sum;

	t->files++;
	if (!file_sum(path, &sum) && str_same(sum.hex, rows_text(rows, 2)) &&
	    sum.bytes == rows_int(rows, 3))
		return;
	printf("%s: %s %" PRId64 " is missing or damaged: %s\n", of->slug,
	       of->what, rows_int(rows, 0), name);
	t->bad++;
}

/* One page; *ret_last is the id to go on from, 0 at the end. */
static enum err verify_page(const struct files_of *of, int64_t *ret_last,
			    struct tally *t)
{
	struct arena a = ARENA_INIT;
	struct rows *rows = NULL;
	enum err err = db_rows(
		of->db, &a, of->query,
		ARGS(ARG_INT(*ret_last), ARG_INT(FILES_PER_PAGE)), &rows);

	if (!err)
		*ret_last = 0;
	while (!err && rows_next(rows)) {
		*ret_last = rows_int(rows, 0);
		verify_file(&a, of, rows, t);
	}
	arena_release(&a);
	return err;
}

static enum err verify_files(const struct files_of *of, struct tally *t)
{
	int64_t last = 0;
	enum err err;

	do {
		err = verify_page(of, &last, t);
	} while (!err && last);
	return err;
}

static enum err verify_tenant(struct pool *pool, const struct sql_tenant *s,
			      struct tally *t)
{
	struct arena a = ARENA_INIT;
	struct files_of files = {.query = &Q_verify_files,
				 .what = "attachment",
				 .slug = s->slug};
	struct files_of pictures = {.query = &Q_verify_pictures,
				    .what = "picture",
				    .slug = s->slug};
	struct db *db = NULL;
	enum err err = pool_folder(pool, &a, s->id, &files.folder);

	if (!err)
		err = pool_get(pool, s->id, &db);
	if (!err)
		err = db_read_begin(db);
	if (!err) {
		files.db = pictures.db = db;
		pictures.folder = files.folder;
		err = verify_events(db, s->slug, t);
		if (!err)
			err = verify_files(&files, t);
		if (!err)
			err = verify_files(&pictures, t);
		db_read_end(db);
	}
	arena_release(&a);
	return err;
}

static enum err verify_all(struct pool *pool, struct tally *t)
{
	struct arena a = ARENA_INIT;
	struct sql_tenant *list = NULL;
	size_t count = 0;
	enum err err = pool_tenants(pool, &a, &list, &count);

	for (size_t i = 0; i < count && !err; i++)
		err = verify_tenant(pool, &list[i], t);
	if (err)
		fprintf(stderr, "kaiku: %s\n", pool_error(pool));
	arena_release(&a);
	return err;
}

int command_verify(int argc, char **argv)
{
	struct config c = {.data = NULL};
	struct pool *pool = NULL;
	struct tally t = {0};
	const struct flag flags[] = {FLAG_DATA(&c), FLAG_DB(&c), FLAG_END};
	enum err err = flags_read(
		flags, "check the chain of events and the files", argc, argv);

	if (!err)
		err = flags_need_data(&c);
	if (err)
		return flags_exit(err);
	err = app_open(&c, &pool);
	if (err)
		return EXIT_FAILED;
	err = verify_all(pool, &t);
	pool_close(pool);
	if (err)
		return EXIT_FAILED;
	printf("%" PRId64 " events, %" PRId64 " files, %" PRId64 " bad\n",
	       t.events, t.files, t.bad);
	return t.bad ? EXIT_FAILED : EXIT_OK;
}
