/*
 * Whatever colour a municipality chooses, everything on every page can be
 * read: the tokens that follow from 4,096 accents, among those of
 * static/kaiku.css, in both themes. And how large a picture says it is.
 */
#include "tap.h"

#include "tenant/logo.h"
#include "tenant/theme.h"

#include <string.h>

enum { TOKENS_MAX = 64 };

struct tokens {
	char name[TOKENS_MAX][24];
	struct colour value[TOKENS_MAX];
	int count;
};

static struct arena arena = ARENA_INIT;

static void token_set(struct tokens *t, const char *name, struct colour value)
{
	int i = 0;

	while (i < t->count && strcmp(t->name[i], name) != 0)
		i++;
	if (i == TOKENS_MAX)
		return;
	snprintf(t->name[i], sizeof(t->name[i]), "%s", name);
	t->value[i] = value;
	t->count += i == t->count;
}

static struct colour token(const struct tokens *t, const char *name)
{
	for (int i = 0; i < t->count; i++)
		if (!strcmp(t->name[i], name))
			return t->value[i];
	ok(false, "no token %s", name);
	return (struct colour){0, 0, 0};
}

/* The next "--name: #rrggbb" up to the end of a block. */
static void read_block(struct tokens *t, const char *at)
{
	const char *end = strchr(at, '}');

	while ((at = strstr(at, "--")) && at < end) {
		char name[24] = "", hex[8] = "";
		struct colour c;

		if (sscanf(at, "--%23[a-z-]%*[: ]%7[#0-9a-f]", name, hex) ==
			    2 &&
		    *hex == '#' && colour_parse(hex, &c))
			token_set(t, name, c);
		at += 2;
	}
}

static const char *slurp(const char *path)
{
	static char text[128 * 1024];
	FILE *f = fopen(path, "r");
	size_t n = f ? fread(text, 1, sizeof(text) - 1, f) : 0;

	text[n] = '\0';
	if (f)
		fclose(f);
	return text;
}

/* What meets on a page; the same pairs as test_contrast.sh. */
static const struct {
	const char *text, *ground;
	double least;
} pairs[] = {
	{"ink", "brand-wash", 4.5},
	{"soft", "brand-wash", 4.5},
	{"link", "paper", 4.5},
	{"link", "card", 4.5},
	{"link", "sunk", 4.5},
	{"link", "brand-wash", 4.5},
	{"link", "info-wash", 4.5},
	{"link", "good-wash", 4.5},
	{"link", "warn-wash", 4.5},
	{"link", "bad-wash", 4.5},
	{"brand", "card", 4.5},
	{"brand", "paper", 4.5},
	{"brand-deep", "brand-wash", 4.5},
	{"brand-deep", "card", 4.5},
	{"on-brand", "brand", 4.5},
	{"on-brand", "brand-deep", 4.5},
	{"focus", "brand-wash", 3},
	{"edge", "card", 3},
};

static bool all_read(const struct tokens *t, const char *what,
		     const char *accent)
{
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		double c = colour_contrast(token(t, pairs[i].text),
					   token(t, pairs[i].ground));

		if (c < pairs[i].least) {
			ok(false, "%s, %s: %s on %s is %.2f:1", accent, what,
			   pairs[i].text, pairs[i].ground, c);
			return false;
		}
	}
	return true;
}

static bool accent_reads(const struct tokens *light, const struct tokens *dark,
			 struct colour accent)
{
	struct theme theme = theme_of(accent);
	const char *name = colour_text(&arena, accent);
	const char *css = theme_css(&arena, &theme);
	struct tokens l = *light, d = *dark;

	read_block(&l, css);
	read_block(&d, strstr(css, "dark"));
	return all_read(&l, "light", name) && all_read(&d, "dark", name);
}

