/*
 * staff_store.h: people, sessions and links in and out of the database.
 */
#ifndef STAFF_STAFF_STORE_H
#define STAFF_STAFF_STORE_H

#include "base/arena.h"
#include "base/lang.h"
#include "sql/sql.h"

struct staff;

/* ERR_CONFLICT: the address is taken. */
MUST_CHECK enum err store_staff_insert(struct db *db, int64_t id,
				       const struct staff *s);
/* ERR_CONFLICT: not in this version any more. */
MUST_CHECK enum err store_staff_update(struct db *db, const struct staff *s);
MUST_CHECK enum err store_grants_put(struct db *db, int64_t id,
				     const struct staff *s);
/* "" when there is none to verify. */
MUST_CHECK enum err store_password(struct db *db, struct arena *a, int64_t id,
				   const char **ret_hash);
MUST_CHECK enum err store_password_put(struct db *db, int64_t id,
				       const char *hash);
MUST_CHECK enum err store_signed_in(struct db *db, int64_t id, int64_t at);
MUST_CHECK enum err store_unit_known(struct db *db, struct arena *a, int64_t id,
				     bool *ret_known);
/* Is anybody but this one active with the permission for all units? */
MUST_CHECK enum err store_other_holder(struct db *db, struct arena *a,
				       int64_t id, const char *permission,
				       bool *ret_any);
MUST_CHECK enum err store_may(struct db *db, struct arena *a, int64_t staff_id,
			      const char *permission, int64_t unit_id,
			      bool *ret_may);
/* One row a unit; 0 stands for all. */
MUST_CHECK enum err store_units(struct db *db, struct arena *a,
				int64_t staff_id, const char *permission,
				struct rows **ret_rows);

/* ---- sessions ---- */

MUST_CHECK enum err store_session_insert(struct db *db, const char *token_hash,
					 int64_t staff_id, const char *csrf,
					 int64_t now, int64_t expires_at);
/* One row for each grant: id, name, mail, unit, lang, csrf, permission. */
MUST_CHECK enum err store_session_rows(struct db *db, struct arena *a,
				       const char *token_hash, int64_t now,
				       struct rows **ret_rows);
MUST_CHECK enum err store_session_ended(struct db *db, struct arena *a,
					const char *token_hash,
					struct rows **ret_rows);
MUST_CHECK enum err store_session_sweep(struct db *db, int64_t staff_id,
					int64_t now);

/* ---- links ---- */

struct staff_link {
	int64_t staff_id;
	const char *purpose;
	int64_t expires_at;
	bool used, active;
};
MUST_CHECK enum err store_link_insert(struct db *db, const char *token_hash,
				      int64_t staff_id, const char *purpose,
				      int64_t expires_at);
MUST_CHECK enum err store_link(struct db *db, struct arena *a,
			       const char *token_hash,
			       struct staff_link *ret_link);
/* ERR_NOT_FOUND: used or too old meanwhile. */
MUST_CHECK enum err store_link_use(struct db *db, const char *token_hash,
				   int64_t now);
MUST_CHECK enum err store_link_close(struct db *db, int64_t staff_id,
				     int64_t now);
MUST_CHECK enum err store_link_replace(struct db *db, int64_t staff_id,
				       const char *purpose, int64_t now);
/* How many of a purpose end after an instant. */
MUST_CHECK enum err store_link_recent(struct db *db, struct arena *a,
				      int64_t staff_id, const char *purpose,
				      int64_t ends_after, int64_t *ret_count);

#endif
