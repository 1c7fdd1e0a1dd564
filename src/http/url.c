/*
 * url.c: why strict: two programs that read a broken address differently are
 * how caches are poisoned and access rules passed.
 */
#include "http/url.h"

#include "base/str.h"
#include "base/utf8.h"

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* In place; -1 when malformed. to may be from. */
static long decode(char *to, const char *from, size_t n, bool plus)
{
	char *at = to;

	for (size_t i = 0; i < n; i++) {
		int high, low;

		if (from[i] != '%') {
			*at = from[i];
			if (plus && *at == '+')
				*at = ' ';
			at++;
			continue;
		}
		if (n - i < 3)
			return -1;
		high = hex_value(from[i + 1]);
		low = hex_value(from[i + 2]);
		if (high < 0 || low < 0 || (high == 0 && low == 0))
			return -1;
		*at++ = (char)(unsigned char)(high << 4 | low);
		i += 2;
	}
	*at = '\0';
	return at - to;
}

static bool has_dotdot(const char *path)
{
	for (const char *at = path; (at = strstr(at, "/..")); at += 3)
		if (at[3] == '/' || at[3] == '\0')
			return true;
	return false;
}

static bool encoded_slash(const char *raw, size_t n)
{
	for (size_t i = 0; i + 2 < n; i++)
		if (raw[i] == '%' && raw[i + 1] == '2' &&
		    (raw[i + 2] | 0x20) == 'f')
			return true;
	return false;
}

enum err url_path(struct arena *a, const char *raw, size_t n,
		  const char **ret_path)
{
	char *path = arena_strndup(a, raw, n);
	long len;

	if (n == 0 || raw[0] != '/' || encoded_slash(raw, n))
		return ERR_INVALID;
	len = decode(path, path, n, false);
	if (len < 0 || !utf8_valid(path, (size_t)len) || has_dotdot(path))
		return ERR_INVALID;
	for (const char *c = path; *c; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			return ERR_INVALID;
	*ret_path = path;
	return OK;
}

static bool decode_field(char *text, size_t n)
{
	long len = decode(text, text, n, true);

	return len >= 0 && strlen(text) == (size_t)len &&
	       utf8_valid(text, (size_t)len);
}

static bool pair_parse(char *text, size_t n, struct pair *ret_pair)
{
	char *equals = memchr(text, '=', n);
	size_t name_len = equals ? (size_t)(equals - text) : n;
	char *value = equals ? equals + 1 : text + n;
	size_t value_len = equals ? n - name_len - 1 : 0;

	/* The byte after the value is a '&' or the end: both may go. */
	if (!decode_field(value, value_len) || !decode_field(text, name_len))
		return false;
	ret_pair->name = text;
	ret_pair->value = value;
	return true;
}

enum err url_pairs(struct arena *a, const char *raw, size_t n,
		   const struct pair **ret_pairs, size_t *ret_count)
{
	size_t most = 1, count = 0;
	char *text, *end;
	struct pair *pairs;

	for (size_t i = 0; i < n; i++)
		most += raw[i] == '&';
	if (most > HTTP_FIELDS_MAX)
		return ERR_TOO_LARGE;
	pairs = arena_array(a, most, sizeof(*pairs));
	text = arena_strndup(a, raw, n);
	end = text + n;
	while (text < end) {
		char *stop = memchr(text, '&', (size_t)(end - text));

		stop = stop ? stop : end;
		if (stop > text &&
		    !pair_parse(text, (size_t)(stop - text), &pairs[count++]))
			return ERR_INVALID;
		text = stop + 1;
	}
	*ret_pairs = pairs;
	*ret_count = count;
	return OK;
}

static char *encode(struct arena *a, const char *text, const char *also)
{
	static const char hex[] = "0123456789ABCDEF";
	struct str s;

	str_init(&s, a, strlen(text) + 16);
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c > 0x20 && c < 0x7f && !strchr(also, c)) {
			str_putc(&s, (char)c);
			continue;
		}
		str_putc(&s, '%');
		str_putc(&s, hex[c >> 4]);
		str_putc(&s, hex[c & 15]);
	}
	return s.ptr;
}

char *url_encode(struct arena *a, const char *text)
{
	return encode(a, text, "\"<>\\^`{|}");
}

char *url_encode_value(struct arena *a, const char *text)
{
	return encode(a, text, "\"<>\\^`{|}&+#%=;?");
}
