/*
 * test_helper.c: a worker's side and a helper over a real pair of sockets:
 * answers, the queue's end, a helper that dies and comes back, one that does
 * not.
 */
#include "tap.h"

#include "app/helper.h"
#include "app/service.h"
#include "base/arena.h"
#include "staff/staff.h"

#include <signal.h>
#include <sodium.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static struct helper_client client;
static uv_loop_t loop;
static int channel[2];
static int finished;
static enum err last_err;

static pid_t start_helper(void)
{
	fflush(stdout);
	pid_t pid = fork();
	if (!pid)
		_exit(helper_main(channel[CHANNEL_HELPER]));
	return pid;
}

static void stop_helper(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void done(struct helper_job *job, enum err err)
{
	(void)job;
	finished++;
	last_err = err;
}

static void run_until(int count)
{
	while (finished < count)
		uv_run(&loop, UV_RUN_ONCE);
}

static struct helper_job job_of(struct arena *a, struct work *w)
{
	return (struct helper_job){.work = w, .arena = a, .done = done};
}

static void ask(struct arena *a, struct work *w)
{
	struct helper_job job = job_of(a, w);

	finished = 0;
	enum err err = helper_ask(&client, &job);
	if (err)
		last_err = err;
	else
		run_until(1);
}

static void test_answers(struct arena *a)
{
	struct work hash = {.kind = WORK_HASH, .password = "a long password"};
	struct work good = {.kind = WORK_VERIFY, .password = "a long password"};
	struct work bad = {.kind = WORK_VERIFY, .password = "another one"};

	ask(a, &hash);
	ok(!last_err && hash.new_hash, "a password is hashed");
	ok(password_verify(hash.new_hash, "a long password"),
	   "the hash is of that password");
	good.hash = bad.hash = hash.new_hash;
	ask(a, &good);
	ok(!last_err && good.verified && !good.new_hash,
	   "the right password is verified");
	ask(a, &bad);
	ok(!last_err && !bad.verified, "a wrong one is not");
	good.rehash = "a new password";
	ask(a, &good);
	ok(good.verified && good.new_hash &&
		   password_verify(good.new_hash, "a new password"),
	   "verify and hash the next in one go");
	bad.rehash = "a new password";
	ask(a, &bad);
	ok(!bad.verified && !bad.new_hash, "but not after a wrong one");
}

static void test_too_long(struct arena *a)
{
	char *text = arena_alloc(a, 5000);
	struct work w = {.kind = WORK_HASH, .password = text};

	memset(text, 'x', 4999);
	ask(a, &w);
	ok(last_err == ERR_UNAVAILABLE && !w.new_hash,
	   "what does not fit a packet is refused, not cut");
}

static void test_queue(struct arena *a, const char *hash)
{
	struct work w[HELPER_QUEUE_MAX + 1];
	struct helper_job job[HELPER_QUEUE_MAX + 1];
	int taken = 0;
	enum err err = OK;

	finished = 0;
	for (int i = 0; i <= HELPER_QUEUE_MAX; i++) {
		w[i] = (struct work){.kind = WORK_VERIFY,
				     .password = "a long password",
				     .hash = hash};
		job[i] = job_of(a, &w[i]);
		err = helper_ask(&client, &job[i]);
		taken += !err;
	}
	ok(taken == HELPER_QUEUE_MAX && err == ERR_BUSY,
	   "one more than the queue holds is sent away");
	run_until(taken);
	ok(w[0].verified && w[HELPER_QUEUE_MAX - 1].verified,
	   "the others are answered");
}

static pid_t test_comes_back(struct arena *a, pid_t helper, const char *hash)
{
	struct work w = {.kind = WORK_VERIFY,
			 .password = "a long password",
			 .hash = hash};
	struct helper_job job = job_of(a, &w);

	kill(helper, SIGSTOP); /* so that the question is surely lost */
	finished = 0;
	last_err = helper_ask(&client, &job);
	stop_helper(helper);
	helper = start_helper();
	run_until(1);
	ok(!last_err && w.verified, "a helper that comes back is asked again");
	return helper;
}

static void test_is_gone(struct arena *a, pid_t helper, const char *hash)
{
	struct work w = {.kind = WORK_VERIFY,
			 .password = "a long password",
			 .hash = hash};

	stop_helper(helper);
	ask(a, &w);
	ok(last_err == ERR_UNAVAILABLE && !w.verified,
	   "a helper that is gone for good is waited for, then given up");
}

int main(void)
{
	struct arena a = ARENA_INIT;
	/* The cheapest parameters: what is tested is the queue, not Argon2. */
	char hash[crypto_pwhash_STRBYTES];

	if (sodium_init() < 0 ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, channel))
		return 1;
	uv_loop_init(&loop);
	ok(!helper_client_open(&client, &loop, channel[CHANNEL_WORKER]),
	   "the client opens");
	pid_t helper = start_helper();
	test_answers(&a);
	test_too_long(&a);
	if (!crypto_pwhash_str(hash, "a long password", 15,
			       crypto_pwhash_OPSLIMIT_MIN,
			       crypto_pwhash_MEMLIMIT_MIN)) {
		test_queue(&a, hash);
		helper = test_comes_back(&a, helper, hash);
		test_is_gone(&a, helper, hash);
	}
	helper_client_close(&client);
	uv_run(&loop, UV_RUN_DEFAULT);
	uv_loop_close(&loop);
	arena_release(&a);
	return tap_done();
}
