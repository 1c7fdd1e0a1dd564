/*
 * files.h: files and folders, for backup and restore. What goes wrong is said
 * on stderr with its path. Paths live in the arena given.
 */
#ifndef APP_FILES_H
#define APP_FILES_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct file_sum {
	char hex[65]; /* BLAKE2b-256 */
	int64_t bytes;
};

/* 0700; ERR_CONFLICT when it is there already. */
MUST_CHECK enum err folder_make(const char *path);
/* Makes it, or it was there and is empty; else ERR_CONFLICT. */
MUST_CHECK enum err folder_make_empty(const char *path);
MUST_CHECK enum err folder_sync(const char *path);
/* With everything in it. */
MUST_CHECK enum err folder_remove(const char *path);
/*
 * Calls fn for every plain file below, with its path relative to root ("a/b"),
 * in order of names. A file that vanishes meanwhile is no error.
 */
typedef enum err folder_fn(const char *relative, void *arg);
MUST_CHECK enum err folder_walk(const char *root, folder_fn *fn, void *arg);
/* Makes the folders above a file that do not exist yet. */
MUST_CHECK enum err folder_make_above(const char *path);

MUST_CHECK enum err file_sum(const char *path, struct file_sum *ret_sum);
/* Synced to the disk; to must not exist. ret_sum may be NULL. */
MUST_CHECK enum err file_copy(const char *from, const char *to,
			      struct file_sum *ret_sum);
/*
 * The same file under a second name when both are on one file system, else a
 * copy. OK when to exists; ERR_NOT_FOUND, silently, when from does not.
 */
MUST_CHECK enum err file_link(const char *from, const char *to);
MUST_CHECK enum err file_write(const char *path, const char *text);
bool file_there(const char *path);

/*
 * Runs a program found in PATH and waits. argv ends with NULL; environment
 * pairs, also NULL-ended, are added. ERR_NOT_FOUND: it is not installed (named
 * on stderr with the Debian package); ERR_UNAVAILABLE: it failed.
 */
MUST_CHECK enum err run_program(const char *const *argv,
				const char *const *environment,
				const char *package);

#endif
