/*
 * mail_job.c: sends one mail of the outbox. It lives with the jobs, because
 * mail/ stands a floor below them.
 *
 * At least once: when the relay took the mail and its reply was lost, it goes
 * again with the same Message-ID, and the receiver's system drops the double.
 */
#include "base/clock.h"
#include "base/str.h"
#include "job/job.h"
#include "mail/mail.h"

/* A relay that does not answer, or takes this long to say no, is left alone for
 * a while: other kinds of jobs must not wait behind it. */
enum { REST_S = 30, SLOW_S = 20 };

bool mail_job_ready(const struct config *c)
{
	return !str_empty(c->mail_relay);
}

struct outgoing {
	int64_t id;
	struct mail mail;
	struct mail_from from;
};

/* ERR_NOT_FOUND: the mail is gone. */
static enum err load(struct db *db, struct arena *a, struct outgoing *out)
{
	enum err err = db_read_begin(db);

	if (err)
		return err;
	err = mail_get(db, a, out->id, &out->mail);
	if (!err && (mail_sender(db, a, out->mail.lang, &out->from) ||
		     mail_reply_here(db, a, &out->mail, &out->from)))
		err = ERR_INTERNAL;
	db_read_end(db);
	return err;
}

struct mark {
	int64_t id;
	const char *delivery, *detail;
};

static enum err write_mark(struct db *db, struct arena *a, void *arg)
{
	const struct mark *m = arg;

	(void)a;
	return mail_mark(db, m->id, m->delivery, m->detail);
}

static enum err mark(struct job_context *c, int64_t id, const char *delivery,
		     const char *detail)
{
	struct mark m = {id, delivery, detail};

	return db_write(c->db, c->arena, write_mark, &m);
}

static enum smtp_result send_letter(struct job_context *c,
				    const struct letter *l,
				    const char **ret_detail)
{
	const struct relay relay = {c->config->mail_relay, c->config->mail_ca};
	int64_t started = clock_mono_us();
	enum smtp_result result = smtp_send(c->arena, &relay, l, ret_detail);
	bool slow = clock_mono_us() - started > SLOW_S * (int64_t)SECOND_US;

	if (result == SMTP_AWAY || (result == SMTP_LATER && slow))
		c->rest_s = REST_S;
	return result;
}

/* Only the number the relay gave: its words may hold the address. */
static void say_why(struct job_context *c, const char *what, const char *detail)
{
	size_t digits = strspn(detail, "0123456789");

	if (digits == 3)
		snprintf(c->error, sizeof(c->error), "%s %.3s", what, detail);
	else
		snprintf(c->error, sizeof(c->error), "%s", what);
}

static enum err settle(struct job_context *c, int64_t id,
		       enum smtp_result result, const char *detail)
{
	enum err err;

	switch (result) {
	case SMTP_SENT:
		return mark(c, id, "sent", detail);
	case SMTP_REFUSED:
		return mark(c, id, "bounced", detail);
	case SMTP_AWAY:
		say_why(c, "relay away", detail);
		err = mark(c, id, "queued", detail);
		return err ? err : ERR_BUSY;
	case SMTP_LATER:
		break;
	}
	say_why(c, "relay said later", detail);
	err = mark(c, id, "queued", detail);
	return err ? err : ERR_UNAVAILABLE;
}

/* The recipient's fault ends it; the sender's can be mended in the settings. */
static enum err settle_unbuilt(struct job_context *c, const struct mail *m)
{
	const char *to;
	enum err err;

	if (mail_address_ascii(c->arena, m->to, &to))
		return mark(c, m->id, "bounced", "the address cannot be used");
	snprintf(c->error, sizeof(c->error), "the sender cannot be used");
	err = mark(c, m->id, "queued", c->error);
	return err ? err : ERR_INVALID;
}

enum err mail_job_run(struct job_context *c, const struct job *job)
{
	struct outgoing out = {0};
	struct letter letter;
	const char *detail;
	enum smtp_result result;
	enum err err = job_body_int(job, "mail", &out.id);

	if (err)
		return err;
	err = load(c->db, c->arena, &out);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err; /* erased meanwhile */
	if (!str_same(out.mail.delivery, "queued"))
		return OK; /* settled, and only the job's end was lost */
	if (str_empty(c->config->mail_relay))
		return ERR_BUSY;
	if (!str_empty(out.mail.file))
		out.mail.file = arena_printf(c->arena, "%s/%s", c->folder,
					     out.mail.file);
	err = mail_build(c->arena, &out.mail, &out.from, db_tenant(c->db),
			 &letter);
	if (err == ERR_INVALID)
		return settle_unbuilt(c, &out.mail);
	if (err)
		return err;
	result = send_letter(c, &letter, &detail);
	return settle(c, out.id, result, detail);
}
