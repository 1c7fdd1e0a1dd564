/*
 * opener.c: see opener.h.
 */
#include "app/opener.h"

#include "app/app.h"
#include "app/helper.h"
#include "base/log.h"
#include "base/str.h"
#include "mail/mail.h"
#include "text/fold.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	AREA = INCOMING_MAX + INCOMING_PACKED_MAX,
	CPU_S = 10,      /* for one mail */
	WAIT_MS = 60000, /* whatever else the machine does */
	ARENA_MAX = 256 * 1024 * 1024,
};

static struct opener *used;

enum err opener_make(struct opener *o)
{
	o->pid = 0;
	return channel_make(&o->c, AREA);
}

void opener_forget(struct opener *o)
{
	channel_forget(&o->c);
}

/* ---- the opener's side ---- */

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
		      const struct packet *q, struct incoming *ret_mail)
{
	enum err err;

	if (q->n > INCOMING_MAX)
		return ERR_INVALID;
	err = incoming_parse(a, o->c.area, q->n, q->what, ret_mail);
	if (!err)
		fold(a, ret_mail);
	return err;
}

/* what: was the mail cut? In the answer: could it be opened? */
static void open_one(const struct opener *o, const struct packet *q,
		     struct packet *to)
{
	struct arena a = {.limit = ARENA_MAX};
	struct incoming m;
	size_t n = 0;

	*to = (struct packet){.id = q->id};
	start_clock(CPU_S);
	if (!parse(o, &a, q, &m))
		to->what = incoming_pack(&m, o->c.area + INCOMING_MAX,
					 INCOMING_PACKED_MAX, &n);
	start_clock(0);
	to->n = n;
	arena_release(&a);
}

int opener_main(const struct opener *o)
{
	struct packet p = {.id = 0};
	struct packet q;

	incoming_prepare();
	if (channel_enter(&o->c) || sandbox_enter(SANDBOX_MAIL)) {
		log_error("opener cannot enter its sandbox: errno=%d", errno);
		return EXIT_FAILED;
	}
	while (channel_say(&p) && channel_next(&q))
		open_one(o, &q, &p);
	return EXIT_OK;
}

/* ---- kept by a command ---- */

enum err opener_start(struct opener *o)
{
	pid_t asker = getpid();

	opener_stop(o);
	if (channel_again(&o->c))
		return ERR_UNAVAILABLE;
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
	channel_close(&o->c.worker); /* so that we hear when it ends */
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

/* Out of reach of whoever wrote it, then read. */
static enum err take_answer(struct opener *o, struct arena *a,
			    const struct packet *said,
			    struct incoming *ret_mail)
{
	char *copy;

	if (!said->what || said->n > INCOMING_PACKED_MAX)
		return ERR_INVALID;
	copy = arena_alloc(a, said->n + 1);
	memcpy(copy, o->c.area + INCOMING_MAX, said->n);
	return incoming_unpack(a, copy, said->n, ret_mail);
}

static enum err open_mail(struct arena *a, const char *bytes, size_t n,
			  bool clipped, struct incoming *ret_mail)
{
	struct opener *o = used;
	struct packet q = {.what = clipped, .n = n};
	struct packet said;
	enum heard heard;
	enum err err = ERR_INVALID;

	if (n > INCOMING_MAX)
		return ERR_INVALID;
	memcpy(o->c.area, bytes, n);
	heard = channel_ask(&o->c, &q, WAIT_MS, &said);
	/* One that nobody keeps is started once more. */
	if (heard == HEARD_DEATH && o->pid && !opener_start(o))
		heard = channel_ask(&o->c, &q, WAIT_MS, &said);
	if (heard == HEARD_ANSWER)
		err = take_answer(o, a, &said, ret_mail);
	else if (heard == HEARD_NOTHING)
		err = ERR_UNAVAILABLE;
	channel_rest(&o->c);
	return err;
}

void opener_use(struct opener *o)
{
	used = o;
	incoming_open = open_mail;
}
