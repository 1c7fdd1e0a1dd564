/*
 * photo_jobs.c: pictures of photos, made one after the other. A photo that ends
 * whoever unpacks it ends as "cannot be opened" after a few tries; one that
 * takes too long, at once.
 */
#include "attach/photo_store.h"

#include "attach/attach_jobs.h"
#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TRIES = 3, AWAY_S = 60, BATCH_US = SECOND_US };

/* One photo on its way. */
struct making {
	struct job_context *c;
	struct arena *arena;
	struct photo p;
	struct attachment file;
	bool none; /* nothing is to be made */
	bool over; /* tried often enough */
	struct image_made made;
	struct upload picture[IMAGE_PICTURE__COUNT];
};

/* ---- which ---- */

static enum err begin_in_write(struct db *db, struct arena *a, void *arg)
{
	struct making *k = arg;
	enum err err = store_photo_next(db, a, &k->p);

	k->none = err == ERR_NOT_FOUND;
	if (err)
		return k->none ? OK : err;
	k->over = k->p.tries >= TRIES;
	if (k->over)
		return store_photo_failed(db, &k->p, IMAGE_TOO_SLOW);
	err = attach_get(db, a, k->p.id, &k->file);
	if (err == ERR_NOT_FOUND)
		return store_photo_failed(db, &k->p, IMAGE_BROKEN);
	return err ? err : store_photo_try(db, k->p.id);
}

/* ---- its bytes ---- */

static enum err read_all(int fd, char *to, size_t n)
{
	while (n) {
		ssize_t got = read(fd, to, n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return ERR_UNAVAILABLE;
		to += got;
		n -= (size_t)got;
	}
	return OK;
}

static enum err read_photo(const struct making *k, struct photo_in *ret_in)
{
	int fd = open(arena_printf(k->arena, "%s/files/%s", k->c->folder,
				   k->file.file),
		      O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct stat st;
	enum err err = ERR_UNAVAILABLE;
	char *bytes = NULL;

	if (fd >= 0 && !fstat(fd, &st) && st.st_size <= IMAGE_IN_MAX) {
		bytes = arena_alloc(k->arena, (size_t)st.st_size + 1);
		err = read_all(fd, bytes, (size_t)st.st_size);
	}
	if (fd >= 0)
		close(fd);
	if (err)
		return err;
	*ret_in = (struct photo_in){.bytes = bytes, .n = (size_t)st.st_size};
	if (k->p.state == PHOTO_MADE) {
		ret_in->covers = k->p.covers;
		ret_in->cover_count = k->p.cover_count;
	}
	return OK;
}

/* ---- its pictures ---- */

static enum err store_files(struct making *k, const char *out)
{
	enum err err = OK;

	for (int i = 0; i < IMAGE_PICTURE__COUNT && !err; i++) {
		const struct image_file *f = &k->made.file[i];
		const struct bytes b = {picture_names[i], out + f->at, f->n};

		err = attach_store(k->arena, k->c->folder, &b, &k->picture[i]);
	}
	return err;
}

static enum err end_in_write(struct db *db, struct arena *a, void *arg)
{
	struct making *k = arg;
	struct photo now;
	enum err err = photo_get(db, a, k->p.id, &now);

	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	if (now.edition != k->p.edition || now.state != k->p.state)
		return OK; /* other covers meanwhile: what was made is swept */
	if (k->made.fate)
		return store_photo_failed(db, &k->p,
					  (enum image_fate)k->made.fate);
	for (int i = 0; i < IMAGE_PICTURE__COUNT && !err; i++)
		err = store_picture(db, &k->p, (enum image_picture)i,
				    &k->picture[i]);
	return err ? err : store_photo_made(db, &k->p, &k->made);
}

static enum err make_one(struct making *k)
{
	struct photo_in in;
	const char *out;
	enum err err = read_photo(k, &in);

	if (!err)
		err = photo_unpack ? photo_unpack(k->arena, &in, &k->made, &out)
				   : ERR_BUSY;
	if (!err && !k->made.fate)
		err = store_files(k, out);
	return err ? err : db_write(k->c->db, k->arena, end_in_write, k);
}

/* One photo, with memory of its own; false: nothing is left to do. */
static enum err step(struct job_context *c, bool *ret_more)
{
	struct arena a = ARENA_INIT;
	struct making k = {.c = c, .arena = &a};
	int64_t began = clock_mono_us();
	enum err err = db_write(c->db, &a, begin_in_write, &k);

	*ret_more = !err && !k.none;
	if (!err && !k.none && !k.over && k.file.id)
		err = make_one(&k);
	if (!err && k.file.id)
		log_info("photo: id=%lld fate=%u tries=%lld ms=%lld",
			 (long long)k.p.id, k.made.fate, (long long)k.p.tries,
			 (long long)(clock_mono_us() - began) / 1000);
	arena_release(&a);
	return err;
}

enum err photo_job_run(struct job_context *c, const struct job *job)
{
	int64_t until = clock_mono_us() + BATCH_US;
	bool more = true;
	enum err err = OK;

	(void)job;
	while (!err && more && clock_mono_us() < until)
		err = step(c, &more);
	c->again = !err && more;
	if (err == ERR_BUSY)
		c->rest_s = AWAY_S;
	return err;
}

enum err photo_job_wanted(struct db *db, struct arena *a, bool *ret_wanted)
{
	struct photo p;
	enum err err = store_photo_next(db, a, &p);

	if (err && err != ERR_NOT_FOUND)
		return err;
	*ret_wanted = !err;
	return OK;
}
