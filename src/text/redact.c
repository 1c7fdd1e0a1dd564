/*
 * redact.c: runs the detectors one after the other, settles what they
 * disagree about, and covers what must not be published.
 */
#include "text/detect.h"

#include "base/str.h"
#include "base/utf8.h"

#include <string.h>

/* ---- characters ---- */

bool is_digit_char(uint32_t c)
{
	return c >= '0' && c <= '9';
}

bool is_ascii_letter(uint32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool is_space_char(uint32_t c)
{
	return c == ' ' || c == 0xa0 || c == 0x2009 || c == 0x202f;
}

bool is_dash_char(uint32_t c)
{
	return c == '-' || (c >= 0x2010 && c <= 0x2014) || c == 0x2212 ||
	       c == 0xff0d;
}

bool is_word_char(uint32_t c)
{
	return is_digit_char(c) || is_ascii_letter(c) ||
	       (c >= 0xc0 && c <= 0x24f && c != 0xd7 && c != 0xf7);
}

uint32_t ascii_upper(uint32_t c)
{
	return c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c;
}

/* ---- scanning ---- */

uint32_t scan_at(const struct scan *s, size_t i)
{
	return i < s->length ? s->glyphs[i].c : 0;
}

size_t scan_digits(const struct scan *s, size_t i, size_t max)
{
	size_t n = 0;

	while (n < max && is_digit_char(scan_at(s, i + n)))
		n++;
	return n;
}

size_t scan_spaces(const struct scan *s, size_t i, size_t max)
{
	size_t n = 0;

	while (n < max && is_space_char(scan_at(s, i + n)))
		n++;
	return n;
}

bool scan_alone(const struct scan *s, size_t from, size_t to)
{
	return (from == 0 || !is_word_char(scan_at(s, from - 1))) &&
	       !is_word_char(scan_at(s, to));
}

bool scan_is_taken(const struct scan *s, size_t from, size_t to)
{
	return memchr(s->taken + from, 1, to - from) != NULL;
}

bool scan_is_own(const struct scan *s, const char *canonical)
{
	const char *const *own = s->own;

	for (; own && *own; own++) {
		if (str_same_nocase(*own, canonical))
			return true;
	}
	return false;
}

void scan_hit(struct scan *s, struct hit hit)
{
	struct hit *more;

	if (s->count == s->cap) {
		s->cap = s->cap ? s->cap * 2 : 8;
		more = arena_array(s->arena, s->cap, sizeof(*more));
		if (s->count)
			memcpy(more, s->hits, s->count * sizeof(*more));
		s->hits = more;
	}
	s->hits[s->count++] = hit;
	memset(s->taken + hit.from, 1, hit.to - hit.from);
}

static void scan_start(struct scan *s, struct arena *a, const char *text,
		       const char *const *own)
{
	size_t bytes = strlen(text);
	const char *at = text;

	*s = (struct scan){.arena = a, .text = text, .own = own};
	s->glyphs = arena_array(a, bytes + 1, sizeof(*s->glyphs));
	s->taken = arena_alloc(a, bytes + 1);
	while (*at) {
		s->glyphs[s->length].at = (uint32_t)(at - text);
		s->glyphs[s->length++].c = utf8_next(&at);
	}
	s->glyphs[s->length].at = (uint32_t)bytes;
}

/* What is masked or kept is closed to the detectors that follow. */
static void scan_close(struct scan *s, size_t first)
{
	size_t i, k;

	for (i = first; i < s->count; i++) {
		if (s->hits[i].verdict == HIT_WARN)
			continue;
		for (k = s->hits[i].from; k < s->hits[i].to; k++)
			s->glyphs[k].c = '\n';
	}
	memset(s->taken, 0, s->length);
}

static void scan_kind(struct scan *s, enum hit_kind kind)
{
	static void (*const detectors[])(struct scan *) = {
		[HIT_HETU] = find_hetu,   [HIT_BUSINESS_ID] = find_business_id,
		[HIT_IBAN] = find_iban,   [HIT_PHONE] = find_phone,
		[HIT_PLATE] = find_plate, [HIT_MAIL] = find_mail,
	};
	size_t first = s->count;

	detectors[kind](s);
	scan_close(s, first);
}

/* ---- hits ---- */

static int by_place(const void *left, const void *right)
{
	const struct hit *a = left, *b = right;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return 0;
}

static void hand_over(struct scan *s, struct hit **ret_hits, size_t *ret_count)
{
	size_t i;

	for (i = 0; i < s->count; i++) {
		s->hits[i].from = s->glyphs[s->hits[i].from].at;
		s->hits[i].to = s->glyphs[s->hits[i].to].at;
	}
	if (s->count)
		qsort(s->hits, s->count, sizeof(*s->hits), by_place);
	*ret_hits = s->hits;
	*ret_count = s->count;
}

/* Claims the glyphs of one hit, unless one of them is claimed. */
static bool claim(struct scan *s, const struct hit *hit)
{
	if (scan_is_taken(s, hit->from, hit->to))
		return false;
	memset(s->taken + hit->from, 1, hit->to - hit->from);
	return true;
}

/*
 * Only a warning leaves its place open to later detectors. Where hits
 * overlap, what must be hidden comes first; between the others the earlier
 * detector is right, so that a warning is never lost to a number we keep.
 */
static void settle(struct scan *s)
{
	size_t i, n = 0;
	bool *stays = arena_array(s->arena, s->count + 1, sizeof(*stays));

	for (i = 0; i < s->count; i++)
		stays[i] =
			s->hits[i].verdict == HIT_MASK && claim(s, &s->hits[i]);
	for (i = 0; i < s->count; i++)
		stays[i] = stays[i] || (s->hits[i].verdict != HIT_MASK &&
					claim(s, &s->hits[i]));
	for (i = 0; i < s->count; i++) {
		if (stays[i])
			s->hits[n++] = s->hits[i];
	}
	s->count = n;
}

void redact_find(struct arena *a, const char *text, const char *const *own,
		 struct hit **ret_hits, size_t *ret_count)
{
	static const enum hit_kind order[] = {HIT_IBAN,  HIT_BUSINESS_ID,
					      HIT_HETU,  HIT_PHONE,
					      HIT_PLATE, HIT_MAIL};
	struct scan s;
	size_t i;

	scan_start(&s, a, text, own);
	for (i = 0; i < sizeof(order) / sizeof(*order); i++)
		scan_kind(&s, order[i]);
	settle(&s);
	hand_over(&s, ret_hits, ret_count);
}

void redact_find_one(struct arena *a, enum hit_kind kind, const char *text,
		     const char *const *own, struct hit **ret_hits,
		     size_t *ret_count)
{
	struct scan s;

	scan_start(&s, a, text, own);
	if (kind == HIT_PHONE) {
		scan_kind(&s, HIT_IBAN);
		scan_kind(&s, HIT_BUSINESS_ID);
		scan_kind(&s, HIT_HETU);
		s.count = 0;
	}
	scan_kind(&s, kind);
	hand_over(&s, ret_hits, ret_count);
}

char *redact_mask(struct arena *a, const char *text, const struct hit *hits,
		  size_t count, const char *cover)
{
	struct str out;
	size_t i, at = 0;

	str_init(&out, a, strlen(text) + 1);
	for (i = 0; i < count; i++) {
		if (hits[i].verdict != HIT_MASK)
			continue;
		str_add(&out, text + at, hits[i].from - at);
		str_puts(&out, cover);
		at = hits[i].to;
	}
	str_puts(&out, text + at);
	return out.ptr;
}
