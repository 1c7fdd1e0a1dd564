/*
 * config.c: what the process is told by flags and environment, and whether it
 * makes sense, found out before anything is started.
 */
#include "app/config.h"

#include "app/listen.h"
#include "app/service.h"
#include "base/log.h"
#include "base/str.h"
#include "mail/mail.h"
#include "place/geocoder.h"
#include "place/map_source.h"

#include <arpa/inet.h>
#include <errno.h>
#include <unistd.h>

static enum err complain(const char *flag, const char *value, const char *want)
{
	fprintf(stderr, "kaiku: --%s %s: %s\n", flag, value, want);
	return ERR_INVALID;
}

void config_defaults(struct config *c)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	if (str_empty(c->listen))
		c->listen = "127.0.0.1:8080";
	if (!c->workers)
		c->workers = cores < 1             ? 1
			     : cores > WORKERS_MAX ? WORKERS_MAX
						   : (int)cores;
	if (str_empty(c->log_level))
		c->log_level = "info";
}

/* "192.0.2.1" or "192.0.2.0/24" or the same of IPv6. */
static bool network_ok(const char *text)
{
	char host[INET6_ADDRSTRLEN];
	unsigned char bytes[16];
	size_t n = strcspn(text, "/");
	if (!n || n >= sizeof(host))
		return false;
	memcpy(host, text, n);
	host[n] = '\0';
	int max = inet_pton(AF_INET, host, bytes) == 1    ? 32
		  : inet_pton(AF_INET6, host, bytes) == 1 ? 128
							  : -1;
	if (max < 0 || !text[n])
		return max > 0;
	char *end = NULL;
	long bits = strtol(text + n + 1, &end, 10);
	return end != text + n + 1 && !*end && bits >= 0 && bits <= max;
}

const char *const *config_trusted(struct arena *a, const struct config *c)
{
	const char *at = c->trusted ? c->trusted : "";
	const char **list = arena_array(a, strlen(at) / 2 + 2, sizeof(*list));
	size_t count = 0;
	while (*at) {
		size_t n = strcspn(at, ",");
		const char *one = str_trim(a, arena_strndup(a, at, n));
		if (*one)
			list[count++] = one;
		at += n + (at[n] == ',');
	}
	return list;
}

static enum err check_trusted(const struct config *c)
{
	struct arena a = ARENA_INIT;
	enum err err = OK;
	for (const char *const *p = config_trusted(&a, c); *p && !err; p++)
		if (!network_ok(*p))
			err = complain("trusted-proxies", *p,
				       "not an address or a network");
	arena_release(&a);
	return err;
}

static enum err check_urls(const struct config *c)
{
	if (c->db && !str_starts(c->db, "postgresql://") &&
	    !str_starts(c->db, "postgres://"))
		return complain("db", "...", "begins with postgresql://");
	if (c->mail_relay && !smtp_relay_ok(c->mail_relay))
		return complain("mail-relay", "...",
				"is smtp[s]://[user:password@]host:port");
	if (c->mail_ca && access(c->mail_ca, R_OK))
		return complain("mail-ca", c->mail_ca, strerror(errno));
	if (c->public_base && !str_starts(c->public_base, "https://") &&
	    !str_starts(c->public_base, "http://"))
		return complain("public-base", c->public_base,
				"begins with https:// or http://");
	if (c->tiles && !map_source_ok(c->tiles))
		return complain("tiles", "...",
				"is an address with {z}, {x} and {y}, or a "
				"file.mbtiles that holds pictures");
	if (c->geocoder && !geocoder_ok(c->geocoder))
		return complain("geocoder", "...",
				"begins with https:// or http://");
	return OK;
}

enum err config_check(const struct config *c)
{
	enum log_level level = LOG_INFO;
	if (c->workers > WORKERS_MAX)
		return complain("workers", "N", "at most 64");
	if (!log_level_parse(c->log_level, &level))
		return complain("log-level", c->log_level,
				"is debug, info, warn or error");
	log_level_set(level);
	enum err err = check_urls(c);
	if (!err)
		err = check_trusted(c);
	if (!err)
		err = listen_check(c->listen);
	return err;
}
