/*
 * staff.h: the people of the city's side, their permissions and sessions.
 *
 * Passwords are Argon2id (libsodium, 64 MiB, 2 passes), hashed in a helper
 * process through route.prepare. Sessions last 12 hours; only the hash of a
 * token is kept. Attempts are limited by rate (address and account), an account is
 * never locked.
 */
#ifndef STAFF_STAFF_H
#define STAFF_STAFF_H

#include "base/lang.h"
#include "http/http.h"
#include "staff/permission.h"

enum { PASSWORD_MIN = 10, PASSWORD_MAX = 200 };
enum { STAFF_NAME_MAX = 100, STAFF_TITLE_MAX = 100, GRANTS_MAX = 2000 };
#define SESSION_COOKIE "session" /* res_cookie's name for the token */
#define SESSION_S      (12 * 60 * 60)

struct grant {
	const char *permission;
	int64_t unit_id; /* 0 = all units */
};

struct staff {
	int64_t id;
	const char *mail, *name, *title;
	int64_t unit_id;
	enum lang lang;
	bool active;
	bool has_password;
	int64_t signed_in_at;
	int64_t version;
	const struct grant *grants;
	size_t grant_count;
};

/* Active ones; invited: those who have no password yet. */
struct staff_counts {
	int64_t units, topics, staff, invited;
};
MUST_CHECK enum err staff_counts(struct db *db, struct arena *a,
				 struct staff_counts *ret_counts);
MUST_CHECK enum err staff_list(struct db *db, struct arena *a,
			       struct staff **ret_list, size_t *ret_count);
MUST_CHECK enum err staff_get(struct db *db, struct arena *a, int64_t id,
			      struct staff *ret_staff);
MUST_CHECK enum err staff_by_mail(struct db *db, struct arena *a,
				  const char *mail, struct staff *ret_staff);
/* Active ones who would see its queue, by name, at most 20: its members, and
 * who may handle its matters or those of a unit above. */
MUST_CHECK enum err staff_takers(struct db *db, struct arena *a,
				 int64_t unit_id, struct staff **ret_list,
				 size_t *ret_count);
/* Whom a matter can be given to, by name, limit at most: active members of the
 * unit (0: of any) who may work on matters. Without their grants. */
MUST_CHECK enum err staff_handlers(struct db *db, struct arena *a,
				   int64_t unit_id, int64_t limit,
				   struct staff **ret_list, size_t *ret_count);
/* May they work on matters, of whichever unit? Needs the grants. */
bool staff_works(const struct staff *s);
/* id 0 makes a new one. Replaces the grants. ERR_INVALID: staff_faults;
 * ERR_CONFLICT: the address is taken, or changed by somebody else. For commands;
 * people change people by staff_change. */
MUST_CHECK enum err staff_save(struct db *db, struct arena *a,
			       const struct staff *s, int64_t *ret_id);
/* Closes all sessions and links of the person. */
MUST_CHECK enum err staff_set_password(struct db *db, int64_t id,
				       const char *argon2id_hash);
MUST_CHECK enum err staff_set_lang(struct db *db, int64_t id, enum lang lang);
MUST_CHECK enum err staff_set_shortcuts(struct db *db, int64_t id, bool on);

/* What is wrong with a person as typed, one bit a field. */
enum {
	STAFF_BAD_MAIL = 1 << 0,
	STAFF_BAD_NAME = 1 << 1,
	STAFF_BAD_TITLE = 1 << 2,
	STAFF_BAD_UNIT = 1 << 3,  /* no such unit */
	STAFF_BAD_GRANT = 1 << 4, /* unknown, or not for one unit only */
	STAFF_MAIL_TAKEN = 1 << 5,
	STAFF_LOCKS_OUT = 1
			  << 6, /* takes one's own right to administer users, or
				      nobody would be left who has it */
	STAFF_OWN_GRANT = 1 << 7, /* gives oneself what only others may give */
};
MUST_CHECK enum err staff_faults(struct db *db, struct arena *a,
				 const struct session *by,
				 const struct staff *s, unsigned *ret_bad);
bool staff_same_grants(const struct staff *a, const struct staff *b);
/*
 * A person changes or makes one (id 0), within the rules and with the event.
 * ERR_INVALID as staff_faults; ERR_CONFLICT: changed by somebody else.
 * Going inactive closes sessions and links and hands the open matters over.
 */
