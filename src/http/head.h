/*
 * head.h: the head of a request, by RFC 9112, before llhttp sees it.
 *
 * Pure functions over bytes. head_watch() finds the end of the head while it
 * arrives and refuses at the first byte that cannot be right; head_parse()
 * then reads the whole. Nothing is repaired: what two programs could read
 * differently is refused, because in front of us stands a proxy that reads it
 * too.
 */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H

#include "http/http.h"

struct head_watch {
	size_t at;    /* bytes looked at */
	size_t line;  /* where the present line begins */
	size_t lines; /* whole lines seen */
	bool led;     /* an empty line stood before the request (section 2.2) */
};

enum { HEAD_MORE = 0, HEAD_WHOLE = 200 };

/*
 * bytes[0..n) is all that has arrived of this request. HEAD_MORE, HEAD_WHOLE
 * with the head's length (its last empty line included), or the status to
 * refuse with.
 */
int head_watch(struct head_watch *w, const char *bytes, size_t n,
	       size_t *ret_len);

/* For the lines after a last chunk, by the same rules. */
struct head_watch head_trailer_watch(void);
/* 0, or the status to refuse with. */
int head_trailers(struct arena *a, const char *bytes, size_t n);

struct req_head {
	enum method method;
	const char *method_name;
	int minor;         /* HTTP/1.0 or HTTP/1.1 */
	const char *path;  /* decoded */
	const char *query; /* raw, "" when none */
	const struct pair *args;
	size_t arg_count;
	struct pair *headers; /* names in lower case */
	size_t header_count;
	const char *host;      /* lower case, without port and last dot */
	const char *authority; /* lower case, with the port when sent */
	bool has_length;
	uint64_t length;
	bool chunked;
	bool expect_continue;
	bool close; /* the client wants, or HTTP/1.0 implies, no more */
};

/*
 * text[0..n) is a whole head in writable memory of the arena; the result
 * points into it. 0, or the status to refuse with; what was understood until
 * then is in *ret_head, with no pointer NULL.
 */
int head_parse(struct arena *a, char *text, size_t n,
	       struct req_head *ret_head);

#endif
