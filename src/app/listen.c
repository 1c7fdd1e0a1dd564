/*
 * listen.c: opens the listening sockets once, before the fork, so that they
 * outlive every worker.
 */
#include "app/listen.h"

#include "base/clock.h"
#include "base/str.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 4096, BUSY_WAIT_US = 2 * SECOND_US };

struct address {
	char host[256];
	char port[8];
};

/* One "addr:port" of n bytes. */
static enum err split(const char *spec, size_t n, struct address *ret_a)
{
	const char *colon = memrchr(spec, ':', n);
	if (!colon)
		return ERR_INVALID;
	size_t host_len = (size_t)(colon - spec);
	size_t port_len = n - host_len - 1;
	if (host_len > 1 && spec[0] == '[' && spec[host_len - 1] == ']') {
		spec++;
		host_len -= 2;
	}
	if (!host_len || host_len >= sizeof(ret_a->host) || !port_len ||
	    port_len >= sizeof(ret_a->port) ||
	    strspn(colon + 1, "0123456789") < port_len ||
	    strtol(colon + 1, NULL, 10) > UINT16_MAX) /* it would wrap */
		return ERR_INVALID;
	memcpy(ret_a->host, spec, host_len);
	ret_a->host[host_len] = '\0';
	memcpy(ret_a->port, colon + 1, port_len);
	ret_a->port[port_len] = '\0';
	return OK;
}

static enum err look_up(const char *spec, size_t n, struct addrinfo **ret_info)
{
	struct address a;
	struct addrinfo hints = {
		.ai_flags = AI_PASSIVE | AI_NUMERICSERV,
		.ai_socktype = SOCK_STREAM,
	};
	if (split(spec, n, &a)) {
		fprintf(stderr, "kaiku: --listen %.*s is not ADDR:PORT\n",
			(int)n, spec);
		return ERR_INVALID;
	}
	int rc = getaddrinfo(a.host, a.port, &hints, ret_info);
	if (!rc)
		return OK;
	fprintf(stderr, "kaiku: --listen %.*s: %s\n", (int)n, spec,
		gai_strerror(rc));
	return ERR_INVALID;
}

/* A socket bound to the address, or -1 with errno. */
static int bind_one(const struct addrinfo *info)
{
	int on = 1;
	int fd = socket(info->ai_family,
			SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -1;
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) ||
	    (info->ai_family == AF_INET6 &&
	     setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on))) ||
	    bind(fd, info->ai_addr, info->ai_addrlen) || listen(fd, BACKLOG)) {
		int saved = errno;
		close(fd);
		errno = saved;
		return -1;
	}
	return fd;
}

static int bind_patiently(const struct addrinfo *info)
{
	int64_t give_up = clock_mono_us() + BUSY_WAIT_US;
	for (;;) {
		int fd = bind_one(info);
		if (fd >= 0 || errno != EADDRINUSE || clock_mono_us() > give_up)
			return fd;
		usleep(20000);
	}
}

/* As it is bound, which tells the port when 0 was asked for. */
static void name_of(int fd, char *to, size_t size)
{
	struct sockaddr_storage at = {0};
	socklen_t len = sizeof(at);
	char host[INET6_ADDRSTRLEN] = "?";
	char port[8] = "?";
	if (!getsockname(fd, (struct sockaddr *)&at, &len))
		getnameinfo((struct sockaddr *)&at, len, host, sizeof(host),
			    port, sizeof(port),
			    NI_NUMERICHOST | NI_NUMERICSERV);
	snprintf(to, size, at.ss_family == AF_INET6 ? "[%s]:%s" : "%s:%s", host,
		 port);
}

static enum err open_all(const struct addrinfo *info, struct listening *l)
{
	for (; info; info = info->ai_next) {
		if (l->count == LISTEN_MAX) {
			fprintf(stderr, "kaiku: at most %d addresses\n",
				LISTEN_MAX);
			return ERR_TOO_LARGE;
		}
		int fd = bind_patiently(info);
		if (fd < 0) {
			char host[INET6_ADDRSTRLEN] = "?", port[8] = "?";
			int saved = errno;
			getnameinfo(info->ai_addr, info->ai_addrlen, host,
				    sizeof(host), port, sizeof(port),
				    NI_NUMERICHOST | NI_NUMERICSERV);
			fprintf(stderr,
				"kaiku: cannot listen on %s port %s: %s\n",
				host, port, strerror(saved));
			return ERR_UNAVAILABLE;
		}
		name_of(fd, l->name[l->count], sizeof(l->name[0]));
		l->fd[l->count++] = fd;
	}
	return OK;
}

/* Calls open_all() on every address of the list; l NULL only checks. */
static enum err each(const char *spec, struct listening *l)
{
	enum err err = OK;
	while (!err) {
		size_t n = strcspn(spec, ",");
		struct addrinfo *info = NULL;
		err = look_up(spec, n, &info);
		if (!err && l)
			err = open_all(info, l);
		if (info)
			freeaddrinfo(info);
		if (!spec[n])
			break;
		spec += n + 1;
	}
	return err;
}

enum err listen_open(const char *spec, struct listening *ret_l)
{
	struct listening l = {.count = 0};
	enum err err = each(spec, &l);
	if (!err) {
		*ret_l = l;
		return OK;
	}
	while (l.count)
		close(l.fd[--l.count]);
	return err;
}

enum err listen_check(const char *spec)
{
	return each(spec, NULL);
}
