/*
 * words.h: a text as the words it can be found by. The same for what is
 * searched and for what is asked, and for both databases, so that they find the
 * same things.
 *
 * A word is a run of letters and digits of any script, in lower case. Accents
 * go (café = cafe), å, ä and ö stay: in Finnish and Swedish they are letters of
 * their own.
 */
#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

enum {
	WORD_LETTERS_MAX = 64,    /* what is longer is cut */
	WORDS_BYTES_MAX = 300000, /* of one list; PostgreSQL takes a megabyte */
};

struct word_list {
	struct arena *arena;
	const char **word;
	size_t count, cap;
};

void words_init(struct word_list *w, struct arena *a);
void words_add(struct word_list *w, const char *text);
/* One that is a word already. */
void words_put(struct word_list *w, const char *word);
/* The first words of a text and where they stand in *ret_text, which is the text
 * with its letters and marks in one piece. */
struct word_span {
	const char *word;        /* as in a list */
	const char *begin, *end; /* of its letters */
};
size_t words_spans(struct arena *a, const char *text, const char **ret_text,
		   struct word_span *spans, size_t max);
/* How many there may be in it, at most max; never 0. */
size_t words_room(const char *text, size_t max);
/* Each once, in byte order; of an enormous text only the first. */
void words_unite(struct word_list *w);
/* "katu lamppu rikki" */
const char *words_join(const struct word_list *w);

#endif
