/*
 * mail.h: the outbox. A mail is a row written in the transaction that caused
 * it, and a job sends it: at least once, with a stable Message-ID
 * (<matter.mail-id.tenant@domain>), Auto-Submitted: auto-generated (RFC 3834),
 * plain text and HTML, Reply-To a staffed mailbox.
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

/* A plausible address for the form: one @, a domain with a dot, no spaces, no control
 * characters, <= 254 bytes. */
bool mail_address_ok(const char *address);

/* mail/message.c (GMime): RFC 5322 text with CRLF, UTF-8, multipart/alternative. */
MUST_CHECK enum err mail_build(struct arena *a, const struct mail *m,
			       const struct mail_from *from, int64_t tenant,
			       const char **ret_message, size_t *ret_len);

enum smtp_result { SMTP_SENT, SMTP_LATER, SMTP_REFUSED };
/* mail/smtp.c (libcurl): one message to one recipient. 4xx, timeouts and lost
 * connections are SMTP_LATER, 5xx SMTP_REFUSED; detail: the relay's last words,
 * clipped. Never longer than 60 s. */
enum smtp_result smtp_send(struct arena *a, const char *relay_url,
			   const char *from, const char *to,
			   const char *message, size_t len,
			   const char **ret_detail);

#endif
