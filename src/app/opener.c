/*
 * opener.c: see opener.h.
 */
#include "app/opener.h"

#include "app/app.h"
#include "app/helper.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "mail/mail.h"
#include "text/fold.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	CHANNEL = 3,
	AREA = INCOMING_MAX + INCOMING_PACKED_MAX,
	CPU_S = 10,      /* for one mail */
	WAIT_MS = 60000, /* whatever else the machine does */
	TRIES = 2,
	ARENA_MAX = 256 * 1024 * 1024,
};

struct question {
	uint32_t id; /* never 0 */
	uint32_t clipped;
	uint64_t n;
};

struct answer {
	uint32_t id; /* 0 = hello */
	uint32_t opened;
	uint64_t n;
};

static struct opener *used;

enum err opener_make(struct opener *o)
{
	int end[2];
	void *area = mmap(NULL, AREA, PROT_READ | PROT_WRITE,
			  MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	*o = (struct opener){-1, -1, NULL, 0, 0};
	if (area == MAP_FAILED)
		return ERR_UNAVAILABLE;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, end)) {
		munmap(area, AREA);
		return ERR_UNAVAILABLE;
	}
	o->asker = end[0];
	o->worker = end[1];
	o->area = area;
	return OK;
}

static void close_end(int *end)
{
	if (*end >= 0)
		close(*end);
	*end = -1;
}

void opener_forget(struct opener *o)
{
	close_end(&o->asker);
	close_end(&o->worker);
	if (o->area)
		munmap(o->area, AREA);
	o->area = NULL;
}

/* ---- the opener's side ---- */

static bool say(const struct answer *a)
{
	return send(CHANNEL, a, sizeof(*a), MSG_NOSIGNAL) == sizeof(*a);
}

/* Ends us when a mail takes too long; what it costs others is not counted. */
static void start_clock(int seconds)
{
	struct itimerval t = {.it_value = {.tv_sec = seconds}};

	setitimer(ITIMER_PROF, &t, NULL);
}

static void fold(struct arena *a, struct incoming *m)
{
	struct passed_on of;

	if (str_empty(m->of_mail) && fold_passed_on(a, m->text, &of) &&
	    mail_address_ok(of.mail)) {
		m->of_name = of.name;
		m->of_mail = of.mail;
		m->of_subject = of.subject;
		m->of_text = of.text;
	}
	fold_text(a, m->text, &m->text, &m->folded);
}

static enum err parse(const struct opener *o, struct arena *a,
		      const struct question *q, struct incoming *ret_mail)
{
	enum err err;

	if (q->n > INCOMING_MAX)
		return ERR_INVALID;
	err = incoming_parse(a, o->area, q->n, q->clipped, ret_mail);
	if (!err)
		fold(a, ret_mail);
	return err;
}

static void open_one(const struct opener *o, const struct question *q,
		     struct answer *to)
{
	struct arena a = {.limit = ARENA_MAX};
	struct incoming m;
	size_t n = 0;

	to->id = q->id;
	start_clock(CPU_S);
	if (!parse(o, &a, q, &m))
		to->opened = incoming_pack(&m, o->area + INCOMING_MAX,
					   INCOMING_PACKED_MAX, &n);
	start_clock(0);
	to->n = n;
	arena_release(&a);
}

static bool serve_one(const struct opener *o)
{
	struct question q;
	struct answer to = {.id = 0};
	ssize_t n = recv(CHANNEL, &q, sizeof(q), 0);

	if (n < 0 && errno == EINTR)
		return true;
	if (n != sizeof(q))
		return false;
	open_one(o, &q, &to);
	return say(&to);
}

static bool keep_only(int fd)
{
	if (fd != CHANNEL && dup2(fd, CHANNEL) < 0)
		return false;
	return close_range(CHANNEL + 1, ~0U, 0) == 0;
}

int opener_main(const struct opener *o)
{
	struct answer hello = {.id = 0};

	incoming_prepare();
	if (!keep_only(o->worker) || sandbox_enter(SANDBOX_MAIL)) {
		log_error("opener cannot enter its sandbox: errno=%d", errno);
		return EXIT_FAILED;
	}
	if (!say(&hello))
		return EXIT_FAILED;
	while (serve_one(o))
		;
	return EXIT_OK;
}

/* ---- kept by a command ---- */

enum err opener_start(struct opener *o)
{
	pid_t asker = getpid();
	int end[2];

