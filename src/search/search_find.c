/*
 * search_find.c: from what was typed to what answers it.
 *
 * Each word becomes terms, any of which will do: its lemmas, what a derived
 * word comes from, all the parts of a compound together ("lumenauraus" is also
 * "lumi" with "aurata"). A word no document has is taken for the beginning of
 * one, or for one with a letter wrong. Documents with all words are asked for
 * first; when they are few, also those with the words that say most; when there
 * is none, those with any word that says much, parts of compounds too.
 *
 * The database gives the newest of those; they are ranked here.
 */
#include "search/search.h"

#include "base/clock.h"
#include "base/str.h"
#include "base/utf8.h"
#include "search/asked.h"
#include "search/search_store.h"

#include <math.h>
#include <stdlib.h>

enum {
	CANDIDATES = 300,
	FEW = 8, /* fewer than these with all words: look on */
	EARTH_KM = 6371,
};

/* Of what the words say, in a document found. */
#define MOST             0.5
#define SOME             0.25
#define WORST_OF_BEST    0.5 /* what scores less is left out */
#define WORST_OF_ALL     0.4 /* the same, of the best of all kinds */
#define NEW_BONUS        0.25
#define NEAR_BONUS       0.5
#define HALF_WEIGHT      2.0 /* the weight that scores half of all */
#define RADIANS(degrees) ((degrees)*3.14159265358979323846 / 180)

/* ---- the expression ---- */

static void put_word(struct str *s, const struct asked_word *w)
{
	str_putc(s, '(');
	for (size_t i = 0; i < w->term_count; i++) {
		const struct term *t = &w->term[i];

		str_puts(s, i ? "|(" : "(");
		for (size_t k = 0; k < t->count; k++)
			str_printf(s, "%s~%s", k ? "&" : "", t->all[k]);
		str_putc(s, ')');
	}
	str_putc(s, ')');
}

/* All words of the set. */
static void put_set(struct str *s, const struct asked *q, unsigned set)
{
	bool first = true;

	str_putc(s, '(');
	for (size_t i = 0; i < q->count; i++) {
		if (!(set >> i & 1))
			continue;
		if (!first)
			str_putc(s, '&');
		put_word(s, &q->word[i]);
		first = false;
	}
	str_putc(s, ')');
}

static void put_facets(struct str *s, const struct search_wanted *w)
{
	for (size_t i = 0; i < w->facet_count; i++) {
		str_puts(s, "&(");
		for (const char *const *f = w->facets[i]; *f; f++)
			str_printf(s, "%s~" FACET_MARK "%s",
				   f > w->facets[i] ? "|" : "", *f);
		str_putc(s, ')');
	}
}

static double says(const struct asked *q, unsigned set)
{
	double sum = 0;

	for (size_t i = 0; i < q->count; i++)
		if (set >> i & 1)
			sum += q->word[i].idf;
	return sum;
}

/* So much, and not without any one of its words. */
static bool just_enough(const struct asked *q, unsigned set, double enough)
{
	if (says(q, set) < enough)
		return false;
	for (size_t i = 0; i < q->count; i++)
		if (set >> i & 1 && says(q, set & ~(1u << i)) >= enough)
			return false;
	return true;
}

static const char *expression_all(struct arena *a, const struct asked *q,
				  const struct search_wanted *w)
{
	struct str s;

	str_init(&s, a, 256);
	put_set(&s, q, (1u << q->count) - 1);
	put_facets(&s, w);
	return s.ptr;
}

static const char *expression_of(struct arena *a, const struct asked *q,
				 const struct search_wanted *w, double share)
{
	double enough = share * says(q, ~0u);
	struct str s;

	str_init(&s, a, 1024);
	str_putc(&s, '(');
	for (unsigned set = 1; set < 1u << q->count; set++) {
		if (!just_enough(q, set, enough))
			continue;
		if (s.len > 1)
			str_putc(&s, '|');
		put_set(&s, q, set);
	}
	str_putc(&s, ')');
	put_facets(&s, w);
	return s.ptr;
}

/* ---- ranking ---- */

/* What the weight of a word is in this document; 0 = it is not there. Both
 * lists are in byte order. */
struct weights {
	const char *const *words;
	int *weight;
	size_t count;
};

static int compare(const char *at, size_t n, const char *word)
{
	int c = strncmp(at, word, n);

	return c ? c : -(int)(word[n] != '\0');
}

