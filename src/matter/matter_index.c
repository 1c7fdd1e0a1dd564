/*
 * matter_index.c: the words staff find matters by.
 */
#include "matter/matter_index.h"

#include "base/str.h"
#include "base/utf8.h"
#include "event/event.h"
#include "matter/index_store.h"
#include "matter/index_words.h"
#include "text/lemma.h"

enum { ASKED_MAX = 8, START_MIN = 3, TEXT_SPANS = 6000 };

/* ---- words of a text ---- */

void index_words_add(struct word_list *w, enum lang lang, const char *text)
{
	const size_t room = words_room(text, TEXT_SPANS);
	struct word_span *spans = arena_array(w->arena, room, sizeof(*spans));
	const char *whole;
	size_t n = words_spans(w->arena, text, &whole, spans, room);
	struct lemmas m;

	for (size_t i = 0; i < n; i++) {
		words_put(w, spans[i].word);
		lemmas_of(w->arena, lang, spans[i].word, &m);
		for (size_t k = 0; k < m.count; k++) {
			const struct reading *r = &m.reading[k];

			words_put(w, r->lemma);
			for (size_t p = 0; p < r->part_count; p++)
				words_put(w, r->part[p]);
		}
	}
}

/* ---- asking ---- */

static void put_reading(struct str *s, const struct reading *r)
{
	str_printf(s, "|~%s", r->lemma);
	for (size_t i = 0; i < r->part_count; i++)
		str_printf(s, "%s~%s", i ? "&" : "|(", r->part[i]);
	str_puts(s, r->part_count ? ")" : "");
}

/* As it is written, longer, or as any language has it. */
static void put_word(struct arena *a, struct str *s, const char *word)
{
	struct lemmas m;

	str_printf(s, "%s(~%s%s", s->len ? "&" : "", word,
		   utf8_length(word) >= START_MIN ? "*" : "");
	for (int lang = 0; lang < LANG__COUNT; lang++) {
		lemmas_of(a, (enum lang)lang, word, &m);
		for (size_t i = 0; i < m.count; i++)
			if (*m.reading[i].lemma)
				put_reading(s, &m.reading[i]);
	}
	str_putc(s, ')');
}

static const char *expression_of(struct arena *a, const char *query)
{
	struct word_span spans[ASKED_MAX];
	const char *whole;
	size_t n = words_spans(a, query, &whole, spans, ASKED_MAX);
	struct str s;

	str_init(&s, a, 256);
	for (size_t i = 0; i < n; i++)
		put_word(a, &s, spans[i].word);
	return s.ptr;
}

enum err matter_words_find(struct db *db, struct arena *a,
			   const struct words_wanted *w, int64_t **ret_ids,
			   size_t *ret_count)
{
	const char *asked = expression_of(a, w->query);
	int64_t *ids = NULL;
	struct rows *r;
	size_t n = 0;
	enum err err;

	*ret_ids = NULL;
	*ret_count = 0;
	if (str_empty(asked))
		return OK;
	err = store_index_find(db, a, asked,
			       w->before_id ? w->before_id : INT64_MAX,
			       w->limit, &r);
	if (err)
		return err;
	ids = arena_array(a, rows_count(r) + 1, sizeof(*ids));
	while (rows_next(r))
		ids[n++] = rows_int(r, 0);
	*ret_ids = ids;
	*ret_count = n;
	return OK;
}

/* ---- writing ---- */

enum err matter_words_add(struct db *db, struct arena *a, int64_t matter_id,
			  enum lang lang, const char *text)
{
	struct word_list words;

	words_init(&words, a);
	index_words_add(&words, lang, text);
	words_unite(&words);
	return store_index_put(db, matter_id, words_join(&words));
}

enum err matter_words_done(struct db *db, struct arena *a)
{
	int64_t mark, newest;
	enum err err = store_index_mark(db, a, &mark);

	if (!err)
		err = event_newest(db, a, &newest);
	return err ? err : store_index_move(db, mark, newest);
}
