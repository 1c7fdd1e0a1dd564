/*
 * conn.c: one connection from its first byte to its last: reading, what was
 * read ahead, deadlines, closing.
 */
#include "http/conn.h"

#include <unistd.h>

enum { LINGER_BYTES = 64 << 20 }; /* what a refused sender may still send */

/* ---- what was read and not yet used ---- */

static void *need(void *p)
{
	if (!p)
		abort();
	return p;
}

/* Moves what is left to the start of memory of our own. */
static void input_hold(struct conn *c)
{
	if (c->left == 0) {
		free(c->held);
		c->held = NULL;
		c->held_cap = 0;
		return;
	}
	if (!c->held) {
		c->held = need(malloc(c->left));
		c->held_cap = c->left;
	}
	memmove(c->held, c->view, c->left);
	c->view = c->held;
}

static void input_add(struct conn *c, const char *bytes, size_t n)
{
	if (c->left == 0) {
		c->view = bytes;
		c->left = n;
		return;
	}
	if (c->held_cap < c->left + n) {
		c->held_cap = c->left + n;
		c->held = need(realloc(c->held, c->held_cap));
	}
	memcpy(c->held + c->left, bytes, n);
	c->view = c->held;
	c->left += n;
}

/* ---- reading ---- */

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buf)
{
	struct conn *c = handle->data;

	(void)suggested;
	*buf = uv_buf_init(c->server->scratch, SCRATCH);
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
	struct conn *c = stream->data;

	if (n > 0)
		input_add(c, buf->base, (size_t)n);
	if (n < 0)
		c->eof = true;
	if (n < 0 && n != UV_EOF)
		conn_close(c);
	else if (n != 0)
		conn_run(c);
}

static bool wants_input(const struct conn *c)
{
	switch (c->stage) {
	case STAGE_IDLE:
	case STAGE_HEAD:
	case STAGE_LINGER:
		return true;
	case STAGE_BODY:
		return !c->body.paused;
	default:
		/* Read ahead a little: stopping and starting costs more. */
		return c->left < HELD_MAX;
	}
}

static void reading_set(struct conn *c)
{
	bool want = !c->dead && !c->eof && wants_input(c);

	if (want == c->reading)
		return;
	c->reading = want;
	if (!want)
		uv_read_stop((uv_stream_t *)&c->tcp);
	else if (uv_read_start((uv_stream_t *)&c->tcp, on_alloc, on_read) != 0)
		conn_close(c);
}

/* One step with what is there; false when more must come first. */
static bool step(struct conn *c)
{
	if (c->dead || c->left == 0)
		return false;
	switch (c->stage) {
	case STAGE_IDLE:
	case STAGE_HEAD:
		return head_step(c);
	case STAGE_BODY:
		return !c->body.paused && body_step(c);
	case STAGE_LINGER:
		c->lingered += c->left;
		c->left = 0;
		if (c->lingered > LINGER_BYTES)
			conn_close(c);
		return false;
	default:
		return false;
	}
}

/* The client sends no more: what has begun and cannot end is over. */
static bool is_over(const struct conn *c)
{
	if (c->stage == STAGE_IDLE && c->server->draining)
		return true;
	if (!c->eof)
		return false;
	return c->stage == STAGE_IDLE || c->stage == STAGE_HEAD ||
	       c->stage == STAGE_LINGER ||
	       (c->stage == STAGE_BODY && !c->body.paused);
}

void conn_run(struct conn *c)
{
	if (c->running)
		return;
	c->running = true;
	while (step(c))
		;
	input_hold(c);
	c->running = false;
	if (!c->dead && is_over(c))
		conn_close(c);
	reading_set(c);
	conn_release(c);
}

/* ---- opening and closing ---- */

void conn_start(struct server *s, int fd, const struct addr *peer)
{
	struct conn *c = need(calloc(1, sizeof(*c)));

	c->server = s;
	c->peer = *peer;
	addr_text(peer, c->peer_text);
	c->trusted = cidr_holds(s->trusted, s->trusted_count, peer);
	c->next = s->conns;
	if (c->next)
		c->next->prev = c;
	s->conns = c;
	s->count++;
	server_share(s);
	c->deadline = uv_now(s->c.loop) + s->c.times.idle_ms;
	uv_tcp_init(s->c.loop, &c->tcp);
	c->tcp.data = c;
	if (uv_tcp_open(&c->tcp, fd) == 0) {
		conn_run(c);
		return;
	}
	close(fd);
	conn_close(c);
}

static void on_closed(uv_handle_t *handle)
{
	struct conn *c = handle->data;

	c->closed = true;
	conn_release(c);
}

void conn_close(struct conn *c)
{
	if (c->dead)
		return;
	c->dead = true;
	c->reading = false;
	sender_detach(c);
	body_abort(c);
	uv_close((uv_handle_t *)&c->tcp, on_closed);
}

/* For a client that does not read: what waits in the kernel goes too. */
static void conn_reset(struct conn *c)
{
	if (c->dead)
		return;
	c->dead = true;
	c->reading = false;
	sender_detach(c);
	if (uv_tcp_close_reset(&c->tcp, on_closed) != 0)
		uv_close((uv_handle_t *)&c->tcp, on_closed);
}

void conn_release(struct conn *c)
{
	struct server *s = c->server;

	if (!c->closed || c->running || c->stage == STAGE_OWNER)
		return;
	if (c->open)
		exchange_end(c);
	if (c->next)
		c->next->prev = c->prev;
	if (c->prev)
		c->prev->next = c->next;
	else
		s->conns = c->next;
	s->count--;
	server_share(s);
	free(c->held);
	server_left(s, c);
	free(c);
}

/* ---- after the reply ---- */

static void on_shutdown(uv_shutdown_t *req, int status)
{
	struct conn *c = req->data;

	if (status < 0)
		conn_close(c);
}

/*
 * Closing a socket with unread bytes resets it, and the reset can overtake
 * the reply: so the last word is a FIN, and we read on for a while.
 */
static void linger(struct conn *c)
{
	c->stage = STAGE_LINGER;
	c->deadline = uv_now(c->server->c.loop) + c->server->c.times.linger_ms;
	c->shutdown.data = c;
	if (uv_shutdown(&c->shutdown, (uv_stream_t *)&c->tcp, on_shutdown) != 0)
		conn_close(c);
}

void conn_replied(struct conn *c)
{
	exchange_end(c);
	if (c->dead)
		return;
	if (c->last && c->eof) {
		conn_close(c);
	} else if (c->last) {
		linger(c);
	} else {
		c->stage = STAGE_IDLE;
		c->deadline =
			uv_now(c->server->c.loop) + c->server->c.times.idle_ms;
	}
	conn_run(c);
}

void conn_tick(struct conn *c, uint64_t now)
{
	if (c->dead || c->stage == STAGE_OWNER || c->stage == STAGE_STORE)
		return;
	if (c->stage == STAGE_BODY) {
		if (body_late(c, now))
			conn_refuse(c, 408);
		return;
	}
	if (now < c->deadline)
		return;
	if (c->stage == STAGE_HEAD)
		head_late(c);
	else if (c->stage == STAGE_REPLY)
		conn_reset(c);
	else
		conn_close(c);
}
