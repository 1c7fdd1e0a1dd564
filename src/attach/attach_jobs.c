/*
 * attach_jobs.c: sweeps up what was begun and never finished.
 *
 * A file may be taken into a form for 24 hours after it came (the ticket), so
 * only what is clearly older goes. Ages are told by the clock of the file
 * system itself: with storage on another machine ours may differ.
 */
#include "attach/attach_jobs.h"

#include "attach/attach.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "http/repeat.h"
#include "staff/staff.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	NAME_DIGITS = 32,
	BATCH = 500,
	FILE_AGE_S = 26 * 3600, /* the ticket's day and two hours */
	TMP_AGE_S = 2 * 3600,   /* an upload may take half an hour */
};
#define USE_AGE_US (7 * DAY_US)

struct sweep {
	struct db *db;
	int folder; /* DIR/<slug> */
	int64_t now_s;
	int64_t swept;
};

static void close_dir(void *dir)
{
	closedir(dir);
}

static DIR *open_dir(struct arena *a, int folder, const char *name)
{
	int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);

	if (dir)
		arena_defer(a, close_dir, dir);
	else if (fd >= 0)
		close(fd);
	return dir;
}

/* What the file system takes for now: the age of a file just made. */
static enum err file_clock(int folder, struct arena *a, int64_t *ret_now_s)
{
	unsigned char mark[8];
	struct stat st;
	const char *name;
	int fd, failed;

	random_bytes(mark, sizeof(mark));
	name = arena_printf(a, "tmp/clock-%s",
			    hex_encode(a, mark, sizeof(mark)));
	fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
		    0600);
	if (fd < 0)
		return ERR_UNAVAILABLE;
	failed = fstat(fd, &st);
	close(fd);
	if (unlinkat(folder, name, 0) || failed)
		return ERR_UNAVAILABLE;
	*ret_now_s = st.st_mtime;
	return OK;
}

static bool older(const struct sweep *s, DIR *dir, const char *name, int age_s)
{
	struct stat st;

	return !fstatat(dirfd(dir), name, &st, AT_SYMLINK_NOFOLLOW) &&
	       S_ISREG(st.st_mode) && s->now_s - st.st_mtime > age_s;
}

static void sweep_away(struct sweep *s, DIR *dir, const char *name)
{
	if (!unlinkat(dirfd(dir), name, 0))
		s->swept++;
}

static void sweep_tmp(struct sweep *s, struct arena *a)
{
	DIR *dir = open_dir(a, s->folder, "tmp");
	struct dirent *e;

	while (dir && (e = readdir(dir)) != NULL)
		if (older(s, dir, e->d_name, TMP_AGE_S))
			sweep_away(s, dir, e->d_name);
}

/* ---- files ---- */

/* Only what the spool made; anything else in the folder is not ours. */
static bool our_name(const char *name)
{
	return strlen(name) == NAME_DIGITS &&
	       strspn(name, "0123456789abcdef") == NAME_DIGITS;
}

/* Up to BATCH names of old files; false at the end of the folder. */
static bool next_names(const struct sweep *s, DIR *dir, struct arena *a,
		       const char **names, size_t *ret_count)
{
	struct dirent *e = NULL;
	size_t n = 0;

	while (n < BATCH && (e = readdir(dir)) != NULL)
		if (our_name(e->d_name) && older(s, dir, e->d_name, FILE_AGE_S))
			names[n++] = arena_strdup(a, e->d_name);
	*ret_count = n;
	return e != NULL;
}

/* Names without a row, moved to the front. A database that does not answer
 * leaves everything where it is. */
static enum err keep_orphans(struct sweep *s, struct arena *a,
			     const char **names, size_t *count)
{
	enum err err = db_read_begin(s->db);
	size_t i, n = 0;
	bool is_free;

	if (err)
		return err;
	for (i = 0; i < *count && !err; i++) {
		err = attach_is_free(s->db, a, names[i], &is_free);
		if (!err && is_free)
			names[n++] = names[i];
	}
	db_read_end(s->db);
	if (!err)
		*count = n;
	return err;
}

static enum err sweep_batch(struct sweep *s, DIR *dir, bool *ret_more)
{
	struct arena a = ARENA_INIT;
	const char **names = arena_array(&a, BATCH, sizeof(*names));
	size_t i, count;
	bool more = next_names(s, dir, &a, names, &count);
	enum err err = keep_orphans(s, &a, names, &count);

	for (i = 0; i < count && !err; i++)
		sweep_away(s, dir, names[i]);
	arena_release(&a);
	*ret_more = more;
	return err;
}

static enum err sweep_files(struct sweep *s, struct arena *a)
{
	DIR *dir = open_dir(a, s->folder, "files");
	bool more = dir != NULL;
	enum err err = OK;

	while (more && !err)
		err = sweep_batch(s, dir, &more);
	return err;
}

/* ---- rows ---- */

static enum err sweep_rows(struct db *db, struct arena *a, void *arg)
{
	int64_t now = clock_now_us();
	enum err err = session_forget(db, now);

	(void)arg;
	return err ? err : repeat_forget(db, a, now - USE_AGE_US);
}

static void close_fd(void *fd)
{
	close(*(int *)fd);
}

static enum err open_folder(struct arena *a, const char *path, int *ret_fd)
{
	int *fd = arena_alloc(a, sizeof(*fd));

	*fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*fd < 0)
		return ERR_UNAVAILABLE;
	arena_defer(a, close_fd, fd);
	*ret_fd = *fd;
	return OK;
}

enum err attach_job_sweep(struct job_context *c, const struct job *job)
{
	struct sweep s = {.db = c->db};
	enum err err = open_folder(c->arena, c->folder, &s.folder);

	(void)job;
	if (!err)
		err = file_clock(s.folder, c->arena, &s.now_s);
	if (!err) {
		sweep_tmp(&s, c->arena);
		err = sweep_files(&s, c->arena);
	}
	if (!err)
		err = db_write(c->db, c->arena, sweep_rows, NULL);
	if (s.swept > 0)
		log_info("files swept: count=%lld", (long long)s.swept);
	return err;
}
