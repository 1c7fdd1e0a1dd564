/*
 * test_jobs.c: the queue and its runner on both engines, with two processes
 * that want the same jobs and processes that die in the middle.
 */
#include "jobtest.h"

#include <errno.h>
#include <sys/wait.h>

/* ---- kinds for tests ---- */

static int serial;

/* Leaves a row that says that it ran. */
static enum err note(struct job_context *c, const struct job *job,
		     const char *what)
{
	char name[80];
	struct insert i = {.query = &Q_note, .name = name, .value = what};

	snprintf(name, sizeof(name), "%lld-%d-%d", (long long)job->id,
		 (int)getpid(), ++serial);
	return db_write(c->db, c->arena, do_insert, &i);
}

static enum err run_fine(struct job_context *c, const struct job *job)
{
	int64_t n = 0;

	if (job_body_int(job, "n", &n))
		return ERR_INVALID;
	return note(c, job, "fine");
}

static enum err run_fail(struct job_context *c, const struct job *job)
{
	snprintf(c->error, sizeof(c->error), "number %lld",
		 (long long)job->attempts);
	return ERR_UNAVAILABLE;
}

static enum err run_busy(struct job_context *c, const struct job *job)
{
	(void)c;
	(void)job;
	return ERR_BUSY;
}

static enum err eat_in_write(struct db *db, struct arena *a, void *arg)
{
	int n;

	(void)db;
	(void)arg;
	for (n = 0; n < 1000; n++)
		memset(arena_alloc(a, 1 << 20), n, 100);
	return OK;
}

static enum err run_greedy(struct job_context *c, const struct job *job)
{
	(void)job;
	return db_write(c->db, c->arena, eat_in_write, NULL);
}

static enum err run_die(struct job_context *c, const struct job *job)
{
	(void)c;
	(void)job;
	_exit(9);
}

static bool every_wanted = true, every_fails;
static int every_again; /* so many runs find more to do */

static enum err want_every(struct db *db, struct arena *a, bool *ret_wanted)
{
	(void)db;
	(void)a;
	*ret_wanted = every_wanted;
	return OK;
}

static enum err run_every(struct job_context *c, const struct job *job)
{
	enum err err = note(c, job, "every");

	c->again = db_tenant(c->db) == tenant && every_again-- > 0;
	return !err && every_fails ? ERR_INTERNAL : err;
}

static bool closed_ready;

static bool is_ready(const struct config *c)
{
	(void)c;
	return closed_ready;
}

static const struct job_kind plain_kinds[] = {
	{.kind = "fine",
	 .run = run_fine,
	 .attempts_max = 3,
	 .backoff_s = 10,
	 .lease_s = 60},
	{.kind = "fail",
	 .run = run_fail,
	 .attempts_max = 12,
	 .backoff_s = 60,
	 .lease_s = 60},
	{.kind = "busy",
	 .run = run_busy,
	 .attempts_max = 2,
	 .backoff_s = 30,
	 .lease_s = 60},
	{.kind = "greedy",
	 .run = run_greedy,
	 .attempts_max = 1,
	 .backoff_s = 1,
	 .lease_s = 60},
	{.kind = "die",
	 .run = run_die,
	 .attempts_max = 2,
	 .backoff_s = 1,
	 .lease_s = 60},
	{.kind = "closed",
	 .run = run_fine,
	 .attempts_max = 2,
	 .backoff_s = 1,
	 .lease_s = 60,
	 .ready = is_ready},
	{.kind = NULL},
};

static const struct job_kind every_kinds[] = {
	{.kind = "every",
	 .run = run_every,
	 .every_s = 3600,
	 .attempts_max = 2,
	 .backoff_s = 10,
	 .lease_s = 60,
	 .wanted = want_every},
	{.kind = NULL},
};

static void turn(void)
{
	turn_with(plain_kinds);
}

/* ---- the queue ---- */

static void test_runs_once(void)
{
	fresh();
	add("fine", "{\"n\":1}", 0);
	add("fine", "{\"n\":2}", now + HOUR_US);
	turn();
	ok(notes("fine") == 1 && alive("fine") == 1,
	   "%s: what is due ran, and its row is gone", on);
	turn();
	ok(notes("fine") == 1, "%s: the other waits", on);
	pass_time(HOUR_US);
	turn();
	ok(notes("fine") == 2 && alive("fine") == 0, "%s: and runs at its time",
	   on);
	ok(shared->jobs_seen_us > 0, "%s: the turn was noticed", on);
}

static void test_other_tenant(void)
{
	fresh();
	insert(other, (struct insert){.kind = "fine", .body = "{\"n\":1}"});
	add("fine", "{\"n\":1}", 0);
	turn();
	ok(notes("fine") == 1, "%s: each municipality has its own", on);
}

