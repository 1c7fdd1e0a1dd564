/*
 * multipart.h: multipart/form-data (RFC 7578), piece by piece as it arrives,
 * in constant memory. Knows no disk and no request: parts go to three
 * functions, so a fuzzer can drive it.
 */
#ifndef HTTP_MULTIPART_H
#define HTTP_MULTIPART_H

#include <stdbool.h>
#include <stddef.h>

enum {
	BOUNDARY_MAX = 70,        /* RFC 2046 section 5.1.1 */
	PART_HEAD_MAX = 4 * 1024, /* bytes of one part's headers */
};

/* Each answers 0, or a status that ends the parse. */
struct multipart_events {
	/* filename is NULL for a field. Both only until it returns. */
	int (*begin)(void *ctx, const char *name, const char *filename);
	int (*data)(void *ctx, const char *bytes, size_t n);
	int (*end)(void *ctx);
};

struct multipart {
	const struct multipart_events *events;
	void *ctx;
	int stage;
	size_t matched; /* bytes of the delimiter just seen */
	size_t delimiter_len;
	char delimiter[4 + BOUNDARY_MAX + 1]; /* CR LF "--" boundary */
	size_t head_len;
	char head[PART_HEAD_MAX + 1];
};

/* False when the Content-Type is not multipart/form-data with a boundary. */
bool multipart_init(struct multipart *m, const char *content_type,
		    const struct multipart_events *events, void *ctx);
/* 0, or the status to refuse with. */
int multipart_feed(struct multipart *m, const char *bytes, size_t n);
/* The closing delimiter has come. */
bool multipart_done(const struct multipart *m);

#endif
