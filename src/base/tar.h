/*
 * tar.h: writes a tar file (POSIX.1-1988 "ustar", which everything opens).
 * Names are ours: ASCII, at most 99 bytes. An error stays until tar_end().
 */
#ifndef BASE_TAR_H
#define BASE_TAR_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

struct tar {
	int fd;
	int64_t mtime_s; /* of every file in it */
	enum err err;
};

/* Makes the file, for its owner only; there must be none of that name. */
MUST_CHECK enum err tar_begin(struct tar *t, const char *path, int64_t mtime_s);
void tar_add(struct tar *t, const char *name, const void *data, size_t n);
/* A file of the disk as it is. */
void tar_add_file(struct tar *t, const char *name, const char *path);
/* Closes it; removes it when anything went wrong. */
MUST_CHECK enum err tar_end(struct tar *t, const char *path);

#endif
