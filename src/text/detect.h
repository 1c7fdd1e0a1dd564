/*
 * detect.h: what the detectors share. A text is looked at as code points, so
 * that rules read as they are written; only the hits are turned into bytes.
 */
#ifndef TEXT_DETECT_H
#define TEXT_DETECT_H

#include "text/redact.h"

#include <stdbool.h>
#include <stdint.h>

struct glyph {
	uint32_t c;
	uint32_t at; /* byte in the text */
};

struct scan {
	struct arena *arena;
	const char *text;
	const char *const *own; /* see redact_find() */
	struct glyph *glyphs;   /* what earlier detectors took is '\n' */
	size_t length;
	unsigned char *taken; /* per glyph: found by this detector already */
	struct hit *hits;     /* from, to: glyphs while scanning */
	size_t count, cap;
};

/* FINLAND's classes of characters, kept in docs/personal-data.md. */
bool is_digit_char(uint32_t c);
bool is_ascii_letter(uint32_t c);
bool is_space_char(uint32_t c);
bool is_dash_char(uint32_t c);
bool is_word_char(uint32_t c);
uint32_t ascii_upper(uint32_t c);

/* The code point at i; 0 past the end. */
uint32_t scan_at(const struct scan *s, size_t i);
/* How many digits, how many spaces there are from i on, at most max. */
size_t scan_digits(const struct scan *s, size_t i, size_t max);
size_t scan_spaces(const struct scan *s, size_t i, size_t max);
/* Does [from, to) touch no word character on either side? */
bool scan_alone(const struct scan *s, size_t from, size_t to);
bool scan_is_taken(const struct scan *s, size_t from, size_t to);
/* Is it one of the municipality's own? */
bool scan_is_own(const struct scan *s, const char *canonical);
void scan_hit(struct scan *s, struct hit hit);

void find_iban(struct scan *s);
void find_business_id(struct scan *s);
void find_hetu(struct scan *s);
void find_phone(struct scan *s);
void find_plate(struct scan *s);
void find_mail(struct scan *s);

#endif
