/*
 * seal.c: the installation's key and the codes made with it.
 */
#include "base/seal.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	KEY_BYTES = 32,
	ID_DIGITS = 15,
	CODE_LETTERS = 22, /* SEAL_BYTES in base64url */
	MS_DIGITS = 11,
	FORM_DIGITS = MS_DIGITS + 16,
};

static unsigned char key[KEY_BYTES];
static bool key_loaded;

/* ---- DIR/key ---- */

static bool write_all(int fd, const unsigned char *bytes, size_t n)
{
	ssize_t done;

	while (n) {
		done = write(fd, bytes, n);
		if (done < 0 && errno != EINTR)
			return false;
		if (done > 0) {
			bytes += done;
			n -= (size_t)done;
		}
	}
	return fsync(fd) == 0;
}

/* A new random key in a file of its own name, safely on the disk. */
static bool key_write(int dir, const char *name)
{
	unsigned char fresh[KEY_BYTES];
	bool done;
	int fd;

	fd = openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return false;
	random_bytes(fresh, sizeof(fresh));
	done = write_all(fd, fresh, sizeof(fresh));
	sodium_memzero(fresh, sizeof(fresh));
	return close(fd) == 0 && done;
}

/*
 * link() never replaces: of two processes that start at once one gives the
 * key its name, the other reads that one. There is never a half-written key.
 */
static enum err key_make(int dir)
{
	char name[32];
	uint64_t mark;
	bool done;

	random_bytes(&mark, sizeof(mark));
	snprintf(name, sizeof(name), "key.%016llx", (unsigned long long)mark);
	done = key_write(dir, name) &&
	       (linkat(dir, name, dir, "key", 0) == 0 || errno == EEXIST);
	if (unlinkat(dir, name, 0) && errno != ENOENT)
		done = false;
	return done && fsync(dir) == 0 ? OK : ERR_UNAVAILABLE;
}

static enum err key_read_fd(int fd)
{
	unsigned char bytes[KEY_BYTES + 1];
	struct stat st;
	ssize_t n;

	if (fstat(fd, &st))
		return ERR_UNAVAILABLE;
	if (!S_ISREG(st.st_mode) || st.st_mode & 077)
		return ERR_DENIED;
	do
		n = read(fd, bytes, sizeof(bytes));
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return ERR_UNAVAILABLE;
	if (n != KEY_BYTES)
		return ERR_INVALID;
	memcpy(key, bytes, KEY_BYTES);
	sodium_memzero(bytes, sizeof(bytes));
	key_loaded = true;
	return OK;
}

