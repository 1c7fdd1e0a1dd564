/*
 * attach_bytes.c: a file from memory to the disk: tmp, fsync, rename, fsync of
 * the folder, as uploads go. It may wait for the disk, so it is for jobs and
 * commands; a second name of a file is made at once.
 */
#include "attach/attach.h"

#include "base/id.h"
#include "base/log.h"
#include "base/str.h"
#include "http/media.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DIGEST_BYTES = 32 };

static bool write_all(int fd, const char *bytes, size_t n)
{
	while (n) {
		ssize_t done = write(fd, bytes, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		bytes += done;
		n -= (size_t)done;
	}
	return true;
}

/* A whole new file, on the disk. */
static bool write_file(int folder, const char *name, const struct bytes *what)
{
	int fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
			0600);
	bool good =
		fd >= 0 && write_all(fd, what->bytes, what->n) && !fsync(fd);

	if (fd >= 0 && close(fd))
		good = false;
	return good;
}

static bool sync_folder(int folder, const char *name)
{
	int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd >= 0 && !fsync(fd);

	if (fd >= 0)
		close(fd);
	return good;
}

static bool store_at(struct arena *a, int folder, const char *random,
		     const struct bytes *what)
{
	const char *tmp = arena_printf(a, "tmp/%s", random);
	const char *goal = arena_printf(a, "files/%s", random);

	mkdirat(folder, "tmp", 0700);
	mkdirat(folder, "files", 0700);
	if (write_file(folder, tmp, what) &&
	    !renameat(folder, tmp, folder, goal))
		return sync_folder(folder, "files");
	unlinkat(folder, tmp, 0);
	return false;
}

static const char *digest_of(struct arena *a, const struct bytes *what)
{
	unsigned char digest[DIGEST_BYTES];

	crypto_generichash(digest, sizeof(digest),
			   (const unsigned char *)what->bytes, what->n, NULL,
			   0);
	return hex_encode(a, digest, sizeof(digest));
}

enum err attach_store_any(struct arena *a, const char *folder,
			  const struct bytes *what, struct upload *ret_upload)
{
	unsigned char random[16];
	size_t first = what->n < MEDIA_BYTES ? what->n : MEDIA_BYTES;
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct upload u = {
		.field = "",
		.name = media_name(a, what->name),
		.media_type =
			media_type((const unsigned char *)what->bytes, first),
		.bytes = (int64_t)what->n,
		.digest = digest_of(a, what),
	};
	bool good;

	random_bytes(random, sizeof(random));
	u.file = hex_encode(a, random, sizeof(random));
	good = fd >= 0 && store_at(a, fd, u.file, what);
	if (!good)
		log_error("file not stored: errno=%d", errno);
	if (fd >= 0)
		close(fd);
	if (!good)
		return ERR_UNAVAILABLE;
	*ret_upload = u;
	return OK;
}

enum err attach_store(struct arena *a, const char *folder,
		      const struct bytes *what, struct upload *ret_upload)
{
	size_t first = what->n < MEDIA_BYTES ? what->n : MEDIA_BYTES;

	if (!what->n || what->n > HTTP_FILE_MAX ||
	    str_empty(media_type((const unsigned char *)what->bytes, first)))
		return ERR_INVALID;
	return attach_store_any(a, folder, what, ret_upload);
}

enum err attach_twin(struct arena *a, const char *folder,
		     const struct upload *of, struct upload *ret_upload)
{
	unsigned char random[16];
	struct upload u = *of;

	random_bytes(random, sizeof(random));
	u.file = hex_encode(a, random, sizeof(random));
	if (link(arena_printf(a, "%s/files/%s", folder, of->file),
		 arena_printf(a, "%s/files/%s", folder, u.file))) {
		log_error("file not linked: errno=%d", errno);
		return ERR_UNAVAILABLE;
	}
	*ret_upload = u;
	return OK;
}

enum err attach_settle(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool good = fd >= 0 && sync_folder(fd, "files");

	if (fd >= 0)
		close(fd);
	return good ? OK : ERR_UNAVAILABLE;
}
