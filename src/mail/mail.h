/*
 * mail.h: the outbox. A mail is a row written in the transaction that caused
 * it, and a job sends it: at least once, with a stable Message-ID
 * (<m{mail id}.t{tenant}@domain of the sender>), Auto-Submitted:
 * auto-generated (RFC 3834), plain text and HTML, Reply-To a staffed mailbox.
 *
 * What a mail says is a secret (it carries tracking codes and one-use links),
 * so both bodies are emptied when it has been sent; the row stays.
 */
#ifndef MAIL_MAIL_H
#define MAIL_MAIL_H

#include "base/lang.h"
#include "sql/sql.h"

struct mail {
	int64_t id;
	int64_t matter_id;   /* 0 = none */
	const char *purpose; /* receipt, answer, interim_reply, invite, reset */
	const char *to;
	enum lang lang;
	const char *subject;
	const char *body_text;
	const char *body_html;
	const char *unsubscribe; /* where one click stops such mails (RFC 8058);
				    NULL or "" = none of those */
	const char *file;        /* that goes with it, below the municipality's
			     folder (mail_build: its whole path); NULL or "" =
			     none */
	/* read back: */
	const char *delivery;
	const char *detail;
	int64_t sent_at;
};

/* From, Reply-To and the name beside them, from the tenant's settings. */
struct mail_from {
	const char *name;
	const char *from;
	const char *reply_to;
};

/* ---- addresses (mail/address.c) ---- */

/* A plausible address for the form: one @, a domain with a dot, no spaces, no
 * control characters, <= 254 bytes. The domain may be international
 * (maija@hämeenkylä.fi), what is before the @ may not: few relays take it. */
bool mail_address_ok(const char *address);
/* As it travels: the domain in its ASCII form. ERR_INVALID unless
 * mail_address_ok and the domain has one. */
MUST_CHECK enum err mail_address_ascii(struct arena *a, const char *address,
				       const char **ret_address);

/* ---- the outbox (mail/mail_store.c), inside the caller's transaction ---- */

/* Writes the row and the job that will send it. id, delivery, detail and
 * sent_at of m are not read. ERR_INVALID unless mail_address_ok(m->to). */
MUST_CHECK enum err mail_queue(struct db *db, struct arena *a,
			       const struct mail *m, int64_t *ret_id);
MUST_CHECK enum err mail_get(struct db *db, struct arena *a, int64_t id,
			     struct mail *ret_mail);
/* Everything sent about a matter, oldest first, without the bodies. */
MUST_CHECK enum err mail_of_matter(struct db *db, struct arena *a,
				   int64_t matter_id, struct mail **ret_list,
				   size_t *ret_count);
/* The outbox, newest first, without the bodies. */
struct mail_filter {
	const char *delivery; /* "" = all */
	int64_t before_id;    /* 0 = from the newest */
	int limit;
};
MUST_CHECK enum err mail_list(struct db *db, struct arena *a,
			      const struct mail_filter *f,
			      struct mail **ret_list, size_t *ret_count);
/* The relay's verdict: "sent", "bounced", or "queued" with why it waits. */
MUST_CHECK enum err mail_mark(struct db *db, int64_t id, const char *delivery,
			      const char *detail);
/* Back to the queue with a new job: a bounced one once its cause is mended.
 * ERR_CONFLICT unless it is bounced and its words are still there: a report
 * that came by mail comes after they are gone. */
MUST_CHECK enum err mail_send_again(struct db *db, struct arena *a, int64_t id);
/* The settings mail_from, mail_reply_to and contact_mail, and the
 * municipality's name in lang. Without a sender set: noreply@ its first host. */
MUST_CHECK enum err mail_sender(struct db *db, struct arena *a, enum lang lang,
				struct mail_from *ret_from);

/* A reply to this mail finds its matter: Reply-To gets a token when the mailbox
 * is one of ours that takes them (reply_address.h). */
MUST_CHECK enum err mail_reply_here(struct db *db, struct arena *a,
				    const struct mail *m,
				    struct mail_from *from);
/* What was heard of one that was sent: "bounced" or "acknowledged", or "" when
 * only the detail is new. ERR_NOT_FOUND: there is no such mail. */
MUST_CHECK enum err mail_heard_of(struct db *db, struct arena *a, int64_t id,
				  const char *delivery, const char *detail);

/* ---- sending ---- */

/* A mail ready to travel, addresses in ASCII. */
struct letter {
	const char *from, *to; /* the envelope */
	const char *message;
	size_t len;
};
/* mail/message.c (GMime): RFC 5322 text with CRLF, UTF-8, multipart/alternative,
 * 7-bit lines. ERR_INVALID when an address cannot travel. */
MUST_CHECK enum err mail_build(struct arena *a, const struct mail *m,
			       const struct mail_from *from, int64_t tenant,
			       struct letter *ret_letter);

/*
 * mail/smtp.c (libcurl): one letter through the relay. 4xx, timeouts and lost
 * connections are SMTP_LATER, 5xx SMTP_REFUSED; SMTP_AWAY says nothing about
 * this mail: no connection, or the relay refused us before it heard of it, or
 * it wants us to sign in.
 * detail: the relay's last words, clipped. Never longer than 60 s.
 * TLS: smtps:// and any sign-in demand a valid certificate (except on the
 * loopback), and so does a file of certificates; otherwise STARTTLS is used
 * when offered (RFC 7435).
 */
enum smtp_result { SMTP_SENT, SMTP_LATER, SMTP_REFUSED, SMTP_AWAY };
struct relay {
	const char *url; /* smtp[s]://[user:password@]host:port */
	const char *ca; /* PEM file: who must have signed; NULL: the system's */
};
enum smtp_result smtp_send(struct arena *a, const struct relay *relay,
			   const struct letter *l, const char **ret_detail);
bool smtp_relay_ok(const char *url);
/* Tests shorten the 60 s. */
void smtp_timeout_set(int timeout_ms);

#endif
