/*
 * helper.h: slow work on hostile input, done in a sandboxed process beside
 * each worker. Today that is hashing passwords.
 *
 * The two talk over a SOCK_SEQPACKET pair that the supervisor keeps open, so
 * neither sees the other die: a helper that (re)starts says hello, and the
 * worker asks again what was in its hands.
 */
#ifndef APP_HELPER_H
#define APP_HELPER_H

#include "base/arena.h"
#include "base/err.h"
#include "http/http.h"

#include <stdint.h>
#include <uv.h>

enum { HELPER_PASSWORD_MAX = 1024, HELPER_HASH_MAX = 255 };

/* ---- on the wire: one packet each way, same machine, same binary ---- */

struct helper_question {
	uint32_t id;   /* never 0 */
	uint32_t kind; /* of struct work */
	char password[HELPER_PASSWORD_MAX + 1];
	char hash[HELPER_HASH_MAX + 1];
	char rehash[HELPER_PASSWORD_MAX + 1]; /* "" = none */
};

struct helper_answer {
	uint32_t id; /* 0 = hello */
	uint32_t verified;
	char new_hash[HELPER_HASH_MAX + 1]; /* "" = none */
};

/* ---- the worker's side ---- */

enum { HELPER_QUEUE_MAX = 20, HELPER_WAIT_MS = 5000 };

/* One parked request. Lives in its arena. */
struct helper_job {
	struct work *work; /* the question, and where the answer goes */
	struct arena *arena;
	void (*done)(struct helper_job *job, enum err err);
	void *owner;
	/* the client's own: */
	struct helper_job *next;
	int64_t give_up_us;
	int times_sent;
};

struct helper_client {
	uv_poll_t poll;
	uv_timer_t timer;
	int fd;
	uint32_t next_id;
	uint32_t asked_id;               /* in the helper's hands; 0 = none */
	struct helper_job *first, *last; /* first is the one asked */
	int waiting;
};

MUST_CHECK enum err helper_client_open(struct helper_client *c, uv_loop_t *loop,
				       int fd);
/*
 * Later calls done(OK), or done(ERR_UNAVAILABLE) when the helper was lost.
 * ERR_BUSY at once when too many wait already.
 */
MUST_CHECK enum err helper_ask(struct helper_client *c, struct helper_job *job);
void helper_client_close(struct helper_client *c);

/* Gives up everything but the open descriptors, memory and the clock. In those
 * for mails and photos, asking for a file is refused and no end: libraries ask
 * for a charset they do not have. The keeper gives up files only: it starts and
 * ends the processes for photos, and reads nothing of anybody's. */
enum sandbox { SANDBOX_PASSWORD, SANDBOX_MAIL, SANDBOX_IMAGE, SANDBOX_KEEPER };
MUST_CHECK enum err sandbox_enter(enum sandbox kind);

#endif
