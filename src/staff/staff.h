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

MUST_CHECK enum err staff_list(struct db *db, struct arena *a,
			       struct staff **ret_list, size_t *ret_count);
MUST_CHECK enum err staff_get(struct db *db, struct arena *a, int64_t id,
			      struct staff *ret_staff);
MUST_CHECK enum err staff_by_mail(struct db *db, struct arena *a,
				  const char *mail, struct staff *ret_staff);
/* Active members of a unit, by name: whom a matter can be given to. */
MUST_CHECK enum err staff_of_unit(struct db *db, struct arena *a,
				  int64_t unit_id, struct staff **ret_list,
				  size_t *ret_count);
/* id 0 makes a new one. Replaces the grants. */
MUST_CHECK enum err staff_save(struct db *db, struct arena *a,
			       const struct staff *s, int64_t *ret_id);
MUST_CHECK enum err staff_set_password(struct db *db, int64_t id,
				       const char *argon2id_hash);

/* May this session do this on a matter of this unit (0 = no unit yet)? */
bool staff_may(struct db *db, struct arena *a, const struct session *s,
	       uint32_t permission, int64_t unit_id);
/* The units this session holds the permission for; *ret_all when all. */
MUST_CHECK enum err staff_units(struct db *db, struct arena *a,
				const struct session *s, uint32_t permission,
				int64_t **ret_units, size_t *ret_count,
				bool *ret_all);

/* ---- sessions ---- */
MUST_CHECK enum err session_open(struct db *db, struct arena *a,
				 int64_t staff_id, const char **ret_token);
/* From the cookie's token; ERR_LOGIN when none, expired or deactivated. */
MUST_CHECK enum err session_find(struct db *db, struct arena *a,
				 const char *token,
				 const struct session **ret_session);
MUST_CHECK enum err session_close(struct db *db, const char *token_hash);
MUST_CHECK enum err session_close_all(struct db *db, int64_t staff_id);

/* ---- invitation and reset links: 7 days and 2 hours, one use ---- */
MUST_CHECK enum err staff_link_make(struct db *db, struct arena *a,
				    int64_t staff_id, const char *purpose,
				    const char **ret_token);
MUST_CHECK enum err staff_link_find(struct db *db, struct arena *a,
				    const char *token, int64_t *ret_staff_id);
MUST_CHECK enum err staff_link_use(struct db *db, const char *token);

/* ---- hashing, in the helper and in commands only (slow on purpose) ---- */
MUST_CHECK enum err password_hash(struct arena *a, const char *password,
				  const char **ret_hash);
bool password_verify(const char *hash, const char *password);
/* 10 to 200 characters, not the account's own mail, not among the commonest. */
bool password_good(const char *password, const char *mail);

#endif