static void test_backoff(void)
{
	static const int64_t waits_s[] = {60,   120,  240,   480,   960,  1920,
					  3840, 7680, 15360, 21600, 21600};
	struct seen s;
	bool doubling = true;
	int i;

	fresh();
	add("fail", "{}", 0);
	for (i = 0; i < 11; i++) {
		int64_t wait_us;

		turn();
		s = look("fail");
		wait_us = s.run_at - now;
		doubling &= wait_us >= waits_s[i] * SECOND_US &&
			    wait_us <= waits_s[i] * SECOND_US / 4 * 5;
		pass_time(wait_us);
	}
	ok(doubling, "%s: waits double up to six hours", on);
	ok(s.attempts == 11 && s.leased_until == 0 &&
		   str_same(s.error, "number 11"),
	   "%s: attempts and the last error are kept", on);
	ok(dead("fail") == 0, "%s: not dead yet", on);
	turn();
	ok(alive("fail") == 0 && dead("fail") == 1,
	   "%s: after the last attempt it is dead", on);
	pass_time(DAY_US);
	turn();
	ok(look("fail").attempts == 12, "%s: and is left alone", on);
}

static void test_dead_and_retry(void)
{
	struct arena a = ARENA_INIT;
	struct job_dead *list;
	struct db *db = get(tenant);
	size_t n = 0;
	int64_t id;

	if (job_dead_list(db, &a, 10, &list, &n))
		bail("no list");
	ok(n == 1 && str_same(list[0].kind, "fail") &&
		   str_same(list[0].error, "number 12") &&
		   list[0].attempts == 12 && list[0].failed_at > 0,
	   "%s: the dead are listed with why", on);
	id = n ? list[0].id : 0;
	ok(!db_write_begin(db) && !job_retry(db, id) &&
		   job_retry(db, id) == ERR_NOT_FOUND && !db_write_commit(db),
	   "%s: a person starts it over, once", on);
	ok(alive("fail") == 1 && look("fail").attempts == 0,
	   "%s: with all its attempts", on);
	turn();
	ok(look("fail").attempts == 1, "%s: and it ran", on);
	arena_release(&a);
}

static void test_not_now(void)
{
	int i;

	fresh();
	add("busy", "{}", 0);
	for (i = 0; i < 5; i++) {
		turn();
		pass_time(MINUTE_US);
	}
	ok(look("busy").attempts == 0 && alive("busy") == 1,
	   "%s: what is not possible now is no attempt", on);
	closed_ready = false;
	add("closed", "{\"n\":1}", 0);
	turn();
	ok(look("closed").attempts == 0 && look("closed").leased_until == 0,
	   "%s: a kind that is not ready is not touched", on);
	closed_ready = true;
	turn();
	ok(alive("closed") == 0, "%s: and runs when it is", on);
}

static void test_poison(void)
{
	int i;

	fresh();
	add("unheard_of", "{}", 0);
	add("greedy", "{}", 0);
	add("fine", "not JSON", 0);
	for (i = 0; i < 30; i++)
		add("fine", "{\"n\":1}", 0);
	turn();
	ok(notes("fine") == 30, "%s: bad jobs do not stop the others", on);
	ok(dead("unheard_of") == 1 &&
		   str_same(look("unheard_of").error,
			    "this program knows no such kind"),
	   "%s: an unknown kind is dead at once", on);
	ok(dead("greedy") == 1 &&
		   str_same(look("greedy").error, "out of memory"),
	   "%s: a run ends at its limit of memory", on);
	ok(alive("fine") == 1 && str_same(look("fine").error, "invalid"),
	   "%s: a body that is no JSON is an error like others", on);
}

static enum err run_slow(struct job_context *c, const struct job *job)
{
	usleep(1100000); /* longer than a turn */
	return note(c, job, "slow");
}

static enum err want_broken(struct db *db, struct arena *a, bool *ret_wanted)
{
	(void)db;
	(void)a;
	(void)ret_wanted;
	return ERR_INTERNAL;
}

static void test_turns(void)
{
	static const struct job_kind kinds[] = {
		{.kind = "a_broken",
		 .run = run_fine,
		 .attempts_max = 1,
		 .every_s = 5,
		 .lease_s = 60,
		 .wanted = want_broken},
		{.kind = "b_slow",
		 .run = run_slow,
		 .attempts_max = 1,
		 .lease_s = 60},
		{.kind = "c_fine",
		 .run = run_fine,
		 .attempts_max = 1,
		 .lease_s = 60},
		{.kind = NULL},
	};
	int i;

	fresh();
	for (i = 0; i < 3; i++) {
		add("b_slow", "{}", 0);
		add("c_fine", "{\"n\":1}", 0);
	}
	pass_time(6 * SECOND_US);
	ok(job_turn(pool, &config, kinds) && notes("slow") == 1,
	   "%s: a turn ends with its time, a broken kind is passed over", on);
	ok(job_turn(pool, &config, kinds) && notes("fine") == 3,
	   "%s: a slow kind does not keep the others from their turn", on);
	turn_with(kinds);
	ok(notes("slow") == 3, "%s: and gets its own", on);
}

/* ---- two processes, and processes that end ---- */