MUST_CHECK enum err staff_change(struct db *db, struct arena *a,
				 const struct session *by,
				 const struct staff *s, int64_t *ret_id);
/* Active or not, and nothing else. ERR_INVALID: STAFF_LOCKS_OUT. */
MUST_CHECK enum err staff_set_active(struct db *db, struct arena *a,
				     const struct session *by, int64_t id,
				     bool active);
/*
 * Matters live floors above, so app/ hands this down: their open matters
 * go to the unit's queue (matter_release_handler). Deactivation is refused with
 * ERR_INTERNAL while nobody has set it.
 */
typedef enum err staff_release_fn(struct db *db, struct arena *a,
				  const struct session *by, int64_t staff_id,
				  int64_t *ret_count);
extern staff_release_fn *staff_on_deactivate;

/* May this session do this on a matter of this unit (0 = no unit yet)? With
 * several bits: any of them. A unit's permission covers the units below it. False also
 * when the database does not answer. */
bool staff_may(struct db *db, struct arena *a, const struct session *s,
	       uint32_t permission, int64_t unit_id);
/* The units this session holds the permission for, those below included;
 * ret_set->all when all, whatever the ids say. */
struct unit_set {
	int64_t *ids;
	size_t count;
	bool all;
};
MUST_CHECK enum err staff_units(struct db *db, struct arena *a,
				const struct session *s, uint32_t permission,
				struct unit_set *ret_set);
/* Does anybody active see the confidential matters of this unit (0 = none)? */
MUST_CHECK enum err staff_trusted(struct db *db, struct arena *a,
				  int64_t unit_id, bool *ret_any);
bool unit_set_has(const struct unit_set *set, int64_t id);
/* The units that have takers (staff_takers), or work by mail. */
MUST_CHECK enum err staff_manned(struct db *db, struct arena *a,
				 struct unit_set *ret_set);

/* ---- sessions ---- */
MUST_CHECK enum err session_open(struct db *db, struct arena *a,
				 int64_t staff_id, const char **ret_token);
/* From the cookie's token; ERR_LOGIN when none, expired or deactivated. */
MUST_CHECK enum err session_find(struct db *db, struct arena *a,
				 const char *token,
				 const struct session **ret_session);
/* Whose session this was, for a form that came after its end with the token of
 * its pages; ERR_LOGIN when nobody's. It opens nothing. */
MUST_CHECK enum err session_ended(struct db *db, struct arena *a,
				  const char *token, const char *csrf,
				  int64_t *ret_staff_id);
MUST_CHECK enum err session_close(struct db *db, const char *token_hash);
MUST_CHECK enum err session_close_all(struct db *db, int64_t staff_id);
/* For the sweep: expired sessions, and links that ended a month ago. */
MUST_CHECK enum err session_forget(struct db *db, int64_t now);

/* ---- invitation and reset links: 7 days and 2 hours, one use ---- */

/* A new link ends the older ones of its kind. purpose: "invite" or "reset". */
MUST_CHECK enum err staff_link_make(struct db *db, struct arena *a,
				    int64_t staff_id, const char *purpose,
				    const char **ret_token);
/* ERR_NOT_FOUND: none, used, too old, or the person is deactivated. */
MUST_CHECK enum err staff_link_find(struct db *db, struct arena *a,
				    const char *token, int64_t *ret_staff_id);
MUST_CHECK enum err staff_link_use(struct db *db, const char *token);
/* At most 3 reset links an hour for one account. */
enum { RESETS_PER_HOUR = 3 };
MUST_CHECK enum err staff_reset_allowed(struct db *db, struct arena *a,
					int64_t staff_id, bool *ret_allowed);
/* Ends all open links of the person. */
MUST_CHECK enum err staff_link_close(struct db *db, int64_t staff_id);

/* Signs in: the hash of the person's password; ERR_NOT_FOUND when the account
 * is not there, not active, or has no password yet. */
MUST_CHECK enum err staff_password(struct db *db, struct arena *a,
				   const char *mail, int64_t *ret_id,
				   const char **ret_hash);
/* Verifying against it takes as long as any other and never succeeds. */
extern const char password_dummy[];

/* ---- hashing, in the helper and in commands only (slow on purpose) ---- */
MUST_CHECK enum err password_hash(struct arena *a, const char *password,
				  const char **ret_hash);
bool password_verify(const char *hash, const char *password);
/* 10 to 200 characters, not the account's own mail, not among the commonest. */
bool password_good(const char *password, const char *mail);

#endif
