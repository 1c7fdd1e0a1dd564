/*
 * tiles.h: squares of a map from another server, fetched for a worker by a
 * process each, a few at a time: no worker ever waits for somebody else's
 * machine, and what it sends is read by a process that ends.
 */
#ifndef APP_TILES_H
#define APP_TILES_H

#include "app/helper.h"

enum { TILES_AT_ONCE = 4, TILES_QUEUE_MAX = 64, TILES_WAIT_S = 12 };
enum { PLACES_WAIT_S = 3 }; /* the service itself has 2 s */
#define TILES_COMMAND  "fetch-tile"
#define PLACES_COMMAND "fetch-places"

struct tiles {
	uv_loop_t *loop;
	struct helper_job *first, *last; /* wait for their turn */
	int waiting, running;
};

/* Later calls done(OK), whether the file is there or not. ERR_BUSY at once
 * when too many wait already. */
MUST_CHECK enum err tiles_ask(struct tiles *t, struct helper_job *job);

/* The process: what to fetch is in its environment, where only its owner and
 * root can read it (an address may hold a key). The exit status. */
int tiles_fetch(void);
/* The same for a question about addresses (place/geocoder.h). */
int places_fetch(void);

#endif
