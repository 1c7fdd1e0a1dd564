/*
 * listen.h: the listening sockets. The supervisor opens and owns them; the
 * workers accept from them.
 */
#ifndef APP_LISTEN_H
#define APP_LISTEN_H

#include "base/arena.h"
#include "base/err.h"

#include <stddef.h>

enum { LISTEN_MAX = 16 };

struct listening {
	int fd[LISTEN_MAX];
	char name[LISTEN_MAX][64]; /* "127.0.0.1:8080", "[::1]:8080" */
	size_t count;
};

/*
 * "addr:port[,addr:port]"; an IPv6 address stands in brackets, port 0 lets the
 * system choose. An address still held by dying processes is waited for, up
 * to two seconds. What is wrong is said on stderr.
 */
MUST_CHECK enum err listen_open(const char *spec, struct listening *ret_l);
/* Reads the spec without opening anything. */
MUST_CHECK enum err listen_check(const char *spec);

#endif
