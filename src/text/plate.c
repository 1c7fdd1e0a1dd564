/*
 * plate.c: vehicle registration plates. Hidden in what is published, kept for
 * the handler: an abandoned car is found by it.
 */
#include "text/detect.h"

#include "base/str.h"
#include "base/utf8.h"

#include <string.h>

enum { NEAR = 40 /* code points on either side */ };

/* Letters that stand before numbers in ordinary texts. */
static const char *const stop_list[] = {
	"EU",  "WC",  "TV", "PL",  "EN",  "SFS", "ISO",
	"LED", "USB", "HD", "YLE", "MTV", "RN",  "KM",
};

/* What people write near a plate; in lower case. */
static const struct clue {
	const char *word;
	bool begins, ends; /* only at the beginning, the end of a word */
} clues[] = {
	{"rekister", false, false},
	{"reknro", false, false},
	{"rek nro", false, false},
	{"rek.nro", false, false},
	{"rek. nro", false, false},
	{"reknumero", false, false},
	{"rek numero", false, false},
	{"rek.numero", false, false},
	{"rek. numero", false, false},
	{"rekkari", false, false},
	{"kilpi", false, false},
	{"kilve", false, false},
	{"auto", false, false},
	{"ajoneuvo", false, false},
	{"perävaunu", false, false},
	{"moottoripyörä", false, false},
	{"mopo", false, false},
	{"traktori", false, false},
	{"registernummer", false, false},
	{"registrering", false, false},
	{"fordon", false, false},
	{"släpvagn", false, false},
	{"skylt", false, false},
	{"bil", true, false},
	{"plate", false, false},
	{"license", false, false},
	{"licence", false, false},
	{"vehicle", false, false},
	{"car", true, true},
};

static bool is_upper_letter(uint32_t c)
{
	return (c >= 'A' && c <= 'Z') || c == 0xc5 || c == 0xc4 || c == 0xd6;
}

static bool is_lower_letter(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || c == 0xe5 || c == 0xe4 || c == 0xf6;
}

/* ---- the printed form ---- */

struct printed {
	size_t letters, digits;
	bool digits_first;
	bool zero;  /* the number begins with 0 */
	bool c, cd; /* the letters of diplomats */
};

static size_t count_letters(const char **ret_at)
{
	const char *at = *ret_at;
	size_t n = 0;

	while (is_upper_letter(utf8_next(&at))) {
		*ret_at = at;
		n++;
	}
	return n;
}

static size_t count_digits(const char **ret_at)
{
	size_t n = strspn(*ret_at, "0123456789");

	*ret_at += n;
	return n;
}

/* Letters, a hyphen and digits, or the other way round, and nothing else. */
static bool read_printed(const char *at, struct printed *ret_form)
{
	struct printed f = {.digits_first = is_digit_char((unsigned char)*at)};
	const char *number = at;

	f.c = str_starts(at, "C-");
	f.cd = str_starts(at, "CD-");
	if (f.digits_first)
		f.digits = count_digits(&at);
	else
		f.letters = count_letters(&at);
	if (*at++ != '-')
		return false;
	if (f.digits_first) {
		f.letters = count_letters(&at);
	} else {
		number = at;
		f.digits = count_digits(&at);
	}
	f.zero = *number == '0';
	*ret_form = f;
	return !*at && f.letters && f.digits;
}

const char *plate_error(const char *plate)
{
	struct printed f;
	bool good;

	if (!read_printed(plate, &f))
		return "form";
	if (f.zero)
		return f.letters <= 3 ? "leading_zero" : "form";
	good = f.digits <= 3 && f.letters <= 3 &&
	       (f.digits_first || f.letters >= 2);
	if (good || (f.cd && f.digits <= 4) || (f.c && f.digits <= 5))
		return NULL;
	return "form";
}

/* ---- in a text ---- */

enum between {
	BETWEEN_DASH,
	BETWEEN_SPACE_OR_NOTHING,
	BETWEEN_DASH_OR_NOTHING
};

/* The ways a plate is written in a text, in the order they are tried. */
static const struct form {
	bool (*letter)(uint32_t c);
	enum between between;
	bool digits_first;
	bool needs_clue;
	unsigned char max_digits;
	bool diplomat;
} forms[] = {
	{is_upper_letter, BETWEEN_DASH, false, false, 4, true},
	{is_upper_letter, BETWEEN_DASH, false, false, 3, false},
	{is_upper_letter, BETWEEN_SPACE_OR_NOTHING, false, true, 3, false},
	{is_lower_letter, BETWEEN_DASH_OR_NOTHING, false, true, 3, false},
	{is_upper_letter, BETWEEN_DASH, true, true, 3, false},
};

/* A plate in a text: two spans of glyphs. */
struct found {
	size_t from, to;
	size_t letters, letters_to;
	size_t digits, digits_to;
};

/* 2 or 3 letters; 0 when there are fewer. */
static size_t letters_at(const struct scan *s, const struct form *f, size_t at)
{
	size_t n = 0;

	while (n < 3 && f->letter(scan_at(s, at + n)))
		n++;
	if (f->diplomat)
		return scan_at(s, at) == 'C' && scan_at(s, at + 1) == 'D' ? 2
									  : 0;
	return n >= 2 ? n : 0;
}

