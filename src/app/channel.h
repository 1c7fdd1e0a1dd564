/*
 * channel.h: how a process asks one in the sandbox: a pair of sockets says
 * when, a piece of shared memory holds what.
 *
 * Neither sees the other die while the supervisor keeps both ends, so one that
 * (re)starts says hello and is asked again what the one before it may have died
 * over. The one who asks copies what it finds before reading it, and believes
 * nothing in it.
 */
#ifndef APP_CHANNEL_H
#define APP_CHANNEL_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct packet {
	uint32_t id; /* 0 = hello */
	uint32_t what;
	uint64_t n;
};

struct channel {
	int asker, worker; /* the two ends; -1 = closed */
	char *area;        /* both sides see it */
	size_t size;
	uint32_t last_id;
};

#define CHANNEL_CLOSED \
 {                     \
  -1, -1, NULL, 0, 0   \
 }

/* Before the fork. ERR_UNAVAILABLE: no memory or sockets. */
MUST_CHECK enum err channel_make(struct channel *c, size_t size);
/* New sockets for the same memory. */
MUST_CHECK enum err channel_again(struct channel *c);
/* In a process that neither asks nor answers. */
void channel_forget(struct channel *c);
void channel_close(int *end);

/* ---- the side that answers ---- */

enum { CHANNEL_END = 3 }; /* its only descriptor, but those for the log */
/* Keeps this end and closes everything else. */
MUST_CHECK enum err channel_enter(const struct channel *c);
bool channel_say(const struct packet *p);
/* Waits for a question; false when nobody asks any more. */
bool channel_next(struct packet *ret_question);

/* ---- the side that asks ---- */

enum heard { HEARD_ANSWER, HEARD_DEATH, HEARD_NOTHING };

/* HEARD_DEATH: it died over this, twice. HEARD_NOTHING: nobody answered. */
enum heard channel_ask(struct channel *c, const struct packet *question,
		       int wait_ms, struct packet *ret_answer);
/* The memory goes back until the next question. */
void channel_rest(const struct channel *c);

#endif
