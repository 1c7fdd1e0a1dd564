/*
 * charset.c: whatever a mail calls its letters, UTF-8 comes out.
 *
 * iconv loads a file for each charset when it is first asked for one, which a
 * sandbox refuses: charset_prepare() asks for the usual ones and keeps them.
 */
#include "base/str.h"
#include "base/utf8.h"
#include "mail/incoming.h"

#include <iconv.h>

static const char *const usual[] = {
	"ISO-8859-1",   "ISO-8859-2",   "ISO-8859-4",   "ISO-8859-5",
	"ISO-8859-6",   "ISO-8859-7",   "ISO-8859-8",   "ISO-8859-9",
	"ISO-8859-10",  "ISO-8859-13",  "ISO-8859-15",  "WINDOWS-1250",
	"WINDOWS-1251", "WINDOWS-1252", "WINDOWS-1253", "WINDOWS-1254",
	"WINDOWS-1255", "WINDOWS-1256", "WINDOWS-1257", "WINDOWS-1258",
	"KOI8-R",       "KOI8-U",       "UTF-16",       "UTF-7",
	"ISO-2022-JP",  "SHIFT_JIS",    "EUC-JP",       "EUC-KR",
	"GB18030",      "GBK",          "BIG5",         NULL,
};

void charset_prepare(void)
{
	/* Never closed: that would let the files go. */
	for (const char *const *c = usual; *c; c++)
		(void)!iconv_open("UTF-8", *c);
}

/* 0x80 to 0x9f of Windows-1252; 0 = not used. */
static const uint32_t upper[32] = {
	0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017d, 0,
	0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

/* ISO-8859-1 and ASCII are parts of it, and often only its name. */
static const char *from_western(struct arena *a, const char *bytes, size_t n)
{
	struct str s;
	char to[4];

	str_init(&s, a, n + n / 8 + 16);
	for (size_t i = 0; i < n; i++) {
		uint32_t c = (unsigned char)bytes[i];

		if (c >= 0x80 && c < 0xa0)
			c = upper[c - 0x80];
		if (c)
			str_add(&s, to, utf8_put(to, c));
	}
	return s.ptr;
}

static bool is_western(const char *charset)
{
	static const char *const names[] = {"us-ascii",     "ascii",
					    "iso-8859-1",   "latin1",
					    "windows-1252", NULL};

	for (const char *const *n = names; *n; n++)
		if (str_same_nocase(charset, *n))
			return true;
	return false;
}

/* NULL when the charset is unknown or the bytes are not of it. */
static const char *from_other(struct arena *a, const char *charset,
			      const char *bytes, size_t n)
{
	iconv_t cd = iconv_open("UTF-8", charset);
	size_t in_left = n, room = 4 * n + 16, out_left = room;
	char *in = arena_strndup(a, bytes, n);
	char *to = arena_alloc(a, room + 1), *at = to;
	size_t failed;

	if (cd == (iconv_t)-1)
		return NULL;
	failed = iconv(cd, &in, &in_left, &at, &out_left);
	iconv_close(cd);
	return failed == (size_t)-1 || in_left
		       ? NULL
		       : arena_strndup(a, to, room - out_left);
}

const char *charset_text(struct arena *a, const char *charset,
			 const char *bytes, size_t n)
{
	const char *text = NULL;

	if (utf8_valid(bytes, n) &&
	    (str_empty(charset) || is_western(charset) ||
	     str_same_nocase(charset, "utf-8")))
		text = arena_strndup(a, bytes, n);
	else if (!str_empty(charset) && !is_western(charset) &&
		 !str_same_nocase(charset, "utf-8"))
		text = from_other(a, charset, bytes, n);
	if (!text || !utf8_valid(text, strlen(text)))
		text = from_western(a, bytes, n);
	return utf8_clean(a, text);
}
