/*
 * command_migrate.c: `kaiku migrate`: what serve does at its start, alone.
 */
#include "app/app.h"

int command_migrate(int argc, char **argv)
{
	struct config c = {.data = NULL};
	struct pool *pool = NULL;
	int applied = 0;
	const struct flag flags[] = {FLAG_DATA(&c), FLAG_DB(&c), FLAG_END};
	enum err err = flags_read(flags, "bring the database to this version",
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
	err = app_migrate(&c, pool, &applied);
	pool_close(pool);
	if (!err)
		printf("migrations applied: %d\n", applied);
	return err ? EXIT_FAILED : EXIT_OK;
}
