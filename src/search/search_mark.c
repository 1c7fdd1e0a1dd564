/*
 * search_mark.c: the words that were found, in the text they were found in, and
 * the words somebody may be about to type.
 */
#include "search/search.h"

#include "base/str.h"
#include "base/utf8.h"
#include "search/asked.h"
#include "search/search_store.h"
#include "text/words.h"

#define ELLIPSIS "\u2026"

enum { SPANS_MAX = 4000, SUGGEST_MIN = 2, NEAR_MAX = 3, LEAD = 40 };

/* ---- marking ---- */

struct marking {
	struct arena *arena;
	const char *text;
	struct word_span *span;
	bool *hit;
	size_t count, hits;
};

static bool one_of(const char *word, const char **list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_same(list[i], word))
			return true;
	return false;
}

struct wanted {
	const char **words;
	size_t count;
	bool parts; /* a part of a compound is a hit, too */
};

static bool is_hit(struct arena *a, enum lang lang, const char *word,
		   const struct wanted *w)
{
	struct lemmas m;

	lemmas_of(a, lang, word, &m);
	for (size_t i = 0; i < m.count; i++) {
		const struct reading *r = &m.reading[i];

		if (one_of(r->lemma, w->words, w->count))
			return true;
		for (size_t k = 0; w->parts && k < r->part_count; k++)
			if (one_of(r->part[k], w->words, w->count))
				return true;
	}
	return false;
}

static void find_hits(struct marking *m, enum lang lang, const struct wanted *w)
{
	m->hits = 0;
	for (size_t i = 0; i < m->count; i++) {
		m->hit[i] = is_hit(m->arena, lang, m->span[i].word, w);
		m->hits += m->hit[i];
	}
}

/* What a compound is made of is marked only where nothing answers by itself:
 * "lumet" for "lumenauraus", but no other compound of "lumi". */
static struct marking marking_of(struct arena *a, enum lang lang,
				 const char *text,
				 const struct search_found *found)
{
	const struct wanted whole = {found->words, found->whole_count, true};
	const struct wanted all = {found->words, found->word_count, false};
	const size_t room = words_room(text, SPANS_MAX);
	struct marking m = {.arena = a};

	m.span = arena_array(a, room, sizeof(*m.span));
	m.hit = arena_array(a, room, sizeof(*m.hit));
	m.count = words_spans(a, text, &m.text, m.span, room);
	find_hits(&m, lang, &whole);
	if (!m.hits && all.count > whole.count)
		find_hits(&m, lang, &all);
	return m;
}

bool search_marks(struct arena *a, enum lang lang, const char *text,
		  const struct search_found *found)
{
	return marking_of(a, lang, text, found).hits > 0;
}

/* The span to begin at so that max letters hold the most hits: a little before
 * the first of them. */
static const char *best_begin(const struct marking *m, size_t max)
{
	size_t most = 0, at = 0;

	for (size_t i = 0; i < m->count; i++) {
		size_t hits = 0;

		for (size_t k = i; m->hit[i] && k < m->count; k++) {
			if ((size_t)(m->span[k].end - m->span[i].begin) > max)
				break;
			hits += m->hit[k];
		}
		if (hits > most) {
			most = hits;
			at = i;
		}
	}
	if (!most || (size_t)(m->span[at].end - m->text) <= max)
		return m->text;
	for (size_t i = at; i > 0; i--)
		if (m->span[at].begin - m->span[i - 1].begin > LEAD)
			return m->span[i].begin;
	return m->text;
}

struct pieces {
	struct arena *arena;
	struct search_piece *list;
	size_t count;
};

static void add_piece(struct pieces *p, const char *from, const char *to,
		      bool hit)
{
	if (to > from)
		p->list[p->count++] = (struct search_piece){
			arena_strndup(p->arena, from, (size_t)(to - from)),
			hit};
}

static void cut(struct pieces *p, const struct marking *m, const char *from,
		const char *to)
{
	const char *at = from;

	for (size_t i = 0; i < m->count; i++) {
		const struct word_span *s = &m->span[i];

		if (!m->hit[i] || s->begin < at || s->end > to)
			continue;
		add_piece(p, at, s->begin, false);
		add_piece(p, s->begin, s->end, true);
		at = s->end;
	}
	add_piece(p, at, to, false);
}

