/*
 * seal.h: what the installation's secret key is used for.
 *
 * The key is 32 random bytes in DIR/key (mode 0600), made on first start and
 * never in the database. Every use has a purpose word, so that a code made
 * for one thing never opens another. Keyed BLAKE2b (RFC 7693).
 */
#ifndef BASE_SEAL_H
#define BASE_SEAL_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SEAL_BYTES = 16 };

/*
 * Reads DIR/key, makes it when there is none. ERR_DENIED when others may read
 * the file, ERR_INVALID when it is not 32 bytes long, ERR_UNAVAILABLE when the
 * folder or the disk refuses. Codes can be made only after it gave OK.
 */
MUST_CHECK enum err seal_load(const char *dir);
/* A 128-bit code over (purpose, tenant, data). */
void seal_make(const char *purpose, int64_t tenant, const void *data, size_t n,
	       unsigned char ret_code[SEAL_BYTES]);

/*
 * A secret that must come back in the clear (a mailbox's password), for the
 * database: encrypted and authenticated, XChaCha20-Poly1305, bound to purpose
 * and tenant. seal_open gives ERR_INVALID for anything else.
 */
char *seal_text(struct arena *a, const char *purpose, int64_t tenant,
		const char *text);
MUST_CHECK enum err seal_open(struct arena *a, const char *purpose,
			      int64_t tenant, const char *sealed,
			      const char **ret_text);

/*
 * Tracking code: 15 hexadecimal digits of the matter id, then the 128-bit code over
 * (tenant, id, version) in base64url. Made again whenever needed, never
 * stored. tracking_read gives ERR_NOT_FOUND for anything not made by us;
 * version is the matter's code_version, checked by the caller's second call
 * (tracking_id first, then the row, then tracking_check).
 */
char *tracking_make(struct arena *a, int64_t tenant, int64_t id,
		    int64_t version);
MUST_CHECK enum err tracking_id(const char *code, int64_t *ret_id);
bool tracking_check(const char *code, int64_t tenant, int64_t id,
		    int64_t version);

/*
 * Form keys: one per rendered form, time-prefixed so that they sort by time
 * in the index: 11 hex digits of milliseconds, 16 random hex digits, and a
 * code over them. A form key makes a POST idempotent and proves that the form
 * was ours.
 */
char *form_key_make(struct arena *a, int64_t tenant);
bool form_key_check(const char *key, int64_t tenant);
/* When the form was rendered, microseconds; call after form_key_check. */
int64_t form_key_time(const char *key);
/* What all keys of forms made at or after the instant sort behind. */
char *form_key_from(struct arena *a, int64_t us);

#endif
