/*
 * supervisor.c: keeps the children alive. It owns the listening sockets and
 * the channels between workers and helpers, so that a child can be replaced
 * without anybody noticing. It has no event loop: it sleeps in sigtimedwait.
 */
#include "app/service.h"

#include "app/app.h"
#include "app/notify.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/shared.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define DRAIN_US       (30 * (int64_t)SECOND_US)
#define QUICK_US       ((int64_t)SECOND_US) /* a life shorter than this */
#define BACKOFF_US     ((int64_t)100000)    /* after the second in a row */
#define BACKOFF_MAX_US ((int64_t)800000) /* replaced within a second, always */

enum kind {
	KIND_HELPER,
	KIND_OPENER,
	KIND_IMAGER,
	KIND_JOBS,
	KIND_PHOTOS,
	KIND_WORKER
};

static const char *const kind_names[] = {"helper", "opener", "imager",
					 "jobs",   "photos", "worker"};

struct child {
	enum kind kind;
	int number;         /* among its kind, from 0 */
	pid_t pid;          /* 0 = not running */
	int64_t started_us; /* all times here are mono */
	int64_t start_at_us;
	int quick_deaths; /* in a row */
};

struct supervisor {
	struct service *service;
	struct child child[2 * WORKERS_MAX + 4];
	int child_count;
	int64_t stop_by_us; /* 0 = not stopping */
	bool ready;
	bool at_once; /* asked to stop a second time */
	bool unclean; /* a child did not end well when it was to stop */
};

static void watch_signals(sigset_t *ret_set)
{
	sigemptyset(ret_set);
	sigaddset(ret_set, SIGCHLD);
	sigaddset(ret_set, SIGTERM);
	sigaddset(ret_set, SIGINT);
	sigaddset(ret_set, SIGHUP);
	sigaddset(ret_set, SIGUSR1);
	sigprocmask(SIG_BLOCK, ret_set, NULL);
}

static void add_children(struct supervisor *v)
{
	int workers = v->service->config->workers;
	struct child *c = v->child;
	for (int i = 0; i < workers; i++)
		*c++ = (struct child){.kind = KIND_HELPER, .number = i};
	for (int i = 0; i < workers; i++)
		*c++ = (struct child){.kind = KIND_WORKER, .number = i};
	*c++ = (struct child){.kind = KIND_OPENER};
	*c++ = (struct child){.kind = KIND_IMAGER};
	*c++ = (struct child){.kind = KIND_JOBS};
	*c++ = (struct child){.kind = KIND_PHOTOS};
	v->child_count = (int)(c - v->child);
}

static enum err open_channels(struct service *s)
{
	for (int i = 0; i < s->config->workers; i++)
		if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0,
			       s->channel[i]))
			return ERR_UNAVAILABLE;
	enum err err = opener_make(&s->opener);
	return err ? err : imager_make(&s->imager);
}

/* ---- in the child ---- */

