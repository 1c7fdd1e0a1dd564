/*
 * reply_address.c: see reply_address.h.
 */
#include "mail/reply_address.h"

#include "base/id.h"
#include "base/seal.h"
#include "base/str.h"

enum {
	ID_DIGITS = 14,
	CODE_BYTES = 10,
	TOKEN_LEN = ID_DIGITS + 2 * CODE_BYTES,
	LOCAL_MAX = 64, /* RFC 5321, 4.5.3.1.1 */
};

static const char mark[] = "+k";

static const char *token(struct arena *a, int64_t tenant, int64_t matter_id)
{
	unsigned char code[SEAL_BYTES];
	const char *id = arena_printf(a, "%0*llx", ID_DIGITS,
				      (unsigned long long)matter_id);

	seal_make("reply address", tenant, id, ID_DIGITS, code);
	return arena_printf(a, "%s%s", id, hex_encode(a, code, CODE_BYTES));
}

const char *reply_address_make(struct arena *a, const char *box, int64_t tenant,
			       int64_t matter_id)
{
	const char *at = strchr(box, '@');
	size_t n = at ? (size_t)(at - box) : 0;

	if (!at || n + sizeof(mark) - 1 + TOKEN_LEN > LOCAL_MAX)
		return box;
	return arena_printf(a, "%.*s%s%s%s", (int)n, box, mark,
			    token(a, tenant, matter_id), at);
}

enum err reply_address_read(struct arena *a, const char *address,
			    int64_t tenant, int64_t *ret_matter_id)
{
	const char *own = str_lower(a, address);
	const char *found = strstr(own, mark), *said;
	int64_t id;

	if (!found || strlen(found) < sizeof(mark) - 1 + TOKEN_LEN + 1 ||
	    found[sizeof(mark) - 1 + TOKEN_LEN] != '@')
		return ERR_NOT_FOUND;
	said = arena_strndup(a, found + sizeof(mark) - 1, TOKEN_LEN);
	if (strspn(said, "0123456789abcdef") != TOKEN_LEN)
		return ERR_NOT_FOUND;
	id = (int64_t)strtoull(arena_strndup(a, said, ID_DIGITS), NULL, 16);
	if (!str_same(said, token(a, tenant, id)))
		return ERR_NOT_FOUND;
	*ret_matter_id = id;
	return OK;
}

/* A whole number of at most 16 digits; steps over it. */
static int64_t digits(const char **at)
{
	size_t n = strspn(*at, "0123456789");
	int64_t value = 0;

	if (!n || n > 16)
		return -1;
	for (; n; n--)
		value = value * 10 + (*(*at)++ - '0');
	return value;
}

enum err reply_message_id(const char *message_id, int64_t tenant,
			  int64_t *ret_mail_id)
{
	const char *at = message_id;
	int64_t id;

	if (*at++ != 'm')
		return ERR_NOT_FOUND;
	id = digits(&at);
	if (id < 0 || !str_starts(at, ".t"))
		return ERR_NOT_FOUND;
	at += 2;
	if (digits(&at) != tenant || *at != '@')
		return ERR_NOT_FOUND;
	*ret_mail_id = id;
	return OK;
}
