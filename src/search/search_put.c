/*
 * search_put.c: documents become words, and words are counted.
 */
#include "search/search.h"

#include "base/str.h"
#include "base/utf8.h"
#include "search/search_store.h"
#include "text/lemma.h"
#include "text/small_words.h"
#include "text/words.h"

enum {
	SPANS_MAX = 4000, /* words of one text that are looked at */
	WORDS_MAX = 3000, /* of one document */
	SURE_LETTERS_MIN = 3,
	WEIGHT_MAX = 9,
};

/* ---- the words of a document ---- */

struct token {
	const char *word;
	int weight;
	bool sure; /* it can be nothing else */
};

struct token_list {
	struct arena *arena;
	struct token *token;
	size_t count, cap;
};

static void add_token(struct token_list *l, const char *word, int weight,
		      bool sure)
{
	if (l->count == l->cap) {
		size_t cap = l->cap ? 2 * l->cap : 128;
		struct token *more = arena_array(l->arena, cap, sizeof(*more));

		if (l->count)
			memcpy(more, l->token, l->count * sizeof(*more));
		l->token = more;
		l->cap = cap;
	}
	l->token[l->count++] = (struct token){word, weight, sure};
}

static bool may_be_shown(const char *word)
{
	return utf8_length(word) >= SURE_LETTERS_MIN && !small_word(word) &&
	       word[strspn(word, "0123456789")];
}

/* Of a stem the word itself is what people may be shown. */
static void add_word(struct token_list *l, enum lang lang, const char *word,
		     int weight)
{
	struct lemmas m;

	lemmas_of(l->arena, lang, word, &m);
	for (size_t i = 0; i < m.count; i++) {
		const struct reading *r = &m.reading[i];
		bool sure = m.known ? m.count == 1 : str_same(r->lemma, word);

		add_token(l, r->lemma, weight, sure && may_be_shown(r->lemma));
		for (size_t k = 0; k < r->part_count; k++)
			add_token(l, r->part[k], weight / 2, false);
	}
}

static void add_text(struct token_list *l, enum lang lang, const char *text,
		     int weight)
{
	const size_t room = words_room(text, SPANS_MAX);
	struct word_span *spans = arena_array(l->arena, room, sizeof(*spans));
	const char *whole;
	size_t n = words_spans(l->arena, text, &whole, spans, room);

	for (size_t i = 0; i < n; i++)
		add_word(l, lang, spans[i].word, weight);
}

static int by_word(const void *a, const void *b)
{
	return strcmp(((const struct token *)a)->word,
		      ((const struct token *)b)->word);
}

static void unite(struct token_list *l)
{
	size_t n = 0;

	if (l->count)
		qsort(l->token, l->count, sizeof(*l->token), by_word);
	for (size_t i = 0; i < l->count; i++) {
		struct token *t = &l->token[i];

		if (n && str_same(l->token[n - 1].word, t->word)) {
			l->token[n - 1].weight += t->weight;
			l->token[n - 1].sure |= t->sure;
		} else {
			l->token[n++] = *t;
		}
	}
	l->count = n < WORDS_MAX ? n : WORDS_MAX;
}

/* "1" to "9" for a word that is sure, "a" to "i" for another. */
static char weight_letter(const struct token *t)
{
	int w = t->weight < WEIGHT_MAX ? t->weight : WEIGHT_MAX;

	return (char)((t->sure ? '0' : 'a' - 1) + w);
}

const char *search_facet_kind(struct arena *a, const char *kind)
{
	return arena_printf(a, "k%s", kind);
}

void search_words_of(struct arena *a, const struct search_doc *doc,
		     struct search_words *ret_words)
{
	struct token_list l = {.arena = a};
	struct str words, weights, facets;

	for (size_t i = 0; i < doc->text_count; i++)
		add_text(&l, doc->texts[i].lang, doc->texts[i].text,
			 doc->texts[i].weight);
	unite(&l);
	str_init(&words, a, 16 * (l.count + 1));
	str_init(&weights, a, l.count + 1);
	str_init(&facets, a, 64);
	for (size_t i = 0; i < l.count; i++) {
		str_printf(&words, "%s%s", i ? " " : "", l.token[i].word);
		str_putc(&weights, weight_letter(&l.token[i]));
	}
	str_printf(&facets, FACET_MARK "%s", search_facet_kind(a, doc->kind));
	for (size_t i = 0; i < doc->facet_count; i++)
		str_printf(&facets, " " FACET_MARK "%s", doc->facets[i]);
	*ret_words =
		(struct search_words){doc, facets.ptr, words.ptr, weights.ptr};
}

/* ---- how often each word is there ---- */

