/*
 * app.h: the commands of the binary, and what they share.
 *
 * A command gets its own argv (argv[0] is its name), prints what it did on
 * stdout, what went wrong on stderr, and returns the exit status.
 */
#ifndef APP_APP_H
#define APP_APP_H

#include "app/flags.h"
#include "base/config.h"
#include "sql/sql.h"

#define KAIKU_VERSION "0.1.0"

enum { EXIT_OK = 0, EXIT_FAILED = 1, EXIT_USAGE = 2 };

int command_serve(int argc, char **argv);
int command_demo(int argc, char **argv);
int command_migrate(int argc, char **argv);
int command_routes(int argc, char **argv);
int command_reindex(int argc, char **argv);
int command_tenant_add(int argc, char **argv);
int command_staff_add(int argc, char **argv);
int command_backup(int argc, char **argv);
int command_restore(int argc, char **argv);
int command_verify(int argc, char **argv);
int command_mail_in(int argc, char **argv);

/* In the data folder while a restore runs: nothing else may open it. */
#define RESTORE_MARK "restore.unfinished"

/*
 * Opens the installation: makes its folder when the one above exists, reads
 * (or makes) its key, opens the pool. This and the next say on stderr what is
 * wrong.
 */
MUST_CHECK enum err app_open(const struct config *c, struct pool **ret_pool);
MUST_CHECK enum err app_migrate(const struct config *c, struct pool *pool,
				int *ret_applied);
/* Every tenant's schema is one this program can serve; changes nothing. */
MUST_CHECK enum err app_check_schema(struct pool *pool);
MUST_CHECK enum err app_make_folder(const struct config *c);
/*
 * Root becomes the owner of the data folder, for what writes into it: files
 * of root's own would shut the service out.
 */
MUST_CHECK enum err app_become_owner(const struct config *c);
/* The tenant asked for, or the only one (slug NULL); else says which there
 * are. */
MUST_CHECK enum err app_choose_tenant(struct pool *pool, struct arena *a,
				      const char *slug, int64_t *ret_tenant);
/* The name of something in the data folder. */
const char *app_path(struct arena *a, const struct config *c, const char *name);

#endif