static void read_weights(struct weights *to, const struct candidate *c)
{
	const char *at = c->words, *letter = c->weights;
	size_t i = 0;

	memset(to->weight, 0, to->count * sizeof(*to->weight));
	while (*letter && i < to->count) {
		size_t n = strcspn(at, " ");
		int order = compare(at, n, to->words[i]);

		if (order >= 0) {
			if (!order)
				to->weight[i] = *letter <= '9'
							? *letter - '0'
							: *letter - 'a' + 1;
			i++;
		}
		if (order <= 0) {
			at += n + (at[n] != '\0');
			letter++;
		}
	}
}

static int weight_of(const struct weights *w, const char *word)
{
	for (size_t i = 0; i < w->count; i++)
		if (str_same(w->words[i], word))
			return w->weight[i];
	return 0;
}

static double score_term(const struct term *t, const struct weights *w)
{
	int least = weight_of(w, t->all[0]);

	for (size_t i = 1; i < t->count; i++) {
		int other = weight_of(w, t->all[i]);

		least = other < least ? other : least;
	}
	return t->quality * least / (least + HALF_WEIGHT);
}

static double score_word(const struct asked_word *word, const struct weights *w)
{
	double best = 0;

	for (size_t i = 0; i < word->term_count; i++)
		best = fmax(best, score_term(&word->term[i], w));
	return best;
}

static double nearness(const struct search_wanted *w, const struct candidate *c)
{
	double dy, dx;

	if (!w->has_point || !c->has_point)
		return 0;
	dy = RADIANS(c->lat - w->lat);
	dx = RADIANS(c->lon - w->lon) * cos(RADIANS(w->lat));
	return 1 / (1 + EARTH_KM * sqrt(dy * dy + dx * dx));
}

static double newness(const struct candidate *c)
{
	double years = (double)(clock_now_us() - c->shown_at) /
		       (365.0 * (double)DAY_US);

	return 1 / (1 + fmax(years, 0));
}

static double score_of(const struct asked *q, const struct search_wanted *w,
		       const struct candidate *c, struct weights *weights)
{
	double text = 0;

	read_weights(weights, c);
	for (size_t i = 0; i < q->count; i++)
		text += q->word[i].idf * score_word(&q->word[i], weights);
	return text / says(q, ~0u) * (1 + NEW_BONUS * newness(c)) *
	       (1 + NEAR_BONUS * nearness(w, c));
}

static int best_first(const void *a, const void *b)
{
	const struct search_hit *x = a, *y = b;

	if (x->score != y->score)
		return x->score < y->score ? 1 : -1;
	return x->id < y->id ? 1 : -(x->id > y->id);
}

static void rank(struct arena *a, const struct asked *q,
		 const struct search_wanted *w, const struct candidate *list,
		 size_t n, struct search_found *found)
{
	struct weights weights = {.words = q->words, .count = q->word_count};
	struct search_hit *hits = arena_array(a, n + 1, sizeof(*hits));
	size_t kept = 0;

	weights.weight =
		arena_array(a, q->word_count + 1, sizeof(*weights.weight));
	for (size_t i = 0; i < n; i++)
		hits[i] =
			(struct search_hit){list[i].id, list[i].kind,
					    score_of(q, w, &list[i], &weights)};
	qsort(hits, n, sizeof(*hits), best_first);
	while (kept < n && hits[kept].score >= WORST_OF_BEST * hits[0].score)
		kept++;
	found->hits = hits;
	found->count = kept;
}

enum err search_near(const char *typed, struct search_wanted *to)
{
	char *end;

	if (str_empty(typed))
		return OK;
	to->lat = strtod(typed, &end);
	if (*end != ',')
		return ERR_INVALID;
	to->lon = strtod(end + 1, &end);
	/* Nor is what is no number between these. */
	if (*end || !(fabs(to->lat) <= 90) || !(fabs(to->lon) <= 180))
		return ERR_INVALID;
	to->has_point = true;
	return OK;
}

/* ---- together ---- */

static enum err look_strictly(struct db *db, struct arena *a,
			      const struct asked *q,
			      const struct search_wanted *w,
			      struct candidate **ret_list, size_t *ret_count)
{
	enum err err = OK;

	*ret_count = 0;
	if (q->count)
		err = store_find(db, a, expression_all(a, q, w), CANDIDATES,
				 ret_list, ret_count);
	if (!err && *ret_count < FEW && q->count > 1)
		err = store_find(db, a, expression_of(a, q, w, MOST),
				 CANDIDATES, ret_list, ret_count);
	return err;
}

