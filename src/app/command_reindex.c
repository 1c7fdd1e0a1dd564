/*
 * command_reindex.c: `kaiku reindex`: the words of all matters, notices and
 * contacts are found anew, by the running service, in small steps beside its
 * work. People search by the old ones meanwhile.
 */
#include "app/app.h"
#include "matter/matter_index.h"

static enum err begin(struct db *db, struct arena *a, void *arg)
{
	(void)arg;
	return matter_reindex(db, a);
}

static enum err begin_all(struct pool *pool, size_t *ret_count)
{
	struct arena a = ARENA_INIT;
	struct sql_tenant *list;
	size_t n = 0;
	enum err err = pool_tenants(pool, &a, &list, &n);

	for (size_t i = 0; i < n && !err; i++) {
		struct db *db;

		err = pool_get(pool, list[i].id, &db);
		if (!err)
			err = db_write(db, &a, begin, NULL);
	}
	arena_release(&a);
	*ret_count = n;
	return err;
}

int command_reindex(int argc, char **argv)
{
	struct config c = {.data = NULL};
	struct pool *pool = NULL;
	size_t count = 0;
	const struct flag flags[] = {FLAG_DATA(&c), FLAG_DB(&c), FLAG_END};
	enum err err = flags_read(
		flags,
		"find the words of all matters, notices and contacts anew",
		argc, argv);

	if (!err)
		err = flags_need_data(&c);
	if (err)
		return flags_exit(err);
	err = app_become_owner(&c);
	if (!err)
		err = app_open(&c, &pool);
	if (err)
		return EXIT_FAILED;
	err = begin_all(pool, &count);
	if (err)
		fprintf(stderr, "kaiku: %s\n", pool_error(pool));
	pool_close(pool);
	if (!err)
		printf("municipalities to be indexed anew: %zu\n", count);
	return err ? EXIT_FAILED : EXIT_OK;
}
