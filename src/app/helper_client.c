/*
 * helper_client.c: the worker's side of its helper. One question at a time;
 * the others wait in order. A lost question is asked once more.
 */
#include "app/helper.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/str.h"

#include <sys/socket.h>

enum { TIMES_MAX = 2 };

static bool copy(char *to, size_t size, const char *from)
{
	size_t n = from ? strlen(from) : 0;

	if (n >= size)
		return false;
	memcpy(to, from ? from : "", n + 1);
	return true;
}

static bool put_question(const struct work *w, struct helper_question *q)
{
	q->kind = w->kind;
	return copy(q->password, sizeof(q->password), w->password) &&
	       copy(q->hash, sizeof(q->hash), w->hash) &&
	       copy(q->rehash, sizeof(q->rehash), w->rehash);
}

static void finish(struct helper_client *c, enum err err)
{
	struct helper_job *job = c->first;

	c->first = job->next;
	if (!c->first)
		c->last = NULL;
	c->waiting--;
	c->asked_id = 0;
	job->done(job, err);
}

/* False: it cannot be asked (again); it is finished. */
static bool ask_first(struct helper_client *c)
{
	struct helper_question q = {.id = 0};
	struct helper_job *job = c->first;

	if (job->times_sent++ == TIMES_MAX || !put_question(job->work, &q)) {
		finish(c, ERR_UNAVAILABLE);
		return false;
	}
	if (!++c->next_id)
		c->next_id = 1;
	q.id = c->asked_id = c->next_id;
	/* Should this fail, the timer ends it. */
	(void)!send(c->fd, &q, sizeof(q), MSG_DONTWAIT | MSG_NOSIGNAL);
	explicit_bzero(&q, sizeof(q));
	return true;
}

static void wait_for_first(struct helper_client *c);

static void ask_next(struct helper_client *c)
{
	while (c->first && !c->asked_id)
		if (ask_first(c))
			break;
	wait_for_first(c);
}

static void on_timeout(uv_timer_t *timer)
{
	struct helper_client *c = timer->data;

	if (c->first && c->first->give_up_us <= clock_mono_us())
		finish(c, ERR_UNAVAILABLE);
	ask_next(c);
}

static void wait_for_first(struct helper_client *c)
{
	if (!c->first) {
		uv_timer_stop(&c->timer);
		return;
	}
	int64_t wait_us = c->first->give_up_us - clock_mono_us();
	uint64_t wait_ms = wait_us > 0 ? (uint64_t)wait_us / 1000 + 1 : 0;
	uv_timer_start(&c->timer, on_timeout, wait_ms, 0);
}

static void take_answer(struct helper_client *c, struct helper_answer *a)
{
	struct helper_job *job = c->first;

	if (!job || a->id != c->asked_id)
		return; /* of an earlier life of this worker */
	a->new_hash[HELPER_HASH_MAX] = '\0';
	job->work->verified = a->verified == 1;
	if (*a->new_hash)
		job->work->new_hash = arena_strdup(job->arena, a->new_hash);
	bool failed = job->work->kind == WORK_HASH && !*a->new_hash;
	finish(c, failed ? ERR_UNAVAILABLE : OK);
}

static void on_readable(uv_poll_t *poll, int status, int events)
{
	struct helper_client *c = poll->data;
	struct helper_answer a;

	(void)events;
	while (!status &&
	       recv(c->fd, &a, sizeof(a), MSG_DONTWAIT) == sizeof(a)) {
		if (a.id)
			take_answer(c, &a);
		else
			c->asked_id = 0; /* a new helper knows nothing of it */
		ask_next(c);
	}
}

enum err helper_client_open(struct helper_client *c, uv_loop_t *loop, int fd)
{
	*c = (struct helper_client){.fd = fd};
	/* Answers to a worker that died must not look like ours. */
	random_bytes(&c->next_id, sizeof(c->next_id));
	if (uv_poll_init(loop, &c->poll, fd) || uv_timer_init(loop, &c->timer))
		return ERR_UNAVAILABLE;
	c->poll.data = c->timer.data = c;
	return uv_poll_start(&c->poll, UV_READABLE, on_readable)
		       ? ERR_UNAVAILABLE
		       : OK;
}

enum err helper_ask(struct helper_client *c, struct helper_job *job)
{
	if (c->waiting >= HELPER_QUEUE_MAX)
		return ERR_BUSY;
	job->next = NULL;
	job->times_sent = 0;
	job->give_up_us = clock_mono_us() + HELPER_WAIT_MS * (int64_t)1000;
	if (c->last)
		c->last->next = job;
	else
		c->first = job;
	c->last = job;
	c->waiting++;
	ask_next(c);
	return OK;
}

void helper_client_close(struct helper_client *c)
{
	uv_poll_stop(&c->poll);
	uv_close((uv_handle_t *)&c->poll, NULL);
	uv_close((uv_handle_t *)&c->timer, NULL);
}