/* Ctrl-C reaches the whole group; only the supervisor decides what it means. */
static void become_child(const struct child *c, pid_t supervisor)
{
	sigset_t none;
	char name[16];
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != supervisor)
		_exit(EXIT_FAILED);
	signal(SIGINT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a full disk is an error, not an end */
	signal(SIGUSR1, SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	snprintf(name, sizeof(name), "kaiku-%s%d", kind_names[c->kind],
		 c->number);
	prctl(PR_SET_NAME, name);
}

static int live(struct service *s, const struct child *c)
{
	if (c->kind != KIND_OPENER && c->kind != KIND_JOBS)
		opener_forget(&s->opener);
	if (c->kind != KIND_IMAGER && c->kind != KIND_PHOTOS)
		channel_forget(&s->imager);
	switch (c->kind) {
	case KIND_HELPER:
		return helper_main(s->channel[c->number][CHANNEL_HELPER]);
	case KIND_OPENER:
		return opener_main(&s->opener);
	case KIND_IMAGER:
		return imager_main(&s->imager);
	case KIND_JOBS:
		return jobs_main(s);
	case KIND_PHOTOS:
		return photos_main(s);
	case KIND_WORKER:
		return worker_main(s, c->number);
	}
	return EXIT_FAILED;
}

void supervisor_tell_ready(void)
{
	kill(getppid(), SIGUSR1);
}

/* ---- starting ---- */

static int64_t backoff_us(int quick_deaths)
{
	if (quick_deaths < 2)
		return 0;
	int doublings = quick_deaths < 6 ? quick_deaths - 2 : 4;
	int64_t wait = BACKOFF_US << doublings;
	return wait < BACKOFF_MAX_US ? wait : BACKOFF_MAX_US;
}

static void start_child(struct supervisor *v, struct child *c)
{
	pid_t supervisor = getpid();
	fflush(NULL);
	pid_t pid = fork();
	if (!pid) {
		become_child(c, supervisor);
		exit(live(v->service, c));
	}
	c->started_us = clock_mono_us();
	if (pid > 0) {
		c->pid = pid;
		log_debug("child started: kind=%s number=%d pid=%d",
			  kind_names[c->kind], c->number, (int)pid);
		return;
	}
	log_error("cannot fork: errno=%d", errno);
	c->start_at_us = c->started_us + SECOND_US;
}

static void start_due(struct supervisor *v)
{
	int64_t now = clock_mono_us();
	for (int i = 0; i < v->child_count; i++)
		if (!v->child[i].pid && v->child[i].start_at_us <= now)
			start_child(v, &v->child[i]);
}

/* ---- ending ---- */

static bool is_helper(const struct child *c)
{
	return c->kind == KIND_HELPER || c->kind == KIND_OPENER ||
	       c->kind == KIND_IMAGER;
}

static void child_ended(struct supervisor *v, struct child *c, int status)
{
	int64_t now = clock_mono_us();
	c->pid = 0;
	if (c->kind == KIND_JOBS)
		shared->jobs_seen_us = 0;
	if (v->stop_by_us) {
		v->unclean |= status && !is_helper(c);
		return;
	}
	c->quick_deaths =
		now - c->started_us < QUICK_US ? c->quick_deaths + 1 : 0;
	c->start_at_us = now + backoff_us(c->quick_deaths);
	shared->restarts++;
	log_error("child ended: kind=%s number=%d signal=%d status=%d "
		  "again_in_ms=%d",
		  kind_names[c->kind], c->number,
		  WIFSIGNALED(status) ? WTERMSIG(status) : 0,
		  WIFEXITED(status) ? WEXITSTATUS(status) : 0,
		  (int)((c->start_at_us - now) / 1000));
}

static void reap(struct supervisor *v)
{
	int status = 0;
	pid_t pid = 0;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (int i = 0; i < v->child_count; i++)
			if (v->child[i].pid == pid)
				child_ended(v, &v->child[i], status);
}

static void signal_children(struct supervisor *v, int sig, bool helpers)
{
	for (int i = 0; i < v->child_count; i++)
		if (v->child[i].pid && (helpers || !is_helper(&v->child[i])))
			kill(v->child[i].pid, sig);
}

/* Helpers have no state of their own; they end when nobody needs them. */
static bool anybody_left(const struct supervisor *v)
{
	for (int i = 0; i < v->child_count; i++)
		if (v->child[i].pid && !is_helper(&v->child[i]))
			return true;
	return false;
}

static void stop(struct supervisor *v, int sig)
{
	if (v->stop_by_us) {
		v->at_once = sig == SIGINT;
		return;
	}
	v->stop_by_us = clock_mono_us() + DRAIN_US;
	notify_manager("STOPPING=1");
	log_info("stopping: signal=%d", sig);
	signal_children(v, SIGTERM, false);
}

/* ---- the loop ---- */

static void ready(struct supervisor *v)
{
	if (v->ready)
		return;
	v->ready = true;
	log_info("ready: start_ms=%d workers=%d pid=%d",
		 (int)((clock_mono_us() - v->service->began_us) / 1000),
		 v->service->config->workers, (int)getpid());
	for (size_t i = 0; i < v->service->listening.count; i++)
		printf("http://%s\n", v->service->listening.name[i]);
	fflush(stdout);
	notify_manager("READY=1");
}

static void handle(struct supervisor *v, int sig)
{
	switch (sig) {
	case SIGTERM:
	case SIGINT:
		stop(v, sig);
		break;
	case SIGUSR1:
		ready(v);
		break;
	default: /* SIGHUP: settings live in the database */
		break;
	}
	reap(v);
}

static int64_t next_wake_us(const struct supervisor *v)
{
	int64_t at = INT64_MAX;
	if (v->stop_by_us)
		return v->stop_by_us;
	for (int i = 0; i < v->child_count; i++)
		if (!v->child[i].pid && v->child[i].start_at_us < at)
			at = v->child[i].start_at_us;
	return at;
}

static int wait_signal(const struct supervisor *v, const sigset_t *set)
{
	int64_t at = next_wake_us(v);
	if (at == INT64_MAX)
		return sigwaitinfo(set, NULL);
	int64_t wait = at - clock_mono_us();
	if (wait < 0)
		wait = 0;
	struct timespec ts = {
		.tv_sec = wait / SECOND_US,
		.tv_nsec = wait % SECOND_US * 1000,
	};
	return sigtimedwait(set, NULL, &ts);
}

static bool finished(const struct supervisor *v)
{
	return v->at_once ||
	       (v->stop_by_us &&
		(!anybody_left(v) || clock_mono_us() >= v->stop_by_us));
}

static int end(struct supervisor *v)
{
	bool late = anybody_left(v);
	signal_children(v, SIGKILL, true);
	while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
		;
	log_info("stopped: clean=%d", !late && !v->unclean);
	return v->at_once || v->unclean ? EXIT_FAILED : EXIT_OK;
}

int supervisor_run(struct service *s)
{
	static struct supervisor v;
	sigset_t set;
	v = (struct supervisor){.service = s};
	watch_signals(&set);
	shared_make();
	if (open_channels(s)) {
		fprintf(stderr, "kaiku: no sockets for the helpers: %s\n",
			strerror(errno));
		return EXIT_FAILED;
	}
	add_children(&v);
	while (!finished(&v)) {
		if (!v.stop_by_us)
			start_due(&v);
		handle(&v, wait_signal(&v, &set));
	}
	return end(&v);
}
