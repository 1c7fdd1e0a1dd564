/*
 * files.c: folders and locks of the data folder.
 */
#include "base/clock.h"
#include "sql/engine.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

void wait_ms(int ms)
{
	struct timespec ts = {ms / 1000, (ms % 1000) * 1000000L};

	nanosleep(&ts, NULL);
}

enum err lock_file(const char *path, int wait_for_ms, int *ret_fd)
{
	int64_t until = clock_mono_us() + wait_for_ms * INT64_C(1000);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);

	if (fd < 0)
		return ERR_UNAVAILABLE;
	while (flock(fd, LOCK_EX | LOCK_NB)) {
		if (errno != EWOULDBLOCK || clock_mono_us() >= until) {
			close(fd);
			return ERR_BUSY;
		}
		wait_ms(1);
	}
	*ret_fd = fd;
	return OK;
}

enum err make_folder(const char *path)
{
	struct stat st;

	if (!mkdir(path, 0750))
		return OK;
	if (errno == EEXIST && !stat(path, &st) && S_ISDIR(st.st_mode))
		return OK;
	return ERR_UNAVAILABLE;
}

enum err sync_path(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int rc;

	if (fd < 0)
		return ERR_UNAVAILABLE;
	rc = fsync(fd);
	close(fd);
	return rc ? ERR_UNAVAILABLE : OK;
}
