/*
 * redact.h: personal data in a text: identity code (hetu), business id, IBAN,
 * phone, plate, e-mail. Pure functions over UTF-8; knows no matters.
 *
 * Rules: the project's summary of Finnish law and registers, kept in
 * docs/personal-data.md; the same vectors test every detector.
 */
#ifndef TEXT_REDACT_H
#define TEXT_REDACT_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

enum hit_kind {
	HIT_HETU,
	HIT_BUSINESS_ID,
	HIT_IBAN,
	HIT_PHONE,
	HIT_PLATE,
	HIT_MAIL
};
enum hit_verdict { HIT_MASK, HIT_WARN, HIT_KEEP };

struct hit {
	enum hit_kind kind;
	enum hit_verdict verdict;
	size_t from, to;       /* bytes, to is exclusive */
	const char *canonical; /* or NULL */
};

/*
 * All hits of all detectors, in order of from, without overlaps, IBAN before
 * business id before hetu before phone before plate before mail. own[]: phone numbers
 * (E.164) and mail addresses the municipality has published itself, NULL-ended
 * or NULL: they are HIT_KEEP.
 */
void redact_find(struct arena *a, const char *text, const char *const *own,
		 struct hit **ret_hits, size_t *ret_count);
/* One detector alone, for the vectors. */
void redact_find_one(struct arena *a, enum hit_kind kind, const char *text,
		     const char *const *own, struct hit **ret_hits,
		     size_t *ret_count);
/* The text with every HIT_MASK replaced by cover, e.g. "[poistettu]". */
char *redact_mask(struct arena *a, const char *text, const struct hit *hits,
		  size_t count, const char *cover);

/* ---- phone numbers as typed in a form field ---- */
enum phone_class {
	PHONE_MOBILE,
	PHONE_AREA,
	PHONE_NATION,
	PHONE_SERVICE,
	PHONE_PREMIUM,
	PHONE_FOREIGN
};
extern const char *const phone_class_names[]; /* "mobile", "area", ... */

struct phone {
	enum phone_class class;
	char e164[32];          /* "+35893101691": what is stored */
	char national[32];      /* "09 310 1691": printed at home */
	char international[40]; /* "+358 9 310 1691" */
};

/*
 * NULL when understood, else the rule broken, *ret_phone untouched: characters,
 * special (112, 116xxx), no_prefix, unknown_prefix, too_short, too_long.
 */
const char *phone_read(const char *typed, struct phone *ret_phone);
/* Nobody is called back at a service or premium number. */
bool phone_callback_allowed(enum phone_class class);
/* A phone number as typed in a form field -> E.164, or NULL. */
const char *phone_e164(struct arena *a, const char *typed);
/* Digits only, for search and comparison: E.164 without "+" when it parses. */
const char *phone_key(struct arena *a, const char *typed);
/* NULL when valid, else the name of the first rule broken. */
const char *hetu_error(const char *code);
const char *iban_error(const char *iban);
const char *business_id_error(const char *id);
const char *plate_error(const char *plate);

#endif
