/*
 * asked.c: see asked.h.
 */
#include "search/asked.h"

#include "base/str.h"
#include "base/utf8.h"
#include "search/search_store.h"
#include "text/small_words.h"
#include "text/words.h"

#include <limits.h>
#include <math.h>

enum {
	SPANS = 40,       /* words of a query that are looked at */
	BEGIN_MIN = 3,    /* letters that may begin a word */
	BEGIN_MAX = 6,    /* words they may begin */
	NEAR_MAX = 4,     /* words that may be meant */
	NEAREST_MAX = 24, /* of them that are looked at */
	LONG_WORD = 8,    /* letters, of which two may be wrong */
};

#define QUALITY_DERIVED 0.85
#define QUALITY_PARTS   0.7
#define QUALITY_BEGUN   0.7
#define QUALITY_MEANT   0.6
#define QUALITY_PART    0.4

/* ---- words to terms ---- */

static bool has_term(const struct asked_word *w, const struct term *t)
{
	for (size_t i = 0; i < w->term_count; i++) {
		const struct term *old = &w->term[i];
		size_t k = 0;

		while (k < t->count && old->count == t->count &&
		       str_same(old->all[k], t->all[k]))
			k++;
		if (k == t->count)
			return true;
	}
	return false;
}

static void add_term(struct asked_word *w, const char *const *all, size_t count,
		     double quality)
{
	struct term t = {.count = count, .quality = quality};

	for (size_t i = 0; i < count; i++)
		t.all[i] = all[i];
	if (w->term_count < ASKED_TERMS && **all && !has_term(w, &t))
		w->term[w->term_count++] = t;
}

/* Of "pysäköintivirhemaksu" also "virhemaksu". One part of a word that stands
 * alone would be anything: most of what has it is about something else. */
static void add_all_but_one(struct asked_word *w, const struct reading *r)
{
	const char *rest[LEMMA_PARTS];

	for (size_t i = 0; i < r->part_count; i++) {
		size_t n = 0;

		for (size_t k = 0; k < r->part_count; k++)
			if (k != i)
				rest[n++] = r->part[k];
		add_term(w, rest, n, QUALITY_PART);
	}
}

static void add_reading(struct asked_word *w, const struct reading *r)
{
	add_term(w, &r->lemma, 1, 1);
	if (r->part_count == 1)
		add_term(w, r->part, 1, QUALITY_DERIVED);
	else if (r->part_count > 1)
		add_term(w, r->part, r->part_count, QUALITY_PARTS);
	if (w->loose && !w->alone)
		for (size_t i = 0; i < r->part_count; i++)
			add_term(w, &r->part[i], 1, QUALITY_PART);
	else if (w->loose && r->part_count > 2)
		add_all_but_one(w, r);
}

/* In all languages: a document has its own, who asks may use another. */
static void add_terms(struct arena *a, struct asked_word *w)
{
	struct lemmas m;

	for (int lang = 0; lang < LANG__COUNT; lang++) {
		lemmas_of(a, (enum lang)lang, w->typed, &m);
		for (size_t i = 0; i < m.count; i++)
			add_reading(w, &m.reading[i]);
	}
}

static void read_typed(struct arena *a, const char *query, struct asked *q)
{
	const char *whole, *text = utf8_clip(a, query, SEARCH_QUERY_MAX);
	struct word_span spans[SPANS];
	size_t n = words_spans(a, text, &whole, spans, SPANS);
	bool only_small = true;

	for (size_t i = 0; i < n; i++)
		only_small = only_small && small_word(spans[i].word);
	for (size_t i = 0; i < n && q->count < ASKED_WORDS; i++) {
		bool twice = false;

		for (size_t k = 0; k < q->count; k++)
			twice |= str_same(q->word[k].typed, spans[i].word);
		if (!twice && (only_small || !small_word(spans[i].word)))
			q->word[q->count++].typed = spans[i].word;
	}
}

