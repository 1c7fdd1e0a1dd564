/*
 * search_gist.c: what a message is about, as a query: of its words those that
 * documents have, the rarest first. A word that hardly any document has is a
 * name or a slip more often than a subject, so it comes last; and what no
 * document has may be the very subject, so it lowers what the others are worth.
 */
#include "search/search.h"

#include "base/str.h"
#include "base/utf8.h"
#include "search/search_store.h"
#include "text/lemma.h"
#include "text/small_words.h"
#include "text/words.h"

#include <math.h>
#include <stdlib.h>

enum {
	TEXT_MAX_LETTERS = 1500,
	SPANS = 80, /* words of the message that are looked at */
	LETTERS_MIN = 3,
	GIST_WORDS = 5,
	UNKNOWN_WORDS = 3, /* of those no document has, that count */
	TOTAL_MIN = 200,   /* among fewer documents nothing is rare */
	TOKENS = SPANS * LEMMA_READINGS,
};

/* How much one of those counts. */
#define UNKNOWN_SHARE 0.5

struct gist_word {
	const char *typed;
	int64_t docs;
	size_t at, first, count; /* its lemmas among all */
};

struct gist {
	struct gist_word word[SPANS];
	size_t count;
	const char *lemma[TOKENS];
	size_t lemma_count;
};

static bool has_letter(const char *word)
{
	return word[strspn(word, "0123456789")] != '\0';
}

static bool is_known(const struct gist *g, const char *word)
{
	for (size_t i = 0; i < g->count; i++)
		if (str_same(g->word[i].typed, word))
			return true;
	return false;
}

static void add(struct arena *a, struct gist *g, enum lang lang,
		const char *word)
{
	struct gist_word *w = &g->word[g->count];
	struct lemmas m;

	if (utf8_length(word) < LETTERS_MIN || !has_letter(word) ||
	    small_word(word) || is_known(g, word))
		return;
	*w = (struct gist_word){word, 0, g->count, g->lemma_count, 0};
	lemmas_of(a, lang, word, &m);
	if (polite_word(m.reading[0].lemma))
		return;
	for (size_t i = 0; i < m.count && g->lemma_count < TOKENS; i++) {
		g->lemma[g->lemma_count++] = m.reading[i].lemma;
		w->count++;
	}
	g->count++;
}

static void count_docs(struct gist *g, const struct known_list *known)
{
	for (size_t i = 0; i < g->count; i++)
		for (size_t k = 0; k < known->count; k++)
			for (size_t l = 0; l < g->word[i].count; l++) {
				const char *lemma =
					g->lemma[g->word[i].first + l];

				if (str_same(lemma, known->list[k].lemma) &&
				    known->list[k].docs > g->word[i].docs)
					g->word[i].docs = known->list[k].docs;
			}
}

static int rarest_first(const void *a, const void *b)
{
	const struct gist_word *x = a, *y = b;

	if ((x->docs > 1) != (y->docs > 1))
		return x->docs > 1 ? -1 : 1;
	if (x->docs != y->docs)
		return x->docs < y->docs ? -1 : 1;
	return x->at < y->at ? -1 : 1;
}

static double idf(int64_t docs, int64_t total)
{
	if (total < TOTAL_MIN)
		total = TOTAL_MIN;
	if (docs > total)
		docs = total;
	return log(1 + ((double)(total - docs) + 0.5) / ((double)docs + 0.5));
}

static void put_query(struct arena *a, struct gist *g, int64_t total,
		      struct search_gist *ret_gist)
{
	double known = 0, unknown = 0;
	size_t n = 0, missing = 0;
	struct str s;

	str_init(&s, a, 128);
	qsort(g->word, g->count, sizeof(*g->word), rarest_first);
	for (size_t i = 0; i < g->count; i++) {
		const struct gist_word *w = &g->word[i];

		if (!w->docs && missing++ < UNKNOWN_WORDS)
			unknown += UNKNOWN_SHARE * idf(0, total);
		if (!w->docs || n == GIST_WORDS)
			continue;
		known += idf(w->docs, total);
		str_printf(&s, "%s%s", n++ ? " " : "", w->typed);
	}
	*ret_gist =
		(struct search_gist){s.ptr, n ? known / (known + unknown) : 0};
}

enum err search_gist(struct db *db, struct arena *a, enum lang lang,
		     const char *text, struct search_gist *ret_gist)
{
	struct word_span *spans = arena_array(a, SPANS, sizeof(*spans));
	struct gist *g = arena_alloc(a, sizeof(*g));
	struct known_list known;
	const char *whole;
	int64_t total;
	size_t n;
	enum err err;

	n = words_spans(a, utf8_clip(a, text, TEXT_MAX_LETTERS), &whole, spans,
			SPANS);
	for (size_t i = 0; i < n; i++)
		add(a, g, lang, spans[i].word);
	*ret_gist = (struct search_gist){"", 0};
	if (!g->count)
		return OK;
	err = store_total(db, a, &total);
	if (!err)
		err = store_lemmas_known(db, a, g->lemma, g->lemma_count,
					 &known);
	if (err)
		return err;
	count_docs(g, &known);
	put_query(a, g, total, ret_gist);
	return OK;
}