static void test_accents(void)
{
	const char *css = slurp("static/kaiku.css");
	struct tokens light = {.count = 0}, dark;
	bool all = true;

	read_block(&light, strstr(css, ":root {"));
	dark = light;
	read_block(&dark, strstr(css, "prefers-color-scheme: dark"));
	ok(light.count > 20, "%d colours in the style sheet", light.count);
	ok(all_read(&light, "light", "neutral") &&
		   all_read(&dark, "dark", "neutral"),
	   "the neutral theme");
	for (int i = 0; i < 4096; i++) {
		struct colour c = {(uint8_t)((i >> 8) * 17),
				   (uint8_t)((i >> 4 & 15) * 17),
				   (uint8_t)((i & 15) * 17)};

		all = accent_reads(&light, &dark, c) && all;
		if (i % 256 == 255)
			arena_release(&arena);
	}
	ok(all, "4,096 accents");
}

static void test_kept(void)
{
	struct colour accent = {0x0b, 0x55, 0x63}, yellow = {0xff, 0xd5, 0x00};
	struct theme t = theme_of(accent);

	ok(!t.light.adjusted && !memcmp(&t.light.brand, &accent, 3),
	   "a colour that can be read stays as it is");
	ok(t.dark.adjusted, "but not in the dark");
	t = theme_of(yellow);
	ok(t.light.adjusted && !t.dark.adjusted,
	   "yellow is darkened by day and stays by night");
	ok(strstr(theme_css(&arena, &t), "--accent:#ffd500") != NULL,
	   "the accent itself stays for what nobody reads");
	ok(strcmp(theme_address(&arena, "a"), theme_address(&arena, "b")) != 0,
	   "other tokens, another address");
}

static void test_parse(void)
{
	static const char *const good[][2] = {{"#0b5563", "#0b5563"},
					      {"0B5563", "#0b5563"},
					      {"#fa0", "#ffaa00"}};
	static const char *const bad[] = {"",         "#",        "#12",
					  "#1234",    "#12345g",  "#1234567",
					  "red",      "#0b556}",  " #0b5563",
					  "##0b5563", "#0b5563;", "rgb(1,2,3)"};
	struct colour c;

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		ok(colour_parse(good[i][0], &c) &&
			   !strcmp(colour_text(&arena, c), good[i][1]),
		   "colour: %s", good[i][0]);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		ok(!colour_parse(bad[i], &c), "no colour: '%s'", bad[i]);
}

#define BYTES(text) (const unsigned char *)(text), sizeof(text) - 1

static void test_pictures(void)
{
	int w = 0, h = 0;

	ok(picture_size(
		   BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\x40\0\0\0\x50"
			 "\x08\6"),
		   &w, &h) &&
		   w == 320 && h == 80,
	   "a PNG of 320 by 80");
	ok(picture_size(BYTES("\xff\xd8\xff\xe0\0\4ab\xff\xc2\0\x11\x08\0\x50\1"
			      "\x40\3"),
			&w, &h) &&
		   w == 320 && h == 80,
	   "a JPEG, behind another marker");
	ok(picture_size(BYTES("RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x3f\1\0"
			      "\x4f\0\0"),
			&w, &h) &&
		   w == 320 && h == 80,
	   "a WebP, extended");
	ok(picture_size(BYTES("RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\1\x2a\x40"
			      "\1\x50\0"),
			&w, &h) &&
		   w == 320 && h == 80,
	   "a WebP, lossy");
	ok(picture_size(BYTES("RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x3f\xc1\x13\0"
			      "\0\0\0\0\0"),
			&w, &h) &&
		   w == 320 && h == 80,
	   "a WebP, lossless");
	ok(!picture_size(BYTES("<svg xmlns='http://www.w3.org/2000/svg'/>"), &w,
			 &h),
	   "an SVG is none of ours");
	ok(!picture_size(BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\0\1\x40\0\0\0"
			       "\x50"),
			 &w, &h),
	   "a PNG of more than fits");
	ok(!picture_size(BYTES("\xff\xd8\xff\xe0\xff\xff"), &w, &h) &&
		   !picture_size(BYTES("\xff\xd8"), &w, &h) &&
		   !picture_size(BYTES("RIFF"), &w, &h),
	   "broken ones");
}

int main(void)
{
	test_accents();
	test_kept();
	test_parse();
	test_pictures();
	arena_release(&arena);
	return tap_done();
}
