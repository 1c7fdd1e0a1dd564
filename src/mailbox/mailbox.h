/*
 * mailbox.h: the mailboxes a city reads, each with the unit that gets what
 * comes there, and the mails that came in. What a mail becomes is decided
 * above (matter/mail_in.h).
 */
#ifndef MAILBOX_MAILBOX_H
#define MAILBOX_MAILBOX_H

#include "http/http.h"
#include "sql/sql.h"

#include <stdbool.h>

enum {
	MAILBOX_NAME_MAX = 40,
	MAILBOX_TEXT_MAX = 200, /* server, login, folders */
	MAILBOX_SECRET_MAX = 200,
	MAILBOXES_MAX = 100
};

struct mailbox {
	int64_t id;
	const char *name, *address;
	int64_t unit_id; /* 0 = people direct it */
	bool plus;
	const char *server; /* "" = a mail server hands mails in */
	const char *login, *secret /* sealed */, *folder, *move_to;
	bool active;
	int64_t checked_at, failures;
	const char *error;
	int64_t version;
};

MUST_CHECK enum err mailbox_list(struct db *db, struct arena *a,
				 struct mailbox **ret_list, size_t *ret_count);
MUST_CHECK enum err mailbox_get(struct db *db, struct arena *a, int64_t id,
				struct mailbox *ret_box);
/* An active one. */
MUST_CHECK enum err mailbox_by_name(struct db *db, struct arena *a,
				    const char *name, struct mailbox *ret_box);
/* Is this the address of one, also with a +? */
MUST_CHECK enum err mailbox_is_ours(struct db *db, struct arena *a,
				    const char *address, bool *ret_ours);

/* What is wrong with one as typed, one bit a field. */
enum {
	MAILBOX_BAD_NAME = 1 << 0, /* not [a-z0-9-]{1,40} */
	MAILBOX_BAD_ADDRESS = 1 << 1,
	MAILBOX_BAD_UNIT = 1 << 2,
	MAILBOX_BAD_SERVER = 1 << 3,
	MAILBOX_BAD_LOGIN = 1 << 4, /* a server needs one */
	MAILBOX_BAD_SECRET = 1 << 5,
	MAILBOX_BAD_FOLDER = 1 << 6, /* not printable ASCII */
	MAILBOX_BAD_MOVE = 1 << 7,
	MAILBOX_NAME_TAKEN = 1 << 8,
	MAILBOX_ADDRESS_TAKEN = 1 << 9,
};
struct mailbox_change {
	struct mailbox box;   /* id 0 makes a new one */
	const char *password; /* as typed; "" = unchanged */
};
MUST_CHECK enum err mailbox_faults(struct db *db, struct arena *a,
				   const struct mailbox_change *c,
				   unsigned *ret_bad);
/* With the event of who did it. It is looked into at once. ERR_INVALID:
 * mailbox_faults; ERR_CONFLICT: changed by somebody else. */
MUST_CHECK enum err mailbox_save(struct db *db, struct arena *a,
				 int64_t staff_id,
				 const struct mailbox_change *c,
				 int64_t *ret_id);
/* The password in the clear. ERR_INVALID: not sealed by this installation. */
MUST_CHECK enum err mailbox_password(struct arena *a, int64_t tenant,
				     const struct mailbox *box,
				     const char **ret_password);

/* ---- polling ---- */

enum { MAILBOX_EVERY_S = 60, MAILBOX_REST_MAX_S = 1800 };
/* The one to look into that has waited longest. ERR_NOT_FOUND: none. */
MUST_CHECK enum err mailbox_due(struct db *db, struct arena *a, int64_t now,
				struct mailbox *ret_box);
/* How it went: "" = well. After failures it rests longer each time. more: look
 * again at once. */
MUST_CHECK enum err mailbox_looked(struct db *db, const struct mailbox *box,
				   const char *error, bool more);

/* ---- mails that came in ---- */

struct received {
	int64_t id; /* carries the time: id_time_us() */
	int64_t mailbox_id;
	const char *digest;
	const char *fate; /* one of received_fates */
	const char *from_name, *from_mail, *subject, *text, *folded;
	int64_t files_left;
	int64_t matter_id, entry_id, mail_id; /* 0 = none */
};
extern const char *const received_fates[]; /* ends with NULL */

/* m->id as the caller made it. */
MUST_CHECK enum err received_add(struct db *db, const struct received *m);
/* Was it taken already: by this mailbox, or into this matter (0 = none)? */
MUST_CHECK enum err received_twice(struct db *db, struct arena *a,
				   const struct received *m, bool *ret_twice);
/* What came about a matter, oldest first, but for what was dropped. */
MUST_CHECK enum err received_of_matter(struct db *db, struct arena *a,
				       int64_t matter_id,
				       struct received **ret_list,
				       size_t *ret_count);
/* ERR_NOT_FOUND unless it is of this matter and waits. */
MUST_CHECK enum err received_held(struct db *db, struct arena *a, int64_t id,
				  int64_t matter_id,
				  struct received *ret_received);
/* accepted into an entry, or dropped (entry_id 0): its text goes. */
MUST_CHECK enum err received_settle(struct db *db, int64_t id, const char *fate,
				    int64_t entry_id);
/* The newest of all mailboxes, for the administration: no texts. */
MUST_CHECK enum err received_list(struct db *db, struct arena *a, int limit,
				  struct received **ret_list,
				  size_t *ret_count);
/* What programs sent is forgotten after a while. */
MUST_CHECK enum err received_forget(struct db *db, int64_t before_id);

#endif
