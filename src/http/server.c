/*
 * server.c: listening sockets, the clock of the deadlines, the way out.
 *
 * Workers share the listening sockets, and each takes one connection per turn
 * of its loop: a worker that is busy turns slower and takes fewer. One that has
 * more than another lets it go first: the kernel wakes all, and of a burst of
 * clients who stay (a proxy's, a page's) one worker would carry most.
 */
#include "http/conn.h"

#include "base/id.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sodium.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
	TICK_MS = 250,
	TURN_MS = 2,     /* how long another may take to come by */
	MORE_MAX = 2,    /* connections more than another has */
	SPARE_FDS = 128, /* for databases, uploads, mail */
	FEW_FDS = 256,
	CONNECTIONS_MAX = 20000,
};

/* ---- connections by address ---- */

/* A hash may join two addresses: that only makes the ceiling stricter. */
static uint16_t *address_slot(struct server *s, const struct addr *addr)
{
	unsigned char out[crypto_shorthash_BYTES];
	struct addr one = *addr;
	uint32_t n;

	addr_mask_household(&one);
	crypto_shorthash(out, one.byte, sizeof(one.byte), s->hash_key);
	memcpy(&n, out, sizeof(n));
	return &s->per_address[n % ADDRESS_SLOTS];
}

static unsigned address_max(const struct server *s, const struct addr *addr)
{
	if (cidr_holds(s->trusted, s->trusted_count, addr))
		return UINT16_MAX;
	return addr_loopback(addr) ? s->c.per_loopback : s->c.per_address;
}

/* ---- accepting ---- */

static const char too_many[] = "HTTP/1.1 503 Service Unavailable\r\n"
			       "Retry-After: 5\r\n" HEADERS_ALWAYS HEADER_CSP
			       "Cache-Control: no-store\r\n"
			       "Content-Length: 0\r\n"
			       "Connection: close\r\n\r\n";

static void turn_away(int fd)
{
	char unread[4096];

	(void)!send(fd, too_many, sizeof(too_many) - 1,
		    MSG_DONTWAIT | MSG_NOSIGNAL);
	/* Closed with bytes unread a socket is reset, and the reset can
	 * overtake the answer. */
	(void)!recv(fd, unread, sizeof(unread), MSG_DONTWAIT);
	close(fd);
}

/* Room for one more: the connection that has idled longest makes it. False
 * when all are at work: what is spared for databases and uploads stays so. */
static bool make_room(struct server *s)
{
	struct conn *oldest = NULL;

	for (struct conn *c = s->conns; c; c = c->next)
		if (c->stage == STAGE_IDLE && !c->dead &&
		    (!oldest || c->deadline < oldest->deadline))
			oldest = c;
	if (oldest)
		conn_close(oldest);
	return oldest != NULL;
}

static void listening(struct server *s, bool on);