static enum err key_read(int dir)
{
	int fd = openat(dir, "key", O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	enum err e;

	if (fd < 0)
		return errno == ENOENT ? ERR_NOT_FOUND : ERR_UNAVAILABLE;
	e = key_read_fd(fd);
	close(fd);
	return e;
}

enum err seal_load(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum err e;

	if (fd < 0)
		return ERR_UNAVAILABLE;
	e = key_read(fd);
	if (e == ERR_NOT_FOUND) {
		e = key_make(fd);
		if (!e)
			e = key_read(fd);
	}
	close(fd);
	return e;
}

/* ---- codes ---- */

static void big_endian(uint64_t value, unsigned char *to)
{
	int i;

	for (i = 7; i >= 0; i--) {
		to[i] = (unsigned char)value;
		value >>= 8;
	}
}

void seal_make(const char *purpose, int64_t tenant, const void *data, size_t n,
	       unsigned char ret_code[SEAL_BYTES])
{
	crypto_generichash_state state;
	unsigned char number[8];

	if (!key_loaded)
		abort();
	big_endian((uint64_t)tenant, number);
	crypto_generichash_init(&state, key, KEY_BYTES, SEAL_BYTES);
	/* the NUL ends the purpose, so no two inputs read the same */
	crypto_generichash_update(&state, (const unsigned char *)purpose,
				  strlen(purpose) + 1);
	crypto_generichash_update(&state, number, sizeof(number));
	crypto_generichash_update(&state, data, n);
	crypto_generichash_final(&state, ret_code, SEAL_BYTES);
}

/* ---- texts ---- */

enum {
	NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	TEXT_KEY = crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
};

/* A key for each purpose and tenant, so what is sealed for one opens for no
 * other. */
static void text_key(const char *purpose, int64_t tenant,
		     unsigned char ret_key[TEXT_KEY])
{
	crypto_generichash_state state;
	unsigned char number[8];

	if (!key_loaded)
		abort();
	big_endian((uint64_t)tenant, number);
	crypto_generichash_init(&state, key, KEY_BYTES, TEXT_KEY);
	crypto_generichash_update(&state, (const unsigned char *)purpose,
				  strlen(purpose) + 1);
	crypto_generichash_update(&state, number, sizeof(number));
	crypto_generichash_final(&state, ret_key, TEXT_KEY);
}

char *seal_text(struct arena *a, const char *purpose, int64_t tenant,
		const char *text)
{
	size_t n = strlen(text);
	unsigned char *sealed = arena_alloc(a, NONCE + n + TAG);
	unsigned char own[TEXT_KEY];

	text_key(purpose, tenant, own);
	random_bytes(sealed, NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(
		sealed + NONCE, NULL, (const unsigned char *)text, n, NULL, 0,
		NULL, sealed, own);
	sodium_memzero(own, sizeof(own));
	return base64url(a, sealed, NONCE + n + TAG);
}

enum err seal_open(struct arena *a, const char *purpose, int64_t tenant,
		   const char *sealed, const char **ret_text)
{
	size_t n = strlen(sealed) * 3 / 4;
	unsigned char *bytes = arena_alloc(a, n + 1);
	unsigned char own[TEXT_KEY];
	char *text;
	int bad;

	if (n < NONCE + TAG || base64url_decode(sealed, bytes, n))
		return ERR_INVALID;
	text = arena_alloc(a, n - NONCE - TAG + 1);
	text_key(purpose, tenant, own);
	bad = crypto_aead_xchacha20poly1305_ietf_decrypt(
		(unsigned char *)text, NULL, NULL, bytes + NONCE, n - NONCE,
		NULL, 0, bytes, own);
	sodium_memzero(own, sizeof(own));
	if (bad)
		return ERR_INVALID;
	*ret_text = text;
	return OK;
}

static void tracking_seal(int64_t tenant, int64_t id, int64_t version,
			  unsigned char *ret_code)
{
	unsigned char data[16];

	big_endian((uint64_t)id, data);
	big_endian((uint64_t)version, data + 8);
	seal_make("tracking", tenant, data, sizeof(data), ret_code);
}

char *tracking_make(struct arena *a, int64_t tenant, int64_t id,
		    int64_t version)
{
	unsigned char code[SEAL_BYTES];

	tracking_seal(tenant, id, version, code);
	return arena_printf(a, "%0*llx%s", ID_DIGITS, (unsigned long long)id,
			    base64url(a, code, sizeof(code)));
}

/* count lower-case hexadecimal digits, at most 15. */
static bool digits_read(const char *text, size_t count, int64_t *ret_value)
{
	int64_t value = 0;
	size_t i;

	if (strspn(text, "0123456789abcdef") < count)
		return false;
	for (i = 0; i < count; i++)
		value = value << 4 |
			(text[i] <= '9' ? text[i] - '0' : text[i] - 'a' + 10);
	*ret_value = value;
	return true;
}

static bool code_read(const char *text, size_t digits, int64_t *ret_value,
		      unsigned char ret_code[SEAL_BYTES])
{
	/* digits, then the code to the end: its length is checked there */
	return digits_read(text, digits, ret_value) &&
	       base64url_decode(text + digits, ret_code, SEAL_BYTES) == OK;
}

enum err tracking_id(const char *code, int64_t *ret_id)
{
	unsigned char bytes[SEAL_BYTES];
	int64_t id;

	if (str_empty(code) || !code_read(code, ID_DIGITS, &id, bytes))
		return ERR_NOT_FOUND;
	*ret_id = id;
	return OK;
}

bool tracking_check(const char *code, int64_t tenant, int64_t id,
		    int64_t version)
{
	unsigned char given[SEAL_BYTES], ours[SEAL_BYTES];
	int64_t given_id;

	if (str_empty(code) || !code_read(code, ID_DIGITS, &given_id, given))
		return false;
	tracking_seal(tenant, id, version, ours);
	return given_id == id && sodium_memcmp(given, ours, SEAL_BYTES) == 0;
}

char *form_key_make(struct arena *a, int64_t tenant)
{
	unsigned char code[SEAL_BYTES];
	uint64_t mark;
	char *head;

	random_bytes(&mark, sizeof(mark));
	head = arena_printf(a, "%0*llx%016llx", MS_DIGITS,
			    (unsigned long long)(clock_now_us() / 1000),
			    (unsigned long long)mark);
	seal_make("form", tenant, head, FORM_DIGITS, code);
	return arena_printf(a, "%s%s", head, base64url(a, code, sizeof(code)));
}

bool form_key_check(const char *form_key, int64_t tenant)
{
	unsigned char given[SEAL_BYTES], ours[SEAL_BYTES];

	if (str_empty(form_key) ||
	    strlen(form_key) != FORM_DIGITS + CODE_LETTERS)
		return false;
	if (base64url_decode(form_key + FORM_DIGITS, given, SEAL_BYTES))
		return false;
	seal_make("form", tenant, form_key, FORM_DIGITS, ours);
	return sodium_memcmp(given, ours, SEAL_BYTES) == 0;
}

int64_t form_key_time(const char *form_key)
{
	int64_t ms = 0;

	return digits_read(form_key, MS_DIGITS, &ms) ? ms * 1000 : 0;
}

char *form_key_from(struct arena *a, int64_t us)
{
	return arena_printf(a, "%0*llx", MS_DIGITS,
			    (unsigned long long)(us / 1000));
}
