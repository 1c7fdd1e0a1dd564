/*
 * lemma.h: a word as it stands in a dictionary. "katuvaloista" is "katuvalo",
 * made of "katu" and "valo"; "auraus" comes from "aurata".
 *
 * Finnish by libvoikko, which knows endings and compounds; what it does not
 * know, and Swedish and English, by Snowball, which only cuts endings off: such
 * a stem is no word to show to anyone.
 */
#ifndef TEXT_LEMMA_H
#define TEXT_LEMMA_H

#include "base/arena.h"
#include "base/lang.h"

#include <stdbool.h>
#include <stddef.h>

enum { LEMMA_READINGS = 6, LEMMA_PARTS = 6 };

/* One way to read a word. */
struct reading {
	const char *lemma;
	/* What it is made of: of a compound all its parts, of a derived word
	 * what it comes from. None when that is the lemma itself. */
	const char *part[LEMMA_PARTS];
	size_t part_count;
};

struct lemmas {
	struct reading reading[LEMMA_READINGS];
	size_t count; /* at least one */
	bool known;   /* by the dictionary: the lemmas are words */
};

/*
 * The word is one of text/words.h: lower case, no accents. The texts live in
 * the arena. Takes microseconds, at most a few milliseconds for a word made to
 * be hard; each process keeps one handle and remembers the words it met last,
 * so it is never for two threads.
 */
void lemmas_of(struct arena *a, enum lang lang, const char *word,
	       struct lemmas *ret_lemmas);

#endif
