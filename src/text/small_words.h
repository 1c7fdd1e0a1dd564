/*
 * small_words.h: words that say nothing of what is looked for ("miksi", "on",
 * "the"), in the three languages together: who asks may mix them.
 */
#ifndef TEXT_SMALL_WORDS_H
#define TEXT_SMALL_WORDS_H

#include <stdbool.h>

/* The word as of text/words.h. */
bool small_word(const char *word);
/* A lemma of text/lemma.h with which people begin and end whatever they write
 * about ("hei", "kiittää"). */
bool polite_word(const char *lemma);

#endif
