/*
 * id.c: randomness from the kernel, by libsodium.
 */
#include "base/id.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { TOKEN_BYTES = 32 };

static const char base64url_letters[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void random_bytes(void *to, size_t n)
{
	if (sodium_init() < 0)
		abort();
	randombytes_buf(to, n);
}

char *hex_encode(struct arena *a, const void *bytes, size_t n)
{
	size_t size = n * 2 + 1;

	return sodium_bin2hex(arena_alloc(a, size), size, bytes, n);
}

enum err hex_decode(const char *hex, void *to, size_t n)
{
	if (strlen(hex) != n * 2 ||
	    strspn(hex, "0123456789abcdefABCDEF") != n * 2)
		return ERR_INVALID;
	return sodium_hex2bin(to, n, hex, n * 2, NULL, NULL, NULL)
		       ? ERR_INTERNAL
		       : OK;
}

static size_t base64url_size(size_t n)
{
	return sodium_base64_ENCODED_LEN(
		n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

char *base64url(struct arena *a, const void *bytes, size_t n)
{
	size_t size = base64url_size(n);

	return sodium_bin2base64(arena_alloc(a, size), size, bytes, n,
				 sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* Unused bits must be zero, or one value would have several spellings. */
static bool last_letter_ok(char letter, size_t n)
{
	static const unsigned char unused[] = {0x00, 0x0f, 0x03};
	const char *at = strchr(base64url_letters, letter);

	return ((at - base64url_letters) & unused[n % 3]) == 0;
}

enum err base64url_decode(const char *text, void *to, size_t n)
{
	size_t length = base64url_size(n) - 1;

	if (strlen(text) != length || strspn(text, base64url_letters) != length)
		return ERR_INVALID;
	if (n && !last_letter_ok(text[length - 1], n))
		return ERR_INVALID;
	return sodium_base642bin(to, n, text, length, NULL, NULL, NULL,
				 sodium_base64_VARIANT_URLSAFE_NO_PADDING)
		       ? ERR_INTERNAL
		       : OK;
}

char *token_new(struct arena *a)
{
	unsigned char bytes[TOKEN_BYTES];

	random_bytes(bytes, sizeof(bytes));
	return base64url(a, bytes, sizeof(bytes));
}
