/*
 * theme.c: from one colour to the tokens of both themes.
 */
#include "tenant/theme.h"

#include "base/str.h"
#include "tenant/form.h"

#include <math.h>
#include <string.h>

/* A little more than the 4.5:1 that is asked for, since bytes are rounded. */
static const double readable = 4.6;

enum { STEPS = 50, DIGEST_SHOWN = 16, GROUNDS = 7 };

/* What the accent is read on, besides its own wash: as in kaiku.css, which
 * test_theme.c compares. */
static const struct colour light_grounds[GROUNDS] = {
	{0xf6, 0xf5, 0xf1}, /* paper */
	{0xff, 0xff, 0xff}, /* card */
	{0xec, 0xea, 0xe3}, /* sunk */
	{0xe3, 0xee, 0xfa}, /* info-wash */
	{0xe2, 0xf2, 0xe6}, /* good-wash */
	{0xfd, 0xf0, 0xd2}, /* warn-wash */
	{0xfc, 0xe8, 0xe7}, /* bad-wash */
};
static const struct colour dark_grounds[GROUNDS] = {
	{0x10, 0x19, 0x1d}, {0x18, 0x24, 0x2a}, {0x0b, 0x12, 0x15},
	{0x15, 0x2c, 0x44}, {0x14, 0x32, 0x22}, {0x3a, 0x2a, 0x0a},
	{0x43, 0x1b, 0x1b},
};
static const struct colour light_ink = {0x16, 0x24, 0x2b};
static const struct colour dark_ink = {0xe8, 0xee, 0xf0};
static const struct colour white = {255, 255, 255}, black = {0, 0, 0};

static bool hex_value(char c, uint8_t *ret_value)
{
	static const char digits[] = "0123456789abcdef";
	const char lower = (char)(c >= 'A' && c <= 'F' ? c + 'a' - 'A' : c);
	const char *at = lower ? strchr(digits, lower) : NULL;

	if (at)
		*ret_value = (uint8_t)(at - digits);
	return at != NULL;
}

bool colour_parse(const char *text, struct colour *ret_colour)
{
	uint8_t v[6];
	size_t n;

	text += *text == '#';
	n = strlen(text);
	if (n != 3 && n != 6)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!hex_value(text[i], &v[i]))
			return false;
	if (n == 3)
		*ret_colour = (struct colour){(uint8_t)(v[0] * 17),
					      (uint8_t)(v[1] * 17),
					      (uint8_t)(v[2] * 17)};
	else
		*ret_colour = (struct colour){(uint8_t)(v[0] * 16 + v[1]),
					      (uint8_t)(v[2] * 16 + v[3]),
					      (uint8_t)(v[4] * 16 + v[5])};
	return true;
}

const char *colour_text(struct arena *a, struct colour c)
{
	return arena_printf(a, "#%02x%02x%02x", c.r, c.g, c.b);
}

static double linear(uint8_t channel)
{
	double v = channel / 255.0;

	return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static double luminance(struct colour c)
{
	return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) +
	       0.0722 * linear(c.b);
}

double colour_contrast(struct colour a, struct colour b)
{
	double x = luminance(a), y = luminance(b);

	return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

static uint8_t between(uint8_t from, uint8_t to, double share)
{
	return (uint8_t)lround(from + (to - from) * share);
}

static struct colour mix(struct colour from, struct colour to, double share)
{
	return (struct colour){between(from.r, to.r, share),
			       between(from.g, to.g, share),
			       between(from.b, to.b, share)};
}

/* ---- one theme ---- */

static struct theme_side light_side(struct colour brand)
{
	return (struct theme_side){
		.brand = brand,
		.brand_deep = mix(brand, black, 0.28),
		.on_brand = white,
		.brand_wash = mix(white, brand, 0.11),
		.card = light_grounds[1],
		.ink = light_ink,
	};
}

static struct theme_side dark_side(struct colour brand)
{
	return (struct theme_side){
		.brand = brand,
		.brand_deep = mix(brand, white, 0.35),
		.on_brand = mix(black, brand, 0.14),
		.brand_wash = mix(dark_grounds[1], brand, 0.14),
		.card = dark_grounds[1],
		.ink = dark_ink,
	};
}

static bool is_readable(const struct theme_side *s,
			const struct colour grounds[GROUNDS])
{
	for (int i = 0; i < GROUNDS; i++)
		if (colour_contrast(s->brand, grounds[i]) < readable)
			return false;
	return colour_contrast(s->brand, s->brand_wash) >= readable &&
	       colour_contrast(s->on_brand, s->brand) >= readable;
}

/* Step by step towards black or white: the first that can be read. */
static struct theme_side find(struct colour accent, struct colour towards,
			      struct theme_side side(struct colour brand),
			      const struct colour grounds[GROUNDS])
{
	struct theme_side s = side(accent);

	for (int i = 1; i <= STEPS && !is_readable(&s, grounds); i++) {
		s = side(mix(accent, towards, (double)i / STEPS));
		s.adjusted = true;
	}
	return s;
}

struct theme theme_of(struct colour accent)
{
	return (struct theme){
		.accent = accent,
		.light = find(accent, black, light_side, light_grounds),
		.dark = find(accent, white, dark_side, dark_grounds),
	};
}

/* ---- the file ---- */

static void put_side(struct str *s, struct arena *a, struct colour accent,
		     const struct theme_side *t, int ring_percent)
{
	const char *brand = colour_text(a, t->brand);

	str_printf(s,
		   ":root{--accent:%s;--brand:%s;--brand-deep:%s;--on-brand:%s;"
		   "--brand-wash:%s;--link:%s;--ring:rgb(%d %d %d/.%02d)}",
		   colour_text(a, accent), brand, colour_text(a, t->brand_deep),
		   colour_text(a, t->on_brand), colour_text(a, t->brand_wash),
		   brand, t->brand.r, t->brand.g, t->brand.b, ring_percent);
}

const char *theme_css(struct arena *a, const struct theme *t)
{
	struct str s;

	str_init(&s, a, 512);
	put_side(&s, a, t->accent, &t->light, 16);
	str_puts(&s, "@media (prefers-color-scheme:dark){");
	put_side(&s, a, t->accent, &t->dark, 20);
	str_puts(&s, "}\n");
	return s.ptr;
}

const char *theme_address(struct arena *a, const char *css)
{
	return arena_printf(a, "/theme/%.*s.css", DIGEST_SHOWN,
			    text_digest(a, css, strlen(css)));
}
