/*
 * proxy.c: see proxy.h. RFC 4291 for the mapping, RFC 7239 section 8.1 for
 * why the leftmost forwarded address must never be believed.
 */
#include "http/proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>

static const unsigned char mapped[12] = {0, 0, 0, 0, 0,    0,
					 0, 0, 0, 0, 0xff, 0xff};

static bool is_v4(const struct addr *addr)
{
	return memcmp(addr->byte, mapped, sizeof(mapped)) == 0;
}

static void from_v4(const void *four, struct addr *ret_addr)
{
	memcpy(ret_addr->byte, mapped, sizeof(mapped));
	memcpy(ret_addr->byte + 12, four, 4);
}

bool addr_parse(const char *text, struct addr *ret_addr)
{
	char copy[ADDR_TEXT_MAX + 2];
	size_t n = strlen(text);
	unsigned char four[4];

	if (n >= 2 && text[0] == '[' && text[n - 1] == ']') {
		text++;
		n -= 2;
	}
	if (n >= sizeof(copy))
		return false;
	memcpy(copy, text, n);
	copy[n] = '\0';
	if (inet_pton(AF_INET, copy, four) == 1) {
		from_v4(four, ret_addr);
		return true;
	}
	return inet_pton(AF_INET6, copy, ret_addr->byte) == 1;
}

bool addr_from_socket(const struct sockaddr *sa, struct addr *ret_addr)
{
	const struct sockaddr_in *v4 = (const void *)sa;
	const struct sockaddr_in6 *v6 = (const void *)sa;

	if (sa->sa_family == AF_INET)
		from_v4(&v4->sin_addr, ret_addr);
	else if (sa->sa_family == AF_INET6)
		memcpy(ret_addr->byte, &v6->sin6_addr, sizeof(ret_addr->byte));
	else
		return false;
	return true;
}

void addr_text(const struct addr *addr, char ret_text[ADDR_TEXT_MAX])
{
	if (is_v4(addr))
		inet_ntop(AF_INET, addr->byte + 12, ret_text, ADDR_TEXT_MAX);
	else
		inet_ntop(AF_INET6, addr->byte, ret_text, ADDR_TEXT_MAX);
}

bool addr_loopback(const struct addr *addr)
{
	static const struct addr one = {.byte = {[15] = 1}};

	if (is_v4(addr))
		return addr->byte[12] == 127;
	return memcmp(addr, &one, sizeof(one)) == 0;
}

void addr_mask_household(struct addr *addr)
{
	if (!is_v4(addr))
		memset(addr->byte + 8, 0, 8);
}

const char *addr_household(struct arena *a, const struct addr *addr)
{
	char *text = arena_alloc(a, ADDR_TEXT_MAX);
	struct addr masked = *addr;

	addr_mask_household(&masked);
	addr_text(&masked, text);
	return text;
}

bool cidr_parse(const char *text, struct cidr *ret_cidr)
{
	const char *slash = strchr(text, '/');
	size_t n = slash ? (size_t)(slash - text) : strlen(text);
	char copy[ADDR_TEXT_MAX + 2];
	struct cidr c = {.bits = 128};
	unsigned bits = 0;

	if (n >= sizeof(copy))
		return false;
	memcpy(copy, text, n);
	copy[n] = '\0';
	if (!addr_parse(copy, &c.addr))
		return false;
	if (slash) {
		size_t digits = strspn(slash + 1, "0123456789");

		if (digits == 0 || digits > 3 || slash[1 + digits])
			return false;
		bits = (unsigned)strtoul(slash + 1, NULL, 10);
		c.bits = is_v4(&c.addr) ? bits + 96 : bits;
		if (c.bits > 128)
			return false;
	}
	*ret_cidr = c;
	return true;
}

static bool cidr_has(const struct cidr *c, const struct addr *addr)
{
	unsigned bytes = c->bits / 8, rest = c->bits % 8;
	unsigned mask = 0xffU << (8 - rest) & 0xff;

	if (memcmp(c->addr.byte, addr->byte, bytes) != 0)
		return false;
	return !rest || ((c->addr.byte[bytes] ^ addr->byte[bytes]) & mask) == 0;
}

bool cidr_holds(const struct cidr *list, size_t count, const struct addr *addr)
{
	for (size_t i = 0; i < count; i++)
		if (cidr_has(&list[i], addr))
			return true;
	return false;
}

/* One element of the list, perhaps with a port: "192.0.2.1:80", "[::1]:80". */
static bool element_parse(const char *at, size_t n, struct addr *ret_addr)
{
	char copy[64];
	char *colon;

	while (n && (at[0] == ' ' || at[0] == '\t')) {
		at++;
		n--;
	}
	while (n && (at[n - 1] == ' ' || at[n - 1] == '\t'))
		n--;
	if (n >= sizeof(copy))
		return false;
	memcpy(copy, at, n);
	copy[n] = '\0';
	colon = strrchr(copy, ':');
	if (colon && (colon == strchr(copy, ':') || colon[-1] == ']'))
		*colon = '\0';
	return addr_parse(copy, ret_addr);
}

struct addr proxy_client(const struct cidr *trusted, size_t count,
			 const struct addr *peer, const char *forwarded_for)
{
	struct addr client = *peer;
	size_t end = strlen(forwarded_for);

	while (end > 0 && cidr_holds(trusted, count, &client)) {
		size_t start = end;
		struct addr next;

		while (start > 0 && forwarded_for[start - 1] != ',')
			start--;
		if (!element_parse(forwarded_for + start, end - start, &next))
			break;
		client = next;
		end = start ? start - 1 : 0;
	}
	return client;
}
