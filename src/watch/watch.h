/*
 * watch.h: hearing by mail of a public matter, or of what becomes public about
 * a topic. Double opt-in: nothing is sent before somebody has pressed a button
 * behind a link in that very mailbox. One click stops it, and then the row is
 * gone. Never a flood: a mail an hour at most, or one digest a day, and few
 * watches an address. A mail says only what everybody may read.
 */
#ifndef WATCH_WATCH_H
#define WATCH_WATCH_H

#include "base/lang.h"
#include "job/job.h"

#include <stdbool.h>

enum {
	WATCHES_MAX = 20,       /* of one address */
	WATCH_ASKS_AN_HOUR = 3, /* questions to one address */
	WATCH_WAITS_DAYS = 7,   /* for the confirmation */
	WATCH_ROWS = 20         /* matters in one mail */
};

struct watch {
	int64_t id;
	const char *mail;
	enum lang lang;
	int64_t matter_id, topic_id; /* one of them is 0 */
	bool daily;
	int64_t confirmed_at; /* 0 = not yet */
	int64_t asked_at;
};

/* Writes it down and mails the question. Says the same whether it was asked
 * before, is watched already, or is too much. ERR_INVALID: no address;
 * ERR_NOT_FOUND: nothing that everybody may read. */
MUST_CHECK enum err watch_ask(struct db *db, struct arena *a,
			      const struct watch *w);
/* May everybody read of it? ERR_NOT_FOUND when not. Gives its heading, and
 * the address of its page without the language. */
struct watched {
	const char *heading, *lang;
	const char *path; /* "/matters/2026-12", "/matters?topic=parks" */
};
MUST_CHECK enum err watch_of(struct db *db, struct arena *a,
			     const struct watch *w, struct watched *ret);

/* The right to one watch; made again for each mail, never stored. */
const char *watch_token(struct arena *a, int64_t tenant, int64_t id);
MUST_CHECK enum err watch_by_token(struct db *db, struct arena *a,
				   const char *token, struct watch *ret);
MUST_CHECK enum err watch_confirm(struct db *db, struct arena *a, int64_t id);
MUST_CHECK enum err watch_daily(struct db *db, int64_t id, bool daily);
MUST_CHECK enum err watch_stop(struct db *db, int64_t id);

/* Walks the events and sends. */
enum err watch_job_wanted(struct db *db, struct arena *a, bool *ret_wanted);
enum err watch_job_run(struct job_context *c, const struct job *job);

#endif
