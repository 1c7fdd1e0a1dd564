/*
 * fuzz_utf8.c: what the text functions promise for any bytes: their output
 * is UTF-8, doing it twice changes nothing, JSON of ours can be read.
 *
 * sources: src/base/*.c
 */
#include "fuzz.h"

#include "base/id.h"
#include "base/json.h"
#include "base/str.h"
#include "base/utf8.h"

#include <jansson.h>
#include <string.h>

static bool valid(const char *s)
{
	return utf8_valid(s, strlen(s));
}

/* Read and written again: the same bytes when they were UTF-8. */
static char *decoded(struct arena *a, const char *s)
{
	struct str out;
	char bytes[4];
	uint32_t c;

	str_init(&out, a, 64);
	while ((c = utf8_next(&s)))
		str_add(&out, bytes, utf8_put(bytes, c));
	return out.ptr;
}

static void require_copies(struct arena *a, const char *text)
{
	char *clean = utf8_clean(a, text), *lower = str_lower(a, text);
	char *clip = utf8_clip(a, clean, 7);
	char *words = utf8_clip_words(a, clean, 7);

	REQUIRE(valid(clean) && str_same(utf8_clean(a, clean), clean));
	REQUIRE(valid(clip) && utf8_length(clip) <= 8);
	REQUIRE(valid(words) && utf8_length(words) <= 9);
	REQUIRE(strlen(lower) == strlen(text));
	REQUIRE(str_same(str_lower(a, lower), lower));
	REQUIRE(valid(lower) == valid(text));
	REQUIRE(str_same(str_trim(a, str_trim(a, text)), str_trim(a, text)));
}

static void require_json(struct arena *a, const char *text, const char *want)
{
	struct json j;
	struct str s;
	json_t *read;

	str_init(&s, a, 64);
	json_init(&j, &s);
	json_open(&j, '[');
	json_text(&j, text);
	json_close(&j, ']');
	read = json_loads(s.ptr, 0, NULL);
	REQUIRE(read);
	REQUIRE(str_same(json_string_value(json_array_get(read, 0)), want));
	json_decref(read);
}

/* One spelling for every value. */
static void require_codes(struct arena *a, const char *text)
{
	unsigned char bytes[8];
	size_t n;

	for (n = 1; n <= sizeof(bytes); n++) {
		if (base64url_decode(text, bytes, n) == OK)
			REQUIRE(str_same(base64url(a, bytes, n), text));
		if (hex_decode(text, bytes, n) == OK)
			REQUIRE(str_same_nocase(hex_encode(a, bytes, n), text));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = ARENA_INIT;
	char *text = fuzz_text(&a, data, size);
	char *again = decoded(&a, text);

	REQUIRE(valid(again));
	REQUIRE(valid(text) == str_same(text, again));
	require_copies(&a, text);
	require_json(&a, text, again);
	require_codes(&a, text);
	arena_release(&a);
	return 0;
}
