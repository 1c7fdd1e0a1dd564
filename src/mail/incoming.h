/*
 * incoming.h: a mail that came in, taken apart.
 *
 * What comes by mail is the most hostile input there is, so only a process
 * without keys, files and network opens it (app/parser.h): incoming_parse() runs
 * there, and what it found crosses as bytes that incoming_unpack() trusts in
 * nothing.
 */
#ifndef MAIL_INCOMING_H
#define MAIL_INCOMING_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	/* Bytes of a mail that are read: two photos of 20 MB would not fit
	 * into a mail of most servers either. */
	INCOMING_MAX = 36 * 1024 * 1024,
	/* Of a longer one only so much is read, and no file is taken. */
	INCOMING_CLIPPED = 1024 * 1024,
	INCOMING_PACKED_MAX = 48 * 1024 * 1024,
	INCOMING_PARTS_MAX = 100, /* parts looked at */
	INCOMING_DEPTH_MAX = 10,  /* parts within parts */
	INCOMING_TEXT_MAX = 200000,
	INCOMING_FILES_MAX = 5,
	INCOMING_FILE_MAX = 20 * 1024 * 1024,
	INCOMING_REFS_MAX = 50,
	INCOMING_TO_MAX = 50,
	INCOMING_HOPS_MAX = 50 /* Received lines: more is a loop */
};

enum incoming_kind {
	INCOMING_PERSON,
	INCOMING_AUTO,   /* a program answers, or many get the same */
	INCOMING_BOUNCE, /* what became of a mail of ours (RFC 3464) */
	INCOMING_LOOP,   /* it has been going round */
	INCOMING__COUNT
};

struct incoming_file {
	const char *name; /* as the sender called it, "" when not */
	const char *bytes;
	size_t n;
};

/* Texts are UTF-8, never NULL, without control characters. */
struct incoming {
	enum incoming_kind kind;
	const char *message_id;            /* without < > */
	const char *from_name, *from_mail; /* the mail is "" when it is none */
	const char *subject;
	const char *text;
	/* Quotes and signature, once the opener has folded them out of the
	 * text (text/fold.h). */
	const char *folded;
	/* Who it was for, and the mails it answers, the nearest first. */
	const char *const *to;
	size_t to_count;
	const char *const *refs;
	size_t ref_count;
	/* A mail of somebody else passed on: enclosed whole, or found in the text
	 * by the opener. The mail is "" when there is none. */
	const char *of_name, *of_mail, *of_subject, *of_text;
	/* INCOMING_BOUNCE */
	const char *action; /* failed, delayed, ... in lower case */
	const char *status; /* 5.1.1 */
	struct incoming_file file[INCOMING_FILES_MAX];
	size_t file_count;
	int64_t files_left; /* too many, too large, or cut off */
};

/*
 * mail/incoming.c. The arena's limit ends what grows too much. clipped: the
 * bytes are only the beginning. ERR_INVALID: this is no mail.
 */
MUST_CHECK enum err incoming_parse(struct arena *a, const char *bytes, size_t n,
				   bool clipped, struct incoming *ret_mail);
/* Once in a process that will parse: what a sandbox would refuse later. */
void incoming_prepare(void);

/* mail/incoming_pack.c. False when it does not fit into max. */
bool incoming_pack(const struct incoming *m, char *to, size_t max,
		   size_t *ret_n);
/* ERR_INVALID unless every length, count and byte is as it must be. Points
 * into bytes. */
MUST_CHECK enum err incoming_unpack(struct arena *a, const char *bytes,
				    size_t n, struct incoming *ret_mail);

/* Opens a mail where that is safe. ERR_INVALID: it cannot be opened;
 * ERR_UNAVAILABLE: not now. app/ sets it. */
typedef enum err incoming_open_fn(struct arena *a, const char *bytes, size_t n,
				  bool clipped, struct incoming *ret_mail);
extern incoming_open_fn *incoming_open;

/* ---- what it is made with ---- */

/* mail/charset.c: text of a charset as UTF-8, cleaned; what is no text of it is
 * read as Windows-1252. */
const char *charset_text(struct arena *a, const char *charset,
			 const char *bytes, size_t n);
void charset_prepare(void);
/* mail/html_text.c: what a reader sees, in lines; quotes begin with "> ". */
const char *html_text(struct arena *a, const char *html);

#endif
