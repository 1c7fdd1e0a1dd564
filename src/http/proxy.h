/*
 * proxy.h: addresses, and whom to believe about them.
 *
 * Only a peer on the configured list may tell us, by X-Forwarded-For and
 * X-Forwarded-Proto, who the client is. From anybody else those headers are
 * ordinary text.
 */
#ifndef HTTP_PROXY_H
#define HTTP_PROXY_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

enum { ADDR_TEXT_MAX = 46 };

/* IPv6, or IPv4 mapped into it (::ffff:a.b.c.d). */
struct addr {
	unsigned char byte[16];
};

struct cidr {
	struct addr addr;
	unsigned bits; /* of 128 */
};

/* "192.0.2.1", "2001:db8::1", "[2001:db8::1]". */
bool addr_parse(const char *text, struct addr *ret_addr);
bool addr_from_socket(const struct sockaddr *sa, struct addr *ret_addr);
void addr_text(const struct addr *addr, char ret_text[ADDR_TEXT_MAX]);
bool addr_loopback(const struct addr *addr);
/* What counts as one client: the IPv4 address, or the /64 of an IPv6 one. */
void addr_mask_household(struct addr *addr);
const char *addr_household(struct arena *a, const struct addr *addr);

/* "10.0.0.0/8", "fd00::/8", or an address alone. */
bool cidr_parse(const char *text, struct cidr *ret_cidr);
bool cidr_holds(const struct cidr *list, size_t count, const struct addr *addr);

/*
 * The client behind a trusted peer: from the right of X-Forwarded-For, the
 * first address that is not a trusted proxy itself. Where the list ends or
 * stops making sense, the last one that did.
 */
struct addr proxy_client(const struct cidr *trusted, size_t count,
			 const struct addr *peer, const char *forwarded_for);

#endif
