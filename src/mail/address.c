/*
 * address.c: is this a mail address we can send to, and how does it travel.
 * Stricter than RFC 5321 (no quoted local parts, no address literals, a dot
 * in the domain): a person who types one of those has mistyped.
 */
#include "base/utf8.h"
#include "mail/mail.h"

#include <glib.h>

enum { ADDRESS_MAX = 254, LOCAL_MAX = 64, LABEL_MAX = 63 };

/* RFC 5322 atext: what may stand before the @ without quotes. */
static bool atom_char(unsigned char c)
{
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9'))
		return true;
	return c != 0 && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL;
}

static bool local_ok(const char *local, size_t n)
{
	size_t i;

	if (n == 0 || n > LOCAL_MAX || local[0] == '.' || local[n - 1] == '.')
		return false;
	for (i = 0; i < n; i++) {
		if (local[i] == '.' && local[i + 1] == '.')
			return false;
		if (local[i] != '.' && !atom_char((unsigned char)local[i]))
			return false;
	}
	return true;
}

static bool label_ok(const char *label, size_t n)
{
	size_t i;

	if (n == 0 || n > LABEL_MAX || label[0] == '-' || label[n - 1] == '-')
		return false;
	for (i = 0; i < n; i++) {
		unsigned char c = (unsigned char)label[i];

		if (c < 0x80 && c != '-' && !(c >= '0' && c <= '9') &&
		    !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z'))
			return false;
	}
	return true;
}

/* White space and invisible signs beyond ASCII have no place in a name. */
static bool code_points_ok(const char *domain)
{
	const char *at = domain;
	uint32_t c;

	while ((c = utf8_next(&at)) != 0) {
		if ((c >= 0x80 && c <= 0xbf) || c >= 0xe000 ||
		    (c >= 0x2000 && c <= 0x2fff) || c == 0x3000)
			return false;
	}
	return true;
}

static bool domain_ok(const char *domain)
{
	const char *label = domain;
	int labels = 0;
	size_t n;

	for (;;) {
		n = strcspn(label, ".");
		if (!label_ok(label, n))
			return false;
		labels++;
		if (label[n] == '\0')
			break;
		label += n + 1;
	}
	return labels >= 2 && utf8_valid(domain, strlen(domain)) &&
	       code_points_ok(domain);
}

bool mail_address_ok(const char *address)
{
	const char *at;

	if (!address || strlen(address) > ADDRESS_MAX)
		return false;
	at = strchr(address, '@');
	return at && local_ok(address, (size_t)(at - address)) &&
	       domain_ok(at + 1);
}

static bool all_ascii(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s >= 0x80)
			return false;
	return true;
}

/* IDNA by GLib, which does not ask for the process's locale. */
static enum err domain_ascii(struct arena *a, const char *domain,
			     const char **ret_domain)
{
	char *ascii = g_hostname_to_ascii(domain);

	if (!ascii)
		return ERR_INVALID;
	*ret_domain = arena_strdup(a, ascii);
	g_free(ascii);
	return OK;
}

enum err mail_address_ascii(struct arena *a, const char *address,
			    const char **ret_address)
{
	const char *at, *domain, *whole;
	enum err err;

	if (!mail_address_ok(address))
		return ERR_INVALID;
	if (all_ascii(address)) {
		*ret_address = arena_strdup(a, address);
		return OK;
	}
	at = strchr(address, '@');
	err = domain_ascii(a, at + 1, &domain);
	if (err)
		return err;
	whole = arena_printf(a, "%.*s@%s", (int)(at - address), address,
			     domain);
	if (!all_ascii(whole) || !mail_address_ok(whole))
		return ERR_INVALID;
	*ret_address = whole;
	return OK;
}
