/*
 * conn.h: one connection, inside http/ only.
 *
 * A connection carries one request at a time; what a client sends ahead waits
 * in its buffer. Stages:
 *
 *	IDLE -> HEAD -> [BODY -> [STORE]] -> OWNER -> REPLY -> IDLE or LINGER
 *
 * The struct lives until its socket is closed and its exchange has come back
 * from the owner, whichever is later.
 */
#ifndef HTTP_CONN_H
#define HTTP_CONN_H

#include "http/head.h"
#include "http/multipart.h"
#include "http/proxy.h"
#include "http/server.h"
#include "http/spool.h"

#include "base/str.h"

#include <llhttp.h>
#include <uv.h>
#include <zlib.h>

enum {
	SCRATCH = 64 * 1024,       /* bytes of one read */
	HELD_MAX = 64 * 1024,      /* read ahead at most */
	ADDRESS_SLOTS = 16 * 1024, /* counters of connections by address */
	EXCHANGE_ARENA = 16 << 20, /* bytes one request may use */
};

enum stage {
	STAGE_IDLE, /* no byte of a request yet */
	STAGE_HEAD, /* a part of a head */
	STAGE_BODY,
	STAGE_STORE,  /* body complete, files on their way to the disk */
	STAGE_OWNER,  /* somebody is making the answer */
	STAGE_REPLY,  /* bytes are leaving */
	STAGE_LINGER, /* all said; reading on so that the client can read */
};

enum body_kind { BODY_EMPTY, BODY_URLENCODED, BODY_MULTIPART };

/* A body while it arrives. */
struct body_state {
	enum body_kind kind;
	int refused;    /* the status a callback of llhttp wants */
	uint64_t bytes; /* of content so far */
	uint64_t max;
	size_t extensions; /* bytes of chunk extensions */
	bool trailing;     /* the last chunk has come */
	struct str text;   /* urlencoded */
	struct multipart *multipart;
	struct spool *spool; /* BODY_FILES */
	size_t field_bytes;
	struct pair *fields;
	size_t field_count;
	struct str value; /* of the field that is arriving */
	const char *name; /* its name; NULL: a file's bytes arrive */
	bool unstored;    /* a file could not be: the rest is read over */
	bool paused;      /* the disk is behind */
	uint64_t paused_at;
	uint64_t window_at;    /* when the present rate window began */
	uint64_t window_bytes; /* content in it */
};

struct sender;

struct conn {
	struct exchange x; /* first: server_reply() finds the rest by it */
	struct arena arena;
	struct form form;
	struct server *server;
	struct conn *next, *prev;
	uv_tcp_t tcp;
	uv_write_t write;
	uv_shutdown_t shutdown;
	struct addr peer;
	char peer_text[ADDR_TEXT_MAX];
	char client_text[ADDR_TEXT_MAX];
	char id[24];
	bool trusted; /* the peer is a proxy we believe */
	bool counted; /* in server.per_address */
	enum stage stage;
	bool open;    /* an exchange has begun */
	bool running; /* conn_run() is on the stack */
	bool reading;
	bool dead;         /* uv_close() was called */
	bool closed;       /* and has come back */
	bool eof;          /* the client sends no more */
	bool complete;     /* the whole request has been read */
	bool last;         /* no request after this one */
	uint64_t deadline; /* of the stage, in uv_now() */
	const char *view;  /* what was read and not yet used */
	size_t left;
	char *held; /* memory of our own for it, or NULL */
	size_t held_cap;
	size_t lingered;
	struct head_watch watch;
	struct req_head head;
	llhttp_t parser;
	struct body_state body;
	struct sender *sender; /* a file that is leaving */
	size_t reply_bytes;
	int64_t begun_us;
};

struct server {
	struct server_config c;
	uv_timer_t tick, turn;
	uv_poll_t *listeners;
	size_t handles; /* open, for the end */
	struct conn *conns;
	size_t count, max;
	struct cidr *trusted;
	size_t trusted_count;
	bool draining, accepting;
	void (*done_cb)(struct server *s);
	uint16_t per_address[ADDRESS_SLOTS];
	unsigned char hash_key[16];
	uint32_t id_base;
	uint64_t id_count;
	z_stream gzip;
	bool gzip_ready;
	int64_t date_s;
	char date[80];
	char scratch[SCRATCH];
};

/* Tells the other workers how many connections this one has. */
void server_share(struct server *s);

/* ---- conn.c ---- */
void conn_start(struct server *s, int fd, const struct addr *peer);
/* Closes the socket now; harmless when it is closing. */
void conn_close(struct conn *c);
/* As far as it goes with what has been read. */
void conn_run(struct conn *c);
/* The last byte of the reply has left. */
void conn_replied(struct conn *c);
/* Frees it when nothing holds it any more. */
void conn_release(struct conn *c);
/* Looks at the deadlines. */
void conn_tick(struct conn *c, uint64_t now);

/* ---- exchange.c ---- */
/* Looks for a head in c->view; false when more must come. */
bool head_step(struct conn *c);
/* The head took too long. */
void head_late(struct conn *c);
/* A whole request: into the owner's hands. */
void conn_deliver(struct conn *c);
/* Answers with what the owner says about the status. */
void conn_refuse(struct conn *c, int status);
/* Logs the line, gives the memory back. */
void exchange_end(struct conn *c);

/* ---- body.c: framing and content ---- */
/* Gives llhttp the head; 0, or 400 when it disagrees with us. */
int body_frame(struct conn *c, const char *bytes, size_t n);
/* What the body will be, by policy and headers; 0 or the status to refuse. */
int body_begin(struct conn *c, const struct body_policy *policy);
/* Uses c->view; false when more must come. */
bool body_step(struct conn *c);
/* Too slow or too long? */
bool body_late(struct conn *c, uint64_t now);
void body_abort(struct conn *c);

/* ---- reply.c ---- */
/* On every reply, a connection turned away at the door too.
 *
 * same-origin, and not no-referrer: a form of such a page would come with
 * "Origin: null" (Fetch, "append a request Origin header"), as if from a
 * stranger. */
#define HEADERS_ALWAYS                                 \
 "Referrer-Policy: same-origin\r\n"                    \
 "X-Content-Type-Options: nosniff\r\n"                 \
 "X-Frame-Options: DENY\r\n"                           \
 "Cross-Origin-Opener-Policy: same-origin\r\n"         \
 "Cross-Origin-Resource-Policy: same-origin\r\n"       \
 "Permissions-Policy: geolocation=(self), camera=(), " \
 "microphone=(), payment=(), usb=()\r\n"
#define HEADER_CSP                                                 \
 "Content-Security-Policy: default-src 'none'; style-src 'self'; " \
 "script-src 'self'; img-src 'self' data:; font-src 'self'; "      \
 "connect-src 'self'; manifest-src 'self'; form-action 'self'; "   \
 "frame-ancestors 'none'; base-uri 'none'\r\n"
/* Sends x.res; conn_replied() follows. */
void reply_start(struct conn *c);

/* ---- file.c ---- */
/* Opens res.file and sets body_len; false when another answer has begun. */
bool file_open(struct conn *c);
void file_send(struct conn *c, const uv_buf_t *head);
/* The connection goes: what still runs in the pool cleans up by itself. */
void sender_detach(struct conn *c);

/* ---- static.c, accept.c ---- */
/* True when the path is an asset's; fills the response. */
bool static_answer(struct exchange *x);
/* The coding's own weight in Accept-Encoding, else that of "*". */
bool accepts_encoding(const struct request *req, const char *coding);

/* ---- server.c ---- */
void server_left(struct server *s, struct conn *c);

#endif
