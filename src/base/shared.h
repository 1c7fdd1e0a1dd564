/*
 * shared.h: one anonymous mapping made before the fork: rate limits, writer
 * waiters, health counters. Atomics only; a killed process leaves nothing
 * half-done that matters.
 */
#ifndef BASE_SHARED_H
#define BASE_SHARED_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { SHARED_BUCKETS = 65536, SHARED_WAITERS = 1024, SHARED_WORKERS = 64 };

struct shared {
	/* high 32 bits: the second its period ends; low 32 bits: count */
	_Atomic uint64_t bucket[SHARED_BUCKETS];
	/* per tenant: when somebody last wanted the writer lock (mono us) */
	_Atomic int64_t writer_wanted[SHARED_WAITERS];
	/* per tenant: since when one of us writes (mono us), 0 = nobody */
	_Atomic int64_t writer_since[SHARED_WAITERS];
	_Atomic int64_t
		tenants_changed; /* goes up when a tenant or its hosts change */
	_Atomic int64_t jobs_wanted; /* goes up when a worker commits a job */
	_Atomic int64_t
		jobs_of[SHARED_WAITERS]; /* the same per tenant (id modulo) */
	_Atomic int connections[SHARED_WORKERS]; /* of each worker, now */
	_Atomic int64_t requests, errors, writes, restarts;
	_Atomic int64_t jobs_seen_us;   /* last turn of the jobs process */
	_Atomic int64_t writes_failing; /* the tenant whose last write failed
					   for want of disk or database */
	/* counted by the jobs process over all tenants, for /health */
	_Atomic int64_t jobs_oldest_due_us, jobs_dead;
};

/* NULL until shared_make() ran, and in commands that never fork. */
extern struct shared *shared;

void shared_make(void);
/*
 * Counts one use of (what, who) and says whether it is still within max per
 * period, which begins with the first. Two that share a bucket by chance (a
 * keyed hash: nobody can aim) share its count and its period.
 */
bool shared_allow(const char *what, const char *who, int max, int period_s);
/* Is the limit of (what, who) used up already? Counts nothing: for limits on
 * failures, which are counted when they happen. */
bool shared_spent(const char *what, const char *who, int max);
/* A job of this tenant was written: the jobs process looks soon. Nothing
 * happens in a command that never forked. */
void shared_wake_jobs(int64_t tenant);

#endif
