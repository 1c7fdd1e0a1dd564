/*
 * tick.h: the tick is the transaction.
 *
 * Requests that became complete in one turn of the loop run together: per
 * tenant first all READs in one read transaction, then the WRITEs in one write
 * transaction, each in a savepoint of its own. One COMMIT, and only then do
 * the replies of the WRITEs leave. So a receipt is never sent for something
 * that is not on the disk, and many submissions share one fsync.
 */
#ifndef APP_TICK_H
#define APP_TICK_H

#include "app/helper.h"
#include "app/tiles.h"
#include "http/server.h"
#include "tenant/tenant.h"

/* What the worker and the tick keep of a request, in its arena: x->owner. */
struct pending {
	struct exchange *x;
	struct tick *tick;
	const struct tenant *tenant; /* NULL: a route for any host */
	struct work work;            /* what route.prepare asked for */
	struct helper_job job;
	bool prepared; /* parked and back, or nothing to do */
	bool failed;   /* its savepoint was undone, nothing is to commit */
	bool singly;   /* run again, alone: the database refused the batch */
};

enum { TICK_WRITES_MAX = 32, TICK_BUSY_MS = 10000 };
#define TICK_WRITE_US ((int64_t)5000)

struct xlist {
	struct exchange *first, *last;
};

struct tick {
	uv_check_t check;
	uv_idle_t idle;   /* on while something could run now */
	uv_timer_t timer; /* on while a writer's lock is waited for */
	struct pool *pool;
	struct helper_client *helper;
	struct tiles *tiles;
	struct server *server;
	struct xlist arrived; /* since the last turn */
	struct xlist writes;  /* wait for their transaction */
	struct xlist
		done; /* answered, to be sent when no transaction is open */
	bool blocked; /* a writer's lock was held by somebody else */
	size_t writes_max; /* TICK_WRITES_MAX, or the environment's
			      KAIKU_TICK_WRITES: 1 measures what ticks save */
};

MUST_CHECK enum err tick_open(struct tick *t, uv_loop_t *loop);
/* The request is complete and x->owner is its struct pending. */
void tick_add(struct tick *t, struct exchange *x);

/* ---- between tick.c and tick_run.c ---- */

void xlist_add(struct xlist *q, struct exchange *x);
struct exchange *xlist_take(struct xlist *q);
struct pending *pending_of(const struct exchange *x);

/* A turn comes soon, whatever the loop waits for. */
void tick_wake(struct tick *t);
/* One tenant's share of a turn; both empty the group into other queues. */
void run_reads(struct tick *t, struct xlist *group);
void run_writes(struct tick *t, struct xlist *group);
/* A route for any host: no tenant, no transaction. */
void run_anywhere(struct tick *t, struct exchange *x);

#endif