static size_t digits_at(const struct scan *s, const struct form *f, size_t at)
{
	if (scan_at(s, at) == '0')
		return 0;
	return scan_digits(s, at, f->max_digits);
}

/* False when what stands there does not belong between the two. */
static bool skip_between(const struct scan *s, enum between between,
			 size_t *ret_at)
{
	uint32_t c = scan_at(s, *ret_at);
	bool there = between == BETWEEN_SPACE_OR_NOTHING ? is_space_char(c)
							 : is_dash_char(c);

	if (there)
		(*ret_at)++;
	return there || between != BETWEEN_DASH;
}

static bool read_form(const struct scan *s, const struct form *f, size_t from,
		      struct found *ret_found)
{
	struct found p = {.from = from, .letters = from, .digits = from};
	size_t at = from;

	if (f->digits_first)
		at = p.digits_to = from + digits_at(s, f, from);
	else
		at = p.letters_to = from + letters_at(s, f, from);
	if (at == from || !skip_between(s, f->between, &at))
		return false;
	if (f->digits_first) {
		p.letters = at;
		p.letters_to = p.to = at + letters_at(s, f, at);
	} else {
		p.digits = at;
		p.digits_to = p.to = at + digits_at(s, f, at);
	}
	*ret_found = p;
	return p.to > at;
}

/* Any of their letters in upper case, as UTF-8. */
static void put_upper(const struct scan *s, size_t from, size_t to,
		      struct str *out)
{
	char bytes[4];

	for (; from < to; from++) {
		uint32_t c = scan_at(s, from);

		if (is_lower_letter(c))
			c -= 0x20;
		str_add(out, bytes, utf8_put(bytes, c));
	}
}

static bool is_stopped(const struct scan *s, const struct found *p)
{
	struct str letters;
	size_t i;

	str_init(&letters, s->arena, 8);
	put_upper(s, p->letters, p->letters_to, &letters);
	for (i = 0; i < sizeof(stop_list) / sizeof(*stop_list); i++) {
		if (str_same(letters.ptr, stop_list[i]))
			return true;
	}
	return false;
}

static bool in_word(uint32_t c)
{
	return is_word_char(c) || c == '_';
}

/* Lower-case text between two glyphs. */
struct window {
	const char *text;
	const struct scan *scan;
	size_t from, to;
};

static bool clue_at(const struct window *w, const struct clue *clue, size_t i)
{
	const char *here = w->text + w->scan->glyphs[i].at;
	size_t end;

	if (*here != *clue->word || !str_starts(here, clue->word))
		return false;
	end = i + utf8_length(clue->word);
	if (end > w->to)
		return false;
	if (clue->begins && i > w->from && in_word(scan_at(w->scan, i - 1)))
		return false;
	return !clue->ends || end == w->to || !in_word(scan_at(w->scan, end));
}

static bool has_clue(const struct window *w)
{
	size_t i, k;

	for (i = w->from; i < w->to; i++) {
		for (k = 0; k < sizeof(clues) / sizeof(*clues); k++) {
			if (clue_at(w, &clues[k], i))
				return true;
		}
	}
	return false;
}

static bool is_near_vehicle(const struct scan *s, const char *lower,
			    const struct found *p)
{
	struct window before = {.text = lower, .scan = s, .to = p->from};
	struct window after = {.text = lower, .scan = s, .from = p->to};

	before.from = p->from > NEAR ? p->from - NEAR : 0;
	after.to = p->to + NEAR < s->length ? p->to + NEAR : s->length;
	return has_clue(&before) || has_clue(&after);
}

/* "co2": too short to be a plate without something in between. */
static bool is_short_word(const struct found *p)
{
	size_t written =
		(p->letters_to - p->letters) + (p->digits_to - p->digits);

	return p->to - p->from < 4 && written == p->to - p->from;
}

static void plate_hit(struct scan *s, const struct form *f,
		      const struct found *p)
{
	struct hit hit = {.kind = HIT_PLATE,
			  .verdict = HIT_MASK,
			  .from = p->from,
			  .to = p->to};
	struct str canonical;

	str_init(&canonical, s->arena, 16);
	if (f->digits_first) {
		put_upper(s, p->digits, p->digits_to, &canonical);
		str_putc(&canonical, '-');
		put_upper(s, p->letters, p->letters_to, &canonical);
	} else {
		put_upper(s, p->letters, p->letters_to, &canonical);
		str_putc(&canonical, '-');
		put_upper(s, p->digits, p->digits_to, &canonical);
	}
	hit.canonical = canonical.ptr;
	scan_hit(s, hit);
}

static void find_form(struct scan *s, const struct form *f, const char *lower)
{
	struct found p;
	size_t i;

	for (i = 0; i < s->length; i++) {
		if (!read_form(s, f, i, &p) || !scan_alone(s, p.from, p.to) ||
		    scan_is_taken(s, p.from, p.to) || is_stopped(s, &p))
			continue;
		if (f->needs_clue &&
		    (is_short_word(&p) || !is_near_vehicle(s, lower, &p)))
			continue;
		plate_hit(s, f, &p);
	}
}

void find_plate(struct scan *s)
{
	/* as long as the text, letter by letter: see str_lower() */
	const char *lower = str_lower(s->arena, s->text);
	size_t i;

	for (i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		find_form(s, &forms[i], lower);
}
