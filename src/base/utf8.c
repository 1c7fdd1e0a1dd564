/*
 * utf8.c: a strict decoder (RFC 3629) and what follows from it.
 */
#include "base/utf8.h"

#include "base/str.h"

#include <string.h>

enum { REPLACEMENT = 0xfffd };

/*
 * Bytes of the sequence at s, of which left are there; 0 when it is not
 * UTF-8. The second byte's range rules out overlong forms, surrogates and
 * what lies above U+10FFFF (RFC 3629 section 4).
 */
static size_t sequence(const unsigned char *s, size_t left)
{
	unsigned char low = 0x80, high = 0xbf;
	size_t n, i;

	if (s[0] < 0x80)
		return 1;
	if (s[0] < 0xc2 || s[0] > 0xf4)
		return 0;
	n = s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	if (s[0] == 0xe0)
		low = 0xa0;
	if (s[0] == 0xed)
		high = 0x9f;
	if (s[0] == 0xf0)
		low = 0x90;
	if (s[0] == 0xf4)
		high = 0x8f;
	if (left < n || s[1] < low || s[1] > high)
		return 0;
	for (i = 2; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	}
	return n;
}

bool utf8_valid(const char *s, size_t n)
{
	const unsigned char *at = (const unsigned char *)s;
	size_t step;

	while (n) {
		step = sequence(at, n);
		if (!step)
			return false;
		at += step;
		n -= step;
	}
	return true;
}

size_t utf8_length(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += (*s & 0xc0) != 0x80;
	return n;
}

uint32_t utf8_next(const char **ret_at)
{
	const unsigned char *s = (const unsigned char *)*ret_at;
	static const unsigned char first_bits[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
	uint32_t c;
	size_t n, i;

	if (!*s)
		return 0;
	n = sequence(s, strnlen(*ret_at, 4));
	*ret_at += n ? n : 1;
	if (!n)
		return REPLACEMENT;
	c = s[0] & first_bits[n];
	for (i = 1; i < n; i++)
		c = c << 6 | (s[i] & 0x3f);
	return c;
}

size_t utf8_put(char *to, uint32_t c)
{
	static const unsigned char marks[] = {0, 0, 0xc0, 0xe0, 0xf0};
	size_t n, i;

	if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		c = REPLACEMENT;
	if (c < 0x80) {
		*to = (char)c;
		return 1;
	}
	n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (i = n - 1; i > 0; i--) {
		to[i] = (char)(0x80 | (c & 0x3f));
		c >>= 6;
	}
	to[0] = (char)(marks[n] | c);
	return n;
}

/* Where max code points end, or the end of the string. */
static const char *after(const char *s, size_t max)
{
	while (max && *s) {
		utf8_next(&s);
		max--;
	}
	return s;
}

char *utf8_clip(struct arena *a, const char *s, size_t max)
{
	const char *at = after(s, max);

	if (!*at)
		return arena_strdup(a, s);
	return arena_printf(a, "%.*s\xe2\x80\xa6", (int)(at - s), s);
}

static bool is_gap(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

char *utf8_clip_words(struct arena *a, const char *s, size_t max)
{
	const char *at = after(s, max);
	size_t end = (size_t)(at - s);
	size_t least = end / 2;

	if (!*at)
		return arena_strdup(a, s);
	while (end > least && !is_gap(s[end]))
		end--;
	while (end > least && is_gap(s[end - 1]))
		end--;
	if (end <= least)
		return utf8_clip(a, s, max);
	return arena_printf(a, "%.*s \xe2\x80\xa6", (int)end, s);
}

static uint32_t place_of(uint32_t c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7))
		c += 0x20;
	switch (c) {
	case 0xe5: /* å */
		return 'z' + 1;
	case 0xe4: /* ä */
		return 'z' + 2;
	case 0xf6: /* ö */
		return 'z' + 3;
	default:
		return c > 'z' ? c + 3 : c;
	}
}

int utf8_order(const char *a, const char *b)
{
	uint32_t x, y;

	do {
		x = place_of(utf8_next(&a));
		y = place_of(utf8_next(&b));
	} while (x == y && x != 0);
	return x < y ? -1 : x > y;
}

/* Spaces, and the invisible characters that make an empty text look full. */
static bool is_blank(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 ||
	       c == 0x1680 || (c >= 0x2000 && c <= 0x200b) || c == 0x2028 ||
	       c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x2060 ||
	       c == 0x3000 || c == 0xfeff;
}

static bool is_dropped_control(uint32_t c)
{
	return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0);
}

/* The next character with CRLF and CR as LF. */
static uint32_t next_clean(const char **at)
{
	uint32_t c = utf8_next(at);

	if (c != '\r')
		return c;
	if (**at == '\n')
		(*at)++;
	return '\n';
}

char *utf8_clean(struct arena *a, const char *s)
{
	struct str out;
	size_t end = 0;
	char bytes[4];
	uint32_t c;

	str_init(&out, a, strlen(s) + 1);
	while ((c = next_clean(&s))) {
		if (is_dropped_control(c) || (!end && is_blank(c)))
			continue;
		str_add(&out, bytes, utf8_put(bytes, c));
		if (!is_blank(c))
			end = out.len;
	}
	out.ptr[end] = '\0';
	return out.ptr;
}
