/*
 * asked.h: a typed query as terms to look for. For this folder only.
 */
#ifndef SEARCH_ASKED_H
#define SEARCH_ASKED_H

#include "sql/sql.h"
#include "text/lemma.h"

enum { ASKED_WORDS = 6, ASKED_TERMS = 12, ASKED_TOKENS = 160 };

/* Words that a document must have all of. */
struct term {
	const char *all[LEMMA_PARTS];
	size_t count;
	double quality; /* 1: it is the very word */
};

struct asked_word {
	const char *typed;
	bool loose;                    /* nothing answers to it as a whole */
	bool alone;                    /* the only word */
	struct term term[ASKED_TERMS]; /* any of them; each is in a document */
	size_t term_count;
	double idf; /* how much it says: the rarer, the more */
};

struct asked {
	const char *typed[ASKED_WORDS]; /* all, small words left out */
	size_t typed_count;
	struct asked_word word[ASKED_WORDS];
	size_t count;       /* words that are in some document */
	const char **words; /* of all terms, each once, in byte order */
	size_t word_count;
	/* The same to mark; first whole_count that answer by themselves. */
	const char **marked;
	size_t marked_count, whole_count;
	const char *meant;
};

MUST_CHECK enum err asked_read(struct db *db, struct arena *a,
			       const char *query, struct asked *ret_asked);
/* The same once more for when nothing answers: a part of a compound will do. */
MUST_CHECK enum err asked_loosen(struct db *db, struct arena *a,
				 struct asked *q);
/* Words that may have been meant by this one, which no document has: not so
 * many, the likeliest first. */
MUST_CHECK enum err asked_meant(struct db *db, struct arena *a,
				const char *typed, const char **ret_list,
				size_t max, size_t *ret_count);

#endif
