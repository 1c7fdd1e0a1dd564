/*
 * server.h: sockets on one side, whole requests on the other.
 *
 * HTTP/1.1 by llhttp on libuv (RFC 9110, 9112). Slow clients wait here and
 * never reach a handler. The server knows no route and no tenant: it asks its
 * owner (app/worker.c) through these callbacks.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "http/http.h"

#include <uv.h>

struct server;

/* A request that is being read or answered. The arena of exchange.req lives
 * until the last byte of the reply has left. */
struct exchange {
	struct request req;
	struct response res;
	struct exchange *next; /* the owner's queue */
	int64_t arrived_us;    /* mono, when it was complete */
	void *owner;           /* free for the owner */
};

/* What the head of a request may be followed by. */
struct body_policy {
	enum body body;
	const char *
		folder; /* BODY_FILES: where files/ and tmp/ are (DIR/<slug>) */
	int refuse_status; /* not 0: answer this at once (404, 405, 413, ...) */
};

/* How long a client may take. 0 = the default in brackets. */
struct server_times {
	unsigned idle_ms; /* between requests (60 s) */
	unsigned head_ms; /* a head, from its first byte (10 s) */
	unsigned body_ms; /* a body in all (30 min) */
	unsigned rate_ms; /* a body's rate is looked at this often (60 s) */
	unsigned rate;    /* and must be as many bytes a second (1000) */
	unsigned
		reply_ms; /* a reply (60 s), and 1 s more for each 16 kB of it */
	unsigned linger_ms; /* reading on after a last reply (5 s) */
};

struct server_config {
	uv_loop_t *loop;
	const int *listen_fds; /* already listening; owned by the supervisor */
	size_t listen_count;
	const char *const *trusted; /* proxies: addresses or CIDR, NULL-ended */
	/* Connections of one address to this process; 0 = HTTP_PER_ADDRESS_MAX
	 * (HTTP_LOOPBACK_MAX). With N workers give each an N-th. */
	unsigned per_address, per_loopback;
	/* In shared memory: how many connections each of the workers has that
	 * accept from the same sockets, and which is this one; NULL = alone. */
	_Atomic int *connections;
	size_t worker, worker_count;
	struct server_times times;
	/* After the head: the owner looks up tenant and route and says what body
	 * is welcome. The request has method, path, query, args, host, headers,
	 * ip. */
	void (*on_head)(struct server *s, struct exchange *x,
			struct body_policy *ret_policy);
	/* A complete request. The owner answers later by server_reply. */
	void (*on_request)(struct server *s, struct exchange *x);
	/* Builds a reply for something the server itself refuses (400, 405, 408,
	 * 411, 413, 414, 415, 417, 431, 501, 505, and 503 when an upload could
	 * not be stored) and for on_head's refuse_status: fills res in the
	 * reader's words. The request may be half known: method OTHER, path "/",
	 * host "". */
	void (*on_refuse)(struct server *s, struct exchange *x, int status);
	void *owner;
};

/* Copies what it needs of the config but the callbacks' owner. ERR_INVALID for
 * a proxy that is no address. Ignores SIGPIPE. */
MUST_CHECK enum err server_start(const struct server_config *c,
				 struct server **ret_server);
void *server_owner(struct server *s);
/* Sends exchange.res with all security headers; x is the server's again. */
void server_reply(struct server *s, struct exchange *x);
/* Stops accepting, closes idle connections, lets running requests come and
 * their replies leave with Connection: close; done_cb once all is quiet, and
 * after it the server is gone. */
void server_drain(struct server *s, void (*done_cb)(struct server *s));

/* Static files: built by tools/embed.c into a table, hashed names, identity,
 * gzip and brotli forms, ETag. Served by the server before on_request. */
struct asset {
	const char *name; /* "kaiku.css" */
	const char *path; /* "/static/kaiku.1a2b3c4d.css" */
	const char *type;
	const char *etag;
	const unsigned char *bytes, *gzip,
		*brotli; /* gzip, brotli may be NULL */
	size_t size, gzip_size, brotli_size;
};
extern const struct asset assets[]; /* ends with name NULL */
/* "/static/..." of an asset; the build fails on names templates misspell. */
const char *asset_path(const char *name);

#endif
