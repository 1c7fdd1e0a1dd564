/*
 * phrase.h: short patterns of words. A pattern is words in order: "a|b" is
 * either, "katu*" any word that begins so, "~vuotaa" any form of that word,
 * "_" up to two words of any kind. A "!" before a word is for who looks for it
 * first, and says nothing here. Words are those of text/words.h: in lower case,
 * parted at an apostrophe ("don t").
 */
#ifndef TEXT_PHRASE_H
#define TEXT_PHRASE_H

#include "base/lang.h"
#include "text/lemma.h"
#include "text/words.h"

#include <stdint.h>

/* A text to look in. */
struct phrase_text {
	struct word_list words;
	/* Forms are looked up in this language; NULL: "~" fits nothing. */
	const struct lemmas **lemmas; /* one a word, NULL until needed */
	enum lang lang;
};

/* One of the alternatives of the pattern up to its next space; forms apart. */
bool phrase_word_fits(const char *pattern, const char *word);
/* Where the pattern, begun at this word, ends: the number of its last word
 * plus one; 0 = it is not here. */
size_t phrase_at(const char *pattern, struct phrase_text *t, size_t at);

#endif