/* ---- which of them are in a document ---- */

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void gather(struct arena *a, struct asked *q)
{
	size_t n = 0, kept = 0;

	q->words = arena_array(a, ASKED_WORDS * ASKED_TERMS * LEMMA_PARTS,
			       sizeof(*q->words));
	for (size_t i = 0; i < q->count; i++)
		for (size_t t = 0; t < q->word[i].term_count; t++)
			for (size_t k = 0; k < q->word[i].term[t].count; k++)
				q->words[n++] = q->word[i].term[t].all[k];
	if (n)
		qsort(q->words, n, sizeof(*q->words), by_bytes);
	for (size_t i = 0; i < n; i++)
		if (!kept || !str_same(q->words[kept - 1], q->words[i]))
			q->words[kept++] = q->words[i];
	q->word_count = kept < ASKED_TOKENS ? kept : ASKED_TOKENS;
}

static int64_t docs_of(const struct known_list *known, const char *word)
{
	for (size_t i = 0; i < known->count; i++)
		if (str_same(known->list[i].lemma, word))
			return known->list[i].docs;
	return 0;
}

static int64_t docs_of_term(const struct known_list *known,
			    const struct term *t)
{
	int64_t least = INT64_MAX;

	for (size_t i = 0; i < t->count; i++) {
		int64_t docs = docs_of(known, t->all[i]);

		least = docs < least ? docs : least;
	}
	return least;
}

static void keep_known(struct asked_word *w, const struct known_list *known,
		       int64_t total)
{
	int64_t most = 0;
	size_t kept = 0;

	for (size_t i = 0; i < w->term_count; i++) {
		int64_t docs = docs_of_term(known, &w->term[i]);

		if (docs)
			w->term[kept++] = w->term[i];
		most = docs > most ? docs : most;
	}
	w->term_count = kept;
	if (most > total)
		most = total;
	w->idf = log(1 + ((double)(total - most) + 0.5) / ((double)most + 0.5));
}

/* ---- words no document has ---- */

/* The nearest of them; the list is shortened to them. */
static size_t nearest(const char *typed, const char **list, size_t count)
{
	int wrong = utf8_length(typed) < LONG_WORD ? 1 : 2, least = INT_MAX;
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		int far = typo_distance(typed, list[i], wrong);

		if (far > least || far == INT_MAX ||
		    (far == least && kept == NEAREST_MAX))
			continue;
		kept = far < least ? 0 : kept;
		least = far;
		list[kept++] = list[i];
	}
	return kept;
}

static int by_docs(const void *a, const void *b)
{
	const struct known_lemma *x = a, *y = b;

	if (x->docs != y->docs)
		return x->docs < y->docs ? 1 : -1;
	return strcmp(x->lemma, y->lemma);
}

static enum err find_near(struct db *db, struct arena *a, const char *typed,
			  struct known_list *ret_near)
{
	const char *forms[TYPO_FORMS], **lemmas = NULL;
	struct known_list near = {0};
	size_t n = typo_forms(a, typed, forms);
	enum err err = OK;

	if (n)
		err = store_lemmas_near(db, a, forms, n, &lemmas, &n);
	if (!err && n)
		err = store_lemmas_known(db, a, lemmas,
					 nearest(typed, lemmas, n), &near);
	if (!err && near.count)
		qsort(near.list, near.count, sizeof(*near.list), by_docs);
	*ret_near = near;
	return err;
}

enum err asked_meant(struct db *db, struct arena *a, const char *typed,
		     const char **ret_list, size_t max, size_t *ret_count)
{
	struct known_list near;
	enum err err = find_near(db, a, typed, &near);

	if (err)
		return err;
	*ret_count = near.count < max ? near.count : max;
	for (size_t i = 0; i < *ret_count; i++)
		ret_list[i] = near.list[i].lemma;
	return OK;
}

