/*
 * remind_mail.h: the mails of reminders. For remind*.c only.
 */
#ifndef MATTER_REMIND_MAIL_H
#define MATTER_REMIND_MAIL_H

#include "matter/remind.h"
#include "matter/remind_store.h"

/* Tells at once. *ret_mail_id 0: there is no address. */
struct news_to {
	struct reader to;
	enum news what;
	int64_t ask_id; /* of a view */
};
MUST_CHECK enum err remind_mail_news(struct db *db, struct arena *a,
				     const struct matter *m,
				     const struct news_to *n,
				     int64_t *ret_mail_id);
/* The day's digest. *ret_mail_id 0: nothing was
 * left to say, or there is no address (*ret_has_address). */
struct digest_told {
	int64_t mail_id;
	bool has_address;
};
MUST_CHECK enum err remind_mail_digest(struct db *db, struct arena *a,
				       const struct reader *to,
				       const struct waiting_list *w,
				       struct digest_told *ret_told);

#endif
