/*
 * imager.c: see imager.h.
 */
#include "app/imager.h"

#include "app/app.h"
#include "app/helper.h"
#include "attach/photo.h"
#include "base/log.h"
#include "base/str.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* What both sides see. */
struct area {
	char in[IMAGE_IN_MAX];
	struct image_cover cover[IMAGE_COVERS_MAX];
	struct image_made made;
	char out[IMAGE_OUT_MAX];
};

enum {
	LIFE_MS = 30000, /* of one process: its 10 s, on a busy machine */
	WAIT_MS = 75000, /* two of them */
};

/* What became of the process of a photo. */
enum end { END_DONE, END_SLOW, END_DEAD, END_UNABLE };

enum err imager_make(struct channel *c)
{
	return channel_make(c, sizeof(struct area));
}

/* ---- the process of one photo ---- */

static void unpack(struct area *area, const struct packet *q)
{
	size_t covers = q->what < IMAGE_COVERS_MAX ? q->what : IMAGE_COVERS_MAX;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	close(CHANNEL_END);
#ifndef __SANITIZE_ADDRESS__
	close_range(0, ~0U, 0); /* no log either */
#endif
	if (q->n > IMAGE_IN_MAX || sandbox_enter(SANDBOX_IMAGE))
		_exit(EXIT_FAILED);
	image_make(area->in, q->n, area->cover, covers, area->out, &area->made);
	_exit(EXIT_OK);
}

/* ---- the keeper ---- */

static bool ends_in_time(pid_t pid)
{
	struct pollfd p = {.fd = pidfd_open(pid, 0), .events = POLLIN};
	int n;

	do {
		n = poll(&p, 1, LIFE_MS);
	} while (n < 0 && errno == EINTR);
	close(p.fd);
	return n > 0;
}

static enum end wait_for(pid_t pid)
{
	bool in_time = ends_in_time(pid);
	int status = 0;

	if (!in_time)
		kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_OK)
		return END_DONE;
	log_warn("photo not unpacked: signal=%d status=%d",
		 WIFSIGNALED(status) ? WTERMSIG(status) : 0,
		 WIFEXITED(status) ? WEXITSTATUS(status) : 0);
	if (!in_time || (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU))
		return END_SLOW;
	return END_DEAD;
}

static enum end unpack_one(struct area *area, const struct packet *q)
{
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (!pid)
		unpack(area, q);
	return pid < 0 ? END_UNABLE : wait_for(pid);
}

int imager_main(const struct channel *c)
{
	bool loaded = image_load();
	struct packet p = {.id = 0};
	struct packet q;

	if (!loaded)
		log_error("photos wait: libvips is not there (libvips42)");
	if (channel_enter(c) || sandbox_enter(SANDBOX_KEEPER)) {
		log_error("imager cannot enter its sandbox: errno=%d", errno);
		return EXIT_FAILED;
	}
	while (channel_say(&p) && channel_next(&q))
		p = (struct packet){
			.id = q.id,
			.what = loaded ? unpack_one((struct area *)c->area, &q)
				       : END_UNABLE,
		};
	return EXIT_OK;
}

/* ---- the side that asks ---- */

static struct channel *used;

/* Out of reach of whoever wrote it, then looked at. */
static void take(struct arena *a, const struct area *area,
		 struct image_made *ret_made, const char **ret_out)
{
	struct image_made made;
	char *out = arena_alloc(a, IMAGE_OUT_MAX);

	memcpy(&made, &area->made, sizeof(made));
	if (made.fate >= IMAGE_FATE__COUNT)
		made.fate = IMAGE_BROKEN;
	if (made.fate == IMAGE_MADE) {
		memcpy(out, area->out, IMAGE_OUT_MAX);
		if (!image_made_ok(&made, out))
			made = (struct image_made){.fate = IMAGE_BROKEN};
	}
	*ret_made = made;
	*ret_out = out;
}

static enum err answered(struct arena *a, const struct packet *said,
			 struct image_made *ret_made, const char **ret_out)
{
	*ret_out = NULL;
	switch (said->what) {
	case END_DONE:
		take(a, (struct area *)used->area, ret_made, ret_out);
		return OK;
	case END_SLOW:
		*ret_made = (struct image_made){.fate = IMAGE_TOO_SLOW};
		return OK;
	case END_DEAD:
		*ret_made = (struct image_made){.fate = IMAGE_BROKEN};
		return OK;
	default:
		return ERR_BUSY;
	}
}

static enum err ask(struct arena *a, const struct photo_in *in,
		    struct image_made *ret_made, const char **ret_out)
{
	struct area *area = (struct area *)used->area;
	struct packet q = {.what = (uint32_t)in->cover_count, .n = in->n};
	struct packet said;
	enum err err = ERR_UNAVAILABLE;

	if (in->n > IMAGE_IN_MAX || in->cover_count > IMAGE_COVERS_MAX)
		return ERR_INVALID;
	memcpy(area->in, in->bytes, in->n);
	for (size_t i = 0; i < in->cover_count; i++)
		area->cover[i] = in->covers[i];
	if (channel_ask(used, &q, WAIT_MS, &said) == HEARD_ANSWER)
		err = answered(a, &said, ret_made, ret_out);
	channel_rest(used);
	return err;
}

void imager_use(struct channel *c)
{
	used = c;
	photo_unpack = ask;
}