/* In a kind that has none of the above, what says something: the scores tell
 * how good it is beside the other kinds. */
static enum err look_widely(struct db *db, struct arena *a,
			    const struct asked *q,
			    const struct search_wanted *w,
			    struct candidate **ret_list, size_t *ret_count)
{
	enum err err = look_strictly(db, a, q, w, ret_list, ret_count);

	if (err || *ret_count || q->count < 2)
		return err;
	return store_find(db, a, expression_of(a, q, w, SOME), CANDIDATES,
			  ret_list, ret_count);
}

static enum err look_loosely(struct db *db, struct arena *a,
			     const struct asked *q,
			     const struct search_wanted *w,
			     struct candidate **ret_list, size_t *ret_count)
{
	*ret_count = 0;
	if (!q->count)
		return OK;
	return store_find(db, a, expression_of(a, q, w, SOME), CANDIDATES,
			  ret_list, ret_count);
}

static void tell(const struct asked *q, size_t n, struct search_found *found)
{
	found->more = n == CANDIDATES;
	found->words = q->marked;
	found->word_count = q->marked_count;
	found->whole_count = q->whole_count;
	found->meant = q->meant;
}

enum err search_find(struct db *db, struct arena *a,
		     const struct search_wanted *w,
		     struct search_found *ret_found)
{
	struct search_found found = {0};
	struct candidate *list;
	struct asked q;
	size_t n = 0;
	enum err err = asked_read(db, a, w->query, &q);

	if (!err)
		err = look_strictly(db, a, &q, w, &list, &n);
	if (!err && !n) {
		err = asked_loosen(db, a, &q);
		if (!err)
			err = look_loosely(db, a, &q, w, &list, &n);
	}
	if (err)
		return err;
	if (n)
		rank(a, &q, w, list, n, &found);
	tell(&q, n, &found);
	*ret_found = found;
	return OK;
}

/* ---- several kinds ---- */

struct kinds {
	struct search_wanted each[SEARCH_KINDS];
	struct candidate *list[SEARCH_KINDS];
	size_t n[SEARCH_KINDS], count, all;
};

static void narrow_each(struct arena *a, const struct search_wanted *w,
			const char *const *kinds, struct kinds *k)
{
	for (size_t i = 0; i < k->count; i++) {
		const char **either = arena_array(a, 2, sizeof(*either));

		either[0] = search_facet_kind(a, kinds[i]);
		either[1] = NULL;
		k->each[i] = *w;
		k->each[i].facets[k->each[i].facet_count++] = either;
	}
}

static enum err look_each(struct db *db, struct arena *a, struct kinds *k,
			  const struct asked *q,
			  enum err (*look)(struct db *, struct arena *,
					   const struct asked *,
					   const struct search_wanted *,
					   struct candidate **, size_t *))
{
	enum err err = OK;

	k->all = 0;
	for (size_t i = 0; i < k->count && !err; i++) {
		err = look(db, a, q, &k->each[i], &k->list[i], &k->n[i]);
		k->all += k->n[i];
	}
	return err;
}

static void drop_worst(struct search_found *found, size_t count)
{
	double best = 0;

	for (size_t i = 0; i < count; i++)
		if (found[i].count)
			best = fmax(best, found[i].hits[0].score);
	for (size_t i = 0; i < count; i++) {
		size_t n = 0;

		while (n < found[i].count &&
		       found[i].hits[n].score >= WORST_OF_ALL * best)
			n++;
		found[i].count = n;
	}
}

enum err search_find_kinds(struct db *db, struct arena *a,
			   const struct search_wanted *w,
			   const char *const *kinds, size_t count,
			   struct search_found *ret_found)
{
	struct kinds k = {.count = count};
	struct asked q;
	enum err err = asked_read(db, a, w->query, &q);

	narrow_each(a, w, kinds, &k);
	if (!err)
		err = look_each(db, a, &k, &q, look_widely);
	if (!err && !k.all) {
		err = asked_loosen(db, a, &q);
		if (!err)
			err = look_each(db, a, &k, &q, look_loosely);
	}
	if (err)
		return err;
	for (size_t i = 0; i < count; i++) {
		ret_found[i] = (struct search_found){0};
		if (k.n[i])
			rank(a, &q, &k.each[i], k.list[i], k.n[i],
			     &ret_found[i]);
		tell(&q, k.n[i], &ret_found[i]);
	}
	drop_worst(ret_found, count);
	return OK;
}
