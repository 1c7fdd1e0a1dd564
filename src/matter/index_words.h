/*
 * index_words.h: the words of a text, as staff find it. For this folder only.
 */
#ifndef MATTER_INDEX_WORDS_H
#define MATTER_INDEX_WORDS_H

#include "base/lang.h"
#include "text/words.h"

/* Each word as it is written, its lemmas and the parts of compounds. */
void index_words_add(struct word_list *w, enum lang lang, const char *text);

#endif
