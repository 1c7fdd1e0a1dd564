/*
 * utf8.h: is it UTF-8, how long is it for a reader, where may it be cut.
 * RFC 3629: no surrogates, no overlong forms, nothing above U+10FFFF.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool utf8_valid(const char *s, size_t n);
/* Code points in a valid string. */
size_t utf8_length(const char *s);
/* Reads one code point and steps over it; U+FFFD for a bad byte, 0 at end. */
uint32_t utf8_next(const char **ret_at);
/* Writes 1 to 4 bytes, returns how many. */
size_t utf8_put(char *to, uint32_t code_point);
/* The first max code points, with "…" when something was cut. */
char *utf8_clip(struct arena *a, const char *s, size_t max);
/* The same, back to the last whole word unless that leaves less than half. */
char *utf8_clip_words(struct arena *a, const char *s, size_t max);
/* < 0, 0, > 0 as in a Finnish or Swedish list: case does not count, and å ä ö
 * come after z. */
int utf8_order(const char *a, const char *b);
/*
 * Text as people meant it: CRLF and CR become LF, control characters other
 * than LF and TAB are dropped, white space at both ends goes.
 */
char *utf8_clean(struct arena *a, const char *s);

#endif
