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

struct server_config {
	uv_loop_t *loop;
	const int *listen_fds; /* already listening; owned by the supervisor */
	size_t listen_count;
	const char *const *trusted; /* proxies: addresses or CIDR, NULL-ended */
	/* After the head: tenant and route are known, the body is not. The
	 * request has method, path, host, headers, ip. */
	void (*on_head)(struct server *s, struct exchange *x,
			struct body_policy *ret_policy);
	/* A complete request. The owner answers later by server_reply. */
	void (*on_request)(struct server *s, struct exchange *x);
	/* Builds a reply for something the server itself refuses (400, 408,
	 * 411, 413, 414, 417, 431, 501, 505): fills res in the reader's words. */
	void (*on_refuse)(struct server *s, struct exchange *x, int status);
	void *owner;
};

MUST_CHECK enum err server_start(const struct server_config *c,
				 struct server **ret_server);
void *server_owner(struct server *s);
/* Sends exchange.res with all security headers; x is the server's again. */
void server_reply(struct server *s, struct exchange *x);
/* Stops accepting, closes idle connections, lets running replies leave with
 * Connection: close; done_cb once all is quiet. */
void server_drain(struct server *s, void (*done_cb)(struct server *s));
size_t server_connections(const struct server *s);

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
