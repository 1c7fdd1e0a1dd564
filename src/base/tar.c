/*
 * tar.c: see tar.h.
 */
#include "base/tar.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 512, NAME_MAX_BYTES = 99, COPY_BYTES = 1 << 16 };

/* The header's fields by their places in the block. */
enum {
	AT_MODE = 100,
	AT_UID = 108,
	AT_GID = 116,
	AT_SIZE = 124,
	AT_MTIME = 136,
	AT_SUM = 148,
	AT_TYPE = 156,
	AT_MAGIC = 257,
};

enum err tar_begin(struct tar *t, const char *path, int64_t mtime_s)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return ERR_UNAVAILABLE;
	*t = (struct tar){.fd = fd, .mtime_s = mtime_s};
	return OK;
}

static void put(struct tar *t, const void *data, size_t n)
{
	const char *at = data;

	while (n && !t->err) {
		ssize_t written = write(t->fd, at, n);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0) {
			t->err = ERR_UNAVAILABLE;
			return;
		}
		at += written;
		n -= (size_t)written;
	}
}

/* Bytes, not a string: a field that is full has no NUL at its end. */
static void set(char *field, const char *bytes, size_t n)
{
	memcpy(field, bytes, n);
}

static void put_head(struct tar *t, const char *name, int64_t size)
{
	char block[BLOCK] = {0};
	unsigned sum = 0;

	if (strlen(name) > NAME_MAX_BYTES) {
		t->err = ERR_INTERNAL;
		return;
	}
	set(block, name, strlen(name));
	snprintf(block + AT_MODE, 8, "%07o", 0644);
	snprintf(block + AT_UID, 8, "%07o", 0);
	snprintf(block + AT_GID, 8, "%07o", 0);
	snprintf(block + AT_SIZE, 12, "%011llo", (unsigned long long)size);
	snprintf(block + AT_MTIME, 12, "%011llo",
		 (unsigned long long)t->mtime_s);
	memset(block + AT_SUM, ' ', 8);
	block[AT_TYPE] = '0';
	set(block + AT_MAGIC, "ustar\00000", 8);
	for (int i = 0; i < BLOCK; i++)
		sum += (unsigned char)block[i];
	snprintf(block + AT_SUM, 8, "%06o", sum);
	put(t, block, BLOCK);
}

static void put_rest(struct tar *t, int64_t size)
{
	static const char zeros[BLOCK];

	put(t, zeros, (size_t)(-size & (BLOCK - 1)));
}

void tar_add(struct tar *t, const char *name, const void *data, size_t n)
{
	put_head(t, name, (int64_t)n);
	put(t, data, n);
	put_rest(t, (int64_t)n);
}

/* Exactly as many bytes as the header says. */
static void copy(struct tar *t, int fd, int64_t left)
{
	char buffer[COPY_BYTES];

	while (left > 0 && !t->err) {
		size_t want = left < COPY_BYTES ? (size_t)left : COPY_BYTES;
		ssize_t n = read(fd, buffer, want);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			t->err = ERR_UNAVAILABLE;
			return;
		}
		put(t, buffer, (size_t)n);
		left -= n;
	}
}

void tar_add_file(struct tar *t, const char *name, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) != 0) {
		t->err = ERR_UNAVAILABLE;
	} else {
		put_head(t, name, st.st_size);
		copy(t, fd, st.st_size);
		put_rest(t, st.st_size);
	}
	if (fd >= 0)
		close(fd);
}

enum err tar_end(struct tar *t, const char *path)
{
	static const char zeros[2 * BLOCK];

	put(t, zeros, sizeof(zeros));
	if (close(t->fd) != 0 && !t->err)
		t->err = ERR_UNAVAILABLE;
	if (t->err)
		unlink(path);
	return t->err;
}
