/*
 * words_table.h: the shape of what tools/words.c makes of po/. Only out.c
 * reads it; everybody else names words by enum word.
 */
#ifndef HTML_WORDS_TABLE_H
#define HTML_WORDS_TABLE_H

#include "base/lang.h"
#include "html/words.h"

#include <stddef.h>
#include <stdint.h>

struct word_form {
	const char *text;
	size_t html_len;
	const char *html; /* the text, escaped for text and attributes */
};

struct word_entry {
	const struct word_form *forms; /* one, or one per plural form */
	int form_count;
};

struct word_table {
	const struct word_entry *entries; /* by enum word */
	unsigned (*plural)(uint64_t n);   /* the form for a number */
};

extern const struct word_table word_tables[LANG__COUNT];

#endif