static void say_meant(struct arena *a, struct asked *q, const char *word)
{
	q->meant = q->meant ? arena_printf(a, "%s, %s", q->meant, word) : word;
}

static enum err widen(struct db *db, struct arena *a, struct asked *q,
		      struct asked_word *w)
{
	struct known_list begun = {0};
	const char *near[NEAR_MAX];
	size_t n = 0;
	enum err err = OK;

	if (utf8_length(w->typed) >= BEGIN_MIN)
		err = store_lemmas_begin(db, a, w->typed, BEGIN_MAX, &begun);
	for (size_t i = 0; i < begun.count; i++)
		add_term(w, &begun.list[i].lemma, 1, QUALITY_BEGUN);
	if (err || begun.count)
		return err;
	err = asked_meant(db, a, w->typed, near, NEAR_MAX, &n);
	for (size_t i = 0; i < n && !err; i++) {
		add_term(w, &near[i], 1, QUALITY_MEANT);
		say_meant(a, q, near[i]);
	}
	return err;
}

/* ---- together ---- */

static void drop_unknown(struct asked *q)
{
	size_t kept = 0;

	for (size_t i = 0; i < q->count; i++)
		if (q->word[i].term_count)
			q->word[kept++] = q->word[i];
	q->count = kept;
}

static void add_mark(struct asked *q, const char *word)
{
	for (size_t i = 0; i < q->marked_count; i++)
		if (str_same(q->marked[i], word))
			return;
	q->marked[q->marked_count++] = word;
}

static void mark_terms(struct asked *q, bool whole)
{
	for (size_t i = 0; i < q->count; i++)
		for (size_t t = 0; t < q->word[i].term_count; t++) {
			const struct term *x = &q->word[i].term[t];

			for (size_t k = 0;
			     k < x->count && (x->count == 1) == whole; k++)
				add_mark(q, x->all[k]);
		}
}

static enum err weigh(struct db *db, struct arena *a, struct asked *q)
{
	struct known_list known;
	int64_t total;
	enum err err = store_total(db, a, &total);

	gather(a, q);
	if (!err)
		err = store_lemmas_known(db, a, q->words, q->word_count,
					 &known);
	for (size_t i = 0; i < q->count && !err; i++)
		keep_known(&q->word[i], &known, total);
	return err;
}

static enum err to_terms(struct db *db, struct arena *a, struct asked *q)
{
	bool widened = false;
	enum err err;

	for (size_t i = 0; i < q->count; i++)
		add_terms(a, &q->word[i]);
	err = weigh(db, a, q);
	for (size_t i = 0; i < q->count && !err; i++) {
		if (q->word[i].term_count)
			continue;
		err = widen(db, a, q, &q->word[i]);
		widened = true;
	}
	if (!err && widened)
		err = weigh(db, a, q);
	if (err)
		return err;
	drop_unknown(q);
	gather(a, q);
	q->marked = arena_array(a, q->word_count + 1, sizeof(*q->marked));
	q->marked_count = 0;
	mark_terms(q, true);
	q->whole_count = q->marked_count;
	mark_terms(q, false);
	return OK;
}

enum err asked_read(struct db *db, struct arena *a, const char *query,
		    struct asked *ret_asked)
{
	*ret_asked = (struct asked){0};
	read_typed(a, query, ret_asked);
	ret_asked->typed_count = ret_asked->count;
	for (size_t i = 0; i < ret_asked->count; i++)
		ret_asked->typed[i] = ret_asked->word[i].typed;
	return to_terms(db, a, ret_asked);
}

enum err asked_loosen(struct db *db, struct arena *a, struct asked *q)
{
	q->count = q->typed_count;
	q->meant = NULL;
	for (size_t i = 0; i < q->count; i++)
		q->word[i] = (struct asked_word){.typed = q->typed[i],
						 .loose = true,
						 .alone = q->count == 1};
	return to_terms(db, a, q);
}
