/*
 * media.c: signatures of the few kinds of files people send to a city, and the
 * names they come with.
 */
#include "http/media.h"

#include "base/utf8.h"

enum { NAME_CHARS = 120 };

struct signature {
	const char *type;
	size_t at;
	size_t n;
	const char *bytes;
};

static const struct signature signatures[] = {
	{"image/jpeg", 0, 3, "\xff\xd8\xff"},
	{"image/png", 0, 8, "\x89PNG\r\n\x1a\n"},
	{"image/webp", 8, 4, "WEBP"}, /* after RIFF and a size */
	{"image/heic", 4, 8, "ftypheic"},
	{"image/heic", 4, 8, "ftypheix"},
	{"image/heic", 4, 8, "ftyphevc"},
	{"image/heic", 4, 8, "ftypheim"},
	{"image/heic", 4, 8, "ftypheis"},
	{"image/heic", 4, 8, "ftypmif1"},
	{"image/heic", 4, 8, "ftypmsf1"},
	{"application/pdf", 0, 5, "%PDF-"},
};

const char *media_type(const unsigned char *bytes, size_t n)
{
	for (size_t i = 0; i < sizeof(signatures) / sizeof(*signatures); i++) {
		const struct signature *s = &signatures[i];

		if (n < s->at + s->n ||
		    memcmp(bytes + s->at, s->bytes, s->n) != 0)
			continue;
		if (s->at == 8 && memcmp(bytes, "RIFF", 4) != 0)
			continue;
		return s->type;
	}
	return "";
}

const char *media_name(struct arena *a, const char *said)
{
	const char *slash = strrchr(said, '/');
	const char *back = strrchr(said, '\\');
	const char *name = said;

	if (slash)
		name = slash + 1;
	if (back && back + 1 > name)
		name = back + 1;
	if (!utf8_valid(name, strlen(name)))
		return "";
	name = utf8_clean(a, name);
	return utf8_length(name) > NAME_CHARS
		       ? utf8_clip(a, name, NAME_CHARS - 1)
		       : name;
}
