/*
 * json.c: JSON as it is written, without building it first.
 */
#include "base/json.h"

#include "base/utf8.h"

#include <inttypes.h>
#include <stdlib.h>

enum { MAX_DEPTH = 16 };

/* In `first`: a key was written, its value follows without a comma. */
static const unsigned after_key = 1u << 31;

void json_init(struct json *j, struct str *to)
{
	j->to = to;
	j->depth = 0;
	j->first = 1;
}

/* The comma, where one belongs. */
static void separate(struct json *j)
{
	unsigned here = 1u << j->depth;

	if (j->first & after_key)
		j->first &= ~after_key;
	else if (j->first & here)
		j->first &= ~here;
	else
		str_putc(j->to, ',');
}

void json_open(struct json *j, char bracket)
{
	separate(j);
	if (j->depth == MAX_DEPTH)
		abort();
	str_putc(j->to, bracket);
	j->depth++;
	j->first |= 1u << j->depth;
}

void json_close(struct json *j, char bracket)
{
	if (j->depth == 0)
		abort();
	str_putc(j->to, bracket);
	j->depth--;
}

/* Bytes at s that may stand as they are. */
static size_t plain_run(const char *s)
{
	size_t n = 0;

	while ((unsigned char)s[n] >= 0x20 && (unsigned char)s[n] < 0x7f &&
	       s[n] != '"' && s[n] != '\\')
		n++;
	return n;
}

static void put_special(struct str *to, uint32_t c)
{
	static const char names[] = "btn?fr"; /* from U+0008 on */
	char bytes[4];

	if (c == '"' || c == '\\')
		str_printf(to, "\\%c", (int)c);
	else if (c >= 8 && c <= 13 && c != 11)
		str_printf(to, "\\%c", names[c - 8]);
	else if (c < 0x20 || c == 0x7f || c == 0x2028 || c == 0x2029)
		str_printf(to, "\\u%04x", (unsigned)c);
	else
		str_add(to, bytes, utf8_put(bytes, c));
}

/* A byte that is not UTF-8 becomes U+FFFD: the output is always valid. */
static void put_string(struct str *to, const char *s)
{
	size_t n;

	str_putc(to, '"');
	while (*s) {
		n = plain_run(s);
		str_add(to, s, n);
		s += n;
		if (*s)
			put_special(to, utf8_next(&s));
	}
	str_putc(to, '"');
}

void json_key(struct json *j, const char *key)
{
	separate(j);
	put_string(j->to, key);
	str_putc(j->to, ':');
	j->first |= after_key;
}

void json_text(struct json *j, const char *value)
{
	separate(j);
	if (value)
		put_string(j->to, value);
	else
		str_puts(j->to, "null");
}

void json_int(struct json *j, int64_t value)
{
	separate(j);
	str_printf(j->to, "%" PRId64, value);
}

void json_bool(struct json *j, bool value)
{
	separate(j);
	str_puts(j->to, value ? "true" : "false");
}

void json_number(struct json *j, double value, int decimals)
{
	separate(j);
	str_printf(j->to, "%.*f", decimals, value);
}

void json_put_text(struct json *j, const char *key, const char *value)
{
	json_key(j, key);
	json_text(j, value);
}

void json_put_int(struct json *j, const char *key, int64_t value)
{
	json_key(j, key);
	json_int(j, value);
}

void json_put_bool(struct json *j, const char *key, bool value)
{
	json_key(j, key);
	json_bool(j, value);
}

void json_put_number(struct json *j, const char *key, double value,
		     int decimals)
{
	json_key(j, key);
	json_number(j, value, decimals);
}
