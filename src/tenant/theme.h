/*
 * theme.h: the looks of one municipality: an accent colour of its own becomes
 * the tokens of static/kaiku.css, light and dark. Whatever colour is chosen,
 * text stays readable (WCAG 2.2 AA): it is darkened for the light theme and
 * lightened for the dark one until it is.
 */
#ifndef TENANT_THEME_H
#define TENANT_THEME_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct colour {
	uint8_t r, g, b;
};
/* "#0b5563", "0B5563" or "#0b5"; false for anything else. */
bool colour_parse(const char *text, struct colour *ret_colour);
/* "#0b5563" */
const char *colour_text(struct arena *a, struct colour c);
/* 1 to 21, as WCAG counts. */
double colour_contrast(struct colour a, struct colour b);

/* What follows from an accent in one theme. */
struct theme_side {
	struct colour brand, brand_deep, on_brand, brand_wash;
	struct colour card, ink; /* of the style sheet, for a sample */
	bool adjusted;           /* brand is not the accent itself */
};
struct theme {
	struct colour accent;
	struct theme_side light, dark;
};
struct theme theme_of(struct colour accent);

/* The token file. */
const char *theme_css(struct arena *a, const struct theme *t);
/* Where it is served: its name holds a digest of it. */
const char *theme_address(struct arena *a, const char *css);

#endif