void search_mark(struct arena *a, enum lang lang, const char *text, size_t max,
		 const struct search_found *found,
		 struct search_marked *ret_marked)
{
	struct marking m = marking_of(a, lang, text, found);
	const char *from = best_begin(&m, max);
	const char *clipped = utf8_clip_words(a, from, max);
	bool more = !str_same(clipped, from);
	struct pieces p = {.arena = a};
	const char *to = from + strlen(clipped);

	if (more)
		to -= strlen(ELLIPSIS);
	while (more && to > from && to[-1] == ' ')
		to--;
	p.list = arena_array(a, 2 * m.count + 3, sizeof(*p.list));
	if (from > m.text)
		p.list[p.count++] = (struct search_piece){ELLIPSIS " ", false};
	cut(&p, &m, from, to);
	if (more)
		p.list[p.count++] = (struct search_piece){ELLIPSIS, false};
	*ret_marked = (struct search_marked){p.list, p.count};
}

/* ---- suggesting ---- */

struct suggestions {
	struct arena *arena;
	const char *head; /* what was typed before the last word */
	const char **list;
	size_t count;
};

static void suggest(struct suggestions *s, const char *word)
{
	const char *whole = arena_printf(s->arena, "%s%s", s->head, word);

	if (s->count < SEARCH_SUGGESTIONS && !one_of(whole, s->list, s->count))
		s->list[s->count++] = whole;
}

static enum err suggest_begun(struct db *db, struct suggestions *s,
			      const char *word)
{
	struct known_list begun;
	enum err err = store_lemmas_begin(db, s->arena, word,
					  SEARCH_SUGGESTIONS, &begun);

	for (size_t i = 0; i < begun.count && !err; i++)
		suggest(s, begun.list[i].lemma);
	return err;
}

static enum err suggest_meant(struct db *db, struct suggestions *s,
			      const char *word)
{
	const char *near[NEAR_MAX];
	size_t n;
	enum err err = asked_meant(db, s->arena, word, near, NEAR_MAX, &n);

	for (size_t i = 0; i < n && !err; i++)
		suggest(s, near[i]);
	return err;
}

/* "katuvaloihin" begins no lemma, but is a form of one. */
static enum err suggest_lemma(struct db *db, struct suggestions *s,
			      const char *word)
{
	const char *lemmas[LEMMA_READINGS];
	struct known_list known;
	struct lemmas m;
	enum err err;

	lemmas_of(s->arena, LANG_FI, word, &m);
	if (!m.known)
		return OK;
	for (size_t i = 0; i < m.count; i++)
		lemmas[i] = m.reading[i].lemma;
	err = store_lemmas_known(db, s->arena, lemmas, m.count, &known);
	for (size_t i = 0; i < known.count && !err; i++)
		suggest(s, known.list[i].lemma);
	return err;
}

enum err search_suggest(struct db *db, struct arena *a, const char *typed,
			const char *ret_list[SEARCH_SUGGESTIONS],
			size_t *ret_count)
{
	const char *text = utf8_clip(a, typed, SEARCH_QUERY_MAX), *whole;
	struct suggestions s = {.arena = a, .list = ret_list};
	struct word_span spans[SEARCH_QUERY_MAX], *last;
	size_t n = words_spans(a, text, &whole, spans, SEARCH_QUERY_MAX);
	enum err err;

	*ret_count = 0;
	last = n ? &spans[n - 1] : NULL;
	if (!last || *last->end || utf8_length(last->word) < SUGGEST_MIN)
		return OK;
	s.head = arena_strndup(a, whole, (size_t)(last->begin - whole));
	err = suggest_begun(db, &s, last->word);
	if (!err && !s.count)
		err = suggest_lemma(db, &s, last->word);
	if (!err && !s.count)
		err = suggest_meant(db, &s, last->word);
	*ret_count = s.count;
	return err;
}
