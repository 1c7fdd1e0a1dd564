/*
 * distress.h: does somebody write that a life is in danger: their own, or a
 * child's? Help comes first then, on the writer's page and on the handler's;
 * nothing else changes, and nobody is told anything the text does not say.
 *
 * Phrases in Finnish, Swedish and English, few and plain. What also describes
 * a slippery pavement ("hurt myself", "children are in danger at the crossing")
 * is left out: a city gets many such messages.
 */
#ifndef TEXT_DISTRESS_H
#define TEXT_DISTRESS_H

#include "base/arena.h"

enum {
	DISTRESS_SELF = 1 << 0,  /* harm to oneself */
	DISTRESS_CHILD = 1 << 1, /* a child is hurt or abused */
};

/* Bits of what the text speaks of; 0 for nearly every text, in about a
 * microsecond: it has no word that every phrase must have one of. */
unsigned distress_find(struct arena *a, const char *text);

#endif
