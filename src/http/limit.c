/*
 * limit.c: the table of rate limits. High enough for a library's or a
 * school's shared address, low enough to make guessing and flooding useless.
 *
 * This machine itself (loopback, not through a trusted proxy) has a column of
 * its own: tests, imports and a kiosk on the server are not strangers.
 */
#include "http/limit.h"

#include "base/shared.h"
#include "http/proxy.h"

static const struct {
	const char *name;
	int max;      /* uses per period */
	int loopback; /* the same for this machine; 0 = not limited */
	int period_s;
} limits[] = {
	[LIMIT_GIVE] = {"give", 30, 0, 600},
	[LIMIT_LOGIN] = {"login", 60, 300, 60},
	[LIMIT_FOLLOW] = {"follow", 120, 0, 600},
	[LIMIT_LINK] = {"link", 20, 300, 600},
	[LIMIT_NEAR] = {"near", 600, 0, 600},
};

static bool own_machine(const struct request *req, const struct addr *addr)
{
	return !req->proxied && addr_loopback(addr);
}

bool limit_own_machine(const struct request *req)
{
	struct addr addr;

	return addr_parse(req->ip, &addr) && own_machine(req, &addr);
}

bool limit_allow(const struct request *req, enum limit limit)
{
	struct addr addr;
	int max = limits[limit].max;

	if (limit == LIMIT_NONE || !shared)
		return true;
	if (!addr_parse(req->ip, &addr))
		return false;
	if (own_machine(req, &addr)) {
		if (!limits[limit].loopback)
			return true;
		max = limits[limit].loopback;
	}
	return shared_allow(limits[limit].name,
			    addr_household(req->arena, &addr), max,
			    limits[limit].period_s);
}

int limit_period_s(enum limit limit)
{
	return limits[limit].period_s;
}
