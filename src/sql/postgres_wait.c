/*
 * postgres_wait.c: waiting for the server, with a limit of our own.
 *
 * statement_timeout is the server's word, and a server that stands still (a
 * frozen machine, a disk or a standby that never answers) does not keep it. A
 * worker that waited on would answer nobody, not even with an error.
 */
#include "sql/postgres.h"

#include "base/clock.h"

#include <poll.h>

/* More than the server's own limits for a lock and a statement together. */
#define PATIENCE_US (5 * (int64_t)SECOND_US)

void postgres_be_patient(struct postgres *s, bool without_end)
{
	s->give_up_us = without_end ? INT64_MAX : clock_mono_us() + PATIENCE_US;
}

static bool wait_for(struct postgres *s, short events)
{
	struct pollfd p = {.fd = PQsocket(s->handle), .events = events};
	int64_t left = s->give_up_us - clock_mono_us();
	int wait_ms = -1;

	if (s->give_up_us < INT64_MAX)
		wait_ms = (int)(left / 1000 + 1);
	s->gave_up = left <= 0;
	if (!s->gave_up)
		poll(&p, 1, wait_ms);
	return !s->gave_up;
}

bool postgres_push(struct postgres *s)
{
	int more = PQflush(s->handle);

	while (more > 0) {
		/* It may have to be read from before it takes more. */
		if (!wait_for(s, POLLIN | POLLOUT) ||
		    !PQconsumeInput(s->handle))
			return false;
		more = PQflush(s->handle);
	}
	return more == 0;
}

PGresult *postgres_receive(struct postgres *s)
{
	while (PQisBusy(s->handle)) {
		if (!wait_for(s, POLLIN))
			return NULL;
		if (!PQconsumeInput(s->handle))
			break; /* and hear why */
	}
	return PQgetResult(s->handle);
}
