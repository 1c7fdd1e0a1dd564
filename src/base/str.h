/*
 * str.h: a growing string in an arena, and the few string questions we ask.
 *
 * str.ptr is always NUL-terminated once something was added and is never
 * NULL after str_init(). Growth abandons the old bytes to the arena.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct str {
	struct arena *arena;
	char *ptr;
	size_t len;
	size_t cap;
};

void str_init(struct str *s, struct arena *a, size_t first_cap);
void str_add(struct str *s, const char *bytes, size_t n);
void str_puts(struct str *s, const char *text);
void str_putc(struct str *s, char c);
void str_printf(struct str *s, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* NULL counts as "". */
bool str_empty(const char *s);
bool str_same(const char *a, const char *b);
/* ASCII letters only. */
bool str_same_nocase(const char *a, const char *b);
bool str_starts(const char *s, const char *prefix);
bool str_ends(const char *s, const char *end);
/* A copy without white space at both ends (ASCII, U+00A0). */
char *str_trim(struct arena *a, const char *s);
/* ASCII, and the Latin letters of Finnish and Swedish, in lower case. */
char *str_lower(struct arena *a, const char *s);

#endif
