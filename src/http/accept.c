/*
 * accept.c: which encodings a client takes (RFC 9110 section 12.5.3).
 */
#include "http/conn.h"

#include <strings.h>

/* ";q=0", "; q=0.000": spelled out, a refusal. */
static bool weight_is_zero(const char *item, size_t n)
{
	const char *semicolon = memchr(item, ';', n);
	const char *end = item + n;
	const char *at = semicolon ? semicolon + 1 : end;

	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	if (end - at < 3 || strncasecmp(at, "q=", 2) != 0)
		return false;
	for (at += 2; at < end && (*at == '0' || *at == '.'); at++)
		;
	return at == end || *at == ' ' || *at == '\t';
}

bool accepts_encoding(const struct request *req, const char *coding)
{
	const char *at = req_header(req, "accept-encoding");
	size_t want = strlen(coding);
	bool any = false;

	while (*at) {
		size_t name, item;
		bool wanted;

		at += strspn(at, ", \t");
		item = strcspn(at, ",");
		name = strcspn(at, ",; \t");
		wanted = !weight_is_zero(at, item);
		if (name == want && strncasecmp(at, coding, name) == 0)
			return wanted;
		if (name == 1 && *at == '*')
			any = wanted;
		at += item;
	}
	return any;
}
