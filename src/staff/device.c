/*
 * device.c: the cookie "NAME.CODE" of a browser: a random name and our code
 * over it and the account.
 */
#include "staff/device.h"

#include "base/id.h"
#include "base/seal.h"
#include "base/str.h"

#include <sodium.h>

enum { NAME_BYTES = 12, NAME_CHARS = 16, CODE_CHARS = 22 };
#define COOKIE "device"
#define KEPT_S (400 * 24 * 60 * 60)

static void code_make(struct request *req, const char *name, const char *mail,
		      unsigned char ret_code[SEAL_BYTES])
{
	const char *over = arena_printf(req->arena, "%s %s", name, mail);

	seal_make("device", db_tenant(req->db), over, strlen(over), ret_code);
}

const char *device_known(struct request *req, const char *mail)
{
	const char *cookie = req_cookie(req, COOKIE), *name;
	unsigned char given[SEAL_BYTES], ours[SEAL_BYTES];

	if (strlen(cookie) != NAME_CHARS + 1 + CODE_CHARS ||
	    cookie[NAME_CHARS] != '.' ||
	    base64url_decode(cookie + NAME_CHARS + 1, given, sizeof(given)))
		return NULL;
	name = arena_strndup(req->arena, cookie, NAME_CHARS);
	code_make(req, name, mail, ours);
	return sodium_memcmp(given, ours, sizeof(ours)) ? NULL : name;
}

void device_remember(struct request *req, struct response *res,
		     const char *mail)
{
	unsigned char bytes[NAME_BYTES], code[SEAL_BYTES];
	const char *name;

	if (device_known(req, mail))
		return;
	random_bytes(bytes, sizeof(bytes));
	name = base64url(req->arena, bytes, sizeof(bytes));
	code_make(req, name, mail, code);
	res_cookie(req, res, COOKIE,
		   arena_printf(req->arena, "%s.%s", name,
				base64url(req->arena, code, sizeof(code))),
		   KEPT_S);
}
