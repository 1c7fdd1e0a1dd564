/*
 * attach_jobs.c: the sweep. A ticket to a file is good for 24 h, so an hour
 * later no row can come any more: what is free then stays free, and no lock
 * is needed between the look and the removal.
 */
#include "attach/attach_jobs.h"

#include "attach/attach.h"
#include "base/clock.h"
#include "base/log.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define SWEEP_AGE_US (25 * HOUR_US)
enum { FILES_PER_LOOK = 500 };

struct sweep {
	struct job_context *c;
	DIR *dir;
	int64_t before; /* older than this */
	int64_t removed;
};

static bool old_file(const struct sweep *s, const char *name)
{
	struct stat st;

	if (fstatat(dirfd(s->dir), name, &st, AT_SYMLINK_NOFOLLOW) ||
	    !S_ISREG(st.st_mode))
		return false;
	return st.st_mtim.tv_sec < s->before / SECOND_US;
}

static void remove_file(struct sweep *s, const char *name)
{
	if (!unlinkat(dirfd(s->dir), name, 0))
		s->removed++;
}

static enum err look_at(struct sweep *s, struct arena *a, const char *name)
{
	bool is_free = false;
	enum err err = attach_is_free(s->c->db, a, name, &is_free);

	if (!err && is_free)
		remove_file(s, name);
	return err;
}

/* The next old files; a snapshot is not kept longer than for these. */
static enum err look_at_some(struct sweep *s, bool *ret_more)
{
	struct arena a = ARENA_INIT;
	struct dirent *e = NULL;
	int count = 0;
	enum err err = db_read_begin(s->c->db);

	if (err)
		return err;
	while (!err && count < FILES_PER_LOOK && (e = readdir(s->dir)))
		if (old_file(s, e->d_name)) {
			err = look_at(s, &a, e->d_name);
			count++;
		}
	db_read_end(s->c->db);
	arena_release(&a);
	*ret_more = e != NULL;
	return err;
}

static enum err sweep_files(struct sweep *s)
{
	bool more = true;
	enum err err = OK;

	while (more && !err)
		err = look_at_some(s, &more);
	return err;
}

/* Uploads that broke off; nothing here ever has a row. */
static enum err sweep_tmp(struct sweep *s)
{
	struct dirent *e = NULL;

	while ((e = readdir(s->dir)))
		if (old_file(s, e->d_name))
			remove_file(s, e->d_name);
	return OK;
}

static enum err sweep_folder(struct sweep *s, const char *name,
			     enum err (*fn)(struct sweep *s))
{
	const char *path =
		arena_printf(s->c->arena, "%s/%s", s->c->folder, name);
	enum err err = OK;

	s->dir = opendir(path);
	if (!s->dir)
		return OK; /* nobody has sent a file yet */
	err = fn(s);
	closedir(s->dir);
	return err;
}

enum err attach_job_sweep(struct job_context *c, const struct job *job)
{
	struct sweep s = {.c = c, .before = clock_now_us() - SWEEP_AGE_US};
	enum err err = sweep_folder(&s, "files", sweep_files);

	(void)job;
	if (!err)
		err = sweep_folder(&s, "tmp", sweep_tmp);
	if (s.removed)
		log_info("swept: files=%lld", (long long)s.removed);
	return err;
}