/* Runs turns in a process of its own, with its own connections. */
static pid_t turns_elsewhere(void)
{
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child)
		return child;
	reconnect();
	turn();
	pool_close(pool);
	_exit(0);
}

static int end_of(pid_t child)
{
	int status = 0;

	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

static void test_two_processes(void)
{
	enum { N = 60 };
	pid_t one, two;
	int i;

	fresh();
	for (i = 0; i < N; i++)
		add("fine", "{\"n\":1}", 0);
	pool_close(pool);
	pool = NULL;
	one = turns_elsewhere();
	two = turns_elsewhere();
	ok(end_of(one) == 0 && end_of(two) == 0, "%s: both end well", on);
	reconnect();
	ok(notes("fine") == N && alive("fine") == 0,
	   "%s: two processes ran %d jobs once each (%lld)", on, N,
	   (long long)notes("fine"));
}

static void die_once(void)
{
	pool_close(pool);
	pool = NULL;
	ok(WEXITSTATUS(end_of(turns_elsewhere())) == 9,
	   "%s: a process ended in the middle of a job", on);
	reconnect();
}

static void test_lease(void)
{
	fresh();
	add("die", "{}", 0);
	add("fine", "{\"n\":1}", 0);
	die_once();
	ok(look("die").attempts == 1 && look("die").leased_until > now,
	   "%s: its lease stays", on);
	turn();
	ok(notes("fine") == 1 && look("die").attempts == 1,
	   "%s: the others go on, this one is left alone", on);
	pass_time(MINUTE_US);
	die_once();
	ok(look("die").attempts == 2, "%s: the lease runs out, it runs again",
	   on);
	pass_time(MINUTE_US + SECOND_US);
	turn();
	ok(dead("die") == 1 && str_same(look("die").error,
					"its process ended before it did"),
	   "%s: what ends its process every time is dead at last", on);
}

/* ---- kinds that run by themselves ---- */

static void test_every(void)
{
	fresh();
	every_wanted = true;
	every_fails = false;
	turn_with(every_kinds);
	ok(notes("every") == 1 && alive("every") == 1,
	   "%s: it runs without being asked", on);
	turn_with(every_kinds);
	ok(notes("every") == 1, "%s: once a period", on);
	pass_time(10 * DAY_US);
	turn_with(every_kinds);
	turn_with(every_kinds);
	ok(notes("every") == 2 && alive("every") == 1,
	   "%s: nothing piles up while nobody runs it", on);
	every_wanted = false;
	pass_time(DAY_US);
	turn_with(every_kinds);
	ok(notes("every") == 2, "%s: nor without need", on);
	every_wanted = true;
	turn_with(every_kinds);
	pass_time(5 * SECOND_US);
	turn_with(every_kinds);
	ok(notes("every") == 3, "%s: with need at once", on);
	pass_time(HOUR_US);
	every_again = 4;
	turn_with(every_kinds);
	ok(notes("every") == 8 && alive("every") == 1,
	   "%s: and again until nothing is left (%lld)", on,
	   (long long)notes("every"));
}

static void test_every_fails(void)
{
	int i;

	fresh();
	every_fails = true;
	for (i = 0; i < 4; i++) {
		turn_with(every_kinds);
		pass_time(15 * SECOND_US);
	}
	ok(notes("every") == 2 && dead("every") == 1 && alive("every") == 0,
	   "%s: a failing one gives up for its period, in sight", on);
	pass_time(HOUR_US);
	turn_with(every_kinds);
	ok(notes("every") == 3 && dead("every") == 1 && alive("every") == 0,
	   "%s: then it is tried once, and is still one row", on);
	every_fails = false;
	pass_time(HOUR_US);
	turn_with(every_kinds);
	ok(dead("every") == 0 && alive("every") == 1 &&
		   str_same(look("every").error, ""),
	   "%s: until it goes well", on);
}

static void test_oldest_due(void)
{
	struct arena a = ARENA_INIT;
	int64_t oldest = -1, first = now - MINUTE_US;

	fresh();
	closed_ready = false;
	ok(!job_oldest_due(get(tenant), &a, &config, plain_kinds, &oldest) &&
		   oldest == 0,
	   "%s: nothing waits", on);
	add("closed", "{}", first - HOUR_US);
	add("unheard_of", "{}", first - HOUR_US);
	add("fine", "{}", first);
	add("fail", "{}", now + HOUR_US);
	ok(!job_oldest_due(get(tenant), &a, &config, plain_kinds, &oldest) &&
		   oldest == first,
	   "%s: what could run and did not", on);
	arena_release(&a);
}

static void test_all(void)
{
	test_runs_once();
	test_other_tenant();
	test_backoff();
	test_dead_and_retry();
	test_not_now();
	test_poison();
	test_turns();
	test_two_processes();
	test_lease();
	test_every();
	test_every_fails();
	test_oldest_due();
}

int main(void)
{
	return on_both_engines("test_jobs", test_all);
}
