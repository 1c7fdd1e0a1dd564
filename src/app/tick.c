/*
 * tick.c: gathers what one turn of the loop brought, sorts it by tenant and
 * effect, and sends what is answered. tick_run.c holds the transactions.
 */
#include "app/tick.h"

#include "base/log.h"
#include "base/shared.h"

void xlist_add(struct xlist *q, struct exchange *x)
{
	x->next = NULL;
	if (q->last)
		q->last->next = x;
	else
		q->first = x;
	q->last = x;
}

struct exchange *xlist_take(struct xlist *q)
{
	struct exchange *x = q->first;

	if (!x)
		return NULL;
	q->first = x->next;
	if (!q->first)
		q->last = NULL;
	x->next = NULL;
	return x;
}

struct pending *pending_of(const struct exchange *x)
{
	return x->owner;
}

/* ---- sending ---- */

/*
 * Sending may bring the next request of a connection, which looks its tenant
 * up: only between transactions.
 */
static void send_done(struct tick *t)
{
	struct exchange *x = NULL;

	while ((x = xlist_take(&t->done))) {
		shared->requests++;
		shared->errors += x->res.status >= 500;
		server_reply(t->server, x);
	}
	log_scope(0, NULL);
}

/* ---- groups of one tenant ---- */

static int64_t tenant_of(const struct exchange *x)
{
	return pending_of(x)->tenant->id;
}

/*
 * Moves the first request and what may run with it to the group. What is over
 * max waits for the next turn: one transaction per tenant and turn.
 */
static void take_group(struct xlist *from, size_t max, struct xlist *ret_group,
		       struct xlist *ret_later)
{
	struct xlist rest = {NULL, NULL};
	struct exchange *x = xlist_take(from);
	int64_t tenant = tenant_of(x);
	bool alone = pending_of(x)->singly;
	size_t count = 1;

	xlist_add(ret_group, x);
	while ((x = xlist_take(from))) {
		if (tenant_of(x) != tenant)
			xlist_add(&rest, x);
		else if (alone || pending_of(x)->singly || count == max)
			xlist_add(ret_later, x);
		else {
			xlist_add(ret_group, x);
			count++;
		}
	}
	*from = rest;
}

static void all_reads(struct tick *t, struct xlist *reads)
{
	while (reads->first) {
		struct xlist group = {NULL, NULL}, later = {NULL, NULL};

		take_group(reads, SIZE_MAX, &group, &later);
		run_reads(t, &group);
		send_done(t);
	}
}

static void all_writes(struct tick *t)
{
	struct xlist writes = t->writes;

	t->writes = (struct xlist){NULL, NULL};
	while (writes.first) {
		struct xlist group = {NULL, NULL}, later = {NULL, NULL};
		struct exchange *x = NULL;

		take_group(&writes, t->writes_max, &group, &later);
		run_writes(t, &group);
		while ((x = xlist_take(&later)))
			xlist_add(&t->writes, x);
		send_done(t);
	}
}

/* ---- the turn ---- */

static void sort_arrived(struct tick *t, struct xlist *reads)
{
	struct exchange *x = NULL;

	while ((x = xlist_take(&t->arrived))) {
		const struct route *r = x->req.route;

		if (!pending_of(x)->tenant)
			run_anywhere(t, x);
		else if (r->effect == READ ||
			 (r->prepare && !pending_of(x)->prepared))
			xlist_add(reads, x);
		else
			xlist_add(&t->writes, x);
	}
}

static void on_idle(uv_idle_t *idle)
{
	(void)idle; /* only keeps the loop from sleeping */
}

static void on_timer(uv_timer_t *timer)
{
	tick_wake(timer->data);
}

static void turn(uv_check_t *check)
{
	struct tick *t = check->data;
	struct xlist reads = {NULL, NULL};

	t->blocked = false;
	sort_arrived(t, &reads);
	all_reads(t, &reads);
	all_writes(t);
	send_done(t);
	if (t->blocked) {
		uv_update_time(t->timer.loop); /* a turn takes its time */
		uv_timer_start(&t->timer, on_timer, 1, 0);
	}
	if (t->arrived.first || (t->writes.first && !t->blocked))
		tick_wake(t);
	else
		uv_idle_stop(&t->idle);
	log_flush();
}

void tick_wake(struct tick *t)
{
	uv_idle_start(&t->idle, on_idle);
}

void tick_add(struct tick *t, struct exchange *x)
{
	xlist_add(&t->arrived, x);
	tick_wake(t);
}

static size_t writes_max(void)
{
	const char *text = getenv("KAIKU_TICK_WRITES");
	long n = text ? strtol(text, NULL, 10) : TICK_WRITES_MAX;

	return n >= 1 && n <= TICK_WRITES_MAX ? (size_t)n : TICK_WRITES_MAX;
}

enum err tick_open(struct tick *t, uv_loop_t *loop)
{
	t->writes_max = writes_max();
	if (uv_check_init(loop, &t->check) || uv_idle_init(loop, &t->idle) ||
	    uv_timer_init(loop, &t->timer))
		return ERR_UNAVAILABLE;
	t->check.data = t->idle.data = t->timer.data = t;
	return uv_check_start(&t->check, turn) ? ERR_UNAVAILABLE : OK;
}
