/*
 * id.h: randomness and its spellings. Row ids are made by sql (db_new_id).
 */
#ifndef BASE_ID_H
#define BASE_ID_H

#include "base/arena.h"
#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

void random_bytes(void *to, size_t n);
char *hex_encode(struct arena *a, const void *bytes, size_t n);
MUST_CHECK enum err hex_decode(const char *hex, void *to, size_t n);
/* URL-safe base64 without padding (RFC 4648 section 5). */
char *base64url(struct arena *a, const void *bytes, size_t n);
MUST_CHECK enum err base64url_decode(const char *text, void *to, size_t n);
/* For secret links and sessions: 32 random bytes, as base64url. Only a hash of
 * it is kept. */
enum { TOKEN_CHARS = 43 };
char *token_new(struct arena *a);

#endif