struct count {
	const char *lemma;
	int64_t docs, sure;
};

struct counts {
	struct arena *arena;
	struct count *count;
	size_t n, cap;
	int64_t docs;
};

static void counts_room(struct counts *c, size_t more)
{
	size_t cap = c->cap ? c->cap : 1024;
	struct count *list;

	while (cap < c->n + more)
		cap *= 2;
	if (cap == c->cap)
		return;
	list = arena_array(c->arena, cap, sizeof(*list));
	if (c->n)
		memcpy(list, c->count, c->n * sizeof(*list));
	c->count = list;
	c->cap = cap;
}

/* The words of a document that comes (1) or goes (-1). */
static void counts_add(struct counts *c, const char *words, const char *weights,
		       int sign)
{
	char *rest = arena_strdup(c->arena, words), *word;

	counts_room(c, strlen(weights));
	for (; *weights && (word = strsep(&rest, " ")) != NULL; weights++)
		c->count[c->n++] =
			(struct count){word, sign, *weights <= '9' ? sign : 0};
	c->docs += sign;
}

static int by_lemma(const void *a, const void *b)
{
	return strcmp(((const struct count *)a)->lemma,
		      ((const struct count *)b)->lemma);
}

static void counts_unite(struct counts *c)
{
	size_t n = 0;

	if (c->n)
		qsort(c->count, c->n, sizeof(*c->count), by_lemma);
	for (size_t i = 0; i < c->n; i++) {
		struct count *last = n ? &c->count[n - 1] : NULL;

		if (last && str_same(last->lemma, c->count[i].lemma)) {
			last->docs += c->count[i].docs;
			last->sure += c->count[i].sure;
		} else {
			c->count[n++] = c->count[i];
		}
	}
	c->n = n;
}

static int by_known(const void *a, const void *b)
{
	return strcmp(((const struct known_lemma *)a)->lemma,
		      ((const struct known_lemma *)b)->lemma);
}

/* What the words of the counts are now, in their order. */
static enum err counts_known(struct db *db, struct counts *c,
			     struct known_list *ret_known)
{
	const char **words = arena_array(c->arena, c->n + 1, sizeof(*words));
	size_t n = 0;
	enum err err;

	for (size_t i = 0; i < c->n; i++)
		if (c->count[i].docs || c->count[i].sure)
			words[n++] = c->count[i].lemma;
	err = store_lemmas_known(db, c->arena, words, n, ret_known);
	if (!err && ret_known->count)
		qsort(ret_known->list, ret_known->count,
		      sizeof(*ret_known->list), by_known);
	return err;
}

static enum err counts_write(struct db *db, struct counts *c)
{
	struct known_list known;
	size_t at = 0;
	enum err err;

	counts_unite(c);
	err = counts_known(db, c, &known);
	for (size_t i = 0; i < c->n && !err; i++) {
		const struct count *x = &c->count[i];
		struct known_lemma now = {.lemma = x->lemma};

		if (!x->docs && !x->sure)
			continue;
		if (at < known.count &&
		    str_same(known.list[at].lemma, x->lemma))
			now = known.list[at++];
		err = store_lemma_change(db, c->arena, &now, x->docs, x->sure);
	}
	if (!err && c->docs)
		err = store_total_add(db, c->docs);
	return err;
}

/* ---- writing ---- */

static bool same(const struct stored_doc *old, const struct search_words *w)
{
	return str_same(old->words, w->words) &&
	       str_same(old->weights, w->weights) &&
	       str_same(old->facets, w->facets);
}

static enum err put_one(struct db *db, struct counts *c,
			const struct search_words *w)
{
	struct stored_doc old;
	enum err err = store_doc_get(db, c->arena, w->doc->id, &old);

	if (err && err != ERR_NOT_FOUND)
		return err;
	if (!err && same(&old, w))
		return OK;
	if (!err)
		counts_add(c, old.words, old.weights, -1);
	counts_add(c, w->words, w->weights, 1);
	return store_doc_put(db, c->arena, w);
}

enum err search_put(struct db *db, struct arena *a,
		    const struct search_words *list, size_t count)
{
	struct counts c = {.arena = a};
	enum err err = OK;

	for (size_t i = 0; i < count && !err; i++)
		err = put_one(db, &c, &list[i]);
	return err ? err : counts_write(db, &c);
}

enum err search_drop(struct db *db, struct arena *a, int64_t id)
{
	struct counts c = {.arena = a};
	struct stored_doc old;
	enum err err = store_doc_get(db, a, id, &old);

	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	counts_add(&c, old.words, old.weights, -1);
	err = store_doc_delete(db, id);
	return err ? err : counts_write(db, &c);
}
