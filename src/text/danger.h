/*
 * danger.h: does a text speak of danger to life, or of a fault that cannot wait
 * for an office to read it? Whoever writes it is shown the number to call
 * first; nothing else changes, and nothing is ever held back for it.
 *
 * Patterns in Finnish, Swedish and English: a thing and what has become of it
 * in one sentence, in any order ("sähköjohto" with "roikkuu"). A sentence about
 * the past, an exercise or a course says nothing. One call too many is asked
 * for rather than one too few, but a smoke alarm's battery is no fire.
 */
#ifndef TEXT_DANGER_H
#define TEXT_DANGER_H

#include "base/arena.h"

enum {
	DANGER_LIFE = 1 << 0,  /* call 112 */
	DANGER_FAULT = 1 << 1, /* call the duty desk */
};

/* Bits of what the text, NULL too, speaks of. Of a long one its beginning. */
unsigned danger_find(struct arena *a, const char *text);

#endif
