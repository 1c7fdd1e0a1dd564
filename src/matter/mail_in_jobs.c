/*
 * mail_in_jobs.c: reads the mailboxes over IMAP. A mail is marked as read, or
 * moved, only after its transaction: killed in between, it is looked at again
 * and known by its digest.
 */
#include "matter/mail_in_jobs.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/str.h"
#include "mail/imap.h"
#include "matter/mail_in.h"

#include <inttypes.h>

enum {
	MAILS_A_RUN = 50,
	RUN_US = 10 * SECOND_US, /* then the others have their turn */
	TALK_MS = 90000,
	FORGET_DAYS = 90,
};

/* ---- which ---- */

static enum err due_box(struct db *db, struct arena *a, struct mailbox *ret_box)
{
	return mailbox_due(db, a, clock_now_us(), ret_box);
}

enum err mail_in_job_wanted(struct db *db, struct arena *a, bool *ret_wanted)
{
	struct mailbox box;
	enum err err = due_box(db, a, &box);

	*ret_wanted = !err;
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err find_box(struct job_context *c, struct mailbox *ret_box)
{
	enum err err = db_read_begin(c->db);

	if (err)
		return err;
	err = due_box(c->db, c->arena, ret_box);
	db_read_end(c->db);
	return err;
}

/* ---- the mails of one ---- */

struct look {
	struct job_context *c;
	const struct mailbox *box;
	struct imap *imap;
	const char *why; /* it went wrong; "" = well */
	bool more;
};

static enum err take_one(struct look *l, struct arena *a, uint32_t uid)
{
	struct imap_mail m;
	struct mail_raw raw;
	struct mail_came came;
	enum err err =
		imap_fetch(l->imap, a, uid, INCOMING_MAX, INCOMING_CLIPPED, &m);

	if (err) {
		if (err != ERR_NOT_FOUND)
			l->why = imap_why(l->imap);
		return err == ERR_NOT_FOUND ? OK : err;
	}
	raw = (struct mail_raw){m.bytes, m.n, m.clipped, m.arrived_at};
	err = mail_in_open(a, &raw, &came);
	if (!err)
		err = mail_in_take(l->c->db, a, l->c->folder, l->box, &came);
	if (err) {
		l->why = "a mail could not be stored";
		return err;
	}
	err = imap_done(l->imap, uid, l->box->move_to);
	if (err)
		l->why = imap_why(l->imap);
	return err;
}

static enum err take_all(struct look *l)
{
	const int64_t until = clock_mono_us() + RUN_US;
	uint32_t uids[MAILS_A_RUN];
	size_t n, i;
	enum err err = imap_unread(l->imap, uids, MAILS_A_RUN, &n);

	if (err)
		l->why = imap_why(l->imap);
	for (i = 0; !err && i < n && clock_mono_us() < until; i++) {
		struct arena a = ARENA_INIT;

		err = take_one(l, &a, uids[i]);
		if (err)
			l->why = arena_strdup(l->c->arena, l->why);
		arena_release(&a);
	}
	l->more = !err && (i < n || n == MAILS_A_RUN);
	return err;
}

static enum err look_into(struct look *l)
{
	struct arena *a = l->c->arena;
	struct imap_box b = {
		.server = l->box->server,
		.login = l->box->login,
		.folder = l->box->folder,
		.ca = l->c->config->mail_ca,
		.timeout_ms = TALK_MS,
	};
	enum err err =
		mailbox_password(a, db_tenant(l->c->db), l->box, &b.password);

	if (err) {
		l->why = "the password was sealed by another installation";
		return err;
	}
	err = imap_open(a, &b, &l->imap);
	if (err) {
		l->why = imap_why(l->imap);
		return err;
	}
	err = take_all(l);
	imap_close(l->imap);
	return err;
}

static enum err write_look(struct db *db, struct arena *a, void *arg)
{
	const struct look *l = arg;

	(void)a;
	return mailbox_looked(db, l->box, l->why, l->more);
}

enum err mail_in_job_run(struct job_context *c, const struct job *job)
{
	struct mailbox box;
	struct look l = {.c = c, .box = &box, .why = ""};
	enum err err = find_box(c, &box);

	(void)job;
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	if (look_into(&l)) {
		if (str_empty(l.why))
			l.why = "it went wrong";
		log_warn("mailbox not read: mailbox=%" PRId64
			 " failures=%" PRId64,
			 box.id, box.failures + 1);
	}
	c->again = true; /* another one may be due */
	return db_write(c->db, c->arena, write_look, &l);
}

static enum err forget(struct db *db, struct arena *a, void *arg)
{
	(void)a;
	(void)arg;
	return received_forget(db,
			       id_at_us(clock_now_us() - FORGET_DAYS * DAY_US));
}

enum err mail_in_job_forget(struct job_context *c, const struct job *job)
{
	(void)job;
	return db_write(c->db, c->arena, forget, NULL);
}
