/*
 * channel.c: see channel.h.
 */
#include "app/channel.h"

#include "base/clock.h"

#include <errno.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

enum { TRIES = 2 };

static enum err make_pair(struct channel *c)
{
	int end[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, end))
		return ERR_UNAVAILABLE;
	c->asker = end[0];
	c->worker = end[1];
	return OK;
}

enum err channel_make(struct channel *c, size_t size)
{
	void *area = mmap(NULL, size, PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	*c = (struct channel)CHANNEL_CLOSED;
	if (area == MAP_FAILED)
		return ERR_UNAVAILABLE;
	if (make_pair(c)) {
		munmap(area, size);
		return ERR_UNAVAILABLE;
	}
	c->area = area;
	c->size = size;
	return OK;
}

void channel_close(int *end)
{
	if (*end >= 0)
		close(*end);
	*end = -1;
}

enum err channel_again(struct channel *c)
{
	channel_close(&c->asker);
	channel_close(&c->worker);
	return make_pair(c);
}

void channel_forget(struct channel *c)
{
	channel_close(&c->asker);
	channel_close(&c->worker);
	if (c->area)
		munmap(c->area, c->size);
	c->area = NULL;
}

/* ---- the side that answers ---- */

enum err channel_enter(const struct channel *c)
{
	if (c->worker != CHANNEL_END && dup2(c->worker, CHANNEL_END) < 0)
		return ERR_UNAVAILABLE;
	return close_range(CHANNEL_END + 1, ~0U, 0) ? ERR_UNAVAILABLE : OK;
}

bool channel_say(const struct packet *p)
{
	return send(CHANNEL_END, p, sizeof(*p), MSG_NOSIGNAL) == sizeof(*p);
}

bool channel_next(struct packet *ret_question)
{
	ssize_t n;

	do {
		n = recv(CHANNEL_END, ret_question, sizeof(*ret_question), 0);
	} while (n < 0 && errno == EINTR);
	return n == sizeof(*ret_question);
}

/* ---- the side that asks ---- */

static bool put(struct channel *c, const struct packet *q)
{
	return send(c->asker, q, sizeof(*q), MSG_NOSIGNAL) == sizeof(*q);
}

/* What is next; HEARD_ANSWER may be anybody's. */
static enum heard hear_one(struct channel *c, int64_t until,
			   struct packet *ret_answer)
{
	struct pollfd p = {.fd = c->asker, .events = POLLIN};
	int64_t left_ms;

	do {
		left_ms = (until - clock_mono_us()) / 1000;
		if (left_ms <= 0)
			return HEARD_NOTHING;
	} while (poll(&p, 1, (int)left_ms) <= 0);
	return recv(c->asker, ret_answer, sizeof(*ret_answer), 0) ==
			       sizeof(*ret_answer)
		       ? HEARD_ANSWER
		       : HEARD_DEATH;
}

/* Hellos and answers of an earlier life. */
static void clear(struct channel *c)
{
	struct packet old;

	while (recv(c->asker, &old, sizeof(old), MSG_DONTWAIT) > 0)
		;
}

/* A hello says that a new one has begun: it is asked, too, for the one before
 * may have died over the question. The answer counts once. */
enum heard channel_ask(struct channel *c, const struct packet *question,
		       int wait_ms, struct packet *ret_answer)
{
	int64_t until = clock_mono_us() + wait_ms * (int64_t)1000;
	struct packet q = *question;
	int hellos = 0;

	clear(c);
	if (!++c->last_id)
		c->last_id = 1;
	q.id = c->last_id;
	if (!put(c, &q))
		return HEARD_DEATH;
	for (;;) {
		enum heard h = hear_one(c, until, ret_answer);

		if (h != HEARD_ANSWER || ret_answer->id == q.id)
			return h;
		if (ret_answer->id)
			continue; /* to somebody before us */
		if (++hellos > TRIES || !put(c, &q))
			return HEARD_DEATH;
	}
}

void channel_rest(const struct channel *c)
{
	madvise(c->area, c->size, MADV_REMOVE);
}