static void accept_one(struct server *s, uv_poll_t *poll)
{
	struct sockaddr_storage from = {0};
	socklen_t len = sizeof(from);
	struct addr peer;
	uint16_t *slot;
	uv_os_fd_t listener;
	int fd, one = 1;

	if (uv_fileno((uv_handle_t *)poll, &listener) != 0)
		return;
	fd = accept4(listener, (struct sockaddr *)&from, &len,
		     SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (fd < 0) {
		/* Out of descriptors: look again at the next tick. */
		if (errno == EMFILE || errno == ENFILE || errno == ENOMEM)
			listening(s, false);
		return;
	}
	if (!addr_from_socket((struct sockaddr *)&from, &peer)) {
		close(fd);
		return;
	}
	slot = address_slot(s, &peer);
	if (*slot >= address_max(s, &peer) ||
	    (s->count >= s->max && !make_room(s))) {
		turn_away(fd);
		return;
	}
	++*slot;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	conn_start(s, fd, &peer);
}

/* ---- whose turn ---- */

void server_share(struct server *s)
{
	if (s->c.connections)
		atomic_store(&s->c.connections[s->c.worker], (int)s->count);
}

static bool others_first(const struct server *s)
{
	for (size_t i = 0; s->c.connections && i < s->c.worker_count; i++)
		if (s->count >
		    (size_t)atomic_load(&s->c.connections[i]) + MORE_MAX)
			return true;
	return false;
}

/* Whom nobody took meanwhile (the other may be busy, or gone), this one takes. */
static void on_turn(uv_timer_t *timer)
{
	struct server *s = timer->data;

	if (s->draining)
		return;
	listening(s, true);
	for (size_t i = 0; i < s->c.listen_count; i++)
		accept_one(s, &s->listeners[i]);
}

static void on_connection(uv_poll_t *poll, int status, int events)
{
	struct server *s = poll->data;

	if (status < 0 || !(events & UV_READABLE))
		return;
	if (others_first(s)) {
		listening(s, false);
		uv_timer_start(&s->turn, on_turn, TURN_MS, 0);
		return;
	}
	accept_one(s, poll);
}

static void listening(struct server *s, bool on)
{
	for (size_t i = 0; i < s->c.listen_count; i++) {
		if (on)
			uv_poll_start(&s->listeners[i], UV_READABLE,
				      on_connection);
		else
			uv_poll_stop(&s->listeners[i]);
	}
	s->accepting = on;
}

/* ---- time ---- */

static void on_tick(uv_timer_t *timer)
{
	struct server *s = timer->data;
	uint64_t now = uv_now(s->c.loop);
	struct conn *next;

	for (struct conn *c = s->conns; c; c = next) {
		next = c->next;
		conn_tick(c, now);
	}
	if (!s->accepting && !s->draining)
		listening(s, true);
}

/* ---- the way out ---- */

static void on_handle_closed(uv_handle_t *handle)
{
	struct server *s = handle->data;

	if (--s->handles > 0)
		return;
	s->done_cb(s);
	if (s->gzip_ready)
		deflateEnd(&s->gzip);
	free(s->listeners);
	free(s->trusted);
	free(s);
}

static void close_handles(struct server *s)
{
	uv_close((uv_handle_t *)&s->tick, on_handle_closed);
	uv_close((uv_handle_t *)&s->turn, on_handle_closed);
	for (size_t i = 0; i < s->c.listen_count; i++)
		uv_close((uv_handle_t *)&s->listeners[i], on_handle_closed);
}

void server_left(struct server *s, struct conn *c)
{
	--*address_slot(s, &c->peer);
	if (s->draining && s->count == 0)
		close_handles(s);
}

void server_drain(struct server *s, void (*done_cb)(struct server *s))
{
	if (s->draining)
		return;
	s->draining = true;
	s->done_cb = done_cb;
	listening(s, false);
	if (s->count == 0)
		close_handles(s);
	for (struct conn *c = s->conns; c; c = c->next)
		if (c->stage == STAGE_IDLE)
			conn_close(c);
}

/* ---- start ---- */

static void default_to(unsigned *value, unsigned otherwise)
{
	if (!*value)
		*value = otherwise;
}

static void set_defaults(struct server_config *c)
{
	default_to(&c->per_address, HTTP_PER_ADDRESS_MAX);
	default_to(&c->per_loopback, HTTP_LOOPBACK_MAX);
	default_to(&c->times.idle_ms, 60 * 1000);
	default_to(&c->times.head_ms, 10 * 1000);
	default_to(&c->times.body_ms, 30 * 60 * 1000);
	default_to(&c->times.rate_ms, 60 * 1000);
	default_to(&c->times.rate, 1000);
	default_to(&c->times.reply_ms, 60 * 1000);
	default_to(&c->times.linger_ms, 5 * 1000);
}

static enum err read_trusted(struct server *s, const char *const *list)
{
	size_t n = 0;

	while (list && list[n])
		n++;
	s->trusted = calloc(n + 1, sizeof(*s->trusted));
	if (!s->trusted)
		return ERR_UNAVAILABLE;
	for (; s->trusted_count < n; s->trusted_count++)
		if (!cidr_parse(list[s->trusted_count],
				&s->trusted[s->trusted_count]))
			return ERR_INVALID;
	return OK;
}

static size_t connections_max(void)
{
	struct rlimit limit;
	size_t fds = 1024;

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
		fds = limit.rlim_cur;
	if (fds > CONNECTIONS_MAX + SPARE_FDS)
		return CONNECTIONS_MAX;
	return fds > FEW_FDS ? fds - SPARE_FDS : fds / 2;
}

static void open_handles(struct server *s)
{
	uv_timer_init(s->c.loop, &s->tick);
	s->tick.data = s;
	uv_timer_start(&s->tick, on_tick, TICK_MS, TICK_MS);
	uv_timer_init(s->c.loop, &s->turn);
	s->turn.data = s;
	for (size_t i = 0; i < s->c.listen_count; i++) {
		if (uv_poll_init(s->c.loop, &s->listeners[i],
				 s->c.listen_fds[i]) != 0)
			abort(); /* no socket: the supervisor is broken */
		s->listeners[i].data = s;
	}
	s->handles = 2 + s->c.listen_count;
	server_share(s);
	listening(s, true);
}

enum err server_start(const struct server_config *c, struct server **ret_server)
{
	struct server *s = calloc(1, sizeof(*s));
	enum err err;

	if (!s)
		return ERR_UNAVAILABLE;
	s->c = *c;
	set_defaults(&s->c);
	err = read_trusted(s, c->trusted);
	s->listeners = calloc(c->listen_count + 1, sizeof(*s->listeners));
	if (err || !s->listeners) {
		free(s->listeners);
		free(s->trusted);
		free(s);
		return err ? err : ERR_UNAVAILABLE;
	}
	signal(SIGPIPE, SIG_IGN);
	random_bytes(s->hash_key, sizeof(s->hash_key));
	random_bytes(&s->id_base, sizeof(s->id_base));
	s->date_s = -1;
	s->max = connections_max();
	open_handles(s);
	*ret_server = s;
	return OK;
}

void *server_owner(struct server *s)
{
	return s->c.owner;
}
