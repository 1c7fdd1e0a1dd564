/*
 * fuzz_redact.c: whatever the text, hits lie inside it, in order and apart,
 * and what they are said to be is valid by its own rule.
 *
 * sources: src/base/*.c src/text/redact.c src/text/hetu.c src/text/iban.c
 * sources: src/text/business_id.c src/text/phone.c src/text/plate.c
 * sources: src/text/mail_address.c
 */
#include "fuzz.h"

#include "base/str.h"
#include "text/redact.h"

#include <string.h>

static void require_valid(struct arena *a, const struct hit *hit)
{
	const char *value = hit->canonical;

	REQUIRE(value || hit->verdict == HIT_WARN);
	if (!value)
		return;
	if (hit->kind == HIT_HETU)
		REQUIRE(!hetu_error(value));
	if (hit->kind == HIT_BUSINESS_ID)
		REQUIRE(!business_id_error(value));
	if (hit->kind == HIT_IBAN)
		REQUIRE(!iban_error(value));
	if (hit->kind == HIT_PLATE)
		REQUIRE(!plate_error(value));
	if (hit->kind == HIT_PHONE)
		REQUIRE(str_same(phone_e164(a, value), value));
	if (hit->kind == HIT_MAIL)
		REQUIRE(strchr(value, '@') && strrchr(value, '.'));
}

/* What is masked, counted once more by hand. */
static void require_masked(struct arena *a, const char *text,
			   const struct hit *hits, size_t count)
{
	size_t i, length = strlen(text);

	for (i = 0; i < count; i++) {
		if (hits[i].verdict == HIT_MASK)
			length -= hits[i].to - hits[i].from;
	}
	REQUIRE(strlen(redact_mask(a, text, hits, count, "")) == length);
}

static void require_whole_values(struct arena *a, const char *text)
{
	struct phone phone;

	if (!phone_read(text, &phone)) {
		REQUIRE(str_same(phone_e164(a, phone.e164), phone.e164));
		REQUIRE(str_same(phone_e164(a, phone.national), phone.e164));
		REQUIRE(str_same(phone_e164(a, phone.international),
				 phone.e164));
	}
	REQUIRE(phone_key(a, text));
	hetu_error(text);
	iban_error(text);
	business_id_error(text);
	plate_error(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const own[] = {"+35893101691", "a@b.fi", NULL};
	struct arena a = ARENA_INIT;
	char *text = fuzz_text(&a, data, size);
	size_t length = strlen(text), count, at = 0, i;
	struct hit *hits;

	redact_find(&a, text, own, &hits, &count);
	for (i = 0; i < count; i++) {
		REQUIRE(hits[i].from >= at && hits[i].from < hits[i].to &&
			hits[i].to <= length);
		at = hits[i].to;
		require_valid(&a, &hits[i]);
	}
	require_masked(&a, text, hits, count);
	require_whole_values(&a, text);
	arena_release(&a);
	return 0;
}
