/*
 * session.c: signing in, and the one-use links that lead there.
 *
 * A token is 32 random bytes that only the browser or the mail holds; the
 * database has its BLAKE2b-256 hash, so a stolen copy of it opens nothing.
 */
#include "staff/staff.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/str.h"
#include "staff/staff_store.h"

#include <sodium.h>

enum { HASH_BYTES = 32, HASH_HEX = 2 * HASH_BYTES + 1 };
#define INVITE_US (7 * DAY_US)
#define RESET_US  (2 * HOUR_US)

static void token_hash(const char *token, char ret_hex[HASH_HEX])
{
	unsigned char hash[HASH_BYTES];

	crypto_generichash(hash, sizeof(hash), (const unsigned char *)token,
			   strlen(token), NULL, 0);
	sodium_bin2hex(ret_hex, HASH_HEX, hash, sizeof(hash));
}

/* ---- sessions ---- */

enum err session_open(struct db *db, struct arena *a, int64_t staff_id,
		      const char **ret_token)
{
	const char *token = token_new(a);
	int64_t now = clock_now_us();
	char hash[HASH_HEX];
	enum err err;

	token_hash(token, hash);
	err = store_session_sweep(db, staff_id, now);
	if (err)
		return err;
	err = store_session_insert(db, hash, staff_id, token_new(a), now,
				   now + SESSION_S * (int64_t)SECOND_US);
	if (err)
		return err;
	err = store_signed_in(db, staff_id, now);
	if (err)
		return err;
	*ret_token = token;
	return OK;
}

static uint32_t right_of(const char *permission)
{
	const struct permission *p = permission_find(permission);

	return p ? p->bit : 0;
}

enum err session_find(struct db *db, struct arena *a, const char *token,
		      const struct session **ret_session)
{
	enum lang lang = LANG_FI;
	char hash[HASH_HEX];
	struct session *s;
	struct rows *r;
	enum err err;

	if (strlen(token) != TOKEN_CHARS)
		return ERR_LOGIN;
	token_hash(token, hash);
	err = store_session_rows(db, a, hash, clock_now_us(), &r);
	if (err)
		return err;
	if (!rows_next(r))
		return ERR_LOGIN;
	lang_parse(rows_text(r, 4), &lang);
	s = arena_alloc(a, sizeof(*s));
	*s = (struct session){
		.staff_id = rows_int(r, 0),
		.name = rows_text(r, 1),
		.mail = rows_text(r, 2),
		.unit_id = rows_int(r, 3),
		.lang = lang,
		.csrf = rows_text(r, 5),
		.shortcuts = rows_int(r, 7),
		.token_hash = arena_strdup(a, hash),
	};
	do
		s->rights |= right_of(rows_text(r, 6));
	while (rows_next(r));
	*ret_session = s;
	return OK;
}

enum err session_ended(struct db *db, struct arena *a, const char *token,
		       const char *csrf, int64_t *ret_staff_id)
{
	char hash[HASH_HEX];
	struct rows *r;
	enum err err;

	if (strlen(token) != TOKEN_CHARS || strlen(csrf) != TOKEN_CHARS)
		return ERR_LOGIN;
	token_hash(token, hash);
	err = store_session_ended(db, a, hash, &r);
	if (err)
		return err;
	if (!rows_next(r) || strlen(rows_text(r, 1)) != TOKEN_CHARS ||
	    sodium_memcmp(csrf, rows_text(r, 1), TOKEN_CHARS) != 0)
		return ERR_LOGIN;
	*ret_staff_id = rows_int(r, 0);
	return OK;
}

enum err staff_password(struct db *db, struct arena *a, const char *mail,
			int64_t *ret_id, const char **ret_hash)
{
	const char *hash;
	struct staff s;
	enum err err;

	err = staff_by_mail(db, a, mail, &s);
	if (err)
		return err;
	err = store_password(db, a, s.id, &hash);
	if (err)
		return err;
	if (!s.active || !*hash)
		return ERR_NOT_FOUND;
	*ret_id = s.id;
	*ret_hash = hash;
	return OK;
}

enum err staff_set_password(struct db *db, int64_t id,
			    const char *argon2id_hash)
{
	enum err err;

	err = store_password_put(db, id, argon2id_hash);
	if (err)
		return err;
	err = staff_link_close(db, id);
	if (err)
		return err;
	return session_close_all(db, id);
}

/* ---- links ---- */

enum err staff_link_make(struct db *db, struct arena *a, int64_t staff_id,
			 const char *purpose, const char **ret_token)
{
	int64_t lasts = str_same(purpose, "invite") ? INVITE_US : RESET_US;
	const char *token = token_new(a);
	char hash[HASH_HEX];
	enum err err;

	err = store_link_replace(db, staff_id, purpose, clock_now_us());
	if (err)
		return err;
	token_hash(token, hash);
	err = store_link_insert(db, hash, staff_id, purpose,
				clock_now_us() + lasts);
	if (err)
		return err;
	*ret_token = token;
	return OK;
}

enum err staff_link_find(struct db *db, struct arena *a, const char *token,
			 int64_t *ret_staff_id)
{
	struct staff_link link;
	char hash[HASH_HEX];
	enum err err;

	token_hash(token, hash);
	err = store_link(db, a, hash, &link);
	if (err)
		return err;
	if (link.used || !link.active || link.expires_at <= clock_now_us())
		return ERR_NOT_FOUND;
	*ret_staff_id = link.staff_id;
	return OK;
}

enum err staff_link_use(struct db *db, const char *token)
{
	char hash[HASH_HEX];

	token_hash(token, hash);
	return store_link_use(db, hash, clock_now_us());
}

enum err staff_link_close(struct db *db, int64_t staff_id)
{
	return store_link_close(db, staff_id, clock_now_us());
}

enum err staff_reset_allowed(struct db *db, struct arena *a, int64_t staff_id,
			     bool *ret_allowed)
{
	int64_t count, since = clock_now_us() - HOUR_US;
	enum err err;

	err = store_link_recent(db, a, staff_id, "reset", since + RESET_US,
				&count);
	if (err)
		return err;
	*ret_allowed = count < RESETS_PER_HOUR;
	return OK;
}