	opener_stop(o);
	close_end(&o->asker);
	close_end(&o->worker);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, end))
		return ERR_UNAVAILABLE;
	o->asker = end[0];
	o->worker = end[1];
	fflush(NULL);
	o->pid = fork();
	if (o->pid < 0) {
		o->pid = 0;
		return ERR_UNAVAILABLE;
	}
	if (!o->pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		_exit(getppid() == asker ? opener_main(o) : EXIT_FAILED);
	}
	close_end(&o->worker); /* so that we hear when it ends */
	return OK;
}

void opener_stop(struct opener *o)
{
	if (!o->pid)
		return;
	kill(o->pid, SIGKILL);
	waitpid(o->pid, NULL, 0);
	o->pid = 0;
}

/* ---- the side that asks ---- */

enum heard { HEARD_ANSWER, HEARD_DEATH, HEARD_NOTHING };

static bool put(struct opener *o, const struct question *q)
{
	return send(o->asker, q, sizeof(*q), MSG_NOSIGNAL) == sizeof(*q);
}

/* What is next; HEARD_ANSWER may be anybody's. */
static enum heard hear_one(struct opener *o, int64_t until,
			   struct answer *ret_answer)
{
	struct pollfd p = {.fd = o->asker, .events = POLLIN};
	int64_t left_ms;

	do {
		left_ms = (until - clock_mono_us()) / 1000;
		if (left_ms <= 0)
			return HEARD_NOTHING;
	} while (poll(&p, 1, (int)left_ms) <= 0);
	return recv(o->asker, ret_answer, sizeof(*ret_answer), 0) ==
			       sizeof(*ret_answer)
		       ? HEARD_ANSWER
		       : HEARD_DEATH;
}

/* A hello says that a new one has begun: it is asked, too, for the one before
 * may have died over the question. The answer counts once. */
static enum heard ask_until(struct opener *o, const struct question *q,
			    struct answer *ret_answer)
{
	int64_t until = clock_mono_us() + WAIT_MS * (int64_t)1000;
	int hellos = 0;

	if (!put(o, q))
		return HEARD_DEATH;
	for (;;) {
		enum heard h = hear_one(o, until, ret_answer);

		if (h != HEARD_ANSWER || ret_answer->id == q->id)
			return h;
		if (ret_answer->id)
			continue; /* to somebody before us */
		if (++hellos > TRIES || !put(o, q))
			return HEARD_DEATH;
	}
}

/* Hellos and answers of an earlier life. */
static void clear_channel(struct opener *o)
{
	struct answer old;

	while (recv(o->asker, &old, sizeof(old), MSG_DONTWAIT) > 0)
		;
}

static enum heard ask(struct opener *o, size_t n, bool clipped,
		      struct answer *ret_answer)
{
	struct question q = {.clipped = clipped, .n = n};

	clear_channel(o);
	if (!++o->last_id)
		o->last_id = 1;
	q.id = o->last_id;
	return ask_until(o, &q, ret_answer);
}

/* Out of reach of whoever wrote it, then read. */
static enum err take_answer(struct opener *o, struct arena *a,
			    const struct answer *said,
			    struct incoming *ret_mail)
{
	char *copy;

	if (!said->opened || said->n > INCOMING_PACKED_MAX)
		return ERR_INVALID;
	copy = arena_alloc(a, said->n + 1);
	memcpy(copy, o->area + INCOMING_MAX, said->n);
	return incoming_unpack(a, copy, said->n, ret_mail);
}

static enum err open_mail(struct arena *a, const char *bytes, size_t n,
			  bool clipped, struct incoming *ret_mail)
{
	struct opener *o = used;
	struct answer said;
	enum heard heard;
	enum err err = ERR_INVALID;

	if (n > INCOMING_MAX)
		return ERR_INVALID;
	memcpy(o->area, bytes, n);
	heard = ask(o, n, clipped, &said);
	/* One that nobody keeps is started once more. */
	if (heard == HEARD_DEATH && o->pid && !opener_start(o))
		heard = ask(o, n, clipped, &said);
	if (heard == HEARD_ANSWER)
		err = take_answer(o, a, &said, ret_mail);
	else if (heard == HEARD_NOTHING)
		err = ERR_UNAVAILABLE;
	/* The memory goes back until the next mail. */
	madvise(o->area, AREA, MADV_REMOVE);
	return err;
}

void opener_use(struct opener *o)
{
	used = o;
	incoming_open = open_mail;
}
