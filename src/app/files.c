/*
 * files.c: copies that are on the disk when they are said to be.
 */
#include "app/files.h"

#include "base/id.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <sodium.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { COPY_BYTES = 1024 * 1024, SUM_BYTES = 32, NOT_INSTALLED = 127 };

static enum err fail(const char *what, const char *path)
{
	fprintf(stderr, "kaiku: cannot %s %s: %s\n", what, path,
		strerror(errno));
	return errno == EEXIST ? ERR_CONFLICT : ERR_UNAVAILABLE;
}

/* ---- folders ---- */

enum err folder_make(const char *path)
{
	return mkdir(path, 0700) ? fail("make", path) : OK;
}

static FTS *open_tree(const char *root)
{
	char *const roots[] = {(char *)(uintptr_t)root, NULL};

	return fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
}

enum err folder_make_empty(const char *path)
{
	if (!mkdir(path, 0700))
		return OK;
	if (errno != EEXIST)
		return fail("make", path);
	FTS *tree = open_tree(path);
	if (!tree || !fts_read(tree))
		return fail("read", path);
	errno = 0;
	FTSENT *first = fts_children(tree, FTS_NAMEONLY);
	bool empty = !first && !errno;
	fts_close(tree);
	if (empty)
		return OK;
	fprintf(stderr, "kaiku: %s is not empty\n", path);
	return ERR_CONFLICT;
}

enum err folder_sync(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int rc = fd < 0 ? -1 : fsync(fd);

	if (fd >= 0)
		close(fd);
	return rc ? fail("sync", path) : OK;
}

enum err folder_remove(const char *path)
{
	FTS *tree = open_tree(path);
	FTSENT *e = NULL;
	int rc = 0;

	if (!tree)
		return fail("read", path);
	while (!rc && (e = fts_read(tree)))
		if (e->fts_info != FTS_D)
			rc = remove(e->fts_accpath);
	fts_close(tree);
	return rc ? fail("remove", path) : OK;
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

enum err folder_walk(const char *root, folder_fn *fn, void *arg)
{
	char *const roots[] = {(char *)(uintptr_t)root, NULL};
	FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
	size_t skip = strlen(root) + 1;
	FTSENT *e = NULL;
	enum err err = OK;

	if (!tree)
		return fail("read", root);
	while (!err && (e = fts_read(tree))) {
		if (e->fts_info == FTS_F)
			err = fn(e->fts_path + skip, arg);
		else if (e->fts_info == FTS_DNR || e->fts_info == FTS_ERR) {
			errno = e->fts_errno;
			err = fail("read", e->fts_path);
		}
	}
	fts_close(tree);
	return err;
}

enum err folder_make_above(const char *path)
{
	struct arena a = ARENA_INIT;
	char *copy = arena_strdup(&a, path);
	enum err err = OK;

	for (char *at = strchr(copy + 1, '/'); at && !err;
	     at = strchr(at + 1, '/')) {
		*at = '\0';
		if (mkdir(copy, 0700) && errno != EEXIST)
			err = fail("make", copy);
		*at = '/';
	}
	arena_release(&a);
	return err;
}

/* ---- files ---- */

bool file_there(const char *path)
{
	struct stat st;

	return !lstat(path, &st);
}

static bool write_all(int fd, const char *bytes, size_t n)
{
	while (n) {
		ssize_t done = write(fd, bytes, n);
		if (done < 0 && errno != EINTR)
			return false;
		if (done > 0) {
			bytes += done;
			n -= (size_t)done;
		}
	}
	return true;
}

/* Reads in to its end; writes it to out unless that is -1. */
static bool pump(int in, int out, struct file_sum *sum)
{
	static char buffer[COPY_BYTES];
	unsigned char digest[SUM_BYTES];
	crypto_generichash_state h;
	ssize_t n = 0;

	sum->bytes = 0;
	crypto_generichash_init(&h, NULL, 0, sizeof(digest));
	while ((n = read(in, buffer, sizeof(buffer))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		crypto_generichash_update(&h, (unsigned char *)buffer,
					  (size_t)n);
		sum->bytes += n;
		if (out >= 0 && !write_all(out, buffer, (size_t)n))
			return false;
	}
	crypto_generichash_final(&h, digest, sizeof(digest));
	sodium_bin2hex(sum->hex, sizeof(sum->hex), digest, sizeof(digest));
	return true;
}

enum err file_sum(const char *path, struct file_sum *ret_sum)
{
	struct file_sum sum;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool done = fd >= 0 && pump(fd, -1, &sum);
	enum err err = done ? OK : fail("read", path);

	if (fd >= 0)
		close(fd);
	if (!err)
		*ret_sum = sum;
	return err;
}

enum err file_copy(const char *from, const char *to, struct file_sum *ret_sum)
{
	struct file_sum sum;
	int in = open(from, O_RDONLY | O_CLOEXEC);
	enum err err = OK;

	if (in < 0)
		return errno == ENOENT ? ERR_NOT_FOUND : fail("read", from);
	int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (out < 0 || !pump(in, out, &sum) || fsync(out))
		err = fail("write", to);
	close(in);
	if (out >= 0)
		close(out);
	if (!err && ret_sum)
		*ret_sum = sum;
	return err;
}

enum err file_link(const char *from, const char *to)
{
	if (!link(from, to) || errno == EEXIST)
		return OK;
	if (errno == ENOENT)
		return ERR_NOT_FOUND;
	return file_copy(from, to, NULL);
}

enum err file_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	enum err err = OK;

	if (fd < 0 || !write_all(fd, text, strlen(text)) || fsync(fd))
		err = fail("write", path);
	if (fd >= 0)
		close(fd);
	return err;
}

/* ---- programs ---- */

static void become(const char *const *argv, const char *const *environment)
{
	for (; environment && *environment; environment++)
		putenv((char *)(uintptr_t)*environment);
	execvp(argv[0], (char *const *)(uintptr_t)argv);
	_exit(errno == ENOENT ? NOT_INSTALLED : 1);
}

enum err run_program(const char *const *argv, const char *const *environment,
		     const char *package)
{
	int status = 0;

	fflush(NULL);
	pid_t pid = fork();
	if (!pid)
		become(argv, environment);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (pid < 0)
		return fail("run", argv[0]);
	if (WIFEXITED(status) && !WEXITSTATUS(status))
		return OK;
	if (WIFEXITED(status) && WEXITSTATUS(status) == NOT_INSTALLED) {
		fprintf(stderr, "kaiku: %s is needed (apt install %s)\n",
			argv[0], package);
		return ERR_NOT_FOUND;
	}
	fprintf(stderr, "kaiku: %s failed\n", argv[0]);
	return ERR_UNAVAILABLE;
}
