/*
 * str.c: strings that grow, and the few questions asked about them.
 */
#include "base/str.h"

#include "base/utf8.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

void str_init(struct str *s, struct arena *a, size_t first_cap)
{
	s->arena = a;
	s->cap = first_cap ? first_cap : 64;
	s->ptr = arena_alloc(a, s->cap);
	s->len = 0;
}

/* Room for n more bytes and the NUL. */
static void str_reserve(struct str *s, size_t n)
{
	size_t cap = s->cap;
	char *ptr;

	if (n < s->cap - s->len)
		return;
	/* arena_alloc refuses anything near SIZE_MAX, so this never wraps */
	if (n > SIZE_MAX / 8)
		arena_alloc(s->arena, SIZE_MAX);
	while (cap - s->len <= n)
		cap *= 2;
	ptr = arena_alloc(s->arena, cap);
	memcpy(ptr, s->ptr, s->len);
	s->ptr = ptr;
	s->cap = cap;
}

void str_add(struct str *s, const char *bytes, size_t n)
{
	if (!n)
		return;
	str_reserve(s, n);
	memcpy(s->ptr + s->len, bytes, n);
	s->len += n;
	s->ptr[s->len] = '\0';
}

void str_puts(struct str *s, const char *text)
{
	str_add(s, text, strlen(text));
}

void str_putc(struct str *s, char c)
{
	str_add(s, &c, 1);
}

void str_printf(struct str *s, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(s->ptr + s->len, s->cap - s->len, fmt, ap);
	va_end(ap);
	if (n >= 0 && (size_t)n >= s->cap - s->len) {
		str_reserve(s, (size_t)n);
		va_start(ap, fmt);
		n = vsnprintf(s->ptr + s->len, s->cap - s->len, fmt, ap);
		va_end(ap);
	}
	if (n > 0)
		s->len += (size_t)n;
}

bool str_empty(const char *s)
{
	return !s || !*s;
}

bool str_same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static unsigned char ascii_lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

bool str_same_nocase(const char *a, const char *b)
{
	a = a ? a : "";
	b = b ? b : "";
	while (*a && ascii_lower(*a) == ascii_lower(*b)) {
		a++;
		b++;
	}
	return ascii_lower(*a) == ascii_lower(*b);
}

bool str_starts(const char *s, const char *prefix)
{
	s = s ? s : "";
	prefix = prefix ? prefix : "";
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool str_ends(const char *s, const char *end)
{
	const size_t n = s ? strlen(s) : 0, m = end ? strlen(end) : 0;

	return !m || (n >= m && !memcmp(s + n - m, end, m));
}

/* Bytes of white space at s: 0, 1, or 2 for U+00A0. */
static size_t space_bytes(const char *s)
{
	if (*s == ' ' || (*s >= '\t' && *s <= '\r'))
		return 1;
	return s[0] == '\xc2' && s[1] == '\xa0' ? 2 : 0;
}

char *str_trim(struct arena *a, const char *s)
{
	size_t n, end = 0, at = 0;

	s = s ? s : "";
	while ((n = space_bytes(s)))
		s += n;
	while (s[at]) {
		n = space_bytes(s + at);
		at += n ? n : 1;
		if (!n)
			end = at;
	}
	return arena_strndup(a, s, end);
}

/*
 * U+00C0 to U+017F: Finnish and Swedish, and with them Sámi and the names of
 * the neighbours. Upper and lower case are equally long in UTF-8, except the
 * Turkish dotted I, which is left alone.
 */
static uint32_t latin_lower(uint32_t c)
{
	bool odd_upper = (c >= 0x139 && c <= 0x148) || c >= 0x179;

	if (c < 0x80)
		return ascii_lower((char)c);
	if (c >= 0xc0 && c <= 0xde && c != 0xd7)
		return c + 0x20;
	if (c < 0x100 || c > 0x17e || c == 0x130 || c == 0x138 || c == 0x149)
		return c;
	if (c == 0x178)
		return 0xff;
	return (c & 1) == odd_upper ? c + 1 : c;
}

char *str_lower(struct arena *a, const char *s)
{
	char *lower = arena_strdup(a, s ? s : "");
	const char *at = lower;
	uint32_t c;

	while (*at) {
		char *to = (char *)at;

		c = utf8_next(&at);
		if (c < 0x180 && at > to)
			utf8_put(to, latin_lower(c));
	}
	return lower;
}
