/*
 * language.h: is a text Finnish, Swedish or English? Told by the small words
 * each of them cannot do without.
 */
#ifndef TEXT_LANGUAGE_H
#define TEXT_LANGUAGE_H

#include "base/arena.h"
#include "base/lang.h"

/* otherwise, when nothing speaks for one of them more than for the others. */
enum lang language_of(struct arena *a, const char *text, enum lang otherwise);

#endif
